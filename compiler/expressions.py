"""The checked, closed form of rules: no syntax left. Each node keeps its type and its place in a rule file.

A composite operator (between, within, aged …) keeps its surface form, which explanations word, and beside it `meaning`,
the same thing said with primitive operators, which every engine runs. So each engine knows only the primitives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from compiler.values import Type, Value
from compiler.workdays import Holidays
from dsl.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    """A value that stands in the rule."""

    value: Value | tuple[int, ...] | Holidays
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class FactRef:
    """The value of a fact. `number`: of a day beyond the calendar of holidays, which one; 0 of all others."""

    name: str
    type: Type
    place: Place
    number: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class RuleRef:
    """The outcome of a definition."""

    name: str
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class AsOf:
    """The day asked about."""

    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Apply:
    """An operator (operators.py) applied; a composite one keeps its meaning."""

    op: str
    args: tuple[Expr, ...]
    type: Type
    place: Place
    meaning: Expr | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """One expression an alternative of a reading; `by` has a pair (letter, expression) for every alternative."""

    reading: str
    by: tuple[tuple[str, Expr], ...]
    type: Type
    place: Place

    def under(self, letter: str) -> Expr:
        return dict(self.by)[letter]


@dataclass(frozen=True, slots=True, eq=False)
class Quantified:
    """What is said of a list of records: op is some, every, count, total, largest, smallest; the parts speak of one
    record. Records for which `condition` is false do not count; `value` is None where only their number is asked."""

    op: str
    records: str
    condition: Expr | None
    value: Expr | None
    type: Type
    place: Place


Expr = Const | FactRef | RuleRef | AsOf | Apply | Switch | Quantified


def surface(expr: Expr) -> tuple[Expr, ...]:
    """What an expression is made of, in text order."""
    if isinstance(expr, Apply):
        return expr.args
    if isinstance(expr, Switch):
        return tuple(part for _, part in expr.by)
    if isinstance(expr, Quantified):
        return tuple(part for part in (expr.condition, expr.value) if part is not None)
    return ()


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The same, with the meaning of a composite operator."""
    meaning = expr.meaning if isinstance(expr, Apply) else None
    return surface(expr) if meaning is None else (*surface(expr), meaning)


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of its surface form, in text order."""
    yield expr
    for part in surface(expr):
        yield from walk(part)


def everything(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of it, meanings of composite operators included."""
    for part in walk(expr):
        yield part
        if isinstance(part, Apply) and part.meaning is not None:
            yield from everything(part.meaning)


@dataclass(frozen=True, slots=True)
class Uses:
    """What an expression names: facts (lists of records among them), other definitions in text order, readings."""

    facts: frozenset[str]
    rules: tuple[str, ...]
    readings: frozenset[str]


@lru_cache(maxsize=200_000)
def uses(expr: Expr) -> Uses:
    """What an expression, meanings of composite operators included, names."""
    facts: set[str] = set()
    rules: dict[str, None] = {}
    readings: set[str] = set()
    for part in everything(expr):
        if isinstance(part, FactRef):
            facts.add(part.name)
        elif isinstance(part, Quantified):
            facts.add(part.records)
        elif isinstance(part, RuleRef):
            rules[part.name] = None
        elif isinstance(part, Switch):
            readings.add(part.reading)
    return Uses(frozenset(facts), tuple(rules), frozenset(readings))


def renamed(expr: Expr, names: Mapping[str, str]) -> Expr:
    """The same expression with other definitions in the place of those named."""
    if isinstance(expr, RuleRef):
        return replace(expr, name=names.get(expr.name, expr.name))
    if isinstance(expr, Apply):
        meaning = renamed(expr.meaning, names) if expr.meaning is not None else None
        return replace(expr, args=tuple(renamed(a, names) for a in expr.args), meaning=meaning)
    if isinstance(expr, Switch):
        return replace(expr, by=tuple((letter, renamed(part, names)) for letter, part in expr.by))
    if isinstance(expr, Quantified):
        condition, value = (renamed(x, names) if x is not None else None for x in (expr.condition, expr.value))
        return replace(expr, condition=condition, value=value)
    return expr
