"""The queries of one screening, written once: a piece of the register is checked, answered, and laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compiler.expressions import Switch, everything
from compiler.program import Program
from compiler.targets.diagrams import AS_OF
from compiler.targets.reasoned import FAILS, HOLDS, NEARLY, WHY
from compiler.targets.reasons import Reasons, reasons
from compiler.targets.refusals import refusals
from compiler.targets.sql import COLUMNS, NotExpressible, sql
from compiler.values import KIND_NAMES, LIMITS, MILLIONTHS
from explain.screening.codes import code
from tiaoli.about import Unusable
from tiaoli.screen import unusable
from tiaoli.screen.cells import Cells
from tiaoli.screen.mapping import Mapping_
from tiaoli.screen.source import Source, named, quoted

NUMBER, KEY, TEXT, GROUP, BAD, ROW = "#n", "#key", "#text", "#group", "#bad", "#row"
"""Columns that no fact and no conclusion can be called like."""
_SHOWN = 5
_PARTS = ("status", "missing", "nearly", "reasons")


@dataclass(frozen=True)
class Asked:
    """What is asked of a register. `why`: none, masks or text. `others`: (reading, letter) pairs to compare with."""

    program: Program
    mapping: Mapping_
    readings: Mapping[str, str]
    only: tuple[str, ...] = ()
    why: str = "masks"
    group: str = ""
    compare: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The conclusions asked about."""
        return tuple(name for name in self.program.conclusions if not self.only or name in self.only)

    @cached_property
    def reasons(self) -> Reasons:
        return reasons(self.program, self.readings, self.names)

    @property
    def others(self) -> list[tuple[str, str]]:
        """The alternatives of readings that can be computed and are not those in force."""
        return [
            (id_, letter)
            for id_, reading in self.program.readings.items()
            for letter in (reading.alternatives if reading.not_computable is None else ())
            if letter != self.readings.get(id_, reading.adopted)
        ]

    def touched(self, reading: str) -> tuple[str, ...]:
        """The conclusions that may turn on a reading."""
        if reading == self.program.before_force[0]:
            return self.names
        return tuple(name for name in self.names if reading in self._switches(name))

    def _switches(self, name: str) -> Iterator[str]:
        """The readings that a conclusion, and all that it rests on at any time, is switched by."""
        waiting, seen = [name], set[str]()
        while waiting:
            one = waiting.pop()
            seen.add(one)
            for view in self.program.views:
                definition = view.definitions.get(one)
                if definition is not None:
                    parts = [x for e in (definition.guard, definition.body) if e is not None for x in everything(e)]
                    yield from (x.reading for x in parts if isinstance(x, Switch))
                    waiting += [rule for rule in definition.rules if rule not in seen]


def refuse_lists(program: Program) -> None:
    """Raises Unusable where there is a fact that no column can hold."""
    lists = [(n, KIND_NAMES[f.type.kind]) for n, f in program.facts.items() if f.type.kind not in COLUMNS]
    if lists:
        raise _inexpressible([(name, f"{zh}没有列可放", f"no column can hold {en}") for name, (zh, en) in lists])


def _inexpressible(reasons: Sequence[tuple[str, str, str]]) -> Unusable:
    zh = "；".join(f"{name}：{why}" for name, why, _ in reasons[:_SHOWN])
    en = "; ".join(f"{name}: {why}" for name, _, why in reasons[:_SHOWN])
    return unusable(
        f"这些规则写不成 SQL，不能筛查：{zh}",
        f"these rules have no form in SQL, so nobody can be screened by them: {en}",
        "改用 tiaoli eval --lines，它答得了所有规则；或者用 --about 只问写得成的结论",
        "use tiaoli eval --lines, which answers all rules; or ask with --about only what has a form",
    )


