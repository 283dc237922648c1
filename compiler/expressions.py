"""The checked, closed form of rules: no syntax left. Each node keeps its type and its place in a rule file.

A composite operator (between, within, aged …) keeps its surface form, which explanations word, and beside it `meaning`,
the same thing said with primitive operators, which every engine runs. So each engine knows only the primitives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from compiler.values import Type, Value
from compiler.workdays import Holidays
from dsl.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    value: Value | tuple[int, ...] | Holidays
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class FactRef:
    name: str
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class RuleRef:
    name: str
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class AsOf:
    type: Type
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Apply:
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


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of its surface form, in text order."""
    yield expr
    parts: tuple[Expr, ...] = ()
    if isinstance(expr, Apply):
        parts = expr.args
    elif isinstance(expr, Switch):
        parts = tuple(part for _, part in expr.by)
    elif isinstance(expr, Quantified):
        parts = tuple(part for part in (expr.condition, expr.value) if part is not None)
    for part in parts:
        yield from walk(part)


def everything(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of it, meanings of composite operators included."""
    for part in walk(expr):
        yield part
        if isinstance(part, Apply) and part.meaning is not None:
            yield from everything(part.meaning)


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
