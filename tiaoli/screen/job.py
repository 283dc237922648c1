"""One `tiaoli screen`: from the command's options to the files that come out."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from compiler.program import Program
from compiler.request import Refused, read
from explain.screening.codes import codes
from explain.screening.summary import summary
from tiaoli.about import Unusable, read_text
from tiaoli.front import refused_stop
from tiaoli.load import Loaded
from tiaoli.requests import request_of
from tiaoli.screen import rejects, unusable
from tiaoli.screen.counts import Counts
from tiaoli.screen.decode import Decoder
from tiaoli.screen.duckdb_source import columns_of, digest, opened
from tiaoli.screen.kept import begin, header_of, put
from tiaoli.screen.mapping import Mapping_, by_name, check_columns
from tiaoli.screen.mapping_file import read_mapping
from tiaoli.screen.plan import Asked, refuse_lists
from tiaoli.screen.proposal import proposed
from tiaoli.screen.run import Limits, Progress, Run, asked_days, beside, connect
from tiaoli.screen.source import quoted
from tiaoli.write import hashes

_FORMS = (".parquet", ".csv")


@dataclass(kw_only=True)
class Question:
    """What is asked of a register, as the command's options say it; `small`: the summary shows small cells too."""

    loaded: Loaded
    mapping: Path | None = None
    key: str | None = None
    as_of: str | None = None
    readings: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    why: str = "masks"
    group: str = ""
    small: bool = False
    compare: bool = False

    def asked(self, columns_of: Callable[[str, str], Sequence[str]], where: str) -> Asked:
        """Checked in full before anything is written. `columns_of` tells the columns of a register of this encoding
        and delimiter, `where` it is. Raises Unusable."""
        program = self.loaded.compiled.program
        refuse_lists(program)
        request = _request(program, self.as_of, self.readings, self.about)
        day = request.as_of if self.as_of is not None else None
        made = read_mapping(self.mapping, program) if self.mapping is not None else None
        columns = list(columns_of(made.encoding, made.delimiter) if made is not None else columns_of("utf-8", ","))
        mapping = self._by_name(program, columns, day) if made is None else made.with_options(self.key, day)
        if self.group and columns.count(self.group) != 1:
            raise unusable(
                f"--group-by：没有叫“{self.group}”的列，或者不止一列",
                f'--group-by: no column, or more than one, is called "{self.group}"',
                "写一列的名称",
                "name one column",
            )
        others = [c for c in columns if c != self.group or c in (*mapping.used, *(mapping.left_out or ()))]
        check_columns(mapping, others, str(self.mapping or where))
        return Asked(program, mapping, request.readings, request.only, self.why, self.group, self.compare)

    def _by_name(self, program: Program, columns: Sequence[str], day: int | None) -> Mapping_:
        """Without a mapping file: what the command line says counts more than how columns are called."""
        mapping = by_name(program, columns)
        mapping = replace(mapping, key=self.key) if self.key is not None else mapping
        return replace(mapping, day=day, day_column="") if day is not None else mapping

    def pages(self, asked: Asked, counts: Counts) -> dict[str, str]:
        """What lies beside the result, by the ending of the file's name."""
        day = asked_days(asked)
        told = {**codes(asked.reasons, asked.readings), "as_of": day, "rejects": rejects.listed()}
        found = {"codes.json": _json(told), "counts.json": _json(counts)}
        for lang in ("zh", "en"):
            page = summary(asked.program, counts, told, lang, day=day, group=self.group, small=self.small)
            found[f"summary.{lang}.html"] = page
        return found


