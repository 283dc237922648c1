"""THE table of operators. A row adds one: its meaning, or the primitives it is made of.

A primitive is a Python function over plain values; it never sees an unknown or NA (those are handled once, in
partial.py). Every primitive is monotone in each argument while the others are fixed, eq and in aside: the search for
exact unknowns (exact.py) rests on it. A composite is made of primitives (composites.py)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, trunc
from typing import Any

from compiler import calendar
from compiler import composites as made
from compiler.composites import Build, Maker
from compiler.expressions import Apply, Expr
from compiler.values import DATE, INTEGER, MONTH, Type


@dataclass(frozen=True, slots=True)
class Operator:
    """`run` for a primitive, `build` for a composite, neither for and, or, not, choose, holds, which partial.py knows.
    A function that rules call by its word (keywords.py) has a signature: the kinds of its arguments and its type."""

    symbol: str
    phrase: str
    run: Callable[..., Any] | None = None
    build: Build | None = None
    signature: tuple[tuple[str, ...], Type] | None = None


# ---- rounding: to a multiple of a step ------------------------------------------------------------------------------


def _round(mode: Callable[[Fraction], int]) -> Callable[[Any, Any], Any]:
    return lambda value, step: mode(Fraction(value) / Fraction(step)) * step


def _sign(value: Fraction) -> int:
    return -1 if value < 0 else 1


def _half_up(value: Fraction) -> int:
    """四舍五入: halves away from zero."""
    return floor(abs(value) + Fraction(1, 2)) * _sign(value)


def _half_down(value: Fraction) -> int:
    """五舍六入: halves towards zero."""
    return ceil(abs(value) - Fraction(1, 2)) * _sign(value)


def _up(value: Fraction) -> int:
    """进一: away from zero."""
    return ceil(abs(value)) * _sign(value)


# ---- days and amounts -----------------------------------------------------------------------------------------------


def _add_period(day: int, period: tuple[int, int, int]) -> int:
    return calendar.add_period(day, *period)


def _subtract_period(day: int, period: tuple[int, int, int]) -> int:
    return calendar.add_period(day, *(-part for part in period))


def _tiered(amount: Any, *tiers: Any) -> Any:
    """bound, rate, bound, rate, …, rate: each rate is taken of the part of the amount between its bounds; what lies
    below zero counts nothing. Monotone in each argument, as the rates are not negative."""
    total: Any = 0
    low: Any = 0
    for bound, rate in zip((*tiers[:-1:2], None), (*tiers[1:-1:2], tiers[-1]), strict=True):
        high = amount if bound is None else min(amount, bound)
        if high > low:
            total += (high - low) * rate
            low = high
    return total


_ROWS = (
    Operator("and", "and"),
    Operator("or", "or"),
    Operator("not", "not"),
    Operator("choose", "choose"),
    Operator("eq", "eq", run=operator.eq),
    Operator("in", "member", run=lambda value, *choices: value in choices),
    Operator("lt", "lt", run=operator.lt),
    Operator("le", "le", run=operator.le),
    Operator("add", "add", run=operator.add),
    Operator("sub", "sub", run=operator.sub),
    Operator("mul", "mul", run=operator.mul),
    Operator("div", "div", run=lambda a, b: Fraction(a) / Fraction(b)),
    Operator("neg", "neg", run=operator.neg),
    Operator("max", "max", run=max),
    Operator("min", "min", run=min),
    Operator("add_period", "add_period", run=_add_period),
    Operator("sub_period", "sub_period", run=_subtract_period),
    Operator("add_years_rolling", "add_period", run=lambda day, period: calendar.add_years_rolling(day, period[0])),
    Operator("round_half_up", "round", run=_round(_half_up)),
    Operator("round_half_even", "round", run=_round(round)),
    Operator("round_half_down", "round", run=_round(_half_down)),
    Operator("round_down", "round", run=_round(trunc)),
    Operator("round_up", "round", run=_round(_up)),
    Operator("round_floor", "round", run=_round(floor)),
    Operator("round_ceiling", "round", run=_round(ceil)),
    Operator("month_of", "month_of", run=calendar.month_of, signature=(("date",), MONTH)),
    Operator("first_day", "first_day", run=calendar.first_day, signature=(("month",), DATE)),
    Operator("last_day", "last_day", run=calendar.last_day, signature=(("month",), DATE)),
    Operator("year_of", "year_of", run=lambda day: calendar.civil(day)[0], signature=(("date",), INTEGER)),
    Operator("count_working_days", "add_working_days", run=lambda day, count, holidays: holidays.add(day, count)),
    Operator("roll", "next_working_day", run=lambda day, holidays: holidays.roll(day)),
    Operator("tiered", "tiered", run=_tiered),
    Operator("ne", "ne", build=lambda make, args: make.call("not", make.call("eq", *args))),
    Operator("gt", "gt", build=lambda make, args: make.call("lt", args[1], args[0])),
    Operator("ge", "ge", build=lambda make, args: make.call("le", args[1], args[0])),
    Operator("none_of", "none_of", build=lambda make, args: make.call("not", make.call("or", *args))),
    Operator("member", "member", build=made.member),
    Operator("not_member", "not_member", build=made.not_member),
    Operator("between", "between", build=made.between),
    Operator("within", "within", build=made.within),
    Operator("within_rolled", "within_rolled", build=made.within_rolled),
    Operator("add_working_days", "add_working_days", build=made.add_working_days),
    Operator("sub_working_days", "sub_working_days", build=made.subtract_working_days),
    Operator("next_working_day", "next_working_day", build=made.next_working_day, signature=(("date",), DATE)),
    Operator("with_exceptions", "with_exceptions", build=made.with_exceptions),
    Operator("value_on", "value_on", build=made.value_on),
    Operator("reached", "reached", build=made.reached),
    Operator("younger", "younger", build=made.younger),
    Operator("aged", "aged", build=made.aged),
    Operator("since", "since", build=lambda make, args: make.call("le", args[1], args[0])),
    Operator("until", "until", build=lambda make, args: make.call("le", args[0], args[1])),
)

OPERATORS: dict[str, Operator] = {row.symbol: row for row in _ROWS}
RUN: dict[str, Callable[..., Any]] = {row.symbol: row.run for row in _ROWS if row.run is not None}


def apply(make: Maker, op: str, args: tuple[Expr, ...], type_: Any) -> Apply:
    """An application of a row of the table, with the meaning of a composite beside it."""
    build = OPERATORS[op].build
    return Apply(op, args, type_, make.place, build(make, args) if build else None)
