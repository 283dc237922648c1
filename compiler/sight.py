"""What the rules of one file see of everything else. Whatever they look up is kept with what was found, so that what
was made of them can be used again as long as everything that they looked up is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from compiler.declared import Declared, Named
from compiler.exceptions import Relations, value_type
from compiler.program import Reading
from compiler.scope import Scope
from compiler.values import Type
from compiler.workdays import Holidays
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.source import Place

Options = dict[str, tuple[str, dict[str, str]]]
"""Calendar option -> the reading that turns it, and its setting by letter."""
Letters = tuple[tuple[str, ...], bool]
"""The alternatives of a reading, and whether they can be computed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked up: by table, what was found under each key; and the keys under which nothing was."""

    there: dict[str, dict[str, object]] = field(default_factory=dict)
    absent: dict[str, set[str]] = field(default_factory=dict)


class World:
    """Everything that a rule may refer to. `tables`: what can be looked up, by what it is; none holds None."""

    def __init__(
        self, scope: Scope, relations: Relations, readings: Mapping[str, Reading], holidays: Holidays | None
    ) -> None:
        self.scope, self.relations = scope, relations
        computable = {r.id: r for r in readings.values() if not r.not_computable}
        self.options: Options = {r.calendar[0]: (r.id, dict(r.calendar[1])) for r in computable.values() if r.calendar}
        self.letters: dict[str, Letters] = {
            r.id: (tuple(r.alternatives), r.id in computable) for r in readings.values()
        }
        self.holidays = holidays
        whole = {"options": self.options, "holidays": holidays, "lost": scope.lost_holidays}
        self.tables: dict[str, Mapping[str, object]] = {
            "names": scope.named(),
            "letters": self.letters,
            "broken": dict.fromkeys(scope.broken, True),
            "targets": relations.targets,
            "values": {name: value_type(scope, relations, name) for name in scope.exceptions},
            "whole": {key: value for key, value in whole.items() if value is not None},
        }

    def shows(self, seen: Seen) -> bool:
        """Would everything that was looked up be found here too?"""
        there = (found.items() <= self.tables[table].items() for table, found in seen.there.items())
        return all(there) and all(self.tables[table].keys().isdisjoint(keys) for table, keys in seen.absent.items())


@dataclass(frozen=True)
class Sight:
    """What one file's rules have looked up so far, `seen`; their faults; and what they call by the text of another day:
    internal name -> name and day."""

    world: World
    seen: Seen = field(default_factory=Seen)
    found: list[Diagnostic] = field(default_factory=list)
    former: dict[str, tuple[str, int]] = field(default_factory=dict)

    def _look(self, table: str, key: str) -> object:
        value = self.world.tables[table].get(key)
        if value is None:
            self.seen.absent.setdefault(table, set()).add(key)
        else:
            self.seen.there.setdefault(table, {})[key] = value
        return value

    def quiet(self) -> Sight:
        """The same, whose faults are reported elsewhere."""
        return replace(self, found=[])

    def report(self, code: str, place: Place, **words: str) -> None:
        self.found.append(Diagnostic(code, place, words))

    def named(self, word: str) -> Named | None:
        """What a name or alias means; None where there is no such fact or definition."""
        return self._look("names", word)  # type: ignore[return-value]

    def resolve(self, word: n.Word, here: Declared) -> Named | None:
        """The same; None with a diagnostic (none where a broken statement declares it)."""
        named = self.named(word.text)
        if named is None and not self.broken(word.text):
            self.found.append(self.world.scope.unknown(word, here.place(word.span)))
        return named

    def meant(self, name: str) -> Named:
        """What a name means that is known to be declared."""
        named = self.named(name)
        assert named is not None
        return named

    def broken(self, name: str) -> bool:
        """Does a statement that cannot be read declare it?"""
        return bool(self._look("broken", name))

    def letters(self, reading: str) -> Letters | None:
        return self._look("letters", reading)  # type: ignore[return-value]

    def targets(self, exception: str) -> tuple[str, ...]:
        """What an exception is an exception to."""
        return self._look("targets", exception) or ()  # type: ignore[return-value]

    def value_type(self, exception: str) -> Type:
        """The type of the value that an exception gives."""
        return self._look("values", exception)  # type: ignore[return-value]

    @property
    def options(self) -> Options:
        return self._look("whole", "options")  # type: ignore[return-value]

    @property
    def holidays(self) -> Holidays | None:
        return self._look("whole", "holidays")  # type: ignore[return-value]

    @property
    def lost_holidays(self) -> bool:
        """Is there a calendar of holidays that cannot be read?"""
        return bool(self._look("whole", "lost"))
