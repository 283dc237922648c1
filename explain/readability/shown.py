"""What a citizen is shown, as lines and items without marks: an explanation in its forms, and the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from compiler.program import Definition, Fact, Norm, Program, Text
from explain import words
from explain.explanation import Explanation
from explain.readability.lint import Reader

FORMS = ("text", "md", "html")
_SILENT = ("style", "script", "svg", "blockquote")
_INLINE = ("strong", "em", "b", "a")
_LEAD = re.compile(r"^[\s>#*\-•]*(?:\d+\.\s+)?(?:[✓✕?–=▲!·]\s+)*")


def reader(program: Program, lang: str) -> Reader:
    """A reader that knows the names of a policy."""
    about = program.about
    titles = (about.title, about.title_en, about.number, about.issuer, about.issuer_en)
    agencies = [about.english.get(name, name) if lang == "en" else name for name in about.english if len(name) >= 8]
    choices = [word for table in _tables(program) for pair in table.items() for word in pair if _long(word)]
    return Reader(lang, (*titles, *agencies, *choices, *_parts(program, lang)), tuple(_names(program, lang)))


def _parts(program: Program, lang: str) -> set[str]:
    """The names of the articles."""
    english = words.english(program.about)
    named: list[Definition | Norm] = [*program.definitions.values(), *program.norms.values()]
    return {words.part_name(x.part, english).get(lang) for x in named if x.part} if lang == "en" else set()


def _tables(program: Program) -> Iterator[dict[str, str]]:
    both: list[Fact | Definition] = [*program.facts.values(), *program.definitions.values()]
    for named in both:
        yield dict(named.choices)


def _long(word: str) -> bool:
    """Is a choice an official name, rather than a plain word?"""
    return len(word) >= 8 if re.search("[\u3400-\u9fff]", word) else len(word.split()) >= 5


def _names(program: Program, lang: str) -> Iterator[str]:
    every: list[Fact | Definition | Norm] = [*program.facts.values(), *program.definitions.values()]
    for named in every + list(program.norms.values()):
        label = named.label.get(lang)
        yield label
        if lang == "zh":
            # A sentence says 您要… of 应…, and 您可以… of 可….
            yield re.sub("^(?:可以?|应当?)", "", label) if len(label) > 4 else label


# ---- explanations ----------------------------------------------------------------------------------------------------


def pieces(explanation: Explanation, form: str) -> list[str]:
    """The lines and items of one form, without the law's own words."""
    if form == "html":
        lines = _Page.of(explanation.to_html())
    elif form == "md":
        lines = [_unmarked(line) for line in explanation.to_markdown().split("\n")]
    else:
        lines = explanation.to_text(wrapped=False).split("\n")
    quotes = {_bare(q) for q in (explanation.proof.quote, *(other.quote for other in explanation.proof.others))}
    return [text for line in lines if (text := _LEAD.sub("", line).strip()) and _bare(text) not in quotes]


def _bare(text: str) -> str:
    return re.sub(r"[\s“”>]", "", text)


def _unmarked(line: str) -> str:
    line = re.sub(r"\*\*", "", line)
    return re.sub(r"\\([\\`*_{}\[\]#|~!])", r"\1", line).replace("&lt;", "<").replace("&amp;", "&").strip(" -")


@dataclass
class _Page(HTMLParser):
    """The words of a page, cut where an element begins or ends."""

    found: list[str] = field(default_factory=list)
    silent: int = 0
    spans: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found.append("")

    @classmethod
    def of(cls, page: str) -> list[str]:
        self = cls()
        self.feed(page)
        self.close()
        return [" ".join(piece.split()) for piece in self.found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        self._cut(tag, dict(attrs), False)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT
        self._cut(tag, {}, True)

    def _cut(self, tag: str, attrs: dict[str, str | None], ends: bool) -> None:
        """A span that only tells the language stands within its sentence."""
        if tag == "span":
            inline = self.spans.pop() if ends and self.spans else set(attrs) <= {"lang"}
            if not ends:
                self.spans.append(inline)
        else:
            inline = tag in _INLINE
        if inline:
            return
        self.found.append("")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found[-1] += data


# ---- vocabulary ------------------------------------------------------------------------------------------------------


def vocabulary(program: Program, lang: str) -> Iterator[tuple[str, list[str]]]:
    """Of each fact, conclusion and norm: its name, and its own texts."""
    for fact in program.facts.values():
        choices = [word if lang == "zh" else en for word, en in fact.choices.items()]
        yield fact.name, _said([fact.label, fact.question, fact.hint, *fact.remarks], lang) + choices
    for definition in program.definitions.values():
        choices = [word if lang == "zh" else en for word, en in definition.choices.items()]
        yield definition.name, _said([definition.label, *definition.remarks], lang) + choices
    for norm in program.norms.values():
        yield norm.name, _said([norm.label, *norm.remarks], lang)


def _said(texts: list[Text], lang: str) -> list[str]:
    return [said for text in texts if (said := text.get(lang))]
