"""The pages: complete, true to the law, the same every time; and writing them harms no file of others. What holds of
every page of every kind is in test_site_pages.py."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest

from compiler.evaluate import evaluate
from compiler.official import Part
from compiler.program import Program, Text
from explain.explanation import explain
from explain.site import page_of, pages
from explain.templating import marked
from tiaoli.about import Unusable
from tiaoli.load import load_policy
from tiaoli.write import LIST, render, write_pages, write_site

VOID = {"meta", "br", "hr", "img", "input", "link", "path", "rect", "circle", "line"}
LANGS = ("zh", "en")
FOLDER = {"zh": "", "en": "en/"}
SCRIPTS = {"application/ld+json", "search-index.js", "check-zh.js", "check-en.js"} | {
    f"{up}{name}.js" for up in ("", "../") for name in ("search", "check")
}
HOSTILE = "<script>alert(1)</script>&\"'{{ 7*7 }}"


class Page(HTMLParser):
    """What a page has: anchors, links, texts of the law, norms, whether its tags are balanced, and what it loads: style
    sheets, scripts (of data, their type), and `loads`, which no page may."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: Counter[str] = Counter()
        self.norms: list[str] = []
        self.law: list[str] = []
        self.words: list[str] = []
        self.loads: list[str] = []
        self.sheets: list[str] = []
        self.scripts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.langs: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.norms += [given["data-norm"]] if "data-norm" in given else []
        self.langs += [given["lang"]] if tag == "html" else []
        self.sheets += [given["href"]] if tag == "link" and given.get("rel") == "stylesheet" else []
        self.scripts += [given.get("src") or given.get("type", "")] if tag == "script" else []
        known = ("script src",)
        self.loads += [f"{tag} {name}" for name in given if name in ("src", "srcset", "data", "poster", "action")]
        self.loads += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.loads += [tag] if tag in ("style", "iframe", "object", "embed", "base", "form") else []
        self.loads += [f"link {rel}" for rel in [given.get("rel")] if tag == "link" and rel != "stylesheet"]
        self.loads = [x for x in self.loads if x not in known]
        if tag not in VOID:
            self.open.append((tag, given.get("class") == "law"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> without a start"
        assert self.open[-1][0] == tag, f"</{tag}> closes <{self.open[-1][0]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if any(law for _, law in self.open):
            self.law.append(data)
        if not any(tag in ("style", "svg", "script") for tag, _ in self.open):
            self.words.append(data)


@pytest.fixture(scope="module")
def program() -> Program:
    return load_policy("jing-ren-she-jiu-fa-2020-19").compiled.program


@pytest.fixture(scope="module")
def site(program: Program) -> dict[str, str]:
    return html({**pages(program, "zh"), **pages(program, "en")})


def html(texts: Mapping[str, str]) -> dict[str, str]:
    """The pages among the files of a site, without large print."""
    return {path: text for path, text in texts.items() if path.endswith(".html") and "big/" not in path}


@pytest.fixture(scope="module")
def parsed(site: dict[str, str]) -> dict[str, Page]:
    return {path: Page(text) for path, text in site.items()}


def test_pages_are_well_formed(parsed: dict[str, Page]) -> None:
    for path, page in parsed.items():
        assert page.open == [], path
        assert page.tags["h1"] == 1, path
        assert page.langs == ["en" if path.startswith("en/") else "zh-CN"], path
        assert [x for x, n in Counter(page.ids).items() if n > 1] == [], path


def resolve(path: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / target).parts if target else PurePosixPath(path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_every_text_has_its_page_in_both_languages(program: Program, parsed: dict[str, Page]) -> None:
    assert len(program.ledger.parts) == 22
    for lang in LANGS:
        index = parsed[FOLDER[lang] + "articles.html"]
        for part in program.ledger.parts:
            assert FOLDER[lang] + page_of(part) in parsed
            assert page_of(part) in index.links


@pytest.mark.parametrize("lang", LANGS)
def test_the_law_is_shown_verbatim_and_whole(program: Program, parsed: dict[str, Page], lang: str) -> None:
    for part in program.ledger.parts:
        shown = "".join(parsed[FOLDER[lang] + page_of(part)].law)
        assert shown == "".join(unit.text for unit in part.units), part.name


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_has_an_anchor(program: Program, parsed: dict[str, Page], lang: str) -> None:
    found = {id_ for path, page in parsed.items() if path.startswith("en/") == (lang == "en") for id_ in page.ids}
    claims = {claim.address.rstrip("abcdefgh") for _, claim in program.ledger.claims}
    assert claims <= found
    assert {norm.id for norm in program.norms.values()} <= found


@pytest.mark.parametrize("lang", LANGS)
def test_every_norm_rule_reading_and_service_is_shown(program: Program, site: dict[str, str], lang: str) -> None:
    for part in program.ledger.parts:
        page = Page(site[FOLDER[lang] + page_of(part)])
        assert page.norms == [n.id for n in program.norms.values() if n.part == part.name], part.name
        rules = [d for d in program.definitions.values() if d.part == part.name]
        assert sum(x.startswith("rule-") for x in page.ids) == len(rules)
        readings = {r.id for r in program.readings.values() if r.part == part.name}
        assert readings <= set(page.ids)
        services = [s for s in program.services.values() if s.part == part.name]
        assert site[FOLDER[lang] + page_of(part)].count('class="card service"') == len(services)


def test_every_example_is_shown_and_holds(program: Program, site: dict[str, str]) -> None:
    for part in program.ledger.parts:
        examples = [e for e in program.examples if e.part == part.name]
        full = site.get(f"{part.id}-examples.html", site[page_of(part)])
        assert full.count('<th scope="row">') == len(examples)
        assert full.count('class="ok"') == sum(len(e.expected) for e in examples)
    assert not any('class="bad"' in text for text in site.values())
    shared = [e for e in program.examples if e.part not in {part.name for part in program.ledger.parts}]
    assert site["articles.html"].count('<th scope="row">') == len(shared)


def test_an_example_that_fails_is_not_shown_as_holding(program: Program) -> None:
    first = next(e for e in program.examples if e.part == "第二条")
    wrong = replace(first, expected=tuple(replace(e, status="not_in_force") for e in first.expected))
    changed = replace(program, examples=(wrong,))
    text = pages(changed, "zh")[page_of(_part(program, first.part))]
    assert text.count('class="ok"') == 0
    assert text.count('<span class="bad">✕') == len(first.expected)


def _part(program: Program, name: str) -> Part:
    return next(p for p in program.ledger.parts if p.name == name)


def test_every_page_says_how_far_it_was_verified(site: dict[str, str]) -> None:
    for path, text in site.items():
        assert "效力待核实" in text, path
        assert ("31 December 2021" if path.startswith("en/") else "2021年12月31日") in text, path


def test_no_number_is_invented(program: Program, parsed: dict[str, Page]) -> None:
    """Whatever looks like a telephone number or an amount stands in the rule files."""
    sources = {s.source.name: s.source.text for s in program.ledger.stretches}
    sources |= {f.place.source.name: f.place.source.text for f in program.facts.values()}
    known = "".join(sources.values())
    for path, page in parsed.items():
        words = " ".join(page.words).replace(",", "")
        for number in re.findall(r"(?<![\d.-])(?:\d{5,}|\d+\.\d\d)(?![\d.])", words):
            assert number.removesuffix(".00") in known, f"{path}: {number}"


def test_hostile_text_stays_text(program: Program) -> None:
    fact = next(iter(program.facts.values()))
    name, rule = next((n, d) for n, d in program.definitions.items() if d.part == "第二条")
    norm = next(n for n in program.norms.values() if n.part == "第四条")
    changed = replace(
        program,
        about=replace(program.about, title=HOSTILE, title_en=HOSTILE, number=HOSTILE, short=Text(HOSTILE, HOSTILE)),
        facts={**program.facts, fact.name: replace(fact, question=Text(HOSTILE, HOSTILE), hint=Text(HOSTILE, HOSTILE))},
        definitions={
            **program.definitions,
            name: replace(rule, label=Text(HOSTILE, HOSTILE), remarks=(Text(HOSTILE),)),
        },
        norms={**program.norms, norm.id: replace(norm, label=Text(HOSTILE, HOSTILE), period=Text(HOSTILE))},
        examples=tuple(replace(e, label=Text(HOSTILE)) for e in program.examples),
    )
    for lang in LANGS:
        for path, text in html(pages(changed, lang)).items():
            assert set(Page(text).scripts) <= SCRIPTS, path
            assert "49" not in Page(text).words, path
            assert "&lt;script&gt;" in text, path


# ---- English -----------------------------------------------------------------------------------------------------

CJK = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
NUMBER = re.compile(r"\w+〔\d{4}〕\d+号")
TERMS = {"中文", "效力待核实"}
"""The link to the page in Chinese, and the caveat in the words in which an officer knows it."""


class Chinese(HTMLParser):
    """The Chinese that a reader of a page meets: `loose` where nothing says that it is Chinese, else `marked`. The law
    itself and the rule files stand in elements of their own and are passed over."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.loose: list[str] = []
        self.marked: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loose += [v for k in ("title", "aria-label", "alt") if (v := given.get(k)) and CJK.search(v)]
        if tag not in VOID:
            self.open.append((tag, given.get("lang") == "zh-CN"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if CJK.search(data) and not any(tag in ("style", "script", "blockquote", "pre") for tag, _ in self.open):
            (self.marked if any(zh for _, zh in self.open) else self.loose).append(data)


def test_an_english_page_is_in_english(program: Program, site: dict[str, str]) -> None:
    """Nothing is left in Chinese but words of the law, which are marked as Chinese, and numbers of documents."""
    law = "".join(unit.text for part in program.ledger.parts for unit in part.units)
    texts = {path: text for path, text in site.items() if path.startswith("en/")}
    asked = evaluate(program, {"as_of": PERSON["as_of"]})
    texts |= {name: explain(asked, name, lang="en", detail="full").to_html() for name in program.definitions}
    for path, text in texts.items():
        found = Chinese(text)
        assert found.loose == [], path
        assert [x for x in found.marked if x not in law and x not in TERMS and not NUMBER.fullmatch(x)] == [], path


@pytest.mark.parametrize("line", ['english = "districts"', "[english]\n各区 = 1", '[english]\n各区 = ""'])
def test_a_table_of_english_names_that_cannot_be_used_is_refused_in_words(tmp_path: Path, line: str) -> None:
    about = f"in_force_from = 2020-01-01\nfiles = []\n{line}\n".replace("各区", '"各区"')
    (tmp_path / "about.toml").write_text(about, encoding="utf-8")
    (tmp_path / "source.txt").write_text("第一条 本市支持灵活就业。\n", encoding="utf-8")
    with pytest.raises(Unusable) as refused:
        load_policy(str(tmp_path))
    assert "[english]" in refused.value.text["zh"]
    assert "[english]" in refused.value.text["en"]


def test_english_pages_mark_chinese() -> None:
    assert marked("<b> 可以 a", "en") == '&lt;b&gt; <span lang="zh-CN">可以</span> a'
    assert marked("<b> 可以 a", "zh") == "&lt;b&gt; 可以 a"


def test_the_same_program_gives_the_same_bytes(program: Program, site: dict[str, str]) -> None:
    again = load_policy("jing-ren-she-jiu-fa-2020-19").compiled.program
    assert html({**pages(again, "zh"), **pages(again, "en")}) == site


# ---- writing -----------------------------------------------------------------------------------------------------


PERSON = {"as_of": "2021-10-15", "facts": {}, "readings": {}, "only": ["可以参加本市社会保险"]}
TEXTS = {"index.html": "i", "A04.html": "4", "en/A04.html": "four", "explanation.html": "private"}


def test_a_site_with_one_person_explained(program: Program, tmp_path: Path) -> None:
    out = tmp_path / "a" / "site"
    written = write_site(program, out, PERSON)
    assert written[0] == out / "index.html"
    found = {p.relative_to(out).as_posix(): p.read_text(encoding="utf-8") for p in written}
    assert found == render(program, PERSON)
    for folder in ("", "en/", "big/", "en/big/"):
        assert 'href="explanation.html"' in found[f"{folder}index.html"]
        assert Page(found[f"{folder}explanation.html"]).open == []


def test_writing_again_replaces_and_removes_only_its_own(tmp_path: Path) -> None:
    write_pages(tmp_path, TEXTS)
    (tmp_path / "mine.html").write_text("mine", encoding="utf-8")
    written = write_pages(tmp_path, {"index.html": "new", "en/A04.html": "four"})
    left = {p for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {*written, tmp_path / LIST, tmp_path / "mine.html"}
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("name", ["index.html", "en/A04.html", LIST])
def test_a_foreign_file_is_never_overwritten(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(Unusable):
        write_pages(tmp_path, TEXTS)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [path]
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_list_cannot_name_files_outside(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_pages(out, TEXTS)
    (tmp_path / "other.html").write_text("mine", encoding="utf-8")
    with (out / LIST).open("a", encoding="utf-8") as listed:
        listed.write("../other.html\nen/../../other.html\n")
    write_pages(out, TEXTS)
    assert (tmp_path / "other.html").exists()


def test_a_folder_that_cannot_be_used_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Unusable) as refused:
            write_pages(out, TEXTS)
        assert set(refused.value.text) == {"zh", "en"}
