"""What a screening comes to in numbers: for each piece counted in the database, then added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from compiler.targets.reasoned import FAILS, NEARLY
from compiler.targets.reasons import WIDTH
from explain.screening.codes import code
from tiaoli.screen.plan import ROW, Plan, missing, status
from tiaoli.screen.source import named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Counts = dict[str, Any]
"""Tables within tables, at the bottom numbers."""


def added(left: Counts, right: Counts) -> Counts:
    """The sum, in the order in which names come first."""
    whole = dict(left)
    for name, value in right.items():
        old = whole.get(name)
        whole[name] = value if old is None else added(old, value) if isinstance(value, dict) else old + value
    return whole


def counted(connection: DuckDBPyConnection, plan: Plan, columns: Sequence[str], compared: Counts) -> Counts:
    """Of the piece in the tables `answered` and `rejects`."""
    conclusions = {name: _of(connection, plan, name, columns) for name in plan.asked.names}
    for name, fails in _fails(connection, plan, [n for n in conclusions if "nearly" in conclusions[n]]):
        conclusions[name]["fails"] = fails
    (out,), (rejected,) = (
        connection.execute(f"SELECT count({what}) FROM {table}").fetchall()[0]
        for what, table in (("*", "answered"), ("DISTINCT n", "rejects"))
    )
    reasons = connection.execute("SELECT reason, count(DISTINCT n) FROM rejects GROUP BY ALL ORDER BY ALL").fetchall()
    return {
        "out": out,
        "rejected": rejected,
        "reasons": dict(reasons),
        "conclusions": conclusions,
        "readings": compared,
    }


def _of(connection: DuckDBPyConnection, plan: Plan, name: str, columns: Sequence[str]) -> Counts:
    value, said = named(name), status(name, columns)
    boolean = plan.asked.program.conclusions[name].type.kind == "bool"
    settled = f"CASE WHEN {value} THEN 'yes' ELSE 'no' END" if boolean else "'value'"
    rows = connection.execute(
        f"SELECT coalesce(\"{ROW}\".grp, ''), CASE WHEN {said} = 'value' THEN {settled} ELSE {said} END, count(*) "
        "FROM answered GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    groups: Counts = {}
    for group, kind, count in rows:
        groups.setdefault(group if plan.asked.group else "", {})[kind] = count
    found: Counts = {"groups": groups, "missing": _pairs(connection, f"unnest({missing(name, columns)})", "true")}
    if NEARLY.format(name) in columns:
        alone = _pairs(connection, named(NEARLY.format(name)), f"{value} = false")
        found["nearly"] = {code(int(number)): count for number, count in alone.items()}
    return found


def _pairs(connection: DuckDBPyConnection, what: str, where: str) -> Counts:
    inner = f"SELECT {what} AS x FROM answered WHERE {where}"
    rows = connection.execute(f"SELECT x, count(*) FROM ({inner}) WHERE x IS NOT NULL GROUP BY x ORDER BY x").fetchall()
    return dict(rows)


def _fails(connection: DuckDBPyConnection, plan: Plan, names: Sequence[str]) -> Iterator[tuple[str, Counts]]:
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
    row = connection.execute(
        f"SELECT {', '.join(asked)} FROM (SELECT {', '.join(nos + bits)} FROM answered)"
    ).fetchall()
    for name in names:
        found = [(n, count) for (of, n), count in zip(pairs, row[0], strict=True) if of == name and count]
        yield name, {code(n): count for n, count in found}


def compared(connection: DuckDBPyConnection, plan: Plan, columns: Sequence[str]) -> Iterator[tuple[str, Counts]]:
    """For each other alternative of a reading, how many rows each conclusion has another answer for."""
    for id_, letter in plan.asked.others:
        names = plan.asked.touched(id_)
        if not names:
            yield f"{id_}={letter}", {}
            continue
        connection.execute(f"CREATE OR REPLACE TEMP TABLE other AS {plan.others[id_, letter]}")
        theirs = [row[0] for row in connection.execute("DESCRIBE other").fetchall()]
        unlike = [
            f"count(*) FILTER (WHERE a.{named(n)} IS DISTINCT FROM b.{named(n)} OR "
            f"{_of_table('a', status(n, columns))} <> {_of_table('b', status(n, theirs))})"
            for n in names
        ]
        row = connection.execute(
            f'SELECT {", ".join(unlike)} FROM answered a JOIN other b ON a."{ROW}".n = b."{ROW}".n'
        ).fetchall()[0]
        yield f"{id_}={letter}", {name: count for name, count in zip(names, row, strict=True) if count}


def _of_table(table: str, column: str) -> str:
    return f"{table}.{column}" if column.startswith('"') else column
