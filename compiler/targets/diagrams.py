"""Decision diagrams of residuals, for engines that answer many people at once.

An inner node tests a yes/no fact, a choice, or a comparison of numbers or dates; no path tests anything twice. So what
can come out where facts are missing is found by going every way at a missing fact, which strong Kleene logic on the
formula itself would overstate. Facts stand above comparisons, each in the order of its first use: what lies below the
last fact is about numbers and dates alone (numbers.py).

A leaf holds an outcome: a value, NA, an open number (a Residual), or INADMISSIBLE, where a constraint is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any

from compiler.partial import Outcome, Residual, choose, guarded, junction, negation, strict
from compiler.program import Fact
from compiler.residuals import assign, divides, once, spread
from compiler.values import LIMITS, NA, Value

AS_OF = "as_of"
"""The day asked about, as a fact that is always known."""
TWIN = "′"
_FEW = 2_000
"""So many values are tried one by one where a fact is compared with itself."""
_MOST = 40_000
"""So many nodes a program may have."""


class Mark(Enum):
    INADMISSIBLE = "inadmissible"


INADMISSIBLE = Mark.INADMISSIBLE


class Unsupported(Exception):
    """Something that cannot be said in the other form; `what` is (Chinese, English)."""

    def __init__(self, zh: str, en: str) -> None:
        self.what = (zh, en)
        super().__init__(en)


class Test:
    """What a node asks: a fact, or a comparison (`fact` is ''). `values` are its answers, one for each branch."""

    __slots__ = ("atom", "fact", "level", "values")

    def __init__(self, level: tuple[int, int], fact: str, atom: Residual | None, values: Sequence[Value]) -> None:
        self.level, self.fact, self.atom, self.values = level, fact, atom, tuple(values)


class Diagram:
    """`test` is None at a leaf, whose outcome is `value`. Equal diagrams are one object."""

    __slots__ = ("branches", "facts", "test", "value")

    def __init__(self, test: Test | None, branches: tuple[Diagram, ...], value: Any, facts: frozenset[str]) -> None:
        self.test, self.branches, self.value, self.facts = test, branches, value, facts

    @property
    def level(self) -> tuple[int, int]:
        return self.test.level if self.test is not None else (2, 0)


class Diagrams:
    """All diagrams of one program."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = facts
        self._leaves: dict[Any, Diagram] = {}
        self._nodes: dict[tuple[Test, tuple[Diagram, ...]], Diagram] = {}
        self._tests: dict[Any, Test] = {}
        self._built: dict[Residual, Diagram] = {}
        self._applied: dict[tuple[Any, ...], Diagram] = {}

    # ---- parts ----

    def leaf(self, value: Any) -> Diagram:
        key = value if isinstance(value, Residual) else (type(value), value)
        if key not in self._leaves:
            support = value.support if isinstance(value, Residual) else frozenset()
            self._leaves[key] = Diagram(None, (), value, support)
        return self._leaves[key]

    def node(self, test: Test, branches: tuple[Diagram, ...]) -> Diagram:
        if all(branch is branches[0] for branch in branches):
            return branches[0]
        key = (test, branches)
        if key not in self._nodes:
            if len(self._nodes) > _MOST:
                raise Unsupported("规则太大", "the rules are too large")
            own = test.atom.support if test.atom is not None else frozenset((test.fact,))
            self._nodes[key] = Diagram(test, branches, None, own.union(*(b.facts for b in branches)))
        return self._nodes[key]

    def numeric(self, name: str) -> bool:
        return name == AS_OF or self.facts[name.removesuffix(TWIN)].type.kind in LIMITS

    def limits(self, name: str) -> tuple[int, int]:
        """What it may be; the day asked about is any day."""
        if name == AS_OF:
            return LIMITS["date"]
        fact = self.facts[name.removesuffix(TWIN)]
        return fact.limits or LIMITS[fact.type.kind]

    def test(self, name: str) -> Test:
        """Of a yes/no fact or choice."""
        if name not in self._tests:
            self._tests[name] = Test((0, len(self._tests)), name, None, self.facts[name].type.choices or (False, True))
        return self._tests[name]

    def switch(self, name: str) -> Diagram:
        """A yes/no that is no fact, and stands above all."""
        if name not in self._tests:
            self._tests[name] = Test((-1, len(self._tests)), name, None, (False, True))
        return self.node(self._tests[name], (self.leaf(False), self.leaf(True)))

    # ---- from residuals ----

    def of(self, outcome: Outcome) -> Diagram:
        if not isinstance(outcome, Residual):
            return self.leaf(outcome)
        if outcome not in self._built:
            self._built[outcome] = self._build(outcome)
        return self._built[outcome]

    def _build(self, node: Residual) -> Diagram:
        if node.op == "fact":
            (name,) = node.args
            if self.numeric(name):
                return self.leaf(node)
            if self.facts[name].type.kind not in ("bool", "enum"):
                raise Unsupported(f"事实“{name}”是列表", f'the fact "{name}" is a list')
            test = self.test(name)
            return self.node(test, tuple(map(self.leaf, test.values)))
        parts = [self.of(a) for a in node.args]
        if node.op in ("and", "or"):
            found = parts[0]
            for part in parts[1:]:
                found = self.apply(node.op, partial(_junction, node.op), found, part)
            return found
        operation = _CASES.get(node.op) or partial(_strict, node.op)
        return self.apply(node.op, operation, *parts)

    def apply(self, key: Any, operation: Callable[..., Outcome | Mark], *parts: Diagram) -> Diagram:
        """The operation on what stands at the leaves; `key` tells operations apart. A residual it leaves is a number,
        or a comparison, which becomes a test."""
        known = (key, *parts)
        if known not in self._applied:
            top = min(part.level for part in parts)
            if top == (2, 0):
                found = self._left(operation(*(part.value for part in parts)))
            else:
                test = next(part.test for part in parts if part.level == top)
                assert test is not None
                branches = tuple(
                    self.apply(key, operation, *(p.branches[i] if p.level == top else p for p in parts))
                    for i in range(len(test.values))
                )
                found = self.node(test, branches) if self._above(test, branches) else self._sorted(test, branches)
            self._applied[known] = found
        return self._applied[known]

    def _left(self, outcome: Outcome | Mark) -> Diagram:
        if not isinstance(outcome, Residual):
            return self.leaf(outcome)
        if outcome.op in ("le", "lt", "eq"):
            return self._comparison(outcome)
        if outcome.op in ("and", "or", "not", "guard", "choose", "in"):
            return self.of(outcome)
        return self.leaf(outcome)

    def _above(self, test: Test, branches: Sequence[Diagram]) -> bool:
        return all(test.level < branch.level for branch in branches)

    def _sorted(self, test: Test, branches: Sequence[Diagram]) -> Diagram:
        """Branches that test, at their leaves, what must stand higher: a comparison made there."""
        whole = self.node(test, tuple(self.leaf(i) for i in range(len(branches))))
        return self.apply(("branch",), lambda i, *values: values[i], whole, *branches)

    def _comparison(self, atom: Residual) -> Diagram:
        left, right = atom.args
        if atom.op == "eq":
            return self.of(junction("and", [strict("le", (left, right)), strict("le", (right, left))]))
        if atom.op == "lt":
            return self.of(negation(strict("le", (right, left))))
        if left is right and left.whole:
            return self.leaf(True)
        wider = spread(atom)
        if wider is not atom:
            return self.of(wider)
        if len(atom.support) == 1:
            return self._bound(atom, next(iter(atom.support)))
        return self.node(self._asked(atom), (self.leaf(False), self.leaf(True)))

    def _asked(self, atom: Residual) -> Test:
        if atom not in self._tests:
            self._tests[atom] = Test((1, len(self._tests)), "", atom, (False, True))
        return self._tests[atom]

    def _bound(self, atom: Residual, name: str) -> Diagram:
        """A comparison of one fact as `fact ≤ number`, or not so: it turns once at most."""
        low, high = self.limits(name)
        if not once(atom) or divides(atom):
            if high - low >= _FEW:
                raise Unsupported(f"“{name}”与自己比较", f'"{name}" is compared with itself')
            return self._turns(name, {n: assign(atom, name, n) for n in range(low, high + 1)})
        first, last = (assign(atom, name, end) is True for end in (low, high))
        if first is last:
            return self.leaf(first)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if (assign(atom, name, middle) is True) is first else (low, middle)
        return self.node(self._at_most(name, low), (self.leaf(not first), self.leaf(first)))

    def _at_most(self, name: str, number: int) -> Test:
        fact = Residual("fact", (name,), frozenset((name,)))
        return self._asked(Residual("le", (fact, number)))

    def _turns(self, name: str, outcomes: Mapping[int, Outcome]) -> Diagram:
        """A comparison that may turn at any of these values."""
        numbers = sorted(outcomes)
        found = self.leaf(outcomes[numbers[-1]])
        for number, following in zip(numbers[-2::-1], numbers[:0:-1], strict=True):
            if outcomes[number] is not outcomes[following]:
                found = self._sorted(self._at_most(name, number), (found, self.leaf(outcomes[number])))
        return found

    # ---- what is asked of diagrams ----

    def outcome_is(self, whole: Diagram, wanted: Any) -> Diagram:
        key = self.leaf(wanted)
        return self.apply(("is", key), lambda value: _same(value, wanted), whole)

    def admissible(self, constraint: Diagram, whole: Diagram) -> Diagram:
        return self.apply(
            ("admissible",), lambda holds, value: INADMISSIBLE if holds is False else value, constraint, whole
        )

    def fixed(self, whole: Diagram, name: str) -> tuple[Diagram, ...]:
        """The diagram for each value of a yes/no fact or choice, each once."""
        test = self.test(name)
        return tuple(dict.fromkeys(self._branch(whole, test, i) for i in range(len(test.values))))

    def _branch(self, whole: Diagram, test: Test, i: int) -> Diagram:
        key = (("branch", test, i), whole)
        if key not in self._applied:
            if whole.test is test:
                found = whole.branches[i]
            elif whole.test is None or whole.level > test.level:
                found = whole
            else:
                found = self.node(whole.test, tuple(self._branch(b, test, i) for b in whole.branches))
            self._applied[key] = found
        return self._applied[key]

    def twin(self, whole: Diagram, name: str) -> Diagram:
        """The same with another fact in the place of a number or date."""
        key = (("twin", name), whole)
        if key not in self._applied:
            if name not in whole.facts:
                found = whole
            elif whole.test is None:
                found = self.leaf(self._twinned(whole.value, name))
            else:
                branches = tuple(self.twin(b, name) for b in whole.branches)
                test = whole.test
                if test.atom is not None and name in test.atom.support:
                    test = self._asked(self._twinned(test.atom, name))
                found = self.node(test, branches) if self._above(test, branches) else self._sorted(test, branches)
            self._applied[key] = found
        return self._applied[key]

    def _twinned(self, part: Residual, name: str) -> Residual:
        other = Residual("fact", (name + TWIN,), frozenset((name + TWIN,)))
        return assign(part, name, other)  # type: ignore[return-value]

    def differ(self, copies: Sequence[Diagram]) -> Diagram:
        """Are two of these admissible and unlike? An open question about numbers is a leaf of its own: a pair."""
        return self.apply(("differ", len(copies)), _differ, *copies) if len(copies) > 1 else self.leaf(False)


