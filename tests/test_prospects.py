"""Beside the reasons: which kind of "no" it is, on which facts it rests, what would change it, and when time does."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

import tiaoli
from compiler.evaluate import evaluate
from compiler.program import Program
from explain.explanation import Explanation, explain
from tests.test_timeline import HEAD, rules

BEIJING, MERROW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
RIDER = {
    "出生日期": "1982-03-15",
    "性别": "女",
    "本市户籍": True,
    "农业户籍": True,
    "就业地在本市": True,
    "依托新业态平台实现就业": True,
    "与新业态平台相关企业建立劳动关系": False,
    "办理就业登记": False,
    "处于就业见习期间": False,
}
STALL = {
    "个体经营者": True,
    "就业地在本市": True,
    "以个人身份参加企业职工基本养老保险": True,
    "缴纳基本养老保险费确有困难": True,
}


@cache
def program(policy: str) -> Program:
    return tiaoli.load(policy, draft=True).program


def made(
    about: str, facts: Mapping[str, Any], day: str, policy: str = BEIJING, readings: Mapping[str, str] | None = None
) -> Explanation:
    request = {"as_of": day, "facts": facts, "only": [about], "readings": readings or {}}
    return explain(evaluate(program(policy), request), about)


# ---- kinds of "no" ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "about", "facts", "day"),
    [
        # 办理就业登记 is what is lacking, and can be done.
        ("not_met", "可以参加本市社会保险", RIDER, "2021-10-15"),
        # 毕业生类别 is what it is.
        (
            "fixed",
            "高校毕业生灵活就业社会保险补贴对象",
            {
                "本市户籍": True,
                "毕业生类别": "其他",
                "毕业日期": "2021-07-01",
                "初次就业形式": "灵活就业",
                "初次就业日期": "2021-08-01",
            },
            "2021-10-15",
        ),
        # 第七条 speaks of 2020 alone.
        ("dates", "可自愿暂缓缴费", STALL, "2021-03-01"),
        # 经行业协会学会…推荐, 符合条件: others decide.
        ("decision", "农业户籍就业困难人员补贴试点对象", {"所在区开展试点": False}, "2021-03-01"),
    ],
)
def test_the_kinds_of_no(kind: str, about: str, facts: Mapping[str, Any], day: str) -> None:
    found = made(about, facts, day)
    assert found.proof.verdict.value is False
    assert found.proof.no == kind
    assert found.as_json()["verdict"]["no"] == kind  # type: ignore[index]


OCCUPIER = {
    **dict.fromkeys(("entered_in_register", "lives_there", "keeps_vehicle", "dwelling_has_parking_space"), True),
    **dict.fromkeys(("space_found_unsuitable", "earlier_permit_withdrawn"), False),
    "permits_in_force": 0,
    "household": [{"holds_mobility_badge": False}],
}


def test_an_exception_that_applies_is_a_kind_of_its_own() -> None:
    """Section 3 (2): no permit for a dwelling that has an off-street parking space."""
    found = made("entitled_to_permit", OCCUPIER, "2024-02-01", MERROW)
    assert (found.proof.verdict.value, found.proof.no) == (False, "excepted")


def test_what_is_no_no_has_no_kind() -> None:
    assert made("可以参加本市社会保险", {**RIDER, "办理就业登记": True}, "2021-10-15").proof.no is None
    assert made("可以参加本市社会保险", {}, "2021-10-15").proof.no is None


def test_before_the_document_counts_a_no_is_one_of_dates() -> None:
    found = made("办法已施行", {}, "2020-09-30")
    assert (found.proof.verdict.value, found.proof.no) == (False, "dates")


# ---- on which facts it rests -----------------------------------------------------------------------------------------


def test_a_yes_rests_on_the_facts_of_a_way() -> None:
    """第三条: of an age under 50 the sex does not matter; 第二条: a platform worker without a contract."""
    facts = {**RIDER, "办理就业登记": True, "个体经营者": False, "北京生源": False}
    proof = made("可以参加本市社会保险", facts, "2021-10-15").proof
    wanted = {
        "出生日期",
        "本市户籍",
        "农业户籍",
        "依托新业态平台实现就业",
        "与新业态平台相关企业建立劳动关系",
        "办理就业登记",
    }
    assert set(proof.routes[0].facts) == set(proof.facts) == wanted


def test_a_no_rests_on_one_unmet_condition_of_each_way() -> None:
    proof = made("可以参加本市社会保险", RIDER, "2021-10-15").proof
    assert [route.facts for route in proof.routes] == [("办理就业登记",), ("处于就业见习期间",)]
    assert set(proof.facts) == {"办理就业登记", "处于就业见习期间"}


def test_a_no_of_the_day_alone_rests_on_no_fact() -> None:
    proof = made("可自愿暂缓缴费", STALL, "2021-03-01").proof
    assert proof.facts == ()
    assert proof.routes[0].facts == ()


def test_a_list_of_records_is_needed_as_a_whole_or_by_its_fields() -> None:
    """Section 3 (5): a member with a badge who uses the vehicle sets the bar aside."""
    facts = {**OCCUPIER, "household": [{"holds_mobility_badge": True, "uses_vehicle": True, "member_income": 0}]}
    proof = made("entitled_to_permit", facts, "2024-02-01", MERROW).proof
    assert proof.verdict.value is True
    assert {"household[1].holds_mobility_badge", "household[1].uses_vehicle"} <= set(proof.facts)
    assert "household[1].member_income" not in proof.facts


# ---- what would change it --------------------------------------------------------------------------------------------


def test_the_change_that_is_enough_is_said_with_what_comes_of_it() -> None:
    text = made("可以参加本市社会保险", RIDER, "2021-10-15").to_text()
    assert "办理就业登记：现在是“否”，要变成“是”。" in text
    assert "做到以后：您可以参加本市社会保险。" in text


def test_what_cannot_be_changed_is_said_instead() -> None:
    found = made("可自愿暂缓缴费", STALL, "2021-03-01")
    (way,) = found.as_json()["changes"]["bars"]  # type: ignore[index]
    assert [(bar["kind"], bar["until"]) for bar in way] == [("day", "2020-12-31")]
    assert "2020年12月31日" in found.to_text()


def test_a_yes_has_no_changes_and_an_unknown_neither_changes_nor_days() -> None:
    found = made("可以参加本市社会保险", {**RIDER, "办理就业登记": True}, "2021-10-15")
    assert found.prospects.changes is None
    found = made("可以参加本市社会保险", {}, "2021-10-15")
    assert (found.prospects.changes, found.prospects.course) == (None, None)


def test_the_span_in_which_a_date_helps_is_said() -> None:
    """毕业离校2年内: graduated on 2021-07-01, so 2023-07-01 is the last day."""
    graduate = {"本市户籍": True, "毕业生类别": "高校毕业生", "毕业日期": "2021-07-01", "初次就业形式": "灵活就业"}
    found = made("高校毕业生灵活就业社会保险补贴对象", {**graduate, "初次就业日期": "2022-02-01"}, "2021-10-15")
    assert found.proof.verdict.value is False
    (way,) = found.as_json()["changes"]["sets"]  # type: ignore[index]
    assert [(one["fact"], one["new"], one["by"]) for one in way] == [("初次就业日期", "2021-10-15", "2023-07-01")]
    assert "最晚2023年7月1日" in found.to_text(wrapped=False)


# ---- when time changes it --------------------------------------------------------------------------------------------


def test_a_woman_turning_50_learns_until_when_and_why() -> None:
    """女性未满50周岁: born on 1971-10-15, the last day is 2021-10-14."""
    woman = {**RIDER, "出生日期": "1971-10-15", "办理就业登记": True}
    text = made("可以参加本市社会保险", woman, "2021-10-01").to_text()
    assert "您的情况不变，到2021年10月14日为止都是这样。" in text
    assert "2021年10月15日起：您不能" in text
    assert "因为：年龄已满50周岁。" in text
    english = explain(
        evaluate(program(BEIJING), {"as_of": "2021-10-01", "facts": woman, "only": ["可以参加本市社会保险"]}),
        "可以参加本市社会保险",
        "en",
    ).to_text()
    assert "up to 14 October 2021" in english
    assert "because: Age: at least 50 years old." in english


def test_a_graduate_learns_from_when() -> None:
    graduate = {"本市户籍": True, "毕业生类别": "高校毕业生", "毕业日期": "2021-07-01", "初次就业形式": "灵活就业"}
    found = made("高校毕业生灵活就业社会保险补贴对象", {**graduate, "初次就业日期": "2022-02-01"}, "2021-10-15")
    assert "从2022年2月1日起就可以" in found.to_text()
    course = found.as_json()["timeline"]
    firsts = [(one["first"], one["value"], one["now"]) for one in course["stretches"]]  # type: ignore[index]
    assert firsts == [(None, None, False), ("2020-10-01", False, True), ("2022-02-01", True, False)]
    assert course["stretches"][-1]["causes"] == ["初次就业日期在您问的那一天或以前"]  # type: ignore[index]


def test_of_many_stretches_those_around_the_day_are_shown_and_the_others_counted() -> None:
    """Ten children, born on 1 May of 2001 to 2010, come of age one after the other."""
    text = """事实 家庭 : 记录

