"""Sample people for one conclusion: drawn as in people.py, of the facts alone on which it may depend under any reading,
and those that constraints tie to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from compiler.expressions import FactRef, Quantified, everything
from compiler.program import Fact, Program
from compiler.values import Value
from explain.question.draw import Draw
from explain.question.people import Crowd

_SEED = 20210


def crowd(program: Program, name: str, day: int, count: int) -> list[Mapping[str, Value]]:
    """So many people, always the same; nobody was drawn for the sake of this question."""
    return _drawn(_wished(about(program.at(day), name), ""), day, range(1, count + 1))


def wishing(program: Program, name: str, day: int, count: int) -> list[Mapping[str, Value]]:
    """So many others, half of whom were drawn so that a yes to this very question is likely; of a question that has no
    yes, so that one of the rules below it is likely to."""
    view = about(program.at(day), name)
    return _drawn(_wished(view, name) if view.definitions[name].type.kind == "bool" else view, day, range(-count, 0))


def _wished(view: Program, name: str) -> Program:
    """With this conclusion alone as one that people may wish for."""
    return replace(view, definitions={k: replace(r, internal=k != name) for k, r in view.definitions.items()})


def _drawn(view: Program, day: int, numbers: range) -> list[Mapping[str, Value]]:
    drawn = Crowd(view, day)
    return [{**drawn.published, **drawn.person(Draw.of(_SEED, n))} for n in numbers]


def about(program: Program, name: str) -> Program:
    """The part of a program of one day on which a conclusion rests."""
    waiting, rules = [name], set[str]()
    while waiting:
        rule = waiting.pop()
        if rule in program.definitions and rule not in rules:
            rules.add(rule)
            waiting += program.definitions[rule].rules
    facts = set[str]().union(*(program.definitions[rule].facts for rule in rules))
    kept = _tied(program, facts)
    return replace(
        program,
        facts={key: fact for key, fact in program.facts.items() if key in kept},
        definitions={key: rule for key, rule in program.definitions.items() if key in rules},
        norms={},
        gone={},
        gone_norms={},
        epochs=(),
    )


def _tied(program: Program, facts: set[str]) -> set[str]:
    """With the facts that constraints tie to them, and the lists whose fields they are."""
    grown = {program.facts[fact].each for fact in facts} - {""} | facts
    for fact in program.facts.values():
        for tied in map(_named, [fact] * len(fact.constraints), range(len(fact.constraints))):
            if tied & grown:
                grown |= tied
    return grown if grown == facts else _tied(program, grown)


def _named(fact: Fact, at: int) -> set[str]:
    """The facts that a constraint names."""
    parts = list(everything(fact.constraints[at].condition))
    names = {part.name for part in parts if isinstance(part, FactRef)}
    return names | {part.records for part in parts if isinstance(part, Quantified)} | {fact.name}
