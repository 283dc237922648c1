"""Where the comparisons of rules turn: the values of a number or date, or the days asked about, at which one changes
from true to false or back, everything else being as it is.

A span is halved until a comparison is certain on it; so every turn is found, however the rule is written, and none is
guessed. Facts that are open themselves take every value at which something turns for them (`thresholds`): the least
and the greatest values that satisfy comparisons like `a + 2 years ≤ b` are among those, as regions.py explains."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Any

from compiler.values import LIMITS, MILLIONTHS
from explain.question.plain import NOBODY, Bound, Form, Node, Test, paths
from explain.question.spans import Span, Spot, World, found, sure

DAY = ""
"""The day asked about, among the paths of facts."""
_HUGE = 2**24
_STEPS = 200_000
"""So many spans are looked at in one search; beyond, what is found is not complete, and says so."""
_MOST = 400
"""So many combinations of other open facts' values are tried for one comparison."""
_VALUES = 60
"""So many values are tried of one open fact."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What may vary: whole numbers from `low` to `high`, of units (decimals are counted in millionths)."""

    path: str
    low: int
    high: int
    unit: int = 1

    def at(self, number: int) -> int | Fraction:
        """The value of a fact."""
        if self.unit == 1:
            return number
        value = Fraction(number, self.unit)
        return value.numerator if value.denominator == 1 else value

    def number(self, value: int | Fraction) -> int:
        return int(value * self.unit)

    @property
    def ends(self) -> list[int]:
        """The ends that mean something: those of the calendar do not."""
        first, last = LIMITS["date"]
        return [n for n in (self.low, self.high) if n not in (first, last)]


def axis(path: str, kind: str, limits: tuple[int, int] | None) -> Axis:
    """Of a fact of this kind."""
    return Axis(path, *(limits or LIMITS[kind]), MILLIONTHS if kind in ("decimal", "percent") else 1)


@dataclass(frozen=True, slots=True, eq=False)
class Grounded:
    """A comparison, for the records that it speaks of, and the facts below it."""

    test: Test
    bound: Bound
    paths: tuple[str, ...]


@dataclass
class Effort:
    """What a search may still spend; `complete` is False once it was not enough."""

    steps: int = _STEPS
    complete: bool = True

    def spend(self) -> bool:
        self.steps -= 1
        self.complete = self.complete and self.steps >= 0
        return self.steps >= 0


def grounded(form: Form, lengths: Mapping[str, int]) -> list[Grounded]:
    """Every comparison, for each record that it speaks of; `lengths`: how many records each list has."""
    made: list[Grounded] = []
    for test in form.tests:
        records = [[f"{name}[{i}]" for i in range(1, lengths.get(name, 0) + 1)] for name in test.lists]
        for keys in product(*records):
            bound = dict(zip(test.lists, keys, strict=True))
            made.append(Grounded(test, bound, paths(test.facts, bound, lengths)))
    return made


# ---- one comparison --------------------------------------------------------------------------------------------------


def turns(at: Callable[[int, int], Spot], low: int, high: int, effort: Effort) -> list[int]:
    """Where what is found over spans of whole numbers changes: the first number of every stretch but the first."""
    edges: list[int] = []

    def search(first: int, last: int) -> tuple[Spot, Spot]:
        spot = at(first, last)
        if first == last or sure(spot) or not effort.spend():
            return spot, spot
        middle = _middle(first, last)
        start, before = search(first, middle)
        after, end = search(middle + 1, last)
        if before is not after and before != after:
            edges.append(middle + 1)
        return start, end

    search(low, high)
    return sorted(edges)


def _middle(low: int, high: int) -> int:
    """Of a very wide span of numbers the middle of their lengths, as amounts are rarely astronomical."""
    if high - low < _HUGE:
        return (low + high) // 2
    if low < 0 <= high:
        return -1 if low < -1 else 0
    if low < 0:
        return -_middle(-high, -low) - 1
    return min(high - 1, isqrt(max(low, 1) * high))


def edges(item: Grounded, world: World, varied: Axis, effort: Effort) -> list[int]:
    """Where one comparison turns as one fact, or the day, varies."""
    facts = {p: world.facts[p] for p in item.paths if p in world.facts}

    def at(low: int, high: int) -> Spot:
        spot = varied.at(low) if low == high else Span(varied.at(low), varied.at(high))
        if varied.path == DAY:
            return found(item.test.node, World(world.form, facts, spot), item.bound)
        facts[varied.path] = spot
        return found(item.test.node, World(world.form, facts, world.day), item.bound)

    return turns(at, varied.low, varied.high, effort)


