"""The evaluator and the plain oracle agree on random programs: status, value and missing facts of every conclusion.

`TIAOLI_PROGRAMS=20000 python -m pytest tests/test_oracle.py -n auto` makes a long run of it.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from compiler.evaluate import Answer, evaluate
from compiler.program import Program
from compiler.request import Refused
from dsl import nodes
from dsl.keywords import KEYWORDS, ROUNDINGS
from tests import oracle
from tests.generate import Case, Generated, as_request, attempts, case, compiled, parsed, program, values_of
from tests.oracle import Facts, Oracle, Told, completed

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
    expected_answers = Oracle(rules, asked.as_of, asked.readings).answers(asked.facts)
    if set(answers) != set(expected_answers):
        return f"evaluator: {[*answers]}\n  oracle: {[*expected_answers]}"
    for name, expected in expected_answers.items():
        got = told(answers[name])
        if got != expected or isinstance(got.value, bool) is not isinstance(expected.value, bool):
            return f"{name}\n  evaluator: {got}\n  oracle:    {expected}"
    return ""


def check(seed: int) -> str:
    """'' where both agree on all cases of a seed's program, else a report on the first that they do not agree on."""
    generated, result = program(seed)
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
    for name, value in facts.items():
        if isinstance(value, tuple):
            facts[name] = tuple({k: v for k, v in record.items() if k in rules.facts} for record in value)
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
    slots = dict(oracle.slots(known))
    people = (completed(known, dict(zip(slots, values, strict=True))) for values in product(*slots.values()))
    return any(not oracle.refuses(person) for person in people)


# ---- what programs are made of ---------------------------------------------------------------------------------------

WRITTEN, LEAST = 250, 5
"""Of so many programs each construct of the language stands in so many at least."""


def constructs(node: object) -> Iterator[str]:
    """The kinds of nodes in a tree, with their operator, kind, mode or key."""
    if isinstance(node, tuple):
        for part in node:
            yield from constructs(part)
    elif isinstance(node, nodes.Node):
        name = type(node).__name__
        yield name
        yield from (
            f"{name} {getattr(node, tag)}" for tag in ("kind", "op", "mode", "key", "rolled") if hasattr(node, tag)
        )
        yield from (x for field in fields(node) for x in constructs(getattr(node, field.name)))


def language() -> set[str]:
    """All constructs that have a meaning to compute."""
    found = {kind.__name__ for kind in get_args(nodes.Expr)} - {"Text"}
    found |= {"Range", "Choices", "Constraint", "Given", "Body", "Under", "Calendar", "Row", "Covers", "Force"}
    found |= {
        "Applies",
        "Reinstated",
        "Property each",
        "Property notwithstanding",
        "Property subject_to",
        "Within True",
    }
    found |= {f"Rounded {mode}" for mode in ROUNDINGS} | {f"Compare {op}" for op in ("=", "!=", "<", "<=", ">", ">=")}
    found |= {f"Block {kind}" for kind in ("all_of", "any_of", "none_of")} | {f"Arithmetic {op}" for op in "+-*/"}
    found |= {
        f"Literal {kind}" for kind in ("number", "percent", "money", "date", "month", "period", "workdays", "age")
    }
    names = {"FUNCTION": "Call", "QUANTIFIER": "Quantified", "DAYS": "Days"}
    found |= {f"{names[row.token]} {row.value}" for row in KEYWORDS if row.token in names}
    kinds = ("fact", "parameter", "holidays", "define", "exception", "reading_of", "force")
    return found | {f"Statement {kind}" for kind in kinds}


def test_programs_have_every_construct_of_the_language() -> None:
    found: Counter[str] = Counter()
    for seed in range(WRITTEN):
        statements = parsed(next(attempts(seed))).article.statements
        found.update(set(constructs(tuple(placed.node for placed in statements))))
    assert {name: found[name] for name in language() if found[name] < LEAST} == {}


