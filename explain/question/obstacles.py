"""Why no change that a person may be advised to make helps: what bars each way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explain.question.ask import Finding
from explain.question.edges import Effort
from explain.question.levers import Hitting, Levers, Paths
from explain.question.timeline import FIRST_DAY, LAST_DAY, candidates, stretches

_MOST, _LISTED = 3, 12


@dataclass(frozen=True, slots=True)
class Obstacle:
    """`kind`: not_in_force, no_longer_in_force; day (the day asked about: `day` is the first later one on which it is
    not barred, None where there is none, `until` the last earlier one); of a fact (`path`) its class: immutable, time,
    harmful, judgement, third_party, parameter, undeclared. `who`: whose decision or act it is, '' where the person's
    own or not said."""

    kind: str
    path: str = ""
    who: str = ""
    day: int | None = None
    until: int | None = None


Routes = tuple[tuple[Obstacle, ...], ...]
CLOSED = ("not_in_force", "no_longer_in_force")


def obstacles(levers: Levers, finding: Finding) -> Routes:
    """The ways that are barred by least, each with all that bars it, the person's own changes taken for granted; before
    them the day, where it will be another one by itself."""
    if finding.status in CLOSED:
        return ((_force(levers, finding.status),),)
    own, day = frozenset(levers.own), _day(levers)
    if levers.hopeless(frozenset(levers.paths)):
        return ((day,),)
    others = [p for p in levers.paths if p not in own and p in levers.facts]
    hitting = Hitting(others, lambda free: levers.hopeless(own | free))
    found: list[Paths] = []
    for size in range(1, _MOST + 1):
        found = found or [free for free in hitting.of_size(size) if not _denied(levers, own, free)]
    routes = [tuple(_of_fact(levers, p) for p in levers.paths if p in free) for free in found[:_LISTED]]
    later = [(day,)] if day.day is not None or not routes else []
    return (*later, *routes)


def _denied(levers: Levers, own: Paths, free: Paths) -> bool:
    """Other records of a list are taken to help where nothing that can be seen part by part speaks against it."""
    lists = any(levers.question.of(p).kind == "records" for p in free)
    return not lists and levers.denied(own | free)


def _of_fact(levers: Levers, path: str) -> Obstacle:
    known = levers.question.of(path)
    who = known.entity if known.entity != levers.question.person else ""
    return Obstacle(levers.kind(path) or "undeclared", path, who)


def _force(levers: Levers, status: str) -> Obstacle:
    """The next day on which it is in force, the last day on which it was."""
    question, day = levers.question, levers.day
    later = (d for d in question.breaks if d > day and question.ask(levers.facts, d).status not in CLOSED)
    earlier = (d - 1 for d in reversed(question.breaks) if d <= day)
    open_ = (d for d in earlier if question.ask(levers.facts, d).status not in CLOSED)
    return Obstacle(status, day=next(later, None), until=next(open_, None))


def _day(levers: Levers) -> Obstacle:
    """When it is not barred: the facts kept but for those that the person may change."""
    question, facts, day = levers.question, levers.without(levers.own), levers.day
    for first, last in stretches(question, day + 1, max(LAST_DAY, day + 1)):
        for start in candidates(question, facts, first, last, Effort()):
            if _hope(levers, start):
                return Obstacle("day", day=start)
    for first, last in reversed(stretches(question, min(FIRST_DAY, day - 1), day - 1)):
        days = candidates(question, facts, first, last, Effort())
        for start, end in reversed(list(zip(days, [*(d - 1 for d in days[1:]), last], strict=True))):
            if _hope(levers, start):
                return Obstacle("day", until=end)
    return Obstacle("day")


def _hope(levers: Levers, day: int) -> bool:
    """On another day, with what the person may change left open."""
    then = replace(levers, day=day)
    return not then.denied(frozenset(levers.own)) and levers.question.admissible(levers.without(levers.own), day)
