"""Program -> one SQL query that answers every conclusion and norm for a table of people, a row each.

A column for each fact, NULL where it is missing: BOOLEAN, DATE, VARCHAR (a choice), BIGINT (integers; money in fen; a
month as 12 × year + month − 1), DECIMAL(18, 6). The
day asked about is the column `as_of`, or one day for all. For each conclusion three columns come out, its value, status
and missing facts (`A`, `A status`, `A missing`), for each norm the last two. They are those of evaluate.py; a row that
evaluate.py would refuse has the status `refused` throughout.

Unknowns are exact: each conclusion becomes a decision diagram (diagrams.py), and whether an outcome can come about is
asked of the diagram, not of the formula. What cannot be said so raises NotExpressible: no query is better than a wrong
one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from compiler.program import Fact, Program
from compiler.targets.cells import BUILD, Cell, Sheet, select
from compiler.targets.diagrams import AS_OF, Unsupported
from compiler.targets.query import NotExpressible, Query
from compiler.values import KIND_NAMES, MILLIONTHS

__all__ = ["COLUMNS", "DIALECTS", "NotExpressible", "columns", "sql"]

DIALECTS = ("duckdb",)
"""Those whose every answer is compared with evaluate.py by the tests."""
COLUMNS = {
    "bool": "BOOLEAN",
    "enum": "VARCHAR",
    "date": "DATE",
    "money": "BIGINT",
    "integer": "BIGINT",
    "month": "BIGINT",
    "decimal": "DECIMAL(18, 6)",
    "percent": "DECIMAL(18, 6)",
}


def sql(
    program: Program,
    dialect: str = "duckdb",
    readings: Mapping[str, str] | None = None,
    table: str = "people",
    key: str = "id",
    as_of: int | None = None,
) -> str:
    """The query over `table`, whose column `key` tells the rows apart. Raises NotExpressible."""
    _refuse(program)
    outputs = _outputs(program, readings or {})
    day: exp.Expr = exp.column(AS_OF, quoted=True)
    if as_of is not None:
        day = exp.alias_(BUILD["date"](as_of), AS_OF, quoted=True)
    rows = exp.select(exp.column(key, quoted=True), day, *map(_read, program.facts.values())).from_(
        exp.Table(this=exp.to_identifier(table, quoted=True))
    )
    return select(rows, outputs, [key]).sql(dialect=dialect, pretty=True, copy=False) + "\n"


def _read(fact: Fact) -> exp.Expr:
    """A fact's column; decimals as whole millionths."""
    column = exp.column(fact.name, quoted=True)
    if fact.type.kind not in ("decimal", "percent"):
        return column
    millionths = exp.cast(exp.Mul(this=column, expression=exp.Literal.number(MILLIONTHS)), "BIGINT")
    return exp.alias_(millionths, fact.name, quoted=True)


def _outputs(program: Program, readings: Mapping[str, str]) -> dict[str, Cell]:
    """Every column that comes out, in the order of evaluate.py; where the text has versions, that of the day."""
    sheet = Sheet()
    lacks: dict[tuple[str, str, str], None] = {}
    made: dict[str, list[Cell]] = {}
    starts = [first for first, _ in program.epochs][1:]
    for view in program.views:
        try:
            found = Query(view, readings, sheet).outputs()
        except Unsupported as lack:
            raise NotExpressible([(program.about.name, *lack.what)]) from None
        except NotExpressible as lack:
            lacks |= dict.fromkeys(lack.reasons)
            continue
        for name, cell in found.items():
            made.setdefault(name, []).append(cell)
    if lacks:
        raise NotExpressible(list(lacks))
    days = [sheet.cell("lt", sheet.column(AS_OF), sheet.number(start, date=True)) for start in starts]
    return {
        name: sheet.case(*(part for pair in zip(days, cells, strict=False) for part in pair), cells[-1])
        for name, cells in made.items()
    }


def columns(program: Program) -> dict[str, str]:
    """The type of the column of each fact."""
    return {name: COLUMNS[fact.type.kind] for name, fact in program.facts.items()}


def _refuse(program: Program) -> None:
    reasons = []
    for fact in program.facts.values():
        if fact.type.kind not in COLUMNS:
            kind, kind_en = KIND_NAMES[fact.type.kind]
            reasons.append((fact.name, f"{kind}没有列可放", f"no column can hold {kind_en}"))
    if reasons:
        raise NotExpressible(reasons)
