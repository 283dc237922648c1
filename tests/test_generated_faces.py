"""The faces of generated code: named facts and values of Python, and functions of JavaScript."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, localcontext
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import tiaoli
from bench.w1_rows import facts_of, rows
from compiler import calendar
from compiler.evaluate import Answer, evaluate
from compiler.targets.straight.form import Form
from compiler.targets.straight.printed import NotPrintable, script
from compiler.targets.straight.program import Asked
from compiler.values import to_json
from explain.question.people import people
from tests.conftest import ROOT
from tests.javascript import needs_node
from tests.mixed import requests
from tests.proofs import DAYS
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.test_generated import small
from tiaoli.generated import Generated

# ---- the face for Python --------------------------------------------------------------------------------------------


def as_python(kind: str, value: Any) -> Any:
    if kind == "date":
        return date.fromisoformat(value)
    return Decimal(value) if kind == "money" and isinstance(value, str) else value


def same_refusal(generated: Generated, facts: Mapping[str, Any], day: date, refused: tiaoli.RequestError) -> None:
    """Both faces refuse, for the same reasons in the same words."""
    for face in (generated.answers, generated.steps):
        with pytest.raises(tiaoli.RequestError) as again:
            face(facts, day)
        assert again.value.faults == refused.faults


@pytest.fixture(scope="module")
def w1() -> tuple[tiaoli.Policy, Generated]:
    policy = tiaoli.load(str(ROOT / "bench" / "w1"))
    return policy, policy.generated()


def test_values_are_those_of_the_policy() -> None:
    """Beijing: dates as dates and amounts as Decimal, all known or a few left out."""
    policy = tiaoli.Policy(program_of(BEIJING))
    generated = policy.generated()
    kinds = {name: fact.type.kind for name, fact in policy.program.facts.items()}
    for raw in requests(policy.program, DAYS[BEIJING], 150, 8):
        facts = {name: as_python(kinds[name], value) for name, value in raw["facts"].items()}
        day = date.fromisoformat(raw["as_of"])
        try:
            expected = policy.evaluate(facts, day).answers
        except tiaoli.RequestError as refused:
            same_refusal(generated, facts, day, refused)
            continue
        found = generated.answers(facts, day)
        assert [*found] == [*expected.conclusions, *expected.norms]
        for name, answer in {**expected.conclusions, **expected.norms}.items():
            if answer.status != "value":
                assert found[name] == answer
            elif answer.kind in ("date", "money"):
                assert str(found[name]) == to_json(answer.value, answer.kind)
            else:
                assert (type(found[name]), found[name]) == (type(answer.value), answer.value)


ODD: tuple[tuple[str, Any], ...] = (
    ("sex", "X"), ("sex", 1), ("sex", []), ("birth_date", None), ("birth_date", "1990-02-29"), ("birth_date", 19900101),
    ("birth_date", date(1850, 3, 1)), ("birth_date", date(1700, 3, 1)), ("birth_date", date(2150, 3, 1)),
    ("origin_bj", 1), ("origin_bj", "yes"), ("base", 5000), ("base", "5000.00"), ("base", Decimal("5000.000")),
    ("base", Decimal("-1.00")), ("base", Decimal("-0.00")), ("base", Decimal("0.00")), ("base", Decimal("1E+3")),
    ("base", Decimal("NaN")), ("base", Decimal("sNaN")), ("base", Decimal("Infinity")), ("base", 5000.5),
    ("base", Decimal("9" * 45 + ".00")), ("base", Decimal("9" * 30 + ".99")), ("graduated", None), ("trainee", 0.0),
    ("graduation_date", None), ("subsidy_start", None), ("nobody", True), ("nobody", None), ("resident", None),
)  # fmt: skip


def test_odd_values(w1: tuple[tiaoli.Policy, Generated]) -> None:
    """What is no fault is read, whatever its form, and what is one is refused in the same words."""
    policy, generated = w1
    refused = answered = 0
    for row, (name, value) in ((row, odd) for row in rows(6, 2) for odd in ODD):
        facts = {**facts_of(row), name: value}
        try:
            expected = policy.evaluate(facts, row["eval_date"])
        except tiaoli.RequestError as fault:
            refused += 1
            same_refusal(generated, facts, row["eval_date"], fault)
            continue
        answered += 1
        found = generated.answers(facts, row["eval_date"])
        assert generated.steps(facts, row["eval_date"])[0] == found
        for key, answer in expected.items():
            if answer.status == "value":
                assert str(found[key]) == str(to_json(answer.value, answer.kind))  # type: ignore[arg-type]
            else:
                assert found[key] == answer
    assert refused > 50
    assert answered > 50


def test_a_fact_that_is_left_out_is_one_that_is_none(w1: tuple[tiaoli.Policy, Generated]) -> None:
    _, generated = w1
    for row in rows(300, 7):
        facts = facts_of(row)
        short = {name: value for name, value in facts.items() if value is not None}
        assert generated.answers(short, row["eval_date"]) == generated.answers(facts, row["eval_date"])


SHIELDED = """# 第一条  测试

> 一切从此条。

事实 有 : 是否

事实 开始日期 : 日期
  约束 非 有 或 开始日期 不晚于 评估日，否则 date_in_future

事实 金额 : 金额
  范围 0.00元 至 900.00元

定义 满一年 : 是否
  有 且 开始日期 + 1年 不晚于 评估日

