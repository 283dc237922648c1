"""The evaluator and the plain oracle agree on random programs: status, value and missing facts of every conclusion.

`TIAOLI_PROGRAMS=20000 python -m pytest tests/test_oracle.py -n auto` makes a long run of it.
"""

import os
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import pytest

from compiler.evaluate import Answer, evaluate
from compiler.program import Program
from compiler.request import Refused
from tests.generate import Case, Generated, as_request, case, compiled, program
from tests.oracle import Facts, Oracle, Told, domain

PROGRAMS = int(os.environ.get("TIAOLI_PROGRAMS", "500"))
CASES = 20
CHUNKS = 20


def told(answer: Answer) -> Told:
    """The evaluator's answer in the oracle's words."""
    is_day = answer.kind == "date" and isinstance(answer.value, int)
    return Told(answer.status, date.fromordinal(answer.value) if is_day else answer.value, answer.missing)  # type: ignore[arg-type]


def difference(rules: Program, asked: Case) -> str | None:
    """'' where both agree on every conclusion, else what they say of the first; None where the request is refused."""
    try:
        answers = evaluate(rules, as_request(asked, rules)).conclusions
    except Refused:
        return None
    except Exception as fault:
        return f"evaluator: {fault!r}"
    for name, expected in Oracle(rules, asked.as_of, asked.readings).answers(asked.facts).items():
        got = told(answers[name])
        if got != expected or isinstance(got.value, bool) is not isinstance(expected.value, bool):
            return f"{name}\n  evaluator: {got}\n  oracle:    {expected}"
    return ""


def check(seed: int) -> str:
    """'' where both agree on all cases of a seed's program, else a report on the first that they do not agree on."""
    generated = program(seed)
    result = compiled(generated)
    assert not result.errors, f"seed {seed}\n{generated.text}\n{result.errors[0].render('en')}"
    random = Random(seed)
    answered = 0
    for _ in range(CASES * 10):
        asked = case(generated, result.program, random)
        found = difference(result.program, asked)
        if found:
            return f"seed {seed}\n{report(generated, asked)}"
        answered += found == ""
        if answered == CASES:
            break
    return ""


# ---- what a failure needs, and no more -------------------------------------------------------------------------------


def fails(generated: Generated, asked: Case) -> bool:
    result = compiled(generated)
    return not result.errors and bool(difference(result.program, fitting(asked, result.program)))


def fitting(asked: Case, rules: Program) -> Case:
    """The case without what a smaller program does not have."""
    facts = {name: value for name, value in asked.facts.items() if name in rules.facts}
    return replace(asked, facts=facts, readings={k: v for k, v in asked.readings.items() if k in rules.readings})


def report(generated: Generated, asked: Case) -> str:
    for i in reversed(range(len(generated.statements))):
        if fails(smaller := generated.without(i), asked):
            generated = smaller
    rules = compiled(generated).program
    asked = fitting(asked, rules)
    for name in list(asked.facts):
        fewer = replace(asked, facts={k: v for k, v in asked.facts.items() if k != name})
        if difference(rules, fewer):
            asked = fewer
    return f"{generated.text}\n{as_request(asked, rules)}\n{difference(rules, asked)}"


def admits(oracle: Oracle, known: Facts) -> bool:
    """Is there a completion that no constraint refuses?"""
    facts = oracle.program.facts
    missing = [name for name in facts if name not in known]
    completions = product(*(domain(facts[name]) for name in missing))
    people = ({**known, **dict(zip(missing, values, strict=True))} for values in completions)
    return any(not any(rule(person) is False for rule in oracle.constraints) for person in people)


# ---- the tests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_evaluator_and_oracle_agree(chunk: int) -> None:
    failures = [failure for seed in range(chunk, PROGRAMS, CHUNKS) if (failure := check(seed))]
    assert not failures, f"{len(failures)} programs differ; the first:\n{failures[0]}"


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_wider_ranges_leave_no_less_unknown(seed: int) -> None:
    """Facts that may be anything cannot be tried one by one. But what is unknown within their ranges stays so."""
    generated = program(seed)
    rules, wide = compiled(generated).program, compiled(generated.without_ranges()).program
    random = Random(seed)
    for _ in range(4):
        asked = case(generated, rules, random)
        oracle = Oracle(rules, asked.as_of, asked.readings)
        if not admits(oracle, asked.facts):
            continue
        found = evaluate(wide, as_request(asked, wide)).conclusions
        for name, expected in oracle.answers(asked.facts).items():
            if expected.status == "unknown":
                got = told(found[name])
                assert got.status == "unknown", (generated.text, as_request(asked, rules), name, got)
                assert set(got.missing) >= set(expected.missing), (generated.text, as_request(asked, rules), name, got)


