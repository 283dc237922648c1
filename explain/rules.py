"""A rule in plain words: the same nesting as in the rule file, each fact and conclusion a link."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from compiler.expressions import Apply, Const, Expr, FactRef, Quantified, RuleRef, Switch, walk
from compiler.partial import Environment
from compiler.program import Definition, Program, Text
from compiler.steps import Step, trace
from explain import words
from explain.judge import Judge
from explain.records import definition_of
from explain.terms import Terms
from explain.terms_base import ROUNDINGS, constant

LETTERS = {"A": Text("甲", "A"), "B": Text("乙", "B"), "C": Text("丙", "C"), "D": Text("丁", "D")}
_BLOCKS = {"and": "all", "or": "any", "none_of": "none"}
_DAYS = {"max": "latest", "min": "earliest"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `href` is '' where it is no link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Under:
    """Counts only under this alternative of a reading; `letter` in the page's language."""

    reading: str
    letter: str
    href: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A part of a rule. kind: all, any, none, not (of `parts`); max, min, latest, earliest; cases (parts are `if` or
    `else`, whose last part is the value and first the condition); list; test (a condition or value, in `pieces`).
    ask: the question that settles a yes/no fact, '' for anything else. under: the adopted alternatives that chose this
    form; others: what stands here, or is added, under an alternative that is not adopted. tiers: of an amount in
    `pieces`, with `rows` of a part of it and its rate, and `foot`, how the sum is rounded."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    parts: tuple[Outline, ...] = ()
    ask: str = ""
    under: tuple[Under, ...] = ()
    others: tuple[Outline, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page finds the facts, conclusions and readings that it names."""

    names: Mapping[str, str]

    def __call__(self, name: str) -> str:
        return self.names.get(name, "")

    def knows(self, name: str) -> bool:
        return name in self.names


@dataclass(frozen=True)
class Outlines:
    """Makes outlines for a page in one language."""

    program: Program
    lang: str
    links: Links
    terms: Terms

    @classmethod
    def on(cls, program: Program, lang: str, links: Links) -> Outlines:
        """Words for rules alone, without a person's facts."""
        return cls(program, lang, links, bare(program))

    def about(self, definition: Definition) -> Outlines:
        """The same for a definition that speaks of one record."""
        return replace(self, terms=self.terms.within(definition.each, 1)) if definition.each else self

    def of(self, expr: Expr) -> Outline:
        """The outline of a condition or a body."""
        match expr:
            case Apply(op="and" | "or" | "none_of" as op, args=args):
                return self._block(_BLOCKS[op], args, op == "and")
            case Apply(op="not", args=(Apply(op="and" | "or" | "none_of") as block,)):
                return Outline("not", parts=(self.of(block),))
            case Apply(op="max" | "min" as op, args=args, type=type_):
                return Outline(_DAYS[op] if type_.kind == "date" else op, parts=tuple(map(self.of, args)))
            case Apply(op="choose", args=args):
                return Outline("cases", parts=tuple(self._branches(args)))
            case Apply(op="with_exceptions", args=args):
                return self.of(args[0])
            case Apply(op="tiered"):
                return self._tiers(expr, None)
            case Apply(op=op, args=(Apply(op="tiered") as tiered, _)) if op in ROUNDINGS:
                return self._tiers(tiered, expr)
            case Switch(by=by):
                adopted = next(self._under(expr, x, e) for x, e in by if self._adopted(expr, x))
                others = tuple(self._under(expr, x, e) for x, e in by if not self._adopted(expr, x))
                return replace(adopted, others=(*adopted.others, *others))
            case Const(value=tuple() as values, type=type_) if type_.kind == "list":
                return Outline("list", parts=tuple(Outline("test", (Piece(self.choice(str(v))),)) for v in values))
        return Outline("test", self.pieces(expr), ask=self._ask(expr))

    def _block(self, kind: str, args: Sequence[Expr], neutral: bool) -> Outline:
        """An item that counts only under an alternative that is not adopted is no part of the block."""
        parts: list[Outline] = []
        others: list[Outline] = []
        for expr in args:
            if not isinstance(expr, Switch):
                parts.append(self.of(expr))
                continue
            for letter, form in expr.by:
                if not (isinstance(form, Const) and form.value is neutral):
                    wanted = parts if self._adopted(expr, letter) else others
                    wanted.append(self._under(expr, letter, form))
        return Outline(kind, parts=tuple(parts), others=tuple(others))

    def _adopted(self, switch: Switch, letter: str) -> bool:
        return self.program.readings[switch.reading].adopted == letter

    def _under(self, switch: Switch, letter: str, expr: Expr) -> Outline:
        inner = self.of(expr)
        under = Under(switch.reading, LETTERS[letter].get(self.lang), self.links(switch.reading))
        return replace(inner, under=(under, *inner.under))

    def _branches(self, args: Sequence[Expr]) -> list[Outline]:
        pairs = zip(args[0:-1:2], args[1:-1:2], strict=True)
        branches = [Outline("if", parts=(self.of(condition), self.of(value))) for condition, value in pairs]
        return [*branches, Outline("else", parts=(self.of(args[-1]),))]

    def _tiers(self, tiered: Apply, rounded: Apply | None) -> Outline:
        """A row a tier: which part of the amount, and the rate for it."""
        amount, *rest = tiered.args
        bounds, rates = [*rest[:-1:2]], [*rest[1:-1:2], rest[-1]]
        shown = [self._worded(bound) for bound in bounds]
        parts = [words.tier(low, high, self.lang) for low, high in zip(["", *shown], [*shown, ""], strict=True)]
        rows = tuple(zip(parts, map(self._worded, rates), strict=True))
        return Outline("tiers", self.pieces(amount), rows=rows, foot=self._foot(rounded) if rounded else "")

    def _foot(self, rounded: Apply) -> str:
        """How the sum of the tiers is rounded."""
        step = self._step(rounded)
        unit, multiple = words.unit(constant(step.parts[1]), rounded.type.kind, self.lang)  # type: ignore[arg-type]
        total = Text("各段相加", "the sum of the tiers").get(self.lang)
        said = words.phrase(rounded.op, "step" if multiple else "", self.lang)
        return words.capital(said.format(total, unit=unit))

    def _worded(self, expr: Expr) -> str:
        return self.terms.term(self._step(expr), self.lang, False)

    def _step(self, expr: Expr) -> Step:
        return trace(expr, self.terms.environment)

    def _ask(self, expr: Expr) -> str:
        if isinstance(expr, Apply) and expr.op == "not":
            expr = expr.args[0]
        return self.program.facts[expr.name].question.get(self.lang) if isinstance(expr, FactRef) else ""

    def pieces(self, expr: Expr) -> tuple[Piece, ...]:
        """The words of a single condition or value, cut at the names that it links. A name that the words leave out
        (a date of birth, where they speak of age) follows in brackets."""
        negated = isinstance(expr, Apply) and expr.op == "not"
        inner = expr.args[0] if isinstance(expr, Apply) and negated else expr
        text = self.terms.label(self._step(inner), self.lang, negated)
        names = dict.fromkeys(x.name for x in walk(expr) if isinstance(x, FactRef | RuleRef))
        names |= {x.records: None for x in walk(expr) if isinstance(x, Quantified)}
        found = linked(text, {self.label(name): self.links(name) for name in names})
        lower = text.lower()
        left = [Piece(self.label(x), self.links(x)) for x in names if self.label(x).lower() not in lower]
        brackets = ("（", "）") if self.lang == "zh" else (" (", ")")
        return (*found, Piece(brackets[0]), *left, Piece(brackets[1])) if left else found

    def label(self, name: str) -> str:
        fact = self.program.facts.get(name)
        return (fact or definition_of(self.program, name)).label.get(self.lang)

    def choice(self, word: str) -> str:
        """A choice in the page's language."""
        return words.name(self.program, word, self.lang)


def bare(program: Program) -> Terms:
    """Terms without a person's facts, on the first day."""
    return Terms.of(Judge.of(Environment(program, {}, program.about.in_force_from, {})))


def linked(text: str, hrefs: Mapping[str, str]) -> tuple[Piece, ...]:
    """The text cut at the words that have a link; of words within each other the longest."""
    known = [w for w in sorted(hrefs, key=len, reverse=True) if w and hrefs[w]]
    if not known:
        return (Piece(text),)
    parts = re.split("(" + "|".join(map(_either_case, known)) + ")", text)
    by_word = {form: href for word, href in hrefs.items() for form in (word, words.capital(word))}
    return tuple(Piece(part, by_word[part] if at % 2 else "") for at, part in enumerate(parts) if part)


def _either_case(word: str) -> str:
    """A label may begin a sentence."""
    first = words.capital(word)[0]
    return f"[{re.escape(word[0])}{re.escape(first)}]" + re.escape(word[1:]) if first != word[0] else re.escape(word)
