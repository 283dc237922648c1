"""Quotations and official text side by side: where in the official text each stretch of a quotation stands, and every
difference between them. Compared are folded texts (folded.py)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from compiler.folded import Folded, Official
from dsl.diagnostics import Diagnostic
from dsl.source import Place


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Text of a rule file that must equal the official text: a heading's number or a line of a quotation."""

    folded: Folded
    place: Place
    stretch: int


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """All that a rule file quotes; `spans` says from where to where in it each stretch goes."""

    pieces: tuple[Piece, ...]
    text: str
    spans: tuple[tuple[int, int], ...]


def quotation(pieces: Sequence[Piece], count: int) -> Quotation:
    """Of these pieces, which belong to so many stretches."""
    spans: list[tuple[int, int]] = [(0, 0)] * count
    end = 0
    for piece in pieces:
        start, end = end, end + len(piece.folded.text)
        if piece.stretch >= 0:
            first, last = spans[piece.stretch]
            spans[piece.stretch] = (first if last else start, end)
    return Quotation(tuple(pieces), "".join(piece.folded.text for piece in pieces), tuple(spans))


class _Quotations:
    """The pieces of all files one after the other."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self.text = "".join(own.text for own in quotations)
        self.pieces = [piece for own in quotations for piece in own.pieces]
        self.starts = [0, *accumulate(len(piece.folded.text) for piece in self.pieces)]

    def where(self, index: int) -> tuple[Piece, int]:
        """The piece of a character and its offset there."""
        at = bisect_right(self.starts, index) - 1
        return self.pieces[at], self.pieces[at].folded.origin[index - self.starts[at]]


Runs = Sequence[tuple[int, int]]
"""From which character of the quotations on both agree, and with which of the official text; −1: they do not."""


def align(whole: Official, quotations: Sequence[Quotation]) -> tuple[list[tuple[int, ...]], list[Diagnostic]]:
    """For each file where in the official text each of its stretches begins, 0 where nothing of it agrees."""
    runs: Runs = [(0, 0)]
    found: list[Diagnostic] = []
    if "".join(own.text for own in quotations) != whole.text:
        runs, found = _walked(whole, _Quotations(quotations))
    begins = [q for q, _ in runs]
    starts, base = [], 0
    for own in quotations:
        starts.append(tuple(_first_agreeing(begins, runs, base + first, base + last) for first, last in own.spans))
        base += len(own.text)
    return starts, found


def _walked(whole: Official, quotations: _Quotations) -> tuple[Runs, list[Diagnostic]]:
    """Side by side; after a difference, go on where both agree again."""
    quote, official = quotations.text, whole.text
    found: list[Diagnostic] = []
    runs: list[tuple[int, int]] = []
    q = o = 0
    while q < len(quote) or o < len(official):
        same = _agreeing(quote, q, official, o)
        if same:
            runs.append((q, o))
            q, o = q + same, o + same
            continue
        skip_q, skip_o = _resume(quote, q, official, o)
        runs.append((q, -1))
        if quote:
            found.append(_differing(whole, quotations, q, o, skip_q, skip_o))
        q, o = q + skip_q, o + skip_o
    return runs, found


def _agreeing(quote: str, q: int, official: str, o: int) -> int:
    """How many characters agree from here on."""
    count, rest = 0, min(len(quote) - q, len(official) - o)
    while count < rest:
        here, there = quote[q + count : q + count + _CHUNK], official[o + count : o + count + _CHUNK]
        if here[: rest - count] != there[: rest - count]:
            return count + next(i for i, (a, b) in enumerate(zip(here, there, strict=False)) if a != b)
        count += min(_CHUNK, rest - count)
    return count


def _first_agreeing(begins: Sequence[int], runs: Runs, start: int, end: int) -> int:
    """Where in the official text the first character of these of the quotations stands that agrees, else 0."""
    at = bisect_right(begins, start) - 1
    while start < end and at < len(runs):
        q, o = runs[at]
        if o >= 0:
            return o + start - q
        at += 1
        start = runs[at][0] if at < len(runs) else end
    return 0


_CHUNK = 256
_WINDOW = 8
_FAR = 200


def _resume(quote: str, q: int, official: str, o: int) -> tuple[int, int]:
    """How far to skip on each side until eight characters agree again, or the end is reached on both: the shortest
    way, an omission first; both rests where it is far."""
    rest_q, rest_o = len(quote) - q, len(official) - o
    for distance in range(1, min(rest_q + rest_o, _FAR) + 1):
        for skip_q in range(max(0, distance - rest_o), min(distance, rest_q) + 1):
            skip_o = distance - skip_q
            here, there = quote[q + skip_q : q + skip_q + _WINDOW], official[o + skip_o : o + skip_o + _WINDOW]
            if here and here == there:
                return skip_q, skip_o
    for distance in range(_FAR, max(rest_q, rest_o) + 1):
        if distance <= rest_o and quote[q:] and official.startswith(quote[q : q + _WINDOW], o + distance):
            return 0, distance
        if distance <= rest_q and official[o:] and quote.startswith(official[o : o + _WINDOW], q + distance):
            return distance, 0
    return rest_q, rest_o


Where = Callable[[int], tuple[object, int]]
"""Of a character: what it stands in, and where there."""


def _differing(whole: Official, quotations: _Quotations, q: int, o: int, skip_q: int, skip_o: int) -> Diagnostic:
    """The fault where so many characters of the quotations stand for so many others of the official text."""
    at = q - 1 if _ends_before(whole, quotations, q, o, skip_q) else q
    piece, first = quotations.where(at)
    last = max(quotations.where(i)[1] for i in range(at, max(q + skip_q, at + 1)) if quotations.where(i)[0] is piece)
    place = Place(piece.place.source, piece.place.start + first, piece.place.start + last + 1)
    here = shortened(_spaced(quotations.text, quotations.where, q, q + skip_q))
    there = shortened(_spaced(whole.text, whole.where, o, o + skip_o))
    words = {"official": there, "quoted": here, "text": here}
    return Diagnostic("E401" if here and there else "E402" if there else "E408", place, words)


def _ends_before(whole: Official, quotations: _Quotations, q: int, o: int, skip_q: int) -> bool:
    """Is what is left out the end of the quotation before, not the beginning of the next?"""
    if q == len(quotations.text):
        return True
    before = quotations.where(q - 1)[0] if q else None
    if skip_q or before is None or quotations.where(q)[0] is before or before.stretch < 0:
        return False
    return 0 < o < len(whole.text) and whole.at(o) == whole.at(o - 1)


def _spaced(text: str, where: Where, start: int, stop: int) -> str:
    """Folded characters with a space wherever folding left white space out."""
    shown = ""
    before: tuple[object, int] | None = None
    for i in range(start, stop):
        here = where(i)
        gap = before is not None and here[0] is before[0] and here[1] > before[1] + 1
        shown += f" {text[i]}" if gap else text[i]
        before = here
    return shown


def shortened(text: str) -> str:
    """As it is quoted in a fault."""
    return text if len(text) <= 40 else text[:38] + "……"