class Plan:
    """`known` are the facts that no row lacks, `days` the first and last day asked about. The query of the rules is
    written in `dialect`, all others as DuckDB has them."""

    def __init__(
        self, asked: Asked, source: Source, known: frozenset[str], days: tuple[int, int], dialect: str = "duckdb"
    ) -> None:
        self.asked, self.source, self.known, self.days, self.dialect = asked, source, known, days, dialect
        self.cells = Cells(asked.program, asked.mapping, source)
        self.facts = dict(self.cells.facts())
        self.day = self.cells.day()

    def check(self, first: int, last: int) -> str:
        """The table `checked`: rows of a piece with their facts; BAD where a cell is at fault, the key is empty or
        another's too."""
        faults = [cell.fault for cell in (self.day, *self.facts.values()) if cell.fault != "NULL"]
        key = self.cells.empty(self.asked.mapping.key)
        twice = f"{self.cells.key} IN (SELECT key FROM doubled)"
        bad = " OR ".join([key, f"coalesce({twice}, false)", *(f"({fault}) IS NOT NULL" for fault in faults)])
        group = self.source.text(self.asked.group) if self.asked.group else "NULL"
        made = [
            f'n AS "{NUMBER}"',
            f'{self.source.at(self.asked.mapping.key)} AS "{KEY}"',
            f'{self.cells.key} AS "{TEXT}"',
            f'CAST({group} AS VARCHAR) AS "{GROUP}"',
            f'({bad}) AS "{BAD}"',
            f'{self.day.value} AS "as_of"',
            *(f"{cell.value} AS {named(name)}" for name, cell in self.facts.items()),
        ]
        return f"SELECT {', '.join(made)} FROM {self.source.scan} WHERE n BETWEEN {first} AND {last}"

    def faults(self, first: int, last: int) -> str:
        """Of the rows at fault: number, key, and for each cell at fault its column, text and reason."""
        key, column = self.cells.key, self.asked.mapping.key
        empty = self.cells.empty(column)
        twice = f"CASE WHEN {empty} THEN 'empty_key' WHEN twice THEN 'duplicate_key' END"
        cells = [cell for cell in (self.day, *self.facts.values()) if cell.fault != "NULL"]
        found = [_struct(column, key, twice), *(_struct(cell.column, cell.text, cell.fault) for cell in cells)]
        rows = (
            f"SELECT *, {key} IN (SELECT key FROM doubled) AS twice FROM {self.source.scan} "
            f'WHERE n BETWEEN {first} AND {last} AND n IN (SELECT "{NUMBER}" FROM checked WHERE "{BAD}")'
        )
        each = f"unnest(list_filter([{', '.join(found)}], lambda x: x.reason IS NOT NULL)) AS f"
        return f"SELECT n, key, f.col, f.text, f.reason FROM (SELECT n, {key} AS key, {each} FROM ({rows}))"

    @cached_property
    def refused(self) -> str:
        """Of the rows of the view `whole`: the number, and whether their facts cannot stand together."""
        return refusals(self.asked.program, self.asked.readings, "whole", NUMBER, self.dialect)

    def whole(self) -> str:
        """The view `whole`: checked rows without a cell at fault, decimals in millionths."""
        facts = [
            f"CAST({named(name)} * {MILLIONTHS} AS BIGINT) AS {named(name)}"
            if fact.type.kind in ("decimal", "percent")
            else named(name)
            for name, fact in self.asked.program.facts.items()
        ]
        return f'SELECT "{NUMBER}", "as_of", {", ".join(facts)} FROM checked WHERE NOT "{BAD}"'

    def admitted(self) -> str:
        """The view `admitted`: the rows that are answered for, without those in the table `refused`."""
        row = f"{{'n': \"{NUMBER}\", 'key': \"{KEY}\", 'grp': \"{GROUP}\", 'day': as_of}} AS \"{ROW}\""
        facts = ", ".join(map(named, self.asked.program.facts))
        apart = f'EXISTS (SELECT 1 FROM refused WHERE refused."{NUMBER}" = checked."{NUMBER}")'
        return f'SELECT {row}, "as_of", {facts} FROM checked WHERE NOT "{BAD}" AND NOT {apart}'

    @cached_property
    def answers(self) -> str:
        """The query of the rules. Raises Unusable where these have no form in SQL."""
        why = self.asked.why
        return self.of(self.asked.readings, self.asked.names, self.asked.reasons if why != "none" else None)

    def of(self, readings: Mapping[str, str], names: Sequence[str], why: Reasons | None, missing: bool = True) -> str:
        """The same under other readings, about some conclusions."""
        try:
            return sql(
                self.asked.program,
                self.dialect,
                readings,
                "admitted",
                ROW,
                known=self.known,
                days=self.days,
                admitted=True,
                only=names,
                missing=missing,
                reasons=why,
                lists=why is not None and self.asked.why == "text",
            )
        except NotExpressible as lack:
            raise _inexpressible(lack.reasons) from None

    def _code(self, number: str) -> str:
        """Looked up, which is cheaper than written. Where lists count from 0, sqlglot takes 1 off a number that it
        knows to be whole."""
        codes = ", ".join(quoted(code(one.number)) for one in self.asked.reasons.conditions)
        return f"[{codes}][CAST({number} AS BIGINT)]"

    def _nearly(self, name: str) -> str:
        """The code of the one condition that stands in the way of a no."""
        return f"CASE WHEN {named(name)} = false THEN {self._code(named(NEARLY.format(name)))} END"

    def _listed(self, name: str, status: str) -> str:
        numbers = f"list_sort(list_distinct({named(WHY.format(name))}))"
        return f"CASE WHEN {status} = 'value' THEN list_transform({numbers}, lambda x: {self._code('x')}) END"

    @property
    def key(self) -> str:
        """What the key is called in the result, where nothing else is called so."""
        taken = {name for one in self.asked.names for name in (one, *(f"{one} {x}" for x in _PARTS))}
        taken |= {form.format(n) for form in (HOLDS, FAILS) for n in range(1, self.asked.reasons.masks + 1)}
        key = self.asked.mapping.key
        return f"{key} key" if key.lower() in {name.lower() for name in taken} else key

    @cached_property
    def others(self) -> dict[tuple[str, str], str]:
        """The query under each other alternative of a reading, about the conclusions that may turn on it."""
        return {
            (id_, letter): self.of({**self.asked.readings, id_: letter}, self.asked.touched(id_), None, False)
            for id_, letter in self.asked.others
            if self.asked.touched(id_)
        }

    def laid_out(self, found: Sequence[str]) -> str:
        """The result: the key, and for each conclusion its value, status, missing facts and reasons. `found` are the
        columns of the query of the rules; a status that is always `value` it leaves out."""
        made = [f'"{ROW}".key AS {named(self.key)}']
        if self.asked.mapping.day_column and self.key != AS_OF:
            made.append(f'"{ROW}".day AS "{AS_OF}"')
        program = self.asked.program
        for name in self.asked.names:
            kind = program.conclusions[name].type.kind
            made += [
                f"{_shown(name, kind)} AS {named(name)}",
                f"{status(name, found)} AS {named(f'{name} status')}",
                f"{missing(name, found)} AS {named(f'{name} missing')}",
            ]
            if NEARLY.format(name) in found:
                made.append(f"{self._nearly(name)} AS {named(NEARLY.format(name))}")
            if WHY.format(name) in found:
                made.append(f"{self._listed(name, status(name, found))} AS {named(WHY.format(name))}")
        if self.asked.why != "none":
            masks = range(1, self.asked.reasons.masks + 1)
            made += [named(form.format(mask)) for form in (HOLDS, FAILS) for mask in masks]
        return f"SELECT {', '.join(made)} FROM answered"


def _struct(column: str, text: str, reason: str) -> str:
    return f"{{'col': {quoted(column)}, 'text': {text}, 'reason': {reason}}}"


def status(name: str, found: Sequence[str]) -> str:
    return named(f"{name} status") if f"{name} status" in found else "'value'"


def missing(name: str, found: Sequence[str]) -> str:
    return named(f"{name} missing") if f"{name} missing" in found else "CAST(NULL AS VARCHAR[])"


def _shown(name: str, kind: str) -> str:
    """A value as an answer has it: money in yuan, a year-month as text."""
    column = named(name)
    if kind == "money":
        return f"CAST(CAST({column} AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(18, 2))"
    if kind == "month":
        return f"printf('%04d-%02d', {column} // 12, {column} % 12 + 1)"
    return column


def days_of(low: int | None, high: int | None) -> tuple[int, int]:
    """The first and last day asked about; any, where no row has one."""
    return (low, high) if low is not None and high is not None else LIMITS["date"]
