"""The agreed cases of the regulation hold: in this process, and once more through `tiaoli eval --lines`."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

import tiaoli
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused

CASES_FILE = Path(__file__).parent / "cases" / "cases-open.json"
CASES: list[dict[str, Any]] = json.loads(CASES_FILE.read_text(encoding="utf-8"))["cases"]
ASKED = [case for case in CASES if case["kind"] != "norms_addressing"]
ADDRESSED = [case for case in CASES if case["kind"] == "norms_addressing"]


@pytest.fixture(scope="module")
def program() -> Program:
    return tiaoli.load("jing-ren-she-jiu-fa-2020-19", draft=True).program


def request(case: Mapping[str, Any]) -> dict[str, object]:
    line = {key: case[key] for key in ("id", "as_of", "facts", "only") if key in case}
    return {**line, "readings": case["reading_switches"]} if "reading_switches" in case else line


def row(program: Program, case: Mapping[str, Any]) -> dict[str, Any]:
    """What comes of a case, as one line of JSON Lines would say it."""
    try:
        return evaluate(program, request(case)).as_json(case["id"])
    except Refused as refused:
        first = refused.faults[0]
        return {"error": {"kind": first.kind, "facts": list(first.facts)}}


# ---- expected and got: the contract ---------------------------------------------------------------------------------


def same(expected: object, got: object) -> bool:
    """Booleans strictly, lists as sets, amounts by their value."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, list) and isinstance(got, list):
        return sorted(map(str, expected)) == sorted(map(str, got))
    if expected == got:
        return True
    try:
        return Decimal(str(expected)) == Decimal(str(got))
    except InvalidOperation:
        return False


def holds(want: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    """Is an answer the expected one?"""
    if "value" in want:
        return got.get("status") == "value" and same(want["value"], got.get("value"))
    missing = "missing" not in want or set(want["missing"]) == set(got.get("missing", ()))
    return want["status"] == got.get("status") and missing


def wanted_norms(expected: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    statuses = ("applies", "not_applies", "not_in_force")
    known = {id_: {"status": status} for status in statuses for id_ in expected.get(status, ())}
    open_ = {id_: {"status": "unknown", "missing": missing} for id_, missing in expected.get("unknown", {}).items()}
    return {**known, **open_}


def faults(case: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """How a row falls short of a case; [] where the case holds."""
    expected = case["expected"]
    if case["kind"] == "refusal":
        want, error = expected["refusal"], got.get("error", {})
        right = error.get("kind") == want["kind"] and set(error.get("facts", ())) == set(want["facts"])
        return [] if right else [f"wanted refusal {want}, got {error or 'answers'}"]
    if "error" in got:
        return [f"refused: {got['error']}"]
    concerning = case["kind"] == "norms_concerning"
    wanted = wanted_norms(expected["norms"]) if concerning else expected
    answers = got["norms" if concerning else "answers"]
    wrong = [f"{n}: wanted {w}, got {answers.get(n)}" for n, w in wanted.items() if not holds(w, answers.get(n, {}))]
    left_out = expected["norms"].get("left_out", ()) if concerning else ()
    return wrong + [f"{id_} has no condition" for id_ in left_out if id_ in answers]


# ---- the tests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case["id"])
def test_case_holds(case: dict[str, Any], program: Program) -> None:
    assert faults(case, row(program, case)) == [], case["title"]


@pytest.mark.parametrize("case", ADDRESSED, ids=lambda case: case["id"])
def test_norms_of_an_addressee(case: dict[str, Any], program: Program) -> None:
    who = case["query"]["addressee"]
    norms = program.norms.values()
    found = {
        "norms": {n.id for n in norms if who in n.addressees},
        "implied": {n.id for n in norms if who in n.implied},
    }
    for key, want in case["expected"].items():
        assert found[key] == set(want), case["title"]


def test_all_cases_through_the_command_line(tmp_path: Path, root: Path) -> None:
    lines = tmp_path / "cases.jsonl"
    text = "".join(json.dumps(request(case), ensure_ascii=False) + "\n" for case in ASKED)
    lines.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tiaoli", "eval", "jing-ren-she-jiu-fa-2020-19", "--lines", str(lines)],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    rows = {got["id"]: got for got in map(json.loads, done.stdout.splitlines())}
    wrong = {case["id"]: found for case in ASKED if (found := faults(case, rows[case["id"]]))}
    assert wrong == {}


def test_the_cases_are_those_that_were_agreed(shared: Path) -> None:
    agreed = shared / "law" / "cases-open.json"
    assert json.loads(CASES_FILE.read_text(encoding="utf-8")) == json.loads(agreed.read_text(encoding="utf-8"))
