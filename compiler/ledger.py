"""The ledger: every character of the official text is quoted once, in order, and claimed by a rule, noted as without
effect, or marked as not yet encoded. Addresses (A03.P1.S2) are derived here and nowhere else.

Comparison with source.txt (official.py) ignores white space and the difference between full-width and half-width
characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from compiler.official import Address, Part, Unit, read_official, sentences
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.lexer import half_width
from dsl.source import Place, Source

_PUNCTUATION = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[“\"]?\d*\([0-9a-z]+\)")
"""The number of a subsection at the beginning of a quotation says nothing of its own."""
_KEYWORD = re.compile(r"\w+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAIMING = ("define", "exception", "parameter", "holidays", "norm", "service", "note", "pending", "broken")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement encodes: an address, how to cite it, and the words."""

    address: str
    cite: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Prefix:
    """What the addresses and the names of the parts of an amending instrument begin with."""

    id: str = ""
    words: str = ""

    def name(self, part: str) -> str:
        if not self.words:
            return part
        return f"{self.words}{part}" if part.startswith("第") else f"{self.words}, {part}"

    def part(self, part: Part) -> Part:
        return replace(part, id=self.id + part.id, name=self.name(part.name))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters of a part's quoted text, punctuation aside: all, claimed by rules, noted, marked as not encoded."""

    part: str
    file: str
    total: int
    claimed: int
    noted: int
    pending: int


