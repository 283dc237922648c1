"""What pages count, counted again: in the text of the rule files, by lines and keywords, with nothing of the compiler;
in a picture, by what is drawn. Each count as the phrase in which a page states it."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.conftest import ROOT

_CHINESE = ("定义", "例外", "规范", "事实", "样例", "读法", "注", "办事", "参数", "节假日")
_ENGLISH = ("define", "exception", "norm", "fact", "example", "reading", "note", "service", "parameter", "holidays")
KINDS = dict(zip(_CHINESE, _ENGLISH, strict=True))
_STATEMENT = re.compile(r"^(?![\s#])", re.MULTILINE)
_KEYWORD = re.compile(r"[a-z_]+|[\u4e00-\u9fff]+|>")
_SOURCE = re.compile(r"^  (?:来源|source) (\S+)", re.MULTILINE)
_PUBLISHED = re.compile(r"^  (?:变化 公布|change published)", re.MULTILINE)
_WHOSE = re.compile(r"^  (?:主体|entity) (.+)", re.MULTILINE)
_BASIS = re.compile(r'^  (?:依据「([^」]*)」|basis "([^"]*)")', re.MULTILINE)
_NAME = re.compile(r"^\S+ (\S+)")
_NUMBERED = re.compile(r"[“\"]?\d*\s*\([0-9a-z]+\)")
_JUDGED = ("机关认定", "authority_judgement")
FEW = 12
"""So many examples stand on the page of their text; more have a page of their own."""
NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class File:
    """A rule file as statements: keyword and text. `path` is the page of its text, '' where it quotes no law."""

    path: str
    statements: Sequence[tuple[str, str]]

    def number(self, *kinds: str) -> int:
        return sum(kind in kinds for kind, _ in self.statements)

    def texts(self, *kinds: str) -> list[str]:
        return [text for kind, text in self.statements if kind in kinds]

    @cached_property
    def characters(self) -> Counter[str]:
        """Letters and digits of the law by what is below them: a rule, or a note alone."""
        found: Counter[str] = Counter()
        for quote, below in _stretches(self.statements):
            law = _letters(_NUMBERED.sub("", quote, count=1) if _NUMBERED.match(quote) else quote)
            rest = law
            for kind, text in below:
                basis = _BASIS.search(text)
                words = _letters(basis[1] or basis[2]) if basis else law
                if kind in ("define", "exception", "norm", "service", "parameter", "holidays"):
                    rest = rest.replace(words, "\n" * len(words)) if words in rest else "\n" * len(rest)
            found["rule"] += rest.count("\n")
            found["note"] += len(rest) - rest.count("\n")
        return found

    def share(self, kind: str) -> int:
        return round(100 * self.characters[kind] / max(1, self.characters.total()))


def _stretches(statements: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    quote, below = "", list[tuple[str, str]]()
    for kind, text in (*statements, (">", "")):
        if kind == ">" and not below:
            quote += text
        elif kind == ">":
            yield quote.replace("> ", "", 1) if quote.startswith("> ") else quote, below
            quote, below = text, []
        elif quote:
            below.append((kind, text))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


class Counted:
    """A policy's rule files, and what each page counts in them."""

    def __init__(self, folder: Path) -> None:
        about = tomllib.loads((folder / "about.toml").read_text(encoding="utf-8"))
        self.name, self.verified, self.english = folder.name, about.get("last_verified"), about.get("english", {})
        amended = [(f"{a['id']}-", a["files"]) for a in about.get("amendments", ())]
        self.files = [f for prefix, names in (("", about["files"]), *amended) for f in _read(folder, prefix, names)]
        self.laws = [f for f in self.files if f.path]

    def number(self, *kinds: str) -> int:
        return sum(file.number(*kinds) for file in self.files)

    def stated(self, path: str, page: str, lang: str, built: date) -> list[str]:
        """The phrases of a page that hold a count; `built` is the day on which the pages were made."""
        at = path.rpartition("/")[2]
        found = [*self._pictures(at, page, lang), *self._frame(lang, built)]
        kind = {
            "articles.html": self._articles,
            "glossary.html": self._glossary,
            "readings.html": self._readings,
            "method.html": self._method,
        }.get(at)
        found += kind(lang) if kind else self._article(at, lang)
        if at == "check.html":
            found.append(f"tiaoli interview {self.name}")
        if at == "search.html":
            found.append({"zh": "先列出 30 处", "en": "the first 30 shown"}[lang])
        return found

    def _frame(self, lang: str, built: date) -> Iterator[str]:
        """The note of a text that was verified more than two years ago."""
        last = self.verified
        years = built.year - last.year - ((built.month, built.day) <= (last.month, last.day))
        if years >= 2:
            yield {"zh": f"已经过去 {years} 年多", "en": f"over {years} years ago"}[lang]

    def _pictures(self, path: str, page: str, lang: str) -> Iterator[str]:
        """A description of a picture counts what is drawn; an axis of years ends at the beginning of a year."""
        for svg in re.findall(r"<svg\b.*?</svg>", page, re.DOTALL):
            root = ET.fromstring(svg)
            said = "".join(root.find(f"{NS}desc").itertext())  # type: ignore[union-attr]
            nodes = [g.get("class", "").split()[1] for g in root.iter(f"{NS}g") if g.get("data-node")]
            if re.search("[0-9] (?:个条文|个结论|text|conclusion)", said):
                yield from _drawn(nodes, "articles.html" in path, lang)
            years = [t.text for t in root.iter(f"{NS}text") if re.fullmatch(r"\d{4}", t.text or "")]
            if len(years) > 1:
                yield str(int(years[-2] or 0) + 1)

    def _articles(self, lang: str) -> Iterator[str]:
        for file in self.laws:
            if rules := file.number("define", "exception"):
                yield count(rules, "个结论", "conclusion", lang)
            if norms := file.number("norm"):
                yield count(norms, "条规范", "norm", lang)
            if examples := file.number("example"):
                yield count(examples, "个样例", "example", lang)
            rule, note = file.share("rule"), file.share("note")
            if 100 not in (rule, note):
                yield {"zh": f"规则 {rule}%，说明 {note}%", "en": f"rules {rule}%, notes {note}%"}[lang]
        common = sum(f.number("example") for f in self.files if not f.path)
        if common:
            yield count(common, "个样例", "example", lang)

    def _article(self, path: str, lang: str) -> Iterator[str]:
        for file in self.laws:
            examples = file.number("example")
            if examples and path in (file.path, file.path.replace(".html", "-examples.html")):
                yield {"zh": f"{examples} 个样例都重新算过", "en": f"All {examples} examples were computed"}[lang]
            if examples > FEW and path == file.path:
                yield {"zh": f"看全部 {examples} 个样例", "en": f"all {examples} examples"}[lang]

    def _glossary(self, lang: str) -> Iterator[str]:
        sources: Counter[str] = Counter()
        names = set()
        for file in self.files:
            for kind, text in file.statements:
                if kind in ("fact", "parameter", "holidays"):
                    source = _SOURCE.search(text)
                    published = kind == "parameter" or _PUBLISHED.search(text)
                    sources["parameter" if published else source[1] if source else kind] += 1
                names |= {_NAME.match(text)[1]} if kind in ("define", "exception") else set()  # type: ignore[index]
        yield from (count(n, "个", "term", lang) for n in (*sources.values(), len(names)))

    def _readings(self, lang: str) -> Iterator[str]:
        common = sum(f.number("reading") for f in self.files if not f.path)
        yield from (count(n, "处", "reading", lang) for n in (common, *(f.number("reading") for f in self.laws)) if n)
        whose = Counter(self._decider(text) for text in self._judged())
        yield from (count(n, "项", "decision", lang) for n in whose.values())

    def _judged(self) -> list[str]:
        facts = [text for file in self.files for text in file.texts("fact")]
        asked = [text for text in facts if not _PUBLISHED.search(text)]
        return [text for text in asked if (found := _SOURCE.search(text)) and found[1] in _JUDGED]

    def _decider(self, text: str) -> str:
        """An agency by its name, which is in English in about.toml or begins with a capital; all others are one."""
        found = _WHOSE.search(text)
        who = found[1].strip('"') if found else ""
        return who if who in self.english or who[:1].isupper() else ""

    def _method(self, lang: str) -> Iterator[str]:
        total: Counter[str] = sum((file.characters for file in self.laws), Counter())
        yield from (f"{round(100 * total[kind] / total.total())}%" for kind in ("rule", "note"))
        rules, norms = self.number("define", "exception"), self.number("norm")
        yield (
            count(rules, "个结论", "conclusion", lang)
            + {"zh": "，", "en": ", "}[lang]
            + count(norms, "条规范", "norm", lang)
        )
        examples, readings, judged = self.number("example"), self.number("reading"), len(self._judged())
        yield {"zh": f"有 {examples} 个样例", "en": f"hold {examples} examples"}[lang]
        yield {"zh": f"有 {readings} 处", "en": f"In {readings} places"}[lang]
        yield {"zh": f"有 {judged} 件事", "en": f"In {judged} matters"}[lang]
        yield "SHA-256"
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        yield {"zh": "条理 ", "en": "Tiaoli "}[lang] + project["version"]


