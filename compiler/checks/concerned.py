"""What one definition's values can turn on: the definitions below it, the facts that these name or that constraints tie
to those, and the readings that switch them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compiler.claims import Ledger
from compiler.expressions import Expr, uses
from compiler.program import About, Constraint, Definition, Fact, Program, Reading
from compiler.same import Same


@dataclass(frozen=True, slots=True)
class Concerned:
    """Its parts, each in the order of the program; equal where all parts are the same ones."""

    definitions: tuple[Same[Definition], ...]
    facts: tuple[Same[Fact], ...]
    readings: tuple[Same[Reading], ...]

    def program(self) -> Program:
        """A program of these parts alone."""
        return Program(
            About("", "", "", "", "", "", 0, 0, None, None, ()),
            {each.it.name: each.it for each in self.facts},
            {each.it.name: each.it for each in self.definitions},
            {},
            {},
            {each.it.id: each.it for each in self.readings},
            (),
            Ledger((), (), (), ()),
        )


class Whole:
    """A program, with the constraints that concern each of its facts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.constraints: dict[str, list[tuple[str, Constraint]]] = {}
        for fact in program.facts.values():
            for constraint in fact.constraints:
                for name in {fact.name, *uses(constraint.condition).facts}:
                    self.constraints.setdefault(name, []).append((fact.name, constraint))
        self._order = {
            name: i for table in (program.definitions, program.facts, program.readings) for i, name in enumerate(table)
        }

    def concerned(self, definition: Definition) -> Concerned:
        """What a definition can turn on."""
        walk = _Walk(self, definition)
        program = self.program
        return Concerned(
            tuple(Same(program.definitions[name]) for name in self._ordered(walk.definitions)),
            tuple(Same(program.facts[name]) for name in self._ordered(walk.facts)),
            tuple(Same(program.readings[name]) for name in self._ordered(walk.readings)),
        )

    def _ordered(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=self._order.__getitem__)


class _Walk:
    """The names that are reached from a definition."""

    def __init__(self, whole: Whole, definition: Definition) -> None:
        self.whole = whole
        self.definitions: set[str] = set()
        self.facts: set[str] = set()
        self.readings: set[str] = set()
        self._open_rules, self._open_facts = [definition.name], [definition.each]
        while self._open_rules or self._open_facts:
            if self._open_rules:
                self._rule(self._open_rules.pop())
            else:
                self._fact(self._open_facts.pop())

    def _rule(self, name: str) -> None:
        definition = self.whole.program.definitions.get(name)
        if definition is not None and name not in self.definitions:
            self.definitions.add(name)
            self._open_facts.append(definition.each)
            self._expressions(definition.guard, definition.body)

    def _fact(self, name: str) -> None:
        fact = self.whole.program.facts.get(name)
        if fact is not None and name not in self.facts:
            self.facts.add(name)
            self._open_facts += (fact.each, *(owner for owner, _ in self.whole.constraints.get(name, ())))
            self._expressions(*(constraint.condition for constraint in fact.constraints))

    def _expressions(self, *expressions: Expr | None) -> None:
        for used in (uses(e) for e in expressions if e is not None):
            self._open_rules += used.rules
            self._open_facts += used.facts
            self.readings |= used.readings
