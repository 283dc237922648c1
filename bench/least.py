"""The fewest questions that any interview can need for one person: in whatever order, it has to ask a set of questions
whose answers leave nothing open that could still be asked. The smallest such set is found by hitting sets: of every set
that is not enough, and to which nothing can be added without its becoming enough, some question that is not in it must
be asked. That a set is not enough counts only where it is proved, so the number is never too high."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compiler.evaluate import Evaluation
from compiler.partial import Residual
from compiler.request import Request
from compiler.unknowns import list_of, stem
from compiler.values import Value
from explain.interview.crowd import about
from explain.interview.order import Order

Questions = frozenset[str]


class Least:
    """Of one conclusion: `order` groups facts into questions, and says what can still matter."""

    def __init__(self, order: Order) -> None:
        self.order, self.program = order, order.program.at(order.day)
        self.facts = set(about(self.program, order.question.name).facts)

    def of(self, person: Mapping[str, Value]) -> int:
        """The fewest questions for somebody who has an answer to each."""
        topics = self.topics(person)
        wanted = [frozenset((one,)) for one in topics if not self._enough(topics, topics.keys() - {one}, person)]
        while True:
            chosen = smallest(wanted)
            if self._enough(topics, chosen, person):
                return len(chosen)
            for one in topics:
                if not self._enough(topics, chosen | {one}, person):
                    chosen |= {one}
            wanted.append(frozenset(topics.keys() - chosen))

    def topics(self, person: Mapping[str, Value]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in person:
            if stem(path) in self.facts and self.order.topics.level(path) is not None:
                found.setdefault(self.order.topics.of_path(path), []).append(path)
        return found

    def _enough(self, topics: Mapping[str, Sequence[str]], chosen: Iterable[str], person: Mapping[str, Value]) -> bool:
        """Can nothing that may be asked change the answer any more? Yes too where that is not shown."""
        paths = {path for topic in chosen for path in topics[topic]}
        facts = {path: person[path] for path in person if path in paths and {list_of(path), path} <= paths}
        asked = [path for path in self.order.finding(facts).missing if self.order.topics.level(path) is not None]
        return not any(self.order.examples.show(path, facts) or self._concerns(path, facts) for path in asked)

    def _concerns(self, path: str, facts: Mapping[str, Value]) -> bool:
        """Does the exact search find that a fact matters; of a list, that a field of its first record does?"""
        evaluation = Evaluation(self.program, Request(self.order.day, facts, self.order.readings, ()))
        outcome = evaluation.environment.rule(self.order.question.name)
        fields = [f"{path}[1].{fact.name}" for fact in self.program.facts.values() if fact.each == path]
        found = (evaluation.exact.concerns(one, outcome) for one in (path, *fields) if isinstance(outcome, Residual))
        return any(one is True for one in found)


def smallest(sets: Sequence[Questions]) -> Questions:
    """The smallest set that has something in common with each of these."""
    for size in range(len(frozenset().union(*sets)) + 1):
        found = _hitting(sets, size)
        if found is not None:
            return found
    raise ValueError("an empty set has nothing in common with any")


def _hitting(sets: Sequence[Questions], size: int) -> Questions | None:
    if not sets:
        return frozenset()
    if not size:
        return None
    for one in sorted(min(sets, key=lambda some: (len(some), sorted(some)))):
        found = _hitting([some for some in sets if one not in some], size - 1)
        if found is not None:
            return found | {one}
    return None
