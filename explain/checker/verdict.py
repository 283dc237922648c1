"""The head of a page: title, sign, headline, cautions, which text it is, and the sentence that sums up the reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compiler.evaluate import Answer
from explain.checker.addresses import Item
from explain.checker.claims import Line, Page
from explain.checker.conditions import MARKS
from explain.checker.context import Context
from explain.checker.law import cited
from explain.checker.notes import Notes
from explain.checker.sentences import headline_says

HEADINGS = {
    "yes": ("为什么", "Why"),
    "no": ("差在哪里", "What is lacking"),
    "na": ("为什么用不上", "Why it does not apply"),
    "value": ("怎么得出的", "How this came about"),
    "missing": ("还差什么", "What is missing"),
}
SECTIONS = {
    "picture": ("一图看懂", "In one picture"),
    "law": ("写在哪里", "原文出处", "法律依据", "Where the law says so", "Legal basis"),
    "remarks": ("请注意", "Please note"),
    "readings": ("原文有两种理解的地方", "Where the text can be read in two ways"),
    "trace": ("全部条件", "All conditions"),
    "changes": ("怎样才能变", "能不能变", "What would change it", "Can it change"),
    "course": ("什么时候会变", "When it changes"),
    "written": ("规则是怎样写的", "The rules as written"),
}
"""What each section is called."""
CAUTION = {"zh": "提醒：", "en": "Caution: "}
_STANDING = {
    "zh": (
        ("text", r"(?:依据的是|用的是|按)(?P<window>.+?)施行的文本。"),
        ("text", r"(?:依据的是|用的是|按)施行到(?P<until>.+)为止的文本。"),
        ("excepts", r"这是(?P<names>“.+”)的例外。"),
    ),
    "en": (
        ("text", r"By the text in force (?P<window>.+)\."),
        ("excepts", r"This is an exception to (?P<names>“.+”)\."),
    ),
}


def state_of(answer: Answer) -> str:
    """The state of a node with this answer."""
    if answer.status == "value":
        return {True: "met", False: "unmet"}.get(answer.value is True, "") if answer.kind == "bool" else "value"
    return "open" if answer.status == "unknown" else "not_applicable"


def kind_of(answer: Answer) -> str:
    """Which of HEADINGS an answer has."""
    if answer.status == "value":
        return "value" if answer.kind != "bool" else "yes" if answer.value is True else "no"
    return "missing" if answer.status == "unknown" else "na"


class Verdict:
    def __init__(self, context: Context, page: Page, answer: Answer, dated: bool) -> None:
        self.context, self.page, self.answer, self.dated = context, page, answer, dated
        self.report, self.lang, self.notes = context.report, context.lang, Notes(context, frozenset())

    def check(self) -> None:
        self._title()
        self._headline()
        self._cautions()
        self._standing()
        self._why()

    def _is(self, right: bool, words: str, so: str, step: str = "1") -> None:
        self.report.claim(right, step, words, f"其实是：{so}。", f"In fact: {so}.")

    def _title(self) -> None:
        page, definition, about = self.page, self.context.definition, self.context.program.about
        label = definition.label.get(self.lang)
        _, zh, en = MARKS[state_of(self.answer)]
        word = zh if self.lang == "zh" else en
        colon = "：" if self.lang == "zh" else ": "
        self._is(page.title == f"{label}{colon}{word}", page.title, f"{label}{colon}{word}")
        self._is(page.about == label, page.about, label)
        title = (about.title_en or about.title) if self.lang == "en" else about.title
        self._is(page.document == title, page.document, title)

    def _headline(self) -> None:
        claim, state = self.page.verdict, state_of(self.answer)
        symbol, zh, en = MARKS[state]
        right = claim.step == "1" and claim.symbol == symbol and claim.style == state
        self._is(right, f"{claim.symbol} {claim.style}", zh if self.lang == "zh" else en)
        matching = self.context.matching(self.context.root)
        holds = headline_says(claim.what, self.context.definition, self.answer, matching)
        if holds is None:
            self.report.unread(claim.step, claim.what)
            return
        so = f"{self.answer.status} {self.answer.value if self.answer.status == 'value' else ''}".strip()
        if self.answer.status == "unknown":
            so = f"{so}, {len(self.answer.missing)}"
        self._is(holds, claim.what, so)

    def _cautions(self) -> None:
        wanted = [caveat[self.lang] for caveat in self.context.judge.caveats]
        found = [line.text.removeprefix(CAUTION[self.lang].strip()).strip() for line in self.page.caveats]
        for text in found:
            self._is(text in wanted, text, "；".join(wanted) or "—")
        for text in wanted:
            self.report.needs(text in found, "1", text, "这句提醒没有写。", "This caution is not there.")

    def _standing(self) -> None:
        definition, names = self.context.definition, []
        for line in self.page.standing:
            names.append(self._standing_line(line))
        window = definition.window
        limited = not self.dated and not definition.internal and (window.since, window.until) != (None, None)
        program = self.context.program
        excepts = any(n in program.conclusions for n in definition.excepts)
        for needed, kind in ((limited, "text"), (excepts, "excepts")):
            if needed:
                zh, en = (
                    "没有写是哪一天的文本，或者是谁的例外。",
                    "Which text it is, or to what an exception, is not there.",
                )
                self.report.needs(kind in names, "1", self.page.about, zh, en)

    def _standing_line(self, line: Line) -> str:
        definition = self.context.definition
        for kind, form in _STANDING[self.lang]:
            match = re.fullmatch(form, line.text)
            if match is None:
                continue
            if match.groupdict().get("until"):
                self._is(self.notes.is_end(match["until"], definition.window), line.text, str(definition.window))
            elif kind == "text":
                self._is(self.notes.is_window(match["window"], definition.window), line.text, str(definition.window))
            else:
                labels = [f"“{self.context.judge.definition(n).label.get(self.lang)}”" for n in definition.excepts]
                self._is(self.context.listing(match["names"], labels), line.text, "、".join(labels))
            return kind
        self.report.unread(line.step, line.text)
        return ""

    def _why(self) -> None:
        heading = self.page.headings.get("why", "")
        kind = "yes" if self.dated else kind_of(self.answer)
        wanted = HEADINGS[kind][self.lang == "en"]
        self._is(heading == wanted, heading, wanted)
        for section, text in self.page.headings.items():
            if section != "why" and text not in SECTIONS.get(section, ()):
                self.report.unread("1", text)
        page = self.page
        for section, shown in (("law", page.law), ("remarks", page.remarks), ("readings", page.readings)):
            zh, en = "这一段没有标题。", "This section has no heading."
            self.report.needs(not shown or section in page.headings, "1", section, zh, en)


# ---- the sentence that sums up --------------------------------------------------------------------------------------

_SUMMARIES = {
    "zh": (
        ("why_one", r"因为符合下面的条件。"),
        ("why_many", r"有(?P<n>\d+)种情况都符合，符合一种就够了。"),
        ("not_one", r"不符合的条件都列在这里。"),
        ("not_many", r"共有(?P<n>\d+)种情况，符合一种就够了。下面列出每种情况还差什么。"),
        ("na_one", r"前提没有满足，差的条件都列在这里。"),
        ("na_many", r"前提没有满足。共有(?P<n>\d+)种情况，符合一种就够了。"),
        ("na_value", r"要用到的这一项没有，所以用不上。|要用到的那一项不存在。这一项因此用不上。"),
        ("missing", r"知道下面这些，才能得出结果。"),
        ("computed", r"结果是这样得出的。"),
        ("none_counts", r"没有例外成立，按一般规则。"),
        ("general", r"按一般规则。"),
        ("either_way", r"例外成立不成立，结果都一样。"),
        ("instead", r"由例外(?P<a>.+?)决定，它代替了例外(?P<b>.+?)。"),
        ("decides", r"由例外(?P<a>.+?)决定。"),
        ("several", r"(?P<n>\d+)个例外都成立，结果相同：(?P<a>.+?)。"),
        ("aside", r"例外(?P<a>.+?)的条件都符合。但例外(?P<b>.+?)成立，所以前面的例外不算。"),
        ("aside", r"例外(?P<a>.+?)的条件虽然符合，但例外(?P<b>.+?)成立，所以不算。"),
        ("open", r"要看例外(?P<a>.+?)成立不成立。"),
        ("open", r"要看这些例外成立不成立：(?P<a>.+?)。"),
    ),
    "en": (
        ("why_one", r"Because these conditions are met\."),
        ("why_many", r"(?P<n>\d+) ways to qualify are met; one would be enough\."),
        ("not_one", r"Every condition that is not met is listed here\."),
        (
            "not_many",
            r"There are (?P<n>\d+) ways to qualify, and one is enough\. What each still lacks is listed here\.",
        ),
        ("na_one", r"Its conditions are not met\. All that is lacking is listed here\."),
        ("na_many", r"Its conditions are not met\. There are (?P<n>\d+) ways to meet them, and one is enough\."),
        ("na_value", r"What it rests on is not there(?:, so|\. So) it does not apply\."),
        ("missing", r"The result depends on these\."),
        ("computed", r"The result came about like this\."),
        ("none_counts", r"No exception applies; the general rule decides\."),
        ("general", r"The general rule decides\."),
        ("either_way", r"The result is the same whether an exception applies or not\."),
        ("instead", r"The exception (?P<a>.+?) decides; it takes the place of the exception (?P<b>.+?)\."),
        ("decides", r"The exception (?P<a>.+?) decides\."),
        ("several", r"(?P<n>\d+) exceptions apply and give the same: (?P<a>.+?)\."),
        (
            "aside",
            r"The conditions of the exceptions? (?P<a>.+?) are met[.,] [Bb]ut the exceptions? (?P<b>.+?) sets? "
            r"(?:it|them) aside\.",
        ),
        ("open", r"It depends on whether the exceptions? (?P<a>.+?) appl(?:y|ies)\."),
        ("open", r"It depends on whether these exceptions apply: (?P<a>.+?)\."),
    ),
}
_NAMES = {"zh": re.compile(r"“(.+?)”(?:（(.+?)）)?"), "en": re.compile(r"“(.+?)”(?: \(((?:[^()]|\([^()]*\))+)\))?")}


class Summary:
    """`count`: how many ways there are. `body`: what the conclusion's rule says."""

    def __init__(self, context: Context, answer: Answer, body: Item | None, count: int) -> None:
        self.context, self.answer, self.body, self.count = context, answer, body, count
        self.report, self.lang = context.report, context.lang

    def check(self, line: Line) -> None:
        rest, read = line.text, []
        while rest:
            hit = next(((k, m) for k, f in _SUMMARIES[self.lang] if (m := re.match(f, rest))), None)
            if hit is None:
                self.report.unread(line.step, rest)
                return
            kind, match = hit
            read.append(kind)
            rest = rest[match.end() :].lstrip()
            holds = self._holds(kind, match)
            zh, en = self._so()
            self.report.claim(holds, line.step, match[0], zh, en)
        self._complete(line, read)

    def _so(self) -> tuple[str, str]:
        counting = [part.name for part in self._exceptions() if part.counts]
        zh = f"结论是 {kind_of(self.answer)}，共有{self.count}种情况，成立的例外：{'、'.join(counting) or '无'}。"
        exceptions = ", ".join(counting) or "-"
        en = f"It is {kind_of(self.answer)}, with {self.count} ways; exceptions that apply: {exceptions}."
        return zh, en

    def _holds(self, kind: str, match: re.Match[str]) -> bool:
        stem, _, many = kind.partition("_")
        by = match.groupdict()
        if stem in ("why", "not", "na") and kind != "na_value":
            wanted = {"yes": "why", "no": "not", "na": "na"}.get(kind_of(self.answer), "")
            counted = self.count == 1 if many == "one" else self.count == int(by["n"])
            return stem == wanted and counted
        if kind == "na_value":
            return kind_of(self.answer) == "na"
        if kind in ("missing", "computed"):
            return kind_of(self.answer) == {"missing": "missing", "computed": "value"}[kind]
        return self._of_exceptions(kind, by)

    # ---- exceptions ----

    def _exceptions(self) -> list[Item]:
        if self.body is None or self.body.kind != "exceptions":
            return []
        return [part for part in self.context.parts(self.body) if part.role == "exception"]

    def _of_exceptions(self, kind: str, by: dict[str, str | None]) -> bool:
        found = self._exceptions()
        counting = [part for part in found if part.counts]
        open_ = [part for part in found if part.state == "open"]
        named = self._named(by.get("a") or "")
        if not found or named is None:
            return False
        if kind == "none_counts" or kind == "general":
            return not counting and not open_
        if kind == "either_way":
            return bool(open_) and not counting and self.answer.status != "unknown"
        if kind in ("decides", "instead", "several"):
            right = sorted(named) == sorted(part.name for part in counting)
            right = right and (by.get("n") is None or int(by["n"] or 0) == len(counting))
            return right and self._takes_place(kind, counting, by)
        if kind == "aside":
            return self._aside(found, named, self._named(by.get("b") or "") or [])
        wanted = [part.name for part in open_ if self.context.decisive(part)]
        return sorted(named) == sorted(wanted) and self.answer.status == "unknown"

    def _takes_place(self, kind: str, counting: Sequence[Item], by: dict[str, str | None]) -> bool:
        targets = [t for part in counting for t in self._targets(part.name)]
        if kind != "instead":
            return len(counting) > 1 or not targets
        return sorted(self._named(by.get("b") or "") or []) == sorted(targets)

    def _targets(self, name: str) -> list[str]:
        known = [t for t in self.context.judge.definition(name).excepts if t in self.context.program.definitions]
        proper = all(self.context.judge.definition(t).excepts for t in known)
        return known if proper else []

    def _aside(self, found: Sequence[Item], those: Sequence[str], against: Sequence[str]) -> bool:
        """Do their own conditions all hold, and do exactly these others keep them from counting?"""
        set_aside = [part for part in found if part.name in those]
        if len(set_aside) != len(those) or not against:
            return False
        for part in set_aside:
            bodies = self.context.parts(part)
            body = bodies[-1] if bodies else None
            if body is None or body.kind != "unless":
                return False
            parts = self.context.parts(body)
            own = all(p.state == "met" for p in parts if p.role != "against")
            if not own or sorted(p.name for p in parts if p.counts) != sorted(against):
                return False
        return True

    def _named(self, text: str) -> list[str] | None:
        """The exceptions that are named, each with where the law has it; None where one is none of the rule's."""
        names = []
        for label, cite in _NAMES[self.lang].findall(text):
            fits = [
                d
                for d in self.context.program.definitions.values()
                if d.excepts and d.label.get(self.lang) == label and not d.internal
            ]
            if not fits:
                return None
            claim = fits[0].claim
            if cite and (claim is None or not cited(cite, claim.cite, self.context.program, self.lang)):
                return None
            names.append(fits[0].name)
        return names

    def _complete(self, line: Line, read: Sequence[str]) -> None:
        """A rule with exceptions says which decided."""
        counting = [part for part in self._exceptions() if part.counts]
        decides = bool(counting) and self.answer.status not in ("unknown",)
        if decides:
            said = any(kind in ("decides", "instead", "several") for kind in read)
            zh, en = "没有说是哪个例外决定的。", "Which exception decided is not said."
            self.report.needs(said, line.step, line.text, zh, en)
