"""A rule file as text, and places in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

Span = tuple[int, int]
"""Start and end offset, end excluded. In a tree it counts from the start of the statement, so that a statement parsed
once may stand anywhere; in a Place it counts from the start of the file."""


@dataclass(frozen=True, slots=False)
class Source:
    """A named text. Lines and columns count from 1; columns count characters."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        return (0, *(i + 1 for i, c in enumerate(self.text) if c == "\n"))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its line end."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source: where a diagnostic points, where a rule stands."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


def width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two. (wcwidth is loaded when first needed.)"""
    from wcwidth import wcswidth

    measured = wcswidth(text)
    return measured if measured >= 0 else len(text)


def excerpt(place: Place) -> tuple[str, str]:
    """The line of a place, and carets under the place's part of that line."""
    number, column = place.source.position(place.start)
    line = place.source.line(number)
    before = line[: column - 1].replace("\t", " ")
    marked = line[column - 1 : column - 1 + max(place.end - place.start, 1)]
    pad = "".join("\u3000" if c == "\u3000" else " " * width(c) for c in before)
    return line.replace("\t", " "), pad + "^" * max(width(marked), 1)
