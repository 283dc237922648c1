"""Many requests of a program, for comparing engines: sample people and mixtures of two of them, on several days, under
several readings, with all facts, all but a few, or half of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from compiler import calendar
from compiler.program import Program
from explain.question.people import people

EACH = 16
"""So many requests are made of one sample person: drawing people takes longer than answering them."""
LEFT_OUT = ((800, 0.0), (160, 0.02), (38, 0.1), (2, 0.5))
"""Of 1,000 requests so many leave out this share of the facts."""
MIXED = (0.0, 0.0, 0.03, 0.2)
"""Shares of the facts that are another person's."""
_ALL = 0.05
"""Above this share only one conclusion is asked for: to find what is missing for all may take seconds."""


def requests(program: Program, days: Sequence[str], count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Requests that follow from the seed. Some mixtures break a constraint and are refused."""
    random = Random(f"{program.about.name} {seed}")
    usual = calendar.from_iso(days[-2])
    assert usual is not None
    crowd = [person["facts"] for person in people(program, -(-count // EACH), seed, usual)]
    names = [*program.conclusions]
    for number in range(count):
        share = random.choices([s for _, s in LEFT_OUT], [n for n, _ in LEFT_OUT])[0]
        facts = mixed(random, crowd[number // EACH], random.choice(crowd))
        yield {
            "as_of": days[-2] if random.random() < 0.7 else random.choice(days),
            "facts": without(random, facts, share, share > _ALL),
            "readings": switched(random, program, random.choice((0, 0, 1, 3))),
            "only": [random.choice(names)] if share > _ALL else [],
        }


def mixed(random: Random, one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """One person with a few facts, known or not, of another."""
    share = random.choice(MIXED)
    names = dict.fromkeys((*one, *other))
    chosen = {name: other if random.random() < share else one for name in names}
    return {name: source[name] for name, source in chosen.items() if name in source}


def without(random: Random, facts: Mapping[str, Any], share: float, lists: bool) -> dict[str, Any]:
    """The facts without a share of them, those of records too; `lists`: whole lists may be left out."""
    kept = {n: v for n, v in facts.items() if random.random() >= share or (isinstance(v, list) and not lists)}
    return {
        name: [without(random, record, share, lists) for record in value] if isinstance(value, list) else value
        for name, value in kept.items()
    }


def switched(random: Random, program: Program, count: int) -> dict[str, str]:
    """Some readings with an alternative that can be computed."""
    open_ = [reading for reading in program.readings.values() if reading.not_computable is None]
    chosen = random.sample(open_, min(count, len(open_)))
    return {reading.id: random.choice([*reading.alternatives]) for reading in chosen}
