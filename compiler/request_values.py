"""A request's single values: what JSON may say for a fact of each type, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from compiler import calendar
from compiler.program import Fact
from compiler.values import LIMITS, MILLIONTHS, Value, decimal_text, to_json

_MONEY = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_JSON_TYPES = {
    "bool": ("true 或 false", "true or false"),
    "integer": ("整数", "an integer"),
    "money": ('金额，例如 "5360.00" 或整数元', 'money such as "5360.00", or whole yuan as an integer'),
    "date": ('日期，例如 "2021-06-30"', 'a date such as "2021-06-30"'),
    "enum": ("取值之一", "one of its values"),
    "month": ('年月，例如 "2021-06"', 'a year-month such as "2021-06"'),
    "records": ("记录的列表", "a list of records"),
    "decimal": ('数字，写成文字，例如 "1.5"', 'a number as text, such as "1.5"'),
    "percent": ('数字，写成文字，例如 "0.01"', 'a number as text, such as "0.01"'),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse: its kind, the facts of the violated constraint, and what to do, in both languages."""

    kind: str
    facts: tuple[str, ...]
    message: Mapping[str, str]
    hint: Mapping[str, str]


def fault(kind: str, facts: tuple[str, ...], zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:
    return Fault(kind, facts, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})


def suggest(given: str, known: Iterable[str]) -> tuple[str, str]:
    """What to do about a name that is not known. (What compares names is loaded when first needed.)"""
    from dsl.diagnostics import nearest

    close = nearest(given, known)
    return (
        (f"是不是 “{close}”？", f'did you mean "{close}"?')
        if close
        else ("对照词汇表里的名字", "compare with the vocabulary")
    )


def read_value(fact: Fact, raw: object, faults: list[Fault]) -> Value | None:
    kind = fact.type.kind
    value, fault = _READERS[kind](fact, raw)
    if fault:
        faults.append(bad(fault, fact, raw))
        return None
    limits = fact.limits or LIMITS.get(kind)
    counted = value * MILLIONTHS if kind in ("decimal", "percent") and isinstance(value, int | Fraction) else value
    if limits and isinstance(counted, int | Fraction) and kind != "bool" and not limits[0] <= counted <= limits[1]:
        faults.append(bad("out_of_range", fact, raw))
        return None
    return value


Read = tuple[Value | None, str]


def _bool(fact: Fact, raw: object) -> Read:
    return (raw, "") if isinstance(raw, bool) else (None, "wrong_type")


def _integer(fact: Fact, raw: object) -> Read:
    return (raw, "") if isinstance(raw, int) and not isinstance(raw, bool) else (None, "wrong_type")


def _money(fact: Fact, raw: object) -> Read:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return (None, "negative_amount") if raw < 0 else (raw * 100, "")
    if not isinstance(raw, str):
        return None, "wrong_type"
    if raw.startswith("-") and _MONEY.fullmatch(raw[1:]):
        return None, "negative_amount"
    if not _MONEY.fullmatch(raw):
        return None, "wrong_type"
    whole, _, cents = raw.partition(".")
    if len(whole) > 40:
        return None, "out_of_range"
    return int(whole) * 100 + int(cents.ljust(2, "0")), ""


def _date(fact: Fact, raw: object) -> Read:
    if not isinstance(raw, str):
        return None, "wrong_type"
    day = calendar.from_iso(raw)
    return (day, "") if day is not None else (None, "invalid_date")


def _month(fact: Fact, raw: object) -> Read:
    if not isinstance(raw, str):
        return None, "wrong_type"
    month = calendar.month_from_iso(raw)
    return (month, "") if month is not None else (None, "invalid_date")


def _decimal(fact: Fact, raw: object) -> Read:
    """At most six decimals; a percentage is the number itself, 1 % being 0.01."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw, ""
    if not isinstance(raw, str) or not _DECIMAL.fullmatch(raw):
        return None, "wrong_type"
    number = Fraction(raw)
    return (number.numerator if number.denominator == 1 else number), ""


def _enum(fact: Fact, raw: object) -> Read:
    if not isinstance(raw, str):
        return None, "wrong_type"
    return (raw, "") if raw in fact.type.choices else (None, "invalid_enum")


_READERS = {
    "bool": _bool,
    "integer": _integer,
    "money": _money,
    "date": _date,
    "month": _month,
    "decimal": _decimal,
    "percent": _decimal,
    "enum": _enum,
}


def bad(kind: str, fact: Fact, raw: object) -> Fault:
    shown = repr(raw) if not isinstance(raw, str) else f"“{raw}”"
    shown = shown if len(shown) <= 60 else shown[:58] + "……"
    zh_type, en_type = _JSON_TYPES[fact.type.kind]
    known = "、".join(fact.type.choices)
    low, high = (_shown(x, fact) for x in fact.limits or (0, 0))
    texts = {
        "wrong_type": (f"{shown} 的类型不对", f"{shown} is of the wrong type", f"应为{zh_type}", f"give {en_type}"),
        "invalid_enum": (
            f"{shown} 不在取值之中",
            f"{shown} is not among its values",
            f"可用：{known}",
            f"use one of {known}",
        ),
        "invalid_date": (
            f"{shown} 不是存在的日期",
            f"{shown} is no existing date",
            "写成 YYYY-MM-DD，例如 2021-06-30" if fact.type.kind == "date" else "写成 YYYY-MM，例如 2021-06",
            "write YYYY-MM-DD, such as 2021-06-30" if fact.type.kind == "date" else "write YYYY-MM, such as 2021-06",
        ),
        "negative_amount": (
            f"{shown} 是负数",
            f"{shown} is negative",
            "金额不能小于零",
            "an amount cannot be below zero",
        ),
        "out_of_range": (
            f"{shown} 超出范围",
            f"{shown} is out of range",
            f"应在 {low} 至 {high} 之间" if fact.limits else "数值过大",
            f"it must be between {low} and {high}" if fact.limits else "the number is too large",
        ),
    }
    zh, en, hint_zh, hint_en = texts[kind]
    return fault(kind, (fact.name,), f"{fact.name}：{zh}", f"{fact.name}: {en}", hint_zh, hint_en)


def _shown(limit: int, fact: Fact) -> object:
    """A limit as a request would write it; of a list, how many records."""
    kind = fact.type.kind
    if kind in ("decimal", "percent"):
        return decimal_text(Fraction(limit, MILLIONTHS))
    return to_json(limit, kind)
