"""Pictures of real explanations, of every kind: what they show of a person, and that they can be read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from compiler.calendar import from_iso
from compiler.evaluate import evaluate
from compiler.program import Program
from explain.judge import Judge
from explain.pictures.boxes import Shown
from explain.pictures.canvas import BOLD, MARGIN, PAD
from explain.pictures.diagram import CITIZEN, REVIEWER, SHEET, outline_html, proof_outline, proof_svg
from explain.pictures.layout import measure
from explain.proof import Node
from explain.reasons import prove
from explain.trace import Tree
from tests.test_diagram import SVG, drawn, edges_of, listed, says
from tiaoli.load import load_policy

BEIJING, PORT = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
RIDER = {
    "主体类型": "个人", "出生日期": "1982-03-15", "性别": "女", "本市户籍": True, "农业户籍": True,
    "就业地在本市": True, "个体经营者": False, "非全日制从业人员": False, "依托新业态平台实现就业": True,
    "与新业态平台相关企业建立劳动关系": False, "办理就业登记": True, "处于就业见习期间": False, "毕业生类别": "其他",
}  # fmt: skip
BASE = {
    "个人委托存档": True, "参加社会保险": True, "非全日制从业人员": True, "就业地在本市": True,
    "失业保险缴费基数": "5360.00", "企业职工养老保险缴费下限": "5360.00", "企业职工养老保险缴费上限": "28221.00",
}  # fmt: skip
CHILD = {
    "entered_at_dwelling_on": "2019-08-01", "member_income": "0", "in_full_time_education": True,
    "receives_basic_assistance": False, "holds_mobility_badge": False, "uses_vehicle": True,
}  # fmt: skip
PARENT = {**CHILD, "member_birth_date": "1986-03-02", "member_income": "3150.00", "in_full_time_education": False}
FAMILY = [PARENT, *({**CHILD, "member_birth_date": day} for day in ("2015-11-20", "2019-06-08"))]
RESIDENT = {
    "entered_in_register": True, "lives_there": True, "keeps_vehicle": True, "application_lodged_on": "2024-07-22",
    "first_month": "2024-09", "relief_claimed": True, "dwelling_has_parking_space": False, "permits_in_force": 0,
    "low_emission_permit_in_force": False, "rated_emissions": 130, "emissions_certificate_on": "2021-04-12",
    "needed_for_night_work": True, "special_hardship_found": False, "household": FAMILY,
}  # fmt: skip
RICH = {**RESIDENT, "household": [{**PARENT, "member_income": "21000.00"}, *FAMILY[1:]]}
IN_2021, IN_2024 = "2021-10-15", "2024-08-05"

CASES: Mapping[str, tuple[str, str, Mapping[str, Any], str]] = {
    "yes": (BEIJING, IN_2021, RIDER, "可以参加本市社会保险"),
    "two routes to yes": (BEIJING, IN_2021, {**RIDER, "个体经营者": True, "非全日制从业人员": True}, "灵活就业人员"),
    "no": (BEIJING, IN_2021, {**RIDER, "办理就业登记": False}, "可以参加本市社会保险"),
    "unknown": (BEIJING, IN_2021, {}, "可以参加本市社会保险"),
    "not applicable": (BEIJING, IN_2021, {**RIDER, "办理就业登记": False}, "可参加险种"),
    "not in force": (BEIJING, "2020-09-30", RIDER, "可以参加本市社会保险"),
    "chosen": (BEIJING, IN_2021, RIDER, "参保办理渠道"),
    "list": (BEIJING, IN_2021, RIDER, "可参加险种"),
    "amount": (BEIJING, "2021-03-01", BASE, "失业保险费月缴费额"),
    "largest, not stated": (BEIJING, IN_2021, {}, "参保办理渠道"),
    "tiers and a cap": (PORT, IN_2024, RESIDENT, "charge_payable"),
    "largest of the by-law, not stated": (PORT, IN_2024, {}, "charge_payable"),
    "exception to an amount": (PORT, IN_2024, RESIDENT, "charge"),
    "exception in the way": (PORT, IN_2024, RICH, "in_hardship"),
    "no exception": (PORT, IN_2024, RESIDENT, "in_hardship"),
    "exception to an exception": (
        PORT,
        IN_2024,
        {**RESIDENT, "dwelling_has_parking_space": True},
        "entitled_to_permit",
    ),
    "records": (PORT, IN_2024, RESIDENT, "household_income"),
}
every = pytest.mark.parametrize("case", CASES)


@cache
def program(policy: str) -> Program:
    return load_policy(policy, examples=False).compiled.program


@cache
def root(case: str) -> Node:
    policy, day, facts, name = CASES[case]
    answers = evaluate(program(policy), {"as_of": day, "facts": dict(facts), "only": [name]})
    if answers.conclusions[name].status == "not_in_force":
        return prove(answers, name).proof.root
    return Tree(Judge.of(answers.environment)).of(name)


@cache
def seen(case: str, lang: str = "zh", limit: int = CITIZEN) -> Shown:
    return proof_outline(root(case), lang, limit)


@cache
def svg(case: str, lang: str = "zh", limit: int = CITIZEN) -> str:
    return proof_svg(root(case), lang, "标题", limit)


def boxes(case: str, lang: str = "zh", limit: int = CITIZEN) -> dict[str, Shown]:
    """By what they are called."""
    return {item.label: item for item in seen(case, lang, limit).walk()}


def words(case: str, lang: str = "zh", limit: int = CITIZEN) -> dict[str, str]:
    return {label: item.word for label, item in boxes(case, lang, limit).items()}


# ---- what is shown -----------------------------------------------------------------------------------------------


def test_the_largest_conclusions_are_among_the_cases() -> None:
    for policy, name in ((BEIJING, "参保办理渠道"), (PORT, "charge_payable")):
        rules, day = program(policy), IN_2021 if policy == BEIJING else IN_2024
        names = [d.name for d in rules.at(from_iso(day) or 0).definitions.values() if not d.each and not d.internal]
        answers = evaluate(rules, {"as_of": day, "facts": {}, "only": [n for n in names if n in rules.conclusions]})
        tree = Tree(Judge.of(answers.environment))
        sizes = {n: sum(1 for _ in tree.of(n).walk()) for n in answers.conclusions}
        assert max(sizes, key=lambda n: sizes[n]) == name
        assert sizes[name] > REVIEWER


def test_every_true_route_is_named() -> None:
    found = words("two routes to yes")
    assert [found[name] for name in ("个体经营者", "非全日制从业人员", "新就业形态人员")] == ["符合"] * 3


def test_a_no_names_what_each_way_lacks_and_nothing_else() -> None:
    shown = seen("no", "zh")
    assert [(part.word, [p.label for p in part.parts]) for part in shown.parts] == [
        ("一种情况：不符合", ["办理就业登记"]),
        ("另一种情况：不符合", ["处于就业见习期间"]),
        ("其余条件", []),
    ]
    assert (shown.style, shown.word, shown.notes[-1]) == ("unmet", "不符合", "符合其一就可以，但都不符合：")


def test_what_is_not_known_is_never_shown_as_no() -> None:
    for limit in (CITIZEN, REVIEWER):
        for lang in ("zh", "en"):
            shown = seen("unknown", lang, limit)
            assert {item.style for item in shown.walk()} == {"open"}


def test_what_does_not_apply_says_which_condition_is_lacking() -> None:
    shown = seen("not applicable", "zh")
    assert (shown.style, shown.word) == ("idle", "不适用")
    assert (shown.parts[0].style, shown.parts[0].word, shown.parts[0].label) == (
        "unmet", "前提：不符合", "可以参加本市社会保险",
    )  # fmt: skip


def test_before_the_day_of_force_the_day_is_the_reason() -> None:
    shown = seen("not in force", "zh")
    assert (shown.style, shown.word) == ("idle", "这一天不在施行期内")
    day = shown.parts[0]
    assert day.notes == ("您的情况：2020年9月30日；要求：在2020年10月1日或以后",)


def test_an_amount_stands_in_the_answer_with_its_formula() -> None:
    """Article 6: one per cent of the base of 5,360.00 yuan."""
    shown = seen("amount", "zh")
    assert (shown.word, shown.notes[0]) == ("结果：53.60元", "算法：失业保险缴费基数 × 1%，四舍五入到分")


def test_a_cap_stands_beside_what_it_caps() -> None:
    """Section 7 (5): 0.25 % of 24,000 and 0.5 % of 13,800 yuan are 129.00; section 6: half of 265, rounded up."""
    found = words("tiers and a cap", "en")
    assert found["Charge payable"] == "Result: 129.00 yuan"
    assert found["The smaller of Charge and Hardship ceiling"] == "Then: 129.00 yuan"
    assert (found["Charge"], found["Hardship ceiling"]) == (
        "Else: 133.00 yuan; no effect on the result",
        "Result: 129.00 yuan",
    )


def test_a_chosen_value_and_a_list_stand_in_the_answer() -> None:
    assert seen("chosen", "zh").word == "结果：户籍所在地街道乡镇公共就业服务机构"
    assert seen("list", "zh").word == "结果：城镇职工基本养老保险、基本医疗保险、失业保险"


def test_an_exception_that_decides_is_named_with_its_result() -> None:
    """Section 7 (3): one income above twice the reference income."""
    shown = seen("exception in the way", "en")
    first = shown.parts[0]
    assert (shown.style, first.style, first.word) == ("unmet", "counts", "Exception applies")
    assert "So the result is: not met" in first.notes
    assert first.label == "Exception “Not in hardship: one income above twice the reference income”"


def test_an_exception_that_does_not_apply_says_why() -> None:
    found = [item for item in boxes("no exception", "en").values() if item.word == "Exception does not apply"]
    assert len(found) == 2
    assert all("It does not apply, because:" in item.notes for item in found if item.parts)


def test_records_are_said_to_count_or_not() -> None:
    """Section 2 (1) (d): the income of children who depend on the household is left out."""
    shown = seen("records", "en")
    assert [(part.word, part.style) for part in shown.parts] == [
        ("Counts: 3,150.00 yuan", "met"),
        ("Does not count", "idle"),
        ("Does not count", "idle"),
    ]


def test_a_reviewer_sees_more_than_a_citizen() -> None:
    for case in CASES:
        citizen, reviewer = (sum(1 for _ in seen(case, "zh", n).walk()) for n in (CITIZEN, REVIEWER))
        assert citizen <= CITIZEN
        assert citizen <= reviewer <= REVIEWER or reviewer == citizen
    assert len(boxes("yes", limit=REVIEWER)) > CITIZEN


# ---- that it can be read -----------------------------------------------------------------------------------------

_CLOSING = "，。；：、！？）」』》〉】〕”’％%"
_OPENING = "（「『《〈【〔“‘"


def texts(picture: str) -> Iterator[tuple[float, float, str, list[str]]]:
    """Of each text: the width of its box, its size, weight and lines."""
    for group in ET.fromstring(picture).iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        for text in group.findall(f"{SVG}text") if rect is not None else ():
            lines = [line.text or "" for line in text.findall(f"{SVG}tspan")]
            yield float(rect.get("width", "0")), float(text.get("font-size", "0")), text.get("font-weight", ""), lines  # type: ignore[union-attr]


@every
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("limit", [CITIZEN, REVIEWER])
def test_text_stays_in_its_box_and_marks_with_their_words(case: str, lang: str, limit: int) -> None:
    found = list(texts(svg(case, lang, limit)))
    assert found
    for width, size, weight, lines in found:
        for line in lines:
            assert measure(line, size) * (BOLD if weight == "bold" else 1) <= width - 2 * PAD + 0.1
        assert not [line for line in lines[1:] if line[0] in _CLOSING]
        assert not [line for line in lines[:-1] if line[-1] in _OPENING]
        assert not [one for one, other in pairwise(lines) if one[-1].isdigit() and other[0] in "年月日元天岁周"]


@every
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("limit", [CITIZEN, REVIEWER])
def test_picture_and_list_say_the_same(case: str, lang: str, limit: int) -> None:
    shown = seen(case, lang, limit)
    drawn_boxes, drawn_edges = drawn(svg(case, lang, limit))
    listed_boxes, listed_edges = listed(outline_html(shown, lang))
    assert drawn_boxes == listed_boxes == [says(item) for item in shown.walk()]
    assert sorted(drawn_edges) == sorted(listed_edges) == sorted(edges_of(shown))
    known = {node.id for node in root(case).walk()}
    assert {re.sub(r"\+\d*$", "", item.id) for item in shown.walk()} <= known


@every
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_picture_fits_its_screen_and_the_sheet(case: str, lang: str) -> None:
    citizen, reviewer = (ET.fromstring(svg(case, lang, n)) for n in (CITIZEN, REVIEWER))
    assert float(citizen.get("width", "0")) <= 340
    assert float(reviewer.get("width", "0")) <= 1280
    assert float(reviewer.get("height", "0")) <= SHEET[1] + 2 * MARGIN
    assert citizen.get("class") == "diagram"
    assert reviewer.get("class") == "diagram broad"


@every
@pytest.mark.parametrize("limit", [CITIZEN, REVIEWER])
def test_the_same_boxes_in_both_languages(case: str, limit: int) -> None:
    chinese, english = (seen(case, lang, limit) for lang in ("zh", "en"))
    assert [(item.id, item.style) for item in chinese.walk()] == [(item.id, item.style) for item in english.walk()]
    assert not [item for item in english.walk() if re.search("[\u4e00-\u9fff]", item.word + "".join(item.notes))]
