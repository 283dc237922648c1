"""The rules that decide one question, as plain data: nested nodes of a few dozen operators under fixed readings, with
no function and no reference to the program in them. What is worked out over them here runs in any language that has
the primitives of compiler/operators.py.

A node's `op` is one of

    const fact day rule na                 leaves (a rule is named, and kept in a table)
    and or not holds choose guard          as in compiler/partial.py
    some every count total largest smallest    of a list of records: parts are the condition and, if any, the value
    le lt eq in, add, add_period …         primitives

Composite operators are gone, but `said` and `place` still tell how the rule says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.program import Definition, Fact, Program
from compiler.values import LIMITS, Value
from compiler.workdays import Holidays
from dsl.source import Place

COMPARISONS = ("le", "lt", "eq", "in")
LISTS = ("some", "every", "count", "total", "largest", "smallest")


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """`name`: of a fact, a rule, a list of records; `each`: the list whose field a fact is."""

    op: str
    parts: tuple[Node, ...] = ()
    name: str = ""
    each: str = ""
    value: Value | tuple[int, ...] | Holidays | None = None
    said: str = ""
    place: Place | None = None


TRUE, NOT_APPLICABLE = Node("const", value=True), Node("na")
_ZERO = Node("const", value=0)
Bound = Mapping[str, str]
"""The record that is spoken of, by the name of its list: {"household": "household[2]"}."""
NOBODY: Bound = {}


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """A comparison of the rules: the rule in which it stands, or the number of the constraint (-1: none), the lists of
    whose records it speaks, the facts below it, as (name, list), and whether the day is."""

    node: Node
    rule: str
    tie: int
    lists: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    dated: bool


@dataclass(frozen=True, eq=False)
class Form:
    """The rules as they read on some days: the question's own, all below it, the constraints of the facts, and every
    comparison in them. `root` is None where the question has no version in force; `own` are all the facts below it,
    `tied` those of each constraint."""

    root: Node | None
    rules: Mapping[str, Node]
    ties: tuple[Node, ...]
    tests: tuple[Test, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    tied: tuple[tuple[tuple[str, str], ...], ...] = ()


# ---- from the program ------------------------------------------------------------------------------------------------


def form(program: Program, root: Node | None, letters: Mapping[str, str], number: bool = False) -> Form:
    """The form of a question whose own rule is `root`; `number`: it asks for a number or date."""
    made = _Lowering(program, letters)
    rules: dict[str, Node] = {}
    open_ = [x.name for x in walk(root) if x.op == "rule"] if root is not None else []
    while open_:
        name = open_.pop()
        if name in rules:
            continue
        definition = program.definitions.get(name)
        rules[name] = made.definition(definition) if definition is not None else NOT_APPLICABLE
        open_ += [x.name for x in walk(rules[name]) if x.op == "rule"]
    ties = tuple(made.constraint(fact, c.condition) for fact in program.facts.values() for c in fact.constraints)
    whole = _tested(Form(root, rules, ties + tuple(made.published())))
    return replace(whole, tests=(*whole.tests, *_meetings(whole))) if number else whole


def lowered(program: Program, expr: Expr, letters: Mapping[str, str]) -> Node:
    return _Lowering(program, letters).node(expr)


@dataclass(frozen=True)
class _Lowering:
    program: Program
    letters: Mapping[str, str]
    made: dict[Expr, Node] = field(default_factory=dict)

    def definition(self, definition: Definition) -> Node:
        body = self.node(definition.body)
        return body if definition.guard is None else Node("guard", (self.node(definition.guard), body))

    def node(self, expr: Expr) -> Node:
        """One expression is one node, however often it stands in a rule."""
        if expr not in self.made:
            self.made[expr] = self._node(expr)
        return self.made[expr]

    def _node(self, expr: Expr) -> Node:
        if isinstance(expr, Switch):
            letter = self.letters.get(expr.reading) or self.program.readings[expr.reading].adopted
            return self.node(expr.under(letter))
        if isinstance(expr, Apply):
            if expr.meaning is not None:
                return replace(self.node(expr.meaning), said=expr.op, place=expr.place)
            return Node(expr.op, tuple(map(self.node, expr.args)), said=expr.op, place=expr.place)
        if isinstance(expr, Quantified):
            condition = self.node(expr.condition) if expr.condition is not None else TRUE
            value = () if expr.value is None else (self.node(expr.value),)
            return Node(expr.op, (condition, *value), name=expr.records, said=expr.op, place=expr.place)
        return self._leaf(expr)

    def _leaf(self, expr: Const | FactRef | RuleRef | AsOf) -> Node:
        if isinstance(expr, Const):
            return Node("const", value=expr.value, place=expr.place)
        if isinstance(expr, FactRef):
            return Node("fact", name=expr.name, each=self.program.facts[expr.name].each, place=expr.place)
        return Node("rule", name=expr.name, place=expr.place) if isinstance(expr, RuleRef) else Node("day")

    def constraint(self, fact: Fact, condition: Expr) -> Node:
        """Of a record's field: of every record."""
        node = self.node(condition)
        return node if not fact.each else Node("every", (TRUE, node), name=fact.each, place=node.place)

    def published(self) -> Iterator[Node]:
        """A value that is supplied for a parameter agrees with the one that is published for the day."""
        for fact in self.program.facts.values():
            for row in fact.rows:
                known = _within(row.window.since, row.window.until, fact)
                equal = Node("eq", (Node("fact", name=fact.name), Node("const", value=row.value)), place=row.place)
                yield Node("or", (Node("not", (known,)), equal), place=row.place)


