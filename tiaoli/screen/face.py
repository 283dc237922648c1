"""Screening from Python: a table in, relations out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any
from weakref import finalize

from compiler.program import Program
from compiler.request import read
from explain.screening.codes import codes
from tiaoli.screen.counts import Counts
from tiaoli.screen.duckdb_source import of_parquet, opened, stage
from tiaoli.screen.mapping import by_name, check_columns
from tiaoli.screen.mapping_file import read_mapping
from tiaoli.screen.plan import Asked, refuse_lists
from tiaoli.screen.run import Limits, Run, connect
from tiaoli.screen.source import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation


@dataclass(eq=False)
class Screening:
    """What a table comes to: `result` has a row for each person, `rejects` those that were set aside; both are DuckDB
    relations (.fetchall(), .df(), .arrow(), .write_parquet(…)). `counts` as in the summary, `codes` the conditions. It
    reads temporary files, which are removed by `close`, or when the process ends."""

    result: DuckDBPyRelation
    rejects: DuckDBPyRelation
    counts: Counts
    codes: Mapping[str, Any]
    files: _Files

    def close(self) -> None:
        """Remove the temporary files, which the relations read, before the process ends."""
        self.files.connection.close()
        self.files.remove()


@dataclass(frozen=True)
class _Files:
    connection: DuckDBPyConnection
    remove: finalize[..., object]


def screen(
    program: Program,
    table: object,
    as_of: str | date | None = None,
    key: str | None = None,
    mapping: str | Path | None = None,
    readings: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    reasons: str = "masks",
    memory: str = "2GB",
) -> Screening:
    """As `tiaoli screen`. Raises Unusable, and Refused where day, readings or conclusions are none."""
    refuse_lists(program)
    day = as_of.isoformat() if isinstance(as_of, date) else as_of
    request = read(program, {"as_of": day or "2000-01-01", "readings": dict(readings or {}), "only": list(only)})
    work, limits = Path(mkdtemp(prefix="tiaoli-")), Limits(memory)
    connection = connect(work, limits)
    source = _source(connection, table, work)
    if mapping is not None:
        made = read_mapping(Path(mapping), program).with_options(key, request.as_of if day else None)
    else:
        made = by_name(program, source.columns)
        made = replace(made, day=request.as_of, day_column="") if day else made
        made = replace(made, key=key) if key else made
    check_columns(made, source.columns, "screen()")
    run = Run(connection, Asked(program, made, request.readings, request.only, reasons), source, work, limits)
    counts = run.pieces()
    return Screening(
        connection.sql(f"SELECT * FROM {run.parts('.parquet')}"),
        connection.sql(run.set_aside),
        counts,
        codes(run.asked.reasons, request.readings),
        _Files(connection, finalize(screen, shutil.rmtree, work, ignore_errors=True)),
    )


def _source(connection: DuckDBPyConnection, table: Any, work: Path) -> Source:
    """A path, a DuckDB relation, or what DuckDB reads in memory: a table of Arrow or pandas."""
    if isinstance(table, str | Path):
        return opened(connection, Path(table), "", "utf-8", ",", work)
    staged = work / "input.parquet"
    if hasattr(table, "write_parquet") and hasattr(table, "fetchall"):
        table.write_parquet(str(staged))
    else:
        connection.register("given", table)
        stage(connection, "SELECT * FROM given", staged)
    return of_parquet(connection, str(staged))
