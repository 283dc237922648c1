"""What run_peers.py measured -> rows with ratios to plain Python, and the table of docs/bench/w1.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REFERENCE = "py_plain"


@dataclass(frozen=True, slots=True)
class Mode:
    """A way in which every peer is run; `figure`: what is compared, in `unit`s of so many of it; `size`: persons."""

    key: str
    size: int
    figure: str
    unit: str
    scale: float
    title: str


MODES = (
    Mode("single", 10_000, "median_us", "µs", 1, "W1: one evaluation"),
    Mode("trace", 10_000, "median_us", "µs", 1, "W1: one evaluation with its trace"),
    Mode("eval", 1_000_000, "seconds", "s", 1, "W1: one million persons in memory"),
    Mode("file", 1_000_000, "seconds", "s", 1, "W1: one million persons, Parquet to Parquet"),
    Mode("cold", 10_000, "whole_seconds", "ms", 1_000, "W1: process start to first answer"),
)
NAMES = {
    "ours": "Tiaoli, generated Python, checked",
    "ours_tight": "Tiaoli, generated Python, unchecked numbers",
    "ours_sql": "Tiaoli, generated SQL in DuckDB",
    "ours_sql_reasons": "Tiaoli, generated SQL in DuckDB, with reason codes",
    "py_plain": "plain Python by hand",
    "py_tight": "plain Python by hand, numbers only",
    "numpy_vec": "NumPy",
    "numpy_tight": "NumPy, numbers only",
    "duckdb_sql": "DuckDB, SQL by hand",
    "polars_expr": "Polars",
    "openfisca_w1": "OpenFisca",
    "zen_jdm": "GoRules zen",
    "cel_python": "CEL in Python",
    "cel_rust": "CEL in Rust",
    "rego_cpp": "Rego",
    "js_plain": "plain JavaScript by hand",
    "publicodes_w1": "Publicodes",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A cell's figure over the rounds, in the mode's unit, and the median's ratio to plain Python's (None: that was not
    measured)."""

    peer: str
    mode: str
    size: int
    median: float
    least: float
    most: float
    unit: str
    ratio: float | None

    @property
    def name(self) -> str:
        return NAMES.get(self.peer, self.peer)

    @property
    def ours(self) -> bool:
        return self.peer.startswith("ours")


def ratios(figures: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Every cell that was measured, in the order of the modes, small sizes first, fast peers first."""
    modes = {mode.key: mode for mode in MODES}
    cells = [(modes[f["mode"]], f) for f in figures if modes[f["mode"]].figure in f]
    plain = {(m.key, f["size"]): f[m.figure]["median"] for m, f in cells if f["peer"] == REFERENCE}
    found = []
    for mode, cell in cells:
        spread, reference = cell[mode.figure], plain.get((mode.key, cell["size"]))
        shown = [spread[key] * mode.scale for key in ("median", "min", "max")]
        ratio = spread["median"] / reference if reference else None
        found.append(Row(cell["peer"], mode.key, cell["size"], *shown, mode.unit, ratio))
    order = list(modes)
    return sorted(found, key=lambda row: (order.index(row.mode), row.size, row.median, row.peer))


Skipped = Mapping[tuple[str, int], Sequence[str]]
"""By mode and size: the peers that were expected to take too long, and how long."""


def skipped(figures: Iterable[Mapping[str, Any]]) -> Skipped:
    """What was left out of the run."""
    found: dict[tuple[str, int], list[str]] = {}
    for f in (f for f in figures if "skipped" in f):
        found.setdefault((f["mode"], f["size"]), []).append(f"{NAMES.get(f['peer'], f['peer'])} ({f['skipped']})")
    return found


def table(
    rows: Sequence[Row], left_out: Skipped, machines: Sequence[Mapping[str, Any]], persons: int, command: str
) -> str:
    """docs/bench/w1.md. `machines`: what was told of the machine in each run."""
    rounds = len(machines[0]["load_before_each_round"])
    machine, loops = machines[0], [machine["loop_seconds"] for machine in machines]
    noise = "; ".join(f"{loop['median']:.3f} s ({loop['min']:.3f} to {loop['max']:.3f})" for loop in loops)
    lines = [
        "# W1, side by side",
        "",
        f"Made by `{command}`; do not edit. What W1 is, who the peers are, how to read this: [bench.md](../bench.md).",
        "",
        f"Machine: {machine['processors']} processors, {machine['platform']}, Python {machine['python']}. "
        f"A fixed loop, timed before every cell, took {noise} in the run of one person and in that of many: its spread "
        "is the noise of the machine. **Only ratios are safe to compare between runs.**",
        "",
        f"Medians of {rounds} rounds, with the least and the most. Before, the answers of our engines were compared "
        f"with those of plain Python for {persons:,} persons: no difference.",
    ]
    for mode in MODES:
        for size in sorted({row.size for row in rows if row.mode == mode.key}):
            lines += ["", f"## {_heading(mode, size)}", "", *_chart(mode, size)]
            lines += [f"| peer | median, {mode.unit} | least | most | × plain Python |", "| --- |" + " ---: |" * 4]
            lines += [_line(row) for row in rows if (row.mode, row.size) == (mode.key, size)]
            if (mode.key, size) in left_out:
                lines += ["", f"Left out, as it would take long: {', '.join(left_out[mode.key, size])}."]
    return "\n".join(lines) + "\n"


def _heading(mode: Mode, size: int) -> str:
    return mode.title if size == mode.size else mode.title.replace("one million", f"{size:,}")


def _chart(mode: Mode, size: int) -> list[str]:
    """The picture, which shows what the table below it says."""
    return (
        [f"![{mode.title}, as bars; the table below says the same](w1-{mode.key}.svg)", ""] if size == mode.size else []
    )


def _line(row: Row) -> str:
    name = f"**{row.name}**" if row.ours else row.name
    ratio = "–" if row.ratio is None else digits(row.ratio)
    return f"| {name} | {digits(row.median)} | {digits(row.least)} | {digits(row.most)} | {ratio} |"


def digits(value: float) -> str:
    """Three figures that count."""
    return (
        f"{value:,.0f}"
        if value >= 100
        else f"{value:.1f}"
        if value >= 10
        else f"{value:.2f}"
        if value >= 1
        else f"{value:.3g}"
    )
