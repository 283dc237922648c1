"""The value domain. At run time a value is plain: bool, int (integers, money in fen, dates as day numbers, months as
numbers of months), Fraction (decimals, percentages, money not yet rounded), str (a choice, text), tuple (a list) or NA.
A list of records is its length; the fields of its records are facts of their own, `household[2].member_age`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from compiler import calendar


class NotApplicable(Enum):
    """The single value of a guarded conclusion whose guard is not true."""

    NA = "not applicable"

    def __repr__(self) -> str:
        return "NA"


NA = NotApplicable.NA

Value = bool | int | Fraction | str | tuple[str, ...] | NotApplicable


@dataclass(frozen=True, slots=True)
class Type:
    """kind is bool, integer, decimal, percent, money, date, month, period, workdays, enum, list, records, text; choices
    belong to enum and list. `exact` is false for money that may be a fraction of a fen."""

    kind: str
    choices: tuple[str, ...] = ()
    exact: bool = True


BOOL, DATE, TEXT, PERIOD = Type("bool"), Type("date"), Type("text"), Type("period")
MONTH, WORKDAYS = Type("month"), Type("workdays")
INTEGER, DECIMAL, PERCENT, MONEY = Type("integer"), Type("decimal"), Type("percent"), Type("money")
UNROUNDED = Type("money", exact=False)

KIND_NAMES = {
    "bool": ("是否", "a yes/no"),
    "integer": ("整数", "an integer"),
    "decimal": ("小数", "a decimal"),
    "percent": ("百分比", "a percentage"),
    "money": ("金额", "money"),
    "date": ("日期", "a date"),
    "month": ("年月", "a year-month"),
    "period": ("时间长度", "a period"),
    "workdays": ("工作日数", "a number of working days"),
    "calendar": ("节假日安排", "a holiday calendar"),
    "enum": ("选项", "a choice"),
    "list": ("列表", "a list"),
    "records": ("记录", "a list of records"),
    "text": ("文本", "text"),
}

LIMITS: dict[str, tuple[int, int]] = {
    "date": (calendar.FIRST, calendar.LAST),
    "money": (0, 10**40),
    "integer": (-(10**18), 10**18),
    "month": (calendar.month_of(calendar.FIRST), calendar.month_of(calendar.LAST)),
    "records": (0, 20),
    "decimal": (-(10**18), 10**18),
    "percent": (-(10**18), 10**18),
}
"""What a fact may be at all, in days, fen, months, records, units and millionths; a fact's own range narrows it."""
MILLIONTHS = 10**6
"""A decimal or percentage that is a fact is a whole number of millionths: so the search for exact unknowns knows only
whole numbers."""


def to_json(value: Value, kind: str) -> object:
    """A value as an answer states it: dates ISO, money with two decimals, a list as a list."""
    if isinstance(value, bool) or value is NA:
        return value
    if kind == "month" and isinstance(value, int):
        return calendar.iso_month(value)
    if kind == "date" and isinstance(value, int):
        return calendar.iso(value)
    if kind == "money" and isinstance(value, int):
        return yuan(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Fraction):
        return decimal_text(value)
    if kind in ("decimal", "percent") and isinstance(value, int):
        return str(value)
    return value


def yuan(fen: int) -> str:
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def decimal_text(number: Fraction) -> str:
    """The decimal expansion where it ends, else numerator/denominator."""
    denominator, places = number.denominator, 0
    while denominator % 10 == 0 or denominator % 5 == 0 or denominator % 2 == 0:
        denominator = denominator // 10 if denominator % 10 == 0 else denominator // (5 if denominator % 5 == 0 else 2)
        places += 1
    if denominator != 1:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    text = (digits[:-places] + "." + digits[-places:]).rstrip("0").rstrip(".") if places else digits
    return ("-" if number < 0 else "") + text
