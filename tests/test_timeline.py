"""The verdict as a function of the day asked about: what the law says of some people, and every day of others."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

import tiaoli
from compiler import calendar
from compiler.compile import compile_program
from compiler.program import About, Program
from compiler.request import read
from dsl.parse import parse
from dsl.source import Source
from explain.question.ask import Finding, Question
from explain.question.causes import Cause
from explain.question.people import people
from explain.question.timeline import REFUSED, Timeline, look, timeline
from tests.generate import OFFICIAL

BEIJING = "jing-ren-she-jiu-fa-2020-19"
YES, NO = Finding("value", True), Finding("value", False)
NOT_YET = Finding("not_in_force")


@cache
def program() -> Program:
    return tiaoli.load(BEIJING, draft=True).program


def rules(text: str) -> Program:
    about = About("test", "", "", "", "", "", 1, 1, None, None, ("一",))
    compiled = compile_program(about, OFFICIAL, [parse(Source("一.tiao", text))], draft=True)
    assert not compiled.errors, [d.render() for d in compiled.errors]
    return compiled.program


def made(
    rules: Program, name: str, facts: Mapping[str, object], readings: Mapping[str, str] | None = None, **days: int
) -> Timeline:
    """The timeline of a person who can be so on the last of all days."""
    known = read(rules, {"as_of": "9999-12-31", "facts": facts}).facts
    return timeline(Question(rules, name, readings), known, **days)


def shown(made: Timeline) -> list[tuple[str, Finding]]:
    """The first day of each stretch, and what is found in it."""
    assert made.complete
    assert all(one.last + 1 == other.first for one, other in zip(made.pieces, made.pieces[1:], strict=False))
    return [(calendar.iso(piece.first), piece.finding) for piece in made.pieces]


def why(made: Timeline, day: str) -> list[tuple[str, str, str, bool | None]]:
    """The causes of the stretch that begins on a day: kind, rule, what the rule says, what it becomes."""
    piece = made.at(calendar.from_iso(day) or 0)
    assert piece is not None
    assert calendar.iso(piece.first) == day
    return [(c.kind, c.rule, c.place.text if c.place else "", c.becomes) for c in piece.causes]


WOMAN = {
    "出生日期": "1971-10-15",
    "性别": "女",
    "本市户籍": True,
    "农业户籍": True,
    "个体经营者": True,
    "办理就业登记": True,
    "处于就业见习期间": False,
}
GRADUATE = {"本市户籍": True, "毕业生类别": "高校毕业生", "毕业日期": "2021-07-01", "初次就业形式": "灵活就业"}
EXPIRED = {"享受灵活就业社会保险补贴": True, "通过其他形式实现稳定就业": False}


# ---- article 3: ages -------------------------------------------------------------------------------------------------


def test_a_woman_is_no_worker_of_article_3_from_her_50th_birthday_on() -> None:
    """女性未满50周岁, judged in Beijing time on whole days; in force from 2020-10-01."""
    found = made(program(), "可以参加本市社会保险", WOMAN)
    assert shown(found) == [("1990-01-01", NOT_YET), ("2020-10-01", YES), ("2021-10-15", NO)]
    assert why(found, "2020-10-01") == [("force", "", "", None)]
    assert why(found, "2021-10-15") == [("condition", "本市农业户籍劳动力", "出生日期 未满 50周岁", False)]


def test_when_will_i_qualify_and_until_when() -> None:
    found = made(program(), "可以参加本市社会保险", WOMAN)
    days = {name: calendar.from_iso(day) or 0 for name, day in {"before": "2020-01-01", "in": "2021-03-01"}.items()}
    coming, over = found.next(days["before"]), found.until(days["in"])
    assert coming is not None
    assert over is not None
    assert (calendar.iso(coming.first), calendar.iso(coming.last)) == ("2020-10-01", "2021-10-14")
    assert calendar.iso(over.first) == "2021-10-15"
    assert found.next(days["in"]) == coming
    assert found.next(over.first) is None
    assert found.until(over.first) is None


def test_under_the_other_reading_of_ages_it_is_the_day_after() -> None:
    found = made(program(), "可以参加本市社会保险", WOMAN, {"K1": "B"})
    assert shown(found)[-1] == ("2021-10-16", NO)


def test_who_is_born_on_29_february_is_older_on_28_february() -> None:
    """民法典 202; under the other alternative of reading K2 on 1 March."""
    woman = {**WOMAN, "出生日期": "1972-02-29"}
    assert shown(made(program(), "可以参加本市社会保险", woman))[-1] == ("2022-02-28", NO)
    assert shown(made(program(), "可以参加本市社会保险", woman, {"K2": "B"}))[-1] == ("2022-03-01", NO)


def test_before_the_day_of_birth_nothing_can_be_asked() -> None:
    found = made(program(), "本市农业户籍劳动力", {**WOMAN, "出生日期": "2021-03-01"})
    assert shown(found)[:2] == [("1990-01-01", REFUSED), ("2021-03-01", YES)]
    assert why(found, "2021-03-01") == [("constraint", "", "出生日期 不晚于 评估日", True)]


def test_the_class_of_an_intern_is_fixed_on_the_day_on_which_the_internship_begins() -> None:
    """16至24岁, on 2021-06-01; 处于就业见习期间 cannot be so before it begins."""
    youth = {
        "出生日期": "2000-01-01",
        "本市户籍": True,
        "登记失业人员": True,
        "处于就业见习期间": True,
        "就业见习开始日期": "2021-06-01",
    }
    found = made(program(), "可以参加本市社会保险", youth)
    assert shown(found) == [("1990-01-01", REFUSED), ("2021-06-01", YES)]


# ---- articles 4 and 5: a graduate, an extension ----------------------------------------------------------------------


def test_a_graduate_is_entitled_from_the_first_employment_on() -> None:
    found = made(program(), "高校毕业生灵活就业社会保险补贴对象", {**GRADUATE, "初次就业日期": "2022-02-01"})
    assert shown(found) == [("1990-01-01", NOT_YET), ("2020-10-01", NO), ("2022-02-01", YES)]
    rule = "高校毕业生灵活就业社会保险补贴对象"
    assert why(found, "2022-02-01") == [("condition", rule, "初次就业日期 不晚于 评估日", True)]


@pytest.mark.parametrize(("employed", "days"), [("2023-07-01", ["2023-07-01"]), ("2023-07-02", [])])
def test_the_second_anniversary_of_graduation_is_the_last_day(employed: str, days: list[str]) -> None:
    """毕业离校2年内的初次就业."""
    found = made(program(), "高校毕业生灵活就业社会保险补贴对象", {**GRADUATE, "初次就业日期": employed})
    assert [day for day, finding in shown(found) if finding == YES] == days


def test_if_the_application_must_fall_within_the_two_years_too_it_ends_with_them() -> None:
    graduate = {**GRADUATE, "初次就业日期": "2022-02-01"}
    found = made(program(), "高校毕业生灵活就业社会保险补贴对象", graduate, {"R4-1": "B"})
    assert shown(found)[-2:] == [("2022-02-01", YES), ("2023-07-02", NO)]
    (cause,) = why(found, "2023-07-02")
    assert cause[2:] == ("评估日 在 毕业日期 后 2年内", False)


def test_an_amount_has_its_days_too() -> None:
    """最长不超过3年: of 36 months 10 are used, once the graduate is entitled."""
    graduate = {**GRADUATE, "初次就业日期": "2022-02-01", "已享受灵活就业社会保险补贴月数": 10}
    found = made(program(), "高校毕业生补贴剩余月数", graduate)
    assert shown(found)[-2:] == [("2020-10-01", Finding("not_applicable")), ("2022-02-01", Finding("value", 26))]


def test_the_extension_lasts_a_year_from_the_day_after_the_expiry() -> None:
    """政策享受期限延长1年: after 2020-11-30 until 2021-11-30."""
    found = made(program(), "处于补贴延长期内", {**EXPIRED, "灵活就业社会保险补贴政策期满日期": "2020-11-30"})
    wanted = [("1990-01-01", NOT_YET), ("2020-10-01", NO), ("2020-12-01", YES), ("2021-12-01", NO)]
    assert shown(found) == wanted
    assert why(found, "2020-12-01")[0][2] == "评估日 晚于 灵活就业社会保险补贴政策期满日期"
    assert why(found, "2021-12-01")[0][2] == "评估日 不晚于 延长后期满日期"


@pytest.mark.parametrize("expiry", ["2020-09-30", "2021-01-01"])
def test_other_expiries_are_not_extended(expiry: str) -> None:
    """实施期限至2020年12月31日, from 2020-10-01."""
    found = made(program(), "处于补贴延长期内", {**EXPIRED, "灵活就业社会保险补贴政策期满日期": expiry})
    assert shown(found) == [("1990-01-01", NOT_YET), ("2020-10-01", NO)]


def test_what_is_missing_can_matter_on_some_days_only() -> None:
    """Expiries from 2020-10-01 on are extended, from the day after and until 2021-12-31 at the latest."""
    found = made(program(), "处于补贴延长期内", EXPIRED)
    open_ = Finding("unknown", None, ("灵活就业社会保险补贴政策期满日期",))
    wanted = [("1990-01-01", NOT_YET), ("2020-10-01", NO), ("2020-10-02", open_), ("2022-01-01", NO)]
    assert shown(found) == wanted


# ---- articles 6 and 7: days in the sentence --------------------------------------------------------------------------


def test_article_6_begins_in_january_2021() -> None:
    worker = {"个人委托存档": True, "参加社会保险": True, "个体经营者": True, "就业地在本市": True}
    found = made(program(), "可按百分之一费率缴纳失业保险费", worker)
    assert shown(found) == [("1990-01-01", NOT_YET), ("2020-10-01", NO), ("2021-01-01", YES)]
    assert why(found, "2021-01-01") == [("condition", "可按百分之一费率缴纳失业保险费", "自 2021年1月 起", True)]


def test_article_7_ends_with_2020_and_2021() -> None:
    payer = {
        "以个人身份参加企业职工基本养老保险": True,
        "个体经营者": True,
        "缴纳基本养老保险费确有困难": True,
        "自愿暂缓缴费": True,
        "未缴费月度数": 3,
    }
    turns = {"可自愿暂缓缴费": [YES, NO], "可继续缴费": [NO, YES, NO], "可补缴未缴费月度": [YES, NO]}
    days = {
        "可自愿暂缓缴费": ["2021-01-01"],
        "可继续缴费": ["2021-01-01", "2022-01-01"],
        "可补缴未缴费月度": ["2022-01-01"],
    }
    for name, findings in turns.items():
        found = shown(made(program(), name, payer))
        assert found == [("1990-01-01", NOT_YET), *zip(["2020-10-01", *days[name]], findings, strict=True)]


def test_a_norm_has_a_timeline_as_well() -> None:
    """第六条, for the individual who is meant where nothing else is said; never for an employer."""
    worker = {"个人委托存档": True, "参加社会保险": True, "个体经营者": True, "就业地在本市": True}
    id_ = next(n.id for n in program().norms.values() if n.name == "按百分之一费率缴费")
    found = shown(made(program(), id_, worker))
    assert found[1:] == [("2020-10-01", Finding("not_applies")), ("2021-01-01", Finding("applies"))]
    found = shown(made(program(), id_, {**worker, "主体类型": "用人单位"}))
    assert found[1:] == [("2020-10-01", Finding("not_applies"))]


# ---- versions, parameters, numbers that move -------------------------------------------------------------------------

HEAD = "# 第一条  测试\n\n> 一切从此条。\n\n"


def test_a_part_that_stays_the_same_is_no_cause() -> None:
    """0 × 0.5 is 0 as before, by another rule of its own: only the other part becomes another."""
    cases = "定义 {} : 小数\n  分情况：\n    - 若 评估日 不早于 2021-05-01：{}\n    - 否则：{}\n\n"
    text = "事实 量 : 小数\n\n" + cases.format("份额", "量 × 0.5", "0") + cases.format("加数", "2", "1")
    found = made(rules(HEAD + text + "定义 数 : 小数\n  份额 + 加数\n"), "数", {"量": "0"})
    assert [piece.finding.value for piece in found.pieces] == [1, 2]
    assert [c.rule for c in found.pieces[1].causes] == ["加数"]


def test_a_new_text_is_the_cause_where_it_is() -> None:
    text = """定义 停车费 : 金额
  施行 至 2024-06-30 止
  5.00元

