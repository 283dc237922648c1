"""What holds of every page of the site, of every kind: it leads nowhere into the void, loads nothing that is not beside
it, is light, and shows hostile words as words; then what each kind of page must have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from compiler import calendar
from compiler.evaluate import evaluate
from compiler.program import Program
from explain.records import kind_of
from explain.site import CSP, UNSAID, Made, Site, published, sheet, sitemap, whole
from explain.site.check_start import start
from explain.site.search import grams, read
from explain.site.timeline import rows
from explain.templating import sheets
from explain.versions import Versions
from tests.colours import contrast
from tests.sample import sample
from tests.test_site import Page, resolve
from tiaoli.load import load_policy
from tiaoli.write import _PAGE, hashes, render

BEIJING, BY_LAW = "jing-ren-she-jiu-fa-2020-19", "port-merrow-2023-7"
POLICIES = (BEIJING, BY_LAW, "sample")
ASKED = {BEIJING: "可以参加本市社会保险", BY_LAW: "charge_payable", "sample": "停车费"}
HEAVIEST = 50 * 1024
NS = "{http://www.w3.org/2000/svg}"
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)


@cache
def program_of(policy: str) -> Program:
    return sample() if policy == "sample" else load_policy(policy).compiled.program


@cache
def site_of(policy: str) -> Mapping[str, str]:
    """Everything that is written, with somebody's explanation."""
    program = program_of(policy)
    answers = evaluate(program, {"as_of": "2024-08-05", "facts": {}, "only": [ASKED[policy]]})
    return {path: make() for path, make in whole(program, answers).items()}


@cache
def parsed(policy: str) -> Mapping[str, Page]:
    return {path: Page(text) for path, text in site_of(policy).items() if path.endswith(".html")}


def flat(text: str) -> str:
    """What a page says, without white space and pictures."""
    return "".join("".join(Page(SVG.sub("", text)).words).split())


# ---- every page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_every_link_leads_somewhere(policy: str) -> None:
    """What follows # in an address of the self-check is what its script knows how to begin with."""
    pages, files = parsed(policy), site_of(policy)
    asks = set(start(Site(program_of(policy), "zh"))["ids"])
    count = 0
    for path, page in pages.items():
        for link in [*page.links, *page.sheets, *(s for s in page.scripts if s.endswith(".js"))]:
            target, _, anchor = unquote(link).partition("#")
            found = resolve(path, target)
            assert found in files, f"{path}: {link}"
            asked = asks if found.endswith("check.html") else set()
            assert not anchor or anchor in asked or anchor in pages[found].ids, f"{path}: {link}"
            count += 1
    assert count > 1000


@pytest.mark.parametrize("policy", POLICIES)
def test_every_page_is_well_formed_and_has_the_frame(policy: str) -> None:
    for path, page in parsed(policy).items():
        assert page.open == [], path
        assert page.tags["h1"] == 1, path
        assert [x for x, n in Counter(page.ids).items() if n > 1] == [], path
        assert page.langs == ["en" if path.startswith("en/") else "zh-CN"], path
        assert {"index.html", "articles.html", "glossary.html", "search.html"} <= set(page.links), path
        assert "#main" in page.links, path


@pytest.mark.parametrize("policy", POLICIES)
def test_every_page_has_the_policy_and_loads_only_what_lies_beside_it(policy: str) -> None:
    for path, text in site_of(policy).items():
        if path.endswith(".html"):
            page = parsed(policy)[path]
            assert f'<meta http-equiv="Content-Security-Policy" content="{CSP}">' in text, path
            assert page.loads == [], path
            assert [resolve(path, s) for s in page.sheets] == ["style.css"], path
            assert all(s.endswith(".js") or s == "application/ld+json" for s in page.scripts), path
            assert not re.search(r"<[^>]+ style=|url\((?!#)|@import|javascript:", text), path
        elif path.endswith(".css"):
            assert not re.search(r"url\(|@import|expression", text), path
        elif path.endswith(".js") and "search-index" not in path:
            assert not re.search(r"\b(?:eval|fetch|import|Function)\(|XMLHttp|Storage|indexedDB|cookie", text), path


