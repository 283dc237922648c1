"""The steps of an evaluation: every part of a rule's surface form with what it came to. Explanations are made of them.

A reading's switch appears as the alternative in force, an item that counts only under another alternative not at all.
A definition that a rule names is one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.partial import Environment, Outcome, junction, run
from dsl.source import Place


@dataclass(frozen=True, slots=True)
class Step:
    """`op` is fact, rule, as_of, const or an operator's symbol; `name` a fact's or rule's; `outcome` a value, or the
    residual that strong Kleene leaves; `readings` the (id, letter) pairs that chose this form."""

    op: str
    name: str
    outcome: Outcome
    parts: tuple[Step, ...]
    expr: Expr
    readings: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> Place:
        return self.expr.place

    def walk(self) -> Iterator[Step]:
        yield self
        for part in self.parts:
            yield from part.walk()


def trace(expr: Expr, environment: Environment) -> Step:
    """The step of an expression, with all its parts evaluated (not only those that decide)."""
    readings: tuple[tuple[str, str], ...] = ()
    while isinstance(expr, Switch):
        letter = environment.letter(expr.reading)
        readings, expr = (*readings, (expr.reading, letter)), expr.under(letter)
    outcome = run(expr, environment)
    if isinstance(expr, Quantified):
        return Step(expr.op, expr.records, outcome, tuple(_records(expr, environment)), expr, readings)
    if isinstance(expr, Apply):
        parts = tuple(trace(a, environment) for a in expr.args if not left_out(a, environment))
        return Step(expr.op, "", outcome, parts, expr, readings)
    op = {FactRef: "fact", RuleRef: "rule", AsOf: "as_of", Const: "const"}[type(expr)]
    name = expr.name if isinstance(expr, FactRef | RuleRef) else ""
    return Step(op, name, outcome, (), expr, readings)


def _records(expr: Quantified, environment: Environment) -> Iterator[Step]:
    """A step a record of a list whose length is known: whether it counts, and its part of the value."""
    number = environment.fact(expr.records)
    for i in range(1, number + 1) if isinstance(number, int) else ():
        record = environment.record(expr.records, i)
        parts = tuple(trace(x, record) for x in (expr.condition, expr.value) if x is not None)
        outcome = junction("and", [p.outcome for p in parts if p.expr.type.kind == "bool"])
        yield Step("record", f"{expr.records}[{i}]", outcome, parts, expr)


def left_out(expr: Expr, environment: Environment) -> bool:
    """An item that the reading in force does not have."""
    return (
        isinstance(expr, Switch)
        and isinstance(form := expr.under(environment.letter(expr.reading)), Const)
        and (isinstance(form.value, bool))
    )
