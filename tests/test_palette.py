"""Colours of the pictures, measured: text and lines against their grounds, and states apart for every reader."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from explain.pictures.canvas import INK, SOFT, STYLES
from tests.colours import DEFICIENCIES, contrast, distance

PAPER = "#FFFFFF"
STATES = ("met", "unmet", "open", "idle")
CSS = (Path(__file__).parent.parent / "explain" / "templates" / "site.css").read_text(encoding="utf-8")
TEXT, LINE, APART = 4.5, 3.0, 25.0
"""WCAG 2.2 AA for text (1.4.3) and for lines that tell something (1.4.11); ten just noticeable differences."""


def dark() -> dict[str, dict[str, str]]:
    """Of each class in the dark rules of the pictures: line, word and ground, later rules over earlier ones."""
    block = re.search(r"@media screen and \(prefers-color-scheme: dark\) \{(.*?)\n\}", CSS, re.DOTALL)
    assert block is not None
    found: dict[str, dict[str, str]] = {name: {} for name in (*STYLES, "page")}
    for selectors, body in re.findall(r"^\s*(\.diagram[^{]+)\{([^}]+)\}", block[1], re.MULTILINE):
        for prop, colour in re.findall(r"(fill|stroke): (#[0-9a-f]+)", body):
            for selector in re.split(r",(?![^(]*\))", selectors):
                names = [n for n in re.findall(r"\.(\w+)", selector) if n in STYLES]
                part = "line" if prop == "stroke" else "word" if ".word" in selector else "ground"
                if "rect" in selector or ".word" in selector:
                    for name in names or STYLES:
                        found[name][part] = colour
                for name in ("ground", "label", "note"):
                    if f".{name}" in selector:
                        found["page"][name] = colour
    return found


DARK = dark()


def test_the_states_have_the_colours_signs_and_lines_that_were_measured() -> None:
    found = {name: (s.colour, s.symbol, s.thick, bool(s.dash)) for name, s in STYLES.items() if name in STATES}
    assert found == {
        "met": ("#003E8A", "✓", 1.5, False),
        "unmet": ("#B34700", "✕", 3.5, False),
        "open": ("#000000", "?", 2, True),
        "idle": ("#949494", "–", 2, True),
    }
    assert float(STYLES["idle"].dash.split()[0]) < 1 < float(STYLES["open"].dash.split()[0])


@pytest.mark.parametrize("name", STYLES)
def test_text_and_lines_can_be_read(name: str) -> None:
    style = STYLES[name]
    assert min(contrast(ink, style.ground) for ink in (style.ink, INK, SOFT)) >= TEXT
    assert min(contrast(style.colour, style.ground), contrast(style.colour, PAPER)) >= LINE


@pytest.mark.parametrize("name", STYLES)
def test_text_and_lines_can_be_read_in_the_dark(name: str) -> None:
    one, page = DARK[name], DARK["page"]
    assert min(contrast(ink, one["ground"]) for ink in (one["word"], page["label"], page["note"])) >= TEXT
    assert min(contrast(one["line"], one["ground"]), contrast(one["line"], page["ground"])) >= LINE


@pytest.mark.parametrize("seen", DEFICIENCIES)
@pytest.mark.parametrize(("one", "other"), list(combinations(STATES, 2)))
def test_states_are_told_apart_by_every_reader(one: str, other: str, seen: str) -> None:
    assert distance(STYLES[one].colour, STYLES[other].colour, seen) >= APART
    assert distance(DARK[one]["line"], DARK[other]["line"], seen) >= APART


def test_red_and_green_would_not_do() -> None:
    """What the measure is for: a pair that most readers tell apart, and some do not."""
    assert distance("#C00000", "#008000") >= APART
    assert distance("#C00000", "#008000", "deuteranopia") < APART


def test_the_measures_give_known_values() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert distance("#ffffff", "#000000") == pytest.approx(100, abs=0.1)


def test_no_two_styles_look_the_same_without_colour() -> None:
    looks = {(s.symbol, s.thick, s.dash, s.corner) for s in STYLES.values()}
    assert len(looks) == len(STYLES)
    states = [STYLES[name] for name in (*STATES, "more", "counts")]
    assert len({(s.thick, s.dash) for s in states}) == len({s.symbol for s in states}) == len(states)


def test_light_rules_do_not_reach_print() -> None:
    """A page printed from a dark screen has the picture on white."""
    before = CSS[: CSS.index(".diagram")]
    assert before.rindex("@media screen and (prefers-color-scheme: dark)") > before.rindex("}")
