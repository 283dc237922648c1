"""The ways to meet a rule: every true one for a "yes"; for a "no" every one, with all that it lacks, nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from compiler.evaluate import Answer
from compiler.program import Text
from explain import sentences as say
from explain.deciding import BARRED, CLASH, relevant
from explain.proof import LACKING, NOTHING, Node, Open, Route

Way = tuple[Node, tuple[Node, ...]]
"""What is met or not met in this way, and its conditions."""
Shut = tuple[Text, tuple[str, ...]]
"""Why a way cannot be met whole even with all that it lacks put right, and the facts that bar it."""
_OPEN: Shut = (NOTHING, ())


class Known(Protocol):
    """What else there is to know of conditions and ways: the facts that can still change a condition, whether several
    that are open cannot all be met, whether one of several that are not met never can be, the facts that bar a way
    beside what it lacks, and those on which it rests that a way is open or (`fails`) closed."""

    def missing(self, node: Node) -> tuple[str, ...]: ...

    def clash(self, nodes: Sequence[Node]) -> bool: ...

    def closed(self, unmet: Sequence[Node]) -> bool: ...

    def bars(self, conditions: Sequence[Node]) -> tuple[str, ...]: ...

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
            wanted = [part for part in node.parts if part.role == "guard" and part.state in LACKING] or wanted
        elif len(node.parts) > 1:
            return node
        if len(wanted) != 1:
            return node
        node, status = wanted[0], ""
    return node


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a conclusion that does not apply says itself: it must be met as well. `above` are the rules whose guards
    fail."""

    conditions: tuple[Node, ...] = ()
    above: frozenset[str] = frozenset()


NONE = Beyond()


def beyond(root: Node, cause: Node) -> Beyond:
    """Beside the guard in which the ways part; nothing, where it stands in no way (trace.py)."""
    if root.state != "not_applicable" or len(root.parts) < 2 or root.parts[0].state not in LACKING:
        return NONE
    above = {node.name for node in root.walk() if node.kind == "rule" and cause.id.startswith(f"{node.id}.")}
    return Beyond(_conditions(root.parts[1]), frozenset(above))


def ways(node: Node, known: Known, more: Beyond = NONE) -> tuple[Route, ...]:
    """Each way to meet a condition that is met or not met; of those that are not met, what can be met comes first."""
    found = list(_ways(node))
    lacks = node.state != "met"
    shut = {way[0].id: _shut(way, more, known) if lacks else _own_note(way[0]) for way in found}
    if lacks:
        found.sort(
            key=lambda way: (
                known.closed(lacking(way[1])) or shut[way[0].id] != _OPEN,
                gap(way[1]),
                sum(x.state == "open" for x in way[1]),
            ),
        )
    return tuple(
        _route(way, i, len(found), known, lacks, more, shut[way[0].id]) for i, way in enumerate(found, start=1)
    )


def _shut(way: Way, more: Beyond, known: Known) -> Shut:
    """Why a way cannot be met whole even where all that it lacks is put right."""
    conditions = (*way[1], *more.conditions)
    bars, open_ = known.bars(conditions), [node for node in conditions if node.state == "open"]
    if len(open_) > 1 and known.clash(open_):
        return CLASH, bars
    return (BARRED, bars) if bars else _own_note(way[0])


def _own_note(node: Node) -> Shut:
    return node.note if node.kind in ("all", "unless") else NOTHING, ()


def lacking(conditions: Sequence[Node]) -> tuple[Node, ...]:
    """Those that stand in the way: what is not met, and exceptions that count."""
    return tuple(node for node in conditions if node.state in LACKING or node.counts)


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


def gap(nodes: Sequence[Node], told: frozenset[str] = frozenset()) -> int:
    """How many conditions would have to change for all of these to be met: unmet ones of an "all" add up, of an "any"
    the fewest count. An exception that applies where it must not counts as one. Of one that does not apply its guard
    and what it says count; a rule counts there only where it is not among these (`told`) anyway."""
    first = [node for node in nodes if node.state != "not_applicable"]
    found, told = sum(map(_gap, first)), told.union(*map(_unmet_rules, first))
    for node in nodes:
        if node.state == "not_applicable":
            found, told = found + _unapplied(node, told), told | _unmet_rules(node)
    return found


def _unmet_rules(node: Node) -> frozenset[str]:
    return frozenset(part.name for part in node.walk() if part.kind == "rule" and part.state == "unmet")


def _gap(node: Node) -> int:
    if node.state != "unmet":
        return int(node.counts)
    body = node.body
    if body.kind == "exceptions":
        return min(gap(conditions) for _, conditions in _met_or_not(body))
    parts = [part for part in body.parts if part.state in LACKING or part.counts] if node.kind != "test" else []
    if body.kind == "any":
        return min((n for part in parts if (n := gap([part]))), default=1)
    return gap(parts) or 1


def _unapplied(node: Node, told: frozenset[str]) -> int:
    """The same of what does not apply."""
    if node.state != "not_applicable":
        return 0 if node.name in told and node.kind == "rule" else _gap(node)
    counts = [_unapplied(part, told) for part in node.parts if part.state in LACKING]
    return (min if node.kind == "any" else sum)(counts or [0])


def _route(
    way: Way, number: int, count: int, known: Known, lacks: bool, more: Beyond = NONE, shut: Shut = _OPEN
) -> Route:
    node, conditions = way[0], (*way[1], *more.conditions)

    def of(*states: str) -> tuple[Node, ...]:
        return tuple(c for c in conditions if c.state in states and not (lacks and c.counts))

    unmet = lacking(conditions) if lacks else of(*LACKING)
    open_ = tuple(Open(node, known.missing(node)) for node in of("open"))
    short, blocking = gap(unmet, more.above), sum(c.counts for c in unmet)
    title = say.route_title(number, count, [node.brief] if node.role == "exception" else [c.brief for c in conditions])
    return Route(
        node.id,
        title,
        say.gap(short - blocking, len(open_), blocking),
        shut[0],
        of("met", "value"),
        unmet,
        open_,
        short,
        lambda: known.facts(way, lacks),
        shut[1],
    )
