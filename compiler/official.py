"""source.txt: the official text, its parts, and the addresses of its sentences.

It holds one 款 or 项 a line. A line `%KIND text` belongs to the head or foot and is no 款; `%部分 NAME` has no text and
begins a part; so does a line that begins with an article number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dsl.tree import chinese_number

_ARTICLE = re.compile(r"(第([一二三四五六七八九十百千万零]+)条|(?:Section|Article) (\d+))\s*")
_SUBSECTION = re.compile(r"(?:(?:Section|Article) \d+ )?[“\"]?(?:\d+ )?(\(\d+\))")
_ITEM = re.compile(r"[(（]([一二三四五六七八九十]+|[a-z])[)）]")


@dataclass(frozen=True, slots=True)
class Unit:
    """One line of the official text: a 款 or 项 of a part, or a line of its head or foot (`mark`)."""

    part: int
    paragraph: int
    item: int
    mark: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """`第三条` as A03; `paragraphs` says how many 款 it has, to word a citation as lawyers do."""

    id: str
    name: str
    paragraphs: int
    units: tuple[Unit, ...]


def read_official(text: str) -> tuple[Part, ...]:
    """The parts of source.txt."""
    parts: list[tuple[str, str, list[Unit]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        mark, _, rest = line[1:].partition(" ") if line.startswith("%") else ("", "", line)
        if not line.strip():
            continue
        article = None if mark else _ARTICLE.match(line)
        if mark in ("部分", "part") or article or not parts:
            parts.append((*_name(rest, article, parts), []))
        if mark in ("部分", "part"):
            continue
        units = parts[-1][2]
        paragraph = sum(1 for u in units if not u.mark and not u.item)
        item = not mark and _ITEM.match(line) is not None
        count = sum(1 for u in units if u.item and u.paragraph == paragraph) + 1 if item else 0
        place = 0 if mark else paragraph if item else paragraph + 1
        units.append(Unit(len(parts) - 1, place, count, mark, rest, number))
    return tuple(
        Part(id_, name, sum(1 for u in units if not u.mark and not u.item), tuple(units)) for id_, name, units in parts
    )


def _name(rest: str, article: re.Match[str] | None, parts: Sequence[tuple[str, str, list[Unit]]]) -> tuple[str, str]:
    if article:
        return f"A{_article_number(article):02d}", article[1]
    number = int(parts[-1][0][1:]) + 1 if parts else 0
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
        number = _SUBSECTION.match(next(lines).text)
        if number:
            return f" {number[1]}"
        return f", paragraph {self.unit.paragraph}" if self.part.paragraphs > 1 else ""
