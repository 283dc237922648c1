"""Can a set of comparisons between unknown numbers and dates hold together?

Every comparison here is `g(x) ≤ h(y)` with g and h increasing in one whole-numbered fact each (or constant): a date
plus a period, an amount times a rate. Such a system has a least solution if it has any: start every fact at its lowest
value and raise y to the smallest value with h(y) ≥ g(x), until nothing moves; a fact pushed past its highest value
means there is none. (For `x + c ≤ y` this is the Bellman–Ford algorithm for difference constraints; months of different
length make the shifts only monotone, which is all that it needs.) The greatest solution is found from above.

A comparison with one fact is a bound, found by bisection where it cannot be read off. One that is not of the form is
tried with its first fact at the ends of its range."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compiler.operators import RUN
from compiler.partial import Outcome, Residual
from compiler.residuals import assign
from compiler.values import Value

Limits = Callable[[str], tuple[int, int]]
Literal = tuple[Outcome, Outcome, bool]
"""left ≤ right, or left < right where the third part is true."""
_MIXED_ROUNDS = 400
"""Where days, months and years mix (`+ 1 year` against `− 365 days`), a chain may creep on by a day a round."""


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
        names = sorted(
            {n for a, b, _ in literals for side in (a, b) if isinstance(side, Residual) for n in side.support}
        )
        self.low = {n: limits(n)[0] for n in names}
        self.high = {n: limits(n)[1] for n in names}
        self.pairs: list[tuple[Residual, str, Residual, str, bool]] = []
        self.hard: list[Literal] = []
        self.possible = all(self._add(x) for x in literals)

    def _add(self, literal: Literal) -> bool:
        """Sort a literal: a bound, a pair, or hard. False where it cannot hold."""
        left, right, strict = literal
        support = frozenset().union(*(s.support for s in (left, right) if isinstance(s, Residual)))
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
        return at(side, name, self.low[name]) <= at(side, name, self.high[name])  # type: ignore[operator]

    def _bound(self, name: str, literal: Literal) -> bool:
        low, high = self.low[name], self.high[name]
        first, last = holds(literal, {name: low}), holds(literal, {name: high})
        if first and last:
            return True
        if first or last:
            edge = _edge(literal, name, low, high, first)
            self.low[name], self.high[name] = (low, edge) if first else (edge, high)
            return True
        return False

    def _rounds(self) -> int:
        """A chain of comparisons is no longer than there are facts; three more for the clamping of 29 February."""
        sides = [side for left, _, right, _, _ in self.pairs for side in (left, right)]
        mixed = any(s.op in ("add_period", "sub_period") and any(s.args[1][1:]) for s in sides)
        return _MIXED_ROUNDS if mixed else len(self.low) + 3

    def least(self) -> dict[str, int] | None:
        """The least solution of bounds and pairs; None where there is none."""
        low = dict(self.low)
        for _ in range(self._rounds()):
            moved = False
            for left, x, right, y, strict in self.pairs:
                wanted = at(left, x, low[x])
                if not (at(right, y, low[y]) > wanted if strict else at(right, y, low[y]) >= wanted):  # type: ignore[operator]
                    found = _first((wanted, right, strict), y, low[y], self.high[y])
                    if found is None:
                        return None
                    low[y], moved = found, True
            if not moved:
                return low if all(low[n] <= self.high[n] for n in low) else None
        return None

    def greatest(self) -> dict[str, int] | None:
        """The greatest solution."""
        high = dict(self.high)
        for _ in range(self._rounds()):
            moved = False
            for left, x, right, y, strict in self.pairs:
                wanted = at(right, y, high[y])
                if not (at(left, x, high[x]) < wanted if strict else at(left, x, high[x]) <= wanted):  # type: ignore[operator]
                    found = _last((left, wanted, strict), x, self.low[x], high[x])
                    if found is None:
                        return None
                    high[x], moved = found, True
            if not moved:
                return high
        return None


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


def solutions(limits: Limits, wanted: Sequence[Literal], samples: bool = False) -> list[dict[str, int]]:
    """The least solution of a set of literals, [] where there is none; with `samples` also the greatest, and for each
    fact the one that is least (greatest) but for that fact."""
    box = Box(limits, wanted)
    if not box.possible:
        return []
    if box.hard:
        return _split(limits, wanted, box, samples)
    least = box.least()
    if least is None:
        return []
    if not samples:
        return [least]
    greatest = box.greatest() or least
    found = [least, greatest]
    for name in least:
        for fixed in (least, greatest):
            others = [(_fact(n), v) for n, v in fixed.items() if n != name]
            pinned: list[Literal] = [pair for x, v in others for pair in ((x, v, False), (v, x, False))]
            inner = Box(limits, [*wanted, *pinned])
            ends = (inner.least(), inner.greatest()) if inner.possible and not inner.hard else ()
            found += [end for end in ends if end is not None]
    return found


def _fact(name: str) -> Residual:
    return Residual("fact", (name,), frozenset((name,)))


def _split(limits: Limits, wanted: Sequence[Literal], box: Box, samples: bool) -> list[dict[str, int]]:
    left, right, _ = box.hard[0]
    name = min(n for s in (left, right) if isinstance(s, Residual) for n in s.support)
    found: list[dict[str, int]] = []
    for value in dict.fromkeys((box.low[name], box.high[name])):
        if box.low[name] <= box.high[name]:
            rest = [(assign(a, name, value), assign(b, name, value), s) for a, b, s in wanted]
            found += [{**s, name: value} for s in solutions(limits, rest, samples)]
            if found and not samples:
                break
    return found