def _drawn(nodes: Sequence[str], overview: bool, lang: str) -> Iterator[str]:
    facts = sum(style in ("fact", "records", "parameter") for style in nodes)
    if overview:
        yield count(len(nodes), "个条文", "text", lang)
    else:
        yield {"zh": f"{len(nodes) - facts} 个结论", "en": f"{len(nodes) - facts} conclusions"}[lang]
        yield {"zh": f"{facts} 项事实", "en": f"{facts} facts"}[lang]


def count(number: int, zh: str, en: str, lang: str) -> str:
    return f"{number} {zh}" if lang == "zh" else f"{number} {en}{'' if number == 1 else 's'}"


def _read(folder: Path, prefix: str, names: Sequence[str]) -> Iterator[File]:
    """The files of an instrument in the order of the law. Its texts are A00 or A01 and so on: a preamble is A00."""
    number = None
    for name in names:
        text = (folder / f"{name}.tiao").read_text(encoding="utf-8")
        blocks = [block for block in _STATEMENT.split(text) if _KEYWORD.match(block)]
        found = [(KINDS.get(word := _KEYWORD.match(b)[0], word), b) for b in blocks]  # type: ignore[index]
        path = ""
        if any(kind == ">" for kind, _ in found):
            number = number + 1 if number is not None else 0 if _unnumbered(text) else 1
            path = f"{prefix}A{number:02}.html"
        yield File(path, found)


def _unnumbered(text: str) -> bool:
    head = re.match(r"# (\S+)( \d+)?", text)
    return head is not None and not head[1].startswith("第") and not head[2]
