"""`tiaoli screen --engine spark` gives what `--engine duckdb` gives: rows, rejects, codes, counts."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from tests.conftest import ROOT
from tests.proofs_base import BEIJING, program_of
from tests.screening import DAY, HEAD, NAME, as_row, called_alike, content, done, job, loaded, result, table, write_csv
from tests.spark.test_spark import SPARK
from tests.test_screen import ABOUT, REQUESTS, ROWS
from tests.test_screen_run import mapping, register
from tiaoli.about import Unusable
from tiaoli.cli import main
from tiaoli.load import load_policy
from tiaoli.screen.job import Job, decoded
from tiaoli.screen.spark_job import SparkJob

BESIDE = ("rejects.csv", "codes.json", "counts.json", "summary.zh.html", "summary.en.html")


@pytest.fixture(scope="module", autouse=True)
def _pyspark() -> Iterator[None]:
    """pyspark has an environment of its own, of the same Python."""
    if not SPARK.is_file():
        pytest.skip(f"no Python with pyspark at {SPARK}")
    (site,) = SPARK.parent.parent.glob("lib/python*/site-packages")
    sys.path.append(str(site))
    yield
    from pyspark.sql import SparkSession

    SparkSession.builder.getOrCreate().stop()
    sys.path.remove(str(site))


def on_spark(folder: Path, source: Path | str, output: str = "spark.parquet", **options: Any) -> SparkJob:
    """As tests.screening.job: a job over the small policy, or over another that is `loaded`."""
    given = {"as_of": DAY, **options} if options.get("mapping") is None else options
    policy = given.pop("loaded", None) or loaded(folder / "policy")
    table_, form = given.pop("table", ""), given.pop("form", "")
    return SparkJob(str(source), table_, str(folder / output), "local[2]", form, loaded=policy, **given)


def rows_of(output: Path) -> list[dict[str, Any]]:
    """By key, which is the first column."""
    found = [row for part in output.glob("*.parquet") for row in result(part)]
    return sorted(found, key=lambda row: str(next(iter(row.values()))))


def same(folder: Path, spark: SparkJob, duck: Job) -> dict[str, Any]:
    """Both engines say the same; the counts."""
    counts = spark.run()
    assert counts == done(duck)
    theirs = sorted(result(duck.output), key=lambda row: str(next(iter(row.values()))))
    assert rows_of(Path(spark.output)) == theirs
    assert len(theirs) == counts["out"]
    for ending in BESIDE[1:]:
        ours = (folder / f"{Path(spark.output).stem}.{ending}").read_bytes()
        assert ours == duck.output.with_name(f"{duck.output.stem}.{ending}").read_bytes(), ending
    assert table(folder / f"{Path(spark.output).stem}.rejects.csv") == table(duck.output.with_suffix(".rejects.csv"))
    assert not Path(f"{spark.output}.spark").exists()
    return counts


def test_the_sample_register(tmp_path: Path) -> None:
    given: dict[str, Any] = {"loaded": load_policy(BEIJING, draft=True), "mapping": ROOT / "docs/sample-mapping.toml"}
    given |= {"about": ("灵活就业人员", "本市农业户籍劳动力"), "why": "text", "group": "街道"}
    source = ROOT / "docs" / "sample-register.csv"
    counts = same(tmp_path, on_spark(tmp_path, source, **given), Job(source, "", tmp_path / "duck.parquet", **given))
    assert (counts["in"], counts["out"], counts["rejected"]) == (9, 5, 4)


def test_people_of_beijing(tmp_path: Path) -> None:
    """Complete ones and others, with reasons in lists, and in groups; Parquet files in a folder."""
    facts = program_of(BEIJING).facts
    rows = [[*as_row(program_of(BEIJING), n, one), "甲乙"[n % 2]] for n, one in enumerate(REQUESTS)]
    source = write_csv(tmp_path / "people.csv", rows, ("id", *facts, "区"))
    given: dict[str, Any] = {"loaded": load_policy(BEIJING, draft=True), "as_of": DAY, "about": ABOUT, "why": "text"}
    given |= {"group": "区"}
    folder = tmp_path / "people.parquet"
    folder.mkdir()
    for at in range(3):
        duckdb.execute(
            f"COPY (SELECT * FROM read_csv('{source}', all_varchar = true) WHERE id::INT % 3 = {at}) "
            f"TO '{folder / f'{at}.parquet'}' (FORMAT parquet)"
        )
    counts = same(tmp_path, on_spark(tmp_path, folder, **given), Job(source, "", tmp_path / "duck.parquet", **given))
    assert (counts["in"], counts["out"], counts["rejected"]) == (250, 250, 0)


def test_a_hostile_register(tmp_path: Path) -> None:
    """Wrong codes, 2020-02-30, negative money, empty and duplicate columns, quotes, signs of no text, lines cut short
    and too long, bytes that are no text, line ends in cells."""
    source = register(tmp_path)
    more = b'12,19900101,1,1,1,"a\nb",,2\n13,19900101,1,1,1,"x,y",,2,too,long\n14,19900101,1,1,1,\xff\xfe\xe4\xbd,,2\n'
    more += b'15,19900101\xff\n"16","19900101","1","1","1","","","2"\n17,19900101,1,1,1,"say ""a, b""",,2\n\n'
    with open(source, "ab") as file:
        file.write(more.replace(b"\n", b"\r\n"))
    text = mapping(tmp_path).read_text(encoding="utf-8").replace('"1" = "男"', '"1" = "男", "${x}\'\\\\" = "女"')
    given: dict[str, Any] = {"mapping": mapping(tmp_path, text), "compare": True, "why": "text"}
    counts = same(tmp_path, on_spark(tmp_path, source, **given), job(tmp_path, source, "duck.parquet", **given))
    assert {"bad_text", "ragged_row", "invalid_date", "negative_amount"} < set(counts["reasons"])
    assert counts["out"] > 3