def test_the_oracle_is_short() -> None:
    """A promise (docs/promises.md): who doubts it can read all of it."""
    assert len(Path(oracle.__file__).read_text(encoding="utf-8").splitlines()) <= 200


# ---- the tests ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_evaluator_and_oracle_agree(chunk: int) -> None:
    failures = [failure for seed in range(chunk, PROGRAMS, CHUNKS) if (failure := check(seed))]
    assert not failures, f"{len(failures)} programs differ; the first:\n{failures[0]}"


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_wider_ranges_leave_no_less_unknown(seed: int) -> None:
    """Facts that may be anything cannot be tried one by one. But what is unknown within their ranges stays so."""
    generated, result = program(seed)
    rules, wide = result.program, compiled(generated.without_ranges()).program
    random = Random(seed)
    for _ in range(4):
        asked = case(generated, rules, random)
        oracle = Oracle(rules, asked.as_of, asked.readings)
        if not admits(oracle, asked.facts):
            continue
        try:
            found = evaluate(wide, as_request(asked, wide)).conclusions
        except Refused:
            continue  # a parameter was given another value than the published one
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
    "a marginal rate that may be negative": """
        事实 数 : 整数
          范围 0 至 6
        事实 率 : 整数
          范围 0 至 3
        定义 额 : 整数
          分级累进 数：
            - 至 3：(率 − 2)
            - 以上部分：1
        定义 大 : 是否
          额 > 1
        """,
    "a parameter without values on a day that is not applicable": """
        事实 有 : 是否
        参数 准 : 是否
        定义 日 : 日期
          前提 有
          2021-01-01
        定义 当日 : 是否
          准 于 日
        """,
    "two records whose facts are tied": """
        事实 名单 : 记录
          范围 0 至 2
        事实 数 : 整数
          每一 名单
          范围 0 至 2
        事实 另 : 整数
          每一 名单
          范围 0 至 2
          约束 数 = 另，否则 inconsistent_facts
        定义 大 : 是否
          存在（名单：数 > 1 且 另 > 1）
        定义 共 : 整数
          合计（名单，若 数 < 另：1）
        """,
    "yes and no compared": """
        事实 有 : 是否
        事实 数 : 整数
          范围 0 至 6
        定义 大 : 是否
          数 > 3
        定义 同 : 是否
          大 = 有
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
    facts = [fact for fact in rules.facts.values() if not fact.each]
    known: list[Facts] = [{fact.name: value} for fact in facts for value in values_of(rules, fact.name)]
    known = [{n: tuple(map(dict, v)) if isinstance(v, tuple) else v for n, v in one.items()} for one in known]
    for told_facts in [{}, *known]:
        assert not difference(rules, Case(generated.anchor, told_facts, {})), told_facts


@pytest.mark.parametrize("condition", WIDE)
def test_traps_in_unlimited_numbers(condition: str) -> None:
    rules = compiled(written(f"事实 数 : 整数\n事实 另 : 整数\n定义 一 : 是否\n  {condition}")).program
    answer = evaluate(rules, {"as_of": "2021-01-01"}).conclusions["一"]
    missing = WIDE[condition]
    assert told(answer) == (Told("unknown", None, missing) if missing else Told("value", False))


def test_constraints_are_read_by_the_text_of_the_day() -> None:
    text = """
        事实 数 : 整数
          范围 0 至 9
          约束 数 不超过 上限，否则 inconsistent_facts
        定义 上限 : 整数
          施行 至 2020-12-31 止
          3
        定义 上限 : 整数
          施行 自 2021-01-01 起
          6
        """
    rules = compiled(written(text)).program
    assert evaluate(rules, {"as_of": "2021-01-01", "facts": {"数": 5}}).conclusions["上限"].value == 6
    with pytest.raises(Refused):
        evaluate(rules, {"as_of": "2020-12-31", "facts": {"数": 5}})
