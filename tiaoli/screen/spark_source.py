"""Where the people come from in Spark: files of a form that it reads, or a table of its catalogue. They are copied
first, so that all steps see the same rows, each with its number: files count in the order of their names, a table as
Spark reads it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from tiaoli.screen import unusable
from tiaoli.screen.source import GARBLED, RAGGED, Source, collapsed, texts
from tiaoli.screen.spark import Spark, first_line

_FORMS = {".parquet": "parquet", ".orc": "orc", ".csv": "csv", ".json": "json", ".jsonl": "json"}
_PACKED = (".gz", ".bz2", ".zst", ".lz4", ".snappy")
_PLACE = {"f": "VARCHAR", "s": "BIGINT", "p": "BIGINT", "shift": "BIGINT", "least": "BIGINT"}


@dataclass
class Given:
    """What `--input`, `--format` and `--table` say; `encoding` and `delimiter` are those of CSV files."""

    session: Any
    path: str
    form: str
    table: str
    encoding: str = "utf-8"
    delimiter: str = ","

    @cached_property
    def kind(self) -> str:
        """The form, by the ending of the name where it is not said; '' for a table. Raises Unusable."""
        name = PurePosixPath(self.path)
        ending = PurePosixPath(name.stem).suffix if name.suffix.lower() in _PACKED else name.suffix
        kind = "" if self.table else self.form or _FORMS.get(ending.lower(), "?")
        if kind == "?":
            raise unusable(
                f"不知道 {self.path} 是什么格式",
                f"{self.path} is of no known form",
                "加上 --format parquet、csv、orc 或 json",
                "add --format parquet, csv, orc or json",
            )
        return kind

    @cached_property
    def columns(self) -> list[str]:
        """The names of the columns. Raises Unusable."""
        if self.kind != "csv":
            return list(self.frame.columns)
        head = self._asked(lambda: self._csv().csv(self._first_file()).limit(1).collect())
        if not head:
            raise unusable(
                f"{self.path} 是空的",
                f"{self.path} is empty",
                "第一行写列名，下面一人一行",
                "the first line names the columns, then comes a line for each person",
            )
        return [cell or "" for cell in head[0]]

    @cached_property
    def frame(self) -> Any:
        """What Spark reads; of CSV files the headers too, columns c1, c2 … and the record where it is no row."""
        if self.kind == "csv":
            shape = ", ".join(f"c{n} STRING" for n in range(1, len(self.columns) + 1))
            return self._asked(lambda: self._csv().schema(f"{shape}, bad STRING").csv(self.path))
        if self.table:
            return self._asked(lambda: self.session.table(self.table))
        return self._asked(lambda: self.session.read.format(self.kind).load(self.path))

    def _first_file(self) -> str:
        """By name; as a path in which no character stands for others."""
        files = self.session.read.format("binaryFile").load(self.path)
        return re.sub(r"([\[\]{}*?\\])", r"\\\1", files.selectExpr("min(path)").first()[0] or self.path)

    def _csv(self) -> Any:
        options = {"sep": self.delimiter, "encoding": self.encoding, "quote": '"', "escape": '"', "multiLine": "true"}
        return self.session.read.options(**options, columnNameOfCorruptRecord="bad")

    def _asked(self, read: Callable[[], Any]) -> Any:
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        try:
            return read()
        except (PySparkException, Py4JJavaError) as fault:
            what = self.table or self.path
            if isinstance(fault, PySparkException) and fault.getCondition() == "PATH_NOT_FOUND":
                raise unusable(
                    f"没有文件或文件夹 {what}",
                    f"no file or folder {what}",
                    "检查 --input 的路径",
                    "check the path of --input",
                ) from None
            raise unusable(
                f"Spark 读不了 {what}：{first_line(fault)}",
                f"Spark cannot read {what}: {first_line(fault)}",
                "检查路径、格式（--format）或表名（--table）",
                "check the path, the form (--format) or the name of the table (--table)",
            ) from None


def staged(engine: Spark, given: Given, wanted: Sequence[str]) -> Source:
    """Copy the columns that are wanted, number the rows, and set aside what is no row. Raises Unusable."""
    columns, header = given.columns, given.kind == "csv"
    own = [f"c{n}" for n in range(1, len(columns) + 1)]
    kept = [c for c, name in zip(own, columns, strict=True) if header or name in wanted]
    engine.keep("input", _placed(given, kept))
    engine.fill("places", _PLACE, list(_places(engine, header)))
    numbered = "SELECT {}, m + shift AS n FROM input JOIN places USING (f, s, p)"
    if not header:
        engine.view("register", numbered.format(", ".join(kept)))
        return Source(tuple(columns), _texts(given.frame), "register")
    whole = " || ".join(f"coalesce({c}, '')" for c in [*own, "bad"])
    marks = f"bad, m = least AS head, {whole} LIKE '%\ufffd%' AS garbled"
    engine.view("records", numbered.format(f"{', '.join(own)}, {marks}"))
    engine.view("register", f"SELECT n, {', '.join(own)} FROM records WHERE NOT head AND bad IS NULL AND NOT garbled")
    _same_headers(engine, given, own)
    return Source(tuple(columns), tuple(own), "register", tuple(_spoilt(engine, given, own)))


def _places(engine: Spark, header: bool) -> Iterator[tuple[str, int, int, int, int]]:
    """Of each stretch that one task of Spark's reads: how far its rows are from their numbers, and which row is the
    header, -1 for none."""
    first = 1
    stretches = "SELECT f, s, p, min(m), max(m) FROM input GROUP BY f, s, p ORDER BY f, s, p"
    for f, s, p, least, most in engine.rows(stretches):
        yield f, s, p, first - header - least, least if header else -1
        first += most - least + 1 - header


def _placed(given: Given, kept: Sequence[str]) -> Any:
    """The columns, and of each row where it stands: file, where this piece of it begins, Spark's part and number."""
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as F

    frame, number = given.frame, F.monotonically_increasing_id()
    try:
        frame.select("_metadata.file_path")
        place = [F.col("_metadata.file_path").alias("f"), F.col("_metadata.file_block_start").alias("s")]
    except AnalysisException:
        place = [F.lit("").alias("f"), F.lit(0).cast("bigint").alias("s")]
    own = frame.columns if given.kind == "csv" else [f"c{n}" for n in range(1, len(frame.columns) + 1)]
    cells = [
        F.col("`" + name.replace("`", "``") + "`").alias(c)
        for c, name in zip(own, frame.columns, strict=True)
        if c in (*kept, "bad")
    ]
    return frame.select(*cells, *place, number.alias("m"), F.shiftright(number, 33).alias("p"))