def number_edges(root: Node, world: World, varied: Axis, effort: Effort) -> list[int]:
    """Where a number or date that a rule computes changes as the day varies."""
    return turns(
        lambda low, high: found(root, World(world.form, world.facts, low if low == high else Span(low, high)), NOBODY),
        varied.low,
        varied.high,
        effort,
    )


# ---- all comparisons, with other facts open --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mark:
    """A value at which something turns, and the open facts by whose values it was found."""

    number: int
    by: frozenset[str]


@dataclass
class _Reach:
    """The values of open facts at which something turns."""

    world: World
    axes: Mapping[str, Axis]
    choices: Mapping[str, Sequence[Any]]
    effort: Effort
    marks: dict[str, list[_Mark]]
    done: dict[tuple[int, str, tuple[Any, ...]], list[int]] = field(default_factory=dict)

    def widen(self, number: int, item: Grounded, varied: Axis) -> bool:
        """Adds the turns of a comparison for every combination of the other open facts' values: are there new ones?"""
        others = [p for p in item.paths if p != varied.path and p not in self.world.facts]
        known: list[Sequence[Any]] = [self._values(p, varied.path) for p in others]
        self.effort.complete = self.effort.complete and all(p in self.axes or self.choices.get(p) for p in others)
        grew = False
        for tried, combination in enumerate(product(*known)):
            if tried >= _MOST:
                self.effort.complete = False
                break
            grew = self._try(number, item, varied, others, combination) or grew
        return grew

    def _values(self, path: str, varied: str) -> Sequence[tuple[Any, frozenset[str]]]:
        """The values of another open fact that were not found by the one that varies; any, where nothing turns."""
        axis_ = self.axes.get(path)
        if axis_ is None:
            return [(value, frozenset()) for value in self.choices.get(path, ())]
        marks = self.marks[path] or [_Mark(axis_.low, frozenset())]
        return [(axis_.at(m.number), m.by | {path}) for m in marks if varied not in m.by]

    def _try(self, number: int, item: Grounded, varied: Axis, others: Sequence[str], values: tuple[Any, ...]) -> bool:
        key = (number, varied.path, tuple(value for value, _ in values))
        if key not in self.done:
            facts = {**self.world.facts, **dict(zip(others, key[2], strict=True))}
            world = World(self.world.form, facts, self.world.day)
            self.done[key] = edges(item, world, varied, self.effort)
        by: frozenset[str] = frozenset().union(*(by for _, by in values))
        grew = [self._add(varied, n, by) for edge in self.done[key] for n in _sides(edge, varied)]
        return True in grew

    def _add(self, varied: Axis, number: int, by: frozenset[str]) -> bool:
        marks = self.marks[varied.path]
        if any(m.number == number and m.by <= by for m in marks):
            return False
        if len(marks) >= _VALUES and varied.path != DAY:
            self.effort.complete = False
            return False
        marks.append(_Mark(number, by))
        return True


def _sides(edge: int, varied: Axis) -> tuple[int, ...]:
    return (edge,) if varied.path == DAY else (edge - 1, edge)


def thresholds(
    items: Sequence[Grounded],
    world: World,
    axes: Mapping[str, Axis],
    choices: Mapping[str, Sequence[Any]],
    effort: Effort,
) -> dict[str, list[int]]:
    """For each axis the values on both sides of every turn, and its ends; of the day, the first days of all stretches.
    Facts that are neither known nor an axis take each of their `choices`. Where the day is an axis, what depends on it
    tells nothing about other facts."""
    dated = DAY in axes
    nobody: frozenset[str] = frozenset()
    starts = {p: [a.low] if p == DAY else a.ends for p, a in axes.items()}
    reach = _Reach(
        world, axes, choices, effort, {p: [_Mark(n, nobody) for n in numbers] for p, numbers in starts.items()}
    )
    for _ in range(len(axes) + 1):
        grew = False
        for number, item in enumerate(items):
            own = [p for p in item.paths if p in axes and p not in world.facts]
            varied = [DAY] if dated and item.test.dated else own
            for p in varied:
                grew = reach.widen(number, item, axes[p]) or grew
        if not grew:
            break
    return {p: sorted({m.number for m in marks}) for p, marks in reach.marks.items()}
