"""Why: the single conditions of the yes/no conclusions as bits, and what is closest to turning a no into a yes.

Each yes/no conclusion is a tree of "all" and "any" over single conditions, the rules that it names opened and every
"not" pushed down to the conditions; equal conditions are one, with one number from 1 on. In each row a condition holds,
fails (it is false or not applicable), or is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compiler.expressions import Apply, Expr, RuleRef, Switch
from compiler.partial import Environment, Outcome, Residual, in_variables, negation, run
from compiler.program import Definition, Program
from compiler.targets.diagrams import AS_OF

WIDTH = 62
"""So many conditions have a bit in one BIGINT."""
_BRANCHING = ("and", "or", "not", "none_of", "choose", "with_exceptions")
_DAY = Residual("fact", (AS_OF,), frozenset((AS_OF,)))


@dataclass(frozen=True, slots=True)
class Condition:
    """`negated`: that the expression be false. `given`: what must hold for it to be applicable. `definition`: the rule
    that first says it. `facts` in the order of the vocabulary. `fixed`: neither a change nor time can change it."""

    number: int
    expr: Expr
    negated: bool
    definition: Definition
    facts: tuple[str, ...]
    given: Tree
    fixed: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """kind: all, any (of `parts`), or one condition (`number`). Without parts an "all" holds and an "any" fails."""

    kind: str
    parts: tuple[Tree, ...] = ()
    number: int = 0

    def numbers(self) -> frozenset[int]:
        """Of all conditions in it."""
        return frozenset(self.singles).union(*(part.numbers() for part in self.others))

    @property
    def singles(self) -> tuple[int, ...]:
        """The conditions that it joins itself, in their order."""
        return tuple(part.number for part in self.parts if part.kind == "one") or ((self.number,) * (self.number > 0))

    @property
    def others(self) -> tuple[Tree, ...]:
        """The parts that join conditions in their turn."""
        return tuple(part for part in self.parts if part.kind != "one")


TRUE, FALSE = Tree("all"), Tree("any")


@dataclass(frozen=True)
class Reasons:
    """The conditions of a program under some readings, and for each view (Program.views) the tree of each yes/no
    conclusion. `outcomes`: what is left of a condition where no fact is known."""

    program: Program
    conditions: tuple[Condition, ...]
    trees: tuple[Mapping[str, Tree], ...]
    outcomes: Mapping[int, Outcome] = field(repr=False)

    @property
    def masks(self) -> int:
        """How many columns of bits there are for what holds, and as many for what fails."""
        return -(-len(self.conditions) // WIDTH)

    def numbers(self, name: str) -> list[int]:
        """The conditions that a conclusion rests on, in any view."""
        return sorted(frozenset().union(*(trees[name].numbers() for trees in self.trees if name in trees)))


def reasons(program: Program, readings: Mapping[str, str], only: Iterable[str] = ()) -> Reasons:
    """The conditions of the yes/no conclusions (`only` of these, where any are named)."""
    wanted = set(only) or set(program.conclusions)
    maker = _Maker()
    trees = tuple(dict(maker.trees(view, readings, wanted)) for view in program.views)
    return Reasons(program, tuple(maker.conditions), trees, maker.outcomes)


class _Maker:
    def __init__(self) -> None:
        self.conditions: list[Condition] = []
        self.outcomes: dict[int, Outcome] = {}
        self._numbers: dict[Outcome, int] = {}

    def trees(self, view: Program, readings: Mapping[str, str], wanted: set[str]) -> Iterator[tuple[str, Tree]]:
        walk = _Walk(self, Environment(view, in_variables(view), _DAY, readings))  # type: ignore[arg-type]
        for name, definition in view.conclusions.items():
            if name in wanted and definition.type.kind == "bool" and name in view.definitions:
                yield name, walk.rule(definition, False)

    def one(
        self, expr: Expr, negated: bool, outcome: Outcome, given: Tree, definition: Definition, view: Program
    ) -> Tree:
        if not isinstance(outcome, Residual):
            return TRUE if outcome is True else FALSE
        if outcome not in self._numbers:
            number = self._numbers[outcome] = len(self.conditions) + 1
            facts = tuple(name for name in view.facts if name in outcome.support)
            fixed = AS_OF not in outcome.support and all(view.facts[name].change == "immutable" for name in facts)
            self.conditions.append(Condition(number, expr, negated, definition, facts, given, fixed))
            self.outcomes[number] = outcome
        return _joined("all", (given, Tree("one", (), self._numbers[outcome])))


@dataclass
class _Walk:
    maker: _Maker
    environment: Environment
    _rules: dict[tuple[str, bool], Tree] = field(default_factory=dict)

    def rule(self, definition: Definition, negated: bool) -> Tree:
        """A rule that is not applicable is neither met nor is its opposite; an exception then does not count."""
        key = (definition.name, negated)
        if key not in self._rules:
            body = self.tree(definition.body, negated, definition)
            guard = self.tree(definition.guard, False, definition) if definition.guard is not None else TRUE
            self._rules[key] = _joined("all", (guard, body))
        return self._rules[key]

    def tree(self, expr: Expr, negated: bool, within: Definition) -> Tree:
        program = self.environment.program
        match expr:
            case Switch(reading=reading):
                return self.tree(expr.under(self.environment.letter(reading)), negated, within)
            case Apply(op="not", args=(inner,)):
                return self.tree(inner, not negated, within)
            case Apply(op="and" | "or" as op, args=args):
                kind = "all" if (op == "and") is not negated else "any"
                return _joined(kind, [self.tree(a, negated, within) for a in args])
            case Apply(op="none_of", args=args):
                return _joined("any" if negated else "all", [self.tree(a, not negated, within) for a in args])
            case RuleRef(name=name) if self._opens(program.definitions.get(name), negated):
                return self.rule(program.definitions[name], negated)
        outcome = run(expr, self.environment)
        given = _joined("all", list(self._given(expr)))
        return self.maker.one(expr, negated, negation(outcome) if negated else outcome, given, within, program)

    def _given(self, expr: Expr) -> Iterator[Tree]:
        """What must hold for the values that an expression is computed from to be applicable, whatever they are."""
        if isinstance(expr, Switch):
            yield from self._given(expr.under(self.environment.letter(expr.reading)))
        elif isinstance(expr, Apply) and expr.op not in _BRANCHING:
            for part in expr.args:
                yield from self._given(part)
        elif isinstance(expr, RuleRef):
            definition = self.environment.program.definitions.get(expr.name)
            if definition is not None and not definition.each and not definition.excepts:
                if definition.guard is not None:
                    yield self.tree(definition.guard, False, definition)
                yield from self._given(definition.body)

    def _opens(self, definition: Definition | None, negated: bool) -> bool:
        """Can the parts of a rule stand for it?"""
        if definition is None or definition.each or definition.type.kind != "bool":
            return False
        outcome = self.environment.rule(definition.name)
        return not (definition.excepts and negated) or not isinstance(outcome, Residual) or outcome.whole


def _joined(kind: str, parts: Sequence[Tree]) -> Tree:
    """Of trees of the same kind one; what changes nothing is left out, what decides alone stands alone."""
    neutral, dominant = (TRUE, FALSE) if kind == "all" else (FALSE, TRUE)
    flat = [p for part in parts for p in (part.parts if part.kind == kind else [part])]
    left = tuple(dict.fromkeys(part for part in flat if part != neutral))
    if dominant in left:
        return dominant
    return left[0] if len(left) == 1 else Tree(kind, left) if left else neutral
