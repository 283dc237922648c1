"""The examples in the rule files: they hold, they show every kind of result, and both sides of every boundary."""

from __future__ import annotations

import pytest

from compiler.examples import run_examples
from compiler.program import Definition, Program
from tests.mutants import Mutant, killed, mutants
from tiaoli.load import load_policy

POLICIES = ("jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7")
PROGRAMS = {policy: load_policy(policy).compiled.program for policy in POLICIES}
MUTANTS = [mutant for program in PROGRAMS.values() for mutant in mutants(program)]
CONCLUSIONS = [(policy, name) for policy, program in PROGRAMS.items() for name in program.conclusions]
SURVIVORS = {
    # The first employment is not before graduation and not after the day asked about, so graduation is not after it
    # either: the mutant is the same program.
    "高校毕业生灵活就业社会保险补贴对象: 毕业日期 不晚于 评估日 (le) made looser",
    # A row that begins a day earlier overlaps the row before it, which comes first: it changes nothing. (These are the
    # rows from 2025-01-01 and from 2024-04-01.)
    "low_emission_vehicle: low_emission_limit on relevant_day (le no. 3) made looser",
    "applicable_reference_income: reference_income on relevant_day (le no. 3) made looser",
    # A request before the day of service is refused.
    "review_admissible: review_requested_on within 30 days after decision_served_on, rolled (le) made looser",
    # What is computed is a multiple of a jiao: below 10.00 yuan is below 9.99 yuan too.
    "refund_too_small: refund_computed below 10.00 yuan (lt) made tighter",
    # A refund is nothing, or 10 yuan at least.
    "refund_due_by: refund above 0.00 yuan (lt) made tighter",
}


@pytest.mark.parametrize("policy", POLICIES)
def test_every_example_holds(policy: str) -> None:
    faults = [fault.render("en") for _, found in run_examples(PROGRAMS[policy]) for fault in found]
    assert not faults, "\n".join(faults)
    assert len(PROGRAMS[policy].examples) > 200


def expected(program: Program, name: str) -> set[object]:
    """What examples expect of a conclusion: statuses, and values of yes/no conclusions and choices."""
    found: set[object] = set()
    for example in program.examples:
        for line in example.expected:
            if line.name == name:
                found.add(line.value if isinstance(line.value, bool | str) else line.status)
    return found


def required(definition: Definition) -> set[object]:
    if definition.answered_before_force or not definition.facts:
        return {True, False}
    wanted: set[object] = {True, False} if definition.type.kind == "bool" else {"value"}
    if definition.type.kind == "enum":
        wanted = set(definition.type.choices)
    if definition.guard is not None:
        wanted.add("not_applicable")
    return {*wanted, "unknown"}


@pytest.mark.parametrize(("policy", "name"), CONCLUSIONS)
def test_examples_show_every_kind_of_result(policy: str, name: str) -> None:
    program = PROGRAMS[policy]
    assert required(program.conclusions[name]) <= expected(program, name)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.what)
def test_examples_stand_on_both_sides_of_every_boundary(mutant: Mutant) -> None:
    assert killed(mutant) is (mutant.what not in SURVIVORS), mutant.what


def test_there_are_boundaries() -> None:
    texts = [mutant.what for mutant in MUTANTS]
    assert len(texts) > 100
    assert set(texts) >= SURVIVORS
    assert len(set(texts)) == len(texts), "a mutant that survives is named by its text"
