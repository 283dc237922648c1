"""THE table of operators. A row adds one: its meaning, or the primitives it is made of.

A primitive is a Python function over plain values; it never sees an unknown or NA (those are handled once, in
partial.py). Every primitive is monotone in each argument while the others are fixed, eq and in aside: the search for
exact unknowns (exact.py) rests on it. A composite is a function from argument expressions to primitives."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from compiler import calendar
from compiler.expressions import Apply, Const, Expr, Switch
from compiler.values import BOOL, DATE, PERIOD
from dsl.source import Place

Build = Callable[["Maker", tuple[Expr, ...]], Expr]


@dataclass(frozen=True, slots=True)
class Operator:
    """`run` for a primitive, `build` for a composite, neither for and, or, not, choose, which partial.py knows."""

    symbol: str
    phrase: str
    run: Callable[..., Any] | None = None
    build: Build | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes expressions of primitives at one place; `options` are the calendar readings of the regulation."""

    place: Place
    options: dict[str, tuple[str, dict[str, str]]]

    def call(self, op: str, *args: Expr) -> Expr:
        comparison = op in ("and", "or", "not", "eq", "lt", "le", "in")
        return Apply(op, args, BOOL if comparison else args[0].type, self.place)

    def all(self, *parts: Expr) -> Expr:
        return parts[0] if len(parts) == 1 else self.call("and", *parts)

    def period(self, years: int = 0, months: int = 0, days: int = 0) -> Const:
        return Const((years, months, days), PERIOD, self.place)

    def option(self, name: str, forms: dict[str, Expr]) -> Expr:
        """The form for the calendar option's setting; a Switch where a reading of the regulation sets the option."""
        default = next(iter(forms.values()))
        reading, settings = self.options.get(name, ("", {}))
        if not reading:
            return default
        by = tuple((letter, forms.get(setting, default)) for letter, setting in settings.items())
        return Switch(reading, by, default.type, self.place)


def _between(make: Maker, args: tuple[Expr, ...]) -> Expr:
    operand, low, high = args
    return make.all(make.call("le", low, operand), make.call("le", operand, high))


def _within(make: Maker, args: tuple[Expr, ...]) -> Expr:
    """民法典 201, 202: the first day is not counted, the last is the corresponding day, included."""
    operand, start, period = args
    end = make.call("add_period", start, period)
    before = make.call("add_period", end, make.period(days=-1))
    last = make.option("within_last_day", {"corresponding": end, "day_before": before})
    return make.all(make.call("le", start, operand), make.call("le", operand, last))


def birthday(make: Maker, birth: Expr, years: Expr) -> Expr:
    """The day on which one born on `birth` is `years` years old."""
    clamped = make.call("add_period", birth, years)
    rolling = Apply("add_years_rolling", (birth, years), DATE, make.place)
    day = make.option("leap_birthday", {"feb_end": clamped, "mar_1": rolling})
    after = make.call("add_period", day, make.period(days=1))
    return make.option("age_day", {"same_day": day, "next_day": after})


def _reached(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, years, at = args
    return make.call("le", birthday(make, birth, years), at)


def _younger(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, years, at = args
    return make.call("lt", at, birthday(make, birth, years))


def _aged(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, low, high, at = args
    return make.all(_reached(make, (birth, low, at)), _younger(make, (birth, high, at)))


def _member(make: Maker, args: tuple[Expr, ...]) -> Expr:
    operand, *values = args
    if operand.type.kind == "enum":
        return make.call("in", *args)
    tests = [make.call("eq", operand, value) for value in values]
    return tests[0] if len(tests) == 1 else make.call("or", *tests)


def _round(mode: Callable[[Fraction], int]) -> Callable[[Any, int], int]:
    return lambda value, step: mode(Fraction(value) / step) * step


def _half_up(value: Fraction) -> int:
    """四舍五入: halves away from zero."""
    return int(abs(value) + Fraction(1, 2)) * (-1 if value < 0 else 1)


def _up(value: Fraction) -> int:
    return -int(-value // 1)


def _add_period(day: int, period: tuple[int, int, int]) -> int:
    return calendar.add_period(day, *period)


def _subtract_period(day: int, period: tuple[int, int, int]) -> int:
    return calendar.add_period(day, *(-part for part in period))


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
    Operator("round_down", "round", run=_round(int)),
    Operator("round_up", "round", run=_round(_up)),
    Operator("ne", "ne", build=lambda make, args: make.call("not", make.call("eq", *args))),
    Operator("gt", "gt", build=lambda make, args: make.call("lt", args[1], args[0])),
    Operator("ge", "ge", build=lambda make, args: make.call("le", args[1], args[0])),
    Operator("none_of", "none_of", build=lambda make, args: make.call("not", make.call("or", *args))),
    Operator("member", "member", build=_member),
    Operator("not_member", "not_member", build=lambda make, args: make.call("not", _member(make, args))),
    Operator("between", "between", build=_between),
    Operator("within", "within", build=_within),
    Operator("reached", "reached", build=_reached),
    Operator("younger", "younger", build=_younger),
    Operator("aged", "aged", build=_aged),
    Operator("since", "since", build=lambda make, args: make.call("le", args[1], args[0])),
    Operator("until", "until", build=lambda make, args: make.call("le", args[0], args[1])),
)

OPERATORS: dict[str, Operator] = {row.symbol: row for row in _ROWS}
RUN: dict[str, Callable[..., Any]] = {row.symbol: row.run for row in _ROWS if row.run is not None}


def apply(make: Maker, op: str, args: tuple[Expr, ...], type_: Any) -> Apply:
    """An application of a row of the table, with the meaning of a composite beside it."""
    build = OPERATORS[op].build
    return Apply(op, args, type_, make.place, build(make, args) if build else None)
