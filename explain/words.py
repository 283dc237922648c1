"""Words: which phrase an operator takes, how values are written, how the law is cited. No rule of a regulation is known
here; the phrases themselves stand in phrases.py."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from compiler import calendar
from compiler.program import About, Program, Text, Window
from compiler.values import NA, Type, Value, decimal_text, yuan
from dsl.tree import chinese_number
from explain.phrases import (
    DATE_PHRASES,
    DATE_QUANTITIES,
    MONTH_PHRASES,
    MONTHS_BETWEEN,
    PHRASES,
    QUANTITIES,
    STEP_PHRASES,
    Phrase,
    Quantity,
)

HAN = re.compile("[\u3400-\u9fff]")

STATES: Mapping[str, tuple[str, Text]] = {
    "met": ("✓", Text("符合", "met")),
    "unmet": ("✕", Text("不符合", "not met")),
    "open": ("?", Text("待确定", "to be settled")),
    "not_applicable": ("–", Text("不适用", "not applicable")),
    "value": ("=", Text("结果", "result")),
    "counts": ("▲", Text("例外成立", "exception applies")),
}
"""Each state's symbol and word; a reader never has to tell them by colour."""
_BY_KIND: Mapping[str, Mapping[str, Phrase]] = {
    "date": DATE_PHRASES,
    "month": {**MONTH_PHRASES, "sub": MONTHS_BETWEEN},
    "step": STEP_PHRASES,
}


def phrase(op: str, kind: str, lang: str, negated: bool = False) -> str:
    """The phrase of an operator whose first term is of this kind; of a rounding to a multiple, the kind is `step`."""
    return (_BY_KIND.get(kind, {}).get(op) or PHRASES[op]).get(lang, negated)


def quantity(op: str, kind: str) -> Quantity:
    """How a quantifier is said whose values are of this kind."""
    return (DATE_QUANTITIES.get(op) if kind in ("date", "month") else None) or QUANTITIES[op]


def both(make: Callable[[str], str]) -> Text:
    """A text in both languages."""
    return Text(make("zh"), make("en"))


# ---- values ------------------------------------------------------------------------------------------------------

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UNITS = {
    "money": {1: ("分", "fen"), 10: ("角", "jiao"), 100: ("元", "yuan")},
    "number": {1: ("整数", "whole number")},
}
_WEEKDAYS = (
    ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"), ("周五", "Friday"),
    ("周六", "Saturday"), ("周日", "Sunday"),
)  # fmt: skip
COMPUTED = ("integer", "decimal", "percent", "money", "date", "month")
"""Types of what is computed."""
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
DOES_NOT_APPLY = STATES["not_applicable"][1]


def date(day: int, lang: str) -> str:
    """2021年10月15日; 15 October 2021"""
    if lang == "zh":
        return calendar.chinese(day)
    year, month, of_month = calendar.civil(day)
    return f"{of_month} {MONTHS[month - 1]} {year}"


def month(number: int, lang: str) -> str:
    """2024年9月; September 2024"""
    year, of_year = divmod(number, 12)
    return f"{year}年{of_year + 1}月" if lang == "zh" else f"{MONTHS[of_year]} {year}"


def weekday(day: int, lang: str) -> str:
    """周六; Saturday"""
    return _WEEKDAYS[(day - 1) % 7][lang == "en"]


def span(first: int, last: int, lang: str) -> str:
    """2024年2月10日至17日; 10 to 17 February 2024"""
    if first == last:
        return date(first, lang)
    (year, month_, day), (other, later, end) = calendar.civil(first), calendar.civil(last)
    if lang == "zh":
        shown = f"{end}日" if (year, month_) == (other, later) else f"{later}月{end}日" if year == other else ""
        return f"{date(first, lang)}至{shown or date(last, lang)}"
    name = "" if (year, month_) == (other, later) else f" {MONTHS[month_ - 1]}" if year == other else ""
    start = f"{day}{name}" if year == other else date(first, lang)
    return f"{start} to {date(last, lang)}"


def window(of: Window, lang: str) -> str:
    """自2021年8月1日起; from 1 August 2021. '' where it has no end on either side."""
    since, until = (date(day, lang) if day is not None else "" for day in (of.since, of.until))
    if lang == "zh":
        return (f"自{since}" if since else "") + (f"至{until}" if until else "起" if since else "")
    return " ".join(f"{word} {day}" for word, day in (("from", since), ("until", until)) if day)


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


def workdays(count: int, lang: str) -> str:
    """10个工作日; 10 working days"""
    return f"{count}个工作日" if lang == "zh" else f"{count} working day{'' if count == 1 else 's'}"


def months(count: int, lang: str) -> str:
    """3个月; 3 months"""
    return period((0, count, 0), lang)


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
        if type_.kind == "workdays":
            return workdays(int(shown[0]), lang)
        return listed([choice(str(item), lang, choices) for item in shown], lang)
    if isinstance(shown, str):
        return choice(shown, lang, choices)
    assert isinstance(shown, int | Fraction)
    if type_.kind in ("date", "month"):
        return (date if type_.kind == "date" else month)(int(shown), lang)
    return number(shown, type_.kind, lang)


def tier(low: str, high: str, lang: str) -> str:
    """至36,000.00元的部分; the part up to 36,000.00 yuan. The first has no `low`, the last no `high`."""
    if lang == "zh":
        where = f"{low}至{high}" if low and high else f"至{high}" if high else f"{low}以上" if low else "全部"
        return f"{where}的部分"
    if low and high:
        return f"the part from {low} to {high}"
    return f"the part up to {high}" if high else f"the part above {low}" if low else "all of it"


def choice(word: str, lang: str, choices: Mapping[str, str] | None) -> str:
    """A choice; one without Chinese characters is called in both languages as in English."""
    if lang == "zh" and HAN.search(word):
        return word
    return (choices or {}).get(word) or (word if HAN.search(word) else word.replace("_", " "))


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


def body(program: Program, who: str) -> Text | None:
    """Who decides: an agency by its name. None where it is none, but what a fact is about, such as a permit."""
    english = name(program, who, "en")
    known = not HAN.search(english) and (HAN.search(who) is not None or who[:1].isupper())
    return Text(who, f"the {english}") if known else None


def quoted(text: str) -> str:
    return f"“{text}”"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit(step: int | Fraction, kind: str, lang: str) -> tuple[str, bool]:
    """What an amount is rounded to, and whether it is no unit but a multiple of an amount."""
    kind = "money" if kind == "money" else "number"
    if step in _UNITS[kind]:
        return _UNITS[kind][int(step)][lang == "en"], False
    shown = number(step, kind, lang)
    return (f"{shown}的整数倍" if lang == "zh" else f"multiple of {shown}"), True


# ---- citations ---------------------------------------------------------------------------------------------------

_CITED = re.compile(r"第[（(]?([一二三四五六七八九十百千万零]+)[）)]?(条|款|项|句)|(前段|后段)|第([a-h])段")
_CITED_EN = {"条": "article", "款": "paragraph", "项": "item", "句": "sentence"}


def english(about: About) -> Mapping[str, str]:
    """The English of names of agencies and parts; of amendments as well."""
    return {**{a.short.zh: a.short.en for a in about.amendments if a.short.en}, **about.english}


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
