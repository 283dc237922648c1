"""The plain oracle: what a program means, said as simply as possible, to judge the evaluator by.

It reads the surface form of the rules with Python's own dates and fractions (operations.py), and finds what is unknown
by trying every completion of the missing facts. No cache, no graph, no residuals; nothing of the evaluator is used.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.program import Definition, Fact, Program
from compiler.values import NA
from tests.operations import OPERATIONS, calendar_operations, quantify

Facts = Mapping[str, Any]
"""A list of records is a sequence, a record the values of its fields."""
Meaning = Callable[[Facts], Any]
ON_WORKING_DAYS = ("within", "within_rolled", "add_working_days", "sub_working_days", "next_working_day")
Slot = tuple[Any, ...]
"""What a request may leave open: (fact,), or (list, number of the record, field) where the list is known."""


@dataclass(frozen=True)
class Told:
    """What the oracle says of one conclusion: its status, its value, the paths of the facts that are missing."""

    status: str
    value: Any = None
    missing: tuple[str, ...] = ()


class Oracle:
    """The meaning of a program's rules on one day under some readings, by the text of that day or of another."""

    def __init__(self, whole: Program, as_of: date, readings: Mapping[str, str], text: date | None = None) -> None:
        self.whole, self.as_of, self.readings = whole, as_of, readings
        self.program = whole.at((text or as_of).toordinal())
        self.rules: dict[str, Meaning] = {}
        calendars = [(self.letter(r.id), r.calendar[1]) for r in self.program.readings.values() if r.calendar]
        options = {settings[letter] for letter, settings in calendars}
        self.operations = OPERATIONS | calendar_operations(options, self.program.holidays)
        if text is None:
            facts = self.program.facts.values()
            self.constraints = [(f.each, self.meaning(c.condition)) for f in facts for c in f.constraints]

    def rule(self, name: str) -> Meaning:
        """A conclusion's meaning; `X@2024-06-30` is X by the text of that day."""
        name, _, day = name.partition("@")
        if day:
            return Oracle(self.whole, self.as_of, self.readings, date.fromisoformat(day)).rule(name)
        if name not in self.rules:
            definition = self.program.definitions.get(name)
            self.rules[name] = self.defined(definition) if definition else lambda facts: NA
        return self.rules[name]

    def defined(self, definition: Definition) -> Meaning:
        body, guard = self.meaning(definition.body), self.meaning(definition.guard)
        if definition.excepts:
            return lambda facts: body(facts) is True
        return lambda facts: body(facts) if guard(facts) is True else NA

    def meaning(self, expr: Expr | None) -> Meaning:
        """What an expression comes to, given all facts; None is always true."""
        match expr:
            case None:
                return lambda facts: True
            case Const(value, kind):
                constant: Any = date.fromordinal(value) if kind.kind == "date" else value  # type: ignore[arg-type]
                return lambda facts: constant
            case AsOf():
                return lambda facts: self.as_of
            case FactRef(name):
                return operator.itemgetter(name)
            case RuleRef(name):
                return self.rule(name)
            case Switch(reading):
                return self.meaning(expr.under(self.letter(reading)))
            case Quantified(op, records, condition, value):
                counts, asked = self.meaning(condition), self.meaning(value)
                return lambda facts: quantify(op, [(counts(one), asked(one)) for one in each(facts, records)])
            case Apply(op, args):
                operation, parts = self.operations[op], [self.meaning(a) for a in args]
                if op in ON_WORKING_DAYS:
                    parts.append(self.told)
                return lambda facts: operation(*[part(facts) for part in parts])

    def letter(self, reading: str) -> str:
        return self.readings.get(reading, self.program.readings[reading].adopted)

    def told(self, facts: Facts) -> Any:
        """The day that stands for what is beyond the known holidays."""
        return facts[self.program.holidays.name] if self.program.holidays else None

    def answers(self, known: Facts) -> dict[str, Told]:
        """What is known of every conclusion, given some facts: all completions that no constraint refuses."""
        slots = dict(self.slots(known))
        completions = list(product(*slots.values()))
        people = [completed(known, dict(zip(slots, values, strict=True))) for values in completions]
        chosen = [i for i, person in enumerate(people) if not self.refuses(person)] or range(len(people))
        completions, people = [completions[i] for i in chosen], [people[i] for i in chosen]
        return {
            name: tell(list(slots), completions, [self.rule(name)(person) for person in people])
            if name in self.program.definitions
            else self.not_in_force(name)
            for name in self.program.conclusions
        }

    def not_in_force(self, name: str) -> Told:
        later = any(name in text.definitions for day, text in self.whole.epochs if day > self.as_of.toordinal())
        return Told("not_in_force" if later else "no_longer_in_force")

    def refuses(self, person: Facts) -> bool:
        """Does a person, or a record, break a constraint?"""
        return any(
            condition(one) is False
            for records, condition in self.constraints
            for one in (each(person, records) if records else [person])
        )

    def slots(self, known: Facts) -> Iterator[tuple[Slot, Sequence[Any]]]:
        """What the request leaves open, and every value that it may have."""
        facts = self.program.facts
        for name, fact in facts.items():
            fields = [f for f in facts.values() if f.each == name]
            if not fact.each and name not in known:
                yield (name,), domain(fact, fields)
            for i, record in enumerate(known.get(name, ()) if fact.type.kind == "records" else (), start=1):
                yield from (((name, i, f.name), domain(f)) for f in fields if f.name not in record)


def each(facts: Facts, records: str) -> list[Facts]:
    """The facts where one record of a list is spoken of, for each of them."""
    return [{**facts, **dict(record)} for record in facts[records]]


def completed(known: Facts, found: Mapping[Slot, Any]) -> Facts:
    person = {name: [*map(dict, value)] if isinstance(value, tuple) else value for name, value in known.items()}
    for (name, *of_record), value in found.items():
        if of_record:
            person[name][of_record[0] - 1][of_record[1]] = value
        else:
            person[name] = value
    return person


def domain(fact: Fact, fields: Sequence[Fact] = ()) -> Sequence[Any]:
    """Every value that the fact may have; of a list, every list of records with these fields."""
    if fact.limits is None:
        return fact.type.choices or (False, True)
    numbers = range(fact.limits[0], fact.limits[1] + 1)
    match fact.type.kind:
        case "records":
            records = [tuple(zip([f.name for f in fields], v, strict=True)) for v in product(*map(domain, fields))]
            return [each for length in numbers for each in product(records, repeat=length)]
        case "date":
            return [date.fromordinal(n) for n in numbers]
        case "decimal" | "percent":
            return [Fraction(n, 10**6) for n in numbers]
    return numbers


def tell(slots: Sequence[Slot], completions: Sequence[tuple[Any, ...]], outcomes: Sequence[Any]) -> Told:
    """One outcome is the answer; else the facts in which two completions that are alike in all others differ."""
    if all(outcome == outcomes[0] for outcome in outcomes):
        return Told("not_applicable") if outcomes[0] is NA else Told("value", outcomes[0])
    missing = [slot for i, slot in enumerate(slots) if differs(i, completions, outcomes)]
    return Told("unknown", None, tuple("{}[{}].{}".format(*slot) if len(slot) > 1 else slot[0] for slot in missing))


def differs(i: int, completions: Sequence[tuple[Any, ...]], outcomes: Sequence[Any]) -> bool:
    seen: dict[tuple[Any, ...], Any] = {}
    for values, outcome in zip(completions, outcomes, strict=True):
        if seen.setdefault(values[:i] + values[i + 1 :], outcome) != outcome:
            return True
    return False
