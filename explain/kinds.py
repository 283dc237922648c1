"""The kinds of "no": what stands in the way of the closest way to a yes.

dates       a condition on the day alone: the rule, or its own period, is not in force then; or nothing would make
            it a yes on that day
excepted    an exception applies
fixed       a condition that rests on nothing that can ever change; or, with all that is lacking put right, the
            conditions cannot all be met because of what can never change
decision    a condition that somebody else decides
not_met     anything else: a condition is not met, and may be"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compiler.calendar import month_of
from compiler.exact import BRIEFLY
from compiler.expressions import AsOf, FactRef, Quantified, RuleRef, everything
from compiler.partial import Environment, Residual, applicable, holds
from compiler.program import Program, Text
from compiler.steps import Step
from compiler.unknowns import stem
from compiler.values import NA
from explain import words
from explain.deciding import relevant
from explain.grounds import Grounds, Paths, again
from explain.judge import Judge
from explain.proof import LACKING, NOTHING, Node, Route
from explain.question.timeline import LAST_DAY
from explain.records import fact_of, label_of
from explain.routes import lacking
from explain.terms import Terms
from explain.words import both

DATES, EXCEPTED, FIXED, DECISION, NOT_MET = "dates", "excepted", "fixed", "decision", "not_met"
_FOR_GOOD, _ANOTHER = ("immutable",), ("judgement", "third_party")


@dataclass(frozen=True)
class Kinds:
    """Tells of conditions that are not met what could mend them; `steps` are those of the nodes, `places` whom they
    speak of, `grounds` what a way asks for."""

    judge: Judge
    steps: Mapping[str, Step]
    places: Mapping[str, Terms]
    grounds: Grounds

    @property
    def program(self) -> Program:
        return self.judge.program

    def of(self, routes: Sequence[Route], name: str, value: bool) -> tuple[str, Text]:
        """The kind of a "no" (`value`; else not applicable) whose ways these are, and what must be said of it."""
        best = routes[0]
        if any(map(self._of_days, best.unmet)) and self.timed(name, value):
            return DATES, SAID[DATES]
        for kind, bars in self._table:
            barring = [node for node in best.unmet if bars(node)]
            if barring:
                ends = (end for node in barring for end in _ends(node) if bars(end))
                return kind, self._said(kind, (path for end in ends for path in end.facts))
        return (FIXED, self._said(FIXED, best.bars)) if best.bars else (NOT_MET, NOTHING)

    @property
    def _table(self) -> Iterable[tuple[str, Callable[[Node], bool]]]:
        return (
            (DATES, self.dated),
            (EXCEPTED, lambda node: node.counts),
            (FIXED, lambda node: self.never(node, _FOR_GOOD)),
            (DECISION, lambda node: self.never(node, _ANOTHER)),
        )

    def closed(self, unmet: Sequence[Node], classes: Sequence[str] = ("immutable", "harmful")) -> bool:
        """Is one of these conditions never to be met, or not to be hoped for?"""
        return any(self.never(node, classes) or self.dated(node) for node in unmet)

    def never(self, node: Node, classes: Sequence[str]) -> bool:
        """Does a condition rest on facts of these classes of change alone? What time brings about is left out."""

        return _barred(node, lambda node: self._rests(node, classes) and not self._comes(node))

    def _rests(self, node: Node, classes: Sequence[str]) -> bool:
        """Does a condition rest on given facts of these classes alone?"""
        known = self.judge.environment.facts
        return bool(node.facts) and all(path in known and self._class(path) in classes for path in node.facts)

    def _comes(self, node: Node) -> bool:
        """Is a condition met by the last of all days, the facts kept?"""
        step = self.steps.get(node.id)
        if step is None or not any(isinstance(x, AsOf) for x in everything(step.expr)):
            return False
        found = again(step, self._last_day.where(self.places[node.id].environment.bound))
        return found is not NA and found is (not node.negated)

    @cached_property
    def _last_day(self) -> Environment:
        return self.judge.environment.but(as_of=LAST_DAY)

    def dated(self, node: Node) -> bool:
        """Does a condition rest on the day alone?"""

        def barred(node: Node) -> bool:
            step = self.steps.get(node.id)
            parts = list(everything(step.expr)) if step is not None else []
            alone = not any(isinstance(x, FactRef | RuleRef | Quantified) for x in parts)
            return alone and any(isinstance(x, AsOf) for x in parts)

        return _barred(node, barred)

    def _of_days(self, node: Node) -> bool:
        """Does a condition, or one below it, look at the day? A rule that is explained elsewhere may."""
        for part in node.walk():
            step = self.steps.get(part.id)
            if step is not None and any(isinstance(x, AsOf) for x in everything(step.expr)):
                return True
            if part.kind == "rule" and not part.parts:
                return True
        return False

    def timed(self, name: str, value: bool) -> bool:
        """Is it no on this day whatever the facts are? `value`: it is a no, else not applicable."""
        judge = Judge.of(self.judge.environment.but({}))
        outcome = judge.environment.rule(name)
        wanted = holds(outcome) if value else applicable(outcome)
        return wanted is False or (isinstance(wanted, Residual) and not judge.exact.can_be(wanted, True, BRIEFLY))

    # ---- what bars a way beside what it lacks ----

    def bars(self, conditions: Sequence[Node]) -> Paths:
        """Given facts that can never change because of which these conditions cannot all be met on this day even where
        all that is lacking is put right. They are looked for only where open constraints concern what is lacking."""
        unmet, given = lacking(conditions), self.judge.environment.facts
        if self.closed(unmet, _FOR_GOOD):
            return ()
        lacks = self._lacks(unmet)
        kept = [path for path in given if "[" not in path and path not in lacks and self._class(path) in _FOR_GOOD]
        if not self._close(conditions, kept, lacks):
            return ()
        for path in reversed(kept):
            rest = [other for other in kept if other != path]
            kept = rest if self._close(conditions, rest, lacks) else kept
        return tuple(kept)

    def _lacks(self, unmet: Sequence[Node]) -> set[str]:
        """The names of the facts on which it rests that these conditions are not as they must be."""
        names: set[str] = set()
        for part in (part for node in unmet for end in _ends(node) for part in end.walk()):
            rule = self.program.definitions.get(part.name)
            names |= rule.facts if rule is not None else set(map(stem, part.facts))
        return names

    def _close(self, conditions: Sequence[Node], facts: Sequence[str], lacks: set[str]) -> bool:
        """Can these conditions surely not all be met, whatever all but these facts are?"""
        judge = self.judge.only(facts)
        tied = any(not lacks.isdisjoint(tie.support) for tie in judge.ties)
        return tied and judge.clash(self.grounds.asked(node, judge) for node in conditions)

    def _class(self, path: str) -> str:
        """Who can change a fact; a date that is not over yet may be another's to change than one that is."""
        fact, now = fact_of(self.program, path), self.judge.environment
        value, day = now.facts.get(path), month_of(now.as_of) if fact.type.kind == "month" else now.as_of
        open_ = fact.type.kind in ("date", "month") and isinstance(value, int) and value >= day
        return (fact.change_if_future if open_ else "") or fact.change

    # ---- words ----

    def _said(self, kind: str, paths: Iterable[str]) -> Text:
        """With the names of no more than two of these facts: names are long."""
        form, names = SAID.get(kind, NOTHING), [label_of(self.program, path) for path in dict.fromkeys(paths)][:2]
        return both(lambda lang: form.get(lang).format(words.listed([words.quoted(x.get(lang)) for x in names], lang)))


SAID = {
    DATES: Text(
        "这一条有自己的起止日期，您问的那一天不在里面。",
        "This rule has dates of its own; the day asked about is not within them.",
    ),
    FIXED: Text("{}改不了。", "{} cannot be changed."),
    DECISION: Text("{}要由别人认定。", "{} is decided by somebody else."),
}
"""What must be said of a no, with the names of the facts."""


def _ends(node: Node) -> Iterator[Node]:
    """Of a condition that is not met those below it that are not, and have none below them."""
    inner = lacking(relevant(node.body))
    for part in inner:
        yield from _ends(part)
    if not inner:
        yield node


def _barred(node: Node, barred: Callable[[Node], bool]) -> bool:
    """Is a condition that is not met barred: all its ways, or what it cannot do without?"""
    unmet = [part for part in relevant(node.body) if part.state in LACKING]
    if unmet:
        inner = [_barred(part, barred) for part in unmet]
        return all(inner) if node.body.kind == "any" else any(inner)
    return node.state in LACKING and barred(node)
