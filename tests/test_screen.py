"""`tiaoli screen` says of everybody what the evaluator says, with reasons that explanations bear out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from compiler import calendar
from compiler.evaluate import evaluate
from compiler.partial import NA, Environment, run
from compiler.request import read
from compiler.targets.reasons import Tree, reasons
from compiler.targets.sql import NotExpressible, sql
from explain.question.people import people
from explain.reasons import prove
from tests.generate import as_request, case, program
from tests.proofs_base import BEIJING, program_of
from tests.screening import DAY, HEAD, NAME, as_row, content, done, job, result, small, table, unlike, write_csv
from tests.sql_rows import connect, fill
from tiaoli.load import load_policy
from tiaoli.screen.decode import Decoder
from tiaoli.screen.job import Job, decoded

ABOUT = ("可以参加本市社会保险", "可享受高校毕业生灵活就业社会保险补贴", "处于补贴延长期内", "失业保险费月缴费额")


def crowd(count: int, seed: int, missing: float) -> list[dict[str, Any]]:
    return list(people(program_of(BEIJING), count, seed, calendar.from_iso(DAY) or 0, missing))


REQUESTS = [*crowd(150, 41, 0.0), *crowd(100, 42, 0.06)]


@pytest.fixture(scope="module")
def beijing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A screening of sample people, complete ones first, about conclusions with ways, dates and amounts."""
    folder = tmp_path_factory.mktemp("beijing")
    facts = program_of(BEIJING).facts
    rows = [as_row(program_of(BEIJING), n, request) for n, request in enumerate(REQUESTS)]
    source = write_csv(folder / "people.csv", rows, ("id", *facts))
    output = folder / "result.parquet"
    counts = done(
        Job(source, "", output, loaded=load_policy(BEIJING, draft=True), as_of=DAY, about=ABOUT, why="text", rows=100)
    )
    assert (counts["in"], counts["out"], counts["rejected"]) == (250, 250, 0)
    return output


def test_answers_are_the_evaluators(beijing: Path) -> None:
    rows = result(beijing)
    assert [row["id"] for row in rows] == [str(n) for n in range(250)]
    assert unlike(program_of(BEIJING), REQUESTS, rows) == []
    assert {row[f"{ABOUT[0]} status"] for row in rows} == {"value", "unknown"}


def test_nearly_entitled_is_whom_an_explanation_says_lacks_one_condition(beijing: Path) -> None:
    """Of complete people: a no, and the nearest way lacks just one condition. It is among those that the proof shows as
    not met, and the only one."""
    codes = {one["code"]: one for one in content(beijing.parent / "result.codes.json")["conditions"]}
    near, others = 0, 0
    for request, row in zip(REQUESTS[:150], result(beijing), strict=False):
        answers = evaluate(program_of(BEIJING), request)
        for name in ABOUT[:3]:
            if row[name] is not False:
                assert row[f"{name} nearly"] is None
                continue
            routes = prove(answers, name).proof.routes
            nearest = [route for route in routes if route.gap == min(r.gap for r in routes)]
            assert (row[f"{name} nearly"] is not None) is (nearest[0].gap == 1)
            if nearest[0].gap == 1:
                said = {n.label.zh for r in nearest for u in r.unmet for n in u.walk() if n.state == "unmet"}
                assert codes[row[f"{name} nearly"]]["zh"] in said
                assert row[f"{name} reasons"] == [row[f"{name} nearly"]]
                near += 1
            else:
                assert len(row[f"{name} reasons"]) == nearest[0].gap
                others += 1
    assert near > 20
    assert others > 20


def test_the_bits_decode_to_the_lists(beijing: Path) -> None:
    """The decoder, from bits and the file of codes alone, against the lists that the query made."""
    found = {
        (line["key"], line["conclusion"]): [one["code"] for one in line["reasons"]]
        for line in decoded(beijing, content(beijing.parent / "result.codes.json"))
    }
    compared = 0
    for row in result(beijing):
        for name in ABOUT[:3]:
            if row[f"{name} status"] == "value":
                assert found[row["id"], name] == row[f"{name} reasons"]
                compared += 1
    assert compared == len(found) > 300


