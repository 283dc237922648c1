"""What stands beside a condition: where else it is explained, which text it is, sources, days off, records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from compiler.expressions import Apply, Const, Expr, Quantified
from compiler.partial import run
from compiler.program import Window
from compiler.steps import Step
from explain.checker import phrases
from explain.checker.addresses import QUANTIFIERS, Item, split
from explain.checker.claims import Condition
from explain.checker.context import Context
from explain.checker.deciding import whatever
from explain.checker.law import cited
from explain.checker.values import WEEKDAYS, spans, whole

Check = Callable[[Item, "re.Match[str]"], bool]
_FORMS = {
    "zh": (
        ("again", r"上面已经说明"),
        ("same", r"没有填的那些，怎么填结果都一样。"),
        ("clash", r"待确定的这几项，不可能同时都合要求。"),
        ("inherited", r"这是例外(?P<names>“.+”)的条件"),
        ("text", r"(?P<window>.+?)施行的文本"),
        ("text", r"施行到(?P<until>\d+年\d+月\d+日)为止的文本"),
        ("row", r"(?:(?P<window>自.+?|至.+?))?(?:；)?(?:出处：(?P<source>.+))?"),
        ("supplied", r"这是填入的数，不是从公布的表里取的"),
        ("beyond", r"放假安排没有录到这些天。最后一天是另外填的。"),
        ("counts_not", r"不计入"),
        ("counts", r"计入(?:：(?P<value>.+))?"),
        ("empty", r"没有记录"),
        ("place", r"写在：(?P<place>.+)"),
        ("depends", r"要看：(?P<names>.*)"),
        ("idle_count", r"其中有(?P<n>\d+)天是休息日，不算。"),
        ("idle", r"休息日不算：(?P<days>.+)。"),
        ("opened", r"调休上班，算工作日：(?P<days>.+)。"),
        (
            "moved",
            r"(?P<day>\d+年\d+月\d+日)（(?P<on>周.)）是休息日，顺延到(?P<end>(?:\d+年)?\d+月\d+日)（(?P<then>周.)）。",
        ),
        ("gone_until", r"“(?P<name>.+)”的规定只到(?P<until>\d+年\d+月\d+日)为止。"),
        ("gone_since", r"“(?P<name>.+)”的规定从(?P<since>\d+年\d+月\d+日)起才施行。"),
    ),
    "en": (
        ("again", r"explained above"),
        ("same", r"Whatever the missing answers are, this comes out the same\."),
        ("clash", r"Those that are to be settled cannot all come out as they must\."),
        ("inherited", r"(?:a condition of the exception|from the exceptions) (?P<names>“.+”)"),
        ("text", r"the text in force (?P<window>.+)"),
        ("row", r"(?:(?P<window>(?:from|until) .+?))?(?:; )?(?:source: (?P<source>.+))?"),
        ("supplied", r"this was supplied with the request, not taken from the table"),
        ("beyond", r"Public holidays are not entered for these days\. The last day was supplied\."),
        ("counts_not", r"does not count"),
        ("counts", r"counts(?:: (?P<value>.+))?"),
        ("empty", r"there are no records"),
        ("place", r"written at: (?P<place>.+)"),
        ("depends", r"it depends on: ?(?P<names>.*)"),
        ("idle_count", r"(?P<n>\d+) of the days in between are (?:days off|not working days) and do not count\."),
        ("idle", r"(?:Days off, which do not count|Not working days, so not counted): (?P<days>.+)\."),
        ("opened", r"At a weekend, but announced as working days: (?P<days>.+)\."),
        (
            "moved",
            r"(?P<day>\d+ \w+ \d+) \((?P<on>\w+)\) is (?:a day off|no working day); "
            r"(?P<end>\d+ \w+ \d+) \((?P<then>\w+)\) takes its place\.",
        ),
        ("gone_until", r"The rule on “(?P<name>.+)” was in force until (?P<until>.+) only\."),
        ("gone_since", r"The rule on “(?P<name>.+)” is in force from (?P<since>.+) only\."),
    ),
}
_COMPILED = {lang: [(kind, re.compile(form, re.IGNORECASE)) for kind, form in forms] for lang, forms in _FORMS.items()}
_ABOUT = {
    "zh": re.compile(r"(?P<names>.+?)(?:等(?P<count>\d+)项)?的条件"),
    "en": re.compile(r"conditions on (?P<names>.+?)(?: and (?P<more>\d+) more)?"),
}
_COUNTED = ("add_working_days", "sub_working_days")


class Notes:
    def __init__(self, context: Context, opened: frozenset[str]) -> None:
        self.context, self.report, self.opened = context, context.report, opened
        self.lang = context.lang

    def holds(self, text: str, item: Item) -> bool:
        """Is this a note of the item that is so?"""
        for kind, form in _COMPILED[self.lang]:
            match = form.fullmatch(text)
            if match is not None and text:
                check: Check = getattr(self, "_" + kind)
                return check(item, match)
        return text in phrases.UNKNOWN[self.lang] and self._why_open(text, item)

    def kind_of(self, text: str) -> str:
        """Which note it is, '' where it is none."""
        return next((kind for kind, form in _COMPILED[self.lang] if text and form.fullmatch(text)), "")

    def knows(self, text: str) -> bool:
        """Is it a note at all?"""
        return text in phrases.UNKNOWN[self.lang] or any(f.fullmatch(text) for _, f in _COMPILED[self.lang] if text)

    def check(self, text: str, item: Item, claim: Condition) -> None:
        """One note beside a condition."""
        if claim.facts and text in claim.facts:
            missing = map(self.context.called, self.context.judge.missing(item.step.outcome))
            self._say(text in tuple(missing), claim, text)
            return
        if text in phrases.UNKNOWN[self.lang]:
            self._say(self._why_open(text, item), claim, text)
            return
        for kind, form in _COMPILED[self.lang]:
            match = form.fullmatch(text)
            if match is not None and text:
                check: Check = getattr(self, "_" + kind)
                self._say(check(item, match), claim, text)
                return
        self.report.unread(claim.step, text)

    def _say(self, holds: bool, claim: Condition, text: str) -> None:
        self.report.claim(holds, claim.step, f"{claim.what} · {text}", "这一句不对。", "This note is not so.")

    def cited(self, text: str, item: Item, claim: Condition) -> None:
        """Where the law has a rule."""
        definition = self.context.judge.definition(item.name) if item.kind == "rule" else None
        address = definition.claim.cite if definition is not None and definition.claim is not None else ""
        holds = bool(address) and cited(text, address, self.context.program, self.lang)
        self.report.claim(holds, claim.step, text, f"规则的出处是{address}。", f"The rule is from {address}.")

    # ---- names after what conditions are about ----

    def about(self, text: str) -> tuple[list[str], int | None, int | None] | None:
        """性别、出生日期等3项的条件 -> the names, how many more, how many in all."""
        match = _ABOUT[self.lang].fullmatch(text)
        if match is None:
            return None
        by = match.groupdict()
        more, count = by.get("more"), by.get("count")
        for names in self._split(match["names"]):
            return names, int(more) if more else None, int(count) if count else None
        return None

    def _split(self, text: str) -> Iterator[list[str]]:
        joint = "、" if self.lang == "zh" else ", "
        pieces = text.split(joint)
        ways: list[tuple[int, list[str]]] = [(0, [])]
        while ways:
            at, names = ways.pop()
            if at == len(pieces):
                yield names
            for end in range(at + 1, len(pieces) + 1):
                name = joint.join(pieces[at:end])
                if self._is_topic(name):
                    ways.append((end, [*names, name]))

    def _is_topic(self, text: str) -> bool:
        """A name, or a formula or condition that names no fact."""
        if text in self.context.reader.lexicon.names or text in self._records:
            return True
        return bool(self.context.reader.terms(text) or self.context.reader.conditions(text))

    @cached_property
    def _records(self) -> frozenset[str]:
        return frozenset(self._of_records())

    def _of_records(self) -> Iterator[str]:
        """What the fields of the records are called."""
        facts = self.context.program.facts.values()
        lists = {f.name: self.context.judge.environment.facts.get(f.name) for f in facts if f.type.kind == "records"}
        for fact in facts:
            length = lists.get(fact.each)
            for i in range(1, length + 1) if isinstance(length, int) else ():
                yield self.context.called(f"{fact.each}[{i}].{fact.name}")

    # ---- notes ----

    def _again(self, item: Item, _: re.Match[str]) -> bool:
        return item.kind == "rule" and self.context.addresses.subject(item) in self.opened

    def _same(self, item: Item, _: re.Match[str]) -> bool:
        return whatever(self.context.addresses, self.context.body(item)) == "same"

    def _clash(self, item: Item, _: re.Match[str]) -> bool:
        return whatever(self.context.addresses, self.context.body(item)) == "clash"

    def _inherited(self, item: Item, match: re.Match[str]) -> bool:
        parent = self.context.item(item.address.rpartition(".")[0])
        above = self.context.item(parent.address.rpartition(".")[0]) if parent is not None else None
        if not item.inherited or above is None or above.kind != "rule":
            return False
        definitions = self.context.program.definitions
        excepts = [definitions[n] for n in self.context.judge.definition(above.name).excepts if n in definitions]
        labels = [f"“{one.label.get(self.lang)}”" for one in excepts]
        return self.context.listing(match["names"], labels)

    def _text(self, item: Item, match: re.Match[str]) -> bool:
        window = self.context.judge.definition(item.name).window if item.kind == "rule" else None
        by = match.groupdict()
        if window is None:
            return False
        if by.get("until"):
            return self.is_end(by["until"], window)
        return self.is_window(by["window"], window)

    def is_end(self, text: str, window: Window) -> bool:
        """施行到2024年6月30日为止"""
        return window.since is None and self._day(text) == window.until

    def is_window(self, text: str, window: Window) -> bool:
        """自2021年8月1日至2022年7月31日; from 1 August 2021 until 31 July 2022"""
        if self.lang == "zh":
            match = re.fullmatch(r"(?:自(?P<since>\d+年\d+月\d+日))?(?:至(?P<until>\d+年\d+月\d+日)|起)?", text)
        else:
            form = r"(?:from (?P<since>\d+ \w+ \d+))?(?: ?until (?P<until>\d+ \w+ \d+))?"
            match = re.fullmatch(form, text, re.IGNORECASE)
        if match is None:
            return False
        since, until = (self._day(match[key]) if match[key] else None for key in ("since", "until"))
        return (since, until) == (window.since, window.until)

    def _day(self, text: str | None) -> object:
        return next((r.value for r in whole(text or "", self.lang) if r.kind == "date"), None)

    def _row(self, item: Item, match: re.Match[str]) -> bool:
        return item.step.op == "value_on" and self.is_row(item.step, match["window"] or "", match["source"] or "")

    def is_row(self, step: Step, window: str, source: str) -> bool:
        """Is this the row of the published table that gave the value, with its source?"""
        day = self.context.judge.value(step.parts[0].outcome)
        fact = self.context.program.facts[step.parts[1].name]
        row = next((r for r in fact.rows if isinstance(day, int) and day in r.window), None)
        return row is not None and self.is_window(window, row.window) and source == row.cited

    def _supplied(self, item: Item, _: re.Match[str]) -> bool:
        return item.step.op == "value_on" and not self.is_row(item.step, "", "") and item.value is not None

    def _why_open(self, text: str, item: Item) -> bool:
        if item.kind == "record":
            return item.state == "open" and phrases.UNKNOWN[self.lang][text] == "open"
        return item.kind == "fact" and self.context.matching(item).shown(text, item.step)

    def _counts(self, item: Item, match: re.Match[str]) -> bool:
        expr, value = item.step.expr, None
        if isinstance(expr, Quantified) and item.kind == "record":
            value = split(expr, item.step)[1]
        if item.state != "met" or (match["value"] is None) is not (value is None):
            return False
        return value is None or self.context.matching(item).shown(match["value"], value)

    def _counts_not(self, item: Item, _: re.Match[str]) -> bool:
        return item.kind == "record" and item.state in ("unmet", "not_applicable")

    def _empty(self, item: Item, _: re.Match[str]) -> bool:
        return item.step.op in QUANTIFIERS and not item.step.parts and item.state != "open"

    def _place(self, item: Item, match: re.Match[str]) -> bool:
        return str(item.step.place) == match["place"]

    def _depends(self, item: Item, match: re.Match[str]) -> bool:
        missing = [self.context.called(path) for path in self.context.judge.missing(item.step.outcome)]
        return not match["names"] or self.context.listing(match["names"], missing)

    # ---- days ----

    def _stretch(self, item: Item) -> Iterator[tuple[int, int]]:
        """First and last of the days that are counted, for every count in a condition."""
        for step in _all(item.step):
            ends: tuple[object, object] = (None, None)
            if step.op in _COUNTED:
                ends = (self._known(step.parts[0].outcome), self._known(step.outcome))
            elif step.op in ("within", "within_rolled") and step.parts[2].expr.type.kind == "workdays":
                last = self.context.matching(item).last_day(step)
                ends = (self._known(step.parts[1].outcome), last)
            start, end = ends
            if isinstance(start, int) and isinstance(end, int):
                yield (start + 1, end) if start <= end else (end, start - 1)

    def _known(self, outcome: object) -> object:
        return self.context.judge.value(outcome)  # type: ignore[arg-type]

    def _idle_days(self, item: Item) -> Iterator[list[int]]:
        holidays = self.context.program.holidays
        assert holidays is not None
        for first, last in self._stretch(item):
            yield [day for day in range(first, last + 1) if not holidays.works(day)]

    def _idle_count(self, item: Item, match: re.Match[str]) -> bool:
        return any(len(days) == int(match["n"]) for days in self._idle_days(item))

    def _idle(self, item: Item, match: re.Match[str]) -> bool:
        return any(self._within(match["days"], days) for days in self._idle_days(item))

    def _within(self, text: str, days: list[int]) -> bool:
        """Are these some of the days, each stretch whole?"""
        found = spans(text, self.lang)
        if not found:
            return False
        said = {day for first, last in found for day in range(first, last + 1)}
        whole_ = all(first - 1 not in days and last + 1 not in days for first, last in found)
        return bool(said) and said <= set(days) and whole_

    def _opened(self, item: Item, match: re.Match[str]) -> bool:
        holidays = self.context.program.holidays
        assert holidays is not None
        stretches = ([d for d in range(a, b + 1) if d in holidays.opened] for a, b in self._stretch(item))
        return any(self._within(match["days"], days) for days in stretches)

    def _moved(self, item: Item, match: re.Match[str]) -> bool:
        later = match["end"]
        if self.lang == "zh" and "年" not in later:
            later = match["day"].partition("年")[0] + "年" + later
        day, end = self._day(match["day"]), self._day(later)
        if not isinstance(day, int) or not isinstance(end, int):
            return False
        named = (WEEKDAYS.get(match["on"]), WEEKDAYS.get(match["then"])) == ((day - 1) % 7, (end - 1) % 7)
        return named and any(pair == (day, end) for pair in self._moves(item))

    def _moves(self, item: Item) -> Iterator[tuple[object, object]]:
        for step in _all(item.step):
            if step.op == "next_working_day":
                yield self._known(step.parts[0].outcome), self._known(step.outcome)
            elif step.op == "within_rolled":
                yield self._unrolled(step, item), self.context.matching(item).last_day(step)

    def _unrolled(self, step: Step, item: Item) -> object:
        """The last day of a period before it moves: the day that is asked for a working day."""
        meaning = step.expr.meaning if isinstance(step.expr, Apply) else None
        last: Expr | None = meaning.args[1] if isinstance(meaning, Apply) else None
        last = last.args[1] if isinstance(last, Apply) else None
        rolled = last.args[1] if isinstance(last, Apply) and last.op == "choose" else None
        return self._known(run(rolled.args[0], item.env)) if isinstance(rolled, Apply) else None

    def _beyond(self, item: Item, _: re.Match[str]) -> bool:
        """Does the calendar of holidays not reach so far, and was the day given with the request?"""
        return any(map(self.supplied, _all(item.step)))

    def supplied(self, step: Step) -> bool:
        """Of a step that counts or rolls days: does it take a day that was supplied?"""
        holidays = self.context.program.holidays
        if holidays is None or step.op not in (*_COUNTED, "next_working_day", "within", "within_rolled"):
            return False
        start = step.parts[1] if step.op.startswith("within") else step.parts[0]
        length = step.parts[2] if step.op.startswith("within") else step.parts[-1]
        count, day = 0, self._known(start.outcome)
        if (
            length.expr.type.kind == "workdays"
            and isinstance(length.expr, Const)
            and isinstance(length.expr.value, tuple)
        ):
            count = int(length.expr.value[0]) * (-1 if step.op == "sub_working_days" else 1)
        elif step.op not in ("next_working_day", "within_rolled"):
            return False
        first, last = holidays.known(count)
        return isinstance(day, int) and (not first <= day <= last or step.op == "within_rolled")

    # ---- texts that are gone ----

    def _gone_until(self, item: Item, match: re.Match[str]) -> bool:
        return self._gone(item, match, "no_longer_in_force", "until")

    def _gone_since(self, item: Item, match: re.Match[str]) -> bool:
        return self._gone(item, match, "not_in_force", "since")

    def _gone(self, item: Item, match: re.Match[str], status: str, which: str) -> bool:
        found = self.context.program.gone.get(item.step.name)
        if found is None or found[0] != status or found[1].label.get(self.lang) != match["name"]:
            return False
        window = found[1].window
        return self._day(match[which]) == (window.until if which == "until" else window.since)


def _all(step: Step) -> Iterator[Step]:
    yield step
    for part in step.parts:
        if part.op not in ("rule", "value_on", *QUANTIFIERS):
            yield from _all(part)
