"""Law: citations, quotes to the letter, readings and what the other reading would give."""

from __future__ import annotations

import re
from collections.abc import Mapping

from compiler.program import Program

_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")}
_PARTS = {"条": "article", "款": "paragraph", "项": "item", "句": "sentence"}
_ADDRESS = re.compile(r"第[（(]?([零一二三四五六七八九十百]+)[）)]?([条款项句])|(前段|后段)|第([a-h])段")
_FIRST = {"前段": "first part", "后段": "second part"}


def number(chinese: str) -> int:
    """二十一 -> 21"""
    total, digit = 0, 0
    for character in chinese:
        if character in _CHINESE:
            digit = _CHINESE[character]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[character]
            digit = 0
    return total + digit


def english_of(program: Program) -> Mapping[str, str]:
    """English names of parts that are no articles."""
    amended = {a.short.zh: a.short.en for a in program.about.amendments if a.short.en}
    return {**amended, **program.about.english}


def cited(text: str, address: str, program: Program, lang: str) -> bool:
    """Does a citation name this address of the law?"""
    if lang == "zh":
        return text == address
    rest = _ADDRESS.sub("", address)
    rest = english_of(program).get(rest, rest)
    pieces = [rest] if rest else []
    for match in _ADDRESS.finditer(address):
        if match[2]:
            pieces.append(f"{_PARTS[match[2]]} {number(match[1])}")
        else:
            pieces.append(_FIRST.get(match[3] or "", f"part {match[4]}"))
    return text.casefold() == ", ".join(pieces).casefold()
