"""Composite operators: what each is made of. A composite is a function from argument expressions to primitives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Switch
from compiler.values import BOOL, DATE, PERIOD, Type
from compiler.workdays import Holidays
from dsl.source import Place

Build = Callable[["Maker", tuple[Expr, ...]], Expr]
_CALENDAR = Type("calendar")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes expressions of primitives at one place; `options` are the calendar readings of the regulation, `holidays`
    its calendar of public holidays with the fact that stands for a day beyond it."""

    place: Place
    options: dict[str, tuple[str, dict[str, str]]]
    holidays: tuple[Holidays, FactRef] | None = None

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


def between(make: Maker, args: tuple[Expr, ...]) -> Expr:
    operand, low, high = args
    return make.all(make.call("le", low, operand), make.call("le", operand, high))


def _last_day(make: Maker, start: Expr, period: Expr) -> Expr:
    """民法典 201, 202: the first day is not counted, the last is the corresponding day, included."""
    if period.type.kind == "workdays":
        return add_working_days(make, (start, period))
    end = make.call("add_period", start, period)
    before = make.call("add_period", end, make.period(days=-1))
    return make.option("within_last_day", {"corresponding": end, "day_before": before})


def within(make: Maker, args: tuple[Expr, ...]) -> Expr:
    operand, start, period = args
    last = _last_day(make, start, period)
    return make.all(make.call("le", start, operand), make.call("le", operand, last))


def within_rolled(make: Maker, args: tuple[Expr, ...]) -> Expr:
    """民法典 203: where the last day is no working day, the next working day is the last."""
    operand, start, period = args
    last = next_working_day(make, (_last_day(make, start, period),))
    return make.all(make.call("le", start, operand), make.call("le", operand, last))


# ---- working days: the calendar is asked only for days that it knows ------------------------------------------------


def add_working_days(make: Maker, args: tuple[Expr, ...]) -> Expr:
    day, count = args
    number = _number(count)
    return _counted(make, "count_working_days", day, number, Const(number, Type("integer"), make.place))


def subtract_working_days(make: Maker, args: tuple[Expr, ...]) -> Expr:
    day, count = args
    return add_working_days(make, (day, Const((-_number(count),), count.type, count.place)))


def _number(count: Expr) -> int:
    """Of a literal number of working days."""
    assert isinstance(count, Const)
    assert isinstance(count.value, tuple)
    return int(count.value[0])


def next_working_day(make: Maker, args: tuple[Expr, ...]) -> Expr:
    return _counted(make, "roll", args[0], 0)


def _counted(make: Maker, op: str, day: Expr, number: int, *more: Expr) -> Expr:
    """The primitive where the calendar covers the days that it looks at, else what the agency says. Of two days beyond
    the calendar nobody knows that they are one: each has a number of its own, from where and how it is computed."""
    assert make.holidays is not None
    holidays, told = make.holidays
    first, last = (Const(x, DATE, make.place) for x in holidays.known(number))
    known = make.all(make.call("le", first, day), make.call("le", day, last))
    value = make.call(op, day, *more, Const(holidays, _CALENDAR, make.place))
    beyond = FactRef(told.name, DATE, make.place, crc32(f"{make.place}:{op}:{number}".encode()))
    return Apply("choose", (known, value, beyond), DATE, make.place)


# ---- rules -----------------------------------------------------------------------------------------------------------


def with_exceptions(make: Maker, args: tuple[Expr, ...]) -> Expr:
    """general rule, exception, value, exception, value, …: no two that hold together disagree (checks/conflicts.py),
    so their order says nothing."""
    general, *exceptions = args
    return Apply("choose", (*exceptions, general), general.type, make.place)


def value_on(make: Maker, args: tuple[Expr, ...]) -> Expr:
    """day, supplied value, first day, last day, value, …: a dated parameter's value on a day; beyond its windows what
    the request or an agency supplies. Not applicable where the day is not, though there be no windows."""
    day, supplied, *rows = args
    parts: list[Expr] = [] if rows or isinstance(day, AsOf) else [make.call("le", day, day), supplied]
    for first, last, value in zip(rows[::3], rows[1::3], rows[2::3], strict=True):
        parts += [make.all(make.call("le", first, day), make.call("le", day, last)), value]
    return Apply("choose", (*parts, supplied), supplied.type, make.place) if parts else supplied


def birthday(make: Maker, birth: Expr, years: Expr) -> Expr:
    """The day on which one born on `birth` is `years` years old."""
    clamped = make.call("add_period", birth, years)
    rolling = Apply("add_years_rolling", (birth, years), DATE, make.place)
    day = make.option("leap_birthday", {"feb_end": clamped, "mar_1": rolling})
    after = make.call("add_period", day, make.period(days=1))
    return make.option("age_day", {"same_day": day, "next_day": after})


def reached(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, years, at = args
    return make.call("le", birthday(make, birth, years), at)


def younger(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, years, at = args
    return make.call("lt", at, birthday(make, birth, years))


def aged(make: Maker, args: tuple[Expr, ...]) -> Expr:
    birth, low, high, at = args
    return make.all(reached(make, (birth, low, at)), younger(make, (birth, high, at)))


def member(make: Maker, args: tuple[Expr, ...]) -> Expr:
    operand, *values = args
    if operand.type.kind == "enum":
        return make.call("in", *args)
    tests = [make.call("eq", operand, value) for value in values]
    return tests[0] if len(tests) == 1 else make.call("or", *tests)


def not_member(make: Maker, args: tuple[Expr, ...]) -> Expr:
    return make.call("not", member(make, args))
