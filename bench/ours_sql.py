"""Our side of the workload W1 as one SQL query in DuckDB, which the compiler writes: Parquet to Parquet, a table in
memory, or one person as a statement's parameters. As for the query by hand, all facts are there and right."""

from __future__ import annotations

from typing import Any

import duckdb
from duckdb_sql import FIELDS, TYPES, native, person
from ours import OUTPUTS, ROOT

from compiler.targets.reasons import reasons
from compiler.targets.sql import sql
from tiaoli.load import load_policy

WHOLE = True
OPTIONAL = frozenset(("graduation_date", "subsidy_start"))
"""Days that some have not; a yes/no fact before each says so."""
MONEY = ("base", "base_lower", "base_upper")

__all__ = ["WHOLE", "batch", "file", "load", "native", "person", "single", "table"]

Ready = tuple[duckdb.DuckDBPyConnection, str, Any]


def load(told: bool = False) -> Ready:
    """The rules read, checked and compiled to a query, for a table and for one row of parameters. `told`: with the
    reason codes, as bits."""
    program = load_policy(str(ROOT / "bench" / "w1")).compiled.program
    query = sql(
        program,
        source=f"({_facts()}) AS people",
        known=frozenset(program.facts) - OPTIONAL,
        optional=OPTIONAL,
        admitted=True,
        only=OUTPUTS,
        reasons=reasons(program, {}, OUTPUTS) if told else None,
        nearly=False,
    )
    bits = ['"holds 1"', '"fails 1"'] if told else []
    query = f"SELECT id, {', '.join([*map(_answer, OUTPUTS), *bits])} FROM ({query})"
    db = duckdb.connect()
    one = ", ".join(f"${i}::{TYPES.get(f, 'VARCHAR')} AS {f}" for i, f in enumerate(FIELDS, 1))
    return db, query, db.extract_statements(query.replace("FROM persons", f"FROM (SELECT {one})"))[0]


def _facts() -> str:
    """The rows of `persons` as our facts: amounts in fen, and whether there is a day."""
    same = [name for name in FIELDS if name not in (*MONEY, "eval_date")]
    fen = [f"CAST({name} * 100 AS BIGINT) AS {name}" for name in MONEY]
    there = ["graduation_date IS NOT NULL AS graduated", "subsidy_start IS NOT NULL AS subsidised"]
    return f"SELECT {', '.join([*same, *fen, *there])}, eval_date AS as_of FROM persons"


def _answer(name: str) -> str:
    """A column of the answers as the other peers give it."""
    if name == "max_months":
        return f"CAST({name} AS INTEGER) AS {name}"
    return f"CAST({name} * 0.01 AS DECIMAL(10, 2)) AS {name}" if name == "unemployment_contribution" else name


def single(ready: Ready, one: list[Any]) -> Any:
    """The eight answers for one person."""
    return ready[0].execute(ready[2], one).fetchone()


def batch(ready: Ready, people: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The answers as a table beside that of the people."""
    people.execute("CREATE OR REPLACE TABLE answers AS " + ready[1])
    return people


def table(answers: duckdb.DuckDBPyConnection, ids: object) -> Any:
    """The same as an Arrow table."""
    return answers.sql("FROM answers ORDER BY id").to_arrow_table()


def file(ready: Ready, src: str, dst: str) -> None:
    """From one Parquet file to another."""
    query = ready[1].replace("FROM persons", f"FROM read_parquet('{src}')")
    ready[0].execute(f"COPY ({query}) TO '{dst}' (FORMAT parquet)")
