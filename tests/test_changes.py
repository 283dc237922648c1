"""What would help, and what stands in the way: of people whose case the law makes clear, and of many more against a
search that tries everything."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest

import tiaoli
from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused, read
from explain.question import changes as searching
from explain.question.ask import Finding, Question
from explain.question.changes import LISTED, Ways, changes
from explain.question.people import people
from tests.test_timeline import HEAD, rules

BEIJING, MERROW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
DAY = "2021-10-15"
FREE = ("registration", "choice")


@cache
def program() -> Program:
    return tiaoli.load(BEIJING, draft=True).program


def ways(
    name: str,
    facts: Mapping[str, object],
    day: str = DAY,
    wanted: Any = None,
    of: Program | None = None,
) -> Ways:
    chosen = of or program()
    request = read(chosen, {"as_of": day, "facts": facts})
    return changes(Question(chosen, name), request.facts, request.as_of, wanted)


def sets(found: Ways) -> list[dict[str, Any]]:
    assert found.complete
    return [{change.path: change.new for change in each} for each in found.sets]


def bars(found: Ways) -> list[list[tuple[str, str]]]:
    assert not found.sets
    return [[(obstacle.kind, obstacle.path) for obstacle in route] for route in found.obstacles]


def iso(day: int | None) -> str | None:
    return None if day is None else calendar.iso(day)


NO_FLEXIBLE_WORK = {
    "个体经营者": False,
    "非全日制从业人员": False,
    "依托新业态平台实现就业": False,
    "与新业态平台相关企业建立劳动关系": False,
    "法律法规规章规定的其他灵活就业人员": False,
}
WOMAN = {
    "出生日期": "1982-03-15",
    "性别": "女",
    "本市户籍": True,
    "农业户籍": True,
    **NO_FLEXIBLE_WORK,
    "依托新业态平台实现就业": True,
    "就业地在本市": True,
    "办理就业登记": False,
    "处于就业见习期间": False,
}
YOUTH = {
    "出生日期": "2001-05-05",
    "性别": "男",
    "本市户籍": True,
    "农业户籍": False,
    "登记失业人员": True,
    "处于就业见习期间": False,
    "就业见习开始日期": "2021-12-01",
    "未就业": False,
    "转移就业登记": False,
}
GRADUATE = {"本市户籍": True, "毕业生类别": "高校毕业生", "毕业日期": "2021-07-01", "初次就业形式": "灵活就业"}
LIMITS = {"企业职工养老保险缴费下限": "5360.00", "企业职工养老保险缴费上限": "28221.00"}
INSURED = {"个人委托存档": True, "参加社会保险": True, "就业地在本市": True, "个体经营者": True}


# ---- what helps ------------------------------------------------------------------------------------------------------


def test_registering_is_all_that_is_left_to_do() -> None:
    """第三条: a platform worker with an agricultural household, under 50, who has not registered."""
    found = ways("可以参加本市社会保险", WOMAN)
    assert sets(found) == [{"办理就业登记": True}]
    (change,) = found.sets[0]
    assert (change.old, change.low, change.high, change.by) == (False, None, None, None)


def test_every_way_of_the_same_size_is_listed() -> None:
    """第二条: any of three kinds of flexible work makes a flexible worker; the fourth is a decision of others."""
    kinds = ("个体经营者", "非全日制从业人员", "依托新业态平台实现就业")
    assert sets(ways("灵活就业人员", NO_FLEXIBLE_WORK)) == [{kind: True} for kind in kinds]


def test_an_employment_contract_is_never_to_be_given_up() -> None:
    """与新业态平台相关企业建立劳动关系 is a change that nobody should be advised to make."""
    rider = {**NO_FLEXIBLE_WORK, "依托新业态平台实现就业": True, "与新业态平台相关企业建立劳动关系": True}
    found = ways("新就业形态人员", rider)
    assert bars(found) == [[("harmful", "与新业态平台相关企业建立劳动关系")]]
    assert sets(ways("灵活就业人员", rider)) == [{"个体经营者": True}, {"非全日制从业人员": True}]


def test_several_changes_together() -> None:
    """第九条: self-employed and registered as a business."""
    facts = {"本市户籍": True, "个体经营者": False, "登记注册": False}
    assert sets(ways("创业担保贷款支持对象", facts)) == [{"个体经营者": True, "登记注册": True}]


def test_what_is_missing_may_be_done() -> None:
    facts = {"本市户籍": True, "个体经营者": False}
    found = ways("创业担保贷款支持对象", facts)
    assert sets(found) == [{"个体经营者": True, "登记注册": True}]
    assert [change.old for change in found.sets[0]] == [False, None]


@pytest.mark.parametrize(("base", "nearest"), [("1000.00", 536000), ("30000.00", 2822100)])
def test_an_amount_is_changed_to_the_nearest_limit(base: str, nearest: int) -> None:
    """第六条: between the limits, ends included."""
    found = ways("失业保险缴费基数符合规定", {**INSURED, **LIMITS, "失业保险缴费基数": base})
    (change,) = found.sets[0]
    assert (change.path, change.new, change.low, change.high) == ("失业保险缴费基数", nearest, 536000, 2822100)
    assert len(found.sets) == 1


def test_a_choice_is_changed_to_each_value_that_helps() -> None:
    """第八条: five fields are named; another one only if the authority recognises it."""
    found = ways("属于技能提升培训领域", {"从业领域": "其他", "认定属于其他技能提升培训领域": False})
    assert sets(found) == [{"从业领域": field} for field in ("养老", "托幼", "家政", "安保", "快递")]


def test_a_date_to_come_can_be_moved_and_has_a_last_day() -> None:
    """第四条: first employment planned for February 2024; two years after graduation end on 2023-07-01."""
    found = ways("高校毕业生灵活就业社会保险补贴对象", {**GRADUATE, "初次就业日期": "2024-02-01"})
    (change,) = found.sets[0]
    assert (change.path, iso(change.new), iso(change.by)) == ("初次就业日期", DAY, "2023-07-01")  # type: ignore[arg-type]


def test_what_is_over_cannot_be_moved() -> None:
    """The same with a first employment that was too late."""
    graduate = {**GRADUATE, "毕业日期": "2020-01-01", "初次就业形式": "灵活就业"}
    found = ways("高校毕业生灵活就业社会保险补贴对象", {**graduate, "初次就业日期": "2022-03-01"}, "2022-04-01")
    assert [("immutable", "初次就业日期")] in bars(found)
    assert all(kind == "immutable" for route in bars(found) for kind, _ in route)


def test_what_a_change_entails_is_changed_too() -> None:
    """An internship that begins in December cannot be under way in October: both facts change. It may begin until the
    day before the 25th birthday (16至24岁)."""
    found = ways("可以参加本市社会保险", YOUTH)
    day = calendar.from_iso(DAY)
    assert sets(found) == [{"处于就业见习期间": True, "就业见习开始日期": day}]
    begin = found.sets[0][1]
    assert (iso(begin.new), iso(begin.by)) == (DAY, "2026-05-04")  # type: ignore[arg-type]


def test_a_value_can_be_wished_for() -> None:
    """第九条: the next step of who is certified is the guarantee; the agency's and the guarantor's part is theirs."""
    facts = {"本市户籍": True, "个体经营者": True, "登记注册": True, "通过身份认定": False, "担保机构同意担保": False}
    found = ways("创业担保贷款下一步", facts, wanted="申请贷款")
    assert bars(found) == [[("judgement", "通过身份认定"), ("third_party", "担保机构同意担保")]]
    assert found.obstacles[0][1].who == "担保机构"
    found = ways("创业担保贷款下一步", {**facts, "登记注册": False}, wanted="申请资格认定")
    assert sets(found) == [{"登记注册": True}]


def test_more_than_three_changes_are_only_said_to_be_needed() -> None:
    facts = {"个人委托存档": False, "参加社会保险": False, "就业地在本市": False, **NO_FLEXIBLE_WORK}
    found = ways("可按百分之一费率缴纳失业保险费", facts)
    assert found.beyond
    assert (found.sets, found.open, found.obstacles) == ((), (), ())


def test_what_then_turns_on_missing_facts_is_told_apart() -> None:
    """Whoever begins an internship has to be of one of the three classes, of which nothing is known."""
    facts = {**WOMAN, "农业户籍": False, "就业见习开始日期": "2021-09-01"}
    found = ways("可以参加本市社会保险", facts)
    assert [[change.path for change in each] for each in found.open] == [["处于就业见习期间"]]
    assert found.sets == ()
    assert "北京生源" in found.missing


def test_there_is_nothing_to_change_where_it_is_yes_or_not_known() -> None:
    assert ways("可以参加本市社会保险", {**WOMAN, "办理就业登记": True}) == Ways(Finding("value", True))
    found = ways("创业担保贷款支持对象", {"本市户籍": True})
    assert found.finding.status == "unknown"
    assert (found.sets, found.obstacles, found.open) == ((), (), ())


def test_decimals_months_and_records_can_be_changed() -> None:
    text = """事实 家庭 : 记录

