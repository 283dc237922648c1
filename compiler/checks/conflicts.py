"""Two exceptions that can hold together and give different results: found for every person, on every day and under
every reading, before anybody asks.

The day and what the request does not say are unknowns like others; the search for exact unknowns (exact.py) tells
whether some completion that no constraint refuses has both exceptions count and their values differ. Where the search
is too long it says yes: the drafter is asked for an order too many, but no conflict is missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

from compiler.exact import Exact
from compiler.expressions import Apply, Expr, RuleRef, Switch, everything
from compiler.partial import Environment, Outcome, Residual, applicable, holds, junction, negation, run, strict
from compiler.program import Definition, Fact, Program
from compiler.request import constraint_values, ties
from compiler.unknowns import Everything
from compiler.values import DATE, LIMITS
from dsl.diagnostics import Diagnostic

_DAY = "评估日"
"""The day asked about, as a fact: no fact can have this name, it is a keyword."""


def conflicting_exceptions(program: Program) -> Iterator[Diagnostic]:
    """One diagnostic a pair of exceptions."""
    epochs = program.epochs or ((LIMITS["date"][0], program),)
    ends = [first - 1 for first, _ in epochs[1:]] + [LIMITS["date"][1]]
    seen: set[tuple[str, str]] = set()
    for (first, view), last in zip(epochs, ends, strict=True):
        for definition in view.definitions.values():
            for pair in _pairs(definition):
                key = (_plain(pair[0][0].name), _plain(pair[1][0].name))
                if key not in seen and _clash(view, definition, pair, (first, last)):
                    seen.add(key)
                    yield _diagnostic(view, pair[0][0].name, pair[1][0].name)


Rule = tuple[RuleRef, Expr]


def _pairs(definition: Definition) -> Iterator[tuple[Rule, Rule]]:
    body = definition.body
    if not (isinstance(body, Apply) and body.op == "with_exceptions"):
        return
    rules = [(e, v) for e, v in zip(body.args[1::2], body.args[2::2], strict=True) if isinstance(e, RuleRef)]
    yield from combinations(rules, 2)


def _clash(program: Program, definition: Definition, pair: tuple[Rule, Rule], days: tuple[int, int]) -> bool:
    facts = Everything(program.facts)
    facts[_DAY] = _day(program, days)
    return any(_clash_under(program, definition, pair, facts, readings) for readings in _ways(program, definition))


def _clash_under(
    program: Program,
    definition: Definition,
    pair: tuple[Rule, Rule],
    facts: Everything,
    readings: Mapping[str, str],
) -> bool:
    environment = Environment(program, {}, LIMITS["date"][0], readings)
    environment.as_of = Residual("fact", (_DAY,), frozenset((_DAY,)))  # type: ignore[assignment]
    if definition.each:
        environment = environment.record(definition.each, 1)
    (first, one), (second, other) = pair
    parts: list[Outcome] = [_unlike(run(one, environment), run(other, environment))]
    if definition.guard is not None:
        parts.append(run(definition.guard, environment))
    if definition.each:
        parts.append(strict("le", (1, environment.fact(definition.each))))
    together = junction("and", [*parts, run(first, environment), run(second, environment)])
    if not isinstance(together, Residual):
        return together is True
    return Exact(facts, ties(constraint_values(program, environment))).can_be(together, True)


def _unlike(left: Outcome, right: Outcome) -> Outcome:
    """Do two values differ? One that is not applicable differs from any that is."""
    if left is right:
        return False
    one, other = applicable(left), applicable(right)
    apart = (junction("and", [one, negation(other)]), junction("and", [negation(one), other]))
    return junction("or", [holds(strict("eq", (left, right)), False), *apart])


def _day(program: Program, days: tuple[int, int]) -> Fact:
    any_fact = next(iter(program.facts.values()))
    return replace(any_fact, name=_DAY, type=DATE, limits=days, each="", rows=(), constraints=())


def _ways(program: Program, definition: Definition) -> Iterator[dict[str, str]]:
    """Every combination of the alternatives on which the definition may turn."""
    reached: set[str] = set()
    open_ = [definition.name]
    names: dict[str, None] = {}
    while open_:
        current = program.definitions.get(open_.pop())
        if current is None or current.name in reached:
            continue
        reached.add(current.name)
        open_ += current.rules
        for expr in (current.guard, current.body):
            names |= {x.reading: None for x in everything(expr) if isinstance(x, Switch)} if expr is not None else {}
    letters = {name: tuple(program.readings[name].alternatives) for name in names}
    for way in product(*letters.values()):
        yield dict(zip(letters, way, strict=True))


def _diagnostic(program: Program, first: str, second: str) -> Diagnostic:
    one, other = program.definitions[first], program.definitions[second]
    later, earlier = (other, one)
    related = ((earlier.place, _plain(first)),)
    return Diagnostic("E215", later.place, {"first": _plain(first), "second": _plain(second)}, related)


def _plain(name: str) -> str:
    """The name of an exception, by whichever text it is called."""
    return name.partition("@")[0]
