"""In PostgreSQL the query says what the Python evaluator says, and names that are too long for it stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from random import Random

import pytest

from compiler.program import Program
from compiler.targets.dialects import DIALECTS
from compiler.targets.sql import NotExpressible, columns, sql
from tests.generate import Generated, as_request, case, compiled, program
from tests.sql_postgres import cluster, programs, rows
from tests.sql_rows import Engine, differences, differences_of
from tests.sql_rows import rows as duckdb_rows
from tests.test_sql import CHAINED, LEFT_ASIDE, OTHER, REFUSED, answers, beijing, chain, crowd, leap_people
from tests.test_sql import query as duckdb_query

LONG = "在本市行政区域内从事灵活就业并且按照规定参加社会保险的"
"""78 bytes; PostgreSQL keeps 63."""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Engine]:
    """What runs a query there; where no server is installed, these tests are skipped."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed: no initdb")
    with cluster() as connection:
        yield partial(rows, connection)


@cache
def query() -> str:
    return sql(beijing(), "postgres")


def test_people_of_beijing(postgres: Engine) -> None:
    """10,000 in all, DuckDB and PostgreSQL beside the evaluator."""
    shares = ((0.0, 400), (0.04, 400), (0.15, 350), (0.35, 100))
    requests = [person for seed, (missing, count) in enumerate(shares) for person in crowd(count, seed + 31, missing)]
    queries = [(duckdb_query(), duckdb_rows), (query(), postgres)]
    found, compared = differences_of(beijing(), requests, {}, queries)
    assert compared == 10_000 * len(queries) * answers()
    assert found == []


def test_ends_of_february(postgres: Engine) -> None:
    assert differences(beijing(), leap_people()[::3], {}, query(), postgres)[0] == []


def test_other_readings(postgres: Engine) -> None:
    some = list(beijing().conclusions)[::3]
    requests = [{**request, "only": some} for request in crowd(3, 35, 0.1) + leap_people()[1::12]]
    text = sql(beijing(), "postgres", readings=OTHER, only=some)
    assert differences(beijing(), requests, OTHER, text, postgres) == ([], len(some) * len(requests))


def test_what_the_evaluator_refuses_is_refused_and_what_it_leaves_aside_is_left_aside(postgres: Engine) -> None:
    requests = [{"as_of": "2021-10-15", "facts": facts} for facts in (*REFUSED, LEFT_ASIDE)]
    assert differences(beijing(), requests, {}, query(), postgres)[0] == []


def test_each_step_is_computed_once(postgres: Engine) -> None:
    """PostgreSQL puts a step into each place that names it, unless told not to: there would be 2^30 of them."""
    facts = [{"有甲": a, "有乙": b} for a in (True, False) for b in (True, False)]
    requests = [{"as_of": "2021-01-01", "facts": each} for each in facts]
    text = sql(chain(30), "postgres", known=CHAINED)
    assert "step_25" in text
    assert differences(chain(30), requests, {}, text, postgres) == ([], 30 * len(requests))


def alike() -> Program:
    """Facts and conclusions whose names begin with the same 63 bytes and more."""
    texts = [f"事实 {LONG}{one} : 是否" for one in "甲乙"]
    texts += [f"定义 {LONG}{one}人员 : 是否\n  {said} {LONG}{one}\n" for one, said in (("甲", ""), ("乙", "非"))]
    return compiled(Generated(tuple(text.replace("  \x20", "  ") for text in texts), date(2021, 1, 1))).program


def test_names_longer_than_63_bytes(postgres: Engine) -> None:
    text = sql(alike(), "postgres")
    names = list(columns(alike(), "postgres"))
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= DIALECTS["postgres"].longest for name in names)
    assert [line for line in text.splitlines() if line.startswith(f'-- "{names[1]}": ')] == [
        f'-- "{names[1]}": {LONG}乙'
    ]
    requests = [
        {
            "as_of": "2021-01-01",
            "facts": {f"{LONG}{one}": value for one, value in (("甲", a), ("乙", b)) if value is not None},
        }
        for a in (None, True, False)
        for b in (None, True, False)
    ]
    found, compared = differences(alike(), requests, {}, text, postgres)
    assert compared == 2 * len(requests)
    assert found == []


def test_random_programs(postgres: Engine) -> None:
    said = 0
    for seed in range(6_000, 6_012):
        generated, made = program(seed)
        cases = [case(generated, made.program, Random(f"{seed} {n}")) for n in range(10)]
        readings = cases[0].readings
        try:
            text = sql(made.program, "postgres", readings=readings)
        except NotExpressible:
            continue
        requests = [as_request(c, made.program) for c in cases]
        found, compared = differences(made.program, requests, readings, text, postgres)
        assert found == [], f"{seed}\n{generated.text}"
        said += compared
    assert said > 100