事实 参保 : 是否
  每一 家庭
  变化 可登记

事实 份额 : 百分比
  变化 可选择

事实 开始年月 : 年月
  变化 可选择

定义 都参保 : 是否
  全部（家庭：参保）

定义 够 : 是否
  同时符合：
    - 份额 不低于 12.5%
    - 开始年月 不晚于 2021年12月
"""
    small = rules(HEAD + text)
    family = {"家庭": [{"参保": True}, {"参保": False}, {"参保": False}]}
    assert sets(ways("都参保", family, of=small)) == [{"家庭[2].参保": True, "家庭[3].参保": True}]
    found = ways("够", {"份额": "0.01", "开始年月": "2022-03"}, of=small)
    share, month = found.sets[0]
    assert (share.new, share.low, share.high) == (share.low, share.new, None)
    assert str(share.new) == "1/8"
    # A month that is over cannot be chosen any more: the range begins with that of the day asked about.
    assert [calendar.iso_month(x or 0) for x in (month.low, month.high)] == ["2021-10", "2021-12"]  # type: ignore[arg-type]


# ---- what stands in the way ------------------------------------------------------------------------------------------


def test_a_day_that_comes_by_itself() -> None:
    """第六条 begins on 2021-01-01; the archive can be entrusted before."""
    found = ways("可按百分之一费率缴纳失业保险费", {**INSURED, "个人委托存档": False}, "2020-12-01")
    assert bars(found) == [[("day", "")]]
    assert iso(found.obstacles[0][0].day) == "2021-01-01"


def test_an_age_that_comes_by_itself() -> None:
    """On the day asked about the applicant is no 16 yet; judged on that day under the other alternative of R3-2."""
    youth = {**YOUTH, "出生日期": "2006-01-10", "就业见习开始日期": "2021-09-01", "处于就业见习期间": True}
    request = read(program(), {"as_of": DAY, "facts": youth})
    found = changes(Question(program(), "见习人员", {"R3-2": "B"}), request.facts, request.as_of)
    (day,) = found.obstacles[0]
    assert (day.kind, iso(day.day)) == ("day", "2022-01-10")


def test_a_day_that_is_gone() -> None:
    """第七条: postponed until the end of 2020."""
    facts = {"以个人身份参加企业职工基本养老保险": True, "缴纳基本养老保险费确有困难": True, **NO_FLEXIBLE_WORK}
    found = ways("可自愿暂缓缴费", facts)
    assert bars(found) == [[("day", "")]]
    assert (found.obstacles[0][0].day, iso(found.obstacles[0][0].until)) == (None, "2020-12-31")


def test_what_is_fixed_for_good() -> None:
    """A woman of 50: neither age nor sex can be changed. That she is no intern has more causes than one."""
    closed = {
        "就业见习开始日期": "2021-09-01",
        "未就业": False,
        "北京生源": False,
        "登记失业人员": False,
        "转移就业登记": False,
    }
    found = ways("可以参加本市社会保险", {**WOMAN, **closed, "出生日期": "1971-10-15", "办理就业登记": True})
    assert bars(found) == [[("immutable", "出生日期")], [("immutable", "性别")]]


def test_decisions_of_others() -> None:
    """第十条 wants the recognised difficulty and a pilot of the district; 第十三条 the reviewing body's opinion."""
    facts = {"本市户籍": True, "农业户籍": True, "个体经营者": True, "就业困难人员": False, "所在区开展试点": False}
    found = ways("农业户籍就业困难人员补贴试点对象", facts)
    assert bars(found) == [[("harmful", "就业困难人员"), ("third_party", "所在区开展试点")]]
    assert [obstacle.who for obstacle in found.obstacles[0]] == ["", "区"]
    facts = {"个体经营者": True, "专业技术人员": True, "符合本市职称评审条件": False}
    assert bars(ways("可由行业协会学会履行公示推荐程序", facts)) == [[("judgement", "符合本市职称评审条件")]]


