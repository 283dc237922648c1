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
from compiler.program import Definition, Text
from compiler.values import BOOL, DATE, INTEGER, MONEY, NA, PERCENT, PERIOD, Type
from dsl.source import Place, Source
from explain import sentences, terms, words
from explain.judge import Finding
from tiaoli.load import load_policy

PROGRAM = load_policy(None, draft=True, examples=False).compiled.program
HERE = Place(Source("", ""), 0, 0)
HAN = re.compile(r"[\u3400-\u9fff]")
CONDITIONS = [op for op in OPERATORS if words.PHRASES[op].zh != words.PHRASES[op].zh_not]


def test_every_operator_has_a_phrase_in_both_languages() -> None:
    assert set(words.PHRASES) == set(OPERATORS)
    for row in (*words.PHRASES.values(), *words.DATE_PHRASES.values()):
        assert all(row)
        assert not HAN.search(row.en + row.en_not)


def test_a_condition_and_its_negation_never_read_alike() -> None:
    assert {"lt", "eq", "between", "within", "aged", "since", "and", "or"} <= set(CONDITIONS)
    for op in CONDITIONS:
        row = words.PHRASES[op]
        assert row.zh != row.zh_not
        assert row.en != row.en_not


def test_no_phrase_negates_twice() -> None:
    for row in (*words.PHRASES.values(), *words.DATE_PHRASES.values()):
        for text in (row.zh, row.zh_not):
            assert all(len(re.findall("[不未没非无]", part)) <= 1 for part in text.split("，")), text


SENSE = {
    "低于": lambda a, b: a < b,
    "不低于": lambda a, b: a >= b,
    "超过": lambda a, b: a > b,
    "不超过": lambda a, b: a <= b,
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
    "": lambda a, b: a == b,
    "not": lambda a, b: a != b,
}
"""What the words mean, written down a second time."""


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "eq", "ne", "since", "until"])
@pytest.mark.parametrize("type_", [INTEGER, DATE], ids=lambda t: t.kind)
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


def test_three_unknowns_never_look_alike() -> None:
    for lang in ("zh", "en"):
        assert len({text.get(lang) for text in terms.UNKNOWN.values()}) == 3
        assert len({sentences.status(kind, sentences.SOMEBODY).get(lang) for kind in terms.UNKNOWN}) == 3
    kinds = {name: terms.unknown_kind(fact) for name, fact in PROGRAM.facts.items()}
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
            assert f"凭{definition.part}" in no.zh
            assert words.cite(definition.part).en in no.en


def test_a_yes_and_a_no_are_told_apart() -> None:
    for definition in _yes_no():
        yes, no = (sentences.claim(PROGRAM, definition, Finding("value", value)) for value in (True, False))
        assert yes.zh != no.zh
        assert yes.en != no.en
        assert not HAN.search(no.en.replace(definition.part, "") + yes.en)


def _yes_no() -> list[Definition]:
    return [d for d in PROGRAM.definitions.values() if d.type.kind == "bool"]
