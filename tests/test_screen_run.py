"""A screening that goes wrong, is broken off, or is asked for what it cannot do; its summary; its Python face."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import tiaoli
from compiler.evaluate import evaluate
from explain.screening.small import suppressed
from tests.proofs_base import BEIJING, program_of
from tests.screening import DAY, HEAD, NAME, called_alike, content, done, job, result, small, table, write_csv
from tests.test_screen import ROWS, requests
from tiaoli.about import Unusable
from tiaoli.cli import main
from tiaoli.policy import Policy
from tiaoli.screen.mapping_file import read_mapping

HOSTILE = "x\"'; DROP TABLE people; --"
MARKS = "</script>\x00\u202e"
MAPPING = f"""key = "身份证号"
as_of = 2021-10-15
empty = ["", "NULL"]
left_out = ["备注"]

[facts]
"出生日期" = {{ column = "CSRQ", format = "yyyymmdd" }}
"性别" = {{ column = "XB", codes = {{ "1" = "男", "2" = "女", "</script>\\u0000\\u202e" = "女" }} }}
"本市户籍" = {{ column = "HJ", codes = {{ "1" = true, "0" = false }} }}
"月收入" = {{ column = "JS", unit = "fen" }}
"子女数" = {{ column = "{HOSTILE.replace('"', chr(92) + '"')}" }}
"登记失业" = {{ value = true }}
"""
REGISTER = [
    ("身份证号", "CSRQ", "XB", "HJ", "JS", "备注", "备注", HOSTILE),
    ("1", "19900101", "1", "1", "536000", "x", "", "0"),
    ("2", "20200230", "1", "1", "1", "", "", ""),
    ("3", "19900101", "3", "1", "1", "", "", "21"),
    ("4", "19900101", "1", "9", "-500", "", "", "-1"),
    ("", "19900101", "1", "1", "1", "", "", ""),
    ("6", "19900101", "1", "1", "1", "", "", ""),
    ("6", "19900102", "2", "0", "NULL", "", "", "1"),
    ("7", "20991231", "1", "1", "1", "", "", ""),
    ("8", "", "", "", "", "", "", ""),
    ("9", "19900101", "1", "1"),
    (HOSTILE, "1990-01-01", " 2 ", "1", "12.5", "", "", "一"),
    (MARKS, "19900101", MARKS, "1", "99999999999999999999", "", "", ""),
    (f"{MARKS}好", "19900101", MARKS, "1", "1", "", "", "3"),
]
REJECTED = [
    ("2", "2", "CSRQ", "20200230", "invalid_date"),
    ("3", "3", HOSTILE, "21", "out_of_range"),
    ("3", "3", "XB", "3", "unknown_code"),
    ("4", "4", HOSTILE, "-1", "out_of_range"),
    ("4", "4", "HJ", "9", "unknown_code"),
    ("4", "4", "JS", "-500", "negative_amount"),
    ("5", "", "身份证号", "", "empty_key"),
    ("6", "6", "身份证号", "6", "duplicate_key"),
    ("7", "6", "身份证号", "6", "duplicate_key"),
    ("8", "7", "CSRQ", "20991231", "date_in_future"),
    ("10", "", "", "9,19900101,1,1", "ragged_row"),
    ("11", HOSTILE, "CSRQ", "1990-01-01", "invalid_date"),
    ("11", HOSTILE, HOSTILE, "一", "wrong_type"),
    ("11", HOSTILE, "JS", "12.5", "wrong_type"),
    ("12", MARKS, "JS", "99999999999999999999", "out_of_range"),
]


def mapping(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def register(folder: Path) -> Path:
    head, *rows = REGISTER
    return write_csv(folder / "register.csv", rows, head)


# ---- bad rows ------------------------------------------------------------------------------------------------------


def test_bad_rows_are_set_aside_and_none_is_lost(tmp_path: Path) -> None:
    counts = done(job(tmp_path, register(tmp_path), mapping=mapping(tmp_path), rows=4))
    rejects = table(tmp_path / "result.rejects.csv")
    found = [(r["row"], r["key"], r["column"], r["value"], r["reason"]) for r in rejects]
    assert sorted(found) == sorted(REJECTED)
    assert all(r["zh"] and r["en"] for r in rejects)
    rows = result(tmp_path / "result.parquet")
    assert [row["身份证号"] for row in rows] == ["1", "8", f"{MARKS}好"]
    assert (counts["in"], counts["out"], counts["rejected"]) == (13, 3, 10)
    assert counts["in"] == counts["out"] + len({r["row"] for r in rejects})
    assert counts["reasons"]["duplicate_key"] == 2
    facts = {"出生日期": "1990-01-01", "性别": "女", "本市户籍": True, "月收入": "0.01", "子女数": 3, "登记失业": True}
    answer = evaluate(small(), {"as_of": DAY, "facts": facts}).conclusions[NAME]
    assert (rows[2][f"{NAME} status"], rows[2][f"{NAME} missing"]) == (answer.status, list(answer.missing))


def test_another_encoding(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in (HEAD, *ROWS))
    source = tmp_path / "people.csv"
    source.write_bytes(text.encode("gb18030") + b"\nz\xff\xff,true,,,,,,\n")
    text = called_alike('key = "id"', "as_of = 2021-10-15", 'encoding = "gb18030"')
    counts = done(job(tmp_path, source, mapping=mapping(tmp_path, text)))
    assert (counts["in"], counts["out"], counts["reasons"]) == (8, 7, {"bad_text": 1})


# ---- the mapping ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"性别" =', '"性列" =', 'no fact is called "性列"'),
        ('column = "XB"', 'column = "XBB"', 'no column is called "XBB"'),
        ('"1" = "男"', '"1" = "南"', "no value of it"),
        ('format = "yyyymmdd"', 'format = "ddmmyy"', "cannot be 'ddmmyy'"),
        ('key = "身份证号"', 'key = "证号"', 'no column is called "证号"'),
        ('key = "身份证号"', 'key = "备注"', '2 columns are called "备注"'),
        ('key = "身份证号"\n', "", "the key column is not named"),
        ("as_of = 2021-10-15", 'as_of = "2021-02-30"', "no existing date"),
        ("as_of = 2021-10-15\n", "", "the day asked about is not given"),
        ("left_out", "leftout", "there is no such entry"),
        ('left_out = ["备注"]\n', "", 'the column "备注" is neither used nor left out'),
        ("value = true", 'value = true, column = "HJ"', "give one of column and value"),
        ('unit = "fen"', 'unit = "fen", codes = { "1" = "2" }', "has no codes"),
        ("[facts]", "[facts", "no valid TOML"),
    ],
)
def test_a_wrong_mapping_is_refused_before_anything_runs(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in MAPPING
    path = mapping(tmp_path, MAPPING.replace(old, new, 1))
    with pytest.raises(Unusable) as refused:
        done(job(tmp_path, register(tmp_path), mapping=path))
    assert said in refused.value.text["en"]
    assert "help: " in refused.value.text["en"]
    assert "怎么办：" in refused.value.text["zh"]
    assert not (tmp_path / "result.parquet.parts").exists()
    assert not (tmp_path / "result.parquet").exists()


def test_a_fact_by_its_name_and_its_alias_is_given_twice(tmp_path: Path) -> None:
    text = 'key = "a"\nas_of = 2021-10-15\n[facts]\n"性别" = { column = "b" }\nsex = { column = "c" }\n'
    with pytest.raises(Unusable) as refused:
        read_mapping(mapping(tmp_path, text), program_of(BEIJING))
    assert 'the fact "性别" is given twice' in refused.value.text["en"]
    assert "mapping.toml:5" in refused.value.text["en"]


def test_a_proposed_mapping_is_read_again(tmp_path: Path) -> None:
    rows = [("1", "19900101", "男", "Y", "x"), ("2", "19910203", "女", "N", "y")]
    source = write_csv(tmp_path / "people.csv", rows, ("id", "出生日期", "性别", "本市户籍", HOSTILE))
    path = tmp_path / "proposed.toml"
    arguments = ["screen", BEIJING, "--input", str(source), "--write-mapping", str(path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    made = read_mapping(path, program_of(BEIJING))
    assert (made.key, made.left_out) == ("id", (HOSTILE,))
    read = {r.fact: r for r in made.readings}
    assert read["出生日期"].format == "yyyymmdd"
    assert read["本市户籍"].codes == {"Y": True, "N": False}
    again = CliRunner().invoke(main, ["--lang", "en", *arguments])
    assert (again.exit_code, "exists" in again.stderr) == (2, True)


# ---- broken off ------------------------------------------------------------------------------------------------------


def register_of(folder: Path, count: int) -> Path:
    rows = [(f"{n}-{row[0]}", *row[1:]) for n in range(count) for row in ROWS]
    return write_csv(folder / "people.csv", [*rows, ("bad", "true", "?", "", "", "", "", "")])


class Broken(Exception):
    pass


def test_what_was_broken_off_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    source = register_of(tmp_path, 30)
    whole = done(job(tmp_path, source, "whole.parquet", rows=40, why="text"))

    def stop(at: int, of: int) -> None:
        if at == 3:
            raise Broken

    with pytest.raises(Broken):
        done(job(tmp_path, source, "broken.parquet", rows=40, why="text", progress=stop))
    parts = tmp_path / "broken.parquet.parts"
    before = {path: path.stat().st_mtime_ns for path in parts.glob("part-*.json")}
    assert len(before) == 3
    assert not (tmp_path / "broken.parquet").exists()
    for other in ({"rows": 41}, {"about": (NAME,)}, {"as_of": "2021-10-16"}, {"compare": True}):
        with pytest.raises(Unusable, match="go on with the same arguments"):
            done(job(tmp_path, source, "broken.parquet", **{"rows": 40, "why": "text", **other}))

    def kept(at: int, of: int) -> None:
        if at == of:
            assert {path: path.stat().st_mtime_ns for path in before} == before, "done again"

    again = done(job(tmp_path, source, "broken.parquet", rows=40, why="text", progress=kept))
    assert again == whole
    for name in ("parquet", "rejects.csv", "codes.json", "counts.json", "summary.zh.html", "summary.en.html"):
        assert (tmp_path / f"broken.{name}").read_bytes() == (tmp_path / f"whole.{name}").read_bytes()


def test_a_changed_input_is_refused(tmp_path: Path) -> None:
    source = register_of(tmp_path, 30)

    def stop(at: int, of: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        done(job(tmp_path, source, rows=40, progress=stop))
    with open(source, "a", encoding="utf-8") as file:
        file.write("new,true,女,,,,,\n")
    with pytest.raises(Unusable) as refused:
        done(job(tmp_path, source, rows=40))
    assert "the input file" in refused.value.text["en"]
    assert "输入文件" in refused.value.text["zh"]


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """SIGKILL in the middle of a run of the command, then the same command again."""
    facts = ("失业前在本市实现灵活就业", "失业")
    rows = [(n, str(n % 3 == 0).lower(), str(n % 2 == 0).lower()) for n in range(4000)]
    source = write_csv(tmp_path / "people.csv", rows, ("id", *facts))
    options = ["--input", str(source), "--as-of", DAY, "--about", "可办理失业登记", "--rows", "100"]
    command = [sys.executable, "-m", "tiaoli", "screen", BEIJING, *options]
    parts = tmp_path / "killed.parquet.parts"
    running = subprocess.Popen([*command, "--output", str(tmp_path / "killed.parquet")], start_new_session=True)
    until = time.monotonic() + 120
    while not (parts / "part-000002.json").exists() and time.monotonic() < until:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert 3 <= len(list(parts.glob("part-*.json"))) < 40
    for name in ("killed", "whole"):
        said = subprocess.run(
            [*command, "--output", str(tmp_path / f"{name}.parquet")], capture_output=True, text=True, check=True
        )
        assert said.stderr == ""
    for name in ("parquet", "rejects.csv", "counts.json"):
        assert (tmp_path / f"killed.{name}").read_bytes() == (tmp_path / f"whole.{name}").read_bytes()
    assert len(result(tmp_path / "killed.parquet")) == 4000


# ---- the summary -----------------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data + "\n"


def test_the_summary(tmp_path: Path) -> None:
    names = [f"{group}" for group in ("东城", "西城", MARKS) for _ in ROWS]
    rows = [(f"{i}", *row[1:], group) for i, (group, row) in enumerate(zip(names, ROWS * 3, strict=True))]
    head = ("id", "本市户籍", "性别", "出生日期", "月收入", "子女数", "登记失业", "已领补助", "区")
    counts = done(job(tmp_path, write_csv(tmp_path / "people.csv", rows, head), group="区", compare=True))
    assert counts["conclusions"][NAME]["groups"]["东城"] == {"yes": 2, "no": 4, "unknown": 1}
    for lang, words in (("zh", ("政策找人", "只差这个条件", "低于2,000.00元")), ("en", ("Screening", "Lack it alone"))):
        page = (tmp_path / f"result.summary.{lang}.html").read_text(encoding="utf-8")
        reader = _Reader()
        reader.feed(page)
        assert all(word in reader.text for word in words)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", page)
        assert {"script", "link", "img", "iframe"} & {tag for tag, _ in reader.tags} == set()
        assert "</script>" not in page
        drawings = [tag for tag, _ in reader.tags if tag == "svg"]
        assert len(drawings) == len([t for t, _ in reader.tags if t == "desc"]) == 3
        assert len([a for t, a in reader.tags if t == "details" and a.get("class") == "twin"]) == 3
        assert "&lt;5" in page


def test_small_cells_cannot_be_worked_out() -> None:
    table_ = {"a": [3, 20, 30], "b": [10, 20, 40], "c": [50, 60, 70]}
    shown = suppressed(table_)
    assert shown["a"][0] == "<5"
    hidden = {(r, c) for r, row in enumerate(shown.values()) for c, cell in enumerate(row) if not cell.isdigit()}
    for r, c in hidden:
        assert sum(x == r for x, _ in hidden) != 1, "its row's sum would tell it"
        assert sum(y == c for _, y in hidden) != 1, "its column's sum would tell it"
    assert shown["c"] == ["50", "60", "70"]
    assert suppressed({"a": [0, 5]}) == {"a": ["0", "5"]}


# ---- the command, and Python -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--input"),
        (["--input", "people.csv"], "--output"),
        (["--input", "nobody.csv", "--output", "r.parquet"], "no file nobody.csv"),
        (["--input", "people.csv", "--output", "r.xlsx"], "the form is not known"),
        (["--input", "people.csv", "--output", "people.csv"], "--output is --input"),
        (["--input", "people.csv", "--output", "none/r.csv"], "no folder none"),
        (["--input", "people.csv", "--output", "r.csv"], "the day asked about is not given"),
        (["--input", "people.csv", "--output", "r.csv", "--as-of", "2021-02-30"], "no existing date"),
        (["--input", "people.csv", "--output", "r.csv", "--as-of", DAY, "--group-by", "x"], 'is called "x"'),
        (["--input", "people.csv", "--output", "r.csv", "--as-of", DAY, "--memory", "much"], "--memory"),
        (["--input", "people.csv", "--output", "r.csv", "--as-of", DAY, "--about", "x"], 'no conclusion is called "x"'),
        (["--input", "people.duckdb", "--output", "r.csv", "--as-of", DAY], "add --table"),
        (["--input", "people.duckdb", "--output", "r.csv", "--as-of", DAY, "--table", "x"], "its tables are: people"),
        (["--input", "false.parquet", "--output", "r.csv", "--as-of", DAY], "false.parquet cannot be read"),
    ],
)
def test_what_cannot_be_screened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "people.csv", [("1", "true")], ("id", "本市户籍"))
    (tmp_path / "false.parquet").write_text("no parquet", encoding="utf-8")
    with duckdb.connect("people.duckdb") as connection:
        connection.execute("CREATE TABLE people (id INTEGER)")
    found = CliRunner().invoke(main, ["--lang", "en", "screen", BEIJING, *arguments])
    assert found.exit_code == 2
    assert said in found.stderr
    assert "help: " in found.stderr
    assert "Traceback" not in found.output
    assert list(tmp_path.glob("*.parts")) == []


def test_a_policy_that_has_no_form_in_sql_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "people.csv", [("1",)], ("id",))
    arguments = ["--input", "people.csv", "--output", "r.csv", "--as-of", "2024-08-05"]
    found = CliRunner().invoke(main, ["--lang", "en", "screen", "port-merrow-2023-7", *arguments])
    assert (found.exit_code, "household" in found.stderr) == (2, True)
    assert list(tmp_path.glob("*.parts")) == []


@pytest.mark.parametrize("lack", ["duckdb", "sqlglot"])
def test_a_missing_extra_is_named(lack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, lack, None)
    found = CliRunner().invoke(main, ["--lang", "zh", "screen", BEIJING, "--input", "x.csv", "--output", "r.csv"])
    assert (found.exit_code, "tiaoli[batch]" in found.stderr) == (2, True)


def test_a_missing_spark_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["--lang", "en", "screen", BEIJING, "--engine", "spark", "--input", "x.csv", "--output", "r.csv"]
    monkeypatch.setitem(sys.modules, "pyspark", None)
    found = CliRunner().invoke(main, command)
    assert (found.exit_code, "install tiaoli[spark]" in found.stderr) == (2, True)


@pytest.mark.parametrize(
    ("engine", "arguments"),
    [
        ("duckdb", ["--master", "local"]),
        ("duckdb", ["--format", "csv"]),
        ("spark", ["--parts"]),
        ("spark", ["--rows", "2"]),
    ],
)
def test_an_option_of_the_other_engine_is_refused(engine: str, arguments: list[str]) -> None:
    command = ["--lang", "en", "screen", BEIJING, "--engine", engine, "--input", "x.csv", "--output", "r.csv"]
    found = CliRunner().invoke(main, [*command, *arguments])
    assert (found.exit_code, f"has no use for {arguments[0]}" in found.stderr) == (2, True)


def test_nothing_of_a_register_acts_on_the_terminal(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "people.csv", [("1", "x")], ("id", "\x1b[31m\x07名\u202e"))
    with pytest.raises(Unusable) as refused:
        done(job(tmp_path, source, mapping=mapping(tmp_path, 'key = "id"\nas_of = 2021-10-15\n')))
    for said in refused.value.text.values():
        assert "\ufffd[31m\ufffd名\ufffd" in said
        assert not {"\x1b", "\x07", "\u202e"} & set(said)


def test_an_arrow_file_without_pyarrow_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    source = tmp_path / "people.arrow"
    source.touch()
    with pytest.raises(Unusable, match="pyarrow is missing"):
        done(job(tmp_path, source))
    assert not (tmp_path / "result.parquet.parts").exists()


def test_from_python(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "people.csv", ROWS)
    policy = Policy(small())
    with duckdb.connect() as connection:
        relation = connection.sql(f"SELECT * FROM read_csv('{source}', all_varchar = true)")
        relation.write_parquet(str(tmp_path / "people.parquet"))
        tables = (relation, tmp_path / "people.parquet", str(source))
        answers = [policy.screen(given, as_of=DAY) for given in tables]
    for found in answers:
        assert found.counts["out"] == len(ROWS)
        rows = [dict(zip(found.result.columns, row, strict=True)) for row in found.result.fetchall()]
        expected = [policy.evaluate(request["facts"], DAY)[NAME] for request in requests()]
        assert [(r[f"{NAME} status"], r[NAME]) for r in rows] == [(a.status, a.value) for a in expected]
        assert found.rejects.fetchall() == []
        assert {one["code"] for one in found.codes["conditions"]} >= {row[f"{NAME} nearly"] for row in rows} - {None}
    for found in answers:
        found.close()
    with pytest.raises(tiaoli.RequestError):
        policy.screen(source, as_of="2021-02-30")


def test_the_reasons_say_what_they_leave_out(tmp_path: Path) -> None:
    done(job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), why="none"))
    row = result(tmp_path / "result.parquet")[0]
    assert not [name for name in row if name.startswith(("holds", "fails")) or name.endswith(("nearly", "reasons"))]
    assert content(tmp_path / "result.counts.json")["out"] == len(ROWS)


def test_the_sample_of_the_documents(tmp_path: Path, root: Path) -> None:
    docs = root / "docs"
    options = ["--input", str(docs / "sample-register.csv"), "--mapping", str(docs / "sample-mapping.toml")]
    command = ["--lang", "zh", "screen", BEIJING, *options, "--about", "灵活就业人员", "--about", "本市农业户籍劳动力"]
    found = CliRunner().invoke(main, [*command, "--output", str(tmp_path / "result.csv")])
    assert found.output.splitlines()[0] == "9 行读入，5 行有结果，4 行搁置"
    assert found.output.splitlines()[0] in (docs / "screening.md").read_text(encoding="utf-8")
    rows = {row["人员编号"]: row for row in table(tmp_path / "result.csv")}
    assert rows["R-005"]["本市农业户籍劳动力"] == "false"  # 56 years old
    assert rows["R-005"]["灵活就业人员"] == "true"
    assert rows["R-004"]["灵活就业人员 status"] == "unknown"
    decoded = CliRunner().invoke(main, ["screen", "--decode", str(tmp_path / "result.csv")])
    lines = [json.loads(line) for line in decoded.output.splitlines()]
    said = {(line["key"], line["conclusion"]): [r["zh"] for r in line["reasons"]] for line in lines}
    assert said["R-005", "本市农业户籍劳动力"] == ["年龄未满50周岁"]


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tiaoli import commands_screen

    for terminal, shown in ((True, "\r1/2\r2/2\n"), (False, "")):
        error = io.StringIO()
        monkeypatch.setattr(error, "isatty", lambda terminal=terminal: terminal, raising=False)
        monkeypatch.setattr(sys, "stderr", error)
        job(tmp_path, write_csv(tmp_path / "people.csv", ROWS), rows=4, progress=commands_screen._progress).run()
        assert error.getvalue() == shown


def test_a_day_for_each_row(tmp_path: Path) -> None:
    """And a key that is called like a column of the result."""
    head = (f"{NAME} status", "day", *HEAD[1:])
    rows = [
        (row[0], day, *row[1:])
        for row, day in zip(ROWS, ("2021/10/15", "2003/1/1", "", *["2021/1/1"] * 4), strict=True)
    ]
    text = called_alike(f'key = "{head[0]}"', 'as_of_column = "day"', 'as_of_format = "yyyy/mm/dd"')
    source = write_csv(tmp_path / "people.csv", rows, head)
    counts = done(job(tmp_path, source, mapping=mapping(tmp_path, text)))
    assert counts["reasons"] == {"no_day": 1}
    found = {row[f"{head[0]} key"]: row for row in result(tmp_path / "result.parquet")}
    assert found["a2"]["as_of"].isoformat() == "2003-01-01"
    assert (found["a1"][NAME], found["a2"][NAME]) == (True, False)
    days = dict(zip([row[0] for row in ROWS], ("2021-10-15", "2003-01-01", "", *["2021-01-01"] * 4), strict=True))
    asked = [{**r, "as_of": days[row[0]]} for row, r in zip(ROWS, requests(), strict=True) if days[row[0]]]
    answers = [evaluate(small(), one).conclusions[NAME] for one in asked]
    assert [(row[NAME], row[head[0]]) for row in found.values()] == [(a.value, a.status) for a in answers]


def test_a_register_without_anybody(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="no row"):
        done(job(tmp_path, write_csv(tmp_path / "people.csv", [])))
    assert not (tmp_path / "result.parquet.parts").exists()
    counts = done(job(tmp_path, write_csv(tmp_path / "people.csv", [("1", "?", *[""] * 6)])))
    assert (counts["in"], counts["out"], counts["rejected"]) == (1, 0, 1)
    assert result(tmp_path / "result.parquet") == []