def test_what_no_figure_can_mend_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Section 6 (3): half is payable instead of nothing where another permit is in force, whatever the vehicle, until a
    member with a badge uses it (5). No date and no emissions need to be tried for that."""
    glances: list[int] = []
    glance = Question.glance

    def counted(question: Question, facts: Mapping[str, Any], day: int) -> Finding:
        glances.append(day)
        return glance(question, facts, day)

    monkeypatch.setattr(Question, "glance", counted)
    facts = {"household": [{"holds_mobility_badge": False}], "low_emission_permit_in_force": True}
    found = ways("low_emission", facts, "2024-08-01", of=tiaoli.load(MERROW, draft=True).program)
    barred = [("time", "low_emission_permit_in_force"), ("time", "household")]
    assert [route for [route] in bars(found)][:2] == barred, "no other day helps either"
    assert ("judgement", "household[1].holds_mobility_badge") in bars(found)[-1]
    assert len(glances) < 30
    assert found.complete


def test_a_search_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each trial counts, a certain no too."""
    facts = {**INSURED, **LIMITS, "失业保险缴费基数": "1000.00"}
    assert ways("失业保险缴费基数符合规定", facts).sets
    monkeypatch.setattr(searching, "_TRIALS", 1)
    found = ways("失业保险缴费基数符合规定", facts)
    assert not found.sets
    assert not found.complete


