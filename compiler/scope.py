"""Names: what the rule files declare, where, and what a name in an expression refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from compiler.program import Text
from compiler.values import Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.keywords import ANY
from dsl.lexer import half_width
from dsl.source import Place, Source, Span

L = TypeVar("L", bound=n.Node)

_LITERAL = re.compile(r"\d+(?:\.\d+)?(?:年\d{1,2}月\d{1,2}日|年\d{1,2}月|周岁|年|个月|日|天|元|%)?")

KINDS = {
    "fact": ("事实", "fact"),
    "define": ("定义", "definition"),
    "norm": ("规范", "norm"),
    "service": ("办事事项", "service"),
    "reading_of": ("读法", "reading"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A statement with a name, the file it stands in and the part of the law it stands under."""

    source: Source
    placed: n.Placed
    node: n.Statement
    part: str

    def place(self, span: Span | None = None) -> Place:
        span = span or (self.node.name.span if self.node.name else (self.node.span[0], self.node.span[0] + 1))
        return Place(self.source, self.placed.offset + span[0], self.placed.offset + span[1])

    @property
    def name(self) -> str:
        return self.node.name.text if self.node.name else ""

    def lines(self, kind: type[L]) -> Iterator[L]:
        return (line for line in self.node.lines if isinstance(line, kind))

    def one(self, kind: type[L]) -> L | None:
        return next(self.lines(kind), None)

    def texts(self, key: str) -> tuple[str, ...]:
        """The arguments of the property's lines."""
        return tuple(v.text for p in self.lines(n.Property) if p.key == key for v in p.values)

    def text(self, key: str) -> str:
        return "；".join(self.texts(key))

    def both(self, key: str) -> tuple[Text, ...]:
        """The arguments of the property's lines, with those of its English twin."""
        return paired(self.texts(key), self.texts(f"{key}_en"))

    def said(self, key: str) -> Text:
        """The same as one text."""
        return Text(self.text(key), "; ".join(self.texts(f"{key}_en")))

    def label(self) -> Text:
        """The name, and how it is called in English."""
        english = self.one(n.English)
        return Text(self.name, english.text.text if english else "")


def paired(zh: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Texts with their English, which stand in the same order; '' for those that have none."""
    return tuple(Text(*pair) for pair in zip_longest(zh, en[: len(zh)], fillvalue=""))


@dataclass
class Scope:
    """All names of a regulation, and the faults found while using them."""

    facts: dict[str, Declared] = field(default_factory=dict)
    definitions: dict[str, Declared] = field(default_factory=dict)
    norms: dict[str, Declared] = field(default_factory=dict)
    services: dict[str, Declared] = field(default_factory=dict)
    readings: dict[str, Declared] = field(default_factory=dict)
    examples: list[Declared] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, place: Place, **words: str) -> None:
        self.found.append(Diagnostic(code, place, words))

    def table(self, kind: str) -> dict[str, Declared]:
        return {
            "fact": self.facts,
            "define": self.definitions,
            "norm": self.norms,
            "service": self.services,
            "reading_of": self.readings,
        }[kind]

    def resolve(self, word: n.Word, here: Declared) -> str | None:
        """The fact's or definition's name, or None with a diagnostic (none where a broken statement declares it)."""
        if word.text in self.names:
            return self.names[word.text]
        if word.text not in self.broken:
            self.found.append(self._unknown(word, here.place(word.span)))
        return None

    def _unknown(self, word: n.Word, place: Place) -> Diagnostic:
        for kind in ("norm", "service", "reading_of"):
            if word.text in self.table(kind):
                zh, en = KINDS[kind]
                return Diagnostic("E204", place, {"got": word.text, "kind": zh, "kind_en": en})
        parts = split(word.text, self.names, {c for t in self.types.values() for c in t.choices})
        if parts:
            return Diagnostic("E202", place, {"got": word.text, "split": " ".join(parts).replace(" 内", "内")})
        close = nearest(word.text, self.names)
        return Diagnostic("E201", place, {"got": word.text, **did_you_mean(close)})


def did_you_mean(close: str) -> dict[str, str]:
    if close:
        return {"suggestion": f"是不是 “{close}”？", "suggestion_en": f'did you mean "{close}"?'}
    return {
        "suggestion": "先在词汇里声明这个事实，或者写出这个定义",
        "suggestion_en": "declare the fact first, or write the definition",
    }


def split(word: str, names: Iterable[str], choices: Iterable[str] = ()) -> list[str]:
    """`毕业日期后2年内` -> 毕业日期 后 2年 内, where all pieces are names, choices, keywords or literals; else []."""
    known = {*names, *choices, *(w for w in ANY if " " not in w and not w.isascii())}
    if len(word) > 80:
        return []
    best: dict[int, list[str]] = {0: []}
    text = half_width(word)
    for start in range(len(text)):
        if start not in best:
            continue
        ends = [start + len(k) for k in known if text.startswith(k, start)]
        ends += [m.end() for m in [_LITERAL.match(text, start)] if m]
        for end in ends:
            pieces = [*best[start], text[start:end]]
            if end not in best or len(pieces) < len(best[end]):
                best[end] = pieces
    found = best.get(len(text), [])
    return found if any(p in ANY for p in found) and any(p in known and p not in ANY for p in found) else []


def collect(articles: Sequence[n.Article], broken: frozenset[str]) -> Scope:
    """Every declaration of the rule files; a name declared twice is a fault."""
    scope = Scope(broken=broken)
    for article in articles:
        part = ""
        for placed in article.statements:
            if isinstance(placed.node, n.Heading):
                part = placed.node.part
            elif isinstance(placed.node, n.Statement):
                _declare(scope, Declared(article.source, placed, placed.node, part))
    return scope


def _declare(scope: Scope, declared: Declared) -> None:
    kind = declared.node.kind
    if kind == "example":
        scope.examples.append(declared)
    if kind not in KINDS:
        return
    table, name = scope.table(kind), declared.name
    named = kind in ("fact", "define")
    if name in table or (named and name in scope.names):
        scope.report("E203", declared.place(), got=name)
        return
    table[name] = declared
    if named:
        scope.names[name] = name
        scope.types[name] = _type(declared)
        english = declared.one(n.English)
        if english and english.alias:
            if english.alias in scope.names:
                scope.report("E203", declared.place(english.span), got=english.alias)
            scope.names.setdefault(english.alias, name)


def _type(declared: Declared) -> Type:
    choices = declared.one(n.Choices)
    values = tuple(word.text for word, _ in choices.values) if choices else ()
    return Type(declared.node.type, values if declared.node.type in ("enum", "list") else ())


def choices_of(declared: Declared) -> Mapping[str, str]:
    """Each choice with its English word."""
    line = declared.one(n.Choices)
    return {word.text: text.text if text else "" for word, text in line.values} if line else {}
