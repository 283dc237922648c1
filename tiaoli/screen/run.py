"""A screening from beginning to end: piece by piece, each finished for good before the next, so that a run that was
broken off goes on where it stopped.

The working folder lies beside the result (`result.parquet.parts`). `run.json` says what is asked of which input; a
piece is done when its `.json`, written last, is there. Every file is written under another name and then renamed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.calendar import iso
from tiaoli.screen import no_row, rejects, unusable
from tiaoli.screen.counts import Counts, added
from tiaoli.screen.duckdb_source import stage
from tiaoli.screen.engine import Duck
from tiaoli.screen.kept import put
from tiaoli.screen.plan import Asked, Plan, days_of
from tiaoli.screen.source import Source, named, quoted
from tiaoli.screen.steps import answer, count, look_through, spoilt

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PIECE = 200_000
"""So many rows are one piece."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Limits:
    """`memory` as DuckDB takes it, such as 2GB; `piece` rows at a time."""

    memory: str = "2GB"
    piece: int = PIECE


def connect(work: Path, limits: Limits) -> DuckDBPyConnection:
    """A database in memory that writes what does not fit into the working folder. Raises Unusable."""
    import duckdb

    config: dict[str, Any] = {
        "memory_limit": limits.memory,
        "temp_directory": str(work / "tmp"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(config=config)
    except duckdb.Error as fault:
        why = str(fault).splitlines()[0]
        raise unusable(
            f"--memory 不能用：{why}",
            f"--memory cannot be used: {why}",
            "写成 2GB 这样",
            "write it like 2GB",
        ) from None
    connection.execute("SET disabled_optimizers = 'statistics_propagation'")  # it takes seconds and helps nothing
    return connection


@dataclass
class Run:
    """One screening over an opened source."""

    connection: DuckDBPyConnection
    asked: Asked
    source: Source
    work: Path
    limits: Limits
    progress: Progress = lambda done, whole: None

    def __post_init__(self) -> None:
        self.engine = Duck(self.connection)

    def pieces(self) -> Counts:
        """Do every piece that is not done yet; what they come to together."""
        seen = self._looked_through()
        days = days_of(*seen["days"])
        plan = Plan(self.asked, self.source, frozenset(seen["known"]), days)
        number = -(-seen["last"] // self.limits.piece)
        whole: Counts = self._spoilt()
        for at in range(number):
            done = self.work / f"part-{at:06d}.json"
            if not done.exists():
                found = self._piece(plan, at)
                put(done, json.dumps(found, ensure_ascii=False) + "\n")
            whole = added(whole, json.loads(done.read_text(encoding="utf-8")))
            self.progress(at + 1, number)
        return {"in": seen["rows"], **whole}

    def _looked_through(self) -> dict[str, Any]:
        path, doubled = self.work / "looked.json", self.work / "doubled.parquet"
        if path.exists():
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            self.engine.table("doubled", f"FROM read_parquet({quoted(str(doubled))})")
            return found
        found = look_through(self.engine, self.asked, self.source)
        stage(self.connection, "SELECT key FROM doubled ORDER BY key", doubled)
        put(path, json.dumps(found, ensure_ascii=False) + "\n")
        return found

    def _spoilt(self) -> Counts:
        rows, counts = spoilt(self.source)
        self.engine.fill("rejects", rejects.SHAPE, rows)
        stage(self.connection, "SELECT * FROM rejects ORDER BY ALL", self.work / "spoilt.parquet")
        self.connection.execute("DROP TABLE rejects")  # there is a view of this name later
        return counts

    def _piece(self, plan: Plan, at: int) -> Counts:
        """Check, set aside, answer, lay out, count."""
        size, part = self.limits.piece, self.work / f"part-{at:06d}"
        columns = answer(self.engine, plan, at * size + 1, (at + 1) * size)
        stage(self.connection, plan.laid_out(columns), part.with_suffix(".parquet"))
        stage(self.connection, "SELECT * FROM rejects ORDER BY ALL", part.with_suffix(".rejects.parquet"))
        return count(self.engine, plan, columns)

    # ---- the end ----

    def parts(self, ending: str) -> str:
        """All pieces, as what stands after FROM."""
        found = sorted(p for p in self.work.glob(f"part-*{ending}") if p.name.count(".") == ending.count("."))
        return f"read_parquet([{', '.join(quoted(str(p)) for p in found)}])" if found else ""

    def write(self, output: Path, folder: bool) -> None:
        """The result as one file, or as a folder of its pieces, and beside it the rows that were set aside."""
        rows = self.parts(".parquet")
        if folder:
            output.mkdir(exist_ok=True)
            for part in sorted(self.work.glob("part-??????.parquet")):
                os.replace(part, output / part.name)
        elif rows:
            self._copy(f"SELECT * FROM {rows}", output)
        else:
            raise no_row(str(output))
        self._copy(self.set_aside, beside(output, "rejects.csv"))

    @property
    def set_aside(self) -> str:
        """The query of the rows that were set aside, in their order."""
        spoilt = f"SELECT * FROM read_parquet({quoted(str(self.work / 'spoilt.parquet'))})"
        bad = self.parts(".rejects.parquet")
        names = ", ".join(f'{old} AS "{new}"' for old, new in zip(rejects.SHAPE, rejects.COLUMNS, strict=True))
        every = f"{spoilt} UNION ALL SELECT * FROM {bad}" if bad else spoilt
        return f"SELECT {names} FROM ({every}) ORDER BY n, col, reason"

    def _copy(self, query: str, to: Path) -> None:
        draft = to.with_name(f".{to.name}.new")
        form = "(FORMAT parquet)"
        if to.suffix.lower() == ".csv":
            kinds = self.connection.execute(f"DESCRIBE {query}").fetchall()
            query = flat(query, {row[0]: row[1].endswith("[]") for row in kinds})
            form = "(FORMAT csv, HEADER)"
        self.connection.execute(f"COPY ({query}) TO {quoted(str(draft))} {form}")
        os.replace(draft, to)

    def close(self) -> None:
        """The working folder is needed no more."""
        self.connection.close()
        gone = self.work.with_name(f"{self.work.name}.gone")
        shutil.rmtree(gone, ignore_errors=True)
        self.work.rename(gone)  # at once, so that a run broken off here finds nothing half removed
        shutil.rmtree(gone)


def flat(query: str, columns: Mapping[str, bool]) -> str:
    """The columns, those that are lists as one text each."""
    made = [
        f"array_to_string({named(c)}, ';') AS {named(c)}" if is_list else named(c) for c, is_list in columns.items()
    ]
    return f"SELECT {', '.join(made)} FROM ({query}) AS found"


def beside(output: Path, ending: str) -> Path:
    """What lies beside a result: result.parquet, result.rejects.csv."""
    return output.with_name(f"{output.stem}.{ending}")


def asked_days(asked: Asked) -> str:
    """The day asked about, '' where each row has its own."""
    return iso(asked.mapping.day) if asked.mapping.day is not None else ""