定义 停车费 : 金额
  施行 自 2024-07-01 起
  6.00元
"""
    found = made(rules(HEAD + text), "停车费", {})
    assert shown(found) == [("1990-01-01", Finding("value", 500)), ("2024-07-01", Finding("value", 600))]
    assert [c.kind for c in found.pieces[1].causes] == ["version"]


def test_a_parameter_turns_with_its_table() -> None:
    text = """参数 标准 : 金额
  至 2021年12月31日 止：100.00元，出处「公报」
  自 2022年1月1日 起：120.00元，出处「公报」

事实 收入 : 金额

定义 低收入 : 是否
  收入 低于 标准
"""
    found = made(rules(HEAD + text), "低收入", {"收入": "110.00"})
    assert shown(found) == [("1990-01-01", NO), ("2022-01-01", YES)]


def test_a_number_of_months_changes_every_month() -> None:
    text = """事实 月份 : 年月

定义 还有几个月 : 整数
  月份 − 所在月（评估日）
"""
    first, last = calendar.day(2024, 1, 15), calendar.day(2024, 4, 10)
    found = made(rules(HEAD + text), "还有几个月", {"月份": "2024-06"}, first=first, last=last)
    wanted = [("2024-01-15", 5), ("2024-02-01", 4), ("2024-03-01", 3), ("2024-04-01", 2)]
    assert shown(found) == [(day, Finding("value", n)) for day, n in wanted]


def test_a_day_that_moves_with_the_day_is_said_to_move() -> None:
    found = made(rules(HEAD + "定义 期限 : 日期\n  评估日 + 10日\n"), "期限", {})
    assert [piece.moving for piece in found.pieces] == [True]
    week = made(rules(HEAD + "定义 期限 : 日期\n  评估日 + 10日\n"), "期限", {}, first=1000, last=1006)
    assert [piece.finding.value for piece in week.pieces] == list(range(1010, 1017))


def test_records_turn_one_by_one() -> None:
    """Two children, who are 18 on different days: 有未成年人 until the younger one is."""
    text = """事实 家庭 : 记录

