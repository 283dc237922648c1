"""`tiaoli screen --engine spark`: the same screening on Apache Spark, all rows at once. It works in a folder beside the
result (`result.spark`); the result is moved to its place last, so that where it stands everything does."""

from __future__ import annotations

import csv
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from tiaoli.screen import no_row, rejects, unusable
from tiaoli.screen.counts import Counts, added
from tiaoli.screen.job import Question
from tiaoli.screen.plan import Plan, days_of
from tiaoli.screen.run import flat
from tiaoli.screen.spark import Spark, Store, first_line, started
from tiaoli.screen.spark_source import Given, staged
from tiaoli.screen.steps import answer, count, look_through, spoilt

_OUTPUT = {".csv": "csv", ".parquet": "parquet", "": "parquet"}


@dataclass
class SparkJob(Question):
    """The options of one run; paths are as Spark has them, `master` is '' for Spark's own. `files` are those
    written."""

    source: str
    table: str
    output: str
    master: str = ""
    form: str = ""
    files: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.output = self.output.rstrip("/")

    def run(self) -> Counts:
        """Do it. Raises Unusable."""
        form = _output_form(self.output)
        session = started(self.master)
        from py4j.protocol import Py4JJavaError
        from pyspark.errors import PySparkException

        try:
            store, work = Store(session), f"{self.output}.spark"
            self._refuse_output(store)
            store.remove(work)
            try:
                return self._screen(Spark(session, work), store, form)
            finally:
                store.remove(work)
        except (PySparkException, Py4JJavaError) as fault:
            raise unusable(
                f"筛查中断了：{first_line(fault)}",
                f"the screening was broken off: {first_line(fault)}",
                "查看 Spark 的日志；排除原因后重新运行同一条命令，没写完的不会留下",
                "see Spark's log; mend the cause and run the same command again, nothing unfinished is left",
            ) from None

    def _refuse_output(self, store: Store) -> None:
        if store.exists(self.output):
            raise unusable(
                f"{self.output} 已经存在",
                f"{self.output} exists",
                "删掉它，或者把结果写到别处",
                "remove it, or write the result elsewhere",
            )

    def _screen(self, engine: Spark, store: Store, form: str) -> Counts:
        given = Given(engine.session, self.source, self.form, self.table)

        def columns_of(encoding: str, delimiter: str) -> list[str]:
            given.encoding, given.delimiter = encoding, delimiter
            return given.columns

        asked = self.asked(columns_of, self.table or self.source)
        people = staged(engine, given, (*asked.mapping.used, *([asked.group] if asked.group else [])))
        seen = look_through(engine, asked, people)
        if not seen["last"]:
            raise no_row(self.table or self.source)
        plan = Plan(asked, people, frozenset(seen["known"]), days_of(*seen["days"]), engine.dialect)
        columns = answer(engine, plan, 1, seen["last"])
        others, counts = spoilt(people)
        counts = {"in": seen["rows"], **added(counts, count(engine, plan, columns))}
        engine.fill("unread", rejects.SHAPE, others)
        self._write(engine, store, form, plan.laid_out(columns), self.pages(asked, counts))
        return counts

    def _write(self, engine: Spark, store: Store, form: str, result: str, pages: Mapping[str, str]) -> None:
        """The result last."""
        found = engine.found(result)
        if form == "csv":
            found = engine.found(flat(result, {name: kind.startswith("array") for name, kind in found.dtypes}))
        draft = f"{engine.work}/result"
        found.write.options(**(_CSV if form == "csv" else {})).format(form).save(draft)
        with TemporaryDirectory(prefix="tiaoli-") as folder:
            local = Path(folder)
            _write_rejects(engine, local / "rejects.csv")
            for ending, text in pages.items():
                (local / ending).write_text(text, encoding="utf-8")
            for ending in ("rejects.csv", *pages):
                store.put(local / ending, _beside(self.output, ending))
        store.move(draft, self.output)
        self.files = [self.output, *(_beside(self.output, ending) for ending in ("rejects.csv", *pages))]


_CSV = {"header": "true", "escape": '"', "ignoreLeadingWhiteSpace": "false", "ignoreTrailingWhiteSpace": "false"}


def _output_form(output: str) -> str:
    ending = PurePosixPath(output).suffix.lower()
    if ending not in _OUTPUT:
        raise unusable(
            f"--output {output}：不知道写成什么格式",
            f"--output {output}: the form is not known",
            "文件夹名用 .parquet 或 .csv 结尾",
            "the name of the folder ends in .parquet or .csv",
        )
    return _OUTPUT[ending]


def _beside(output: str, ending: str) -> str:
    """What lies beside a result: result.parquet, result.rejects.csv."""
    folder, name = posixpath.split(output)
    return posixpath.join(folder, f"{PurePosixPath(name).stem}.{ending}")


def _write_rejects(engine: Spark, path: Path) -> None:
    """One file, in the order of rows."""
    names = ", ".join(rejects.SHAPE)
    every = f"SELECT {names} FROM rejects UNION ALL SELECT {names} FROM unread"
    rows = engine.found(f"SELECT * FROM ({every}) AS found ORDER BY n, col, reason").toLocalIterator()
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer: Any = csv.writer(file, lineterminator="\n")
        writer.writerow(rejects.COLUMNS)
        writer.writerows(rows)
