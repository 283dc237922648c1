"""What a person types as an answer: values, or a sentence on what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from compiler import calendar
from compiler.program import Fact, Program, Text
from compiler.unknowns import stem
from compiler.values import LIMITS, MILLIONTHS, Value
from explain import words
from explain.interview.cells import Paths
from explain.interview.interview import CHOICE, COUNT, SEVERAL, YES_NO, Asking

LONGEST = 200
UNSURE = (
    "不清楚",
    "不知道",
    "不确定",
    "不清楚，或者还没有认定",
    "dk",
    "unknown",
    "not sure",
    "don't know",
    "i don't know",
)
_YES = ("是", "是的", "对", "有", "y", "yes", "true", "t")
_NO = ("否", "不是", "不", "没有", "没", "不对", "无", "n", "no", "false", "f")
_NONE = ("0", "都没有", "都不是", "没有", "无", "none", "no")
_UNITS = "个人月口名岁天次元块辆张年份期户位"
_MONTHS = {name.lower(): at for at, name in enumerate(words.MONTHS, 1)}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?|(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})\s+([a-z]+)\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(?:(\d{1,2})\s*,\s*)?(\d{4})")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Reply:
    values: Mapping[str, Value]
    unsure: Paths = frozenset()


class Unclear(Exception):
    """What was typed is no answer; `text` says why, and what to type."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def plain(typed: str) -> str:
    """Without full-width digits and signs, spaces around, a final stop, and what cannot be seen."""
    text = "".join(c for c in unicodedata.normalize("NFKC", typed) if c.isprintable())
    return text.strip().rstrip("。.").strip().lower()


def read(program: Program, asking: Asking, typed: str) -> Reply:
    """Raises Unclear."""
    if len(typed) > LONGEST:
        raise Unclear("您写得太长了。请只写回答本身。", "That is too long. Please write the answer alone.")
    text = plain(typed)
    if not text:
        raise Unclear("您还没有回答。不知道就写“不清楚”。", 'Nothing was typed. Where you do not know, write "dk".')
    if text in UNSURE:
        return Reply({}, frozenset(asking.paths))
    if asking.form == SEVERAL:
        return _several(asking, text)
    fact = program.facts[stem(asking.paths[0])]
    if asking.form in (YES_NO, CHOICE):
        return _chosen(fact, asking, text)
    return Reply({asking.paths[0]: _within(fact, _READERS[asking.form](text))})


# ---- choices ---------------------------------------------------------------------------------------------------------


def options(fact: Fact, asking: Asking) -> tuple[Value | None, ...]:
    """In the order in which they are numbered; None: not known. Of what somebody else decides that comes first."""
    if asking.form == CHOICE:
        return (*fact.type.choices, None)
    return (None, True, False) if asking.judged else (True, False, None)


def _chosen(fact: Fact, asking: Asking, text: str) -> Reply:
    path, listed = asking.paths[0], options(fact, asking)
    if text.isdigit() and 1 <= int(text) <= len(listed):
        value = listed[int(text) - 1]
        return Reply({}, frozenset((path,))) if value is None else Reply({path: value})
    if asking.form == YES_NO and text in (*_YES, *_NO):
        return Reply({path: text in _YES})
    if asking.form == CHOICE:
        for choice in fact.type.choices:
            if text in (choice.lower(), words.choice(choice, "en", fact.choices).lower()):
                return Reply({path: choice})
    last = len(listed)
    if asking.form == YES_NO:
        raise Unclear(
            f"请写“是”或者“否”，或者前面的数字1到{last}。", f'Write "yes" or "no", or a number from 1 to {last}.'
        )
    raise Unclear(f"请写一个选项前面的数字，1到{last}。", f"Write the number of one choice, from 1 to {last}.")


def _several(asking: Asking, text: str) -> Reply:
    """1 3: these are so, all others are not. 2?: not known of this one."""
    if text in _NONE:
        return Reply(dict.fromkeys(asking.paths, False))
    marks = [mark for mark in re.split(r"[\s,、;和]+", text) if mark]
    numbers = {mark.rstrip("?"): mark.endswith("?") for mark in marks}
    last = len(asking.paths)
    if not marks or not all(n.isdigit() and 1 <= int(n) <= last for n in numbers):
        raise Unclear(
            f"请写数字，1到{last}，中间用空格隔开，例如“1 2”。都没有，写0。",
            f'Write numbers from 1 to {last} with spaces between them, such as "1 2". For none of them, write 0.',
        )
    unsure = frozenset(asking.paths[int(n) - 1] for n, doubt in numbers.items() if doubt)
    chosen = {asking.paths[int(n) - 1] for n in numbers}
    return Reply({path: path in chosen for path in asking.paths if path not in unsure}, unsure)