def _same(value: Any, wanted: Any) -> bool:
    return value is wanted or (
        not isinstance(value, Residual) and type(value) is type(wanted) and bool(value == wanted)
    )


def _differ(*values: Any) -> Any:
    """False, True, or the pairs of numbers that may be unlike."""
    kept = [v for i, v in enumerate(values) if v is not INADMISSIBLE and not any(_same(v, w) for w in values[:i])]
    unlike = [(a, b) for i, a in enumerate(kept) for b in kept[:i]]
    if any(not isinstance(a, Residual) and not isinstance(b, Residual) for a, b in unlike) or any(
        NA in pair for pair in unlike
    ):
        return True
    return Pairs(tuple(unlike)) if unlike else False


class Pairs(tuple[tuple[Any, Any], ...]):
    """Numbers of which two that stand together may be unlike."""


def _junction(op: str, *parts: Any) -> Any:
    return junction(op, parts)


def _choice(*parts: Any) -> Any:
    return choose([partial(_itself, part) for part in parts])


def _itself(value: Any) -> Any:
    return value


def _strict(op: str, *parts: Any) -> Any:
    if op == "div" and isinstance(parts[1], Residual):
        raise Unsupported("除以一项事实", "division by a fact")
    return strict(op, parts)


_CASES: dict[str, Callable[..., Any]] = {
    "not": negation,
    "choose": _choice,
    "guard": lambda guard, value: guarded(guard, lambda: value),
}
