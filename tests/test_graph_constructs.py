"""Dependency pictures of exceptions, published figures, lists of records and texts of other days, and their lists."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from compiler.graph import dependency_graph
from compiler.program import Program
from explain import dependency
from explain.dependency_svg import overview_svg, view_svg
from explain.dependency_text import to_dot, to_json, to_mermaid
from explain.parts import find_part
from explain.pictures.canvas import STYLES
from explain.pictures.diagram import CITIZEN, REVIEWER, proof_outline, proof_svg
from explain.proof import Node
from explain.versions import Versions
from tests.sample import CARD, FAMILY, sample, told
from tests.test_graph import drawn, listed, size
from tiaoli.load import load_policy

SVG = "{http://www.w3.org/2000/svg}"
BYLAW = load_policy("port-merrow-2023-7", examples=False).compiled.program
both = pytest.mark.parametrize("program", [sample(), BYLAW], ids=["sample", "bylaw"])


def views(program: Program) -> list[dependency.View]:
    versions = Versions(program)
    found = [dependency.of_article(versions.program_of(part.name), part.name) for part in program.ledger.parts]
    return [*found, *(dependency.of_name(program, name) for name in (*program.facts, *program.conclusions))]


def sorts(view: dependency.View) -> dict[str, str]:
    return {item.name: item.sort for item in view.items}


@both
def test_edges_are_those_of_the_dependency_graph(program: Program) -> None:
    found = json.loads(to_json(dependency.whole(program)))
    graph = dependency_graph(program)
    assert {n["id"] for n in found["nodes"]} == set(graph)
    assert {tuple(edge) for edge in found["edges"]} == set(graph.edges)
    assert all(edge in found["edges"] for edge in found["exceptions"])


def test_exceptions_figures_and_lists_are_told_apart() -> None:
    found = sorts(dependency.whole(sample()))
    assert {name for name, sort in found.items() if sort == "exception"} == {
        *("残疾人免费", "区内残疾人", "违规者", "多子女免费", "违规不能停车", "核实后可以停车", "申请在前"),
    }
    assert found["最低工资"] == "parameter"
    assert found["二〇二四年放假安排"] == "holidays"
    assert found["家庭成员"] == "records"
    assert found["成员年龄"] == "field"
    assert found["持残疾证"] == found["停车费"] == ""


def test_an_exception_leads_to_what_it_is_an_exception_to() -> None:
    edges = dependency.whole(sample()).exceptions
    assert {("残疾人免费", "停车费"), ("区内残疾人", "残疾人免费"), ("违规者", "区内残疾人")} <= edges
    assert ("核实后可以停车", "违规不能停车") in edges
    assert ("持残疾证", "残疾人免费") not in edges
    assert ("违规者", "停车费") not in edges


def test_a_list_leads_to_what_counts_its_records() -> None:
    edges = dependency.whole(sample()).edges
    assert ("家庭成员", "多子女免费") in edges
    assert ("家庭成员", "有人领取低保") in edges
    labels = {item.name: item.label.zh for item in dependency.whole(sample()).items}
    assert labels["成员年龄"] == "家庭成员：成员年龄"


@both
def test_picture_and_list_agree_and_broken_lines_are_those_of_exceptions(program: Program) -> None:
    for view in views(program):
        names = [item.name for item in view.items]
        list_ids, list_edges = listed(dependency.outline_html(view, "en"))
        assert list_ids == names
        assert Counter(list_edges) == Counter(view.edges)
        for narrow in (False, True):
            svg = view_svg(view, "zh", narrow)
            ids, _, edges = drawn(svg)
            assert Counter(ids) == Counter(names)
            assert Counter(edges) == Counter(view.edges)
            paths = [p for p in ET.fromstring(svg).iter(f"{SVG}path") if p.get("class") == "edge exception"]
            assert {(p.get("data-from"), p.get("data-to")) for p in paths} == view.exceptions
            assert all(p.get("stroke-dasharray") for p in paths)
            assert ("虚线：是它的例外" in "".join(ET.fromstring(svg).itertext())) is bool(view.exceptions)


@both
def test_pictures_fit_a_screen_and_a_phone(program: Program) -> None:
    found = dependency.overview(program)
    for lang in ("zh", "en"):
        assert size(overview_svg(found, lang))[0] <= 1280
        assert size(overview_svg(found, lang, narrow=True))[0] <= 340
        for part in program.ledger.parts:
            view = dependency.of_article(Versions(program).program_of(part.name), part.name)
            assert size(view_svg(view, lang, narrow=True))[0] <= 340


def test_the_list_names_exceptions_and_published_figures() -> None:
    html = dependency.outline_html(dependency.of_article(sample(), "第二条"), "zh")
    assert re.search(r'<li data-from="最低工资" data-to="困难家庭">最低工资 <small>公布的数</small></li>', html)
    first = dependency.outline_html(dependency.of_article(Versions(sample()).program_of("第一条"), "第一条"), "en")
    assert "Free for card holders <small>exception</small></li>" in first


def test_text_formats_draw_exceptions_with_another_arrow() -> None:
    view = dependency.of_name(sample(), "可以停车")
    assert '-. "例外" .->' in to_mermaid(view, "zh")
    assert '[style=dashed, label="exception"]' in to_dot(view, "en")
    assert " --> " in to_mermaid(view, "zh")


def test_every_kind_of_card_differs_without_colour() -> None:
    shown = ("definition", "other", "exception", "other_exception", "fact", "parameter", "records")
    assert len({(STYLES[k].symbol, STYLES[k].dash, STYLES[k].corner, STYLES[k].thick) for k in shown}) == len(shown)
    assert len({STYLES[k].symbol for k in ("definition", "exception", "fact", "parameter", "records", "counts")}) == 6


# ---- texts of other days -----------------------------------------------------------------------------------------


def test_an_article_that_is_over_shows_its_own_conclusions() -> None:
    program = Versions(BYLAW).program_of("Section 5")
    found = sorts(dependency.of_article(program, "Section 5"))
    assert {"emissions_charge", "standard_charge", "rated_emissions"} <= set(found)
    assert not [name for name in found if "@" in name]


def test_an_old_text_that_is_still_used_stands_in_the_picture() -> None:
    view = dependency.of_article(BYLAW, "By-law 4 of 2024, Section 1")
    labels = {item.name: item.label.en for item in view.items}
    assert labels["standard_charge@2024-06-30"] == "Standard charge (as in force on 2024-06-30)"


@both
def test_the_overview_counts_every_text_in_its_own_time(program: Program) -> None:
    found = dependency.overview(program)
    assert [part.name for part in found.parts] == [part.name for part in program.ledger.parts]
    versions = Versions(program)
    for part in found.parts:
        assert part.definitions == len(_names(versions, part.name)), part.name


def _names(versions: Versions, part: str) -> set[str]:
    return {d.name for d in versions.program_of(part).definitions.values() if d.part == part and not d.internal}


def test_a_conclusion_that_is_over_has_a_picture_too() -> None:
    early = sample().at(sample().about.in_force_from)
    assert dependency.of_name(early, "申请在前").items == ()
    assert "没有可以计算的结论" in view_svg(dependency.of_name(early, "申请在前"), "zh")


@pytest.mark.parametrize("given", ["Section 5", "5", "A05", "section5"])
def test_a_number_means_the_regulation_not_its_amendment(given: str) -> None:
    part = find_part(BYLAW, given)
    assert part is not None
    assert part.name == "Section 5"


@pytest.mark.parametrize("given", ["By-law 4 of 2024, Section 1", "amendment-2024.A01", "by-law 4 of 2024,section 1"])
def test_a_part_of_an_amendment_is_found_by_its_whole_name(given: str) -> None:
    part = find_part(BYLAW, given)
    assert part is not None
    assert part.name == "By-law 4 of 2024, Section 1"


# ---- pictures of a proof -----------------------------------------------------------------------------------------


def test_the_picture_of_a_proof_shows_the_exception_that_decided() -> None:
    root = told("停车费", **{**CARD, "区内居住": True}).proof.root
    shown = {item.label: item for item in proof_outline(root, "zh").walk()}
    assert (shown["例外“区内残疾人”"].style, shown["例外“区内残疾人”"].word) == ("counts", "例外成立")
    assert "所以结果是：50.00元" in shown["例外“区内残疾人”"].notes


def test_an_exception_that_does_not_count_is_one_box_with_its_conditions() -> None:
    root = told("停车费", **{**CARD, "持残疾证": False}).proof.root
    outline = proof_outline(root, "zh", REVIEWER)
    idle = next(item for item in outline.walk() if item.label == "例外“残疾人免费”")
    assert [part.label for part in idle.parts][:1] == ["持残疾证"]


@pytest.mark.parametrize("limit", [CITIZEN, REVIEWER])
def test_pictures_of_proofs_are_small_and_well_formed(limit: int) -> None:
    for explanation in (
        told("停车费", **CARD),
        told("困难家庭", 家庭成员=FAMILY, 申请日期="2024-02-01"),
        told("停车费", day="2024-08-01", 申请日期="2024-06-30", **{**CARD, "持残疾证": False}),
    ):
        root: Node = explanation.proof.root
        for lang in ("zh", "en"):
            ids, _, _ = drawn(proof_svg(root, lang, "标题", limit))
            assert len(ids) == len(set(ids)) <= limit
