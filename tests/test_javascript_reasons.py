"""The JavaScript engine proves of each conclusion what Python proves: 2,000 seeded pairs of a conclusion and a request
of two regulations, a sample policy with every construct, and random programs.

`python bench/engines_reasons.py 100000` tries many more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from random import Random

import pytest

from compiler import calendar
from compiler.program import Example, Program
from explain.explanation import Explanation
from explain.javascript import PROOF, proof, prospects
from explain.question.people import people
from tests.generate import as_request, case, program
from tests.javascript import Engine, needs_node
from tests.javascript_both import Both, Job, accepted, differences, explained, jobs
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.sample import CARD, sample
from tests.test_blockers import BASE, BORN, FEE, GRADUATE, INSURED, MONTHS, PAYER, STARTED, YOUNG
from tests.test_blockers_by_law import BLOCKED as BLOCKED_BY_LAW
from tests.test_blockers_by_law import DAY
from tests.test_timeline import HEAD, rules

PARTS, OF_BEIJING, OF_MERROW = 20, 88, 12
PROGRAMS, CASES = 30, 3
SORTS = (
    *("operation", "tier", "sum", "records", "idle", "row", "inherited", "nobody", "record"),
    *("line undecided", "line claim", "no excepted", "no not_met"),
    *("decided open", "decided counting", "decided none", "decided general", "decided whatever"),
)


BLOCKED = (
    (
        PAYER,
        {"就业地在本市": (True, False), "参加社会保险": (True, False), "失业保险缴费基数": ("6000.00", "30000.00")},
    ),
    (BORN, {"出生日期": ("2021-10-15", "1998-01-01"), "本市户籍": (True, False), "就业见习开始日期": ("2021-10-20",)}),
    (YOUNG, {"登记失业人员": (True, False), "处于就业见习期间": (False,)}),
    (STARTED, {"初次就业形式": ("用人单位就业", "灵活就业"), "初次就业日期": ("2019-05-01", "2020-08-01")}),
)
"""People who lack what a premise hides, or who cannot meet all that is open or lacking (test_blockers.py)."""
ASKED = (FEE, BASE, INSURED, GRADUATE, MONTHS, "可享受高校毕业生灵活就业社会保险补贴")

PREMISES = """事实 住 : 是否

事实 工 : 是否

事实 缴 : 是否

事实 年数 : 整数

定义 基本 : 是否
  住 且 缴

定义 资格 : 是否
  前提 基本
  住

定义 津贴 : 是否
  前提 基本
  资格 且 工

定义 补贴 : 是否
  前提 住
  年数 高于 5 且 年数 低于 3 且 工
"""
"""What fails in a premise counts once; what stands behind one cannot be met together."""


@cache
def known_program(policy: str) -> Program:
    return rules(HEAD + PREMISES) if policy == PREMISES else program_of(policy)


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


def blocked() -> Iterator[Job]:
    """Each of these people with each of the facts one way, the other, and missing."""
    for facts, changes in BLOCKED:
        for values in product(*((*values, None) for values in changes.values())):
            changed = {**facts, **dict(zip(changes, values, strict=True))}
            request = {"as_of": "2021-10-15", "facts": {k: v for k, v in changed.items() if v is not None}}
            yield from (Job(name, request, True) for name in ASKED)


def behind_premises() -> Iterator[Job]:
    """All conclusions of these rules, of those who live there or not, and so on."""
    facts: dict[str, tuple[object, ...]] = {"住": (True, False), "工": (True, False), "缴": (True, False), "年数": (4,)}
    for values in product(*((*values, None) for values in facts.values())):
        given = {name: value for name, value in zip(facts, values, strict=True) if value is not None}
        request = {"as_of": "2024-01-01", "facts": given}
        yield from (Job(name, request, True) for name in known_program(PREMISES).conclusions)


def blocked_by_law() -> list[Job]:
    return [Job(name, {"as_of": DAY, "facts": facts}, True) for facts, name in BLOCKED_BY_LAW]


@needs_node
def test_what_a_premise_hides_and_what_cannot_all_be_met(node: Engine, policies: dict[str, Both]) -> None:
    agree(policies[BEIJING], blocked())
    agree(policies[MERROW], blocked_by_law())
    agree(Both(node, known_program(PREMISES)), behind_premises())


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
    ("kinds", '["fixed", FOR_GOOD]', '["decision", FOR_GOOD]'),
    ("kinds", "!lacks.includes(path) && ", ""),
    ("kinds", "if (close(rest)) kept = rest", "close(rest)"),
    ("kinds", 'fact.change_if_future : "") ||', '"" : "") ||'),
    ("routes", "a[1] - b[1] || a[2] - b[2]", "a[1] - b[1]"),
    ("routes", "return counts.length ? Math.min(...counts) : 1", "return addUp(counts) || 1"),
    ("routes", "gapOf(unmet, more.above)", "gapOf(unmet)"),
    ("routes", "...more.conditions]", "]"),
    ("routes", 'known.clash(having("open"))', "false"),
    ("routes", "else if (bars.length) note", "else if (false) note"),
    ("trace", "value !== !negated", "value === negated"),
    ("trace", "=== NA) return run(body, withoutFactsOf(guard, now)) === NA", "=== NA) return true"),
    ("trace", "other.rules.set(name, value);", ""),
    ("trace", "unwanted ? negation", "false ? negation"),
    ("deciding", "isUnmet(node) && isUnmet(node.general) ? [node.general] : []", "[]"),
    ("kinds", "(end) => [...end.walk()].flatMap(named)", "named"),
    ("routes", 'note > "" || ', ""),
    ("trace", "open.length > 1 && clashOf(this.judge, open)", "false"),
    ("trace", "node.note || node.body.note", "node.note"),
    ("deciding", 'return node.parts.filter((part) => part.state !== "open");', "return guard;"),
    ("deciding", " && !node.parts.some(isUnmet)", ""),
    ("deciding", 'state === "unmet" ? LACKING : [state]', "state"),
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
    """Pairs of both policies, and of the rules behind premises, with what Python has of them."""
    asked = [(BEIJING, job) for job in (*jobs(BEIJING, 101, 120), *list(blocked())[::5])]
    asked += [(MERROW, job) for job in jobs(MERROW, 101, 30)]
    asked += [(MERROW, replace(job, name="may_be_withdrawn")) for job in jobs(MERROW, 101, 4)]
    asked += [(MERROW, job) for job in blocked_by_law()]
    asked += [(PREMISES, job) for job in behind_premises()]
    return [(policy, job, explained(known_program(policy), job)) for policy, job in asked]


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
        both = {policy: Both(running, known_program(policy)) for policy in (BEIJING, MERROW, PREMISES)}
        found = [(both[policy], job, explanation) for policy, job, explanation in known]
        assert any(
            fault
            for one, job, explanation in found
            for fault in differences(explanation, one.policy.call("explain", job.only, job.name, job.full), one.number)
        )
