"""Sample people: never refused, on and beside every boundary that the law names, the same whenever they are made."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pytest
from click.testing import CliRunner

import tiaoli
from compiler import calendar
from compiler.compile import compile_program
from compiler.evaluate import evaluate
from compiler.program import Program
from dsl.parse import parse
from dsl.source import Source
from explain.question.people import people
from tests.generate import OFFICIAL, About
from tiaoli.cli import main

BEIJING = "jing-ren-she-jiu-fa-2020-19"
DAY = calendar.day(2021, 10, 15)
RECORDS = """# 第一条  测试

> 一切从此条。

事实 家庭 : 记录
  范围 0 至 5
  约束 计数（家庭）不低于 1，否则 inconsistent_facts

事实 年龄 : 整数
  每一 家庭
  范围 0 至 120

事实 收入 : 金额
  每一 家庭

定义 未成年人 : 是否
  每一 家庭
  年龄 低于 18
"""


@cache
def program() -> Program:
    return tiaoli.load(BEIJING, draft=True).program


@cache
def crowd(count: int = 1000, seed: int = 7, missing: float = 0.0) -> list[dict[str, Any]]:
    return list(people(program(), count, seed, DAY, missing))


def rules(text: str) -> Program:
    about = About("test", "", "", "", "", "", 1, 1, None, None, ("一",))
    compiled = compile_program(about, OFFICIAL, [parse(Source("一.tiao", text))], draft=True)
    assert not compiled.errors, [d.render() for d in compiled.errors]
    return compiled.program


# ---- what they are ---------------------------------------------------------------------------------------------------


def test_all_facts_are_given_and_nobody_is_refused() -> None:
    for request in crowd():
        evaluate(program(), {**request, "only": ["灵活就业人员"]})  # raises Refused
        left_out = set(program().facts) - set(request["facts"])
        assert left_out <= {"就业见习开始日期", "毕业日期", "初次就业日期"}, "only what no value could fit"
    assert len({request["id"] for request in crowd()}) == 1000


@pytest.mark.parametrize("day", ["2020-10-01", "2020-12-31", "2024-02-29", "0001-01-02", "9999-12-31"])
def test_nobody_is_refused_on_any_day(day: str) -> None:
    for request in people(program(), 60, 3, calendar.from_iso(day) or 0, 0.1):
        evaluate(program(), {**request, "only": ["可以参加本市社会保险"]})


def dates(fact: str) -> Counter[str]:
    return Counter(request["facts"].get(fact) for request in crowd())


def test_birth_dates_lie_on_and_beside_the_days_on_which_an_age_is_reached() -> None:
    """男性未满60周岁、女性未满50周岁, 16至24岁: and the day asked about itself, on which somebody may be born."""
    found = dates("出生日期")
    for year in (1961, 1971):
        for day in (f"{year}-10-14", f"{year}-10-15", f"{year}-10-16"):
            assert found[day] >= 3, day
    assert found["2021-10-15"] >= 3
    assert not any(day > "2021-10-15" for day in found)


def test_other_dates_lie_on_and_beside_the_days_that_the_law_names() -> None:
    graduated, expired = dates("毕业日期"), dates("灵活就业社会保险补贴政策期满日期")
    assert all(graduated[day] >= 3 for day in ("2019-12-31", "2020-01-01", "2021-10-15", "2021-10-16"))
    named = ("2020-09-30", "2020-10-01", "2020-12-31", "2021-01-01")
    assert all(expired[day] >= 3 for day in (*named, "2021-10-15", "2021-10-16"))
    assert expired["2019-12-31"] >= 1, "the other alternative of reading R5-1 begins on 2020-01-01"


def test_dates_that_are_compared_with_each_other_meet() -> None:
    """毕业2年内: first employment and internship on the second anniversary of graduation, and the day after."""
    near: dict[str, Counter[int]] = defaultdict(Counter)
    for request in crowd():
        facts = request["facts"]
        for fact in ("初次就业日期", "就业见习开始日期"):
            if fact in facts and "毕业日期" in facts:
                graduated, other = (calendar.from_iso(facts[x]) or 0 for x in ("毕业日期", fact))
                near[fact][other - calendar.add_period(graduated, 2, 0, 0)] += 1
    assert all(near["初次就业日期"][days] >= 3 for days in (-1, 0, 1))


def test_numbers_and_amounts_lie_on_and_beside_their_limits() -> None:
    months = Counter(request["facts"]["已享受灵活就业社会保险补贴月数"] for request in crowd())
    assert all(months[n] >= 10 for n in (35, 36, 37))
    unpaid = Counter(request["facts"]["未缴费月度数"] for request in crowd())
    assert all(unpaid[n] >= 10 for n in (0, 1))
    fen: Counter[int] = Counter()
    for request in crowd():
        facts = request["facts"]
        low, base = (round(float(facts[x]) * 100) for x in ("企业职工养老保险缴费下限", "失业保险缴费基数"))
        fen[low - base] += 1
    assert all(fen[n] >= 10 for n in (-1, 0, 1))


def test_every_conclusion_that_can_has_a_yes_and_a_no() -> None:
    counts: dict[str, Counter[object]] = defaultdict(Counter)
    for request in crowd():
        for name, answer in evaluate(program(), request).conclusions.items():
            if answer.kind == "bool" and answer.status == "value":
                counts[name][answer.value] += 1
    closed = {"可自愿暂缓缴费": {True}, "办法已施行": {False}}  # by the day asked about
    for name, found in counts.items():
        for value in {True, False} - closed.get(name, set()):
            assert found[value] >= 10, (name, value)


# ---- lists, and what is left out -------------------------------------------------------------------------------------


def test_lists_have_records_on_and_beside_the_boundaries() -> None:
    made = list(people(rules(RECORDS), 300, 1, DAY))
    lengths = Counter(len(request["facts"]["家庭"]) for request in made)
    assert set(lengths) == {1, 2, 3, 4, 5}, "none has none: the constraint; none has more than its range allows"
    ages = Counter(record["年龄"] for request in made for record in request["facts"]["家庭"])
    assert all(ages[age] >= 20 for age in (17, 18, 19))
    for request in made:
        evaluate(rules(RECORDS), request)


def test_facts_are_left_out_as_often_as_wished() -> None:
    asked = len(program().facts)
    given = sum(len(request["facts"]) for request in crowd(missing=0.3))
    assert 0.67 < given / (1000 * asked) < 0.73
    assert all(not request["facts"] for request in crowd(20, missing=1.0))


def test_what_is_published_for_the_day_is_left_out() -> None:
    text = """# 第一条  测试

