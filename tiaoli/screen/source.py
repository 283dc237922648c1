"""A register, wherever it lies. Whatever it is called, a column is called c1, c2 … in here, and `n` is the row's
number, so that no name of the register gets into a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

RAGGED, GARBLED = "ragged_row", "bad_text"
"""Why a record of a CSV file is set aside: another number of cells than the header, or bytes that are no text."""


def quoted(text: str) -> str:
    """Text in a query."""
    return "'" + text.replace("'", "''") + "'"


def named(text: str) -> str:
    """A name in a query."""
    return '"' + text.replace('"', '""') + '"'


@dataclass(frozen=True)
class Source:
    """`texts` of the cells of each column, as SQL. `scan` gives n, c1, c2 …; `spoilt` are records (number, reason,
    text) that are no rows at all."""

    columns: tuple[str, ...]
    texts: tuple[str, ...]
    scan: str
    spoilt: tuple[tuple[int, str, str], ...] = ()

    def at(self, column: str) -> str:
        """What a column is called in here."""
        return f"c{self.columns.index(column) + 1}"

    def text(self, column: str) -> str:
        """Its cells as received; a whole number, or midnight, as a whole number or a day."""
        return self.texts[self.columns.index(column)]


def texts(types: Iterable[str]) -> tuple[str, ...]:
    """Of columns c1, c2 … of these types, as DuckDB names them."""
    return tuple(_as_text(f"c{number}", kind) for number, kind in enumerate(types, 1))


def _as_text(at: str, kind: str) -> str:
    shown = at if kind == "VARCHAR" else f"CAST({at} AS VARCHAR)"
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return f"regexp_replace({shown}, '\\.0+$', '')"
    return f"regexp_replace({shown}, ' 00:00:00$', '')" if kind.startswith("TIMESTAMP") else shown


def collapsed(text: str) -> str:
    """With one sign for each stretch of bytes that are no text."""
    return re.sub("[\ud800-\udfff\ufffd]+", "\ufffd", text)
