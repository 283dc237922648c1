"""The fewest questions that an interview can need, against every set of questions; and what is asked together."""

from __future__ import annotations

from itertools import combinations

import pytest

from bench.interview import MOST, asked, percentile, persons
from bench.least import Least, smallest
from compiler import calendar
from explain.interview.interview import Interview
from tests.proofs_base import BEIJING, MERROW, program_of

DAYS = {BEIJING: "2021-10-15", MERROW: "2024-08-05"}


def about(policy: str, name: str) -> tuple[Interview, int]:
    day = calendar.from_iso(DAYS[policy])
    assert day is not None
    return Interview.about(program_of(policy), name, day), day


@pytest.mark.parametrize(
    ("policy", "name"),
    [(BEIJING, "创业担保贷款支持对象"), (BEIJING, "高校毕业生灵活就业社会保险补贴对象"), (MERROW, "off_street_space")],
)
def test_no_smaller_set_of_questions_is_enough(policy: str, name: str) -> None:
    """Every set of questions is put; what is left open is the evaluator's to say."""
    interview, day = about(policy, name)
    least = Least(interview.order)
    for person in persons(program_of(policy), day, 8):
        topics = least.topics(person)
        sizes = (
            len(chosen)
            for size in range(len(topics) + 1)
            for chosen in combinations(topics, size)
            if not interview.order.finding({p: person[p] for topic in chosen for p in topics[topic]}).missing
        )
        found = least.of(person)
        assert found == next(sizes)
        assert found <= len(asked(interview, person)[0].said)


def test_the_smallest_set_that_hits_all() -> None:
    sets = [frozenset(one) for one in ("ab", "bc", "cd", "da", "e")]
    assert smallest(sets) in (frozenset("ace"), frozenset("bde"))
    assert smallest([]) == frozenset()


def test_where_there_is_much_to_ask_what_must_all_be_so_is_one_question() -> None:
    """Section 3 (1): entered in the register, lives there, keeps the vehicle. Sections 3 (2) and 9 (3): what bars it.
    Section 10 (3): what is missing."""
    interview, day = about(MERROW, "permit_to_be_granted")
    topics = interview.order.topics
    together = [
        ("entered_in_register", "lives_there", "keeps_vehicle"),
        ("dwelling_has_parking_space", "earlier_permit_withdrawn"),
        ("something_missing", "missing_supplied"),
    ]
    for names in together:
        assert len({topics.of_path(name) for name in names}) == 1
    assert topics.of_path("charge_settled") == "charge_settled"
    counts = [len(asked(interview, person)[0].said) for person in persons(program_of(MERROW), day, 60)]
    assert percentile(counts) <= MOST


def test_what_is_asked_together_is_asked_once() -> None:
    """Also where no example is found of some of its facts that they matter."""
    interview, day = about(MERROW, "permit_to_be_granted")
    people = persons(program_of(MERROW), day, 148)
    for person in (people[number - 1] for number in (14, 63, 148)):
        said = asked(interview, person)[0].said
        assert len({interview.order.topics.of_path(one.asking.paths[0]) for one in said}) == len(said)


def test_where_there_is_little_to_ask_one_thing_is_asked_at_a_time() -> None:
    interview, _ = about(BEIJING, "创业担保贷款支持对象")
    assert len({interview.order.topics.of_path(name) for name in ("本市户籍", "个体经营者", "登记注册")}) == 3
