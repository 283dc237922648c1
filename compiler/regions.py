"""Can a set of comparisons between unknown numbers and dates hold together?

Every comparison here is `g(x) ≤ h(y)` with g and h increasing in one whole-numbered fact each (or constant): a date
plus a period, an amount times a rate. Such a system has a least solution if it has any: start every fact at its lowest
value and raise y to the smallest value with h(y) ≥ g(x), until nothing moves; a fact pushed past its highest value
means there is none. (For `x + c ≤ y` this is the Bellman–Ford algorithm for difference constraints; months of different
length make the shifts only monotone, which is all that it needs.) The greatest solution is found from above.

A comparison with one fact is a bound, found by bisection where it cannot be read off. One that is not of the form (two
facts on one side, a fact on both) is hard: ranges are halved until it is certain or refuted on each. Where that takes
too long the comparisons are taken to hold together: a fact too many may then be asked for, but nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from itertools import product
from typing import Any

from compiler.operators import RUN
from compiler.partial import Outcome, Residual
from compiler.residuals import divides, occurrences
from compiler.witness import settle

Limits = Callable[[str], tuple[int, int]]
Literal = tuple[Outcome, Outcome, bool]
"""left ≤ right, or left < right where the third part is true."""
Range = tuple[Any, Any]
Ranges = dict[str, tuple[int, int]]
_WHOLE: Ranges = {}
_ROUNDS = {"months": 400, "": 60}
"""A chain may creep on by a day a round: where days, months and years mix (`+ 1 year` against `− 365 days`), no longer
than the calendar takes to repeat itself; amounts and rates may creep for ever."""
_BOXES = 300
"""So many ranges are tried for hard comparisons."""
_BOX_EFFORT = 10
_ENDLESS = 10**40


class Memo:
    """What was found before: the solutions of hard literals, and where literals over one fact hold."""

    def __init__(self) -> None:
        self.solved: dict[frozenset[Literal], dict[str, int] | None] = {}
        self.bounds: dict[Literal, tuple[int, int]] = {}


def literals(atom: Residual, truth: bool) -> list[list[Literal]]:
    """What a decided comparison says: one of these sets of literals (`≠` is `<` or `>`)."""
    left, right = atom.args
    if atom.op == "eq":
        return (
            [[(left, right, False), (right, left, False)]] if truth else [[(left, right, True)], [(right, left, True)]]
        )
    strict = atom.op == "lt"
    return [[(left, right, strict)]] if truth else [[(right, left, not strict)]]


class Box:
    """Literals that are to hold together, and the lowest and highest value of each fact so far. `settled`: they hold at
    the lowest values, those that are hard aside; False where they cannot hold, None where that is not clear."""

    def __init__(self, limits: Limits, memo: Memo, ranges: Ranges = _WHOLE) -> None:
        self.limits, self.memo, self.ranges = limits, memo, ranges
        self.said: tuple[Literal, ...] = ()
        self.low: dict[str, int] = {}
        self.high: dict[str, int] = {}
        self.pairs: list[tuple[Residual, str, Residual, str, bool]] = []
        self.hard: list[Literal] = []
        self.rounds = 0
        self.settled: bool | None = True

    def also(self, more: Sequence[Literal]) -> Box:
        """The same with more literals: what was narrowed before need only be narrowed further."""
        box = copy(self)
        box.said = (*self.said, *more)
        for kept in ("low", "high", "pairs", "hard"):
            setattr(box, kept, getattr(self, kept).copy())
        box.rounds = 0
        possible = not any(_opposed(x, y) for x in more for y in box.said) and all(map(box._add, more))
        box.settled = possible and box._settle(True) and box._settle(False)
        return box

    def _add(self, literal: Literal) -> bool:
        """Sort a literal: a bound, a pair, or hard. False where it cannot hold."""
        left, right, strict = literal
        if left is right:
            return not strict
        support = _support(literal)
        for name in support - self.low.keys():
            self.low[name], self.high[name] = self.ranges.get(name) or self.limits(name)
        if not support:
            return holds(literal, {})
        if len(support) == 1:
            return self._bound(next(iter(support)), literal)
        single = (
            isinstance(left, Residual) and isinstance(right, Residual) and len(left.support) == len(right.support) == 1
        )
        if single and len(support) == 2:
            (x,), (y,) = left.support, right.support  # type: ignore[union-attr]
            if self._rises(left, x) and self._rises(right, y):
                self.pairs.append((left, x, right, y, strict))  # type: ignore[arg-type]
                return True
        self.hard.append(literal)
        return True

    def _rises(self, side: Outcome, name: str) -> bool:
        return _single(side, name) and at(side, name, self.low[name]) <= at(side, name, self.high[name])

    def _bound(self, name: str, literal: Literal) -> bool:
        side = literal[0] if isinstance(literal[0], Residual) else literal[1]
        if (isinstance(literal[0], Residual) and isinstance(literal[1], Residual)) or not _single(side, name):
            self.hard.append(literal)
            return True
        if literal not in self.memo.bounds:
            self.memo.bounds[literal] = _bounds(literal, name, *self.limits(name))
        low, high = self.memo.bounds[literal]
        self.low[name], self.high[name] = max(self.low[name], low), min(self.high[name], high)
        return self.low[name] <= self.high[name]

    def _settle(self, up: bool) -> bool | None:
        """Narrow the ranges by the pairs, to the least or the greatest solution: is there one? None: not yet clear.
        A chain of shifts is no longer than there are facts; three more for the clamping of 29 February."""
        kinds = {_shift(side) for left, _, right, _, _ in self.pairs for side in (left, right)} - {"none"}
        kind = "" if "" in kinds else "months" if "months" in kinds or len(kinds) > 1 else "one"
        for _ in range(_ROUNDS.get(kind, len(self.low) + 3)):
            self.rounds += 1
            moved = self._narrow(up)
            if not moved:
                return moved is False
        return False if kind else None

    def _narrow(self, up: bool) -> bool | None:
        """One round from below, or from above: did a fact move? None where there is no solution."""
        near, far = (self.low, self.high) if up else (self.high, self.low)
        moved = False
        for left, x, right, y, strict in self.pairs:
            by, name = (x, y) if up else (y, x)
            fixed = at(left if up else right, by, near[by])
            literal = (fixed, right, strict) if up else (left, fixed, strict)
            if not holds(literal, {name: near[name]}):
                if not holds(literal, {name: far[name]}):
                    return None
                near[name], moved = _edge(literal, name, self.low[name], self.high[name], not up), True
        return moved

    def certain(self, literal: Literal) -> bool | None:
        """Does a comparison hold in the whole box? False: nowhere in it; None: not yet clear."""
        (least, most), (low, high) = self._range(literal[0]), self._range(literal[1])
        if most < low if literal[2] else most <= low:
            return True
        return None if (least < high if literal[2] else least <= high) else False

    def _range(self, side: Any) -> Range:
        """Bounds of what an expression comes to: primitives are monotone, so its corners tell."""
        if not isinstance(side, Residual):
            return side, side
        if side.op == "fact":
            return self.low[side.args[0]], self.high[side.args[0]]
        ranges = [self._range(a) for a in side.args]
        if side.op in ("max", "min"):
            return RUN[side.op](*(r[0] for r in ranges)), RUN[side.op](*(r[1] for r in ranges))
        if side.op == "div" and ranges[1][0] <= 0 <= ranges[1][1]:
            return -_ENDLESS, _ENDLESS
        corners = [RUN[side.op](*corner) for corner in product(*(dict.fromkeys(r) for r in ranges))]
        return min(corners), max(corners)


def _single(side: Any, name: str) -> bool:
    """Does the side surely only rise, or only fall, as its one fact rises?"""
    return side.op == "fact" or (occurrences(side, name) == 1 and not divides(side))


def _shift(side: Residual) -> str:
    """How a side moves its fact: none, by days (or a number), years, months or a mixture; '' in another way."""
    if side.op == "fact":
        return "none"
    moved, *by = side.args
    if side.op in ("add", "sub") and moved.__class__ is Residual and moved.op == "fact":
        return "days"
    if side.op not in ("add_period", "sub_period") or moved.op != "fact":
        return ""
    years, months, days = by[0]
    return "months" if months or (years and days) else "years" if years else "days"


def at(side: Outcome, name: str, value: int) -> Any:
    return settle(side, {name: value})


def holds(literal: Literal, values: dict[str, int]) -> bool:
    left, right = (settle(side, values) for side in literal[:2])
    return bool(left < right if literal[2] else left <= right)


def _bounds(literal: Literal, name: str, low: int, high: int) -> tuple[int, int]:
    """From where to where a literal over one fact holds; an empty range if it never does."""
    first, last = holds(literal, {name: low}), holds(literal, {name: high})
    if first is last:
        return (low, high) if first else (high, low - 1)
    edge = _edge(literal, name, low, high, first)
    return (low, edge) if first else (edge, high)


def _edge(literal: Literal, name: str, low: int, high: int, first: bool) -> int:
    """The last value for which the literal holds (if `first`, it holds at the low end), or the first one."""
    guess, reach = _guess(literal, name)
    start, end = max(low, guess - reach), min(high, guess + reach)
    if reach and start < end and holds(literal, {name: start}) == first and holds(literal, {name: end}) != first:
        low, high = start, end
    while high - low > 1:
        middle = (low + high) // 2
        if holds(literal, {name: middle}) == first:
            low = middle
        else:
            high = middle
    return low if first else high


def _guess(literal: Literal, name: str) -> tuple[int, int]:
    """For `fact ≤ c` and `fact + period ≤ c` (either way round): the edge, and how far from it the true one may be."""
    left, right, _ = literal
    side, other = (left, right) if isinstance(left, Residual) else (right, left)
    if not isinstance(other, int) or not isinstance(side, Residual):
        return 0, 0
    if side.op == "fact":
        return other, 1
    inner = side.args[0]
    if side.op == "add_period" and isinstance(inner, Residual) and inner.op == "fact":
        return RUN["sub_period"](other, side.args[1]), 4
    return 0, 0


def _support(literal: Literal) -> frozenset[str]:
    return frozenset().union(*(side.support for side in literal[:2] if isinstance(side, Residual)))


def _opposed(one: Literal, other: Literal) -> bool:
    """Do they surely not hold together? `x < y` and `y ≤ x` would else push each other up for long."""
    return (one[2] or other[2]) and one[0] == other[1] and one[1] == other[0]


def solution(box: Box, strain: Callable[[int], None]) -> dict[str, int] | None:
    """The least solution of the literals of a box (some solution, where one is hard); None where there is none.
    `strain` is told of the effort, and may stop it."""
    strain(box.rounds * len(box.pairs))
    if box.settled is False:
        return None
    if box.settled and not box.hard:
        return box.low
    values: dict[str, int] = {}
    for together in _apart(box.said):
        key = frozenset(together)
        if key not in box.memo.solved:
            box.memo.solved[key] = _halving(Box(box.limits, box.memo), together, strain)
        part = box.memo.solved[key]
        if part is None:
            return None
        values |= part
    return values


def _apart(literals: Sequence[Literal]) -> list[list[Literal]]:
    """Literals that share facts, directly or through others, together."""
    groups: list[tuple[frozenset[str], list[Literal]]] = []
    for literal in literals:
        near = [g for g in groups if not g[0].isdisjoint(_support(literal))]
        groups = [g for g in groups if g not in near]
        groups.append((_support(literal).union(*(g[0] for g in near)), [x for g in near for x in g[1]] + [literal]))
    return [group for _, group in groups]


def _halving(whole: Box, wanted: Sequence[Literal], strain: Callable[[int], None]) -> dict[str, int] | None:
    """Cut the ranges in halves until every hard literal is certain, or refuted, on each."""
    open_ = [whole]
    low: dict[str, int] = {}
    for _ in range(_BOXES):
        if not open_:
            return None
        strain(_BOX_EFFORT * len(wanted))
        box = open_.pop().also(wanted)
        strain(box.rounds * len(box.pairs))
        truths = [box.certain(x) for x in box.hard] if box.settled is not False else [False]
        if False in truths:
            continue
        low = box.low
        unclear = [x for x, truth in zip(box.hard, truths, strict=True) if truth is None]
        if box.settled and not unclear:
            return low
        open_ += _halves(box, unclear)
    return low if open_ else None


def _halves(box: Box, unclear: Sequence[Literal]) -> list[Box]:
    """The box cut in two along the widest fact of what is not yet clear, the lower half last; [] if it is a point."""
    sides = unclear[0][:2] if unclear else ()

    def use(name: str) -> tuple[bool, bool, int]:
        width = box.high[name] - box.low[name]
        return width > 0, sum(occurrences(side, name) for side in sides) > 1, width

    name = max(sorted(_support(unclear[0]) if unclear else box.low), key=use)
    low, high = box.low[name], box.high[name]
    ranges = {n: (box.low[n], box.high[n]) for n in box.low}
    middle = (low + high) // 2
    cuts = [(middle + 1, high), (low, middle)] if low < high else []
    return [Box(box.limits, box.memo, {**ranges, name: cut}) for cut in cuts]
