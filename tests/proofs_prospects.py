"""What an explanation says would change the answer, and when: every change that is listed is made, every day that is
named is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

from compiler import calendar
from compiler.unknowns import stem
from compiler.values import Value
from explain.prospects import Advice, Alter, Course, Stretch
from explain.question.timeline import FIRST_DAY, LAST_DAY
from tests.proofs_base import OWN, Check, Facts, Pair, Told, number_limits
from tests.proofs_completions import Completions

CLOSED = ("not_in_force", "no_longer_in_force")
SINGLE = (3, 40)
"""So many single changes are tried where more are said to be needed."""


# ---- changes ---------------------------------------------------------------------------------------------------------


def changes(pair: Pair, check: Check) -> None:
    """Every set of changes makes it a yes, no part of a set does, and none is anybody else's, or nobody's, to make."""
    told, advice = pair.told, pair.explanation.prospects.changes
    wanting = told.no or told.status in CLOSED
    check.that((advice is not None) is wanting, "changes are given:", advice is not None, "for", told)
    if advice is None:
        return
    for way in advice.ways:
        _way(pair, advice, way, check)
    if advice.kind != "changes" or len(advice.ways[0]) > 1:
        _nothing_smaller(pair, advice, check)
    if advice.kind == "barred":
        _barred(pair, advice, check)


def _way(pair: Pair, advice: Advice, way: Sequence[Alter], check: Check) -> None:
    for one in way:
        check.that(
            pair.class_of(one.fact) in OWN, one.fact, "is not for the person to change:", pair.class_of(one.fact)
        )
        check.that(pair.facts.get(one.fact) == one.old, one.fact, "is said to be", one.old)
    then = pair.ask(made(pair, way), pair.day)
    if advice.kind == "perhaps":
        check.that(then.status == "unknown", "after these it is not open:", _said(way), then)
        return
    check.that(then.yes, "does not help:", _said(way), then)
    for size in range(len(way)):
        for less in combinations(way, size):
            check.that(not pair.ask(made(pair, less), pair.day).yes, "more than needed:", _said(way), _said(less))
    for one in way:
        _ends(pair, way, one, check)


def made(pair: Pair, way: Sequence[Alter], other: Mapping[str, Value] | None = None) -> Facts:
    return {**pair.facts, **{one.fact: one.new for one in way}, **(other or {})}


def _said(way: Sequence[Alter]) -> str:
    return str({one.fact: one.new for one in way})


def _ends(pair: Pair, way: Sequence[Alter], one: Alter, check: Check) -> None:
    """It helps at the ends of its span, and not beyond; and on the last day that is named, and not on the next."""
    kind = pair.program.facts[stem(one.fact)].type.kind
    if kind in ("bool", "enum"):
        check.that(one.low is one.high is one.by is None, "a span of", one.fact)
        return
    first, last = number_limits(pair.program, one.fact)
    if kind in ("date", "month") and pair.class_of(one.fact) in OWN:
        first = max(first, calendar.month_of(pair.day) if kind == "month" else pair.day)
    unit = 1 if kind not in ("decimal", "percent") else 10**6
    for end, step, limit in ((one.low, -1, first), (one.high, 1, last)):
        number = int((limit / unit if end is None else end) * unit) if unit > 1 else limit if end is None else int(end)  # type: ignore[call-overload,operator]
        at, beyond = (_number(n, unit) for n in (number, number + step))
        check.that(pair.ask(made(pair, way, {one.fact: at}), pair.day).yes, one.fact, "does not help at", at)
        if end is not None and first <= number + step <= last:
            then = pair.ask(made(pair, way, {one.fact: beyond}), pair.day)
            check.that(not then.yes, one.fact, "helps beyond", end, then)
    if one.by is not None:
        on = pair.ask(made(pair, way, {one.fact: one.by}), one.by)
        after = pair.ask(made(pair, way, {one.fact: one.by + 1}), one.by + 1)
        check.that(on.yes, one.fact, "does not help on the last day named", calendar.iso(one.by), on)
        check.that(not after.yes, one.fact, "helps after the last day named", calendar.iso(one.by))


def _number(number: int, unit: int) -> Value:
    from fractions import Fraction

    value = Fraction(number, unit)
    return value.numerator if value.denominator == 1 else value


def _nothing_smaller(pair: Pair, advice: Advice, check: Check) -> None:
    """Where more changes are said to be needed, or none to help, no single one of a yes/no fact or choice helps."""
    completions = Completions(pair)
    random, tried = pair.random("single"), []
    for name in completions.names:
        fact = pair.program.facts[name]
        if fact.type.kind in ("bool", "enum") and not fact.each and pair.class_of(name) in OWN:
            tried += [(name, value) for value in completions.values(name, pair.facts) if value != pair.facts.get(name)]
    most = SINGLE[pair.effort]
    for name, value in random.sample(tried, most) if len(tried) > most else tried:
        then = pair.ask({**pair.facts, name: value}, pair.day)
        check.that(not then.yes, advice.kind, "but one change is enough:", name, value)


def _barred(pair: Pair, advice: Advice, check: Check) -> None:
    """With all that bars a way left open, and what the person can change, it is no certain no; none of it is the
    person's own."""
    own = {p for p in pair.facts if pair.class_of(p) in OWN}
    for way in advice.bars:
        for bar in way:
            if bar.fact:
                kind = pair.class_of(bar.fact)
                check.that(bar.kind == kind and kind not in OWN, bar.fact, "is barred as", bar.kind, "but is", kind)
            elif bar.kind in CLOSED:
                check.that(pair.told.status == bar.kind, "is", bar.kind)
                _force(pair, bar.day, bar.until, check)
        if all(bar.fact for bar in way) and not any(_list(pair, bar.fact) for bar in way):
            gone = own | {bar.fact for bar in way}
            then = pair.ask({p: v for p, v in pair.facts.items() if p not in gone}, pair.day)
            check.that(not then.no, "barred by more than", sorted(bar.fact for bar in way), then)


