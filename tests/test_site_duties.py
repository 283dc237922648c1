"""Duty pages and the start page: every norm with everybody whose it is, every situation with what it concerns."""

from __future__ import annotations

import re

import pytest

from explain.norms import addressed
from explain.site.base import FOLDERS, Site
from explain.site.duties import bearers
from explain.site.items import item_paths
from explain.site.names import distinct, slug
from explain.versions import spot
from tests.guides import BY_LAW, LANGS, MEASURES, made, program_of, site, words_of
from tests.test_site import Page
from tiaoli.load import load_policy

# ---- duties ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", [MEASURES, BY_LAW])
def test_duty_pages_have_the_norms_that_name_somebody_and_those_that_do_not(policy: str) -> None:
    program = program_of(policy)
    for lang in LANGS:
        found = bearers(Site(program, lang))
        for b in found:
            page = site(policy)[FOLDERS[lang] + b.path]
            named, _, implied = page.partition('<section id="implied">')
            by_name = {n.id for n in addressed(program, b.who).named}
            by_name |= {n.id for n in program.norms.values() for c in n.clauses if b.who in c.bearers and not c.implied}
            assert set(Page(named.partition("</main>")[0].partition("<main")[2].partition(">")[2]).norms) == by_name
            rest = {n.id for n in addressed(program, b.who).implied} - by_name
            assert set(re.findall(r'data-norm="([^"]+)"', implied)) == rest
        shown = {id_ for b in found for id_ in re.findall(r'data-norm="([^"]+)"', site(policy)[FOLDERS[lang] + b.path])}
        assert shown == {n.id for n in program.every_norm()}
        assert {link for link in Page(site(policy)[FOLDERS[lang] + "duties.html"]).links if "#" not in link} >= {
            b.path for b in found
        }


def test_paths_are_the_same_in_both_languages_and_distinct() -> None:
    for policy in (MEASURES, BY_LAW, "sample"):
        program = program_of(policy)
        paths = [[b.path for b in bearers(Site(program, lang))] for lang in LANGS]
        assert paths[0] == paths[1]
        assert len(set(paths[0])) == len(paths[0])
        items = item_paths(Site(program, "zh"))
        assert items == item_paths(Site(program, "en"))
        assert set(items) == {spot(s.place) for s in program.every_service()}
    assert "duty-public-employment-services-at-all-levels.html" in site(MEASURES)
    assert "duty-permit-office.html" in site(BY_LAW)


def test_slugs() -> None:
    assert slug("各区", "Districts of Beijing") == "districts-of-beijing"
    assert slug("各区") == slug("各区") != slug("区")
    assert re.fullmatch(r"x[0-9a-f]{8}", slug("各区"))
    assert distinct(["a", "b", "a", "a"]) == ["a", "b", "a-2", "a-3"]


# ---- start -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("policy", "count"), [(MEASURES, 12), (BY_LAW, 7)])
@pytest.mark.parametrize("lang", LANGS)
def test_the_start_page_leads_from_every_situation(policy: str, count: int, lang: str) -> None:
    program, page = program_of(policy), site(policy)[FOLDERS[lang] + "index.html"]
    assert len(program.about.situations) == count
    cards = re.findall(r'<li class="card"><h3>(.*?)</h3>(.*?)</ul></li>', page, re.DOTALL)
    assert [words_of(title) for title, _ in cards] == [s.title.get(lang) for s in program.about.situations]
    for (_, links), situation in zip(cards, program.about.situations, strict=True):
        assert links.count("<a ") == len(situation.services) + len(situation.conclusions)


def test_pages_are_small_and_the_same_again() -> None:
    for policy in (MEASURES, BY_LAW):
        for path, text in site(policy).items():
            assert len(text.encode()) < 50 * 1024, path
        assert made(load_policy(policy).compiled.program) == site(policy)
