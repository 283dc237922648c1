"""What bars an answer: with all that the person can change left open it is still no; with what bars a way left open too
it is not; and no other fact bars it alone."""

from __future__ import annotations

from compiler.calendar import month_of
from compiler.unknowns import stem
from explain.checker.claims import Line, Page
from explain.checker.context import Context

_OWN = ("registration", "choice")
_MOST = 12
"""So many ways are listed at most."""


class Bars:
    def __init__(self, context: Context, page: Page) -> None:
        self.context, self.judge, self.report = context, context.judge, context.report
        self.ways = [way for way in page.bars if all(line.fact for line in way)]
        self.facts = context.judge.request.facts
        self.own = {path for path in self.facts if self._class(path) in _OWN}

    def _class(self, path: str) -> str:
        fact, value = self.context.program.facts[stem(path)], self.facts[path]
        now = month_of(self.context.day) if fact.type.kind == "month" else self.context.day
        future = fact.type.kind in ("date", "month") and isinstance(value, int) and value >= now
        return (fact.change_if_future if future else "") or fact.change

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