def test_codes_have_words_a_citation_and_facts(beijing: Path) -> None:
    told = content(beijing.parent / "result.codes.json")
    assert len({one["code"] for one in told["conditions"]}) == len(told["conditions"]) > 20
    for one in told["conditions"]:
        assert one["zh"]
        assert one["en"]
        assert one["cite"]
        assert set(one["facts"]) <= set(program_of(BEIJING).facts)


def states(made: Any, environment: Environment) -> Iterator[tuple[int, bool]]:
    for one in made.conditions:
        value = run(one.expr, environment)
        yield one.number, value is not NA and value is not one.negated


def met(tree: Tree, holds: dict[int, bool]) -> bool:
    if tree.kind == "one":
        return holds[tree.number]
    return (all if tree.kind == "all" else any)(met(part, holds) for part in tree.parts)


def test_random_programs() -> None:
    """Of complete people: a conclusion is a yes where its tree of conditions is met, each condition as the evaluator
    has it; the bits say of each condition what the evaluator says; and what alone stands in the way does."""
    compared, alone = 0, 0
    for seed in range(6_000, 6_060):
        generated, made = program(seed)
        random = Random(seed)
        cases = [as_request(case(generated, made.program, random), made.program) for _ in range(12)]
        readings = cases[0].get("readings", {})
        try:
            why = reasons(made.program, readings)
            text = sql(made.program, readings=readings, reasons=why, lists=True)
        except NotExpressible:
            continue
        with connect() as connection:
            fill(connection, made.program, cases)
            connection.execute("PRAGMA disable_optimizer")
            found = connection.execute(text)
            names = [column[0] for column in found.description]
            rows = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
        for number, one in enumerate(cases):
            row = rows[number]
            if "refused" in row.values():
                continue
            request = read(made.program, {**one, "readings": readings})
            view = made.program.at(request.as_of)
            trees = why.trees[list(made.program.views).index(view)]
            if set(request.facts) != set(made.program.facts):
                continue
            environment = Environment(view, request.facts, request.as_of, readings)
            holds = dict(states(why, environment))
            for n in frozenset[int]().union(*(tree.numbers() for tree in trees.values())):
                state = holds[n]
                mask, bit = (n - 1) // 62 + 1, 1 << ((n - 1) % 62)
                bits = bool(row[f"holds {mask}"] & bit), bool(row[f"fails {mask}"] & bit)
                assert bits == (state, not state), f"{seed} {n}"
            for name, tree in trees.items():
                if row[f"{name} status"] in ("value", "not_applicable"):
                    assert met(tree, holds) is (row[name] is True), f"{seed} {name} {one}\n{generated.text}"
                    compared += 1
                number_alone = row[f"{name} nearly"]
                if number_alone is not None:
                    assert not met(tree, holds)
                    moot = {c.number: True for c in why.conditions if not met(c.given, holds)}
                    assert met(tree, {**holds, **moot, number_alone: True})
                    alone += 1
    assert compared > 100
    assert alone > 10


# ---- a small register ------------------------------------------------------------------------------------------------

ROWS = [
    ("a1", "true", "女", "1990-01-01", "1500.00", "2", "false", "false"),
    ("a2", "true", "男", "1990-01-01", "2500.5", "2", "false", "false"),
    ("a3", "true", "女", "1990-01-01", "2500", "1", "false", "false"),
    ("a4", "true", "女", "2003-10-15", "0", "0", "", "false"),
    ("a5", "true", "女", "2003-10-16", "0", "0", "true", "false"),
    ("a6", "", "", "", "", "", "", ""),
    ("a7", "false", "男", "1990-01-01", "3000", "0", "false", "true"),
]


def requests() -> list[dict[str, Any]]:
    """The same as requests."""
    found = []
    for _, *cells in ROWS:
        facts: dict[str, Any] = {n: c for n, c in zip(HEAD[1:], cells, strict=True) if c}
        facts |= {n: facts[n] == "true" for n in ("本市户籍", "登记失业", "已领补助") if n in facts}
        facts |= {"子女数": int(facts["子女数"])} if "子女数" in facts else {}
        found.append({"as_of": DAY, "facts": facts})
    return found


