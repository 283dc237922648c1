"""`tiaoli graph`: the regulation, one article, one conclusion, as SVG, Mermaid, DOT and JSON."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from click.testing import CliRunner

from compiler.graph import dependency_graph
from compiler.program import Text
from explain import dependency
from explain.dependency import Item, View
from explain.dependency_svg import overview_svg, view_svg
from explain.dependency_text import to_dot, to_json, to_mermaid
from explain.parts import find_part
from tiaoli.cli import main
from tiaoli.load import load_policy

SVG = "{http://www.w3.org/2000/svg}"
HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

POLICY = "jing-ren-she-jiu-fa-2020-19"


@pytest.fixture(scope="module")
def program():
    return load_policy("jing-ren-she-jiu-fa-2020-19").compiled.program


def run(*args, code=0):
    done = CliRunner().invoke(main, ["--lang", "zh", "graph", POLICY, *args])
    assert done.exit_code == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def drawn(svg):
    """Ids, ids of boxes that point back, and edges of a picture."""
    root = ET.fromstring(svg)
    groups = list(root.iter(f"{SVG}g"))
    ids = [g.get("data-node") for g in groups if g.get("data-node") is not None]
    again = [g.get("data-again") for g in groups if g.get("data-again") is not None]
    edges = [(p.get("data-from"), p.get("data-to")) for p in root.iter(f"{SVG}path") if p.get("data-from")]
    return ids, again, edges


def listed(html):
    """Ids and edges of a list."""
    root = ET.fromstring(html)
    ids = [e.get("data-node") for e in root.iter() if e.get("data-node") is not None]
    return ids, [(e.get("data-from"), e.get("data-to")) for e in root.iter() if e.get("data-from")]


def size(svg):
    root = ET.fromstring(svg)
    return float(root.get("width", "0")), float(root.get("height", "0"))


# ---- what is in it -----------------------------------------------------------------------------------------------


def test_json_of_the_regulation_is_the_dependency_graph(program):
    found, graph = json.loads(run("--format", "json")), dependency_graph(program)
    assert {n["id"] for n in found["nodes"]} == set(graph)
    assert {tuple(edge) for edge in found["edges"]} == set(graph.edges)
    for n in found["nodes"]:
        assert {key: n[key] for key in ("kind", "part", "type")} == graph.nodes[n["id"]]
        assert set(n) == {"id", "kind", "part", "type"}


def test_an_article_shows_its_conclusions_and_what_they_directly_use(program):
    graph = dependency_graph(program)
    for part in program.ledger.parts:
        found = json.loads(run("--article", part.name, "--format", "json"))
        own = {d.name for d in program.definitions.values() if d.part == part.name}
        used = {name for d in own for name in graph.predecessors(d)}
        assert {n["id"] for n in found["nodes"]} == own | used
        assert {tuple(edge) for edge in found["edges"]} == {edge for edge in graph.edges if edge[1] in own}


def test_a_conclusion_shows_all_it_rests_on_and_a_fact_all_that_rests_on_it(program):
    import networkx

    graph = dependency_graph(program)
    for name in ("可参加险种", "失业保险费月缴费额", "办法已施行"):
        found = json.loads(run("--about", name, "--format", "json"))
        assert {n["id"] for n in found["nodes"]} == {name, *networkx.ancestors(graph, name)}
        assert {tuple(e) for e in found["edges"]} == set(graph.subgraph([n["id"] for n in found["nodes"]]).edges)
    found = json.loads(run("--about", "本市户籍", "--format", "json"))
    assert {n["id"] for n in found["nodes"]} == {"本市户籍", *networkx.descendants(graph, "本市户籍")}
    assert run("--about", "beijing_hukou", "--format", "json") == run("--about", "本市户籍", "--format", "json")


@pytest.mark.parametrize("given", ["4", "四", "４", "第四条", "第4条", "A04", "a04", "A4", "Article 4", " 第 四 条 "])
def test_an_article_has_many_names(program, given):
    part = find_part(program, given)
    assert part is not None
    assert part.name == "第四条"


def test_texts_without_a_number(program):
    names = {"施行条款": ("施行条款", "A21", "Closing clause"), "印发通知": ("印发通知", "A00", "notice of issue")}
    for given, name in ((x, name) for name, several in names.items() for x in several):
        part = find_part(program, given)
        assert part is not None
        assert part.name == name
    assert find_part(program, "二十一") is None
    assert find_part(program, "") is None


# ---- pictures and their lists ------------------------------------------------------------------------------------


def test_the_overview_shows_every_text_once_and_its_list_the_same(program):
    found = dependency.overview(program)
    names = [part.name for part in program.ledger.parts]
    assert len(names) == 22
    for lang in ("zh", "en"):
        list_ids, list_edges = listed(dependency.overview_html(found, lang))
        assert list_ids == names
        assert Counter(list_edges) == Counter(found.edges)
        for narrow in (False, True):
            ids, again, edges = drawn(overview_svg(found, lang, narrow))
            assert Counter(ids) == Counter(names)
            assert set(again) <= set(names)
            assert Counter(edges) == Counter(found.edges)
    rules = {(program.definitions[r].part, d.part) for d in program.definitions.values() for r in d.rules}
    assert set(found.edges) == {(a, b) for a, b in rules if a != b}


def test_english_is_in_english(program):
    """Ids stay as they are; what a reader sees is translated."""
    found = dependency.overview(program)
    views = [dependency.of_article(program, part.name) for part in program.ledger.parts]
    views += [dependency.of_name(program, name) for name in ("可参加险种", "本市户籍")]
    shown = [dependency.overview_html(found, "en"), *(dependency.outline_html(view, "en") for view in views)]
    shown += [overview_svg(found, "en", narrow) for narrow in (False, True)]
    shown += [view_svg(view, "en", narrow) for view in views for narrow in (False, True)]
    for text in shown:
        assert not HAN.search("".join(ET.fromstring(text).itertext())), text
    for view in views:
        assert not HAN.search(to_dot(view, "en") + to_mermaid(view, "en"))


def test_pictures_fit_a_screen_and_a_phone(program):
    found = dependency.overview(program)
    for lang in ("zh", "en"):
        assert size(overview_svg(found, lang))[0] <= 1280
        assert size(overview_svg(found, lang, narrow=True))[0] <= 340
        for part in program.ledger.parts:
            view = dependency.of_article(program, part.name)
            assert size(view_svg(view, lang))[0] <= 1280
            assert size(view_svg(view, lang, narrow=True))[0] <= 340


def test_no_box_of_a_picture_lies_on_another(program):
    found = dependency.overview(program)
    views = [dependency.of_name(program, name) for name in program.definitions]
    pictures = [overview_svg(found, "zh"), overview_svg(found, "en", True), *(view_svg(v, "zh") for v in views)]
    for svg in [*pictures, *(view_svg(v, "zh", True) for v in views)]:
        for group in ET.fromstring(svg).findall(f"{SVG}g"):
            boxes = []
            for g in group.findall(f"{SVG}g"):
                x, y = map(float, re.findall(r"[-\d.]+", g.get("transform", "")))
                rect = g.find(f"{SVG}rect")
                assert rect is not None
                boxes.append((x, y, float(rect.get("width", "0")), float(rect.get("height", "0"))))
            for i, (x, y, w, h) in enumerate(boxes):
                assert all(x + w <= a or a + c <= x or y + h <= b or b + d <= y for a, b, c, d in boxes[i + 1 :])


def test_picture_and_list_of_every_article_and_conclusion_agree(program):
    views = [dependency.of_article(program, part.name) for part in program.ledger.parts]
    views += [dependency.of_name(program, name) for name in (*program.definitions, "本市户籍")]
    for view in views:
        names = [item.name for item in view.items]
        list_ids, list_edges = listed(dependency.outline_html(view, "zh"))
        assert list_ids == names
        assert Counter(list_edges) == Counter(view.edges)
        for narrow in (False, True):
            ids, again, edges = drawn(view_svg(view, "zh", narrow))
            assert Counter(ids) == Counter(names)
            assert set(again) <= set(names)
            assert Counter(edges) == Counter(view.edges)


def test_links_lead_from_the_lists(program):
    html = dependency.outline_html(dependency.of_article(program, "第六条"), "zh", {"灵活就业人员": "a02.html?x=1&y"})
    assert '<a href="a02.html?x=1&amp;y">灵活就业人员</a>' in html
    assert 'href="a06.html"' in dependency.overview_html(dependency.overview(program), "zh", {"第六条": "a06.html"})


def test_an_article_without_conclusions_says_so():
    assert "这里没有可以计算的结论。" in run("--article", "十六")
    assert json.loads(run("--article", "十六", "--format", "json")) == {"nodes": [], "edges": []}


def test_english_pictures_have_english_words(program):
    svg = view_svg(dependency.of_article(program, "第六条"), "en")
    texts = [t.text or "" for t in ET.fromstring(svg).iter(f"{SVG}tspan")]
    assert not [t for t in texts if re.search(r"[\u4e00-\u9fff]", t)]
    assert any("Article 2" in t for t in texts)


# ---- any name is safe in any format ------------------------------------------------------------------------------

NAMES = [
    'a"b]c',
    "x --> y",
    "end",
    "<b>&amp;</b>",
    "a\\",
    'a\\"b',
    "行一\n行二",
    "%% note",
    "#35;",
    "}{;|`",
    "digraph",
    "\x00\x1b",
    "“引号”（括号）",
]


def hostile():
    items = [Item(n, "fact" if at % 2 else "definition", n, "bool", Text(n, n)) for at, n in enumerate(NAMES)]
    return View(Text('标题"]'), tuple(items), tuple((NAMES[at], NAMES[at - 1]) for at in range(1, len(NAMES), 2)))


def test_any_name_is_safe_in_dot():
    import pygraphviz

    view = hostile()
    read = pygraphviz.AGraph(string=to_dot(view, "zh"))
    assert len(read) == len(NAMES)
    assert len(read.edges()) == len(view.edges)
    assert read.get_node("n0").attr["label"] == 'a"b]c'


def test_any_name_is_safe_in_mermaid():
    for line in to_mermaid(hostile(), "zh").splitlines()[2:]:
        label = re.search(r'\["(.*?)"\]', line)
        assert label is None or re.fullmatch(r"(?:[^\W_]|[ #;])+", label[1])
        assert line.count('"') in (0, 2)


def test_any_name_is_safe_in_json_and_lists():
    view = hostile()
    assert [n["id"] for n in json.loads(to_json(view))["nodes"]] == NAMES
    html = dependency.outline_html(view, "zh")
    assert "<b>" not in html
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html


def test_any_label_is_safe_in_svg():
    items = tuple(Item(f"n{at}", "fact", "", "bool", Text(n, n)) for at, n in enumerate(NAMES))
    for narrow in (False, True):
        ids, _, _ = drawn(view_svg(View(Text('"<&'), items, (("n0", "n1"),)), "zh", narrow))
        assert len(ids) == len(NAMES)


# ---- the command -------------------------------------------------------------------------------------------------


def test_every_format_of_every_choice():
    for form, start in (("svg", "<svg"), ("mermaid", "%% "), ("dot", "digraph {"), ("json", "{")):
        for args in ([], ["--article", "三"], ["--about", "可参加险种"]):
            assert run("--format", form, *args).startswith(start)


def test_unknown_names_are_refused_with_a_suggestion():
    assert "没有条文 “第四十条”；是不是 “第" in run("--article", "第四十条", code=2)
    assert "没有叫 “灵活就业人” 的结论或事实；是不是 “灵活就业人员”？" in run("--about", "灵活就业人", code=2)
    assert "tiaoli graph --format json" in run("--about", "xyz", code=2)
    assert "no text" in run("--article", "99", "--lang", "en", code=2)
    assert 'did you mean "灵活就业人员"?' in run("--about", "灵活就业人", "--lang", "en", code=2)
    assert "只能选一个" in run("--about", "灵活就业人员", "--article", "二", code=2)


def test_output_goes_to_a_file(tmp_path):
    path = tmp_path / "图.svg"
    assert run("--article", "四", "-o", str(path)) == ""
    assert path.read_text(encoding="utf-8") == run("--article", "四")


@pytest.mark.parametrize("args", [[], ["--article", "三"], ["--about", "可参加险种", "--format", "dot"]])
def test_same_bytes_everywhere_and_no_warning(root, args):
    """Another hash seed, another locale, no fonts at all: the same picture, and nothing on stderr."""
    outputs = set()
    for seed, more in (("0", {}), ("7", {"LC_ALL": "C", "FONTCONFIG_FILE": "/nonexistent", "HOME": "/nonexistent"})):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root), **more}
        command = [sys.executable, "-W", "error", "-m", "tiaoli", "--lang", "zh", "graph", POLICY, *args]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=True)
        assert done.stderr == b""
        outputs.add(done.stdout)
    assert len(outputs) == 1
