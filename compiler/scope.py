"""Names: what the rule files declare, where, and what a name in an expression refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeVar

from compiler import calendar
from compiler.advice import EXCHANGE, NESTED_RECORDS, NO_RECORDS, OF_THE_FILE, both_open
from compiler.program import ALWAYS, Text, Window
from compiler.values import BOOL, DATE, Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.keywords import ANY, STATEMENT
from dsl.lexer import half_width
from dsl.source import Place, Source, Span

L = TypeVar("L", bound=n.Node)

HAN = re.compile(r"[\u3400-\u9fff]")
_LITERAL = re.compile(r"\d+(?:\.\d+)?(?:年\d{1,2}月\d{1,2}日|年\d{1,2}月|周岁|年|个月|个?工作日|日|天|元|%)?")

KINDS = {
    "fact": ("事实", "fact"),
    "parameter": ("参数", "parameter"),
    "holidays": ("节假日安排", "holiday calendar"),
    "define": ("定义", "definition"),
    "exception": ("例外", "exception"),
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
    window: Window = ALWAYS

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

    def words(self, key: str) -> tuple[n.Word, ...]:
        """The names that the property's lines give."""
        lines = (p for p in self.lines(n.Property) if p.key == key)
        return tuple(v for p in lines for v in p.values if isinstance(v, n.Word))

    def text(self, key: str) -> str:
        return "；".join(self.texts(key))

    def both(self, key: str) -> tuple[Text, ...]:
        """The arguments of the property's lines, with those of its English twin."""
        return paired(self.texts(key), self.texts(f"{key}_en"))

    def said(self, key: str) -> Text:
        """The same as one text."""
        return Text(self.text(key), "; ".join(self.texts(f"{key}_en")))

    def label(self) -> Text:
        """The name, and how it is called in English. A name without Chinese characters is called so in both languages,
        or, where nobody says how, by its words."""
        english = self.one(n.English)
        said = english.text.text if english else ""
        return Text(self.name if HAN.search(self.name) else said or self.name.replace("_", " "), said)


def paired(zh: Sequence[str], en: Sequence[str]) -> tuple[Text, ...]:
    """Texts with their English, which stand in the same order; '' for those that have none."""
    return tuple(Text(*pair) for pair in zip_longest(zh, en[: len(zh)], fillvalue=""))


_HOLIDAYS = tuple(word for word, row in STATEMENT.items() if row.value == "holidays")
_TIMELESS = ("fact", "parameter", "holidays", "reading_of")
"""Statements that have no versions."""

Table = dict[str, list[Declared]]
"""What is declared under a name: its versions, one where it has none."""


@dataclass
class Scope:
    """All names of a regulation, and the faults found while using them. Definitions and exceptions share one table, so
    do facts, parameters and holiday calendars."""

    facts: Table = field(default_factory=dict)
    definitions: Table = field(default_factory=dict)
    norms: Table = field(default_factory=dict)
    services: Table = field(default_factory=dict)
    readings: Table = field(default_factory=dict)
    examples: list[Declared] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    each: dict[str, n.Word] = field(default_factory=dict)
    """Name of a field, or of a definition about records -> the name of the list, as it is written there."""
    former: dict[str, tuple[str, int]] = field(default_factory=dict)
    """What rules call by the text of another day: internal name -> name and day."""
    broken: frozenset[str] = frozenset()
    lost_holidays: bool = False
    """Is there a calendar of holidays that cannot be read?"""
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, place: Place, **words: str) -> None:
        self.found.append(Diagnostic(code, place, words))

    def table(self, kind: str) -> Table:
        return {
            "fact": self.facts,
            "parameter": self.facts,
            "holidays": self.facts,
            "define": self.definitions,
            "exception": self.definitions,
            "norm": self.norms,
            "service": self.services,
            "reading_of": self.readings,
        }[kind]

    def kind(self, name: str) -> str:
        """What kind of statement declares a fact or definition."""
        return (self.facts.get(name) or self.definitions[name])[0].node.kind

    def records_of(self, name: str) -> str:
        """The list whose records a field or definition is about, '' where it is about the person."""
        return self.names.get(self.each[name].text, self.each[name].text) if name in self.each else ""

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


