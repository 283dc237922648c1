"""Generated code for those who ask much: `tiaoli.load("…").generated(only=["…"]).answers(facts, as_of)` takes
microseconds. What it does not read at once, it asks the policy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from compiler import calendar
from compiler.program import Program
from compiler.targets.straight.engine import Engine
from compiler.targets.straight.entry import Entry
from compiler.targets.straight.form import Form
from compiler.targets.straight.nodes import ymd
from compiler.targets.straight.program import Asked
from compiler.targets.straight.steps import Stated, Steps
from compiler.targets.straight.values import as_python

if TYPE_CHECKING:
    from tiaoli.policy import Policy

Values = dict[str, Any]
"""By conclusion: bool, int, str, Decimal (yuan), date, a tuple of words; an Answer where there is no value."""
Told = list[tuple[Stated, Any]]


class Generated:
    """Some conclusions (where `only` is empty all, and the norms) under some readings, by code made for them.

    `answers(facts, as_of)` gives Values; `steps(facts, as_of)` Values, and every step with its value. Both check what
    they are given as Policy.evaluate does, and raise RequestError. `positional` checks nothing: it takes the facts in
    the order of `variables`, and the day, and gives a tuple in the order of `names` (see Form); None where the program
    has versions or lists of records."""

    def __init__(self, policy: Policy, only: Sequence[str] = (), readings: Mapping[str, str] | None = None) -> None:
        program = policy.program
        self._policy, self._program, self._readings, self._only = policy, program, dict(readings or {}), tuple(only)
        policy.evaluate({}, calendar.iso(program.about.in_force_from), self._readings, self._only)
        self._engine = Engine(program)
        self._told: dict[Any, tuple[Sequence[Stated], Sequence[str], Callable[..., Any]]] = {}
        entries = [Entry(self._form(view, {})) for view in program.views]
        self.names = tuple(output.name for output in entries[0].asked.outputs)
        self.variables = entries[0].asked.variables
        self.positional: Callable[..., tuple[Any, ...]] | None = None
        self.answers: Callable[[Mapping[str, Any], Any], Values] = self._answers
        self.steps: Callable[[Mapping[str, Any], Any], tuple[Values, Told]] = self._steps
        if all(entry.readable() for entry in entries):
            self.answers = self._by_day([entry.answers(self._answers) for entry in entries], self._answers)
            both = [entry.steps(Steps(entry.form), self._steps) for entry in entries]
            self.steps = self._by_day(both, self._steps)
            if len(entries) == 1:
                self.positional = entries[0].form.closed

    def _form(self, view: Program, lengths: Mapping[str, int]) -> Form:
        names = self._program.names
        return Form(Asked(view, self._readings, lengths, [names.get(name, name) for name in self._only]))

    def _by_day(self, functions: Sequence[Callable[..., Any]], otherwise: Callable[..., Any]) -> Callable[..., Any]:
        """The function of the day, where articles have versions."""
        if len(functions) == 1:
            return functions[0]
        firsts = self._engine.firsts

        def function(facts: Any, as_of: Any) -> Any:
            day = as_of.toordinal() if hasattr(as_of, "toordinal") else 0
            at = bisect_right(firsts, day) - 1
            return functions[at](facts, as_of) if at >= 0 else otherwise(facts, as_of)

        return function

    # ---- whatever is out of the ordinary ----

    def _answers(self, facts: Mapping[str, Any], as_of: Any) -> Values:
        found = self._policy.evaluate(facts, as_of, self._readings, self._only).answers
        return {name: as_python(answer) for name, answer in {**found.conclusions, **found.norms}.items()}

    def _steps(self, facts: Mapping[str, Any], as_of: Any) -> tuple[Values, Told]:
        """A step on which something is missing has the value None."""
        values = self._answers(facts, as_of)
        read = self._engine.read(self._policy.request(facts, as_of, self._readings, self._only))
        assert read is not None  # else it would have been refused
        request, given = read
        at = max(0, bisect_right(self._engine.firsts, request.as_of) - 1)
        lists = [name for name, fact in self._program.facts.items() if fact.type.kind == "records"]
        lengths = tuple((name, int(request.facts[name])) for name in lists if name in request.facts)  # type: ignore[arg-type]
        if (at, lengths) not in self._told:
            form = self._form(self._program.views[at], dict(lengths))
            steps = Steps(form)
            self._told[at, lengths] = steps.stated, form.variables, form.told(steps.nodes)
        stated, variables, told = self._told[at, lengths]
        return values, list(zip(stated, told(*map(given.get, variables), ymd(request.as_of)), strict=True))
