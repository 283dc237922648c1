"""Cards on a canvas: what every picture of this package is drawn with. A card says what it says three times over, by
word, by symbol and by line, so colour is never needed. Only presentation attributes: no script, style sheet or font."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from explain.pictures.layout import Box, Layout, Line, clean, even, measure, wrap
from explain.templating import fill, html_lang

FONTS = "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
INK, SOFT = "#1A1A1A", "#4D4D4D"
BOLD, PLAIN = 1.06, 1.03
"""How much wider bold letters, and digits, may be than `measure` says."""
PAD = 10.0
MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a card of this kind is drawn; `ink` is for its word where the line's colour is too pale to read."""

    symbol: str
    colour: str
    thick: float
    dash: str
    ground: str
    ink: str
    corner: float = 4


STYLES: Mapping[str, Style] = {
    "met": Style("✓", "#003E8A", 1.5, "", "#F2F6FC", "#003E8A"),
    "unmet": Style("✕", "#B34700", 3.5, "", "#FEF6F0", "#B34700"),
    "open": Style("?", "#000000", 2, "7 4", "#FFFFFF", "#000000"),
    "idle": Style("–", "#949494", 2, "0.1 4", "#FFFFFF", "#595959"),
    "value": Style("=", "#003E8A", 1.5, "", "#F2F6FC", "#003E8A"),
    "more": Style("…", "#595959", 1.5, "2 3", "#FFFFFF", "#4D4D4D"),
    "definition": Style("◆", "#003E8A", 2, "", "#F2F6FC", "#003E8A"),
    "other": Style("◇", "#003E8A", 1.5, "7 4", "#FFFFFF", "#003E8A"),
    "counts": Style("▲", "#000000", 2.5, "", "#F7F7F7", "#000000"),
    "exception": Style("△", "#003E8A", 2, "", "#F2F6FC", "#003E8A", 0),
    "other_exception": Style("△", "#003E8A", 1.5, "7 4", "#FFFFFF", "#003E8A", 0),
    "parameter": Style("□", "#6B6B6B", 1, "", "#FFFFFF", "#595959", 0),
    "records": Style("≡", "#6B6B6B", 2, "", "#FFFFFF", "#595959", 12),
    "fact": Style("○", "#6B6B6B", 1, "", "#FFFFFF", "#595959", 12),
    "article": Style("§", "#003E8A", 1.5, "", "#F2F6FC", "#003E8A"),
    "plain": Style("§", "#6B6B6B", 1, "", "#FFFFFF", "#4D4D4D"),
    "again": Style("↑", "#949494", 1, "2 3", "#FFFFFF", "#595959", 12),
}


@dataclass(frozen=True, slots=True)
class Card:
    """`key` is unique in the picture, `id` what the card stands for; a `repeat` points to an earlier card of its id. A
    card without a `word` has its symbol before the label. `lead`: the answer, written larger."""

    key: str
    id: str
    style: str
    word: str
    label: str
    notes: tuple[str, ...] = ()
    repeat: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size, the first one `y` below the upper edge of its card; `part`: word, label or note."""

    part: str
    lines: tuple[str, ...]
    size: float
    weight: str
    ink: str
    y: float
    step: float


@dataclass(frozen=True, slots=True)
class Caption:
    """A heading or a legend in the picture."""

    text: str
    weight: str = "normal"


@lru_cache(maxsize=4096)
def blocks(card: Card, width: float) -> tuple[tuple[Block, ...], float]:
    """The text of a card of this width, and the card's height."""
    style = STYLES[card.style]
    larger, weight = (2.0, "bold") if card.lead else (0.0, "normal")
    head = f"{style.symbol} {card.word}" if card.word else ""
    label = card.label if card.word else f"{style.symbol} {card.label}"
    texts = [("word", head, 12.0 + larger, "bold", style.ink), ("label", label, 14.0 + larger, weight, INK)]
    texts += [("note", note, 12.0, "normal", SOFT) for note in card.notes]
    found, y = [], PAD - 2
    for part, text, size, weight, ink in texts:
        if not text.strip():
            continue
        lines = even(text, (width - 2 * PAD) * 2 / (size * (BOLD if weight == "bold" else PLAIN)))
        step = round(size * 1.4, 1)
        found.append(Block(part, tuple(lines), size, weight, ink, round(y + size, 1), step))
        y += step * len(lines)
    return tuple(found), round(y + PAD - 2, 1)


def box_of(card: Card, width: float) -> Box:
    return Box(card.key, width, blocks(card, width)[1])


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a picture: an optional caption, and a layout of cards below it."""

    caption: Caption | None
    layout: Layout


@dataclass(frozen=True, slots=True)
class _Group:
    """A section with its place: what the template draws."""

    section: Section
    captions: tuple[str, ...]
    weight: str
    y: float
    top: float
    nodes: tuple[tuple[Card, Box, tuple[Block, ...]], ...]
    lines: tuple[tuple[Line, Card, Card], ...]

    @property
    def bottom(self) -> float:
        return self.top + self.section.layout.height

    @property
    def width(self) -> float:
        return max([self.section.layout.width, *(measure(text, 12) for text in self.captions)])


def picture(
    cards: Sequence[Card],
    sections: Sequence[Section],
    title: str,
    desc: str,
    lang: str,
    drawn: str = "",
    broken: frozenset[tuple[str, str]] = frozenset(),
) -> str:
    """The SVG of the cards, sections one below the other. A connection is drawn like the card it leads to, or
    (`arrows`) as a plain arrow, or (`up`: it leads up a stack) like the card that hangs from it; one of the `broken`
    (the ids of its ends) as a broken line."""
    known = {card.key: card for card in cards}
    room = max([200.0, *(section.layout.width for section in sections)])
    groups: list[_Group] = []
    for section in sections:
        y = groups[-1].bottom + (18 if groups[-1].nodes else 6) if groups else MARGIN
        groups.append(_group(section, known, y, room))
    content = "\n".join([title, desc, lang, *(f"{c.key} {c.id} {c.word} {c.label}" for c in cards)])
    size = max(group.width for group in groups), groups[-1].bottom - MARGIN
    shared = frame(title, desc, lang, content, *size)
    return fill("diagram.svg.j2", groups=groups, drawn=drawn, broken=broken, pad=PAD, **shared)


def frame(title: str, desc: str, lang: str, content: str, width: float, height: float) -> dict[str, object]:
    """What every picture's template is given. Its id on the page is the same for the same content; the size is without
    the margins."""
    return {
        "styles": STYLES,
        "fonts": FONTS,
        "title": clean(title),
        "desc": clean(desc),
        "lang": html_lang(lang),
        "id": "d" + hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:10],
        "margin": MARGIN,
        "width": round(width + 2 * MARGIN, 1),
        "height": round(height + 2 * MARGIN, 1),
    }


def _group(section: Section, known: Mapping[str, Card], y: float, room: float) -> _Group:
    layout, caption = section.layout, section.caption
    captions = wrap(caption.text, room / 6) if caption else []
    top = round(y + len(captions) * 18 + (4 if captions else 0), 1)
    nodes = tuple((known[key], box, blocks(known[key], box.width)[0]) for key, box in layout.boxes.items())
    lines = tuple((line, known[line.start], known[line.end]) for line in layout.lines)
    weight = caption.weight if caption else "normal"
    return _Group(section, tuple(captions), weight, round(y, 1), top, nodes, lines)
