"""A screening from beginning to end: piece by piece, each finished for good before the next, so that a run that was
broken off goes on where it stopped.

The working folder lies beside the result (`result.parquet.parts`). `run.json` says what is asked of which input; a
piece is done when its `.json`, written last, is there. Every file is written under another name and then renamed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler.calendar import iso
from tiaoli.screen import rejects, unusable
from tiaoli.screen.cells import Cells
from tiaoli.screen.counts import Counts, added, compared, counted
from tiaoli.screen.kept import put
from tiaoli.screen.plan import Asked, Plan, days_of
from tiaoli.screen.source import Source, quoted, stage

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
        self.cells = Cells(self.asked.program, self.asked.mapping, self.source)

    def pieces(self) -> Counts:
        """Do every piece that is not done yet; what they come to together."""
        seen = self._looked_through()
        days = days_of(*seen["days"])
        plan = Plan(self.asked, self.source, frozenset(seen["known"]), days)
        doubled = self.work / "doubled.parquet"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE doubled AS FROM read_parquet({quoted(str(doubled))})")
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
        """How many rows there are, which days are asked about, which facts no row lacks, which keys come twice."""
        path = self.work / "looked.json"
        if path.exists():
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return found
        mapping, cells = self.asked.mapping, self.cells
        key, empty = cells.key, cells.empty(mapping.key)
        twice = f"SELECT {key} AS key FROM {self.source.scan} WHERE NOT {empty} GROUP BY ALL HAVING count(*) > 1"
        stage(self.connection, f"{twice} ORDER BY key", self.work / "doubled.parquet")
        day = cells.day().value
        lacking = [f"coalesce(bool_or({cells.empty(r.column)}), false)" for r in mapping.readings]
        row = self.connection.execute(
            f"SELECT count(*), coalesce(max(n), 0), min({day}), max({day}), {', '.join([*lacking, 'NULL'])} "
            f"FROM {self.source.scan}"
        ).fetchall()[0]
        count, last, low, high, *lacks = row
        known = [r.fact for r, some in zip(mapping.readings, lacks, strict=False) if not some]
        self._groups()
        found = {
            "rows": count + len(self.source.spoilt),
            "last": last,
            "days": [low and low.toordinal(), high and high.toordinal()],
            "known": sorted({*known, *mapping.constants}),
        }
        put(path, json.dumps(found, ensure_ascii=False) + "\n")
        return found

    def _groups(self) -> None:
        if not self.asked.group:
            return
        column = self.cells.text(self.asked.group)
        found = self.connection.execute(f"SELECT count(DISTINCT {column}) FROM {self.source.scan}").fetchall()
        if found[0][0] > _GROUPS:
            raise unusable(
                f"--group-by {self.asked.group}：有 {found[0][0]} 个不同的值，最多 {_GROUPS} 个",
                f"--group-by {self.asked.group}: it has {found[0][0]} values, at most {_GROUPS} are allowed",
                "换一列来分组",
                "group by another column",
            )

    def _spoilt(self) -> Counts:
        """The records that are no rows."""
        rejects.prepare(self.connection)
        rows = [(n, "", "", text, reason, *rejects.REASONS[reason]) for n, reason, text in self.source.spoilt]
        rejects.insert(self.connection, rows)
        stage(self.connection, "SELECT * FROM rejects ORDER BY ALL", self.work / "spoilt.parquet")
        reasons: Counts = {}
        for _, reason, _ in self.source.spoilt:
            reasons[reason] = reasons.get(reason, 0) + 1
        return {"out": 0, "rejected": len(rows), "reasons": reasons, "conclusions": {}, "readings": {}}

    def _piece(self, plan: Plan, at: int) -> Counts:
        """Check, set aside, answer, lay out, count."""
        run, size = self.connection.execute, self.limits.piece
        first, last = at * size + 1, (at + 1) * size
        rejects.prepare(self.connection)
        run(f"CREATE OR REPLACE TEMP TABLE checked AS {plan.check(first, last)}")
        rejects.set_aside(self.connection, plan, first, last)
        run(f"CREATE OR REPLACE TEMP TABLE answered AS {plan.answers}")
        columns = [row[0] for row in run("DESCRIBE answered").fetchall()]
        stage(self.connection, plan.laid_out(columns), self.work / f"part-{at:06d}.parquet")
        stage(self.connection, "SELECT * FROM rejects ORDER BY ALL", self.work / f"part-{at:06d}.rejects.parquet")
        others = dict(compared(self.connection, plan, columns)) if self.asked.compare else {}
        return counted(self.connection, plan, columns, others)

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
            raise unusable(
                f"{output}：输入里没有一行人",
                f"{output}: the input has no row",
                "检查输入",
                "check it",
            )
        self._copy(self.set_aside, beside(output, "rejects.csv"))

    @property
    def set_aside(self) -> str:
        """The query of the rows that were set aside, in their order."""
        spoilt = f"SELECT * FROM read_parquet({quoted(str(self.work / 'spoilt.parquet'))})"
        bad = self.parts(".rejects.parquet")
        names = ", ".join(f'{old} AS "{new}"' for old, new in zip(_OLD, rejects.COLUMNS, strict=True))
        every = f"{spoilt} UNION ALL SELECT * FROM {bad}" if bad else spoilt
        return f"SELECT {names} FROM ({every}) ORDER BY n, col, reason"

    def _copy(self, query: str, to: Path) -> None:
        draft = to.with_name(f".{to.name}.new")
        form = "(FORMAT parquet)"
        if to.suffix.lower() == ".csv":
            kinds = self.connection.execute(f"DESCRIBE {query}").fetchall()
            lists = ['"' + row[0].replace('"', '""') + '"' for row in kinds if row[1].endswith("[]")]
            flat = ", ".join(f"array_to_string({name}, ';') AS {name}" for name in lists)
            query = f"SELECT * REPLACE ({flat}) FROM ({query})" if lists else query
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


_GROUPS = 500
_OLD = ("n", "key", "col", "value", "reason", "zh", "en")


def beside(output: Path, ending: str) -> Path:
    """What lies beside a result: result.parquet, result.rejects.csv."""
    return output.with_name(f"{output.stem}.{ending}")


def asked_days(asked: Asked) -> str:
    """The day asked about, '' where each row has its own."""
    return iso(asked.mapping.day) if asked.mapping.day is not None else ""
