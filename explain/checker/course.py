"""Whether every day can be worked out: whatever looks at the day looks beside it at what is known alone, so that it
need only be asked day by day."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.expressions import Apply, AsOf, Expr, FactRef, Quantified, RuleRef, everything
from compiler.program import Program
from compiler.unknowns import stem
from explain.checker.judge import Judge

_JOINING = ("and", "or", "not", "none_of", "choose")
_NAMING = (FactRef, Quantified)


def known_throughout(judge: Judge, name: str) -> bool:
    """Are all facts known that stand beside the day, in the rules of a conclusion by every text and in what its facts
    must keep?"""
    programs = {id(one): one for one in (judge.whole, *(one for _, one in judge.whole.epochs))}
    open_ = set(_open(judge))
    exprs = ((program, expr) for program in programs.values() for expr in _expressions(program, name))
    return not any(open_ & _beside(program, expr) for program, expr in exprs)


def _open(judge: Judge) -> Iterator[str]:
    """The facts that are not known, or not of every record."""
    known = judge.request.facts
    for fact in judge.whole.facts.values():
        length = known.get(fact.each) if fact.each else 1
        count = sum(stem(path) == fact.name for path in known)
        if not isinstance(length, int) or count < length:
            yield fact.name


def _expressions(program: Program, name: str) -> Iterator[Expr]:
    names, waiting = {name}, [name]
    while waiting:
        definition = program.definitions.get(waiting.pop())
        if definition is None:
            continue
        yield definition.body
        if definition.guard is not None:
            yield definition.guard
        waiting += [rule for rule in definition.rules if rule not in names]
        names |= set(definition.rules)
    reach = program.definitions[name].facts if name in program.definitions else frozenset()
    for constraint in (one for fact in program.facts.values() for one in fact.constraints):
        if reach & _named(program, constraint.condition):
            yield constraint.condition


def _beside(program: Program, expr: Expr) -> frozenset[str]:
    """The facts that stand in one condition with the day."""
    if not any(isinstance(part, AsOf) for part in everything(expr)):
        return frozenset()
    if isinstance(expr, Apply) and expr.op in _JOINING:
        return frozenset().union(*(_beside(program, arg) for arg in expr.args))
    return _named(program, expr)


def _named(program: Program, expr: Expr) -> frozenset[str]:
    parts = list(everything(expr))
    named = {part.name if isinstance(part, FactRef) else part.records for part in parts if isinstance(part, _NAMING)}
    rules = (program.definitions.get(part.name) for part in parts if isinstance(part, RuleRef))
    return frozenset(named).union(*(rule.facts for rule in rules if rule is not None))
