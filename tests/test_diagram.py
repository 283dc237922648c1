"""The picture of a proof: what is visible, that picture and list agree, that text fits, that hostile text is inert."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.program import Text
from explain.pictures.canvas import MARGIN, STYLES, Card, blocks
from explain.pictures.diagram import CITIZEN, REVIEWER, SHEET, Shown, outline_html, proof_outline, proof_svg
from explain.pictures.folding import article_of
from explain.pictures.layout import Box, Row, clean, columns, even, layered, measure, stacked, wrap
from explain.proof import Node

SVG = "{http://www.w3.org/2000/svg}"


def node(id_="1", kind="test", state="met", label="条件", decisive=True, parts=(), **more):
    empty = Text("")
    made = Node(id_, kind, state, Text(label, f"en {label}"), empty, empty, (), (), "", "", decisive, tuple(parts))
    return replace(made, **more)


def leaves(count, state="met", decisive=True, prefix="1"):
    return [node(f"{prefix}.{i}", state=state, decisive=decisive, label=f"条件{i}") for i in range(1, count + 1)]


def numbered(kind, state, decisive, parts, id_="1"):
    """A tree with ids like those of a proof."""
    renamed = [numbered(p.kind, p.state, p.decisive, p.parts, f"{id_}.{i}") for i, p in enumerate(parts, 1)]
    return node(id_, kind, state, f"条件{id_}", decisive, renamed)


states = st.sampled_from(["met", "unmet", "open", "not_applicable", "value"])
trees = st.recursive(
    st.builds(node, state=states, decisive=st.booleans()),
    lambda below: st.builds(
        node,
        kind=st.sampled_from(["rule", "all", "any", "cases"]),
        state=states,
        decisive=st.booleans(),
        parts=st.lists(below, min_size=1, max_size=12),
    ),
    max_leaves=60,
).map(lambda n: numbered(n.kind, n.state, True, n.parts))


def bare(*texts):
    """Without spaces: where a line is broken, its space is gone."""
    return "".join("".join(texts).split())


def drawn(svg):
    """Boxes of a picture in order, as (id, style, what it says), and its edges."""
    root = ET.fromstring(svg)
    found = []
    for g in root.iter(f"{SVG}g"):
        if g.get("data-node") is not None:
            style = g.get("class", "").removeprefix("node ")
            found.append((g.get("data-node"), style, bare(*(t.text or "" for t in g.iter(f"{SVG}tspan")))))
    return found, [(p.get("data-from"), p.get("data-to")) for p in root.iter(f"{SVG}path") if p.get("data-from")]


def listed(html):
    """The same of the nested list."""
    found, edges = [], []

    def walk(ul, parent):
        for li in ul.findall("li"):
            id_, state = li.get("data-node"), li.find("span")
            texts = [state.text, state.tail, *(small.text for small in li.findall("small"))]
            found.append((id_, state.get("class").removeprefix("state "), bare(*texts)))
            edges.extend([(parent, id_)] if parent is not None else [])
            for below in li.findall("ul"):
                walk(below, id_)

    walk(ET.fromstring(html), None)
    return found, edges


def edges_of(shown: Shown):
    return [(item.id, part.id) for item in shown.walk() for part in item.parts]


def says(item: Shown):
    return item.id, item.style, bare(f"{item.symbol} {item.word}", item.label, *item.notes)


@settings(max_examples=60, deadline=None)
@given(trees, st.sampled_from([CITIZEN, REVIEWER]), st.sampled_from(["zh", "en"]))
def test_picture_and_list_are_isomorphic_and_small(tree, limit, lang):
    shown, svg = proof_outline(tree, lang, limit), proof_svg(tree, lang, "标题", limit)
    ids = [item.id for item in shown.walk()]
    assert len(ids) <= limit
    assert len(set(ids)) == len(ids)
    drawn_boxes, drawn_edges = drawn(svg)
    listed_boxes, listed_edges = listed(outline_html(shown, lang))
    assert drawn_boxes == listed_boxes == [says(item) for item in shown.walk()]
    assert listed_edges == [(parent, id_) for id_, parent in parents(shown)]
    assert Counter(drawn_edges) == Counter(listed_edges) == Counter(edges_of(shown))
    assert svg == proof_svg(tree, lang, "标题", limit)


def parents(shown: Shown):
    """Each box but the first with its parent, in reading order."""
    above = {part.id: item.id for item in shown.walk() for part in item.parts}
    return [(item.id, above[item.id]) for item in shown.walk() if item.id in above]


@settings(max_examples=80, deadline=None)
@given(trees, st.sampled_from([2, 3, 5, CITIZEN, REVIEWER]))
def test_nothing_is_lost_by_folding(tree, limit):
    """Visible conditions, those inside closed boxes and those in folds add up to all conditions without parts."""
    counted = 0
    for item in proof_outline(tree, "zh", limit).walk():
        inside = [int(m[1]) for note in item.notes if (m := re.search(r"(?:内含|由) (\d+) 项条件", note))]
        fold = re.match(r"另有 (\d+) 项", item.label)
        counted += inside[0] if inside else int(fold[1]) if fold else 0 if item.parts else 1
    assert counted == sum(1 for n in tree.walk() if not n.parts)


@settings(max_examples=80, deadline=None)
@given(trees)
def test_a_citizen_sees_what_decides_and_one_box_for_all_the_rest(tree):
    decisive = {n.id: n.decisive for n in tree.walk()}
    boxes = [item for item in proof_outline(tree, "zh").walk() if item.id != tree.id]
    top = {n.id for n in tree.parts}
    others = [b for b in boxes if not decisive.get(b.id, False) and b.id not in top and "+" not in b.id]
    assert len(others) <= 1
    assert sum(b.label.endswith("均不影响结果") for b in boxes) + len(others) <= 1


def test_what_decides_comes_first_and_the_rest_is_folded():
    parts = [*leaves(12, "met", decisive=False, prefix="2"), *leaves(3, "unmet")]
    shown = proof_outline(node(kind="rule", state="unmet", parts=parts), "zh")
    assert [item.style for item in shown.parts] == ["unmet", "unmet", "unmet", "idle"]
    assert shown.parts[-1].label == "另有 12 项，均不影响结果"
    english = proof_outline(node(kind="rule", state="unmet", parts=parts), "en").parts[-1].label
    assert english == "12 more, none affects the result"


def test_what_does_not_decide_is_folded_wherever_it_stands():
    lists = [
        node(
            f"1.{i}",
            "all",
            "unmet",
            parts=[node(f"1.{i}.1", state="unmet"), *leaves(3, decisive=False, prefix=f"1.{i}.9")],
        )
        for i in (1, 2)
    ]
    shown = proof_outline(node(kind="any", state="unmet", parts=lists), "zh")
    assert [(item.id, item.label) for item in shown.parts][-1] == ("1+", "另有 6 项，均不影响结果")
    assert [len(item.parts) for item in shown.parts] == [1, 1, 0]


def test_a_reviewer_sees_a_fold_for_each_article():
    idle = [
        *(node(f"1.2.{i}", decisive=False) for i in (1, 2)),
        *(
            node(f"1.3.{i}", "rule", decisive=False, cite=f"第七条第{n}款")
            for i, n in ((1, "一"), (2, "二"), (3, "三"))
        ),
        node("1.4", "rule", decisive=False, cite="第九条", label="另一条"),
    ]
    root = node(kind="rule", state="unmet", cite="第三条第一款", parts=[node("1.1", state="unmet"), *idle])
    shown = proof_outline(root, "zh", REVIEWER)
    assert [(item.word, item.label) for item in shown.parts] == [
        ("不符合", "条件"),
        ("第三条的其余条件", "另有 2 项，均不影响结果"),
        ("第七条的其余条件", "另有 3 项，均不影响结果"),
        ("符合；不影响结果", "另一条"),
    ]
    assert len({item.id for item in shown.walk()}) == 5
    citizen = proof_outline(root, "zh").parts[-1]
    assert (citizen.label, citizen.notes) == ("另有 6 项，均不影响结果", ("第七条、第九条",))


@pytest.mark.parametrize(
    ("cite", "article"),
    [
        ("第三条第一款第二句", "第三条"),
        ("第二条第（三）项", "第二条"),
        ("第二十条", "第二十条"),
        ("施行条款", "施行条款"),
        ("article 3, paragraph 1, sentence 1", "article 3"),
        ("Section 6 (2)", "Section 6"),
        ("Section 11 (1), sentence 1", "Section 11"),
        ("By-law 4 of 2024, Section 2 (6)", "By-law 4 of 2024, Section 2"),
        ("", ""),
    ],
)
def test_the_article_of_a_source(cite, article):
    assert article_of(cite) == article


def test_folded_conditions_that_do_matter_are_not_called_irrelevant():
    shown = proof_outline(node(kind="rule", parts=leaves(12)), "zh")
    assert len(list(shown.walk())) == 9
    assert shown.parts[-1].label == "另有 5 项，均符合"
    mixed = [*leaves(9, "open"), *leaves(4, "met", decisive=False, prefix="2"), *leaves(3, "unmet", prefix="3")]
    folds = [item.label for item in proof_outline(node(kind="any", parts=mixed), "zh").parts if "+" in item.id]
    assert folds == ["另有 6 项，均影响结果", "另有 4 项，均不影响结果"]
    rules = [
        node(f"1.{i}", "rule", parts=[*leaves(1, prefix=f"1.{i}.1"), *leaves(1, decisive=False, prefix=f"1.{i}.2")])
        for i in range(1, 13)
    ]
    assert proof_outline(node(kind="all", parts=rules), "zh").parts[-1].label == "另有 10 项，其中 5 项影响结果"


def test_a_closed_rule_says_how_much_is_inside():
    rules = [node(f"1.{i}", "rule", parts=leaves(4, prefix=f"1.{i}"), label=f"规则{i}") for i in range(1, 7)]
    shown = proof_outline(node(kind="all", parts=rules), "zh")
    assert [item.notes for item in shown.parts] == [("内含 4 项条件",)] * 6
    opened = proof_outline(node(kind="all", parts=rules), "zh", REVIEWER)
    assert sum(1 for item in opened.parts if item.parts) == 4
    amount = node(kind="rule", state="value", parts=[replace(rule, state="value") for rule in rules])
    assert proof_outline(amount, "en").parts[0].notes == ("Follows from 4 conditions",)


def test_a_rule_and_its_only_list_are_one_box():
    rule = node(kind="rule", parts=[node("1.1", "any", parts=leaves(2, prefix="1.1"))])
    shown = proof_outline(rule, "zh")
    assert [item.id for item in shown.walk()] == ["1", "1.1.1", "1.1.2"]
    assert shown.notes == ("符合其一就可以，符合的是：",)
    other = node(kind="rule", state="unmet", parts=[node("1.1", "any", parts=leaves(2, prefix="1.1"))])
    assert len(list(proof_outline(other, "zh").walk())) == 4


@pytest.mark.parametrize(
    ("kind", "state", "parts", "said"),
    [
        ("all", "met", ["met", "met"], "要同时符合，也都符合："),
        ("all", "unmet", ["unmet"], "要同时符合几项，不符合的是："),
        ("all", "open", ["open", "open"], "要同时符合几项，待确定的是："),
        ("any", "unmet", ["unmet", "unmet"], "符合其一就可以，但都不符合："),
        ("any", "open", ["open"], "符合其一就可以，待确定的是："),
        ("any", "met", ["open", "open"], "符合其一就可以："),
        ("all", "unmet", ["open", "open"], "要同时符合："),
    ],
)
def test_how_parts_count_is_said_of_what_is_shown(kind, state, parts, said):
    """The last two are settled although none of their parts is."""
    below = [node(f"1.1.{i}", state=part) for i, part in enumerate(parts, 1)]
    rule = node(kind="rule", state=state, parts=[node("1.1", kind, state, parts=below)])
    assert proof_outline(rule, "zh").notes == (said,)


def test_a_rule_and_its_only_condition_are_one_box():
    fact = node("1.1", "fact", "unmet", "办理就业登记", yours=Text("否", "no"))
    shown = proof_outline(node(kind="rule", state="unmet", label="结论", parts=[fact]), "zh")
    assert (shown.label, shown.notes, shown.parts) == ("结论", ("办理就业登记：否",), ())


@pytest.mark.parametrize(
    ("state", "word", "symbol", "colour"),
    [
        ("met", "符合", "✓", "#003E8A"),
        ("unmet", "不符合", "✕", "#B34700"),
        ("open", "待确定", "?", "#000000"),
    ],
)
def test_word_symbol_and_line_beside_colour(state, word, symbol, colour):
    svg = proof_svg(node(kind="all", state=state, parts=leaves(2, state)), "zh", "标题")
    assert f"{symbol} {word}" in svg
    assert svg.count(f'stroke="{colour}"') == 5
    assert len({(s.symbol, s.thick, s.dash) for s in (STYLES[k] for k in ("met", "unmet", "open", "idle"))}) == 4


def test_what_does_not_matter_still_says_what_it_came_to():
    parts = [node("1.1", state="unmet"), node("1.2", state="met", decisive=False)]
    shown = proof_outline(node(kind="all", state="unmet", parts=parts), "zh")
    assert (shown.parts[1].style, shown.parts[1].word) == ("idle", "符合；不影响结果")
    assert "#949494" in proof_svg(node(kind="all", state="unmet", parts=parts), "zh", "标题")


def test_your_value_stands_beside_the_value_required():
    leaf = node("1.1", state="unmet", label="补贴月数", yours=Text("36", "36"), needed=Text("低于40", "below 40"))
    shown = proof_outline(node(kind="all", state="unmet", parts=[leaf]), "zh").parts[0]
    assert shown.notes == ("您的情况：36；要求：低于40",)


def test_the_answer_at_the_top_is_written_larger():
    root = ET.fromstring(proof_svg(node(kind="all", parts=leaves(2)), "zh", "标题"))
    sizes = [
        [float(t.get("font-size", "0")) for t in g.iter(f"{SVG}text")]
        for g in root.iter(f"{SVG}g")
        if g.get("data-node")
    ]
    assert min(sizes[0][:2]) > 12
    assert sizes[0][1] > max(size for box in sizes[1:] for size in box)


HOSTILE = "</text><script>alert('x')</script> & \"]]> \x00\x1b\u202e<!-- %s {{ 7*7 }}"


@pytest.mark.parametrize("limit", [CITIZEN, REVIEWER])
def test_hostile_text_is_inert(limit):
    tree = node(kind="all", label=HOSTILE, parts=[node("1.1", label=HOSTILE, yours=Text(HOSTILE), cite=HOSTILE)])
    svg = proof_svg(tree, "zh", HOSTILE, limit)
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}script"))
    assert "{{ 7*7 }}" in svg
    assert "<script" not in outline_html(proof_outline(tree, "zh"), "zh")


def test_picture_has_a_name_a_description_and_nothing_from_outside():
    svg = proof_svg(node(kind="all", parts=leaves(3)), "zh", "为什么")
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert [e.get("id") for e in named if e is not None] == root.get("aria-labelledby", "").split()
    assert named[0] is not None
    assert named[0].text == "为什么"
    assert not re.search(
        r"<(script|style|image|foreignObject|a)\b|href|\bstyle=|@import|https?://(?!www\.w3\.org/)", svg
    )
    assert float(root.get("width", "0")) <= 340


@settings(max_examples=60, deadline=None)
@given(trees, st.sampled_from([CITIZEN, REVIEWER]))
def test_boxes_do_not_overlap_and_stay_inside(tree, limit):
    root = ET.fromstring(proof_svg(tree, "zh", "标题", limit))
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    boxes = []
    for g in root.iter(f"{SVG}g"):
        if g.get("data-node") is not None:
            x, y = map(float, re.findall(r"[-\d.]+", g.get("transform", "")))
            rect = g.find(f"{SVG}rect")
            assert rect is not None
            boxes.append((x, y, float(rect.get("width", "0")), float(rect.get("height", "0"))))
    for i, (x, y, w, h) in enumerate(boxes):
        assert min(x, y) >= 0
        assert x + w <= wide - 15.8
        assert y + h <= high - 15.8
        assert all(x + w <= a or a + c <= x or y + h <= b or b + d <= y for a, b, c, d in boxes[i + 1 :])


@settings(max_examples=40, deadline=None)
@given(trees, st.sampled_from(["zh", "en"]))
def test_a_reviewers_picture_fits_a_screen_and_a_sheet(tree, lang):
    """At most 1280 pixels wide, so that it is not scaled down; on A4 in landscape (277 mm of it) letters of 12 pixels
    stay above 7 points. Only a root that does not fit with its own parts is higher."""
    root = ET.fromstring(proof_svg(tree, lang, "标题", REVIEWER))
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    assert wide <= 1280
    ids = {item.id for item in proof_outline(tree, lang, REVIEWER).walk()}
    if ids != {tree.id, *(item.id for item in proof_outline(tree, lang, REVIEWER).parts)}:
        assert high <= SHEET[1] + 2 * MARGIN
        assert 12 * min(277 / wide, 190 / high) / 25.4 * 72 >= 7


def test_an_edge_begins_at_its_parent_or_at_an_edge_of_its_parent():
    """So that each is drawn once, in the line of what it leads to."""
    tree = node(
        kind="any",
        state="unmet",
        parts=[node(f"1.{i}", "all", "unmet", parts=leaves(5, "unmet", prefix=f"1.{i}")) for i in (1, 2, 3)],
    )
    for limit in (CITIZEN, REVIEWER):
        root = ET.fromstring(proof_svg(tree, "zh", "标题", limit))
        at = {}
        for g in root.iter(f"{SVG}g"):
            if g.get("data-node"):
                rect = g.find(f"{SVG}rect")
                x, y = map(float, re.findall(r"[-\d.]+", g.get("transform", "")))
                at[g.get("data-node")] = (x, y, float(rect.get("width")), float(rect.get("height")))
        drawn_to: dict[str, list[list[tuple[float, float]]]] = {}
        for path in root.iter(f"{SVG}path"):
            points, earlier = corners(path.get("d")), drawn_to.setdefault(path.get("data-from"), [])
            above, below = at[path.get("data-from")], at[path.get("data-to")]
            foot = (above[0] + 9, round(above[1] + above[3], 1))
            assert points[0] == foot if not earlier else any(lies_on(points[0], line) for line in earlier)
            assert points[-1] == (below[0], round(below[1] + below[3] / 2, 1))
            earlier.append(points)


def lies_on(point, corners_):
    """Is a point on this line of upright and level pieces?"""
    x, y = point
    return any(min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d) for (a, b), (c, d) in pairwise(corners_))


def corners(path):
    """The points of a path of M, H and V."""
    x = y = 0.0
    found = []
    for sort, rest in re.findall(r"([MHV])([-\d. ]+)", path):
        numbers = [float(n) for n in rest.split()]
        x, y = (numbers[0], numbers[1]) if sort == "M" else (numbers[0], y) if sort == "H" else (x, numbers[0])
        found.append((x, y))
    return found


@given(st.text(max_size=80), st.integers(min_value=6, max_value=40))
def test_wrapped_text_fits_and_is_whole(text, limit):
    lines = wrap(text, limit)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(columns(line) <= limit or len(line) == 1 for line in lines)


def test_wrapping_keeps_words_and_marks_together():
    assert wrap("Works through a new platform", 20) == ["Works through a", "new platform"]
    assert wrap("高校毕业生，中专毕业生", 10) == ["高校毕业", "生，中专毕", "业生"]
    assert wrap("毕业（含当天）", 6) == ["毕业", "（含当", "天）"]
    assert wrap("自2021-05-01起", 13) == ["自", "2021-05-01", "起"]
    assert wrap("", 10) == [""]
    assert wrap("补贴36个月", 8) == ["补贴36", "个月"]
    assert wrap("补贴36个月", 8, units=True) == ["补贴", "36个月"]


def test_lines_are_made_even_where_the_last_is_short() -> None:
    assert wrap("高校毕业生灵活就业", 16) == ["高校毕业生灵活就", "业"]
    assert even("高校毕业生灵活就业", 16) == ["高校毕业生灵活", "就业"]
    assert even("Article 3 · 12 conditions inside", 30) == ["Article 3 ·", "12 conditions inside"]


@given(st.text(max_size=80), st.integers(min_value=6, max_value=40))
def test_even_lines_fit_and_are_whole(text, limit):
    lines = even(text, limit)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(columns(line) <= limit or len(line) == 1 for line in lines)


def test_lines_of_a_card_fit_its_width():
    card = Card(
        "1", "1", "unmet", "不符合", "Date of first employment 在毕业日期后2年内" * 3, ("您的：" + "很长的说明" * 9,)
    )
    found, height = blocks(card, 200)
    assert {block.part for block in found} == {"word", "label", "note"}
    assert all(measure(line, block.size) <= 180 for block in found for line in block.lines)
    last = found[-1]
    assert last.y + last.step * (len(last.lines) - 1) < height


def test_layout_is_rounded_and_needs_no_font():
    boxes = [Box(str(i), 100, 30.37) for i in range(6)]
    layout = layered(boxes, [("0", str(i)) for i in range(1, 6)], across=True)
    assert layout == layered(boxes, [("0", str(i)) for i in range(1, 6)], across=True)
    for box in layout.boxes.values():
        assert (round(box.x, 1), round(box.y, 1)) == (box.x, box.y)
    assert stacked([Row(boxes[0], "", 0), Row(boxes[1], "0", 1)]).lines[0].path == "M9.0 30.4 V55.6 H18.0"
