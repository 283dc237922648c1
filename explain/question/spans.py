"""What a rule comes to while one number, date or the day asked about may lie anywhere in a span.

What is found is a plain value where the whole span agrees, a Span of what it may be, NA, or None: not known. It is
never wrong, but it may be None or wider than need be: parts are taken one by one (strong Kleene, corners of
primitives, which are monotone). At a single point of a span, with nothing else open, it is the value itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from compiler.operators import RUN
from compiler.values import NA
from explain.question.plain import NOBODY, Bound, Form, Node, path

_ENDLESS = 10**60


@dataclass(frozen=True, slots=True)
class Span:
    """Lowest and highest value; they differ."""

    low: Any
    high: Any


Spot = Any
"""bool, number, choice, list, Span, NA, or None where it is not known."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known: facts by their paths (a missing one is not there), and the day. What was found is kept."""

    form: Form
    facts: Mapping[str, Spot]
    day: Spot
    kept: dict[tuple[str, str], Spot] = field(default_factory=dict)


def between(low: Any, high: Any) -> Spot:
    return low if low == high else Span(low, high)


def sure(spot: Spot) -> bool:
    """Is it known: neither open nor a span?"""
    return spot is not None and not isinstance(spot, Span)


def found(node: Node, world: World, bound: Bound = NOBODY) -> Spot:
    """What a node comes to."""
    op, parts = node.op, node.parts
    if op in ("le", "lt", "eq"):
        if parts[0] is parts[1]:
            return _with_itself(op, found(parts[0], world, bound))
        return _compared(op, found(parts[0], world, bound), found(parts[1], world, bound))
    if op in ("and", "or"):
        return junction(op, [found(part, world, bound) for part in parts])
    if op == "fact":
        return world.facts.get(path(node, bound))
    if op == "const":
        return node.value
    if op == "rule":
        return _rule(node.name, world, bound)
    if op == "day":
        return world.day
    if op == "not":
        return _opposite(found(parts[0], world, bound))
    if op == "holds":
        return _holds(found(parts[0], world, bound))
    if op == "guard":
        return _guarded(found(parts[0], world, bound), lambda: found(parts[1], world, bound))
    if op == "choose":
        return _chosen([lambda part=part: found(part, world, bound) for part in parts])  # type: ignore[misc]
    if op == "na":
        return NA
    listed = _OF_LISTS.get(op)
    if listed is not None:
        return _of_list(node, listed, world, bound)
    return _primitive(op, [found(part, world, bound) for part in parts])


def _rule(name: str, world: World, bound: Bound) -> Spot:
    key = (name, "".join(bound.values()))
    if key not in world.kept:
        world.kept[key] = found(world.form.rules[name], world, bound)
    return world.kept[key]


# ---- one function a connective, as in compiler/partial.py ------------------------------------------------------------


def junction(op: str, parts: Sequence[Spot]) -> Spot:
    """且 and 或."""
    dominant = op == "or"
    if any(part is dominant for part in parts):
        return dominant
    if any(part is None for part in parts):
        return None
    return NA if any(part is NA for part in parts) else not dominant


def _opposite(part: Spot) -> Spot:
    return part if part is None or part is NA else not part


def _holds(part: Spot) -> Spot:
    """Is it true? What is not applicable is not."""
    return part if part is None else part is True


def _guarded(guard: Spot, body: Callable[[], Spot]) -> Spot:
    if guard is False or guard is NA:
        return NA
    value = body()
    return value if guard is True or value is NA else None


def _chosen(parts: Sequence[Callable[[], Spot]]) -> Spot:
    """condition, value, condition, value, …, value: of the first condition that is true; of several that may be, all
    their values together."""
    ways: list[Spot] = []
    for i in range(0, len(parts) - 1, 2):
        condition = parts[i]()
        if condition is False:
            continue
        if condition is NA:
            return _together([*ways, NA])
        ways.append(parts[i + 1]())
        if condition is True:
            return _together(ways)
    return _together([*ways, parts[-1]()])


