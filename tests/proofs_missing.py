"""The facts that are said to be missing are those, and only those, that can still change the answer: told from
completions alone. Two completions that differ in one fact only and have different answers show that it can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

from compiler.unknowns import list_of, stem
from compiler.values import Value
from tests.proofs_base import Check, Facts, Pair, Told
from tests.proofs_completions import Completions, changed

ENUMERATED = (128, 2_048)
"""So many completions are tried one and all, where there are no more: with little effort, and with much."""
DRAWN = (5, 40)
"""Else so many are drawn."""
STEERED = (120, 6_000)
"""So many steps are taken to find two completions that show that a fact matters, where none drawn did."""
_FLIPS = 24
"""So many other values of a number are tried."""


def missing(pair: Pair, check: Check) -> None:
    """Every fact that is said to be missing can change the answer, two completions show it; no other fact can."""
    told = pair.told
    if pair.dated or told.status not in ("unknown", "value", "not_applicable"):
        return
    look = _Look(pair)
    look.over()
    for path in told.missing:
        if path not in look.shown:
            look.steer(path)
        shown = path in look.shown
        if not shown and pair.ask.days_beyond(pair.facts, pair.day, path) > 1:
            continue
        if check.that(shown, "needless:", path, "no two completions differ in it alone") and shown:
            _confirmed(pair, path, *look.shown[path], check)
    for path, (one, other) in look.shown.items():
        if path not in told.missing and path not in look.hidden:
            check.that(False, "missed:", path, _told(pair, one), "or", _told(pair, other))
    if told.settled:
        check.that(look.agree(told), "not settled: completions come to", look.seen)
    elif not told.missing:
        check.that(False, "unknown, and nothing is missing")
    check.claims += 1


def _confirmed(pair: Pair, path: str, one: Facts, other: Facts, check: Check) -> None:
    """The witnesses hold when they are asked as requests."""
    first, second = pair.free(one, pair.day), pair.free(other, pair.day)
    differ = first.settled and second.settled and not first.same(second)
    check.that(differ, "witnesses of", path, "do not differ as requests:", first, second)


def _told(pair: Pair, facts: Facts) -> str:
    told = pair.free(facts, pair.day)
    extra = {p: v for p, v in facts.items() if p not in pair.facts}
    return f"{told.status} {told.value} with {extra}"


@dataclass
class _Look:
    """What completions show: for each fact two that differ in it alone and have different answers; what all came to."""

    pair: Pair
    shown: dict[str, tuple[Facts, Facts]] = field(default_factory=dict)
    seen: set[tuple[str, Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.completions = Completions(self.pair)
        self.random = self.pair.random("missing")
        self.hidden = frozenset[str]()

    def over(self) -> None:
        """All completions where they are few, else some and their neighbours."""
        pair, most = self.pair, ENUMERATED[self.pair.effort]
        if self.completions.count(pair.facts, most) <= most:
            self._all()
            return
        for _ in range(DRAWN[pair.effort]):
            made = self.completions.drawn(pair.facts, self.random)
            if made is not None:
                self._around(made)

    def _all(self) -> None:
        """Completions alike in all facts but one are neighbours."""
        seen: dict[frozenset[tuple[str, Value]], list[tuple[Facts, Told]]] = {}
        todo = self.completions.open(self.pair.facts)
        for made in self.completions.all(self.pair.facts):
            told = self.pair.free.quick(made, self.pair.day)
            if told.status == "refused":
                continue
            self.seen.add((told.status, told.value))
            for path in todo:
                rest = frozenset((p, v) for p, v in made.items() if p != path and p in todo)
                alike = seen.setdefault(frozenset((("", path), *rest)), [])
                self._compare(path, made, told, alike)
                if not any(told.same(other) for _, other in alike):
                    alike.append((made, told))

    def _compare(self, path: str, made: Facts, told: Told, alike: Sequence[tuple[Facts, Told]]) -> None:
        for other, before in alike:
            if not told.same(before):
                self.shown.setdefault(self._named(path), (other, made))

    def _around(self, made: Facts) -> None:
        """A completion, and what comes of another value of each fact."""
        told = self.pair.free.quick(made, self.pair.day)
        if told.status == "refused":
            return
        self.seen.add((told.status, told.value))
        for path in [p for p in made if p not in self.pair.facts]:
            if self._named(path) in self.shown:
                continue
            for other in self._others(made, path):
                then = self.pair.free.quick(other, self.pair.day)
                if then.status != "refused":
                    self.seen.add((then.status, then.value))
                    if not then.same(told):
                        self.shown[self._named(path)] = (made, other)
                        break

    def _others(self, made: Facts, path: str) -> Iterator[Facts]:
        values = [v for v in self.completions.values(path, made) if v != made[path]]
        if len(values) > _FLIPS:
            values = self.random.sample(values, _FLIPS)
        for value in values:
            other = changed(made, path, value)
            if self.completions.open(other):  # more records than before: what they are is open
                filled = self.completions.drawn(other, self.random)
                if filled is not None:
                    yield filled
            else:
                yield other

    def _named(self, path: str) -> str:
        """A field of a list that is not known goes by the list's name."""
        return list_of(path) if "[" in path and list_of(path) not in self.pair.facts else path

    # ---- a fact of which nothing was seen ----

    def steer(self, path: str) -> None:
        """Others are set until nothing but this one is missing, and two values of it are seen to make a difference; of
        a list, two values of a field of one of its records."""
        self.completions.flipping(self.pair.facts, path, STEERED[self.pair.effort], partial(self._turns, path))

    def _turns(self, path: str, found: Facts) -> bool:
        completions, pair = self.completions, self.pair
        if self._turned(path, path, found):
            return True
        records = completions.program.facts[stem(path)].type.kind == "records"
        for number in completions.values(path, found) if records else ():
            one, inner = {**found, path: number}, partial(self._turned, path)
            fields = pair.free.whole(one, pair.day).missing
            if any(completions.flipping(one, field, 120, partial(inner, field)) for field in fields):
                return True
        return False

    def _turned(self, path: str, first: str, found: Facts) -> bool:
        """Is it seen that `path` matters, by two values of one fact, all others being set?"""
        pair, values = self.pair, self.completions.values(first, found)
        for one, other in pairwise(values) if first not in found else ():
            ways = [pair.free({**found, first: value}, pair.day) for value in (one, other)]
            if not ways[0].same(ways[1]):
                made = self.completions.filled(found, first, [one, other], self.random)
                if made is not None and self._shows(path, made, first, one, other):
                    return True
        return False

    def _shows(self, path: str, made: Facts, first: str, one: Value, other: Value) -> bool:
        """Do these two values make a difference? Of the number of records, with those that are more drawn as well."""
        if self.completions.program.facts[stem(first)].type.kind == "records":
            self._around({**made, first: one})
            return path in self.shown
        ways = {**made, first: one}, {**made, first: other}
        told = [self.pair.free.quick(way, self.pair.day) for way in ways]
        if all(one.settled for one in told) and not told[0].same(told[1]):
            self.shown[path] = ways
        return path in self.shown

    def agree(self, told: Told) -> bool:
        """Do all completions come to this?"""
        return all((type(v), s, v) == (type(told.value), told.status, told.value) for s, v in self.seen)
