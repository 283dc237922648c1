"""What bars an answer: with all that the person can change left open it is still no; with what bars a way left open too
it is not; and no other fact bars it alone. And what bars one way to it, whatever becomes of what it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from compiler.calendar import month_of
from compiler.partial import junction, negation, run
from compiler.request import constraint_values, ties
from compiler.unknowns import stem
from explain.checker.addresses import LACKING, Item
from explain.checker.claims import Line, Page
from explain.checker.context import Context

_OWN = ("registration", "choice")
_MOST = 12
"""So many ways are listed at most."""


def changed_by(context: Context, path: str) -> str:
    """Who can change a given fact; a date that is not over yet may be another's than one that is."""
    fact, value = context.program.facts[stem(path)], context.judge.request.facts[path]
    now = month_of(context.day) if fact.type.kind == "month" else context.day
    future = fact.type.kind in ("date", "month") and isinstance(value, int) and value >= now
    return (fact.change_if_future if future else "") or fact.change


class Barred:
    """Conditions of a way that is closed, and the facts on which it rests that some of them are not met."""

    def __init__(self, context: Context, items: Sequence[Item]) -> None:
        self.context, self.items = context, items
        ends = [end for item in items if _lacks(item) for end in self._ends(item)]
        self.lacks = {name for end in ends for name in self._facts(end)}
        self._by_day = not all(any(self._facts(end)) for end in ends)

    def _ends(self, item: Item) -> Iterator[Item]:
        inner = [part for part in self.context.parts(item) if self.context.decisive(part) and _lacks(part)]
        for part in inner:
            yield from self._ends(part)
        if not inner:
            yield item

    def _facts(self, item: Item) -> Iterator[str]:
        for step in item.step.walk():
            if step.op == "fact":
                yield step.name
            elif step.op == "rule" and step.name in self.context.program.definitions:
                yield from self.context.program.definitions[step.name].facts

    def fixed(self) -> list[str]:
        """The facts beside these that can never change."""
        given = [path for path in self.context.judge.request.facts if "[" not in path and path not in self.lacks]
        return [path for path in given if changed_by(self.context, path) == "immutable"]

    def by(self, paths: Collection[str]) -> bool:
        """Can the conditions surely not all be met, whatever all but these facts are, of which constraints tell with
        those that are not as they must be?"""
        facts = {path: value for path, value in self.context.judge.request.facts.items() if path in paths}
        alone = self.context.judge.with_facts(facts)
        open_ = ties(constraint_values(self.context.program, alone.environment))
        if not any(tie.support & self.lacks for tie in open_):
            return False
        found = [(item, run(item.step.expr, alone.environment.where(item.env.bound))) for item in self.items]
        asked = (negation(outcome) if item.unwanted else outcome for item, outcome in found)
        return not alone.can_hold(junction("and", asked))

    def must_be_told(self) -> bool:
        """Is it so, and is nothing that is not met fixed itself?"""
        given = [path for path in self.context.judge.request.facts if stem(path) in self.lacks]
        own = self._by_day or any(changed_by(self.context, path) == "immutable" for path in given)
        return not own and self.by(self.fixed())


def _lacks(item: Item) -> bool:
    return item.state in LACKING or item.counts


class Bars:
    def __init__(self, context: Context, page: Page) -> None:
        self.context, self.judge, self.report = context, context.judge, context.report
        self.ways = [way for way in page.bars if all(line.fact for line in way)]
        self.facts = context.judge.request.facts
        self.own = {path for path in self.facts if changed_by(context, path) in _OWN}

    def check(self) -> None:
        if not self.ways or any(self._listed(line.fact) for way in self.ways for line in way):
            return
        name, first = self.context.name, self.ways[0][0]
        zh, en = "您自己改变了就可能行。", "What you can change yourself may help."
        self.report.claim(self.judge.denied(name, self.own), first.step, first.text, zh, en)
        for way in self.ways:
            barred = self.judge.denied(name, self.own | {line.fact for line in way})
            zh, en = "卡住的不只是这些。", "These are not all that bars it."
            self.report.claim(not barred, way[0].step, " / ".join(line.text for line in way), zh, en)
        self._all(first)

    def _all(self, first: Line) -> None:
        """Each single fact that bars it alone is one of the ways, where they are not too many."""
        alone = {way[0].fact for way in self.ways if len(way) == 1}
        if len(self.ways) >= _MOST:
            return
        reach = self.context.definition.facts
        others = [p for p in self.facts if stem(p) in reach and p not in self.own | alone and not self._listed(p)]
        for path in others:
            zh, en = "还有别的一项也卡在这里，没有列出来。", "Something else bars it alone, and is not listed."
            self.report.needs(
                self.judge.denied(self.context.name, self.own | {path}), first.step, self.context.called(path), zh, en
            )

    def _listed(self, path: str) -> bool:
        """Is it a list, or of a record?"""
        return "[" in path or self.context.program.facts[stem(path)].type.kind == "records"
