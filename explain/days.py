"""Periods on the calendar in words: which days did not count, and where a last day was moved."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.program import Program, Text
from compiler.steps import Step
from compiler.workdays import Holidays
from explain import words
from explain.terms import WITHIN, Terms
from explain.words import both

_COUNTED = ("add_working_days", "sub_working_days")
_MOST = 6
"""More stretches of days than this are counted, not listed."""


def remarks(step: Step, terms: Terms) -> tuple[Text, ...]:
    """What must be said of the days of a step; () where it counts none."""
    holidays = terms.judge.program.holidays
    if holidays is None:
        return ()
    if step.op in _COUNTED:
        start, end = terms.known(step.parts[0]), terms.known(step)
        return _counted(holidays, start, end)
    if step.op in WITHIN and step.parts[2].expr.type.kind == "workdays":
        return _counted(holidays, terms.known(step.parts[1]), terms.last_day(step))
    if step.op == "within_rolled":
        return _moved(holidays, terms.rolled_from(step), terms.last_day(step))
    if step.op == "next_working_day":
        return _moved(holidays, terms.known(step.parts[0]), terms.known(step))
    return ()


def _counted(holidays: Holidays, start: object, end: object) -> tuple[Text, ...]:
    """The days between two that are no working days, and those at a weekend that are."""
    if not isinstance(start, int) or not isinstance(end, int):
        return ()
    first, last = (start + 1, end) if start <= end else (end, start - 1)
    if first < holidays.first or last > holidays.last:
        return ()
    days = range(first, last + 1)
    idle = _spans([day for day in days if not holidays.works(day)])
    opened = _spans([day for day in days if day in holidays.opened])
    found = [_idle(idle)] if idle else []
    if opened:
        found.append(both(lambda lang: _opened(_listed(opened, lang), lang)))
    return tuple(found)


def _idle(spans: Sequence[tuple[int, int]]) -> Text:
    count = sum(last - first + 1 for first, last in spans)
    if len(spans) > _MOST:
        return Text(
            f"其中有{count}天是休息日，不算。", f"{count} of the days in between are not working days and do not count."
        )
    zh, en = (_listed(spans, lang) for lang in ("zh", "en"))
    return Text(f"休息日不算：{zh}。", f"Not working days, so not counted: {en}.")


def _opened(days: str, lang: str) -> str:
    if lang == "zh":
        return f"调休上班，算工作日：{days}。"
    return f"At a weekend, but announced as working days: {days}."


def _moved(holidays: Holidays, day: object, end: object) -> tuple[Text, ...]:
    if not isinstance(day, int) or not isinstance(end, int) or day == end:
        return ()

    def said(lang: str) -> str:
        shown, later = words.date(day, lang), words.date(end, lang)
        why = words.weekday(day, lang)
        if lang == "zh":
            return f"{shown}（{why}）是休息日，顺延到{later}（{words.weekday(end, lang)}）。"
        return f"{shown} ({why}) is no working day; {later} ({words.weekday(end, lang)}) takes its place."

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
    return words.listed([words.span(*span, lang) for span in spans], lang, "and")


def until_known(program: Program) -> Text:
    """How far the calendar of holidays reaches."""
    assert program.holidays is not None
    last = program.holidays.last
    return both(lambda lang: words.date(last, lang))