> 一切从此条。

参数 标准 : 金额
  自 2021年1月1日 起 至 2021年12月31日 止：100.00元，出处「公报」

事实 收入 : 金额

定义 低收入 : 是否
  收入 低于 标准
"""
    made = list(people(rules(text), 200, 1, DAY))
    assert all("标准" not in request["facts"] for request in made)
    assert all(Counter(r["facts"]["收入"] for r in made)[x] >= 5 for x in ("99.99", "100.00", "100.01"))
    later = list(people(rules(text), 20, 1, calendar.day(2022, 1, 1)))
    assert all("标准" in request["facts"] for request in later)


# ---- always the same -------------------------------------------------------------------------------------------------


def test_the_first_people_are_the_same_however_many_are_made() -> None:
    assert list(people(program(), 5, 7, DAY)) == crowd()[:5]
    assert list(people(program(), 5, 8, DAY)) != crowd()[:5]


@pytest.mark.parametrize("hash_seed", ["0", "1", "77"])
def test_the_command_writes_the_same_bytes_under_any_hash_seed(hash_seed: str) -> None:
    command = [
        sys.executable,
        "-m",
        "tiaoli",
        "people",
        BEIJING,
        "--count",
        "8",
        "--seed",
        "7",
        "--as-of",
        "2021-10-15",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert [json.loads(line) for line in done.stdout.decode().splitlines()] == crowd()[:8]


def test_the_command_says_that_it_is_no_forecast() -> None:
    arguments = ["people", BEIJING, "--count", "3", "--as-of", "2021-10-15"]
    done = CliRunner().invoke(main, [*arguments, "--lang", "zh"])
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 3
    assert "不能用来预测" in done.stderr
    assert "forecast nothing" in CliRunner().invoke(main, [*arguments, "--lang", "en"]).stderr


def test_what_the_command_writes_can_be_answered(tmp_path: Any) -> None:
    made = CliRunner().invoke(main, ["people", BEIJING, "--count", "20", "--as-of", "2021-10-15", "--missing", "0.2"])
    path = tmp_path / "people.jsonl"
    path.write_text(made.stdout, encoding="utf-8")
    answered = CliRunner().invoke(main, ["eval", BEIJING, "--lines", str(path)])
    assert answered.exit_code == 0
    assert len(answered.stdout.splitlines()) == 20


@pytest.mark.parametrize("day", ["2021-02-30", "tomorrow", ""])
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    done = CliRunner().invoke(main, ["people", BEIJING, "--as-of", day, "--lang", "en"])
    assert done.exit_code == 2
    assert "YYYY-MM-DD" in done.stderr
