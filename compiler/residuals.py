"""Putting values into residuals, and looking into them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeGuard

from compiler.partial import Outcome, Residual, choose, guarded, junction, negation, strict
from compiler.values import NA, Value

LOGIC = ("and", "or", "not", "choose", "guard")


def rebuild(node: Outcome, names: frozenset[str], leaf: Callable[[Residual], Outcome]) -> Outcome:
    """The residual with `leaf` applied to every part that mentions one of the facts, folded again."""
    if not isinstance(node, Residual) or names.isdisjoint(node.support):
        return node
    changed = leaf(node)
    if changed is not node or node.op == "fact":
        return changed
    op, args = node.op, node.args
    if op in ("and", "or"):
        return junction(op, (rebuild(a, names, leaf) for a in args))
    if op == "not":
        return negation(rebuild(args[0], names, leaf))
    if op == "guard":
        return guarded(rebuild(args[0], names, leaf), lambda: rebuild(args[1], names, leaf))
    if op == "choose":
        return choose([lambda a=a: rebuild(a, names, leaf) for a in args])  # type: ignore[misc]
    parts = [rebuild(a, names, leaf) for a in args]
    if op == "div" and isinstance(parts[1], Residual) and parts[0] is not NA:
        return Residual(op, parts)  # what guards it against zero stands around it
    return strict(op, parts)


def assign(node: Outcome, name: str, value: Outcome) -> Outcome:
    """The residual with one fact known (or replaced)."""
    return rebuild(node, frozenset((name,)), lambda part: value if part.op == "fact" and part.args[0] == name else part)


def assign_all(node: Outcome, values: Mapping[str, Value]) -> Outcome:
    for name, value in values.items():
        node = assign(node, name, value)
    return node


def replace(node: Outcome, part: Residual, by: Outcome) -> Outcome:
    """The residual with one part of it decided, or written otherwise."""
    return rebuild(node, part.support, lambda found: by if found is part else found)


def propagated(node: Residual) -> Outcome:
    """A conjunction (disjunction), where it is asked whether it can be true (false), or where no part comes out as NA:
    each part may take the others to be so. Again, until nothing changes."""
    settled = node.op == "and"
    parts = list(node.args)
    for at in range(len(parts)):
        part = parts[at]
        if not isinstance(part, Residual):
            continue
        known, truth = (part.args[0], not settled) if part.op == "not" else (part, settled)
        for other in range(len(parts)):
            if other != at:
                parts[other] = replace(parts[other], known, truth)
    changed = junction(node.op, parts)
    return propagated(changed) if changed is not node and _is(changed, node.op) else changed


def simplified(node: Outcome) -> Outcome:
    """The same formula, said with fewer facts where parts of a conjunction (disjunction) repeat what others say."""
    if not isinstance(node, Residual) or node.op not in ("and", "or", "not"):
        return node
    if node.op == "not":
        return negation(simplified(node.args[0]))
    made = junction(node.op, map(simplified, node.args))
    return propagated(made) if _is(made, node.op) and made.whole else made


def _is(node: Outcome, op: str) -> TypeGuard[Residual]:
    return isinstance(node, Residual) and node.op == op


def spread(atom: Residual) -> Residual:
    """`max(a, b) ≤ c` as `a ≤ c 且 b ≤ c`, and the like; other comparisons as they are."""
    left, right = atom.args
    for side, at_left in ((left, True), (right, False)):
        if atom.op != "eq" and isinstance(side, Residual) and side.op in ("max", "min"):
            parts = [strict(atom.op, (a, right) if at_left else (left, a)) for a in side.args]
            wider = junction("and" if (side.op == "max") is at_left else "or", parts)
            return wider if isinstance(wider, Residual) else atom
    return atom


Limits = Callable[[str], tuple[int, int]]


def hard_facts(node: Any, limits: Limits, numeric: Callable[[str], bool]) -> Iterator[list[str]]:
    """Numeric facts of each comparison that is not `g(x) ≤ h(y)` with g and h increasing, and of each number of several
    facts that is an outcome itself. What the conditions of cases in them compare is looked at apart, and what two
    conditions say that are compared with each other."""
    if not isinstance(node, Residual) or node.op == "fact":
        return
    if node.op in LOGIC or (node.op == "eq" and not all(map(numeric, _measured(node)))):
        for arg in node.args:
            yield from hard_facts(arg, limits, numeric)
    elif node.op != "in" and any(map(numeric, node.support)) and not _easy(node, limits):
        for condition in _conditions(node):
            yield from hard_facts(condition, limits, numeric)
        yield sorted(name for name in _measured(node) if numeric(name))


def _conditions(node: Any) -> Iterator[Residual]:
    """The conditions of the cases inside a comparison or number."""
    if not isinstance(node, Residual) or node.op == "fact":
        return
    last = {"choose": len(node.args) - 1, "guard": 1}.get(node.op, 0)
    for at, arg in enumerate(node.args):
        if at < last and at % 2 == 0:
            yield from (arg,) if isinstance(arg, Residual) else ()
        else:
            yield from _conditions(arg)


def _measured(node: Any) -> frozenset[str]:
    """The facts of a comparison or number that its cases' conditions do not ask about."""
    if not isinstance(node, Residual):
        return frozenset()
    if node.op == "fact":
        return node.support
    last = {"choose": len(node.args) - 1, "guard": 1}.get(node.op, 0)
    return frozenset().union(*(_measured(a) for at, a in enumerate(node.args) if at >= last or at % 2))