@dataclass
class Job(Question):
    """The options of one run in DuckDB; `files` are those written."""

    source: Path
    table: str
    output: Path
    folder: bool = False
    memory: str = "2GB"
    rows: int = 200_000
    progress: Progress = lambda done, whole: None
    files: list[Path] = field(default_factory=list)

    def run(self) -> Counts:
        """Do it, or go on with it. Raises Unusable."""
        import duckdb

        self._refuse_output()
        work, limits = self.output.with_name(f"{self.output.name}.parts"), Limits(self.memory, self.rows)
        connection = connect(work, limits)
        asked = self.asked(partial(columns_of, connection, self.source, self.table), str(self.source))
        source = digest(self.source) + (f" {self.table}" if self.table else "")
        form = "folder" if self.folder else self.output.suffix.lower()
        policy = hashlib.sha256(hashes(self.loaded.folder).encode()).hexdigest()
        begin(work, header_of(asked, policy, source, form, self.rows))
        mapping = asked.mapping
        try:
            people = opened(connection, self.source, self.table, mapping.encoding, mapping.delimiter, work)
            run = Run(connection, asked, people, work, limits, self.progress)
            counts = run.pieces()
            self._write(run, asked, counts)
        except Unusable:
            if not list(work.glob("part-*.json")):
                shutil.rmtree(work)  # nothing is lost, and other arguments may be tried
            raise
        except duckdb.Error as fault:
            why = str(fault).splitlines()[0]
            raise unusable(
                f"筛查中断了：{why}",
                f"the screening was broken off: {why}",
                "做完的片都留着，同一条命令会接着做；内存不够就加大 --memory，磁盘满了就腾出空间",
                "finished pieces are kept, and the same command goes on; give more --memory, or make room on the disk",
            ) from None
        run.close()
        return counts

    def _refuse_output(self) -> None:
        if not self.folder and self.output.suffix.lower() not in _FORMS:
            raise unusable(
                f"--output {self.output.name}：不知道写成什么格式",
                f"--output {self.output.name}: the form is not known",
                "用 .parquet 或 .csv 结尾，或者加 --parts",
                "end it with .parquet or .csv, or add --parts",
            )
        if self.folder and self.output.exists() and not self.output.is_dir():
            raise unusable(
                f"{self.output} 是一个文件",
                f"{self.output} is a file",
                "指定一个文件夹",
                "name a folder",
            )
        if self.output.exists() and self.source.exists() and self.output.samefile(self.source):
            raise unusable(
                "--output 就是 --input",
                "--output is --input",
                "把结果写到别的文件",
                "write the result to another file",
            )
        if not self.output.resolve().parent.is_dir():
            raise unusable(
                f"没有文件夹 {self.output.parent}",
                f"no folder {self.output.parent}",
                "先建好它",
                "make it first",
            )

    def _write(self, run: Run, asked: Asked, counts: Counts) -> None:
        run.write(self.output, self.folder)
        self.files = [self.output, beside(self.output, "rejects.csv")]
        for ending, text in self.pages(asked, counts).items():
            put(beside(self.output, ending), text)
            self.files.append(beside(self.output, ending))


def _request(program: Program, as_of: str | None, readings: tuple[str, ...], about: tuple[str, ...]) -> Any:
    """The options as a request, so that they are checked like one."""
    day = as_of if as_of is not None else "2000-01-01"
    try:
        return read(program, {**request_of(day, None, readings), "only": list(about)})
    except Refused as fault:
        refused_stop(fault)


def _json(table: Mapping[str, Any]) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def propose(loaded: Loaded, source: Path, table: str, path: Path) -> None:
    """Write a mapping for the input. Raises Unusable where the file is there already."""
    import tempfile

    if path.exists():
        raise unusable(
            f"{path} 已经存在",
            f"{path} exists",
            "换一个名称，免得盖掉写好的对照表",
            "choose another name, so that no finished mapping is lost",
        )
    with tempfile.TemporaryDirectory(prefix="tiaoli-") as work:
        connection = connect(Path(work), Limits())
        people = opened(connection, source, table, "utf-8", ",", Path(work))
        text = proposed(connection, loaded.compiled.program, people)
        connection.close()
    put(path, text)


def decode_result(result: Path, output: str | None) -> None:
    """The reasons of a result in codes and words, one line of JSON for each row and yes/no conclusion, to a file or
    to standard output. Raises Unusable."""
    told = json.loads(read_text(beside(result, "codes.json")))
    lines = (json.dumps(line, ensure_ascii=False) + "\n" for line in decoded(result, told))
    if output is None:
        import click

        for line in lines:
            click.echo(line, nl=False)
        return
    draft = Path(output).with_name(f".{Path(output).name}.new")
    with open(draft, "w", encoding="utf-8") as file:
        file.writelines(lines)
    draft.replace(output)


def decoded(result: Path, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """For each row and yes/no conclusion that is answered yes or no: the conditions that decided."""
    import duckdb

    decoder = Decoder(told)
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT * FROM {_reader(result)}")
        names = [column[0] for column in rows.description]
        while batch := rows.fetchmany(1000):
            for values in batch:
                row = {"as_of": told["as_of"], **dict(zip(names, values, strict=True))}
                for name in decoder.conclusions:
                    if row.get(f"{name} status") == "value" and row[name] is not None:
                        yield _line(decoder, row, names[0], name)


def _reader(result: Path) -> str:
    """A file, or the files of a folder, as what stands after FROM."""
    parts = [*result.glob("*.parquet"), *result.glob("*.csv")] if result.is_dir() else [result]
    files = f"[{', '.join(quoted(str(part)) for part in sorted(parts))}]"
    if all(part.suffix.lower() == ".csv" for part in parts):
        return f"read_csv({files}, all_varchar = true, header = true)"
    return f"read_parquet({files})"


def _line(decoder: Decoder, row: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    found = decoder.decided(row, name)
    said = [{k: decoder.conditions[code][k] for k in ("code", "zh", "en", "cite")} for code in found]
    return {"key": row[key], "conclusion": name, "value": row[name] in (True, "true"), "reasons": said}
