"""The steps of generated code: every condition and computed value of the rules that are asked about, whether it decides
or not. What a step is, is told once, in a table; an evaluation only gives the values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.expressions import Apply, Expr, FactRef, Quantified, Switch
from compiler.partial import Environment, run
from compiler.program import Definition
from compiler.steps import left_out
from compiler.targets.straight.form import Form
from compiler.targets.straight.nodes import Node


@dataclass(frozen=True, slots=True)
class Stated:
    """A step: which rule it is part of, the operation, the words of the rule file for it, and where the law says so.
    Its value, where that is a number, is in parts of which `below` make one; a date is yyyymmdd, money in fen; None is
    what is not known."""

    rule: str
    op: str
    words: str
    cite: str
    below: int = 1


class Steps:
    """The steps of a form: what each is, and the node of its value."""

    def __init__(self, form: Form) -> None:
        self.form = form
        pairs = list(self._steps())
        self.stated = tuple(stated for stated, _ in pairs)
        self.nodes = tuple(node for _, node in pairs)

    def _steps(self) -> Iterator[tuple[Stated, Node]]:
        environment = self.form.asked.environment
        for definition in self._rules():
            cite = definition.claim.cite if definition.claim is not None else definition.part
            for expr in (definition.guard, definition.body):
                for part in () if expr is None else _conditions(expr, environment):
                    op = part.op if isinstance(part, Apply | Quantified) else "fact"
                    node, below = self.form.lowering.lower(run(part, environment), part.type.kind), 1
                    if node.op == "ratio" and isinstance(node.args[1], int):
                        node, below = node.args
                    yield Stated(definition.name, op, part.place.text, cite, below), node

    def _rules(self) -> list[Definition]:
        """The rules that are asked about and all that they rest on, each after what it rests on."""
        asked = self.form.asked
        definitions = asked.program.definitions
        wanted: set[str] = set()
        left = [output.name for output in asked.outputs if isinstance(output.of, Definition)]
        while left:
            name = left.pop()
            if name not in wanted and name in definitions:
                wanted.add(name)
                left += definitions[name].rules
        return [d for name, d in definitions.items() if name in wanted and not d.each]


def _conditions(expr: Expr, environment: Environment) -> Iterator[Expr]:
    """The parts of a rule's surface form that are conditions or computed, as steps.py has them."""
    while isinstance(expr, Switch):
        expr = expr.under(environment.letter(expr.reading))
    if isinstance(expr, Apply):
        yield expr
        for part in expr.args:
            if not left_out(part, environment):
                yield from _conditions(part, environment)
    elif isinstance(expr, Quantified) or (isinstance(expr, FactRef) and expr.type.kind == "bool"):
        yield expr
