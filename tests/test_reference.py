"""The rule files of the regulation against the reference: random people near every boundary, under random readings."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from compiler.evaluate import Answer, evaluate
from compiler.program import Program
from tests import reference as law
from tests.reference import DAY, FEN, NA, Asked, years_later
from tiaoli.load import load_policy

COMPLETE, PARTIAL, CHUNKS = 1500, 300, 10
DAYS = (
    *(date(2020, month, day) for month, day in ((9, 30), (10, 1), (12, 30), (12, 31))),
    *(date(2021, month, day) for month, day in ((1, 1), (2, 28), (10, 15), (12, 30), (12, 31))),
    *(date(2022, month, day) for month, day in ((1, 1), (2, 28), (3, 1))),
    *(date(2024, month, day) for month, day in ((2, 28), (2, 29), (3, 1))),
)
LEAP_DAYS = tuple(date(year, 2, 29) for year in (1960, 1964, 1972, 1996, 2000, 2004, 2008))
RELATED = (
    ("出生日期", "性别", "本市户籍", "农业户籍", "办理就业登记", "个体经营者", "非全日制从业人员", "处于就业见习期间"),
    ("出生日期", "就业见习开始日期", "处于就业见习期间", "登记失业人员", "转移就业登记", "毕业生类别", "本市户籍"),
    ("毕业日期", "就业见习开始日期", "毕业生类别", "北京生源", "未就业", "处于就业见习期间", "登记失业人员"),
    ("毕业日期", "初次就业日期", "初次就业形式", "毕业生类别", "本市户籍", "已享受灵活就业社会保险补贴月数"),
    ("灵活就业社会保险补贴政策期满日期", "享受灵活就业社会保险补贴", "通过其他形式实现稳定就业"),
    (*law.UNEMPLOYMENT, "个人委托存档", "就业地在本市", "参加社会保险"),
    (*law.BACK_PAYMENT, "自愿暂缓缴费", "未缴费月度数"),
    ("主体类型", "个体经营者", "登记注册", "处于初创阶段", "灵活形式用工"),
    ("依托新业态平台实现就业", "与新业态平台相关企业建立劳动关系", "个体经营者", "法律法规规章规定的其他灵活就业人员"),
)
"""Facts that meet in a conclusion: some of them are left out together."""


@pytest.fixture(scope="module")
def program() -> Program:
    return load_policy("jing-ren-she-jiu-fa-2020-19", draft=True).compiled.program


# ---- people ---------------------------------------------------------------------------------------------------------


def person(random: Random) -> Asked:
    """Someone all of whose facts are known, near some of the boundaries."""
    while True:
        day = random.choice(DAYS)
        flip = random.choice((0, 0, 0.1, 0.5))
        switched = frozenset(r for r in law.COMPUTABLE if random.random() < flip)
        found = Asked(_facts(random, day), day, switched)
        if not law.refused(found):
            return found


def _facts(random: Random, day: date) -> dict[str, Any]:
    likely = random.choice((0.5, 0.8, 0.95))
    facts: dict[str, Any] = {name: random.random() < likely for name in law.YES_NO}
    for name in ("与新业态平台相关企业建立劳动关系", "通过其他形式实现稳定就业", "常住地在本市"):
        facts[name] = random.random() > likely
    for name, choices in law.CHOICES.items():
        facts[name] = choices[0] if random.random() < 0.6 else random.choice(choices)
    facts["已享受灵活就业社会保险补贴月数"] = random.choice((0, 1, 35, 36, 37, 600))
    facts["未缴费月度数"] = random.choice((0, 1, 12))
    for trio in (law.UNEMPLOYMENT, law.BACK_PAYMENT):
        facts.update(zip(trio, _amounts(random), strict=True))
    return facts | _dates(random, day)


def _amounts(random: Random) -> tuple[Decimal, Decimal, Decimal]:
    """A base and the limits, the base near one of them or an odd amount between them."""
    low, high = random.choice((("5360.00", "28221.00"), ("5360.50", "5360.50"), ("0", "0.03"), ("3613.01", "26541.49")))
    edge = Decimal(random.choice((low, high))) + random.choice((-FEN, Decimal(0), FEN))
    odd = Decimal(random.randint(536000, 2822100)) / 100
    return max(random.choice((edge, edge, odd)), Decimal(0)), Decimal(low), Decimal(high)


def _dates(random: Random, day: date) -> dict[str, date]:
    def near(*edges: date) -> date:
        return random.choice(edges) + random.choice((-1, 0, 0, 1)) * DAY

    def before(at: date, *years: int) -> date:
        return years_later(at, -random.choice(years))

    start = near(day, before(day, 1), date(2020, 11, 2), date(2024, 2, 29))
    graduated = near(date(2020, 1, 1), date(2020, 2, 29), law.IN_FORCE, day, before(day, 2), before(start, 2), start)
    return {
        "就业见习开始日期": start,
        "毕业日期": graduated,
        "初次就业日期": near(graduated, years_later(graduated, 2), day, law.IN_FORCE),
        "灵活就业社会保险补贴政策期满日期": near(
            date(2020, 1, 1), date(2020, 2, 29), law.IN_FORCE, law.EXPIRY_UNTIL, day, before(day, 1)
        ),
        "出生日期": near(before(day, 16, 24, 25, 50, 60), before(start, 16, 24, 25), random.choice(LEAP_DAYS)),
    }


def some_missing(random: Random, whole: Asked) -> dict[str, Any]:
    """One to three facts left out."""
    related = [name for name in law.FACTS if random.random() < 0.1] if random.random() < 0.2 else []
    names = related or list(random.choice(RELATED))
    gone = random.sample(names, min(len(names), random.randint(1, 3)))
    return {name: value for name, value in whole.facts.items() if name not in gone}


# ---- the evaluator --------------------------------------------------------------------------------------------------


def request(facts: Mapping[str, Any], asked: Asked) -> dict[str, object]:
    def plain(value: Any) -> object:
        if isinstance(value, Decimal):
            return str(value)
        return value.isoformat() if isinstance(value, date) else value

    readings = dict.fromkeys(sorted(asked.switched), "B")
    return {"as_of": asked.day.isoformat(), "facts": {k: plain(v) for k, v in facts.items()}, "readings": readings}


def told(answer: Answer) -> law.Told:
    """The evaluator's answer in the words of the reference."""
    if answer.status == "unknown":
        return "unknown", tuple(sorted(answer.missing))
    if answer.status == "value" and answer.kind == "date" and isinstance(answer.value, int):
        return "value", date.fromordinal(answer.value)
    if answer.status == "value" and answer.kind == "money" and isinstance(answer.value, int):
        return "value", Decimal(answer.value) / 100
    return answer.status, answer.value


