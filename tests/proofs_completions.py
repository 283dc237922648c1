"""Completions of a request: values for the facts that it leaves open, drawn by chance, enumerated, or steered.

The values of a number or date that are tried are those on both sides of every turn of a comparison (edges.py finds
candidates; what they come to is the evaluator's to say), and numbers and days that the rules name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from random import Random

from compiler import calendar
from compiler.expressions import Const, Expr, FactRef, Quantified, RuleRef, everything
from compiler.program import Program
from compiler.unknowns import list_of, number_of, stem
from compiler.values import MILLIONTHS, Value
from explain.question.edges import Axis, Effort, edges
from explain.question.spans import World
from tests.proofs_base import Facts, Pair, admissible, number_limits, without

RECORDS = 3
"""Lists that are not known are tried with so many records at most, where they may have so many."""
FAR = (-500, -3, 0, 2, 7, 500, 1_000_000)
"""Numbers are tried beside what the rules name; days and months are counted from the day asked about."""
_BESIDE = {"date": (-41, -1, 0, 40)}
"""And beside where a comparison turns; of days more than a month away too."""
_TRIES, _FILLED, _LOOK = 12, 60, 20
Lists = Mapping[str, int]
_Ways = tuple[str, Sequence[Value]]
_ONE: _Ways = ("", ())


def below(program: Program, expr: Expr) -> frozenset[str]:
    """The names of all facts that an expression may depend on."""
    names: set[str] = set()
    for part in everything(expr):
        if isinstance(part, RuleRef):
            name = part.name
            names |= program.definitions[name].facts if name in program.definitions else set()
        elif isinstance(part, Quantified):
            names.add(part.records)
        elif isinstance(part, FactRef):
            names.add(part.name)
    return frozenset(names)


class Completions:
    """Of one request with a day: which facts are open, and what they may be."""

    def __init__(self, pair: Pair, day: int | None = None) -> None:
        self.pair, self.day = pair, pair.day if day is None else day
        self.program = pair.free.program.at(self.day)

    # ---- which facts there are ----

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The facts on which the answer may depend, and those that constraints tie to them."""
        definition = self.program.definitions.get(self.pair.name)
        reach = set(definition.facts) if definition is not None else set()
        ties = [set(tie) for tie in self._ties]
        while fresh := [tie for tie in ties if tie & reach and not tie <= reach]:
            reach = reach.union(*fresh)
        reach |= {self.program.facts[name].each for name in reach} - {""}
        return tuple(name for name in self.program.facts if name in reach)

    @cached_property
    def _ties(self) -> list[frozenset[str]]:
        """The facts of each constraint."""
        facts = self.program.facts.values()
        return [below(self.program, c.condition) | {fact.name} for fact in facts for c in fact.constraints]

    def tied(self, name: str) -> frozenset[str]:
        """The facts that some constraint ties to this one."""
        return frozenset().union(*(tie for tie in self._ties if name in tie))

    def open(self, facts: Facts) -> list[str]:
        """The paths of those that are not known, lists before their fields."""
        found = []
        for name in self.names:
            fact = self.program.facts[name]
            if not fact.each:
                found += [name] if name not in facts else []
            else:
                number = facts.get(fact.each)
                paths = [f"{fact.each}[{i}].{name}" for i in range(1, int(number or 0) + 1)]  # type: ignore[arg-type]
                found += [path for path in paths if path not in facts]
        return sorted(found, key=lambda path: self.program.facts[stem(path)].type.kind != "records")

    # ---- what they may be ----

    def values(self, path: str, facts: Facts) -> list[Value]:
        """Values of a fact worth trying where the others are as given."""
        fact = self.program.facts[stem(path)]
        kind = fact.type.kind
        if kind == "bool":
            return [True, False]
        if kind == "enum":
            return list(fact.type.choices)
        low, high = number_limits(self.program, path)
        if kind == "records":
            return list(range(low, min(high, max(low, RECORDS)) + 1))
        turns = self._turns(path, facts)
        near = {edge + d for edge in turns for d in _BESIDE.get(kind, (-1, 0))}
        near |= {n + d for n in self.named(kind) for d in (-1, 0, 1)}
        near |= {start + n for start in (self._today(kind), *self._known(kind, facts)) for n in FAR}
        numbers = sorted(n for n in near if low <= n <= high) or [low]
        return [self._at(n, kind) for n in numbers]

    def _at(self, number: int, kind: str) -> Value:
        return Axis("", 0, 0, MILLIONTHS).at(number) if kind in ("decimal", "percent") else number

    def _turns(self, path: str, facts: Facts) -> list[int]:
        """Where some comparison turns as this fact varies: of those whose other facts are known."""
        question = self.pair.question
        question, edge_of = self.pair.question, self.pair.turns
        world, axis = World(question.form(self.day), facts, self.day), question.of(path).axis(path)
        found: set[int] = set()
        for item in question.tests({**facts, path: facts.get(path, 0)}, self.day):
            if path in item.paths and facts.keys() | {path} >= set(item.paths):
                key = (item, path, self.day, *(facts[p] for p in item.paths if p != path))
                if key not in edge_of:
                    edge_of[key] = edges(item, world, axis, Effort(20_000))
                found.update(edge_of[key])
        return sorted(found)

    def named(self, kind: str) -> frozenset[int]:
        """Numbers and days of this kind that the rules name, and the day asked about."""
        if kind not in self._named:
            found = {0} if kind not in ("date", "month") else set()
            found |= (
                {calendar.add_period(self.day, *period, 0) for period in self._periods} if kind == "date" else set()
            )
            for part in self._consts:
                value = part.value
                if part.type.kind == kind and isinstance(value, int) and not isinstance(value, bool):
                    found.add(value * MILLIONTHS if kind in ("decimal", "percent") else value)
            found |= {self.day} if kind == "date" else {calendar.month_of(self.day)} if kind == "month" else set()
            self._named[kind] = frozenset(found)
        return self._named[kind]

    def _known(self, kind: str, facts: Facts) -> list[int]:
        """What is known of other facts of this kind."""
        alike = (v for p, v in facts.items() if self.program.facts[stem(p)].type.kind == kind)
        return [int(v * MILLIONTHS) if kind in ("decimal", "percent") else int(v) for v in alike]  # type: ignore[operator,arg-type]

    def _today(self, kind: str) -> int:
        return {"date": self.day, "month": calendar.month_of(self.day)}.get(kind, 0)

    @cached_property
    def _named(self) -> dict[str, frozenset[int]]:
        return {}

    @cached_property
    def _periods(self) -> set[tuple[int, int]]:
        """Years and months that the rules count, forwards and back."""
        ages = {(p.value, 0) for p in self._consts if p.type.kind == "integer" and isinstance(p.value, int)}
        spans = {p.value[:2] for p in self._consts if p.type.kind == "period" and isinstance(p.value, tuple)}
        counted = {(y, m) for y, m in ages | spans if abs(y) < 120 and (y, m) != (0, 0)}
        return counted | {(-y, -m) for y, m in counted}  # type: ignore[misc,operator]

    @cached_property
    def _consts(self) -> list[Const]:
        """The constants of the conclusion's own rules."""
        names, todo = set(), [self.pair.name]
        while todo:
            name = todo.pop()
            if name not in names and name in self.program.definitions:
                names.add(name)
                todo += self.program.definitions[name].rules
        rules = [self.program.definitions[name] for name in names]
        exprs = [x for d in rules for x in (d.guard, d.body) if x is not None]
        return [part for expr in exprs for part in everything(expr) if isinstance(part, Const)]

    # ---- completions by chance ----

    def drawn(self, facts: Facts, random: Random, also: _Ways = _ONE) -> dict[str, Value] | None:
        """A completion that no constraint forbids, also with each of these values of one fact; or None."""
        made: dict[str, Value] = dict(facts)
        leaning = random.choice((0.2, 0.5, 0.8, 0.95))
        while todo := self.open(made):
            for path in todo:
                if not self._draw(made, path, leaning, random, also):
                    return None
        return made

    def _draw(self, made: dict[str, Value], path: str, leaning: float, random: Random, also: _Ways) -> bool:
        kind = self.program.facts[stem(path)].type.kind
        tied = bool(self.tied(stem(path)))
        values = self.values(path, made)
        for _ in range(_TRIES):
            made[path] = random.random() < leaning if kind == "bool" else random.choice(values)
            if not tied or self._admissible(made, *also):
                return True
        for value in values:
            made[path] = value
            if self._admissible(made, *also):
                return True
        return False

    def _admissible(self, made: Facts, path: str, values: Sequence[Value]) -> bool:
        ways = ({**made, path: value} for value in values) if path else (made,)
        return all(admissible(self.program, way, self.day, self.pair.readings) for way in ways)

    # ---- completions that are steered ----

    def flipping(
        self, facts: Facts, wanted: str, budget: int, good: Callable[[Facts], bool] = lambda _: True
    ) -> dict[str, Value] | None:
        """Some of the open facts set so that the answer is yes (`wanted`: "yes"), or applies ("value"), or turns on
        nothing but one fact (its path) and is `good`; searched by setting one missing fact after the other, with steps
        back."""
        ask, steps = self.pair.free.leading, [budget]

        def search(made: dict[str, Value]) -> dict[str, Value] | None:
            told = ask(made, self.day, wanted)
            if (wanted == "yes" and told.yes) or (wanted == "value" and told.status == "value"):
                return made
            if told.missing in ((wanted,), (list_of(wanted),)):
                steps[0] -= _LOOK
                return made if good(made) else None
            if told.status != "unknown" or (wanted not in ("yes", "value", *told.missing)):
                return None
            for path in told.missing:
                if path == wanted:
                    continue
                for value in self._spread(self.values(path, made)):
                    steps[0] -= 1
                    if steps[0] < 0:
                        return None
                    found = search({**made, path: value})
                    if found is not None:
                        return found
                return None  # every value of this fact was tried, everything set before it being as it is
            return None

        return search(dict(facts))

    @staticmethod
    def _spread(values: Sequence[Value]) -> list[Value]:
        """Few values first that lie far apart."""
        if len(values) <= 4:
            return list(values)
        order = sorted(range(len(values)), key=lambda i: (bin(i ^ (i >> 1)).count("1"), i))
        return [values[i] for i in order]

    def filled(self, facts: Facts, first: str, values: Sequence[Value], random: Random) -> dict[str, Value] | None:
        """All other open facts set, so that no constraint forbids any of these values of one fact."""
        for _ in range(_FILLED):
            made = self.drawn({**facts, first: values[0]}, random, (first, values))
            if made is not None:
                return made
        return None

    # ---- all completions ----

    def count(self, facts: Facts, most: int) -> int:
        """How many there are, the lists' fields left aside; more than `most` is `most` + 1."""
        total = 1
        for path in self.open(facts):
            kind = self.program.facts[stem(path)].type.kind
            if kind == "records" or (kind not in ("bool", "enum") and self._several_numbers(facts)):
                return most + 1
            total *= len(self.values(path, facts))
            if total > most:
                return most + 1
        return total

    def _several_numbers(self, facts: Facts) -> bool:
        kinds = [self.program.facts[stem(path)].type.kind for path in self.open(facts)]
        return sum(kind not in ("bool", "enum", "records") for kind in kinds) > 1

    def all(self, facts: Facts) -> Iterator[dict[str, Value]]:
        """Every region: yes/no facts and choices by their values, a number (at most one is open) at each of its turns
        and on both sides of it, everything else being set. Refused ones are left out by who asks."""
        todo = self.open(facts)
        numbers = [p for p in todo if self.program.facts[stem(p)].type.kind not in ("bool", "enum")]
        others = [p for p in todo if p not in numbers]

        def expand(made: dict[str, Value], left: Sequence[str]) -> Iterator[dict[str, Value]]:
            if not left:
                yield made
                return
            for value in self.values(left[0], made):
                yield from expand({**made, left[0]: value}, left[1:])

        return expand(dict(facts), [*others, *numbers])


def changed(facts: Facts, path: str, value: Value) -> dict[str, Value]:
    """The facts with another value of one; a list of another length loses or lacks records."""
    made = {**facts, path: value}
    if "[" in path or not isinstance(facts.get(path), int) or isinstance(facts.get(path), bool):
        return made
    gone = [p for p in facts if list_of(p) == path and "[" in p and number_of(p) > value]  # type: ignore[operator]
    return without(made, gone)
