"""What is exactly unknown under the by-law where a search alone does not see it in time, and what comes of it in
reasons, changes and the course of time. What is expected follows from its sections 3, 5, 7, 8 and 10."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from compiler.evaluate import evaluate
from compiler.targets.portable import portable
from compiler.targets.restore import restore
from explain.explanation import Explanation, explain
from tests.proofs_base import MERROW, program_of

Facts = Mapping[str, object]


def explained(name: str, facts: Facts, day: str) -> Explanation:
    answers = evaluate(program_of(MERROW), {"as_of": day, "facts": facts, "only": [name]})
    return explain(answers, name, detail="full")


@pytest.mark.parametrize(
    ("name", "facts", "day", "value", "missing"),
    [
        # Section 7 (2): two members cannot be three dependent children, whenever the application is lodged.
        ("large_family", {"household": [{}, {}]}, "2024-02-01", False, ()),
        # Of three, all have to be; one who is known to be fifty is not.
        (
            "large_family",
            {"application_lodged_on": "2024-02-01", "household": [{}, {}, {"member_birth_date": "1974-01-01"}]},
            "2024-02-01",
            False,
            (),
        ),
        # Section 3 (3): where the space cannot take the vehicle, it does not matter whether the dwelling has one.
        ("off_street_space", {"space_found_unsuitable": True}, "2024-02-01", False, ()),
    ],
)
def test_nothing_is_missing_that_cannot_matter(
    name: str, facts: Facts, day: str, value: object, missing: tuple[str, ...]
) -> None:
    answer = evaluate(program_of(MERROW), {"as_of": day, "facts": facts, "only": [name]}).conclusions[name]
    assert (answer.value, answer.missing) == (value, missing)


def test_a_withdrawal_that_was_set_aside_asks_for_no_day() -> None:
    """Section 9 (3) bars who applies within twelve months of a withdrawal, unless it was set aside: then it does not
    matter when the application was lodged, however much else is open."""
    facts = {"entered_in_register": True, "lives_there": True, "charge_settled": True, "withdrawal_set_aside": True}
    request = {"as_of": "2024-02-01", "facts": facts, "only": ["permit_to_be_granted"]}
    missing = evaluate(program_of(MERROW), request).conclusions["permit_to_be_granted"].missing
    assert "keeps_vehicle" in missing
    assert {"application_lodged_on", "earlier_permit_withdrawn", "withdrawn_on"}.isdisjoint(missing)


def test_two_days_beyond_the_calendar_are_not_one() -> None:
    """Section 10 (3), (4) and (6): before 1 July 2023 the holidays are not known. An application that was complete on 1
    May may have had to be decided by 30 June, and a notice of 20 June may leave time to supply what is missing: it may
    well be treated as granted, although both days are unknown for the same reason."""
    facts = {
        "application_lodged_on": "2023-04-20",
        "something_missing": True,
        "missing_notice_on": "2023-06-20",
        "missing_supplied": False,
        "application_complete_on": "2023-05-01",
        "decided": False,
    }
    request = {"as_of": "2023-07-01", "facts": facts, "only": ["treated_as_granted"]}
    for program in (program_of(MERROW), restore(json.loads(json.dumps(portable(program_of(MERROW)))))):
        answer = evaluate(program, request).conclusions["treated_as_granted"]
        assert (answer.status, answer.missing) == ("unknown", ("public_holidays",))
    told = {**request, "facts": {**facts, "public_holidays": "2023-06-30"}}
    assert evaluate(program_of(MERROW), told).conclusions["treated_as_granted"].status == "value"


def test_a_value_of_earlier_text_rests_on_all_that_it_was_computed_from() -> None:
    """Section 5 (2) and (3) as they stood before 1 July 2024: 51 grams and another permit are one and a half times 61.2
    yuan, rounded down first and last; without the other permit it would be another amount."""
    facts = {"application_lodged_on": "2024-06-03", "rated_emissions": 51, "permits_in_force": 1}
    also = {"low_emission_permit_in_force": True}
    proof = explained("standard_charge", {**facts, **also}, "2024-07-01").proof
    assert proof.verdict.value == 91_00
    assert [set(route.facts) for route in proof.routes] == [set(facts)]
    assert set(proof.facts) == set(facts)


def test_a_day_is_known_as_long_as_one_day_is_left_for_what_is_missing() -> None:
    """Section 10 (4): 20 working days after the application is complete. It was lodged on Saturday 1 July 2023, so on
    that day and on Sunday it can only have been complete at the weekend; on Monday it may be another day."""
    course = explained("decision_due_by", {"application_lodged_on": "2023-07-01"}, "2023-07-01").as_json()["timeline"]
    found = {one["last"]: (one["status"], one["value"]) for one in course["stretches"]}
    assert found["2023-07-02"] == ("value", "2023-07-28")
    assert [one["status"] for one in course["stretches"] if one["first"] == "2023-07-03"] == ["unknown"]


def test_a_span_of_days_goes_as_far_as_the_answer_is_known() -> None:
    """Section 8 (2): whoever surrenders in the last month of the permit, on whichever day, is refunded no month; the
    charge that was paid need not be known for that."""
    facts = {"first_month": "2023-07", "surrendered_on": "2024-07-01", "permit_withdrawn": False}
    sets = explained("refund_computed", facts, "2024-05-06").as_json()["changes"]["sets"]
    (alone,) = [one for [one] in sets if one["fact"] == "surrendered_on"]
    assert (alone["low"], alone["high"]) == ("2024-06-01", "2024-06-30")
