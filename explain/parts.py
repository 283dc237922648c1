"""What a user calls a text of the regulation."""

from __future__ import annotations

import re
import unicodedata

from compiler.official import Part
from compiler.program import Program
from dsl.tree import chinese_number
from explain.words import english, part_name


def find_part(program: Program, given: str) -> Part | None:
    """四, 4, 第四条, 第4条, A04, Article 4, 施行条款 or its English name."""
    word, named = _plain(given), english(program.about)
    return next((p for p in program.ledger.parts if word in (*spellings(p), _plain(part_name(p.name, named).en))), None)


def _plain(given: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", given)).lower()


def spellings(part: Part) -> tuple[str, ...]:
    """What find_part takes for this part."""
    found = [_plain(part.name), part.id.lower()]
    match = re.fullmatch(r"第([一二三四五六七八九十百千万零]+)条|(?:section|article)(\d+)", found[0])
    if match:
        number = str(int(match[2]) if match[2] else chinese_number(match[1]))
        found += [number, f"第{number}条", f"article{number}", f"section{number}", f"a{number}"]
        found += [match[1]] if match[1] else []
    return tuple(found)
