"""One phrase an operator and language. No rule of a regulation is known here.

A phrase of a condition is its predicate: {1}, {2} are the terms after the subject, {list} all of them. A phrase of a
value names all its terms, {0} first. Each has a negative form, so that no sentence ever negates a negation."""

from __future__ import annotations

from typing import NamedTuple


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
_LT = Phrase("低于{1}", "至少是{1}", "below {1}", "at least {1}")
_LE = Phrase("最多是{1}", "超过{1}", "at most {1}", "above {1}")
_GT = Phrase("超过{1}", "最多是{1}", "above {1}", "at most {1}")
_GE = Phrase("至少是{1}", "低于{1}", "at least {1}", "below {1}")
_BEFORE = Phrase("早于{1}", "在{1}或以后", "before {1}", "on {1} or later")
_UNTIL = Phrase("在{1}或以前", "晚于{1}", "on {1} or earlier", "after {1}")
_AFTER = Phrase("晚于{1}", "在{1}或以前", "after {1}", "on {1} or earlier")
_SINCE = Phrase("在{1}或以后", "早于{1}", "on {1} or later", "before {1}")
_LATER = _value("{all}中较晚的", "the later of {all}")
_EARLIER = _value("{all}中较早的", "the earlier of {all}")
_SUM = _value("{0} + {1}", "{0} + {1}")
_DIFFERENCE = _value("{0} − {1}", "{0} − {1}")
_ROLLED = _value("{0}，遇休息日顺延", "{0}, or the next working day where that is none")
_NEAREST = _value("{0}，四舍五入到{unit}", "{0}, rounded to the nearest {unit}")
_HALF_EVEN = _value(
    "{0}，四舍五入到{unit}，正好一半时取双数", "{0}, rounded to the nearest {unit}, an exact half to the even one"
)
_HALF_DOWN = _value(
    "{0}，四舍五入到{unit}，但正好一半时舍去", "{0}, rounded to the nearest {unit}, but an exact half down"
)
_FLOOR = _value("{0}，向下取到{unit}", "{0}, rounded to the next lower {unit}")
_CEILING = _value("{0}，向上取到{unit}", "{0}, rounded to the next higher {unit}")

PHRASES: dict[str, Phrase] = {
    "and": Phrase("以下都要符合", "以下没有全部符合", "all of these", "not all of these"),
    "or": Phrase("以下至少符合一项", "以下一项也不符合", "at least one of these", "none of these"),
    "not": Phrase("以下不能成立", "以下要成立", "this must not hold", "this must hold"),
    "none_of": Phrase("以下都要符合", "以下没有全部符合", "all of these", "not all of these"),
    "choose": _value("分情况", "by case"),
    "with_exceptions": _value("先看例外，再看一般规则", "exceptions first, then the general rule"),
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
    "within_rolled": Phrase(
        "在{1}后{2}内（遇休息日顺延）",
        "不在{1}后{2}内（遇休息日顺延）",
        "within {2} after {1} (or by the next working day)",
        "not within {2} after {1} (or by the next working day)",
    ),
    "reached": Phrase("满{1}", "未满{1}", "at least {1}", "under {1}"),
    "younger": Phrase("未满{1}", "已满{1}", "under {1}", "at least {1}"),
    "aged": Phrase(
        "满{1}但未满{2}", "未满{1}，或者已满{2}", "at least {1} and under {2}", "under {1}, or at least {2}"
    ),
    "since": _SINCE,
    "until": _UNTIL,
    "add": _SUM,
    "sub": _DIFFERENCE,
    "mul": _value("{0} × {1}", "{0} × {1}"),
    "div": _value("{0} ÷ {1}", "{0} ÷ {1}"),
    "neg": _value("−{0}", "−{0}"),
    "max": _value("{all}中较大的", "the larger of {all}"),
    "min": _value("{all}中较小的", "the smaller of {all}"),
    "tiered": _value("{0}，分段计算：{tiers}", "{0} in tiers: {tiers}"),
    "value_on": _value("{1}（按{0}那一天）", "{1} on “{0}”"),
    "add_period": _SUM,
    "add_years_rolling": _SUM,
    "sub_period": _DIFFERENCE,
    "add_working_days": _SUM,
    "count_working_days": _SUM,
    "sub_working_days": _DIFFERENCE,
    "roll": _ROLLED,
    "next_working_day": _ROLLED,
    "month_of": _value("{0}所在的月份", "the month of {0}"),
    "first_day": _value("{0}的第一天", "the first day of {0}"),
    "last_day": _value("{0}的最后一天", "the last day of {0}"),
    "year_of": _value("{0}所在的年份", "the year of {0}"),
    "round_half_up": _NEAREST,
    "round_half_even": _HALF_EVEN,
    "round_half_down": _HALF_DOWN,
    "round_down": _value("{0}，{unit}以下舍去", "{0}, rounded down to the {unit}"),
    "round_up": _value("{0}，{unit}以下进一", "{0}, rounded up to the {unit}"),
    "round_floor": _FLOOR,
    "round_ceiling": _CEILING,
}
"""Total over compiler.operators.OPERATORS; a test holds it."""

