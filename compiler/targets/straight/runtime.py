"""What generated Python calls: days as yyyymmdd, rounding, and the connectives where a part may be not applicable."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import Any

from compiler import calendar
from compiler.operators import RUN
from compiler.targets.straight.nodes import is_common, ymd
from compiler.values import NA
from compiler.workdays import Holidays


class Early(Enum):
    """What is answered for a day on which a text is not, or no longer, in force."""

    NOT_IN_FORCE = "not_in_force"
    NO_LONGER_IN_FORCE = "no_longer_in_force"


# ---- days ------------------------------------------------------------------------------------------------------------


def ordinal(day: int) -> int:
    """yyyymmdd as a day number."""
    return calendar.day(day // 10000, day // 100 % 100, day % 100)


def common(day: int) -> bool:
    """Has its year no 29 February?"""
    return is_common(day // 10000)


def rolled(day: int) -> int:
    """A 29 February that does not exist is 1 March."""
    return day + 72 if day % 10000 == 229 and common(day) else day


def later(day: int, months: int) -> int:
    """So many months later; the last day of the month where there is no such day."""
    return ymd(calendar.add_period(ordinal(day), 0, months, 0))


def days_after(day: int, days: int) -> int:
    return ymd(ordinal(day) + days)


def first_day(month: int) -> int:
    return month // 12 * 10000 + (month % 12 + 1) * 100 + 1


def last_day(month: int) -> int:
    return ymd(calendar.last_day(month))


def count_working_days(day: int, count: int, holidays: Holidays) -> int:
    return ymd(holidays.add(ordinal(day), count))


def roll(day: int, holidays: Holidays) -> int:
    return ymd(holidays.roll(ordinal(day)))


# ---- numbers ---------------------------------------------------------------------------------------------------------


def ratio(number: Any, below: Any) -> Any:
    """A fraction, or the whole number that it is; 0 where nothing may be divided by zero."""
    found = Fraction(number) / Fraction(below) if below else Fraction(0)
    return found.numerator if found.denominator == 1 else found


def _whole(op: str) -> Callable[[int, int], int]:
    run = RUN[op]
    return lambda number, below: run(Fraction(number, below), 1)


# ---- connectives where a part may be not applicable -----------------------------------------------------------------


def all_of(*parts: Any) -> Any:
    return False if False in parts else NA if NA in parts else True


def any_of(*parts: Any) -> Any:
    return True if True in parts else NA if NA in parts else False


_ROUNDINGS = [op for op in RUN if op.startswith("round_")]
_DAYS = (common, rolled, later, days_after, first_day, last_day, count_working_days, roll)
NAMESPACE: dict[str, Any] = {
    "NA": NA,
    "Early": Early,
    **{function.__name__: function for function in (*_DAYS, ratio, all_of, any_of)},
    "div": ratio,
    "tiered": RUN["tiered"],
    **{op: _whole(op) for op in _ROUNDINGS},
    **{f"any_{op}": RUN[op] for op in _ROUNDINGS},
}
"""The names that generated code may use."""
