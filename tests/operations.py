"""The plain operations that the oracle (oracle.py) interprets rules with: one Python function each, over Python's own
dates and fractions. A month is a number of months since the year 0."""

import operator
from calendar import isleap, monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, trunc
from typing import Any

from compiler.values import NA
from compiler.workdays import Holidays

DAY = timedelta(1)
HALF = Fraction(1, 2)

Operation = Callable[..., Any]


def both(*parts: Any) -> Any:
    return False if any(p is False for p in parts) else NA if NA in parts else True


def either(*parts: Any) -> Any:
    return True if any(p is True for p in parts) else NA if NA in parts else False


def opposite(part: Any) -> Any:
    return NA if part is NA else not part


def choose(*parts: Any) -> Any:
    """condition, value, condition, value, …, value: that of the first condition that is not false."""
    for condition, value in zip(parts[:-1:2], parts[1::2], strict=True):
        if condition is not False:
            return value if condition is True else NA
    return parts[-1]


def with_exceptions(general: Any, *parts: Any) -> Any:
    """general value, exception, value, exception, value, …: that of an exception that counts, else the general one."""
    return next((value for counts, value in zip(parts[::2], parts[1::2], strict=True) if counts), general)


def quantify(op: str, said: Sequence[tuple[Any, Any]]) -> Any:
    """some, every, count …: `said` has of each record whether it counts, and what is asked of it."""
    said = [(counts, value) for counts, value in said if counts is not False]
    if op == "some":
        return either(*[both(counts, value) for counts, value in said])
    if op == "every":
        return both(*[either(opposite(counts), value) for counts, value in said])
    if op == "count":
        values = [both(counts, value) for counts, value in said]
    else:
        values = [value if counts is True else NA for counts, value in said]
    if NA in values or (op in ("largest", "smallest") and not values):
        return NA
    over: Operation = {"largest": max, "smallest": min}.get(op, sum)
    return over(values)


def strict(function: Operation) -> Operation:
    """A comparison or arithmetic with a part that is not applicable is not applicable."""
    return lambda *parts: NA if NA in parts else function(*parts)


# ---- days and months ------------------------------------------------------------------------------------------------


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def plus(day: date, period: tuple[int, int, int], sign: int = 1) -> date:
    """The corresponding day, or the last day of the month where there is none; then the days."""
    years, months, days = period
    year, month = divmod(month_of(day) + sign * (years * 12 + months), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + sign * days * DAY


def value_on(day: date, supplied: Any, *rows: Any) -> Any:
    """first day, last day, value, …: that of the row for the day, else what is supplied."""
    found = zip(rows[::3], rows[1::3], rows[2::3], strict=True)
    return next((value for first, last, value in found if first <= day <= last), supplied)


# ---- numbers --------------------------------------------------------------------------------------------------------


def tiered(amount: Any, *tiers: Any) -> Any:
    """bound, rate, …, rate: each rate of what lies above the bounds before it and not above its own."""
    total = low = 0
    for bound, rate in zip((*tiers[:-1:2], amount), (*tiers[1::2], tiers[-1]), strict=True):
        total += max(min(amount, bound) - low, 0) * rate
        low = max(low, bound)
    return total


def like_positive(rounding: Callable[[Fraction], int]) -> Callable[[Fraction], int]:
    """What is below zero is rounded like what is above it."""
    return lambda number: rounding(abs(number)) * (1 if number > 0 else -1)


def to_step(rounding: Callable[[Fraction], int]) -> Operation:
    return lambda number, step: rounding(Fraction(number) / step) * step


ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "half_up": like_positive(lambda number: floor(number + HALF)),
    "half_down": like_positive(lambda number: ceil(number - HALF)),
    "half_even": round,
    "down": trunc,
    "up": like_positive(ceil),
    "floor": floor,
    "ceiling": ceil,
}

