"""The constraints of a program's facts, asked about many completions of one request: what each of them comes to is
kept by what it can see.

Most completions that a search tries differ in one fact from the one before, and most constraints do not speak of that
fact. So what a constraint came to is kept, under the values of the facts in sight of it; a fact that is not known is
one of the values. That is sound because nothing else reaches it. `run` (compiler/partial.py) is a function of the
expression, the day, the readings, the definitions that the expression names, and the facts that it asks the
environment for:

- day, readings, vocabulary and definitions are fixed for one object of Constraints;
- of the person, `Environment.fact` asks for the facts that stand in the expression, in the meanings of its composite
  operators and in the definitions that it names (`uses`, `Definition.facts`), and for nothing beyond;
- of a list, `Environment.records` asks for its length, and then for fields of its records, up to the most that there
  may be; a constraint on a field asks whether its record is there (the length again), and for fields of that record.
  Where something is said of whole lists, or a definition named, which records are asked for is not worked out: all
  fields of that name are in sight, of every record that there may be. More in sight than is asked for costs a
  computation, and cannot make an outcome wrong.

Values of one path are of one type, so equal keys mean equal facts (True is not taken for 1). Outcomes are values or
residuals, which nobody changes; equal residuals are one object, so that it does not matter when one was made. That all
this is so is tried by tests/test_proofs_search.py, which compares with constraint_values itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from compiler.expressions import Expr, uses
from compiler.partial import Environment, Outcome, Residual, junction, negation, run, strict
from compiler.program import Fact, Program
from compiler.values import LIMITS, Value
from explain.question.ask import Facts

_NOT_KEPT = object()


@dataclass(frozen=True, slots=True, eq=False)
class _Ground:
    """A constraint, of one record of a list or ('', 0) of the person; the paths in sight of it, and what it came to."""

    condition: Expr
    records: str
    number: int
    paths: tuple[str, ...]
    kept: dict[tuple[Value | None, ...], Outcome] = field(default_factory=dict)


class Constraints:
    """Of a program as it reads on a day, under readings."""

    def __init__(self, program: Program, day: int, readings: Mapping[str, str]) -> None:
        self.program, self.day, self.readings = program, day, readings
        self.lists = tuple(fact.name for fact in program.facts.values() if fact.type.kind == "records")
        self.vocabulary = frozenset((fact.name, fact.type, fact.limits) for fact in program.facts.values())
        self.ruled = any(uses(c.condition).rules for fact in program.facts.values() for c in fact.constraints)
        self._made: dict[tuple[Value | None, ...], Sequence[_Ground]] = {}
        self._grounds: dict[tuple[Expr, str, int], _Ground] = {}
        rows = {f.name: next((row for row in f.rows if day in row.window), None) for f in program.facts.values()}
        self._published = {name: row.value for name, row in rows.items() if row is not None}

    def allowed(self, facts: Facts) -> bool:
        """Is none certainly broken?"""
        for ground in self._all(facts):
            if self._value(ground, facts) is False:
                return False
        return all(facts.get(name, value) == value for name, value in self._published.items())

    def ties(self, facts: Facts) -> tuple[Residual, ...]:
        """Those that turn on missing facts, in the order of constraint_values."""
        values = (self._value(ground, facts) for ground in self._all(facts))
        return tuple(value for value in values if isinstance(value, Residual))

    def _value(self, ground: _Ground, facts: Facts) -> Outcome:
        key = tuple(map(facts.get, ground.paths))
        value = ground.kept.get(key, _NOT_KEPT)
        if value is _NOT_KEPT:
            value = ground.kept[key] = self._outcome(ground, facts)
        return value  # type: ignore[return-value]

    def _outcome(self, ground: _Ground, facts: Facts) -> Outcome:
        environment = Environment(self.program, facts, self.day, self.readings)
        if not ground.records:
            return run(ground.condition, environment)
        there = strict("le", (ground.number, environment.fact(ground.records)))
        record = environment.record(ground.records, ground.number)
        return junction("or", [negation(there), run(ground.condition, record)])

    # ---- one for each record ----

    def _all(self, facts: Facts) -> Sequence[_Ground]:
        lengths = tuple(map(facts.get, self.lists))
        if lengths not in self._made:
            known = dict(zip(self.lists, lengths, strict=True))
            grounds = (self._of(fact, known) for fact in self.program.facts.values())
            self._made[lengths] = tuple(chain.from_iterable(grounds))
        return self._made[lengths]

    def _of(self, fact: Fact, lengths: Mapping[str, Value | None]) -> Iterator[_Ground]:
        number = lengths.get(fact.each)
        numbers = range(1, (number if isinstance(number, int) else self._most(fact.each)) + 1) if fact.each else (0,)
        for constraint in fact.constraints:
            for i in numbers:
                key = (constraint.condition, fact.each, i)
                if key not in self._grounds:
                    self._grounds[key] = _Ground(*key, self._sight(*key))
                yield self._grounds[key]

    def _most(self, records: str) -> int:
        return (self.program.facts[records].limits or LIMITS["records"])[1]

    def _sight(self, condition: Expr, records: str, number: int) -> tuple[str, ...]:
        """The paths of all facts that it may ask for."""
        facts, used = self.program.facts, uses(condition)
        rules = (self.program.definitions.get(name) for name in used.rules)
        names = used.facts.union(*(rule.facts for rule in rules if rule is not None))
        own = bool(records) and not used.rules and not any(facts[name].type.kind == "records" for name in names)
        paths = {records, *(facts[name].each for name in names)} - {""}
        for name in names:
            each = facts[name].each
            numbers = (number,) if own else range(1, self._most(each) + 1) if each else ()
            paths |= {f"{each}[{i}].{name}" for i in numbers} if each else {name}
        return tuple(sorted(paths))


_kept: dict[tuple[object, ...], Constraints] = {}


def constraints(program: Program, day: int, readings: Mapping[str, str]) -> Constraints:
    """Those of a program, with what was found out about them: the same for all programs with one vocabulary, but where
    a constraint names definitions."""
    key = (id(program.facts), day, *sorted(readings.items()))
    found = _kept.get(key)
    if found is None or (found.ruled and found.program is not program):
        found = _kept[key] = Constraints(program, day, readings)
    return found


def forget() -> None:
    """Another person is spoken of."""
    _kept.clear()
