"""The evaluator and the plain oracle agree on random programs: status, value and missing facts of every conclusion.

`TIAOLI_PROGRAMS=20000 python -m pytest tests/test_oracle.py -n auto` makes a long run of it.
"""

import os
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from compiler.evaluate import Answer, evaluate
from compiler.program import Program
from compiler.request import Refused
from tests.generate import Case, Generated, as_request, case, compiled, program
from tests.oracle import Oracle, Told

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
    try:
        result = compiled(generated)
    except KeyError:
        return False
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


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_evaluator_and_oracle_agree(chunk: int) -> None:
    failures = [failure for seed in range(chunk, PROGRAMS, CHUNKS) if (failure := check(seed))]
    assert not failures, f"{len(failures)} programs differ; the first:\n{failures[0]}"
