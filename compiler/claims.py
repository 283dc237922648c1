"""What the ledger (ledger.py) holds: which statement claims which words of the official text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dsl.source import Place, Source

if TYPE_CHECKING:
    from compiler.official import Part
    from dsl.nodes import Placed


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement encodes: an address, how to cite it, and the words."""

    address: str
    cite: str
    text: str
    place: Place


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
class Stretch:
    """A quotation and the statements below it. `start` is its first character's index in the folded official text."""

    part: str
    placed: Placed
    source: Source
    text: str
    start: int
    statements: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of it, in the order of the official text."""

    parts: tuple[Part, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[tuple[Placed, Claim], ...]
    stretches: tuple[Stretch, ...]

    def part(self, name: str) -> Part | None:
        return next((p for p in self.parts if p.name == name or p.id == name), None)
