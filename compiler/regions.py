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
from itertools import product
from typing import Any

from compiler.operators import RUN
from compiler.partial import Outcome, Residual
from compiler.residuals import assign, divides, occurrences
from compiler.values import Value

Limits = Callable[[str], tuple[int, int]]
Literal = tuple[Outcome, Outcome, bool]
"""left ≤ right, or left < right where the third part is true."""
Range = tuple[Any, Any]
_ROUNDS = {"months": 400, "": 60}
"""A chain may creep on by a day a round: where days, months and years mix (`+ 1 year` against `− 365 days`), no longer
than the calendar takes to repeat itself; amounts and rates may creep for ever."""
_BOXES = 300
"""So many ranges are tried for hard comparisons."""
_BOX_EFFORT = 10
_ENDLESS = 10**40


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
    """Lowest and highest value of each fact so far."""

    def __init__(self, limits: Limits, literals: Sequence[Literal]) -> None:
        names = sorted(frozenset().union(*map(_support, literals)))
        self.low = {n: limits(n)[0] for n in names}
        self.high = {n: limits(n)[1] for n in names}
        self.pairs: list[tuple[Residual, str, Residual, str, bool]] = []
        self.hard: list[Literal] = []
        self.rounds = 0
        self.possible = all(self._add(x) for x in literals)

    def _add(self, literal: Literal) -> bool:
        """Sort a literal: a bound, a pair, or hard. False where it cannot hold."""
        left, right, strict = literal
        if left is right:
            return not strict
        support = _support(literal)
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
        return _single(side, name) and at(side, name, self.low[name]) <= at(side, name, self.high[name])  # type: ignore[operator]

    def _bound(self, name: str, literal: Literal) -> bool:
        low, high = self.low[name], self.high[name]
        side = literal[0] if isinstance(literal[0], Residual) else literal[1]
        if (isinstance(literal[0], Residual) and isinstance(literal[1], Residual)) or not _single(side, name):
            self.hard.append(literal)
            return True
        first, last = holds(literal, {name: low}), holds(literal, {name: high})
        if first and last:
            return True
        if first or last:
            edge = _edge(literal, name, low, high, first)
            self.low[name], self.high[name] = (low, edge) if first else (edge, high)
            return True
        return False

    def settle(self) -> bool | None:
        """Narrow the ranges by the pairs, to the least and the greatest solution: is there one? None: not yet clear."""
        return self._settle(self._raise) and self._settle(self._lower)

    def _settle(self, narrow: Callable[[], bool | None]) -> bool | None:
        """A chain of shifts is no longer than there are facts; three more for the clamping of 29 February."""
        kinds = {_shift(side) for left, _, right, _, _ in self.pairs for side in (left, right)} - {"none"}
        kind = "" if "" in kinds else "months" if "months" in kinds or len(kinds) > 1 else "one"
        for _ in range(_ROUNDS.get(kind, len(self.low) + 3)):
            self.rounds += 1
            moved = narrow()
            if not moved:
                return moved is False
        return False if kind else None

    def _raise(self) -> bool | None:
        """One round from below: did a fact move? None where there is no solution."""
        moved = False
        for left, x, right, y, strict in self.pairs:
            wanted = at(left, x, self.low[x])
            if not (at(right, y, self.low[y]) > wanted if strict else at(right, y, self.low[y]) >= wanted):  # type: ignore[operator]
                found = _first((wanted, right, strict), y, self.low[y], self.high[y])
                if found is None:
                    return None
                self.low[y], moved = found, True
        return moved

    def _lower(self) -> bool | None:
        """One round from above."""
        moved = False
        for left, x, right, y, strict in self.pairs:
            wanted = at(right, y, self.high[y])
            if not (at(left, x, self.high[x]) < wanted if strict else at(left, x, self.high[x]) <= wanted):  # type: ignore[operator]
                found = _last((left, wanted, strict), x, self.low[x], self.high[x])
                if found is None:
                    return None
                self.high[x], moved = found, True
        return moved

    def certain(self, literal: Literal) -> bool | None:
        """Does a comparison hold in the whole box? False: nowhere in it; None: not yet clear."""
        (_, low), (high, _) = self._range(literal[0]), self._range(literal[1])
        if low < high if literal[2] else low <= high:
            return True
        (low, _), (_, high) = self._range(literal[0]), self._range(literal[1])
        return None if (low < high if literal[2] else low <= high) else False

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


