"""Hostile strings in rule files, about.toml, 机构.toml and answers stay text: every page and every form of an
explanation has the same elements and attributes as with a harmless string, and shows the string as it is."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from compiler.evaluate import evaluate
from compiler.program import Program
from explain.explanation import explain
from explain.site import whole
from tests.hostile import STRINGS, write_policy
from tests.site_facts import strings
from tiaoli.about import Unusable
from tiaoli.cli import main
from tiaoli.load import load_policy
from tiaoli.write import _PAGE

HARMLESS = "坏词"
ASKED: Mapping[str, object] = {"as_of": "2024-03-01", "facts": {"住户": False, "家庭成员": []}, "only": ["可以停车"]}
SHARED = ("style.css", "search.js", "check.js")
"""What is the same for every policy."""
LARGE = ("big/A01.html", "en/big/index.html")
"""Large print is made of ordinary pages; these two stand for all."""
LONG, EXCERPT = 200, 60
_LINE = re.compile("[\x0b-\x0d\x1c-\x1e\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WRAPPED = {"span": {"lang"}, "tspan": {"x", "y", "dy", "dx"}}
"""Elements whose number follows from the text: what marks words of another language, and the lines of a label. They
have no other attributes than these."""


class Skeleton(HTMLParser):
    """The elements of a page in order, with the names of their attributes and the values that are no text; `words` are
    the texts between, `data` what stands in scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.words: list[str] = []
        self.data: list[str] = []
        self.code = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.code = tag == "script"
        if tag in _WRAPPED and given.keys() <= _WRAPPED[tag]:
            return
        own = [
            f"{name}={value}" for name, value in given.items() if name in ("href", "src", "http-equiv", "rel", "type")
        ]
        self.elements.append(f"<{tag} {' '.join(sorted(given))} {' '.join(own)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.code = False
        if tag not in _WRAPPED:
            self.elements.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        (self.data if self.code else self.words).append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append("<!-->")

    def handle_decl(self, decl: str) -> None:
        self.elements.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.elements.append("<?>")

    def unknown_decl(self, data: str) -> None:
        self.elements.append("<![>")


def flat(texts: Sequence[str]) -> str:
    return "".join("".join(texts).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def program_of(folder: Path, text: str, tables: str | None = None) -> Program:
    compiled = load_policy(str(write_policy(folder, text, tables))).compiled
    assert not compiled.errors, [d.render("en") for d in compiled.errors]
    return compiled.program


def loaded(folder: Path, text: str) -> Program:
    """With the string everywhere; in the rule files alone where the tables refuse it, which they do in words."""
    try:
        return program_of(folder, text)
    except Unusable as fault:
        refused = fault.text
    assert "看不见的字符" in refused["zh"]
    assert "cannot be seen" in refused["en"]
    assert not text.isprintable()
    return program_of(folder, text, HARMLESS)


def texts_of(program: Program) -> dict[str, str]:
    """Pages and scripts of the site, and the forms of an explanation."""
    answers = evaluate(program, ASKED)
    pages = whole(program, answers)
    found = {path: pages[path]() for path in pages if ("big/" not in path or path in LARGE) and path not in SHARED}
    for lang in ("zh", "en"):
        told = explain(answers, "可以停车", lang=lang, detail="full", audience="drafter")
        found |= {f"{lang} {form}": told.render(form) for form in ("html", "md", "svg", "json", "text")}
    return found


def _nameless(path: str) -> str:
    """The page of an agency is named after its English."""
    return re.sub(r"\bduty-[a-z0-9-]+", "duty-agency", path)


def alike(text: str) -> str:
    """A harmless string of the same kind: as long where it is long; where it ends a line or a sentence of the law, that
    is a line end or sentence end too."""
    ends = "\u2028" if _LINE.search(text) else ". " if ". " in text else ""
    return f"坏{ends}词" if len(text) < LONG else "坏" * len(text)


@cache
def harmless(folder: Path, text: str) -> Mapping[str, Sequence[str]]:
    program = program_of(folder, text, HARMLESS if _LINE.search(text) else None)
    return {path: page.elements for path, page in parsed(texts_of(program)).items()}


def parsed(texts: Mapping[str, str]) -> dict[str, Skeleton]:
    """Pages, pictures, and what Markdown comes to."""
    found = {path: Skeleton(_nameless(text)) for path, text in texts.items() if path.endswith(("html", "svg"))}
    markdown = MarkdownIt("commonmark")
    found |= {path: Skeleton(markdown.render(text)) for path, text in texts.items() if path.endswith(" md")}
    assert all(" " in path or _PAGE.fullmatch(path) for path in found)
    return {_nameless(path): page for path, page in found.items()}


def test_there_are_many_different_strings() -> None:
    assert len(set(STRINGS)) == len(STRINGS) >= 150
    assert sum("<" in s or "&" in s or '"' in s or "'" in s or "{" in s for s in STRINGS) > 100


@pytest.mark.parametrize("text", STRINGS, ids=[f"{at}" for at in range(len(STRINGS))])
def test_a_hostile_string_stays_text(folder: Path, text: str) -> None:
    expected = harmless(folder, alike(text))
    texts = texts_of(loaded(folder, text))
    found = parsed(texts)
    assert found.keys() == expected.keys()
    for path, page in found.items():
        assert page.elements == expected[path], path
    _shown(found, text)
    _data(texts, found, text)
    for path, content in texts.items():
        assert path.endswith((".js", " json")) or not CONTROL.search(content), path


def _shown(pages: Mapping[str, Skeleton], text: str) -> None:
    """The string can be read where it belongs; on the first page only where the tables have it."""
    words = flat([seen(text)])
    for path in ("index.html", "A01.html", "glossary.html", "readings.html", "item-application.html"):
        for folder in ("", "en/"):
            shown = flat([seen("".join(pages[folder + path].words))])
            assert words in shown or (path == "index.html" and not text.isprintable()), path


def _data(texts: Mapping[str, str], pages: Mapping[str, Skeleton], text: str) -> None:
    """What scripts, machines and other programs read holds the string as a string."""
    words = flat([seen(text)])
    for path, content in texts.items():
        if path.endswith((".js", " json")):
            held = strings(list(_values(content[content.index("{") :])))
            assert any(words[:EXCERPT] in flat([seen(x)]) for x in held), path
        assert not path.endswith(".js") or not re.search("[<\u2028\u2029]", content), path
        if path.endswith(" svg"):
            ET.fromstring(content)
    for page in pages.values():
        for data in page.data:
            json.loads(data)


def _values(text: str) -> Iterator[object]:
    """JSON values with commas between them, and then something else."""
    decoder = json.JSONDecoder()
    while text.startswith(("{", ", ")):
        value, end = decoder.raw_decode(text.removeprefix(", "))
        yield value
        text = text.removeprefix(", ")[end:]


def seen(text: str) -> str:
    """Without what no reader sees."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


# ---- answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_answers_are_refused_in_words(folder: Path, tmp_path: Path, lang: str) -> None:
    """As the name of a fact, as its value, and as a value in a list; with half surrogates, which JSON can write."""
    policy = write_policy(folder / "policy", HARMLESS)
    for at, text in enumerate((*STRINGS[::12], "\ud800", "\udfff<b>")):
        for facts in ({text: True}, {"车型": text}, {"家庭成员": [{"成员收入": text}]}, {"住户": text}):
            file = tmp_path / f"{at}.json"
            file.write_text(json.dumps(facts), encoding="utf-8")
            arguments = ["--lang", lang, "explain", str(policy), "--as-of", "2024-03-01", "--about", "可以停车"]
            done = CliRunner().invoke(main, [*arguments, "--format", "html", "--facts", str(file)])
            assert done.exit_code == 2, (text, facts)
            assert "<html" not in done.output
            assert ("怎么办" if lang == "zh" else "help:") in done.output, (text, done.output)
            assert not CONTROL.search(done.output), (text, done.output)
