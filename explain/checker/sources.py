"""The law that is quoted, what must be noted, and the readings: which is taken, and what the other would give."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from compiler.calendar import civil
from compiler.evaluate import Answer
from compiler.program import Definition, Reading, Text
from explain.checker.claims import Law, Page
from explain.checker.claims import Reading as Shown
from explain.checker.context import Context
from explain.checker.law import cited
from explain.checker.sentences import says
from explain.checker.values import ENGLISH_MONTHS

_SUMMARY = {
    "zh": re.compile(r"(?:(?P<too>例外(?:的依据|的出处|写在哪里))：(?P<other>.+)|(?P<cite>.+)：看原文)"),
    "en": re.compile(
        r"(?:(?P<too>Basis of the exception|Where the law has the exception): (?P<other>.+)"
        r"|(?P<cite>.+): read the text)"
    ),
}
_NOTES = (
    "以下是原文，一字未改。",
    "These are the law's own words.",
    "These are the law's own words, in Chinese.",
)
_ROWS = {
    "这里采用": "adopted",
    "您选了另一种": "switched",
    "理由": "because",
    "另一种": "other",
    "差别": "consequence",
    "谁可以明确": "settled_by",
    "Adopted here": "adopted",
    "You chose the other": "switched",
    "Why": "because",
    "The other": "other",
    "What differs": "consequence",
    "Who can settle it": "settled_by",
}
FEW = 8
"""What the other reading would give must be told where at most so many facts are open under it."""
_SAME = {"zh": "换成这种理解，您的结果不变。", "en": "Read this way, your result is the same."}
_OPEN = {"zh": "换成这种理解，也还说不准。", "en": "Read this way, it cannot be said yet either."}
_CHANGED = {"zh": re.compile(r"换成这种理解：(.+)。"), "en": re.compile(r"Read this way: (.+)\.")}


class Sources:
    def __init__(self, context: Context, page: Page, answer: Answer, detail: str) -> None:
        self.context, self.page, self.answer, self.detail = context, page, answer, detail
        self.report, self.lang = context.report, context.lang

    def check(self) -> None:
        self._law()
        self._remarks()
        for claim in self.page.readings:
            self._reading(claim)
        if self.detail != "short":
            self._own_readings()
        self._footer()

    # ---- law ----

    def _law(self) -> None:
        own = self.context.definition.claim
        if own is not None:
            there = any(self._is_own(law) for law in self.page.law)
            self.report.needs(there, "1", own.cite, "没有引这一处原文。", "The law's words are not quoted.")
        for law in self.page.law:
            self._quoted(law)

    def _is_own(self, law: Law) -> bool:
        own = self.context.definition.claim
        match = _SUMMARY[self.lang].fullmatch(law.summary)
        return own is not None and match is not None and match["cite"] is not None and law.quote == own.text

    def _quoted(self, law: Law) -> None:
        match = _SUMMARY[self.lang].fullmatch(law.summary)
        if match is None or (law.note and law.note not in _NOTES):
            self.report.unread(law.step, law.summary if match is None else law.note)
            return
        program, cite = self.context.program, match["cite"] or match["other"]
        if match["too"] is None:
            zh, en = "没有说明引的是不是原话。", "Whether these are the law's own words is not said."
            self.report.needs(bool(law.note), law.step, law.summary, zh, en)
        definitions = [self.context.definition] if match["too"] is None else list(self._exceptions())
        fits = [d for d in definitions if d.claim is not None and cited(cite, d.claim.cite, program, self.lang)]
        self.report.claim(bool(fits), law.step, law.summary, "出处不对。", "The address is another.")
        official = any(self._is_official(law.quote, d) for d in fits)
        zh, en = "原文不是这样写的。", "The official text has other words."
        self.report.claim(official, law.step, law.quote, zh, en)

    def _is_official(self, quote: str, definition: Definition) -> bool:
        """Are these the words at the address, as the official text has them?"""
        claim, part = definition.claim, self.context.program.ledger.part(definition.part)
        if claim is None or part is None or quote != claim.text:
            return False
        return _folded(quote) in _folded("".join(unit.text for unit in part.units))

    def _exceptions(self) -> Iterator[Definition]:
        yield from (d for d in self.context.program.definitions.values() if d.excepts)

    def _remarks(self) -> None:
        wanted = [remark.get(self.lang) for remark in self.context.definition.remarks]
        found = [line.text for line in self.page.remarks]
        for text in found:
            self.report.claim(text in wanted, "1", text, "规则里没有这句提醒。", "The rule has no such remark.")
        for text in wanted if self.detail != "short" else ():
            self.report.needs(text in found, "1", text, "这句提醒没有写。", "This remark is not there.")

    # ---- readings ----

    def _own_readings(self) -> None:
        shown = {claim.id for claim in self.page.readings}
        for id_ in self.context.definition.readings:
            zh, en = "没有说这里有两种理解。", "That it can be read in two ways is not told."
            self.report.needs(id_ in shown or not self._in_force, "1", id_, zh, en)

    @property
    def _in_force(self) -> bool:
        return "force" not in self.answer.status and self.context.name in self.context.program.definitions

    def _reading(self, claim: Shown) -> None:
        reading = self.context.program.readings.get(claim.id)
        if reading is None:
            self.report.claim(False, claim.step, claim.id, "没有这个读法。", "There is no such reading.")
            return
        letter = self.context.judge.environment.letter(claim.id)
        question = reading.question.get(self.lang)
        self._text(claim, claim.question, question)
        switched = letter != reading.adopted
        tagged = bool(claim.tag) is switched
        self.report.claim(
            tagged, claim.step, f"{claim.id} {claim.tag}", f"采用的是{letter}。", f"In force is {letter}."
        )
        others = [x for x in reading.alternatives if x != letter]
        seen = []
        for head, text in claim.rows:
            kind = _ROWS.get(head)
            seen.append(kind)
            if kind is None:
                self.report.unread(claim.step, f"{head} {text}")
            elif kind == "other":
                self._other(claim, reading, others, text)
            else:
                self._row(claim, reading, letter, kind, text)
        for kind, there in (
            ("because", bool(reading.because.zh) and not switched),
            ("consequence", bool(reading.consequence.zh)),
            ("settled_by", bool(reading.settled_by.zh)),
        ):
            zh, en = "没有写理由或者差别。", "Why, or what differs, is not told."
            self.report.needs(kind in seen or not there, claim.step, f"{claim.id} {kind}", zh, en)
        adopted = "switched" if switched else "adopted"
        right = adopted in seen and seen.count("other") == len(others)
        zh, en = "没有说采用哪种，或者漏了另一种。", "Which is taken, or the other, is not told."
        self.report.needs(right, claim.step, claim.id, zh, en)

    def _text(self, claim: Shown, found: str, wanted: str) -> None:
        self.report.claim(
            found == wanted, claim.step, f"{claim.id} {found}", f"应为：{wanted}", f"It should be: {wanted}"
        )

    def _row(self, claim: Shown, reading: Reading, letter: str, kind: str, text: str) -> None:
        texts: dict[str, Text] = {
            "adopted": reading.alternatives[letter],
            "switched": reading.alternatives[letter],
            "because": reading.because,
            "consequence": reading.consequence,
            "settled_by": reading.settled_by,
        }
        wanted = texts[kind].get(self.lang) + ("。" if self.lang == "zh" else ".")
        right = text == wanted and (kind == "switched") <= (letter != reading.adopted)
        right = right and not (kind == "adopted" and letter != reading.adopted)
        right = right and not (kind == "because" and letter != reading.adopted)
        self.report.claim(right, claim.step, f"{claim.id} {text}", f"应为：{wanted}", f"It should be: {wanted}")

    def _other(self, claim: Shown, reading: Reading, others: list[str], text: str) -> None:
        stop = "。" if self.lang == "zh" else "."
        for letter in others:
            start = reading.alternatives[letter].get(self.lang) + stop
            if text.startswith(start):
                self._outcome(claim, reading, letter, text[len(start) :].strip(), text)
                return
        zh, en = "没有这样的另一种理解。", "There is no such other reading."
        self.report.claim(False, claim.step, f"{claim.id} {text}", zh, en)

    def _outcome(self, claim: Shown, reading: Reading, letter: str, outcome: str, text: str) -> None:
        if not outcome:
            self._silent(claim, reading, text)
            return
        later = self.context.judge.if_read(self.context.name, reading.id, letter)
        if later is None:
            self.report.claim(False, claim.step, text, "这样就对不上了。", "That would contradict the facts.")
            return
        same = (later.status, later.value) == (self.answer.status, self.answer.value)
        match = _CHANGED[self.lang].fullmatch(outcome)
        holds: bool | None = None
        if outcome == _SAME[self.lang]:
            holds = same and later.status != "unknown"
        elif outcome == _OPEN[self.lang]:
            holds = same and later.status == "unknown"
        elif match is not None:
            said = says(match[1], self.context.definition, later, self.context.matching(self.context.root))
            holds = None if said is None else said and not same
        if holds is None:
            self.report.unread(claim.step, outcome)
            return
        so = f"{later.status} {later.value if later.status == 'value' else ''}".strip()
        self.report.claim(holds, claim.step, f"{claim.id} {outcome}", f"其实是：{so}。", f"In fact: {so}.")

    def _silent(self, claim: Shown, reading: Reading, text: str) -> None:
        """What the conclusion's own reading would give otherwise must be told where little is open."""
        own = reading.id in self.context.definition.readings and self._in_force
        if not own or reading.not_computable is not None or reading.id == self.context.program.before_force[0]:
            return
        judge, name = self.context.judge, self.context.name
        letters = [x for x in reading.alternatives if text.startswith(reading.alternatives[x].get(self.lang))]
        if any(judge.open_under(name, reading.id, letter) > FEW for letter in letters):
            return
        zh, en = "没有说换一种理解结果会怎样。", "What the other reading would give is not told."
        self.report.needs(False, claim.step, f"{claim.id} {text}", zh, en)

    # ---- the end of the page ----

    def _footer(self) -> None:
        about, lang = self.context.program.about, self.lang
        title = (about.title_en or about.title) if lang == "en" else about.title
        document = f"{title}（{about.number}）" if lang == "zh" else f"{title} ({about.number})"
        year, month, day = civil(self.context.day)
        shown = f"{year}年{month}月{day}日" if lang == "zh" else f"{day} {ENGLISH_MONTHS[month - 1]} {year}"
        lines = list(self.page.footer)
        zh, en = f"应有：{document}。", f"It should name: {document}."
        self.report.claim(any(x.endswith(document) for x in lines), "1", " ".join(lines[:1]), zh, en)
        zh, en = f"所问的日子是{shown}。", f"The day asked about is {shown}."
        self.report.claim(any(x.endswith(shown) for x in lines), "1", " ".join(lines[1:2]), zh, en)
        no_decision = "不是机关的决定" if lang == "zh" else "no official decision"
        zh, en = "没有说这不是机关的决定。", "That this is no official decision is not said."
        self.report.needs(any(no_decision in x for x in lines), "1", " ".join(lines[2:]), zh, en)


def _folded(text: str) -> str:
    """Without white space, and full-width signs as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())
