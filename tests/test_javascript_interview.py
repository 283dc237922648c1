"""The interview in JavaScript asks what the Python one asks, in the same order, and comes to the same results:
for sample people, some of whom do not know everything."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from compiler import calendar
from compiler.values import to_json
from explain import javascript
from explain.interview.crowd import crowd, wishing
from explain.interview.interview import Contradiction, Interview, Result
from explain.question.ask import Question, facts_of
from explain.question.draw import Draw
from explain.question.people import Crowd, as_json
from tests.generate import program as random_program
from tests.javascript import Engine, Policy, needs_node
from tests.proofs_base import BEIJING, MERROW, program_of

pytestmark = needs_node
DAYS = {BEIJING: "2021-10-15", MERROW: "2024-08-05"}
PEOPLE = {
    BEIJING: {
        "可以参加本市社会保险": 6,
        "参保办理渠道": 3,
        "可在就业地办理失业登记": 60,
        "创业担保贷款支持对象": 60,
        "农业户籍就业困难人员补贴试点对象": 60,
        "失业保险费月缴费额": 20,
        "办法已施行": 1,
    },
    MERROW: {
        "resident": 60,
        "refund": 12,
        "badge_holder_needs_permit": 12,
        "application_lapsed": 20,
        "permit_to_be_granted": 5,
    },
}
"""So many people are asked about each conclusion."""
SEEDS = 40
ASKED = [(policy, name) for policy, names in PEOPLE.items() for name in names]
ENGINE = """
FACE.talks = (program, name, day, persons) => {
  const start = FACE.interview(program, name, day);
  return persons.map((person) => {
    const steps = [];
    for (let talk = start; ;) {
      const step = talk.next();
      steps.push(step);
      if (!step.asked) return [steps, talk.answers(), talk.facts()];
      const told = step.paths.filter((path) => path in person);
      const values = Object.fromEntries(told.map((path) => [path, person[path]]));
      talk = talk.answer(values, step.paths.filter((path) => !(path in person)));
    }
  });
};
FACE.population = (program, day, count) => {
  const crowd = new Crowd(program, fromIso(day));
  return Array.from({ length: count }, (_, n) => factsAsJson(crowd.known, crowd.person(Draw.of(7, n + 1))));
};
FACE.crowds = (program, name, day) => {
  const sample = new SamplePeople(program, name, fromIso(day));
  const shown = (person) => factsAsJson(factsOf(program), person);
  return [sample.anybody(40).map(shown), sample.wishing(40).map(shown)];
};
FACE.replayed = (program, name, day, moves) => {
  let talk = FACE.interview(program, name, day);
  return moves.map(([move, ...args]) => {
    const made = talk[move](...args);
    if (!made.error && made.next) talk = made;
    return [made.error?.kind ?? null, talk.next(), talk.answers()];
  });
};
"""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine([*javascript.proof(), *javascript.prospects(), *javascript.interview(), ENGINE]) as started:
        yield started


@pytest.fixture(scope="module")
def policies(engine: Engine) -> dict[str, Policy]:
    return {name: engine.open(program_of(name)) for name in DAYS}


def day(policy: str) -> int:
    return calendar.from_iso(DAYS[policy]) or 0


def started(policy: str, name: str) -> Interview:
    return Interview.about(program_of(policy), name, day(policy))


def persons(policy: str, count: int) -> Iterator[dict[str, Any]]:
    """Every third knows only some two thirds of the facts."""
    people = Crowd(program_of(policy), day(policy))
    for number in range(1, count + 1):
        forgets = Draw.of(11, number)
        person = people.person(Draw.of(7, number))
        yield {path: value for path, value in person.items() if number % 3 or forgets.chance(70)}


def plain(question: Question, values: Mapping[str, Any]) -> dict[str, Any]:
    """As a request has them; of a list of records the length."""
    kinds = {path: question.of(path).kind for path in values}
    return {path: to_json(v, "integer" if kinds[path] == "records" else kinds[path]) for path, v in values.items()}


def step(interview: Interview) -> dict[str, Any]:
    """Where an interview stands, as JavaScript says it."""
    found = interview.next()
    if not isinstance(found, Result):
        return {"asked": True, "paths": [*found.paths], "form": found.form, "judged": found.judged}
    value = to_json(found.finding.value, interview.order.question.kind) if found.finding.status == "value" else None  # type: ignore[arg-type]
    sorts = {sort: [*getattr(found, sort)] for sort in ("not_asked", "unsure", "judged", "published", "told")}
    return {"asked": False, "status": found.finding.status, "value": value, "complete": found.complete, **sorts}


def answers(interview: Interview) -> list[dict[str, Any]]:
    question = interview.order.question
    return [
        {
            "paths": [*one.asking.paths],
            "form": one.asking.form,
            "judged": one.asking.judged,
            "values": plain(question, one.values),
            "unsure": sorted(one.unsure),
            "used": one.used,
        }
        for one in interview.answers
    ]


def sorted_unsure(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "unsure": sorted(one["unsure"])} for one in told]


def talk(interview: Interview, person: Mapping[str, Any]) -> list[Any]:
    """All that is asked of a person, what is kept, and the result."""
    steps = [step(interview)]
    while steps[-1]["asked"]:
        paths = steps[-1]["paths"]
        known = {path: person[path] for path in paths if path in person}
        interview = interview.answer(known, frozenset(paths) - known.keys())
        steps.append(step(interview))
    return [steps, answers(interview), interview.as_json()]


@pytest.mark.parametrize(("policy", "name"), ASKED)
def test_the_same_is_asked_in_the_same_order(policies: dict[str, Policy], policy: str, name: str) -> None:
    interview, people = started(policy, name), list(persons(policy, PEOPLE[policy][name]))
    question = interview.order.question
    expected = [talk(interview, person) for person in people]
    found = policies[policy].call("talks", name, DAYS[policy], [plain(question, person) for person in people])
    for wanted, (steps, told, facts) in zip(expected, found, strict=True):
        assert [steps, sorted_unsure(told), facts] == wanted


NIGHT_WORKER = {
    "application_lodged_on": 738810,
    "permits_in_force": 0,
    "household": 1,
    "household[1].member_birth_date": 729679,
    "household[1].uses_vehicle": True,
    "emissions_certificate_on": 738081,
    "needed_for_night_work": True,
}
"""Who does not know incomes, badges and emissions."""


def test_a_decision_that_settles_much_is_asked_for_first(policies: dict[str, Policy]) -> None:
    """Section 7 (7): nothing is payable where the Director finds special hardship, whatever else is so."""
    interview = started(MERROW, "charge_payable")
    wanted = talk(interview, NIGHT_WORKER)
    first, *_, result = wanted[0]
    assert first == {"asked": True, "paths": ["special_hardship_found"], "form": "yes_no", "judged": True}
    assert result["judged"] == first["paths"]
    assert result["complete"]
    told = plain(interview.order.question, NIGHT_WORKER)
    steps, answers_, facts = policies[MERROW].call("talks", "charge_payable", DAYS[MERROW], [told])[0]
    assert [steps, sorted_unsure(answers_), facts] == wanted


def test_random_programs_are_asked_about_alike(engine: Engine) -> None:
    steps = 0
    for seed in range(SEEDS):
        generated, result = random_program(seed)
        policy, at = engine.open(result.program), generated.anchor.toordinal()
        people, day_ = Crowd(result.program, at), generated.anchor.isoformat()
        drawn = [people.person(Draw.of(7, number)) for number in (1, 2, 3)]
        assert policy.call("population", day_, 3) == [as_json(people.known, one, one) for one in drawn], seed
        for name in [*result.program.at(at).conclusions][:2]:
            interview = Interview.about(result.program, name, at)
            expected = [talk(interview, person) for person in drawn]
            found = policy.call("talks", name, day_, [plain(interview.order.question, one) for one in drawn])
            assert [[asked, sorted_unsure(told), facts] for asked, told, facts in found] == expected, seed
            steps += sum(len(asked) for asked, *_ in found)
        policy.close()
    assert steps > 2 * SEEDS


@pytest.mark.parametrize(("policy", "name"), [(BEIJING, "可以参加本市社会保险"), (MERROW, "application_lapsed")])
def test_sample_people_are_the_same(policies: dict[str, Policy], policy: str, name: str) -> None:
    program = program_of(policy)
    known, at = facts_of(program), day(policy)
    expected = [[as_json(known, one, one) for one in draw(program, name, at, count=40)] for draw in (crowd, wishing)]
    assert policies[policy].call("crowds", name, DAYS[policy]) == expected


def test_answers_can_be_changed_taken_back_and_refused(policies: dict[str, Policy]) -> None:
    """Every day that is asked for is first said to lie in the future, where it may."""
    interview = started(MERROW, "application_lapsed")
    person = next(person for person in persons(MERROW, 40) if len(talk(interview, person)[0]) > 3)
    question, tomorrow = interview.order.question, day(MERROW) + 1
    moves: list[list[Any]] = []
    expected: list[list[Any]] = []

    def moved(made: Interview, kind: str | None, *move: Any) -> Interview:
        moves.append([*move])
        expected.append([kind, step(made), answers(made)])
        return made

    while step(interview)["asked"]:
        paths = step(interview)["paths"]
        if step(interview)["form"] == "date":
            late = dict.fromkeys(paths, tomorrow)
            try:
                interview = moved(interview.answer(late), None, "answer", plain(question, late), [])
                continue
            except Contradiction:
                moved(interview, "date_in_future", "answer", plain(question, late), [])
        values = {path: person[path] for path in paths if path in person}
        unsure = [path for path in paths if path not in values]
        interview = moved(interview.answer(values, frozenset(unsure)), None, "answer", plain(question, values), unsure)
    interview = moved(interview.back(), None, "back")
    interview = moved(interview.unknown(), None, "unknown")
    interview = moved(interview.forget(1), None, "forget", 1)
    first = [*interview.said[0].asking.paths]
    moved(interview.change(1, {}, frozenset(first)), None, "change", 1, {}, first)
    assert "date_in_future" in [kind for kind, *_ in expected]
    found = policies[MERROW].call("replayed", "application_lapsed", DAYS[MERROW], moves)
    assert [[kind, now, sorted_unsure(told)] for kind, now, told in found] == expected
