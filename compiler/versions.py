"""Versions: from the statements of all times, the program as it reads on each day.

Every window's first day, and the day after its last, begins an epoch; within one the same statements are in force.
`X as in force on D` is X by the text of D's epoch: a copy of X, and of every definition below it that reads differently
today, under a name of its own. So an application made under the old text is decided by the old text all through."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from compiler import calendar
from compiler.calendar import FIRST
from compiler.exceptions import Made, Relations, assembled
from compiler.expressions import everything, renamed
from compiler.graph import in_order, with_parts
from compiler.program import Definition, Norm, Program, Service, Text, Window
from dsl.diagnostics import Diagnostic
from dsl.source import Place

S = TypeVar("S", Definition, Norm)


@dataclass(frozen=True)
class Statements:
    """All statements with a window; `former` are the texts of other days that rules call: their name, and the day;
    `relations` says on each day what is an exception to what."""

    made: Mapping[str, Sequence[Made]]
    norms: Sequence[Norm]
    services: Sequence[Service]
    former: Mapping[str, tuple[str, int]]
    relations: Callable[[int], Relations]

    def windows(self) -> Iterable[Window]:
        yield from (one.definition.window for versions in self.made.values() for one in versions)
        yield from (norm.window for norm in self.norms)
        yield from (service.window for service in self.services)

    def breaks(self) -> list[int]:
        """The first day of each epoch."""
        starts = {w.since for w in self.windows() if w.since is not None}
        ends = {w.until + 1 for w in self.windows() if w.until is not None}
        return sorted({FIRST, *starts, *ends})

    def definitions(self, day: int) -> dict[str, Definition]:
        """The definitions in force on a day, with their exceptions in them."""
        current = {
            name: one for name, versions in self.made.items() for one in versions if day in one.definition.window
        }
        return assembled(current, self.relations(day))


def epochs(statements: Statements, base: Program, found: list[Diagnostic]) -> Program:
    """The program, its other forms among its `epochs`. A cycle is reported to `found`."""
    breaks = statements.breaks()
    views = [(day, _view(statements, base, day, found)) for day in breaks]
    whole = views[-1][1]
    return replace(whole, epochs=tuple(views)) if len(views) > 1 else whole


def _view(statements: Statements, base: Program, day: int, found: list[Diagnostic]) -> Program:
    current = statements.definitions(day)
    former = _Former(statements, current)
    copies = {name: with_parts(copy) for name, copy in former.copies.items()}
    complete = in_order(current | copies, found)
    norms = {x.id: x for x in statements.norms if day in x.window}
    return replace(
        base,
        definitions=complete,
        norms=norms,
        services={x.name: x for x in statements.services if day in x.window},
        gone={
            name: _gone(day, [one.definition for one in versions])
            for name, versions in statements.made.items()
            if name not in complete
        }
        | former.absent,
        gone_norms={x.id: _gone(day, [x]) for x in statements.norms if x.id not in norms},
    )


def _gone(day: int, versions: Sequence[S]) -> tuple[str, S]:
    """Whether a thing without a version in force is yet to come or is over, and the version next to the day."""
    later = [v for v in versions if v.window.since is not None and v.window.since > day]
    return ("not_in_force", later[0]) if later else ("no_longer_in_force", versions[-1])


class _Former:
    """The definitions by the text of another day that rules of this one call, with all below them that differ: their
    copies, and what a copy names that has no text of that day."""

    def __init__(self, statements: Statements, now: Mapping[str, Definition]) -> None:
        self.statements = statements
        self.copies: dict[str, Definition] = {}
        self.absent: dict[str, tuple[str, Definition]] = {}
        days = {day: statements.definitions(day) for _, day in statements.former.values()}
        changed = {day: _changed(then, now) for day, then in days.items()}
        for name, day in statements.former.values():
            self._copy(name, day, days[day], changed[day])

    def _copy(self, name: str, day: int, then: Mapping[str, Definition], changed: Container[str]) -> None:
        """Copies a definition, and whatever below it has changed."""
        open_ = [name]
        while open_:
            name = open_.pop()
            internal = _internal(name, day)
            if internal in self.copies or internal in self.absent:
                continue
            if name not in then:
                status, definition = _gone(day, [one.definition for one in self.statements.made[name]])
                self.absent[internal] = status, _called(definition, internal, day)
                continue
            definition = then[name]
            names = {r: _internal(r, day) for r in with_parts(definition).rules if r in changed}
            guard = renamed(definition.guard, names) if definition.guard is not None else None
            copy = replace(definition, guard=guard, body=renamed(definition.body, names))
            self.copies[internal] = _called(copy, internal, day)
            open_ += reversed(names)


def _internal(name: str, day: int) -> str:
    """What the text of another day is called."""
    return f"{name}@{calendar.iso(day)}"


def _called(definition: Definition, internal: str, day: int) -> Definition:
    """A definition by the text of another day, under a name of its own."""
    zh, en = calendar.chinese(day), calendar.iso(day)
    label = Text(f"{definition.label.zh}（按{zh}的文本）", f"{definition.label.get('en')} (as in force on {en})")
    return replace(definition, name=internal, alias="", label=label, internal=True)


def _changed(then: Mapping[str, Definition], now: Mapping[str, Definition]) -> set[str]:
    """The definitions that do not read the same on both days, or rest on such. Parts of exceptions may stand in one,
    so it is every part that has to be the same."""
    users: dict[str, list[str]] = {}
    for name, definition in then.items():
        for rule in with_parts(definition).rules:
            users.setdefault(rule, []).append(name)
    open_ = [name for name in {**then, **now} if not _same(then.get(name), now.get(name))]
    found: set[str] = set()
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += users.get(name, ())
    return found


def _same(one: Definition | None, other: Definition | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or _places(one) == _places(other)


def _places(definition: Definition) -> list[Place]:
    return [x.place for e in (definition.guard, definition.body) if e is not None for x in everything(e)]
