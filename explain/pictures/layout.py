"""Where things stand in a picture: text into lines, boxes into layers (Graphviz) or into an indented stack.

    texts ──wrap──▶ lines ──(canvas)──▶ boxes ──layered | stacked | grid──▶ Layout

Graphviz lays out and nothing else. It never measures text: what it would measure depends on the fonts of the machine.
Sizes come from the display width of the characters, coordinates are rounded to 0.1, and so the same graph gives the
same picture everywhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dsl.source import width

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a fixed size, and, once laid out, its upper left corner."""

    key: str
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    def at(self, x: float, y: float) -> Box:
        return replace(self, x=_round(x), y=_round(y))


@dataclass(frozen=True, slots=True)
class Line:
    """A connection; `path` is an SVG path."""

    start: str
    end: str
    path: str


@dataclass(frozen=True, slots=True)
class Layout:
    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]


def _round(number: float) -> float:
    return round(number + 0.0, 1)


# ---- text --------------------------------------------------------------------------------------------------------

_TOKENS = re.compile(r"\s+|[!-~\u00a1-\u024f]+|.", re.DOTALL)
_HYPHEN = re.compile(r"(?<=[A-Za-z]-)(?=[A-Za-z])")
_NO_START = frozenset("，。；：、！？）」』》〉】〕”’％%,.;:!?)]}")
_NO_END = frozenset("（「『《〈【〔“‘([{")
_UNITS = frozenset("年月日元分角天岁周项个条段人级%")
DOT = " · "
"""Between two things that one line tells."""
_SHORT = 0.25
"""Of a line: what is too little for the last one."""


def clean(text: str) -> str:
    """Text for a picture: no control characters, no half surrogates, nothing that turns the direction of writing."""
    text = "".join(" " if c.isspace() else c for c in text)
    hidden = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs") and c not in hidden)


def columns(text: str) -> float:
    """Half ems that a text takes in a proportional Chinese font. Latin letters are a little wider than half an em,
    capitals more so, and the quotation marks and dashes of ambiguous width take a whole one."""
    return _twentieths(text) / 20


@lru_cache(maxsize=8192)
def _twentieths(text: str) -> int:
    """The same in whole twentieths."""
    wide = sum(1 for c in text if unicodedata.east_asian_width(c) == "A" and width(c) == 1)
    return 20 * (width(text) + wide) + 4 * sum(map(str.isascii, text)) + 5 * sum(map(str.isupper, text))


def measure(text: str, size: float) -> float:
    """The width of a text in a font of this size."""
    return columns(text) * size / 2


def wrap(text: str, limit: float, units: bool = False) -> list[str]:
    """Lines of at most `limit` columns. Chinese breaks anywhere but before closing and after opening marks (and, with
    `units`, between a number and its unit), other writing at spaces; a word longer than a line is cut."""
    lines: list[list[str]] = [[]]
    used = 0
    for token in _pieces(clean(text), limit):
        line = lines[-1]
        if line and used + _twentieths(token.rstrip()) > limit * 20:
            lines.append(_carry(line, token, limit, units))
            used = sum(map(_twentieths, lines[-1]))
        lines[-1].append(token)
        used += _twentieths(token)
    return [line for line in ("".join(parts).strip() for parts in lines) if line] or [""]


def even(text: str, limit: float) -> list[str]:
    """The same lines, but no last line of a character or two, where others can give it some of theirs; what does not
    fit a line is first broken at its middle dots."""
    head, dot, rest = text.partition(DOT)
    if dot and columns(text) > limit:
        return even(head + dot.rstrip(), limit) + even(rest, limit)
    lines = wrap(text, limit, units=True)
    best, room = lines, limit
    while len(lines) > 1 and columns(best[-1]) < limit * _SHORT and room > limit * (1 - _SHORT):
        room -= 1
        tried = wrap(text, room, units=True)
        if len(tried) > len(lines):
            break
        best = tried
    return best


def terminal(text: str, room: int) -> list[str]:
    """Lines of at most so many columns of a terminal, where a Latin letter takes one: pictures count a little more."""
    return wrap(text, room * 1.12 if width(text) == len(text) else room)


def _pieces(text: str, limit: float) -> list[str]:
    pieces: list[str] = []
    for word in _TOKENS.findall(text):
        for token in _HYPHEN.split(word):
            pieces += [token] if columns(token) <= limit else list(token)
    return pieces


def _carry(line: list[str], token: str, limit: float, units: bool) -> list[str]:
    """What goes down to the next line with the token, as far as it fits, so that no mark stands where it must not."""
    carried: list[str] = []
    first, below = token, token.rstrip()
    while len(line) > 1 and _together(line[-1], first, units) and columns(line[-1] + below) <= limit:
        first = line.pop()
        below = first + below
        carried.insert(0, first)
    return carried


def _together(before: str, after: str, units: bool) -> bool:
    marks = after[0] in _NO_START or before[-1] in _NO_END
    return marks or (units and before[-1].isdigit() and after[0] in _UNITS)