TRAPS = {
    "a guard that is never true": """
        事实 有 : 是否
        事实 定 : 是否
        定义 一 : 是否
          前提 有
          评估日 早于 2001-01-01
        定义 二 : 是否
          前提 定
          评估日 晚于 2001-01-01
        定义 三 : 是否
          一 且 二
        定义 四 : 整数
          前提 一
          3
        """,
    "choices of different lists": """
        事实 色 : 选项
          取值 红、绿
        事实 光 : 选项
          取值 红、黄
        定义 同 : 是否
          色 为 光
        """,
    "one value only": """
        事实 数 : 整数
          范围 3 至 3
        定义 值 : 整数
          数
        """,
    "division by what may be zero": """
        事实 数 : 整数
          范围 0 至 6
        定义 大 : 是否
          6 ÷ 数 > 2
        定义 比 : 小数
          数 ÷ 数
        定义 零 : 小数
          数 ÷ 0
        """,
    "a sum, and a number twice": """
        事实 数 : 整数
          范围 0 至 6
        事实 另 : 整数
          范围 0 至 6
        定义 和 : 是否
          数 + 另 = 6 且 数 = 另
        定义 积 : 是否
          数 × (6 − 数) > 8
        定义 中 : 整数
          较小者（较大者（数、另）、较大者（3、数））
        """,
    "a day and a day after it": """
        事实 日 : 日期
          范围 2019-02-20 至 2019-03-10
        定义 闰 : 是否
          日 + 1年 不超过 日 + 365日
        """,
    "facts that are equal": """
        事实 数 : 整数
          范围 0 至 6
        事实 另 : 整数
          范围 0 至 6
          约束 数 = 另，否则 inconsistent_facts
        定义 多 : 是否
          数 > 3
        """,
    "constraints that nobody meets": """
        事实 数 : 整数
          范围 0 至 6
        事实 另 : 整数
          范围 0 至 6
          约束 数 < 另，否则 inconsistent_facts
          约束 另 < 数，否则 inconsistent_facts
        定义 多 : 是否
          数 > 3
        """,
}
WIDE = {
    "数 × 3 ≥ 另 且 另 ≥ 数": ("数", "另"),
    "数 + 另 = 100 且 数 = 另": ("数", "另"),
    "数 × 数 = 49": ("数",),
    "100 ÷ 数 > 30": ("数",),
    "数 × 3 < 另 且 另 < 数 × 3 + 2": ("数", "另"),
    "数 + 1 ≤ 另 且 另 ≤ 数": (),
    "数 × 2 > 另 且 另 ≥ 数 × 2": (),
    "数 < 数": (),
}
"""Conditions on two numbers without a range, and the numbers that are missing; none: the condition is false."""


def written(text: str) -> Generated:
    lines = [line.removeprefix("        ") for line in text.strip("\n").splitlines()]
    statements = "\n".join(f"\n{line}" if line[:1].strip() else line for line in lines).strip().split("\n\n")
    return Generated(tuple(statements), date(2021, 1, 1))


@pytest.mark.parametrize("trap", TRAPS)
def test_traps(trap: str) -> None:
    generated = written(TRAPS[trap])
    rules = compiled(generated).program
    assert not compiled(generated).errors
    known: list[Facts] = [{name: value} for name, fact in rules.facts.items() for value in domain(fact)]
    for facts in [{}, *known]:
        assert not difference(rules, Case(generated.anchor, facts, {})), facts


@pytest.mark.parametrize("condition", WIDE)
def test_traps_in_unlimited_numbers(condition: str) -> None:
    rules = compiled(written(f"事实 数 : 整数\n事实 另 : 整数\n定义 一 : 是否\n  {condition}")).program
    answer = evaluate(rules, {"as_of": "2021-01-01"}).conclusions["一"]
    missing = WIDE[condition]
    assert told(answer) == (Told("unknown", None, missing) if missing else Told("value", False))
