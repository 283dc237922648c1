"""The words of the self-check as tables, made by the same functions that word an explanation, with a blank wherever a
value of the person's comes in; explain/js/check/fill.js fills the blanks.

A blank begins and ends with a character of the private use area, which no rule file has: `v12:money` is the value of
expression 12; `b12:date`, then a text, the same or the text where it is not known; `=12:money` what a formula comes to;
`a12`, `13` an age; `l` a last day; `day` the day asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compiler.evaluate import caveats
from compiler.expressions import Expr, Quantified
from compiler.partial import Environment
from compiler.program import Definition, Fact, Program, Reading
from compiler.steps import Step, trace
from compiler.targets.javascript import numbers
from explain import days, parameters, standing, words
from explain import sentences as say
from explain.interface import UI
from explain.interview import words as interview
from explain.interview.read import shown_limit
from explain.judge import Judge
from explain.places import page_of
from explain.question.ask import Finding
from explain.reasons import decider
from explain.records import classifier, kind_of
from explain.site.check_say import blank, fixed
from explain.terms import AGED, Terms
from explain.terms_base import ARITHMETIC, NAMED, QUANTIFIERS, UNKNOWN, constant

_GROUPS = {"and": "all", "or": "any", "none_of": "all", "choose": "cases", "with_exceptions": "exceptions"}
_LISTS = ("some", "every")
Table = dict[str, Any]


def tables(program: Program, lang: str) -> Table:
    """All words of a program in one language. What reads otherwise on other days than the last stands in `epochs`."""
    sheet = Sheet(program, lang)
    views = [(first, sheet.view(view)) for first, view in program.epochs] or [(1, sheet.view(program))]
    last = views[-1][1]
    return {
        "lang": lang,
        "ui": {key: text.get(lang) for key, text in UI.items()},
        "states": {key: [sign, text.get(lang)] for key, (sign, text) in words.STATES.items()},
        "unknown": {key: text.get(lang) for key, text in UNKNOWN.items()},
        "groups": {
            kind: words.phrase(op, "", lang) for op, kind in (*_GROUPS.items(), ("not", "not"), ("and", "unless"))
        },
        "say": fixed(program, lang),
        "caveats": _caveats(program, lang),
        "facts": {name: sheet.fact(fact) for name, fact in program.facts.items()},
        "who": {name: text.get(lang) for name in sheet.entities() if (text := words.body(program, name)) is not None},
        "readings": {id_: sheet.reading(reading) for id_, reading in program.readings.items()},
        **last,
        "since": views[-1][0],
        "epochs": [[first, _other(view, last)] for first, view in views[:-1]],
        "choices": sheet.choices,
    }


def _caveats(program: Program, lang: str) -> list[str]:
    """Before the document is in force; then, if the text was ever verified, after the day of that."""
    about = program.about
    before = caveats(program, about.in_force_from - 1)[0][lang]
    return [before] if about.last_verified is None else [before, caveats(program, about.last_verified + 1)[-1][lang]]


def _other(view: Mapping[str, Table], last: Mapping[str, Table]) -> Table:
    """What a view has otherwise."""
    return {key: {k: v for k, v in table.items() if last[key].get(k) != v} for key, table in view.items()}


@dataclass
class Sheet:
    """Of one program, in one language. `choices`: the words of each set of choices, in the order in which they came."""

    program: Program
    lang: str
    choices: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number: Callable[[Expr], int] = numbers(self.program)
        self.english = words.english(self.program.about)
        self.pages = {part.name: page_of(part) for part in self.program.ledger.parts}

    def kind(self, kind: str, options: tuple[str, ...], table: Mapping[str, str]) -> str:
        """How a value is written: the kind of a number, or `c3`, of which choices."""
        if not options:
            return kind
        shown = {option: words.choice(option, self.lang, table) for option in options}
        if shown not in self.choices:
            self.choices.append(shown)
        return f"c{self.choices.index(shown)}"

    def cite(self, cited: str) -> str:
        return words.cite(cited, self.english).get(self.lang)

    def entities(self) -> list[str]:
        return list(dict.fromkeys(fact.entity for fact in self.program.facts.values() if fact.entity))

    # ---- facts and readings ----

    def fact(self, fact: Fact) -> Table:
        lang, kind = self.lang, kind_of(self.program, fact.name)
        who = days.covered(self.program) if kind == "told" else decider(self.program, fact)
        records = fact.type.kind == "records"
        shown = {
            "label": fact.label.get(lang),
            "kind": self.kind(fact.type.kind, fact.type.choices, fact.choices),
            "ask": fact.question.get(lang),
            "many": interview.how_many(fact).get(lang) if records else "",
            "which": interview.which_of(self.program, fact).get(lang) if fact.each else "",
            "hint": fact.hint.get(lang),
            "status": say.status(kind, who).get(lang),
            "judged": interview.decided_by(self.program, fact).get(lang) if kind == "judged" else "",
            "limits": [shown_limit(fact, limit).get(lang) for limit in fact.limits or ()],
            "counter": classifier(fact.label.zh) if records else "",
            "rows": [parameters.cited(row).get(lang) for row in fact.rows],
        }
        return _filled(shown)

    def reading(self, reading: Reading) -> Table:
        lang = self.lang
        return _filled(
            {
                "question": reading.question.get(lang),
                "letters": {letter: text.get(lang) for letter, text in reading.alternatives.items()},
                "because": reading.because.get(lang),
                "page": self.pages.get(reading.part, ""),
            }
        )

    # ---- conclusions and conditions of one time ----

    def view(self, view: Program) -> dict[str, Table]:
        environment = Environment(view, {}, view.about.in_force_from, {})
        blanks = Blanks(Judge.of(environment), environment, self)
        every = {**view.definitions, **{name: d for name, (_, d) in view.gone.items()}}
        nodes: Table = {}
        sums: Table = {}
        for definition in view.definitions.values():
            at = blanks.within(definition.each, 1) if definition.each else blanks
            for expr in (definition.guard, definition.body):
                for step, inner, negated in _told(trace(expr, at.environment), at, False) if expr is not None else ():
                    nodes.setdefault(*inner.row(step, negated))
                    sums |= {key: row for part in step.walk() for key, row in inner.sums(part)}
        return {"rules": {name: self.rule(view, d) for name, d in every.items()}, "nodes": nodes, "sums": sums}

    def rule(self, view: Program, one: Definition) -> Table:
        lang, value, claim = self.lang, blank("value"), one.claim

        def said(finding: Finding, yet: bool = False) -> str:
            return say.claim(view, one, finding, yet).get(lang)

        yes_no = one.type.kind == "bool"
        shown = {
            "label": one.label.get(lang),
            "kind": self.kind(one.type.kind, one.type.choices, one.choices),
            "yes": said(Finding("value", True)) if yes_no else said(Finding("value", value)),
            "no": said(Finding("value", False)) if yes_no else "",
            "yet": said(Finding("value", False), True) if yes_no and not one.excepts else "",
            "open": said(Finding("unknown")),
            "na": said(Finding("not_applicable")),
            "cite": self.cite(claim.cite) if claim else "",
            "where": self.cite(claim.cite if claim else one.part),
            "page": self.pages.get(one.part, ""),
            "quote": claim.text if claim else "",
            "remarks": [text.get(lang) for text in one.remarks],
            "excepts": [*one.excepts],
            "standing": [text.get(lang) for text in standing.exception_to(view, one)],
            "by": [text.get(lang) for text in standing.by_text(one)],
            "version": [text.get(lang) for text in standing.version(one)],
            "gone": self._gone(view, one),
        }
        return _filled(shown)

    def _gone(self, view: Program, one: Definition) -> list[str]:
        """The answer and the reason on a day on which it has no text in force."""
        if one.name not in view.gone:
            return []
        over, day = view.gone[one.name][0] == "no_longer_in_force", view.about.in_force_from
        answer = standing.no_version_answer(one, day, over).get(self.lang)
        return [answer.replace(words.date(day, self.lang), blank("day")), standing.no_version(one, over).get(self.lang)]


@dataclass(frozen=True)
class Blanks(Terms):
    """Terms that leave every value blank."""

    sheet: Sheet

    def row(self, step: Step, negated: bool) -> tuple[str, list[str]]:
        """A step's number (after a minus where its condition is that it be false); its label, value and requirement."""
        lang = self.sheet.lang
        key = f"{'-' if negated else ''}{self.sheet.number(step.expr)}"
        needed = self.needed(step, lang, negated) if step.expr.type.kind == "bool" else ""
        row = [self.label(step, lang, negated), self.yours(step, lang), needed]
        while not row[-1]:
            row.pop()
        return key, row

    def sums(self, step: Step) -> Iterator[tuple[str, list[str]]]:
        """Of what computes a number: its number; its formula, and the same with the numbers of its parts left blank."""
        lang = self.sheet.lang
        if step.op in ARITHMETIC:
            parts = [self._part(i, part, lang) for i, part in enumerate(step.parts)]
            yield str(self.sheet.number(step.expr)), [self.term(step, lang, False), self._filled(step, lang, parts)]
        elif step.op in QUANTIFIERS:
            yield str(self.sheet.number(step.expr)), [self.term(step, lang, False)]

    def _part(self, i: int, part: Step, lang: str) -> str:
        if part.op == "const":
            return words.value(constant(part), part.expr.type, lang)
        return blank(f"{i}:{self._value(part, None).partition(':')[2]}")

    def shown(self, step: Step, lang: str, choices: Mapping[str, str] | None = None) -> str:
        return blank(f"v{self._value(step, choices)}")

    def _value(self, step: Step, choices: Mapping[str, str] | None) -> str:
        type_ = step.expr.type
        kind = self.sheet.kind(type_.kind, type_.choices, choices or self.choices(step))
        return f"{self.sheet.number(step.expr)}:{kind}"

    def term(
        self, step: Step, lang: str, valued: bool, choices: Mapping[str, str] | None = None, quoted: bool = False
    ) -> str:
        if step.op == "as_of" and valued:
            return blank("day")
        return super().term(step, lang, valued, choices, quoted)

    def whole(self, step: Step, lang: str, valued: bool, choices: Mapping[str, str] | None = None) -> str:
        text = self.term(step, lang, valued, choices, quoted=True)
        computed = valued and step.op in ARITHMETIC
        return text + blank(f"={self._value(step, choices)}") if computed else text

    def bound(self, step: Step, lang: str, choices: Mapping[str, str] | None = None) -> str:
        text = self.term(step, lang, step.op == "as_of", choices, quoted=True)
        return text if step.op in ("const", "as_of") else blank(f"b{self._value(step, choices)}", text)

    def yours(self, step: Step, lang: str) -> str:
        tells = step.op in (*NAMED, "value_on", *QUANTIFIERS, *AGED) or step.expr.type.kind != "bool"
        if not tells and step.parts and step.parts[0].op == "as_of":
            return blank("day")
        return super().yours(step, lang)

    def _age(self, birth: Step, at: Step, lang: str) -> str:
        return blank(f"a{self.sheet.number(birth.expr)}", str(self.sheet.number(at.expr)))

    def _last_day(self, step: Step, lang: str) -> str:
        return blank("l")


