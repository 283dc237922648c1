"""On which facts a verdict rests: sets that fix it whatever all other facts are, and from which none can be left out.

Such a set is found by deletion (Chinneck and Dravnieks, ORSA Journal on Computing 3, 1991): a fact is left out, and
stays out where the exact decision on what is then open is still the same. Where another value of the fact alone makes a
difference, all others being as they are, the search is spared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compiler.expressions import Quantified
from compiler.partial import Environment, Outcome, Residual, junction, negation, run, strict
from compiler.steps import Step
from compiler.unknowns import list_of, number_of
from compiler.values import LIMITS, NA, Value
from explain.judge import Judge
from explain.proof import LACKING, Node
from explain.question.edges import axis
from explain.records import fact_of
from explain.routes import Way
from explain.terms import Terms

Paths = tuple[str, ...]
Question = tuple[Outcome, Value | None]
"""What something comes to for a judge, and what it came to for the person."""
Asked = Callable[[Judge], Question]
TOO_MANY, EFFORT = 40, 300_000
"""Where more facts than these would be open, or the search takes more steps, a fact that may be needed is kept."""


@dataclass
class Grounds:
    """Of one proof: its judge, and the step and the words' place of each node."""

    judge: Judge
    steps: Mapping[str, Step]
    places: Mapping[str, Terms]
    _judges: dict[frozenset[str], Judge] = field(default_factory=dict)
    _changed: dict[tuple[str, Value], Judge] = field(default_factory=dict)

    def of_verdict(self, name: str, root: Node) -> Paths:
        """Facts that fix what the conclusion came to; none where it cannot be said."""
        now = self.judge.settle(self.judge.environment.rule(name))
        return self._least(_cited(root), lambda judge: (judge.environment.rule(name), now))

    def of_route(self, way: Way, fails: bool) -> Paths:
        """Facts that fix that a way is open, or, where it `fails`, that it is closed; of several conditions that are
        not met the one that rests on the fewest facts is enough."""
        conditions = way[1]
        if not fails:
            known = [c for c in conditions if c.state in ("met", "unmet", "value")]
            return self._least(
                [path for c in known for path in _cited(c)], lambda judge: (self._kept(known, judge), True)
            )
        return self._of_failing(conditions)

    def _of_failing(self, conditions: Sequence[Node]) -> Paths:
        def question(judge: Judge) -> Question:
            return junction("and", (self.asked(c, judge) for c in conditions)), False

        failing = [_cited(c) for c in conditions if c.state in LACKING or c.counts]
        for cited in sorted(failing, key=len):
            if self._fixed(cited, question):
                return self._least(cited, question)
        return self._least([path for c in conditions for path in _cited(c)], question)

    def _kept(self, conditions: Sequence[Node], judge: Judge) -> Outcome:
        """Are all conditions as they are now?"""

        def same(node: Node) -> Outcome:
            now, outcome = self.judge.settle(self._outcome(node, self.judge)), self._outcome(node, judge)
            if isinstance(now, bool):
                return outcome if now else negation(outcome)
            assert now is not None, "it is met, unmet or a value"
            return strict("eq", (outcome, now))

        return junction("and", map(same, conditions))

    def asked(self, node: Node, judge: Judge) -> Outcome:
        """What a way asks of a condition."""
        outcome = self._outcome(node, judge)
        return negation(outcome) if node.unwanted else outcome

    def _outcome(self, node: Node, judge: Judge) -> Outcome:
        return again(self.steps[node.id], judge.environment.where(self.places[node.id].environment.bound))

    def _least(self, first: Sequence[str], question: Asked) -> Paths:
        """Nothing of the first facts that is not needed; of all that are known where these do not do."""
        facts = self.judge.environment.facts
        cited = set(first) | {list_of(path) for path in first if "[" in path}
        kept = tuple(path for path in facts if path in cited)
        if not self._fixed(kept, question):
            kept = tuple(facts)
        for path in reversed(kept):
            rest = tuple(p for p in kept if p != path and list_of(p) != path)
            if path in kept and not self._differs(path, question) and self._fixed(rest, question):
                kept = rest
        return kept

    def _fixed(self, facts: Paths, question: Asked) -> bool:
        """Is it so whatever all other facts are? No too, where that is not found."""
        judge = self._with(facts)
        return _sure(judge, *question(judge))

    def _differs(self, path: str, question: Asked) -> bool:
        """Does another value of one fact alone surely make a difference?"""
        for value in self._others(path):
            other = self._other(path, value)
            outcome, now = question(other)
            if other.possible and not isinstance(outcome, Residual) and not _same(outcome, now):
                return True
        return False

    def _others(self, path: str) -> Sequence[Value]:
        """Other values of a fact: all of a few; of a number the least and the greatest that it may be."""
        fact, now = fact_of(self.judge.program, path), self.judge.environment.facts[path]
        if fact.type.kind == "records":
            return (0,) if now != 0 else ()
        values: Sequence[Value] = fact.type.choices or (True, False)
        if fact.type.kind in LIMITS:
            ends = axis(path, fact.type.kind, fact.limits)
            values = (ends.at(ends.low), ends.at(ends.high))
        return [value for value in values if value != now]

    def _other(self, path: str, value: Value) -> Judge:
        if (path, value) not in self._changed:
            self._changed[path, value] = self.judge.assuming(path, value)
        return self._changed[path, value]

    def _with(self, facts: Paths) -> Judge:
        key = frozenset(facts)
        if key not in self._judges:
            old = self.judge.environment
            kept = {path: value for path, value in old.facts.items() if path in key}
            last = next(reversed(self._judges.values()), None)
            self._judges[key] = Judge.of(old.but(kept), last)
        return self._judges[key]


