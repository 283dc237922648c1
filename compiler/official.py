"""source.txt: the official text, its parts, and the addresses of its sentences.

It holds one 款 or 项 a line. A line `%KIND text` belongs to the head or foot and is no 款; `%部分 NAME` has no text and
begins a part; so does a line that begins with an article number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dsl.parse import FILES
from dsl.tree import chinese_number

_ARTICLE = re.compile(r"(第([一二三四五六七八九十百千万零]+)条|(?:Section|Article) (\d+))\s*")
_SUBSECTION = re.compile(r"(?:(?:Section|Article) \d+ )?[“\"]?(?:\d+ )?(\(\d+\))")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]+|[a-z])[)）]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the official text: a 款 or 项 of a part, or a line of its head or foot (`mark`)."""

    paragraph: int
    item: int
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """`第三条` as A03; `paragraphs` says how many 款 it has, to word a citation as lawyers do."""

    id: str
    name: str
    paragraphs: int
    units: tuple[Unit, ...]


def read_official(text: str) -> tuple[Part, ...]:
    """The parts of source.txt. One that reads as it did is the one that it was."""
    parts: list[tuple[str, str, list[_Line]]] = []
    for line in filter(str.strip, text.splitlines()):
        mark, _, rest = line[1:].partition(" ") if line.startswith("%") else ("", "", line)
        begins = mark in ("部分", "part")
        article = None if mark else _ARTICLE.match(line)
        if begins or article or not parts:
            parts.append((*_name(rest, article, parts[-1][0] if parts else ""), []))
        if not begins:
            parts[-1][2].append((mark, not mark and _ITEM.match(line) is not None, rest))
    return tuple(_part(id_, name, tuple(lines)) for id_, name, lines in parts)


_Line = tuple[str, bool, str]
"""A line's mark, whether it is a 项, and its text."""


@lru_cache(maxsize=FILES)
def _part(id_: str, name: str, lines: tuple[_Line, ...]) -> Part:
    units: list[Unit] = []
    paragraph = item = 0
    for mark, is_item, text in lines:
        if mark:
            units.append(Unit(0, 0, mark, text))
        elif is_item:
            item += 1
            units.append(Unit(paragraph, item, "", text))
        else:
            paragraph, item = paragraph + 1, 0
            units.append(Unit(paragraph, 0, "", text))
    return Part(id_, name, paragraph, tuple(units))


def _name(rest: str, article: re.Match[str] | None, before: str) -> tuple[str, str]:
    """The id and the name of a part that stands after another."""
    if article:
        return f"A{_article_number(article):02d}", article[1]
    number = int(before[1:]) + 1 if before else 0
    return f"A{number:02d}", rest.strip()


def _article_number(article: re.Match[str]) -> int:
    return chinese_number(article[2]) if article[2] else int(article[3])


# ---- addresses ---------------------------------------------------------------------------------------------------


_ORDINALS = "一二三四五六七八九十"


def _ordinal(number: int) -> str:
    if number <= 10:
        return _ORDINALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _ORDINALS[tens - 1]) + "十" + (_ORDINALS[ones - 1] if ones else "")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a 款 or 项; a sentence ends at 。 (or at a full stop before a space)."""
    ends = [m.end() for m in re.finditer(r"。|\.(?=\s|$)", text)]
    if not ends or text[ends[-1] :].strip():
        ends.append(len(text))
    return list(zip([0, *ends[:-1]], ends, strict=True))


@dataclass(frozen=True, slots=True)
class Address:
    """A sentence (or 项, or line of the head) by its place; `sentence` counts from 1."""

    unit: Unit
    part: Part
    sentence: int
    of: int

    @property
    def id(self) -> str:
        if self.unit.mark:
            return self.part.id
        item = f".I{self.unit.item}" if self.unit.item else f".S{self.sentence}"
        return f"{self.part.id}.P{self.unit.paragraph}{item}"

    def cite(self, letter: str = "") -> str:
        """As lawyers cite: 第三条第一款第二句; of an English text `Section 3 (1)`, whose subsections carry numbers."""
        if self.part.name.isascii():
            return self._cite_english(letter)
        words = self.part.name
        if self.part.paragraphs > 1 and not self.unit.mark:
            words += f"第{_ordinal(self.unit.paragraph)}款"
        if self.unit.item:
            words += f"第（{_ordinal(self.unit.item)}）项"
        elif self.of > 1:
            words += f"第{_ordinal(self.sentence)}句"
        return words + {"": "", "a": "前段", "b": "后段"}.get(letter, f"第{letter}段")

    def _cite_english(self, letter: str) -> str:
        words = self.part.name
        if not self.unit.mark:
            words += self._subsection()
            if item := _ITEM.match(self.unit.text) if self.unit.item else None:
                words += f" {item[0]}"
            elif self.of > 1:
                words += f", sentence {self.sentence}"
        return words + (f", part {letter}" if letter else "")

    def _subsection(self) -> str:
        """` (2)` where the paragraph carries a number, else `, paragraph 2` where there are several."""
        lines = (u for u in self.part.units if u.paragraph == self.unit.paragraph and not u.item and not u.mark)
        first = next(lines, None)
        if first and (number := _SUBSECTION.match(first.text)):
            return f" {number[1]}"
        return f", paragraph {self.unit.paragraph}" if self.part.paragraphs > 1 and self.unit.paragraph else ""
