"""Which question next: the one after which the fewest questions are to be expected, over sample people.

Where few questions are left, that is computed exactly (every order of questions is tried). Where more are left, each
question is tried, and what follows it is counted as if the interview went on by a simple rule: a group of conditions
that must all be met (or of which one suffices) is asked in the order in which each question most likely settles it.
That is never worse than the simple rule alone. Both stop after so much work, not after so much time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.unknowns import list_of
from explain.interview.cells import Cell, Paths
from explain.interview.panel import Panel
from explain.interview.topics import Topics

PATIENCE = 1.03
"""Of questions after which about as few are to be expected, the first in the vocabulary is asked: its order is that in
which people are used to tell."""
EXACT, AHEAD = 2_000, 5_000
"""So many answers are looked at, each counted for all the facts that are open."""
_ALIKE = 1e-9
_NEVER = 1e9
Estimate = tuple[float, str]
"""Questions to expect, and the topic to begin with ('' where there is none)."""


class Spent(Exception):
    """The work is more than was allowed."""


@dataclass
class Plan:
    """For facts that may be asked for: all but those of `closed`. `place`: of every path in the vocabulary."""

    panel: Panel
    topics: Topics
    place: Mapping[str, int]
    closed: Paths
    work: int = 0
    _open: dict[Paths, dict[str, Paths]] = field(default_factory=dict)
    _split: dict[tuple[Cell, Paths, int], list[tuple[Cell, int]]] = field(default_factory=dict)
    _simple: dict[tuple[Cell, int], float] = field(default_factory=dict)
    _best: dict[tuple[Cell, int], Estimate] = field(default_factory=dict)
    _estimates: dict[tuple[Cell, int, Paths], Estimate] = field(default_factory=dict)

    def choose(self, cell: Cell, people: int) -> Paths:
        """The facts to ask for next; none where nothing can be asked."""
        choices = self.open(cell)
        if len(choices) < 2:
            return next(iter(choices.values()), frozenset())
        numbers = self._exactly(cell, people) or self._ahead(cell, people)
        least = min(numbers.values()) * PATIENCE
        return next(facts for topic, facts in choices.items() if numbers.get(topic, _NEVER) <= least)

    def open(self, cell: Cell) -> dict[str, Paths]:
        """The topics that can be asked about, with their facts."""
        if cell.facts not in self._open:
            lists = {path for path in self.closed if "[" not in path}
            facts = frozenset(f for f in cell.facts if f not in self.closed and list_of(f) not in lists)
            self._open[cell.facts] = self.topics.open(facts, self.place)
        return self._open[cell.facts]

    # ---- exactly ----

    def _exactly(self, cell: Cell, people: int) -> dict[str, float]:
        """The fewest questions to expect with each that can be asked now; nothing where that is too much work."""
        self.work = EXACT
        try:
            return {topic: self._followed(cell, facts, people, _NEVER) for topic, facts in self.open(cell).items()}
        except Spent:
            return {}

    def best(self, cell: Cell, people: int) -> Estimate:
        """The fewest questions to expect. Raises Spent."""
        choices = self.open(cell)
        if cell.known or not choices:
            return 0.0, ""
        key = (cell, people)
        if key not in self._best:
            found: Estimate = (_NEVER, "")
            for topic, facts in choices.items():
                number = self._followed(cell, facts, people, found[0])
                if number < found[0] - _ALIKE:
                    found = number, topic
            self._best[key] = found
        return self._best[key]

    def _followed(self, cell: Cell, facts: Paths, people: int, limit: float) -> float:
        """One question, and the fewest after it; not to the end where it comes to more than the limit."""
        number = 1.0
        for left, those in self.answers(cell, facts, people):
            number += self.best(left, those)[0] * those.bit_count() / people.bit_count()
            if number >= limit - _ALIKE:
                break
        return number

    def answers(self, cell: Cell, facts: Paths, people: int) -> list[tuple[Cell, int]]:
        """What is left after an answer, those who give it together; the most frequent first."""
        key = (cell, facts, people)
        if key not in self._split:
            self.work -= len(cell.facts)
            if self.work < 0:
                raise Spent
            ways: dict[Cell, int] = {}
            for left, those in self.panel.answers(cell, facts, people):
                ways[left] = ways.get(left, 0) | those
            self._split[key] = sorted(ways.items(), key=lambda way: -way[1].bit_count())
        return self._split[key]

    # ---- by looking one question ahead ----

    def _ahead(self, cell: Cell, people: int) -> dict[str, float]:
        """Of those that can be asked now, as many as the work allows: the simple rule's own first."""
        choices, numbers = self.open(cell), dict[str, float]()
        first = self._begin(cell, people)
        self.work = AHEAD
        try:
            for topic in (first, *(t for t in choices if t != first)):
                numbers[topic] = 1 + self._after(cell, choices[topic], people)
        except Spent:
            pass
        return numbers or {first: 1.0}

    def _after(self, cell: Cell, facts: Paths, people: int) -> float:
        total = 0.0
        for left, those in self.answers(cell, facts, people):
            total += self.simple(left, those) * those.bit_count()  # not sum(): later Pythons would round otherwise
        return total / people.bit_count()

    def simple(self, cell: Cell, people: int) -> float:
        """The questions to expect by the simple rule."""
        choices = self.open(cell)
        if cell.known or not choices:
            return 0.0
        key = (cell, people)
        if key not in self._simple:
            self._simple[key] = 1 + self._after(cell, choices[self._begin(cell, people)], people)
        return self._simple[key]

    def _begin(self, cell: Cell, people: int) -> str:
        choices = self.open(cell)
        found = self.estimate(cell, people, frozenset(choices))[1]
        return found or next(iter(choices))

    # ---- the simple rule ----

    def estimate(self, cell: Cell, people: int, now: Paths) -> Estimate:
        """The questions to expect, parts being asked about one after the other; `now`: topics that may be begun."""
        if cell.known or not people:
            return 0.0, ""
        key = (cell, people, now)
        if key not in self._estimates:
            self._estimates[key] = self._estimate(cell, people, now)
        return self._estimates[key]

    def _estimate(self, cell: Cell, people: int, now: Paths) -> Estimate:
        if cell.op in ("not", "holds"):
            return self.estimate(cell.parts[0], people, now)
        if cell.op in ("and", "or"):
            return self._junction(cell, people, now)
        if cell.op == "guard":
            guard, body = cell.parts
            return self._in_turn(people, now, ((guard, people), (body, people & guard.yes)))
        if cell.op == "choose":
            rest, turns = people, []
            for condition, value in zip(cell.parts[:-1:2], cell.parts[1::2], strict=True):
                turns += [(condition, rest), (value, rest & condition.yes)]
                rest &= condition.no
            return self._in_turn(people, now, (*turns, (cell.parts[-1], rest)))
        return self._leaf(cell, people, now)

    def _leaf(self, cell: Cell, people: int, now: Paths) -> Estimate:
        topics = list(self.open(cell))
        number, first = float(len(topics)), next((topic for topic in topics if topic in now), "")
        if not cell.parts:
            return number, first
        parts, begin = self._in_turn(people, now, tuple((part, people) for part in cell.parts))
        return min(number, parts), begin or first

    def _in_turn(self, people: int, now: Paths, turns: tuple[tuple[Cell, int], ...]) -> Estimate:
        number, begin = 0.0, ""
        for cell, those in turns:
            more, first = self.estimate(cell, those, now)
            number, begin = number + more * those.bit_count() / people.bit_count(), begin or first
        return number, begin

    def _junction(self, cell: Cell, people: int, now: Paths) -> Estimate:
        """Parts in the order of questions by chance to settle it."""
        ranked = []
        for at, part in enumerate(cell.parts):
            if part.known:
                continue
            number, first = self.estimate(part, people, now)
            settles = (people & (part.no if cell.op == "and" else part.yes)).bit_count() / people.bit_count()
            ranked.append((not first, number / settles if settles else _NEVER + number, at))
        rest, turns = people, []
        for _, _, at in sorted(ranked):
            part = cell.parts[at]
            turns.append((part, rest))
            rest &= ~(part.no if cell.op == "and" else part.yes)
        return self._in_turn(people, now, tuple(turns))
