"""What the properties of explanations keep for speed (proofs_constraints.py, proofs_search.py) is what compiler/ says
when it is asked anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

import pytest

from compiler.evaluate import Evaluation, exact_for
from compiler.partial import Environment, Residual
from compiler.request import allowed, constraint_values, read, ties
from compiler.unknowns import ordered
from tests.proofs import BEIJING, DAYS, MERROW, SHARES, Pair, conclusions, named
from tests.proofs_base import Facts, admissible
from tests.proofs_completions import Completions, changed
from tests.proofs_constraints import constraints
from tests.proofs_search import Search

CHANGES = 60
"""So many facts of each request are changed, one after the other."""


def pairs(policy: str, number: int = 1) -> Iterator[Pair]:
    """One a day and share, of conclusions in turn."""
    names = conclusions(policy)
    for i, day in enumerate(DAYS[policy]):
        for j, share in enumerate(SHARES):
            origin = f"11/{day}/{share}/{number}"
            yield Pair(policy, names[(7 * i + 3 * j) % len(names)], named(policy, origin), origin, 0)


def _walk(pair: Pair) -> Iterator[Facts]:
    """The facts of the request, and what becomes of them as one after the other is changed, learnt or forgotten."""
    random, completions, facts = Random(pair.origin), Completions(pair), dict(pair.facts)
    yield facts
    paths = list(dict.fromkeys((*facts, *completions.open(facts))))
    for path in random.choices(paths, k=CHANGES) if paths else ():
        values = completions.values(path, facts)
        if path in facts and random.random() < 0.3:
            facts = {p: v for p, v in facts.items() if p != path and not p.startswith(f"{path}[")}
        elif "[" not in path or path.partition("[")[0] in facts:
            facts = changed(facts, path, random.choice(values))
        yield facts


@pytest.mark.parametrize("policy", [BEIJING, MERROW])
def test_constraints_that_are_kept_are_those_that_are_computed(policy: str) -> None:
    found: list[bool] = []
    for pair in pairs(policy):
        program = pair.then
        for facts in _walk(pair):
            values = constraint_values(program, Environment(program, facts, pair.day, pair.readings))
            found.append(allowed(values))
            assert admissible(program, facts, pair.day, pair.readings) is found[-1], (pair.origin, facts)
            kept = constraints(program, pair.day, pair.readings).ties(facts)
            assert kept == ties(values), (pair.origin, facts)
    assert found.count(True) > 100
    assert found.count(False) > 100


@pytest.mark.parametrize("policy", [BEIJING, MERROW])
def test_a_search_for_less_finds_what_the_whole_search_finds(policy: str) -> None:
    settled = open_ = 0
    for pair in pairs(policy, 2):
        request = read(pair.program, {**pair.request, "only": [pair.name]})
        evaluation = Evaluation(pair.then, request)
        outcome = evaluation.environment.rule(pair.name)
        if not isinstance(outcome, Residual):
            continue
        whole = exact_for(evaluation.environment, constraints(pair.then, pair.day, pair.readings).ties(pair.facts))
        value, missing = whole.decide(outcome)
        wanted = dict.fromkeys(map(evaluation._named, ordered(pair.then.facts, missing)))
        search = Search(whole.facts, whole.constraints, whole.open_lists)
        one_by_one = list(search.missing(outcome, partial(ordered, pair.then.facts)))
        assert list(dict.fromkeys(map(evaluation._named, one_by_one))) == list(wanted), (pair.origin, pair.name)
        assert Search(whole.facts, whole.constraints, whole.open_lists).settle(outcome) == value
        settled, open_ = settled + (value is not None), open_ + (value is None)
    assert open_ >= 10


def test_what_leads_a_search_is_the_wanted_fact_and_the_first_of_the_others() -> None:
    tried = 0
    for pair in pairs(MERROW, 3):
        if pair.told.status != "unknown":
            continue
        missing = pair.told.missing
        for wanted in (missing[0], missing[-1]):
            led = Pair(pair.policy, pair.name, pair.request, pair.origin, 0).ask.leading(pair.facts, pair.day, wanted)
            assert led.missing == (wanted, *[name for name in missing if name != wanted][:1])
        led = Pair(pair.policy, pair.name, pair.request, pair.origin, 0).ask.leading(pair.facts, pair.day, "yes")
        assert led.missing == missing[:1]
        other = next(path for path in pair.then.facts if path not in missing)
        led = Pair(pair.policy, pair.name, pair.request, pair.origin, 0).ask.leading(pair.facts, pair.day, other)
        assert led.missing == ()
        tried += 1
    assert tried >= 10
