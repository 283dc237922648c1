"""One query that says of each row of a table whether its facts together would be refused: a broken constraint, a value
out of range, a figure unlike the published one. It is the check that `sql(..., admitted=True)` leaves out."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from compiler.program import Program
from compiler.targets.asked import Rows
from compiler.targets.cells import Sheet
from compiler.targets.diagrams import AS_OF
from compiler.targets.dialects import DIALECTS
from compiler.targets.query import Query
from compiler.targets.statement import select

REFUSED = "refused"


def refusals(program: Program, readings: Mapping[str, str], source: str, key: str, dialect: str = "duckdb") -> str:
    """The query over `source`, as it stands after FROM, with a column for the day and for each fact; `key` and
    REFUSED come out. Decimals are whole millionths here. Raises Unsupported."""
    sheet = Sheet()
    refused = [Query(view, readings, sheet, Rows()).refused for view in program.views]
    days = [sheet.cell("lt", sheet.column(AS_OF), sheet.number(start, date=True)) for start, _ in program.epochs[1:]]
    whole = sheet.case(*(part for pair in zip(days, refused, strict=False) for part in pair), refused[-1])
    rows = exp.select("*").from_(exp.Var(this=source))
    return select(rows, {REFUSED: whole}, [key], DIALECTS[dialect]).sql(dialect=dialect, copy=False) + "\n"
