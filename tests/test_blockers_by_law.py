"""A no under the by-law tells all that it lacks: beside an exception, behind a premise, and where exceptions to
exceptions leave nothing to hope for. What is expected follows from its sections 3, 8, 9, 10 and 11."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from compiler.evaluate import Answers, evaluate
from explain.checker.check import Checker
from explain.deciding import BARRED, CLASH
from explain.explanation import Explanation, explain
from explain.proof import NOTHING
from tests.proofs_base import MERROW, program_of
from tests.test_blockers import lacking

Facts = Mapping[str, object]
TWO_PERMITS: Facts = {
    "entered_in_register": False,
    "lives_there": True,
    "keeps_vehicle": False,
    "permits_in_force": 2,
    "dwelling_has_parking_space": False,
    "household": [{"holds_mobility_badge": False}],
    "earlier_permit_withdrawn": False,
    "something_missing": False,
    "charge_settled": True,
}
"""Section 3: neither a resident nor the keeper of the vehicle (1), and two permits are in force (4)."""
WITHDRAWN: Facts = {
    "first_month": "2024-09",
    "surrendered_on": "2025-12-01",
    "charge_paid": "265.00",
    "permit_withdrawn": True,
}
"""Section 8: surrendered after the permit had ended, and nothing is refunded where it was withdrawn (4)."""
LATE: Facts = {
    "decision_served_on": "2024-02-01",
    "review_requested_on": "2024-09-02",
}
"""Section 11: after more than six months a request is not admitted even for good cause."""
UNSUITABLE: Facts = {"space_found_unsuitable": True}
"""Section 3 (3): a space that cannot take the vehicle bars nobody."""
UNCHANGED: Facts = {
    "dwelling_or_vehicle_changed": False,
    "changed_on": "2024-07-08",
    "change_notified_on": "2024-07-10",
}
"""Section 9: nothing has changed yet."""
SUPPLIED: Facts = {
    "something_missing": True,
    "missing_notice_on": "2024-11-04",
    "missing_supplied": True,
    "missing_supplied_on": "2024-11-04",
}
"""Section 10 (3): ten working days after the notice an application lapses where what is missing was not supplied."""
BLOCKED = (
    (TWO_PERMITS, "permit_to_be_granted"),
    (WITHDRAWN, "refund_due_by"),
    (LATE, "review_admissible"),
    (UNSUITABLE, "off_street_space"),
    (UNCHANGED, "change_told_in_time"),
    (SUPPLIED, "application_lapsed"),
)
DAY = "2024-11-04"


def asked(facts: Facts, name: str, day: str = DAY) -> Answers:
    return evaluate(program_of(MERROW), {"as_of": day, "facts": facts, "only": [name]})


def status(facts: Facts, name: str, day: str = DAY) -> tuple[str, object]:
    answer = asked(facts, name, day).conclusions[name]
    return answer.status, answer.value


def proved(facts: Facts, name: str, day: str = DAY) -> Explanation:
    """The explanation in English; the checker accepts its pages in both languages."""
    answers = asked(facts, name, day)
    for lang in ("zh", "en"):
        assert Checker(answers).check(explain(answers, name, lang).to_html(), name).findings == []
    return explain(answers, name, "en")


def test_beside_an_exception_that_counts_what_the_rule_itself_lacks_is_told() -> None:
    """Whoever waits until a permit has ended would still get none."""
    explanation = proved(TWO_PERMITS, "permit_to_be_granted")
    badge = "household[1].holds_mobility_badge"
    assert lacking(explanation) == {"entered_in_register", "keeps_vehicle", badge}
    (barrier,) = (node for node in explanation.proof.root.walk() if node.counts)
    assert barrier.name == "permits_used_up"
    mended = {**TWO_PERMITS, "entered_in_register": True, "keeps_vehicle": True, "permits_in_force": 1}
    assert status(mended, "permit_to_be_granted") == ("value", True)
    for fact in ("entered_in_register", "keeps_vehicle", "permits_in_force"):
        assert status({**mended, fact: TWO_PERMITS[fact]}, "permit_to_be_granted") == ("value", False)


def test_an_exception_that_counts_stands_alone_where_the_rule_itself_is_met() -> None:
    facts = {**TWO_PERMITS, "entered_in_register": True, "keeps_vehicle": True}
    explanation = proved(facts, "entitled_to_permit")
    general = explanation.proof.root.body.general
    assert general.state == "met"
    assert not general.decisive


def test_behind_a_premise_that_fails_the_number_that_would_fail_it_too_is_told() -> None:
    """The refund would be nothing, had the permit been surrendered in time: it was withdrawn."""
    explanation = proved(WITHDRAWN, "refund_due_by")
    assert "This permit has been withdrawn" in explanation.to_text(wrapped=False)
    in_time = {**WITHDRAWN, "surrendered_on": "2025-02-03"}
    assert status(in_time, "refund_due_by") == ("not_applicable", None)
    assert status({**in_time, "permit_withdrawn": False}, "refund_due_by")[0] == "value"
    kept = proved({**WITHDRAWN, "permit_withdrawn": False}, "refund_due_by")
    assert "withdrawn" not in kept.to_text(wrapped=False)


@pytest.mark.parametrize("badge", [{}, {"household": [{"holds_mobility_badge": False}]}])
def test_an_exception_that_sets_aside_whatever_there_is_leaves_nothing_to_hope_for(badge: Facts) -> None:
    """No exception without a space, and none with one that cannot take the vehicle (section 3 (3))."""
    facts = {**UNSUITABLE, **badge}
    explanation = proved(facts, "off_street_space")
    assert explanation.proof.routes[0].note == CLASH
    assert explanation.proof.routes[0].facts == ("space_found_unsuitable",)
    assert CLASH.en in explanation.to_text(wrapped=False)
    for space in (True, False):
        assert status({**facts, "dwelling_has_parking_space": space}, "off_street_space") == ("value", False)


def test_what_can_never_be_met_whole_comes_last() -> None:
    """Good cause is not known, but does not help any more: what is left is to have asked within 30 days."""
    routes = proved(LATE, "review_admissible").proof.routes
    assert [route.note for route in routes] == [NOTHING, CLASH]
    assert routes[0].unmet[0].facts == ("review_requested_on", "decision_served_on")
    for found in (True, False):
        assert status({**LATE, "good_cause_found": found}, "review_admissible") == ("value", False)


def test_a_premise_that_can_change_is_not_called_fixed_for_what_it_leaves_without_an_answer() -> None:
    """The day on which a change was told is no reason."""
    explanation = proved(UNCHANGED, "change_told_in_time")
    assert explanation.proof.no == "not_met"
    told = {**UNCHANGED, "dwelling_or_vehicle_changed": True, "change_notified": True}
    assert status(told, "change_told_in_time") == ("value", True)


def test_a_day_on_which_it_rests_does_not_bar_it_where_time_mends_it() -> None:
    explanation = proved(SUPPLIED, "application_lapsed")
    assert explanation.proof.routes[0].note != BARRED
    assert explanation.proof.no == "not_met"
    lapsed = {**SUPPLIED, "missing_supplied": False}
    assert status(lapsed, "application_lapsed") == ("value", False)
    assert status(lapsed, "application_lapsed", "2024-12-02") == ("value", True)
