"""What the properties of tests/proofs.py stand on: a policy, a conclusion and a request with the explanation of it, and
the evaluator as a black box, asked about changed facts, days, readings and parts of rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import tiaoli
from compiler import calendar
from compiler.evaluate import Answers, Evaluation, evaluate
from compiler.expressions import Apply, Expr
from compiler.partial import Outcome, Residual
from compiler.program import Definition, Program
from compiler.request import Refused, Request, read
from compiler.unknowns import Everything, list_of, number_of, ordered, stem
from compiler.values import BOOL, LIMITS, Value, to_json
from explain.explanation import Explanation, explain
from explain.question.ask import Question
from tests import proofs_constraints
from tests.proofs_constraints import constraints
from tests.proofs_search import Search

BEIJING, MERROW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
VOCABULARY = Path(__file__).resolve().parents[2] / "shared" / "law" / "vocabulary.json"
"""Says who can change what; where it is absent, the program's own classes count."""
OWN = ("registration", "choice")
"""The classes of changes that a person may be advised to make."""
Facts = Mapping[str, Value]
"""By their paths, as explain.question.ask has them: a list is its length, `household[2].member_age` a field."""


@dataclass(frozen=True)
class Told:
    """What the evaluator says; status `refused` where a constraint is broken."""

    status: str
    value: Value | None = None
    missing: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        return self.status not in ("unknown", "refused")

    @property
    def no(self) -> bool:
        """Is it no, or not applicable?"""
        return self.status == "not_applicable" or (self.status == "value" and self.value is False)

    @property
    def yes(self) -> bool:
        """Is it yes, or any value of what is no yes/no question?"""
        return self.status == "value" and self.value is not False

    def same(self, other: Told) -> bool:
        return (self.status, type(self.value), self.value) == (other.status, type(other.value), other.value)


REFUSED, OPEN = Told("refused"), Told("unknown")


@dataclass
class Check:
    """Claims examined, and what was wrong with them."""

    claims: int = 0
    faults: list[str] = field(default_factory=list)

    def that(self, holds: bool, *fault: object) -> bool:
        self.claims += 1
        if not holds:
            self.faults.append(" ".join(str(one) for one in fault))
        return holds


# ---- policies --------------------------------------------------------------------------------------------------------


@cache
def program_of(policy: str) -> Program:
    return tiaoli.load(policy, draft=True).program


@cache
def classes_of(policy: str) -> Mapping[str, tuple[str, str]]:
    """Of each fact: the class of its change, and that of a date which is not over yet ('' where it is the same)."""
    if policy == BEIJING and VOCABULARY.is_file():
        facts = json.loads(VOCABULARY.read_text(encoding="utf-8"))["facts"]
        return {fact["name"]: (fact["change"], fact.get("change_if_future", "")) for fact in facts}
    return {fact.name: (fact.change, fact.change_if_future) for fact in program_of(policy).facts.values()}


def as_request(program: Program, facts: Facts, day: int, readings: Mapping[str, str], only: Sequence[str]) -> Any:
    """A request in JSON's own types. A field of a list that is not given cannot be said, and is left out."""
    given: dict[str, Any] = {}
    for path in sorted(facts, key=lambda path: "[" in path):
        kind, value = program.facts[stem(path)].type.kind, facts[path]
        if kind == "records":
            given[path] = [{} for _ in range(int(value))]  # type: ignore[arg-type]
        elif "[" not in path:
            given[path] = to_json(value, kind)
        elif list_of(path) in facts:
            number = number_of(path)
            given[list_of(path)][number - 1][stem(path)] = to_json(value, kind)
    return {"as_of": calendar.iso(day), "facts": given, "readings": dict(readings), "only": list(only)}


def without(facts: Facts, gone: Iterable[str]) -> dict[str, Value]:
    """The facts but for some; a list goes with the fields of its records."""
    left_out = set(gone)
    return {p: v for p, v in facts.items() if p not in left_out and list_of(p) not in left_out}


def only(facts: Facts, kept: Iterable[str]) -> dict[str, Value]:
    """These facts alone; a field of a record with the number of records."""
    wanted = set(kept)
    wanted |= {list_of(path) for path in wanted}
    return {path: value for path, value in facts.items() if path in wanted}


# ---- the evaluator ---------------------------------------------------------------------------------------------------


@cache
def unpublished(policy: str) -> Program:
    """The same rules, but that a figure which is given need not be the one published for the day asked about: a rule
    may ask for the figure of another day, for which none is published, and that one no request can say. What the rules
    themselves know of published figures stays."""
    program = program_of(policy)
    facts = {name: replace(fact, rows=()) for name, fact in program.facts.items()}
    epochs = tuple((day, replace(one, facts=facts)) for day, one in program.epochs)
    return replace(program, facts=facts, epochs=epochs)


