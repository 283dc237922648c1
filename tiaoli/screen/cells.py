"""How a cell of the register becomes a fact, as SQL: its value, and where it is none the reason.

It is written as DuckDB has it, in words that sqlglot has for every engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from compiler.calendar import iso
from compiler.program import Fact, Program
from compiler.targets.sql import columns
from compiler.values import LIMITS, MILLIONTHS, Value, decimal_text
from tiaoli.screen.mapping import Mapping_, Reading
from tiaoli.screen.source import Source, quoted

_END = "\\z"
"""Not $, which in Java stands before the end of a line too."""
_MOST = 10**15
"""No number beyond it is answered for, so that no arithmetic leaves 64 bits."""
_SHAPES = {
    "iso": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "yyyymmdd": "[0-9]{8}",
    "yyyy/mm/dd": "[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
}
_MONTHS = {"iso": "[0-9]{4}-[0-9]{2}", "yyyymm": "[0-9]{6}", "yyyy/mm": "[0-9]{4}/[0-9]{1,2}"}


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` of the register, '' for none; `text` as received; `value`, NULL where it is empty or at fault; `fault`
    a reason, NULL where there is none."""

    column: str
    text: str
    value: str
    fault: str


class Cells:
    """The cells of one register under one mapping."""

    def __init__(self, program: Program, mapping: Mapping_, source: Source) -> None:
        self.program, self.mapping, self.source = program, mapping, source
        self.typed = columns(program)

    @property
    def key(self) -> str:
        return self.source.text(self.mapping.key)

    def day(self) -> Cell:
        """The day asked about."""
        if self.mapping.day is not None:
            return Cell("", "NULL", f"DATE {quoted(iso(self.mapping.day))}", "NULL")
        column, form = self.mapping.day_column, self.mapping.day_format
        text = self.source.text(column)
        cell = self._date(_trimmed(text), form, LIMITS["date"])
        return Cell(column, text, cell[0], f"CASE WHEN {self.empty(column)} THEN 'no_day' ELSE {cell[1]} END")

    def empty(self, column: str) -> str:
        texts = ", ".join(map(quoted, self.mapping.empty)) or "''"
        return f"coalesce({_trimmed(self.source.text(column))} IN ({texts}), true)"

    def facts(self) -> Iterator[tuple[str, Cell]]:
        """Of every fact, in the order of the vocabulary."""
        read = {r.fact: r for r in self.mapping.readings}
        for name, fact in self.program.facts.items():
            if name in self.mapping.constants:
                value = _constant(fact, self.mapping.constants[name])
                yield name, Cell("", "NULL", f"CAST({value} AS {self.typed[name]})", "NULL")
            elif name in read:
                yield name, self._cell(fact, read[name])
            else:
                yield name, Cell("", "NULL", f"CAST(NULL AS {self.typed[name]})", "NULL")

    def _cell(self, fact: Fact, reading: Reading) -> Cell:
        text = self.source.text(reading.column)
        value, fault = self._read(fact, reading, _trimmed(text))
        empty = self.empty(reading.column)
        guarded = f"CASE WHEN NOT {empty} THEN {{}} END"
        typed = f"CAST({guarded.format(value)} AS {self.typed[fact.name]})"
        return Cell(reading.column, text, typed, guarded.format(fault))

    def _read(self, fact: Fact, reading: Reading, text: str) -> tuple[str, str]:
        """Value and reason of a text that is not empty."""
        kind = fact.type.kind
        limits = fact.limits or LIMITS.get(kind, (0, 0))
        if kind in ("bool", "enum"):
            return _coded(text, reading.codes)
        if kind == "date":
            return self._date(text, reading.format, limits)
        if kind == "month":
            return _month(text, reading.format, limits)
        if kind == "money":
            return _money(text, reading.unit, limits)
        if kind == "integer":
            return _integer(text, limits)
        low, high = (decimal_text(Fraction(end, MILLIONTHS)) for end in (max(limits[0], -_MOST), min(limits[1], _MOST)))
        value = f"TRY_CAST({text} AS DECIMAL(18, 6))"
        return _whole(value, _unlike(text, "-?[0-9]{1,12}(\\.[0-9]{1,6})?"), f"NOT {value} BETWEEN {low} AND {high}")

    def _date(self, text: str, form: str, limits: tuple[int, int]) -> tuple[str, str]:
        cut = ", ".join(f"substring({text}, {at}, {length})" for at, length in ((1, 4), (5, 2), (7, 2)))
        iso_text = f"concat_ws('-', {cut})" if form == "yyyymmdd" else text
        iso_text = f"replace({text}, '/', '-')" if form == "yyyy/mm/dd" else iso_text
        day = f"CASE WHEN {_like(text, _SHAPES[form])} THEN TRY_CAST({iso_text} AS DATE) END"
        outside = f"NOT ({day}) BETWEEN DATE {quoted(iso(limits[0]))} AND DATE {quoted(iso(limits[1]))}"
        return _whole(day, f"({day}) IS NULL", outside, "invalid_date")


