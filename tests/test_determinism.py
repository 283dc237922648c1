"""The same rules and facts give the same bytes: under any hash seed, locale and time zone, in whatever order the files
lie on disk and the facts are given, and whatever was asked before."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from compiler.evaluate import evaluate
from compiler.program import Program
from tiaoli.load import load_policy
from tiaoli.reports import coverage_table, diagnostics_json

HASH_SEEDS = (0, 1, 2, 3, 7, 42, 1000, 65535, 123456789, 4294967295)
LOCALES = ("C", "C.UTF-8", "zh_CN.UTF-8", "tr_TR.UTF-8", "en_US.ISO-8859-1")
ZONES = ("UTC", "Asia/Shanghai", "America/Los_Angeles")
FACTS = '{"本市户籍": true, "毕业生类别": "高校毕业生", "失业保险缴费基数": "5360.50", "出生日期": "2000-02-29"}'
SCRIPT = """
import sys
from tiaoli.cli import main
policy = "jing-ren-she-jiu-fa-2020-19"
asked = ["eval", policy, "--as-of", "2021-10-15", "--facts", sys.argv[1]]
for arguments in (asked, ["check", policy, "--draft"], ["check", "port-merrow-2023-7"]):
    try:
        main(["--lang", "zh", *arguments])
    except SystemExit as end:
        assert not end.code, end.code
"""


def test_same_bytes_under_every_hash_seed_and_locale(root: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(FACTS, encoding="utf-8")
    printed = set()
    for i, seed in enumerate(HASH_SEEDS):
        setting = {"PYTHONHASHSEED": str(seed), "LC_ALL": LOCALES[i % len(LOCALES)], "TZ": ZONES[i % len(ZONES)]}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(facts)],
            cwd=root,
            env={**os.environ, "PYTHONUTF8": "1", **setting},
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr.decode()
        printed.add((done.stdout, done.stderr))
    assert len(printed) == 1
    assert "可以参加本市社会保险".encode() in next(iter(printed))[0]


@pytest.fixture
def untidy(root: Path, tmp_path: Path) -> Path:
    """A policy in whose folder lie files that about.toml does not list, and one that has a fault."""
    source = min((root / "policies").glob("*/about.toml"))
    folder = shutil.copytree(source.parent, tmp_path / "policy")
    for name in ("乙", "甲", "Z", "a"):
        (folder / f"{name}.tiao").write_text("# 第九十条  多余\n", encoding="utf-8")
    (folder / "第二条.tiao").write_text("# 第二条  错\n\n定义\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", range(5))
def test_order_of_the_folder_does_not_matter(seed: int, untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled() -> str:
        result = load_policy(str(untidy), draft=True).compiled
        names = [*result.program.facts, *result.program.definitions, *result.program.norms, *result.program.readings]
        return "\n".join([coverage_table(result, "zh"), diagnostics_json(result, "zh"), *names])

    tidy = compiled()
    plain = os.listdir

    def shuffled(folder: Path) -> list[str]:
        found = sorted(plain(folder))
        Random(seed).shuffle(found)
        return found

    monkeypatch.setattr(os, "listdir", shuffled)
    assert compiled() == tidy


@pytest.fixture(scope="module")
def program() -> Program:
    return load_policy("jing-ren-she-jiu-fa-2020-19", draft=True).compiled.program


def test_order_of_facts_and_questions_does_not_matter(program: Program) -> None:
    facts = json.loads(FACTS)
    days = ("2020-10-15", "2021-10-15", "2022-03-01")

    def ask(day: str, names: list[str]) -> str:
        answers = evaluate(program, {"as_of": day, "facts": {name: facts[name] for name in names}})
        return json.dumps(answers.as_json(), ensure_ascii=False)

    first = {day: ask(day, list(facts)) for day in days}
    again = {day: ask(day, list(reversed(facts))) for day in reversed(days)}
    assert again == first
