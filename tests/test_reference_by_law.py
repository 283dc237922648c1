"""The rule files of the by-law against the reference: random people near every boundary, under random readings."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from random import Random
from typing import Any

import pytest

from compiler.evaluate import Answer, evaluate
from compiler.program import Program
from tests import reference_by_law as law
from tests.reference_by_law import AMENDED, DAY, IN_FORCE, NA, Case, months_later
from tiaoli.load import load_policy

PEOPLE, CHUNKS = 400, 8
DAYS = (
    *(date(2023, 6, 30), date(2023, 7, 1), date(2023, 9, 11), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 1)),
    *(date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2), date(2024, 12, 20), date(2024, 12, 31)),
    *(date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1), date(2025, 6, 30)),
)
LEAP_BIRTHDAY = date(2025, 2, 28)
"""On this day, or on the next, whoever was born on 29 February 2000 turns 25."""
GRAMS = (0, 40, 41, 50, 51, 90, 91, 100, 101, 103, 130, 140, 141, 160, 161, 200, 201, 999)
PAID = (0, 5940, 6000, 6060, 6064, 11999, 12000, 12001, 26500, 100001)
LIKELY = ("entered_in_register", "lives_there", "keeps_vehicle", "relief_claimed", "withdrawal_set_aside")
UNLIKELY = (
    *("dwelling_has_parking_space", "other_space_in_zone", "space_found_unsuitable", "earlier_permit_withdrawn"),
    *("special_hardship_found", "permit_withdrawn"),
)
EVEN = ("needed_for_night_work", "good_cause_found")


@pytest.fixture(scope="module")
def program() -> Program:
    return load_policy("port-merrow-2023-7").compiled.program


# ---- people ---------------------------------------------------------------------------------------------------------


def person(random: Random) -> Case:
    """Someone all of whose facts are known, near some of the boundaries."""
    day = random.choice(DAYS)
    flip = random.choice((0, 0, 0.2, 0.5))
    switched = frozenset(reading for reading in law.COMPUTABLE if random.random() < flip)
    others = (day - DAY, AMENDED - DAY, AMENDED, months_later(day, -11), LEAP_BIRTHDAY)
    lodged = min(day, max(IN_FORCE, random.choice((day, day, *others))))
    facts: dict[str, Any] = {name: random.random() < 0.85 for name in LIKELY}
    facts |= {name: random.random() < 0.3 for name in UNLIKELY}
    facts |= {name: random.random() < 0.5 for name in EVEN}
    facts["application_lodged_on"] = lodged
    facts["permits_in_force"] = random.choice((0, 0, 1, 1, 2, 3))
    facts["low_emission_permit_in_force"] = facts["permits_in_force"] > 0 and random.random() < 0.5
    facts["rated_emissions"] = random.choice((*GRAMS, random.randint(0, 300)))
    facts["household"] = _household(random, day, lodged)
    if law.reference_income(lodged) is None:
        facts["reference_income"] = 449000
    if law.emission_limit(lodged) is None:
        facts["low_emission_limit"] = 45
    return Case(facts | _dates(random, day, lodged) | _refund(random), day, switched)


def _household(random: Random, day: date, lodged: date) -> list[dict[str, Any]]:
    size = random.choice((1, 1, 2, 3, 4, 5, 6))
    reference = law.reference_income(lodged) or 449000
    assisted = random.choice((0.1, 0.1, 0.95))
    edge = size * reference * random.choice((50, 60)) // 100
    incomes = [random.choice((0, 0, 100050, 100150, 200000, 400000, 2 * reference)) for _ in range(size)]
    if random.random() < 0.6:
        incomes = [edge] + [0] * (size - 1)
    incomes[0] = max(0, incomes[0] + random.choice((-1, 0, 0, 1)))
    young = (months_later(lodged, -12 * 18), months_later(lodged, -12 * 25), date(2000, 2, 29))
    births = [random.choice((date(1980, 1, 1), *young) if not i else (date(2012, 5, 5), *young)) for i in range(size)]
    return [
        {
            "member_birth_date": births[i] + random.choice((-1, 0, 0, 1)) * DAY,
            "member_income": incomes[i],
            "in_full_time_education": random.random() < 0.5,
            "receives_basic_assistance": random.random() < assisted,
            "holds_mobility_badge": random.random() < 0.15,
            "uses_vehicle": random.random() < 0.6,
        }
        for i in range(size)
    ]


def _dates(random: Random, day: date, lodged: date) -> dict[str, date]:
    def near(*edges: date) -> date:
        return random.choice(edges) + random.choice((-1, 0, 0, 1)) * DAY

    edges = [day - days * DAY for days in (0, 30, 31, 33, 100)]
    served = min(day, max(IN_FORCE, near(*edges, months_later(day, -6))))
    requested = near(served + 30 * DAY, served + 31 * DAY, served + 33 * DAY, months_later(served, 6), served, day)
    return {
        "emissions_certificate_on": min(day, near(months_later(lodged, -24), months_later(lodged, -24), lodged)),
        "withdrawn_on": min(day, near(months_later(lodged, -12), months_later(day, -12), lodged)),
        "application_complete_on": min(day, max(lodged, IN_FORCE, lodged + random.randint(0, 40) * DAY)),
        "decision_served_on": served,
        "review_requested_on": max(served, requested),
    }


def _refund(random: Random) -> dict[str, Any]:
    month = random.randint(1, 12)
    begins = date(2024, month, 1)
    given = random.choice((begins, months_later(begins, random.randint(-3, 13)), months_later(begins, 12)))
    given += random.choice((-1, 0, 0, 14)) * DAY
    return {"first_month": (2024, month), "surrendered_on": given, "charge_paid": random.choice(PAID)}


@cache
def people(chunk: int) -> tuple[Case, ...]:
    random = Random(chunk)
    return tuple(person(random) for _ in range(PEOPLE // CHUNKS))


# ---- the evaluator --------------------------------------------------------------------------------------------------

MONEY = ("member_income", "charge_paid", "reference_income")


def plain(name: str, value: Any) -> object:
    """A fact as a request in JSON gives it."""
    if isinstance(value, list):
        return [{key: plain(key, v) for key, v in record.items()} for record in value]
    if isinstance(value, tuple):
        return "{}-{:02}".format(*value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value // 100}.{value % 100:02}" if name in MONEY else value


def request(case: Case) -> dict[str, object]:
    facts = {name: plain(name, value) for name, value in case.facts.items()}
    readings = dict.fromkeys(sorted(case.switched), "B")
    return {"as_of": case.day.isoformat(), "facts": facts, "readings": readings, "only": list(law.RULES)}


def told(answer: Answer) -> tuple[str, Any]:
    if answer.kind == "date" and isinstance(answer.value, int):
        return answer.status, date.fromordinal(answer.value)
    return answer.status, answer.missing if answer.status == "unknown" else answer.value


def differences(found: Mapping[str, Answer], case: Case) -> list[str]:
    expected = {name: law.answer(name, case) for name in law.RULES}
    return [f"{name}: {told(found[name])}, not {want}" for name, want in expected.items() if told(found[name]) != want]


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_people_of_whom_everything_is_known(chunk: int, program: Program) -> None:
    for case in people(chunk):
        wrong = differences(evaluate(program, request(case)).conclusions, case)
        assert not wrong, (wrong, json.dumps(request(case)))


def test_the_people_reach_every_outcome_and_every_reading_matters() -> None:
    """Else the comparison above would show little."""
    everybody = [case for chunk in range(CHUNKS) for case in people(chunk)]
    in_force = [case for case in everybody if case.day >= IN_FORCE]
    for name, rule in law.RULES.items():
        assert len({rule(case) for case in in_force}) > 1, name
        assert {law.answer(name, case)[0] for case in everybody} >= {"value", "not_in_force"}, name
    assert NA in {case.refund() for case in in_force}
    for reading in law.COMPUTABLE:
        assert any(_turns_on(case, reading) for case in everybody), reading


def _turns_on(case: Case, reading: str) -> bool:
    other = Case(case.facts, case.day, case.switched ^ {reading})
    return any(law.answer(name, case) != law.answer(name, other) for name in law.RULES)
