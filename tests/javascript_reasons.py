"""What the JavaScript engine is to say of a conclusion (explain/js/reasons.js), out of Python's proof: all that needs
no words to be told. What does is in javascript_worded.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from compiler.calendar import iso
from compiler.expressions import Expr
from compiler.steps import Step
from compiler.values import NA, Value, to_json
from explain.deciding import BARRED, CLASH, WHATEVER
from explain.explanation import Explanation
from explain.interface import SEE_ABOVE
from explain.proof import NOTHING, Node
from explain.records import kind_of
from explain.terms import AGED, WITHIN, Terms
from explain.terms_base import ARITHMETIC, NAMED, QUANTIFIERS

Form = dict[str, Any]
Number = Callable[[Expr], int]
_NOTES = {NOTHING: "", SEE_ABOVE: "see_above", CLASH: "clash", WHATEVER: "whatever", BARRED: "closed"}
_VALUED = (*NAMED, "value_on", *QUANTIFIERS)
_VERDICT = ("step", "status", "value", "no")
_ROUTE = ("step", "gap", "met", "unmet", "open", "facts")
_MISSING = ("step", "fact", "kind")
_READING = ("step", "id", "main", "letter", "switched")
_NODE = ("kind", "state", "name", "role", "negated", "facts", "readings", "parts")
_MORE = ("n", "note", "gives", "yours", "needed", "values", "age", "last_day")


def expected(explanation: Explanation, number: Number) -> Form:
    """What the script is to give, but for what words are made of."""
    form = _structure(explanation.as_json())
    for node in explanation.proof.root.walk():
        more = _Node(node, explanation, number).more()
        form["nodes"][node.id] |= {key: value for key, value in more.items() if value or type(value) is int}
    routes = (*explanation.proof.routes, *explanation.proof.given)
    return {**form, "why": explanation.proof.why, "notes": [_NOTES[route.note] for route in routes]}


def given(found: Form) -> Form:
    """The same out of what the script gave."""
    form = _structure(found)
    for id_, shown in form["nodes"].items():
        shown |= _some(found["nodes"][id_], _MORE)
    notes = [route["note"] for key in ("routes", "given") for route in found[key]]
    return {**form, "why": found["why"], "notes": notes}


def _structure(form: Form) -> Form:
    """What both forms have."""
    shown = {key: form[key] for key in ("version", "policy", "as_of", "about", "facts", "root")}
    shown |= {"verdict": _some(form["verdict"], _VERDICT), "summary": form["summary"]["step"]}
    shown |= {key: [_some(route, _ROUTE) for route in form[key]] for key in ("routes", "given")}
    shown |= {"missing": [_some(one, _MISSING) for one in form["missing"]]}
    shown |= {"readings": [_some(use, _READING) for use in form["readings"]]}
    nodes = form["nodes"].items()
    return shown | {"nodes": {id_: _some(n, _NODE) | {"decisive": n.get("decisive", False)} for id_, n in nodes}}


def _some(form: Form, keys: tuple[str, ...]) -> Form:
    return {key: form[key] for key in keys if key in form}


def shown(step: Step, at: Terms) -> Form:
    """A step's value, or why it is not known, as the script shows it."""
    value = at.known(step)
    if value is not None:
        return plain(value, step.expr.type.kind)
    supplied = step.op == "value_on" and at.known(step.parts[0]) is not None
    name, program = step.parts[1].name if supplied else step.name, at.judge.program
    return {"open": kind_of(program, name) if name in program.facts and step.op != "record" else "open"}


def plain(value: Value, kind: str) -> Form:
    """A value as the script shows it; what is no integer is marked, since of money it is so many fen."""
    if value is NA:
        return {"na": True}
    return {"number" if isinstance(value, Fraction) else "value": to_json(value, kind), "kind": kind}


@dataclass(frozen=True)
class _Node:
    """One node of Python's tree, with what the script has beside its JSON form."""

    node: Node
    explanation: Explanation
    number: Number

    def more(self) -> Form:
        node, step = self.node, self.explanation.steps.get(self.node.id)
        said = {"note": _NOTES[node.note], "gives": node.gives}
        told = {**said, "yours": bool(node.yours.zh), "needed": bool(node.needed.zh)}
        if step is None:
            return told
        at = self.explanation.places[node.id]
        leaf = node.kind in ("rule", "fact", "test", "parameter")
        has = (leaf and node.state != "not_applicable") or node.state == "value"
        needs = leaf and step.expr.type.kind == "bool"
        steps = [*(_yours(step) if has else ()), *(_needed(step) if needs else ())]
        last = at.last_day(step) if needs and step.op in WITHIN else None
        return {
            **told,
            "n": None if node.id == "1" else self.number(step.expr),
            "values": {"root" if node.id == "1" else str(self.number(s.expr)): shown(s, at) for s in steps},
            "age": _age(step, at) if has and step.op in AGED else None,
            "last_day": iso(last) if last is not None else None,
        }


def _age(step: Step, at: Terms) -> int | None:
    born, day = at.known(step.parts[0]), at.known(step.parts[-1])
    return at.years(step.parts[0], day) if isinstance(born, int) and isinstance(day, int) else None


def _yours(step: Step) -> Iterator[Step]:
    """The steps whose values a person is shown as theirs (terms.Terms.yours)."""
    if step.op in _VALUED or step.expr.type.kind != "bool":
        yield step
    elif step.op in AGED:
        yield from (step.parts[0], step.parts[-1])
    elif step.parts:
        yield from _within(step.parts[0])
        if step.parts[0].op in ARITHMETIC:
            yield step.parts[0]


def _within(step: Step) -> Iterator[Step]:
    """What a formula names."""
    if step.op in (*_VALUED, "as_of"):
        yield step
    for part in step.parts if step.op in ARITHMETIC else ():
        yield from _within(part)


def _needed(step: Step) -> Iterator[Step]:
    """The steps whose values are shown as what is required (terms.Terms.needed)."""
    if step.op not in ("value_on", *AGED, *QUANTIFIERS, "choose", "with_exceptions"):
        yield from (part for part in step.parts if part.op != "const")
