"""The official text as it is compared: folded, that is without white space and half-width; and where each of its
characters stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from compiler.official import Address, Part, Unit, read_official, sentences
from compiler.same import Same
from dsl.lexer import half_width
from dsl.parse import FILES


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


NO_PREFIX = Prefix()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without white space, half-width, and where each of its characters came from."""

    text: str
    origin: tuple[int, ...]


def fold(text: str) -> str:
    """For comparison: no white space, half-width."""
    return "".join(half_width(text).split())


def folded(text: str) -> Folded:
    """The same, with where each character came from."""
    half = half_width(text)
    origin = tuple(i for i, c in enumerate(half) if not c.isspace())
    return Folded("".join(half[i] for i in origin), origin)


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A part of the official text, folded; `starts` says where in it each of its units begins, `origins` where in its
    unit each character stands."""

    part: Part
    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, ...], ...]

    def where(self, index: int) -> tuple[Unit, int]:
        at = bisect_right(self.starts, index) - 1
        return self.part.units[at], self.origins[at][index - self.starts[at]]


@lru_cache(maxsize=FILES)
def _written(part: Same[Part], prefix: Prefix) -> Written:
    texts = [folded(unit.text) for unit in part.it.units]
    text, origins = "".join(f.text for f in texts), tuple(f.origin for f in texts)
    return Written(prefix.part(part.it), text, _starts([f.text for f in texts]), origins)


def _starts(texts: Sequence[str]) -> tuple[int, ...]:
    """Where each of the texts begins if they follow each other."""
    return tuple(accumulate(map(len, texts[:-1]), initial=0))


@dataclass(frozen=True, slots=True, eq=False)
class Official:
    """The folded official text, or some of its parts that follow each other; `starts` says where each begins."""

    written: tuple[Written, ...]
    text: str
    starts: tuple[int, ...]

    def at(self, index: int) -> int:
        """Which of its parts a character belongs to."""
        return bisect_right(self.starts, index) - 1

    def where(self, index: int) -> tuple[Unit, int]:
        """The unit of a character and its offset there."""
        at = self.at(index)
        return self.written[at].where(index - self.starts[at])

    def address(self, index: int) -> Address:
        index = min(index, len(self.text) - 1)
        unit, offset = self.where(index)
        spans = sentences(unit.text)
        at = next((i for i, (_, end) in enumerate(spans, start=1) if offset < end), len(spans))
        return Address(unit, self.written[self.at(index)].part, at, len(spans))

    def excerpt(self, start: int, length: int) -> tuple[Official, int]:
        """The parts that so many characters stand in, and where in them these begin. The same parts give the same
        excerpt, whatever stands around them."""
        if not self.text:
            return self, 0
        first, last = self.at(start), self.at(start + max(length, 1) - 1)
        return _excerpt(self.written[first : last + 1]), start - self.starts[first]


def _joined(written: tuple[Written, ...]) -> Official:
    texts = [part.text for part in written]
    return Official(written, "".join(texts), _starts(texts))


_excerpt = lru_cache(maxsize=FILES)(_joined)


@lru_cache(maxsize=8)
def official_text(text: str, prefix: Prefix) -> Official:
    """source.txt, folded; of an amendment with the prefix of its parts."""
    return _joined(tuple(_written(Same(part), prefix) for part in read_official(text)))
