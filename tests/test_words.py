"""Words: total over the operators, true to their meaning in both forms, and values as people write them."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest

from compiler import calendar
from compiler.expressions import Const, Expr
from compiler.operators import OPERATORS, Maker, apply
from compiler.partial import Environment, run
from compiler.program import Definition, Text, Window
from compiler.values import BOOL, DATE, INTEGER, MONEY, MONTH, NA, PERCENT, PERIOD, WORKDAYS, Type
from dsl.keywords import KEYWORDS
from dsl.source import Place, Source
from explain import phrases, records, sentences, terms, words
from explain.question.ask import Finding
from tiaoli.load import load_policy

PROGRAM = load_policy("jing-ren-she-jiu-fa-2020-19", draft=True, examples=False).compiled.program
HERE = Place(Source("", ""), 0, 0)
HAN = re.compile(r"[\u3400-\u9fff]")
CONDITIONS = [op for op in OPERATORS if phrases.PHRASES[op].zh != phrases.PHRASES[op].zh_not]
QUANTITIES = [*phrases.QUANTITIES.values(), *phrases.DATE_QUANTITIES.values()]
ROWS = [
    *(row for table in (phrases.PHRASES, phrases.DATE_PHRASES, phrases.MONTH_PHRASES) for row in table.values()),
    *phrases.STEP_PHRASES.values(),
    phrases.MONTHS_BETWEEN,
    *(row for quantity in QUANTITIES for row in quantity),
]


def test_every_operator_has_a_phrase_in_both_languages() -> None:
    assert set(phrases.PHRASES) == set(OPERATORS)
    for row in ROWS:
        assert all(row)
        assert not HAN.search(row.en + row.en_not)


def test_every_quantifier_has_phrases() -> None:
    assert set(phrases.QUANTITIES) == {row.value for row in KEYWORDS if row.token == "QUANTIFIER"}
    for quantity in QUANTITIES:
        assert "{0}" in quantity.plain.zh
        assert all("{1}" in text for text in quantity.where)
        assert quantity.plain != quantity.where


def test_every_rounding_says_to_what() -> None:
    """The unit stands in it, and no two of them read alike."""
    for table in (phrases.PHRASES, phrases.STEP_PHRASES):
        rows = [row for op, row in table.items() if op.startswith("round_")]
        assert all("{unit}" in text for row in rows for text in row)
        assert len({row.zh for row in rows}) == len({row.en for row in rows}) == len(rows)


def test_a_condition_and_its_negation_never_read_alike() -> None:
    assert {"lt", "eq", "between", "within", "aged", "since", "and", "or"} <= set(CONDITIONS)
    for op in CONDITIONS:
        row = phrases.PHRASES[op]
        assert row.zh != row.zh_not
        assert row.en != row.en_not


def test_no_phrase_negates_twice() -> None:
    for row in ROWS:
        for text in (row.zh, row.zh_not):
            assert all(len(re.findall("[不未没非无]", part)) <= 1 for part in text.split("，")), text


SENSE = {
    "低于": lambda a, b: a < b,
    "至少是": lambda a, b: a >= b,
    "超过": lambda a, b: a > b,
    "最多是": lambda a, b: a <= b,
    "早于": lambda a, b: a < b,
    "晚于": lambda a, b: a > b,
    "在或以后": lambda a, b: a >= b,
    "在或以前": lambda a, b: a <= b,
    "是": lambda a, b: a == b,
    "不是": lambda a, b: a != b,
    "below": lambda a, b: a < b,
    "at least": lambda a, b: a >= b,
    "above": lambda a, b: a > b,
    "at most": lambda a, b: a <= b,
    "before": lambda a, b: a < b,
    "after": lambda a, b: a > b,
    "on or later": lambda a, b: a >= b,
    "on or earlier": lambda a, b: a <= b,
    "in or later": lambda a, b: a >= b,
    "in or earlier": lambda a, b: a <= b,
    "": lambda a, b: a == b,
    "not": lambda a, b: a != b,
}
"""What the words mean, written down a second time."""


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "eq", "ne", "since", "until"])
@pytest.mark.parametrize("type_", [INTEGER, DATE, MONTH], ids=lambda t: t.kind)
def test_comparisons_mean_what_they_say(op: str, type_: Type) -> None:
    """A "less than" shown as "larger than" would be a falsehood: each phrase is run beside its operator."""
    environment = Environment(PROGRAM, {}, 1)
    for lang, negated in product(("zh", "en"), (False, True)):
        said = words.phrase(op, type_.kind, lang, negated).replace("{1}", "")
        sense = SENSE[" ".join(said.split())]
        for a, b in ((1, 2), (2, 2), (3, 2)):
            args: tuple[Expr, ...] = (Const(a, type_, HERE), Const(b, type_, HERE))
            meant = run(apply(Maker(HERE, {}), op, args, BOOL), environment)
            assert sense(a, b) is (meant is not negated), (op, said, a, b)


@pytest.mark.parametrize(
    ("value", "type_", "zh", "en"),
    [
        (True, BOOL, "是", "yes"),
        (calendar.day(2021, 10, 5), DATE, "2021年10月5日", "5 October 2021"),
        (536000, MONEY, "5,360.00元", "5,360.00 yuan"),
        (5, MONEY, "0.05元", "0.05 yuan"),
        (-123456, MONEY, "-1,234.56元", "-1,234.56 yuan"),
        (Fraction(10721, 2), MONEY, "53.605元", "53.605 yuan"),
        (Fraction(100, 3), MONEY, "0.3333…元", "0.3333… yuan"),
        (36, INTEGER, "36", "36"),
        (12000, INTEGER, "12,000", "12,000"),
        (Fraction(1, 100), PERCENT, "1%", "1%"),
        (Fraction(3, 2), Type("decimal"), "1.5", "1.5"),
        ((2, 0, 0), PERIOD, "2年", "2 years"),
        ((0, 1, 0), PERIOD, "1个月", "1 month"),
        ((0, 0, 10), PERIOD, "10天", "10 days"),
        ((10,), WORKDAYS, "10个工作日", "10 working days"),
        ((1,), WORKDAYS, "1个工作日", "1 working day"),
        (2024 * 12 + 8, MONTH, "2024年9月", "September 2024"),
        (Fraction(1, 8), PERCENT, "12.5%", "12.5%"),
        (1, PERCENT, "100%", "100%"),
        (Fraction(-1, 4), Type("decimal"), "-0.25", "-0.25"),
        (("甲", "乙"), Type("list"), "甲、乙", "甲, 乙"),
        (NA, BOOL, "不适用", "not applicable"),
    ],
)
def test_values(value: object, type_: Type, zh: str, en: str) -> None:
    assert words.value(value, type_, "zh") == zh  # type: ignore[arg-type]
    assert words.value(value, type_, "en") == en  # type: ignore[arg-type]


def test_a_choice_is_shown_in_its_language() -> None:
    assert words.value("男", Type("enum", ("男",)), "en", {"男": "male"}) == "male"
    assert words.value("男", Type("enum", ("男",)), "zh", {"男": "male"}) == "男"


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("第三条第一款第一句", "article 3, paragraph 1, sentence 1"),
        ("第二条第（三）项", "article 2, item 3"),
        ("第十二条第二句前段", "article 12, sentence 2, first part"),
        ("施行条款", "施行条款"),
        ("", ""),
    ],
)
def test_citations(zh: str, en: str) -> None:
    assert words.cite(zh) == Text(zh, en)


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        ((2024, 2, 10), (2024, 2, 10), "2024年2月10日", "10 February 2024"),
        ((2024, 2, 10), (2024, 2, 17), "2024年2月10日至17日", "10 to 17 February 2024"),
        ((2024, 2, 28), (2024, 3, 1), "2024年2月28日至3月1日", "28 February to 1 March 2024"),
        ((2023, 12, 30), (2024, 1, 1), "2023年12月30日至2024年1月1日", "30 December 2023 to 1 January 2024"),
    ],
)
def test_days_in_a_row(first: tuple[int, int, int], last: tuple[int, int, int], zh: str, en: str) -> None:
    days = calendar.day(*first), calendar.day(*last)
    assert (words.span(*days, "zh"), words.span(*days, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("since", "until", "zh", "en"),
    [
        ((2021, 8, 1), None, "自2021年8月1日起", "from 1 August 2021"),
        (None, (2021, 7, 31), "至2021年7月31日", "until 31 July 2021"),
        ((2020, 7, 1), (2021, 7, 31), "自2020年7月1日至2021年7月31日", "from 1 July 2020 until 31 July 2021"),
        (None, None, "", ""),
    ],
)
def test_windows(since: tuple[int, int, int] | None, until: tuple[int, int, int] | None, zh: str, en: str) -> None:
    window = Window(*(calendar.day(*day) if day else None for day in (since, until)))
    assert (words.window(window, "zh"), words.window(window, "en")) == (zh, en)


def test_weekdays() -> None:
    """10 February 2024 was a Saturday."""
    days = [calendar.day(2024, 2, 10 + i) for i in range(3)]
    assert [words.weekday(day, "zh") for day in days] == ["周六", "周日", "周一"]
    assert [words.weekday(day, "en") for day in days] == ["Saturday", "Sunday", "Monday"]


@pytest.mark.parametrize(
    ("step", "kind", "zh", "en"),
    [
        (1, "money", "分", "fen"),
        (100, "money", "元", "yuan"),
        (500, "money", "5.00元的整数倍", "multiple of 5.00 yuan"),
        (1, "integer", "整数", "whole number"),
        (5, "integer", "5的整数倍", "multiple of 5"),
        (Fraction(1, 100), "decimal", "0.01的整数倍", "multiple of 0.01"),
    ],
)
def test_what_is_rounded_to(step: int | Fraction, kind: str, zh: str, en: str) -> None:
    assert (words.unit(step, kind, "zh")[0], words.unit(step, kind, "en")[0]) == (zh, en)


def test_people_are_counted_by_another_word_than_things() -> None:
    assert [records.classifier(label) for label in ("家庭成员", "子女", "学生", "车辆", "Household", "")] == [
        *("人", "人", "人"),
        *("项", "项", "项"),
    ]


def test_names_without_chinese_are_the_same_in_both_languages() -> None:
    assert words.choice("low_emission", "zh", {"low_emission": "Low emission"}) == "Low emission"
    assert words.choice("low_emission", "zh", {}) == words.choice("low_emission", "en", {}) == "low emission"


def test_unknowns_never_look_alike() -> None:
    for lang in ("zh", "en"):
        assert len({text.get(lang) for text in terms.UNKNOWN.values()}) == 4
        assert len({sentences.status(kind, sentences.SOMEBODY).get(lang) for kind in terms.UNKNOWN}) == 4
    kinds = {name: records.kind_of(PROGRAM, name) for name in PROGRAM.facts}
    assert kinds["企业职工养老保险缴费上限"] == "published"
    assert kinds["认定属于其他技能提升培训领域"] == "judged"
    assert kinds["本市户籍"] == "asked"


def test_unknown_is_never_no() -> None:
    for definition in PROGRAM.definitions.values():
        for lang in ("zh", "en"):
            no = sentences.claim(PROGRAM, definition, Finding("value", False)).get(lang)
            assert sentences.claim(PROGRAM, definition, Finding("unknown", None)).get(lang) != no


def test_a_no_speaks_for_its_own_article_only() -> None:
    """Another article, or another document, may allow the same thing."""
    for definition in _yes_no():
        if definition.name.startswith("可"):
            no = sentences.claim(PROGRAM, definition, Finding("value", False))
            assert f"按{definition.part}" in no.zh
            assert words.cite(definition.part).en in no.en


def test_a_yes_and_a_no_are_told_apart() -> None:
    for definition in _yes_no():
        yes, no = (sentences.claim(PROGRAM, definition, Finding("value", value)) for value in (True, False))
        assert yes.zh != no.zh
        assert yes.en != no.en
        assert not HAN.search(no.en.replace(definition.part, "") + yes.en)


def _yes_no() -> list[Definition]:
    return [d for d in PROGRAM.definitions.values() if d.type.kind == "bool"]
