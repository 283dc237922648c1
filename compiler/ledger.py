"""The ledger: every character of the official text is quoted once, in order, and claimed by a rule, noted as without
effect, or marked as not yet encoded. Addresses (A03.P1.S2) are derived here and nowhere else.

Comparison with source.txt (official.py, folded.py, alignment.py) ignores white space and the difference between
full-width and half-width characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import cycle
from operator import itemgetter
from typing import NamedTuple

from compiler.alignment import Piece, Quotation, align, quotation, shortened
from compiler.claims import Claim, Coverage, Ledger, Stretch
from compiler.folded import NO_PREFIX, Official, Prefix, fold, folded, official_text
from compiler.official import Address
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.parse import FILES
from dsl.source import Place, Source

_PUNCTUATION = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[“\"]?\d*\([0-9a-z]+\)")
"""The number of a subsection at the beginning of a quotation says nothing of its own."""
_KEYWORD = re.compile(r"\w+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAIMING = ("define", "exception", "parameter", "holidays", "norm", "service", "note", "pending", "broken")


@dataclass(frozen=True, slots=True, eq=False)
class _Quoted:
    """What a rule file quotes, and its statements that stand under no quotation."""

    stretches: tuple[Stretch, ...]
    quotation: Quotation
    found: tuple[Diagnostic, ...]


def joined(books: Sequence[tuple[Ledger, list[Diagnostic]]]) -> tuple[Ledger, list[Diagnostic]]:
    """The ledgers of an instrument and of its amendments as one."""
    fields = ("parts", "coverage", "claims", "stretches")
    whole = Ledger(*(tuple(row for ledger, _ in books for row in getattr(ledger, f)) for f in fields))
    return whole, [fault for _, found in books for fault in found]


def build(
    official: str, articles: Sequence[n.Article], draft: bool, prefix: Prefix = NO_PREFIX
) -> tuple[Ledger, list[Diagnostic]]:
    """Align the quotations of the rule files with the official text, and give every statement below one its address."""
    whole = official_text(official, prefix)
    quoted = [_quoted(article) for article in articles]
    starts, found = align(whole, [own.quotation for own in quoted])
    books = [_placed(whole, article, at, draft) for article, at in zip(articles, starts, strict=True)]
    found += [fault for own in quoted for fault in own.found] + [fault for book in books for fault in book.found]
    rows = tuple(book.coverage for book in books if book.coverage is not None)
    stretches = tuple(stretch for book in books for stretch in book.stretches)
    return Ledger(tuple(each.part for each in whole.written), rows, tuple(_lettered(books)), stretches), found


@lru_cache(maxsize=FILES)
def _quoted(article: n.Article) -> _Quoted:
    stretches: list[Stretch] = []
    pieces: list[Piece] = []
    found: list[Diagnostic] = []
    source, part = article.source, ""
    below: list[n.Placed] = []
    for placed in article.statements:
        node = placed.node
        if isinstance(node, n.Heading):
            part = node.part
            place = Place(source, placed.offset, placed.offset + node.span[1])
            if node.number:
                pieces.append(Piece(folded(node.number), place, -1))
        elif isinstance(node, n.Quote):
            below = []
            for text, at in node.lines:
                start = placed.offset + at
                pieces.append(Piece(folded(text), Place(source, start, start + len(text)), len(stretches)))
            text = "\n".join(t for t, _ in node.lines)
            stretches.append(Stretch(part, placed, source, text, 0, ()))
        elif isinstance(node, n.Statement):
            below.append(placed)
            if stretches:
                stretches[-1] = replace(stretches[-1], statements=tuple(below))
            elif node.kind in ("norm", "service", "note", "pending", "define", "exception"):
                name = node.name.text if node.name else node.kind
                found.append(Diagnostic("E409", _place(source, placed), {"name": name}))
    return _Quoted(tuple(stretches), quotation(pieces, len(stretches)), tuple(found))


def _place(source: Source, placed: n.Placed) -> Place:
    node = placed.node
    keyword = _KEYWORD.match(source.text, placed.offset)
    span = (0, keyword.end() - placed.offset if keyword else 1)
    if isinstance(node, n.Statement) and node.name:
        span = node.name.span
    return Place(source, placed.offset + span[0], placed.offset + span[1])


# ---- claims ------------------------------------------------------------------------------------------------------


class _Norm(NamedTuple):
    """A norm's claim: its number among the claims, its address, the stretch that it stands under, and where in the
    official text it begins."""

    claim: int
    address: Address
    stretch: int
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class _Claimed:
    """What the statements of a rule file claim."""

    stretches: tuple[Stretch, ...]
    claims: tuple[tuple[n.Placed, Claim], ...]
    norms: tuple[_Norm, ...]
    coverage: Coverage | None
    found: tuple[Diagnostic, ...]


@lru_cache(maxsize=FILES)
def _placed(whole: Official, article: n.Article, starts: tuple[int, ...], draft: bool) -> _Claimed:
    """What a file's statements claim where its stretches begin at these characters of the official text."""
    quoted = _quoted(article).stretches
    excerpts = [whole.excerpt(at, len(fold(s.text))) for s, at in zip(quoted, starts, strict=True)]
    own = _claimed(article, tuple(excerpts), draft)
    bases = [at - begin for at, (_, begin) in zip(starts, excerpts, strict=True)]
    return replace(
        own,
        stretches=tuple(replace(s, start=at) for s, at in zip(quoted, starts, strict=True)),
        norms=tuple(norm._replace(at=bases[norm.stretch] + norm.at) for norm in own.norms),
    )


