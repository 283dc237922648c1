"""The law as the pages show it: verbatim, cut where the rule files cut it, each cut with the statements below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compiler.claims import Ledger, Stretch
from compiler.folded import fold
from compiler.official import Address, Part, sentences
from compiler.program import Program, Text
from dsl import nodes as n
from dsl.parse import parse
from dsl.source import Source
from explain.words import capital


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the official text, or a 项, or a line of the head or foot. `start` is the index of its first
    character in the folded official text; `opens`: it begins a 款, a 项 or such a line."""

    address: Address
    text: str
    start: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Words of one sentence. `anchor` is unique on a page: the sentence's address where these are its first words."""

    text: str
    anchor: str
    address: Address


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the law: its lines (款 and 项) of sentences, and the statements below it in the rule file."""

    lines: tuple[tuple[Verbatim, ...], ...]
    source: Source | None
    statements: tuple[n.Placed, ...]


def official_sentences(parts: Iterable[Part]) -> Iterator[Sentence]:
    """The whole official text, sentence by sentence, white space included. An amendment has a text of its own."""
    start, instrument = 0, ""
    for part in parts:
        if part.id.rpartition(".")[0] != instrument:
            start, instrument = 0, part.id.rpartition(".")[0]
        for unit in part.units:
            spans = sentences(unit.text)
            for at, (begin, end) in enumerate(spans, start=1):
                text = unit.text[begin:end]
                yield Sentence(Address(unit, part, at, len(spans)), text, start, begin == 0)
                start += len(fold(text))


def passages(ledger: Ledger, part: Part) -> list[Passage]:
    """The part's whole official text, in order. Where no rule file quotes it, it is one passage without statements."""
    found = [s for s in official_sentences(ledger.parts) if s.address.part.id == part.id]
    quoted = (s for s in ledger.stretches if s.part == part.name)
    stretches: list[Stretch | None] = [*sorted(quoted, key=lambda s: s.start)]
    first = found[0].start if found else 0
    starts = [first, *(s.start for s in stretches[1:] if s)]
    ends = [*starts[1:], found[-1].start + len(fold(found[-1].text)) if found else 0]
    used: dict[str, int] = {}
    return [
        _passage(list(_within(found, start, end)), stretch, used)
        for start, end, stretch in zip(starts, ends, stretches or [None], strict=True)
    ]


def _within(found: Sequence[Sentence], start: int, end: int) -> Iterator[tuple[Sentence, str, bool]]:
    """The words of each sentence between two folded indices, and whether they begin a line."""
    for sentence in found:
        last = sentence.start + len(fold(sentence.text))
        low, high = max(start, sentence.start), min(end, last)
        if low < high:
            begin = _offset(sentence.text, low - sentence.start)
            until = _offset(sentence.text, high - sentence.start) if high < last else len(sentence.text)
            yield sentence, sentence.text[begin:until], sentence.opens and low == sentence.start


def _offset(text: str, count: int) -> int:
    """Where the character after `count` others begins, white space not counted; 0 for none."""
    if not count:
        return 0
    solid = [i for i, c in enumerate(text) if not c.isspace()]
    return solid[count]


def _passage(found: list[tuple[Sentence, str, bool]], stretch: Stretch | None, used: dict[str, int]) -> Passage:
    lines: list[list[Verbatim]] = []
    for sentence, text, opens in found:
        if opens or not lines:
            lines.append([])
        id_ = sentence.address.id
        used[id_] = number = used.get(id_, 0) + 1
        lines[-1].append(Verbatim(text, id_ if number == 1 else f"{id_}-{number}", sentence.address))
    shown = tuple(tuple(line) for line in lines)
    return Passage(shown, stretch.source, stretch.statements) if stretch else Passage(shown, None, ())


def title(program: Program, part: Part) -> Text:
    """Our own title of a part, from its rule file's heading; '' where it has none."""
    sources = {s.source.name: s.source for s in program.ledger.stretches if s.part == part.name}
    for source in sources.values():
        for placed in parse(source, examples=False).article.statements:
            if isinstance(placed.node, n.Heading):
                zh = placed.node.title
                return Text(zh, capital(program.about.english.get(zh, "")))
    return Text("")


def reason(note: n.Statement) -> Text:
    """Why a note says that its stretch has no legal effect."""
    english = next((line.text.text for line in note.lines if isinstance(line, n.English)), "")
    return Text(note.text.text if note.text else "", english)


def verbatim(source: Source, placed: n.Placed) -> str:
    """A statement as it stands in its file: its first line and the indented lines below it."""
    lines = source.text[placed.offset :].split("\n")
    end = next((i for i, line in enumerate(lines) if i and line.strip() and not line[0].isspace()), len(lines))
    return "\n".join(lines[:end]).rstrip()
