"""What a screening comes to in numbers, counted in the database; those of pieces are added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compiler.targets.reasoned import FAILS, NEARLY
from compiler.targets.reasons import WIDTH
from explain.screening.codes import code
from tiaoli.screen.engine import Engine, Row
from tiaoli.screen.plan import ROW, Plan, missing, status
from tiaoli.screen.source import named

Counts = dict[str, Any]
"""Tables within tables, at the bottom numbers."""


def added(left: Counts, right: Counts) -> Counts:
    """The sum, in the order in which names come first."""
    whole = dict(left)
    for name, value in right.items():
        old = whole.get(name)
        whole[name] = value if old is None else added(old, value) if isinstance(value, dict) else old + value
    return whole


def counted(engine: Engine, plan: Plan, columns: Sequence[str]) -> Counts:
    """Of the rows in the tables `answered`, whose columns are given, and `rejects`."""
    names = plan.asked.names
    conclusions: Counts = {name: {"groups": {}, "missing": {}} for name in names}
    for at, group, kind, count in _rows(engine, [_answers(plan, name, columns) for name in names]):
        conclusions[names[at]]["groups"].setdefault(group if plan.asked.group else "", {})[kind] = count
    for at, fact, _, count in _rows(engine, [_each(f"unnest({missing(name, columns)})", "true") for name in names]):
        conclusions[names[at]]["missing"][fact] = count
    yes_no = [name for name in names if NEARLY.format(name) in columns]
    for name in yes_no:
        conclusions[name]["nearly"] = {}
    alone = [_each(named(NEARLY.format(name)), f"{named(name)} = false") for name in yes_no]
    for at, number, _, count in _rows(engine, alone):
        conclusions[yes_no[at]]["nearly"][code(int(number))] = count
    for name, fails in _fails(engine, plan, yes_no):
        conclusions[name]["fails"] = fails
    ((out,),) = engine.rows("SELECT count(*) FROM answered")
    ((rejected,),) = engine.rows("SELECT count(DISTINCT n) FROM rejects")
    reasons = engine.rows("SELECT reason, count(DISTINCT n) FROM rejects GROUP BY ALL ORDER BY ALL")
    return {"out": out, "rejected": rejected, "reasons": dict(reasons), "conclusions": conclusions, "readings": {}}


def _answers(plan: Plan, name: str, columns: Sequence[str]) -> str:
    value, said = named(name), status(name, columns)
    boolean = plan.asked.program.conclusions[name].type.kind == "bool"
    settled = f"CASE WHEN {value} THEN 'yes' ELSE 'no' END" if boolean else "'value'"
    kind = f"CASE WHEN {said} = 'value' THEN {settled} ELSE {said} END"
    return f"SELECT coalesce(\"{ROW}\".grp, '') AS a, {kind} AS b, count(*) AS c FROM answered GROUP BY ALL"


def _each(what: str, where: str) -> str:
    inner = f"SELECT {what} AS a FROM answered WHERE {where}"
    return f"SELECT a, NULL AS b, count(*) AS c FROM ({inner}) AS found WHERE a IS NOT NULL GROUP BY a"


def _rows(engine: Engine, queries: Sequence[str]) -> list[Row]:
    """What queries for a, b, c find, all at once: the number of the query, a, b, c."""
    every = [f"SELECT {at} AS number, a, b, c FROM ({query}) AS q{at}" for at, query in enumerate(queries)]
    return engine.rows(f"{' UNION ALL '.join(every)} ORDER BY number, a, b") if every else []


def _fails(engine: Engine, plan: Plan, names: Sequence[str]) -> Iterator[tuple[str, Counts]]:
    """How many of those who have a no fail each condition of the conclusion; all in one look at the rows."""
    pairs = [(name, n) for name in names for n in plan.asked.reasons.numbers(name)]
    if not pairs:
        return
    bits = [
        f"{named(FAILS.format((n - 1) // WIDTH + 1))} & {2 ** ((n - 1) % WIDTH)} <> 0 AS b{n}"
        for n in sorted({n for _, n in pairs})
    ]
    nos = [f"{named(name)} = false AS v{at}" for at, name in enumerate(names)]
    asked = [f"count_if(v{names.index(name)} AND b{n})" for name, n in pairs]
    row = engine.rows(f"SELECT {', '.join(asked)} FROM (SELECT {', '.join(nos + bits)} FROM answered) AS found")
    for name in names:
        found = [(n, count) for (of, n), count in zip(pairs, row[0], strict=True) if of == name and count]
        yield name, {code(n): count for n, count in found}


def compared(engine: Engine, plan: Plan, columns: Sequence[str]) -> Iterator[tuple[str, Counts]]:
    """For each other alternative of a reading, how many rows each conclusion has another answer for."""
    for id_, letter in plan.asked.others:
        names = plan.asked.touched(id_)
        if not names:
            yield f"{id_}={letter}", {}
            continue
        theirs = engine.table("other", plan.others[id_, letter], own=True)
        unlike = [
            f"count(*) FILTER (WHERE a.{named(n)} IS DISTINCT FROM b.{named(n)} OR "
            f"{_of_table('a', status(n, columns))} <> {_of_table('b', status(n, theirs))})"
            for n in names
        ]
        row = engine.rows(f'SELECT {", ".join(unlike)} FROM answered a JOIN other b ON a."{ROW}".n = b."{ROW}".n')[0]
        yield f"{id_}={letter}", {name: count for name, count in zip(names, row, strict=True) if count}


def _of_table(table: str, column: str) -> str:
    return f"{table}.{column}" if column.startswith('"') else column
