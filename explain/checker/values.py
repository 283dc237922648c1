"""Values as people write them, read back: dates, months, periods, ages, amounts, percentages, numbers, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from compiler.calendar import civil
from compiler.calendar import day as day_number

ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = {
    **{name: i for i, name in enumerate(("周一", "周二", "周三", "周四", "周五", "周六", "周日"))},
    **{
        name: i for i, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
    },
}
"""Monday is 0; day number 1 is a Monday."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value that was read. kind: money (fen), percent, number, date, month, period, workdays, age, bool, unit.
    `rough`: the digits were cut off."""

    kind: str
    value: object
    rough: bool = False


_MONTH = "|".join(ENGLISH_MONTHS)
_DIGITS = r"(?P<sign>[-−]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<cut>…?)"
_FORMS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "zh": (
        ("date", re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日")),
        ("month", re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?!\d)")),
        ("workdays", re.compile(r"(?P<n>\d+)个工作日")),
        ("age", re.compile(r"(?P<n>\d+)周岁")),
        ("period", re.compile(r"(?=\d)(?:(?P<ys>\d{1,3})年(?!\d*月\d))?(?:(?P<ms>\d+)个月)?(?:(?P<ds>\d+)天)?")),
        ("money", re.compile(_DIGITS + "元")),
        ("percent", re.compile(_DIGITS + "%")),
        ("number", re.compile(_DIGITS)),
        ("fraction", re.compile(r"(?P<a>-?\d+)/(?P<b>\d+)")),
        ("bool", re.compile(r"(?P<yes>是)|否")),
    ),
    "en": (
        ("date", re.compile(rf"(?P<d>\d{{1,2}}) (?P<mn>{_MONTH}) (?P<y>\d{{4}})")),
        ("month", re.compile(rf"(?P<mn>{_MONTH}) (?P<y>\d{{4}})")),
        ("workdays", re.compile(r"(?P<n>\d+) working days?")),
        ("age", re.compile(r"(?P<n>\d+) years? old")),
        (
            "period",
            re.compile(r"(?=\d)(?:(?P<ys>\d+) years?(?! old))?(?: ?(?P<ms>\d+) months?)?(?: ?(?P<ds>\d+) days?)?"),
        ),
        ("money", re.compile(_DIGITS + " yuan")),
        ("percent", re.compile(_DIGITS + "%")),
        ("number", re.compile(_DIGITS)),
        ("fraction", re.compile(r"(?P<a>-?\d+)/(?P<b>\d+)")),
        ("bool", re.compile(r"(?P<yes>yes)|no")),
    ),
}


def values_at(text: str, at: int, lang: str) -> Iterator[tuple[Read, int]]:
    """Every value that begins here, with where it ends."""
    for kind, form in _FORMS[lang]:
        match = form.match(text, at)
        if match is None or match.end() == at:
            continue
        found = _made(kind, match)
        if found is not None:
            yield found, match.end()


def whole(text: str, lang: str) -> list[Read]:
    """What a text is as a value, from its first character to its last."""
    return [read for read, end in values_at(text, 0, lang) if end == len(text)]


def _made(kind: str, match: re.Match[str]) -> Read | None:
    by = match.groupdict()
    if kind in ("date", "month"):
        month = ENGLISH_MONTHS.index(by["mn"]) + 1 if by.get("mn") else int(by["m"])
        return _dated(kind, int(by["y"]), month, int(by.get("d") or 1))
    if kind in ("workdays", "age"):
        return Read(kind, int(by["n"]))
    if kind == "period":
        return Read(kind, tuple(int(by[key] or 0) for key in ("ys", "ms", "ds")))
    if kind == "bool":
        return Read(kind, by["yes"] is not None)
    if kind == "fraction":
        return Read("number", Fraction(int(by["a"]), int(by["b"]))) if int(by["b"]) else None
    number = Fraction(by["digits"].replace(",", ""))
    number = -number if by["sign"] else number
    scale = {"money": Fraction(100), "percent": Fraction(1, 100)}.get(kind, Fraction(1))
    return Read(kind, number * scale, bool(by["cut"]))


def _dated(kind: str, year: int, month: int, of_month: int) -> Read | None:
    if not 1 <= month <= 12:
        return None
    if kind == "month":
        return Read(kind, year * 12 + month - 1)
    number = day_number(year, month, of_month)
    return Read(kind, number) if civil(number) == (year, month, of_month) else None


_ROUGH = {"money": Fraction(1, 100), "percent": Fraction(1, 10**6), "number": Fraction(1, 10**4)}
"""How far a value whose digits were cut off may lie from the true one: a unit of its last place, in fen or units."""


def agrees(read: Read, actual: object, kind: str) -> bool:
    """Is what was read this run-time value (of a fact or rule of this kind)?"""
    wanted = {"integer": "number", "decimal": "number"}.get(kind, kind)
    if read.kind != wanted or isinstance(actual, bool) is not (kind == "bool"):
        return False
    if kind == "bool":
        return read.value is actual
    if kind == "workdays":
        return isinstance(actual, tuple) and read.value == actual[0]
    if kind == "period":
        return isinstance(actual, tuple) and read.value == tuple(actual)
    if not isinstance(actual, int | Fraction):
        return False
    if read.rough:
        assert isinstance(read.value, Fraction)
        return abs(read.value - Fraction(actual)) <= _ROUGH[wanted]
    return read.value == actual


# ---- spans of days: 2024年2月10日至17日; 10 to 17 February 2024 -----------------------------------------------------

_SPAN_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日)?")
_SPAN_EN = re.compile(
    rf"(\d{{1,2}})(?: ({_MONTH}))?(?: (\d{{4}}))? to (\d{{1,2}}) ({_MONTH}) (\d{{4}})|(\d{{1,2}}) ({_MONTH}) (\d{{4}})"
)


def spans(text: str, lang: str) -> list[tuple[int, int]] | None:
    """A list of days and stretches of days; None where something else stands there."""
    pieces = text.split("、") if lang == "zh" else re.split(r", | and ", text)
    found: list[tuple[int, int]] = []
    for piece in pieces:
        span = _span(piece, lang, found[-1][1] if found else None)
        if span is None:
            return None
        found.append(span)
    return found


def _span(text: str, lang: str, before: int | None = None) -> tuple[int, int] | None:
    """In Chinese a year and month that are those of the day before are left out."""
    if lang == "zh" and before is not None and "年" not in text.partition("至")[0]:
        last_year, last_month, _ = civil(before)
        dated = "月" in text.partition("至")[0]
        text = f"{last_year}年{text}" if dated else f"{last_year}年{last_month}月{text}"
    if lang == "zh":
        match = _SPAN_ZH.fullmatch(text)
        if match is None:
            return None
        year, month, first, year2, month2, last = match.groups()
        start = day_number(int(year), int(month), int(first))
        if last is None:
            return start, start
        return start, day_number(int(year2 or year), int(month2 or month), int(last))
    match = _SPAN_EN.fullmatch(text)
    if match is None:
        return None
    first, month, year, last, month2, year2, only, only_month, only_year = match.groups()
    if only:
        day = day_number(int(only_year), ENGLISH_MONTHS.index(only_month) + 1, int(only))
        return day, day
    end = day_number(int(year2), ENGLISH_MONTHS.index(month2) + 1, int(last))
    return day_number(int(year or year2), ENGLISH_MONTHS.index(month or month2) + 1, int(first)), end
