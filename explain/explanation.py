"""One conclusion explained: the proof, and the views of it. Text, Markdown and HTML are templates, which only read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from compiler.calendar import iso
from compiler.evaluate import Answers
from compiler.program import Program, Text
from compiler.steps import Step
from compiler.values import to_json
from dsl.source import width
from explain import words
from explain.diagram import outline_html, proof_outline, proof_svg
from explain.interface import UI
from explain.judge import Judge
from explain.layout import clean, wrap
from explain.proof import Amount, Node, Proof, Route
from explain.reasons import prove
from explain.records import label_of
from explain.templating import fill, lang_of, marked
from explain.terms import Terms

VERSION = 1
"""Of the JSON form; it goes up when a key is renamed or dropped."""
FORMS = ("text", "md", "html", "json", "svg")
COLUMNS = 78
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def explain(answers: Answers, name: str, lang: str = "zh", detail: str = "mid") -> Explanation:
    """Why a conclusion came out as it did. lang is zh or en; detail is short, mid or full."""
    if lang not in ("zh", "en") or detail not in ("short", "mid", "full"):
        raise ValueError(f"no such language or detail: {lang}, {detail}")
    proven = prove(answers, name, full=detail == "full")
    return Explanation(proven.proof, proven.steps, proven.places, proven.judge, answers.program, lang, detail)


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

    def to_text(self) -> str:
        """For a terminal of 80 columns."""
        return self._fill("explanation.txt.j2", para=_para, rule=lambda text: "=" * min(width(clean(text)), COLUMNS))

    def to_markdown(self) -> str:
        return self._fill("explanation.md.j2", md=_markdown)

    def to_html(self) -> str:
        """A page of its own: no script, nothing from elsewhere."""
        shown = proof_outline(self._localised, self.lang)
        return self._fill(
            "explanation.html.j2",
            lambda text: marked(text.get(self.lang), self.lang),
            svg=Markup(self.to_svg()),
            outline=Markup(outline_html(shown, self.lang)),
            html_lang={"zh": "zh-CN"}.get(self.lang, self.lang),
        )

    def to_svg(self) -> str:
        return proof_svg(self._localised, self.lang, self.proof.label.get(self.lang))

    def to_json(self) -> str:
        return json.dumps(self.as_json(), ensure_ascii=False, indent=1)

    def _fill(self, template: str, t: Callable[[Text], str] | None = None, **more: object) -> str:
        lang = self.lang
        return fill(
            template,
            p=self.proof,
            lang=lang,
            detail=self.detail,
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

    def _cite(self, text: str) -> str:
        return words.cite(text, words.english(self.program.about)).get(self.lang)

    @cached_property
    def _localised(self) -> Node:
        """The tree with its citations in the language of the explanation."""

        def of(node: Node) -> Node:
            return replace(node, cite=self._cite(node.cite), parts=tuple(map(of, node.parts)))

        return of(self.proof.root)

    # ---- JSON ----

    def as_json(self) -> dict[str, object]:
        """Nodes are addressed by id; every sentence names its node as `step`."""
        p, t = self.proof, self._text
        value = p.verdict.value
        return {
            "version": VERSION,
            "policy": self.program.about.name,
            "document": {"number": p.number, "title": t(p.title)},
            "lang": self.lang,
            "as_of": iso(p.as_of),
            "about": p.about,
            "label": t(p.label),
            "verdict": {
                "step": p.root.id,
                "status": p.verdict.status,
                "value": None if value is None else to_json(value, p.verdict.kind),
                "text": t(p.verdict.headline),
            },
            "caveats": [t(caveat) for caveat in p.caveats],
            "standing": [t(line) for line in p.standing],
            "summary": {"step": p.summary.step, "text": t(p.summary.text)},
            "routes": [self._route(route) for route in p.routes],
            "given": [self._route(route) for route in p.given],
            "missing": [self._missing(i) for i in range(len(p.missing))],
            "amount": self._amount(p.amount) if p.amount is not None else None,
            "readings": [self._reading(i) for i in range(len(p.readings))],
            "remarks": [t(remark) for remark in p.remarks],
            "basis": {"cite": t(p.cite), "text": p.quote},
            "basis_of_exceptions": [{"cite": t(x.cite), "text": x.quote} for x in p.others],
            "root": p.root.id,
            "nodes": {node.id: self._node(node) for node in p.root.walk()},
        }

    def _text(self, text: Text) -> str:
        return text.get(self.lang)

    def _route(self, route: Route) -> dict[str, object]:
        return {
            "step": route.step,
            "title": self._text(route.title),
            "gap": route.gap,
            "note": self._text(route.note),
            "met": [node.id for node in route.met],
            "unmet": [node.id for node in route.unmet],
            "open": [{"step": x.node.id, "missing": list(x.missing)} for x in route.open],
        }

    def _missing(self, index: int) -> dict[str, object]:
        fact, t = self.proof.missing[index], self._text
        return {
            "step": fact.step,
            "fact": fact.fact,
            "kind": fact.kind,
            "label": t(fact.label),
            "status": t(fact.status),
            "question": t(fact.question),
            "hint": t(fact.hint),
            "if": [{"answers": t(x.answers), "outcome": t(x.outcome)} for x in fact.outlooks],
        }

    def _amount(self, amount: Amount) -> dict[str, object]:
        t = self._text
        return {
            "step": amount.step,
            "label": t(amount.label),
            "formula": t(amount.formula),
            "rows": [{"computed": t(computed), "result": t(result)} for computed, result in amount.rows],
            "result": t(amount.result),
            "rounding": [t(line.text) for line in amount.rounding],
            "notes": [t(line.text) for line in amount.notes],
            "before": [self._amount(x) for x in amount.before],
        }

    def _reading(self, index: int) -> dict[str, object]:
        use, t = self.proof.readings[index], self._text
        return {
            "step": use.step,
            "id": use.id,
            "main": use.main,
            "question": t(use.question),
            "letter": use.letter,
            "switched": use.switched,
            "text": t(use.text),
            "because": t(use.because),
            "others": [{"letter": x.letter, "text": t(x.text), "outcome": t(x.outcome)} for x in use.others],
            "consequence": t(use.consequence),
            "settled_by": t(use.settled_by),
            "not_computable": t(use.not_computable),
        }

    def _node(self, node: Node) -> dict[str, object]:
        t = self._text
        return {
            "kind": node.kind,
            "state": node.state,
            "name": node.name,
            "role": node.role,
            "negated": node.negated,
            "decisive": node.decisive,
            "label": t(node.label),
            "yours": t(node.yours),
            "needed": t(node.needed),
            "note": t(node.note),
            "asides": [t(aside) for aside in node.asides],
            "facts": list(node.facts),
            "readings": list(node.readings),
            "cite": self._cite(node.cite),
            "text": node.quote,
            "parts": [part.id for part in node.parts],
        }


def _para(text: str, indent: int = 0, first: int | None = None) -> str:
    """Wrapped for a terminal; the first line may stand further left than the others."""
    start = indent if first is None else first
    room = COLUMNS - indent
    # In pictures a Latin letter counts for a little more than one column.
    lines = wrap(text, room * 1.12 if width(text) == len(text) else room)
    return "\n".join(" " * (start if i == 0 else indent) + line for i, line in enumerate(lines))


def _markdown(text: str) -> str:
    """Text that Markdown takes as it is."""
    return _MARKDOWN.sub(r"\\\1", clean(text)).replace("\\<", "&lt;").replace("\\&", "&amp;")
