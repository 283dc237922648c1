"""Words: one phrase an operator and language, and how values are written. No rule of a regulation is known here.

A phrase of a condition is its predicate: {1}, {2} are the terms after the subject, {list} all of them. A phrase of a
value names all its terms, {0} first. Each has a negative form, so that no sentence ever negates a negation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from compiler import calendar
from compiler.program import Program, Text
from compiler.values import NA, Type, Value, decimal_text, yuan
from dsl.tree import chinese_number


class Phrase(NamedTuple):
    zh: str
    zh_not: str
    en: str
    en_not: str

    def get(self, lang: str, negated: bool = False) -> str:
        if lang == "en":
            return self.en_not if negated else self.en
        return self.zh_not if negated else self.zh


def _value(zh: str, en: str) -> Phrase:
    return Phrase(zh, zh, en, en)


_EQ = Phrase("是{1}", "不是{1}", "{1}", "not {1}")
_NE = Phrase("不是{1}", "是{1}", "not {1}", "{1}")
_MEMBER = Phrase("是{list}之一", "不是{list}", "one of {list}", "none of {list}")
_NOT_MEMBER = Phrase("不是{list}", "是{list}之一", "none of {list}", "one of {list}")
_LT = Phrase("低于{1}", "不低于{1}", "below {1}", "at least {1}")
_LE = Phrase("不超过{1}", "超过{1}", "at most {1}", "above {1}")
_GT = Phrase("超过{1}", "不超过{1}", "above {1}", "at most {1}")
_GE = Phrase("不低于{1}", "低于{1}", "at least {1}", "below {1}")
_BEFORE = Phrase("早于{1}", "在{1}或以后", "before {1}", "on {1} or later")
_UNTIL = Phrase("在{1}或以前", "晚于{1}", "on {1} or earlier", "after {1}")
_AFTER = Phrase("晚于{1}", "在{1}或以前", "after {1}", "on {1} or earlier")
_SINCE = Phrase("在{1}或以后", "早于{1}", "on {1} or later", "before {1}")

PHRASES: dict[str, Phrase] = {
    "and": Phrase("以下都要符合", "以下没有全部符合", "all of these", "not all of these"),
    "or": Phrase("以下至少符合一项", "以下一项也不符合", "at least one of these", "none of these"),
    "not": Phrase("以下不能成立", "以下要成立", "this must not hold", "this must hold"),
    "none_of": Phrase("以下都要符合", "以下没有全部符合", "all of these", "not all of these"),
    "choose": _value("分情况", "by case"),
    "eq": _EQ,
    "ne": _NE,
    "in": _MEMBER,
    "member": _MEMBER,
    "not_member": _NOT_MEMBER,
    "lt": _LT,
    "le": _LE,
    "gt": _GT,
    "ge": _GE,
    "between": Phrase(
        "在{1}至{2}之间（含两端）", "不在{1}至{2}之间", "between {1} and {2} (both included)", "not between {1} and {2}"
    ),
    "within": Phrase("在{1}后{2}内", "不在{1}后{2}内", "within {2} after {1}", "not within {2} after {1}"),
    "reached": Phrase("满{1}", "未满{1}", "at least {1}", "under {1}"),
    "younger": Phrase("未满{1}", "已满{1}", "under {1}", "at least {1}"),
    "aged": Phrase(
        "满{1}、未满{2}", "未满{1}，或者已满{2}", "at least {1} and under {2}", "under {1}, or at least {2}"
    ),
    "since": _SINCE,
    "until": _UNTIL,
    "add": _value("{0} + {1}", "{0} + {1}"),
    "sub": _value("{0} − {1}", "{0} − {1}"),
    "mul": _value("{0} × {1}", "{0} × {1}"),
    "div": _value("{0} ÷ {1}", "{0} ÷ {1}"),
    "neg": _value("−{0}", "−{0}"),
    "max": _value("{all}中较大的一个", "the larger of {all}"),
    "min": _value("{all}中较小的一个", "the smaller of {all}"),
    "add_period": _value("{0} + {1}", "{0} + {1}"),
    "add_years_rolling": _value("{0} + {1}", "{0} + {1}"),
    "sub_period": _value("{0} − {1}", "{0} − {1}"),
    "round_half_up": _value("{0}，四舍五入到{unit}", "{0}, rounded to the nearest {unit}"),
    "round_down": _value("{0}，{unit}以下舍去", "{0}, rounded down to the {unit}"),
    "round_up": _value("{0}，{unit}以下进一", "{0}, rounded up to the {unit}"),
}
"""Total over compiler.operators.OPERATORS; a test holds it."""

DATE_PHRASES: dict[str, Phrase] = {
    "lt": _BEFORE,
    "le": _UNTIL,
    "gt": _AFTER,
    "ge": _SINCE,
    "max": _value("{all}中较晚的一个", "the later of {all}"),
    "min": _value("{all}中较早的一个", "the earlier of {all}"),
}
"""The same where the first term is a date."""

STATES: Mapping[str, tuple[str, Text]] = {
    "met": ("✓", Text("符合", "met")),
    "unmet": ("✕", Text("不符合", "not met")),
    "open": ("?", Text("待确定", "to be settled")),
    "not_applicable": ("–", Text("不适用", "not applicable")),
    "value": ("=", Text("结果", "result")),
}
"""Each state's symbol and word; a reader never has to tell them by colour."""


