"""The SQL of a program says what the Python evaluator says, row by row: status, value and missing facts."""

from __future__ import annotations

from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from bench.w1_rows import request_of
from bench.w1_rows import rows as w1_rows
from compiler import calendar
from compiler.calendar import iso
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.targets.sql import NotExpressible, columns, sql
from explain.question.people import people
from tests.generate import Generated, as_request, case, compiled, program
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.sql_rows import connect, differences, fill, rows
from tests.test_w1 import w1
from tiaoli.cli import main
from tiaoli.load import load_policy

DAYS = ("2020-09-30", "2020-10-01", "2020-12-31", "2021-01-01", "2021-10-15", "2021-12-31", "2024-02-29", "2025-02-28")
CHAIN = """事实 有甲 : 是否

事实 有乙 : 是否

定义 第1步 : 是否
  符合其一：
    - 有甲 且 非 有乙
    - 有乙 且 非 有甲
"""


def beijing() -> Program:
    return program_of(BEIJING)


@cache
def query() -> str:
    return sql(beijing())


def crowd(count: int, seed: int, missing: float) -> list[dict[str, Any]]:
    """So many people on each of the days."""
    return [p for day in DAYS for p in people(beijing(), count, seed, calendar.from_iso(day) or 0, missing)]


OTHER = {"K1": "B", "K2": "B", "K3": "B", "R4-1": "B", "R4-5": "B", "R8-1": "B"}
"""Calendars and rules read the other way."""


@cache
def other_query() -> str:
    return sql(beijing(), readings=OTHER)


def answers() -> int:
    """How many columns say something of a row: the conclusions, and the norms that have a condition."""
    return len(beijing().conclusions) + sum(norm.condition is not None for norm in beijing().norms.values())


@pytest.mark.parametrize(("missing", "count"), [(0.0, 10), (0.04, 30), (0.15, 20), (0.35, 5)])
def test_people_of_beijing(missing: float, count: int) -> None:
    """Some; 10,000 beside PostgreSQL in test_sql_postgres.py."""
    found, compared = differences(beijing(), crowd(count, 11, missing), {}, query())
    assert compared == len(DAYS) * count * answers()
    assert found == []


def test_people_of_beijing_under_other_readings() -> None:
    assert differences(beijing(), crowd(8, 12, 0.1), OTHER, other_query())[0] == []


def test_before_the_text_is_in_force_read_the_other_way() -> None:
    assert differences(beijing(), crowd(1, 13, 0.1), {"V1": "B"})[0] == []


def leap_people() -> list[dict[str, Any]]:
    """Born, graduated or at the end of a subsidy at the end of February, each beside every boundary that follows."""
    found = []
    for born in ("1961-02-28", "1960-02-29", "1972-02-29", "1996-02-29", "2004-02-29", "2005-02-28", "2005-03-01"):
        day = calendar.from_iso(born) or 0
        turns = [calendar.add_period(day, years, 0, 0) for years in (16, 25, 50, 60)]
        for at in [turn + shift for turn in turns for shift in (-1, 0, 1, 2)]:
            facts = {
                "出生日期": born,
                "本市户籍": True,
                "农业户籍": True,
                "登记失业人员": True,
                "处于就业见习期间": True,
            }
            more = {"性别": "男" if at > day + 20_000 else "女", "就业见习开始日期": iso(at)}
            found += [
                {"as_of": iso(max(at, 737699) + 1), "facts": facts | more},
                {"as_of": iso(at + 1), "facts": facts},
            ]
    for graduated in ("2020-02-29", "2024-02-29", "2022-02-28"):
        end = calendar.add_period(calendar.from_iso(graduated) or 0, 2, 0, 0)
        for first_job in range(end - 1, end + 3):
            facts = {
                "毕业日期": graduated,
                "初次就业日期": iso(first_job),
                "毕业生类别": "高校毕业生",
                "本市户籍": True,
            }
            found.append({"as_of": iso(end + 400), "facts": facts | {"初次就业形式": "灵活就业"}})
    return found


def test_ends_of_february() -> None:
    assert differences(beijing(), leap_people(), {}, query())[0] == []


