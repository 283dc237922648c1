"""What docs/bench says of W1: its charts say what its tables say, and ratios are those of the medians."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bench.charts import bars
from bench.figures import MODES, Mode, Row, digits, ratios, skipped, table
from tests.conftest import ROOT

DOCS = ROOT / "docs" / "bench"
SVG = "{http://www.w3.org/2000/svg}"
LINE = re.compile(r"\| \**([^|*]+?)\** \| ([\d.,e-]+) \| ([\d.,e-]+) \| ([\d.,e-]+) \| ([\d.,e-]+|–) \|")


def rows_of(mode: Mode) -> list[tuple[str, str, str]]:
    """Peer, median and ratio, as the table below the mode's chart has them."""
    text = (DOCS / "w1.md").read_text(encoding="utf-8")
    section = text.partition(f"## {mode.title}\n")[2].partition("\n## ")[0]
    return [(match[1], match[2], match[5]) for match in LINE.finditer(section)]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.key)
def test_a_chart_says_what_its_table_says(mode: Mode) -> None:
    rows = rows_of(mode)
    assert "plain Python by hand" in {name for name, _, _ in rows}
    assert any(name.startswith("Tiaoli") for name, _, _ in rows)
    root = ElementTree.parse(DOCS / f"w1-{mode.key}.svg").getroot()
    assert root.findtext(f"{SVG}title") == mode.title
    said = (root.findtext(f"{SVG}desc") or "").partition("the fastest first. ")[2]
    assert said == "; ".join(f"{name}: {median} {mode.unit}" for name, median, _ in rows) + "."
    drawn = [element.text for element in root.iter(f"{SVG}text")]
    assert all(name in drawn and f"{median} · {ratio} ×" in drawn for name, median, ratio in rows)
    widths = [float(element.get("width", "0")) for element in [*root.iter(f"{SVG}rect")][1:]]
    assert widths == sorted(widths)
    assert len(widths) == len(rows)


def test_ratios_are_of_the_medians() -> None:
    def cell(peer: str, median: float) -> dict[str, object]:
        return {"peer": peer, "mode": "single", "size": 10_000, "median_us": {"median": median, "min": 1.0, "max": 9.0}}

    failed = {"peer": "zen_jdm", "mode": "single", "size": 10_000, "error": "no"}
    found = ratios([cell("ours", 3.0), failed, cell("py_plain", 2.0)])
    assert [(row.peer, row.median, row.ratio) for row in found] == [("py_plain", 2.0, 1.0), ("ours", 3.0, 1.5)]
    loop = {"median": 0.05, "min": 0.04, "max": 0.09}
    machine = {"loop_seconds": loop, "processors": 2, "platform": "Linux", "python": "3.11.7"}
    machine["load_before_each_round"] = [1.0, 2.0, 3.0]
    late = {"peer": "ours", "mode": "single", "size": 10_000, "skipped": "about 39 s"}
    text = table(found, skipped([late]), [machine, machine], 1_000_000, "make bench-w1")
    assert "Left out, as it would take long: Tiaoli, generated Python, checked (about 39 s)." in text
    assert "Medians of 3 rounds" in text
    assert "| **Tiaoli, generated Python, checked** | 3.00 | 1.00 | 9.00 | 1.50 |" in text
    assert "1,000,000 persons: no difference" in text


def test_a_bar_is_as_long_as_its_logarithm() -> None:
    rows = [Row(peer, "single", 1, value, value, value, "µs", None) for peer, value in (("a", 1.0), ("b", 100.0))]
    root = ElementTree.fromstring(bars("T", [*rows, Row("c", "single", 1, 10.0, 1, 1, "µs", 2.0)]))
    _, one, hundred, ten = (float(e.get("width", "0").rstrip("%")) for e in root.iter(f"{SVG}rect"))
    assert (one, ten) == (1, hundred / 2)


@pytest.mark.parametrize(
    ("value", "words"), [(0.281, "0.281"), (2.153, "2.15"), (33.04, "33.0"), (944.2, "944"), (14_964.5, "14,964")]
)
def test_figures_have_three_digits(value: float, words: str) -> None:
    assert digits(value) == words