# ---- boxes -------------------------------------------------------------------------------------------------------


def layered(
    boxes: Sequence[Box], edges: Sequence[tuple[str, str]], across: bool = False, gap: float = 14, step: float = 40
) -> Layout:
    """Boxes in layers, edges leading downward, or to the right where `across`. `gap` is kept between neighbours of a
    layer, `step` between layers."""
    import pygraphviz

    graph = pygraphviz.AGraph(directed=True, strict=True)
    direction = "LR" if across else "TB"
    graph.graph_attr.update(rankdir=direction, nodesep=gap / 72, ranksep=step / 72, ordering="out", pad=0, margin=0)
    graph.node_attr.update(shape="box", fixedsize="true", label="")
    graph.edge_attr.update(arrowhead="none", tailport="e" if across else "s", headport="w" if across else "n")
    keys = {box.key: f"n{i}" for i, box in enumerate(boxes)}
    for box in boxes:
        graph.add_node(keys[box.key], width=box.width / 72, height=box.height / 72)
    for start, end in edges:
        graph.add_edge(keys[start], keys[end])
    graph.layout(prog="dot")
    right, top = (float(n) for n in graph.graph_attr["bb"].split(",")[2:])
    placed = {box.key: _placed(box, graph.get_node(keys[box.key]).attr["pos"], top) for box in boxes}
    lines = []
    for a, b in dict.fromkeys(edges):
        path = _direct(placed[a], placed[b], placed.values(), across)
        lines.append(Line(a, b, path or _curve(graph.get_edge(keys[a], keys[b]).attr["pos"], top)))
    return Layout(_round(right), _round(top), placed, tuple(lines))


def _placed(box: Box, position: str, top: float) -> Box:
    x, y = (float(n) for n in position.split(","))
    return box.at(x - box.width / 2, top - y - box.height / 2)


def _direct(start: Box, end: Box, boxes: Iterable[Box], across: bool) -> str:
    """One even curve where no box stands in between, else ''."""
    a, b = (start, end) if across else (_turned(start), _turned(end))
    x1, y1, x2, y2 = a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2
    if x2 <= x1:
        return ""
    for box in boxes if across else map(_turned, boxes):
        beside = box.x + box.width > x1 and box.x < x2
        if beside and box.y < max(y1, y2) and box.y + box.height > min(y1, y2):
            return ""
    middle = (x1 + x2) / 2
    points = [(x1, y1), (middle, y1), (middle, y2), (x2, y2)]
    shown = [f"{_round(x)} {_round(y)}" if across else f"{_round(y)} {_round(x)}" for x, y in points]
    return f"M{shown[0]} C" + " ".join(shown[1:])


def _turned(box: Box) -> Box:
    return Box(box.key, box.height, box.width, box.y, box.x)


def _curve(position: str, top: float) -> str:
    """Graphviz's own curve, around the boxes. It writes one point and three for each further piece, y upward."""
    points = [p for p in position.replace("\\\n", "").split() if p[0] not in "es"]
    shown = [f"{_round(float(x))} {_round(top - float(y))}" for x, y in (p.split(",") for p in points)]
    return f"M{shown[0]} C" + " ".join(shown[1:])


@dataclass(frozen=True, slots=True)
class Row:
    """A box of a stack; `parent` is the key of the box it hangs from, '' where it stands on its own."""

    box: Box
    parent: str
    depth: int


INDENT = 18.0


def stacked(rows: Sequence[Row], gap: float = 10) -> Layout:
    """Boxes one below the other, each hanging from its parent by an elbow: what fits a phone. An elbow begins where
    that of the box before it turns off."""
    placed: dict[str, Box] = {}
    ends: dict[str, float] = {}
    lines, y = [], 0.0
    for row in rows:
        box = row.box.at(INDENT * row.depth, y)
        placed[box.key] = box
        y = box.y + box.height + gap
        if row.parent:
            above = placed[row.parent]
            x, middle = _round(above.x + INDENT / 2), _round(box.y + box.height / 2)
            start = ends.get(row.parent, _round(above.y + above.height))
            lines.append(Line(row.parent, box.key, f"M{x} {start} V{middle} H{box.x}"))
            ends[row.parent] = middle
    return Layout(_extent(placed), max(0.0, _round(y - gap)), placed, tuple(lines))


def grid(boxes: Sequence[Box], room: float, gap: float = 14) -> Layout:
    """Boxes in rows that are no wider than `room`, each row as high as its highest box."""
    placed: dict[str, Box] = {}
    x = y = tallest = 0.0
    for box in boxes:
        if x and x + box.width > room:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        placed[box.key] = box.at(x, y)
        x, tallest = x + box.width + gap, max(tallest, box.height)
    return Layout(_extent(placed), _round(y + tallest), placed, ())


def _extent(placed: Mapping[str, Box]) -> float:
    return max((_round(b.x + b.width) for b in placed.values()), default=0.0)
