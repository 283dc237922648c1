"""The exact search (compiler/exact.py) asked for less than all that is missing: whether anything is, or for one missing
fact after the other. Each is found as `decide` finds it: the same formula, constraints and modules are searched, at a
glance, by example and at length. Only, what nobody asks about is not searched for. What settles an answer is left to
`decide` itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from compiler.exact import _GLANCE, _LONG, BRIEFLY, Exact
from compiler.modules import modules
from compiler.partial import CONDITIONS, Outcome, Residual
from compiler.program import Fact
from compiler.residuals import connected, occurrences, simplified
from compiler.values import Value
from compiler.witness import Witness

Ties = tuple[Residual, ...]
Question = tuple[Residual, Ties]
"""A formula and the constraints that concern it."""


class Search(Exact):
    """The search over the missing facts of whoever leaves these constraints open."""

    def __init__(self, facts: Mapping[str, Fact], constraints: Sequence[Residual], open_lists: frozenset[str]) -> None:
        self._asked: dict[Residual, Question | None] = {}
        self._divided: dict[Question, tuple[Outcome, Ties, Mapping[str, Question]]] = {}
        self._witnesses: dict[Question, Witness] = {}
        self._missed: dict[tuple[str, Question], bool] = {}
        super().__init__(facts, constraints, open_lists)

    def settle(self, target: Residual) -> Value | None:
        """What `decide` settles it to, or None where it does not: a condition that can come out either way, or one
        missing fact, is enough to show that."""
        if target.op in CONDITIONS and all(self.found(target, wanted, BRIEFLY) is True for wanted in (True, False)):
            return None
        asked = self._question(target)
        if asked is not None and self._any(asked):
            return None
        return self.decide(target)[0]

    def missing(self, target: Residual, order: Callable[[Iterable[str]], Sequence[str]]) -> Iterator[str]:
        """What `decide` finds missing, in an order; of a list that is not known, what matters of the first record."""
        found = False
        for fact in order(target.support):
            if self.misses(fact, target):
                found = True
                yield fact
        if not found:
            yield from order(self.decide(target)[1])

    def misses(self, fact: str, target: Residual) -> bool:
        """Is this one missing? None of a later record of such a list is."""
        asked = self._question(target)
        if asked is None:
            return fact in self.decide(target)[1]
        return self._first(fact) and self._misses(fact, asked)

    # ---- as decide goes about it ----

    def _question(self, target: Residual) -> Question | None:
        """What is to be searched; None where that is decided, or without a search."""
        if target in self._decided:
            return None
        if target not in self._asked:
            asked = self._prepared(target)
            self._asked[target] = asked
        return self._asked[target]

    def _prepared(self, whole: Residual) -> Question | None:
        target = simplified(whole)
        if not isinstance(target, Residual):
            return None
        ties = self._relax(connected(target.support, self.constraints), target.support)
        if not ties and self._read_once(target):
            return None
        self._list([target, *ties])
        if ties:
            settled = self._settled(target)
            if not isinstance(settled, Residual):
                return None
            target, ties = settled, self._relax(connected(settled.support, self.constraints), settled.support)
        return target, tuple(ties)

    def _parts(self, asked: Question) -> tuple[Outcome, Ties, Mapping[str, Question]]:
        """The formula with its modules replaced, the constraints left to it, and the modules by their names."""
        if asked not in self._divided:
            smaller, left, found = modules(*asked, self._free)
            self._divided[asked] = smaller, tuple(left), {m.name: (m.part, m.ties) for m in found}
        return self._divided[asked]

    def _any(self, asked: Question) -> bool:
        """Is anything found missing at a glance, or by example?"""
        smaller, left, inner = self._parts(asked)
        if not isinstance(smaller, Residual):
            return False
        facts = sorted(filter(self._first, smaller.support), key=lambda f: (f in inner, occurrences(smaller, f), f))
        for way in (self._glance, self._shown):
            unclear = []
            for fact in facts:
                matters = way(fact, (smaller, left))
                if matters and (fact not in inner or self._any(inner[fact])):
                    return True
                unclear += [fact] if matters is None else []
            facts = unclear
        return False

    def _misses(self, fact: str, asked: Question) -> bool:
        """Is this fact missing?"""
        smaller, left, inner = self._parts(asked)
        if not isinstance(smaller, Residual):
            return False
        name = next((name for name, (part, _) in inner.items() if fact in part.support), "")
        if name:
            return self._matters_in(name, (smaller, left)) and self._misses(fact, inner[name])
        return fact in smaller.support and self._matters_in(fact, (smaller, left))

    def _matters_in(self, fact: str, asked: Question) -> bool:
        key = (fact, asked)
        if key not in self._missed:
            seen = self._glance(fact, asked)
            if seen is None:
                seen = self._shown(fact, asked) or self._within(_LONG, partial(self.matters, fact, *asked)) is not False
            self._missed[key] = seen
        return self._missed[key]

    def _glance(self, fact: str, asked: Question) -> bool | None:
        return self._within(_GLANCE, partial(self.matters, fact, *asked))

    def _shown(self, fact: str, asked: Question) -> bool | None:
        if asked not in self._witnesses:
            self._witnesses[asked] = Witness(*asked, self.numeric, self.limits, self.choices)
        return self._witnesses[asked].shows(fact) or None

    def _list(self, parts: Sequence[Residual]) -> None:
        """With another way to try a fact, what was found out before is searched anew."""
        before = self.listed
        super()._list(parts)
        if self.listed != before:
            for kept in (self._asked, self._divided, self._witnesses, self._missed):
                kept.clear()
