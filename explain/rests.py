"""What the outcome of an example rests on, as a text: the example itself, and the meaning of every rule, fact, reading
and calendar that a change of could change the outcome. Where two programs give the same text, they give the example the
same outcome; so a preview need not work an example out again after a change of something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from compiler import calendar
from compiler.expressions import uses
from compiler.program import Definition, Example, Fact, Program

_SAID = frozenset(("place", "label", "remarks", "claim", "question", "hint", "cited", "part", "document", "documents"))
"""What no outcome depends on: words, and where something stands."""


@dataclass(frozen=True)
class Rests:
    """Of the examples of one program."""

    program: Program
    _found: dict[int, str] = field(default_factory=dict)
    _held: list[object] = field(default_factory=list)

    def of(self, example: Example) -> str:
        view = self.program.at(calendar.from_iso(example.as_of) or 0)
        asked = [view.names.get(e.name, e.name) for e in example.expected if e.status != "refused"]
        rules = list(_below(view, asked))
        given = [view.names.get(name, name) for name in _names(example.facts)]
        facts = {*given, *(name for rule in rules for name in rule.facts)}
        facts |= _bound(view)
        facts |= {fact.name for fact in view.facts.values() if fact.each in facts}
        about = view.about
        return "\n".join(
            (
                repr((example.as_of, example.facts, example.readings, example.name, given, asked)),
                repr([(e.name, e.status, e.value, e.names) for e in example.expected]),
                repr([view.gone[name][0] for name in asked if name in view.gone]),
                repr((about.in_force_from, about.repealed_from, view.before_force)),
                *map(self._meaning, rules),
                *(self._meaning(fact) for fact in view.facts.values() if fact.name in facts),
                self._meaning(view),
            )
        )

    def _meaning(self, thing: Definition | Fact | Program) -> str:
        """Worked out once for each thing; it is held, so that no other can have the same identity."""
        if id(thing) not in self._found:
            self._found[id(thing)] = _common(thing) if isinstance(thing, Program) else meaning(thing)
            self._held.append(thing)
        return self._found[id(thing)]


def _common(view: Program) -> str:
    """What any outcome may rest on."""
    readings = [(r.id, r.adopted, sorted(r.alternatives), r.calendar) for r in view.readings.values()]
    return meaning((readings, view.holidays))


def _bound(view: Program) -> set[str]:
    """The facts that constraints tie together: any request may be refused by them."""
    tied = [(fact.name, c) for fact in view.facts.values() for c in fact.constraints]
    return {name for own, c in tied for name in (own, *uses(c.condition).facts)}


def _below(view: Program, names: Iterable[str]) -> Iterator[Definition]:
    """The rules of these names and all that they rest on, each once."""
    found: set[str] = set()
    open_ = list(names)
    while open_:
        name = open_.pop()
        if name in view.definitions and name not in found:
            found.add(name)
            yield view.definitions[name]
            open_ += view.definitions[name].rules


def _names(facts: Mapping[str, object]) -> Iterator[str]:
    """The names of facts, in records too."""
    for name, value in facts.items():
        yield name
        for record in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
            if isinstance(record, Mapping):
                yield from _names(record)


def meaning(thing: object) -> str:
    """A rule, a fact or a part of one, without words and places."""
    if is_dataclass(thing):
        parts = (f"{f.name}={meaning(getattr(thing, f.name))}" for f in fields(thing) if f.name not in _SAID)
        return f"{type(thing).__name__}({','.join(parts)})"
    if isinstance(thing, Mapping):
        return "{" + ",".join(f"{key!r}:{meaning(value)}" for key, value in thing.items()) + "}"
    if isinstance(thing, frozenset):
        return "{" + ",".join(sorted(map(repr, thing))) + "}"
    if isinstance(thing, tuple | list):
        return "(" + ",".join(map(meaning, thing)) + ")"
    return repr(thing)
