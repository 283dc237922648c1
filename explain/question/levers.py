"""What can be changed, and what is certain whatever is changed: what changes.py and obstacles.py stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from compiler import calendar
from compiler.unknowns import list_of, ordered
from compiler.values import NA, Value
from explain.question.ask import Facts, Finding, Known, Question
from explain.question.edges import Axis
from explain.question.plain import NOBODY, Form, Node
from explain.question.spans import Span, Spot, World, between, found

OWN = ("registration", "choice")
"""What a person may be advised to do: acts at an agency, free neutral choices."""
Paths = frozenset[str]


@dataclass(frozen=True, slots=True)
class Goal:
    """The answer that is wished for: yes, a certain value, or, of what is no yes/no question, any value at all."""

    wanted: Value | None = None
    boolean: bool = True

    def met(self, finding: Finding) -> bool:
        if self.wanted is not None:
            return finding.status == "value" and finding.value == self.wanted
        return finding.yes or (not self.boolean and finding.status == "value")

    def certain_no(self, finding: Finding) -> bool:
        return finding.status != "unknown" and not self.met(finding)

    def excluded(self, spot: Spot) -> bool:
        """Can a rule that may come to this never come to what is wished for?"""
        if spot is NA:
            return True
        if spot is None or (not self.boolean and self.wanted is None):
            return False
        wanted: Any = True if self.wanted is None else self.wanted
        return not spot.low <= wanted <= spot.high if isinstance(spot, Span) else bool(spot != wanted)


@dataclass(frozen=True)
class Levers:
    """One person's facts on a day, and the answer wished for."""

    question: Question
    facts: Facts
    day: int
    goal: Goal

    @cached_property
    def form(self) -> Form:
        return self.question.form(self.day)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All facts on which the answer depends, known or not, and those that constraints tie to them."""
        reach = self.question.reach(self.question.with_default(self.facts), self.day)
        return tuple(ordered(self.question.known, sorted(reach)))

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Those that the person may be advised to change."""
        return tuple(p for p in self.paths if self.question.of(p).kind != "records" and self.kind(p) in OWN)

    def kind(self, path: str) -> str:
        """The class of a fact's change; a date that is not over may have one of its own."""
        known, value = self.question.of(path), self.facts.get(path)
        if known.supplied:
            return "parameter"
        over = known.kind not in ("date", "month") or not isinstance(value, int) or value < self._today(known)
        return known.change if over else known.change_if_future or known.change

    def axis(self, path: str) -> Axis:
        """What a number may be changed to; a date, from the day asked about on."""
        known = self.question.of(path)
        axis = known.axis(path)
        if known.kind not in ("date", "month") or path not in self.own:
            return axis
        return replace(axis, low=max(axis.low, min(self._today(known), axis.high)))

    def _today(self, known: Known) -> int:
        return calendar.month_of(self.day) if known.kind == "month" else self.day

    # ---- what is certain ----

    def without(self, free: Iterable[str]) -> dict[str, Value]:
        """The facts with some left open; a list with all its records."""
        gone = set(free)
        return {p: v for p, v in self.facts.items() if p not in gone and list_of(p) not in gone}

    def hopeless(self, free: Paths) -> bool:
        """Is what is wished for excluded, whatever these facts are? No is certain only within limits of the rules that
        can be seen part by part; a yes here is always right."""
        if self.form.root is None:
            return True
        facts: dict[str, Any] = {**self.question.with_default(self.without(free))}
        for path in free:
            if self.question.of(path).numeric:
                facts[path] = self._range(path)
        world = World(self.form, facts, self.day)
        if self._excluded(self.form.root, world):
            return True
        return any(found(tie, world, NOBODY) is False for tie in self.form.ties)

    def _range(self, path: str) -> Spot:
        """All that a number that is left open may be: what it is, and what it may be changed to."""
        old = self.facts.get(path)
        if old is None:
            axis = self.question.of(path).axis(path)
            return between(axis.at(axis.low), axis.at(axis.high))
        axis, now = self.axis(path), self.axis(path).number(old)  # type: ignore[arg-type]
        return between(axis.at(min(axis.low, now)), axis.at(max(axis.high, now)))

    def _excluded(self, node: Node, world: World) -> bool:
        """What is not applicable is never what is wished for; so a value can be excluded before its guard is known."""
        if node.op == "rule":
            return self._excluded(self.form.rules[node.name], world)
        if node.op == "guard":
            guard, value = node.parts
            return found(guard, world) in (False, NA) or self._excluded(value, world)
        if node.op == "choose":
            return self._no_case(node, world)
        return self.goal.excluded(found(node, world))

    def _no_case(self, node: Node, world: World) -> bool:
        *cases, last = node.parts
        for condition, value in zip(cases[::2], cases[1::2], strict=True):
            holds = found(condition, world)
            if holds is not False and holds is not NA and not self._excluded(value, world):
                return False
            if holds is True or holds is NA:
                return True
        return self._excluded(last, world)

    def denied(self, free: Paths) -> bool:
        """The same, with the exact decision on what is open."""
        return self.hopeless(free) or self.goal.certain_no(self.question.glance(self.without(free), self.day))


class Hitting:
    """The sets of facts that are not without hope, smallest first. Each failure teaches a set of which at least one
    fact must be left open (`must`), so that most others need not be looked at; none that has hope is passed over."""

    def __init__(self, paths: Sequence[str], hopeless: Callable[[Paths], bool]) -> None:
        self.paths, self.hopeless = paths, hopeless
        self.must: list[Paths] = []

    def of_size(self, size: int) -> Iterator[Paths]:
        for chosen in combinations(self.paths, size):
            free = frozenset(chosen)
            if all(free & some for some in self.must) and not self._fails(free):
                yield free

    def _fails(self, free: Paths) -> bool:
        if not self.hopeless(free):
            return False
        for path in self.paths:
            if path not in free and self.hopeless(free | {path}):
                free |= {path}
        self.must.append(frozenset(self.paths) - free)
        return True
