"""Cases of a straight-line form: the same answers sooner. Where a comparison decides much, all formulas are folded
under it and under its contrary (evaluation is partial evaluation), and the code asks for it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compiler.partial import Outcome, Residual, choose, guarded, junction, negation, strict

_LOGIC = ("and", "or", "not", "choose", "guard")
_TESTS = ("le", "lt", "eq", "in", "fact")
_GAIN = 0.6
"""What a case must save, in operations, to be worth its code."""
_TRIED = 6
"""So many of the commonest comparisons are tried at each fork."""
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where a case is told: ranges of numbers, possible choices, and yes or no of facts."""

    ranges: Mapping[str, Range]
    choices: Mapping[str, frozenset[str]]
    truths: Mapping[Residual, bool]

    def decided(self, test: Residual) -> Outcome:
        """The test, or what it comes to."""
        if test in self.truths:
            return self.truths[test]
        name, constants, low = _about(test)
        if name in self.choices and constants:
            left = self.choices[name]
            found = [c for c in constants if c in left]
            if not found or len(found) == len(left):
                return bool(found)
            return test if len(found) == len(constants) else strict("in", [test.args[0], *found])
        if name in self.ranges and low is not None:
            (least, most), (bound, at_least) = self.ranges[name], low
            if at_least:
                return True if least >= bound else False if most < bound else test
            return True if most <= bound else False if least > bound else test
        return test

    def with_(self, test: Residual, truth: bool, domain: Mapping[str, Sequence[str]]) -> Known:
        """What is known too where a test comes out so."""
        known = replace(self, truths={**self.truths, test: truth})
        name, constants, low = _about(test)
        if constants and name in domain:
            left = self.choices.get(name, frozenset(domain[name]))
            kept = left & frozenset(constants) if truth else left - frozenset(constants)
            return replace(known, choices={**self.choices, name: kept})
        if low is not None:
            (least, most), (bound, at_least) = self.ranges.get(name, (-_ENDLESS, _ENDLESS)), low
            if at_least:
                least, most = (max(least, bound), most) if truth else (least, min(most, bound - 1))
            else:
                least, most = (least, min(most, bound)) if truth else (max(least, bound + 1), most)
            return replace(known, ranges={**self.ranges, name: (least, most)})
        return known


NOTHING = Known({}, {}, {})
_ENDLESS = float("inf")


def _about(test: Residual) -> tuple[str, tuple[str, ...], tuple[int, bool] | None]:
    """The one fact of a test; the words it is compared with; the whole number it is at least (true) or at most."""
    args = test.args
    if test.op in ("eq", "in") and _is_fact(args[0]) and all(isinstance(a, str) for a in args[1:]):
        return args[0].args[0], tuple(args[1:]), None
    if test.op == "eq" and isinstance(args[0], str) and _is_fact(args[1]):
        return args[1].args[0], (args[0],), None
    if test.op in ("le", "lt"):
        left, right = args
        if _is_fact(left) and isinstance(right, int):
            return left.args[0], (), (right - (test.op == "lt"), False)
        if _is_fact(right) and isinstance(left, int):
            return right.args[0], (), (left + (test.op == "lt"), True)
    return "", (), None


def _is_fact(part: Any) -> bool:
    return isinstance(part, Residual) and part.op == "fact"


def folded(part: Outcome, known: Known, memo: dict[Residual, Outcome]) -> Outcome:
    """The formula under what is known."""
    if not isinstance(part, Residual):
        return part
    if part not in memo:
        memo[part] = _folded(part, known, memo)
    return memo[part]


def _folded(part: Residual, known: Known, memo: dict[Residual, Outcome]) -> Outcome:
    op = part.op
    decided = known.decided(part) if op in _TESTS else part
    if decided is not part or op == "fact":
        return decided
    args = [folded(a, known, memo) for a in part.args]
    if all(a is b for a, b in zip(args, part.args, strict=True)):
        return part
    if op in ("and", "or"):
        return junction(op, args)
    if op == "not":
        return negation(args[0])
    if op == "guard":
        return guarded(args[0], lambda: args[1])
    if op == "choose":
        return choose([lambda a=a: a for a in args])  # type: ignore[misc]
    if op == "div" and isinstance(args[1], Residual):
        return Residual(op, args)  # what guards it against zero stands around it
    return strict(op, args)


# ---- what it costs ---------------------------------------------------------------------------------------------------


