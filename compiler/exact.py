"""Exact unknowns. The meaning: over all completions of the missing facts that would not be refused, one common outcome
is the answer; otherwise it is unknown, and *missing* are the facts in which two such completions, alike in everything
else, give different outcomes (../docs/language.md, "Unknown").

`run` (partial.py) leaves a Residual where strong Kleene cannot decide. Two ways from there:

1. Read-once. Where every missing fact occurs once in the residual, no constraint ties two of them together, and every
   comparison can still go both ways, Kleene is exact: all facts of the residual are missing.

2. Search. A fact f is missing if the others can be set so that what is left depends on f. Depth first: set another
   fact, fold, and give up where f has vanished or a constraint is broken. Parts of a conjunction that share no fact
   with f need only be *possible*, and are dropped. Facts that only constraints mention are set to an extreme where
   that satisfies all of them. Yes/no facts and choices come first; by the time a number or a date must be set, few
   comparisons are left, and it needs one representative for each region between their thresholds.

Thresholds: every primitive is monotone in each argument, so a comparison with one missing fact changes at points found
by bisection. A comparison of two missing facts gives one a threshold for each point of the other; as many rounds as
there are such facts close the set, because a chain of comparisons is no longer than that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from compiler.partial import Outcome, Residual, choose, guarded, junction, known, negation, strict
from compiler.program import Fact
from compiler.values import LIMITS, NA, Value

_LOGIC = ("and", "or", "not", "choose", "guard")
_MOST_POINTS = 2_000


class Exact:
    """The search over one request's missing facts; `constraints` are the residuals of the facts' constraints."""

    def __init__(self, facts: Mapping[str, Fact], constraints: Sequence[Residual], as_of: int) -> None:
        self.facts = facts
        self.as_of = as_of
        self.constraints = tuple(constraints) if _satisfiable(self, constraints) else ()
        self._decided: dict[int, tuple[Residual, Value | None, frozenset[str]]] = {}

    def decide(self, target: Residual) -> tuple[Value | None, frozenset[str]]:
        """(outcome, ∅) where every completion agrees; (None, missing facts) otherwise."""
        if id(target) not in self._decided:
            self._decided[id(target)] = (target, *self._decide(target))
        _, value, missing = self._decided[id(target)]
        return value, missing

    def _decide(self, target: Residual) -> tuple[Value | None, frozenset[str]]:
        ties = _connected(target.support, self.constraints)
        if not ties and self._read_once(target):
            return None, target.support
        missing = frozenset(f for f in target.support if self.matters(f, target, ties))
        if missing:
            return None, missing
        outcomes = self.outcomes(target, ties)
        first = next(outcomes)
        return (first, missing) if all(other == first for other in outcomes) else (None, missing)

    # ---- domains ----

    def limits(self, name: str) -> tuple[int, int]:
        fact = self.facts[name]
        return fact.limits or LIMITS[fact.type.kind]

    def numeric(self, name: str) -> bool:
        return self.facts[name].type.kind in LIMITS

    def values(self, name: str, parts: Sequence[Residual]) -> Sequence[Value]:
        """Representatives of a fact's values: all of them, or one for each region between thresholds."""
        fact = self.facts[name]
        if fact.type.kind == "bool":
            return (True, False)
        if fact.type.choices:
            return fact.type.choices
        return self._points(name, parts) if self.numeric(name) else ("",)

    # ---- read-once ----

    def _read_once(self, target: Residual) -> bool:
        seen: set[str] = set()

        def fits(node: Any) -> bool:
            if not isinstance(node, Residual):
                return True
            if node.op in ("and", "or", "not"):
                return all(fits(a) for a in node.args)
            if node.op == "guard":
                return fits(node.args[0]) and fits(node.args[1])
            if node.op == "choose" or seen & node.support or not _once(node):
                return False
            seen.update(node.support)
            return node.op == "fact" or self._both_ways(node)

        return fits(target)

    def _both_ways(self, leaf: Residual) -> bool:
        """Does every fact of a comparison (or number) surely matter? Its corners tell; where not, the search does."""
        if leaf.op in ("eq", "in"):
            first, *others = leaf.args
            fact = self.facts.get(first.args[0]) if isinstance(first, Residual) and first.op == "fact" else None
            inside = [c for c in fact.type.choices if c in others] if fact else []
            return fact is not None and len(leaf.support) == 1 and 0 < len(inside) < len(fact.type.choices)
        if not all(map(self.numeric, leaf.support)) or len(leaf.support) > 4:
            return False
        return all(self._corner_differs(leaf, name) for name in leaf.support)

    def _corner_differs(self, leaf: Residual, name: str) -> bool:
        others = sorted(leaf.support - {name})
        for corner in product(*map(self.limits, others)):
            open_ = assign_all(leaf, dict(zip(others, corner, strict=True)))
            low, high = self.limits(name)
            if assign(open_, name, low) != assign(open_, name, high):
                return True
        return False

    # ---- search ----

    def matters(self, fact: str, target: Outcome, ties: Sequence[Outcome]) -> bool:
        """Are there two admissible completions, alike but for `fact`, with different outcomes?"""
        ties = _live(ties)
        if ties is None or known(target) or fact not in target.support:
            return False
        ties = self._relax(ties, target.support)
        target = self._focus(fact, target, ties)
        if known(target) or fact not in target.support:
            return False
        other = self._next(fact, target, ties)
        if other is None:
            return len(self._outcomes_of(fact, target, ties)) > 1
        parts = [target, *ties]
        return any(
            self.matters(fact, assign(target, other, v), [assign(t, other, v) for t in ties])
            for v in self.values(other, parts)  # type: ignore[arg-type]
        )

    def _outcomes_of(self, fact: str, target: Residual, ties: Sequence[Residual]) -> set[Value]:
        """What the one missing fact can still make of the target."""
        own = [t for t in ties if t.support == {fact}]
        found = set()
        for value in self.values(fact, [target, *own]):
            if all(assign(t, fact, value) is not False for t in own):
                found.add(assign(target, fact, value))
        return found  # type: ignore[return-value]

    def outcomes(self, target: Outcome, ties: Sequence[Outcome]) -> Iterator[Value]:
        """The outcomes of all completions, repeated; at least one if the constraints can be met."""
        live = _live(ties)
        if live is None:
            return
        if known(target):
            if _satisfiable(self, live):
                yield target
            return
        name = self._next("", target, live) or next(iter(sorted(target.support)))
        for value in self.values(name, [target, *live]):
            yield from self.outcomes(assign(target, name, value), [assign(t, name, value) for t in live])

    def _next(self, fact: str, target: Residual, ties: Sequence[Residual]) -> str | None:
        """Which fact to set next: yes/no and choices before numbers, those that occur most often first."""
        tied = _connected(target.support | {fact}, ties)
        open_ = target.support.union(*(t.support for t in tied)) - {fact}
        if not open_:
            return None
        count = {name: _occurrences(target, name) for name in open_}
        return min(open_, key=lambda name: (self.numeric(name), -count[name], name))

    def _focus(self, fact: str, target: Residual, ties: Sequence[Residual]) -> Outcome:
        """Drop parts of a conjunction (disjunction) that share no fact with `fact`'s part and can be true (false)."""
        while target.op in ("and", "or", "not"):
            if target.op == "not":
                target = target.args[0]
                continue
            groups = _groups([a for a in target.args if isinstance(a, Residual)], ties)
            mine = next(g for g in groups if any(fact in a.support for a in g))
            neutral = target.op == "and"
            kept = [g for g in groups if g is mine or not self._possible(junction(target.op, g), neutral, ties)]
            parts: list[Outcome] = [a for g in kept for a in g]
            if NA in target.args:
                parts.append(NA)
            smaller = junction(target.op, parts)
            if known(smaller) or smaller.op == target.op:
                return smaller
            target = smaller
        return target

    def _possible(self, target: Outcome, wanted: Value, ties: Sequence[Residual]) -> bool:
        if known(target):
            return target == wanted
        return any(o == wanted for o in self.outcomes(target, _connected(target.support, ties)))

    def _relax(self, ties: Sequence[Residual], used: frozenset[str]) -> list[Residual]:
        """Drop constraints that a fact which nothing else mentions can always satisfy by an extreme value."""
        left = list(ties)
        for name in sorted(frozenset().union(*(t.support for t in left)) - used):
            own = [t for t in left if name in t.support]
            ends = self.limits(name) if self.numeric(name) else self.values(name, [])
            for end in ends:
                if all(assign(t, name, end) is True for t in own):
                    left = [t for t in left if t not in own]
                    break
        return left

    # ---- thresholds ----

    def _points(self, name: str, parts: Sequence[Residual]) -> list[int]:
        """Representatives for a numeric fact: both sides of every threshold that the comparisons in `parts` give it."""
        atoms = [a for part in parts for a in _atoms(part)]
        names = sorted(n for n in frozenset().union(*(a.support for a in atoms), {name}) if self.numeric(n))
        low, high = self.limits(name)
        points = {n: {min(max(self.as_of, self.limits(n)[0]), self.limits(n)[1])} for n in names}
        for _ in names:
            fresh = {n: set(p) for n, p in points.items()}
            for atom in atoms:
                for n in atom.support.intersection(names):
                    if len(fresh[n]) < _MOST_POINTS:
                        fresh[n].update(self._atom_points(n, atom, points))
            if fresh == points:
                break
            points = fresh
        return sorted(points[name] | {low, high})

    def _atom_points(self, name: str, atom: Residual, points: Mapping[str, set[int]]) -> Iterator[int]:
        others = sorted(atom.support - {name})
        choices = [sorted(points[o]) if o in points else self.values(o, []) for o in others]
        for combination in product(*choices):
            closed = assign_all(atom, dict(zip(others, combination, strict=True)))
            if isinstance(closed, Residual):
                yield from self._changes(name, closed)

    def _changes(self, name: str, atom: Residual) -> Iterator[int]:
        """Both sides of every point where an atom over `name` alone changes."""
        low, high = self.limits(name)
        inner = {p for a in _inner(atom) for p in self._changes(name, a)}
        cuts = sorted({low, high, *inner})
        yield from inner
        tests: list[Callable[[int], Any]] = [lambda v: assign(atom, name, v)]
        if atom.op == "eq":
            left, right = atom.args
            tests = [lambda v, op=op: assign(Residual(op, (left, right)), name, v) for op in ("le", "lt")]
        elif atom.op not in ("lt", "le"):
            return
        for start, end in zip(cuts, cuts[1:], strict=False):
            for test in tests:
                yield from _bisect(test, start, end)