def _trimmed(text: str) -> str:
    return f"trim({text}, ' \t\u3000')"


def _like(text: str, shape: str) -> str:
    return f"regexp_matches({text}, {quoted('^' + shape + _END)})"


def _unlike(text: str, shape: str) -> str:
    return f"NOT {_like(text, shape)}"


def _whole(value: str, wrong: str, outside: str, why: str = "wrong_type") -> tuple[str, str]:
    fault = f"CASE WHEN {wrong} THEN {quoted(why)} WHEN {outside} THEN 'out_of_range' END"
    return f"CASE WHEN ({fault}) IS NULL THEN {value} END", fault


def _integer(text: str, limits: tuple[int, int]) -> tuple[str, str]:
    low, high = max(limits[0], -_MOST), min(limits[1], _MOST)
    value = f"TRY_CAST({text} AS BIGINT)"
    return _whole(value, _unlike(text, "-?[0-9]+"), f"NOT coalesce({value} BETWEEN {low} AND {high}, false)")


def _coded(text: str, codes: Mapping[str, Value]) -> tuple[str, str]:
    by: dict[Value, list[str]] = {}
    for code, value in codes.items():
        by.setdefault(value, []).append(quoted(code))
    cases = " ".join(f"WHEN {text} IN ({', '.join(found)}) THEN {_plain(value)}" for value, found in by.items())
    known = ", ".join(quoted(code) for code in codes)
    return f"CASE {cases} END", f"CASE WHEN {text} NOT IN ({known}) THEN 'unknown_code' END"


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else quoted(str(value))


def _money(text: str, unit: str, limits: tuple[int, int]) -> tuple[str, str]:
    """Whole fen, or yuan with at most two decimals."""
    shape = "-?[0-9]+" if unit == "fen" else "-?[0-9]+(\\.[0-9]{1,2})?"
    times = "1" if unit == "fen" else "100"
    value = f"CAST(TRY_CAST({text} AS DECIMAL(20, 2)) * {times} AS BIGINT)"
    fault = (
        f"CASE WHEN {_unlike(text, shape)} THEN 'wrong_type' "
        f"WHEN substring({text}, 1, 1) = '-' THEN 'negative_amount' "
        f"WHEN NOT coalesce(TRY_CAST({text} AS DECIMAL(20, 2)) * {times} BETWEEN {max(limits[0], 0)} "
        f"AND {min(limits[1], _MOST)}, false) THEN 'out_of_range' END"
    )
    return f"CASE WHEN ({fault}) IS NULL THEN {value} END", fault


def _month(text: str, form: str, limits: tuple[int, int]) -> tuple[str, str]:
    """12 × year + month − 1."""
    month = f"TRY_CAST(substring({text}, {5 if form == 'yyyymm' else 6}) AS BIGINT)"
    wrong = f"NOT ({_like(text, _MONTHS[form])} AND coalesce({month} BETWEEN 1 AND 12, false))"
    value = f"12 * TRY_CAST(substring({text}, 1, 4) AS BIGINT) + {month} - 1"
    return _whole(value, wrong, f"NOT {value} BETWEEN {limits[0]} AND {limits[1]}", "invalid_date")


def _constant(fact: Fact, value: Value) -> str:
    if fact.type.kind == "date" and isinstance(value, int):
        return quoted(iso(value))
    if fact.type.kind in ("bool", "enum"):
        return _plain(value)
    if fact.type.kind in ("decimal", "percent") and isinstance(value, int | Fraction):
        return decimal_text(Fraction(value))
    return str(value)