def _sure(judge: Judge, outcome: Outcome, now: Value | None) -> bool:
    """Does every completion come to this? Where each part must, each is asked alone; where one is enough, all together
    first, and alone where that takes too long."""
    if not isinstance(outcome, Residual):
        return _same(outcome, now)
    if outcome.op == "not" and outcome.whole and isinstance(now, bool):
        return _sure(judge, outcome.args[0], not now)
    if outcome.op in ("and", "or") and now is (outcome.op == "and"):
        return all(_sure(judge, part, now) for part in outcome.args)
    if len(outcome.support) > TOO_MANY or now is None:
        return False
    if not outcome.whole:
        return _same(judge.settle(outcome), now)
    so = outcome if isinstance(now, bool) else strict("eq", (outcome, now))
    wanted = now if isinstance(now, bool) else True
    if not isinstance(so, Residual):
        return so is wanted
    other = judge.exact.found(so, not wanted, EFFORT)
    if other is not None or so.op != ("or" if wanted else "and"):
        return other is False
    return any(_sure(judge, part, wanted) for part in so.args)


def _same(found: Outcome | None, now: Value | None) -> bool:
    """Two settled values; where a way fails, what is not applicable fails as well."""
    if found is NA:
        return now is NA or now is False
    return found == now and isinstance(found, bool) is isinstance(now, bool)


def _cited(node: Node) -> Paths:
    """The facts of the nodes that decide."""
    return tuple(dict.fromkeys(path for n in _deciding(node) for path in n.facts))


def _deciding(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        if part.decisive:
            yield from _deciding(part)


def again(step: Step, environment: Environment) -> Outcome:
    """What a step comes to in another environment."""
    if step.op != "record":
        return run(step.expr, environment)
    assert isinstance(step.expr, Quantified)
    inner = environment.record(step.expr.records, number_of(step.name))
    tests = [run(x, inner) for x in (step.expr.condition, step.expr.value) if x is not None and x.type.kind == "bool"]
    if step.expr.op == "every" and len(tests) == 2:
        return junction("or", [negation(tests[0]), tests[1]])
    return junction("and", tests)
