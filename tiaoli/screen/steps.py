"""The steps of a screening, in any engine: look the register through, set rows aside, answer, count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiaoli.screen import rejects, unusable
from tiaoli.screen.cells import Cells
from tiaoli.screen.counts import Counts, compared, counted
from tiaoli.screen.engine import Engine
from tiaoli.screen.plan import Asked, Plan
from tiaoli.screen.source import Source

_GROUPS = 500


def look_through(engine: Engine, asked: Asked, source: Source) -> dict[str, Any]:
    """How many rows there are, which days are asked about, which facts no row lacks; the keys that come twice become
    the table `doubled`. Raises Unusable."""
    mapping, cells = asked.mapping, Cells(asked.program, asked.mapping, source)
    engine.table("doubled", f"{_keys(cells, source)} HAVING count(*) > 1")
    day = cells.day().value
    lacking = [f"coalesce(bool_or({cells.empty(r.column)}), false)" for r in mapping.readings]
    asked_of = ["count(*)", "coalesce(max(n), 0)", f"min({day})", f"max({day})", *lacking]
    ((count, last, low, high, *lacks),) = engine.rows(f"SELECT {', '.join(asked_of)} FROM {source.scan}")
    _refuse_groups(engine, asked, source)
    known = [r.fact for r, some in zip(mapping.readings, lacks, strict=True) if not some]
    return {
        "rows": count + len(source.spoilt),
        "last": last,
        "days": [low and low.toordinal(), high and high.toordinal()],
        "known": sorted({*known, *mapping.constants}),
    }


def _keys(cells: Cells, source: Source) -> str:
    empty = cells.empty(cells.mapping.key)
    return f"SELECT {cells.key} AS key FROM {source.scan} WHERE NOT {empty} GROUP BY {cells.key}"


def _refuse_groups(engine: Engine, asked: Asked, source: Source) -> None:
    if not asked.group:
        return
    ((count,),) = engine.rows(f"SELECT count(DISTINCT {source.text(asked.group)}) FROM {source.scan}")
    if count > _GROUPS:
        raise unusable(
            f"--group-by {asked.group}：有 {count} 个不同的值，最多 {_GROUPS} 个",
            f"--group-by {asked.group}: it has {count} values, at most {_GROUPS} are allowed",
            "换一列来分组",
            "group by another column",
        )


def spoilt(source: Source) -> tuple[list[tuple[Any, ...]], Counts]:
    """The records that are no rows, as rejects, and their counts."""
    rows = [(n, "", "", text, reason, *rejects.REASONS[reason]) for n, reason, text in source.spoilt]
    reasons: Counts = {}
    for _, reason, _ in source.spoilt:
        reasons[reason] = reasons.get(reason, 0) + 1
    return rows, {"out": 0, "rejected": len(rows), "reasons": reasons, "conclusions": {}, "readings": {}}


def answer(engine: Engine, plan: Plan, first: int, last: int) -> list[str]:
    """Check these rows, set aside what has to be, and answer the others: the columns of the table `answered`."""
    engine.table("checked", plan.check(first, last))
    rejects.set_aside(engine, plan, first, last)
    engine.view("admitted", plan.admitted())
    return engine.table("answered", plan.answers, own=True)


def count(engine: Engine, plan: Plan, columns: Sequence[str]) -> Counts:
    """What the rows that are answered and set aside come to."""
    found = counted(engine, plan, columns)
    return {**found, "readings": dict(compared(engine, plan, columns)) if plan.asked.compare else {}}
