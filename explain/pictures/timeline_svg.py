"""A verdict over time as a strip of stretches, from left to right or (on a phone) from top to bottom, and the same
stretches as a list. Each tells its state by word, symbol, line and colour, and the day on which it begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compiler.program import Text
from explain.pictures.canvas import BOLD, INK, PAD, STYLES, Block, Card, blocks, box_of, frame
from explain.pictures.layout import Box, Point, wrap
from explain.templating import fill, html_lang
from explain.words import date, span

MOST = 9
PHONE, SCREEN = 324.0, 1248.0
_A_ROW, _WIDEST, _GAP = 5, 340.0, 12.0
_BEFORE = 2
"""How many stretches before the day asked about are shown where not all can be."""
_HEAD, _HEAD_STEP = 13.0, 18.0

_FROM, _UNTIL = Text("{}起", "From {}"), Text("到{}为止", "Until {}")
_ALWAYS = Text("一直如此", "At all times")
_NOW = Text("▼ 您问的日子在这一段", "▼ the day asked about")
_EARLIER, _LATER = Text("更早", "Earlier"), Text("再往后", "Later")
_MORE = (Text("另有 1 段", "1 more stretch"), Text("另有 {} 段", "{} more stretches"))
_HIDDEN = Text("这里没有列出", "not shown here")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last day the answer is the same. first: None where it has no beginning, last: None where
    it has no end. style: one of canvas.STYLES (met, unmet, open, idle, value); word, label and notes are already in the
    reader's language. now: the day asked about lies in it."""

    first: int | None
    last: int | None
    style: str
    word: str
    label: str
    notes: tuple[str, ...] = ()
    now: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch, or several as one, as it is shown; `head` says when it begins. begins: there is a first day of it;
    ends: nothing comes after it."""

    id: str
    head: tuple[str, ...]
    style: str
    word: str
    label: str
    notes: tuple[str, ...] = ()
    begins: bool = True
    ends: bool = False

    @property
    def symbol(self) -> str:
        return STYLES[self.style].symbol


@dataclass(frozen=True, slots=True)
class _Place:
    cell: Cell
    head: tuple[str, ...]
    text: tuple[float, float]
    dot: tuple[float, float]
    bar: str
    tip: str
    dash: str
    box: Box
    blocks: tuple[Block, ...]


def timeline_svg(
    stretches: Sequence[Stretch], lang: str, title: str, narrow: bool = False, earlier: int = 0, later: int = 0
) -> str:
    """The strip, or (`narrow`) one that fits a phone. `earlier` and `later` count stretches that are not given."""
    cells = timeline_cells(stretches, lang, earlier, later)
    cards = [Card(cell.id, cell.id, cell.style, cell.word, cell.label, cell.notes) for cell in cells]
    places, width, height = (_down if narrow else _across)(cells, cards)
    count = earlier + len(stretches) + later
    desc = {
        "zh": f"{title}：按时间先后共 {count} 段，图中有 {len(cells)} 项；同样的内容另有文字列表。",
        "en": f"{title}: stretches of time in order, {count} in all, {len(cells)} boxes; a list says the same.",
    }[lang]
    content = "\n".join([title, desc, lang, *(f"{c.id} {c.head} {c.word} {c.label} {c.notes}" for c in cells)])
    shared = frame(title, desc, lang, f"{narrow} {content}", width, height)
    return fill("timeline.svg.j2", places=places, ink=INK, pad=PAD, **shared)


def timeline_html(stretches: Sequence[Stretch], lang: str, earlier: int = 0, later: int = 0) -> str:
    """The same stretches as a list."""
    cells = timeline_cells(stretches, lang, earlier, later)
    sep = "，" if lang == "zh" else ", "
    return fill("timeline_outline.html.j2", cells=cells, lang=html_lang(lang), sep=sep)


def timeline_cells(stretches: Sequence[Stretch], lang: str, earlier: int = 0, later: int = 0) -> tuple[Cell, ...]:
    """At most MOST: those around the day asked about, or the first; the others are counted."""
    first, last = _window(stretches, earlier, later)
    earlier, later = earlier + first, later + len(stretches) - last
    shown = [_cell(one, str(i), lang) for i, one in enumerate(stretches[first:last], start=first + 1)]
    before = [_folded(earlier, "0", _EARLIER, lang)] if earlier else []
    if later:
        return (*before, *shown, _folded(later, f"{last + 1}+", _LATER, lang))
    if shown and (end := stretches[-1].last) is not None:
        shown[-1] = _ended(shown[-1], stretches[-1].first, end, lang)
    return (*before, *shown)


def _window(stretches: Sequence[Stretch], earlier: int, later: int) -> tuple[int, int]:
    count = len(stretches)
    here = next((i for i, one in enumerate(stretches) if one.now), 0)
    for size in range(min(count, MOST), 0, -1):
        first = min(max(0, here - _BEFORE), count - size)
        folds = bool(earlier + first) + bool(later + count - first - size)
        if size + folds <= MOST:
            return first, first + size
    return 0, 0


def _cell(one: Stretch, id_: str, lang: str) -> Cell:
    if one.first is not None:
        head = _FROM.get(lang).format(date(one.first, lang))
    else:
        head = _UNTIL.get(lang).format(date(one.last, lang)) if one.last is not None else _ALWAYS.get(lang)
    heads = (head, _NOW.get(lang)) if one.now else (head,)
    return Cell(id_, heads, one.style, one.word, one.label, one.notes, one.first is not None)


def _ended(cell: Cell, first: int | None, last: int, lang: str) -> Cell:
    """The last one, which has an end."""
    head = span(first, last, lang) if first is not None else cell.head[0]
    return replace(cell, head=(head, *cell.head[1:]), ends=True)


def _folded(count: int, id_: str, when: Text, lang: str) -> Cell:
    word = _MORE[0].get(lang) if count == 1 else _MORE[1].get(lang).format(count)
    return Cell(id_, (when.get(lang),), "more", word, _HIDDEN.get(lang), begins=False)


# ---- where it stands ---------------------------------------------------------------------------------------------


def _place(cell: Cell, card: Card, box: Box, text: Point, start: Point, end: Point, tip: bool) -> _Place:
    """`start` and `end` of its line; with a `tip` where time goes on beyond it."""
    dash = " ".join(f"{float(part) * 2:g}" for part in STYLES[cell.style].dash.split())
    head = tuple(line for one in cell.head for line in wrap(one, _room(box)))
    (x, y), (x2, y2) = start, end
    bar = f"M{_n(x)} {_n(y)} H{_n(x2)}" if y == y2 else f"M{_n(x)} {_n(y)} V{_n(y2)}"
    sides = [(x2 - 8, y2 - 8), (x2 - 8, y2 + 8)] if y == y2 else [(x2 - 6, y2 - 8), (x2 + 6, y2 - 8)]
    points = " L".join(f"{_n(px)} {_n(py)}" for px, py in (sides[0], end, sides[1]))
    return _Place(cell, head, text, start, bar, f"M{points}" if tip else "", dash, box, blocks(card, box.width)[0])


def _room(box: Box) -> float:
    return box.width * 2 / (_HEAD * BOLD)


def _head_height(cell: Cell, box: Box) -> float:
    return _HEAD_STEP * sum(len(wrap(one, _room(box))) for one in cell.head)


def _n(number: float) -> float:
    return round(number + 0.0, 1)


def _across(cells: Sequence[Cell], cards: Sequence[Card]) -> tuple[list[_Place], float, float]:
    """Rows of at most five; of each stretch the day, the line, and the card below it."""
    rows = -(-len(cells) // _A_ROW)
    columns = -(-len(cells) // max(rows, 1))
    width = _n(min(_WIDEST, (SCREEN - _GAP * (columns - 1)) / max(columns, 1)))
    places: list[_Place] = []
    y = 0.0
    for first in range(0, len(cells), columns or 1):
        row = cells[first : first + columns]
        boxes = [box_of(card, width) for card in cards[first : first + columns]]
        line = _n(y + max(map(_head_height, row, boxes)) + 10)
        tall = max(box.height for box in boxes)
        for i, (cell, box) in enumerate(zip(row, boxes, strict=True)):
            x, last = _n(i * (width + _GAP)), i + 1 == len(row)
            placed = replace(box, height=tall).at(x, line + 14)
            end = (x + width if last else x + width + _GAP + 6, line)
            tip = last and not cell.ends
            places.append(_place(cell, cards[first + i], placed, (x, _n(y + _HEAD)), (x + 6, line), end, tip))
        y = _n(line + 14 + tall + 24)
    return places, columns * (width + _GAP) - _GAP if cells else 0.0, max(0.0, y - 24)


def _down(cells: Sequence[Cell], cards: Sequence[Card]) -> tuple[list[_Place], float, float]:
    """One below the other beside an upright line."""
    places: list[_Place] = []
    y = 0.0
    for i, (cell, card) in enumerate(zip(cells, cards, strict=True)):
        box = box_of(card, PHONE - 20)
        box = box.at(20, y + _head_height(cell, box) + 4)
        below, last = _n(box.y + box.height + 14), i + 1 == len(cells)
        end = (6.0, box.y + box.height if last else below + 9)
        tip = last and not cell.ends
        places.append(_place(cell, card, box, (20.0, _n(y + _HEAD)), (6.0, _n(y + 9)), end, tip))
        y = below
    return places, PHONE, max(0.0, y - 14)
