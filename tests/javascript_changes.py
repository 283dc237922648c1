"""What the JavaScript engine is to say of changes and of time (explain/js/prospects.js), out of what Python finds: all
that needs no words to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from typing import Any

from compiler.calendar import from_iso, iso
from compiler.evaluate import Answers, evaluate
from compiler.expressions import Expr
from compiler.partial import Environment
from compiler.program import Program
from compiler.steps import trace
from compiler.unknowns import list_of, number_of, stem
from compiler.values import Value, to_json
from explain.prospects import AFTER, BEFORE
from explain.question.ask import Finding, Question
from explain.question.causes import Cause
from explain.question.changes import Change, changes
from explain.question.obstacles import Obstacle
from explain.question.people import people
from explain.question.timeline import FIRST_DAY, LAST_DAY, Piece, timeline
from tests.javascript import Policy, differ
from tests.proofs_base import BEIJING, MERROW

Form = dict[str, Any]
Number = Callable[[Expr], int]
DAYS = {
    BEIJING: ("2021-10-15", "2020-11-30", "2024-02-29", "2020-07-01", "2025-06-30", "2021-01-01"),
    MERROW: ("2024-02-01", "2024-08-05", "2023-06-01", "2024-07-01", "2025-03-31"),
}
"""Before and after the day from which each counts, and around the days of its changes."""


def requests(policy: str, program: Program, count: int, seed: int, share: float) -> Iterator[Form]:
    """Of sample people, who ask on different days; `share`: of the facts that are missing. Each third of them asks
    under readings that were not adopted."""
    days, readings = cycle(DAYS[policy]), cycle(({}, {}, _others(program)))
    for number in range(count):
        (person,) = people(program, 1, 1000 * seed + number, day_of(next(days)), share)
        yield {"as_of": person["as_of"], "facts": person["facts"], "readings": next(readings)}


def day_of(text: str) -> int:
    day = from_iso(text)
    assert day is not None
    return day


def _others(program: Program) -> dict[str, str]:
    open_ = [reading for reading in program.readings.values() if reading.not_computable is None]
    return {r.id: next(letter for letter in r.alternatives if letter != r.adopted) for r in open_}


def compared(policy: Policy, program: Program, raw: Form, number: Number) -> int:
    """The conclusions of which both engines say the same; raises AssertionError where they do not."""
    answers = evaluate(program, raw)
    calls = [[raw, name] for name in answers.conclusions]
    told = zip(policy.each("changes", calls), policy.each("timeline", calls), strict=True)
    for name, (advice, course) in zip(answers.conclusions, told, strict=True):
        for found, wanted in ((advice, changes_form(answers, name)), (course, timeline_form(answers, name, number))):
            assert not differ(found, wanted), (name, raw, found, wanted)
    return len(answers.conclusions)


# ---- changes ---------------------------------------------------------------------------------------------------------


def changes_form(answers: Answers, name: str) -> Form | None:
    """What `policy.changes` is to give."""
    request = answers.request
    if answers.conclusions[name].status == "unknown":
        return None
    ways = changes(Question(answers.whole, name, request.readings), request.facts, request.as_of)
    kinds = {"changes": ways.sets, "perhaps": ways.open, "barred": ways.obstacles, "beyond": ways.beyond}
    kind = next((kind for kind, there in kinds.items() if there), None)
    return kind and {
        "kind": kind,
        "sets": [[change_form(answers.program, change) for change in one] for one in ways.sets or ways.open],
        "missing": [*ways.missing],
        "bars": [[_bar(one) for one in way] for way in ways.obstacles],
        "more": ways.more,
        "complete": ways.complete,
    }  # type: ignore[return-value]


def change_form(program: Program, change: Change) -> Form:
    """One change of a set."""
    kind = program.facts[stem(change.path)].type.kind
    ends = {key: _json(getattr(change, key), kind) for key in ("old", "new", "low", "high")}
    return {"fact": change.path, **ends, "by": _day(change.by)}


def _bar(one: Obstacle) -> Form:
    return {"kind": one.kind, "fact": one.path, "who": one.who, "day": _day(one.day), "until": _day(one.until)}


def _json(value: Value | None, kind: str) -> object:
    return None if value is None else to_json(value, kind)


def _day(day: int | None) -> str | None:
    return None if day is None else iso(day)


# ---- the course of time ----------------------------------------------------------------------------------------------


def timeline_form(answers: Answers, name: str, number: Number) -> Form | None:
    """What `policy.timeline` is to give."""
    request, answer = answers.request, answers.conclusions[name]
    if answer.status == "unknown":
        return None
    question, day = Question(answers.whole, name, request.readings), request.as_of
    days = timeline(question, request.facts, min(FIRST_DAY, day), max(LAST_DAY, day))
    pieces, last = days.pieces, len(days.pieces) - 1
    here = next(at for at, piece in enumerate(pieces) if piece.last >= day)
    shown = range(max(0, here - BEFORE), min(last, here + AFTER) + 1)
    forms = [
        {
            "first": _day(pieces[at].first if at else None),
            "last": _day(pieces[at].last if at < last else None),
            **_piece(answers, pieces[at], answer.kind, number),
            "now": at == here,
        }
        for at in shown
    ]
    lead = _lead(pieces[here].finding, pieces[here + 1 :])
    return {
        "lead": lead,
        "stretches": forms,
        "earlier": shown.start,
        "later": last + 1 - shown.stop,
        "complete": days.complete,
    }


def _piece(answers: Answers, piece: Piece, kind: str, number: Number) -> Form:
    return {
        "status": piece.finding.status,
        "value": _json(piece.finding.value, kind),
        "moving": piece.moving,
        "causes": _causes(answers, piece, number),
    }


def _causes(answers: Answers, piece: Piece, number: Number) -> list[Form]:
    """What they say, each once; a comparison that nothing says is left out."""
    forms = [_cause(answers, cause, piece.first, number) for cause in piece.causes]
    said = [form for form in forms if form["kind"] != "condition" or form["n"] is not None]
    return [form for at, form in enumerate(said) if form not in said[:at]]


def _cause(answers: Answers, cause: Cause, day: int, number: Number) -> Form:
    said = _said(answers, cause, day) if cause.kind == "condition" else None
    rule = cause.rule if cause.kind == "version" else ""
    shown = {"kind": cause.kind, "rule": rule, "n": number(said) if said is not None else None}
    return {**shown, "becomes": cause.becomes, "record": cause.record}


def _said(answers: Answers, cause: Cause, day: int) -> Expr | None:
    """The expression by which the rule says the condition."""
    program, request = answers.whole.at(day), answers.request
    definition = program.definitions.get(cause.rule)
    environment = Environment(program, request.facts, day, request.readings)
    if cause.record:
        environment = environment.record(list_of(cause.record), number_of(cause.record))
    for expr in (definition.guard, definition.body) if definition is not None else ():
        for step in trace(expr, environment).walk() if expr is not None else ():
            if step.place == cause.place and step.op == cause.said:
                return step.expr
    return None


def _lead(here: Finding, later: tuple[Piece, ...]) -> Mapping[str, str | None]:
    """What comes first of all that is still to come."""
    if _is_result(here):
        return {"kind": "lasting", "day": iso(later[0].first) if later else None}
    for piece in later:
        if piece.finding.status == "unknown":
            return {"kind": "perhaps", "day": iso(piece.first)}
        if _is_result(piece.finding):
            return {"kind": "coming" if piece.finding.yes else "result", "day": iso(piece.first)}
    return {"kind": "coming", "day": None}


def _is_result(finding: Finding) -> bool:
    return finding.yes or (finding.status == "value" and finding.value is not False)
