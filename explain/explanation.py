"""One conclusion explained: the proof, and the views of it. Text, Markdown and HTML are templates, which only read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from compiler.evaluate import Answers
from compiler.program import Program, Text
from compiler.steps import Step
from dsl.source import width
from explain import words
from explain.interface import UI
from explain.json_form import JsonForm, dumped
from explain.judge import Judge
from explain.pictures.diagram import CITIZEN, REVIEWER, Shown, outline_html, outline_svg, proof_outline
from explain.pictures.layout import clean, terminal
from explain.pictures.strip import strip
from explain.proof import NOTHING, Node, Proof
from explain.prospects import Course, Prospects, prospects
from explain.reasons import prove
from explain.records import label_of
from explain.templating import fill, html_lang, lang_of, marked
from explain.terms import Terms
from explain.written import Written, written

FORMS = ("text", "md", "html", "json", "svg")
DETAILS = ("short", "mid", "full")
AUDIENCES = ("citizen", "reviewer", "drafter")
"""A citizen reads plain words; a reviewer also where the law says so, what each way rests on, and every reading; a
drafter also where each rule is written, and how."""
COLUMNS = 78
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_BEGINS = re.compile(r"^(\d*)([-+=.)])(?=[-+=\s]|$)")
"""What begins an item of a list, or is a rule, where it stands first."""


def explain(
    answers: Answers, name: str, lang: str = "zh", detail: str = "mid", audience: str = "citizen", ahead: bool = True
) -> Explanation:
    """Why a conclusion came out as it did. lang is zh or en; detail one of DETAILS, audience one of AUDIENCES; without
    `ahead` nothing is said of what would change it, and when."""
    if lang not in ("zh", "en") or detail not in DETAILS or audience not in AUDIENCES:
        raise ValueError(f"no such language, detail or audience: {lang}, {detail}, {audience}")
    proven = prove(answers, name, full=detail == "full" or audience != "citizen")
    return Explanation(
        proven.proof, proven.steps, proven.places, proven.judge, answers.program, lang, detail, audience, ahead, answers
    )


@dataclass(frozen=True)
class Explanation:
    """`steps` gives for a node's id the step that it shows, `places` whom it speaks of; `judge` decided them."""

    proof: Proof
    steps: Mapping[str, Step] = field(repr=False)
    places: Mapping[str, Terms] = field(repr=False)
    judge: Judge = field(repr=False)
    program: Program = field(repr=False)
    lang: str
    detail: str
    audience: str
    ahead: bool
    answers: Answers = field(repr=False)

    @cached_property
    def prospects(self) -> Prospects:
        """What would change the answer, and when time does."""
        return prospects(self.answers, self.proof.about) if self.ahead else Prospects(None, None)

    @property
    def written(self) -> list[Written]:
        """The rules that the explanation passed, in the order of the tree."""
        names = dict.fromkeys(node.name for node in self.proof.root.walk() if node.kind == "rule")
        return [written(self.program.definitions[name]) for name in names if name in self.program.definitions]

    def render(self, form: str) -> str:
        """One of FORMS."""
        views = {
            "text": self.to_text,
            "md": self.to_markdown,
            "html": self.to_html,
            "json": self.to_json,
            "svg": self.to_svg,
        }
        return views[form]()

    def to_text(self, wrapped: bool = True) -> str:
        """For a terminal of 80 columns; not wrapped, a paragraph is one line."""
        return self._fill(
            "explanation.txt.j2",
            para=_para if wrapped else _line,
            rule=lambda text: "=" * min(width(clean(text)), COLUMNS),
        )

    def to_markdown(self) -> str:
        return self._fill("explanation.md.j2", md=_markdown)

    def to_html(self) -> str:
        """A page of its own: no script, nothing from elsewhere."""
        return self._fill(
            "explanation.html.j2",
            lambda text: marked(text.get(self.lang), self.lang),
            svg=Markup(self.to_svg()),
            outline=Markup(outline_html(self._outline, self.lang)),
            strip=Markup(self.to_strip(narrow=True)),
            html_lang=html_lang(self.lang),
        )

    def to_svg(self) -> str:
        return outline_svg(self._outline, self.lang, self.proof.label.get(self.lang), self._boxes)

    @cached_property
    def _outline(self) -> Shown:
        """The boxes of the picture, and of the list that says the same."""
        return proof_outline(self._localised, self.lang, self._boxes)

    def to_strip(self, narrow: bool = False) -> str:
        """The course of time as a picture, '' where there is none to show."""
        course = self._course
        return strip(course, self.lang, UI["course"].get(self.lang), narrow) if course is not None else ""

    @property
    def _whole(self) -> bool:
        """Does it show more than a citizen needs?"""
        return self.detail == "full" or self.audience != "citizen"

    @property
    def _course(self) -> Course | None:
        """The course of time, where its stretches are listed."""
        course = self.prospects.course if self.detail != "short" else None
        return course if course is not None and (course.turns or self._whole) else None

    @property
    def _no_said(self) -> Text:
        """What must be said of a no; what bars it says so too."""
        changes = self.prospects.changes if self.detail != "short" else None
        return NOTHING if changes is not None and changes.bars else self.proof.no_said

    @property
    def _boxes(self) -> int:
        return CITIZEN if self.audience == "citizen" else REVIEWER

    def to_json(self) -> str:
        return dumped(self.as_json())

    def as_json(self) -> dict[str, object]:
        """A full explanation, and one for a reviewer or drafter, tells more of the readings."""
        return JsonForm(self.program, self.proof, self.prospects, self.lang, self._cite).whole()

    def _fill(self, template: str, t: Callable[[Text], str] | None = None, **more: object) -> str:
        lang = self.lang
        return fill(
            template,
            p=self.proof,
            lang=lang,
            detail=self.detail,
            audience=self.audience,
            prospects=self.prospects if self.detail != "short" else None,
            stretches=self._course is not None,
            no_said=self._no_said,
            readings=[use for use in self.proof.readings if use.main or self._whole],
            written=self.written if self.audience == "drafter" else [],
            place=lambda node: self._place(node) if self.audience == "drafter" else "",
            t=t or (lambda text: text.get(lang)),
            ui={key: text.get(lang) for key, text in UI.items()},
            mark={state: (symbol, word.get(lang)) for state, (symbol, word) in words.STATES.items()},
            names=lambda nodes: words.listed([node.brief.get(lang) for node in nodes], lang),
            facts=lambda names: words.listed([label_of(self.program, n).get(lang) for n in names], lang),
            cite=self._cite,
            day=words.date(self.proof.as_of, lang),
            law_note=UI["law_note_zh" if words.HAN.search(self.proof.quote) else "law_note"].get(lang),
            lang_of=lang_of,
            **more,
        )

    def _place(self, node: Node) -> str:
        """The file and line in which a condition is written."""
        step = self.steps.get(node.id)
        return str(step.place) if step is not None else ""

    def _cite(self, text: str) -> str:
        return words.cite(text, words.english(self.program.about)).get(self.lang)

    @cached_property
    def _localised(self) -> Node:
        """The tree with its citations in the language of the explanation."""

        def of(node: Node) -> Node:
            return replace(node, cite=self._cite(node.cite), parts=tuple(map(of, node.parts)))

        return of(self.proof.root)


def _para(text: str, indent: int = 0, first: int | None = None) -> str:
    """Wrapped for a terminal; the first line may stand further left than the others."""
    start = indent if first is None else first
    lines = terminal(text, COLUMNS - indent)
    return "\n".join(" " * (start if i == 0 else indent) + line for i, line in enumerate(lines))


def _line(text: str, indent: int = 0, first: int | None = None) -> str:
    return " " * (indent if first is None else first) + clean(text)


def _markdown(text: str) -> str:
    """Text that Markdown takes as it is."""
    text = _MARKDOWN.sub(r"\\\1", clean(text).strip()).replace("\\<", "&lt;").replace("\\&", "&amp;")
    return _BEGINS.sub(r"\1\\\2", text)