def test_a_folder_of_csv_files_in_gb18030(tmp_path: Path) -> None:
    """The rows are numbered through the files."""
    folder = tmp_path / "people"
    folder.mkdir()
    lines = [",".join(row) for row in (*ROWS, ("b1", "?", *[""] * 6))]
    for name, part in (("1.csv", lines[:3]), ("2.csv", []), ("3.csv", lines[3:])):
        text = "\n".join([",".join(HEAD), *part])
        (folder / name).write_bytes(
            text.encode("gb18030") + (b"\nz\xff\xff,true,,,,,,\n" if name == "1.csv" else b"\n")
        )
    (tmp_path / "all.csv").write_bytes(
        "\n".join([",".join(HEAD), *lines[:3]]).encode("gb18030")
        + b"\nz\xff\xff,true,,,,,,\n"
        + "\n".join(lines[3:]).encode("gb18030")
    )
    text = called_alike('key = "id"', "as_of = 2021-10-15", 'encoding = "gb18030"')
    given: dict[str, Any] = {"mapping": mapping(tmp_path, text), "form": "csv"}
    spark = on_spark(tmp_path, folder, **given)
    counts = same(tmp_path, spark, job(tmp_path, tmp_path / "all.csv", "duck.parquet", mapping=given["mapping"]))
    assert counts["reasons"] == {"bad_text": 1, "unknown_code": 1}
    assert {row["row"] for row in table(tmp_path / "spark.rejects.csv")} == {"4", "9"}
    (folder / "4.csv").write_text("id,x\n", encoding="utf-8")
    with pytest.raises(Unusable, match="unlike headers"):
        on_spark(tmp_path, folder, "other", **given).run()