def test_time_that_has_passed() -> None:
    """最长不超过3年: 36 months are used up."""
    facts = {**GRADUATE, "初次就业日期": "2021-08-01", "个体经营者": True, "已享受灵活就业社会保险补贴月数": 36}
    assert bars(ways("可享受高校毕业生灵活就业社会保险补贴", facts)) == [[("time", "已享受灵活就业社会保险补贴月数")]]


def test_published_figures() -> None:
    text = """参数 标准 : 金额
  自 2021年1月1日 起：100.00元，出处「公报」

事实 收入 : 金额
  变化 有害

定义 低收入 : 是否
  收入 低于 标准
"""
    found = ways("低收入", {"收入": "100.00"}, of=rules(HEAD + text))
    assert bars(found) == [[("harmful", "收入")]], "what is published for the day cannot be another"
    found = ways("低收入", {"收入": "100.00", "标准": "100.00"}, "2020-12-31", of=rules(HEAD + text))
    assert bars(found) == [[("parameter", "标准")], [("harmful", "收入")]]


def test_not_in_force() -> None:
    found = ways("灵活就业人员", NO_FLEXIBLE_WORK, "2020-09-30")
    assert bars(found) == [[("not_in_force", "")]]
    assert iso(found.obstacles[0][0].day) == "2020-10-01"


# ---- against a search that tries everything --------------------------------------------------------------------------


def test_the_question_answers_as_the_evaluator_does() -> None:
    """The face that all this stands on: the same status, value and missing facts, the same requests refused."""
    day = calendar.from_iso(DAY) or 0
    for person in people(program(), 40, 5, day, 0.2):
        answers = evaluate(program(), person)
        for name, answer in {**answers.conclusions, **answers.norms}.items():
            found = Question(program(), name).ask(answers.request.facts, day)
            assert (found.status, found.value, found.missing) == (answer.status, answer.value, answer.missing)
    question, moved = Question(program(), "见习人员"), 0
    for person in people(program(), 60, 6, day):
        facts = read(program(), person).facts
        for path, days in product(("出生日期", "就业见习开始日期", "毕业日期"), (-9000, 1, 9000)):
            if path in facts:
                other = {**facts, path: facts[path] + days}  # type: ignore[operator]
                given = {**person["facts"], path: calendar.iso(other[path])}
                assert question.admissible(other, day) is accepted({**person, "facts": given})
                moved += 1
    assert moved > 400


def accepted(request: Mapping[str, Any]) -> bool:
    try:
        read(program(), request)
    except Refused:
        return False
    return True


def values(question: Question, facts: Mapping[str, Any], path: str, day: int) -> list[Any]:
    """Everything that a fact might be changed to, [] where its class does not allow it."""
    fact = program().facts[path]
    kind, old = fact.type.kind, facts.get(path)
    class_ = (
        (fact.change_if_future or fact.change) if kind == "date" and old is not None and old >= day else fact.change
    )
    if class_ not in FREE:
        return []
    if kind in ("bool", "enum"):
        return [v for v in fact.type.choices or (True, False) if v != old]
    like = [v for p, v in facts.items() if program().facts[p].type.kind == kind]
    if kind == "date":
        like = [calendar.add_period(v, years, 0, 0) for v in (*like, day) for years in (0, 1, 2, 16, 25)]
    near = {v + more for v in (*like, 0, 1) for more in (-1, 0, 1)}
    return sorted(v for v in near if v != old and v >= (day if kind == "date" else 0))


