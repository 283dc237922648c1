"""Which facts to ask for next, for one conclusion on one day: never one that cannot matter any more.

A plan over sample people proposes (plan.py); whether the facts proposed can still change the answer is shown
by an example (matters.py), or else decided exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.evaluate import Evaluation
from compiler.partial import Outcome, Residual
from compiler.program import Program
from compiler.request import Request
from compiler.unknowns import ordered
from compiler.values import NA
from explain.interview.cells import NOTHING, Cell, Paths
from explain.interview.crowd import crowd, wishing
from explain.interview.matters import Examples
from explain.interview.panel import Panel
from explain.interview.plan import Plan
from explain.interview.topics import Topics
from explain.question.ask import Facts, Finding, Question
from explain.question.spans import Spot, World, found, sure
from explain.records import kind_of

PEOPLE, ENOUGH = 120, 12
"""How many sample people there are, and of how many who answered alike a chance may be told."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to ask for, in the order of the vocabulary; nothing where nothing more can be asked, and then what the
    answer is."""

    paths: tuple[str, ...]
    finding: Finding | None = None


@dataclass
class Order:
    """Raises KeyError where there is no conclusion of this name. Equal questions are answered from memory."""

    program: Program
    question: Question
    day: int
    readings: Mapping[str, str] = field(default_factory=dict)
    _steps: dict[tuple[object, ...], Step] = field(default_factory=dict)
    _shows: dict[tuple[object, ...], bool] = field(default_factory=dict)
    _open: dict[tuple[object, ...], tuple[Evaluation, Outcome]] = field(default_factory=dict)
    _matter: dict[tuple[object, ...], bool] = field(default_factory=dict)
    _findings: dict[tuple[object, ...], Finding] = field(default_factory=dict)
    _panels: dict[tuple[int, ...], Panel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        view = self.program.at(self.day)
        self.kinds = {name: kind_of(view, name) for name in view.facts}
        self._types = {name: fact.type.kind for name, fact in view.facts.items()}
        self.people = crowd(self.program, self.question.name, self.day, PEOPLE)
        self.topics = Topics.of(self.question.form(self.day), self.kinds, self._types, self.day)
        self.in_force = self._in_force()
        others = wishing(self.program, self.question.name, self.day, PEOPLE) if self.in_force else []
        each = {name: rule.each for name, rule in view.definitions.items()}
        self.examples = Examples(self.question, [*self.people, *others], self.day, each)

    # ---- what is known ----

    def finding(self, facts: Facts) -> Finding:
        key = _key(facts)
        if key not in self._findings:
            self._findings[key] = self.question.ask(facts, self.day)
        return self._findings[key]

    def matters(self, path: str, facts: Facts) -> bool:
        """Can this missing fact still change the answer? It counts as one that can where that takes too long to say."""
        key = (path, *_key(facts))
        if key not in self._matter:
            fields = [name for name, known in self.question.known.items() if known.each == path]
            paths = (path, *(f"{path}[1].{name}" for name in fields))
            self._matter[key] = self._shown(path, facts) or any(self._concerns(one, facts) for one in paths)
        return self._matter[key]

    def _concerns(self, path: str, facts: Facts) -> bool:
        """The exact search."""
        key = _key(facts)
        if key not in self._open:
            evaluation = Evaluation(self.program.at(self.day), Request(self.day, facts, self.readings, ()))
            self._open[key] = (evaluation, evaluation.environment.rule(self.question.name))
        evaluation, outcome = self._open[key]
        return isinstance(outcome, Residual) and evaluation.exact.concerns(path, outcome) is not False

    def _shown(self, path: str, facts: Facts) -> bool:
        key = (path, *_key(facts))
        if key not in self._shows:
            self._shows[key] = self.examples.show(path, facts)
        return self._shows[key]

    # ---- what to ask ----

    def next(self, facts: Facts, unknown: Paths) -> Step:
        """`unknown`: facts of which the person said not to know them."""
        key = (unknown, *_key(facts))
        if key not in self._steps:
            self._steps[key] = self._next(facts, unknown)
        return self._steps[key]

    def _next(self, facts: Facts, unknown: Paths) -> Step:
        if not self.in_force:
            return Step((), self.finding(facts))
        panel = self._panel(facts)
        spread = self.question.spread(facts, self.day)
        cell, values = panel.stands(spread, facts)
        like = panel.like(values, ENOUGH)
        if cell.known and (finding := self._certain(facts, spread)) is not None:
            return Step((), finding)
        paths = self._chosen(panel, cell, like, facts, unknown)
        return Step(paths) if paths else Step((), self.finding(facts))

    def _certain(self, facts: Facts, spread: Mapping[str, Spot]) -> Finding | None:
        """What is certain although facts are missing, as can be seen part by part."""
        root = self.question.form(self.day).root
        spot = found(root, World(self.question.form(self.day), spread, self.day)) if root is not None else None
        if not sure(spot):
            return None
        finding = Finding("not_applicable") if spot is NA else Finding("value", spot)
        return self._findings.setdefault(_key(facts), finding)

    def _chosen(self, panel: Panel, cell: Cell, like: int, facts: Facts, unknown: Paths) -> tuple[str, ...]:
        """Facts that the plan proposes, with all that is asked together with them and matters. Those for which no
        example is found that they matter wait until there are no others; then it is decided exactly."""
        place = {path: at for at, path in enumerate(ordered(self.question.known, sorted(panel.root.facts)))}
        together = Plan(panel, self.topics, place, unknown).open(cell)
        for certain in (self._shown, self.matters):
            idle: Paths = NOTHING
            plan = Plan(panel, self.topics, place, unknown)
            while proposed := self._on_time(plan.choose(cell, like), idle):
                if found := [path for path in sorted(proposed, key=place.__getitem__) if certain(path, facts)]:
                    whole = together.get(self.topics.of_path(found[0]), proposed)
                    return tuple(path for path in sorted(whole, key=place.__getitem__) if self.matters(path, facts))
                asked = [p for paths in plan.open(cell).values() for p in sorted(paths, key=place.__getitem__)]
                idle |= frozenset(path for path in asked if not certain(path, facts))
                plan = Plan(panel, self.topics, place, unknown | idle)
        return ()

    def _on_time(self, proposed: Paths, waiting: Paths) -> Paths:
        """What is proposed, unless what still waits to be decided comes before it."""
        level = min((self.topics.level(path) or 0 for path in waiting), default=None)
        late = level is not None and any((self.topics.level(path) or 0) > level for path in proposed)
        return NOTHING if late else proposed

    def _in_force(self) -> bool:
        """Is it looked at conditions at all on this day?"""
        view, name = self.program.at(self.day), self.question.name
        closed = Evaluation(view, Request(self.day, {}, self.readings, ())).force
        return name in view.definitions and (not closed or view.definitions[name].answered_before_force)

    def _panel(self, facts: Facts) -> Panel:
        """As many records as there are known to be, else as many as anybody has."""
        lists = [name for name, kind in self._types.items() if kind == "records"]
        most = {name: max((int(p.get(name, 0)) for p in self.people), default=0) for name in lists}  # type: ignore[arg-type]
        lengths = {name: int(facts.get(name, most[name])) for name in lists}  # type: ignore[arg-type]
        key = tuple(lengths.values())
        if key not in self._panels:
            form = self.question.form(self.day)
            self._panels[key] = Panel(form=form, people=self.people, day=self.day, lengths=lengths, kinds=self._types)
        return self._panels[key]


def _key(facts: Facts) -> tuple[object, ...]:
    return tuple(sorted(facts.items(), key=lambda item: item[0]))