Key = tuple[object, ...]
_searches: dict[Key, Search] = {}
"""What was found out of open facts for the person who is spoken of; the same search serves whoever leaves the same
constraints open, published figures or none: it looks into types and limits of facts alone."""


def forget() -> None:
    """Another person is spoken of."""
    _searches.clear()
    proofs_constraints.forget()


class Evaluator:
    """compiler.evaluate of one conclusion, under readings, for any facts on any day."""

    def __init__(self, program: Program, name: str, readings: Mapping[str, str]) -> None:
        self.program, self.name, self.readings = program, name, readings
        self._kept: dict[tuple[int, frozenset[tuple[str, Value]]], Told] = {}
        self._whole: dict[tuple[int, frozenset[tuple[str, Value]]], Told] = {}

    def __call__(self, facts: Facts, day: int) -> Told:
        """What it says, but not what is missing: that a condition is open is told by a completion of either kind."""
        key = (day, frozenset(facts.items()))
        if key not in self._kept:
            self._kept[key] = self._whole.get(key) or self._told(facts, day, False)
        return self._kept[key]

    def whole(self, facts: Facts, day: int) -> Told:
        """With all that is missing."""
        key = (day, frozenset(facts.items()))
        if key not in self._whole:
            self._whole[key] = self._told(facts, day, True)
        return self._whole[key]

    def leading(self, facts: Facts, day: int, wanted: str) -> Told:
        """What a search for a completion goes by. `wanted` is yes or value: the same, with one missing fact, the first;
        else it is a fact: where that is missing it comes first, with the first of the others; else nothing follows."""
        request = self._read(facts, day)
        if request is None or (day, frozenset(facts.items())) in self._whole:
            return self.whole(facts, day)
        fact = wanted not in ("yes", "value")
        told = OPEN if fact else self(facts, day)
        evaluation, outcome = self._evaluated(request)
        if told.status != "unknown" or not isinstance(outcome, Residual) or evaluation.force:
            return self(facts, day)
        order, named = partial(ordered, evaluation.program.facts), evaluation._named
        search = self._search(request)
        if not fact:
            return replace(told, missing=(named(next(search.missing(outcome, order))),))
        if not any(search.misses(path, outcome) for path in order(outcome.support) if named(path) == wanted):
            return OPEN
        others = (named(path) for path in search.missing(outcome, order))
        return replace(told, missing=(wanted, *islice((other for other in others if other != wanted), 1)))

    def days_beyond(self, facts: Facts, day: int, name: str = "") -> int:
        """How many days beyond the calendar of holidays (of this name) are open. To the rules each is another, but a
        request can only tell one for all: of several, completions do not show all that may be."""
        request = self._read(facts, day)
        outcome = self._evaluated(request)[1] if request is not None else None
        inner = outcome.support if isinstance(outcome, Residual) else ()
        return sum("[" in one and list_of(one) == stem(one) == (name or stem(one)) for one in inner)

    def _told(self, facts: Facts, day: int, whole: bool) -> Told:
        request = self._read(facts, day)
        return REFUSED if request is None else self._asked(request, whole)

    def _read(self, facts: Facts, day: int) -> Request | None:
        try:
            return read(self.program, as_request(self.program, facts, day, self.readings, [self.name]))
        except Refused:
            return None

    def _evaluated(self, request: Request) -> tuple[Evaluation, Outcome]:
        evaluation = Evaluation(self.program.at(request.as_of), request)
        return evaluation, evaluation.environment.rule(self.name)

    def _asked(self, request: Request, whole: bool) -> Told:
        evaluation, outcome = self._evaluated(request)
        program = evaluation.program
        if isinstance(outcome, Residual) and not evaluation.force:
            evaluation._exact = search = self._search(request)
            if not whole and search.settle(outcome) is None:
                return OPEN
        answer = evaluation.conclusion(program.definitions.get(self.name) or program.gone[self.name][1])
        return Told(answer.status, answer.value, answer.missing)

    def _search(self, request: Request) -> Search:
        program = self.program.at(request.as_of)
        known = constraints(program, request.as_of, request.readings)
        open_ = known.ties(request.facts)
        lists = frozenset(name for name in known.lists if name not in request.facts)
        key = (known.vocabulary, open_, lists)
        if key not in _searches:
            _searches[key] = Search(Everything(program.facts), open_, lists)
        return _searches[key]

    def quick(self, facts: Facts, day: int) -> Told:
        """The same, without the reading of a request: for the many completions that a search tries."""
        if not admissible(self.program.at(day), facts, day, self.readings):
            return REFUSED
        return self._asked(Request(day, facts, self.readings, (self.name,)), False)


