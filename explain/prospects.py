"""What would change an answer: the smallest changes that would, what bars the way where none would, and the days on
which time alone changes it. Worked out by changes.py and timeline.py, worded by prospect_words.py and turns.py."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.evaluate import Answers
from compiler.program import Program, Text
from compiler.values import NA, Value
from explain import prospect_words as say
from explain import sentences
from explain.proof import NOTHING, state_of
from explain.question.ask import Finding, Question
from explain.question.changes import Change, Ways, changes
from explain.question.obstacles import CLOSED, Obstacle
from explain.question.timeline import FIRST_DAY, LAST_DAY, Piece, Timeline, timeline
from explain.records import definition_of, fact_of, label_of
from explain.turns import Turns

BEFORE, AFTER = 2, 4
"""So many stretches before and after that of the day asked about are shown."""


@dataclass(frozen=True, slots=True)
class Alter:
    """A fact that would have to be another: `low` to `high` and `by` as in changes.Change."""

    fact: str
    kind: str
    label: Text
    text: Text
    old: Value | None
    new: Value
    low: Value | None
    high: Value | None
    by: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that bars a way, as obstacles.Obstacle has it."""

    kind: str
    fact: str
    text: Text
    day: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Advice:
    """kind: changes (`ways`: each of them is enough), perhaps (after these it would turn on `missing`), barred (`bars`:
    what bars each way), beyond (more changes than three). `lead` says so, `after` what comes of it, `more` that there
    are others, or that not all could be tried."""

    kind: str
    lead: Text
    after: Text
    ways: tuple[tuple[Alter, ...], ...] = ()
    missing: tuple[Text, ...] = ()
    bars: tuple[tuple[Bar, ...], ...] = ()
    more: Text = NOTHING
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last day the answer is the same (None: no end). state: as of a node. now: the day asked
    about lies in it. causes: why it begins."""

    first: int | None
    last: int | None
    status: str
    value: Value | None
    state: str
    label: Text
    text: Text
    causes: tuple[Text, ...]
    now: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The verdict over time, the facts kept. `earlier` and `later` stretches are not shown."""

    lead: Text
    stretches: tuple[Stretch, ...]
    earlier: int
    later: int
    complete: bool

    @property
    def turns(self) -> bool:
        """Is there more to tell than that the instrument came into force?"""
        return sum(one.status not in CLOSED for one in self.stretches) > 1


@dataclass(frozen=True, slots=True)
class Prospects:
    """`changes` are given for a "no" alone."""

    changes: Advice | None
    course: Course | None


def prospects(answers: Answers, name: str) -> Prospects:
    """Of a conclusion that was asked for. Of what cannot be said yet there are none."""
    answer, request = answers.conclusions[name], answers.request
    if answer.status == "unknown":
        return Prospects(None, None)
    question = Question(answers.whole, name, request.readings)
    ways = changes(question, request.facts, request.as_of)
    days = timeline(question, request.facts, min(FIRST_DAY, request.as_of), max(LAST_DAY, request.as_of))
    advice = _advice(answers, name, ways) if ways.sets or ways.open or ways.obstacles or ways.beyond else None
    return Prospects(advice, _course(answers, name, days))


# ---- changes ---------------------------------------------------------------------------------------------------------


def _advice(answers: Answers, name: str, ways: Ways) -> Advice:
    program, sets = answers.program, ways.sets or ways.open
    definition = definition_of(program, name)
    made = tuple(tuple(_alter(program, change) for change in one) for one in sets)
    bars = tuple(tuple(_bar(program, one) for one in way) for way in ways.obstacles)
    kind = "changes" if ways.sets else "perhaps" if ways.open else "barred" if bars else "beyond"
    goal = sentences.claim(program, definition, Finding("value", True)) if definition.type.kind == "bool" else NOTHING
    return Advice(
        kind,
        say.lead(kind, len(sets or bars), len(sets[0]) if sets else 0),
        say.after(goal) if kind == "changes" else NOTHING,
        made,
        tuple(label_of(program, path) for path in ways.missing),
        bars,
        say.more(ways.more, ways.complete),
        ways.complete,
    )


def _alter(program: Program, change: Change) -> Alter:
    label, kind = label_of(program, change.path), fact_of(program, change.path).type.kind
    return Alter(
        change.path,
        kind,
        label,
        say.alter(program, change),
        change.old,
        change.new,
        change.low,
        change.high,
        change.by,
    )


def _bar(program: Program, one: Obstacle) -> Bar:
    return Bar(one.kind, one.path, say.bar(program, one), one.day, one.until)


# ---- the course of time ----------------------------------------------------------------------------------------------


def _course(answers: Answers, name: str, days: Timeline) -> Course:
    day, pieces = answers.request.as_of, days.pieces
    here = next(i for i, piece in enumerate(pieces) if piece.first <= day <= piece.last)
    first, last = max(0, here - BEFORE), min(len(pieces), here + AFTER + 1)
    turns = Turns(answers, name)
    shown = tuple(_stretch(answers, name, pieces, i, here, turns) for i in range(first, last))
    lead = _lead(days, pieces[here], day)
    return Course(lead, shown, first, len(pieces) - last, days.complete)


def _lead(days: Timeline, here: Piece, day: int) -> Text:
    later = days.until(day)
    if _value(here.finding):
        return say.lasting(later.first - 1 if later is not None else None)
    coming = next((p for p in days.pieces if p.first > day and _value(p.finding)), None)
    perhaps = next((p for p in days.pieces if p.first > day and p.finding.status == "unknown"), None)
    if perhaps is not None and (coming is None or perhaps.first < coming.first):
        return say.perhaps(perhaps.first)
    if coming is not None and not coming.finding.yes:
        return say.result(coming.first)
    return say.coming(coming.first if coming is not None else None)


def _value(finding: Finding) -> bool:
    """Is it a yes, or any value of what is no yes/no question?"""
    return finding.yes or (finding.status == "value" and finding.value is not False)


def _stretch(answers: Answers, name: str, pieces: tuple[Piece, ...], at: int, here: int, turns: Turns) -> Stretch:
    piece = pieces[at]
    definition = definition_of(answers.program, name)
    finding = piece.finding
    first = piece.first if at else None
    last = piece.last if at + 1 < len(pieces) else None
    return Stretch(
        first,
        last,
        finding.status,
        finding.value,
        _state(finding),
        say.found(answers.program, definition, finding),
        say.stretch(answers.program, definition, finding, first, last, piece.moving),
        turns.said(piece),
        at == here,
    )


def _state(finding: Finding) -> str:
    return state_of(finding.value if finding.status in ("value", "unknown") else NA)
