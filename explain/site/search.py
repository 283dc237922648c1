"""The search page and its index: the sections of all pages by pairs of Chinese characters and by words, as a script. It
needs no network and runs from a folder; without scripts the page lists all pages."""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser

from compiler.program import Definition, Fact
from compiler.targets.javascript import embedded
from explain.site.base import Page, Site

PATH, INDEX = "search.html", "search-index.js"
_EXCERPT = 80
_HAN = re.compile("[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9.%-]*")
_COMMA, _ZEROS = re.compile(r"(?<=[0-9]),(?=[0-9]{3})"), re.compile(r"(?<=[0-9])\.0+(?![0-9.])")
_VOID = {"meta", "br", "hr", "img", "input", "link"}
_SKIPPED = {"kind", "nav", "svg", "pre", "table", "figure", "script"}
_WITHIN = {"a", "b", "small"}
_HEADS = {"h1", "h2", "h3", "dt", "summary"}


def search_pages(site: Site) -> Iterator[tuple[str, Page]]:
    sections = cache(lambda: {path: read(page()) for path, page in _html(site).items()})
    yield PATH, lambda: site.fill("site_search.html.j2", PATH, titles=[(p, s[0].title) for p, s in sections().items()])
    yield INDEX, lambda: index(site, sections())


def script() -> str:
    """What searches the index."""
    return (pkgutil.get_data("explain.site", "search.js") or b"").decode()


def _html(site: Site) -> Mapping[str, Page]:
    return {path: page for path, page in site.drafts.items() if path.endswith(".html") and path != PATH}


# ---- the sections of a page --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Section:
    """What stands below a heading; `anchor` is where it is, '' for the whole page."""

    anchor: str = ""
    title: str = ""
    text: str = ""


@dataclass
class _Reader(HTMLParser):
    """Cuts a page at its headings."""

    sections: list[Section] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.anchors, self.reading = [""], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        self.open.append("kind" if given.get("class") in ("kind", "contents") else tag)
        self.anchors.append("" if tag == "main" else given.get("id") or self.anchors[-1])
        self.reading = "reading" in (given.get("class") or "").split() if tag == "details" else self.reading
        if tag in _HEADS and self._shown() and (tag != "summary" or self.reading):
            self.sections.append(Section(self.anchors[-1]))
        elif tag == "dl" and self.reading and self.sections:  # what a reading's address opens stands below its heading
            self.sections[-1].anchor = self.anchors[-1]
        elif tag == "a" and (given.get("href") or "").startswith("#"):
            self._sentence((given["href"] or "")[1:])

    def _sentence(self, anchor: str) -> None:
        """The heading of a sentence of the law: its address is that of all in its section that has none."""
        if not _HEADS & set(self.open) or not self.sections or "section" not in self.open:
            return
        self.sections[-1].anchor = anchor
        within = len(self.open) - 1 - self.open[::-1].index("section")
        self.anchors[within + 1 :] = [anchor] * (len(self.anchors) - within - 1)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            self.anchors.pop()
            if self.open.pop() in (tag, "kind"):
                break
        if tag not in _WITHIN:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        folded = "summary" in self.open and not self.reading
        if folded or not self._shown() or not self.sections:
            return
        section = self.sections[-1]
        if _HEADS & set(self.open):
            section.title += data
        else:
            section.text += data

    def _shown(self) -> bool:
        return "main" in self.open and not _SKIPPED & set(self.open)


@lru_cache(maxsize=512)
def read(page: str) -> Sequence[Section]:
    """The sections of a page, the first is the page's own. A section without words of its own is left out."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    for section in reader.sections:
        section.title, section.text = " ".join(section.title.split()), " ".join(section.text.split())
    first, *rest = reader.sections
    first.anchor = ""
    return [first, *(s for s in rest if s.title and s.anchor)]


# ---- the index ---------------------------------------------------------------------------------------------------


def index(site: Site, pages: Mapping[str, Sequence[Section]]) -> str:
    """The script that holds the index: `entries` of address, title, title of the page and beginning of the text, and
    `terms`, each with twice the numbers of its entries, plus one where it stands in the title."""
    entries: list[tuple[str, str, str, str]] = []
    terms: dict[str, list[int]] = {}
    more = _synonyms(site)
    for path, sections in pages.items():
        for section in sections:
            number = len(entries)
            address = f"{path}#{section.anchor}" if section.anchor else path
            page = sections[0].title if section is not sections[0] else ""
            entries.append((address, section.title, page, section.text[:_EXCERPT]))
            title, text = f"{section.title} {more.get(section.anchor, '')}", section.text
            heads = set(grams(f"{title} {_everyday(site, title)}"))
            for term in sorted(heads | set(grams(f"{text} {_everyday(site, text)}"))):
                terms.setdefault(term, []).append(2 * number + (term in heads))
    found = {"entries": entries, "terms": {term: _deltas(terms[term]) for term in sorted(terms)}}
    return f"globalThis.searchIndex = {embedded(found)};\n"


def _deltas(numbers: Sequence[int]) -> Sequence[int]:
    return [b - a for a, b in zip([0, *numbers], numbers, strict=False)]


def grams(text: str) -> Iterator[str]:
    """Pairs of Chinese characters, and words of other writing; a Chinese character that stands alone is one too. A
    number is one word: 5,360.00 and 5360 are the same."""
    text = _ZEROS.sub("", _COMMA.sub("", unicodedata.normalize("NFKC", text).lower()))
    for run in _HAN.findall(text):
        yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))
    yield from (word.rstrip(".-") for word in _WORD.findall(text))


def _everyday(site: Site, text: str) -> str:
    """The everyday words, by about.toml, for what a text speaks of."""
    folded = text.casefold()
    synonyms = site.program.about.synonyms.items()
    return " ".join(key for key, words in synonyms if any(word.casefold() in folded for word in words))


def _synonyms(site: Site) -> Mapping[str, str]:
    """What a question or a conclusion is called otherwise in the vocabulary: in the other language, in the rule files,
    by its choices."""
    other = "en" if site.lang == "zh" else "zh"
    found: dict[str, str] = {}
    named: Iterable[tuple[str, Fact | Definition]] = [
        *((f"fact-{f.alias or f.name}", f) for f in site.program.facts.values()),
        *((f"{kind}-{d.alias or d.name}", d) for d in site.program.every_definition() for kind in ("term", "rule")),
    ]
    for anchor, one in named:
        words = (one.name, one.alias.replace("_", " "), one.label.get(other), *one.choices, *one.choices.values())
        found[anchor] = " ".join(words).replace("_", " ")
    return found
