"""The picture of a proof: what is visible, that picture and list agree, that text fits, that hostile text is inert."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.evaluate import evaluate
from compiler.program import Text
from explain.canvas import STYLES, Card, blocks
from explain.diagram import CITIZEN, REVIEWER, Shown, outline_html, proof_outline, proof_svg
from explain.layout import Box, Row, clean, columns, layered, measure, stacked, wrap
from explain.proof import Node
from explain.reasons import prove
from tiaoli.load import load_policy

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


def drawn(svg):
    """Ids and edges of a picture."""
    root = ET.fromstring(svg)
    ids = [g.get("data-node") for g in root.iter(f"{SVG}g") if g.get("data-node") is not None]
    return ids, [(p.get("data-from"), p.get("data-to")) for p in root.iter(f"{SVG}path") if p.get("data-from")]


def listed(html):
    """Ids and edges of the nested list."""
    ids, edges = [], []

    def walk(ul, parent):
        for li in ul.findall("li"):
            ids.append(li.get("data-node"))
            edges.extend([(parent, ids[-1])] if parent is not None else [])
            for below in li.findall("ul"):
                walk(below, li.get("data-node"))

    walk(ET.fromstring(html), None)
    return ids, edges


def edges_of(shown: Shown):
    return [(item.id, part.id) for item in shown.walk() for part in item.parts]


@settings(max_examples=60, deadline=None)
@given(trees, st.sampled_from([CITIZEN, REVIEWER]), st.sampled_from(["zh", "en"]))
def test_picture_and_list_are_isomorphic_and_small(tree, limit, lang):
    shown, svg = proof_outline(tree, lang, limit), proof_svg(tree, lang, "标题", limit)
    ids = [item.id for item in shown.walk()]
    assert len(ids) <= limit
    assert len(set(ids)) == len(ids)
    drawn_ids, drawn_edges = drawn(svg)
    listed_ids, listed_edges = listed(outline_html(shown, lang))
    assert drawn_ids == listed_ids == ids
    assert Counter(drawn_edges) == Counter(listed_edges) == Counter(edges_of(shown))
    assert svg == proof_svg(tree, lang, "标题", limit)


def joined(tree):
    """How many conditions without parts a tree has."""
    return sum(1 for n in tree.walk() if not n.parts)


@settings(max_examples=80, deadline=None)
@given(trees, st.sampled_from([2, 5, CITIZEN, REVIEWER]))
def test_nothing_is_lost_by_folding(tree, limit):
    """Visible conditions, those inside closed boxes and those in folds add up to all."""
    counted = 0
    for item in proof_outline(tree, "zh", limit).walk():
        inside = [int(m[1]) for note in item.notes if (m := re.fullmatch(r"内含 (\d+) 项条件", note))]
        fold = re.match(r"另有 (\d+) 项", item.label)
        counted += inside[0] if inside else int(fold[1]) if fold else 0 if item.parts else 1
    assert counted == joined(tree)


def test_what_decides_comes_first_and_the_rest_is_folded():
    parts = [*leaves(3, "unmet"), *leaves(12, "met", decisive=False, prefix="2")]
    shown = proof_outline(node(kind="rule", state="unmet", parts=parts), "zh")
    assert [item.style for item in shown.parts] == ["unmet", "unmet", "unmet", "idle"]
    assert shown.parts[-1].label == "另有 12 项，均不影响结果"
    english = proof_outline(node(kind="rule", state="unmet", parts=parts), "en").parts[-1].label
    assert english == "12 more, none affects the result"


def test_folded_conditions_that_do_matter_are_not_called_irrelevant():
    shown = proof_outline(node(kind="rule", parts=leaves(12)), "zh")
    assert len(list(shown.walk())) == 9
    assert shown.parts[-1].label == "另有 5 项，均符合"
    mixed = [*leaves(9, "open"), *leaves(4, "met", decisive=False, prefix="2"), *leaves(3, "unmet", prefix="3")]
    assert proof_outline(node(kind="any", parts=mixed), "zh").parts[-1].label == "另有 9 项，其中 5 项影响结果"


def test_a_closed_rule_says_how_much_is_inside():
    rules = [node(f"1.{i}", "rule", parts=leaves(4, prefix=f"1.{i}"), label=f"规则{i}") for i in range(1, 7)]
    shown = proof_outline(node(kind="all", parts=rules), "zh")
    assert [item.notes for item in shown.parts] == [("内含 4 项条件",)] * 6
    opened = proof_outline(node(kind="all", parts=rules), "zh", REVIEWER)
    assert sum(1 for item in opened.parts if item.parts) == 4


def test_a_rule_and_its_only_list_are_one_box():
    rule = node(kind="rule", parts=[node("1.1", "any", parts=leaves(2, prefix="1.1"))])
    shown = proof_outline(rule, "zh")
    assert [item.id for item in shown.walk()] == ["1", "1.1.1", "1.1.2"]
    assert "符合其一就可以：" in shown.notes
    other = node(kind="rule", state="unmet", parts=[node("1.1", "any", parts=leaves(2, prefix="1.1"))])
    assert len(list(proof_outline(other, "zh").walk())) == 4


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
    assert (shown.parts[1].style, shown.parts[1].word) == ("idle", "符合，不影响结果")
    assert "#949494" in proof_svg(node(kind="all", state="unmet", parts=parts), "zh", "标题")


def test_your_value_stands_beside_the_value_required():
    leaf = node("1.1", state="unmet", label="补贴月数", yours=Text("36", "36"), needed=Text("低于40", "below 40"))
    shown = proof_outline(node(kind="all", state="unmet", parts=[leaf]), "zh").parts[0]
    assert shown.notes == ("您的：36；要求：低于40",)


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


def test_lines_of_a_card_fit_its_width():
    card = Card(
        "1", "1", "unmet", "不符合", "Date of first employment 在毕业日期后2年内" * 3, ("您的：" + "很长的说明" * 9,)
    )
    found, height = blocks(card, 200)
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


def test_a_real_proof_shows_its_own_steps():
    program = load_policy("jing-ren-she-jiu-fa-2020-19").compiled.program
    facts = {"本市户籍": True, "毕业生类别": "高校毕业生", "毕业日期": "2020-07-01", "初次就业形式": "灵活就业"}
    answers = evaluate(program, {"as_of": "2021-10-15", "facts": facts})
    for name in answers.conclusions:
        proof = prove(answers, name).proof
        known = {step.id for step in proof.root.walk()}
        for limit in (CITIZEN, REVIEWER):
            shown = proof_outline(proof.root, "zh", limit)
            assert {item.id.removesuffix("+") for item in shown.walk()} <= known
            ids, _ = drawn(proof_svg(proof.root, "en", name, limit))
            assert len(ids) == sum(1 for _ in shown.walk()) <= limit
