"""Comparisons of numbers and dates that are to hold together, as SQL: regions.py for a whole table at once.

A comparison is `g(x) ≤ h(y)` with g and h rising. Where facts are missing, a set of comparisons has a least solution if
it has any: a known fact has its value, a missing one the greatest of its lowest value and of what the comparisons in
which it stands on the right demand of it. So that solution is written down and every comparison is checked at it. The
greatest solution is written down likewise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from compiler.partial import Residual
from compiler.regions import Literal
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import AS_OF, TWIN, Diagrams, Unsupported

MOST = 10**15
"""No number of a row is larger, so that no sum or product here leaves 64 bits."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a fact ('' for a constant), and what is done to it, step by step."""

    fact: str
    number: int
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """left ≤ right; a `tie` is a constraint of the facts, which does not count in rows where those are left aside."""

    left: Side
    right: Side
    tie: bool = False


def side(part: Any) -> Side:
    if not isinstance(part, Residual):
        if isinstance(part, bool) or not isinstance(part, int):
            raise Unsupported("与不是整数的数比较", "a comparison with a number that is not whole")
        return Side("", part, ())
    if part.op == "fact":
        return Side(part.args[0], 0, ())
    if part.op in STEPS and len(part.args) == 2:
        first, second = part.args
        if part.op == "add" and not isinstance(first, Residual):
            first, second = second, first
        if isinstance(first, Residual) and not isinstance(second, Residual) and not isinstance(second, Fraction):
            below = side(first)
            return Side(below.fact, 0, (*below.steps, *STEPS[part.op](second)))
    raise Unsupported(f"两项事实这样比较：{part.op}", f"facts compared with each other in such a way: {part.op}")


def _period(sign: int) -> Callable[[Any], list[tuple[str, int]]]:
    def steps(period: Any) -> list[tuple[str, int]]:
        years, months, days = period
        made = [("months", sign * (12 * years + months)), ("days", sign * days)]
        return [(step, count) for step, count in made if count]

    return steps


STEPS: dict[str, Callable[[Any], list[tuple[str, int]]]] = {
    "add_period": _period(1),
    "sub_period": _period(-1),
    "add_years_rolling": lambda period: [("rolling", 12 * period[0])],
    "add": lambda number: [("add", number)],
    "sub": lambda number: [("add", -number)],
}


def is_date(diagrams: Diagrams, name: str) -> bool:
    return name == AS_OF or diagrams.facts[name.removesuffix(TWIN)].type.kind == "date"


def stepped(sheet: Sheet, cell: Cell, step: str, count: int) -> Cell:
    """A day or number, one step on. `rolling`: 29 February becomes 1 March where there is none."""
    if step == "add":
        return sheet.cell("add", cell, sheet.number(count))
    if step != "rolling":
        return sheet.cell(step, cell, count)
    clamped = sheet.cell("months", cell, count)
    same = sheet.cell("le", cell, sheet.cell("months", clamped, -count))
    return sheet.case(same, clamped, sheet.cell("days", clamped, 1))


def bound_of(literal: Literal) -> Bound:
    left, right, strict = literal
    low, high = side(left), side(right)
    if strict:
        low = Side(low.fact, low.number, (*low.steps, ("next", 1)))
    return Bound(low, high)


