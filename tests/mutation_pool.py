"""Pages on which mutants are tried: the agreed cases, the policies' own examples and made-up people, each page with the
answers of the unchanged rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from compiler import calendar
from compiler.evaluate import Answers, evaluate
from compiler.program import Program
from compiler.request import Refused
from explain.checker.check import Checker
from explain.checker.findings import Report
from explain.explanation import Explanation, explain
from explain.prospects import Prospects
from explain.question.people import people
from tiaoli.load import load_policy

AGREED, BY_LAW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
SAMPLE = str(Path(__file__).parent / "policy")
DAYS = {
    AGREED: ("2021-10-15", "2020-11-20"),
    BY_LAW: ("2024-08-05", "2023-08-05"),
    SAMPLE: ("2024-03-01", "2024-08-01"),
}
CASES = Path(__file__).parent / "cases" / "cases-open.json"
MOST = 60
"""So many cases and examples are taken."""
NOTHING = Prospects(None, None)


@cache
def program(policy: str) -> Program:
    compiled = load_policy(policy, draft=True).compiled
    assert not compiled.errors
    return compiled.program


@cache
def requests(policy: str, seed: int, count: int) -> tuple[dict[str, Any], ...]:
    """The agreed cases and examples of a policy, and seeded people, with and without missing facts."""
    found = [*_agreed()] if policy == AGREED else []
    for example in program(policy).examples:
        found.append({"as_of": example.as_of, "facts": dict(example.facts), "readings": dict(example.readings)})
    found = found[seed % 3 :: max(1, len(found) // MOST)]
    for i, day in enumerate(DAYS[policy]):
        for missing in (0.0, 0.3):
            number = calendar.from_iso(day)
            assert number is not None
            found += people(program(policy), count, seed + i, number, missing)
    return tuple(found)


def _agreed() -> Iterator[dict[str, Any]]:
    for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]:
        if case["kind"] == "evaluate":
            request = {key: case[key] for key in ("as_of", "facts") if key in case}
            yield {**request, **({"readings": case["reading_switches"]} if "reading_switches" in case else {})}


def asked(of: Program, request: dict[str, Any], only: Sequence[str] = ()) -> Answers | None:
    """None where the request is refused."""
    known = {key: request[key] for key in ("as_of", "facts", "readings") if key in request}
    if only:
        known["only"] = [name for name in only if name in of.conclusions]
    try:
        return evaluate(of, known)
    except Refused:
        return None


@dataclass
class Case:
    """One person: the answers of the unchanged rules, and the checker that holds pages against them."""

    policy: str
    request: dict[str, Any]
    answers: Answers
    checker: Checker

    def explanation(self, name: str, lang: str, detail: str, answers: Answers | None = None) -> Explanation:
        return told(answers or self.answers, name, lang, detail)

    def report(self, html: str, name: str, detail: str, ahead: bool = False) -> Report:
        return self.checker.check(html, name, detail, ahead)


def told(
    answers: Answers, name: str, lang: str, detail: str, ahead: bool = False, audience: str = "citizen"
) -> Explanation:
    """An explanation; what lies ahead (changes, the course of time) takes long to work out and is mostly left out."""
    found = explain(answers, name, lang, detail, audience)
    if not ahead:
        found.__dict__["prospects"] = NOTHING
    return found


@cache
def case(policy: str, seed: int, count: int, number: int) -> Case | None:
    request = requests(policy, seed, count)[number]
    answers = asked(program(policy), request)
    return None if answers is None else Case(policy, request, answers, Checker(answers))
