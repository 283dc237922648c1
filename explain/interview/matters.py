"""Whether a fact can still matter, shown by an example: two people, alike but for this fact, who agree with all that is
known, whom no constraint forbids, and who are answered differently.

An example proves it, and is found at once for almost every fact; where none is found, nothing is said, and the exact
search (compiler/exact.py) has to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from compiler.unknowns import stem
from compiler.values import NA, Value
from explain.interview.panel import own_record
from explain.question.ask import Facts, Question
from explain.question.plain import NOBODY, Node
from explain.question.spans import Spot, World, found

_PEOPLE, _VALUES = 40, 6


@dataclass(frozen=True)
class Examples:
    """`people` have a value for every fact on which the question may depend; `day` is the day asked about; `each`: the
    list of which a rule speaks record by record."""

    question: Question
    people: Sequence[Facts]
    day: int
    each: Mapping[str, str]
    _as_they_are: dict[frozenset[tuple[str, Value]], dict[int, Spot]] = field(default_factory=dict)
    _refused: dict[tuple[Node, tuple[Spot, ...]], bool] = field(default_factory=dict)

    def show(self, path: str, facts: Facts) -> bool:
        """Is there an example that this missing fact matters? A list does if a field of its first record does."""
        known = self.question.of(path)
        varied = [path]
        if known.kind == "records":
            varied += [f"{path}[1].{field.name}" for field in self.question.known.values() if field.each == path]
        return any(self._differ(person, facts, one) for person in self._near(facts) for one in varied)

    def _near(self, facts: Facts) -> Sequence[Facts]:
        """Those who agree best with what is known, as many of each outcome."""
        chosen = [path for path, value in facts.items() if isinstance(value, bool | str)]
        ranked: dict[str, list[tuple[int, int]]] = {}
        for at, person in enumerate(self.people):
            differ = sum(person.get(path) != facts[path] for path in chosen)
            ranked.setdefault(self._outcomes[at], []).append((differ, at))
        nearest = sorted((place, pair) for pairs in ranked.values() for place, pair in enumerate(sorted(pairs)))
        return [self.people[at] for _, (_, at) in nearest[:_PEOPLE]]

    @cached_property
    def _outcomes(self) -> list[str]:
        """Of every person, what all yes/no rules of the person come to."""
        form = self.question.form(self.day)
        worlds = [World(form, person, self.day) for person in self.people]
        plain = [node for name, node in form.rules.items() if not self._of_record(name)]
        return [repr([_sort(found(node, world, NOBODY)) for node in (form.root, *plain) if node]) for world in worlds]

    def _of_record(self, name: str) -> bool:
        return bool(self.each.get(name))

    def _differ(self, person: Facts, facts: Facts, path: str) -> bool:
        """Is the person answered differently with another value of this fact?"""
        seen: list[Spot] = []
        for outcome in self._answered(person, facts, path):
            if outcome is None:
                continue
            if any(type(other) is not type(outcome) or other != outcome for other in seen):
                return True
            seen.append(outcome)
        return False

    def _answered(self, person: Facts, facts: Facts, path: str) -> Iterator[Spot]:
        """The outcome with each value; with the person's own it is the same whichever fact is looked at."""
        own, *others = self._values(path, person)
        kept = self._as_they_are.setdefault(frozenset(facts.items()), {})
        if id(person) not in kept:
            kept[id(person)] = self._outcome(self._completed(person, {**facts, path: own}))
        yield kept[id(person)]
        for value in others:
            yield self._outcome(self._completed(person, {**facts, path: value}))

    def _values(self, path: str, person: Facts) -> Sequence[Spot]:
        """The person's own first."""
        own = own_record(path, person)
        others = self.question.of(path).values or [p[own] for p in self.people if own in p]
        return list(dict.fromkeys([person.get(own), *others]))[: _VALUES + 2]

    def _completed(self, person: Facts, facts: Facts) -> Facts:
        """Somebody who agrees with what is known. Records that the person has too few of are had over again."""
        made = {p: v for p, v in {**person, **facts}.items() if "[" not in p}
        for path in self._fields(made):
            own = own_record(path, person)
            if path in facts or own in person:
                made[path] = facts[path] if path in facts else person[own]
        return made

    def _fields(self, facts: Facts) -> Iterator[str]:
        for name, known in self.question.known.items():
            length = facts.get(known.each) if known.each else None
            for at in range(1, length + 1 if isinstance(length, int) else 1):
                yield f"{known.each}[{at}].{name}"

    def _outcome(self, facts: Facts) -> Spot:
        """What the answer is; None where it is not certain, or such a person would be refused."""
        form = self.question.form(self.day)
        world = World(form, facts, self.day)
        if form.root is None or any(self._breaks(tie, tied, world) for tie, tied in self._ties):
            return None
        return found(form.root, world, NOBODY)

    def _breaks(self, tie: Node, tied: Sequence[tuple[str, str]], world: World) -> bool:
        """Is a constraint not certainly kept? That depends on the facts of which it speaks alone."""
        key = (tie, tuple(_told(tied, world.facts)))
        if key not in self._refused:
            self._refused[key] = found(tie, world, NOBODY) in (False, None)
        return self._refused[key]

    @cached_property
    def _ties(self) -> list[tuple[Node, Sequence[tuple[str, str]]]]:
        """The constraints that speak of facts that the people have."""
        form = self.question.form(self.day)
        had = {stem(path) for person in self.people for path in person}
        ties = zip(form.ties, form.tied, strict=True)
        return [(tie, tied) for tie, tied in ties if all(name in had for name, _ in tied)]


def _told(tied: Sequence[tuple[str, str]], facts: Facts) -> Iterator[Spot]:
    """All that is known of some facts, those of records with how many there are."""
    for name, each in tied:
        if not each:
            yield facts.get(name)
            continue
        length = facts.get(each)
        yield length
        for at in range(1, length + 1 if isinstance(length, int) else 1):
            yield facts.get(f"{each}[{at}].{name}")


def _sort(spot: Spot) -> Spot:
    """All numbers but nought are of one sort."""
    return spot if isinstance(spot, bool | str) or not spot or spot is NA else 1
