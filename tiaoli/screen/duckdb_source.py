"""Where the people come from in DuckDB: a Parquet, CSV or Arrow file, or a table of a DuckDB database. They are
numbered as they stand there."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tiaoli.screen import unusable
from tiaoli.screen.source import GARBLED, RAGGED, Source, collapsed, named, quoted, texts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WILD = frozenset("*?[]{}")
_BLOCK = 1 << 20


def digest(path: Path) -> str:
    """What tells whether a file is still the same."""
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def columns_of(connection: DuckDBPyConnection, path: Path, table: str, encoding: str, delimiter: str) -> list[str]:
    """The names of the columns, as they stand in the file. Raises Unusable."""
    match kind_of(path):
        case "csv":
            return _header(path, encoding, delimiter)
        case "parquet":
            with TemporaryDirectory(prefix="tiaoli-") as folder:
                relation = f"read_parquet({quoted(_plain(path, Path(folder)))})"
                return [name for name, _ in _described(connection, relation, path)]
        case "arrow":
            return list(_arrow(path).schema.names)
    return [name for name, _ in _described(connection, _attached(connection, path, table), path)]


def opened(connection: DuckDBPyConnection, path: Path, table: str, encoding: str, delimiter: str, work: Path) -> Source:
    """The people of a file, ready to be read in pieces; what is no Parquet is first written as Parquet into `work`.
    Raises Unusable."""
    kind = kind_of(path)
    if kind == "csv":
        return _of_csv(connection, path, encoding, delimiter, work)
    if kind == "parquet":
        return of_parquet(connection, _plain(path, work))
    staged = work / "input.parquet"
    if not staged.exists():
        relation = "arrow_input" if kind == "arrow" else _attached(connection, path, table)
        if kind == "arrow":
            connection.register("arrow_input", _arrow(path))
        stage(connection, f"SELECT * FROM {relation}", staged)
    return of_parquet(connection, str(staged))


def kind_of(path: Path) -> str:
    """By the ending of the name. Raises Unusable."""
    kinds = {".parquet": "parquet", ".csv": "csv", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow"}
    kinds |= {".duckdb": "duckdb", ".db": "duckdb"}
    if not path.is_file():
        raise unusable(
            f"没有文件 {path}",
            f"no file {path}",
            "检查 --input 的路径",
            "check the path of --input",
        )
    if path.suffix.lower() not in kinds:
        raise unusable(
            f"不知道 {path.name} 是什么格式",
            f"{path.name} is of no known form",
            "用 .parquet、.csv、.arrow 或 .duckdb 结尾的文件",
            "use a file that ends in .parquet, .csv, .arrow or .duckdb",
        )
    return kinds[path.suffix.lower()]


def stage(connection: DuckDBPyConnection, query: str, to: Path) -> None:
    """Write what a query finds as Parquet, whole or not at all."""
    draft = to.with_name(f".{to.name}.new")
    connection.execute(f"COPY ({query}) TO {quoted(str(draft))} (FORMAT parquet)")
    os.replace(draft, to)


def of_parquet(connection: DuckDBPyConnection, path: str) -> Source:
    """A Parquet file, whose rows are numbered from 1 on."""
    described = _described(connection, f"read_parquet({quoted(path)})", path)
    own = ", ".join(f"c{i}" for i in range(1, len(described) + 1))
    rows = f"read_parquet({quoted(path)}, file_row_number = true) AS t({own}, n)"
    scan = f"(SELECT * REPLACE (n + 1 AS n) FROM {rows})"
    return Source(tuple(name for name, _ in described), texts(kind for _, kind in described), scan)


def _described(connection: DuckDBPyConnection, relation: str, path: Path | str) -> list[tuple[str, str]]:
    import duckdb

    try:
        return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
    except duckdb.Error as fault:
        raise _unreadable(path, fault) from None


def _unreadable(path: Path | str, fault: Exception) -> Exception:
    why = str(fault).splitlines()[0]
    return unusable(
        f"读不了 {path}，它可能不完整，或者不是这种格式（{why}）",
        f"{path} cannot be read: it may be incomplete, or of another form ({why})",
        "重新导出这个文件；名称的结尾要和格式一致",
        "export the file again; the ending of its name tells its form",
    )


def _plain(path: Path, work: Path) -> str:
    """A path in which no character stands for others; where one would, a link in the working folder."""
    if not _WILD & set(str(path)):
        return str(path)
    link = work / "input-link.parquet"
    with suppress(FileExistsError):
        link.symlink_to(path.resolve())
    return str(link)


def _attached(connection: DuckDBPyConnection, path: Path, table: str) -> str:
    import duckdb

    if not table:
        raise unusable(
            "没有写读哪张表",
            "the table is not named",
            "加上 --table 表名",
            "add --table NAME",
        )
    with suppress(duckdb.BinderException):  # attached before
        try:
            connection.execute(f"ATTACH {quoted(str(path))} AS register (READ_ONLY)")
        except duckdb.BinderException:
            raise
        except duckdb.Error as fault:
            raise _unreadable(path, fault) from None
    found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'register'").fetchall()
    views = connection.execute("SELECT view_name FROM duckdb_views() WHERE database_name = 'register'").fetchall()
    names = [name for (name,) in (*found, *views)]
    if table not in names:
        known = "、".join(names[:10])
        raise unusable(
            f"{path} 里没有表“{table}”",
            f'{path} has no table "{table}"',
            f"有这些表：{known}",
            f"its tables are: {known}",
        )
    return f"register.{named(table)}"


def _arrow(path: Path) -> Any:
    try:
        from pyarrow import ArrowInvalid, ipc
    except ModuleNotFoundError:
        raise unusable(
            "缺少 pyarrow：读 Arrow 文件要用它",
            "pyarrow is missing: Arrow files are read with it",
            "安装 pyarrow，或者把数据存成 Parquet",
            "install pyarrow, or save the data as Parquet",
        ) from None
    try:
        try:
            return ipc.open_file(path).read_all()
        except ArrowInvalid:
            return ipc.open_stream(path).read_all()
    except (ArrowInvalid, OSError) as fault:
        raise _unreadable(path, fault) from None


# ---- CSV ---------------------------------------------------------------------------------------------------------


def _header(path: Path, encoding: str, delimiter: str) -> list[str]:
    for record in _records(path, encoding, delimiter):
        return record
    raise unusable(
        f"{path} 是空的",
        f"{path} is empty",
        "第一行写列名，下面一人一行",
        "the first line names the columns, then comes a line for each person",
    )


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records that are not blank. Bytes that are no text become lone surrogates."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    csv.field_size_limit(1 << 28)
    with open(path, encoding=codec, errors="surrogateescape", newline="") as file:
        yield from (record for record in csv.reader(file, delimiter=delimiter) if record)


def _of_csv(connection: DuckDBPyConnection, path: Path, encoding: str, delimiter: str, work: Path) -> Source:
    """DuckDB reads the file where it is written as it should be; else each record is looked at, and those that are no
    rows are set aside."""
    import duckdb

    names, staged = _header(path, encoding, delimiter), work / "input.parquet"
    own = [f"c{i}" for i in range(1, len(names) + 1)]
    spoilt = work / "spoilt.csv"
    if not staged.exists():
        try:
            if encoding != "utf-8":
                raise duckdb.InvalidInputException
            rows = _csv_rows(_plain(path, work), own, delimiter)
            stage(connection, f"SELECT row_number() OVER () AS n, * FROM {rows}", staged)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            _mend(path, encoding, delimiter, len(names), work)
            rows = _csv_rows(str(work / "mended.csv"), ["n", *own], ",")
            stage(connection, f"SELECT * REPLACE (n::BIGINT AS n) FROM {rows}", staged)
            (work / "mended.csv").unlink()
    scan = f"(SELECT n, {', '.join(own)} FROM read_parquet({quoted(str(staged))}))"
    found = _records(spoilt, "utf-8", ",") if spoilt.exists() else ()
    return Source(tuple(names), tuple(own), scan, tuple((int(n), reason, text) for n, reason, text in found))


def _csv_rows(path: str, columns: list[str], delimiter: str) -> str:
    typed = ", ".join(f"'{c}': 'VARCHAR'" for c in columns)
    return (
        f"read_csv({quoted(path)}, columns = {{{typed}}}, header = true, auto_detect = false, strict_mode = true, "
        f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', max_line_size = {1 << 28})"
    )


def _mend(path: Path, encoding: str, delimiter: str, width: int, work: Path) -> None:
    """The records that are rows, numbered, as plain CSV; the others beside them."""
    with (
        open(work / "mended.csv", "w", encoding="utf-8", newline="") as good,
        open(work / "spoilt.csv.new", "w", encoding="utf-8", newline="") as bad,
    ):
        rows, others = csv.writer(good, lineterminator="\n"), csv.writer(bad, lineterminator="\n")
        rows.writerow(["n", *(f"c{i}" for i in range(1, width + 1))])
        for number, record in enumerate(_records(path, encoding, delimiter)):
            if number == 0:
                continue
            text = delimiter.join(record)
            garbled = not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text)
            if garbled or len(record) != width:
                reason = GARBLED if garbled else RAGGED
                others.writerow([number, reason, collapsed(text)])
            else:
                rows.writerow([number, *record])
    os.replace(work / "spoilt.csv.new", work / "spoilt.csv")
