"""Generated code gives what the evaluator gives, word for word: answers, missing facts, refusals; and its steps are
those that explanations are made of."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

import tiaoli
from compiler import calendar
from compiler.compile import compile_program
from compiler.evaluate import evaluate
from compiler.partial import Environment, Residual
from compiler.program import About, Example, Program
from compiler.request import Refused
from compiler.steps import Step, trace
from compiler.targets.straight.engine import Engine
from compiler.targets.straight.form import Form
from compiler.targets.straight.program import Asked
from compiler.targets.straight.runtime import ordinal
from compiler.values import NA
from dsl.parse import parse
from dsl.source import Source
from tests.generate import as_request, case, program
from tests.mixed import requests, switched
from tests.proofs import DAYS
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.test_cases import ASKED, request
from tests.test_javascript import HOSTILE, STRANGE
from tests.test_suite import GOOD, compiled, read
from tiaoli.requests import answered_line, asker

PEOPLE = {BEIJING: 7_500, MERROW: 2_500}
PROGRAMS, CASES = 60, 8
LEAP = ("2020-02-29", "2021-02-28", "2021-03-01", "2024-02-28", "2024-02-29")
LETTERS = 2
"""So many sets of other readings are tried on sample people, beside the adopted ones."""
each_policy = pytest.mark.parametrize("name", [BEIJING, MERROW])


def said(answers: Any, raw: object) -> object:
    """What comes of a request: the JSON, with all faults where it is refused."""
    try:
        found = answers(raw)
    except Refused as refused:
        return [(fault.kind, fault.facts, dict(fault.message), dict(fault.hint)) for fault in refused.faults]
    return json.dumps(found.as_json(), ensure_ascii=False), found.request


def compared(rules: Program, asked: Iterable[Any], engine: Engine | None = None) -> tuple[int, int]:
    """How many requests were answered, and how many of these by generated code; nothing differs."""
    made, answered, by_code = engine or Engine(rules, 0), 0, 0
    for raw in asked:
        expected = said(lambda one: evaluate(rules, one), raw)
        found = made.answered(raw) if isinstance(expected, tuple) else None
        again = said(lambda one, found=found: found, raw) if found is not None else said(made.evaluate, raw)
        assert again == expected, json.dumps(raw, ensure_ascii=False)
        answered += isinstance(expected, tuple)
        by_code += found is not None
    return answered, by_code


# ---- requests -------------------------------------------------------------------------------------------------------


@each_policy
def test_sample_people(name: str) -> None:
    """Along the boundaries, around 29 February, with facts left out, under several readings. Every request that is not
    refused is answered by generated code."""
    rules, random = program_of(name), Random(4)
    letters = [{}, {}, {}, {}, *(switched(random, rules, 4) for _ in range(LETTERS))]
    asked = [
        {**one, "readings": random.choice(letters)} for one in requests(rules, (*LEAP, *DAYS[name]), PEOPLE[name], 21)
    ]
    answered, by_code = compared(rules, asked)
    assert answered > PEOPLE[name] // 2
    assert by_code == answered


@each_policy
def test_every_reading(name: str) -> None:
    """Each alternative that can be computed, for sample people and on a day before force."""
    rules, random = program_of(name), Random(1)
    crowd = list(requests(rules, DAYS[name], 40, 11))
    for reading in rules.readings.values():
        for letter in reading.alternatives if reading.not_computable is None else ():
            people = [{**random.choice(crowd), "readings": {reading.id: letter}} for _ in range(3)]
            compared(rules, [*people, {"as_of": DAYS[name][0], "readings": {reading.id: letter}}])


def test_after_the_instrument() -> None:
    """A text that is repealed on a day: before it, on it, before it was in force, and where that means no."""
    rules = program_of(BEIJING)
    repealed = replace(rules, about=replace(rules.about, repealed_from=calendar.from_iso("2021-10-15")))
    crowd = [one for one in requests(rules, DAYS[BEIJING], 12, 4) if not one["only"]]
    days, letters = ("2020-09-30", "2020-10-01", "2021-10-14", "2021-10-15", "2022-01-01"), ({}, {"V1": "B"})
    asked = [{**one, "as_of": day, "readings": given} for one in crowd for day in days for given in letters]
    statuses = {a.status for raw in asked[:10] for a in Engine(repealed, 0).evaluate(raw).conclusions.values()}
    assert {"not_in_force", "no_longer_in_force"} < statuses
    compared(repealed, asked)


@each_policy
def test_lines_of_the_command_line(name: str) -> None:
    """`tiaoli eval --lines` prints the same bytes, whether code is generated for it or not."""
    rules = program_of(name)
    asked = [one for one in requests(rules, DAYS[name], 120, 14) if not one["only"]]
    lines = [json.dumps({"id": number, **one}, ensure_ascii=False) for number, one in enumerate(asked)]
    lines[1:1] = ["no JSON", "[]", '{"as_of": "2021-10-15", "facts": {"a": 1, "a": 2}}']
    ask = asker(rules, 10_000)
    assert ask is not evaluate
    for lang in ("zh", "en"):
        for line in lines:
            found, expected = answered_line(rules, line, lang, ask), answered_line(rules, line, lang)
            assert json.dumps(found, ensure_ascii=False) == json.dumps(expected, ensure_ascii=False)


def test_agreed_cases() -> None:
    """Each with the conclusions that it tells of."""
    rules = program_of(BEIJING)
    told = [[name for name in one["expected"] if name in rules.conclusions] for one in ASKED]
    asked = [{**request(one), "only": names} for one, names in zip(ASKED, told, strict=True) if names]
    answered, by_code = compared(rules, asked)
    assert by_code == answered > 50


@each_policy
def test_examples_of_the_rule_files(name: str) -> None:
    rules = program_of(name)
    answered, by_code = compared(rules, map(example, rules.examples))
    assert by_code == answered > 20


def example(one: Example) -> dict[str, Any]:
    """An example as a request for what it expects."""
    only = dict.fromkeys(x.name for x in one.expected if x.status != "refused")
    return {"as_of": one.as_of, "facts": one.facts, "readings": one.readings, "only": [*only]}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_suite(path: Any) -> None:
    """Every construct of the language, by its own examples."""
    rules = compiled(read(path))[0]
    compared(rules, map(example, rules.examples))


@each_policy
def test_faulty_requests(name: str) -> None:
    rules, random = program_of(name), Random(9)
    usual = next(iter(requests(rules, DAYS[name], 1, 3)))
    strange = [{**usual, "facts": {**usual["facts"], fact: value}} for fact in rules.facts for value in STRANGE[::3]]
    doubled = [{**usual, "facts": {**usual["facts"], one.alias: True}} for one in rules.facts.values() if one.alias]
    compared(rules, [*HOSTILE, *random.sample(strange, 200), *doubled])


def test_random_programs() -> None:
    """Each of its own, with other readings and facts left out."""
    answered = by_code = 0
    for seed in range(PROGRAMS):
        generated, made = program(seed)
        random = Random(seed)
        asked = [as_request(case(generated, made.program, random), made.program) for _ in range(CASES)]
        try:
            one, other = compared(made.program, asked)
        except AssertionError as difference:
            raise AssertionError(f"{seed}\n{generated.text}") from difference
        answered, by_code = answered + one, by_code + other
    assert by_code == answered > PROGRAMS * CASES // 2


# ---- steps ----------------------------------------------------------------------------------------------------------


def walked(step: Step) -> list[Step]:
    """The conditions and computed values of a step, as generated code tells them."""
    inner = () if step.op in ("some", "every", "count", "total", "largest", "smallest") else step.parts
    own = step.op not in ("fact", "rule", "as_of", "const", "record") or (
        step.op == "fact" and step.expr.type.kind == "bool"
    )
    return [*([step] if own else []), *(one for part in inner for one in walked(part))]


def expected_steps(rules: Program, raw: Mapping[str, Any], names: Sequence[str]) -> list[tuple[str, str, Any, str]]:
    """Rule, operation, outcome and kind of each step."""
    environment = evaluate(rules, raw).environment
    found = []
    for definition in (rules.definitions[name] for name in dict.fromkeys(names)):
        for expr in (definition.guard, definition.body):
            for step in [] if expr is None else walked(trace(expr, environment)):
                found.append((definition.name, step.op, step.outcome, step.expr.type.kind))
    return found


def plain(value: Any, kind: str, below: int) -> Any:
    """The value of a step as the evaluator has it."""
    if value is None or value is NA or isinstance(value, bool | str | tuple):
        return value
    return ordinal(value) if kind == "date" else Fraction(value, below)


@pytest.mark.parametrize("name", [BEIJING, MERROW])
def test_steps(name: str) -> None:
    """Of a choice whose cases agree the evaluator may know more: such steps are few."""
    rules = program_of(name)
    generated = tiaoli.Policy(rules).generated()
    day = DAYS[name][-2]
    asked = [one for one in requests(rules, (day, day), 25, 5) if not one["only"]]
    compared_ = open_ = 0
    for raw in asked:
        try:
            answers = evaluate(rules, {**raw, "readings": {}})
        except Refused:
            continue
        values, told = generated.steps(raw["facts"], day)
        assert {n for n, v in values.items() if v is True} >= {
            n for n, a in answers.conclusions.items() if a.value is True
        }
        expected = expected_steps(answers.program, {**raw, "readings": {}}, [stated.rule for stated, _ in told])
        assert [(stated.rule, stated.op) for stated, _ in told] == [(rule, op) for rule, op, _, _ in expected]
        for (stated, value), (_, _, outcome, kind) in zip(told, expected, strict=True):
            if isinstance(outcome, Residual):
                assert value is None, stated
            elif value is None:
                open_ += 1
            else:
                assert plain(value, kind, stated.below) == outcome, stated
                compared_ += 1
    assert compared_ > 2_000
    assert open_ < compared_ / 100


# ---- source ---------------------------------------------------------------------------------------------------------


@each_policy
def test_no_name_of_the_rules_becomes_code(name: str) -> None:
    """Names of rules and facts stand in generated code only as texts; its own names are numbers and helpers."""
    view = program_of(name).views[-1]
    lists = [fact.name for fact in view.facts.values() if fact.type.kind == "records"]
    form = Form(Asked(view, {}, dict.fromkeys(lists, 2)))
    own = re.compile(r"[vtK][0-9]+|as_of|asking|NA|Early|NOT_IN_FORCE|[a-z_]+")
    for function in ("closed", "lawful", "open"):
        source = form.source(function)
        names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        assert names
        assert all(own.fullmatch(one) for one in names), names
        assert not names & set(view.names)


def small(text: str) -> Program:
    """The program of one rule file."""
    first = calendar.day(2000, 1, 1)
    about = About("small", "", "", "", "", "", first, first, None, None, ("一",))
    made = compile_program(about, "第一条 一切从此条。", [parse(Source("一.tiao", text))], draft=True)
    assert not made.errors, [d.render("zh") for d in made.errors]
    return made.program


HOSTILE_RULES = """# 第一条  测试

