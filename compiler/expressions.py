"""The checked, closed form of rules: no syntax left. Each node keeps its type and its place in a rule file.

A composite operator (between, within, aged …) keeps its surface form, which explanations word, and beside it `meaning`,
the same thing said with primitive operators, which every engine runs. So each engine knows only the primitives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.values import Type, Value
from dsl.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    value: Value | tuple[int, ...]
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


Expr = Const | FactRef | RuleRef | AsOf | Apply | Switch


def walk(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of its surface form, in text order."""
    yield expr
    parts: tuple[Expr, ...] = ()
    if isinstance(expr, Apply):
        parts = expr.args
    elif isinstance(expr, Switch):
        parts = tuple(part for _, part in expr.by)
    for part in parts:
        yield from walk(part)


def everything(expr: Expr) -> Iterator[Expr]:
    """The expression and all parts of it, meanings of composite operators included."""
    for part in walk(expr):
        yield part
        if isinstance(part, Apply) and part.meaning is not None:
            yield from everything(part.meaning)
