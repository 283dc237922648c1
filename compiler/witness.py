"""Facts that surely matter, found by example: two completions that are alike but for one fact, with different outcomes.

The search for exact unknowns (exact.py) has to look everywhere before it may say that a fact does not matter; to see
that one does, an example is enough. It is found the way test patterns for circuits are (Goel, PODEM, 1981): from the
outcome down to the fact every sibling is aimed at the value that lets the fact decide, then the fact is moved to both
sides of each comparison it stands in. What is not found here may matter all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from compiler.operators import RUN
from compiler.partial import Outcome, Residual
from compiler.residuals import subterms
from compiler.values import NA, Value

_ATTEMPTS = 8
_NEAR = (0, 1, 2, 100, 10_000, 1_000_000)
Values = dict[str, Any]
COMPARISONS = ("le", "lt", "eq")
_NOTHING: Mapping[Residual, Any] = {}


def settle(node: Outcome, values: Mapping[str, Any], known: Mapping[Residual, Any] = _NOTHING) -> Any:
    """What a residual comes to where all its facts are known: partial.py's meaning, said for values alone. `known` are
    parts of which that was found before."""
    if not isinstance(node, Residual):
        return node
    if node in known:
        return known[node]
    op, args = node.op, node.args
    if op == "fact":
        return values[args[0]]
    if op in ("and", "or"):
        return _junction(op == "or", args, values, known)
    if op == "not":
        part = settle(args[0], values, known)
        return NA if part is NA else not part
    if op == "guard":
        return settle(args[1], values, known) if settle(args[0], values, known) is True else NA
    if op == "choose":
        return _choose(args, values, known)
    parts = [settle(a, values, known) for a in args]
    if NA in parts or (op == "div" and parts[1] == 0):
        return NA
    return RUN[op](*parts)


def _junction(dominant: bool, args: Sequence[Outcome], values: Mapping[str, Any], known: Mapping[Residual, Any]) -> Any:
    inapplicable = False
    for arg in args:
        part = settle(arg, values, known)
        if part is dominant:
            return dominant
        inapplicable = inapplicable or part is NA
    return NA if inapplicable else not dominant


def _choose(args: Sequence[Outcome], values: Mapping[str, Any], known: Mapping[Residual, Any]) -> Any:
    for i in range(0, len(args) - 1, 2):
        condition = settle(args[i], values, known)
        if condition is not False:
            return settle(args[i + 1], values, known) if condition is True else NA
    return settle(args[-1], values, known)


class Dice:
    """A linear congruential generator (Knuth's MMIX constants): the same choices on every run."""

    def __init__(self) -> None:
        self.state = 1

    def __call__(self, sides: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % sides


class Witness:
    """Looks for examples over one outcome. `numeric`, `limits` and `choices` tell what a fact may be."""

    def __init__(
        self,
        target: Residual,
        ties: Sequence[Residual],
        numeric: Callable[[str], bool],
        limits: Callable[[str], tuple[int, int]],
        choices: Callable[[str], Sequence[Value]],
    ) -> None:
        self.target, self.ties = target, ties
        self.numeric, self.limits, self.choices = numeric, limits, choices
        self.dice = Dice()
        parts = [part for whole in (target, *ties) for part in subterms(whole)]
        self.atoms = [part for part in dict.fromkeys(parts) if part.op in COMPARISONS]
        self.names = sorted(frozenset().union(*(part.support for part in (target, *ties))))
        self.values = {name: self._any(name) for name in self.names}

    def shows(self, fact: str) -> bool:
        """Is there an example that the fact matters?"""
        for attempt in range(_ATTEMPTS):
            if attempt == _ATTEMPTS // 2:
                self.values = {name: self._any(name) for name in self.names}
            for tie in self.ties:
                self._aim(tie, True)
            self._expose(self.target, fact)
            self._balance(fact)
            for tie in self.ties:
                if settle(tie, self.values) is False:
                    self._aim(tie, True)
            if self._moves(fact):
                return True
        return False

    def _balance(self, fact: str) -> None:
        """Bring comparisons of several facts to where one of them turns the scale: away from what they say, step by
        step, until they change."""
        for atom in self.atoms:
            if fact not in atom.support or len(atom.support) < 3 or not isinstance(self._outcome(atom), bool):
                continue
            start = self._outcome(atom)
            before = dict(self.values)
            for name in sorted(atom.support - {fact}):
                kept = self.values[name]
                self._satisfy_one(atom, not start, name)
                if self._outcome(atom) is not start:
                    self.values[name] = kept
                    break
            else:
                self.values = before

    def _outcome(self, atom: Residual) -> Any:
        return settle(atom, self.values)

    def _any(self, name: str) -> Any:
        if not self.numeric(name):
            options = self.choices(name)
            return options[self.dice(len(options))]
        low, high = self.limits(name)
        near = [value for value in (*_NEAR, low) if low <= value <= high]
        return near[self.dice(len(near))]

    def _moves(self, fact: str) -> bool:
        """Does moving the fact alone change the outcome, all constraints met?"""
        before, found = self.values[fact], False
        seen: list[Any] = []
        for value in dict.fromkeys(self._candidates(fact)):
            self.values[fact] = value
            if all(settle(tie, self.values) is not False for tie in self.ties):
                outcome = settle(self.target, self.values)
                if seen and outcome != seen[0]:
                    found = True
                    break
                seen.append(outcome)
        self.values[fact] = before
        return found

    def _candidates(self, fact: str) -> Iterator[Any]:
        """Values of a fact worth trying: all of a few, else both sides of every comparison it stands in."""
        if not self.numeric(fact):
            yield from self.choices(fact)
            return
        low, high = self.limits(fact)
        yield self.values[fact]
        for atom in self.atoms:
            if fact in atom.support:
                yield from self._sides(atom, fact)
        yield from (v for v in (self.values[fact] - 1, self.values[fact] + 1, low, high) if low <= v <= high)

    def _sides(self, atom: Residual, fact: str) -> Iterator[int]:
        """Where a comparison turns as one fact of it moves, the others kept: values before and after."""
        low, high = self.limits(fact)
        values, known = dict(self.values), dict[Residual, Any]()
        for part in reversed([*subterms(atom)]):
            if fact not in part.support:
                known[part] = settle(part, values, known)

        def holds(value: int) -> Any:
            values[fact] = value
            one, other = (settle(side, values, known) for side in atom.args)
            return NA if one is NA or other is NA else one <= other

        first = holds(low)
        if holds(high) != first:
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if holds(middle) == first else (low, middle)
            yield from (v for v in (low - 1, low, high, high + 1) if self._allowed(fact, v))

    def _allowed(self, fact: str, value: int) -> bool:
        low, high = self.limits(fact)
        return low <= value <= high

    # ---- aiming ----

    def _aim(self, node: Outcome, wanted: bool) -> None:
        """Set facts so that a condition comes out as wanted, as far as one pass can."""
        if not isinstance(node, Residual) or settle(node, self.values) is wanted:
            return
        op, args = node.op, node.args
        if op == "fact":
            self.values[args[0]] = wanted
        elif op == "not":
            self._aim(args[0], not wanted)
        elif op in ("and", "or"):
            for part in args if wanted is (op == "and") else [self._one(args)]:
                self._aim(part, wanted)
        elif op == "guard":
            self._aim(args[0], True)
            self._aim(args[1], wanted)
        elif op == "choose":
            ways = [i for i in range(1, len(args), 2) if isinstance(args[i], Residual) or args[i] is wanted]
            self._branch(args, ways[self.dice(len(ways))] if ways else len(args) - 1, wanted)
        else:
            self._satisfy(node, wanted)

    def _branch(self, args: Sequence[Outcome], at: int, wanted: bool | None) -> None:
        """Take the case whose condition or value stands at `at`: those before it are not met."""
        value = at % 2 and at < len(args) - 1
        for condition in args[0 : at - 1 if value else at : 2]:
            self._aim(condition, False)
        if value:
            self._aim(args[at - 1], True)
        if wanted is not None:
            self._aim(args[at], wanted)

    def _satisfy(self, atom: Residual, wanted: bool) -> None:
        """Move the facts of a comparison, one after the other, until it comes out as wanted: each to where it comes
        nearest to that."""
        names = sorted(atom.support)
        start = self.dice(len(names))
        for name in (*names[start:], *names[:start]):
            self._satisfy_one(atom, wanted, name)
            if self._outcome(atom) is wanted:
                return

    def _satisfy_one(self, atom: Residual, wanted: bool, name: str) -> None:
        options = self._sides(atom, name) if self.numeric(name) and len(atom.args) == 2 else self._candidates(name)
        self.values[name] = max([self.values[name], *options], key=lambda v: self._nearness(atom, wanted, name, v))

    def _nearness(self, atom: Residual, wanted: bool, name: str, value: Any) -> tuple[bool, Any]:
        """How near a comparison comes to what is wanted with another value of one fact."""
        before, self.values[name] = self.values[name], value
        sides = [settle(side, self.values) for side in atom.args]
        self.values[name] = before
        met = NA not in sides and RUN[atom.op](*sides) is wanted
        if atom.op not in ("le", "lt") or NA in sides:
            return met, 0
        return met, (sides[1] - sides[0]) * (1 if wanted else -1)

    def _one(self, parts: Sequence[Outcome]) -> Outcome:
        open_ = [part for part in parts if isinstance(part, Residual)]
        return open_[self.dice(len(open_))]

    def _expose(self, node: Outcome, fact: str) -> None:
        """Set the other facts so that the outcome hangs on this one."""
        while isinstance(node, Residual) and node.op != "fact":
            op, args = node.op, node.args
            own = [i for i, part in enumerate(args) if isinstance(part, Residual) and fact in part.support]
            at = own[self.dice(len(own))]
            if op in ("and", "or"):
                for i, part in enumerate(args):
                    if i != at:
                        self._aim(part, op == "and")
            elif op == "guard" and at == 1:
                self._aim(args[0], True)
            elif op == "choose":
                self._branch(args, at, None)
            node = args[at]
