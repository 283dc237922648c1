"""What is so: values of steps and facts for one request, decided by the exact search over what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from compiler.evaluate import Answer, Answers, Evaluation, exact_for
from compiler.partial import Environment, Outcome, Residual
from compiler.program import Definition, Program
from compiler.request import Request, allowed, constraint_values, ties
from compiler.steps import Step, trace
from compiler.unknowns import list_of, ordered, stem
from compiler.values import NA, Value

MOST_FIELDS = 24
"""A condition on records that may or may not be there is not decided where it turns on more fields than this: a page
may leave it open."""


class Judge:
    """One person on one day."""

    def __init__(self, answers: Answers) -> None:
        self.program: Program = answers.program
        self.request, self.environment, self.caveats = answers.request, answers.environment, answers.caveats
        self.whole, self._given = answers.whole, answers
        self._exact = exact_for(self.environment, ties(constraint_values(self.program, self.environment)))
        self._known: dict[Residual, Value | None] = {}
        self._asked_for: tuple[object, Value | None] = (None, None)
        self._conditions: dict[tuple[str, int], list[tuple[Step, Environment]]] = {}
        self._answers: dict[tuple[str, object], Answer | None] = {}

    def value(self, outcome: Outcome) -> Value | None:
        """The value on which all completions agree; None where they do not, or it is left open."""
        if not isinstance(outcome, Residual):
            return outcome
        if outcome is self._asked_for[0]:
            return self._asked_for[1]
        if outcome not in self._known:
            self._known[outcome] = self._decide(outcome)
        return self._known[outcome]

    def _decide(self, outcome: Residual) -> Value | None:
        if self.left_open(outcome) or self._exact.either(outcome):
            return None
        return self._exact.decide(outcome)[0]

    def can_hold(self, outcome: Outcome) -> bool:
        """Can a condition be met? Yes too, where it is not looked into."""
        if not isinstance(outcome, Residual):
            return outcome is True
        return self.left_open(outcome) or self._exact.can_be(outcome, True)

    def left_open(self, outcome: Outcome) -> bool:
        """Is it not looked into?"""
        if not isinstance(outcome, Residual):
            return False
        return len(outcome.support) > MOST_FIELDS and any(map(self._unlisted, outcome.support))

    def missing(self, outcome: Outcome) -> tuple[str, ...]:
        """The facts that can still change it; all of them where it is not looked into."""
        if not isinstance(outcome, Residual) or self.value(outcome) is not None:
            return ()
        found = outcome.support if self.left_open(outcome) else self._exact.decide(outcome)[1]
        return self.named(found)

    def named(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Facts in the order of the vocabulary; a field of a record that may not be there by its list."""
        paths = ordered(self.program.facts, facts)
        return tuple(dict.fromkeys(list_of(f) if self._unlisted(f) else f for f in paths))

    def _unlisted(self, path: str) -> bool:
        return "[" in path and list_of(path) not in self.environment.facts

    def about(self, name: str) -> None:
        """From now on a page about this conclusion is read: its answer is exact, however much is open."""
        outcome, answer = self.environment.rule(name), self.answer(name)
        found: Value | None = None
        if answer is not None:
            found = NA if answer.status == "not_applicable" else answer.value
        decided = answer is not None and answer.status in ("value", "not_applicable", "unknown")
        self._asked_for = (outcome if decided else None, found)

    # ---- another answer, another reading ----

    def answer(self, name: str) -> Answer | None:
        return self._asked(name, (), self.request.facts, self.request.readings)

    def if_answered(self, name: str, fact: str, value: Value) -> Answer | None:
        """What a conclusion comes to with one more fact; None where the request would be refused."""
        return self._asked(name, (fact, value), {**self.request.facts, fact: value}, self.request.readings)

    def if_read(self, name: str, reading: str, letter: str) -> Answer | None:
        """What it comes to under another reading."""
        readings = {**self.request.readings, reading: letter}
        return self._asked(name, (reading, letter, ""), self.request.facts, readings)

    def _asked(self, name: str, key: object, facts: Mapping[str, Value], readings: Mapping[str, str]) -> Answer | None:
        if (name, key) not in self._answers:
            request = replace(self.request, facts=facts, readings=readings)
            evaluation = Evaluation(self.program, request)
            possible = allowed(constraint_values(self.program, evaluation.environment))
            self._answers[name, key] = evaluation.conclusion(self.definition(name)) if possible else None
        return self._answers[name, key]

    def open_after(self, name: str, fact: str, value: Value) -> int:
        """How many facts are still in a conclusion's formula with one more fact."""
        outcome = self.environment.assuming(fact, value).rule(name)
        return len(outcome.support) if isinstance(outcome, Residual) else 0

    def open_under(self, name: str, reading: str, letter: str) -> int:
        """How many facts are in a conclusion's formula under another reading."""
        old = self.environment
        outcome = Environment(old.program, old.facts, old.as_of, {**old.readings, reading: letter}).rule(name)
        return len(outcome.support) if isinstance(outcome, Residual) else 0

    def on(self, name: str, day: int, facts: Mapping[str, Value] | None = None) -> Answer | None:
        """The answer on another day; None where the facts cannot be so then."""
        facts = self.request.facts if facts is None else facts
        key = (day, tuple(sorted(facts.items())) if facts is not self.request.facts else "")
        if (name, key) not in self._answers:
            program = self.whole.at(day)
            evaluation = Evaluation(program, Request(day, facts, self.request.readings, ()))
            found = program.definitions.get(name)
            definition = found if found is not None else program.gone[name][1]
            possible = allowed(constraint_values(self.whole, evaluation.environment))
            self._answers[name, key] = evaluation.conclusion(definition) if possible else None
        return self._answers[name, key]

    def denied(self, name: str, gone: Iterable[str]) -> bool:
        """Is it surely no yes, nor any value, whatever these facts are?"""
        left_out = set(gone)
        facts = {path: value for path, value in self.request.facts.items() if path not in left_out}
        evaluation = Evaluation(self.program, Request(self.request.as_of, facts, self.request.readings, ()), brief=True)
        answer = evaluation.conclusion(self.definition(name))
        return answer.status not in ("value", "unknown") or (answer.status == "value" and answer.value is False)

    def with_facts(self, facts: Mapping[str, Value]) -> Judge:
        """The same day and readings with other facts."""
        request = replace(self.request, facts=facts)
        environment = Environment(self.program, facts, request.as_of, request.readings)
        return Judge(replace(self._given, request=request, environment=environment))

    def conditions_on(self, name: str, day: int) -> list[tuple[Step, Environment]]:
        """The conditions of a conclusion, and of all that it rests on, as they are on a day."""
        if (name, day) not in self._conditions:
            program = self.whole.at(day)
            env = Environment(program, self.request.facts, day, self.request.readings)
            self._conditions[name, day] = list(_conditions(program, name, env))
        return self._conditions[name, day]

    # ---- names ----

    def definition(self, name: str) -> Definition:
        found = self.program.definitions.get(name)
        return found if found is not None else self.program.gone[name][1]

    def unknown_kind(self, path: str) -> str:
        """Why a fact is unknown: asked, judged, published or told, as phrases.py names it."""
        fact = self.program.facts[stem(path)]
        if self.program.holidays is not None and fact.name == self.program.holidays.name:
            return "told"
        if fact.change == "parameter":
            return "published"
        return "judged" if fact.source == "authority_judgement" else "asked"


def _conditions(program: Program, name: str, env: Environment) -> Iterator[tuple[Step, Environment]]:
    names, open_ = {name: None}, [name]
    while open_:
        definition = program.definitions.get(open_.pop())
        for rule in definition.rules if definition is not None else ():
            if rule not in names:
                names[rule] = None
                open_.append(rule)
    for definition in (program.definitions[n] for n in names if n in program.definitions):
        number = env.facts.get(definition.each) if definition.each else None
        places = [env.record(definition.each, i + 1) for i in range(number)] if isinstance(number, int) else [env]
        for place in places if not definition.each or isinstance(number, int) else ():
            for expr in (definition.guard, definition.body):
                if expr is not None:
                    yield from ((s, place) for s in trace(expr, place).walk() if s.expr.type.kind == "bool")


def shown_state(value: Value | None, negated: bool) -> str:
    """met, unmet, open, not_applicable or value: what a condition (or its opposite) came to."""
    if value is None:
        return "open"
    if value is NA:
        return "not_applicable"
    if not isinstance(value, bool):
        return "value"
    return "met" if value is not negated else "unmet"