def _together(ways: Sequence[Spot]) -> Spot:
    """What is one of these."""
    if all(way.__class__ is ways[0].__class__ and way == ways[0] for way in ways):
        return ways[0]
    if not all(map(_is_number, ways)):
        return None
    return Span(min(map(_low, ways)), max(map(_high, ways)))


def _is_number(spot: Spot) -> bool:
    return spot is not None and spot is not NA and not isinstance(spot, bool | str | tuple)


def _low(spot: Spot) -> Any:
    return spot.low if isinstance(spot, Span) else spot


def _high(spot: Spot) -> Any:
    return spot.high if isinstance(spot, Span) else spot


def _with_itself(op: str, part: Spot) -> Spot:
    return part if part is NA or part is None else op != "lt"


def _compared(op: str, left: Spot, right: Spot) -> Spot:
    if left is NA or right is NA:
        return NA
    if left is None or right is None:
        return None
    if not isinstance(left, Span) and not isinstance(right, Span):
        return RUN[op](left, right)
    if op == "eq":
        return False if _high(left) < _low(right) or _high(right) < _low(left) else None
    if RUN[op](_high(left), _low(right)):
        return True
    return None if RUN[op](_low(left), _high(right)) else False


def _primitive(op: str, args: Sequence[Spot]) -> Spot:
    """Of spans, the corners tell: every primitive is monotone in each argument."""
    if any(a is NA for a in args) or (op == "div" and args[1] == 0):
        return NA
    if any(a is None for a in args):
        return None
    spans = [i for i, a in enumerate(args) if isinstance(a, Span)]
    if not spans:
        return _plain(RUN[op](*args))
    if op == "in" or (op == "div" and _low(args[1]) <= 0 <= _high(args[1])):
        return None
    corners = [
        _plain(RUN[op](*corner))
        for corner in product(*((_low(a), _high(a)) if i in spans else (a,) for i, a in enumerate(args)))
    ]
    return between(min(corners), max(corners))


def _plain(value: Any) -> Any:
    """A number without a fraction as an integer, as everywhere (values.py)."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


# ---- lists of records ------------------------------------------------------------------------------------------------

Counted = Sequence[tuple[Spot, Callable[[], Spot]]]


def _of_list(node: Node, listed: Callable[[Counted], Spot], world: World, bound: Bound) -> Spot:
    """What is said of the records of a list: whether each counts, and its value."""
    number = world.facts.get(node.name)
    if not isinstance(number, int):
        return None
    condition, *value = node.parts
    said: list[tuple[Spot, Callable[[], Spot]]] = []
    for i in range(1, number + 1):
        record = {**bound, node.name: f"{node.name}[{i}]"}
        counts = found(condition, world, record)
        said.append((counts, lambda record=record: found(value[0], world, record) if value else True))  # type: ignore[misc]
    return listed(said)


def _some(said: Counted) -> Spot:
    return junction("or", [junction("and", [counts, value()]) for counts, value in said if counts is not False])


def _every(said: Counted) -> Spot:
    return junction("and", [junction("or", [_opposite(c), value()]) for c, value in said if c is not False])


def _count(said: Counted) -> Spot:
    counted = [junction("and", [c, value()]) if c is not False else c for c, value in said]
    return _sum([_if(c, lambda: 1, 0) for c in counted])


def _total(said: Counted) -> Spot:
    return _sum([_if(counts, value, 0) for counts, value in said])


def _if(condition: Spot, value: Callable[[], Spot], other: int) -> Spot:
    return _chosen([lambda: condition, value, lambda: other])


def _sum(parts: Sequence[Spot]) -> Spot:
    total: Spot = 0
    for part in parts:
        total = _primitive("add", [total, part])
    return total


def _extreme(op: str, said: Counted) -> Spot:
    least = -_ENDLESS if op == "max" else _ENDLESS
    counts = junction("or", [c for c, _ in said])
    return _guarded(
        counts, lambda: _primitive(op, [_if(c, value, least) for c, value in said]) if len(said) > 1 else said[0][1]()
    )


_OF_LISTS: dict[str, Callable[[Counted], Spot]] = {
    "some": _some,
    "every": _every,
    "count": _count,
    "total": _total,
    "largest": lambda said: _extreme("max", said),
    "smallest": lambda said: _extreme("min", said),
}
