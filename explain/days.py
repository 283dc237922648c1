"""Periods on the calendar in words: which days did not count, and where a last day was moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler import calendar
from compiler.program import Program, Text
from compiler.steps import Step
from compiler.workdays import Holidays
from explain import words
from explain.terms import WITHIN, Terms
from explain.terms_base import constant
from explain.words import both

_COUNTED = ("add_working_days", "sub_working_days")
_MOST = 6
_LINE = 2
"""More stretches of days than the first are counted, not listed; a line lists no more than the second."""


def remarks(step: Step, terms: Terms) -> tuple[Text, ...]:
    """What must be said of the days of a step; () where it counts none."""
    holidays = terms.judge.program.holidays
    if holidays is None:
        return ()
    if step.op in _COUNTED:
        start, end = terms.known(step.parts[0]), terms.known(step)
        return _counted(holidays, start, end, _number(step.parts[1]) * (1 if step.op == "add_working_days" else -1))
    if step.op in WITHIN and step.parts[2].expr.type.kind == "workdays":
        return _counted(holidays, terms.known(step.parts[1]), terms.last_day(step), _number(step.parts[2]))
    if step.op == "within_rolled":
        return _moved(holidays, terms.rolled_from(step), terms.last_day(step))
    if step.op == "next_working_day":
        return _moved(holidays, terms.known(step.parts[0]), terms.known(step))
    return ()


_SUPPLIED = Text(
    "放假安排没有录到这些天。最后一天是另外填的。",
    "Public holidays are not entered for these days. The last day was supplied.",
)


def _number(step: Step) -> int:
    """Of a literal number of working days."""
    count = constant(step)
    assert isinstance(count, tuple)
    return int(count[0])


def _known(holidays: Holidays, start: int, count: int) -> bool:
    """Does the calendar reach from the start of a period to its end?"""
    first, last = holidays.known(count)
    return first <= start <= last


def _counted(holidays: Holidays, start: object, end: object, count: int) -> tuple[Text, ...]:
    """The days between two that are no working days, and those at a weekend that are."""
    if not isinstance(start, int) or not isinstance(end, int):
        return ()
    if not _known(holidays, start, count):
        return (_SUPPLIED,)
    first, last = (start + 1, end) if start <= end else (end, start - 1)
    if first < holidays.first or last > holidays.last:
        return ()
    days = range(first, last + 1)
    idle = _spans([day for day in days if not holidays.works(day)])
    opened = _spans([day for day in days if day in holidays.opened])
    found = list(_idle(idle))
    for some in _lines(opened):
        zh, en = (_listed(some, lang) for lang in ("zh", "en"))
        found.append(Text(f"调休上班，算工作日：{zh}。", f"At a weekend, but announced as working days: {en}."))
    return tuple(found)


def _idle(spans: Sequence[tuple[int, int]]) -> Iterator[Text]:
    count = sum(last - first + 1 for first, last in spans)
    if len(spans) > _MOST:
        yield Text(f"其中有{count}天是休息日，不算。", f"{count} of the days in between are days off and do not count.")
        return
    for some in _lines(spans):
        zh, en = (_listed(some, lang) for lang in ("zh", "en"))
        yield Text(f"休息日不算：{zh}。", f"Days off, which do not count: {en}.")


def _lines(spans: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """A few stretches of days a line."""
    for first in range(0, len(spans), _LINE):
        yield spans[first : first + _LINE]


def _moved(holidays: Holidays, day: object, end: object) -> tuple[Text, ...]:
    if not isinstance(day, int) or not isinstance(end, int) or day == end:
        return ()
    if not _known(holidays, day, 0):
        return (_SUPPLIED,)

    def said(lang: str) -> str:
        shown, later = words.date(day, lang), words.date(end, lang)
        why = words.weekday(day, lang)
        if lang == "zh":
            later = _year(later, (end, end), (day, day))
            return f"{shown}（{why}）是休息日，顺延到{later}（{words.weekday(end, lang)}）。"
        return f"{shown} ({why}) is a day off; {later} ({words.weekday(end, lang)}) takes its place."

    return (both(said),)


def _spans(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days in a row together."""
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _listed(spans: Sequence[tuple[int, int]], lang: str) -> str:
    shown = [words.span(*span, lang) for span in spans]
    if lang == "zh":
        shown[1:] = [
            _shorter(text, one, before) for text, one, before in zip(shown[1:], spans[1:], spans, strict=False)
        ]
    return words.listed(shown, lang, "and")


def _shorter(text: str, span: tuple[int, int], before: tuple[int, int]) -> str:
    """Without the year, or the year and the month, of the stretch before it: 2024年9月14日至15日、21日至22日"""
    (year, month, _), (last_year, last_month, _) = calendar.civil(span[0]), calendar.civil(before[1])
    return text.partition("月")[2] if (year, month) == (last_year, last_month) else _year(text, span, before)


def _year(text: str, span: tuple[int, int], before: tuple[int, int]) -> str:
    """Without the year where it is that of the stretch before it."""
    same = calendar.civil(span[0])[0] == calendar.civil(before[1])[0]
    return text.partition("年")[2] if same else text


def covered(program: Program) -> Text:
    """The days of which the holidays are known."""
    assert program.holidays is not None
    first, last = program.holidays.first, program.holidays.last
    spans = (f"{words.date(first, lang)}{to}{words.date(last, lang)}" for lang, to in (("zh", "到"), ("en", " to ")))
    return Text(*spans)
