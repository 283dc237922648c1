"""The course of an answer over time as a picture."""

from __future__ import annotations

from compiler.program import Text
from explain import words
from explain.pictures.timeline_svg import Stretch, timeline_svg
from explain.prospects import Course

_STYLES = {"not_applicable": "idle"}
_BECAUSE = Text("因为：", "because: ")


def strip(course: Course, lang: str, title: str, narrow: bool) -> str:
    """The picture for a screen, or (`narrow`) for a phone and beside a list."""
    given = [
        Stretch(
            one.first,
            one.last,
            _STYLES.get(one.state, one.state),
            words.STATES[one.state][1].get(lang),
            one.label.get(lang),
            tuple(_BECAUSE.get(lang) + cause.get(lang) for cause in one.causes),
            one.now,
        )
        for one in course.stretches
    ]
    return timeline_svg(given, lang, title, narrow=narrow, earlier=course.earlier, later=course.later)
