"""Evaluation and partial evaluation are one thing: `run` folds everything that the known facts decide. What is left is
a value, or a Residual: the same formula over the missing facts alone. Connectives are strong Kleene with NA:

    false 且 NA = false      true 或 NA = true      otherwise NA where a part is NA

A comparison or arithmetic with NA is NA: reading a guarded value adds its guard to the reader's guard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from compiler.expressions import Apply, Const, Expr, FactRef, RuleRef, Switch
from compiler.operators import RUN
from compiler.program import Definition, Program
from compiler.values import NA, Value


class Residual:
    """What is left of a formula: `op` is fact, and, or, not, choose, guard, or a primitive; `args` are residuals and
    values. `support` are the facts in it. Equal formulas are one object, so `is` compares them."""

    __slots__ = ("__weakref__", "args", "op", "support")
    op: str
    args: tuple[Any, ...]
    support: frozenset[str]

    def __new__(cls, op: str, args: Sequence[Any], support: frozenset[str] | None = None) -> Residual:
        key = (op, *((a if isinstance(a, Residual) else (a.__class__, a)) for a in args))
        found = _INTERNED.get(key)
        if found is None:
            found = object.__new__(cls)
            found.op, found.args = op, tuple(args)
            if support is None:
                support = frozenset().union(*(a.support for a in found.args if isinstance(a, Residual)))
            found.support = support
            _INTERNED[key] = found
        return found

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"


_INTERNED: WeakValueDictionary[tuple[Any, ...], Residual] = WeakValueDictionary()

Outcome = Value | Residual


class Environment:
    """One evaluation: what is known, on which day, under which readings; what was computed is kept."""

    def __init__(
        self, program: Program, facts: Mapping[str, Value], as_of: int, readings: Mapping[str, str] | None = None
    ) -> None:
        self.program = program
        self.facts = facts
        self.as_of = as_of
        self.readings = readings or {}
        self.rules: dict[str, Outcome] = {}
        self.missing: dict[str, Residual] = {}

    def fact(self, name: str) -> Outcome:
        value = self.facts.get(name)
        if value is not None:
            return value
        if name not in self.missing:
            self.missing[name] = Residual("fact", (name,), frozenset((name,)))
        return self.missing[name]

    def rule(self, name: str) -> Outcome:
        if name not in self.rules:
            self.rules[name] = define(self.program.definitions[name], self)
        return self.rules[name]

    def letter(self, reading: str) -> str:
        return self.readings.get(reading) or self.program.readings[reading].adopted

    def assuming(self, name: str, value: Value) -> Environment:
        """The same with one more fact; definitions that cannot depend on it are not computed again."""
        other = Environment(self.program, {**self.facts, name: value}, self.as_of, self.readings)
        other.missing = self.missing
        other.rules = {r: v for r, v in self.rules.items() if name not in self.program.definitions[r].facts}
        return other


def define(definition: Definition, environment: Environment) -> Outcome:
    """A definition's outcome: its body's where the guard is true, NA where it is false or NA."""
    if definition.guard is None:
        return run(definition.body, environment)
    return guarded(run(definition.guard, environment), lambda: run(definition.body, environment))


def run(expr: Expr, environment: Environment) -> Outcome:
    """The value of an expression, or what is left of it."""
    if isinstance(expr, Apply):
        return run(expr.meaning, environment) if expr.meaning is not None else _apply(expr, environment)
    if isinstance(expr, FactRef):
        return environment.fact(expr.name)
    if isinstance(expr, Const):
        return expr.value  # type: ignore[return-value]
    if isinstance(expr, RuleRef):
        return environment.rule(expr.name)
    if isinstance(expr, Switch):
        return run(expr.under(environment.letter(expr.reading)), environment)
    return environment.as_of


def _apply(expr: Apply, environment: Environment) -> Outcome:
    op, args = expr.op, expr.args
    if op in ("and", "or"):
        return junction(op, (run(a, environment) for a in args))
    if op == "not":
        return negation(run(args[0], environment))
    if op == "choose":
        return choose([partial(run, a, environment) for a in args])
    return strict(op, [run(a, environment) for a in args])


# ---- one function a connective; exact.py uses the same ones to put values into residuals ---------------------------


def junction(op: str, parts: Iterable[Outcome]) -> Outcome:
    """且 and 或 of any number of parts."""
    dominant = op == "or"
    left: list[Residual] = []
    inapplicable = False
    for part in parts:
        if part is dominant:
            return dominant
        if part is NA:
            inapplicable = True
        elif isinstance(part, Residual):
            if part.op == op:
                inapplicable = inapplicable or NA in part.args
                left += [a for a in part.args if a is not NA and a not in left]
            elif part not in left:
                left.append(part)
    if not left:
        return NA if inapplicable else not dominant
    if len(left) == 1 and not inapplicable:
        return left[0]
    return Residual(op, (*left, NA) if inapplicable else left)


def negation(part: Outcome) -> Outcome:
    if isinstance(part, Residual):
        return part.args[0] if part.op == "not" else Residual("not", (part,))
    return NA if part is NA else not part


def guarded(guard: Outcome, body: Callable[[], Outcome]) -> Outcome:
    if guard is False or guard is NA:
        return NA
    value = body()
    if guard is True or value is NA:
        return value
    return Residual("guard", (guard, value))


def choose(parts: Sequence[Callable[[], Outcome]]) -> Outcome:
    """condition, value, condition, value, …, value: the value of the first condition that is true."""
    left: list[Outcome] = []
    for i in range(0, len(parts) - 1, 2):
        condition = parts[i]()
        if condition is False:
            continue
        if condition is NA:
            return Residual("choose", (*left, NA)) if left else NA
        value = parts[i + 1]()
        if condition is True:
            return Residual("choose", (*left, value)) if left else value
        left += [condition, value]
    value = parts[-1]()
    return Residual("choose", (*left, value)) if left else value


def strict(op: str, args: Sequence[Outcome]) -> Outcome:
    """A primitive: NA where an argument is NA or the divisor is zero, a residual where an argument is unknown."""
    if any(a is NA for a in args) or (op == "div" and args[1] == 0):
        return NA
    if op == "div" and isinstance(args[1], Residual):
        return guarded(negation(strict("eq", (args[1], 0))), lambda: Residual(op, args))
    if any(isinstance(a, Residual) for a in args):
        return Residual(op, args)
    result: Value = RUN[op](*args)
    return result.numerator if isinstance(result, Fraction) and result.denominator == 1 else result