def _within(since: int | None, until: int | None, fact: Fact) -> Node:
    first, last = LIMITS["date"]
    low, high = (Node("const", value=x) for x in (since or first, until or last))
    sides = ((low, Node("day")), (Node("day"), high))
    return Node("and", tuple(Node("le", side, place=fact.place) for side in sides))


# ---- looking into nodes ----------------------------------------------------------------------------------------------


def walk(node: Node) -> Iterator[Node]:
    """The node and all parts of it; rules are not entered."""
    yield node
    for part in node.parts:
        yield from walk(part)


def shape(node: Node) -> str:
    """The same for two nodes that say the same."""
    return f"{node.op}:{node.name}:{node.value!r}({','.join(map(shape, node.parts))})"


def _tested(form: Form) -> Form:
    """With every comparison, and the facts below everything."""
    tops = [("", -1, form.root)] if form.root is not None else []
    tops += [(name, -1, node) for name, node in form.rules.items()]
    tops += [("", number, tie) for number, tie in enumerate(form.ties)]
    found: dict[Node, Test] = {}
    for rule, tie, top in tops:
        for node in walk(top):
            if node.op in COMPARISONS and node not in found:
                facts, dated = _below(form, node, frozenset())
                lists = tuple(sorted(_lists(form, node, frozenset())))
                found[node] = Test(node, rule, tie, lists, tuple(sorted(facts)), dated)
    own = _below(form, form.root, frozenset())[0] if form.root is not None else set()
    tied = tuple(tuple(sorted(_below(form, tie, frozenset())[0])) for tie in form.ties)
    return replace(form, tests=tuple(found.values()), own=tuple(sorted(own)), tied=tied)


def _meetings(form: Form) -> Iterator[Test]:
    """Where facts are missing, a number is known where all that it may be is the same: one comparison for each two
    values that the question's rule may take, if they depend on the day; and where what a missing one is multiplied by
    is 0."""
    values = list(_values(form, form.root)) if form.root is not None else []
    for one, other in combinations(values, 2):
        test = _equal(form, one, other)
        if test.dated:
            yield test
    for product in (node for value in values for node in walk(value) if node.op == "mul"):
        factors = [part for part in product.parts if part.op != "const"]
        yield from (_equal(form, _ZERO, part) for part in factors if len(factors) > 1)


def _equal(form: Form, one: Node, other: Node) -> Test:
    node = Node("eq", (one, other), said="eq", place=other.place)
    facts, dated = _below(form, node, frozenset())
    return Test(node, "", -1, (), tuple(sorted(facts)), dated)


def _values(form: Form, node: Node) -> Iterator[Node]:
    if node.op == "rule":
        yield from _values(form, form.rules[node.name])
    elif node.op in ("choose", "guard"):
        last = len(node.parts) - 1
        for part in [p for at, p in enumerate(node.parts) if at % 2 or at == last]:
            yield from _values(form, part)
    elif node.op != "na":
        yield node


def _below(form: Form, node: Node, seen: frozenset[str]) -> tuple[set[tuple[str, str]], bool]:
    """The facts below a node, and whether the day is."""
    facts: set[tuple[str, str]] = set()
    dated = False
    for part in walk(node):
        if part.op == "fact":
            facts.add((part.name, part.each))
        elif part.op in LISTS:
            facts.add((part.name, ""))
        elif part.op == "rule" and part.name not in seen:
            more, day = _below(form, form.rules[part.name], seen | {part.name})
            facts, dated = facts | more, dated or day
        dated = dated or part.op == "day"
    return facts, dated


def _lists(form: Form, node: Node, bound: frozenset[str]) -> set[str]:
    """The lists of whose records a node speaks one by one."""
    if node.op == "fact":
        return {node.each} - bound - {""}
    if node.op == "rule":
        return _lists(form, form.rules[node.name], bound)
    inner = bound | {node.name} if node.op in LISTS else bound
    found: set[str] = set()
    return found.union(*(_lists(form, part, inner) for part in node.parts))


def path(node: Node, bound: Bound) -> str:
    """Of a fact: its name, or `household[2].member_age`."""
    return f"{bound[node.each]}.{node.name}" if node.each else node.name


def paths(facts: Sequence[tuple[str, str]], bound: Bound, lengths: Mapping[str, int]) -> tuple[str, ...]:
    """The paths of facts: of a record's fields for the record that is spoken of, else for every record."""
    found: list[str] = []
    for name, each in facts:
        if not each:
            found.append(name)
        elif each in bound:
            found.append(f"{bound[each]}.{name}")
        else:
            found += [f"{each}[{i}].{name}" for i in range(1, lengths.get(each, 0) + 1)]
    return tuple(found)
