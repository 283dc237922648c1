"""Somebody who goes through the self-check in a browser: by mouse, or by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page

from compiler.program import Fact, Program
from explain import words
from explain.interview.words import WHICH, how_many, which_of
from explain.records import record_label
from explain.site.check_ui import WORDS

MOST = 40
"""A reader gives up after so many questions."""


class Reader:
    """`facts` as a request has them; what is not there, the reader does not know."""

    def __init__(self, page: Page, program: Program, lang: str, keyboard: bool = False) -> None:
        self.page, self.program, self.lang, self.keyboard = page, program, lang, keyboard
        self.asked: list[str] = []
        self.said: dict[str, Any] = {}
        self.seen: Callable[[str], None] = lambda _: None

    def word(self, key: str) -> str:
        return WORDS[key].get(self.lang)

    @property
    def box(self) -> Locator:
        return self.page.locator("#check")

    @property
    def heading(self) -> str:
        return self.box.locator("h1").inner_text()

    # ---- the steps ----

    def begin(self, address: str, day: str) -> None:
        """From the address of a conclusion, '' where its page is shown already: the day."""
        if address:
            self.page.goto("about:blank")
            self.page.goto(address)
        self.tick(self.box.get_by_label(self.word("other_day"), exact=True))
        for part, value in zip(("year", "month", "day"), day.split("-"), strict=True):
            self.write(self.page.locator(f"#typed-{part}"), str(int(value)))
        self.seen("day")
        self.submit()

    def through(self, facts: Mapping[str, Any]) -> None:
        """Every question, to the outcome."""
        for _ in range(MOST):
            if not self.box.locator("form").count():
                break
            boxes = self.box.locator(".choices label:has(input[type=checkbox])")
            self.asked.append(" · ".join([self.heading, *boxes.all_inner_texts()]))
            self.answer(facts)
        assert not self.box.locator("form").count(), self.asked
        if self.box.locator("dl.summary").count() and not self.box.locator("h1.verdict").count():
            self.seen("answers")
            self.press(self.box.get_by_role("button", name=self.word("see"), exact=True))
        self.seen("outcome")

    def answer(self, facts: Mapping[str, Any]) -> None:
        """The question that is shown."""
        if self.box.locator("input[type=checkbox]").count():
            self._several(facts)
        else:
            self._one(*self._asked(facts))
        self.submit()

    def _asked(self, facts: Mapping[str, Any]) -> tuple[Fact, Any, dict[str, Any]]:
        """The fact that is asked for, what is to be said of it, and where that is noted."""
        for fact in self.program.facts.values():
            if fact.type.kind == "records" and how_many(fact).get(self.lang) == self.heading:
                given = facts.get(fact.name)
                if given is not None:
                    self.said[fact.name] = [{} for _ in given]
                return fact, None if given is None else len(given), {}
            asked = fact.question.get(self.lang)
            if not fact.each and asked == self.heading:
                return fact, facts.get(fact.name), self.said
            for at, record in enumerate(facts.get(fact.each, ())):
                if f"{record_label(self.program, f'{fact.each}[{at + 1}]').get(self.lang)}: {asked}" == self.heading:
                    return fact, record.get(fact.name), self.said[fact.each][at]
        raise AssertionError(self.heading)

    def _one(self, fact: Fact, value: Any, noted: dict[str, Any]) -> None:
        noted |= {} if value is None else {fact.name: value}
        if fact.type.kind in ("bool", "enum"):
            self.tick(self._choice(fact, value))
            self.seen("question")
        elif value is None:
            self.seen("question")
            self.press(self.box.locator("form button[type=button]"))
            self._skipped = True
        else:
            parts = str(value).split("-") if fact.type.kind in ("date", "month") else []
            for part, given in zip(("year", "month", "day"), parts, strict=False):
                self.write(self.page.locator(f"#typed-{part}"), str(int(given)))
            if not parts:
                self.write(self.page.locator("#typed"), str(value))
            self.seen("question")

    _skipped = False

    def _choice(self, fact: Fact, value: Any) -> Locator:
        if value is None:
            unsure = self.word("undecided" if fact.source == "authority_judgement" else "unsure")
            return self.box.get_by_label(unsure, exact=True)
        return self.box.get_by_label(words.value(value, fact.type, self.lang, fact.choices), exact=True)

    def _several(self, facts: Mapping[str, Any]) -> None:
        """What is not known is left open if anything is."""
        boxes = self.box.locator("label.choice")
        count = boxes.count() - 2
        asked = [
            *self._offered([boxes.nth(i).locator("span").inner_text().partition("\n")[0] for i in range(count)], facts)
        ]
        values = [given.get(name) for name, given, _ in asked]
        for i, (name, _, noted) in enumerate(asked):
            noted |= {name: values[i]} if values[i] is True or None not in values else {}
            if values[i] is True:
                self.tick(boxes.nth(i).locator("input"))
        if None in values:
            self.tick(boxes.nth(count + 1).locator("input"))
        elif True not in values:
            self.tick(boxes.nth(count).locator("input"))
        self.seen("question")

    def _offered(
        self, names: list[str], facts: Mapping[str, Any]
    ) -> Iterator[tuple[str, Mapping[str, Any], dict[str, Any]]]:
        """The facts by which choices are called; of records, the field that is asked for of each."""
        if self.heading == WHICH.get(self.lang):
            by_label = {fact.label.get(self.lang): fact.name for fact in self.program.facts.values() if not fact.each}
            yield from ((by_label[name], facts, self.said) for name in names)
            return
        fields = [
            f
            for f in self.program.facts.values()
            if f.each and which_of(self.program, f).get(self.lang) == self.heading
        ]
        for name in names:
            at = int("".join(c for c in name.partition("(")[0].partition("（")[0] if c.isdigit())) - 1
            yield fields[0].name, facts[fields[0].each][at], self.said[fields[0].each][at]

    # ---- by mouse, or by keyboard ----

    def submit(self) -> None:
        if self._skipped:
            self._skipped = False
            return
        self.press(self.box.locator("button[type=submit]"))

    def press(self, button: Locator) -> None:
        if not self.keyboard:
            button.click()
            return
        self._reach(button)
        self.page.keyboard.press("Enter")

    def tick(self, choice: Locator) -> None:
        if not self.keyboard:
            choice.locator("xpath=ancestor::label").click()
            return
        if choice.get_attribute("type") == "checkbox":
            self._reach(choice)
            self.page.keyboard.press("Space")
            return
        group = self.box.locator("input[type=radio]")
        self._reach_any(group)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if choice.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        assert choice.is_checked()

    def write(self, field: Locator, text: str) -> None:
        if not self.keyboard:
            field.fill(text)
            return
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        """With the Tab key."""
        for _ in range(150):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"not reached by the Tab key: {target}")

    def _reach_any(self, targets: Locator) -> None:
        for _ in range(150):
            if targets.evaluate_all("all => all.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"none reached by the Tab key: {targets}")
