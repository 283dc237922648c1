"""The smallest sets of changes after which the answer is yes: of facts that the person may be advised to change, to
values that no constraint forbids.

Sets of one fact are tried, then of two, then of three; with the first size at which one helps, all that help are
listed, up to LISTED. That no smaller set helps is certain: a set is passed over only where the answer stays no
whatever its facts are (levers.py), and for the others every yes/no, every choice and, of numbers and dates, every value
at which something turns is tried (edges.py). A date is changed to the day asked about or later. A fact that is missing
may be set; what is a certain no without it stays so. Of numbers and dates the value nearest to the present one is
given, with the span around it in which it helps as well. A list's records are not added or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from compiler.unknowns import ordered
from compiler.values import Value
from explain.question.ask import Facts, Finding, Question
from explain.question.edges import Axis, Effort, thresholds
from explain.question.levers import Goal, Hitting, Levers, Paths
from explain.question.obstacles import CLOSED, Obstacle, obstacles
from explain.question.spans import World
from explain.question.timeline import LAST_DAY, candidates

MOST, LISTED = 3, 24
_TRIALS, _UNKNOWN = 1500, 120
"""After so many trials, or so many whose outcome turns on facts that are missing, no more are made."""
_TRIES = 600
"""So many combinations of numbers are tried for one set of facts."""
_STEPS = 60_000
"""So many spans are looked at in all, to find where something turns."""


@dataclass(frozen=True, slots=True)
class Change:
    """`old` is None where the fact is missing. A number or date helps from `low` to `high` (None: not limited), the
    other changes of the set made. `by`: of a date, the last day on which what it dates may happen for the answer to be
    yes on that very day (None: no end in sight)."""

    path: str
    old: Value | None
    new: Value
    low: Value | None = None
    high: Value | None = None
    by: int | None = None


Set = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """`finding` as things are. Where it is no, one of these:

    - `sets`: the smallest sets of changes that help, all of the same size; `more`: there are others, not listed;
    - `open`: none makes it a certain yes, but after these it would turn on facts that are missing now, `missing`;
    - `obstacles`: the ways that are barred, each with all that bars it;
    - `beyond`: only more changes than MOST together could help.

    `complete` is False where not every value could be tried."""

    finding: Finding
    sets: tuple[Set, ...] = ()
    more: bool = False
    open: tuple[Set, ...] = ()
    missing: tuple[str, ...] = ()
    obstacles: tuple[tuple[Obstacle, ...], ...] = ()
    beyond: bool = False
    complete: bool = True


def changes(question: Question, facts: Facts, day: int, wanted: Value | None = None, most: int = MOST) -> Ways:
    """What would make the answer yes, or `wanted`; of what is no yes/no question, any value where none is wanted. Empty
    where it is so already, or not known yet."""
    goal, finding = Goal(wanted, question.boolean), question.ask(facts, day)
    if not goal.certain_no(finding):
        return Ways(finding)
    levers, effort = Levers(question, facts, day, goal), Effort(_STEPS)
    if finding.status in CLOSED or levers.denied(frozenset(levers.own)):
        return Ways(finding, obstacles=obstacles(levers, finding))
    hitting = Hitting(levers.own, levers.denied)
    sets = _smallest(_Search(levers, effort, settled=True), hitting, most)
    if sets:
        return Ways(finding, sets[:LISTED], more=len(sets) > LISTED, complete=effort.complete)
    known = all(p in facts for p in levers.paths)
    sets = () if known else _smallest(_Search(levers, effort, settled=False), hitting, most)
    if sets:
        missing = question.ask({**facts, **{c.path: c.new for c in sets[0]}}, day).missing
        return Ways(finding, open=sets[:LISTED], more=len(sets) > LISTED, missing=missing, complete=effort.complete)
    return Ways(finding, beyond=True, complete=effort.complete)


def _smallest(search: _Search, hitting: Hitting, most: int) -> tuple[Set, ...]:
    """All sets of the first size at which one helps, but no more than one above what is listed."""
    for size in range(1, most + 1):
        found = tuple(islice((way for free in hitting.of_size(size) for way in search.ways(free)), LISTED + 1))
        if found:
            return found
    return ()


@dataclass
class _Search:
    """Values for the facts of a set, after which the answer is what is wished for (`settled`), or at least not a
    certain no."""

    levers: Levers
    effort: Effort
    settled: bool
    trials: int = 0
    unknown: int = 0
    _near: dict[tuple[Any, ...], Mapping[str, list[int]]] = field(default_factory=dict)

    def ways(self, free: Paths) -> Iterator[Set]:
        """All changes of yes/no facts and choices that help, each with the nearest numbers and dates."""
        question, facts = self.levers.question, self.levers.facts
        paths = ordered(question.known, list(free))
        chosen = [p for p in paths if not question.of(p).numeric]
        axes = {p: self.levers.axis(p) for p in paths if question.of(p).numeric}
        others = [[v for v in question.of(p).values if p not in facts or v != facts[p]] for p in chosen]
        for values in product(*others):
            new = self._helps(dict(zip(chosen, values, strict=True)), axes)
            if new is not None:
                yield tuple(self._change(p, new, axes) for p in paths)

    def _helps(self, chosen: Mapping[str, Value], axes: Mapping[str, Axis]) -> Facts | None:
        """The facts after a change that helps, the numbers as near to the present ones as can be."""
        base = {**self.levers.without(axes), **chosen}
        numbers = [self._candidates(base, axes, p) for p in axes]
        ranked = sorted(islice(product(*map(range, map(len, numbers))), 40 * _TRIES), key=sum)
        self.effort.complete = self.effort.complete and len(ranked) <= _TRIES
        for ranks in ranked[:_TRIES]:
            values = {p: axes[p].at(own[i]) for p, own, i in zip(axes, numbers, ranks, strict=True)}
            if self._works({**base, **values}):
                return {**base, **values}
        return None

    def _candidates(self, base: Facts, axes: Mapping[str, Axis], path: str) -> list[int]:
        """Other values of a number, at which something turns, the nearest to the present one first."""
        axis, old = axes[path], self.levers.facts.get(path)
        now = axis.number(old) if old is not None else axis.low  # type: ignore[arg-type]
        values = {axis.low, axis.high, *self._thresholds(base, axes)[path]} - ({now} if old is not None else set())
        return sorted(values, key=lambda number: (abs(number - now), number))

    def _thresholds(self, base: Facts, axes: Mapping[str, Axis]) -> Mapping[str, list[int]]:
        levers, question = self.levers, self.levers.question
        known = question.with_default(base)
        key = (tuple(axes), tuple(known.items()))
        if key not in self._near:
            reach = set(levers.paths)
            tests = [i for i in question.tests(known, levers.day) if reach.issuperset(i.paths)]
            items = [i for i in tests if any(p not in known for p in i.paths)]
            missing, choices = question.open(items, known)
            world = World(levers.form, known, levers.day)
            self._near[key] = thresholds(items, world, {**missing, **axes}, choices, self.effort)
        return self._near[key]

    def _change(self, path: str, new: Facts, axes: Mapping[str, Axis]) -> Change:
        old = self.levers.facts.get(path)
        if path not in axes:
            return Change(path, old, new[path])
        axis = axes[path]
        base = {p: v for p, v in new.items() if p != path}
        here = axis.number(new[path])  # type: ignore[arg-type]
        turns = sorted({axis.low, axis.high, *self._thresholds(base, {path: axis})[path]})
        low = self._last([(n, 0) for n in reversed(turns) if n <= here], base, axis)
        high = self._last([(n, 0) for n in turns if n >= here], base, axis)
        whole = self.levers.question.of(path).axis(path)
        low = axis.low if low is None and axis.low > whole.low else low
        high = axis.high if high is None and axis.high < whole.high else high
        by = self._by(base, axis, here) if self.levers.question.of(path).kind == "date" else None
        ends = [None if n is None else axis.at(n) for n in (low, high)]
        return Change(path, old, new[path], ends[0], ends[1], by)

    def _by(self, base: Facts, axis: Axis, here: int) -> int | None:
        """The last day on which what the date dates may happen, the question being asked on that day."""
        levers, question = self.levers, self.levers.question
        days = set(self._thresholds(base, {axis.path: axis})[axis.path])
        for start in candidates(
            question, {**base, axis.path: here}, levers.day, max(LAST_DAY, levers.day), self.effort
        ):
            days |= {start - 1, start}
        return self._last([(n, n - levers.day) for n in sorted(days | {here}) if n >= here], base, axis)

    def _last(self, numbers: Sequence[tuple[int, int]], base: Facts, axis: Axis) -> int | None:
        """Of these numbers, each with so many days later, the last that helps before one that does not; None where all
        do."""
        last = None
        for number, later in numbers:
            if not self._works({**base, axis.path: axis.at(number)}, later):
                return last
            last = number
        return None

    def _works(self, facts: Facts, later: int = 0) -> bool:
        levers, day = self.levers, self.levers.day + later
        if self.trials >= _TRIALS or self.unknown >= _UNKNOWN:
            self.effort.complete = False
            return False
        finding = levers.question.glance(facts, day)
        self.trials += 1
        self.unknown += finding.status == "unknown"
        helps = levers.goal.met(finding) if self.settled else not levers.goal.certain_no(finding)
        return helps and levers.question.admissible(facts, day)
