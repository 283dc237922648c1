"""What the page of an outcome is to say (explain/js/check/view.js), out of the explanation of Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compiler.program import Text
from explain import words
from explain.explanation import Explanation
from explain.interface import UI
from explain.proof import Amount, Node, Route
from explain.prospects import Advice, Course
from explain.records import label_of

View = dict[str, Any]
LINKS = ("page", "cite")
"""Where something stands on the site, which no explanation of Python's tells."""


def expected(explanation: Explanation) -> View:
    return _Told(explanation).view()


def given(found: Any, key: str = "") -> Any:
    """The same out of what the script gave: without the addresses of pages."""
    if isinstance(found, Mapping):
        return {k: given(v, k) for k, v in found.items() if k not in LINKS or (key == "law" and k == "cite")}
    return [given(item, key) for item in found] if isinstance(found, list) else found


class _Told:
    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.proof = explanation, explanation.proof

    def t(self, text: Text) -> str:
        return text.get(self.explanation.lang)

    def ui(self, key: str) -> str:
        return self.t(UI[key])

    def label(self, path: str) -> str:
        return self.t(label_of(self.explanation.program, path))

    def view(self) -> View:
        p, t, ahead = self.proof, self.t, self.explanation.prospects
        return {
            "label": t(p.label),
            "mark": p.verdict.mark,
            "headline": t(p.verdict.headline),
            "caveats": [t(x) for x in p.caveats],
            "standing": [t(x) for x in p.standing],
            "why": self.ui(p.why),
            "summary": t(p.summary.text),
            "no": t(self.explanation._no_said),
            "given": [self.route(x) for x in p.given],
            "routes": [self.route(x) for x in p.routes],
            "missing": [self.missing(x) for x in p.missing],
            "amounts": [self.amount(x) for x in (*p.amount.before, p.amount)] if p.amount else [],
            "changes": self.changes(ahead.changes) if ahead.changes else None,
            "course": self.course(ahead.course) if ahead.course else None,
            "law": [{"cite": t(x.cite), "quote": x.quote} for x in (p, *p.others) if x.quote],
            "remarks": [t(x) for x in p.remarks],
            "readings": [self.reading(x) for x in p.readings if x.main],
            "tree": self.condition(p.root),
        }

    # ---- conditions ----

    def said(self, node: Node) -> View:
        notes = [text for text in (self.t(node.note), *map(self.t, node.asides)) if text]
        texts = {key: self.t(getattr(node, key)) for key in ("label", "yours", "needed")}
        return {"mark": node.mark, **texts, "notes": notes}

    def reason(self, node: Node) -> View:
        joint = self.t(node.body.label) if node.reasons and node.body is not node else ""
        shown, pending = [self.reason(x) for x in node.shown], [self.pending(x) for x in node.pending]
        return {**self.said(node), "joint": joint, "parts": shown, "pending": pending}

    def pending(self, node: Node) -> View:
        text = self.t(node.yours) if node.kind == "fact" else self.t(words.STATES[node.state][1])
        return {"mark": node.state, "label": self.t(node.brief), "yours": text}

    def condition(self, node: Node) -> View:
        return {**self.said(node), "idle": not node.decisive, "parts": [self.condition(x) for x in node.parts]}

    def route(self, route: Route) -> View:
        head = {"title": self.t(route.title), "lacks": self.t(route.lacks)}
        if self.proof.verdict.mark not in ("unmet", "not_applicable"):
            open_ = [x.node for x in route.open if x.node.decisive]
            reasons = [self.reason(x) for x in (*route.unmet, *route.met, *open_)]
            return {**head, "reasons": reasons, "open": [], "note": "", "met": []}
        return {
            **head,
            "reasons": [self.reason(x) for x in route.unmet],
            "open": [self.open(x.node, x.missing) for x in route.open],
            "note": self.t(route.note),
            "met": [self.t(x.brief) for x in route.met],
        }

    def open(self, node: Node, missing: tuple[str, ...]) -> View:
        fact = node.kind == "fact"
        yours, depends = self.t(node.yours) if fact else "", [] if fact else [self.label(x) for x in missing]
        return {"mark": node.state, "label": self.t(node.brief), "yours": yours, "depends": depends}

    # ---- the rest ----

    def missing(self, one: Any) -> View:
        colon, stop = self.ui("colon"), self.ui("stop")
        texts = {key: self.t(getattr(one, key)) for key in ("label", "question", "status", "hint")}
        outlooks = [f"{self.t(x.answers)}{colon}{self.t(x.outcome)}{stop}" for x in one.outlooks]
        return {"kind": one.kind, "fact": one.fact, **texts, "outlooks": outlooks}

    def amount(self, one: Amount) -> View:
        return {
            **{key: self.t(getattr(one, key)) for key in ("label", "formula", "result")},
            "rows": [[self.t(computed), self.t(result)] for computed, result in one.rows],
            "notes": [self.t(line.text) for line in one.notes + one.rounding],
        }

    def changes(self, one: Advice) -> View:
        return {
            "barred": bool(one.bars),
            "lead": self.t(one.lead),
            "ways": [[self.t(x.text) for x in way] for way in one.ways],
            "bars": [[self.t(x.text) for x in way] for way in one.bars],
            "after": self.t(one.after),
            "more": self.t(one.more),
            "then": [self.t(x) for x in one.missing],
        }

    def course(self, one: Course) -> View:
        shown = one.stretches if one.turns else ()
        stretches = [
            {"mark": x.state, "text": self.t(x.text), "causes": [self.t(c) for c in x.causes], "now": x.now}
            for x in shown
        ]
        counts = {"earlier": one.earlier, "later": one.later} if one.turns else {"earlier": 0, "later": 0}
        return {"lead": self.t(one.lead), "stretches": stretches, **counts, "complete": one.complete}

    def reading(self, one: Any) -> View:
        others = [{"text": self.t(x.text), "outcome": self.t(x.outcome)} for x in one.others]
        texts = {"question": self.t(one.question), "text": self.t(one.text)}
        return {"id": one.id, **texts, "switched": one.switched, "others": others}
