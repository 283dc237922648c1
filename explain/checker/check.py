"""A rendered explanation, checked: its words are read back and every claim is evaluated again."""

from __future__ import annotations

import re

from compiler.evaluate import Answer, Answers
from explain.checker.addresses import Addresses
from explain.checker.amounts import Amounts
from explain.checker.claims import LEADING, Broken, Condition, Page, read_page
from explain.checker.conditions import Conditions
from explain.checker.context import Context
from explain.checker.dated import Dated, limits
from explain.checker.extras import Extras
from explain.checker.findings import Report
from explain.checker.judge import Judge
from explain.checker.missing import MissingFacts
from explain.checker.page import Element, parse, unread
from explain.checker.picture import Picture
from explain.checker.prospects import Prospects
from explain.checker.reader import Reader
from explain.checker.sources import Sources
from explain.checker.titles import Titles
from explain.checker.verdict import Summary, Verdict
from explain.checker.ways import Completeness, Ways

DETAILS = ("short", "mid", "full")


class Checker:
    """Checks pages about one request; `answers` come from the rules that the pages are held against."""

    def __init__(self, answers: Answers) -> None:
        self.judge = Judge(answers)
        self._addresses = Addresses(self.judge)

    def check(self, html: str, name: str, detail: str = "mid", ahead: bool = False) -> Report:
        """What is wrong with the page about a conclusion; `ahead`: it must say what would change it, and when. Raises
        ValueError for an unknown detail."""
        if detail not in DETAILS:
            raise ValueError(f"no such detail: {detail}")
        root = parse(html)
        try:
            page = read_page(root)
        except Broken:
            report = Report()
            report.unread("", html[:60])
            return report
        self.judge.about(name)
        context = Context(self.judge, self._addresses, reader_of(self.judge, page.lang), name)
        whole = _Page(context, page, detail)
        whole.check()
        if ahead:
            whole.ahead()
        for step, words in unread(root):
            context.report.unread(step, words)
        _addressed(context, root)
        return context.report


def _addressed(context: Context, root: Element) -> None:
    """Every claim names a step that is there; where no condition is looked at, the answer and its day."""
    dated = limits(context) is not None
    for element in root.walk():
        step = element.get("data-step")
        if "data-step" in element.attributes:
            there = step in ("1", "1.1") if dated else context.item(step) is not None
            words = element.text[:40]
            context.report.claim(there, step, words, "没有这一步。", "There is no such step.")


_READERS: dict[tuple[int, str], tuple[Reader, object]] = {}


def reader_of(judge: Judge, lang: str) -> Reader:
    """The reader of a program's words; made once."""
    key = (id(judge.program), lang)
    if key not in _READERS or _READERS[key][1] is not judge.program:
        _READERS[key] = (Reader(judge.program, lang), judge.program)
    return _READERS[key][0]


_SIDE = {
    "zh": r"更早还有[1-9]\d*段，这里不列。|更晚还有[1-9]\d*段，这里不列。|有的日子没有算到。|办法\d+",
    "en": r"[1-9]\d* earlier stretches are not listed\.|[1-9]\d* later stretches are not listed\."
    r"|Some days could not be worked out\.|Way \d+",
}


class _Page:
    def __init__(self, context: Context, page: Page, detail: str) -> None:
        self.context, self.page, self.detail = context, page, detail
        self.report, self.answer = context.report, context.judge.answer(context.name)

    def check(self) -> None:
        context, page = self.context, self.page
        answer = self.answer
        assert answer is not None
        limit = limits(context)
        Verdict(context, page, answer, limit is not None).check()
        opened = frozenset(self._opened()) if limit is None else frozenset()
        if limit is not None:
            Dated(context, page, answer, limit).check()
        else:
            self._proof(answer, opened)
        MissingFacts(context, page, answer, self.detail == "short").check()
        Sources(context, page, answer, self.detail).check()
        Prospects(context, page, answer).check()
        Extras(context, page, answer, limit is not None).check()
        for text in page.side:
            if not (re.fullmatch(_SIDE[context.lang], text) or text in LEADING):
                self.report.unread("", text)
        short = self.detail == "short"
        zh, en = "没有图，或者没有图的文字。", "The picture, or its text, is not there."
        self.report.needs((page.outline is None) is short, "1", page.about, zh, en)
        zh, en = "没有全部条件这一段。", "The list of all conditions is not there."
        self.report.needs((page.trace is None) is short, "1", page.about, zh, en)

    def ahead(self) -> None:
        """Of what is not unknown the course of time is told; of a no, what would change it."""
        kinds = {line.kind for line in self.page.lines}
        answer = self.answer
        assert answer is not None
        denied = answer.status != "unknown" and (answer.status != "value" or answer.value is False)
        zh, en = "没有说什么时候会变。", "When it changes is not told."
        self.report.needs(("course" in kinds) is (answer.status != "unknown"), "1", self.page.about, zh, en)
        zh, en = "没有说怎样才能变。", "What would change it is not told."
        self.report.needs(("changes" in kinds) is denied, "1", self.page.about, zh, en)

    def _proof(self, answer: Answer, opened: frozenset[str]) -> None:
        context, page = self.context, self.page
        conditions = Conditions(context, opened)
        ways = Ways(context, answer)
        if page.trace is not None:
            conditions.check(page.trace)
        for way in page.ways:
            for claim in way.conditions:
                conditions.check(claim)
            Titles(context, conditions, [w for w in page.ways if w.title and w.given is way.given]).check(way)
        bodies = [p for p in context.parts(context.root) if p.role == "body"]
        count = len(ways.all()) if answer.kind == "bool" or answer.status == "not_applicable" else 1
        Summary(context, answer, bodies[0] if bodies else None, count).check(page.summary)
        if self.detail != "short":
            Picture(context, page, conditions).check()
            Completeness(context, page, answer, opened).check()
            Amounts(context, page, answer).check()

    def _opened(self) -> list[str]:
        """The rules that the whole list of conditions opens."""
        found: list[str] = []

        def visit(claim: Condition) -> None:
            item = self.context.item(claim.step)
            if item is not None and item.kind == "rule" and claim.parts:
                found.append(self.context.addresses.subject(item))
            for part in claim.parts:
                visit(part)

        if self.page.trace is not None:
            visit(self.page.trace)
        return found
