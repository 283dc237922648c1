"""Our side of the workload W1, unchecked: a person is a tuple of numbers, as generated code takes them by position."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ours import OUTPUTS, ROOT, facts_of, tiaoli

Evaluate = Callable[..., tuple[Any, ...]]
_POLICY = tiaoli.load(str(Path(ROOT) / "bench" / "w1"))
_FACTS = {name: fact.type for name, fact in _POLICY.program.facts.items()}


def load() -> Evaluate:
    """The code for the eight answers."""
    positional = _POLICY.generated(OUTPUTS).positional
    assert positional is not None
    return positional


def person(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The facts of a row in their order, and its day; 0 for a day that there is not."""
    facts = facts_of(row)
    return (*(_number(facts[name], type_.choices) for name, type_ in _FACTS.items()), _number(row["eval_date"], ()))


def _number(value: Any, choices: tuple[str, ...]) -> Any:
    if value is None:
        return 0
    if isinstance(value, date):
        return value.year * 10000 + value.month * 100 + value.day
    return int(value * 100) if isinstance(value, Decimal) else choices.index(value) if choices else value


def single(ready: Evaluate, one: tuple[Any, ...]) -> tuple[Any, ...]:
    """The eight answers."""
    return ready(*one)


def table(answers: Sequence[tuple[Any, ...]], ids: Any) -> Any:
    """The answers of many as the harness compares them: a table, amounts in yuan."""
    import harness
    import pyarrow

    schema = harness.result_schema()
    columns = dict(zip(_POLICY.generated(OUTPUTS).names, zip(*answers, strict=True), strict=True))
    columns["unemployment_contribution"] = harness.fen_to_yuan(columns["unemployment_contribution"])
    return pyarrow.table([ids, *(pyarrow.array(columns[f.name], f.type) for f in list(schema)[1:])], schema=schema)
