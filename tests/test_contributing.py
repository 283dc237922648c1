"""The recipe in CONTRIBUTING.md is enough: an operator is added, in a copy of the repository, by following it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("dsl", "compiler", "explain", "tiaoli", "tests", "docs", "policies")

ROWS = {
    "dsl/keywords.py": ("        year_of | ", "        decade_of | 年代 | decade of\n"),
    "compiler/operators.py": (
        '    Operator("year_of", ',
        '    Operator("decade_of", "decade_of", run=lambda day: calendar.civil(day)[0] // 10 * 10,\n'
        '             signature=(("date",), INTEGER)),\n',
    ),
    "compiler/targets/js/operators.js": (
        "  year_of: ",
        "  decade_of: (day) => (civil(day)[0] / 10n) * 10n,\n",
    ),
    "explain/phrases.py": (
        '    "year_of": ',
        '    "decade_of": _value("{0}所在的年代", "the decade of {0}"),\n',
    ),
    "docs/language.md": (
        "| `年份（D）` | ",
        "| `年代（D）` | `decade of (D)`: the first year of a date's decade, a number |\n",
    ),
}
"""File -> the beginning of a line, and what is put below it."""
EXAMPLE = "tests/suite/good/decades.tiao"
RULES = """# 第一条  年代

> 八十年代出生的可以申请。

定义 可申请 : 是否
  年代（出生日期）= 1980

定义 年代差 : 整数
  年代（开始日期）− 年代（出生日期）

样例「八十年代的最后一日」
  评估日 2021-03-01
  出生日期 为 1989-12-31
  开始日期 为 2020-01-01
  预期 可申请 为 是
  预期 年代差 为 40

样例「九十年代的第一日」
  评估日 2021-03-01
  出生日期 为 1990-01-01
  预期 可申请 为 否
  预期 年代差 未知，缺 开始日期
"""
SCRIPT = """
import json
from pathlib import Path
from compiler.evaluate import evaluate
from dsl.format import format_source
from dsl.source import Source
from explain.explanation import explain
from tests.test_suite import compiled
source = Source("decades.tiao", Path("tests/suite/good/decades.tiao").read_text(encoding="utf-8"))
program, found = compiled(source)
facts = {"出生日期": "1989-12-31", "开始日期": "2020-01-01"}
answers = evaluate(program, {"as_of": "2021-03-01", "facts": facts})
print(json.dumps({
    "found": [d.render("en") for d in found],
    "value": answers.conclusions["年代差"].value,
    "zh": explain(answers, "年代差", lang="zh").to_text(),
    "en": explain(answers, "可申请", lang="en").to_text(),
    "text": format_source(source, "en"),
    "back": format_source(Source("decades.tiao", format_source(source, "en")), "zh"),
}))
"""
TESTS = ("tests/test_suite.py", "tests/test_words.py", "tests/test_language.py", "tests/test_javascript_script.py")
CHOSEN = "decades or every_keyword or every_operator or no_phrase or rounding_is or same_primitives"


@dataclass(frozen=True)
class Repository:
    """A copy, with the operator added as the list says, and what its files were before."""

    path: Path
    before: dict[str, str]


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    copy = tmp_path_factory.mktemp("contributing")
    ignored = shutil.ignore_patterns("__pycache__", "golden", "cases")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, copy / name)
    before = digests(copy)
    for name, (beginning, row) in ROWS.items():
        lines = (copy / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (at,) = (i for i, line in enumerate(lines) if line.startswith(beginning))
        (copy / name).write_text("".join([*lines[: at + 1], row, *lines[at + 1 :]]), encoding="utf-8")
    (copy / EXAMPLE).write_text(RULES, encoding="utf-8")
    return Repository(copy, before)


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


def selected(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return python(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, *TESTS, "-k", CHOSEN)


def test_an_operator_is_parsed_evaluated_explained_and_formatted(repository: Repository) -> None:
    done = python(repository.path, "-c", SCRIPT)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["found"] == []
    assert said["value"] == 40
    assert "出生日期所在的年代" in said["zh"]
    assert "1989年12月31日所在的年代" in said["zh"]
    assert "decade of Date of birth" in said["en"]
    assert "  decade of (开始日期) − decade of (出生日期)\n" in said["text"]
    assert said["back"] == RULES


def test_the_tests_accept_the_operator(repository: Repository) -> None:
    """Its example holds in both languages, every keyword is documented, every operator has its phrase."""
    done = selected(repository.path)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("name", [*ROWS, EXAMPLE])
def test_no_file_of_the_list_can_be_left_out(repository: Repository, name: str) -> None:
    """Without any one of them a test fails: each asks for the next."""
    path = repository.path / name
    with_it = path.read_text(encoding="utf-8")
    try:
        path.unlink()
        if name != EXAMPLE:
            path.write_text(with_it.replace(ROWS[name][1], ""), encoding="utf-8")
        done = selected(repository.path, "-x")
        assert done.returncode in (1, 2), done.stdout[-3000:]
    finally:
        path.write_text(with_it, encoding="utf-8")


def test_nothing_else_was_touched(repository: Repository) -> None:
    """What was changed in the copy is what the list in CONTRIBUTING.md names, a file an item."""
    before, after = repository.before, digests(repository.path)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    assert changed == sorted([*ROWS, EXAMPLE])
    assert all(len([name for name in changed if name.startswith(entry)]) == 1 for entry in listed())
    assert len(listed()) == len(changed) == 6


def listed() -> list[str]:
    """The files and folders that the recipe names, the first of each item."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = text.partition("## Add an operator")[2].partition("\n## ")[0]
    return [match[1] for match in re.finditer(r"^\d+\. `([^`]+)`", recipe, re.MULTILINE)]