@lru_cache(maxsize=FILES)
def _claimed(article: n.Article, excerpts: tuple[tuple[Official, int], ...], draft: bool) -> _Claimed:
    """The same, said with the parts of the official text that each stretch stands in and where in them it begins: it
    is worked out again where these change, wherever they stand."""
    stretches = _quoted(article).stretches
    found: list[Diagnostic] = []
    claims: list[tuple[n.Placed, Claim]] = []
    norms: list[_Norm] = []
    for number, (stretch, (excerpt, begin)) in enumerate(zip(stretches, excerpts, strict=True)):
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
            if statement.kind in _CLAIMING and excerpt.text:
                address = excerpt.address(begin + span[0])
                if statement.kind == "norm":
                    norms.append(_Norm(len(claims), address, number, begin + span[0]))
                claims.append((placed, _claim(address, "", fragment, _place(stretch.source, placed))))
            if statement.kind == "pending" and not draft:
                found.append(Diagnostic("E404", _place(stretch.source, placed)))
        found += _unclaimed(stretch, spans)
    return _Claimed(stretches, tuple(claims), tuple(norms), _coverage(stretches), tuple(found))


def _claim(address: Address, letter: str, text: str, place: Place) -> Claim:
    return Claim(address.id + letter, address.cite(letter), text, place)


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
    whole = folded(stretch.text)
    open_ = [i for i in range(len(whole.text)) if not any(a <= i < b for a, b in spans)]
    open_ = [i for i in open_ if not _PUNCTUATION.fullmatch(whole.text[i])]
    open_ = [i for i in open_ if i >= _counted_from(whole.text)]
    if not open_:
        return []
    run = [i for k, i in enumerate(open_) if i == open_[0] + k]
    quote = stretch.placed.node
    assert isinstance(quote, n.Quote)
    start = _in_file(stretch, quote, whole.origin[run[0]])
    end = max(start + 1, _in_file(stretch, quote, whole.origin[run[-1]]) + 1)
    words = {"text": shortened(stretch.text[whole.origin[run[0]] : whole.origin[run[-1]] + 1].replace("\n", ""))}
    return [Diagnostic("E403", Place(stretch.source, start, end), words)]


def _in_file(stretch: Stretch, quote: n.Quote, at: int) -> int:
    """The place in the file of character `at` of a stretch's joined text."""
    for text, offset in quote.lines:
        if at <= len(text):
            return stretch.placed.offset + offset + at
        at -= len(text) + 1
    return stretch.placed.offset


def _lettered(books: Sequence[_Claimed]) -> list[tuple[n.Placed, Claim]]:
    """All claims; where a sentence holds several norms their addresses are lettered a, b … in text order."""
    claims: list[tuple[n.Placed, Claim]] = []
    norms: dict[str, list[tuple[int, int, Address]]] = {}
    for book in books:
        for norm in book.norms:
            row = norm.at, len(claims) + norm.claim, norm.address
            norms.setdefault(book.claims[norm.claim][1].address, []).append(row)
        claims += book.claims
    for same in (sorted(each, key=itemgetter(0, 1)) for each in norms.values() if len(each) > 1):
        for letter, (_, number, address) in zip(cycle("abcdefgh"), same, strict=False):
            placed, claim = claims[number]
            claims[number] = placed, _claim(address, letter, claim.text, claim.place)
    return claims


def _coverage(stretches: Sequence[Stretch]) -> Coverage | None:
    """How many characters of a file's quotations are claimed by rules, else noted, else marked; None without any."""
    if not stretches:
        return None
    kinds = [kind for stretch in stretches for kind in _kinds(stretch)]
    counts = (len(kinds), *(kinds.count(kind) for kind in ("rule", "note", "pending")))
    return Coverage(stretches[-1].part, stretches[-1].source.name, *counts)


def _counted_from(text: str) -> int:
    """Where the number of a subsection ends."""
    number = _NUMBER.match(text)
    return number.end() if number else 0


def _kinds(stretch: Stretch) -> list[str]:
    """For each character that counts, what it is claimed by."""
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
    return [k for k, c in zip(kind_of[start:], text[start:], strict=True) if not _PUNCTUATION.fullmatch(c)]
