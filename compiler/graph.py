"""The dependency graph: an edge from each fact or definition to the definitions that use it. A cycle is a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from compiler.expressions import FactRef, Quantified, RuleRef, everything, uses
from compiler.program import Definition, Program
from compiler.same import Same
from dsl.diagnostics import Diagnostic
from dsl.source import Place

if TYPE_CHECKING:
    import networkx


def with_parts(definition: Definition) -> Definition:
    """The definition with the facts and rules that its expressions name."""
    used = [uses(e) for e in (definition.guard, definition.body) if e is not None]
    facts = frozenset().union(*(each.facts for each in used))
    rules = tuple(dict.fromkeys(name for each in used for name in each.rules))
    if (facts, rules) == (definition.facts, definition.rules):
        return definition
    return replace(definition, facts=facts, rules=rules)


def in_order(definitions: Mapping[str, Definition], found: list[Diagnostic]) -> dict[str, Definition]:
    """Definitions so that each rests only on earlier ones, with all the facts each may depend on. A cycle is reported
    as the path that it is, and cut."""
    left = dict(definitions)
    while True:
        try:
            order = _order(tuple((name, d.rules) for name, d in left.items()))
            break
        except CycleError as cycle:
            path: list[str] = list(reversed(cycle.args[1]))
            start = min(range(len(path) - 1), key=lambda i: list(definitions).index(path[i]))
            path = [*path[start:-1], *path[: start + 1]]
            where = definitions[path[0]].place
            related = tuple((_reference(definitions[a], b), b) for a, b in pairwise(path))
            found.append(Diagnostic("E207", where, {"path": " → ".join(path)}, related))
            del left[path[0]]
    complete: dict[str, Definition] = {}
    for name in order:
        own = left[name]
        inherited = [complete[r].facts for r in own.rules if r in complete]
        complete[name] = _resting_on(Same(own), own.facts.union(*inherited)) if inherited else own
    return complete


@lru_cache(maxsize=8)
def _order(rules: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    """Names of definitions, each with those that it names, so that each stands after those. Raises CycleError."""
    known = dict(rules)
    return tuple(TopologicalSorter({name: [r for r in named if r in known] for name, named in rules}).static_order())


@lru_cache(maxsize=200_000)
def _resting_on(definition: Same[Definition], facts: frozenset[str]) -> Definition:
    """The definition with all the facts that it may depend on."""
    return replace(definition.it, facts=facts)


def _reference(definition: Definition, name: str) -> Place:
    """Where a definition, or an exception to it, names another."""
    parts = [x for e in (definition.guard, definition.body) if e is not None for x in everything(e)]
    return next(x.place for x in parts if isinstance(x, RuleRef) and x.name == name)


def dependency_graph(program: Program) -> networkx.DiGraph[str]:
    """Nodes carry `kind` (fact, definition), `part` and `type`. networkx is loaded only here: it takes longer to
    import than a whole evaluation."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    for fact in program.facts.values():
        graph.add_node(fact.name, kind="fact", part="", type=fact.type.kind)
    for d in program.definitions.values():
        graph.add_node(d.name, kind="definition", part=d.part, type=d.type.kind)
    for d in program.definitions.values():
        parts = [x for e in (d.guard, d.body) if e is not None for x in everything(e)]
        direct = dict.fromkeys(x.name for x in parts if isinstance(x, FactRef))
        direct |= dict.fromkeys(x.records for x in parts if isinstance(x, Quantified))
        graph.add_edges_from((name, d.name) for name in (*direct, *d.rules))
    return graph