def test_every_form_gives_the_same(tmp_path: Path) -> None:
    """Typed columns in ORC, JSON and a table of the catalogue; the result as CSV."""
    from tiaoli.screen.spark import started

    session = started("local[2]")
    done(job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), "duck.csv"))
    expected = sorted(table(tmp_path / "duck.csv"), key=lambda row: row["id"])
    kinds = ("STRING", "BOOLEAN", "STRING", "DATE", "DOUBLE", "INT", "BOOLEAN", "BOOLEAN")
    typed = ", ".join(f"`{name}` {kind}" for name, kind in zip(HEAD, kinds, strict=True))
    frame = session.read.schema(typed).csv(str(tmp_path / "people.csv"), header=True)
    frame.write.orc(str(tmp_path / "people.orc"))
    frame.write.json(str(tmp_path / "people.json"))
    frame.createOrReplaceTempView("everybody")
    output, said = tmp_path / "result.csv", list[Any]()
    for given in ({"source": tmp_path / "people.orc"}, {"source": tmp_path / "people.json"}, {"table": "everybody"}):
        shutil.rmtree(output, ignore_errors=True)
        on_spark(tmp_path, given.get("source", ""), "result.csv", table=given.get("table", "")).run()
        found = [row for part in output.glob("*.csv") for row in table(part)]
        assert sorted(found, key=lambda row: row["id"]) == expected
        said.append(list(decoded(output, content(tmp_path / "result.codes.json"))))
    assert said[0]
    assert said[0] == said[1] == said[2]
    frame.selectExpr("id", "CAST(12345678.5D AS DOUBLE) AS `月收入`").createOrReplaceTempView("rich")
    on_spark(tmp_path, "", "rich", table="rich").run()
    assert [str(row["补助额"]) for row in rows_of(tmp_path / "rich")] == ["None"] * len(ROWS)
    assert table(tmp_path / "rich.rejects.csv") == []


def test_a_run_that_was_killed_starts_anew(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "people.csv", ROWS)
    made = on_spark(tmp_path, source, "result")
    left = tmp_path / "result.spark" / "checked-3"
    left.mkdir(parents=True)
    (left / "part-0.parquet").write_text("half", encoding="utf-8")
    made.run()
    assert sorted(row["id"] for row in rows_of(tmp_path / "result")) == sorted(row[0] for row in ROWS)
    assert [path for path in made.files if not Path(path).exists()] == []
    assert not left.parent.exists()
    with pytest.raises(Unusable, match="exists"):
        on_spark(tmp_path, source, "result").run()
    told = content(tmp_path / "result.codes.json")
    said = {
        (one["key"], one["conclusion"]): [r["zh"] for r in one["reasons"]] for one in decoded(tmp_path / "result", told)
    }
    assert said["a7", NAME] == ["本市户籍", "“已领补助”为“否”", "月收入低于2,000.00元"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--input", "nobody.csv", "--output", "r"], "no file or folder"),
        (["--input", "false.parquet", "--output", "r"], "false.parquet: "),
        (["--table", "nobody", "--output", "r"], "cannot read nobody: "),
        (["--input", "people", "--output", "r"], "no known form"),
        (["--input", "people.csv", "--output", "r.xlsx"], "the form is not known"),
        (["--input", "people.csv", "--output", "r", "--as-of", "2021-02-30"], "no existing date"),
        (["--input", "people.csv", "--output", "r", "--rows", "3"], "no use for --rows"),
        (["--input", "people.csv", "--write-mapping", "r.toml"], "no use for --write-mapping"),
        (["--input", "empty.csv", "--output", "r", "--as-of", DAY], "the input has no row"),
    ],
)
def test_what_cannot_be_screened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "people.csv", [("1", "true")], ("id", "本市户籍"))
    write_csv(tmp_path / "empty.csv", [], ("id", "本市户籍"))
    (tmp_path / "false.parquet").write_text("no parquet", encoding="utf-8")
    command = ["--lang", "en", "screen", BEIJING, "--engine", "spark", "--master", "local[2]"]
    here = [str(tmp_path / one) if before == "--input" else one for before, one in pairwise(["", *arguments])]
    found = CliRunner().invoke(main, [*command, *here])
    assert found.exit_code == 2
    assert said in found.stderr
    assert "help: " in found.stderr
    assert "Traceback" not in found.output
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "empty.csv", "false.parquet"}
