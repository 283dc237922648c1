"""The strip of a verdict over time: which stretches it shows, that picture and list agree, that text fits."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tiaoli
from compiler import calendar
from compiler.request import read
from explain.pictures.canvas import BOLD, PAD, STYLES
from explain.pictures.layout import measure
from explain.pictures.timeline_svg import MOST, Cell, Stretch, timeline_cells, timeline_html, timeline_svg
from explain.question.ask import Finding, Question
from explain.question.timeline import timeline
from tests.test_diagram import HOSTILE, SVG, bare

DAY = calendar.day(2021, 1, 1)
STATES = ("met", "unmet", "open", "idle", "value")
both = pytest.mark.parametrize("narrow", [False, True])


def strip(count: int, now: int = -1, ends: bool = False) -> list[Stretch]:
    """Stretches of 100 days."""
    return [
        Stretch(
            None if i == 0 else DAY + 100 * i,
            DAY + 100 * i + 99 if i + 1 < count or ends else None,
            STATES[i % 5],
            f"状态{i}",
            f"第{i}段的说明，写得比较长一些（含当天），要折成几行",
            (f"原因{i}",),
            i == now,
        )
        for i in range(count)
    ]


strips = st.builds(
    lambda count, now, ends: strip(count, now % count, ends), st.integers(1, 30), st.integers(0, 29), st.booleans()
)


def drawn(svg: str) -> list[tuple[str, str, str]]:
    """Of each stretch: id, style, what it says."""
    found = []
    for g in ET.fromstring(svg).iter(f"{SVG}g"):
        if g.get("data-node") is not None:
            texts = [t.text or "" for t in g.iter(f"{SVG}tspan")]
            found.append((g.get("data-node") or "", (g.get("class") or "").removeprefix("node "), bare(*texts)))
    return found


def listed(html: str) -> list[tuple[str, str, str]]:
    found = []
    for item in ET.fromstring(html).findall("li"):
        style = item.find("span").get("class").removeprefix("state ")  # type: ignore[union-attr]
        found.append((item.get("data-node") or "", style, bare(*item.itertext())))
    return found


def says(cell: Cell, sep: str) -> tuple[str, str, str]:
    return cell.id, cell.style, bare(sep.join(cell.head), cell.symbol, cell.word, cell.label, *cell.notes)


@settings(max_examples=60, deadline=None)
@given(strips, st.booleans(), st.sampled_from(["zh", "en"]), st.integers(0, 4), st.integers(0, 4))
def test_picture_and_list_say_the_same(
    stretches: list[Stretch], narrow: bool, lang: str, earlier: int, later: int
) -> None:
    cells = timeline_cells(stretches, lang, earlier, later)
    svg = timeline_svg(stretches, lang, "标题", narrow, earlier, later)
    assert drawn(svg) == [says(cell, "") for cell in cells]
    sep = "，" if lang == "zh" else ","
    assert listed(timeline_html(stretches, lang, earlier, later)) == [says(cell, sep) for cell in cells]
    assert len({cell.id for cell in cells}) == len(cells) <= MOST
    assert svg == timeline_svg(stretches, lang, "标题", narrow, earlier, later)


@settings(max_examples=60, deadline=None)
@given(strips, st.integers(0, 4), st.integers(0, 4))
def test_no_stretch_is_lost_and_the_day_asked_about_is_shown(
    stretches: list[Stretch], earlier: int, later: int
) -> None:
    cells = timeline_cells(stretches, "zh", earlier, later)
    folded = [int(m[1]) for cell in cells if (m := re.fullmatch(r"另有 (\d+) 段", cell.word))]
    shown = [cell.word for cell in cells if cell.style != "more"]
    assert len(shown) + sum(folded) == len(stretches) + earlier + later
    words = [one.word for one in stretches]
    at = words.index(shown[0])
    assert shown == words[at : at + len(shown)]
    here = next(one for one in stretches if one.now)
    assert [cell.word for cell in cells if "▼ 您问的日子在这一段" in cell.head] == [here.word]


def test_as_many_as_fit_are_shown() -> None:
    assert [len(timeline_cells(strip(n), "zh")) for n in (1, 5, 9, 10, 30)] == [1, 5, 9, 9, 9]
    assert [cell.style for cell in timeline_cells(strip(9), "zh")].count("more") == 0
    assert [cell.word for cell in timeline_cells(strip(11), "zh")][-1] == "另有 3 段"
    middle = timeline_cells(strip(20, 10), "en")
    assert [middle[0].word, middle[-1].word] == ["8 more stretches", "5 more stretches"]
    assert timeline_cells(strip(2), "en", earlier=1)[0].word == "1 more stretch"


def test_heads_say_when_a_stretch_begins_and_the_last_when_it_ends() -> None:
    assert [cell.head[0] for cell in timeline_cells(strip(3), "zh")] == [
        "到2021年4月10日为止",
        "2021年4月11日起",
        "2021年7月20日起",
    ]
    assert timeline_cells(strip(3, ends=True), "en")[-1].head == ("20 July to 27 October 2021",)
    assert timeline_cells(strip(1), "zh")[0].head == ("一直如此",)
    assert timeline_cells(strip(3, ends=True), "zh", later=2)[-2].head == ("2021年7月20日起",)


@both
def test_each_state_has_its_word_symbol_line_and_colour(narrow: bool) -> None:
    root = ET.fromstring(timeline_svg(strip(5), "zh", "标题", narrow))
    for i, group in enumerate(g for g in root.iter(f"{SVG}g") if g.get("data-node")):
        style = STYLES[STATES[i]]
        bar = group.find(f"{SVG}path")
        assert bar is not None
        assert (bar.get("stroke"), float(bar.get("stroke-width", "0"))) == (style.colour, 2 * style.thick)
        assert bool(bar.get("stroke-dasharray")) == bool(style.dash)
        assert f"{style.symbol} 状态{i}" in "".join(group.itertext())


@both
def test_a_day_is_marked_where_a_stretch_begins_and_a_tip_where_time_goes_on(narrow: bool) -> None:
    def marks(stretches: Sequence[Stretch]) -> tuple[int, int]:
        root = ET.fromstring(timeline_svg(stretches, "zh", "标题", narrow))
        tips = [p for p in root.iter(f"{SVG}path") if (p.get("class") or "").startswith("tip")]
        return len(list(root.iter(f"{SVG}circle"))), len(tips)

    assert marks(strip(3)) == (2, 1)
    assert marks(strip(3, ends=True)) == (2, 0)
    assert marks(strip(7)) == (6, 1 if narrow else 2)


def places(svg: str) -> Iterator[tuple[float, float, float, float]]:
    """x, y, width and height of each card."""
    for outer in ET.fromstring(svg).iter(f"{SVG}g"):
        inner = outer.find(f"{SVG}g") if outer.get("data-node") else None
        if inner is not None:
            x, y = map(float, re.findall(r"[-\d.]+", inner.get("transform", "")))
            rect = inner.find(f"{SVG}rect")
            assert rect is not None
            yield x, y, float(rect.get("width", "0")), float(rect.get("height", "0"))


@settings(max_examples=40, deadline=None)
@given(strips, st.booleans(), st.sampled_from(["zh", "en"]))
def test_cards_stay_inside_and_apart_and_text_in_them(stretches: list[Stretch], narrow: bool, lang: str) -> None:
    svg = timeline_svg(stretches, lang, "标题", narrow)
    root = ET.fromstring(svg)
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    assert wide <= (340 if narrow else 1280)
    found = list(places(svg))
    assert found == sorted(found, key=lambda card: (card[1], card[0]))
    for i, (x, y, w, h) in enumerate(found):
        assert min(x, y) >= 0
        assert x + w <= wide - 15.8
        assert y + h <= high - 15.8
        assert all(x + w <= a or a + c <= x or y + h <= b or b + d <= y for a, b, c, d in found[i + 1 :])
    for group in (g for g in root.iter(f"{SVG}g") if g.find(f"{SVG}rect") is not None):
        rect = group.find(f"{SVG}rect")
        for text in group.findall(f"{SVG}text"):
            size = float(text.get("font-size", "0")) * (BOLD if text.get("font-weight") == "bold" else 1)
            lines = [line.text or "" for line in text.findall(f"{SVG}tspan")]
            assert all(measure(line, size) <= float(rect.get("width", "0")) - 2 * PAD + 0.1 for line in lines)  # type: ignore[union-attr]


@both
def test_hostile_text_is_inert(narrow: bool) -> None:
    stretches = [Stretch(None, None, "open", HOSTILE, HOSTILE, (HOSTILE,), True)]
    svg = timeline_svg(stretches, "zh", HOSTILE, narrow)
    assert not re.search(r"<(script|style|image|foreignObject|a)\b|href|@import|https?://(?!www\.w3\.org/)", svg)
    assert "\x1b" not in svg
    ET.fromstring(svg)
    assert "<script" not in timeline_html(stretches, "zh")


@both
def test_the_strip_has_a_name_and_a_description(narrow: bool) -> None:
    root = ET.fromstring(timeline_svg(strip(12, 5), "zh", "什么时候可以", narrow))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert [title.get("id"), desc.get("id")] == root.get("aria-labelledby", "").split()
    assert (title.text, "共 12 段，图中有 9 项" in (desc.text or "")) == ("什么时候可以", True)


def test_nothing_to_show_is_an_empty_strip() -> None:
    assert drawn(timeline_svg([], "zh", "标题")) == drawn(timeline_svg([], "zh", "标题", True)) == []


def test_a_real_course_of_time() -> None:
    """Article 3: a woman may join until the day before she is 50; the measures are in force from 1 October 2020."""
    facts = {
        "出生日期": "1971-10-15", "性别": "女", "本市户籍": True, "农业户籍": True, "个体经营者": True,
        "办理就业登记": True, "处于就业见习期间": False,
    }  # fmt: skip
    program = tiaoli.load("jing-ren-she-jiu-fa-2020-19", draft=True).program
    known = read(program, {"as_of": "2021-03-01", "facts": facts}).facts
    pieces = timeline(Question(program, "可以参加本市社会保险"), known).pieces
    styles = {Finding("value", True): "met", Finding("value", False): "unmet", Finding("not_in_force"): "idle"}
    stretches = [
        Stretch(piece.first if i else None, piece.last, styles[piece.finding], piece.finding.status, "说明")
        for i, piece in enumerate(pieces)
    ]
    cells = timeline_cells([*stretches[:-1], stretches[-1]], "zh")
    assert [(cell.head[0], cell.style) for cell in cells] == [
        ("到2020年9月30日为止", "idle"),
        ("2020年10月1日起", "met"),
        ("2021年10月15日至2100年12月31日", "unmet"),
    ]