DATE_PHRASES: dict[str, Phrase] = {
    "lt": _BEFORE,
    "le": _UNTIL,
    "gt": _AFTER,
    "ge": _SINCE,
    "max": _LATER,
    "min": _EARLIER,
}
"""The same where the first term is a date."""

MONTH_PHRASES: dict[str, Phrase] = {
    "lt": Phrase("早于{1}", "在{1}或以后", "before {1}", "in {1} or later"),
    "le": Phrase("在{1}或以前", "晚于{1}", "in {1} or earlier", "after {1}"),
    "gt": Phrase("晚于{1}", "在{1}或以前", "after {1}", "in {1} or earlier"),
    "ge": Phrase("在{1}或以后", "早于{1}", "in {1} or later", "before {1}"),
    "max": _LATER,
    "min": _EARLIER,
    "between": Phrase(
        "从{1}到{2}（含两端）", "不在{1}到{2}之间", "from {1} to {2} (both included)", "not from {1} to {2}"
    ),
}
"""The same where it is a month."""
MONTHS_BETWEEN = _value("从{1}到{0}的月数", "months from {1} to {0}")
"""A month less another."""

STEP_PHRASES: dict[str, Phrase] = {
    "round_down": _value("{0}，零头舍去，取{unit}", "{0}, rounded down to a {unit}"),
    "round_up": _value("{0}，零头进一，取{unit}", "{0}, rounded up to a {unit}"),
}
"""The same where the result is a multiple of a step that is no unit."""


class Quantity(NamedTuple):
    """How something is said of a list {0}: of its records, each a {n} (Chinese alone has a word for it), and of those
    where {1} holds; {2} is what each of them has, or whether it has it."""

    plain: Phrase
    where: Phrase


def _amount(plain_zh: str, where_zh: str, plain_en: str, where_en: str) -> Quantity:
    return Quantity(_value(plain_zh, plain_en), _value(where_zh, where_en))


QUANTITIES: dict[str, Quantity] = {
    "some": Quantity(
        Phrase(
            "{0}中至少有一{n}：{2}",
            "{0}中没有一{n}：{2}",
            "in “{0}”, at least one record where {2}",
            "in “{0}”, no record where {2}",
        ),
        Phrase(
            "{0}中至少有一{n}：{1}，并且{2}",
            "{0}中没有一{n}：{1}，并且{2}",
            "in “{0}”, at least one record where {1} and {2}",
            "in “{0}”, no record where {1} and {2}",
        ),
    ),
    "every": Quantity(
        Phrase(
            "{0}中每一{n}都符合：{2}",
            "{0}中并非每一{n}都符合：{2}",
            "in every record of “{0}”, {2}",
            "not in every record of “{0}”, {2}",
        ),
        Phrase(
            "{0}中凡是{1}的，都符合：{2}",
            "{0}中凡是{1}的，并非都符合：{2}",
            "in every record of “{0}” where {1}, {2}",
            "not in every record of “{0}” where {1}, {2}",
        ),
    ),
    "count": _amount(
        "{0}的{n}数", "{0}中{1}的{n}数", "number of records of “{0}”", "number of records of “{0}” where {1}"
    ),
    "total": _amount(
        "{0}的{2}合计", "{0}中{1}的，{2}合计", "total of {2} in “{0}”", "total of {2} in the records of “{0}” where {1}"
    ),
    "largest": _amount(
        "{0}中最大的{2}",
        "{0}中{1}的，最大的{2}",
        "largest {2} in “{0}”",
        "largest {2} in the records of “{0}” where {1}",
    ),
    "smallest": _amount(
        "{0}中最小的{2}",
        "{0}中{1}的，最小的{2}",
        "smallest {2} in “{0}”",
        "smallest {2} in the records of “{0}” where {1}",
    ),
}
"""Total over the quantifiers of the language; a test holds it."""

DATE_QUANTITIES: dict[str, Quantity] = {
    "largest": _amount(
        "{0}中最晚的{2}", "{0}中{1}的，最晚的{2}", "latest {2} in “{0}”", "latest {2} in the records of “{0}” where {1}"
    ),
    "smallest": _amount(
        "{0}中最早的{2}",
        "{0}中{1}的，最早的{2}",
        "earliest {2} in “{0}”",
        "earliest {2} in the records of “{0}” where {1}",
    ),
}
"""The same where the value is a date or a month."""
