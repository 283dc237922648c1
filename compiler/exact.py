"""Exact unknowns. The meaning: over all completions of the missing facts that would not be refused, one common outcome
is the answer; otherwise it is unknown, and *missing* are the facts in which two such completions, alike in everything
else, give different outcomes.

`run` (partial.py) leaves a Residual where strong Kleene cannot decide. Two ways from there:

1. Read-once. Where every missing fact occurs once in the residual, no constraint ties facts together, and every
   comparison can still go both ways, Kleene is exact: all facts of the residual are missing.

2. Search. A fact f is missing if the others can be set so that what is left depends on f. Depth first: set another
   yes/no fact or choice, fold, and give up where f has vanished or a constraint is broken. Parts of a conjunction that
   share no fact with f need only be *possible*, and are dropped. Facts that only constraints mention are set to an
   extreme where that satisfies all of them. When only numbers and dates are left, the search goes on over the truth of
   their comparisons, and regions.py says which truths can hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import combinations, product
from math import prod

from compiler.modules import MARK, modules
from compiler.partial import CONDITIONS, Outcome, Residual, junction
from compiler.program import Fact
from compiler.regions import Box, Memo, literals, solution
from compiler.residuals import (
    assign,
    assign_all,
    comparisons,
    connected,
    connected_to,
    groups,
    hard_facts,
    occurrences,
    once,
    propagated,
    replace,
    simplified,
    spread,
)
from compiler.unknowns import list_of, stem
from compiler.values import LIMITS, NA, Value
from compiler.witness import Witness

_TWIN = "′"
_SMALL = 400
"""A fact with at most so many values is tried value by value where a comparison is beyond regions.py."""
_MOST_TRIES = 100_000
"""But no more than so many values of all facts of a comparison together."""
_GLANCE, BRIEFLY, _LONG, _UNLIMITED = 30, 3_000, 30_000, 10**18
"""How long a query is searched for: in steps, each weighed by its open facts. A fact is searched for at a glance before
an example is looked for, since most are clear then; long after it, since where the search takes long an example is
nearly always there. Past that the fact counts as one that matters: it may be asked for needlessly, but no answer is
wrong."""
Accept = Callable[[tuple[Value, ...]], bool]


class _Spent(Exception):
    """The search has taken too long."""


class Exact:
    """The search over one request's missing facts; `constraints` are the residuals of the facts' constraints. Where
    no completion at all meets them, they are left aside."""

    def __init__(
        self, facts: Mapping[str, Fact], constraints: Sequence[Residual], open_lists: frozenset[str] = frozenset()
    ) -> None:
        self.facts = facts
        self.open_lists = open_lists
        self.listed: frozenset[str] = frozenset()
        self._decided: dict[Residual, tuple[Value | None, frozenset[str]]] = {}
        self._matters: dict[tuple[str, Residual, frozenset[Residual]], bool] = {}
        self._possible: dict[tuple[Residual, bool, frozenset[Residual]], bool] = {}
        self._ways: dict[Residual, bool | None] = {}
        self._effort = _UNLIMITED
        self._solved = Memo()
        self._list(constraints)
        self.constraints = tuple(constraints) if self.can_hold(constraints) else ()

    def decide(self, target: Residual) -> tuple[Value | None, frozenset[str]]:
        """(outcome, ∅) where every completion agrees; (None, missing facts) otherwise."""
        if target not in self._decided:
            self._decided[target] = self._decide(target)
        return self._decided[target]

    def concerns(self, fact: str, target: Residual) -> bool | None:
        """Does this one fact matter? That is told sooner than all that do; None where it takes too long."""
        return self._within(_LONG, partial(self.matters, fact, simplified(target), self.constraints))

    def _decide(self, whole: Residual) -> tuple[Value | None, frozenset[str]]:
        target = simplified(whole)
        if not isinstance(target, Residual):
            return target, frozenset()
        ties = self._relax(connected(target.support, self.constraints), target.support)
        if not ties and self._read_once(target):
            return None, target.support
        self._list([target, *ties])
        if ties:
            settled = self._settled(target)
            if not isinstance(settled, Residual):
                return settled, frozenset()
            target, ties = settled, self._relax(connected(settled.support, self.constraints), settled.support)
        missing = self._missing(target, ties)
        if missing:
            return None, missing
        found: list[Value] = []
        self._explore((target,), ties, lambda values: not found.extend(values))  # type: ignore[func-returns-value]
        if not ties:
            return found[0], missing
        apart = self._within(_LONG, partial(self._apart, target, found[0], ties))
        return (found[0], missing) if apart is False else (None, missing if apart else target.support)

    def _apart(self, target: Residual, found: Value, ties: Sequence[Residual]) -> bool:
        """Is there an admissible completion with another outcome?"""
        if isinstance(found, bool) and target.whole:
            return self.possible(target, not found, ties)
        return self._explore((target, found), ties, _unlike)

    def _missing(self, target: Residual, ties: Sequence[Residual]) -> frozenset[str]:
        """The facts that matter. Of a list whose length is not known, one field that matters tells that it does."""
        smaller, left, found = modules(target, ties, self._free)
        if not found:
            return self._missing_of(target, ties)
        missing = self._missing_of(smaller, left) if isinstance(smaller, Residual) else frozenset()
        parts = [self._missing(m.part, m.ties) for m in found if m.name in missing]
        return frozenset(f for f in missing if not f.startswith(MARK)).union(*parts)

    def _free(self, part: Residual, ties: Sequence[Residual]) -> bool:
        """Can it surely come out either way?"""
        return all(
            self._within(BRIEFLY, partial(self.possible, part, wanted, ties)) is True for wanted in (True, False)
        )

    def _missing_of(self, target: Residual, ties: Sequence[Residual]) -> frozenset[str]:
        """Searched for at a glance, then looked for by example, then searched for at length."""
        facts = sorted(filter(self._first, target.support), key=lambda f: (occurrences(target, f), f))
        witness = cache(lambda: Witness(target, ties, self.numeric, self.limits, self.choices))
        ways: list[Callable[[str], bool | None]] = [
            lambda fact: self._within(_GLANCE, partial(self.matters, fact, target, ties)),
            lambda fact: witness().shows(fact) or None,
            lambda fact: self._within(_LONG, partial(self.matters, fact, target, ties)) is not False,
        ]
        missing: set[str] = set()
        for way in ways:
            unclear = []
            for fact in facts:
                if self._whole(fact) not in map(self._whole, missing):
                    matters = way(fact)
                    if matters:
                        missing.add(fact)
                    elif matters is None:
                        unclear.append(fact)
            facts = unclear
        return frozenset(missing)

    def _whole(self, fact: str) -> str:
        """The list that a field belongs to, where not even its length is known."""
        return list_of(fact) if list_of(fact) in self.open_lists else fact

    def _first(self, fact: str) -> bool:
        """Is it no field of a later record of such a list? Rules see no order of records: what matters of one of them
        matters of the first."""
        return self._whole(fact) == fact or "[1]." in fact

    def _like_first(self, atom: Residual) -> Residual:
        """A comparison of fields of one later record of such a list, said of the first one."""
        if len({fact.partition(".")[0] for fact in atom.support if not self._first(fact)}) > 1:
            return atom
        for fact in sorted(f for f in atom.support if not self._first(f)):
            first = f"{list_of(fact)}[1].{stem(fact)}"
            atom = assign(atom, fact, Residual("fact", (first,), frozenset((first,))))  # type: ignore[assignment]
        return atom

    def _within(self, effort: int, query: Callable[[], bool]) -> bool | None:
        """The answer to a query; None where it takes more than so much effort."""
        self._effort = effort
        try:
            return query()
        except _Spent:
            return None
        finally:
            self._effort = _UNLIMITED

    def _spend(self, parts: Iterable[Outcome]) -> None:
        self._strain(1 + sum(len(part.support) for part in parts if isinstance(part, Residual)))

    def _settled(self, target: Outcome) -> Outcome:
        """The target with every comparison that the constraints leave only one way decided."""
        for atom in dict.fromkeys(comparisons(target)):
            truth = self._only_way(self._like_first(atom))
            if truth is not None:
                target = replace(target, atom, truth)
        return target

    def _only_way(self, atom: Residual) -> bool | None:
        if atom not in self._ways:
            ties = self._relax(connected(atom.support, self.constraints), atom.support)
            self._ways[atom] = None
            for truth in (True, False) if ties else ():
                other = partial(self._explore, (atom,), ties, partial(_other_than, truth))
                if self._within(BRIEFLY, other) is False:
                    self._ways[atom] = truth
                    break
        return self._ways[atom]

    def either(self, target: Residual, effort: int = _LONG) -> bool:
        """Can a condition be true, and be false? That is told sooner than all facts that can change it."""
        return target.op in CONDITIONS and all(self.can_be(target, wanted, effort) for wanted in (True, False))

    def can_be(self, target: Residual, wanted: bool, effort: int = _LONG) -> bool:
        """Is there an admissible completion with this outcome? Yes too, where it takes too long to tell."""
        return self.found(target, wanted, effort) is not False

    def found(self, target: Residual, wanted: bool, effort: int = _LONG) -> bool | None:
        """The same; None where it takes too long to tell."""
        ties = self._relax(connected(target.support, self.constraints), target.support)
        self._list([target, *ties])
        return self._within(effort, partial(self.possible, target, wanted, ties))

    # ---- domains ----

    def limits(self, name: str) -> tuple[int, int]:
        fact = self.facts[name.removesuffix(_TWIN)]
        return fact.limits or LIMITS[fact.type.kind]

    def numeric(self, name: str) -> bool:
        if name.startswith(MARK):
            return False
        return name.endswith(_TWIN) or (self.facts[name].type.kind in LIMITS and name not in self.listed)

    def choices(self, name: str) -> Sequence[Value]:
        if name.startswith(MARK):
            return (False, True)
        if name in self.listed:
            low, high = self.limits(name)
            return range(low, high + 1)
        return self.facts[name].type.choices or (False, True)

    def _list(self, parts: Sequence[Residual]) -> None:
        """Facts to be tried value by value: those in comparisons or sums beyond regions.py, if they have few values."""
        few: set[str] = set()
        for names in (names for part in parts for names in hard_facts(part, self.limits, self.numeric)):
            sizes = [self.limits(n)[1] - self.limits(n)[0] + 1 for n in names]
            if prod(sizes) <= _MOST_TRIES:
                few |= {n for n, size in zip(names, sizes, strict=True) if size <= _SMALL}
        if not few <= self.listed:
            self.listed |= few
            self._matters.clear()
            self._possible.clear()
            self._ways.clear()

    # ---- read-once ----

    def _read_once(self, target: Residual) -> bool:
        seen: set[str] = set()

        def fits(node: object) -> bool:
            if not isinstance(node, Residual):
                return node is not NA
            if node.op in ("and", "or", "not"):
                return all(map(fits, node.args))
            if node.op in ("choose", "guard") or seen & node.support or not once(node):
                return False
            seen.update(node.support)
            return self._varies(node.args[0]) if node.op == "fact" else self._both_ways(node)

        while target.op == "guard":
            if not fits(target.args[0]) or not isinstance(target.args[1], Residual):
                return fits(target.args[0])
            target = target.args[1]
        return fits(target)

    def _varies(self, name: str) -> bool:
        if not self.numeric(name):
            return len(self.choices(name)) > 1
        low, high = self.limits(name)
        return low < high

    def _both_ways(self, leaf: Residual) -> bool:
        """Does every fact of a comparison (or number) surely matter? Its corners tell; where not, the search does."""
        if not all(map(self.numeric, leaf.support)):
            name, *others = leaf.support
            return not others and len({assign(leaf, name, value) for value in self.choices(name)}) > 1
        if leaf.op == "eq" or len(leaf.support) > 4:
            return False
        return all(self._corner_differs(leaf, name) for name in leaf.support)

    def _corner_differs(self, leaf: Residual, name: str) -> bool:
        others = sorted(leaf.support - {name})
        low, high = self.limits(name)
        for corner in product(*map(self.limits, others)):
            open_ = assign_all(leaf, dict(zip(others, corner, strict=True)))
            if assign(open_, name, low) != assign(open_, name, high):
                return True
        return False

    # ---- search ----

    def matters(self, fact: str, target: Outcome, ties: Sequence[Outcome]) -> bool:
        """Are there two admissible completions, alike but for `fact`, with different outcomes?"""
        live = _live(ties)
        if live is None or not isinstance(target, Residual) or fact not in target.support:
            return False
        self._spend((target, *live))
        near = connected(target.support, live)
        if not self.can_hold([t for t in live if t not in near]):
            return False
        live = self._relax(near, target.support)
        target = self._focus(fact, target, live)
        if not isinstance(target, Residual) or fact not in target.support:
            return False
        key = (fact, target, frozenset(live))
        if key not in self._matters:
            self._matters[key] = self._matters_below(fact, target, live)
        return self._matters[key]

    def _matters_below(self, fact: str, target: Residual, ties: Sequence[Residual]) -> bool:
        other = self._next(fact, (target,), ties)
        if other is None:
            return self._differs(fact, target, ties)
        return any(
            self.matters(fact, assign(target, other, v), [assign(t, other, v) for t in ties])
            for v in self.choices(other)
        )

    def _differs(self, fact: str, target: Residual, ties: Sequence[Residual]) -> bool:
        """The same where `fact` and numbers are all that is open: two copies of the formula, alike but for `fact`."""
        if self.numeric(fact):
            twin = Residual("fact", (fact + _TWIN,), frozenset((fact + _TWIN,)))
            doubled = [*ties, *(assign(t, fact, twin) for t in ties if fact in t.support)]
            return self._explore((target, assign(target, fact, twin)), doubled, _unlike)
        for pair in combinations(self.choices(fact), 2):
            copies = tuple(assign(target, fact, v) for v in pair)
            if self._explore(copies, [assign(t, fact, v) for t in ties for v in pair], _unlike):
                return True
        return False

    def possible(self, target: Outcome, wanted: bool, ties: Sequence[Residual]) -> bool:
        """Is there an admissible completion with this outcome? Parts that share no fact are asked one by one."""
        if not isinstance(target, Residual):
            return target is wanted
        key = (target, wanted, frozenset(ties))
        if key not in self._possible:
            self._possible[key] = self._possible_below(target, wanted, ties)
        return self._possible[key]

    def _possible_below(self, target: Residual, wanted: bool, ties: Sequence[Residual]) -> bool:
        if target.op == "not":
            return self.possible(target.args[0], not wanted, ties)
        if target.op in ("and", "or") and wanted is (target.op == "and"):
            simpler = propagated(target)
            if simpler is not target:
                return self.possible(simpler, wanted, ties)
        if target.op in ("and", "or"):
            grouped = groups([a for a in target.args if isinstance(a, Residual)], ties)
            if len(grouped) > 1 or NA in target.args:
                dominant = target.op == "or"
                parts = (self.possible(junction(target.op, g), wanted, connected_to(g, ties)) for g in grouped)
                if wanted is dominant:
                    return any(parts) and self.can_hold(ties)
                return NA not in target.args and all(parts)
        return self._explore((target,), ties, lambda values: values[0] is wanted)

    def can_hold(self, ties: Sequence[Residual]) -> bool:
        """Can these constraints be met?"""
        relaxed = self._relax(ties, frozenset())
        return not relaxed or self._explore((), relaxed, lambda _: True)

    def _explore(
        self, targets: tuple[Outcome, ...], ties: Sequence[Outcome], accept: Accept, said: Box | None = None
    ) -> bool:
        """Is there an admissible completion whose outcomes are accepted? `said` is what was decided of the numbers."""
        live = _live(ties)
        if live is None:
            return False
        self._spend((*targets, *live))
        name = self._next("", targets, live)
        if name is not None:
            return any(
                self._explore(
                    tuple(assign(t, name, v) for t in targets), [assign(t, name, v) for t in live], accept, said
                )
                for v in self.choices(name)
            )
        if not live and not any(isinstance(t, Residual) for t in targets):
            return accept(targets)  # type: ignore[arg-type]
        atom = next((a for part in (*targets, *live) for a in comparisons(part)), None)
        if atom is not None and (simpler := spread(atom)) is not atom:
            changed = [replace(part, atom, simpler) for part in (*targets, *live)]
            return self._explore(tuple(changed[: len(targets)]), changed[len(targets) :], accept, said)
        said = said or Box(self.limits, self._solved)
        if atom is None:
            return self._numbers(targets, said, accept)
        for truth in (True, False):
            for more in literals(atom, truth):
                box = said.also(more)
                if self._solution(box) is not None and self._explore(
                    tuple(replace(t, atom, truth) for t in targets),
                    [replace(t, atom, truth) for t in live],
                    accept,
                    box,
                ):
                    return True
        return False

    def _solution(self, box: Box) -> dict[str, int] | None:
        return solution(box, self._strain)

    def _strain(self, effort: int) -> None:
        self._effort -= effort
        if self._effort < 0:
            raise _Spent

    def _numbers(self, targets: tuple[Outcome, ...], said: Box, accept: Accept) -> bool:
        """Outcomes that are still open numbers. Of two it is asked whether they can differ."""
        if len(targets) == 2 and NA not in targets:
            left, right = targets
            return any(
                self._solution(said.also([(*pair, True)])) is not None for pair in ((left, right), (right, left))
            )
        free = sorted(frozenset().union(*(t.support for t in targets if isinstance(t, Residual))))
        anchored = [(Residual("fact", (n,), frozenset((n,))), self.limits(n)[1], False) for n in free]
        found = self._solution(said.also(anchored))
        return found is not None and accept(tuple(assign_all(t, found) for t in targets))  # type: ignore[misc]

    def _next(self, fact: str, targets: Sequence[Outcome], ties: Sequence[Residual]) -> str | None:
        """Which yes/no fact or choice to set next: the one that occurs most often."""
        parts = [t for t in (*targets, *ties) if isinstance(t, Residual)]
        open_ = {n for part in parts for n in part.support if n != fact and not self.numeric(n)}
        if not open_:
            return None
        return min(open_, key=lambda name: (-sum(occurrences(p, name) for p in parts), name))

    def _focus(self, fact: str, target: Residual, ties: Sequence[Residual]) -> Outcome:
        """Drop parts of a conjunction (disjunction) that share no fact with `fact`'s part and can be true (false)."""
        while target.op in ("and", "or", "not", "guard"):
            if target.op == "not" or (
                target.op == "guard" and not isinstance(target.args[1], Residual) and not _guards(target.args[0])
            ):
                target = target.args[0]
                continue
            if target.op == "guard":
                return target
            grouped = groups([a for a in target.args if isinstance(a, Residual)], ties)
            mine = next(g for g in grouped if any(fact in a.support for a in g))
            neutral = target.op == "and"
            kept: list[Outcome] = [NA] if NA in target.args else []
            for group in grouped:
                if group is mine or not self.possible(junction(target.op, group), neutral, connected_to(group, ties)):
                    kept += group
            smaller = junction(target.op, kept)
            if not isinstance(smaller, Residual) or smaller.op == target.op:
                return smaller
            target = smaller
        return target

    def _relax(self, ties: Sequence[Residual], used: frozenset[str]) -> list[Residual]:
        """Drop constraints that a fact which nothing else mentions can always satisfy by an extreme value."""
        left = list(ties)
        for name in sorted(frozenset().union(*(t.support for t in left)) - used):
            own = [t for t in left if name in t.support]
            ends = self.limits(name) if self.numeric(name) else self.choices(name)
            if any(all(self._sure(assign(t, name, end)) for t in own) for end in ends):
                left = [t for t in left if t not in own]
        return left

    def _sure(self, node: Outcome) -> bool:
        """Is a condition true whatever its facts are, as one can see at once?"""
        if not isinstance(node, Residual):
            return node is True
        if node.op in ("and", "or"):
            return (all if node.op == "and" else any)(map(self._sure, node.args))
        if node.op not in ("le", "lt") or len(node.support) > 1 or not once(node):
            return False
        (name,) = node.support
        return self.numeric(name) and all(assign(node, name, end) is True for end in self.limits(name))


def _unlike(values: tuple[Value, ...]) -> bool:
    return values[0] != values[1]


def _guards(node: Outcome) -> bool:
    """Can it come out as not applicable?"""
    if not isinstance(node, Residual):
        return False
    return node.op == "guard" or NA in node.args or any(map(_guards, node.args))


def _other_than(truth: bool, values: tuple[Value, ...]) -> bool:
    return values[0] is not truth


def _live(ties: Sequence[Outcome]) -> list[Residual] | None:
    """Constraints still open; None where one is broken."""
    if any(t is False for t in ties):
        return None
    return [t for t in ties if isinstance(t, Residual)]
