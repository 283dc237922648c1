"""The dependency graph: an edge from each fact or definition to the definitions that use it. A cycle is a fault, and so
is a chain of definitions too long for whatever walks down it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from compiler.expressions import Expr, FactRef, Quantified, RuleRef, everything, parts, uses
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
    as the path that it is, and cut; the first that is too deep is reported."""
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
    levels: dict[str, int] = {}
    for name in order:
        own = left[name]
        levels[name] = _levels(Same(own), tuple(levels.get(r, 0) for r in own.rules))
        inherited = [complete[r].facts for r in own.rules if r in complete]
        complete[name] = _resting_on(Same(own), own.facts.union(*inherited)) if inherited else own
    deep = next((name for name in order if levels[name] > MAX_LEVELS), None)
    if deep is not None:
        found.append(_too_deep(left, levels, deep))
    return complete


MAX_LEVELS = 150
"""So deep may a formula be when everything that it names is written out in it. With so many levels whatever walks down
it has stack to spare, and a browser shows its explanation as nested lists."""


@lru_cache(maxsize=200_000)
def _levels(definition: Same[Definition], below: tuple[int, ...]) -> int:
    """How many levels a definition has, where the rules that it names have so many."""
    known = dict(zip(definition.it.rules, below, strict=True))
    done: dict[Expr, int] = {}

    def level(expr: Expr) -> int:
        if expr not in done:
            own = known.get(expr.name, 0) if isinstance(expr, RuleRef) else 0
            done[expr] = 1 + max(map(level, parts(expr)), default=own)
        return done[expr]

    return max(level(e) for e in (definition.it.guard, definition.it.body) if e is not None)


def _too_deep(definitions: Mapping[str, Definition], levels: Mapping[str, int], name: str) -> Diagnostic:
    path = [name]
    while rules := [r for r in definitions[path[-1]].rules if r in definitions]:
        path.append(max(rules, key=levels.__getitem__))
    shown = " → ".join(path if len(path) <= _SHOWN else [*path[: _SHOWN - 2], "…", path[-1]])
    way, way_en = (f"；一个用到一个：{shown}", f"; each uses the next: {shown}") if len(path) > 1 else ("", "")
    words = {
        "problem": f"“{name}” 套得太深：它用到的全部写开有 {levels[name]} 层，最多 {MAX_LEVELS} 层{way}",
        "problem_en": f'"{name}" goes too deep: with all that it uses written out it has {levels[name]} levels, '
        f"and {MAX_LEVELS} is the most{way_en}",
        **_SIDE_BY_SIDE,
    }
    return Diagnostic("E112", definitions[name].place, words)


_SHOWN = 6
"""Names of a long chain that are told."""
_SIDE_BY_SIDE = {
    "advice": "条件并列写在 “同时符合：” 或 “分情况：” 下面，不要一个定义套一个定义；"
    "逐月、逐年重复的计算写成记录的列表",
    "advice_en": 'write conditions side by side below "all of:" or "cases:", not one definition in another; '
    "what repeats by month or year belongs in a list of records",
}


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
    found = [x for e in (definition.guard, definition.body) if e is not None for x in everything(e)]
    return next(x.place for x in found if isinstance(x, RuleRef) and x.name == name)


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
        named = [x for e in (d.guard, d.body) if e is not None for x in everything(e)]
        direct = dict.fromkeys(x.name for x in named if isinstance(x, FactRef))
        direct |= dict.fromkeys(x.records for x in named if isinstance(x, Quantified))
        graph.add_edges_from((name, d.name) for name in (*direct, *d.rules))
    return graph
