"""The ways to meet a rule: every true one for a "yes"; for a "no" every one, with all that it lacks, nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from compiler.evaluate import Answer
from explain import sentences as say
from explain.deciding import relevant
from explain.proof import NOTHING, Node, Open, Route

Way = tuple[Node, tuple[Node, ...]]
"""What is met or not met in this way, and its conditions."""


class Known(Protocol):
    """What else there is to know of conditions and ways: the facts that can still change a condition, whether one of
    several can never be met, the facts on which it rests that a way is open or (`fails`) closed."""

    def missing(self, node: Node) -> tuple[str, ...]: ...

    def closed(self, unmet: Sequence[Node]) -> bool: ...

    def facts(self, way: Way, fails: bool) -> tuple[str, ...]: ...


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


def ways(node: Node, known: Known) -> tuple[Route, ...]:
    """Each way to meet a condition that is met or not met; of those that are not met, what can be met comes first."""
    found = list(_ways(node))
    lacks = node.state != "met"
    if lacks:
        found.sort(
            key=lambda way: (known.closed(_unmet(way)), _lacking(way), sum(x.state == "open" for x in way[1])),
        )
    return tuple(_route(way, i, len(found), known, lacks) for i, way in enumerate(found, start=1))


def _unmet(way: Way) -> tuple[Node, ...]:
    return tuple(node for node in way[1] if node.state in ("unmet", "not_applicable") or node.counts)


def chosen(body: Node, known: Known) -> tuple[Route, ...]:
    """The conditions that chose a value: of the cases, and the exceptions."""
    if body.kind not in ("cases", "exceptions"):
        return ()
    conditions = tuple(_choosing(body))
    return (_route((body, conditions), 1, 1, known, False),) if conditions else ()


def _choosing(body: Node) -> Iterator[Node]:
    for part in body.reasons if body.kind in ("cases", "exceptions") else ():
        if part.role == "if":
            yield from _conditions(part)
        elif part.role == "exception" or part.former:
            yield part
        else:
            yield from _choosing(part)


# ---- ways --------------------------------------------------------------------------------------------------------


def _ways(node: Node) -> Iterator[Way]:
    if node.kind == "exceptions":
        yield from _met_or_not(node)
        return
    parts = [node]
    if node.kind == "any" and not node.name:
        parts = [p for p in node.parts if p.decisive] if node.state == "met" else list(node.parts)
    for part in parts or relevant(node):
        yield part, _conditions(part)


def _met_or_not(node: Node) -> Iterator[Way]:
    """Of a rule with exceptions: an exception that counts gives the answer, or stands in the way; else the rule itself
    does, since none counts."""
    exceptions = [part for part in node.parts if part.role == "exception"]
    counting = [part for part in exceptions if part.counts]
    if node.state == "met" and counting:
        former = tuple(part for part in node.parts if part.decisive and part.role == "instead" and part.former)
        yield from ((part, (part, *former)) for part in counting)
        return
    others = [part for part in exceptions if part.decisive and not part.counts] if node.state == "met" else counting
    for part, conditions in _ways(node.general):
        whole = (*conditions, *others) if node.state == "met" else (*others, *conditions)
        yield part, whole
    if node.state != "met":
        yield from ((part, _own(part, node)) for part in exceptions if part.gives == "met" and not part.counts)


def _own(exception: Node, within: Node) -> tuple[Node, ...]:
    """What an exception asks for; where it was opened elsewhere, from there."""
    opened = next((n for n in within.walk() if n.name == exception.name and n.kind == "rule" and n.parts), exception)
    inner = opened.parts[-1] if opened.parts else opened
    return _conditions(inner)


def _conditions(node: Node) -> tuple[Node, ...]:
    """The parts of an "all", or of an exception; what is said of every record is one condition."""
    return node.parts if node.kind in ("all", "unless") and not node.name else (node,)


def gap(node: Node) -> int:
    """How many conditions would have to change: unmet ones of an "all" add up, of an "any" the fewest count. An
    exception that applies where it must not counts as one."""
    if node.state != "unmet":
        return int(node.counts)
    body = node.body
    if body.kind == "exceptions":
        return min(_lacking(way) for way in _met_or_not(body))
    counts = [n for part in body.parts if (n := gap(part))] if node.kind != "test" else []
    if not counts:
        return 1
    return min(counts) if body.kind == "any" else sum(counts)


def _lacking(way: Way) -> int:
    return sum(map(gap, way[1]))


def _route(way: Way, number: int, count: int, known: Known, lacks: bool) -> Route:
    node, conditions = way

    def of(*states: str) -> tuple[Node, ...]:
        return tuple(c for c in conditions if c.state in states and not (lacks and c.counts))

    unmet = _unmet(way) if lacks else of("unmet", "not_applicable")
    open_ = tuple(Open(node, known.missing(node)) for node in of("open"))
    lacking, blocking = sum(map(gap, unmet)), sum(c.counts for c in unmet)
    title = say.route_title(number, count, [node.brief] if node.role == "exception" else [c.brief for c in conditions])
    note = node.note if node.kind == "all" else NOTHING
    return Route(
        node.id,
        title,
        say.gap(lacking - blocking, len(open_), blocking),
        note,
        of("met", "value"),
        unmet,
        open_,
        lacking,
        lambda: known.facts(way, lacks),
    )
