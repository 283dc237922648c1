"""Mutants of a program: every comparison of every rule made tighter and looser by one day, fen or unit. An example at
each side of the boundary kills both; a mutant that no example kills is a boundary that no example shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from compiler.examples import run_examples
from compiler.expressions import Apply, Const, Expr, Switch
from compiler.program import Definition, Program
from compiler.values import INTEGER, PERIOD


@dataclass(frozen=True)
class Mutant:
    rule: str
    what: str
    program: Program


def mutants(program: Program) -> Iterator[Mutant]:
    for definition in program.definitions.values():
        for comparison in comparisons(program, definition):
            for how, changed in (("tighter", _tighter(comparison)), ("looser", _looser(comparison))):
                other = _with(definition, comparison, changed)
                text = f"{definition.name}: {comparison.place.text} ({comparison.op}) made {how}"
                yield Mutant(definition.name, text, _replaced(program, other))


def comparisons(program: Program, definition: Definition) -> list[Apply]:
    """Comparisons of numbers and dates in a rule under the adopted readings, each once."""
    found: dict[int, Apply] = {}

    def visit(expr: Expr) -> None:
        if isinstance(expr, Switch):
            visit(expr.under(program.readings[expr.reading].adopted))
        elif isinstance(expr, Apply):
            if expr.meaning is not None:
                visit(expr.meaning)
                return
            if expr.op in ("le", "lt"):
                found[id(expr)] = expr
            for arg in expr.args:
                visit(arg)

    for expr in (definition.guard, definition.body):
        if expr is not None:
            visit(expr)
    return list(found.values())


def _next(expr: Expr) -> Expr:
    """The value one day, fen or unit up."""
    if expr.type.kind == "date":
        return Apply("add_period", (expr, Const((0, 0, 1), PERIOD, expr.place)), expr.type, expr.place)
    return Apply("add", (expr, Const(1, INTEGER, expr.place)), expr.type, expr.place)


def _tighter(expr: Apply) -> Apply:
    left, right = expr.args
    if expr.op == "le":
        return replace(expr, op="lt")
    return replace(expr, args=(_next(left), right))


def _looser(expr: Apply) -> Apply:
    left, right = expr.args
    if expr.op == "lt":
        return replace(expr, op="le")
    return replace(expr, args=(left, _next(right)))


def substitute(expr: Expr, old: Expr, new: Expr) -> Expr:
    if expr is old:
        return new
    if isinstance(expr, Switch):
        return replace(expr, by=tuple((letter, substitute(e, old, new)) for letter, e in expr.by))
    if isinstance(expr, Apply):
        meaning = substitute(expr.meaning, old, new) if expr.meaning is not None else None
        return replace(expr, args=tuple(substitute(a, old, new) for a in expr.args), meaning=meaning)
    return expr


def _with(definition: Definition, old: Expr, new: Expr) -> Definition:
    guard = substitute(definition.guard, old, new) if definition.guard is not None else None
    return replace(definition, guard=guard, body=substitute(definition.body, old, new))


def _replaced(program: Program, definition: Definition) -> Program:
    return replace(program, definitions={**program.definitions, definition.name: definition})


def dependents(program: Program, name: str) -> set[str]:
    """The definitions that rest on one, itself included."""
    found = {name}
    for definition in program.definitions.values():
        if not found.isdisjoint(definition.rules):
            found.add(definition.name)
    return found


def killed(mutant: Mutant) -> bool:
    """Does an example of a conclusion that rests on the changed rule fail?"""
    concerned = dependents(mutant.program, mutant.rule)
    examples = tuple(e for e in mutant.program.examples if any(x.name in concerned for x in e.expected))
    return any(faults for _, faults in run_examples(replace(mutant.program, examples=examples)))
