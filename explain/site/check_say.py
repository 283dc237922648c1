"""Whole sentences of an explanation with blanks. Most are made by the functions that make the sentences themselves:
called once with what stands in a blank later, and for one and for many where the words differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from compiler import calendar
from compiler.program import Program, Text
from compiler.values import BOOL, DATE, INTEGER, Value
from explain import kinds, prospect_words, turns, words
from explain import sentences as say
from explain.deciding import BARRED, CLASH, WHATEVER
from explain.interview.words import IN_ORDER, UNDECIDED, UNSURE, WHICH
from explain.proof import NOTHING
from explain.question.ask import Finding
from explain.question.changes import Change
from explain.question.obstacles import Obstacle
from explain.terms import exception_label
from explain.terms_base import denied
from explain.trace_records import COUNTS, COUNTS_NOT, NOBODY
from explain.words import both

OPEN, CLOSE, THEN = "\ue000", "\ue001", "\ue002"
_DAY, _LATER = calendar.day(7001, 2, 3), calendar.day(7002, 5, 6)
"""Days that no rule file names; a sentence about them is one about any days."""
Sentences = dict[str, Any]


def blank(name: str, *inner: str) -> str:
    """A place to fill in; `inner` is a text that may stand there."""
    return OPEN + THEN.join((name, *inner)) + CLOSE


class _Many(int):
    """A number above 1 that is written as a blank."""

    def __format__(self, spec: str) -> str:
        return blank("n")

    def __str__(self) -> str:
        return blank("n")


_N, _OLD, _NEW, _LOW, _HIGH = _Many(99), blank("old"), blank("new"), blank("low"), blank("high")
_CLAIM, _NAMES = (Text(blank(name), blank(name)) for name in ("claim", "names"))


def fixed(program: Program, lang: str) -> Sentences:
    """By key: a text; or a pair of texts, for one and for many."""
    sheet = _Sheet(program, lang)
    return {
        **sheet.verdicts,
        **sheet.ways,
        **sheet.changes,
        **sheet.bars,
        **sheet.course,
        **sheet.asking,
        **sheet.lists,
    }


@dataclass(frozen=True)
class _Sheet:
    program: Program
    lang: str

    def _dated(self, text: Text) -> str:
        """With blanks for the days."""
        shown = text.get(self.lang).replace(words.date(_DAY, self.lang), blank("day"))
        return shown.replace(words.date(_LATER, self.lang), blank("later"))

    def _pair(self, make: Callable[[int], Text]) -> list[str]:
        return [self._dated(make(1)), self._dated(make(_N))]

    def _get(self, **texts: Text) -> Sentences:
        return {key: text.get(self.lang) for key, text in texts.items()}

    # ---- the answer ----

    @property
    def verdicts(self) -> Sentences:
        return {
            "headline": self._dated(say.headline(_CLAIM, _DAY)),
            "undecided": self._pair(lambda n: say.undecided(n, _DAY)),
            "before": self._dated(say.no_answer(_DAY, False)),
            "over": self._dated(say.no_answer(_DAY, True)),
            "since": self._dated(say.since(_DAY, False)),
            "ceased": self._dated(say.since(_DAY, True)),
            "why_yes": self._pair(say.why),
            "why_no": self._pair(say.why_not),
            "why_na": self._pair(say.why_not_applicable),
            **self._get(missing=say.MISSING, computed=say.COMPUTED, inapplicable=say.NOT_APPLICABLE),
            **self._get(same=say.SAME, still=say.STILL_OPEN, changed=say.changed(_CLAIM)),
            "no": {kind: text.get(self.lang).format(blank("names")) for kind, text in kinds.SAID.items()},
            "answered": say.answered([_NAMES]).get(self.lang),
            "but": say.answered([Text("1"), Text("2")], [Text("1"), Text("2"), _NAMES]).get(self.lang),
            "day_before": words.phrase("since", "date", self.lang).format("", blank("day")),
            "day_after": words.phrase("lt", "date", self.lang).format("", blank("day")),
        }

    @property
    def ways(self) -> Sentences:
        numbers = (*range(1, 11), _N)
        return {
            "ways": [say.route_title(i, 2, [_NAMES]).get(self.lang) for i in numbers],
            "about": say.conditions_on([_NAMES.zh], self.lang),
            **self._get(more=Text(f"等{_N}项", f"; and {_N} more"), and_more=Text(f"等{_N}项", f" and {_N} more")),
            "unmet": self._pair(lambda n: say.gap(n, 0)),
            "unsettled": self._pair(lambda n: say.gap(0, n)),
            "blocking": self._pair(lambda n: say.gap(0, 0, n)),
        }

    # ---- what would change it ----

    @cached_property
    def _any(self) -> Program:
        """A program of three facts whose name is a blank: `b` yes or no, `n` a number, `d` a date."""
        fact, label = next(iter(self.program.facts.values())), Text(blank("label"), blank("label"))
        plain = replace(fact, label=label, each="", choices={}, entity="")
        types = {"b": BOOL, "n": INTEGER, "d": DATE}
        return replace(self.program, facts={k: replace(plain, name=k, type=t) for k, t in types.items()})

    def _alter(self, fact: str, old: Value | None, low: Value | None, high: Value | None, by: int | None = None) -> str:
        return self._dated(prospect_words.alter(self._any, Change(fact, old, _NEW, low, high, by)))

    @property
    def changes(self) -> Sentences:
        lead, lang = prospect_words.lead, self.lang
        plain = {fact: self._alter(fact, _OLD, _NEW, _NEW) for fact in "bnd"}

        def rest(fact: str, low: Value | None, high: Value | None, by: int | None = None) -> str:
            return self._alter(fact, _OLD, low, high, by).removeprefix(plain[fact]).strip()

        return {
            "lead": {
                f"{a}{b}": lead("changes", a + 1 and (1, _N)[a], (1, 2)[b]).get(lang) for a in (0, 1) for b in (0, 1)
            },
            **{kind: lead(kind, 1, 1).get(lang) for kind in ("perhaps", "barred", "beyond")},
            "after": prospect_words.after(_CLAIM).get(lang),
            "result": prospect_words.after(NOTHING).get(lang),
            "others": prospect_words.more(True, True).get(lang),
            "maybe": prospect_words.more(False, False).get(lang),
            "alter": plain["b"],
            "alter_n": plain["n"],
            "set": self._alter("b", None, _NEW, _NEW),
            "set_n": self._alter("n", None, _NEW, _NEW),
            "range": {f: [rest(f, _LOW, _HIGH), rest(f, _LOW, None), rest(f, None, _HIGH)] for f in "nd"},
            "by": rest("b", _NEW, _NEW, _DAY),
        }

    @property
    def bars(self) -> Sentences:
        kinds_ = ("immutable", "time", "harmful", "judgement", "third_party", "parameter", "undeclared")
        said = {kind: prospect_words.bar(self._any, Obstacle(kind, "b")).get(self.lang) for kind in kinds_}
        somebody = Text("别人", "somebody else").get(self.lang)
        said["judgement"] = said["judgement"].replace(somebody, blank("who"))
        days = (Obstacle("day", day=_DAY), Obstacle("day", until=_DAY), Obstacle("day"))
        return {
            "bars": said,
            "somebody": somebody,
            "bar_days": [self._dated(prospect_words.bar(self._any, one)) for one in days],
        }

    @property
    def course(self) -> Sentences:
        definition = next(iter(self.program.conclusions.values()))
        statuses = ("unknown", "not_in_force", "no_longer_in_force", "refused")
        found = {x: prospect_words.found(self.program, definition, Finding(x)).get(self.lang) for x in statuses}
        moving = prospect_words.stretch(self.program, definition, Finding("unknown"), None, None, True)
        always = prospect_words.span(None, None, self.lang)
        ends: list[tuple[int | None, int | None]] = [(_DAY, None), (None, _DAY), (_DAY, _LATER)]
        return {
            "lasting": [self._dated(prospect_words.lasting(day)) for day in (_DAY, None)],
            "coming": [self._dated(prospect_words.coming(day)) for day in (_DAY, None)],
            "result_from": self._dated(prospect_words.result(_DAY)),
            "perhaps_from": self._dated(prospect_words.perhaps(_DAY)),
            "found": found,
            "moving": moving.get(self.lang).removeprefix(always)[1:-1].strip(),
            "always": always,
            "span": [self._dated(both(partial(prospect_words.span, first, last))) for first, last in ends],
            "turns": {key: text.get(self.lang).replace("{}", blank("label")) for key, text in turns.SAID.items()},
        }

    # ---- questions, lists, figures ----

    @property
    def asking(self) -> Sentences:
        none = Text("都没有", "none of them")
        return self._get(which=WHICH, unsure=UNSURE, undecided_by=UNDECIDED, in_order=IN_ORDER, none=none)

    @property
    def lists(self) -> Sentences:
        label, lang = blank("label"), self.lang
        return {
            **self._get(counts=COUNTS, counts_not=COUNTS_NOT, nobody=NOBODY),
            **self._get(whatever=WHATEVER, clash=CLASH, closed=BARRED),
            "bool": [words.YES_NO[value].get(lang) for value in (True, False)],
            "months": [*words.MONTHS] if lang == "en" else [],
            "weekdays": [words.weekday(day, lang) for day in range(1, 8)],
            "ages": [words.age(1, lang), words.age(_N, lang)],
            "denied": denied(label, lang),
            "excepted": [exception_label(label, lang), exception_label(label, lang, True)],
            "exception": Text(f"例外“{label}”", f"exception “{label}”").get(lang),
            "last": f"，到{blank('day')}为止（含）" if lang == "zh" else f", up to {blank('day')} (included)",
            "age": f"{blank('born')}，到{blank('day')}{blank('age')}"
            if lang == "zh"
            else f"{blank('born')}, {blank('age')} on {blank('day')}",
            "born": f"{blank('day')}生" if lang == "zh" else f"born {blank('day')}",
            **{key: text.get(lang) for key, text in {**RECORDS, **DECIDED, **ASIDES, **FIGURES}.items()},
        }


def blanked(text: str) -> str:
    """With blanks for names in braces."""
    return re.sub(r"\{([a-z]+)\}", lambda match: blank(match[1]), text)


def _text(zh: str, en: str) -> Text:
    return Text(blanked(zh), blanked(en))


RECORDS = {
    "record": _text("{label}第{n}{counter}", "{label}, record {n}"),
    "ordinal": _text("第{n}{counter}", "record {n}"),
    "ordinals": _text("第{n}至{last}{counter}", "records {n} to {last}"),
}
DECIDED = {
    "none_counts": _text("没有例外成立，按一般规则。", "No exception applies; the general rule decides."),
    "general": _text("按一般规则。", "The general rule decides."),
    "either_way": _text("例外成立不成立，结果都一样。", "The result is the same whether an exception applies or not."),
    "by_one": _text("由例外{names}决定。", "The exception {names} decides."),
    "by_other": _text(
        "由例外{names}决定，它代替了例外{others}。",
        "The exception {names} decides; it takes the place of the exception {others}.",
    ),
    "by_many": _text("{n}个例外都成立，结果相同：{names}。", "{n} exceptions apply and give the same: {names}."),
    "if_one": _text("要看例外{names}成立不成立。", "It depends on whether the exception {names} applies."),
    "if_any": _text("要看这些例外成立不成立：{names}。", "It depends on whether these exceptions apply: {names}."),
    "aside": _text(
        "例外{names}的条件都符合。但例外{others}成立，所以前面的例外不算。",
        "The conditions of the exception{s} {names} are met. But the exception{more} {others} {sets} {them} aside.",
    ),
}
ASIDES = {
    "supplied": _text(
        "放假安排没有录到这些天。最后一天是另外填的。",
        "Public holidays are not entered for these days. The last day was supplied.",
    ),
    "opened": _text("调休上班，算工作日：{days}。", "At a weekend, but announced as working days: {days}."),
    "idle": _text("休息日不算：{days}。", "Days off, which do not count: {days}."),
    "idle_many": _text("其中有{n}天是休息日，不算。", "{n} of the days in between are days off and do not count."),
    "moved": _text(
        "{day}（{why}）是休息日，顺延到{later}（{then}）。",
        "{day} ({why}) is a day off; {later} ({then}) takes its place.",
    ),
    "given": _text(
        "这是填入的数，不是从公布的表里取的", "this was supplied with the request, not taken from the table"
    ),
    "inherited": _text("这是例外{names}的条件", "a condition of the exception {names}"),
    "inherited_many": _text("这是例外{names}的条件", "from the exceptions {names}"),
    "left_out": _text("不计入：{names}。", "Not counted: {names}."),
}
FIGURES = {
    "chosen": _text("按读法{id}：{text}。", "By reading {id}: {text}."),
    "chosen_why": _text("理由：{text}。", " Why: {text}."),
    "counted": _text("计入{names}", "counted: {names}"),
    "none_counted": _text("没有计入的", "none counts"),
    "largest": _text("{names}；其中最大的", "the largest of: {names}"),
    "smallest": _text("{names}；其中最小的", "the smallest of: {names}"),
    "latest": _text("{names}；其中最晚的", "the latest of: {names}"),
    "earliest": _text("{names}；其中最早的", "the earliest of: {names}"),
    "tier": _text("至{high}的部分", "the part up to {high}"),
    "tier_between": _text("{low}至{high}的部分", "the part from {low} to {high}"),
    "tier_above": _text("{low}以上的部分", "the part above {low}"),
    "tier_all": _text("全部的部分", "all of it"),
}
