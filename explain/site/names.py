"""Paths of pages that are named after something: in Latin letters, and the same as long as the name is."""

from __future__ import annotations

import re
from hashlib import sha256


def slug(word: str, english: str = "") -> str:
    """From the English of a word, or from the word itself; of one that has no Latin letters a mark made of it."""
    plain = "-".join(re.findall(r"[a-z0-9]+", (english or word).lower()))
    return plain or "x" + sha256(word.encode()).hexdigest()[:8]


def distinct(slugs: list[str]) -> list[str]:
    """The same slugs, each but the first of its kind with a number."""
    seen: dict[str, int] = {}
    found = []
    for one in slugs:
        seen[one] = seen.get(one, 0) + 1
        found.append(one if seen[one] == 1 else f"{one}-{seen[one]}")
    return found
