"""Arithmetic as an explanation words it in Chinese, worked out again: “25,195.76元 × 1%”, “2020年10月2日 + 1年”.

Nothing of the explanation but its words is used; dates and fractions are Python's own (tests/operations.py)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from compiler.workdays import Holidays
from tests.operations import OPERATIONS, ROUNDINGS, calendar_operations

Number = Fraction
_ELLIPSIS = "…"
_NUMBER = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?(…)?(/[0-9]+)?")
_DAY = re.compile(r"([0-9]+)年([0-9]+)月([0-9]+)日")
_MONTH = re.compile(r"([0-9]+)年([0-9]+)月")
_SPAN = re.compile(r"(?:([0-9]+)年)?(?:零?([0-9]+)个月)?(?:零?([0-9]+)[天日])?")
_UNITS = {"元": 1, "角": Fraction(1, 10), "分": Fraction(1, 100), "整数": 1, "百元": 100, "十元": 10}
_ROUNDED: Mapping[str, str] = {
    r"(?P<x>.+)，四舍五入到(?P<unit>.+)，正好一半时取双数": "half_even",
    r"(?P<x>.+)，四舍五入到(?P<unit>.+)，但正好一半时舍去": "half_down",
    r"(?P<x>.+)，四舍五入到(?P<unit>.+)": "half_up",
    r"(?P<x>.+)，(?P<unit>.+)以下舍去": "down",
    r"(?P<x>.+)，(?P<unit>.+)以下进一": "up",
    r"(?P<x>.+)，零头舍去，取(?P<unit>.+)": "down",
    r"(?P<x>.+)，零头进一，取(?P<unit>.+)": "up",
}


class Unreadable(Exception):
    """What is written in no form that is known here."""


def value(text: str) -> Any:
    """A number (amounts in yuan, percentages as fractions), a date, or a month as the number of months."""
    text = text.strip()
    if found := _DAY.fullmatch(text):
        return date(*map(int, found.groups()))
    if found := _MONTH.fullmatch(text):
        return int(found[1]) * 12 + int(found[2]) - 1
    for unit, scale in (("元", 1), ("%", 100), ("", 1)):
        if text.endswith(unit) and (found := _NUMBER.fullmatch(text[: len(text) - len(unit)])):
            return Number(found[0].replace(",", "").replace(_ELLIPSIS, "")) / scale
    raise Unreadable(text)


def recomputed(text: str, holidays: Holidays | None, told: date | None) -> Any:
    """What a row comes to."""
    text = re.sub(r"（第[0-9]+[^）]*）", "", text)
    text = re.sub(r"^[^：]*的部分：", "", text)
    return _Reader(holidays, told).of(text)


def agrees(found: Any, text: str, approximate: bool) -> bool:
    """Is this what is written, to as many places as are written?"""
    written = value(text)
    if not isinstance(found, Fraction | int) or isinstance(written, date):
        return bool(found == written)
    if _ELLIPSIS not in text and not approximate:
        return bool(found == written)
    return abs(found - written) <= max(Fraction(1, 1000), abs(written) / 10_000)


class _Reader:
    def __init__(self, holidays: Holidays | None, told: date | None) -> None:
        self.told = told
        self.days = calendar_operations(set(), holidays)

    def of(self, text: str) -> Any:
        if text == "没有计入的" or text == "没有人" or text == "没有":
            return 0
        if text.startswith("计入"):
            return sum(map(_records, text.removeprefix("计入").split("、")))
        for pattern, mode in _ROUNDED.items():
            if found := re.fullmatch(pattern, text):
                return self._rounded(mode, self.of(found["x"]), found["unit"])
        for pattern, form in _FORMS.items():
            if found := re.fullmatch(pattern, text):
                return form(self, *found.groups())
        return self._sum(text)

    def _rounded(self, mode: str, number: Any, unit: str) -> Any:
        step = value(unit.removesuffix("的整数倍")) if unit.endswith("的整数倍") else _UNITS.get(unit)
        if step is None:
            raise Unreadable(unit)
        return ROUNDINGS[mode](Fraction(number) / step) * step

    def _sum(self, text: str) -> Any:
        """`a + b + c`, `a − b`, `a × b`, `a ÷ b`: of one operation, as a row has it."""
        for sign, op in (("+", operator.add), ("−", operator.sub), ("×", operator.mul), ("÷", _divided)):
            parts = text.split(f" {sign} ")
            if len(parts) > 1:
                return self._folded(op, sign, parts)
        return value(text)

    def _folded(self, op: Callable[[Any, Any], Any], sign: str, parts: list[str]) -> Any:
        total = self.of(parts[0])
        for part in parts[1:]:
            if isinstance(total, date):
                total = self._moved(total, part, -1 if sign == "−" else 1)
            elif "月" in parts[0] and isinstance(total, int) and (span := _SPAN.fullmatch(part)):
                years, months = int(span[1] or 0), int(span[2] or 0)
                total = op(total, years * 12 + months)
            else:
                total = op(total, self.of(part))
        return total

    def _moved(self, day: date, by: str, sign: int) -> date:
        if found := re.fullmatch(r"([0-9]+)个工作日", by):
            name = "add_working_days" if sign > 0 else "sub_working_days"
            return self.days[name](day, (int(found[1]),), self.told)  # type: ignore[no-any-return]
        span = _SPAN.fullmatch(by)
        if span is None:
            raise Unreadable(by)
        period = tuple(int(part or 0) for part in span.groups())
        return OPERATIONS["add_period" if sign > 0 else "sub_period"](day, period)  # type: ignore[no-any-return]

    def many(self, text: str) -> list[Any]:
        return [self.of(part) for part in re.split(r"[、；]", text)]


def _records(text: str) -> int:
    """第1至6项: six."""
    first, *last = map(int, re.findall(r"[0-9]+", text))
    return last[0] - first + 1 if last else 1


def _divided(left: Any, right: Any) -> Fraction:
    return Fraction(left) / Fraction(right)


_FORMS: dict[str, Callable[..., Any]] = {
    r"(.+?)(?:；其)?中(?:较小|最小|最早|较早)的(?:一个)?": lambda self, text: min(self.many(text)),
    r"(.+?)(?:；其)?中(?:较大|最大|最晚|较晚)的(?:一个)?": lambda self, text: max(self.many(text)),
    r"(.+)的最后一天": lambda self, text: OPERATIONS["last_day"](self.of(text)),
    r"(.+)的第一天": lambda self, text: OPERATIONS["first_day"](self.of(text)),
    r"(.+)所在的月份": lambda self, text: OPERATIONS["month_of"](self.of(text)),
    r"从(.+)到(.+)的月数": lambda self, first, last: self.of(last) - self.of(first),
    r"(.+)，遇休息日顺延": lambda self, text: self.days["next_working_day"](self.of(text), self.told),
}