定义 未满一年 : 是否
  有 且 开始日期 + 1年 晚于 2021-02-28

定义 应付 : 金额
  分情况：
    - 若 有 且 金额 × 2 超过 10.00元：金额 × 2
    - 否则：0.00元
"""


def test_what_there_is_none_of_may_be_left_out() -> None:
    """Though two rules compute the same of it, and a constraint speaks of it."""
    policy = tiaoli.Policy(small(SHIELDED))
    generated = policy.generated()
    days = (None, date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 3, 2))
    answered = 0
    for has, start, amount in product((True, False, None), days, (None, Decimal("5.00"), Decimal("900.01"))):
        facts, day = {"有": has, "开始日期": start, "金额": amount}, date(2021, 2, 28)
        try:
            expected = policy.evaluate(facts, day)
        except tiaoli.RequestError as refused:
            same_refusal(generated, facts, day, refused)
            continue
        answered += 1
        found = generated.answers(facts, day)
        assert generated.steps(facts, day)[0] == found
        for name, answer in expected.items():
            value = to_json(answer.value, answer.kind) if answer.status == "value" else answer  # type: ignore[arg-type]
            assert (str(found[name]) if isinstance(found[name], Decimal) else found[name]) == value
    assert answered >= 20


def test_lists_are_left_to_the_policy() -> None:
    """A text whose other facts are all simple."""
    rules = small(
        SHIELDED.replace("定义 满一年", "事实 家庭 : 记录\n\n定义 人数 : 整数\n  计数（家庭）\n\n定义 满一年")
    )
    generated = tiaoli.Policy(rules).generated()
    facts: dict[str, Any] = {"有": False, "开始日期": date(2020, 1, 1), "金额": Decimal("5.00")}
    assert generated.answers(facts, date(2021, 1, 1))["人数"].status == "unknown"
    assert generated.answers({**facts, "家庭": [{}, {}]}, date(2021, 1, 1))["人数"] == 2
    assert generated.steps({**facts, "家庭": [{}, {}]}, date(2021, 1, 1))[0]["人数"] == 2
    assert generated.positional is None


def test_amounts_do_not_turn_on_the_precision_of_the_thread(w1: tuple[tiaoli.Policy, Generated]) -> None:
    _, generated = w1
    for row in rows(100, 8):
        expected = generated.answers(facts_of(row), row["eval_date"])
        with localcontext() as context:
            context.prec = 2
            assert generated.answers(facts_of(row), row["eval_date"]) == expected


def test_names_that_are_not_known_are_refused(w1: tuple[tiaoli.Policy, Generated]) -> None:
    policy, _ = w1
    for wrong in ({"only": ("nothing",)}, {"readings": {"R1": "A"}}):
        with pytest.raises(tiaoli.RequestError):
            policy.generated(**wrong)  # type: ignore[arg-type]


def test_the_example_of_the_document(root: Path) -> None:
    text = (root / "docs" / "generated.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    space: dict[str, Any] = {}
    exec(block, space)
    policy, values = space["policy"], space["values"]
    expected = policy.evaluate(space["facts"], "2021-10-15", only=tuple(space["code"].names))
    assert {name: value for name, value in values.items() if value == expected[name]} == values
    assert {stated.rule for stated, _ in space["steps"]} >= {*values}


# ---- JavaScript -----------------------------------------------------------------------------------------------------


def as_number(kind: str, value: Any) -> Any:
    """A fact or value as generated JavaScript has it."""
    if kind == "date":
        return int(value.replace("-", ""))
    return int(value.replace(".", "")) if kind == "money" else value


def expected_of(answer: Answer) -> Any:
    if answer.status != "value" or answer.value is None:
        return {"applies": True, "not_applies": False, "not_applicable": None}.get(answer.status, answer.status)
    return as_number(answer.kind, to_json(answer.value, answer.kind))


@needs_node
@pytest.mark.parametrize("day", ["2020-09-30", "2021-10-15", "2022-02-28"])
def test_javascript_of_beijing(day: str, tmp_path: Path) -> None:
    """All conclusions and norms, for people of whom all that matters is known."""
    rules = program_of(BEIJING)
    kinds = {name: fact.type.kind for name, fact in rules.facts.items()}
    asked, expected = [], []
    for one in people(rules, 200, 3, calendar.from_iso(day) or 0):
        answers = evaluate(rules, {"as_of": day, "facts": one["facts"]})
        every = {**answers.conclusions, **answers.norms}
        if not any(answer.status == "unknown" for answer in every.values()):
            facts = {name: as_number(kinds[name], value) for name, value in one["facts"].items()}
            asked.append({**facts, "as_of": as_number("date", day)})
            expected.append({name: expected_of(answer) for name, answer in every.items()})
    assert len(asked) > 150
    run = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync('asked.json')).map(evaluate)))"
    (tmp_path / "run.js").write_text(script(Form(Asked(rules, {}, {})), "evaluate") + run, encoding="utf-8")
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    done = subprocess.run(["node", "run.js"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert json.dumps(json.loads(done.stdout)) == json.dumps(expected)


def test_what_javascript_has_no_form_for_is_refused() -> None:
    with pytest.raises(NotPrintable, match="month_of"):
        script(Form(Asked(program_of(MERROW).views[-1], {}, {"household": 1})), "evaluate")