def _easy(atom: Residual, limits: Limits) -> bool:
    if not once(atom) or divides(atom):
        return False
    if len(atom.support) == 1:
        return True
    sides = [a for a in atom.args if isinstance(a, Residual)]
    if atom.op not in ("le", "lt", "eq") or any(len(side.support) > 1 for side in sides):
        return False
    return all(_rises(side, next(iter(side.support)), limits) for side in sides)


def _rises(side: Residual, name: str, limits: Limits) -> bool:
    low, high = (assign(side, name, end) for end in limits(name))
    return low <= high  # type: ignore[operator]


def divides(node: Any) -> bool:
    """Is something divided by what is not known yet, which may be zero?"""
    if not isinstance(node, Residual):
        return False
    return (node.op == "div" and isinstance(node.args[1], Residual)) or any(map(divides, node.args))


def subterms(node: Any) -> Iterator[Residual]:
    """The residual and all parts of it, each once where formulas share it."""
    open_, seen = [node], set()
    while open_:
        part = open_.pop()
        if isinstance(part, Residual) and part not in seen:
            seen.add(part)
            yield part
            open_ += part.args


def connected(names: Iterable[str], ties: Sequence[Residual]) -> list[Residual]:
    """The constraints that concern these facts, directly or through each other."""
    reach, left = set(names), list(ties)
    found: list[Residual] = []
    while True:
        fresh = [t for t in left if not reach.isdisjoint(t.support)]
        if not fresh:
            return found
        found += fresh
        left = [t for t in left if t not in fresh]
        reach.update(*(t.support for t in fresh))


def connected_to(parts: Iterable[Residual], ties: Sequence[Residual]) -> list[Residual]:
    return connected({name for part in parts for name in part.support}, ties)


def groups(parts: Sequence[Residual], ties: Sequence[Residual]) -> list[list[Residual]]:
    """Parts that share facts, directly or through constraints, together."""
    found: list[tuple[set[str], list[Residual]]] = []
    for part in parts:
        reach = set(part.support).union(*(t.support for t in connected(part.support, ties)))
        members = [part]
        for other in [g for g in found if not g[0].isdisjoint(reach)]:
            found.remove(other)
            reach |= other[0]
            members = [*other[1], *members]
        found.append((reach, members))
    return [members for _, members in found]


def comparisons(node: Any) -> Iterator[Residual]:
    """The comparisons of a residual that hold no open case inside, innermost first."""
    if not isinstance(node, Residual) or node.op == "fact":
        return
    for arg in node.args:
        yield from comparisons(arg)
    if node.op in ("le", "lt", "eq") and not any(_conditional(a) for a in node.args):
        yield node


def _conditional(node: Any) -> bool:
    return isinstance(node, Residual) and (node.op in LOGIC or any(_conditional(a) for a in node.args))


def once(leaf: Residual) -> bool:
    """Does each fact occur once below a primitive, with no cases in between?"""
    return not _conditional(leaf) and sum(occurrences(leaf, name) for name in leaf.support) == len(leaf.support)


def occurrences(node: Any, name: str) -> int:
    if not isinstance(node, Residual) or name not in node.support:
        return 0
    return 1 if node.op == "fact" else sum(occurrences(a, name) for a in node.args)