def collect(articles: Sequence[n.Article], broken: frozenset[str], since: Mapping[str, int]) -> Scope:
    """Every declaration of the rule files. A name may be declared again only for other days; `since` is the day from
    which the statements of a file (by its source's name) are in force, where they do not say otherwise."""
    scope = Scope(broken=broken)
    for article in articles:
        part, window = "", Window(since.get(article.source.name))
        for placed in article.statements:
            if isinstance(placed.node, n.Heading):
                part = placed.node.part
            elif isinstance(placed.node, n.Statement) and placed.node.kind == "broken":
                scope.lost_holidays |= article.source.text.startswith(_HOLIDAYS, placed.offset)
            elif isinstance(placed.node, n.Statement):
                declared = Declared(article.source, placed, placed.node, part, window)
                force = declared.one(n.Force)
                own = _window(scope, declared, force) if force else window
                if placed.node.kind == "force":
                    window = own
                else:
                    _declare(scope, replace(declared, window=ALWAYS if placed.node.kind in _TIMELESS else own))
    _check_lists(scope)
    return scope


def _check_lists(scope: Scope) -> None:
    """What is said of each record of something must be said of a list; else, with a fault, the name is given up."""
    for name, word in [*scope.each.items()]:
        declared = (scope.facts.get(name) or scope.definitions[name])[0]
        records = scope.resolve(word, declared)
        fault = None if records is None else _list_fault(scope.types[name].kind, scope.types[records].kind)
        if fault is not None:
            scope.report("E313", declared.place(word.span), got=word.text, **fault)
        if records is None or fault is not None:
            del scope.each[name]
            scope.broken |= {name}


def _list_fault(kind: str, list_kind: str) -> dict[str, str] | None:
    if kind == "records":
        return NESTED_RECORDS
    return None if list_kind == "records" else NO_RECORDS


def _window(scope: Scope, declared: Declared, force: n.Force) -> Window:
    """What a line says, within what its file says."""
    given = Window(*(day_of(d) for d in (force.since, force.until)))
    since = given.since if given.since is not None else declared.window.since
    window = Window(since, given.until if given.until is not None else declared.window.until)
    if window.since is not None and window.until is not None and window.since > window.until:
        own = force.since is not None and force.until is not None
        scope.report("E320", declared.place(force.span), **(EXCHANGE if own else OF_THE_FILE))
        return Window(window.until, window.since)
    return window


def day_of(literal: n.Literal | None, last: bool = False) -> int | None:
    """The day number of a date; of a month its first day, or its last."""
    if literal is None:
        return None
    assert isinstance(literal.value, tuple)
    year, month, *of_month = literal.value
    if of_month:
        return calendar.day(year, month, of_month[0])
    return calendar.day(year, month, calendar.days_in_month(year, month) if last else 1)


def _declare(scope: Scope, declared: Declared) -> None:
    kind = declared.node.kind
    if kind == "example":
        scope.examples.append(declared)
    if kind not in KINDS:
        return
    table, name = scope.table(kind), declared.name
    named = kind not in ("norm", "service", "reading_of")
    if not _distinct(scope, declared, [*table.get(name, ())], named):
        return
    table.setdefault(name, []).append(declared)
    if named:
        scope.names[name] = name
        scope.types[name] = _type(declared)
        if each := declared.words("each"):
            scope.each[name] = each[0]
        english = declared.one(n.English)
        if english and english.alias:
            if scope.names.get(english.alias, name) != name:
                scope.report("E203", declared.place(english.span), got=english.alias)
            scope.names.setdefault(english.alias, name)


def _distinct(scope: Scope, declared: Declared, versions: Sequence[Declared], named: bool) -> bool:
    """Is the name new, or a version for other days of something of the same type?"""
    name = declared.name
    if not versions:
        if named and name in scope.names:
            scope.report("E203", declared.place(), got=name)
            return False
        return True
    for other in versions:
        related = ((other.place(), name),)
        if declared.window == other.window == ALWAYS:
            scope.found.append(Diagnostic("E203", declared.place(), {"got": name}, related))
            return False
        if words := both_open(declared.window, other.window, ("施行 ", "in_force ")):
            scope.found.append(Diagnostic("E212", declared.place(), {"got": name, **words}, related))
            return False
    if named and _sort(declared) != _sort(versions[0]):
        scope.found.append(Diagnostic("E319", declared.place(), {"got": name}, ((versions[0].place(), name),)))
        return False
    return True


def _sort(declared: Declared) -> tuple[object, ...]:
    """What all versions of something have in common."""
    return declared.node.kind, _type(declared), [word.text for word in declared.words("each")]


def _type(declared: Declared) -> Type:
    if declared.node.kind in ("exception", "holidays"):
        return BOOL if declared.node.kind == "exception" else DATE
    choices = declared.one(n.Choices)
    values = tuple(word.text for word, _ in choices.values) if choices else ()
    return Type(declared.node.type, values if declared.node.type in ("enum", "list") else ())


def choices_of(declared: Declared) -> Mapping[str, str]:
    """Each choice with its English word."""
    line = declared.one(n.Choices)
    return {word.text: text.text if text else "" for word, text in line.values} if line else {}
