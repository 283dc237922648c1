"""Everybody whom the rules name as someone who acts: who bears norms, who is addressed, to whom one turns."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.program import Norm, Program, Service


def actors(program: Program) -> tuple[str, ...]:
    """Of all times, by the names that the rules use, norms first."""
    named = [who for norm in program.every_norm() for who in _of_norm(norm)]
    return tuple(dict.fromkeys([*named, *(who for service in program.every_service() for who in of_service(service))]))


def _of_norm(norm: Norm) -> Iterator[str]:
    yield from (who for clause in norm.clauses for who in clause.bearers)
    yield from norm.addressees
    yield from norm.counterparts


def of_service(service: Service) -> Iterator[str]:
    """Who takes a step, and where one goes."""
    yield from (who for who, _ in service.steps if who)
    yield from (place.zh for _, places in service.venues for place in places)
