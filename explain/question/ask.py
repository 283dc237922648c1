"""One question put to a program, and nothing else of the program: what the conclusion (or norm) comes to on a day for
some facts, whether facts can be so at all, and, as plain data, the facts and the rules that decide.

Timelines, changes and sample people are worked out over this face alone, so that the same steps run wherever the face
is there, in a browser too. Facts hold run-time values by their paths (`household[2].member_age`); a missing one is not
there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compiler.calendar import FIRST
from compiler.evaluate import Answer, Evaluation
from compiler.partial import Environment
from compiler.program import Norm, Program
from compiler.request import Request, allowed, constraint_values
from compiler.unknowns import stem
from compiler.values import Value
from explain.question.edges import Axis, Grounded, axis, grounded
from explain.question.plain import NOBODY, Form, Node, form, lowered, paths
from explain.question.spans import Spot, between

Facts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Finding:
    """`status` as an answer has it: value, unknown, not_applicable, not_in_force, no_longer_in_force; of a norm applies
    or not_applies; `missing` are the facts that can still change it."""

    status: str
    value: Value | None = None
    missing: tuple[str, ...] = ()

    @property
    def yes(self) -> bool:
        return self.status == "applies" or (self.status == "value" and self.value is True)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a fact: its kind and choices, the list whose field it is, who can change it. `supplied`: a
    parameter, published and not asked for."""

    name: str
    kind: str
    choices: tuple[str, ...]
    limits: tuple[int, int] | None
    each: str
    change: str
    change_if_future: str
    entity: str
    supplied: bool

    @property
    def numeric(self) -> bool:
        return self.kind not in ("bool", "enum", "records")

    @property
    def values(self) -> tuple[Any, ...]:
        """Of a yes/no fact or a choice; () of others."""
        return (True, False) if self.kind == "bool" else self.choices

    def axis(self, path: str) -> Axis:
        return axis(path, self.kind, self.limits)