> 一切从此条。

事实 __import__ : 选项
  取值 facts「one」、NA「two」、None「three」

事实 lawful : 是否

事实 v0 : 日期

定义 t1 : 是否
  lawful 且 v0 早于 2020-02-29

定义 Kleene : 选项
  取值 True「yes」、DAYS「days」
  分情况：
    - 若 __import__ 为 None 且 t1：True
    - 否则：DAYS
"""


def test_names_like_those_of_python() -> None:
    facts = [
        {"__import__": word, "lawful": flag, "v0": day}
        for word in ("facts", "NA", "None")
        for flag in (True, False, None)
        for day in ("2020-02-28", "2020-02-29")
    ]
    asked = [{"as_of": "2021-01-01", "facts": one} for one in facts]
    assert compared(small(HOSTILE_RULES), asked) == (len(asked), len(asked))


def test_environment_is_that_of_the_evaluator() -> None:
    """Explanations are made of it: nothing of generated code is in it."""
    rules = program_of(BEIJING)
    raw = next(one for one in requests(rules, DAYS[BEIJING], 5, 2) if not one["only"])
    found = Engine(rules, 0).evaluate(raw)
    assert isinstance(found.environment, Environment)
    assert found.environment.facts == evaluate(rules, raw).environment.facts


def test_who_asks_often_is_answered_alike() -> None:
    """By the evaluator first, then by generated code."""
    policy = tiaoli.load(BEIJING)
    asked = [one for one in requests(policy.program, DAYS[BEIJING], 60, 6) if not one["only"]]
    for raw in asked:
        try:
            expected = evaluate(policy.program, raw)
        except Refused:
            continue
        found = policy.evaluate(raw["facts"], raw["as_of"], raw["readings"])
        assert found.answers == expected
        name = next(iter(found))
        assert found.explain(name).to_text()
