"""A page about a day on which the conclusion has no text in force: the day asked about beside the day it needs."""

from __future__ import annotations

import re

from compiler.evaluate import Answer
from explain.checker.claims import Condition, Page
from explain.checker.conditions import MARKS
from explain.checker.context import Context
from explain.checker.judging import text_verdict
from explain.checker.values import whole
from explain.checker.verdict import state_of

_DAY = ("您问的日子", "所问的日子", "Day asked about")
_SINCE = {
    "zh": (
        ("over", r"这份文件从(?P<day>.+?)起停止执行。"),
        ("since", r"这份文件从(?P<day>.+?)起执行。"),
        ("until", r"“(?P<x>.+)”的规定只到(?P<day>.+?)为止。"),
        ("since", r"“(?P<x>.+)”的规定从(?P<day>.+?)起才施行。"),
    ),
    "en": (
        ("over", r"The document is no longer in force from (?P<day>.+?)\."),
        ("since", r"The document is in force from (?P<day>.+?)\."),
        ("until", r"The rule on “(?P<x>.+)” was in force until (?P<day>.+?) only\."),
        ("since", r"The rule on “(?P<x>.+)” is in force from (?P<day>.+?) only\."),
    ),
}


def limits(context: Context) -> tuple[str, int] | None:
    """since or over, and the day, where the conclusion is not answered by its conditions; None where it is."""
    about, definition = context.judge.whole.about, context.definition
    if not definition.answered_before_force:
        if about.repealed_from is not None and context.day >= about.repealed_from:
            return "over", about.repealed_from
        if context.day < about.in_force_from:
            return "since", about.in_force_from
    if context.name in context.program.gone:
        window = definition.window
        if context.program.gone[context.name][0] == "no_longer_in_force":
            return "over", (window.until or 0) + 1
        return "since", window.since or 0
    return None


class Dated:
    """`limit` as limits() gives it."""

    def __init__(self, context: Context, page: Page, answer: Answer, limit: tuple[str, int]) -> None:
        self.context, self.page, self.answer = context, page, answer
        self.kind, self.limit = limit
        self.report, self.lang = context.report, context.lang

    def check(self) -> None:
        self._since()
        if self.page.trace is None:
            return
        self._root(self.page.trace)
        for part in self.page.trace.parts:
            self._day(part)
        there = len(self.page.trace.parts) == 1
        zh, en = "没有写从哪天起。", "The day from which it holds is not told."
        self.report.needs(there, "1", self.page.about, zh, en)

    def _so(self) -> tuple[str, str]:
        return f"界限是第{self.limit}日（{self.kind}）。", f"The limit is day {self.limit} ({self.kind})."

    def _since(self) -> None:
        line = self.page.summary
        for kind, form in _SINCE[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            day = next((r.value for r in whole(match["day"], self.lang) if r.kind == "date"), None)
            wanted = self.limit - 1 if kind == "until" else self.limit
            by_rule = bool(match.groupdict().get("x"))
            right = day == wanted and (kind in ("over", "until")) == (self.kind == "over")
            right = (
                right and by_rule is self._by_rule and match.groupdict().get("x", self.page.about) == self.page.about
            )
            self.report.claim(right, line.step, line.text, *self._so())
            return
        self.report.unread(line.step, line.text)

    @property
    def _by_rule(self) -> bool:
        about, day = self.context.judge.whole.about, self.context.day
        over = about.repealed_from is not None and day >= about.repealed_from
        instrument = not self.context.definition.answered_before_force and (over or day < about.in_force_from)
        return self.context.name in self.context.program.gone and not instrument

    def _root(self, claim: Condition) -> None:
        symbol, zh, en = MARKS[state_of(self.answer)]
        word = zh if self.lang == "zh" else en
        right = claim.step == "1" and (claim.symbol, claim.word) == (symbol, word)
        right = right and claim.classes[:1] == (state_of(self.answer),) and claim.what == self.page.about
        self.report.claim(right, claim.step, claim.words, f"其实{zh}。", f"In fact {en}.")

    def _day(self, claim: Condition) -> None:
        right = claim.step == "1.1" and claim.what in _DAY and claim.symbol == "✕" and claim.style == "unmet"
        right = right and claim.word in ("不符合", "not met") and claim.classes[:1] == ("unmet",)
        self.report.claim(right, claim.step, claim.words, "这一天不符合。", "This day does not fit.")
        yours = claim.yours or ""
        mine = any(r.value == self.context.day and r.kind == "date" for r in whole(yours, self.lang))
        self.report.claim(mine, claim.step, claim.words, "所问的不是这一天。", "The day asked about is another.")
        found = self.context.reader.predicates(claim.needed or "")
        wanted = ("lt" if self.kind == "over" else "ge", self.limit)
        fits = [s for s in found if s.args and s.args[0].read is not None and (s.op, s.args[0].read.value) == wanted]
        self.report.claim(bool(fits), claim.step, claim.words, *self._so())
        if fits:
            verdict = text_verdict(fits[0], yours, self.context.reader)
            zh, en = "和所写的日子对不上。", "The sign does not fit the two days."
            self.report.claim(verdict is False, claim.step, claim.words, zh, en)