def at(side: Outcome, name: str, value: int) -> Value:
    result = assign(side, name, value)
    assert not isinstance(result, Residual)
    return result


def holds(literal: Literal, values: dict[str, int]) -> bool:
    left, right, strict = literal
    for name, value in values.items():
        left, right = assign(left, name, value), assign(right, name, value)
    return left < right if strict else left <= right  # type: ignore[operator]


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


def _first(literal: Literal, name: str, low: int, high: int) -> int | None:
    if not holds(literal, {name: high}):
        return None
    return _edge(literal, name, low, high, first=False)


def _last(literal: Literal, name: str, low: int, high: int) -> int | None:
    if not holds(literal, {name: low}):
        return None
    return _edge(literal, name, low, high, first=True)


def _support(literal: Literal) -> frozenset[str]:
    return frozenset().union(*(side.support for side in literal[:2] if isinstance(side, Residual)))


Memo = dict[frozenset[Literal], dict[str, int] | None]


def solution(
    limits: Limits, wanted: Sequence[Literal], memo: Memo, strain: Callable[[int], None]
) -> dict[str, int] | None:
    """The least solution of a set of literals (some solution, where one is hard); None where there is none.
    `memo` keeps what was found for hard ones; `strain` is told of the effort, and may stop it."""
    below = {(left, right) for left, right, strict in wanted if strict}
    if any((right, left) in below for left, right, _ in wanted):
        return None
    box = Box(limits, wanted)
    settled = box.settle() if box.possible else False
    strain(box.rounds * len(box.pairs))
    if settled is False:
        return None
    if settled and not box.hard:
        return box.low
    values: dict[str, int] = {}
    for together in _apart(wanted):
        key = frozenset(together)
        if key not in memo:
            memo[key] = _halving(limits, together, strain)
        part = memo[key]
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


def _halving(limits: Limits, wanted: Sequence[Literal], strain: Callable[[int], None]) -> dict[str, int] | None:
    """Cut the ranges in halves until every hard literal is certain, or refuted, on each."""
    open_: list[dict[str, tuple[int, int]]] = [{}]
    low = Box(limits, wanted).low
    for _ in range(_BOXES):
        if not open_:
            return None
        strain(_BOX_EFFORT * len(wanted))
        known = open_.pop()
        box = Box(lambda name, known=known: known.get(name) or limits(name), wanted)  # type: ignore[misc]
        settled = box.settle() if box.possible else False
        strain(box.rounds * len(box.pairs))
        truths = [box.certain(x) for x in box.hard] if settled is not False else [False]
        if False in truths:
            continue
        low = box.low
        unclear = [x for x, truth in zip(box.hard, truths, strict=True) if truth is None]
        if settled and not unclear:
            return low
        open_ += _halves(box, unclear)
    return low if open_ else None


def _halves(box: Box, unclear: Sequence[Literal]) -> list[dict[str, tuple[int, int]]]:
    """The box cut in two along the widest fact of what is not yet clear, the lower half last; [] if it is a point."""
    sides = unclear[0][:2] if unclear else ()

    def use(name: str) -> tuple[bool, bool, int]:
        width = box.high[name] - box.low[name]
        return width > 0, sum(occurrences(side, name) for side in sides) > 1, width

    name = max(sorted(_support(unclear[0]) if unclear else box.low), key=use)
    low, high = box.low[name], box.high[name]
    ranges = {n: (box.low[n], box.high[n]) for n in box.low}
    middle = (low + high) // 2
    return [{**ranges, name: half} for half in ((middle + 1, high), (low, middle))] if low < high else []