事实 出生 : 日期
  每一 家庭

定义 未成年人数 : 整数
  计数（家庭：出生 未满 18周岁）
"""
    family = [{"出生": f"{year}-05-01"} for year in range(2001, 2011)]
    answers = evaluate(rules(HEAD + text), {"as_of": "2023-01-01", "facts": {"家庭": family}})
    course = explain(answers, "未成年人数").prospects.course
    assert course is not None
    assert [(one.value, one.now) for one in course.stretches] == [
        *((8, False), (7, False), (6, True)),
        *((n, False) for n in (5, 4, 3, 2)),
    ]
    hidden = course.earlier, course.later
    text = explain(answers, "未成年人数").to_text()
    assert (f"更早还有{hidden[0]}段" in text, f"更晚还有{hidden[1]}段" in text) == (True, True)
    assert hidden[1] == 2


# ---- whom it is for --------------------------------------------------------------------------------------------------


def test_a_reviewer_sees_what_each_way_rests_on_and_a_drafter_where_it_is_written() -> None:
    request = {"as_of": "2021-10-15", "facts": RIDER, "only": ["可以参加本市社会保险"]}
    answers = evaluate(program(BEIJING), request)
    texts = {
        audience: explain(answers, "可以参加本市社会保险", audience=audience).to_text()
        for audience in ("citizen", "reviewer", "drafter")
    }
    assert "凭这些就能断定：办理就业登记" in texts["reviewer"]
    assert "“否”的类别：条件不符合" in texts["reviewer"]
    assert "第三条.tiao:" in texts["drafter"]
    assert "定义 可以参加本市社会保险 : 是否" in texts["drafter"]
    for text in ("凭这些就能断定", "第三条.tiao", "类别：条件"):
        assert text not in texts["citizen"]
    assert "第三条.tiao" not in texts["reviewer"]


def test_an_audience_that_is_none_is_refused() -> None:
    answers = evaluate(program(BEIJING), {"as_of": "2021-10-15", "facts": {}})
    with pytest.raises(ValueError, match="audience"):
        explain(answers, "可以参加本市社会保险", audience="king")
