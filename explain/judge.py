"""A person's facts on a day under readings, with the exact decision on whatever is left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compiler.exact import Exact
from compiler.partial import Environment, Outcome, Residual
from compiler.program import Program
from compiler.request import constraint_values
from compiler.values import NA, Value


@dataclass(frozen=True, slots=True)
class Finding:
    """What a conclusion came to; `status` as in an answer: value, unknown, not_applicable."""

    status: str
    value: Value | None
    missing: tuple[str, ...] = ()


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
        exact = like.exact if like is not None and like.ties == ties else Exact(environment.program.facts, ties)
        return cls(environment, exact, ties, not any(value is False for value in values))

    @property
    def program(self) -> Program:
        return self.environment.program

    def decide(self, outcome: Outcome) -> tuple[Value | None, tuple[str, ...]]:
        """The value; or None and the facts that can still change it, in the order of the vocabulary."""
        if not isinstance(outcome, Residual):
            return outcome, ()
        value, missing = self.exact.decide(outcome)
        if value is not None:
            return value, ()
        return None, tuple(name for name in self.program.facts if name in missing)

    def find(self, name: str) -> Finding:
        """What the conclusion of this name came to."""
        value, missing = self.decide(self.environment.rule(name))
        if value is None:
            return Finding("unknown", None, missing)
        return Finding("not_applicable", None) if value is NA else Finding("value", value)

    def assuming(self, fact: str, value: Value) -> Judge:
        return Judge.of(self.environment.assuming(fact, value), self)

    def under(self, readings: Mapping[str, str]) -> Judge:
        """The same person under other readings."""
        old = self.environment
        return Judge.of(Environment(old.program, old.facts, old.as_of, {**old.readings, **readings}), self)
