"""Two exceptions that can hold together and give different results: found for every person, on every day and under
every reading, before anybody asks.

The day and what the request does not say are unknowns like others; the search for exact unknowns (exact.py) tells
whether some completion that no constraint refuses has both exceptions count and their values differ. Where the search
is too long it says yes: the drafter is asked for an order too many, but no conflict is missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product

from compiler.checks.concerned import Concerned, Whole
from compiler.exact import Exact
from compiler.expressions import Apply, Expr, RuleRef
from compiler.partial import Environment, Outcome, Residual, applicable, holds, junction, negation, run, strict
from compiler.program import Definition, Fact, Program, Text
from compiler.request import constraint_values, ties
from compiler.unknowns import Everything
from compiler.values import DATE, LIMITS
from dsl.diagnostics import Diagnostic
from dsl.parse import FILES
from dsl.source import Place, Source

_DAY = "评估日"
"""The day asked about, as a fact: no fact can have this name, it is a keyword."""


def conflicting_exceptions(program: Program) -> Iterator[Diagnostic]:
    """One diagnostic a pair of exceptions."""
    epochs = program.epochs or ((LIMITS["date"][0], program),)
    ends = [first - 1 for first, _ in epochs[1:]] + [LIMITS["date"][1]]
    seen: set[tuple[str, str]] = set()
    for (first, view), last in zip(epochs, ends, strict=True):
        whole = Whole(view)
        for definition in filter(_has_exceptions, view.definitions.values()):
            for pair in ((one.name, other.name) for (one, _), (other, _) in _pairs(definition)):
                key = (_plain(pair[0]), _plain(pair[1]))
                if key not in seen and _clash(whole, definition, pair, (first, last)):
                    seen.add(key)
                    yield _diagnostic(view, *pair)


Rule = tuple[RuleRef, Expr]


def _has_exceptions(definition: Definition) -> bool:
    return isinstance(definition.body, Apply) and definition.body.op == "with_exceptions"


def _pairs(definition: Definition) -> Iterator[tuple[Rule, Rule]]:
    body = definition.body
    assert isinstance(body, Apply)
    rules = [(e, v) for e, v in zip(body.args[1::2], body.args[2::2], strict=True) if isinstance(e, RuleRef)]
    yield from combinations(rules, 2)


def _clash(whole: Whole, definition: Definition, pair: tuple[str, str], days: tuple[int, int]) -> bool:
    """Can two of a definition's exceptions hold together on one of these days and differ? What is concerned is all that
    it depends on; the search is made once for each form of that."""
    return _searched(whole.concerned(definition), definition.name, pair, days)


@lru_cache(maxsize=FILES)
def _searched(concerned: Concerned, name: str, pair: tuple[str, str], days: tuple[int, int]) -> bool:
    program = concerned.program()
    definition = program.definitions[name]
    rules = next((one, other) for one, other in _pairs(definition) if (one[0].name, other[0].name) == pair)
    facts = Everything(program.facts)
    facts[_DAY] = _day(days)
    letters = {name: tuple(reading.alternatives) for name, reading in program.readings.items()}
    ways = (dict(zip(letters, way, strict=True)) for way in product(*letters.values()))
    return any(_clash_under(program, definition, rules, facts, way) for way in ways)


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


def _day(days: tuple[int, int]) -> Fact:
    nothing, nowhere = Text(""), Place(Source("", ""), 0, 0)
    return Fact(_DAY, "", nothing, DATE, nothing, nothing, {}, "", "", "", "", days, None, (), (), nowhere)


def _diagnostic(program: Program, first: str, second: str) -> Diagnostic:
    one, other = program.definitions[first], program.definitions[second]
    later, earlier = (other, one)
    related = ((earlier.place, _plain(first)),)
    return Diagnostic("E215", later.place, {"first": _plain(first), "second": _plain(second)}, related)


def _plain(name: str) -> str:
    """The name of an exception, by whichever text it is called."""
    return name.partition("@")[0]
