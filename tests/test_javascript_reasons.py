"""The JavaScript engine proves of each conclusion what Python proves: 2,000 seeded pairs of a conclusion and a request
of two regulations, a sample policy with every construct, and random programs.

`python bench/engines_reasons.py 100000` tries many more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

import pytest

from compiler import calendar
from compiler.program import Example
from explain.explanation import Explanation
from explain.javascript import PROOF, proof, prospects
from explain.question.people import people
from tests.generate import as_request, case, program
from tests.javascript import Engine, needs_node
from tests.javascript_both import Both, Job, accepted, differences, explained, jobs
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.sample import CARD, sample

PARTS, OF_BEIJING, OF_MERROW = 20, 88, 12
PROGRAMS, CASES = 30, 3
SORTS = (
    *("operation", "tier", "sum", "records", "idle", "row", "inherited", "nobody", "record"),
    *("line undecided", "line claim", "no excepted", "no not_met"),
    *("decided open", "decided counting", "decided none", "decided general", "decided whatever"),
)


@pytest.fixture(scope="module")
def node() -> Iterator[Engine]:
    with Engine(proof()) as running:
        yield running


@pytest.fixture(scope="module")
def policies(node: Engine) -> dict[str, Both]:
    return {name: Both(node, program_of(name)) for name in (BEIJING, MERROW)}


def agree(both: Both, asked: Iterable[Job]) -> None:
    """Nothing differs."""
    faults = [fault for job in asked for fault in both.differences(job)]
    assert not faults, f"{len(faults)} differ, the first:\n" + "\n".join(faults[:5])


@needs_node
@pytest.mark.parametrize("part", range(PARTS))
def test_sample_people(part: int, policies: dict[str, Both]) -> None:
    agree(policies[BEIJING], jobs(BEIJING, part, OF_BEIJING))
    agree(policies[MERROW], jobs(MERROW, part, OF_MERROW))


@needs_node
def test_every_construct(node: Engine, policies: dict[str, Both]) -> None:
    """The examples of the by-law, and all conclusions of the sample policy before and after its amendment."""
    both = Both(node, sample())
    for day, share in (("2024-03-01", 0.0), ("2024-03-01", 0.3), ("2023-05-05", 0.1), ("2024-02-06", 0.0)):
        known = sample().at(calendar.from_iso(day) or 0).conclusions
        facts = [person["facts"] for person in people(sample(), 3, 3, calendar.from_iso(day) or 0, share)]
        asked = [{"as_of": day, "facts": given} for given in (*facts, CARD, {"区内居住": False, "举报已核实": False})]
        agree(both, [Job(name, request, True) for request in asked for name in known])
    law = policies[MERROW]
    before = dict(law.sorts)
    agree(law, [job for example in law.program.examples[::3] for job in of_example(example)[:1]])
    sorts = {*both.sorts, *(sort for sort, count in law.sorts.items() if count > before.get(sort, 0))}
    assert not [sort for sort in SORTS if sort not in sorts]


def of_example(example: Example) -> list[Job]:
    """The conclusions that an example expects."""
    request = {"as_of": example.as_of, "facts": example.facts, "readings": example.readings}
    return [Job(x.name, request) for x in example.expected if x.status != "refused"]


@needs_node
def test_random_programs(node: Engine) -> None:
    proofs = 0
    for seed in range(PROGRAMS):
        generated, compiled = program(seed)
        rules, random = compiled.program, Random(seed)
        requests = [as_request(case(generated, rules, random), rules) for _ in range(CASES)]
        both = Both(node, rules)
        agree(both, [Job(name, x, True) for x in requests if accepted(rules, x) for name in rules.conclusions])
        both.policy.close()
        proofs += both.compared
    assert proofs > 5 * PROGRAMS


@needs_node
def test_what_would_change_it_is_joined_in() -> None:
    with Engine([*proof(), *prospects()]) as running:
        both = Both(running, program_of(BEIJING))
        for job in jobs(BEIJING, 1, 10):
            found = both.policy.call("explain", job.only, job.name, False, True)
            assert found["changes"] == both.policy.call("changes", job.request, job.name)
            assert found["timeline"] == both.policy.call("timeline", job.request, job.name)
            alone = both.policy.call("explain", job.only, job.name)
            assert {**found, "changes": None, "timeline": None} == alone


# ---- each of these mistakes is found ---------------------------------------------------------------------------------

MISTAKES = (
    ("trace", 'again ? "see_above"', 'again ? "clash"'),
    ("trace", "this.opened.has(key)) return true", "false) return true"),
    ("deciding", 'state === "open" ? having("open") : node.parts', "node.parts"),
    ("kinds", 'return ["fixed"', 'return ["decision"'),
    ("kinds", 'fact.change_if_future : "") ||', '"" : "") ||'),
    ("routes", "a[1] - b[1] || a[2] - b[2]", "a[1] - b[1]"),
    ("routes", 'body.kind === "any" ? Math.min(...counts) : addUp', "addUp"),
    ("grounds", "kept = rest", "kept.length"),
    ("judge", "JUDGE_TOO_OPEN = 8", "JUDGE_TOO_OPEN = 2"),
    ("readings", '? "open" : "same"', '? "same" : "open"'),
    ("reasons", "like.answers.push(value)", "found.push({ answers: [value], outcome: finding })"),
    ("terms", '"judged" : "asked"', '"asked" : "judged"'),
    ("terms", "years >= 0n && ", "years >= 1n && "),
    ("amounts", "lt(0n, part) ? part : 0n", "tiers[rate]"),
)


@pytest.fixture(scope="module")
def known() -> list[tuple[str, Job, Explanation]]:
    """Pairs of both policies with what Python has of them."""
    asked = [(BEIJING, job) for job in jobs(BEIJING, 101, 120)] + [(MERROW, job) for job in jobs(MERROW, 101, 30)]
    return [(policy, job, explained(program_of(policy), job)) for policy, job in asked]


@needs_node
@pytest.mark.parametrize(("name", "old", "new"), MISTAKES)
def test_a_mistake_of_the_script_is_found(
    name: str, old: str, new: str, known: list[tuple[str, Job, Explanation]]
) -> None:
    fragments = proof()
    at = PROOF.index(name)
    assert fragments[at].count(old) == 1
    fragments[at] = fragments[at].replace(old, new)
    with Engine(fragments) as running:
        both = {policy: Both(running, program_of(policy)) for policy in (BEIJING, MERROW)}
        found = [(both[policy], job, explanation) for policy, job, explanation in known]
        assert any(
            fault
            for one, job, explanation in found
            for fault in differences(explanation, one.policy.call("explain", job.only, job.name, job.full), one.number)
        )
