"""A person's facts on a day under readings, with the exact decision on whatever is left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from compiler.evaluate import exact_for
from compiler.exact import BRIEFLY, Exact
from compiler.partial import Environment, Outcome, Residual, junction
from compiler.program import Program
from compiler.request import allowed, constraint_values, ties
from compiler.unknowns import list_of, number_of
from compiler.values import NA, Value
from explain.question.ask import Finding

TOO_OPEN = 8
"""What would be if an answer or a reading were different is looked into exactly where at most so many facts are open
then; with more, only where what is known decides it at once."""
_TOO_MANY = 24
"""A condition on a list whose length is not known is left open where it turns on more fields than this: to try all
lists that there may be takes too long. The answer itself is exact (compiler/evaluate.py)."""


@dataclass(frozen=True)
class Judge:
    """`possible` is False where the facts break a constraint: a request that would be refused. `known` are outcomes
    that were decided before."""

    environment: Environment
    exact: Exact
    ties: tuple[Residual, ...]
    possible: bool
    known: dict[Residual, tuple[Value | None, tuple[str, ...]]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, environment: Environment, like: Judge | None = None) -> Judge:
        """`like` has decided much already; where the same constraints are open, that is kept."""
        values = constraint_values(environment.program, environment)
        open_ = ties(values)
        exact = like.exact if like is not None and like.ties == open_ else exact_for(environment, open_)
        return cls(environment, exact, open_, allowed(values))

    @property
    def program(self) -> Program:
        return self.environment.program

    def settle(self, outcome: Outcome) -> Value | None:
        """The value on which all completions agree; None where there is none."""
        if not isinstance(outcome, Residual):
            return outcome
        if outcome in self.known:
            return self.known[outcome][0]
        if self._too_many(outcome) or self.exact.either(outcome):
            return None
        return self.exact.decide(outcome)[0]

    def clash(self, outcomes: Iterable[Outcome]) -> bool:
        """Can these conditions surely not all be met together?"""
        both = junction("and", outcomes)
        if not isinstance(both, Residual):
            return both is not True
        return not self._too_many(both) and not self.exact.can_be(both, True, BRIEFLY)

    def missing(self, outcome: Outcome) -> tuple[str, ...]:
        """The facts that can still change an open outcome, in the order of the vocabulary."""
        if not isinstance(outcome, Residual):
            return ()
        if outcome in self.known:
            return self.known[outcome][1]
        return self.named(outcome.support if self._too_many(outcome) else self.exact.decide(outcome)[1])

    def named(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Facts in the order of the vocabulary, records by their number; a field of an unknown list by the list."""
        order = list(self.program.facts)

        def place(path: str) -> tuple[int, int, str]:
            return order.index(list_of(path)), number_of(path), path

        found = sorted(facts, key=place)
        return tuple(dict.fromkeys(list_of(f) if self._unlisted(f) else f for f in found))

    def _unlisted(self, path: str) -> bool:
        return "[" in path and list_of(path) not in self.environment.facts

    def _too_many(self, outcome: Residual) -> bool:
        return len(outcome.support) > _TOO_MANY and any(map(self._unlisted, outcome.support))

    def find(self, name: str) -> Finding | None:
        """What the conclusion of this name came to; None where so much is open that it is not looked into."""
        outcome = self.environment.rule(name)
        if isinstance(outcome, Residual) and len(outcome.support) > TOO_OPEN:
            return None
        value = self.settle(outcome)
        if value is None:
            return Finding("unknown")
        return Finding("not_applicable") if value is NA else Finding("value", value)

    def assuming(self, fact: str, value: Value) -> Judge:
        return Judge.of(self.environment.assuming(fact, value), self)

    def only(self, facts: Iterable[str]) -> Judge:
        """The same where nothing is known but these facts."""
        old = self.environment
        return Judge.of(old.but({p: old.facts[p] for p in facts}), self)

    def under(self, readings: Mapping[str, str]) -> Judge:
        """The same person under other readings."""
        old = self.environment
        return Judge.of(Environment(old.program, old.facts, old.as_of, {**old.readings, **readings}), self)