Told = tuple[Step, Blanks, bool]


def _told(step: Step, at: Blanks, negated: bool) -> Iterator[Told]:
    """The steps that nodes of a condition tree may show (trace.py), but for rules and facts, which have names."""
    if step.op == "not":
        yield from _told(step.parts[0], at, not negated)
    elif step.op in _GROUPS:
        for part in step.parts:
            yield from _told(part, at, step.op == "none_of")
    elif step.op in QUANTIFIERS:
        yield step, at, False
        if step.op in _LISTS:
            yield step, at, True
        yield from _of_list(step, at)
    elif step.op == "value_on":
        yield step, at, negated
        yield from _inside(step.parts[0], at)
    elif step.op not in NAMED:
        yield step, at, negated
        if step.expr.type.kind == "bool" and step.op != "const":
            yield step, at, not negated
        for part in step.parts:
            yield from _inside(part, at)


def _of_list(step: Step, at: Blanks) -> Iterator[Told]:
    """What is said of one record."""
    assert isinstance(step.expr, Quantified)
    one = at.within(step.expr.records, 1)
    for expr, denied in ((step.expr.condition, step.op == "every"), (step.expr.value, False)):
        if expr is not None:
            yield from _told(trace(expr, one.environment), one, denied)


def _inside(step: Step, at: Blanks) -> Iterator[Told]:
    """The parts of a condition that have nodes of their own."""
    if step.op in ("value_on", *QUANTIFIERS):
        yield from _told(step, at, False)
    else:
        for part in step.parts:
            yield from _inside(part, at)


def _filled(row: Table) -> Table:
    return {key: value for key, value in row.items() if value}
