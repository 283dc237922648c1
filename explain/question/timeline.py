"""The verdict as a function of the day asked about, the facts kept: from when, until when, and why it changes then.

Candidates are the days on which a comparison turns (edges.py), other text counts, or the instrument begins or ceases
to be in force; on each of them the question is asked. Where facts are missing, the days on which a comparison turns
for some value of theirs at which another one turns are candidates too. `complete` is False where not every candidate
could be tried. The facts are kept as they are, those too that pass by themselves (months of a subsidy).

Not told apart, where a date is missing: single days that no date reaches by a period, as one month from no day is 31
March; on these what asks for exactly that day is a certain no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from compiler import calendar
from explain.question.ask import Facts, Finding, Question
from explain.question.causes import Cause, causes
from explain.question.edges import DAY, Axis, Effort, number_edges, thresholds
from explain.question.spans import World, between, found, sure

FIRST_DAY, LAST_DAY = calendar.day(1990, 1, 1), calendar.day(2100, 12, 31)
"""The days looked at where nothing else is said."""
REFUSED = Finding("refused")
"""The facts cannot be so on this day: a constraint is broken."""
_MOVING = 400
"""A number that changes on more days than this within a stretch is only said to be moving."""


@dataclass(frozen=True, slots=True)
class Piece:
    """From the first to the last day the answer is the same; `causes` say why it begins. `moving`: it is a number that
    changes with the days of this stretch; the finding is that of the first day."""

    first: int
    last: int
    finding: Finding
    causes: tuple[Cause, ...] = ()
    moving: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    pieces: tuple[Piece, ...]
    complete: bool = True

    def at(self, day: int) -> Piece | None:
        return next((p for p in self.pieces if p.first <= day <= p.last), None)

    def next(self, day: int) -> Piece | None:
        """The first stretch, from this day on, in which the answer is yes: when will I qualify?"""
        return next((p for p in self.pieces if p.last >= day and p.finding.yes), None)

    def until(self, day: int) -> Piece | None:
        """The stretch after that of this day: its first day is the first on which the answer is another. None where
        there is none any more."""
        return next((p for p in self.pieces if p.first > day), None)


def timeline(question: Question, facts: Facts, first: int = FIRST_DAY, last: int = LAST_DAY) -> Timeline:
    """The verdict on every day from the first to the last."""
    effort = Effort()
    pieces: list[Piece] = []
    for start, end in stretches(question, first, last):
        days = candidates(question, facts, start, end, effort)
        for day, following in zip(days, [*days[1:], end + 1], strict=True):
            pieces += _moving(question, facts, Piece(day, following - 1, look(question, facts, day)), effort)
    joined = _joined(pieces)
    told = [
        replace(piece, causes=causes(question, facts, piece.first, (before.finding, piece.finding)))
        for before, piece in pairwise(joined)
    ]
    return Timeline((*joined[:1], *told), effort.complete)


def look(question: Question, facts: Facts, day: int) -> Finding:
    """The answer on a day, REFUSED where the facts cannot be so."""
    return question.ask(facts, day) if question.admissible(facts, day) else REFUSED


def stretches(question: Question, first: int, last: int) -> list[tuple[int, int]]:
    """The days from the first to the last, cut where other text begins to count."""
    starts = [first, *(day for day in question.breaks if first < day <= last)]
    return list(zip(starts, [*(day - 1 for day in starts[1:]), last], strict=True))


def candidates(question: Question, facts: Facts, first: int, last: int, effort: Effort) -> list[int]:
    """Every day, between two on which the same text counts, on which the answer may begin to be another; the first."""
    known = question.with_default(facts)
    items = question.tests(known, first)
    near = question.near(known, first)
    used = [item for item in items if all(p in known or p in near for p in item.paths)]
    axes, choices = question.open(used, known)
    world = World(question.form(first), known, None)
    return thresholds(used, world, {**axes, DAY: Axis(DAY, first, last)}, choices, effort)[DAY]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours with the same answer together."""
    made: list[Piece] = []
    for piece in pieces:
        if made and not piece.moving and not made[-1].moving and made[-1].finding == piece.finding:
            made[-1] = replace(made[-1], last=piece.last)
        else:
            made.append(piece)
    return made


def _moving(question: Question, facts: Facts, piece: Piece, effort: Effort) -> list[Piece]:
    """A stretch without turns, cut where a number that is computed from the day changes."""
    form, value = question.form(piece.first), piece.finding.value
    if form.root is None or isinstance(value, bool | str | tuple) or piece.finding.status != "value":
        return [piece]
    known = question.spread(facts, piece.first)
    world = World(form, known, between(piece.first, piece.last))
    spot = found(form.root, world)
    if sure(spot):
        return [piece]
    if not sure(found(form.root, World(form, known, piece.first))):
        return _known_by_trying(question, facts, piece, effort)
    own = Effort(steps=min(effort.steps, 8 * _MOVING))
    days = [piece.first, *number_edges(form.root, world, Axis(DAY, piece.first, piece.last), own)]
    if len(days) > _MOVING or (not own.complete and _differs(question, facts, piece)):
        return [replace(piece, moving=True)]
    if not own.complete:
        effort.complete = False
        return [piece]
    ends = [*(day - 1 for day in days[1:]), piece.last]
    return [Piece(day, end, look(question, facts, day)) for day, end in zip(days, ends, strict=True)]


def _known_by_trying(question: Question, facts: Facts, piece: Piece, effort: Effort) -> list[Piece]:
    """A number that only constraints make known, as they leave a missing fact one value: cut where it is known no more,
    which is looked for by halves."""
    last = look(question, facts, piece.last)
    effort.complete = effort.complete and last.status == "unknown"
    if last == piece.finding:
        return [piece]
    same, other = piece.first, piece.last
    while other - same > 1:
        middle = (same + other) // 2
        if look(question, facts, middle) == piece.finding:
            same = middle
        else:
            other = middle
    return [replace(piece, last=same), Piece(other, piece.last, look(question, facts, other))]


def _differs(question: Question, facts: Facts, piece: Piece) -> bool:
    """Is the answer another on one of _MOVING days spread over a stretch?"""
    step = max(1, (piece.last - piece.first) // _MOVING)
    days = [*range(piece.first, piece.last, step), piece.last]
    return any(look(question, facts, day) != piece.finding for day in days)