def _bisect(test: Callable[[int], Any], low: int, high: int) -> Iterator[int]:
    first = test(low)
    if test(high) == first:
        return
    while high - low > 1:
        middle = (low + high) // 2
        if test(middle) == first:
            low = middle
        else:
            high = middle
    yield low
    yield high


# ---- residuals ---------------------------------------------------------------------------------------------------


def assign(node: Outcome, name: str, value: Value) -> Outcome:
    """The residual with one fact known."""
    if not isinstance(node, Residual) or name not in node.support:
        return node
    if node.op == "fact":
        return value
    op, args = node.op, node.args
    if op in ("and", "or"):
        return junction(op, (assign(a, name, value) for a in args))
    if op == "not":
        return negation(assign(args[0], name, value))
    if op == "guard":
        return guarded(assign(args[0], name, value), lambda: assign(args[1], name, value))
    if op == "choose":
        return choose([lambda a=a: assign(a, name, value) for a in args])
    return strict(op, [assign(a, name, value) for a in args])


def assign_all(node: Outcome, values: Mapping[str, Value]) -> Outcome:
    for name, value in values.items():
        node = assign(node, name, value)
    return node


def _live(ties: Sequence[Outcome]) -> list[Residual] | None:
    """Constraints still open; None where one is broken."""
    if any(t is False for t in ties):
        return None
    return [t for t in ties if isinstance(t, Residual)]


