"""Statements that declare something: what can be read off one without knowing the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from compiler import calendar
from compiler.advice import EXCHANGE, OF_THE_FILE
from compiler.program import ALWAYS, Text, Window
from compiler.values import BOOL, DATE, Type
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.keywords import STATEMENT
from dsl.parse import FILES
from dsl.source import Place, Source, Span

L = TypeVar("L", bound=n.Node)

HAN = re.compile(r"[\u3400-\u9fff]")
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


@dataclass(frozen=True, slots=True, eq=False)
class Declared:
    """A statement with a name, the file it stands in and the part of the law it stands under. It is made once for each
    text of its file."""

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


class Named(NamedTuple):
    """What rules anywhere may know of a name. `each`: the list it speaks of; `declared`: of a parameter its statement,
    whose rows they read."""

    name: str
    kind: str
    type: Type
    each: str
    windows: tuple[Window, ...]
    declared: Declared | None

    @property
    def is_fact(self) -> bool:
        return self.kind in ("fact", "parameter", "holidays")


class Entry(NamedTuple):
    """A statement that declares something, and what its declaration says. `named`: what its name means where it has no
    other version and speaks of no list; `related`: does it say which exceptions go with it?"""

    declared: Declared
    kind: str
    name: str
    type: Type
    each: n.Word | None
    english: n.English | None
    named: Named
    related: bool


@dataclass(frozen=True, slots=True, eq=False)
class Declarations:
    """What one rule file declares; `lost_holidays`: a calendar of holidays in it cannot be read."""

    entries: tuple[Entry, ...]
    found: tuple[Diagnostic, ...]
    lost_holidays: bool


@lru_cache(maxsize=FILES)
def declarations(article: n.Article, since: int | None) -> Declarations:
    """What a file declares; `since`: the day from which it is in force, where it does not say otherwise."""
    part, window, lost_holidays = "", ALWAYS if since is None else Window(since), False
    entries: list[Entry] = []
    found: list[Diagnostic] = []
    for placed in article.statements:
        if isinstance(placed.node, n.Heading):
            part = placed.node.part
        elif isinstance(placed.node, n.Statement) and placed.node.kind == "broken":
            lost_holidays |= article.source.text.startswith(_HOLIDAYS, placed.offset)
        elif isinstance(placed.node, n.Statement):
            declared = Declared(article.source, placed, placed.node, part, window)
            force = declared.one(n.Force)
            own = _window(declared, force, found) if force else window
            if placed.node.kind == "force":
                window = own
            elif placed.node.kind in KINDS or placed.node.kind == "example":
                entries.append(_entry(replace(declared, window=ALWAYS if placed.node.kind in _TIMELESS else own)))
    return Declarations(tuple(entries), tuple(found), lost_holidays)


def _entry(declared: Declared) -> Entry:
    node, each = declared.node, declared.words("each")
    related = node.target is not None or bool(declared.words("notwithstanding") or declared.words("subject_to"))
    type_, rows = type_of(declared), declared if node.kind == "parameter" else None
    named = Named(declared.name, node.kind, type_, "", (declared.window,), rows)
    english, of = declared.one(n.English), each[0] if each else None
    return Entry(declared, node.kind, declared.name, type_, of, english, named, related)


def _window(declared: Declared, force: n.Force, found: list[Diagnostic]) -> Window:
    """What a line says, within what its file says."""
    given = Window(*(day_of(d) for d in (force.since, force.until)))
    since = given.since if given.since is not None else declared.window.since
    window = Window(since, given.until if given.until is not None else declared.window.until)
    if window.since is not None and window.until is not None and window.since > window.until:
        own = force.since is not None and force.until is not None
        found.append(Diagnostic("E320", declared.place(force.span), EXCHANGE if own else OF_THE_FILE))
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


def type_of(declared: Declared) -> Type:
    """The type of a fact, parameter or definition."""
    if declared.node.kind in ("exception", "holidays"):
        return BOOL if declared.node.kind == "exception" else DATE
    choices = declared.one(n.Choices)
    values = tuple(word.text for word, _ in choices.values) if choices else ()
    return Type(declared.node.type, values if declared.node.type in ("enum", "list") else ())


def choices_of(declared: Declared) -> Mapping[str, str]:
    """Each choice with its English word."""
    line = declared.one(n.Choices)
    return {word.text: text.text if text else "" for word, text in line.values} if line else {}