class Cost:
    """About how many operations the formulas take, where each test comes out one way or the other alike."""

    def __init__(self, domain: Mapping[str, Sequence[str]]) -> None:
        self.domain = domain

    def of(self, outputs: Sequence[Outcome]) -> float:
        """Of all: what was computed once is only looked up again."""
        seen: set[Residual] = set()
        return sum(self._of(part, seen) for part in outputs)

    def chance(self, part: Any) -> float:
        """That a condition is so."""
        if not isinstance(part, Residual):
            return float(part is True)
        if part.op == "not":
            return 1 - self.chance(part.args[0])
        name, constants, _ = _about(part)
        if constants and name in self.domain:
            return len(constants) / len(self.domain[name])
        if part.op in ("and", "or"):
            none = 1.0
            for a in part.args:
                none *= self.chance(a) if part.op == "and" else 1 - self.chance(a)
            return none if part.op == "and" else 1 - none
        return 0.5

    def _of(self, part: Any, seen: set[Residual]) -> float:
        if not isinstance(part, Residual) or part.op == "fact":
            return 0.3 if isinstance(part, Residual) else 0.0
        if part in seen:
            return 0.3
        seen.add(part)
        op, args = part.op, part.args
        if op in ("and", "or"):
            total, reached = 0.0, 1.0
            for a in args:
                total += reached * self._of(a, seen)
                reached *= self.chance(a) if op == "and" else 1 - self.chance(a)
            return total
        if op == "choose":
            total, reached = 0.0, 1.0
            for condition, value in zip(args[:-1:2], args[1::2], strict=True):
                chance = self.chance(condition)
                total += reached * (0.5 + self._of(condition, seen) + chance * self._of(value, seen))
                reached *= 1 - chance
            return total + reached * self._of(args[-1], seen)
        own = {"not": 0.3, "round_half_up": 2.0}.get(op, 1.0)
        return own + sum(self._of(a, seen) for a in args)


# ---- cases -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """No more cases: the formulas as they are here, or nodes (lowering.py)."""

    outputs: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Fork:
    test: Residual
    yes: Case
    no: Case


Case = Leaf | Fork


def cases(phases: Sequence[tuple[Any, tuple[Any, ...]]], domain: Mapping[str, Sequence[str]], leaves: int) -> Case:
    """The formulas of each phase (Asked.phases), the last by cases, with about so many leaves at most. `domain`: the
    values of each choice."""
    made, known = _Cases(domain), NOTHING
    for test, _ in phases[:-1]:
        known = known.with_(test, False, domain)
    case = made.of(made.under(phases[-1][1], known), known, leaves)
    for test, outputs in reversed(phases[:-1]):
        case = Fork(test, Leaf(outputs), case)
    return case


class _Cases:
    def __init__(self, domain: Mapping[str, Sequence[str]]) -> None:
        self.domain, self.cost = domain, Cost(domain)

    def of(self, outputs: tuple[Outcome, ...], known: Known, leaves: int) -> Case:
        if leaves < 2:
            return Leaf(outputs)
        now, best, forked = self.cost.of(outputs), _GAIN, None
        for test in self._candidates(outputs):
            yes, no = (self.under(outputs, known.with_(test, truth, self.domain)) for truth in (True, False))
            chance = self.cost.chance(test)
            costs = self.cost.of(yes), self.cost.of(no)
            gain = now - 1 - chance * costs[0] - (1 - chance) * costs[1]
            if gain > best:
                best, forked = gain, (test, yes, no, costs)
        if forked is None:
            return Leaf(outputs)
        test, yes, no, (more, less) = forked
        share = min(max(round(leaves * more / (more + less)), 1), leaves - 1) if more + less else 1
        left = self.of(yes, known.with_(test, True, self.domain), share)
        return Fork(test, left, self.of(no, known.with_(test, False, self.domain), leaves - share))

    def under(self, outputs: Sequence[Outcome], known: Known) -> tuple[Outcome, ...]:
        """The formulas folded."""
        memo: dict[Residual, Outcome] = {}
        return tuple(folded(part, known, memo) for part in outputs)

    def _candidates(self, outputs: Sequence[Outcome]) -> list[Residual]:
        """The tests of one fact that the most outputs turn on."""
        counted: Counter[Residual] = Counter()
        for part in outputs:
            counted.update(dict.fromkeys(_tests(part, set()), 1))
        return [test for test, _ in counted.most_common(_TRIED)]


def _tests(part: Any, seen: set[Residual]) -> Iterator[Residual]:
    if not isinstance(part, Residual) or part in seen:
        return
    seen.add(part)
    if part.op in _LOGIC:
        for a in part.args:
            if isinstance(a, Residual) and a.op == "fact" and part.op in ("and", "or", "not"):
                yield from () if a in seen else (a,)
                seen.add(a)
            else:
                yield from _tests(a, seen)
    elif part.op in _TESTS and part.whole and _about(part)[0]:
        yield part
    else:
        for a in part.args:
            yield from _tests(a, seen)
