"""The examples in the rule files: they hold, they show every kind of result, and both sides of every boundary."""

from __future__ import annotations

import pytest

from compiler.examples import run_examples
from compiler.program import Definition, Program
from tests.mutants import Mutant, killed, mutants
from tiaoli.load import load_policy

POLICY = "jing-ren-she-jiu-fa-2020-19"
PROGRAM = load_policy(POLICY).compiled.program
MUTANTS = list(mutants(PROGRAM))
SURVIVORS = {
    # The first employment is not before graduation and not after the day asked about, so graduation is not after it
    # either: the mutant is the same program.
    "高校毕业生灵活就业社会保险补贴对象: 毕业日期 不晚于 评估日 (le) made looser",
}


def test_every_example_holds() -> None:
    faults = [fault.render("en") for _, found in run_examples(PROGRAM) for fault in found]
    assert not faults, "\n".join(faults)
    assert len(PROGRAM.examples) > 250


def expected(program: Program, name: str) -> set[object]:
    """What examples expect of a conclusion: statuses, and values of yes/no conclusions and choices."""
    found: set[object] = set()
    for example in program.examples:
        for line in example.expected:
            if line.name == name:
                found.add(line.value if isinstance(line.value, bool | str) else line.status)
    return found


def required(definition: Definition) -> set[object]:
    if definition.answered_before_force:
        return {True, False}
    wanted: set[object] = {True, False} if definition.type.kind == "bool" else {"value"}
    if definition.type.kind == "enum":
        wanted = set(definition.type.choices)
    if definition.guard is not None:
        wanted.add("not_applicable")
    return {*wanted, "unknown"}


@pytest.mark.parametrize("name", PROGRAM.definitions)
def test_examples_show_every_kind_of_result(name: str) -> None:
    assert required(PROGRAM.definitions[name]) <= expected(PROGRAM, name)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.what)
def test_examples_stand_on_both_sides_of_every_boundary(mutant: Mutant) -> None:
    assert killed(mutant) is (mutant.what not in SURVIVORS), mutant.what


def test_there_are_boundaries() -> None:
    assert len(MUTANTS) > 50
