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

from collections.abc import Mapping, Sequence

from sqlglot import exp

from compiler.program import Fact, Program
from compiler.targets.admission import columnar
from compiler.targets.asked import NotExpressible, Rows
from compiler.targets.cells import BUILD, Cell, Sheet
from compiler.targets.diagrams import AS_OF, Unsupported
from compiler.targets.dialects import DIALECTS, Dialect
from compiler.targets.query import Query
from compiler.targets.reasoned import Told
from compiler.targets.reasons import Reasons
from compiler.targets.statement import select
from compiler.values import KIND_NAMES, LIMITS, MILLIONTHS

__all__ = ["COLUMNS", "DIALECTS", "NotExpressible", "columns", "sql"]

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
    *,
    known: frozenset[str] = frozenset(),
    optional: frozenset[str] = frozenset(),
    days: tuple[int, int] | None = None,
    admitted: bool = False,
    only: Sequence[str] = (),
    source: str | None = None,
    missing: bool = True,
    reasons: Reasons | None = None,
    nearly: bool = True,
    lists: bool = False,
) -> str:
    """The query over `table`, whose column `key` tells the rows apart. Raises NotExpressible.

    `known`: facts whose column holds no NULL: nothing is asked about their being unknown.
    `optional`: facts whose column holds NULL only where the rules do not look at them, as `left_on` does in
    `has_left and left_on <= as_of` where `has_left` is false: neither is anything asked of these.
    `days`: the first and the last day asked about, where that is known: what the text says on others is left out.
    `admitted`: the rows were checked before, none is `refused`; a status column that would say `value` in every row and
    a missing column that would be NULL in every row are then left out.
    `only`: these conclusions alone, and no norms; lists, which no column holds, are in the way of those that look at
    them.
    `source`: what to read instead of `table`, as the dialect writes it after FROM, `read_parquet('people.parquet')` or
    a query in parentheses with a name.
    `missing`: whether the missing facts are asked for; they take most of the time where any are missing.
    `reasons`: as bits which conditions hold and fail (reasons.py); with `nearly` the one condition that stands in the
    way of a yes, with `lists` also lists of the conditions that decided."""
    if not only:
        _refuse(program)
    days = (as_of, as_of) if as_of is not None else days or LIMITS["date"]
    rows = Rows(known, optional, days, admitted, tuple(only), missing)
    outputs = _outputs(program, readings or {}, rows, reasons, nearly, lists)
    day: exp.Expr = exp.column(AS_OF, quoted=True)
    if as_of is not None:
        day = exp.alias_(BUILD["date"](as_of), AS_OF, quoted=True)
    form = DIALECTS[dialect]
    facts = [_read(form, fact) for fact in columnar(program)]
    read = exp.select(exp.column(key, quoted=True), day, *facts).from_(
        exp.Table(this=exp.to_identifier(table, quoted=True) if source is None else exp.Var(this=source))
    )
    try:
        query = select(read, outputs, [key], form)
    except Unsupported as lack:
        raise NotExpressible([(program.about.name, *lack.what)]) from None
    return _shortened(form, [*program.facts, *outputs]) + query.sql(dialect=dialect, pretty=True, copy=False) + "\n"


def _shortened(form: Dialect, names: Sequence[str]) -> str:
    """Which names of columns are cut, as comments."""
    return "".join(f'-- "{form.name(name)}": {name}\n' for name in names if form.name(name) != name)


def _read(form: Dialect, fact: Fact) -> exp.Expr:
    """A fact's column; decimals as whole millionths."""
    column = exp.column(form.name(fact.name), quoted=True)
    if fact.type.kind not in ("decimal", "percent"):
        return column
    millionths = exp.cast(exp.Mul(this=column, expression=exp.Literal.number(MILLIONTHS)), "BIGINT")
    return exp.alias_(millionths, form.name(fact.name), quoted=True)


def _outputs(
    program: Program, readings: Mapping[str, str], rows: Rows, reasons: Reasons | None, nearly: bool, lists: bool
) -> dict[str, Cell]:
    """Every column that comes out, in the order of evaluate.py; where the text has versions, that of the day."""
    sheet = Sheet()
    lacks: dict[tuple[str, str, str], None] = {}
    made: dict[str, list[Cell]] = {}
    starts = [first for first, _ in program.epochs][1:]
    spans = list(zip([LIMITS["date"][0], *starts], [*starts, LIMITS["date"][1] + 1], program.views, strict=True))
    first, last = rows.days
    for at, (start, end, view) in enumerate(spans):
        if end <= first or last < start:
            continue
        try:
            query = Query(view, readings, sheet, rows)
            told = Told(reasons, at, query) if reasons is not None else None
            found = query.outputs() | (told.columns(nearly, lists) if told is not None else {})
        except Unsupported as lack:
            raise NotExpressible([(program.about.name, *lack.what)]) from None
        except NotExpressible as lack:
            lacks |= dict.fromkeys(lack.reasons)
            continue
        for name, cell in found.items():
            made.setdefault(name, []).append(cell)
    if lacks:
        raise NotExpressible(list(lacks))
    turns = [start for start in starts if first < start <= last]
    days = [sheet.cell("lt", sheet.column(AS_OF), sheet.number(start, date=True)) for start in turns]
    outputs = {
        name: sheet.case(*(part for pair in zip(days, cells, strict=False) for part in pair), cells[-1])
        for name, cells in made.items()
    }
    if not rows.admitted:
        return outputs
    plain = {"status": sheet.cell("text", "value"), "missing": sheet.null}
    return {name: cell for name, cell in outputs.items() if cell is not plain.get(name.rpartition(" ")[2])}


def columns(program: Program, dialect: str = "duckdb") -> dict[str, str]:
    """The column of each fact that can have one, in their order: its name in the dialect, and its type."""
    form = DIALECTS[dialect]
    return {form.name(fact.name): form.type(COLUMNS[fact.type.kind]) for fact in columnar(program)}


def _refuse(program: Program) -> None:
    reasons = []
    for fact in program.facts.values():
        if fact.type.kind not in COLUMNS:
            kind, kind_en = KIND_NAMES[fact.type.kind]
            reasons.append((fact.name, f"{kind}没有列可放", f"no column can hold {kind_en}"))
    if reasons:
        raise NotExpressible(reasons)
