"""What decides: which nodes of a condition tree take part in fixing the state of its root.

It follows from the state alone: a met "all" rests on all its parts, an unmet one on those that are not met or do not
apply; a met "any" on every met part (all true routes are named), an unmet one on all; an open one on its open parts. A
rule whose guard fails rests on it, and what it says itself is told beside it where that stands in the way as well. A
rule with exceptions rests on the exceptions that count (a "no" on what it says too, where that is a no as well), or,
where none does, on all of them and on what it says."""

from __future__ import annotations

from dataclasses import replace

from compiler.program import Text
from explain.proof import LACKING, Node

WHATEVER = Text("没有填的那些，怎么填结果都一样。", "Whatever the missing answers are, this comes out the same.")
CLASH = Text("待确定的这几项，不可能同时都合要求。", "Those that are to be settled cannot all come out as they must.")
BARRED = Text(
    "就算补上缺的，在您问的那一天也不可能都符合，因为有的情况已经定了。",
    "Even with that put right, these cannot all be met on the day asked about: something is fixed.",
)
_OPPOSITE = {"met": "unmet", "unmet": "met"}


def marked(node: Node, decisive: bool) -> Node:
    """The tree with every node that takes part in fixing the state of the root marked."""
    chosen = {part.id for part in relevant(node)} if decisive else set()
    parts = tuple(marked(part, part.id in chosen) for part in node.parts)
    if decisive and alone(node):
        parts = tuple(map(_all_marked, node.parts))
    return replace(node, decisive=decisive, parts=parts)


def alone(node: Node) -> bool:
    """Is it settled although none of its parts is?"""
    return node.note == WHATEVER or (node.note == CLASH and not any(part.state in LACKING for part in node.parts))


def _all_marked(node: Node) -> Node:
    """Below what is settled although its parts are not, all parts tell why."""
    return replace(node, decisive=True, parts=tuple(map(_all_marked, node.parts)))


def relevant(node: Node) -> list[Node]:
    """The parts that fix a node's state."""
    state = _OPPOSITE.get(node.state, node.state) if node.negated and node.kind in ("rule", "not") else node.state
    match node.kind:
        case "rule":
            guard = [part for part in node.parts if part.role == "guard"]
            if guard and guard[0].state in LACKING:
                return [part for part in node.parts if part.state != "open"]
            return [part for part in node.parts if part.state == "open"] if state == "open" else list(node.parts)
        case "all" | "any":
            if (node.kind, state) in (("all", "met"), ("any", "unmet"), ("any", "not_applicable")):
                return list(node.parts)
            same = LACKING if state == "unmet" else (state,)
            return [p for p in node.parts if p.state in same] or [p for p in node.parts if p.state == "open"]
        case "cases":
            return _branch(node)
        case "exceptions":
            return _exceptions(node)
        case "unless":
            return _unless(node)
    return list(node.parts)


def _branch(node: Node) -> list[Node]:
    """The conditions of the cases up to the one that holds, and its value; from the first open condition on, all."""
    found: list[Node] = []
    for condition, value in zip(node.parts[0:-1:2], node.parts[1:-1:2], strict=True):
        if condition.state == "open":
            return [*found, *node.parts[node.parts.index(condition) :]]
        found.append(condition)
        if condition.state != "unmet":
            return [*found, value]
    return [*found, node.parts[-1]]


def _exceptions(node: Node) -> list[Node]:
    """The exceptions that count with what they give, and the general rule where it says no as well; else the exceptions
    that may count, or else all, and the general rule."""
    counting = [p for p in node.parts if p.counts or p.state == "not_applicable"]
    open_ = [p for p in node.parts if p.role == "exception" and p.state == "open"]
    if counting and node.state != "open":
        lacks = node.state in LACKING and node.general.state in LACKING
        return [*_with_values(node, counting), *([node.general] if lacks else [])]
    if open_:
        return [*_with_values(node, [*counting, *open_]), *([] if counting else [node.general])]
    return [*(p for p in node.parts if p.role == "exception"), node.general]


def _with_values(node: Node, chosen: list[Node]) -> list[Node]:
    keys = {part.id for part in chosen}
    found: list[Node] = []
    taken = False
    for part in node.parts:
        taken = part.id in keys if part.role == "exception" else taken and part.role == "instead"
        found += [part] if taken else []
    return found


def _unless(node: Node) -> list[Node]:
    """Conditions, and exceptions that would set them aside."""
    if node.state == "met":
        return list(node.parts)
    if node.state == "unmet":
        failing = [p for p in node.parts if p.counts or (p.role != "against" and p.state in LACKING)]
        return failing or [p for p in node.parts if p.state == "open"]
    return [p for p in node.parts if p.state == node.state]