def test_the_policy_lets_nothing_out() -> None:
    for part in ("default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"):
        assert part in CSP
    assert "unsafe" not in CSP
    assert "http" not in CSP


@pytest.mark.parametrize("policy", POLICIES)
def test_every_page_is_light_and_has_a_name_that_is_known_again(policy: str) -> None:
    """A page that the next run does not know as its own would stop it."""
    for path, text in site_of(policy).items():
        assert _PAGE.fullmatch(path), path
        if path.endswith(".html"):
            assert len(SVG.sub("", text).encode()) < HEAVIEST, path
    assert len(sheet().encode()) < HEAVIEST


@pytest.mark.parametrize("policy", POLICIES)
def test_every_picture_has_a_title_a_description_and_its_words(policy: str) -> None:
    for path, text in site_of(policy).items():
        for svg in SVG.findall(text) if path.endswith(".html") else ():
            root = ET.fromstring(svg)
            ids = [found.get("id") for tag in ("title", "desc") for found in root.iter(f"{NS}{tag}") if found.text]
            assert root.get("aria-labelledby", "").split() == ids[:2], path
            assert root.get("role") == "img", path


@pytest.mark.parametrize("policy", POLICIES)
def test_both_languages_have_the_same_pages(policy: str) -> None:
    names = {
        lang: {p.removeprefix("en/") for p in parsed(policy) if p.startswith("en/") == (lang == "en")}
        for lang in ("zh", "en")
    }
    assert names["zh"] == names["en"]
    for path, page in parsed(policy).items():
        name = path.removeprefix("en/")
        assert name if path.startswith("en/") else f"en/{name}" in {resolve(path, link) for link in page.links}, path


# ---- large print -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_large_print_keeps_to_itself(policy: str) -> None:
    """Every page has its larger twin, whose links lead to larger pages; one link leads back."""
    pages = parsed(policy)
    for path in [p for p in pages if "big/" not in p]:
        folder, _, name = path.rpartition("/")
        twin = f"{folder}/big/{name}".removeprefix("/")
        assert twin in {resolve(path, link) for link in pages[path].links}, path
        to = [resolve(twin, link) for link in pages[twin].links if not link.startswith("#")]
        assert [x for x in to if "big/" not in x and x.endswith(".html")] == [path], twin
        assert pages[twin].words[-1:] == pages[path].words[-1:]
        assert pages[twin].ids == pages[path].ids
        assert '<html class="big"' in site_of(policy)[twin]
        assert '<html class="big"' not in site_of(policy)[path]


def test_large_print_is_large() -> None:
    """Sizes in CSS pixels: text at least 18, what is pressed at least 60 (44 elsewhere), lines at least 1.5 apart."""
    css = sheets("site.css", "frame.css", "forms.css", "article.css", "explanation.css")
    root = 16 * float(re.search(r"\.big\{font-size:([\d.]+)%", css)[1]) / 100  # type: ignore[index]
    large = re.search(r"\.big\{[^}]*\}", css)[0]  # type: ignore[index]
    sizes = {name: float(size) for name, size in re.findall(r"--(small|tiny|tap):([\d.]+)rem", large)}
    assert min(sizes["small"], sizes["tiny"]) * root >= 18
    assert sizes["tap"] * root >= 60
    assert float(re.search(r"--tap:([\d.]+)rem", css)[1]) * 16 >= 44  # type: ignore[index]
    assert all(float(size) * root >= 18 for size in re.findall(r"font-size:([\d.]+)rem", css))
    assert "px" not in "".join(re.findall(r"font-size:[^;}]*", css))
    body = re.search(r"body\{.*?font:[\d.]+rem/([\d.]+)", css)
    assert body is not None
    assert float(body[1]) >= 1.5


