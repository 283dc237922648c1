"""Mutants of a program: every comparison of every rule made tighter and looser by one day, fen or unit. An example at
each side of the boundary kills both; a mutant that no example kills is a boundary that no example shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from compiler.calendar import FIRST, LAST
from compiler.examples import run_examples
from compiler.expressions import Apply, Const, Expr, Quantified, Switch
from compiler.program import Definition, Program
from compiler.values import INTEGER, PERIOD


@dataclass(frozen=True)
class Mutant:
    rule: str
    what: str
    program: Program


def mutants(program: Program) -> Iterator[Mutant]:
    seen: set[int] = set()
    texts: Counter[str] = Counter()
    for view in program.views:
        for definition in view.definitions.values():
            for comparison in comparisons(view, definition):
                if id(comparison) not in seen and not definition.internal:
                    seen.add(id(comparison))
                    text = f"{definition.name}: {comparison.place.text} ({comparison.op}"
                    texts[text] += 1
                    text += f" no. {texts[text]})" if texts[text] > 1 else ")"
                    for how, changed in (("tighter", _tighter(comparison)), ("looser", _looser(comparison))):
                        what = f"{text} made {how}"
                        yield Mutant(definition.name, what, _replaced(program, comparison, changed))


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
            if expr.op in ("le", "lt") and not _open_end(expr):
                found[id(expr)] = expr
            for arg in expr.args[_asks_calendar(expr) :]:
                visit(arg)
        elif isinstance(expr, Quantified):
            for part in (expr.condition, expr.value):
                if part is not None:
                    visit(part)

    for expr in (definition.guard, definition.body):
        if expr is not None:
            visit(expr)
    return list(found.values())


def _open_end(expr: Apply) -> bool:
    """A parameter's row without a beginning or an end: it ends with the years that there are."""
    return any(isinstance(x, Const) and x.type.kind == "date" and x.value in (FIRST, LAST) for x in expr.args)


def _asks_calendar(expr: Apply) -> bool:
    """Does its first condition only ask whether the holiday calendar reaches so far? That is no boundary of a rule."""
    value = expr.args[1] if expr.op == "choose" else None
    return isinstance(value, Apply) and value.op in ("count_working_days", "roll")


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
    if isinstance(expr, Quantified):
        parts = (substitute(x, old, new) if x is not None else None for x in (expr.condition, expr.value))
        return replace(expr, condition=next(parts), value=next(parts))
    return expr


def _with(definition: Definition, old: Expr, new: Expr) -> Definition:
    guard = substitute(definition.guard, old, new) if definition.guard is not None else None
    return replace(definition, guard=guard, body=substitute(definition.body, old, new))


def _replaced(program: Program, old: Expr, new: Expr) -> Program:
    """The program with a part of a rule changed wherever it stands, at all times."""
    epochs = tuple((day, _replaced(view, old, new)) for day, view in program.epochs)
    definitions = {name: _with(d, old, new) for name, d in program.definitions.items()}
    return replace(program, definitions=definitions, epochs=epochs)


def dependents(program: Program, name: str) -> set[str]:
    """The definitions that rest on one, itself included."""
    found = {name}
    for view in program.views:
        for definition in view.definitions.values():
            if not found.isdisjoint(definition.rules):
                found.add(definition.name)
    return found


def killed(mutant: Mutant) -> bool:
    """Does an example of a conclusion that rests on the changed rule fail?"""
    concerned = dependents(mutant.program, mutant.rule)
    examples = tuple(e for e in mutant.program.examples if any(x.name in concerned for x in e.expected))
    return any(faults for _, faults in run_examples(replace(mutant.program, examples=examples)))
