"""Whole days of the proleptic Gregorian calendar, as integers: 1 is 0001-01-01. Additions never fail, so a day may lie
beyond the years 1–9999 that a request can name.

The two conversions are Howard Hinnant's civil-from-days and days-from-civil (chrono-Compatible Low-Level Date
Algorithms, 2013), shifted to Python's ordinals."""

from __future__ import annotations

from datetime import date

FIRST = 1
LAST = date.max.toordinal()
_SHIFT = 306


def day(year: int, month: int, day_of_month: int) -> int:
    """The day's number."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day_of_month - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year + 1 - _SHIFT


def civil(number: int) -> tuple[int, int, int]:
    """Year, month, day of month."""
    number += _SHIFT - 1
    era = number // 146097
    of_era = number - era * 146097
    of_400 = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * of_400 + of_400 // 4 - of_400 // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return of_400 + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def days_in_month(year: int, month: int) -> int:
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return day(*following, 1) - day(year, month, 1)


def add_period(number: int, years: int, months: int, days: int) -> int:
    """The corresponding day; where there is none, the last day of the month (民法典 202)."""
    if not years and not months:
        return number + days
    year, month, of_month = civil(number)
    count = year * 12 + month - 1 + years * 12 + months
    year, month = count // 12, count % 12 + 1
    return day(year, month, min(of_month, days_in_month(year, month))) + days


def add_years_rolling(number: int, years: int) -> int:
    """The same date `years` later; 29 February becomes 1 March in a common year."""
    year, month, of_month = civil(number)
    if (month, of_month) == (2, 29) and days_in_month(year + years, 2) == 28:
        return day(year + years, 3, 1)
    return day(year + years, month, of_month)


def month_of(number: int) -> int:
    """The month of a day, as a number of months since the year 0."""
    year, month, _ = civil(number)
    return year * 12 + month - 1


def first_day(month: int) -> int:
    return day(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> int:
    return first_day(month + 1) - 1


def iso_month(month: int) -> str:
    """YYYY-MM"""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def iso(number: int) -> str:
    """YYYY-MM-DD"""
    year, month, of_month = civil(number)
    return f"{year:04d}-{month:02d}-{of_month:02d}"


def chinese(number: int) -> str:
    """2021年10月15日"""
    year, month, of_month = civil(number)
    return f"{year}年{month}月{of_month}日"


def month_from_iso(text: str) -> int | None:
    """The number of the month YYYY-MM, or None."""
    first = from_iso(f"{text}-01")
    return None if first is None else month_of(first)


def from_iso(text: str) -> int | None:
    """The day's number, or None where the text is no existing date YYYY-MM-DD."""
    if len(text) != 10 or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    parts = text.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) != 3:
        return None
    try:
        return date(*map(int, parts)).toordinal()
    except ValueError:
        return None