PLAIN: dict[str, Operation] = {
    op: getattr(operator, op) for op in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "neg")
} | {f"round_{mode}": to_step(rounding) for mode, rounding in ROUNDINGS.items()}
PLAIN |= {
    "div": lambda left, right: NA if right == 0 else Fraction(left) / Fraction(right),
    "max": max,
    "min": min,
    "add_period": plus,
    "sub_period": lambda day, period: plus(day, period, -1),
    "year_of": lambda day: day.year,
    "month_of": month_of,
    "first_day": first_day,
    "last_day": lambda month: first_day(month + 1) - DAY,
    "since": operator.ge,
    "until": operator.le,
    "member": lambda value, *choices: value in choices,
    "not_member": lambda value, *choices: value not in choices,
    "value_on": value_on,
    "tiered": tiered,
}
OPERATIONS: dict[str, Operation] = {op: strict(function) for op, function in PLAIN.items()}
OPERATIONS |= {"and": both, "or": either, "not": opposite, "choose": choose, "with_exceptions": with_exceptions}
OPERATIONS["none_of"] = lambda *parts: opposite(either(*parts))
OPERATIONS["between"] = lambda value, low, high: both(OPERATIONS["le"](low, value), OPERATIONS["le"](value, high))


# ---- what turns on readings of the calendar, or on holidays ---------------------------------------------------------


def calendar_operations(options: set[str], holidays: Holidays | None) -> dict[str, Operation]:
    """`options` are the values that readings set. Where working days are counted, the last argument is told: the day
    that the agency says where the holidays are not known."""
    working = working_days(holidays) if holidays else []

    def counted(day: date, count: int, told: date) -> date:
        """So many working days on (or back); 0: the day itself, or the next one that is."""
        if holidays is None or not holidays.first <= day.toordinal() <= holidays.last:
            return told
        ahead = [d for d in working if d > day or (d == day and not count)]
        passed = [d for d in reversed(working) if d < day] if count < 0 else ahead
        return passed[max(abs(count), 1) - 1] if len(passed) >= max(abs(count), 1) else told

    def end(start: date, period: tuple[int, ...], told: date) -> date:
        """The last day of a period; the day that it starts from is not counted."""
        if len(period) == 1:
            return counted(start, period[0], told)
        return plus(start, (period[0], period[1], period[2])) - ("day_before" in options) * DAY

    def age(birth: date, at: date) -> int:
        return completed_years(birth, at, "next_day" in options, "mar_1" in options)

    table: dict[str, Operation] = {
        "reached": lambda birth, years, at: years[0] <= age(birth, at),
        "younger": lambda birth, years, at: age(birth, at) < years[0],
        "aged": lambda birth, low, high, at: low[0] <= age(birth, at) < high[0],
        "within": lambda day, start, period, told: start <= day <= end(start, period, told),
        "within_rolled": lambda day, start, period, told: start <= day <= counted(end(start, period, told), 0, told),
        "add_working_days": lambda day, count, told: counted(day, count[0], told),
        "sub_working_days": lambda day, count, told: counted(day, -count[0], told),
        "next_working_day": lambda day, told: counted(day, 0, told),
    }
    return {op: strict(function) for op, function in table.items()}


def working_days(holidays: Holidays) -> list[date]:
    """Monday to Friday, but for the holidays, and the days that are worked instead."""
    days = [date.fromordinal(number) for number in range(holidays.first, holidays.last + 1)]
    worked = [d for d in days if d.weekday() < 5 and d.toordinal() not in holidays.closed]
    return sorted({*worked, *(d for d in days if d.toordinal() in holidays.opened)})


def completed_years(birth: date, at: date, next_day: bool, march: bool) -> int:
    """The age on a day; `next_day` and `march` are the calendar's readings 满岁日 and 闰日生日."""
    at -= next_day * DAY
    month, day = birth.month, birth.day
    if (month, day) == (2, 29) and not isleap(at.year):
        month, day = (3, 1) if march else (2, 28)
    return at.year - birth.year - ((at.month, at.day) < (month, day))