def test_ends_of_february_under_other_readings() -> None:
    assert differences(beijing(), leap_people(), OTHER, other_query())[0] == []


REFUSED: tuple[dict[str, Any], ...] = (
    {"出生日期": "2021-10-16"},
    {"性别": "其他"},
    {"未缴费月度数": 13},
    {"处于就业见习期间": True, "就业见习开始日期": "2021-10-16"},
    {"本市个人缴费基数下限": "2.00", "本市个人缴费基数上限": "1.99"},
)
LEFT_ASIDE = {"出生日期": "2021-10-15", "处于就业见习期间": True, "本市户籍": True}
"""An internship must begin after the day of birth and no later than today: born today, no completion keeps that."""


def test_what_the_evaluator_refuses_is_refused_and_what_it_leaves_aside_is_left_aside() -> None:
    requests = [{"as_of": "2021-10-15", "facts": facts} for facts in (*REFUSED, LEFT_ASIDE)]
    said = [{row[name] for name in row if name.endswith(" status")} for row in rows(beijing(), requests, query())]
    assert said[: len(REFUSED)] == [{"refused"}] * len(REFUSED)
    assert "refused" not in said[-1]
    assert differences(beijing(), requests, {}, query())[0] == []


def test_one_day_for_all_rows() -> None:
    requests = crowd(3, 14, 0.1)
    said = list(rows(beijing(), requests, sql(beijing(), as_of=calendar.from_iso("2021-10-15"))))
    moved = [{**request, "as_of": "2021-10-15"} for request in requests]
    assert said == list(rows(beijing(), moved, query()))


def complete() -> tuple[list[dict[str, Any]], frozenset[str]]:
    """People whom no request refuses, and the facts that all of them have."""
    requests = [r for r in crowd(40, 16, 0.0) if _admitted(r)]
    return requests, frozenset.intersection(*(frozenset(r["facts"]) for r in requests))


def _admitted(request: dict[str, Any]) -> bool:
    try:
        evaluate(beijing(), request)
    except Refused:
        return False
    return True


def test_facts_that_are_known_of_all() -> None:
    """What is said of rows that were checked before is what is said of any row; what says nothing is left out."""
    requests, known = complete()
    text = sql(beijing(), known=known, admitted=True)
    assert len(known) > 30
    assert len(text) < len(query()) / 2
    for row, full in zip(rows(beijing(), requests, text), rows(beijing(), requests, query()), strict=True):
        left_out = {name: "value" if name.endswith(" status") else None for name in full.keys() - row.keys()}
        assert row | left_out == full


def test_rows_of_which_nothing_is_unknown() -> None:
    """Dates that are NULL where the rules do not look; only what is wanted comes out, from another source."""
    dates = frozenset(("graduation_date", "subsidy_start"))
    wanted = ("eligible_art3", "eligible_art4", "max_months", "unemployment_contribution")
    days = calendar.from_iso("2020-07-01") or 0, calendar.from_iso("2024-06-30") or 0
    text = sql(
        w1(),
        known=frozenset(w1().facts) - dates,
        optional=dates,
        days=days,
        admitted=True,
        only=wanted,
        source="(SELECT * FROM people) AS everyone",
    )
    requests = [request_of(row) for row in w1_rows(2_000, 3)]
    for request, row in zip(requests, rows(w1(), requests, text), strict=True):
        expected = {name: evaluate(w1(), {**request, "only": list(wanted)}).conclusions[name].value for name in wanted}
        assert {name: row[name] for name in row if name != "id"} == expected, request


def test_the_comparison_finds_a_wrong_query() -> None:
    """A query of other readings is not the evaluator's answer under the adopted ones."""
    requests = crowd(10, 15, 0.1)
    assert list(rows(beijing(), requests, other_query())) != list(rows(beijing(), requests, query()))


def test_the_query_is_the_same_each_time() -> None:
    assert query() == sql(load_policy(BEIJING, draft=True).compiled.program)


