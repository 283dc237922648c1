"""Proofs of both engines beside each other: seeded requests that leave out nothing, a little or nearly all, and how
what JavaScript proves of a conclusion differs from what Python proves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused, read
from compiler.targets.javascript import numbers
from explain.explanation import Explanation, explain
from explain.question.people import people
from tests.javascript import Engine
from tests.javascript_reasons import Form, Number, expected, given
from tests.javascript_worded import texts
from tests.mixed import mixed, switched, without
from tests.proofs import DAYS
from tests.proofs_base import BEIJING, MERROW, program_of

SHARES = {BEIJING: (0.0, 0.0, 0.0, 0.05, 0.2, 0.5, 0.8, 1.0), MERROW: (0.0, 0.0, 0.0, 0.02, 0.05, 0.2)}
"""Of the facts, that a request leaves out; of the second policy few: what is open in lists takes long to settle."""
_EACH = 8
"""So many requests are made of one sample person, on the average."""


@dataclass(frozen=True)
class Job:
    """A conclusion and a request of both engines. `full`: what other readings would give is asked for all."""

    name: str
    request: Mapping[str, Any]
    full: bool = False

    @property
    def only(self) -> dict[str, Any]:
        return {**self.request, "only": [self.name]}


def jobs(policy: str, seed: int, count: int) -> Iterator[Job]:
    """So many pairs that follow from the seed; none of the requests is refused."""
    program, random = program_of(policy), Random(f"{policy} {seed}")
    usual = calendar.from_iso(DAYS[policy][-2])
    assert usual is not None
    crowd = [person["facts"] for person in people(program, 2 + count // _EACH, seed, usual)]
    names, made = list(program.conclusions), 0
    while made < count:
        facts = mixed(random, random.choice(crowd), random.choice(crowd))
        share = random.choice(SHARES[policy])
        request = {
            "as_of": random.choice((*DAYS[policy], *DAYS[policy][-2:])),
            "facts": without(random, facts, share, lists=share >= 0.2),
            "readings": switched(random, program, random.choice((0, 0, 0, 1, 3))),
        }
        if accepted(program, request):
            made += 1
            yield Job(random.choice(names), request, random.random() < 0.5)


def accepted(program: Program, request: object) -> bool:
    """Is a request not refused?"""
    try:
        read(program, request)
    except Refused:
        return False
    return True


@dataclass
class Both:
    """The two engines with one program; `compared` counts the proofs, `sorts` how often what was told."""

    engine: Engine
    program: Program
    compared: int = 0
    sorts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.policy = self.engine.open(self.program)
        self.number = numbers(self.program)

    def differences(self, job: Job) -> Iterator[str]:
        """What JavaScript has otherwise than Python."""
        found = self.policy.call("explain", job.only, job.name, job.full)
        self.compared += 1
        self._count(found)
        where = f"{job.name} {json.dumps(job.request, ensure_ascii=False)}"
        yield from (f"{where}: {fault}" for fault in differences(explained(self.program, job), found, self.number))

    def _count(self, found: Form) -> None:
        """Which constructs were told of."""
        rows = [row["kind"] for amount in _amounts(found) for row in amount["rows"]]
        asides = [one["kind"] for node in found["nodes"].values() for one in node.get("asides", ())]
        decided = found["summary"]["decided"]
        lines = [f"line {found['verdict']['line']}", f"no {found['verdict']['no']}"]
        for sort in (*rows, *asides, *lines, *([f"decided {decided['kind']}"] if decided else [])):
            self.sorts[sort] = self.sorts.get(sort, 0) + 1


def explained(program: Program, job: Job) -> Explanation:
    """What Python has of a pair."""
    return explain(evaluate(program, job.only), job.name, detail="full" if job.full else "mid", ahead=False)


def differences(explanation: Explanation, found: Form, number: Number) -> Iterator[str]:
    """What the script told otherwise than an explanation."""
    yield from _differing(expected(explanation, number), given(found), "")
    for where, mine, theirs in texts(explanation, found, number):
        if mine != theirs:
            yield f"{where}: {theirs} instead of {mine}"


def _amounts(found: Form) -> list[Form]:
    return [found["amount"], *found["amount"]["before"]] if found["amount"] else []


def _differing(wanted: object, got: object, where: str) -> Iterator[str]:
    """Where two JSON values differ."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        for key in dict.fromkeys((*wanted, *got)):
            yield from _differing(wanted.get(key), got.get(key), f"{where}.{key}")
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        for i, (one, other) in enumerate(zip(wanted, got, strict=True)):
            yield from _differing(one, other, f"{where}[{i}]")
    elif json.dumps(wanted) != json.dumps(got):
        yield f"{where}: {got!r} instead of {wanted!r}"
