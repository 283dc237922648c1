"""The program as plain data for Python: what a browser gets (javascript.py), and beside it the little more that answers
in Python say. restore.py reads it."""

from __future__ import annotations

from typing import Any

from compiler.program import Program
from compiler.targets.javascript import data


def portable(program: Program) -> dict[str, Any]:
    """Plain data for JSON; the same program gives the same data."""
    return {"program": data(program), "words": _words(program)}


def _words(program: Program) -> dict[str, Any]:
    """The files in their order, in which answers are given; and what refusals quote: constraints, the rows of published
    values, and why an alternative of a reading cannot be computed."""
    facts, readings = program.facts.values(), program.readings.values()
    return {
        "files": [*program.about.all_files],
        "constraints": {f.name: [c.condition.place.text for c in f.constraints] for f in facts if f.constraints},
        "rows": {f.name: [row.place.text for row in f.rows] for f in facts if f.rows},
        "not_computable": {r.id: [why.zh, why.en] for r in readings if (why := r.not_computable) is not None},
    }
