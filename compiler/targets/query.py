"""The cells that answer every conclusion and norm of a program, as it reads on some days, for a row of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from compiler.evaluate import stated
from compiler.partial import Environment, Residual, in_variables, junction, run
from compiler.program import Definition, Norm, Program
from compiler.request import constraint_values
from compiler.targets.admission import columnar, force, refused
from compiler.targets.asked import NotExpressible, Rows
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import AS_OF, INADMISSIBLE, Diagram, Diagrams, Unsupported
from compiler.targets.numbers import Numbers
from compiler.targets.plain import Plain
from compiler.targets.ways import ASIDE, Ways
from compiler.unknowns import list_of
from compiler.values import NA

_DAY = Residual("fact", (AS_OF,), frozenset((AS_OF,)))


@dataclass(frozen=True, slots=True)
class _Settled:
    """What a formula comes to: whether it is unknown, not applicable, its value, and the missing facts."""

    unknown: Cell
    inapplicable: Cell
    value: Cell
    missing: Cell


class Query:
    """The cells of one program under some readings."""

    def __init__(self, program: Program, readings: Mapping[str, str], sheet: Sheet, rows: Rows) -> None:
        self.program, self.sheet, self.rows = program, sheet, rows
        self.columns = frozenset(fact.name for fact in columnar(program))
        self.settled = rows.known | rows.optional | {AS_OF}
        self.environment = Environment(program, in_variables(program), _DAY, readings)  # type: ignore[arg-type]
        self.diagrams = Diagrams(program.facts)
        self.enquirer = program.enquirer
        values = [value for _, _, value in constraint_values(program, self.environment)]
        constraints = [c for value in values for c in _conjuncts(value) if not self._apart(c)]
        self.constraints = [c for c in constraints if not c.support <= self.settled]
        self.ties = [c for c in self.constraints if c.op in ("le", "lt") and len(c.support) == 2]
        self.others = [c for c in self.constraints if c not in self.ties]
        self.force = force(program, sheet, self.environment, rows.days)
        self.plain = Plain(sheet, self.diagrams, self.settled)
        self.refused = sheet.false if rows.admitted else refused(program, self.plain, constraints)
        self.ways = Ways(sheet, Numbers(sheet, self.diagrams, self.ties), self.enquirer, self.settled)
        self.ways.set_aside(self._aside())

    def outputs(self) -> dict[str, Cell]:
        """Every column that comes out, in the order of evaluate.py."""
        made: dict[str, Cell] = {}
        faults: list[tuple[str, str, str]] = []
        wanted = self.rows.only or self.program.conclusions
        conclusions = [d for name, d in self.program.conclusions.items() if name in wanted]
        for definition in sorted(conclusions, key=lambda d: stated(self.program, d)):
            try:
                made |= self._conclusion(definition)
            except Unsupported as lack:
                faults.append((definition.name, *lack.what))
        norms = [*self.program.norms.values(), *(norm for _, norm in self.program.gone_norms.values())]
        norms = [n for n in norms if n.condition is not None and not self.rows.only]
        for norm in sorted(norms, key=lambda n: n.id):
            try:
                made |= self._norm(norm)
            except Unsupported as lack:
                faults.append((norm.id, *lack.what))
        if faults:
            raise NotExpressible(faults)
        return made

    def _apart(self, constraint: Residual) -> bool:
        """Does a constraint speak of lists alone? Then it is nothing to facts that have columns."""
        columns = [name in self.columns for name in constraint.support - {AS_OF}]
        if any(columns) and not all(columns):
            raise Unsupported("约束把一项事实和列表连在一起", "a constraint that ties a fact to a list")
        return not any(columns)

    def _aside(self) -> Cell:
        """Does no completion keep the constraints? Then they are left aside (exact.py)."""
        left, can = list(self.constraints), []
        while left:
            group = _tied(left[0].support, left)
            left = [c for c in left if c not in group]
            whole = self.diagrams.of(junction("and", group))
            can.append(self.ways.can(self.diagrams.outcome_is(whole, True)))
        return self.sheet.no(self.sheet.all(*can))

    # ---- answers ----

    def _conclusion(self, definition: Definition) -> dict[str, Cell]:
        sheet, name = self.sheet, definition.name
        if name in self.program.gone:
            status, value, missing = sheet.cell("text", self.program.gone[name][0]), sheet.null, sheet.null
        else:
            settled = self._settle(self.environment.rule(name), definition.type.kind, False)
            status = self._status(settled, sheet.cell("text", "value"))
            value, missing = settled.value, settled.missing
        days = [] if definition.answered_before_force else self.force
        no = definition.type.kind == "bool" and definition.guard is None
        values = [self.sheet.false if no and said == "no" else sheet.null for _, said in days]
        said = ["value" if no and said == "no" else "not_applicable" if said == "no" else said for _, said in days]
        return {
            name: self._row(days, values, value),
            f"{name} status": self._row(
                days, [sheet.cell("text", s) for s in said], status, sheet.cell("text", "refused")
            ),
            f"{name} missing": self._row(days, [sheet.null for _ in days], missing),
        }

    def _row(
        self, days: Sequence[tuple[Cell, str]], early: Sequence[Cell], otherwise: Cell, refused: Cell | None = None
    ) -> Cell:
        cases = [part for (when, _), value in zip(days, early, strict=True) for part in (when, value)]
        return self.sheet.case(self.refused, refused or self.sheet.null, *cases, otherwise)

    def _status(self, settled: _Settled, otherwise: Cell) -> Cell:
        unknown, inapplicable = self.sheet.cell("text", "unknown"), self.sheet.cell("text", "not_applicable")
        return self.sheet.case(settled.unknown, unknown, settled.inapplicable, inapplicable, otherwise)

    def _norm(self, norm: Norm) -> dict[str, Cell]:
        sheet = self.sheet
        applies, not_applies = (sheet.cell("text", s) for s in ("applies", "not_applies"))
        early = [not_applies if said == "no" else sheet.cell("text", said) for _, said in self.force]
        assumed = bool(norm.subject) and self.enquirer is not None
        assert norm.condition is not None
        status, missing = sheet.null, sheet.null
        if norm.id in self.program.gone_norms:
            status, assumed = sheet.cell("text", self.program.gone_norms[norm.id][0]), False
        else:
            settled = self._settle(run(norm.condition, self.environment), "bool", assumed)
            status, missing = self._status(settled, sheet.case(settled.value, applies, not_applies)), settled.missing
        if assumed:
            concerned = sheet.cell("in", self.ways.asking(), *norm.subject)
            status, missing = sheet.case(concerned, status, not_applies), sheet.case(concerned, missing, sheet.null)
        return {
            f"{norm.id} status": self._row(self.force, early, status, sheet.cell("text", "refused")),
            f"{norm.id} missing": self._row(self.force, [sheet.null for _ in early], missing),
        }

    # ---- one formula ----

    def condition(self, outcome: Any) -> tuple[Cell, Cell]:
        """Whether a condition holds, and whether it fails: is false or not applicable. Neither where it is open."""
        sheet = self.sheet
        if outcome.support <= self.settled:
            value = self.plain.condition(outcome)
            sure = outcome.whole and outcome.support <= self.rows.known | {AS_OF}
            holds = value if sure else sheet.cell("coalesce", value, sheet.false)
            return holds, sheet.no(holds)
        whole = self.diagrams.of(outcome)
        holds, fails, inapplicable = (self.ways.can(self.diagrams.outcome_is(whole, x)) for x in (True, False, NA))
        return sheet.all(holds, sheet.no(fails), sheet.no(inapplicable)), sheet.no(holds)

    def settle(self, name: str, met: Cell) -> None:
        """Where a yes/no conclusion is never open or not applicable: what says that it is met."""
        outcome = self.environment.rule(name)
        if isinstance(outcome, Residual) and self.plain.sure(outcome):
            self.plain.conditions[outcome] = met

    def _settle(self, outcome: Any, kind: str, assumed: bool) -> _Settled:
        if isinstance(outcome, Residual) and (lists := outcome.support - {AS_OF} - self.columns):
            raise Unsupported(f"要看列表“{list_of(min(lists))}”", f'it looks at the list "{list_of(min(lists))}"')
        if not isinstance(outcome, Residual) or outcome.support <= self.settled:
            return self._certain(outcome, kind)
        plain = self.diagrams.of(outcome)
        whole = plain
        for constraint in self._concerning(plain.facts):
            kept = self.diagrams.apply(
                "or", lambda a, b: junction("or", (a, b)), self.diagrams.switch(ASIDE), self.diagrams.of(constraint)
            )
            whole = self.diagrams.admissible(kept, whole)
        assumed = assumed and self.enquirer is not None and self.enquirer.name in whole.facts
        outcomes = _outcomes(whole)
        if any(isinstance(value, Fraction) for value in outcomes):
            raise Unsupported("结果可能不是整数", "a result that may not be whole")
        if any(
            isinstance(value, Residual) or (not isinstance(value, bool) and isinstance(value, int))
            for value in outcomes
        ):
            unknown, inapplicable, value = self._number(whole, outcomes, kind == "date", assumed)
        else:
            unknown, inapplicable, value = self._choice(whole, outcomes, assumed)
        facts = [name for name in self.program.facts if name in plain.facts - self.settled]
        if assumed and self.enquirer is not None:
            facts = [name for name in facts if name != self.enquirer.name]
        asked = self.rows.missing and unknown is not self.sheet.false
        missing = self._missing(whole, facts, assumed) if asked else self.sheet.null
        return _Settled(unknown, inapplicable, value, self.sheet.case(unknown, missing, self.sheet.null))

    def _certain(self, outcome: Any, kind: str) -> _Settled:
        """Of a formula all of whose facts are known."""
        value = self.plain.value(outcome, kind)
        inapplicable = self.sheet.cell("is_null", value)
        if outcome is NA or not isinstance(outcome, Residual) or outcome.whole:
            inapplicable = self.sheet.true if outcome is NA else self.sheet.false
        return _Settled(self.sheet.false, inapplicable, value, self.sheet.null)

    def _concerning(self, facts: Iterable[str]) -> list[Residual]:
        """The constraints that are no comparison of two facts and hang together with these facts."""
        return [c for c in _tied(facts, self.constraints) if c in self.others]

    def _choice(self, whole: Diagram, outcomes: Sequence[Any], assumed: bool) -> tuple[Cell, Cell, Cell]:
        sheet = self.sheet
        can = {value: self.ways.can(self.diagrams.outcome_is(whole, value), assumed) for value in outcomes}
        cells = list(can.values())
        unknown = sheet.any(*(sheet.all(c, sheet.any(*cells[i + 1 :])) for i, c in enumerate(cells)))
        parts = [part for value, c in can.items() if value is not NA for part in (c, self._constant(value))]
        inapplicable = can.get(NA, sheet.false)
        return unknown, inapplicable, sheet.case(unknown, sheet.null, *parts, sheet.null)

    def _constant(self, value: Any, date: bool = False) -> Cell:
        if isinstance(value, bool):
            return self.sheet.true if value else self.sheet.false
        if isinstance(value, tuple):
            return self.sheet.cell("texts", *value)
        if not isinstance(value, str):
            return self.sheet.number(int(value), date)
        return self.sheet.cell("text", value)

    def _number(self, whole: Diagram, outcomes: Sequence[Any], date: bool, assumed: bool) -> tuple[Cell, Cell, Cell]:
        sheet = self.sheet
        low, high = (self.ways.extreme(whole, least, date, assumed) for least in (True, False))
        inapplicable = sheet.false
        if NA in outcomes:
            inapplicable = self.ways.can(self.diagrams.outcome_is(whole, NA), assumed)
        some = sheet.no(sheet.cell("is_null", low))
        apart = sheet.cell("lt", low, high) if low is not high else sheet.false
        unknown = sheet.any(sheet.all(inapplicable, some), sheet.cell("coalesce", apart, sheet.false))
        return unknown, inapplicable, sheet.case(unknown, sheet.null, low)

    def _missing(self, whole: Diagram, facts: Sequence[str], assumed: bool) -> Cell:
        parts = []
        for name in facts:
            if self.diagrams.numeric(name):
                copies: Sequence[Diagram] = (whole, self.diagrams.twin(whole, name))
            else:
                copies = self.diagrams.fixed(whole, name)
            matters = self.ways.can(self.diagrams.differ(copies), assumed)
            absent = self.sheet.cell("is_null", self.sheet.column(name))
            shown = self.sheet.case(self.sheet.all(absent, matters), self.sheet.cell("text", name), self.sheet.null)
            if shown is not self.sheet.null:
                parts.append(shown)
        return self.sheet.cell("present", *parts)


def _conjuncts(value: Any) -> list[Residual]:
    if not isinstance(value, Residual):
        return []
    return [part for a in value.args for part in _conjuncts(a)] if value.op == "and" else [value]


def _outcomes(whole: Diagram) -> list[Any]:
    """Every outcome at the leaves, admissible ones alone."""
    found: list[Any] = []
    seen: set[Diagram] = set()
    open_ = [whole]
    while open_:
        node = open_.pop()
        if node in seen:
            continue
        seen.add(node)
        open_ += reversed(node.branches)
        if node.test is None and node.value is not INADMISSIBLE:
            found.append(node.value)
    return found


def _tied(facts: Iterable[str], constraints: Iterable[Residual]) -> list[Residual]:
    """The constraints that hang together with these facts, but not through the day, which is known."""
    reach, left, found = set(facts) - {AS_OF}, list(constraints), []
    while fresh := [c for c in left if not reach.isdisjoint(c.support)]:
        found += fresh
        left = [c for c in left if c not in fresh]
        reach.update(*(c.support - {AS_OF} for c in fresh))
    return found
