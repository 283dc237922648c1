"""Paths of pages that are named after something: in Latin letters, and the same as long as the name is."""

from __future__ import annotations

import re
from hashlib import sha256

LONGEST = 160
"""Characters; file systems take 255 bytes, and an address should be read."""


def slug(word: str, english: str = "") -> str:
    """From the English of a word, or from the word itself; of one that has no Latin letters a mark made of it, which
    ends what is too long, too."""
    plain, mark = "-".join(re.findall(r"[a-z0-9]+", (english or word).lower())), sha256(word.encode()).hexdigest()[:8]
    return f"{plain[:LONGEST]}-x{mark}" if len(plain) > LONGEST else plain or f"x{mark}"


def distinct(slugs: list[str]) -> list[str]:
    """The same slugs, each but the first of its kind with a number."""
    seen: dict[str, int] = {}
    found = []
    for one in slugs:
        seen[one] = seen.get(one, 0) + 1
        found.append(one if seen[one] == 1 else f"{one}-{seen[one]}")
    return found