def test_a_name_in_quotes_cannot_end_the_query() -> None:
    with connect() as connection:
        fill(connection, beijing(), [{"as_of": "2021-10-15", "facts": {}}])
        connection.execute('ALTER TABLE people RENAME TO "of ""2021"""')
        connection.execute('ALTER TABLE "of ""2021""" RENAME COLUMN id TO "no; 1"')
        assert connection.execute(sql(beijing(), table='of "2021"', key="no; 1")).fetchall()[0][0] == 0


CHAINED = frozenset(("有甲", "有乙"))


def chain(length: int) -> Program:
    """Each step names the one before twice."""
    steps = [f"定义 第{n}步 : 是否\n  第{n - 1}步 且 有甲 或 第{n - 1}步 且 非 有甲\n" for n in range(2, length + 1)]
    made = compiled(Generated((*CHAIN.strip().split("\n\n"), *steps), date(2021, 1, 1)))
    assert not made.errors
    return made.program


def test_what_is_used_twice_is_not_written_twice() -> None:
    short, long = (len(sql(chain(length), known=CHAINED)) for length in (20, 40))
    assert 1.5 * short < long < 2.5 * short


def test_each_occurrence_of_a_missing_fact_is_the_same_fact() -> None:
    """有甲 且 非 有乙 或 有乙 且 非 有甲, where they may be missing: strong Kleene logic says less of the last step."""
    requests = [
        {"as_of": "2021-01-01", "facts": {k: v for k, v in (("有甲", a), ("有乙", b)) if v is not None}}
        for a in (None, True, False)
        for b in (None, True, False)
    ]
    assert differences(chain(5), requests, {}) == ([], 5 * len(requests))


def test_random_programs() -> None:
    refused, said = 0, 0
    for seed in range(5_000, 5_030):
        generated, made = program(seed)
        random = Random(seed)
        cases = [case(generated, made.program, random) for _ in range(20)]
        readings = cases[0].readings
        try:
            found, compared = differences(made.program, [as_request(c, made.program) for c in cases], readings)
        except NotExpressible:
            refused += 1
            continue
        assert found == [], f"{seed}\n{generated.text}"
        said += compared
    print(f"{refused} of 30 random programs are refused, {said} answers of the others compared")
    assert refused < 25
    assert said > 300


def test_the_by_law_but_for_its_lists() -> None:
    """Exceptions, parameters and versions by date are formulas; only what looks at lists of records, or does with days
    what SQL does not, is refused."""
    made = program_of(MERROW)
    with pytest.raises(NotExpressible) as refused:
        sql(made, only=tuple(made.conclusions))
    asked = [name for name in made.conclusions if name not in {name for name, _, _ in refused.value.reasons}]
    requests = [
        {**one, "facts": {k: v for k, v in one["facts"].items() if k != "household"}, "only": asked}
        for day in ("2023-01-01", "2024-03-05", "2025-06-30")
        for one in people(made, 12, 17, calendar.from_iso(day) or 0, 0.2)
    ]
    found, compared = differences(made, requests, {}, sql(made, only=asked))
    assert len(asked) >= 14
    assert compared == len(asked) * len(requests)
    assert found == []


# ---- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_the_query() -> None:
    result = CliRunner().invoke(main, ["sql", BEIJING, "--as-of", "2021-10-15", "--reading", "R4-1=B"])
    assert result.exit_code == 0
    assert result.output == sql(beijing(), readings={"R4-1": "B"}, as_of=calendar.from_iso("2021-10-15"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["port-merrow-2023-7"], "household: no column can hold a list of records"),
        ([BEIJING, "--as-of", "2021-02-30"], "no existing date"),
        ([BEIJING, "--reading", "R4-2=B"], "not computable"),
        ([BEIJING, "--table", ""], "--table is empty"),
        ([BEIJING, "--key", "本市户籍"], "the query has a column of this name"),
    ],
    ids=["records", "no day", "no reading", "no table", "taken"],
)
def test_what_cannot_be_said_is_refused(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["--lang", "en", "sql", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
    assert "help: " in result.stderr
    assert result.stdout == ""


def test_every_fact_has_a_column() -> None:
    assert set(columns(beijing())) == set(beijing().facts)