# ---- numbers and dates -----------------------------------------------------------------------------------------------


def _number(text: str, units: str) -> Fraction:
    """12, 1,200, 3个, ¥5360.00元, 1.2万"""
    bare = text.replace(",", "").replace(" ", "").lstrip("¥￥").removesuffix("yuan").removesuffix("rmb").rstrip(units)
    tens = 10_000 if bare.endswith("万") else 1
    bare = bare.removesuffix("万")
    if not _NUMBER.fullmatch(bare):
        raise Unclear(f"请写数字，例如{'5360.00' if '元' in units else '3'}。", "Write a number in digits.")
    return Fraction(bare) * tens


def _integer(text: str) -> Value:
    number = _number(text, _UNITS)
    if number.denominator != 1:
        raise Unclear("这里要写整数，例如3。", "Write a whole number, such as 3.")
    return int(number)


def _money(text: str) -> Value:
    fen = _number(text, "元块圆") * 100
    if fen.denominator != 1:
        raise Unclear("金额最多写到分，例如5360.50。", "Write no more than two decimals, such as 5360.50.")
    if fen < 0:
        raise Unclear("金额不能小于零。", "An amount cannot be below zero.")
    return int(fen)


def _decimal(text: str) -> Value:
    number = _number(text, _UNITS)
    return int(number) if number.denominator == 1 else number


def _percent(text: str) -> Value:
    if not text.endswith("%"):
        raise Unclear("请写百分数，例如1%。", "Write a percentage, such as 1%.")
    number = _number(text.removesuffix("%"), "") / 100
    return int(number) if number.denominator == 1 else number


def _date(text: str) -> Value:
    found = _DATE.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else _in_words(text)
    day = calendar.from_iso("{:04}-{:02}-{:02}".format(*parts)) if len(parts) == 3 else None
    if day is None and (found or len(parts) == 3):
        raise Unclear(
            "没有这一天，请看看年、月、日写对了没有。", "There is no such day; please check the year, month and day."
        )
    if day is None:
        raise Unclear(
            "请把日期写成 2021-10-15，或者2021年10月15日。", "Write the date as 2021-10-15, or 15 October 2021."
        )
    return day


def _month(text: str) -> Value:
    found = _MONTH.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else _in_words(text)
    month = calendar.month_from_iso("{:04}-{:02}".format(*parts)) if len(parts) == 2 else None
    if month is None:
        raise Unclear("请把年月写成 2021-10，或者2021年10月。", "Write the month as 2021-10, or October 2021.")
    return month


def _in_words(text: str) -> list[int]:
    """15 October 2021, October 15, 2021, October 2021: year, month and, if it is there, day."""
    if found := _DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return []
    month = next((at for full, at in _MONTHS.items() if len(name) >= 3 and full.startswith(name)), 0)
    return [part for part in (int(year), month, int(day or 0)) if part]


_READERS: dict[str, Callable[[str], Value]] = {
    "integer": _integer,
    COUNT: _integer,
    "money": _money,
    "decimal": _decimal,
    "percent": _percent,
    "date": _date,
    "month": _month,
}


def _within(fact: Fact, value: Value) -> Value:
    kind = fact.type.kind
    low, high = fact.limits or LIMITS[kind]
    assert isinstance(value, int | Fraction)
    counted = value * MILLIONTHS if kind in ("decimal", "percent") else value
    if low <= counted <= high:
        return value
    least, most = (shown_limit(fact, limit) for limit in (low, high))
    raise Unclear(f"要在{least.zh}到{most.zh}之间。", f"It must be between {least.get('en')} and {most.get('en')}.")


def shown_limit(fact: Fact, limit: int) -> Text:
    kind = fact.type.kind
    value = Fraction(limit, MILLIONTHS) if kind in ("decimal", "percent") else limit
    if kind == "records":
        return Text(str(limit), str(limit))
    return words.both(lambda lang: words.value(value, fact.type, lang))