def _texts(frame: Any) -> tuple[str, ...]:
    """Numbers that may be broken are written by Spark as 1.0E7."""
    kinds = {"string": "VARCHAR", "double": "DOUBLE", "float": "FLOAT"}
    types = [kinds.get(kind, kind.upper()) for _, kind in frame.dtypes]
    plain = texts(types)
    return tuple(
        _plain(f"c{n}") if kind in ("DOUBLE", "FLOAT") else text
        for n, (kind, text) in enumerate(zip(types, plain, strict=True), 1)
    )


def _plain(at: str) -> str:
    shown = f"CAST({at} AS VARCHAR)"
    exact = f"TRY_CAST({shown} AS DECIMAL(38, 9))"
    same = f"coalesce(CAST({exact} AS DOUBLE) = CAST({shown} AS DOUBLE), false)"
    return f"CASE WHEN {same} THEN rtrim(rtrim(CAST({exact} AS VARCHAR), '0'), '.') ELSE {shown} END"


def _same_headers(engine: Spark, given: Given, own: Sequence[str]) -> None:
    """Raises Unusable where the columns of one file are not those of the others."""
    for *cells, name in engine.rows(f"SELECT {', '.join(own)}, bad FROM records WHERE head"):
        if name is not None or [cell or "" for cell in cells] != given.columns:
            shown = given.delimiter.join(cell or "" for cell in cells)
            raise unusable(
                f"{given.path} 的文件表头不一样：{shown}",
                f"the files of {given.path} have unlike headers: {shown}",
                "让每个文件的第一行相同",
                "give every file the same first line",
            )


def _spoilt(engine: Spark, given: Given, own: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    names = ", ".join(own)
    rows = engine.rows(f"SELECT n, garbled, bad, {names} FROM records WHERE NOT head AND (bad IS NOT NULL OR garbled)")
    for n, garbled, bad, *cells in sorted(rows, key=lambda row: row[0]):
        if bad is not None:
            cells = next(csv.reader(io.StringIO(bad, newline=""), delimiter=given.delimiter))
        text = given.delimiter.join(cell or "" for cell in cells)
        yield n, GARBLED if garbled else RAGGED, collapsed(text)
