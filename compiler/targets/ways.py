"""What a diagram can come to in a row, as SQL: from fact to fact, by all ways that are open where one is missing."""

from __future__ import annotations

from typing import Any

from compiler.partial import Residual
from compiler.program import Fact
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import Diagram
from compiler.targets.numbers import Numbers

ASIDE = "constraints left aside"
"""The switch of diagrams.py that is on where no completion keeps the constraints."""


class Ways:
    """`assumed`: the enquirer is the usual one where nothing is said (norms, evaluate.py)."""

    def __init__(self, sheet: Sheet, numbers: Numbers, enquirer: Fact | None, known: frozenset[str]) -> None:
        self.sheet, self.numbers, self.enquirer, self.known = sheet, numbers, enquirer, known
        self._can: dict[tuple[Diagram, bool], Cell] = {}
        self._extremes: dict[tuple[Diagram, bool, bool, bool], Cell] = {}

    def set_aside(self, aside: Cell) -> None:
        """When the constraints do not count; all that was asked before forgot it."""
        self.numbers.aside = aside
        self._can.clear()
        self._extremes.clear()

    def can(self, whole: Diagram, assumed: bool = False) -> Cell:
        """Can it come out as anything but False?"""
        if whole.test is None and isinstance(whole.value, bool):
            return self.sheet.true if whole.value else self.sheet.false
        key = (whole, assumed)
        if key not in self._can:
            self._can[key] = self._can_below(whole, assumed)
        return self._can[key]

    def _can_below(self, whole: Diagram, assumed: bool) -> Cell:
        if whole.test is None or whole.test.atom is not None:
            return self.numbers.holds(whole)
        return self.sheet.any(*(self.sheet.all(may, self.can(b, assumed)) for may, b in self._open(whole, assumed)))

    def extreme(self, whole: Diagram, least: bool, date: bool, assumed: bool) -> Cell:
        """The least (greatest) number it can come to; NULL where none."""
        key = (whole, least, date, assumed)
        if key not in self._extremes:
            self._extremes[key] = self._extreme_below(*key)
        return self._extremes[key]

    def _extreme_below(self, whole: Diagram, least: bool, date: bool, assumed: bool) -> Cell:
        if whole.test is None and not isinstance(whole.value, Residual):
            number = isinstance(whole.value, int) and not isinstance(whole.value, bool)
            return self.sheet.number(whole.value, date) if number else self.sheet.null
        if whole.test is None or whole.test.atom is not None:
            return self.numbers.extreme(whole, least, date)
        ways = [(may, self.extreme(b, least, date, assumed)) for may, b in self._open(whole, assumed)]
        parts = [self.sheet.case(may, value, self.sheet.null) for may, value in ways]
        parts = [part for part in parts if part is not self.sheet.null]
        return self.sheet.among("least" if least else "greatest", parts) if parts else self.sheet.null

    def _open(self, whole: Diagram, assumed: bool) -> list[tuple[Cell, Diagram]]:
        """For each branch, whether the fact may be so."""
        assert whole.test is not None
        by: dict[Diagram, list[Any]] = {}
        for value, branch in zip(whole.test.values, whole.branches, strict=True):
            by.setdefault(branch, []).append(value)
        return [(self._may(whole.test.fact, values, assumed), branch) for branch, values in by.items()]

    def _may(self, name: str, values: list[Any], assumed: bool) -> Cell:
        sheet = self.sheet
        if name == ASIDE:
            return self.numbers.aside if values[0] else sheet.no(self.numbers.aside)
        column = sheet.column(name)
        if isinstance(values[0], bool):
            so = column if values[0] else sheet.no(column)
            return so if name in self.known else sheet.cell("coalesce", so, sheet.true)
        if name in self.known:
            return sheet.cell("in", column, *values)
        if assumed and self.enquirer is not None and name == self.enquirer.name:
            return sheet.cell("in", self.asking(), *values)
        return sheet.cell("coalesce", sheet.cell("in", column, *values), sheet.true)

    def asking(self) -> Cell:
        """Who asks, the usual one where nothing is said."""
        assert self.enquirer is not None
        usual = self.sheet.cell("text", self.enquirer.norm_default)
        return self.sheet.cell("coalesce", self.sheet.column(self.enquirer.name), usual)