# ---- colours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(at: int) -> None:
    """Text on every ground 4.5 to 1, what marks a field or a state 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    blocks = re.findall(r":root\{([^}]*--paper[^}]*)\}", sheet())
    found = dict(re.findall(r"--([a-z]+):(#[0-9a-f]+)", blocks[at]))
    grounds = [found[name] for name in ("paper", "panel", "law", "mark")]
    for name in ("ink", "soft", "link", "ok", "bad"):
        assert min(contrast(found[name], ground) for ground in grounds) >= 4.5, name
    for name in ("edge", "press"):
        assert min(contrast(found[name], ground) for ground in (found["paper"], found["panel"])) >= 3, name
    assert contrast(found["on"], found["press"]) >= 4.5
    assert contrast(found["on"], found["bad"]) >= 4.5


# ---- the note of a text that was verified long ago ---------------------------------------------------------------


@pytest.mark.parametrize(("built", "years"), [("2023-12-31", 0), ("2024-01-01", 2), ("2026-11-28", 4)])
def test_a_text_that_was_verified_long_ago_says_so_on_every_page(built: str, years: int) -> None:
    """It was verified on 31 December 2021; two years are not too long, a day more is."""
    files = whole(program_of(BEIJING), made=Made(calendar.from_iso(built)))
    for path in ("index.html", "A03.html", "en/items.html", "en/big/method.html"):
        text = files[path]()
        said = f"over {years} years ago" if path.startswith("en/") else f"已经过去 {years} 年多"
        assert (said in text) == ('class="stale' in text) == (years > 0), path
    assert not any('class="stale' in text for text in site_of(BEIJING).values())


# ---- one number --------------------------------------------------------------------------------------------------


def _site_in(folder: Path, examples: bool) -> Mapping[str, str]:
    compiled = load_policy(str(folder), draft=True).compiled
    assert not compiled.errors
    program = compiled.program if examples else replace(compiled.program, examples=())
    return {path: page() for path, page in whole(program, made=UNSAID).items()}


@pytest.mark.parametrize("examples", [False, True])
def test_a_number_changes_only_the_pages_that_mention_it(root: Path, tmp_path: Path, examples: bool) -> None:
    """Of pages with examples also those on which an example now comes out otherwise."""
    folder = tmp_path / BEIJING
    shutil.copytree(root / "policies" / BEIJING, folder)
    before = _site_in(folder, examples)
    rules = folder / "第三条.tiao"
    text = rules.read_text(encoding="utf-8")
    assert text.count("出生日期 未满 60周岁") == 1
    rules.write_text(text.replace("出生日期 未满 60周岁", "出生日期 未满 61周岁"), encoding="utf-8")
    after = _site_in(folder, examples)
    assert before.keys() == after.keys()
    changed = {path for path in before if before[path] != after[path]}
    pages = {path: flat(text) for path, text in after.items() if path.endswith(".html")}
    mention = {path for path, words in pages.items() if re.search("未满61周岁|under61yearsold", words)}
    assert {"A03.html", "en/A03.html", "big/A03.html"} <= mention
    failing = {path for path in pages if 'class="bad"' in after[path]}
    assert bool(failing) == examples
    assert {path for path in changed if path.endswith(".html")} == mention | failing
    assert not any("61周岁" in text for text in before.values())


# ---- kinds of pages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES)
def test_the_glossary_has_every_question_and_every_conclusion(policy: str) -> None:
    program = program_of(policy)
    ids = set(parsed(policy)["glossary.html"].ids)
    assert {f"fact-{f.alias or f.name}" for f in program.facts.values()} <= ids
    assert {f"term-{d.alias or d.name}" for d in program.every_definition()} <= ids
    words = flat(site_of(policy)["glossary.html"])
    for fact in program.facts.values():
        assert "".join(fact.question.zh.split()) in words, fact.name
        assert all("".join((fact.choices.get(c) or c).split()) in words or c in words for c in fact.type.choices)


@pytest.mark.parametrize("policy", POLICIES)
def test_all_readings_and_decisions_are_on_one_page(policy: str) -> None:
    program = program_of(policy)
    page = parsed(policy)["readings.html"]
    assert set(program.readings) <= set(page.ids)
    words = flat(site_of(policy)["readings.html"])
    for reading in program.readings.values():
        for said in (*reading.alternatives.values(), reading.settled_by, reading.consequence):
            assert "".join(said.zh.split()) in words, reading.id
    judged = [f for f in program.facts.values() if kind_of(program, f.name) == "judged"]
    assert all("".join(f.question.zh.split()) in words for f in judged)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_timeline_and_its_list_say_the_same(policy: str, lang: str) -> None:
    text = site_of(policy)["en/timeline.html" if lang == "en" else "timeline.html"]
    listed = re.findall(r'<li id="(t\d+)" data-node="t\d+">(.*?)</li>', text, re.DOTALL)
    pictures = SVG.findall(text)
    assert len(pictures) == 2
    for svg in pictures:
        groups = [g for g in ET.fromstring(svg).iter(f"{NS}g") if g.get("data-node")]
        assert [g.get("data-node") for g in groups] == [id_ for id_, _ in listed]
        for group, (_, item) in zip(groups, listed, strict=True):
            drawn = "".join("".join(group.itertext()).split())
            name = "".join(Page(item.partition("</h3>")[0]).words)
            said = "".join(Page(item.partition("<p>")[2].partition("<span class=")[0]).words)
            for words in (name, said):
                assert "".join(words.split()) in drawn or (lang == "zh" and policy == BY_LAW), words


def test_the_timeline_has_every_dated_rule() -> None:
    """From the law: what articles 5, 6 and 7 say of days; and all versions and published figures of the by-law."""
    found = {(row.name, row.first, row.last) for row in rows(Site(program_of(BEIJING), "zh"))}
    day = calendar.from_iso
    for name, first, last in (
        ("支持多渠道灵活就业实施办法", "2020-10-01", None),
        ("灵活就业社会保险补贴延长对象", "2020-10-01", "2020-12-31"),
        ("可按百分之一费率缴纳失业保险费", "2021-01-01", None),
        ("可自愿暂缓缴费", None, "2020-12-31"),
        ("可继续缴费", "2021-01-01", "2021-12-31"),
        ("可补缴未缴费月度", None, "2021-12-31"),
    ):
        assert (name, day(first) if first else None, day(last) if last else None) in found, name
    program = program_of(BY_LAW)
    by_law = rows(Site(program, "zh"))
    dated = [d for d in program.every_definition() if d.window.since is not None or d.window.until is not None]
    for d in dated:
        assert any((r.name, r.first, r.last) == (d.label.zh, d.window.since, d.window.until) for r in by_law), d.name
    for fact in program.facts.values():
        for value in fact.rows:
            assert any((r.first, r.last) == (value.window.since, value.window.until) for r in by_law), fact.name


def test_what_changed_names_each_amendment_and_each_version() -> None:
    for policy in (BY_LAW, "sample"):
        program, text = program_of(policy), site_of(policy)["en/changed.html"]
        for amendment in program.about.amendments:
            assert amendment.title.get("en") in re.sub("<[^>]*>", "", text)
        versions = Versions(program)
        links = parsed(policy)["changed.html"].links
        for name in {v.definition.name for v in versions.definitions.values()}:
            named = versions.named(name)
            for version in named if len(named) > 1 else ():
                assert Site(program, "zh").places.of(version, None) in links
    assert "规则库没有收录修改它的文件" in flat(site_of(BEIJING)["changed.html"])


def test_the_method_page_counts_what_was_counted_elsewhere() -> None:
    program = program_of(BEIJING)
    words = flat(site_of(BEIJING)["method.html"])
    assert f"规则文件里有{len(program.examples)}个样例" in words
    assert f"有{len(program.readings)}处可以有不同读法" in words
    assert "都相同" in words
    wrong = replace(program, examples=(replace(program.examples[0], facts={}), *program.examples[1:]))
    failed = whole(wrong)["method.html"]()
    assert ('class="bad"' in failed) == (
        whole(wrong)["articles.html"]().count('class="bad"') + failed.count('class="bad"') > 0
    )


# ---- search ------------------------------------------------------------------------------------------------------

RUN = """
const fs = require("fs"), vm = require("vm");
const [index, script, ...queries] = process.argv.slice(1);
const element = () => ({ hidden: true, value: "", dataset: { some: "{}", many: "{}", none: "0" }, textContent: "",
  append(...parts) { this.parts = [...(this.parts || []), ...parts]; },
  replaceChildren(...items) { this.items = items; }, addEventListener(name, call) { this.call = call; } });
