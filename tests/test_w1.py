"""The workload W1 in our language against its reference in plain Python, written by hand; and the code that is
generated for it, in Python and JavaScript."""

from __future__ import annotations

import importlib.util
import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.ours import OUTPUTS
from bench.w1_rows import facts_of, request_of, rows
from bench.w1_script import module
from compiler.evaluate import evaluate
from compiler.program import Program
from tests.conftest import ROOT
from tests.javascript import needs_node
from tiaoli import Policy
from tiaoli.load import load_policy

PEOPLE, MANY = 3_000, 10_000
RUNNER = """
const { single, person } = require('./ours.js')
const rows = JSON.parse(require('fs').readFileSync('rows.json', 'utf8'))
process.stdout.write(JSON.stringify(rows.map(row => single(null, person(row)))))
"""
Reference = Callable[[Mapping[str, Any]], dict[str, Any]]


@cache
def w1() -> Program:
    """The policy bench/w1, compiled."""
    compiled = load_policy(str(ROOT / "bench" / "w1")).compiled
    assert not compiled.diagnostics, [d.render("en") for d in compiled.diagnostics]
    return compiled.program


@pytest.fixture(scope="module")
def plain(shared: Path) -> ModuleType:
    """The reference; where it is absent, the test is skipped."""
    path = shared / "bench" / "peers" / "py_plain.py"
    if not path.is_file():
        pytest.skip(f"no reference of the workload W1 at {path}")
    spec = importlib.util.spec_from_file_location("py_plain", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_evaluator_answers_as_the_reference(plain: ModuleType) -> None:
    seen: dict[str, set[Any]] = {}
    for row in rows(PEOPLE, 1):
        answers = evaluate(w1(), request_of(row)).conclusions
        for name, expected in plain.evaluate(row).items():
            answer = answers[name]
            found = Decimal(answer.value).scaleb(-2) if answer.kind == "money" else answer.value
            assert (answer.status, found) == ("value", expected), (name, row)
            seen.setdefault(name, set()).add(expected)
    assert len(seen) == 8
    assert all(len(values) > 1 for values in seen.values()), seen


def test_generated_code_answers_as_the_reference(plain: ModuleType) -> None:
    """From named facts that are checked, with all steps, and by position."""
    generated = Policy(w1()).generated(OUTPUTS)
    assert generated.positional is not None
    for row in rows(MANY, 2):
        facts, day = facts_of(row), row["eval_date"]
        expected = plain.evaluate(row)
        assert generated.answers(facts, day) == expected, row
        values, steps = generated.steps(facts, day)
        assert values == expected, row
        assert len(steps) >= 34
        found = dict(zip(generated.names, generated.positional(*numbers(facts), number(day, ())), strict=True))
        assert {**found, "unemployment_contribution": yuan(found["unemployment_contribution"])} == expected, row


def numbers(facts: Mapping[str, Any]) -> list[Any]:
    """The facts as generated code takes them by position, in the order of the vocabulary."""
    return [number(facts[name], fact.type.choices) for name, fact in w1().facts.items()]


def number(value: Any, choices: Sequence[str]) -> Any:
    if isinstance(value, date):
        return value.year * 10000 + value.month * 100 + value.day
    return int(value * 100) if isinstance(value, Decimal) else choices.index(value) if choices else value


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


@needs_node
def test_generated_javascript_answers_as_the_evaluator(tmp_path: Path) -> None:
    made = list(rows(MANY, 3))
    texts = [{name: text(value) for name, value in row.items()} for row in made]
    (tmp_path / "ours.js").write_text(module(w1()), encoding="utf-8")
    (tmp_path / "run.js").write_text(RUNNER, encoding="utf-8")
    (tmp_path / "rows.json").write_text(json.dumps(texts), encoding="utf-8")
    done = subprocess.run(["node", "run.js"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120)
    found = json.loads(done.stdout)
    assert len(found) == MANY
    for row, answers in zip(made, found, strict=True):
        expected = evaluate(w1(), {**request_of(row), "only": OUTPUTS}).conclusions
        assert answers == {name: answer.value for name, answer in expected.items()}, row


def text(value: Any) -> str:
    """A value as a file of texts has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
