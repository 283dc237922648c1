"""The interview: what it asks, that it asks nothing needless, and that nothing a person types is lost."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran

import tiaoli
from bench.interview import MOST, RATIO, asked, fewest, percentile, persons, plan_for
from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program
from explain.interview.interview import Asking, Contradiction, Interview, Result
from explain.interview.read import Unclear, read
from explain.interview.words import Words
from explain.question.ask import Question
from explain.question.draw import Draw
from explain.question.people import as_json
from tiaoli.cli import main

BEIJING, MERROW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
DAYS = {BEIJING: "2021-10-15", MERROW: "2024-08-05"}
JOIN = "可以参加本市社会保险"
LOAN = "创业担保贷款支持对象"


@cache
def program(policy: str) -> Program:
    return tiaoli.load(policy, draft=True).program


def day(policy: str) -> int:
    return calendar.from_iso(DAYS[policy]) or 0


@cache
def about(policy: str, name: str) -> Interview:
    return Interview.about(program(policy), name, day(policy))


def told(started: Interview, answers: Mapping[str, Any], steps: int = 99) -> Interview:
    """The interview after answers by fact; who is asked for something else does not know it."""
    for _ in range(steps):
        step = started.next()
        if isinstance(step, Result):
            break
        values = {path: answers[path] for path in step.paths if path in answers}
        started = started.answer(values, frozenset(step.paths) - values.keys())
    return started


def asking(interview: Interview) -> Asking:
    step = interview.next()
    assert isinstance(step, Asking)
    return step


def result(interview: Interview) -> Result:
    step = interview.next()
    assert isinstance(step, Result)
    return step


# ---- how many questions --------------------------------------------------------------------------------------------

SOME = {
    BEIJING: (
        JOIN,
        "见习人员",
        "高校毕业生灵活就业社会保险补贴对象",
        LOAN,
        "灵活就业人员",
        "可按百分之一费率缴纳失业保险费",
    ),
    MERROW: ("resident", "refund", "duty_broken", "badge_holder_needs_permit", "application_lapsed"),
}
LARGE = (JOIN, "见习人员")
"""With so many questions that trying all their orders takes long."""


@pytest.mark.parametrize(("policy", "name"), [(policy, name) for policy, names in SOME.items() for name in names])
def test_few_questions_are_asked_and_the_answer_is_that_of_evaluate(policy: str, name: str) -> None:
    started, people = about(policy, name), persons(program(policy), day(policy), 12 if name in LARGE else 60)
    known, counts = started.order.question.known, []
    hidden = {fact for fact, kind in started.order.kinds.items() if kind in ("published", "told")}
    for person in people:
        done, _ = asked(started, person)
        counts.append(len(done.said))
        facts = {path: value for path, value in person.items() if path not in hidden}
        request = {"as_of": DAYS[policy], "facts": as_json(known, facts, facts), "only": [name]}
        answer, found = evaluate(program(policy), request).conclusions[name], result(done).finding
        assert (found.status, found.value) == (answer.status, answer.value)
    assert percentile(counts) <= MOST
    if name not in LARGE:
        plan = plan_for(started.order, people)
        optimum = fewest(plan, plan.panel.everybody, 60_000)
        assert optimum is not None
        # Sixty people are so few that an order made for them alone is a little better than any for people in general.
        assert sum(counts) / len(counts) <= optimum * RATIO + 0.1


def test_no_question_is_asked_when_nothing_has_to_be_known() -> None:
    assert isinstance(about(BEIJING, "办法已施行").next(), Result)
    before = Interview.about(program(BEIJING), JOIN, calendar.day(2019, 1, 1))
    assert result(before).finding.status == "not_in_force"


# ---- never a needless one ------------------------------------------------------------------------------------------


def differing(question: Question, at: int, facts: Mapping[str, Any], path: str, open_: Sequence[str]) -> bool:
    """Brute force over yes/no facts: are there two completions, alike but for one fact, with different answers?"""
    others = [name for name in open_ if name != path]
    for values in product((True, False), repeat=len(others)):
        whole = {**facts, **dict(zip(others, values, strict=True))}
        if question.ask({**whole, path: True}, at) != question.ask({**whole, path: False}, at):
            return True
    return False


@pytest.mark.parametrize(
    "name", ["灵活就业人员", LOAN, "可在参保地办理失业登记", "可办理灵活就业登记", "可由行业协会学会履行公示推荐程序"]
)
def test_every_question_can_change_the_answer(name: str) -> None:
    started, at = about(BEIJING, name), day(BEIJING)
    question = started.order.question
    open_ = sorted(question.reach({}, at))
    assert all(question.of(path).kind == "bool" for path in open_)
    looked: set[tuple[str, ...]] = set()
    for person in persons(program(BEIJING), at, 12, seed=3):
        interview = started
        while isinstance(step := interview.next(), Asking):
            facts = interview.facts
            if (key := (*sorted(map(str, facts.items())), *step.paths)) not in looked:
                looked.add(key)
                left = [path for path in open_ if path not in facts]
                assert all(differing(question, at, facts, path, left) for path in step.paths)
            interview = interview.answer({path: person[path] for path in step.paths})
    assert looked


@pytest.mark.parametrize(("policy", "name"), [(BEIJING, JOIN), (MERROW, "refund"), (MERROW, "set_aside")])
def test_what_is_asked_is_exactly_missing(policy: str, name: str) -> None:
    started = about(policy, name)
    for person in persons(program(policy), day(policy), 4, seed=5):
        interview = started
        while isinstance(step := interview.next(), Asking):
            assert {*step.paths} <= {*started.order.question.ask(interview.facts, day(policy)).missing}
            values = {path: person[path] for path in step.paths if path in person}
            interview = interview.answer(values, frozenset(step.paths) - values.keys())


def test_the_same_questions_every_time() -> None:
    def run() -> list[tuple[str, ...]]:
        fresh = Interview.about(program(MERROW), "refund", day(MERROW))
        return [one.asking.paths for one in asked(fresh, persons(program(MERROW), day(MERROW), 1)[0])[0].said]

    assert run() == run() != []


# ---- groups, and what somebody else decides ------------------------------------------------------------------------


def test_alternatives_are_one_question() -> None:
    step = asking(about(BEIJING, "灵活就业人员"))
    assert (step.form, step.paths) == ("several", ("个体经营者", "非全日制从业人员", "依托新业态平台实现就业"))
    none = about(BEIJING, "灵活就业人员").answer(dict.fromkeys(step.paths, False))
    assert asking(none) == Asking(("法律法规规章规定的其他灵活就业人员",), "yes_no", True)
    assert result(
        about(BEIJING, "灵活就业人员").answer({**dict.fromkeys(step.paths, False), "个体经营者": True})
    ).finding.yes


def test_of_a_group_only_what_is_still_missing_is_asked() -> None:
    given = {"个体经营者": False}
    step = asking(Interview.about(program(BEIJING), "灵活就业人员", day(BEIJING), given))
    assert step.paths == ("非全日制从业人员", "依托新业态平台实现就业")


def test_one_of_a_group_may_be_unknown() -> None:
    started = about(BEIJING, "灵活就业人员")
    step = asking(started)
    doubtful = started.answer({"个体经营者": False, "依托新业态平台实现就业": False}, frozenset({"非全日制从业人员"}))
    done = told(doubtful, {"法律法规规章规定的其他灵活就业人员": False})
    assert result(done).unsure == ("非全日制从业人员",)
    assert step.paths[1] == "非全日制从业人员"


def test_what_somebody_decides_comes_last_and_with_not_known_first() -> None:
    done = told(
        about(BEIJING, "灵活就业人员"),
        dict.fromkeys(("个体经营者", "非全日制从业人员", "依托新业态平台实现就业"), False),
        1,
    )
    words = Words(done, "zh")
    step = asking(done)
    assert step.judged
    assert words.choices(step) == [("1", "不清楚，或者还没有认定"), ("2", "是"), ("3", "否")]
    assert "认定" in words.who(step)
    assert result(done.unknown()).judged == ("法律法规规章规定的其他灵活就业人员",)


def test_a_decision_that_settles_much_comes_first() -> None:
    """Section 7 (7): no charge is payable where special hardship is found. Who has the decision is asked nothing else
    of the more than twelve things on which the charge may turn; the vocabulary has them before it."""
    started = about(MERROW, "charge_payable")
    step = asking(started)
    assert (step.paths, step.judged) == (("special_hardship_found",), True)
    assert result(started.answer({"special_hardship_found": True})).finding.value == 0


def test_published_figures_and_days_beyond_the_calendar_are_not_asked_for() -> None:
    facts = {"自愿暂缓缴费": True, "未缴费月度数": 3, "补缴缴费基数": 500_000}
    found = result(told(about(BEIJING, "补缴缴费基数符合规定"), facts))
    assert found.published == ("本市个人缴费基数下限", "本市个人缴费基数上限")
    late = {"first_month": 2025 * 12 + 8, "surrendered_on": calendar.day(2025, 12, 22), "charge_paid": 26500}
    started = Interview.about(program(MERROW), "refund_due_by", calendar.day(2025, 12, 22))
    assert result(told(started, {**late, "permit_withdrawn": False})).told == ("public_holidays",)


# ---- records -------------------------------------------------------------------------------------------------------


def test_a_list_is_its_number_then_the_fields_that_matter() -> None:
    started = about(MERROW, "badge_holder_pays_nothing")
    step = asking(started)
    assert (step.form, step.paths) == ("count", ("household",))
    three = started.answer({"household": 3})
    step = asking(three)
    field = step.paths[0].partition(".")[2]
    assert step == Asking(tuple(f"household[{at}].{field}" for at in (1, 2, 3)), "several", False)
    other = {"uses_vehicle": "holds_mobility_badge", "holds_mobility_badge": "uses_vehicle"}[field]
    second = three.answer({path: at == 2 for at, path in enumerate(step.paths, 1)})
    assert asking(second) == Asking((f"household[2].{other}",), "yes_no", False)
    assert result(second.answer({f"household[2].{other}": True})).finding.yes


def test_numbers_of_records_are_asked_for_one_by_one() -> None:
    started = told(about(MERROW, "household_income"), {"household": 2, "application_lodged_on": day(MERROW)}, 2)
    seen = []
    while isinstance(step := started.next(), Asking):
        seen.append(step.paths)
        value = {"member_birth_date": calendar.day(1980, 1, 1), "member_income": 100_000}[
            step.paths[0].partition(".")[2]
        ]
        started = started.answer({step.paths[0]: value})
    assert sorted(seen) == sorted(
        (f"household[{at}].{name}",) for at in (1, 2) for name in ("member_birth_date", "member_income")
    )
    assert result(started).finding.value == 200_000


def test_fewer_records_keep_what_was_said_of_the_others() -> None:
    started = about(MERROW, "badge_holder_pays_nothing").answer({"household": 3})
    step = asking(started)
    full = told(started, {path: path == step.paths[2] for path in step.paths}, 1)
    number = full.number_of("household")
    assert number == 1
    fewer = full.change(1, {"household": 2})
    assert set(fewer.facts) == {"household", *step.paths[:2]}
    assert set(fewer.change(1, {"household": 3}).facts) == {"household", *step.paths}


# ---- not known, back, forget, change --------------------------------------------------------------------------------


def test_not_known_is_never_asked_again_and_the_rest_goes_on() -> None:
    started = about(BEIJING, LOAN)
    first = asking(started)
    unsure = started.unknown()
    seen = [first.paths]
    while isinstance(step := unsure.next(), Asking):
        seen.append(step.paths)
        unsure = unsure.answer({step.paths[0]: True})
    assert len(seen) == len(set(seen)) == 3
    found = result(unsure)
    assert (found.finding.status, found.unsure, found.complete) == ("unknown", first.paths, True)
    no = told(started.unknown(), dict.fromkeys(("本市户籍", "个体经营者", "登记注册"), False))
    assert result(no.back().answer({asking(no.back()).paths[0]: False})).finding.value is False


def test_back_is_the_interview_before() -> None:
    started = about(BEIJING, LOAN)
    one = started.answer({asking(started).paths[0]: True})
    assert one.back() == started
    assert started.back() == started
    assert started.said == (), "answers make a new interview"


def test_forgetting_keeps_the_others_and_asks_again_only_what_depends_on_it() -> None:
    answers = {"本市户籍": True, "个体经营者": True, "登记注册": True}
    done = told(about(BEIJING, LOAN), answers)
    assert result(done).finding.yes
    for number, one in enumerate(done.said, 1):
        less = done.forget(number)
        assert less.facts == {path: True for path in answers if path not in one.asking.paths}
        assert asking(less).paths == one.asking.paths
        assert result(less.answer({one.asking.paths[0]: True})).finding.yes
    with pytest.raises(IndexError):
        done.forget(9)


def test_an_answer_that_no_longer_matters_is_kept_but_not_used() -> None:
    done = told(about(BEIJING, LOAN), {"本市户籍": True, "个体经营者": True, "登记注册": True})
    changed = done.change(1, dict.fromkeys(done.said[0].values, False))
    assert result(changed).finding.value is False
    assert [one.used for one in changed.answers] == [True, False, False]
    assert [one.used for one in done.answers] == [True, True, True]
    assert result(changed.change(1, done.said[0].values)).finding.yes, "nothing was lost"


def test_a_contradiction_is_refused_and_nothing_is_lost() -> None:
    given = {
        "出生日期": calendar.day(2000, 5, 10),
        "毕业生类别": "高校毕业生",
        "初次就业形式": "灵活就业",
        "本市户籍": True,
    }
    started = Interview.about(program(BEIJING), "高校毕业生灵活就业社会保险补贴对象", day(BEIJING), given)
    while (step := asking(started)).paths != ("毕业日期",):
        started = started.answer({"初次就业日期": calendar.day(2021, 8, 1)})
    assert step.form == "date"
    before = started.facts
    with pytest.raises(Contradiction) as refused:
        started.answer({"毕业日期": calendar.day(1999, 7, 1)})
    assert (started.facts, started.next()) == (before, step)
    said = Words(started, "zh").contradiction(refused.value.facts)
    assert "出生日期 2000年5月10日" in said
    assert "毕业日期 1999年7月1日" in said


# ---- what is typed -------------------------------------------------------------------------------------------------


def typed(fact: str, text: str, policy: str = BEIJING, form: str = "", judged: bool = False) -> Any:
    kind = program(policy).facts[fact].type.kind
    form = form or {"bool": "yes_no", "enum": "choice", "records": "count"}.get(kind, kind)
    reply = read(program(policy), Asking((fact,), form, judged), text)
    return "unsure" if reply.unsure else reply.values[fact]


@pytest.mark.parametrize(
    "text",
    [
        "1995-03-01",
        "1995年3月1日",
        "1995/3/1",
        "1995.03.01",
        "19950301",
        "１９９５－３－１",
        " 1995 年 3 月 1 日 。",
        "1 March 1995",
        "March 1, 1995",
        "1 mar 1995",
    ],
)
def test_a_date_may_be_written_in_many_ways(text: str) -> None:
    assert typed("出生日期", text) == calendar.day(1995, 3, 1)


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("失业保险缴费基数", "5360.5", 536050),
        ("失业保险缴费基数", "5,360元", 536000),
        ("失业保险缴费基数", "¥5360.00", 536000),
        ("失业保险缴费基数", "1.2万", 1_200_000),
        ("未缴费月度数", "3个月", 3),
        ("未缴费月度数", "０", 0),
        ("本市户籍", "是", True),
        ("本市户籍", "没有", False),
        ("本市户籍", "Y", True),
        ("本市户籍", "2", False),
        ("本市户籍", "3", "unsure"),
        ("本市户籍", "不清楚", "unsure"),
        ("性别", "女", "女"),
        ("性别", "1", "男"),
        ("性别", "female", "女"),
        ("性别", "dk", "unsure"),
    ],
)
def test_other_answers_too(fact: str, text: str, value: object) -> None:
    assert typed(fact, text) == value


def test_what_somebody_decides_has_not_known_as_its_first_choice() -> None:
    assert typed("通过身份认定", "1", judged=True) == "unsure"
    assert typed("通过身份认定", "2", judged=True) is True


def test_a_month_may_be_written_in_many_ways() -> None:
    for text in ("2024-09", "2024年9月", "202409", "September 2024", "sep 2024"):
        assert typed("first_month", text, MERROW) == 2024 * 12 + 8


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("出生日期", "明天"),
        ("出生日期", "2021-02-30"),
        ("出生日期", "03/04/1995"),
        ("出生日期", "0000-00-00"),
        ("出生日期", "99999-01-01"),
        ("出生日期", ""),
        ("出生日期", "   "),
        ("出生日期", "\x00\x1b[31m"),
        ("出生日期", "1" * 5000),
        ("出生日期", "'; DROP TABLE people; --"),
        ("出生日期", "<script>alert(1)</script>"),
        ("出生日期", "{{7*7}}"),
        ("未缴费月度数", "13"),
        ("未缴费月度数", "-1"),
        ("未缴费月度数", "1.5"),
        ("未缴费月度数", "1e3"),
        ("未缴费月度数", "NaN"),
        ("失业保险缴费基数", "-5"),
        ("失业保险缴费基数", "5.555"),
        ("失业保险缴费基数", "很多"),
        ("本市户籍", "4"),
        ("本市户籍", "也许"),
        ("性别", "0"),
        ("性别", "3.0"),
        ("性别", "狗"),
    ],
)
def test_what_is_no_answer_gets_a_sentence(fact: str, text: str) -> None:
    with pytest.raises(Unclear) as unclear:
        typed(fact, text)
    assert unclear.value.text.zh.endswith("。")
    assert unclear.value.text.en.endswith(".")


def test_several_choices_are_numbers() -> None:
    step = asking(about(BEIJING, "灵活就业人员"))
    one, two, three = step.paths
    reply = read(program(BEIJING), step, "1、3")
    assert reply.values == {one: True, two: False, three: True}
    assert read(program(BEIJING), step, "都没有").values == {one: False, two: False, three: False}
    reply = read(program(BEIJING), step, "1 2?")
    assert (reply.values, reply.unsure) == ({one: True, three: False}, {two})
    assert read(program(BEIJING), step, "dk").unsure == {one, two, three}
    for wrong in ("4", "0 1", "a", "1 x", "-1", "?"):
        with pytest.raises(Unclear):
            read(program(BEIJING), step, wrong)


TYPED = (
    "是", "否", "1", "2", "3", "yes", "no", "dk", "不清楚", "返回", "back", "改 N", "改N", "change N", "忘记 N",
    "forget N", "forget", "忘记", "?", "回答", "1995-03-01", "2020-08-01", "2021-10-01", "0", "1 2", "1 2?", "2?", "",
    "\t", "\u202e", "%s", "2021-13-01", "１", "9" * 300, "change 99999999999", "改 -1", "高校毕业生", "N",
)  # fmt: skip


# ---- the command ---------------------------------------------------------------------------------------------------


def run(policy: str, name: str, lines: str, *more: str, date: str = "") -> Ran:
    command = ["interview", policy, "--about", name, "--as-of", date or DAYS[policy], *more]
    return CliRunner().invoke(main, command, input=lines)


def test_answers_come_from_a_pipe() -> None:
    ran = run(BEIJING, LOAN, "是\n是\n是\n\n", "--lang", "zh")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert "第1问  您的户口在北京市吗？" in ran.output
    assert "为什么问：第九条" in ran.output
    assert "请核对您的回答" in ran.output
    assert "✓" in ran.output
    assert "\x1b" not in ran.output


def test_it_speaks_english_too() -> None:
    ran = run(BEIJING, LOAN, "yes\nno\n\n", "--lang", "en")
    assert ran.exit_code == 0
    assert "1.  Is your household registered in Beijing?" in ran.output
    assert "Why: Article 9" in ran.output
    talk = ran.output.partition("Start-up guaranteed loan\n")[0].partition("Please check your answers")[0]
    assert not [c for c in talk if "\u3400" <= c <= "\u9fff"]


def test_the_end_of_input_after_the_last_question_still_gives_the_result() -> None:
    assert "✓" in run(BEIJING, LOAN, "是\n是\n是", "--lang", "zh").output
    assert run(BEIJING, LOAN, "是\n是\n是", "--lang", "zh").exit_code == 0


@pytest.mark.parametrize("lines", ["", "是\n", "是\n退出\n"])
def test_breaking_off_tells_what_still_matters(lines: str) -> None:
    ran = run(BEIJING, LOAN, lines, "--lang", "zh")
    assert ran.exit_code == 1
    assert "还差几问" in ran.output
    assert "还没有问到的：" in ran.output
    assert "登记注册" in ran.output


def test_wrong_lines_get_a_sentence_and_the_same_question_again() -> None:
    ran = run(BEIJING, LOAN, "也许\n\n9\n是\n是\n是\n\n", "--lang", "zh")
    assert ran.exit_code == 0
    assert ran.output.count("第1问") == 4
    assert ran.output.count("第2问") == 1


def test_a_contradiction_gets_a_sentence_and_the_same_question_again() -> None:
    ran = run(MERROW, "badge_holder_pays_nothing", "0\n13\n1\nno\n\n", "--lang", "en")
    assert ran.exit_code == 0
    assert ran.output.count("1.  Who lives at the dwelling?") == 3
    assert "This cannot be: Household: 0." in ran.output
    assert "between 0 and 12" in ran.output
    assert ran.output.count("Your answer:") == 2


def test_bytes_that_are_no_text_get_a_sentence_too() -> None:
    ran = CliRunner().invoke(
        main,
        ["interview", BEIJING, "--about", LOAN, "--as-of", "2021-10-15", "--lang", "zh"],
        input=b"\xff\xfe\n\xe6\x98\xaf\n",
    )
    assert ran.exit_code == 1
    assert ran.output.count("第1问") == 2
    assert ran.output.count("第2问") == 1


def test_commands() -> None:
    ran = run(BEIJING, LOAN, "?\n是\n返回\n否\n改1\n是\n是\n是\n忘记 2\n是\n回答\n\n", "--lang", "zh")
    assert ran.exit_code == 0
    assert "不会再问" in ran.output
    assert "第2条回答去掉了" in ran.output
    assert "✓" in ran.output
    assert "请写编号" in run(BEIJING, LOAN, "改 7\n", "--lang", "zh").output
    assert "no question before" in run(BEIJING, LOAN, "back\n", "--lang", "en").output


@pytest.mark.parametrize(("policy", "name"), [(BEIJING, "见习人员"), (MERROW, "badge_holder_needs_permit")])
def test_whatever_is_typed_ends_as_sentences(policy: str, name: str) -> None:
    draw = Draw(11)
    lines = [draw.one(TYPED).replace("N", str(draw.below(5))) for _ in range(120)]
    for lang in ("zh", "en"):
        ran = run(policy, name, "\n".join(lines), "--lang", lang)
        assert ran.exception is None or isinstance(ran.exception, SystemExit)
        assert ran.exit_code in (0, 1)


def test_the_three_unknowns_are_told_apart() -> None:
    ran = run(BEIJING, "灵活就业人员", "1? 2?\n不清楚\n不清楚\n\n", "--lang", "zh")
    assert "您说不清楚的：个体经营者、非全日制从业人员" in ran.output
    assert "认定的：法律法规规章规定的其他灵活就业人员" in ran.output
    assert ran.exit_code == 0


def test_nothing_is_written_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(BEIJING, LOAN, "是\n是\n是\n\n")
    assert not list(tmp_path.iterdir())
    ran = run(BEIJING, LOAN, "是\n是\n否\n\n", "--save", "kept.json", "--lang", "zh")
    assert ran.exit_code == 0
    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert list(kept.values()).count(True) == 2
    again = run(BEIJING, LOAN, "", "--facts", "kept.json", "--lang", "zh")
    assert again.exit_code == 0
    assert "第1问" not in again.output


def test_records_are_kept_as_a_request_has_them(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    ran = run(MERROW, "badge_holder_pays_nothing", "2\n2\nyes\n\n", "--save", str(file), "--lang", "en")
    assert ran.exit_code == 0
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert len(kept["household"]) == 2
    request = {"as_of": DAYS[MERROW], "facts": kept, "only": ["badge_holder_pays_nothing"]}
    assert evaluate(program(MERROW), request).conclusions["badge_holder_pays_nothing"].value is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--about", "没有这个", "--as-of", "2021-10-15"], "没有叫 “没有这个” 的结论"),
        (["--about", LOAN, "--as-of", "2021-02-30"], "2021-02-30"),
        (["--about", LOAN], "--as-of"),
        (["--about", LOAN, "--as-of", "2021-10-15", "--reading", "R9-1=B"], "不可计算"),
    ],
)
def test_faulty_requests_end_as_a_sentence(arguments: list[str], said: str) -> None:
    ran = CliRunner().invoke(main, ["interview", BEIJING, *arguments, "--lang", "zh"])
    assert ran.exit_code == 2
    assert said in ran.output + ran.stderr
    assert "Traceback" not in ran.output


def test_a_reading_may_be_switched() -> None:
    facts = {"处于就业见习期间": True, "本市户籍": False}
    ran = Interview.about(program(BEIJING), JOIN, day(BEIJING), facts, {"R3-1": "B"})
    assert result(ran).finding.value is False
    assert isinstance(Interview.about(program(BEIJING), JOIN, day(BEIJING), facts).next(), Asking)