class System:
    """Comparisons that are to hold together in a row."""

    def __init__(self, sheet: Sheet, diagrams: Diagrams, bounds: Sequence[Bound], aside: Cell) -> None:
        self.sheet, self.diagrams, self.bounds = sheet, diagrams, tuple(dict.fromkeys(bounds))
        self.aside = aside
        self.facts = sorted({s.fact for b in self.bounds for s in (b.left, b.right) if s.fact})
        above = {f: {b.right.fact for b in self.bounds if b.left.fact == f and b.right.fact} for f in self.facts}
        self.reach = {f: _reached(f, above) for f in self.facts}
        self._found: dict[tuple[str, bool, int], Cell] = {}

    def refuse_chains(self, facts: frozenset[str]) -> None:
        """Ends that cannot both be had where one fact bounds the other on both sides."""
        for name in facts:
            if name in self.reach.get(name, ()):
                raise Unsupported(f"“{name}”与别的事实互为上下限", f'"{name}" and another fact bound each other')

    def least(self, name: str) -> Cell:
        return self._solved(name, True, len(self.facts) + 2)

    def greatest(self, name: str) -> Cell:
        return self._solved(name, False, len(self.facts) + 2)

    def _solved(self, name: str, least: bool, depth: int) -> Cell:
        """A fact's value in the least (greatest) solution; round a circle of bounds so many times."""
        key = (name, least, depth)
        if key not in self._found:
            own = self.sheet.column(name)
            if name == AS_OF:
                return own
            if name.endswith(TWIN):
                own = self.sheet.column(name.removesuffix(TWIN))
            parts = [self._end(name, least)]
            for bound in self.bounds:
                mine, other = (bound.right, bound.left) if least else (bound.left, bound.right)
                if mine.fact == name:
                    wanted = self._demanded(mine, other, least, name, depth)
                    parts.append(self.sheet.case(self.aside, self.sheet.null, wanted) if bound.tie else wanted)
            whole = self._sharpest(name, parts, least)
            self._found[key] = self.sheet.among("coalesce", (own, whole))
        return self._found[key]

    def _end(self, name: str, least: bool) -> Cell:
        low, high = self.diagrams.limits(name)
        if is_date(self.diagrams, name):
            return self.sheet.number(low if least else high, date=True)
        return self.sheet.number(max(low, -MOST) if least else min(high, MOST))

    def _sharpest(self, name: str, parts: list[Cell], least: bool) -> Cell:
        """Of constants only the one that counts."""
        fixed = [part for part in parts if part.op in ("number", "date")]
        best = (max if least else min)(fixed, key=lambda part: part.args[0])
        return self.sheet.among("greatest" if least else "least", [best, *(p for p in parts if p not in fixed)])

    def _demanded(self, mine: Side, other: Side, least: bool, name: str, depth: int) -> Cell:
        if not other.fact:
            wanted = self.sheet.number(other.number, is_date(self.diagrams, name))
        elif name in self.reach.get(other.fact, ()) and other.fact in self.reach[name]:
            wanted = self._solved(other.fact, least, depth - 1) if depth else self._end(other.fact, least)
        else:
            wanted = self._solved(other.fact, least, depth)
        date = is_date(self.diagrams, name)
        for step, count in other.steps:
            wanted = _apply(self.sheet, wanted, step, count, date)
        for step, count in reversed(mine.steps):
            wanted = (_smallest if least else _largest)(self.sheet, wanted, step, count, date)
        return wanted

    def feasible(self) -> Cell:
        """Do all hold at the least solution?"""
        checks = [self._checked(bound) for bound in self.bounds]
        for name in self.facts:
            if any(b.right.fact == name for b in self.bounds) and name != AS_OF:
                low = self.least(name)
                checks.append(self.sheet.cell("le", low, self._end(name, False)))
        return self.sheet.all(*checks)

    def _checked(self, bound: Bound) -> Cell:
        left, right = (self._at_least(s, b) for s, b in ((bound.left, bound.right), (bound.right, bound.left)))
        holds = self.sheet.cell("le", left, right)
        return self.sheet.any(self.aside, holds) if bound.tie else holds

    def _at_least(self, part: Side, other: Side) -> Cell:
        date = is_date(self.diagrams, part.fact or other.fact)
        found = self.least(part.fact) if part.fact else self.sheet.number(part.number, date)
        for step, count in part.steps:
            found = _apply(self.sheet, found, step, count, date)
        return found


def _reached(name: str, above: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [name]
    while open_:
        fresh = above[open_.pop()] - found
        found |= fresh
        open_ += fresh
    return found


def _apply(sheet: Sheet, cell: Cell, step: str, count: int, date: bool) -> Cell:
    if step == "next" or (step == "add" and date):
        if cell.op in ("number", "date"):
            return sheet.cell(cell.op, cell.args[0] + count)
        return sheet.cell("days", cell, count) if date else sheet.cell("add", cell, sheet.number(count))
    return stepped(sheet, cell, step, count)


def _smallest(sheet: Sheet, wanted: Cell, step: str, count: int, date: bool) -> Cell:
    """The smallest value that the step takes to `wanted` or beyond."""
    if step in ("next", "add", "days"):
        return _apply(sheet, wanted, "next", -count, date)
    near = sheet.cell("months", wanted, -count)
    reaches = sheet.cell("le", wanted, stepped(sheet, near, step, count))
    found = sheet.case(reaches, near, sheet.cell("days", near, 1))
    if step != "rolling":
        return found
    before = sheet.cell("days", near, -1)
    return sheet.case(sheet.cell("le", wanted, stepped(sheet, before, step, count)), before, found)


def _largest(sheet: Sheet, wanted: Cell, step: str, count: int, date: bool) -> Cell:
    """The largest value that the step takes no further than `wanted`."""
    above = _apply(sheet, wanted, "next", 1, date)
    return _apply(sheet, _smallest(sheet, above, step, count, date), "next", -1, date)