class Question:
    """A conclusion or norm of a program under readings. Raises KeyError where there is none of this name."""

    def __init__(self, program: Program, name: str, readings: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.known = facts_of(program)
        self._program, self._readings = program, dict(readings or {})
        self._norms = {n.id: n for p in _times(program) for n in p.norms.values() if n.condition is not None}
        if name not in program.conclusions and name not in self._norms:
            raise KeyError(name)
        definition = program.conclusions.get(name)
        self.kind = definition.type.kind if definition is not None else "bool"
        self.boolean = self.kind == "bool"
        enquirer = program.enquirer
        self._enquirer = (enquirer.name, enquirer.norm_default) if enquirer is not None else ("", None)
        self._forms: dict[int, Form] = {}
        self._grounded: dict[tuple[int, tuple[int, ...]], list[Grounded]] = {}

    # ---- what it comes to ----

    def ask(self, facts: Facts, day: int) -> Finding:
        """What the answer is."""
        program = self._program.at(day)
        evaluation = Evaluation(program, Request(day, facts, self._readings, ()))
        answer = self._answer(program, evaluation)
        return Finding(answer.status, answer.value, answer.missing)

    def glance(self, facts: Facts, day: int) -> Finding:
        """The same without the missing facts: much quicker where the answer is unknown. A certain answer that takes
        long to tell may count as unknown."""
        program = self._program.at(day)
        answer = self._answer(program, Evaluation(program, Request(day, facts, self._readings, ()), brief=True))
        return Finding(answer.status, answer.value)

    def _answer(self, program: Program, evaluation: Evaluation) -> Answer:
        if self.name not in self._norms:
            definition = program.definitions.get(self.name) or program.gone[self.name][1]
            return evaluation.conclusion(definition)
        return evaluation.norm(program.norms.get(self.name) or program.gone_norms[self.name][1])

    def admissible(self, facts: Facts, day: int) -> bool:
        """Would a request with these facts be accepted: is no constraint certainly broken?"""
        environment = Environment(self._program, facts, day, self._readings)
        return allowed(constraint_values(self._program, environment))

    # ---- the rules as data ----

    @property
    def breaks(self) -> tuple[int, ...]:
        """The days on which other text begins to count, or the instrument begins or ceases to be in force."""
        about = self._program.about
        days = {about.in_force_from, about.repealed_from, *(day for day, _ in self._program.epochs)}
        return tuple(sorted(day for day in days if day is not None and day > FIRST))

    @property
    def person(self) -> str:
        """The kind of enquirer that is meant where nothing else is said, '' where there is none."""
        default = self._enquirer[1]
        return default if isinstance(default, str) else ""

    def form(self, day: int) -> Form:
        """The rules as they read on a day."""
        key = self._epoch(day)
        if key not in self._forms:
            program = self._program.at(day)
            number = self.kind not in ("bool", "enum", "list", "text")
            self._forms[key] = form(program, self._root(program), self._readings, number)
        return self._forms[key]

    def tests(self, facts: Facts, day: int) -> list[Grounded]:
        """The comparisons in the rules as they read on a day, for the records that there are."""
        lengths = self._lengths(facts)
        key = (self._epoch(day), tuple(lengths.values()))
        if key not in self._grounded:
            self._grounded[key] = grounded(self.form(day), lengths)
        return self._grounded[key]

    def of(self, path: str) -> Known:
        """What is known of the fact of this path."""
        return self.known[stem(path)]

    def reach(self, facts: Facts, day: int) -> frozenset[str]:
        """All facts on which the answer may depend, and those that constraints tie to them."""
        return self._reach(facts, day, frozenset())

    def near(self, facts: Facts, day: int) -> frozenset[str]:
        """The missing facts among them; what is known ties nothing to anything."""
        return self._reach(facts, day, frozenset(facts))

    def _reach(self, facts: Facts, day: int, but: frozenset[str]) -> frozenset[str]:
        form, lengths = self.form(day), self._lengths(facts)
        reach = frozenset(paths(form.own, NOBODY, lengths)) - but
        left = [frozenset(paths(tied, NOBODY, lengths)) - but for tied in form.tied]
        fresh = [tie for tie in left if tie & reach]
        while fresh:
            left = [tie for tie in left if not tie & reach]
            reach = reach.union(*fresh)
            fresh = [tie for tie in left if tie & reach]
        return reach

    def spread(self, facts: Facts, day: int) -> dict[str, Spot]:
        """The facts, each missing number or date as the span of what it may be."""
        made: dict[str, Spot] = {**self.with_default(facts)}
        for path in self.near(facts, day):
            if self.of(path).numeric:
                axis = self.of(path).axis(path)
                made[path] = between(axis.at(axis.low), axis.at(axis.high))
        return made

    def open(self, items: Sequence[Grounded], facts: Facts) -> tuple[dict[str, Axis], dict[str, Sequence[Any]]]:
        """The missing facts below comparisons: numbers and dates as axes, others with their choices."""
        known = {p: self.of(p) for item in items for p in item.paths if p not in facts}
        axes = {p: k.axis(p) for p, k in known.items() if k.numeric}
        return axes, {p: k.values for p, k in known.items() if not k.numeric}

    def with_default(self, facts: Facts) -> Facts:
        """What a norm takes the enquirer to be where the request does not say."""
        name, value = self._enquirer
        return {**facts, name: value} if self.name in self._norms and value is not None and name not in facts else facts

    def _lengths(self, facts: Facts) -> dict[str, int]:
        """How many records each list has, none where that is missing."""
        lists = {name: facts.get(name) for name, known in self.known.items() if known.kind == "records"}
        return {name: number if isinstance(number, int) else 0 for name, number in lists.items()}

    def _epoch(self, day: int) -> int:
        return next((first for first, _ in reversed(self._program.epochs) if first <= day), FIRST)

    def _root(self, program: Program) -> Node | None:
        if self.name not in self._norms:
            return Node("rule", name=self.name) if self.name in program.definitions else None
        norm = program.norms.get(self.name)
        return None if norm is None else self._condition(program, norm)

    def _condition(self, program: Program, norm: Norm) -> Node:
        assert norm.condition is not None
        condition = lowered(program, norm.condition, self._readings)
        if not norm.subject or not self.person:
            return condition
        kinds = tuple(Node("const", value=kind) for kind in norm.subject)
        return Node("and", (Node("in", (Node("fact", name=self._enquirer[0]), *kinds)), condition))


def _times(program: Program) -> Sequence[Program]:
    return [p for _, p in program.epochs] or [program]


def facts_of(program: Program) -> dict[str, Known]:
    """The facts of a program as plain data, in the order of the vocabulary."""
    return {
        f.name: Known(
            f.name, f.type.kind, f.type.choices, f.limits, f.each, f.change, f.change_if_future, f.entity, f.parameter
        )
        for f in program.facts.values()
    }
