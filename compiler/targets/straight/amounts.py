"""Amounts in straight-line forms: whole numbers over a constant denominator, so that no fraction is left where a rule
rounds. Where a fact divides, numbers may be fractions while they are computed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from compiler.partial import Residual
from compiler.program import Fact
from compiler.targets.straight.nodes import Node, Nodes
from compiler.values import LIMITS, NA

_ROUNDED = {"round_floor": "floor", "round_ceiling": "ceiling", "round_down": "floor", "round_up": "ceiling"}
_STEPS = (
    "round_half_up",
    "round_half_even",
    "round_half_down",
    "round_down",
    "round_up",
    "round_floor",
    "round_ceiling",
)


class NoRatio(Exception):
    """No constant denominator: a fact divides."""


class Amounts(Nodes):
    """`lower` makes nodes of what is no amount."""

    def __init__(self) -> None:
        super().__init__()
        self._ratios: dict[Residual, tuple[Node, int]] = {}

    def fact(self, name: str) -> Fact | None:
        """The fact of a variable; None of the day asked about."""
        raise NotImplementedError

    def given(self, name: str) -> Node:
        """What is given of a fact."""
        raise NotImplementedError

    def lower(self, part: Any, kind: str = "") -> Node:
        """The node of a formula; `kind` says what a constant in it is."""
        raise NotImplementedError

    def number(self, part: Residual) -> Node:
        try:
            number, denominator = self.ratio(part)
        except NoRatio:
            return self.polymorphic(part)
        return number if denominator == 1 else self.node("ratio", number, denominator)

    def times(self, node: Node, factor: int) -> Node:
        if factor == 1 or (node.na and node.op == "const"):
            return node
        if node.op == "const":
            return self.constant(node.args[0] * factor)
        return self.node("mul", node, self.constant(factor))

    def ratio(self, part: Any) -> tuple[Node, int]:
        """Numerator and denominator. Raises NoRatio."""
        if not isinstance(part, Residual):
            if part is NA or not isinstance(part, int | Fraction):
                return self.constant(part), 1
            exact = Fraction(part)
            return self.constant(exact.numerator), exact.denominator
        if part not in self._ratios:
            self._ratios[part] = self._ratio(part.op, part.args)
        return self._ratios[part]

    def _ratio(self, op: str, args: Sequence[Any]) -> tuple[Node, int]:
        if op == "fact":
            return self.given(args[0]), 1
        if op in ("month_of", "year_of"):
            return self.node(op, self.lower(args[0], "date")), 1
        if op == "div":
            if isinstance(args[1], Residual) or args[1] <= 0:
                raise NoRatio
            op, args = "mul", (args[0], 1 / Fraction(args[1]))
        if op in _STEPS:
            return self._rounded(op, *args)
        if op == "mul":
            (left, below), (right, under) = map(self.ratio, args)
            left, right = (right, left) if left.op == "const" else (left, right)
            common = gcd(right.args[0], below * under) if right.op == "const" and not right.na else 1
            number = self.times(left, right.args[0] // common) if right.op == "const" else self.node("mul", left, right)
            return number, below * under // common
        if op in ("choose", "guard"):
            values = [i for i in range(len(args)) if i % 2 or (op == "choose" and i == len(args) - 1)]
        elif op in ("add", "sub", "neg", "max", "min"):
            values = [*range(len(args))]
        else:
            raise NoRatio
        ratios = {i: self.ratio(args[i]) for i in values}
        common = lcm(*(below for _, below in ratios.values()))
        scaled = {i: self.times(number, common // below) for i, (number, below) in ratios.items()}
        parts = [scaled[i] if i in scaled else self.lower(a) for i, a in enumerate(args)]
        if op in ("max", "min") and all(part.op == "fen" for part in parts):
            return self.node("fen", self.node(op, *(part.args[0] for part in parts))), common
        return self.node(op, *parts, na=True if op == "guard" else None), common

    def _rounded(self, op: str, value: Any, step: Any) -> tuple[Node, int]:
        """To a multiple of a constant step: of number · t / (below · s), what is whole, times s / t."""
        if isinstance(step, Residual) or step <= 0:
            raise NoRatio
        number, below = self.ratio(value)
        size = Fraction(step)
        over, under = size.denominator, below * size.numerator
        common = gcd(over, under)
        over, under = over // common, under // common
        mode = _ROUNDED.get(op, "") if op in ("round_floor", "round_ceiling") or self._low(value) >= 0 else ""
        if op == "round_half_up" and self._low(value) >= 0:
            double = 1 if under % 2 == 0 else 2
            more = self.node("add", self.times(number, over * double), self.constant(under * double // 2))
            whole = self.node("floor", more, under * double)
        elif mode:
            whole = self.node(mode, self.times(number, over), under)
        else:
            whole = self.node(op, self.times(number, over), under)
        return self.times(whole, size.numerator), size.denominator

    def _low(self, part: Any) -> Fraction | float:
        """What an amount surely is at least."""
        if not isinstance(part, Residual):
            return Fraction(part) if isinstance(part, int | Fraction) else 0
        op, args = part.op, part.args
        if op == "fact":
            fact = self.fact(args[0])
            limits = None if fact is None else fact.limits or LIMITS.get(fact.type.kind)
            return Fraction(limits[0]) if limits else -float("inf")
        if op in ("add", "max", "min") or op in _STEPS or op == "mul":
            lows = [self._low(a) for a in args]
            if op == "mul" or op in _STEPS:
                return 0 if min(lows) >= 0 else -float("inf")
            return sum(lows) if op == "add" else max(lows) if op == "max" else min(lows)
        if op in ("choose", "guard"):
            values = (*args[1::2], args[-1]) if op == "choose" else args[1:]
            return min(map(self._low, values))
        if op == "div" and not isinstance(args[1], Residual) and args[1] > 0:
            return 0 if self._low(args[0]) >= 0 else -float("inf")
        return -float("inf")

    def polymorphic(self, part: Any) -> Node:
        """Numbers that may be fractions while they are computed."""
        if not isinstance(part, Residual):
            return self.constant(part)
        op, args = part.op, part.args
        try:
            number, below = self.ratio(part)
            return number if below == 1 else self.node("ratio", number, below)
        except NoRatio:
            pass
        last = len(args) - 1
        if op in ("choose", "guard"):
            wanted = [i % 2 == 1 or (op == "choose" and i == last) for i in range(len(args))]
            parts = [self.polymorphic(a) if w else self.lower(a) for a, w in zip(args, wanted, strict=True)]
            return self.node(op, *parts, na=True if op == "guard" else None)
        name = f"any_{op}" if op in _STEPS else op
        return self.node(name, *(self.polymorphic(a) for a in args))
