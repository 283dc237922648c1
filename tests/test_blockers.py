"""A no tells all that it lacks: what a premise hides, and that what is still open cannot all be met."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from compiler.evaluate import Answer, Answers, evaluate
from compiler.request import Refused
from explain.checker.check import Checker
from explain.deciding import BARRED, CLASH
from explain.explanation import Explanation, explain
from explain.proof import Node
from tests.proofs_base import BEIJING, program_of

FEE, BASE = "失业保险费月缴费额", "失业保险缴费基数符合规定"
GRADUATE, MONTHS = "高校毕业生灵活就业社会保险补贴对象", "高校毕业生补贴剩余月数"
PAYER: Mapping[str, object] = {
    "个人委托存档": True,
    "参加社会保险": True,
    "就业地在本市": True,
    "个体经营者": True,
    "失业保险缴费基数": "6000.00",
    "企业职工养老保险缴费下限": "5360.00",
    "企业职工养老保险缴费上限": "28221.00",
}
"""第六条: 个人委托存档、参加社会保险、在本市灵活就业；缴费基数在下限和上限之间。"""
STARTED: Mapping[str, object] = {
    "毕业生类别": "高校毕业生",
    "初次就业形式": "用人单位就业",
    "初次就业日期": "2019-05-01",
    "出生日期": "1998-01-01",
    "本市户籍": True,
}
"""第四条: 2020年及以后毕业，离校2年内初次就业为灵活就业。谁在2019年初次就业，毕业就早于2020年。"""
INSURED = "可以参加本市社会保险"
BORN: Mapping[str, object] = {
    "出生日期": "2021-10-15",
    "本市户籍": False,
    "农业户籍": False,
    "处于就业见习期间": False,
    "就业见习开始日期": "2037-10-15",
    "初次就业日期": "2036-01-02",
}
"""第三条: 就业见习期间的见习人员。见习和毕业都在出生以后：那一天才出生的人，那一天不会在见习，也没有毕业。"""
YOUNG = {
    **BORN,
    "出生日期": "2008-01-01",
    "本市户籍": True,
    "就业见习开始日期": "2021-10-20",
    "毕业生类别": "其他",
    "登记失业人员": True,
}
"""Lacks nothing but an internship, and the age of 16 on the day it begins."""
GROWN = {**BORN, "出生日期": "1998-01-01", "就业见习开始日期": "2021-10-20", "初次就业日期": "2021-10-20"}


def asked(facts: Mapping[str, object], name: str) -> Answers:
    given = {key: value for key, value in facts.items() if value is not None}
    return evaluate(program_of(BEIJING), {"as_of": "2021-10-15", "facts": given, "only": [name]})


def answer(facts: Mapping[str, object], name: str) -> Answer:
    return asked(facts, name).conclusions[name]


@cache
def _explained(facts: tuple[tuple[str, object], ...], name: str, lang: str, detail: str) -> Explanation:
    return explain(asked(dict(facts), name), name, lang, detail)


def explained(facts: Mapping[str, object], name: str, lang: str = "zh", detail: str = "mid") -> Explanation:
    return _explained(tuple(facts.items()), name, lang, detail)


def lacking(explanation: Explanation) -> set[str]:
    """The facts of the single conditions that are shown as not met in the first way."""

    def leaves(node: Node) -> set[str]:
        inner = [leaves(part) for part in node.reasons]
        return set().union(*inner) if inner else set(node.facts) if node.state == "unmet" else set()

    return set().union(*map(leaves, explanation.proof.routes[0].unmet))


@pytest.mark.parametrize("name", [FEE, BASE])
@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"就业地在本市": False, "失业保险缴费基数": "30000.00"}, {"就业地在本市", "失业保险缴费基数"}),
        ({"就业地在本市": False, "失业保险缴费基数": "5000.00"}, {"就业地在本市", "失业保险缴费基数"}),
        (
            {"就业地在本市": False, "参加社会保险": False, "失业保险缴费基数": "30000.00"},
            {"就业地在本市", "参加社会保险", "失业保险缴费基数"},
        ),
        ({"就业地在本市": False}, {"就业地在本市"}),
    ],
)
def test_what_fails_behind_a_premise_that_fails_is_told_as_well(
    name: str, changed: dict[str, object], lacks: set[str]
) -> None:
    facts = {**PAYER, **changed}
    explanation = explained(facts, name)
    limits = {"企业职工养老保险缴费下限", "企业职工养老保险缴费上限"}
    assert answer(facts, name).status == "not_applicable"
    assert lacking(explanation) - limits == lacks
    assert explanation.proof.routes[0].gap == len(lacks)
    for kept in lacks:
        mended = {**facts, **{key: PAYER[key] for key in lacks if key != kept}}
        assert answer(mended, name).value in (None, False), "each is needed"
    after = answer({**facts, **{key: PAYER[key] for key in lacks}}, name)
    assert after.status == "value"
    assert after.value is not False


def test_what_cannot_be_said_behind_a_premise_that_fails_is_named() -> None:
    facts = {**PAYER, "就业地在本市": False, "失业保险缴费基数": None}
    way = explained(facts, BASE).proof.routes[0]
    assert [one.missing for one in way.open] == [("失业保险缴费基数",)]
    assert "失业保险缴费基数" in explained(facts, FEE).to_text(wrapped=False)


@pytest.mark.parametrize("name", [GRADUATE, MONTHS, "可享受高校毕业生灵活就业社会保险补贴"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_open_and_cannot_all_be_met_is_told_beside_what_is_not_met(name: str, lang: str) -> None:
    """Every day of graduation breaks one of the three conditions that are open."""
    explanation = explained(STARTED, name, lang)
    assert CLASH.get(lang) in explanation.to_text(wrapped=False)
    assert "初次就业形式" in lacking(explanation)
    flexible = {**STARTED, "初次就业形式": "灵活就业"}
    days = [f"{year}-{month:02}-01" for year in range(2015, 2023) for month in range(1, 13)]
    assert {answer({**flexible, "毕业日期": day}, GRADUATE).value for day in days} == {False}


def test_what_is_open_and_can_be_met_is_not_said_to_clash() -> None:
    facts = {**STARTED, "初次就业日期": "2020-08-01"}
    explanation = explained(facts, GRADUATE)
    assert len(explanation.proof.routes[0].open) > 1
    assert CLASH.zh not in explanation.to_text(wrapped=False)
    assert answer({**facts, "初次就业形式": "灵活就业", "毕业日期": "2020-07-01"}, GRADUATE).value is True


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_cannot_be_met_although_all_that_is_lacking_is_put_right_is_told(lang: str) -> None:
    explanation = explained(BORN, INSURED, lang)
    assert explanation.proof.routes[0].note == BARRED
    assert BARRED.get(lang) in explanation.to_text(wrapped=False)
    assert explanation.proof.no == "fixed"
    assert {"zh": "“出生日期”", "en": "“Date of birth”"}[lang] in explanation.proof.no_said.get(lang)
    assert "还不能" not in explanation.proof.verdict.headline.zh
    for day in range(1, 29):
        with pytest.raises(Refused):
            asked({**BORN, "处于就业见习期间": True, "就业见习开始日期": f"2021-10-{day:02}"}, INSURED)


def test_what_can_be_put_right_is_not_said_to_be_barred() -> None:
    explanation = explained(GROWN, INSURED)
    assert BARRED.zh not in explanation.to_text(wrapped=False)
    assert explanation.proof.no == "not_met"
    graduate = {"毕业生类别": "高校毕业生", "北京生源": True, "未就业": True, "毕业日期": "2021-07-01"}
    flipped = {**GROWN, "处于就业见习期间": True, "就业见习开始日期": "2021-10-01", **graduate}
    assert answer(flipped, INSURED).value is True


def test_what_is_lacking_is_not_what_bars_it_beside() -> None:
    """The date of birth is itself what the age that is lacking rests on, and time mends it."""
    explanation = explained(YOUNG, INSURED)
    assert {"处于就业见习期间", "出生日期", "就业见习开始日期"} <= lacking(explanation)
    assert explanation.proof.routes[0].bars == ()
    assert explanation.proof.no == "not_met"


def test_who_was_born_on_that_day_is_told_so_rather_than_of_a_day_of_graduation_not_given() -> None:
    explanation = explained({**BORN, "本市户籍": None}, GRADUATE)
    assert {"毕业日期", "初次就业日期"} == lacking(explanation)
    assert explanation.proof.routes[0].bars == ("出生日期",)
    assert explanation.proof.no_said.zh == "“出生日期”改不了。"


def test_what_is_said_to_be_fixed_is_not_met() -> None:
    """Of the conditions of a way that are all fixed, those alone that are not met are named."""
    grown = {**GROWN, "就业见习开始日期": None, "毕业生类别": "其他", "北京生源": True, "登记失业人员": False}
    fixed = explained({**grown, "转移就业登记": False, "办理就业登记": False}, INSURED).proof
    assert fixed.no == "fixed"
    assert fixed.no_said.zh == "“毕业生类别”、“本市户籍”改不了。"


@pytest.mark.parametrize(
    ("facts", "name", "gone"),
    [
        (BORN, INSURED, f'<p class="also" data-step="1.1.2">{BARRED.zh}</p>'),
        ({**BORN, "本市户籍": True}, MONTHS, f'<p class="also" data-step="1.1.1">{BARRED.zh}</p>'),
        (STARTED, GRADUATE, f'<p class="also" data-step="1.1">{CLASH.zh}</p>'),
        (STARTED, "可享受高校毕业生灵活就业社会保险补贴", f'<p class="aside">{CLASH.zh}</p>'),
    ],
)
def test_the_checker_misses_the_note(facts: Mapping[str, object], name: str, gone: str) -> None:
    answers, page = asked(facts, name), explained(facts, name).to_html()
    assert gone in page
    assert not Checker(answers).check(page, name).findings
    assert Checker(answers).check(page.replace(gone, ""), name).findings


def test_the_checker_misses_what_fails_behind_a_premise() -> None:
    facts = {**PAYER, "就业地在本市": False, "失业保险缴费基数": "30000.00"}
    answers, page = asked(facts, FEE), explained(facts, FEE).to_html()
    assert not Checker(answers).check(page, FEE).findings
    start = page.index('<li data-step="1.1.2.2"')
    left = page[:start] + page[page.index("</li>", start) + 5 :]
    assert Checker(answers).check(left, FEE).findings
