"""Stretches of time as bars above an axis of years, one below the other; on a phone the words stand above each bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compiler import calendar
from explain.pictures.canvas import BOLD, INK, SOFT, STYLES, frame
from explain.pictures.layout import wrap
from explain.templating import fill

MOST = 25
WIDE, PHONE = 1120.0, 330.0
_WORDS = 470.0
"""Of a wide picture: what the words take."""
_SIZE, _STEP, _BAR, _GAP, _AXIS = 13.0, 18.0, 12.0, 14.0, 26.0
_YEARS = 8
"""With more years than this not each has a line."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From the first to the last day, None where there is no end on that side; kind is one of canvas.STYLES."""

    id: str
    kind: str
    name: str
    said: str
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Place:
    bar: Bar
    lines: Sequence[str]
    said: Sequence[str]
    y: float
    at: float
    start: float
    end: float


def bars_svg(bars: Sequence[Bar], lang: str, title: str, narrow: bool = False) -> str:
    """The picture; of many bars the first. What the symbols of kinds mean, the page says."""
    shown = bars[:MOST]
    low, high = _years(shown)
    width = PHONE if narrow else WIDE
    x, room = (0.0, width) if narrow else (_WORDS, width - _WORDS - 12)

    def across(day: int) -> float:
        start, end = calendar.day(low, 1, 1), calendar.day(high, 1, 1)
        return round(x + room * (day - start) / (end - start), 1)

    places: list[Place] = []
    y = _AXIS
    for bar in shown:
        place = _place(
            bar, y, narrow, across(bar.first) if bar.first else x, across(bar.last + 1) if bar.last else x + room
        )
        places.append(place)
        y = max(place.at + _BAR, place.y + _STEP * (len(place.lines) + len(place.said))) + _GAP
    lines = [(p.at - 4, p.at + _BAR + 4) for p in places] if narrow else [(20.0, y)]
    every = -(-(high - low) // _YEARS)
    years = [(year, across(calendar.day(year, 1, 1))) for year in range(low, high, every)]
    desc = _desc(title, len(bars), len(shown), lang)
    shared = frame(title, desc, lang, f"{narrow} {lang} {title} {bars}", width, y)
    return fill(
        "bars.svg.j2",
        places=places,
        years=years,
        lines=lines,
        ink=INK,
        soft=SOFT,
        thick=_BAR,
        step=_STEP,
        right=x + room,
        **shared,
    )


def _years(bars: Sequence[Bar]) -> tuple[int, int]:
    """The first year shown, and the one at whose beginning the axis ends; an open end has a year of its own."""
    days = [day for bar in bars for day in (bar.first, bar.last) if day is not None] or [1]
    return calendar.civil(min(days))[0] - any(b.first is None for b in bars), calendar.civil(max(days))[0] + 2


def _place(bar: Bar, y: float, narrow: bool, start: float, end: float) -> Place:
    room = (PHONE if narrow else _WORDS - 24) * 2 / (_SIZE * BOLD)
    symbol = STYLES[bar.kind].symbol
    lines, said = wrap(f"{symbol} {bar.name}", room), wrap(bar.said, room)
    words = _STEP * (len(lines) + len(said))
    return Place(bar, lines, said, y, y + words + 4 if narrow else y + 6, start, end)


def _desc(title: str, count: int, shown: int, lang: str) -> str:
    if lang == "zh":
        return f"{title}：共 {count} 项，图中有 {shown} 项，按开始的日子排；下面的列表说的是同样的内容。"
    return f"{title}: {count} in all, {shown} shown, by their first day; the list below says the same."
