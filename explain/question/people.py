"""Sample people: made-up requests that crowd the boundaries of the rules. They say nothing of how many real people are
how; no forecast can be made from them.

Facts are drawn in the order of the vocabulary, each with regard to those before it:

- a number or date: of 100 draws BOUNDARY take a comparison of the rules (under any reading) with what is known already
  and lie at its turn, one below or one above; INSIDE lie between two turns; the rest are spread WIDE;
- a yes/no fact: yes with a chance that is the person's own, one of LEANINGS, so that long lists of conditions are met
  by some and missed by others;
- a choice: each value alike, but for USUAL of 100 the kind of enquirer that is taken for granted;
- a list: RECORDS says how often it has how many records, never more than it may.

Of 100 people WISHING are given a yes/no conclusion each, in turn by chance: what would make it a certain no is drawn
again, so that conclusions with many conditions have a yes now and then.

What breaks a constraint is drawn again, and left out if that does not help: no request is ever refused. A parameter
that is published for the day is left out, others are supplied; of working days beyond the known holidays nobody tells.
Every person has a stream of random numbers of their own, so the first thousand are the same however many are made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compiler import calendar
from compiler.program import Program
from compiler.values import NA, Value, to_json
from explain.question.ask import Known, facts_of
from explain.question.draw import Draw
from explain.question.edges import Axis, Effort, Grounded, edges, grounded
from explain.question.plain import NOBODY, TRUE, Form, Node, Test, form, lowered, shape
from explain.question.spans import World, found

BOUNDARY, INSIDE = 60, 25
LEANINGS = (20, 50, 80, 95)
WISHING = 50
USUAL = 85
RECORDS = (0, 1, 1, 2, 2, 3, 4, 6)
WIDE: Mapping[str, tuple[int, int]] = {"integer": (0, 60), "money": (0, 3_000_000), "decimal": (0, 2 * 10**7)}
"""In units, fen, millionths; percentages from 0 to 100 %, dates from 70 years before the day to 3 years after it."""
_TRIES = 24


def people(program: Program, count: int, seed: int, day: int, missing: float = 0.0) -> Iterator[dict[str, Any]]:
    """Requests, one a person; `missing`: the share of facts, 0 to 1, that is left out again."""
    crowd = Crowd(program, day)
    for number in range(1, count + 1):
        draw = Draw.of(seed, number)
        facts = crowd.person(draw)
        kept = {p: v for p, v in facts.items() if not draw.chance(100 * missing)}
        yield {"id": f"{seed}-{number}", "as_of": calendar.iso(day), "facts": as_json(crowd.known, facts, kept)}


def as_json(known: Mapping[str, Known], facts: Mapping[str, Value], kept: Mapping[str, Value]) -> dict[str, Any]:
    """Facts by their paths as a request has them; a list that is kept has all its records."""
    shown: dict[str, Any] = {}
    for name, one in known.items():
        if one.each or name not in kept:
            continue
        if one.kind != "records":
            shown[name] = to_json(kept[name], one.kind)
            continue
        fields = [k for k in known.values() if k.each == name]
        paths = [{k: f"{name}[{i}].{k.name}" for k in fields} for i in range(1, int(facts[name]) + 1)]  # type: ignore[arg-type]
        shown[name] = [{k.name: to_json(kept[p], k.kind) for k, p in record.items() if p in kept} for record in paths]
    return shown


@dataclass(frozen=True)
class _Item:
    """A comparison that a fact may lie at the turn of."""

    form: Form
    grounded: Grounded


@dataclass
class _Person:
    facts: dict[str, Value]
    draw: Draw
    leaning: int
    wish: str
    items: Mapping[str, Sequence[tuple[int, _Item]]]


class Crowd:
    """What the people of one program on one day are drawn from."""

    def __init__(self, program: Program, day: int) -> None:
        self.day = day
        calendar_ = program.holidays.name if program.holidays is not None else ""
        self.known = {name: one for name, one in facts_of(program).items() if name != calendar_}
        self._usual = {f.name: f.norm_default for f in program.facts.values() if f.norm_default is not None}
        self.published = {f.name: r.value for f in program.facts.values() for r in f.rows if day in r.window}
        self._forms = list(_forms(program.at(day)))
        self._ties = self._forms[0]
        definitions = program.at(day).definitions.values()
        self._wishes = [d.name for d in definitions if d.type.kind == "bool" and not d.each and not d.internal]
        self._items: dict[tuple[int, ...], dict[str, list[tuple[int, _Item]]]] = {}
        self._turns: dict[tuple[Any, ...], list[int]] = {}

    def person(self, draw: Draw) -> dict[str, Value]:
        """Facts by their paths that keep every constraint."""
        wish = draw.one(self._wishes) if draw.chance(WISHING) and self._wishes else ""
        one = _Person({**self.published}, draw, draw.one(LEANINGS), wish, {})
        for name, known in self.known.items():
            if known.kind == "records":
                self._length(one, name, (known.limits or (0, max(RECORDS)))[1])
        lengths = {name: int(n) for name, n in one.facts.items() if self.known[name].kind == "records"}  # type: ignore[arg-type]
        one.items = self._comparisons(lengths)
        for path, known in self._paths(lengths):
            self._give(one, path, known)
        return {path: value for path, value in one.facts.items() if path not in self.published}

    def _length(self, one: _Person, name: str, most: int) -> None:
        """How many records a list has; no list where no number keeps the constraints."""
        drawn = [min(one.draw.one(RECORDS), most) for _ in range(_TRIES)]
        for number in (*drawn, *range(most + 1)):
            one.facts[name] = number
            if self._keeps(one, name):
                return
        del one.facts[name]

    def _paths(self, lengths: Mapping[str, int]) -> Iterator[tuple[str, Known]]:
        for name, known in self.known.items():
            if known.kind == "records" or name in self.published:
                continue
            if not known.each:
                yield name, known
            for i in range(1, lengths.get(known.each, 0) + 1):
                yield f"{known.each}[{i}].{name}", known

    def _give(self, one: _Person, path: str, known: Known) -> None:
        """One more fact, drawn until it keeps the constraints."""
        one.wish = "" if self._lost(one) else one.wish
        for tried in range(_TRIES):
            one.facts[path] = self._value(one, path, known)
            if self._keeps(one, known.name) and (tried > _TRIES // 2 or not self._lost(one)):
                return
        for value in self._last_resort(one, path, known):
            one.facts[path] = value
            if self._keeps(one, known.name):
                return
        del one.facts[path]

    def _keeps(self, one: _Person, name: str) -> bool:
        world = World(self._ties, one.facts, self.day)
        concerned = (n for n, tied in enumerate(self._ties.tied) if any(fact == name for fact, _ in tied))
        return all(found(self._ties.ties[n], world, NOBODY) is not False for n in concerned)

    def _lost(self, one: _Person) -> bool:
        """Is the conclusion wished for a certain no?"""
        node = self._ties.rules.get(one.wish)
        return node is not None and found(node, World(self._ties, one.facts, self.day)) in (False, NA)

    def _last_resort(self, one: _Person, path: str, known: Known) -> Iterator[Value]:
        """Each value of a choice; the ends, and every turn, of a number."""
        if not known.numeric:
            yield from known.values
            return
        axis = known.axis(path)
        turns = self._all_turns(one, path, axis)
        for number in (axis.low, *(n for edge in turns for n in (edge - 1, edge)), axis.high):
            yield axis.at(number)

    # ---- values ----

    def _value(self, one: _Person, path: str, known: Known) -> Value:
        draw = one.draw
        if known.kind == "bool":
            return draw.chance(one.leaning)
        if known.kind == "enum":
            usual = self._usual.get(known.name)
            return usual if usual is not None and draw.chance(USUAL) else draw.one(known.choices)
        axis = known.axis(path)
        number = self._number(one, path, axis, known.kind)
        return axis.at(min(max(number, axis.low), axis.high))

    def _number(self, one: _Person, path: str, axis: Axis, kind: str) -> int:
        draw, sort = one.draw, one.draw.below(100)
        if sort < BOUNDARY:
            turns = self._some_turns(one, path, axis)
            if turns:
                return int(draw.one(turns)) + draw.between(-1, 1)
        low, high = self._wide(axis, kind)
        if sort < BOUNDARY + INSIDE:
            turns = self._all_turns(one, path, axis)
            if turns:
                ends = [min(low, turns[0]), *turns, max(high, turns[-1])]
                at = draw.below(len(ends) - 1)
                return draw.between(ends[at], ends[at + 1])
        return draw.between(low, high)

    def _wide(self, axis: Axis, kind: str) -> tuple[int, int]:
        month = calendar.month_of(self.day)
        near = {
            "date": (calendar.add_period(self.day, -70, 0, 0), calendar.add_period(self.day, 3, 0, 0)),
            "month": (month - 70 * 12, month + 36),
            "percent": (0, axis.unit),
        }
        low, high = near.get(kind) or WIDE[kind]
        if axis.high - axis.low <= 10**4 or axis.low > high or axis.high < low:
            return axis.low, min(axis.high, axis.low + 10**9)
        return max(low, axis.low), min(high, axis.high)

    # ---- turns ----

    def _some_turns(self, one: _Person, path: str, axis: Axis) -> list[int]:
        """Of one comparison, with what is known already."""
        ready = [x for x in one.items.get(path, ()) if all(p in one.facts for p in x[1].grounded.paths if p != path)]
        one.facts.pop(path, None)
        return self._turns_of(one, axis, *one.draw.one(ready)) if ready else []

    def _all_turns(self, one: _Person, path: str, axis: Axis) -> list[int]:
        one.facts.pop(path, None)
        ready = [x for x in one.items.get(path, ()) if all(p in one.facts for p in x[1].grounded.paths if p != path)]
        return sorted({n for x in ready for n in self._turns_of(one, axis, *x)})

    def _turns_of(self, one: _Person, axis: Axis, number: int, item: _Item) -> list[int]:
        others = tuple(one.facts[p] for p in item.grounded.paths if p != axis.path)
        key = (number, axis.path, others)
        if key not in self._turns:
            world = World(item.form, one.facts, self.day)
            self._turns[key] = edges(item.grounded, world, axis, Effort(20_000))
        return self._turns[key]

    def _comparisons(self, lengths: Mapping[str, int]) -> dict[str, list[tuple[int, _Item]]]:
        """By the path of each fact below them, numbered."""
        key = tuple(lengths.values())
        if key not in self._items:
            table: dict[str, list[tuple[int, _Item]]] = {}
            made = [_Item(form_, one) for form_ in self._forms for one in grounded(form_, lengths)]
            for number, item in enumerate(made):
                for path in item.grounded.paths:
                    table.setdefault(path, []).append((number, item))
            self._items[key] = table
        return self._items[key]


def _forms(program: Program) -> Iterator[Form]:
    """All rules, norms and constraints under the readings adopted, what stands at one place once, however many rules
    are made of it; then, for each alternative, the comparisons that it alone has."""
    base = _everything(program, {})
    whole: dict[tuple[str, object], Test] = {}
    for test in base.tests:
        whole.setdefault((shape(test.node), test.node.place), test)
    yield replace(base, tests=tuple(whole.values()))
    seen = {said for said, _ in whole}
    for reading in program.readings.values():
        for letter in reading.alternatives if reading.not_computable is None else ():
            if letter == reading.adopted:
                continue
            other = _everything(program, {reading.id: letter})
            fresh: dict[str, Test] = {}
            for test in other.tests:
                if (said := shape(test.node)) not in seen:
                    fresh[said] = test
            seen |= set(fresh)
            yield replace(other, tests=tuple(fresh.values()))


def _whole(name: str, each: str) -> Node:
    """A rule, for every record where it speaks of one."""
    rule = Node("rule", name=name)
    return Node("every", (TRUE, rule), name=each) if each else rule


def _everything(program: Program, letters: Mapping[str, str]) -> Form:
    rules = [_whole(d.name, d.each) for d in program.definitions.values()]
    norms = [lowered(program, n.condition, letters) for n in program.norms.values() if n.condition is not None]
    return form(program, Node("and", (*rules, *norms)), letters)
