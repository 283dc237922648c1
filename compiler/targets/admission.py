"""Which rows a query answers, and how: those that request.py would refuse, and days outside the force of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compiler.calendar import FIRST, LAST
from compiler.partial import Environment, Residual
from compiler.program import Fact, Program
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import AS_OF
from compiler.targets.plain import Plain
from compiler.targets.systems import MOST
from compiler.values import LIMITS, MILLIONTHS


def columnar(program: Program) -> list[Fact]:
    """The facts that a column can hold: no lists, and nothing about their records."""
    return [f for f in program.facts.values() if not f.each and f.type.kind not in ("list", "records", "text")]


def refused(program: Program, plain: Plain, constraints: Sequence[Residual]) -> Cell:
    """Would the request of a row be refused? Of a constraint that is open SQL's own logic makes NULL."""
    sheet, diagrams = plain.sheet, plain.diagrams
    day = sheet.column(AS_OF)
    faults = [sheet.cell("is_null", day), *_outside(sheet, day, LIMITS["date"], True)]
    for fact in columnar(program):
        column = sheet.column(fact.name)
        if fact.type.kind == "enum":
            faults.append(sheet.no(sheet.cell("in", column, *fact.type.choices)))
        elif fact.type.kind != "bool":
            faults += _outside(sheet, column, diagrams.limits(fact.name), fact.type.kind == "date")
        faults += _unlike_published(sheet, fact)
    faults += [sheet.no(plain.condition(c)) for c in constraints]
    return sheet.cell("coalesce", sheet.any(*faults), sheet.false)


def _outside(sheet: Sheet, column: Cell, limits: tuple[int, int], date: bool) -> list[Cell]:
    low, high = limits if date else (max(limits[0], -MOST), min(limits[1], MOST))
    first, last = sheet.number(low, date), sheet.number(high, date)
    return [sheet.cell("lt", column, first), sheet.cell("lt", last, column)]


def _unlike_published(sheet: Sheet, fact: Fact) -> list[Cell]:
    """A value supplied for a parameter that is not the one published for the day."""
    day, column = sheet.column(AS_OF), sheet.column(fact.name)
    found: list[Cell] = []
    earlier: list[Cell] = []
    for row in fact.rows:
        since = sheet.number(max(row.window.since or FIRST, FIRST), date=True)
        until = sheet.number(row.window.until if row.window.until is not None else LAST, date=True)
        within = sheet.all(sheet.cell("le", since, day), sheet.cell("le", day, until))
        found.append(sheet.all(*earlier, within, sheet.no(_equal(sheet, fact, column, row.value))))
        earlier.append(sheet.no(within))
    return found


def _equal(sheet: Sheet, fact: Fact, column: Cell, value: Any) -> Cell:
    kind = fact.type.kind
    if kind == "bool":
        return column if value else sheet.no(column)
    if kind == "enum":
        return sheet.cell("in", column, value)
    number = int(value * MILLIONTHS) if kind in ("decimal", "percent") else value
    return sheet.cell("eq", column, sheet.number(number, kind == "date"))


def force(program: Program, sheet: Sheet, environment: Environment, days: tuple[int, int]) -> list[tuple[Cell, str]]:
    """On which of the days there is another status: no_longer_in_force, and not_in_force or `no`."""
    about, day = program.about, sheet.column(AS_OF)
    found = []
    if about.repealed_from is not None and about.repealed_from <= days[1]:
        ended = sheet.cell("le", sheet.number(about.repealed_from, date=True), day)
        found.append((ended if days[0] < about.repealed_from else sheet.true, "no_longer_in_force"))
    if about.in_force_from <= days[0]:
        return found
    early = sheet.cell("lt", day, sheet.number(about.in_force_from, date=True))
    reading, settings = program.before_force
    letter = environment.letter(reading) if reading else ""
    return [*found, (early if about.in_force_from <= days[1] else sheet.true, settings.get(letter, "not_in_force"))]
