"""What is asked of a table, and why it may be that no query can answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compiler.values import LIMITS


class NotExpressible(Exception):
    """`reasons`: for each part that has no form in SQL its name and why, in Chinese and English."""

    def __init__(self, reasons: Sequence[tuple[str, str, str]]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{name}: {en}" for name, _, en in reasons))


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of the table before, and what is wanted of it, as `sql` says it (sql.py)."""

    known: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    days: tuple[int, int] = LIMITS["date"]
    admitted: bool = False
    only: tuple[str, ...] = ()
    missing: bool = True
