"""Open numbers and dates as SQL: in whole numbers, exactly. A number is a numerator over a constant denominator, and
bounds of every numerator are known when the query is written, so none leaves 64 bits; no decimal is ever divided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from compiler.partial import Residual
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import Diagrams, Unsupported
from compiler.targets.systems import MOST, STEPS, is_date, stepped

Valued = Callable[[str], Cell]
"""What a fact is."""
_ROUNDED = {
    "round_half_up": (1, 2),
    "round_down": (0, 1),
    "round_floor": (0, 1),
    "round_up": (1, 1),
    "round_ceiling": (1, 1),
}
"""What is added before the fraction is cut off, as a share of the step; a whole step less one to round up."""


@dataclass(frozen=True, slots=True)
class Amount:
    """numerator / denominator; the numerator lies between `low` and `high`."""

    numerator: Cell
    denominator: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low < -(2**62) or self.high > 2**62:
            raise Unsupported("数太大", "a number that is too large")


class Terms:
    def __init__(self, sheet: Sheet, diagrams: Diagrams) -> None:
        self.sheet, self.diagrams = sheet, diagrams

    def term(self, term: Any, value: Valued, date: bool) -> Cell:
        """A whole number, or a date."""
        if date:
            return self._day(term, value)
        amount = self._amount(term, value)
        if amount.denominator != 1:
            raise Unsupported("结果可能不是整数", "a result that may not be whole")
        return amount.numerator

    def dated(self, term: Any) -> bool:
        """Is it an open date?"""
        if not isinstance(term, Residual):
            return False
        if term.op == "fact":
            return is_date(self.diagrams, term.args[0])
        of_dates = ("add_period", "sub_period", "add_years_rolling", "max", "min")
        return term.op in of_dates and any(map(self.dated, term.args))

    def _day(self, term: Any, value: Valued) -> Cell:
        if not isinstance(term, Residual):
            return self.sheet.number(term, date=True)
        if term.op in ("max", "min"):
            return self._among(term, [self._day(a, value) for a in term.args])
        if term.op == "fact":
            return value(term.args[0])
        if term.op not in ("add_period", "sub_period", "add_years_rolling") or isinstance(term.args[1], Residual):
            raise Unsupported(f"日期运算“{term.op}”", f'the operation "{term.op}" of dates')
        found = self._day(term.args[0], value)
        for step, count in STEPS[term.op](term.args[1]):
            found = stepped(self.sheet, found, step, count)
        return found

    def _among(self, term: Residual, parts: Sequence[Cell]) -> Cell:
        """max or min of these, which are the arguments."""
        return self.sheet.among("greatest" if term.op == "max" else "least", parts)

    # ---- numbers ----

    def _amount(self, term: Any, value: Valued) -> Amount:
        if not isinstance(term, Residual):
            exact = Fraction(term)
            return Amount(self.sheet.number(exact.numerator), exact.denominator, exact.numerator, exact.numerator)
        op, args = term.op, term.args
        if op == "fact":
            low, high = self.diagrams.limits(args[0])
            return Amount(value(args[0]), 1, max(low, -MOST), min(high, MOST))
        if self.dated(term):
            raise Unsupported(f"日期运算“{op}”", f'the operation "{op}" of dates')
        if op == "div":
            op, args = "mul", (args[0], 1 / Fraction(args[1]))
        if op == "neg":
            op, args = "sub", (0, *args)
        parts = [self._amount(a, value) for a in args]
        if op == "mul":
            return self._product(*parts)
        if op in ("max", "min"):
            return self._extreme(term, parts)
        if op in ("add", "sub"):
            return self._combined(op, parts)
        if op in _ROUNDED:
            return self._rounded(op, *parts)
        raise Unsupported(f"运算“{op}”", f'the operation "{op}"')

    def _product(self, one: Amount, other: Amount) -> Amount:
        ends = [x * y for x in (one.low, one.high) for y in (other.low, other.high)]
        number = self._times(one.numerator, other.numerator)
        return Amount(number, one.denominator * other.denominator, min(ends), max(ends))

    def _times(self, one: Cell, other: Cell) -> Cell:
        unit = self.sheet.number(1)
        return other if one is unit else one if other is unit else self.sheet.cell("mul", one, other)

    def _extreme(self, term: Residual, parts: Sequence[Amount]) -> Amount:
        scaled, pick = self._common(parts), max if term.op == "max" else min
        low, high = pick(s.low for s in scaled), pick(s.high for s in scaled)
        return Amount(self._among(term, [s.numerator for s in scaled]), scaled[0].denominator, low, high)

    def _combined(self, op: str, parts: Sequence[Amount]) -> Amount:
        scaled = self._common(parts)
        cells, lows, highs = [s.numerator for s in scaled], [s.low for s in scaled], [s.high for s in scaled]
        if op == "sub":
            lows[1], highs[1] = -highs[1], -lows[1]
        return Amount(self.sheet.cell(op, *cells), scaled[0].denominator, sum(lows), sum(highs))

    def _common(self, parts: Sequence[Amount]) -> list[Amount]:
        """Over one denominator."""
        common = lcm(*(part.denominator for part in parts))
        return [self._scaled(part, common) for part in parts]

    def _scaled(self, part: Amount, common: int) -> Amount:
        factor = common // part.denominator
        number = self._times(part.numerator, self.sheet.number(factor))
        return Amount(number, common, part.low * factor, part.high * factor)

    def _rounded(self, op: str, amount: Amount, step: Amount) -> Amount:
        """n/d to multiples of s/t: ⌊(k·n·t + j·d·s) / (k·d·s)⌋·s/t, where j/k of a step is added; to round up, a
        numerator less than a whole step."""
        if amount.low < 0 or step.low != step.high or step.low <= 0:
            raise Unsupported("可能小于零的数取整", "rounding a number that may be below zero")
        share, of = _ROUNDED[op]
        whole = amount.denominator * step.low
        more = share * whole - (1 if share == of else 0)
        factor = of * step.denominator
        least = gcd(factor, more, of * whole)
        factor, more, below = factor // least, more // least, of * whole // least
        most = Amount(self.sheet.null, 1, 0, amount.high * factor + more).high // below
        number = self._times(amount.numerator, self.sheet.number(factor))
        if more:
            number = self.sheet.cell("add", number, self.sheet.number(more))
        if below > 1:
            number = self.sheet.cell("quotient", number, self.sheet.number(below))
        return Amount(self._times(number, self.sheet.number(step.low)), step.denominator, 0, most * step.low)
