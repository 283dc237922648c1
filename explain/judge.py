"""A person's facts on a day under readings, with the exact decision on whatever is left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.exact import Exact
from compiler.partial import Environment, Outcome, Residual
from compiler.program import Program
from compiler.request import constraint_values
from compiler.values import NA, Value

TOO_OPEN = 8
"""What would be if an answer or a reading were different is looked into exactly where at most so many facts are open
then; with more, only where what is known decides it at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a conclusion came to; `status` as in an answer: value, unknown, not_applicable."""

    status: str
    value: Value | None


@dataclass(frozen=True)
class Judge:
    """`possible` is False where the facts break a constraint: a request that would be refused."""

    environment: Environment
    exact: Exact
    ties: tuple[Residual, ...]
    possible: bool

    @classmethod
    def of(cls, environment: Environment, like: Judge | None = None) -> Judge:
        """`like` has decided much already; where the same constraints are open, that is kept."""
        values = [value for _, _, value in constraint_values(environment.program, environment)]
        ties = tuple(value for value in values if isinstance(value, Residual))
        possible = not any(value is False for value in values)
        if like is not None and like.ties == ties:
            return cls(environment, like.exact, ties, possible)
        return cls(environment, Exact(environment.program.facts, ties), ties, possible)

    @property
    def program(self) -> Program:
        return self.environment.program

    def settle(self, outcome: Outcome) -> Value | None:
        """The value on which all completions agree; None where there is none."""
        return self.exact.decide(outcome)[0] if isinstance(outcome, Residual) else outcome

    def missing(self, outcome: Outcome) -> tuple[str, ...]:
        """The facts that can still change an open outcome, in the order of the vocabulary."""
        if not isinstance(outcome, Residual):
            return ()
        missing = self.exact.decide(outcome)[1]
        return tuple(name for name in self.program.facts if name in missing)

    def find(self, name: str) -> Finding | None:
        """What the conclusion of this name came to; None where so much is open that it is not looked into."""
        outcome = self.environment.rule(name)
        if isinstance(outcome, Residual) and len(outcome.support) > TOO_OPEN:
            return None
        value = self.settle(outcome)
        if value is None:
            return Finding("unknown", None)
        return Finding("not_applicable", None) if value is NA else Finding("value", value)

    def assuming(self, fact: str, value: Value) -> Judge:
        return Judge.of(self.environment.assuming(fact, value), self)

    def under(self, readings: Mapping[str, str]) -> Judge:
        """The same person under other readings."""
        old = self.environment
        return Judge.of(Environment(old.program, old.facts, old.as_of, {**old.readings, **readings}), self)
