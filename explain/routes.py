"""The ways to meet a rule: every true one for a "yes"; for a "no" every one, with all that it lacks, nearest first."""

from __future__ import annotations

from collections.abc import Callable

from compiler.evaluate import Answer
from explain import sentences as say
from explain.proof import NOTHING, Node, Open, Route

Missing = Callable[[Node], tuple[str, ...]]


def computed(answer: Answer) -> bool:
    """Is it a number, a date, a choice or a list?"""
    return answer.status == "value" and answer.kind != "bool"


def cause(root: Node, status: str) -> Node:
    """Where the ways part: below rules that only hand on another condition."""
    node = root
    while node.kind == "rule":
        wanted = [part for part in node.parts if part.decisive and part.state == node.state]
        if status == "not_applicable":
            wanted = [part for part in node.parts if part.role == "guard"] or wanted
        elif len(node.parts) > 1:
            return node
        if len(wanted) != 1:
            return node
        node, status = wanted[0], ""
    return node


def ways(node: Node, missing: Missing) -> tuple[Route, ...]:
    """Each way to meet a condition that is met or not met."""
    parts = [node]
    if node.kind == "any":
        parts = [p for p in node.parts if p.decisive] if node.state == "met" else list(node.parts)
    if node.state != "met":
        parts.sort(key=lambda p: (gap(p), sum(x.state == "open" for x in _conditions(p))))
    return tuple(_route(part, _conditions(part), i, len(parts), missing) for i, part in enumerate(parts, start=1))


def chosen(body: Node, missing: Missing) -> tuple[Route, ...]:
    """The conditions that chose a case's value."""
    if body.kind != "cases":
        return ()
    conditions = [c for part in body.reasons if part.role == "if" for c in _conditions(part)]
    return (_route(body, tuple(conditions), 1, 1, missing),)


def gap(node: Node) -> int:
    """How many conditions would have to change: unmet ones of an "all" add up, of an "any" the fewest count."""
    if node.state != "unmet":
        return 0
    counts = [n for part in node.body.parts if (n := gap(part))] if node.kind != "test" else []
    if not counts:
        return 1
    return min(counts) if node.body.kind == "any" else sum(counts)


def _conditions(node: Node) -> tuple[Node, ...]:
    return node.parts if node.kind == "all" else (node,)


def _route(node: Node, conditions: tuple[Node, ...], number: int, count: int, missing: Missing) -> Route:
    def of(*states: str) -> tuple[Node, ...]:
        return tuple(c for c in conditions if c.state in states)

    unmet, open_ = of("unmet", "not_applicable"), tuple(Open(node, missing(node)) for node in of("open"))
    lacking = sum(map(gap, unmet))
    title = say.route_title(number, count, [c.brief for c in conditions])
    note = node.note if node.kind == "all" else NOTHING
    return Route(node.id, title, say.gap(lacking, len(open_)), note, of("met", "value"), unmet, open_, lacking)
