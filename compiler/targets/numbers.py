"""What numbers and dates decide in a row, as SQL: below the last fact of a diagram stand comparisons alone.

Each way through these to an outcome is a set of comparisons (systems.py), and the outcome can come about where they
hold together. An open number lies between what it comes to at the least and at the greatest solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from compiler.partial import Residual
from compiler.regions import Box, Literal, Memo, literals, solution
from compiler.residuals import assign_all
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import AS_OF, TWIN, Diagram, Diagrams, Pairs, Unsupported
from compiler.targets.systems import System, bound_of
from compiler.targets.terms import Terms


class _Spent(Exception):
    """It takes too long to see."""


_EFFORT = 40
_PATHS = 3_000
"""So many ways may lead through the comparisons of a formula."""


class Numbers:
    """Writes conditions on the numbers and dates of a row into a sheet."""

    def __init__(self, sheet: Sheet, diagrams: Diagrams, ties: Sequence[Residual]) -> None:
        self.sheet, self.diagrams, self.terms = sheet, diagrams, Terms(sheet, diagrams)
        self.ties = [self._literal(tie) for tie in ties]
        self.aside = sheet.false
        """Are the constraints left aside, as no completion of this row keeps them?"""
        self._memo = Memo()
        self._paths: dict[Diagram, list[tuple[tuple[Literal, ...], Any]]] = {}

    def _literal(self, tie: Residual) -> Literal:
        ((literal,),) = literals(tie, True)
        bound_of(literal)
        return literal

    # ---- paths ----

    def paths(self, whole: Diagram) -> list[tuple[tuple[Literal, ...], Any]]:
        """What must hold of the numbers for each outcome but False; comparisons that the others imply are left out."""
        if whole not in self._paths:
            found: list[tuple[tuple[Literal, ...], Any]] = []
            self._walk(whole, (), found)
            self._paths[whole] = found
        return self._paths[whole]

    def _walk(self, whole: Diagram, said: tuple[Literal, ...], found: list[Any]) -> None:
        if whole.test is None:
            if whole.value is not False:
                found.append((said, whole.value))
            if len(found) > _PATHS:
                raise Unsupported("太多比较连在一起", "too many comparisons hang together")
            return
        assert whole.test.atom is not None
        sides = [
            (literals(whole.test.atom, truth)[0][0], branch)
            for truth, branch in zip((False, True), whole.branches, strict=True)
        ]
        possible = [(literal, branch) for literal, branch in sides if self._possible((*said, literal))]
        for literal, branch in possible:
            self._walk(branch, (*said, literal) if len(possible) == 2 else said, found)

    def _possible(self, said: tuple[Literal, ...]) -> bool:
        """No, where that is soon seen; what is left is checked in each row."""
        left = _EFFORT

        def strain(effort: int) -> None:
            nonlocal left
            left -= effort
            if left < 0:
                raise _Spent

        try:
            return solution(Box(self.diagrams.limits, self._memo).also(said), strain) is not None
        except _Spent:
            return True

    # ---- a set of comparisons ----

    def system(self, said: Sequence[Literal], extra: frozenset[str] = frozenset()) -> System:
        """With the constraints that tie its facts, and `extra` facts, together; a twin is tied like its fact."""
        names = extra.union(*(_names(literal) for literal in said))
        twins = {name for name in names if name.endswith(TWIN)}
        ties = [*self.ties, *(t for twin in sorted(twins) for t in self._twinned(twin))]
        kept = _felt(names, said, _tied(names, ties))
        bounds = [*map(bound_of, said), *(replace(bound_of(tie), tie=True) for tie in kept)]
        return System(self.sheet, self.diagrams, bounds, self.aside)

    def _twinned(self, twin: str) -> list[Literal]:
        name = twin.removesuffix(TWIN)
        fact = Residual("fact", (twin,), frozenset((twin,)))
        return [
            (assign_all(left, {name: fact}), assign_all(right, {name: fact}), strict)  # type: ignore[dict-item]
            for left, right, strict in self.ties
            if name in _names((left, right, strict))
        ]

    def holds(self, whole: Diagram) -> Cell:
        """Can a diagram of comparisons come out as anything but False?"""
        return self.sheet.any(*(self._held(said, value) for said, value in self.paths(whole)))

    def _held(self, said: tuple[Literal, ...], value: Any) -> Cell:
        if value is True:
            return self.system(said).feasible()
        assert isinstance(value, Pairs)
        facts = frozenset().union(*(part.support for pair in value for part in pair if isinstance(part, Residual)))
        system = self.system(said, facts)
        unlike = [self._unlike(system, *pair) for pair in value]
        return self.sheet.all(system.feasible(), self.sheet.any(*unlike))

    def _unlike(self, system: System, one: Any, other: Any) -> Cell:
        date = self.terms.dated(one) or self.terms.dated(other)
        (low, high), (bottom, top) = self.range(system, one, date), self.range(system, other, date)
        if isinstance(one, Residual) and isinstance(other, Residual):
            system.refuse_chains(one.support | other.support)
        return self.sheet.any(self.sheet.cell("lt", low, top), self.sheet.cell("lt", bottom, high))

    def extreme(self, whole: Diagram, least: bool, date: bool) -> Cell:
        """The least (greatest) number that it can come to; NULL where none."""
        parts = []
        for said, value in self.paths(whole):
            if isinstance(value, bool) or not isinstance(value, Residual | int):
                continue
            system = self.system(said, value.support if isinstance(value, Residual) else frozenset())
            parts.append(
                self.sheet.case(system.feasible(), self.range(system, value, date)[0 if least else 1], self.sheet.null)
            )
        return self.sheet.among("least" if least else "greatest", parts) if parts else self.sheet.null

    # ---- open numbers ----

    def range(self, system: System, term: Any, date: bool) -> tuple[Cell, Cell]:
        """The least and the greatest that a number comes to."""
        rising = {self._rises(term, name) for name in (term.support if isinstance(term, Residual) else ())}
        if len(rising) > 1:
            raise Unsupported(
                "一个数随一项事实增大、随另一项减小", "a number that rises with one fact and falls with another"
            )
        ends = [self.terms.term(term, system.least, date), self.terms.term(term, system.greatest, date)]
        return (ends[1], ends[0]) if rising == {False} else (ends[0], ends[1])

    def _rises(self, term: Residual, name: str) -> bool:
        others = {n: self.diagrams.limits(n)[0] for n in term.support if n != name}
        low, high = (assign_all(term, {**others, name: end}) for end in self.diagrams.limits(name))
        return bool(low <= high)  # type: ignore[operator]


def _names(literal: Literal) -> frozenset[str]:
    return frozenset().union(*(part.support for part in literal[:2] if isinstance(part, Residual)))


def _tied(names: frozenset[str], ties: Sequence[Literal]) -> list[Literal]:
    """The ties that these facts hang on, through each other, but not through the day, which is known."""
    reach, left, found = set(names) - {AS_OF}, list(ties), []
    while fresh := [tie for tie in left if not reach.isdisjoint(_names(tie))]:
        found += fresh
        left = [tie for tie in left if tie not in fresh]
        reach.update(*(_names(tie) for tie in fresh))
        reach.discard(AS_OF)
    return found


def _felt(names: frozenset[str], said: Sequence[Literal], ties: Sequence[Literal]) -> list[Literal]:
    """Without the ties between two facts that nothing else holds: the smaller side has no lower bound, the larger one
    no other tie or is the day. Where the constraints can be kept at all, these can."""
    left = list(ties)
    while True:
        above = {name for literal in (*said, *left) for name in _names((0, literal[1], False))}
        for tie in left:
            (low,), (high,) = _names((tie[0], 0, False)), _names((0, tie[1], False))
            others = [t for t in left if t is not tie and high in _names(t)]
            if low not in names | above and (high == AS_OF or (high not in names and not others)):
                left.remove(tie)
                break
        else:
            return left