def differences(found: Mapping[str, Answer], expected: Mapping[str, law.Told]) -> list[str]:
    assert sorted(found) == sorted(expected)
    return [f"{name}: {told(found[name])}, not {want}" for name, want in expected.items() if told(found[name]) != want]


def shown(asked: dict[str, object]) -> str:
    return json.dumps(asked, ensure_ascii=False)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_people_of_whom_everything_is_known(chunk: int, program: Program) -> None:
    random = Random(chunk)
    for _ in range(COMPLETE // CHUNKS):
        asked = person(random)
        answers = evaluate(program, request(asked.facts, asked))
        wrong = differences(answers.conclusions, {name: law.answer(name, asked) for name in law.RULES})
        assert not wrong, (wrong, shown(request(asked.facts, asked)))
        wrong = differences(answers.norms, {id_: (law.norm(id_, asked), None) for id_ in law.NORMS})
        assert not wrong, (wrong, shown(request(asked.facts, asked)))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_people_of_whom_some_facts_are_missing(chunk: int, program: Program) -> None:
    random = Random(1000 + chunk)
    for _ in range(PARTIAL // CHUNKS):
        asked = person(random)
        known = some_missing(random, asked)
        answers = evaluate(program, request(known, asked))
        wrong = differences(answers.conclusions, law.answers(known, asked.day, asked.switched))
        wrong += differences(answers.norms, law.norms(known, asked.day, asked.switched))
        assert not wrong, (wrong, shown(request(known, asked)))


def test_the_people_reach_every_outcome_of_every_conclusion_and_reading() -> None:
    """Else the comparisons above would show little."""
    people = [
        person(random) for chunk in range(CHUNKS) for random in [Random(chunk)] for _ in range(COMPLETE // CHUNKS)
    ]
    for name, rule in law.RULES.items():
        outcomes = {rule(asked) for asked in people}
        assert len(outcomes) > 1, name
        assert (NA in outcomes) is (name in law.GUARDED), name
    for id_ in law.NORMS:
        assert {"applies", "not_applies", "not_in_force"} == {law.norm(id_, asked) for asked in people}, id_
    for reading in law.COMPUTABLE:
        assert any(_turns_on(asked, reading) for asked in people), reading


def _turns_on(asked: Asked, reading: str) -> bool:
    other = Asked(asked.facts, asked.day, asked.switched ^ {reading})
    return any(law.answer(name, asked) != law.answer(name, other) for name in law.RULES)


def test_names_are_those_of_the_vocabulary(shared: Path) -> None:
    words = json.loads((shared / "law" / "vocabulary.json").read_text(encoding="utf-8"))
    assert {f["name"]: f["values"] for f in words["facts"] if f["type"] == "enum"} == {
        name: list(choices) for name, choices in law.CHOICES.items()
    }
    kinds = {kind: {f["name"] for f in words["facts"] if f["type"] == kind} for kind in ("bool", "date", "money")}
    assert kinds == {"bool": set(law.YES_NO), "date": set(law.DATES), "money": set(law.MONEY)}
    assert [c["name"] for c in words["conclusions"]] == list(law.RULES)
    assert {c["name"] for c in words["conclusions"] if "guard" in c} == set(law.GUARDED)
    assert {n["id"] for n in words["norms"] if "applies_when" in n} == set(law.NORMS)
    assert [r["id"] for r in words["readings"] if r["computable"]] == list(law.COMPUTABLE)
