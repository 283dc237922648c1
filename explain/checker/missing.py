"""Missing facts: exactly those that can still change the answer, why each is missing, what each answer would settle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.evaluate import Answer
from compiler.program import Definition, Fact
from compiler.unknowns import stem
from compiler.values import Value
from explain.checker.claims import Missing, Page
from explain.checker.context import Context
from explain.checker.sentences import says
from explain.checker.values import whole

FEW = 8
"""What an answer would settle must be said where at most so many facts are open then."""
_STATUS = {
    "zh": (
        ("asked", r"这一项还没有填。"),
        ("judged", r"这一项要等(?P<who>.+)认定。"),
        ("published", r"这个数额由机关公布，这里还没有录入。不用您填。"),
        ("told", r"放假安排只录了(?P<first>.+?)到(?P<last>.+?)。别的日子要由机关说明，不用您填。"),
    ),
    "en": (
        ("asked", r"This has not been answered yet\."),
        ("judged", r"(?P<who>.+) must decide this\."),
        (
            "published",
            r"This figure is published by the authorities and has not been entered here\. You need not enter it\.",
        ),
        (
            "told",
            r"Public holidays are entered for (?P<first>.+?) to (?P<last>.+?) only; an agency has to say the day\. "
            r"You need not enter it\.",
        ),
    ),
}
_SOMEBODY = {"zh": ("有关机构", "负责的机构"), "en": ("The competent body", "The body in charge")}
_IF = {
    "zh": re.compile(
        r"(?:如果)?答案(?P<no>不)?是(?P<answers>“[^“”]+”(?:(?:、|或者|或)“[^“”]+”)*)(?P<others>以外的)?：(?P<what>.+)。"
    ),
    "en": re.compile(
        r"If the answer is (?P<no>anything but )?(?P<answers>“[^“”]+”(?:(?:, | or )“[^“”]+”)*): (?P<what>.+)\."
    ),
}
_HINT = {"zh": "提示：", "en": "Hint:"}


class MissingFacts:
    def __init__(self, context: Context, page: Page, answer: Answer, short: bool) -> None:
        self.context, self.page, self.answer, self.short = context, page, answer, short
        self.report, self.lang = context.report, context.lang

    def check(self) -> None:
        wanted = list(self.answer.missing)
        if self.short:
            self._short(wanted)
            return
        found: list[str] = []
        for claim in self.page.missing:
            path = self._path(claim, [p for p in wanted if p not in found])
            zh, en = "这一项改变不了结果，或者已经列过。", "This cannot change the answer, or was listed before."
            if self.report.claim(path is not None, claim.step, claim.question, zh, en) and path is not None:
                found.append(path)
                self._one(claim, path)
        for path in wanted:
            zh, en = "这一项没有列出来。", "This fact is not listed."
            self.report.needs(path in found, "1", self.context.called(path), zh, en)

    def _short(self, wanted: list[str]) -> None:
        """Of the first three their names alone."""
        for line in self.page.short_missing:
            path = next((p for p in wanted if self.context.called(p) == line.text), None)
            self.report.claim(path is not None, line.step, line.text, "这一项改变不了结果。", "This cannot change it.")
            if path is not None:
                self._status(line.asides[0] if line.asides else "", path, line.step)
        shown = min(3, len(wanted))
        zh, en = f"应该列出{shown}项。", f"There should be {shown}."
        self.report.needs(len(self.page.short_missing) == shown, "1", self.page.about, zh, en)

    def _path(self, claim: Missing, wanted: list[str]) -> str | None:
        return next((path for path in wanted if claim.question in self._names(path)), None)

    def _names(self, path: str) -> tuple[str, ...]:
        """A fact by its question, or by its name where it is not asked."""
        fact, called = self.context.program.facts[stem(path)], self.context.called(path)
        question = fact.question.get(self.lang)
        if "[" in path and question:
            question = f"{self.context.record(path.rpartition('.')[0])}{'：' if self.lang == 'zh' else ': '}{question}"
        return tuple(x for x in (question, called) if x)

    def _one(self, claim: Missing, path: str) -> None:
        fact, kind = self.context.program.facts[stem(path)], self.context.judge.unknown_kind(path)
        right = claim.symbol == "?" and claim.kind == kind
        self.report.claim(right, claim.step, f"{claim.symbol} {claim.question}", f"它是 {kind}。", f"It is {kind}.")
        self._status(claim.status, path, claim.step)
        hint = claim.hint.removeprefix(_HINT[self.lang]).strip()
        asked = kind in ("asked", "judged")
        wanted = fact.hint.get(self.lang) if asked else ""
        self.report.claim(hint == wanted, claim.step, claim.hint or "—", f"提示是：{wanted}。", f"The hint: {wanted}.")
        self._outlooks(claim, path, fact, asked)

    def _status(self, text: str, path: str, step: str) -> None:
        kind = self.context.judge.unknown_kind(path)
        for known, form in _STATUS[self.lang]:
            match = re.fullmatch(form, text)
            if match is None:
                continue
            right = known == kind and self._who(match.groupdict(), path)
            self.report.claim(right, step, text, f"它是 {kind}。", f"It is {kind}.")
            return
        self.report.unread(step, text)

    def _who(self, by: dict[str, str | None], path: str) -> bool:
        if by.get("last"):
            holidays = self.context.program.holidays
            return holidays is not None and all(
                any(read.value == day for read in whole(by[end] or "", self.lang))
                for end, day in (("first", holidays.first), ("last", holidays.last))
            )
        who, entity = by.get("who"), self.context.program.facts[stem(path)].entity
        if who is None or who in _SOMEBODY[self.lang]:
            return True
        english = {word for pair in self._tables() for word in pair if pair[0] == entity}
        if self.lang == "zh":
            return who == entity
        return bool({who, who.removeprefix("The "), who[:1].lower() + who[1:]} & {entity, *english})

    def _tables(self) -> Iterator[tuple[str, str]]:
        program = self.context.program
        yield from program.about.english.items()
        for fact in program.facts.values():
            yield from fact.choices.items()
        for definition in program.definitions.values():
            yield from definition.choices.items()

    # ---- what an answer would settle ----

    def _outlooks(self, claim: Missing, path: str, fact: Fact, asked: bool) -> None:
        told: set[Value] = set()
        for text in claim.outlooks:
            match = _IF[self.lang].fullmatch(text)
            values = self._answers(match, fact) if match is not None else None
            if match is None or values is None:
                self.report.unread(claim.step, text)
                continue
            told |= set(values)
            for value in values:
                self._outlook(text, match["what"], path, value, claim.step)
        if not asked or fact.type.kind not in ("bool", "enum"):
            return
        for value in fact.type.choices or (True, False):
            self._expected(claim, path, value, told)

    def _answers(self, match: re.Match[str], fact: Fact) -> list[Value] | None:
        every: tuple[Value, ...] = fact.type.choices or (True, False)
        found: list[Value] = []
        for text in re.findall(r"“(.+?)”", match["answers"]):
            value = next((v for v in every if self._is(text, v, fact)), None)
            if value is None:
                return None
            found.append(value)
        others = match["no"] or match.groupdict().get("others")
        return [v for v in every if v not in found] if others else found

    def _is(self, text: str, value: Value, fact: Fact) -> bool:
        matching = self.context.matching(self.context.root)
        if isinstance(value, str) and self.context.reader.lexicon.choices.get(text) is not None:
            english = fact.choices.get(value, value).replace("_", " ")
            return text in (
                (value,) if self.lang == "zh" and not value.isascii() else (english, value.replace("_", " "))
            )
        return matching.same_value(text, value, fact.type.kind)

    def _outlook(self, text: str, what: str, path: str, value: Value, step: str) -> None:
        answer = self.context.judge.if_answered(self.context.name, path, value)
        if answer is None:
            self.report.claim(False, step, text, "这样的回答会和别的情况矛盾。", "That answer contradicts the others.")
            return
        definition: Definition = self.context.definition
        holds = says(what, definition, answer, self.context.matching(self.context.root))
        if holds is None:
            self.report.unread(step, text)
            return
        so = f"{answer.status} {answer.value if answer.status == 'value' else ''}".strip()
        self.report.claim(holds, step, text, f"其实是：{so}。", f"In fact: {so}.")

    def _expected(self, claim: Missing, path: str, value: Value, told: set[Value]) -> None:
        """An answer that alone settles the question must be told."""
        if self.context.judge.open_after(self.context.name, path, value) > FEW:
            return
        answer = self.context.judge.if_answered(self.context.name, path, value)
        if answer is not None and answer.status in ("value", "not_applicable"):
            zh, en = "这个回答就能定下结果，却没有说。", "This answer alone settles it, and is not told."
            self.report.needs(value in told, claim.step, f"{claim.question} {value}", zh, en)
