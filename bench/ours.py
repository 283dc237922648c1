"""Our side of the workload W1 for a harness of peers: a module with `load`, `person`, `single` and `explain`, as that
harness calls them. A person is a dict of named facts, as the Python face takes them, and the day; all are checked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import tiaoli  # noqa: E402
from bench.w1_rows import facts_of  # noqa: E402
from tiaoli.generated import Generated  # noqa: E402

OUTPUTS = (
    "eligible_art3",
    "eligible_art4",
    "max_months",
    "extension_art5",
    "unemployment_contribution",
    "deferral_art7",
    "backpay_allowed",
    "unemployment_registration_venue",
)
Person = tuple[dict[str, Any], date]


def load() -> Generated:
    """The rules read, checked and compiled, and code made for the eight answers."""
    return tiaoli.load(str(ROOT / "bench" / "w1")).generated(OUTPUTS)


def person(row: Mapping[str, Any]) -> Person:
    """The facts of a row, and its day."""
    return facts_of(row), row["eval_date"]


def single(ready: Generated, one: Person) -> dict[str, Any]:
    """The eight answers."""
    return ready.answers(one[0], one[1])


def explain(ready: Generated, one: Person) -> tuple[dict[str, Any], list[Any]]:
    """The eight answers and all steps."""
    return ready.steps(one[0], one[1])
