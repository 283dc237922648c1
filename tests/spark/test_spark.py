"""In Spark the query says what the Python evaluator says. `make test-spark` runs this; `make test` does not: Spark is
large and slow."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bench.w1_rows import request_of
from bench.w1_rows import rows as w1_rows
from compiler.program import Program
from compiler.targets.sql import columns, sql
from tests.conftest import ROOT
from tests.sql_rows import Requests, differences, facts_of
from tests.test_sql import LEFT_ASIDE, OTHER, REFUSED, beijing, chain, crowd, leap_people
from tests.test_w1 import w1

SPARK = Path(os.environ.get("TIAOLI_SPARK", ROOT / ".venv-spark" / "bin" / "python"))
SESSION = Path(__file__).with_name("session.py")
LONG = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}
"""What a long query needs, so that it is not compiled longer than it runs."""
SHORT = {"spark.sql.codegen.wholeStage": "true", "spark.sql.codegen.factoryMode": "FALLBACK"}


class Job(NamedTuple):
    program: Program
    requests: Requests
    readings: Mapping[str, str]
    settings: Mapping[str, str]
    only: Sequence[str] = ()


@cache
def jobs() -> dict[str, Job]:
    some = tuple(beijing().conclusions)[::4]
    facts = [{"有甲": a, "有乙": b} for a in (True, False, None) for b in (True, False, None)]
    known = [{name: value for name, value in each.items() if value is not None} for each in facts]
    steps = [{"as_of": "2021-01-01", "facts": each} for each in known]
    money = [request_of(row) for row in w1_rows(500, 4)]
    refused = [{"as_of": "2021-10-15", "facts": each} for each in (*REFUSED, LEFT_ASIDE)]
    people = [*crowd(12, 41, 0.05), *crowd(8, 42, 0.2), *leap_people()[::5], *refused]
    ansi = "spark.sql.ansi.enabled"
    return {
        "money and dates": Job(w1(), money, {}, {**SHORT, ansi: "true"}),
        "money and dates without ANSI": Job(w1(), money, {}, {**SHORT, ansi: "false"}),
        "each occurrence": Job(chain(5), steps, {}, {**SHORT, ansi: "true"}),
        "other readings": Job(beijing(), [*crowd(5, 43, 0.1), *leap_people()[1::9]], OTHER, LONG, some),
        "people of Beijing": Job(beijing(), people, {}, LONG),
    }


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each job with what came out; one session of Spark for all."""
    if not SPARK.is_file():
        pytest.skip(f"no Python with pyspark at {SPARK}")
    folder = tmp_path_factory.mktemp("spark")
    for number, job in enumerate(jobs().values()):
        _write(folder / str(number), job)
    subprocess.run([SPARK, SESSION, folder], check=True, timeout=3_000)
    return folder


def _write(folder: Path, job: Job) -> None:
    folder.mkdir()
    typed = {"id": "BIGINT", "as_of": "DATE", **columns(job.program, "spark")}
    rows = [[n, one["as_of"], *facts_of(job.program, one["facts"])] for n, one in enumerate(job.requests)]
    people = [json.dumps(dict(zip(typed, row, strict=True)), ensure_ascii=False) for row in rows]
    query = sql(job.program, "spark", job.readings, only=job.only)
    for name, text in (
        ("query.sql", query),
        ("columns.json", json.dumps(list(typed.items()))),
        ("settings.json", json.dumps(job.settings)),
        ("people.jsonl", "\n".join(people) + "\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")


def _rows(folder: Path, program: Program) -> Iterator[dict[str, Any]]:
    dates = [name for name, conclusion in program.conclusions.items() if conclusion.type.kind == "date"]
    lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    for row in sorted(map(json.loads, lines), key=lambda row: row["id"]):
        shown = {name: date.fromisoformat(row[name]) for name in dates if row.get(name) is not None}
        yield row | shown


@pytest.mark.parametrize("name", list(jobs()))
def test_spark(answered: Path, name: str) -> None:
    job = jobs()[name]
    folder = answered / str(list(jobs()).index(name))
    requests = [{**request, "only": list(job.only)} for request in job.requests]
    found, compared = differences(
        job.program, requests, job.readings, "as it ran", lambda program, *_: _rows(folder, program)
    )
    print(f"{name}: {compared} answers")
    assert found == []
    assert compared >= len(requests) * len(job.only or job.program.conclusions)