def _satisfiable(search: Exact, ties: Sequence[Residual]) -> bool:
    """Is there a completion that meets all constraints?"""
    live = search._relax(ties, frozenset())
    if not live:
        return True
    name = search._next("", live[0], live)
    assert name is not None
    for value in search.values(name, live):
        rest = _live([assign(t, name, value) for t in live])
        if rest is not None and _satisfiable(search, rest):
            return True
    return False


def _connected(names: Iterable[str], ties: Sequence[Residual]) -> list[Residual]:
    """The constraints that concern these facts, directly or through each other."""
    reach, found, left = set(names), [], list(ties)
    while True:
        fresh = [t for t in left if not reach.isdisjoint(t.support)]
        if not fresh:
            return found
        found += fresh
        left = [t for t in left if t not in fresh]
        reach.update(*(t.support for t in fresh))


def _groups(parts: Sequence[Residual], ties: Sequence[Residual]) -> list[list[Residual]]:
    """Parts that share facts, directly or through constraints, together."""
    groups: list[tuple[set[str], list[Residual]]] = []
    for part in parts:
        reach = set(part.support).union(*(t.support for t in _connected(part.support, ties)))
        members = [part]
        for other in [g for g in groups if not g[0].isdisjoint(reach)]:
            groups.remove(other)
            reach |= other[0]
            members = [*other[1], *members]
        groups.append((reach, members))
    return [members for _, members in groups]


def _atoms(node: Any) -> Iterator[Residual]:
    """Comparisons, and numbers that are an outcome themselves."""
    if isinstance(node, Residual):
        if node.op in _LOGIC:
            for arg in node.args:
                yield from _atoms(arg)
        elif node.op != "fact":
            yield node


def _inner(atom: Residual) -> Iterator[Residual]:
    """Comparisons inside the conditions of cases in an arithmetic expression."""
    for arg in atom.args:
        if isinstance(arg, Residual):
            yield from _atoms(arg) if arg.op in _LOGIC else _inner(arg)


def _once(leaf: Residual) -> bool:
    """Does each fact occur once below a primitive, with no cases in between?"""

    def count(node: Any) -> int:
        if not isinstance(node, Residual):
            return 0
        if node.op in _LOGIC:
            return 1_000
        return 1 if node.op == "fact" else sum(count(a) for a in node.args)

    return count(leaf) == len(leaf.support)


def _occurrences(node: Any, name: str) -> int:
    if not isinstance(node, Residual) or name not in node.support:
        return 0
    return 1 if node.op == "fact" else sum(_occurrences(a, name) for a in node.args)

