"""The JavaScript engine gives what the Python evaluator gives, word for word: answers, missing facts, refusals.

`python bench/engines.py 1000000` compares a million requests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from compiler.program import Program
from tests.generate import as_request, case, program
from tests.javascript import SAFE, Compared, Engine, Policy, needs_node
from tests.mixed import requests, switched, without
from tests.proofs import DAYS
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.test_cases import ASKED, request
from tests.test_suite import GOOD, compiled, read

PEOPLE = 5000
PROGRAMS, CASES = int(os.environ.get("TIAOLI_PROGRAMS", "150")), 10
each_policy = pytest.mark.parametrize("name", [BEIJING, MERROW])
HOSTILE: list[object] = [
    None, 5, "x", [], {}, {"as_of": "2021-02-30"}, {"as_of": 20210101}, {"as_of": "２０２１-10-15"},
    {"as_of": "0000-01-01"}, {"as_of": "", "only": None},
    {"as_of": "2021-10-15", "facts": None}, {"as_of": "2021-10-15", "facts": []}, {"as_of": "2021-10-15", "only": "x"},
    {"as_of": "2021-10-15", "readings": 1}, {"as_of": "2021-10-15", "only": ["x", 1]}, {"facts": {}, "readings": {}},
    {"as_of": "2021-10-15", "only": ["__proto__", "constructor", "toString"]},
    {"as_of": "2021-10-15", "readings": {"__proto__": "A", "constructor": "B", "toString": None}},
    {"as_of": "2021-10-15", "facts": {"__proto__": True, "constructor": 1, "toString": {}, "hasOwnProperty": "x"}},
    {"__proto__": {"as_of": "2021-10-15"}, "constructor": {"facts": {}}},
    {"as_of": "2021-10-15", "facts": {"a\u2028b</script>": 1, "": None, "[1].": True, "😀": 2}},
]  # fmt: skip
FAULTY = {"enum": "invalid_enum", "date": "invalid_date", "money": "negative_amount"}
STRANGE: list[object] = [
    None, True, 0, -1, SAFE, -SAFE, SAFE + 2, 10**30, 1.5, "", "-0.01", "1", "01.5", "1.234", "1" * 41, "9" * 40,
    "999999999999.999999", "-0.000001", "0.0000001", "2021-02-29", "2020-02-29", "0001-01-01", "9999-12-31", "2021-13",
    "2021-12-32", "2021-00-10", "2021-06-00", "2021-12", "__proto__", [], [{}], [1], [{"__proto__": 1}], [{}] * 21, {},
    "１", " 1", "1\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def node() -> Iterator[Engine]:
    with Engine() as running:
        yield running


@pytest.fixture(scope="module")
def policies(node: Engine) -> dict[str, Policy]:
    return {name: node.open(program_of(name)) for name in (BEIJING, MERROW)}


def same(compared: Compared, least: int) -> None:
    """Nothing differs, and enough was compared."""
    request, found = compared.wrong[0] if compared.wrong else (None, [])
    assert not compared.wrong, f"{len(compared.wrong)} differ, the first: {json.dumps(request)}\n" + "\n".join(found)
    assert compared.answers >= least


# ---- real requests --------------------------------------------------------------------------------------------------


@needs_node
def test_agreed_cases(policies: dict[str, Policy]) -> None:
    """Each with the conclusions that it tells of; every fifth with all."""
    asked = []
    for number, one in enumerate(ASKED):
        told = [name for name in one["expected"] if name in program_of(BEIJING).conclusions]
        asked.append({"only": told if number % 5 else [], **request(one)})
    compared = Compared().add(program_of(BEIJING), policies[BEIJING], asked)
    same(compared, 1500)
    assert compared.refused >= 5
    assert compared.unknown >= 200


@needs_node
@each_policy
def test_examples_of_the_rule_files(name: str, policies: dict[str, Policy]) -> None:
    rules = program_of(name)
    asked = [
        {
            "as_of": example.as_of,
            "facts": example.facts,
            "readings": example.readings,
            "only": list(dict.fromkeys(x.name for x in example.expected if x.status != "refused")),
        }
        for example in rules.examples
    ]
    same(Compared().add(rules, policies[name], asked), len(asked) // 2)


@needs_node
@each_policy
def test_every_reading(name: str, policies: dict[str, Policy]) -> None:
    """Each alternative that can be computed, alone and among others, for sample people."""
    rules, random = program_of(name), Random(1)
    crowd = list(requests(rules, DAYS[name], 64, 11))
    letters = [{r.id: a} for r in rules.readings.values() if r.not_computable is None for a in r.alternatives]
    chosen = [*letters, *(switched(random, rules, 4) for _ in range(30))]
    asked = [{**random.choice(crowd), "readings": readings} for readings in chosen]
    same(Compared().add(rules, policies[name], asked), 20 * len(asked))
    early = [{"as_of": DAYS[name][0], "readings": readings} for readings in letters]
    same(Compared().add(rules, policies[name], early), 20 * len(early))


@needs_node
@each_policy
def test_sample_people(name: str, policies: dict[str, Policy]) -> None:
    rules, compared = program_of(name), Compared()
    asked = list(requests(rules, DAYS[name], PEOPLE, 1))
    for start in range(0, PEOPLE, 250):
        compared.add(rules, policies[name], asked[start : start + 250])
    same(compared, 40 * (PEOPLE - compared.refused))
    assert compared.refused < PEOPLE // 2
    assert compared.unknown > PEOPLE // 10


# ---- refused requests -----------------------------------------------------------------------------------------------


@needs_node
@each_policy
def test_hostile_requests(name: str, policies: dict[str, Policy]) -> None:
    same(Compared().add(program_of(name), policies[name], HOSTILE), 0)


@needs_node
@each_policy
def test_every_fact_with_strange_values(name: str, policies: dict[str, Policy]) -> None:
    rules = program_of(name)
    asked: list[object] = []
    for fact in rules.facts.values():
        for value in STRANGE:
            facts = {fact.each: [{fact.name: value}]} if fact.each else {fact.name: value}
            asked.append({"as_of": DAYS[name][-2], "facts": facts, "only": [cheapest(rules)]})
    compared = Compared().add(rules, policies[name], asked)
    same(compared, len(rules.facts))
    wanted = {FAULTY[fact.type.kind] for fact in rules.facts.values() if fact.type.kind in FAULTY}
    assert {"wrong_type", "out_of_range", *wanted} <= compared.kinds


def cheapest(rules: Program) -> str:
    """The conclusion that turns on the fewest facts, for requests where it does not matter what is asked."""
    lists = {fact.name for fact in rules.facts.values() if fact.type.kind == "records"}
    return min((d for d in rules.conclusions.values() if not d.facts & lists), key=lambda d: len(d.facts)).name


@needs_node
@each_policy
def test_names_given_twice_or_in_the_wrong_place(name: str, policies: dict[str, Policy]) -> None:
    rules = program_of(name)
    aliases = {fact.alias: fact.name for fact in rules.facts.values() if fact.alias and not fact.each}
    twice = dict.fromkeys((*aliases, *aliases.values()))
    fields = {fact.name: True for fact in rules.facts.values() if fact.each}
    person = {fact.name: None for fact in rules.facts.values() if not fact.each}
    lists = {fact.name: [person] for fact in rules.facts.values() if fact.type.kind == "records"}
    asked: list[dict[str, Any]] = [{"facts": facts} for facts in (twice, fields, lists)]
    asked += [{"readings": {id_: letter}} for id_ in rules.readings for letter in ("B", "Z", "", None, [], {}, 1, True)]
    asked += [{"only": [only], "facts": {"?": 1}} for only in ("__proto__", *rules.facts, *rules.definitions)]
    everything = {key: value for part in asked for key, value in part.items()}
    usual = {"as_of": DAYS[name][-2], "only": [cheapest(rules)]}
    compared = Compared().add(rules, policies[name], [{**usual, **one} for one in (*asked, everything)])
    same(compared, 0)
    wanted = {"unknown_conclusion", "unknown_reading", "unknown_fact", *(["duplicate_fact"] if aliases else [])}
    assert wanted <= compared.kinds


# ---- programs of all kinds ------------------------------------------------------------------------------------------


@needs_node
@pytest.mark.parametrize("parcel", range(5))
def test_random_programs(parcel: int, node: Engine) -> None:
    compared = Compared()
    for seed in range(parcel, PROGRAMS, 5):
        generated, result = program(seed)
        rules, random = result.program, Random(seed)
        asked = [as_request(case(generated, rules, random), rules) for _ in range(CASES)]
        policy = node.open(rules)
        compared.add(rules, policy, asked)
        policy.close()
    same(compared, PROGRAMS // 5 * CASES)
    assert compared.unknown > PROGRAMS // 5


@needs_node
@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_small_rule_files(path: Path, node: Engine) -> None:
    """Their examples, with all facts and with some left out, but for whole lists, which take long."""
    rules, random = compiled(read(path))[0], Random(path.stem)
    asked = [
        {"as_of": x.as_of, "facts": without(random, x.facts, share, False), "readings": x.readings}
        for x in rules.examples
        for share in (0, 0.4)
    ]
    same(Compared().add(rules, node.open(rules), asked), 0)
