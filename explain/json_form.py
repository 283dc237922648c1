"""An explanation as JSON: stable, versioned, every node addressed by its id, the same bytes on every run; described in
docs/explanations.md."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from compiler.calendar import iso
from compiler.program import Program, Text
from compiler.values import Value, to_json
from explain.proof import Amount, Missing, Node, Proof, ReadingUse, Route
from explain.prospects import Advice, Alter, Bar, Course, Prospects, Stretch

VERSION = 2
"""It goes up when a key is renamed or dropped."""
Shown = dict[str, object]


@dataclass(frozen=True)
class JsonForm:
    """`cite` words a citation in the language of the explanation."""

    program: Program
    proof: Proof
    prospects: Prospects
    lang: str
    cite: Callable[[str], str]

    def whole(self) -> Shown:
        """Sentences name their node as `step`, or the fact or the days of which they speak."""
        p, t = self.proof, self._text
        return {
            "version": VERSION,
            "policy": self.program.about.name,
            "document": {"number": p.number, "title": t(p.title)},
            "lang": self.lang,
            "as_of": iso(p.as_of),
            "about": p.about,
            "label": t(p.label),
            "verdict": self._verdict(),
            "facts": list(p.facts),
            "caveats": [t(caveat) for caveat in p.caveats],
            "standing": [t(line) for line in p.standing],
            "summary": {"step": p.summary.step, "text": t(p.summary.text)},
            "routes": [self._route(route) for route in p.routes],
            "given": [self._route(route) for route in p.given],
            "missing": [self._missing(fact) for fact in p.missing],
            "changes": self._changes(self.prospects.changes) if self.prospects.changes is not None else None,
            "timeline": self._course(self.prospects.course) if self.prospects.course is not None else None,
            "amount": self._amount(p.amount) if p.amount is not None else None,
            "readings": [self._reading(use) for use in p.readings],
            "remarks": [t(remark) for remark in p.remarks],
            "basis": {"cite": t(p.cite), "text": p.quote},
            "basis_of_exceptions": [{"cite": t(x.cite), "text": x.quote} for x in p.others],
            "root": p.root.id,
            "nodes": {node.id: self._node(node) for node in p.root.walk()},
            "quotes": list(self._quotes),
        }

    def _text(self, text: Text) -> str:
        return text.get(self.lang)

    def _verdict(self) -> Shown:
        verdict = self.proof.verdict
        return {
            "step": self.proof.root.id,
            "status": verdict.status,
            "value": _value(verdict.value, verdict.kind),
            "text": self._text(verdict.headline),
            "no": self.proof.no,
            "no_text": self._text(self.proof.no_said),
        }

    def _route(self, route: Route) -> Shown:
        return {
            "step": route.step,
            "title": self._text(route.title),
            "gap": route.gap,
            "note": self._text(route.note),
            "met": [node.id for node in route.met],
            "unmet": [node.id for node in route.unmet],
            "open": [{"step": x.node.id, "missing": list(x.missing)} for x in route.open],
            "facts": list(route.facts),
        }

    def _missing(self, fact: Missing) -> Shown:
        t = self._text
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

    # ---- what would change it ----

    def _changes(self, advice: Advice) -> Shown:
        t = self._text
        return {
            "kind": advice.kind,
            "text": t(advice.lead),
            "after": t(advice.after),
            "sets": [[self._alter(one) for one in way] for way in advice.ways],
            "missing": [t(label) for label in advice.missing],
            "bars": [[self._bar(one) for one in way] for way in advice.bars],
            "more": t(advice.more),
            "complete": advice.complete,
        }

    def _alter(self, one: Alter) -> Shown:
        return {
            "fact": one.fact,
            "old": _value(one.old, one.kind),
            "new": _value(one.new, one.kind),
            "low": _value(one.low, one.kind),
            "high": _value(one.high, one.kind),
            "by": _day(one.by),
            "text": self._text(one.text),
        }

    def _bar(self, one: Bar) -> Shown:
        return {
            "kind": one.kind,
            "fact": one.fact,
            "day": _day(one.day),
            "until": _day(one.until),
            "text": self._text(one.text),
        }

    def _course(self, course: Course) -> Shown:
        return {
            "text": self._text(course.lead),
            "stretches": [self._stretch(one) for one in course.stretches],
            "earlier": course.earlier,
            "later": course.later,
            "complete": course.complete,
        }

    def _stretch(self, one: Stretch) -> Shown:
        return {
            "first": _day(one.first),
            "last": _day(one.last),
            "status": one.status,
            "value": _value(one.value, self.proof.verdict.kind),
            "text": self._text(one.text),
            "causes": [self._text(cause) for cause in one.causes],
            "now": one.now,
        }

    # ---- amounts, readings, nodes ----

    def _amount(self, amount: Amount) -> Shown:
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

    def _reading(self, use: ReadingUse) -> Shown:
        t = self._text
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

    @cached_property
    def _quotes(self) -> dict[str, int]:
        """The law's own words that nodes cite, each once, however many nodes do, and their places."""
        quotes = dict.fromkeys(node.quote for node in self.proof.root.walk() if node.quote)
        return {quote: place for place, quote in enumerate(quotes)}

    def _node(self, node: Node) -> Shown:
        """What is empty is left out."""
        t = self._text
        shown = {
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
            "cite": self.cite(node.cite),
            "quote": self._quotes.get(node.quote),
            "parts": [part.id for part in node.parts],
        }
        return {key: value for key, value in shown.items() if value or type(value) is int}


def _value(value: Value | None, kind: str) -> object:
    return None if value is None else to_json(value, kind)


def _day(day: int | None) -> str | None:
    return None if day is None else iso(day)


def dumped(shown: Mapping[str, object]) -> str:
    """JSON with one line a key, and of lists and tables one line an item."""
    return "{\n" + ",\n".join(f" {_json(key)}: {_spread(value)}" for key, value in shown.items()) + "\n}"


def _spread(value: object) -> str:
    if isinstance(value, dict) and value:
        return "{\n" + ",\n".join(f"  {_json(k)}: {_json(v)}" for k, v in value.items()) + "\n }"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {_json(item)}" for item in value) + "\n ]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