def admissible(program: Program, facts: Facts, day: int, readings: Mapping[str, str]) -> bool:
    """Is no constraint certainly broken?"""
    return constraints(program, day, readings).allowed(facts)


# ---- a conclusion and a request --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Pair:
    """`request` as evaluate takes it; `origin` tells where it comes from; `effort` says how much a search may try."""

    policy: str
    name: str
    request: Mapping[str, Any]
    origin: str
    effort: int = 1

    @property
    def program(self) -> Program:
        return program_of(self.policy)

    @cached_property
    def parsed(self) -> Request:
        return read(self.program, {**self.request, "only": [self.name]})

    @property
    def facts(self) -> Facts:
        return self.parsed.facts

    @property
    def day(self) -> int:
        return self.parsed.as_of

    @property
    def readings(self) -> Mapping[str, str]:
        return self.parsed.readings

    @cached_property
    def ask(self) -> Evaluator:
        return Evaluator(self.program, self.name, self.readings)

    @cached_property
    def free(self) -> Evaluator:
        """The evaluator for completions: what is published for the day binds only where nothing of it is missing."""
        figures = [f.name for f in self.program.facts.values() if f.rows and f.name not in self.facts]
        program = unpublished(self.policy) if figures else self.program
        return Evaluator(program, self.name, self.readings)

    @cached_property
    def told(self) -> Told:
        """What the evaluator says of the request as it is."""
        answer = self.answers.conclusions[self.name]
        return Told(answer.status, answer.value, answer.missing)

    @cached_property
    def answers(self) -> Answers:
        return evaluate(self.program, {**self.request, "only": [self.name]})

    @cached_property
    def explanation(self) -> Explanation:
        return explain(self.answers, self.name, detail="full")

    @cached_property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.explanation.to_json())
        assert isinstance(found, dict)
        return found

    @cached_property
    def question(self) -> Question:
        """For candidates of values alone; what they come to is asked of the evaluator."""
        return Question(self.program, self.name, self.readings)

    @cached_property
    def turns(self) -> dict[tuple[object, ...], list[int]]:
        """Where comparisons turn, as it was worked out for completions before."""
        return {}

    @property
    def then(self) -> Program:
        """The program as it reads on the day asked about."""
        return self.program.at(self.day)

    @property
    def definition(self) -> Definition:
        return self.then.definitions.get(self.name) or self.then.gone[self.name][1]

    @property
    def dated(self) -> bool:
        """Does the instrument, or the conclusion, not answer by its rules on this day?"""
        return self.name not in self.then.definitions or (
            self.program.about.in_force_from > self.day and not self.definition.answered_before_force
        )

    def random(self, purpose: str) -> Random:
        """Chance of its own, the same on every run."""
        return Random(f"{self.policy}/{self.name}/{self.origin}/{purpose}")

    def class_of(self, path: str) -> str:
        """Who can change a fact; a date that is not over may be another's than one that is."""
        change, if_future = classes_of(self.policy)[stem(path)]
        kind, old = self.program.facts[stem(path)].type.kind, self.facts.get(path)
        now = calendar.month_of(self.day) if kind == "month" else self.day
        future = kind in ("date", "month") and isinstance(old, int) and old >= now
        return if_future if future and if_future else change

    # ---- parts of rules ----

    def part(self, expr: Expr) -> Evaluator:
        """A condition of the rules as a conclusion of its own: what the evaluator says of it alone."""
        if id(expr) not in self._parts:
            base = next(iter(self.then.definitions.values()))
            made = replace(
                base,
                name=_PART,
                alias="",
                type=expr.type,
                guard=None,
                body=expr,
                readings=(),
                answered_before_force=True,
                excepts=(),
                each="",
                internal=False,
            )
            definitions = {**self.then.definitions, _PART: made}
            program = replace(self.then, definitions=definitions, epochs=())
            self._parts[id(expr)] = (expr, Evaluator(program, _PART, self.readings))
        return self._parts[id(expr)][1]

    @cached_property
    def _parts(self) -> dict[int, tuple[Expr, Evaluator]]:
        return {}


_PART = "（部分）"


def conjunction(parts: Sequence[Expr]) -> Expr:
    """All of these conditions."""
    return parts[0] if len(parts) == 1 else Apply("and", tuple(parts), BOOL, parts[0].place)


def negated(expr: Expr) -> Expr:
    return Apply("not", (expr,), BOOL, expr.place)


def number_limits(program: Program, path: str) -> tuple[int, int]:
    """What a number may be, in days, fen, months, units or millionths."""
    fact = program.facts[stem(path)]
    return fact.limits or LIMITS[fact.type.kind]
