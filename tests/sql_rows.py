"""The SQL query run in DuckDB on a table of requests, row by row against the Python evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import duckdb

from compiler.calendar import iso_month, month_from_iso
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.targets.admission import columnar
from compiler.targets.sql import columns, sql

Requests = Sequence[Mapping[str, Any]]
Engine = Callable[[Program, Requests, str], Iterable[dict[str, Any]]]
"""What runs a query on a table of requests, and says what comes out of each."""


def connect() -> duckdb.DuckDBPyConnection:
    """One thread; nothing is loaded or fetched."""
    return duckdb.connect(
        config={"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    )


def rows(program: Program, requests: Requests, query: str) -> Iterator[dict[str, Any]]:
    """What the query says of each request, in their order."""
    with connect() as connection:
        fill(connection, program, requests)
        connection.execute("PRAGMA disable_optimizer")  # planning takes longer than so few rows
        found = connection.execute(query)
        names = [column[0] for column in found.description]
        made = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
    assert len(made) == len(requests)
    for number in range(len(requests)):
        yield made[number]


def fill(connection: duckdb.DuckDBPyConnection, program: Program, requests: Requests) -> None:
    typed = {"id": "BIGINT", "as_of": "DATE", **columns(program)}
    shape = ", ".join(f'"{name}" {kind}' for name, kind in typed.items())
    connection.execute(f"CREATE TABLE people ({shape})")
    data = [[number, one["as_of"], *facts_of(program, one["facts"])] for number, one in enumerate(requests)]
    connection.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(typed))})", data)


def outputs(program: Program) -> Iterator[str]:
    """The names of the columns that may come out."""
    for name in (*program.conclusions, *program.norms, *program.gone_norms):
        yield from (name, f"{name} status", f"{name} missing")


def facts_of(program: Program, facts: Mapping[str, Any]) -> Iterator[Any]:
    """What stands in the columns of a row."""
    for fact in columnar(program):
        value = facts.get(fact.name)
        if value is not None and fact.type.kind == "money":
            value = int(value.replace(".", ""))
        elif value is not None and fact.type.kind == "month":
            value = month_from_iso(value)
        yield value


def differences(
    program: Program, requests: Requests, readings: Mapping[str, str], query: str = "", engine: Engine = rows
) -> tuple[list[str], int]:
    """Where query and evaluator do not say the same, and how many answers were compared."""
    return differences_of(program, requests, readings, [(query or sql(program, readings=readings), engine)])


def differences_of(
    program: Program, requests: Requests, readings: Mapping[str, str], queries: Sequence[tuple[str, Engine]]
) -> tuple[list[str], int]:
    """The same of several queries, each in its engine, beside one evaluation of each request."""
    found: list[str] = []
    compared = 0
    tables = [engine(program, requests, query) for query, engine in queries]
    for request, *rows_ in zip(requests, *tables, strict=True):
        expected = _expected(program, {**request, "readings": readings})
        for row in rows_:
            for name, ours, theirs in _pairs(program, row, expected):
                compared += 1
                if ours != theirs:
                    found.append(f"{name}: {ours} but {theirs} for {dict(request)}")
    return found, compared


def _expected(program: Program, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The evaluator's answers; None where it refuses the request."""
    try:
        answers = evaluate(program, request).as_json()
    except Refused:
        return None
    return {**answers["answers"], **answers["norms"]}  # type: ignore[dict-item]


def _pairs(
    program: Program, row: Mapping[str, Any], expected: Mapping[str, Any] | None
) -> Iterator[tuple[str, Any, Any]]:
    """Name, the query's answer and the evaluator's: (status, value, missing)."""
    names: Iterable[str] = [name.removesuffix(" status") for name in row if name.endswith(" status")]
    if expected is None:
        for name in names:
            yield name, (row[f"{name} status"], row.get(name), row[f"{name} missing"]), ("refused", None, None)
        return
    assert set(expected) == set(names)
    for name, answer in expected.items():
        kind = program.conclusions[name].type.kind if name in program.conclusions else ""
        ours = row[f"{name} status"], _json(row.get(name), kind), row[f"{name} missing"]
        yield name, ours, (answer["status"], answer.get("value"), answer.get("missing"))


def _json(value: Any, kind: str) -> Any:
    """A value of a column as an answer in JSON has it."""
    if value is None or kind not in ("date", "money", "month", "decimal", "percent"):
        return value
    if kind == "month":
        return iso_month(value)
    if kind in ("decimal", "percent"):
        return str(value)
    if kind == "date":
        return value.isoformat()
    sign, fen = "-" if value < 0 else "", abs(value)
    return f"{sign}{fen // 100}.{fen % 100:02d}"