事实 出生 : 日期
  每一 家庭

定义 有未成年人 : 是否
  存在（家庭：出生 未满 18周岁）

定义 未成年人数 : 整数
  计数（家庭：出生 未满 18周岁）
"""
    family = {"家庭": [{"出生": "2005-05-05"}, {"出生": "2008-08-08"}]}
    found = made(rules(HEAD + text), "有未成年人", family)
    assert shown(found)[-1] == ("2026-08-08", NO)
    assert [c.record for c in found.pieces[-1].causes] == ["家庭[2]"]
    counted = [(day, f.value) for day, f in shown(made(rules(HEAD + text), "未成年人数", family))]
    assert counted[-3:] == [("1990-01-01", 2), ("2023-05-05", 1), ("2026-08-08", 0)]


def test_working_days_turn_where_the_calendar_says() -> None:
    """Five working days after a Friday, with the Monday closed: Tuesday to Monday."""
    text = """节假日 年
  出处「通知」
  覆盖 2024-01-01 至 2024-12-31
  放假 2024-03-04

事实 收到日期 : 日期

定义 来得及 : 是否
  评估日 在 收到日期 后 5个工作日内
"""
    first, last = calendar.day(2024, 2, 1), calendar.day(2024, 6, 1)
    found = made(rules(HEAD + text), "来得及", {"收到日期": "2024-03-01"}, first=first, last=last)
    assert shown(found) == [("2024-02-01", NO), ("2024-03-01", YES), ("2024-03-12", NO)]


# ---- every day -------------------------------------------------------------------------------------------------------


def asked() -> Sequence[tuple[dict[str, Any], str]]:
    """Fifty people, a fifth of them with facts left out; each is asked two questions, all questions in turn."""
    names = [*program().conclusions, *(id_ for id_, n in program().norms.items() if n.condition is not None)]
    day = calendar.day(2021, 10, 15)
    some = [*people(program(), 40, 11, day), *people(program(), 10, 12, day, 0.15)]
    return [(person, names[(2 * i + k) % len(names)]) for i, person in enumerate(some) for k in (0, 1)]


@pytest.mark.parametrize("part", range(5))
def test_the_timeline_says_what_every_single_day_would(part: int) -> None:
    first, last = calendar.day(2020, 7, 1), calendar.day(2022, 3, 31)
    for person, name in asked()[part::5]:
        facts = read(program(), person).facts
        question = Question(program(), name)
        found = timeline(question, facts, first, last)
        assert found.complete
        for piece in found.pieces:
            wrong = [day for day in range(piece.first, piece.last + 1) if look(question, facts, day) != piece.finding]
            assert not wrong, (person["id"], name, calendar.iso(wrong[0]), piece)
        assert all(isinstance(cause, Cause) for piece in found.pieces[1:] for cause in piece.causes)
        assert all(piece.causes for piece in found.pieces[1:])
