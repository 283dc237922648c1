"""Declared, but nothing uses it. Silent while text is still marked as not encoded: what will use it may be there."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.declared import KINDS
from compiler.expressions import Expr, uses
from compiler.program import Program
from dsl.diagnostics import Diagnostic


def _expressions(program: Program) -> Iterator[Expr]:
    """Of every version."""
    for view in [each for _, each in program.epochs] or [program]:
        for definition in view.definitions.values():
            yield from (e for e in (definition.guard, definition.body) if e is not None)
        yield from (norm.condition for norm in view.norms.values() if norm.condition is not None)
        for service in view.services.values():
            yield from (e for e in (service.condition, *(c for c, _ in service.venues)) if e is not None)


def _draft(program: Program) -> bool:
    return any(row.pending for row in program.ledger.coverage)


def unused_facts(program: Program) -> Iterator[Diagnostic]:
    """A fact that no definition, norm or service depends on."""
    if _draft(program):
        return
    used = {name for e in _expressions(program) for name in uses(e).facts}
    for fact in program.facts.values():
        if fact.name not in used and fact.norm_default is None:
            zh, en = KINDS["parameter" if fact.parameter else "fact"]
            yield Diagnostic("W601", fact.place, {"name": fact.name, "kind": zh, "kind_en": en})


def unused_readings(program: Program) -> Iterator[Diagnostic]:
    """A computable reading that switches nothing."""
    if _draft(program):
        return
    used = {name for e in _expressions(program) for name in uses(e).readings}
    used.add(program.before_force[0])
    for reading in program.readings.values():
        if reading.id not in used and reading.not_computable is None:
            yield Diagnostic("W602", reading.place, {"name": reading.id})