const named = Object.fromEntries(["query", "found", "told", "asking"].map((id) => [id, element()]));
globalThis.document = { getElementById: (id) => named[id], createElement: element };
vm.runInThisContext(fs.readFileSync(index, "utf8"));
vm.runInThisContext(fs.readFileSync(script, "utf8"));
const results = queries.map((query) => {
  named.query.value = query;
  named.query.call();
  const found = named.found.items.map(({ parts: [link] }) => [link.href, link.textContent]);
  return { told: named.told.textContent, found };
});
console.log(JSON.stringify({ shown: !named.asking.hidden, results }));
"""


@cache
def searched(policy: str, lang: str, folder: Path, *queries: str) -> Any:
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    files = site_of(policy)
    prefix = "en/" if lang == "en" else ""
    (folder / "index.js").write_text(files[f"{prefix}search-index.js"], encoding="utf-8")
    (folder / "search.js").write_text(files["search.js"], encoding="utf-8")
    command = ["node", "-e", RUN, str(folder / "index.js"), str(folder / "search.js"), *queries]
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return json.loads(done.stdout)


def test_search_finds_what_people_look_for(tmp_path: Path) -> None:
    asked = {
        "失业登记": "A12.html",
        "职称": "A13.html",
        "创业担保贷款": "A09.html",
        "Date of birth": "glossary.html#fact-birth_date",
        "社保补贴": "A04.html",
        "读法 R7-1": "readings.html#R7-1",
        "时间线": "timeline.html",
    }
    found = searched(BEIJING, "zh", tmp_path, *asked)
    assert found["shown"]
    for (query, wanted), result in zip(asked.items(), found["results"], strict=True):
        assert any(href.startswith(wanted) for href, _ in result["found"][:10]), (query, result["found"][:10])


EVERYDAY = {
    (BEIJING, "zh"): {
        "骑手": "A02.html",
        "外卖": "index.html#situations",
        "外卖员": "item-flexible_employment_registration.html",
        "网约车": "index.html#situations",
        "五险一金": "A03.html",
        "五险": "item-social_insurance_enrolment.html",
        "社保": "A03.html",
        "失业金": "item-unemployment_registration.html",
        "被辞退": "A12.html",
        "养老金": "A07.html",
        "断缴": "A07.html",
        "医保": "A03.html#rule-insurance_types",
        "应届生": "A04.html",
        "借钱": "item-startup_loan_application.html",
        "评职称": "A13.html",
        "小时工": "A19.html",
        "找工作": "A15.html",
        "仲裁": "duty-labour-dispute-mediation-and-arbitration-bodies.html",
        "投诉": "A20.html",
    },
    (BEIJING, "en"): {
        "rider": "A02.html",
        "gig worker": "A02.html",
        "unemployment benefit": "item-unemployment_registration.html",
        "health insurance": "A03.html#rule-insurance_types",
    },
    (BY_LAW, "en"): {"price": "A05.html", "appeal": "item-request_for_review.html", "poor": "A07.html"},
}
"""What people say, and a page that they should find among the first eight."""


@pytest.mark.parametrize(("policy", "lang"), EVERYDAY)
def test_search_knows_everyday_words(tmp_path: Path, policy: str, lang: str) -> None:
    wanted = EVERYDAY[policy, lang]
    found = searched(policy, lang, tmp_path, *wanted)
    for (query, page), result in zip(wanted.items(), found["results"], strict=True):
        hrefs = [href for href, _ in result["found"][:8]]
        assert page in {part for href in hrefs for part in (href, href.partition("#")[0])}, (query, hrefs)


@pytest.mark.parametrize(("policy", "lang"), [(BEIJING, "zh"), (BY_LAW, "en")])
def test_a_number_finds_that_number_alone(tmp_path: Path, policy: str, lang: str) -> None:
    """Not those of which it is a part: what is found has it as a whole number, in its words or in its name."""
    files, folder, program = site_of(policy), "en/" if lang == "en" else "", program_of(policy)
    named = [
        *(("fact", f) for f in program.facts.values()),
        *((kind, d) for d in program.every_definition() for kind in ("rule", "term")),
    ]
    labels = {f"{kind}-{x.alias or x.name}": f"{x.label.zh} {x.label.en}" for kind, x in named}
    numbers = ("1", "2", "3", "5", "10", "20", "60", "2020")
    found = searched(policy, lang, tmp_path, *numbers)
    assert sum(bool(result["found"]) for result in found["results"]) >= 6
    for number, result in zip(numbers, found["results"], strict=True):
        whole_number = re.compile(rf"(?<![0-9.,])0*{number}(?:\.0+)?(?![0-9]|\.[0-9]|,[0-9]{{3}})")
        for href, title in result["found"]:
            page, _, anchor = href.partition("#")
            here = [s for s in read(files[folder + page]) if s.anchor == anchor and s.title == title]
            assert any(whole_number.search(f"{s.title} {s.text} {labels.get(anchor)}") for s in here), (number, href)


def test_search_finds_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    found = searched(BEIJING, "zh", tmp_path, "", "<script>", "鳄鱼饲养", "__proto__", "constructor", "税")
    assert [bool(r["found"]) for r in found["results"]] == [False, False, False, False, False, False]
    assert [r["told"] for r in found["results"]] == ["", "0", "0", "0", "0", "0"]


def test_every_heading_can_be_found(tmp_path: Path) -> None:
    """Of the pages of the by-law in English: its own title brings a page up."""
    titles = {
        p.removeprefix("en/"): read(t)[0].title
        for p, t in site_of(BY_LAW).items()
        if re.fullmatch(r"en/[^/]*\.html", p)
    }
    names = [p for p in titles if p != "search.html"]
    found = searched(BY_LAW, "en", tmp_path, *(titles[p] for p in names))
    for path, result in zip(names, found["results"], strict=True):
        assert path in {href.partition("#")[0] for href, _ in result["found"]}, (path, titles[path])


def test_the_list_of_pages_has_every_page() -> None:
    for policy in POLICIES:
        for folder in ("", "en/"):
            links = set(parsed(policy)[f"{folder}search.html"].links)
            own = {p.removeprefix(folder) for p in parsed(policy) if p.rpartition("/")[0] == folder.rstrip("/")}
            assert own <= links


def test_texts_are_cut_alike() -> None:
    assert list(grams("社会保险补贴 A04 R7-1。")) == ["社会", "会保", "保险", "险补", "补贴", "a04", "r7-1"]
    assert list(grams("税")) == ["税"]
    assert list(grams("５％ ABC")) == ["5%", "abc"]
    assert list(grams("5,360.00元 5360.50 12,5")) == ["元", "5360", "5360.50", "12", "5"]


# ---- what is written besides -------------------------------------------------------------------------------------


def test_a_sitemap_lists_every_page_in_both_languages() -> None:
    program = program_of(BY_LAW)
    files = render(program, url="https://example.org/p&q")
    tree = ET.fromstring(files["sitemap.xml"])
    listed = [url.text for url in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(listed) == sorted(f"https://example.org/p&q/{path}" for path in published(files))
    assert len(listed) == len(set(listed)) > 40
    assert not any("/big/" in address for address in listed if address)
    assert "sitemap.xml" not in render(program)
    assert sitemap("https://a.b", ["x.html"]) == sitemap("https://a.b/", ["en/x.html", "x.html"])


def test_hashes_are_those_that_sha256sum_checks(root: Path) -> None:
    folder = root / "policies" / BY_LAW
    listed = hashes(folder)
    assert len(listed.splitlines()) == len([p for p in folder.iterdir() if p.is_file()])
    done = subprocess.run(
        ["sha256sum", "-c", "--strict"], input=listed.encode(), cwd=folder, capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    files = render(program_of(BY_LAW), folder=folder)
    assert files["sources.txt"] == listed
    for path in ("method.html", "en/method.html", "big/method.html", "en/big/method.html"):
        assert "sources.txt" in {resolve(path, link) for link in Page(files[path]).links}
    assert not any("sources.txt" in text for path, text in site_of(BY_LAW).items() if path.endswith(".html"))
