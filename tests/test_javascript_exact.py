"""The JavaScript search for exact unknowns decides as the Python one does, in as many steps: on random programs, and on
sample people of whom little is known."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from compiler.calendar import from_iso
from compiler.evaluate import Evaluation
from compiler.exact import BRIEFLY, Exact
from compiler.partial import Residual
from compiler.program import Program
from compiler.request import Refused, read
from compiler.values import NA, to_json
from explain.question.people import people
from tests.generate import as_request, case
from tests.generate import program as generated_program
from tests.javascript import Engine, needs_node
from tiaoli.load import load_policy

pytestmark = needs_node
SEEDS, CASES = 150, 4
POLICIES = {"jing-ren-she-jiu-fa-2020-19": "2021-10-15", "port-merrow-2023-7": "2024-08-05"}
SHARES = {"jing-ren-she-jiu-fa-2020-19": (0.2, 0.5, 0.8), "port-merrow-2023-7": (0.05, 0.1)}
"""Of a person's facts, so many are not known."""
DECISIONS = """
FACE.decisions = (program, raw) => orRefused(() => {
  const request = readRequest(program, raw);
  const { environment, exact, program: view } = new Evaluation(program.at(request.asOf), request);
  let effort = 0;
  const strain = exact.strain;
  exact.strain = (steps) => { effort += steps; strain.call(exact, steps); };
  const found = [];
  for (const { name, each, type } of view.definitions.values()) {
    const outcome = each ? null : environment.rule(name);
    if (!isOpen(outcome)) continue;
    effort = 0;
    const either = exact.either(outcome, BRIEFLY);
    const decided = exact.decide(outcome);
    const concerns = inOrder(outcome.support).slice(0, 2).map((fact) => exact.concerns(fact, outcome));
    const { value } = decided;
    const shown = value === null || value === NA ? String(value) : toJson(value, type.kind);
    found.push([name, shown, inOrder(decided.missing), either, concerns, effort]);
  }
  return found;
});
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine([DECISIONS]) as started:
        yield started


class Counted:
    """Counts the steps of every search."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.effort = 0
        strain = Exact._strain

        def counting(exact: Exact, effort: int) -> None:
            self.effort += effort
            strain(exact, effort)

        monkeypatch.setattr(Exact, "_strain", counting)

    def decisions(self, program: Program, raw: dict[str, object]) -> list[Any] | None:
        """Of every rule that is left open: its value, what is missing, what else can be asked, and the effort."""
        try:
            request = read(program, raw)
        except Refused:
            return None
        evaluation = Evaluation(program.at(request.as_of), request)
        exact, found = evaluation.exact, []
        for name, definition in evaluation.program.definitions.items():
            outcome = None if definition.each else evaluation.environment.rule(name)
            if not isinstance(outcome, Residual):
                continue
            self.effort = 0
            either = exact.either(outcome, BRIEFLY)
            value, missing = exact.decide(outcome)
            concerns = [exact.concerns(fact, outcome) for fact in sorted(outcome.support)[:2]]
            found.append([name, shown(value, definition.type.kind), sorted(missing), either, concerns, self.effort])
        return found


def shown(value: Any, kind: str) -> object:
    return "null" if value is None else "NA" if value is NA else to_json(value, kind)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


def compared(engine: Engine, program: Program, requests: list[Any], judge: Callable[..., Any]) -> int:
    """How many rules were left open, all of which are decided alike."""
    expected = [judge(program, raw) for raw in requests]
    policy = engine.open(program)
    found = policy.each("decisions", [[raw] for raw in requests])
    policy.close()
    for raw, wanted, got in zip(requests, expected, found, strict=True):
        assert ("error" in got) if wanted is None else got == wanted, raw
    return sum(map(len, filter(None, expected)))


def test_random_programs_are_decided_alike(engine: Engine, counted: Counted) -> None:
    decided = 0
    for seed in range(SEEDS):
        generated, result = generated_program(seed)
        random = Random(seed)
        requests = [as_request(case(generated, result.program, random), result.program) for _ in range(CASES)]
        decided += compared(engine, result.program, requests, counted.decisions)
    assert decided > SEEDS


@pytest.mark.parametrize("name", POLICIES)
def test_what_matters_of_people_who_say_little_is_the_same(engine: Engine, counted: Counted, name: str) -> None:
    program = load_policy(name, draft=True).compiled.program
    day = from_iso(POLICIES[name])
    assert day is not None
    for share in SHARES[name]:
        requests = list(people(program, 6, 5, day, share))
        assert compared(engine, program, requests, counted.decisions) > len(requests)