def phrase(op: str, kind: str, lang: str, negated: bool = False) -> str:
    """The phrase of an operator whose first term is of this kind."""
    row = DATE_PHRASES.get(op) if kind == "date" else None
    return (row or PHRASES[op]).get(lang, negated)


def both(make: Callable[[str], str]) -> Text:
    """A text in both languages."""
    return Text(make("zh"), make("en"))


# ---- values ------------------------------------------------------------------------------------------------------

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {
    "money": {1: ("分", "fen"), 10: ("角", "jiao"), 100: ("元", "yuan")},
    "number": {1: ("整数", "whole number")},
}
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
DOES_NOT_APPLY = STATES["not_applicable"][1]


def date(day: int, lang: str) -> str:
    """2021年10月15日; 15 October 2021"""
    if lang == "zh":
        return calendar.chinese(day)
    year, month, of_month = calendar.civil(day)
    return f"{of_month} {_MONTHS[month - 1]} {year}"


def money(fen: int | Fraction, lang: str) -> str:
    """5,360.00元; 5,360.00 yuan. A part of a fen is shown as it is, or to four places where it has no end."""
    whole = isinstance(fen, int) or fen.denominator == 1
    amount = yuan(int(fen)) if whole else _decimal(Fraction(fen) / 100)
    sign = "-" if amount.startswith("-") else ""
    number, dot, rest = amount.lstrip("-").partition(".")
    return f"{sign}{int(number):,}{dot}{rest}" + ("元" if lang == "zh" else " yuan")


def _decimal(number: Fraction) -> str:
    text = decimal_text(number)
    if "/" not in text:
        return text
    scaled = int(abs(number) * 10**4 + Fraction(1, 2))
    return f"{'-' if number < 0 else ''}{scaled // 10**4}.{scaled % 10**4:04d}…"


def period(parts: tuple[int, ...], lang: str) -> str:
    """2年; 2 years"""
    names = (("年", "year"), ("个月", "month"), ("天", "day"))
    shown = [(count, *name) for count, name in zip(parts, names, strict=True) if count]
    if lang == "zh":
        return "".join(f"{count}{zh}" for count, zh, _ in shown) or "0天"
    return " ".join(f"{count} {en}{'' if count == 1 else 's'}" for count, _, en in shown) or "0 days"


def age(years: int, lang: str) -> str:
    if lang == "zh":
        return f"{years}周岁"
    return f"{years} year{'' if years == 1 else 's'} old"


def number(value: int | Fraction, kind: str, lang: str) -> str:
    if kind == "money":
        return money(value, lang)
    if kind == "percent":
        return _decimal(Fraction(value) * 100) + "%"
    return f"{value:,}" if isinstance(value, int) else _decimal(value)


def value(shown: Value | tuple[int, ...], type_: Type, lang: str, choices: Mapping[str, str] | None = None) -> str:
    """A value as a person reads it; `choices` gives the English of a choice."""
    if shown is NA:
        return DOES_NOT_APPLY.get(lang)
    if isinstance(shown, bool):
        return YES_NO[shown].get(lang)
    if isinstance(shown, tuple):
        if type_.kind == "period":
            return period(tuple(map(int, shown)), lang)
        return listed([choice(str(item), lang, choices) for item in shown], lang)
    if isinstance(shown, str):
        return choice(shown, lang, choices)
    assert isinstance(shown, int | Fraction)
    return date(int(shown), lang) if type_.kind == "date" else number(shown, type_.kind, lang)


def choice(word: str, lang: str, choices: Mapping[str, str] | None) -> str:
    return ((choices or {}).get(word) or word) if lang == "en" else word


def listed(items: Sequence[str], lang: str, last: str = "") -> str:
    """A、B、C; A, B and C (or another last word, in English)."""
    if lang == "zh":
        return "、".join(items)
    if len(items) < 2 or not last:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def name(program: Program, word: str, lang: str) -> str:
    """Somebody's name: in English as about.toml has it, or else as the vocabulary has."""
    if lang == "zh":
        return word
    rules, facts = program.definitions.values(), program.facts.values()
    tables = (program.about.english, *(x.choices for x in rules), *(x.choices for x in facts))
    return next((table[word] for table in tables if table.get(word)), word)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit(step: int, kind: str, lang: str) -> str:
    """What an amount is rounded to."""
    zh, en = _UNITS["money" if kind == "money" else "number"][step]
    return zh if lang == "zh" else en


# ---- citations ---------------------------------------------------------------------------------------------------

_CITED = re.compile(r"第[（(]?([一二三四五六七八九十百零]+)[）)]?(条|款|项|句)|(前段|后段)|第([a-h])段")
_CITED_EN = {"条": "article", "款": "paragraph", "项": "item", "句": "sentence"}


def cite(words: str, english: Mapping[str, str] | None = None) -> Text:
    """第三条第一款第一句; article 3, paragraph 1, sentence 1. A part that is no article keeps its name where `english`
    has none for it."""
    rest = _CITED.sub("", words)
    rest = (english or {}).get(rest, rest)
    found = [f"{_CITED_EN[m[2]]} {chinese_number(m[1])}" if m[2] else _part(m) for m in _CITED.finditer(words)]
    return Text(words, ", ".join([rest, *found] if rest else found))


def part_name(name: str, english: Mapping[str, str]) -> Text:
    """第四条; Article 4."""
    return Text(name, capital(cite(name, english).en))


def _part(match: re.Match[str]) -> str:
    return {"前段": "first part", "后段": "second part"}.get(match[3] or "", f"part {match[4]}")