@dataclass(frozen=True, slots=True)
class Ledger:
    parts: tuple[Part, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[tuple[n.Placed, Claim], ...]
    stretches: tuple[Stretch, ...]

    def part(self, name: str) -> Part | None:
        return next((p for p in self.parts if p.name == name or p.id == name), None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A quotation and the statements below it. `start` is its first character's index in the folded official text."""

    part: str
    placed: n.Placed
    source: Source
    text: str
    start: int
    statements: tuple[n.Placed, ...]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text without white space, half-width, and where each of its characters came from."""

    text: str
    origin: tuple[int, ...]


def fold(text: str) -> str:
    """For comparison: no white space, half-width."""
    return "".join(half_width(text).split())


def _fold(text: str) -> _Folded:
    half = half_width(text)
    origin = tuple(i for i, c in enumerate(half) if not c.isspace())
    return _Folded("".join(half[i] for i in origin), origin)


# ---- alignment ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Official:
    """The whole folded official text with the unit and the offset in the unit of each character."""

    parts: tuple[Part, ...]
    text: str
    where: tuple[tuple[Unit, int], ...]

    def address(self, index: int) -> Address:
        unit, offset = self.where[min(index, len(self.where) - 1)]
        spans = sentences(unit.text)
        at = next((i for i, (_, end) in enumerate(spans, start=1) if offset < end), len(spans))
        return Address(unit, self.parts[unit.part], at, len(spans))


def _official(parts: tuple[Part, ...]) -> _Official:
    text, where = [], []
    for part in parts:
        for unit in part.units:
            folded = _fold(unit.text)
            text.append(folded.text)
            where += [(unit, at) for at in folded.origin]
    return _Official(parts, "".join(text), tuple(where))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a rule file that must equal the official text: a heading's number or a line of a quotation."""

    text: str
    place: Place
    stretch: int


def joined(books: Sequence[tuple[Ledger, list[Diagnostic]]]) -> tuple[Ledger, list[Diagnostic]]:
    """The ledgers of an instrument and of its amendments as one."""
    fields = ("parts", "coverage", "claims", "stretches")
    whole = Ledger(*(tuple(row for ledger, _ in books for row in getattr(ledger, f)) for f in fields))
    return whole, [fault for _, found in books for fault in found]


def build(
    official: str, articles: Sequence[n.Article], draft: bool, prefix: Prefix = Prefix()
) -> tuple[Ledger, list[Diagnostic]]:
    """Align the quotations of the rule files with the official text, and give every statement below one its address."""
    parts = tuple(prefix.part(part) for part in read_official(official))
    whole = _official(parts)
    stretches, pieces, found = _quoted(articles)
    starts, faults = _align(whole, pieces, len(stretches))
    found += faults
    placed = tuple(
        Stretch(s.part, s.placed, s.source, s.text, starts.get(i, 0), s.statements) for i, s in enumerate(stretches)
    )
    claims, faults = _claims(whole, placed, draft)
    found += faults
    return Ledger(parts, tuple(_coverage(placed)), tuple(claims), placed), found


def _quoted(articles: Sequence[n.Article]) -> tuple[list[Stretch], list[_Piece], list[Diagnostic]]:
    stretches: list[Stretch] = []
    pieces: list[_Piece] = []
    found: list[Diagnostic] = []
    for article in articles:
        part = ""
        below: list[n.Placed] = []
        for placed in article.statements:
            node, source = placed.node, article.source
            if isinstance(node, n.Heading):
                part = node.part
                place = Place(source, placed.offset, placed.offset + node.span[1])
                if node.number:
                    pieces.append(_Piece(node.number, place, -1))
            elif isinstance(node, n.Quote):
                below = []
                for text, at in node.lines:
                    start = placed.offset + at
                    pieces.append(_Piece(text, Place(source, start, start + len(text)), len(stretches)))
                text = "\n".join(t for t, _ in node.lines)
                stretches.append(Stretch(part, placed, source, text, 0, ()))
            elif isinstance(node, n.Statement):
                below = [*below, placed]
                if stretches and stretches[-1].source is source:
                    last = stretches[-1]
                    stretches[-1] = Stretch(last.part, last.placed, source, last.text, 0, tuple(below))
                elif node.kind in ("norm", "service", "note", "pending", "define", "exception"):
                    name = node.name.text if node.name else node.kind
                    found.append(Diagnostic("E409", _place(source, placed), {"name": name}))
    return stretches, pieces, found


def _place(source: Source, placed: n.Placed) -> Place:
    node = placed.node
    keyword = _KEYWORD.match(source.text, placed.offset)
    span = (0, keyword.end() - placed.offset if keyword else 1)
    if isinstance(node, n.Statement) and node.name:
        span = node.name.span
    return Place(source, placed.offset + span[0], placed.offset + span[1])


def _align(whole: _Official, pieces: Sequence[_Piece], count: int) -> tuple[dict[int, int], list[Diagnostic]]:
    """Walk quotations and official text side by side; after a difference, go on where both agree again."""
    quoted: list[str] = []
    places: list[tuple[_Piece, int]] = []
    starts: dict[int, int] = {}
    for piece in pieces:
        folded = _fold(piece.text)
        quoted.append(folded.text)
        places += [(piece, at) for at in folded.origin]
    quote, official = "".join(quoted), whole.text
    found: list[Diagnostic] = []
    q = o = 0
    while q < len(quote) or o < len(official):
        if q < len(quote) and o < len(official) and quote[q] == official[o]:
            starts.setdefault(places[q][0].stretch, o)
            q, o = q + 1, o + 1
            continue
        skip_q, skip_o = _resume(quote, q, official, o)
        if places:
            at = q - 1 if _ends_before(whole, places, q, o, skip_q) else q
            said = _spaced(quote, places, q, q + skip_q), _spaced(official, whole.where, o, o + skip_o)
            last = max(i for i in range(at, max(q + skip_q, at + 1)) if places[i][0] is places[at][0])
            found.append(_difference(places[at], places[last][1], *said))
        q, o = q + skip_q, o + skip_o
    return starts, found


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


def _ends_before(whole: _Official, places: Sequence[tuple[_Piece, int]], q: int, o: int, skip_q: int) -> bool:
    """Is what is left out the end of the quotation before, not the beginning of the next?"""
    if q == len(places):
        return True
    if skip_q or not q or places[q][0] is places[q - 1][0] or places[q - 1][0].stretch < 0:
        return False
    return 0 < o < len(whole.where) and whole.where[o][0].part == whole.where[o - 1][0].part


def _spaced(text: str, where: Sequence[tuple[object, int]], start: int, stop: int) -> str:
    """Folded characters with a space wherever folding left white space out."""
    shown = ""
    for i in range(start, stop):
        gap = i > start and where[i][0] is where[i - 1][0] and where[i][1] > where[i - 1][1] + 1
        shown += f" {text[i]}" if gap else text[i]
    return shown


def _difference(where: tuple[_Piece, int], last: int, quoted: str, official: str) -> Diagnostic:
    piece, at = where
    place = Place(piece.place.source, piece.place.start + at, piece.place.start + last + 1)
    words = {"official": _short(official), "quoted": _short(quoted), "text": _short(quoted)}
    return Diagnostic("E401" if quoted and official else "E402" if official else "E408", place, words)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:38] + "……"


# ---- claims ------------------------------------------------------------------------------------------------------


def _claims(
    whole: _Official, stretches: Iterable[Stretch], draft: bool
) -> tuple[list[tuple[n.Placed, Claim]], list[Diagnostic]]:
    found: list[Diagnostic] = []
    located: list[tuple[n.Placed, Source, int, str]] = []
    for stretch in stretches:
        spans: list[tuple[int, int]] = []
        length = len(fold(stretch.text))
        for placed in stretch.statements:
            statement = placed.node
            assert isinstance(statement, n.Statement)
            span, fragment, fault = _basis(stretch, placed, statement, length)
            if fault is not None:
                found.append(fault)
            if statement.kind in _CLAIMING:
                spans.append(span)
                located.append((placed, stretch.source, stretch.start + span[0], fragment))
            if statement.kind == "pending" and not draft:
                found.append(Diagnostic("E404", _place(stretch.source, placed)))
        found += _unclaimed(stretch, spans)
    return _lettered(whole, located), found


def _basis(
    stretch: Stretch, placed: n.Placed, statement: n.Statement, length: int
) -> tuple[tuple[int, int], str, Diagnostic | None]:
    """The part of the stretch that a statement claims (in folded characters) and its words."""
    line = next((x for x in statement.lines if isinstance(x, n.Basis)), None)
    if line is None:
        joint = "" if _HAN.search(stretch.text) else " "
        return (0, length), stretch.text.replace("\n", joint), None
    wanted, text = fold(line.text.text), fold(stretch.text)
    hits = [m.start() for m in re.finditer(re.escape(wanted), text)] if wanted else []
    place = Place(stretch.source, placed.offset + line.text.span[0], placed.offset + line.text.span[1])
    words = {"got": line.text.text, "count": str(len(hits))}
    if not hits:
        return (0, length), line.text.text, Diagnostic("E405", place, words)
    if (line.ordinal or 1) > len(hits) or (len(hits) > 1 and line.ordinal is None):
        return (0, length), line.text.text, Diagnostic("E406", place, words)
    start = hits[(line.ordinal or 1) - 1]
    return (start, start + len(wanted)), line.text.text, None


def _unclaimed(stretch: Stretch, spans: Sequence[tuple[int, int]]) -> list[Diagnostic]:
    """The first run of characters of a stretch, punctuation aside, that no statement claims."""
    folded = _fold(stretch.text)
    open_ = [i for i in range(len(folded.text)) if not any(a <= i < b for a, b in spans)]
    open_ = [i for i in open_ if not _PUNCTUATION.fullmatch(folded.text[i])]
    open_ = [i for i in open_ if i >= _counted_from(folded.text)]
    if not open_:
        return []
    run = [i for k, i in enumerate(open_) if i == open_[0] + k]
    quote = stretch.placed.node
    assert isinstance(quote, n.Quote)
    start = _in_file(stretch, quote, folded.origin[run[0]])
    end = max(start + 1, _in_file(stretch, quote, folded.origin[run[-1]]) + 1)
    words = {"text": _short(stretch.text[folded.origin[run[0]] : folded.origin[run[-1]] + 1].replace("\n", ""))}
    return [Diagnostic("E403", Place(stretch.source, start, end), words)]


def _in_file(stretch: Stretch, quote: n.Quote, at: int) -> int:
    """The place in the file of character `at` of a stretch's joined text."""
    for text, offset in quote.lines:
        if at <= len(text):
            return stretch.placed.offset + offset + at
        at -= len(text) + 1
    return stretch.placed.offset


def _lettered(whole: _Official, located: Sequence[tuple[n.Placed, Source, int, str]]) -> list[tuple[n.Placed, Claim]]:
    """Addresses; where a sentence holds several norms they are lettered a, b … in text order."""
    if not whole.where:
        return []
    addresses = [(placed, source, whole.address(at), at, text) for placed, source, at, text in located]
    norms: dict[str, list[tuple[int, int]]] = {}
    for order, (placed, _, address, at, _) in enumerate(addresses):
        if isinstance(placed.node, n.Statement) and placed.node.kind == "norm":
            norms.setdefault(address.id, []).append((at, order))
    claims = []
    for order, (placed, source, address, at, text) in enumerate(addresses):
        same = sorted(norms.get(address.id, ()))
        letter = "abcdefgh"[same.index((at, order)) % 8] if len(same) > 1 and (at, order) in same else ""
        claims.append((placed, Claim(address.id + letter, address.cite(letter), text, _place(source, placed))))
    return claims


def _coverage(stretches: Sequence[Stretch]) -> list[Coverage]:
    """Per file: how many characters of its quotations are claimed by rules, else noted, else marked."""
    rows: dict[str, Coverage] = {}
    for stretch in stretches:
        text = fold(stretch.text)
        total = sum(1 for c in text[_counted_from(text) :] if not _PUNCTUATION.fullmatch(c))
        best = _kinds(stretch)
        old = rows.get(stretch.source.name, Coverage(stretch.part, stretch.source.name, 0, 0, 0, 0))
        rows[stretch.source.name] = Coverage(
            stretch.part,
            stretch.source.name,
            old.total + total,
            old.claimed + best["rule"],
            old.noted + best["note"],
            old.pending + best["pending"],
        )
    return list(rows.values())


def _counted_from(text: str) -> int:
    """Where the number of a subsection ends."""
    number = _NUMBER.match(text)
    return number.end() if number else 0


def _kinds(stretch: Stretch) -> dict[str, int]:
    text = fold(stretch.text)
    kind_of = [""] * len(text)
    for wanted in ("pending", "note", "rule"):
        for placed in stretch.statements:
            statement = placed.node
            assert isinstance(statement, n.Statement)
            kind = statement.kind if statement.kind in ("pending", "note") else "rule"
            if kind == wanted and statement.kind in _CLAIMING:
                (start, end), _, _ = _basis(stretch, placed, statement, len(text))
                kind_of[start:end] = [kind] * (end - start)
    start = _counted_from(text)
    counted = [k for k, c in zip(kind_of[start:], text[start:], strict=True) if not _PUNCTUATION.fullmatch(c)]
    return {kind: counted.count(kind) for kind in ("rule", "note", "pending")}
