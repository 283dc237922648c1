"""What a straight-line form answers: every conclusion and norm of a program as it reads on some days, under some
readings, as formulas over all facts and the day asked about. No fact is known but the lengths of lists of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compiler.evaluate import stated
from compiler.expressions import Expr, uses
from compiler.partial import Environment, Outcome, Residual, in_variables, junction, run, strict
from compiler.program import Definition, Fact, Norm, Program
from compiler.request import constraint_values
from compiler.targets.straight.nodes import AS_OF, ASKING
from compiler.targets.straight.runtime import Early
from compiler.unknowns import ordered, stem
from compiler.values import NA

_DAY: Any = Residual("fact", (AS_OF,), frozenset((AS_OF,)))
_ASKING: Any = Residual("fact", (ASKING,), frozenset((ASKING,)))


@dataclass(frozen=True, slots=True)
class Output:
    """A conclusion or norm, and what is left of it (None where it turns on a list of unknown length); what is answered
    before its time, and after. For a norm that is True, False or not applicable."""

    of: Definition | Norm
    outcome: Any
    before: Any
    after: Any

    @property
    def name(self) -> str:
        return self.of.name if isinstance(self.of, Definition) else self.of.id

    @property
    def kind(self) -> str:
        return self.of.type.kind if isinstance(self.of, Definition) else "bool"


class Asked:
    """`lengths`: how many records each list has; one that is not there is not known. `only`: these conclusions and no
    norms. `variables` are the facts, in the order of the vocabulary, those of records by their paths."""

    def __init__(
        self, program: Program, readings: Mapping[str, str], lengths: Mapping[str, int], only: Sequence[str] = ()
    ) -> None:
        self.program, self.lengths = program, lengths
        self.enquirer = program.enquirer
        self.environment = Environment(program, {**in_variables(program), **lengths}, _DAY, readings)
        lists = [f.name for f in program.facts.values() if f.type.kind == "records" and f.name not in lengths]
        self.open = bool(lists)
        """Is a list not known? Then constraints are left to the evaluator."""
        self._open = {f.name for f in program.facts.values() if f.name in lists or f.each in lists}
        self.variables = tuple(self._variables(lists))
        self.outputs = (*self._conclusions(only), *(() if only else self._norms()))
        self.constraints = () if lists else self._constraints()

    def fact(self, path: str) -> Fact:
        return self.program.facts[stem(path)]

    def _variables(self, lists: Sequence[str]) -> Iterator[str]:
        facts = self.program.facts
        yield from (f.name for f in facts.values() if not f.each and f.type.kind != "records")
        fields = [
            f"{f.each}[{i}].{f.name}"
            for f in facts.values()
            if f.each and f.each not in lists
            for i in range(1, self.lengths[f.each] + 1)
        ]
        yield from ordered(facts, fields)

    def _constraints(self) -> tuple[Outcome, ...]:
        values = (value for _, _, value in constraint_values(self.program, self.environment))
        return tuple(dict.fromkeys(value for value in values if value is not True and value is not NA))

    def phases(self) -> list[tuple[Any, tuple[Any, ...]]]:
        """The outcomes after the time of the instrument, before it, and in it, each with the condition for it."""
        about = self.program.about
        found = [
            (strict("lt", [_DAY, about.in_force_from]), tuple(o.before for o in self.outputs)),
            (True, tuple(o.outcome for o in self.outputs)),
        ]
        if about.repealed_from is not None:
            found.insert(0, (strict("le", [about.repealed_from, _DAY]), tuple(o.after for o in self.outputs)))
        return found

    # ---- conclusions and norms ----

    def _conclusions(self, only: Sequence[str]) -> Iterator[Output]:
        every = self.program.conclusions
        wanted = [d for name, d in every.items() if name in (only or every)]
        for definition in sorted(wanted, key=lambda d: stated(self.program, d)):
            outcome = self._conclusion(definition)
            if definition.answered_before_force:
                yield Output(definition, outcome, outcome, outcome)
            else:
                no = definition.type.kind == "bool" and definition.guard is None
                yield Output(definition, outcome, self._early(False if no else NA), Early.NO_LONGER_IN_FORCE)

    def _conclusion(self, definition: Definition) -> Any:
        if definition.name in self.program.gone:
            return Early(self.program.gone[definition.name][0])
        return self.environment.rule(definition.name) if self._open.isdisjoint(definition.facts) else None

    def _norms(self) -> Iterator[Output]:
        norms = [*self.program.norms.values(), *(norm for _, norm in self.program.gone_norms.values())]
        for norm in sorted((n for n in norms if n.condition is not None), key=lambda n: n.id):
            yield Output(norm, self._norm(norm), self._early(False), Early.NO_LONGER_IN_FORCE)

    def _norm(self, norm: Norm) -> Any:
        assert norm.condition is not None
        if norm.id in self.program.gone_norms:
            return Early(self.program.gone_norms[norm.id][0])
        if not self._open.isdisjoint(self._rests_on(norm.condition)):
            return None
        if not norm.subject or self.enquirer is None:
            return run(norm.condition, self.environment)
        asking = self.environment.assuming(self.enquirer.name, _ASKING)
        concerned = strict("in", [_ASKING, *norm.subject])
        return junction("and", [concerned, run(norm.condition, asking)])

    def _early(self, no: Any) -> Any:
        """What is answered before the instrument is in force: that, or no."""
        reading, settings = self.program.before_force
        letter = self.environment.letter(reading) if reading else ""
        return Early.NOT_IN_FORCE if settings.get(letter, "not_in_force") == "not_in_force" else no

    def _rests_on(self, condition: Expr) -> set[str]:
        named, definitions = uses(condition), self.program.definitions
        return set(named.facts).union(*(definitions[rule].facts for rule in named.rules if rule in definitions))