def helping(
    question: Question, facts: Mapping[str, Any], free: Mapping[str, Sequence[Any]], size: int, day: int
) -> Iterator[tuple[str, ...]]:
    """The facts whose change helps, of all sets of this size."""
    for paths in combinations(sorted(free), size):
        for chosen in product(*(free[p] for p in paths)):
            changed = {**facts, **dict(zip(paths, chosen, strict=True))}
            if question.ask(changed, day).yes and question.admissible(changed, day):
                yield paths
                break


def pairs() -> list[tuple[dict[str, Any], str]]:
    """Sample people, each with questions in turn: every yes/no conclusion, every norm with a condition."""
    names = [name for name, d in program().conclusions.items() if d.type.kind == "bool"]
    names += [id_ for id_, norm in program().norms.items() if norm.condition is not None]
    day = calendar.from_iso(DAY) or 0
    some = list(people(program(), 72, 21, day))
    return [(person, names[(11 * i + k) % len(names)]) for i, person in enumerate(some) for k in range(11)]


def fault(person: dict[str, Any], name: str, seen: list[Ways]) -> str:
    """What is wrong with the changes listed for a person, '' where nothing is."""
    day, question = calendar.from_iso(DAY) or 0, Question(program(), name)
    facts = read(program(), person).facts
    found = changes(question, facts, day)
    if found.finding.yes or found.finding.status == "unknown":
        return ""
    seen.append(found)
    paths = question.reach(question.with_default(facts), day)
    free = {p: tried for p in paths if (tried := values(question, facts, p, day))}
    for changed in found.sets:
        new = {**facts, **{change.path: change.new for change in changed}}
        if not question.ask(new, day).yes or not question.admissible(new, day):
            return f"does not help: {changed}"
        if not {change.path for change in changed} <= set(free):
            return f"not for the person to change: {changed}"
        for less in (part for size in range(len(changed)) for part in combinations(changed, size)):
            some = {**facts, **{change.path: change.new for change in less}}
            if question.ask(some, day).yes and question.admissible(some, day):
                return f"more than needed: {changed}"
    size = len(found.sets[0]) if found.sets else 3
    for smaller in range(1, size if found.sets else 3):
        if helps := next(helping(question, facts, free, smaller, day), None):
            return f"smaller: {helps}"
    listed = {tuple(sorted(change.path for change in changed)) for changed in found.sets}
    if found.sets and size < 3 and not found.more and listed != set(helping(question, facts, free, size, day)):
        return f"not all: {listed}"
    return "" if found.sets or found.obstacles or found.beyond or found.open else "nothing is said"


@pytest.mark.parametrize("part", range(4))
def test_changes_are_right_minimal_and_complete(part: int) -> None:
    seen: list[Ways] = []
    for person, name in pairs()[part::4]:
        wrong = fault(person, name, seen)
        assert not wrong, (person["id"], name, wrong)
    assert len(seen) >= 80, "four parts together make more than 300 pairs"
    assert sum(bool(found.sets) for found in seen) >= 20
    assert all(len(found.sets) <= LISTED and found.complete for found in seen)


@pytest.mark.parametrize("part", range(2))
def test_obstacles_bar_and_nothing_else_does(part: int) -> None:
    """With what bars a way left open, the person's own facts too, it is no certain no any more."""
    day, checked = calendar.from_iso(DAY) or 0, 0
    for person, name in pairs()[part::8]:
        question, facts = Question(program(), name), read(program(), person).facts
        found = changes(question, facts, day)
        own = {p for p in question.reach(question.with_default(facts), day) if values(question, facts, p, day)}
        for route in found.obstacles:
            barred = {obstacle.path for obstacle in route}
            if barred == {""}:
                continue
            checked += 1
            assert not barred & own
            left = {p: v for p, v in facts.items() if p not in barred | own}
            assert question.ask(left, day).status in ("unknown", "value", "applies")
            for path in barred:
                kept = {p: v for p, v in facts.items() if p not in (barred | own) - {path}}
                assert not question.ask(kept, day).yes, "each of them bars"
                assert question.ask(kept, day).status != "unknown" or len(barred) > 1
    assert checked >= 30
