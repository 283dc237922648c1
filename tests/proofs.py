"""Properties that every explanation has, each judged by the evaluator asked about changed requests, and the pairs of a
conclusion and a request that they are tried on. `make test` tries some, `make prove` all; `prove` does the trying."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from compiler import calendar
from compiler.request import Refused, read
from explain.question.people import people
from tests.proofs_base import BEIJING, MERROW, Check, Pair, forget, program_of
from tests.proofs_figures import amounts, outlooks, readings, verdict
from tests.proofs_form import form
from tests.proofs_missing import missing
from tests.proofs_prospects import changes, timeline
from tests.proofs_reasons import blockers, reasons, ticks

__all__ = ["BEIJING", "MERROW", "PROPERTIES", "Pair", "Tally", "cases", "drawn", "forget", "named", "prove", "tried"]

Property = Callable[[Pair, Check], None]
PROPERTIES: Mapping[str, Property] = {
    one.__name__: one
    for one in (
        *(verdict, reasons, ticks, blockers, changes, timeline, missing),
        *(outlooks, readings, amounts, form),
    )
}
SHARES = (0.0, 0.2, 0.5, 0.8, 1.0)
"""Shares of the facts that requests leave out."""
DAYS: Mapping[str, Sequence[str]] = {
    BEIJING: ("2020-09-30", "2020-10-01", "2020-12-31", "2021-01-01", "2021-10-15", "2021-12-31", "2022-01-01"),
    MERROW: ("2023-06-30", "2023-07-01", "2024-06-30", "2024-07-01", "2024-08-05", "2025-01-02"),
}
"""Days asked about: those on which an instrument, or an article of it, begins or ceases to count, the days beside them,
and ordinary ones."""
CASES = Path(__file__).parent / "cases" / "cases-open.json"


@dataclass
class Tally:
    """Of one property: pairs of which it says something, those among them of which it held, claims, and the faults."""

    pairs: int = 0
    held: int = 0
    claims: int = 0
    faults: list[tuple[Pair, str]] = field(default_factory=list)

    def add(self, pair: Pair, check: Check) -> None:
        self.pairs += bool(check.claims)
        self.held += bool(check.claims) and not check.faults
        self.claims += check.claims
        self.faults += [(pair, fault) for fault in check.faults]


_spoken_of = [("", "")]
"""The policy and the person of whom the last pair was."""


def tried(pair: Pair, name: str) -> Check:
    """One property of one pair."""
    check = Check()
    if _spoken_of[0] != (pair.policy, pair.origin):
        _spoken_of[0] = (pair.policy, pair.origin)
        forget()
    PROPERTIES[name](pair, check)
    return check


def prove(pairs: Iterator[Pair] | Sequence[Pair], names: Sequence[str] = tuple(PROPERTIES)) -> dict[str, Tally]:
    """These properties of all these pairs."""
    tallies = {name: Tally() for name in names}
    for pair in pairs:
        for name, tally in tallies.items():
            tally.add(pair, tried(pair, name))
    return tallies


# ---- pairs -----------------------------------------------------------------------------------------------------------


def conclusions(policy: str) -> list[str]:
    return list(program_of(policy).conclusions)


@cache
def cases() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The agreed cases of the regulation that are no refusals, by their ids."""
    found = []
    for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]:
        request = {
            "as_of": case.get("as_of"),
            "facts": case.get("facts", {}),
            "readings": case.get("reading_switches", {}),
        }
        try:
            read(program_of(BEIJING), request)
        except Refused:
            continue
        found.append((case["id"], request))
    return tuple(found)


def drawn(policy: str, count: int, seed: int) -> list[tuple[str, Mapping[str, Any]]]:
    """So many sample people with facts left out, over all shares and days, named `seed/day/share/number`."""
    cells = [(day, share) for day in DAYS[policy] for share in SHARES]
    each = -(-count // len(cells))
    found = []
    for number in range(1, each + 1):
        for day, share in cells:
            found.append((f"{seed}/{day}/{share}/{number}", _person(policy, seed, day, share, number)))
    return found[:count]


@cache
def _people(policy: str, seed: int, day: str, share: float) -> Iterator[dict[str, Any]]:
    return people(program_of(policy), 10**6, seed, calendar.from_iso(day) or 0, share)


_made: dict[tuple[str, int, str, float], list[Mapping[str, Any]]] = {}


def _person(policy: str, seed: int, day: str, share: float, number: int) -> Mapping[str, Any]:
    """The numbered one of a crowd; each crowd is made once."""
    made = _made.setdefault((policy, seed, day, share), [])
    made += islice(_people(policy, seed, day, share), max(0, number - len(made)))
    return {"as_of": made[number - 1]["as_of"], "facts": made[number - 1]["facts"]}


def named(policy: str, origin: str) -> Mapping[str, Any]:
    """The request of this name."""
    if origin.startswith("open-"):
        return dict(cases())[origin]
    seed, day, share, number = origin.split("/")
    return _person(policy, int(seed), day, float(share), int(number))