def test_a_small_register(tmp_path: Path) -> None:
    made = job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), why="text")
    counts = done(made)
    rows = result(tmp_path / "result.parquet")
    assert unlike(small(), requests(), rows) == []
    codes = {one["code"]: one["zh"] for one in content(tmp_path / "result.codes.json")["conditions"]}
    near = {row["id"]: codes.get(row[f"{NAME} nearly"]) for row in rows}
    assert near == {
        "a1": None,
        "a2": "月收入低于2,000.00元",
        "a3": "月收入低于2,000.00元",
        "a4": None,
        "a5": "年龄满18周岁",
        "a6": None,
        "a7": None,
    }
    assert counts["conclusions"][NAME]["groups"] == {"": {"yes": 2, "no": 4, "unknown": 1}}
    assert counts["conclusions"][NAME]["missing"] == dict.fromkeys(sorted(HEAD[1:]), 1)
    assert counts == content(tmp_path / "result.counts.json")
    assert [path.name for path in made.files if not path.exists()] == []
    assert not (tmp_path / "result.parquet.parts").exists()


def test_every_source_gives_the_same_result(tmp_path: Path) -> None:
    """Texts in a CSV, typed columns in Parquet and in a DuckDB database, small pieces and large, a folder of pieces."""
    source = write_csv(tmp_path / "people.csv", ROWS)
    done(job(tmp_path, source))
    expected = result(tmp_path / "result.parquet")
    typed = (
        f"SELECT id, 本市户籍::BOOLEAN AS 本市户籍, 性别, 出生日期::DATE AS 出生日期, 月收入::DOUBLE AS 月收入, "
        f"子女数::INTEGER AS 子女数, 登记失业::BOOLEAN AS 登记失业, 已领补助::BOOLEAN AS 已领补助 "
        f"FROM read_csv('{source}', all_varchar = true)"
    )
    with duckdb.connect(str(tmp_path / "people.duckdb")) as connection:
        connection.execute(f"CREATE TABLE people AS {typed}")
        connection.execute(f"COPY people TO '{tmp_path / 'people[1].parquet'}'")
    for source, options in (
        (tmp_path / "people[1].parquet", {"rows": 2}),
        (tmp_path / "people.duckdb", {"table": "people", "rows": 3}),
    ):
        done(job(tmp_path, source, "other.parquet", **options))
        assert result(tmp_path / "other.parquet") == expected
    done(job(tmp_path, source, "folder", table="people", rows=2, folder=True))
    parts = sorted((tmp_path / "folder").glob("*.parquet"))
    assert len(parts) == 4
    assert [row for part in parts for row in result(part)] == expected


def test_a_result_as_csv(tmp_path: Path) -> None:
    done(job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), "result.csv"))
    rows = table(tmp_path / "result.csv")
    assert [row["id"] for row in rows] == [row[0] for row in ROWS]
    assert rows[0]["补助额"] == "500.00"
    assert rows[5][f"{NAME} missing"] == ";".join(HEAD[1:])


def test_other_readings_are_counted_as_the_evaluator_counts_them(tmp_path: Path) -> None:
    counts = done(job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), compare=True, rows=3))
    expected: dict[str, int] = {}
    for request in requests():
        adopted, other = (evaluate(small(), {**request, "readings": r}).as_json()["answers"] for r in ({}, {"R1": "B"}))
        for name, answer in adopted.items():  # type: ignore[union-attr]
            unlike_ = any(answer.get(k) != other[name].get(k) for k in ("status", "value"))  # type: ignore[index,call-overload]
            expected[name] = expected.get(name, 0) + unlike_
    assert counts["readings"] == {"R1=B": {name: n for name, n in expected.items() if n}}
    assert expected[NAME] == 1


def test_a_decoder_needs_no_query(tmp_path: Path) -> None:
    done(job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), "result.csv"))
    told = content(tmp_path / "result.codes.json")
    lines = list(decoded(tmp_path / "result.csv", told))
    said = {(one["key"], one["conclusion"]): [r["zh"] for r in one["reasons"]] for one in lines}
    assert said["a7", NAME] == ["本市户籍", "“已领补助”为“否”", "月收入低于2,000.00元"]
    assert said["a4", NAME] == ["年龄满18周岁", "本市户籍", "“已领补助”为“否”", "月收入低于2,000.00元"]
    assert set(Decoder(told).conclusions) == {"成年", NAME, "满额"}
