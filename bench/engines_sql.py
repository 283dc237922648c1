"""Does the SQL say what the evaluator says? `python bench/engines_sql.py N` compares so many sample people (default
2000), with facts knocked out, on days around every boundary in time, in DuckDB and PostgreSQL, or in those that are
named after the number, and says how long each took."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compiler.targets.sql import sql
from tests.sql_rows import Engine, differences, rows
from tests.test_sql import DAYS, beijing, crowd


@contextmanager
def engine(dialect: str) -> Iterator[Engine]:
    if dialect == "duckdb":
        yield rows
        return
    from tests import sql_postgres

    with sql_postgres.cluster() as connection:
        yield partial(sql_postgres.rows, connection)


def main() -> int:
    count = max(1, int(sys.argv[1] if len(sys.argv) > 1 else 2000) // (2 * len(DAYS)))
    requests = crowd(count, 21, 0.05) + crowd(count, 22, 0.25)
    return max(_compared(dialect, requests) for dialect in sys.argv[2:] or ("duckdb", "postgres"))


def _compared(dialect: str, requests: list[dict[str, object]]) -> int:
    start = time.perf_counter()
    text = sql(beijing(), dialect)
    written = time.perf_counter()
    with engine(dialect) as run:
        list(run(beijing(), requests, text))
        answered = time.perf_counter()
        found, compared = differences(beijing(), requests, {}, text, run)
    print(f"{dialect}: {len(requests)} rows, {compared} answers, {len(found)} of them unlike", *found[:10], sep="\n  ")
    print(f"query written in {written - start:.1f} s, loaded and answered in {answered - written:.1f} s")
    print(f"both again, and the evaluator, in {time.perf_counter() - answered:.1f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
