"""The cells of one question for a panel of sample people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from compiler.values import NA
from explain.interview.cells import (
    CONNECTIVES,
    MASKS,
    NO,
    NOT_APPLICABLE,
    VALUE,
    YES,
    Cell,
    Cells,
    Masks,
    facts_of,
    number,
)
from explain.question.plain import COMPARISONS, LISTS, NOBODY, Bound, Form, Node, path
from explain.question.spans import Spot, World, found, sure

People = Sequence[Mapping[str, Spot]]


@dataclass
class Panel(Cells):
    """`lengths`: how many records are looked at of each list. `kinds`: of every fact."""

    form: Form = field(kw_only=True)
    people: People = field(kw_only=True)
    day: int = field(kw_only=True)
    lengths: Mapping[str, int] = field(kw_only=True)
    kinds: Mapping[str, str] = field(kw_only=True)
    _leaves: dict[tuple[Node, str], Cell] = field(default_factory=dict)
    _rules: dict[tuple[str, str], Cell] = field(default_factory=dict)
    _places: dict[Cell, tuple[Node, Bound]] = field(default_factory=dict)
    _joint: dict[Cell, tuple[Node, Bound]] = field(default_factory=dict)
    _there: dict[Cell, tuple[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._worlds = [World(self.form, person, self.day) for person in self.people]
        self.everybody = (1 << len(self.people)) - 1
        self.root = self.cell(self.form.root, NOBODY) if self.form.root is not None else NOT_APPLICABLE

    # ---- from the rules ----

    def cell(self, node: Node, bound: Bound) -> Cell:
        op = node.op
        if op == "rule":
            key = (node.name, "".join(bound.values()))
            if key not in self._rules:
                self._rules[key] = self.cell(self.form.rules[node.name], bound)
            return self._rules[key]
        if op == "const":
            return _settled(node.value)
        if op in ("day", "na"):
            return VALUE if op == "day" else NOT_APPLICABLE
        if op == "fact" or op in COMPARISONS:
            return self._condition(node, bound)
        if op in LISTS:
            return self._of_list(node, bound)
        parts = tuple(self.cell(part, bound) for part in node.parts)
        made = self.make(op, parts) if op in CONNECTIVES else self._computed(node, bound, parts)
        if made.parts:
            self._joint.setdefault(made, (node, bound))
        return made

    def _computed(self, node: Node, bound: Bound, parts: tuple[Cell, ...]) -> Cell:
        """A number made of others; two that are made of the same numbers are not the same."""
        op = "least" if node.op in ("min", "mul") else "all"
        made = self.make(op, parts)
        if made.known:
            return made
        return self.kept((node, "".join(bound.values())), lambda: Cell(op, parts, made.facts, *MASKS[op](parts)))

    def _condition(self, node: Node, bound: Bound) -> Cell:
        key = (node, "".join(bound.values()))
        if key not in self._leaves:
            self._leaves[key] = self._new_leaf(node, bound)
        return self._leaves[key]

    def _new_leaf(self, node: Node, bound: Bound) -> Cell:
        if node.op == "fact" and self.kinds[node.name] != "bool":
            return number(path(node, bound))
        parts = tuple(self.cell(part, bound) for part in node.parts)
        facts = facts_of(parts) if parts else frozenset((path(node, bound),))
        if not facts:
            return _constant(found(node, World(self.form, {}, self.day), bound))
        leaf = Cell("test" if parts else "fact", parts, facts, *self._masks(node, bound))
        self._places[leaf] = (node, bound)
        return leaf

    def _masks(self, node: Node, bound: Bound) -> Masks:
        """For whom a condition is true, and for whom false. Who has fewer records than are looked at has them over
        again."""
        yes = no = 0
        for at, world in enumerate(self._worlds):
            spot = found(node, world, {name: own_record(key, world.facts) for name, key in bound.items()})
            yes, no = yes | (spot is True) << at, no | (spot is False) << at
        return yes, no

    # ---- lists of records ----

    def _of_list(self, node: Node, bound: Bound) -> Cell:
        """What is said of the records of a list, each if it is there."""
        counted: list[Cell] = []
        values: list[Cell] = []
        for at in range(1, self.lengths[node.name] + 1):
            record = {**bound, node.name: f"{node.name}[{at}]"}
            condition, *value = (self.cell(part, record) for part in node.parts)
            counted.append(self.make("and", (self._record(node.name, at), condition)))
            values.append(value[0] if value else YES)
        if node.op == "some":
            return self.make("or", tuple(self.make("and", pair) for pair in zip(counted, values, strict=True)))
        if node.op == "every":
            parts = (self.make("or", (self.make("not", (c,)), v)) for c, v in zip(counted, values, strict=True))
            return self.make("and", tuple(parts))
        each = [self.make("choose", (c, v, VALUE)) for c, v in zip(counted, values, strict=True)]
        total = self.make("all", (self.kept(("length", node.name), lambda: number(node.name)), *each))
        return total if node.op in ("count", "total") else self.make("guard", (self.make("or", tuple(counted)), total))

    def _record(self, name: str, at: int) -> Cell:
        """Has the list so many records?"""
        lengths = [person.get(name) for person in self.people]
        yes = sum(1 << i for i, length in enumerate(lengths) if isinstance(length, int) and length >= at)
        leaf = self.kept(("record", name, at), lambda: Cell("fact", (), frozenset((name,)), yes, self.everybody & ~yes))
        self._there[leaf] = (name, at)
        return leaf

    # ---- a person who answers ----

    def stands(self, facts: Mapping[str, Spot], known: Mapping[str, Spot]) -> tuple[Cell, list[tuple[Cell, Cell]]]:
        """What is left of the question once `known` facts are known, and what was put for each leaf; `facts` has, of
        every missing number, the span of what it may be."""
        world = World(self.form, facts, self.day)
        values: dict[Cell, Cell] = {}
        for leaf, (node, bound) in self._places.items():
            spot = found(node, world, bound)
            if sure(spot):
                values[leaf] = _constant(spot)
        settled = dict(values)
        for cell, (node, bound) in self._joint.items():
            spot = found(node, world, bound)
            if sure(spot):
                settled[cell] = _settled(spot)
        for leaf, (name, at) in self._there.items():
            if isinstance(length := known.get(name), int):
                settled[leaf] = values[leaf] = YES if length >= at else NO
        memo: dict[int, Cell] = {}

        def fold(cell: Cell) -> Cell:
            if cell in settled:
                return settled[cell]
            if cell.op == "number":
                return VALUE if cell.facts <= known.keys() else cell
            if not cell.parts:
                return cell
            if id(cell) not in memo:
                memo[id(cell)] = self._again(cell, fold)
            return memo[id(cell)]

        return fold(self.root), list(values.items())

    def like(self, values: Sequence[tuple[Cell, Cell]], enough: int) -> int:
        """The people who answered most like this: all who differ in as few leaves as leaves `enough` of them."""
        differ = [0] * len(self.people)
        for leaf, value in values:
            other = ~(leaf.yes if value is YES else leaf.no if value is NO else ~(leaf.yes | leaf.no))
            for at in range(len(differ)):
                differ[at] += other >> at & 1
        most = sorted(differ)[min(enough, len(differ)) - 1]
        return sum(1 << at for at, number in enumerate(differ) if number <= most)


def _settled(spot: Spot) -> Cell:
    """Of a condition or a number."""
    return _constant(spot) if isinstance(spot, bool) or spot is NA else VALUE if spot != 0 else NO


def _constant(spot: Spot) -> Cell:
    return YES if spot is True else NO if spot is False else NOT_APPLICABLE


def own_record(key: str, facts: Mapping[str, Spot]) -> str:
    """The person's own record, or its field, in the place of the one spoken of: of three, the fifth is the second."""
    name, _, rest = key.partition("[")
    at, _, field_ = rest.partition("]")
    length = facts.get(name)
    return f"{name}[{(int(at) - 1) % length + 1}]{field_}" if at and isinstance(length, int) and length else key