def _list(pair: Pair, path: str) -> bool:
    return pair.program.facts[stem(path)].type.kind == "records"


def _force(pair: Pair, day: int | None, until: int | None, check: Check) -> None:
    for at, beside in ((day, -1), (until, 1)):
        if at is not None:
            on, off = pair.ask(pair.facts, at), pair.ask(pair.facts, at + beside)
            check.that(on.status not in CLOSED, "not in force on", calendar.iso(at), on)
            check.that(off.status in (*CLOSED, "refused"), "in force beside", calendar.iso(at), off)


# ---- the course of time ----------------------------------------------------------------------------------------------


def timeline(pair: Pair, check: Check) -> None:
    """On the first and last day of each stretch, and on one inside, the answer is as said; the day before, another."""
    course = pair.explanation.prospects.course
    check.that((course is None) is (pair.told.status == "unknown"), "a course of time for", pair.told)
    if course is None:
        return
    random = pair.random("timeline")
    for one in course.stretches:
        first, last = one.first or min(FIRST_DAY, pair.day), one.last or max(LAST_DAY, pair.day)
        days = {first, last, random.randint(first, last)}
        for day in sorted(days):
            then = pair.ask(pair.facts, day)
            check.that(_same(one, then), calendar.iso(day), "is said to be", one.status, one.value, "but", then)
        check.that(one.now is (first <= pair.day <= last), "now", one)
        if one.first is not None:
            before, then = (pair.ask.whole(pair.facts, day) for day in (one.first - 1, one.first))
            check.that(before != then or _moving(one), "nothing changes on", calendar.iso(one.first), before)
    for one, other in pairwise(course.stretches):
        check.that((one.last or 0) + 1 == other.first, "stretches do not join at", other.first)
    _lead(pair, course, check)


def _moving(one: Stretch) -> bool:
    return "随日子变化" in one.text.zh


def _same(one: Stretch, told: Told) -> bool:
    """A number that changes with the days of a stretch is given for its first day only."""
    if _moving(one):
        return told.status == one.status
    return told.same(Told(one.status, one.value))


def _lead(pair: Pair, course: Course, check: Check) -> None:
    """“It stays so up to …” and “from … it is a yes” name the right day."""
    text, told = course.lead.zh, pair.told
    later = [one for one in course.stretches if (one.first or 0) > pair.day]
    if told.yes:
        last = later[0].first - 1 if later and later[0].first else None
        named = calendar.chinese(last) if last is not None else "以后也一样"
        check.that(named in text, "up to", named, "but it is said:", text)
        return
    hoped = (one for one in later if one.status == "unknown" or (one.status == "value" and one.value is not False))
    coming = next(hoped, None)
    if coming is not None and coming.first is not None:
        day = calendar.chinese(coming.first)
        perhaps = coming.status == "unknown"
        check.that(f"从{day}起" in text and ("结果要看" in text) is perhaps, coming.status, "from", day, "but:", text)
    elif not course.later:
        check.that("从" not in text, "no yes is to come, but it is said:", text)
