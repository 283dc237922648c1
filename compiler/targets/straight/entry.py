"""The entry of generated Python for a table of named facts, as a program of Python has them: dates are `date`s, amounts
`Decimal`s with two decimals, choices words. Every fact is checked as it is read, and so are the constraints; what is
anything out of the ordinary (another form, a fault, a fact that is missing and matters) is left to `otherwise`.

Amounts are made whole fen only where a rule computes with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from compiler import calendar
from compiler.evaluate import Answer
from compiler.program import Norm
from compiler.targets.python import PythonWriter
from compiler.targets.straight.form import DUMMY, Form, limits_of
from compiler.targets.straight.lowering import Lowering
from compiler.targets.straight.nodes import AS_OF, ASKING, Node, ymd
from compiler.targets.straight.page import bare
from compiler.targets.straight.program import Output
from compiler.targets.straight.steps import Steps
from compiler.targets.straight.values import EXACT, FEN, Told

_FIRST, _YEARS = 1900, 200
_OFFSET = date(_FIRST, 1, 1).toordinal()
_ODD = "(KeyError, TypeError, AttributeError, IndexError, ValueError)"
_READ = ("bool", "enum", "date", "money", "integer")


@cache
def days() -> list[int | None]:
    """yyyymmdd of the days from 1900 to 2099, then as many times None: what an index below zero finds."""
    found: list[int | None] = []
    for month in range(_FIRST * 12, (_FIRST + _YEARS) * 12):
        start = month // 12 * 10000 + (month % 12 + 1) * 100 + 1
        found += range(start, start + calendar.last_day(month) - calendar.first_day(month) + 1)
    return found + [None] * len(found)


class Entry:
    """The functions `answers` and `steps` of a form without lists; both take the facts and the day."""

    def __init__(self, form: Form) -> None:
        self.form, self.asked = form, form.asked
        self.table: dict[str, Any] = {
            "date": date,
            "Decimal": Decimal,
            "FEN": FEN,
            "DAYS": days(),
            "times": EXACT.multiply,
        }
        self.idle = {name: killers for name, killers in form.idle.items() if self._may_be_left_out(name, killers)}

    def _may_be_left_out(self, name: str, killers: frozenset[tuple[str, bool]]) -> bool:
        """A fact that never matters, or a number or date that some yes/no fact, which must be given, says there is none
        of."""
        return not killers or self.asked.fact(name).type.kind not in ("bool", "enum")

    def readable(self) -> bool:
        """Are all facts of kinds that it reads?"""
        return (
            not self.asked.lengths
            and not self.asked.open
            and all(
                self.asked.fact(name).type.kind in _READ and not self.asked.fact(name).rows
                for name in self.form.variables
            )
        )

    # ---- reading ----

    def _reading(self, lazy: bool) -> Iterator[str]:
        """Each fact into its variable. `lazy`: amounts stay Decimal."""
        facts = self.form.variables
        yield "try:"
        lines = ["if type(as_of) is not date: return otherwise(facts, as_of)"]
        lines += [f"as_of = DAYS[as_of.toordinal() - {_OFFSET}]", f"count = {len(facts)}"]
        for name in facts:
            lines += self._read(name, lazy)
        checks = [f"{v} is None" for v in ("as_of", *(self.form.names[n] for n in facts if self._plain_date(n)))]
        checks += [f"({self.form.names[n]} is None and {self._needed(n)})" for n in facts if self.idle.get(n)]
        lines += [f"if len(facts) != count or {' or '.join(checks)}: return otherwise(facts, as_of_)"]
        lines[1:1] = ["as_of_ = as_of"]
        yield from (f"    {line}" for line in lines)
        yield f"except {_ODD}:"
        yield "    return otherwise(facts, as_of_)"

    def _needed(self, name: str) -> str:
        """Does a missing fact matter?"""
        killers = sorted((self.form.names[other], truth) for other, truth in self.idle[name] if other not in self.idle)
        return " and ".join(f"{other} is not {truth}" for other, truth in killers) or "True"

    def _plain_date(self, name: str) -> bool:
        return self.asked.fact(name).type.kind == "date" and name not in self.idle

    def _read(self, name: str, lazy: bool) -> Iterator[str]:
        v, key, kind = self.form.names[name], repr(name), self.asked.fact(name).type.kind
        away = "return otherwise(facts, as_of_)"
        if name not in self.idle:
            yield from self._read_one(name, f"facts[{key}]", lazy)
            return
        yield f"{v} = facts.get({key})"
        yield f"if {v} is None:"
        yield f"    if {key} not in facts: count -= 1"
        yield "else:"
        yield from (f"    {line}" for line in self._read_one(name, v, lazy))
        if kind == "date":
            yield f"    if {v} is None: {away}"

    def _read_one(self, name: str, given: str, lazy: bool) -> Iterator[str]:
        fact, v, away = self.asked.fact(name), self.form.names[name], "return otherwise(facts, as_of_)"
        kind = fact.type.kind
        if kind == "enum":
            numbers = self.form.constants.name(_Numbers(fact.type.choices))
            yield f"{v} = {numbers}[{given}]"
            return
        if given != v:
            yield f"{v} = {given}"
        if kind == "bool":
            yield f"if {v} is not True and {v} is not False: {away}"
            return
        if kind == "date":
            yield f"if type({v}) is not date: {away}"
            yield f"{v} = DAYS[{v}.toordinal() - {_OFFSET}]"
        elif kind == "money":
            tests = (
                f"type({v}) is not Decimal",
                f"not {v}.same_quantum(FEN)",
                f"{v}.is_signed()",
                f"{v}.adjusted() > 12",
            )
            yield f"if {' or '.join(tests)}: {away}"
            if fact.limits or not lazy:
                whole = f'int(str({v}).replace(".", ""))'
                yield f"{v} = {whole}" if not lazy else f"fen = {whole}"
        else:
            yield f"if type({v}) is not int: {away}"
        limits = limits_of(self.asked, name)
        if fact.limits or kind == "integer":
            assert limits is not None
            low, high = (x if kind != "date" else ymd(x) for x in limits)
            number = "fen" if kind == "money" and lazy else v
            yield f"if not {low} <= {number} <= {high}: {away}"

    def _laws(self, writer: PythonWriter) -> Iterator[str]:
        """Every constraint; one on facts that may be left out where they are there."""
        for law in self.asked.constraints:
            page = writer.page([writer.lowering.lower(law, "bool")])
            (text,) = page.texts()
            left_out = [self.form.names[n] for n in self.idle if n in getattr(law, "support", ())]
            test = " and ".join([*(f"{v} is not None" for v in left_out), f"({text}) is False"])
            lines = [*page.lines, f"if {test}: return otherwise(facts, as_of_)"]
            yield from lines if not page.lines or not left_out else self._where(left_out, lines)

    def _where(self, left_out: Sequence[str], lines: Sequence[str]) -> Iterator[str]:
        yield f"if {' and '.join(f'{v} is not None' for v in left_out)}:"
        yield from (f"    {line}" for line in lines)

    def _filled(self) -> Iterator[str]:
        """Numbers and dates that do not matter are something, so that anything may be computed of them."""
        for name, killers in self.idle.items():
            if killers:
                some = "FEN" if self.asked.fact(name).type.kind == "money" else DUMMY
                yield f"if {self.form.names[name]} is None: {self.form.names[name]} = {some}"

    # ---- the two functions ----

    def answers(self, otherwise: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Values of the facts and the day."""
        return self.form.function("answers", self.source(), {**self.table, "otherwise": otherwise})  # type: ignore[no-any-return]

    def steps(self, steps: Steps, otherwise: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Values, and a list of all steps with theirs."""
        more = {**self.table, "otherwise": otherwise, "STEPS": steps.stated}
        return self.form.function("steps", self.steps_source(steps), more)  # type: ignore[no-any-return]

    def source(self) -> str:
        """The text of `answers`."""
        raw = frozenset(n for n in self.form.variables if self.asked.fact(n).type.kind == "money")
        lowering = Lowering(self.asked.program.facts, self.asked.enquirer, raw)
        writer = PythonWriter(lowering, self._names(), self.form.constants)
        lines = [*self._reading(True), *self._laws(writer), *self._filled(), *self.form.asking_line()]
        lines += writer.block(self.form.case, self._shown, self.form.kinds)
        return writer.function("answers", ("facts", AS_OF), lines)

    def _names(self) -> Mapping[str, str]:
        return {**self.form.names, AS_OF: AS_OF, ASKING: "asking"}

    def _shown(self, nodes: Sequence[Node], texts: Sequence[str]) -> str:
        pairs = zip(self.asked.outputs, nodes, texts, strict=True)
        return f"return {{{', '.join(f'{o.name!r}: {bare(self._value(o, node, text))}' for o, node, text in pairs)}}}"

    def _value(self, output: Output, node: Node, text: str) -> str:
        """The text of a value in the form of Python."""
        constants = self.form.constants
        told = Told(output)
        if node.op == "const":
            value = told.value(node.args[0])
            return constants.name(value) if isinstance(value, Answer | Decimal | date) else constants.text(value)
        if node.na or output.kind in ("date", "month") or isinstance(output.of, Norm):
            return f"{constants.name(told.value)}({bare(text)})"
        return f"times({bare(text)}, FEN)" if output.kind == "money" else text

    def steps_source(self, steps: Steps) -> str:
        """The text of `steps`, which gives the answers and a list of all steps with their values."""
        writer = PythonWriter(self.form.lowering, self._names(), self.form.constants, frozenset(self.idle))
        count = len(self.asked.outputs)

        def tail(nodes: Sequence[Node], texts: Sequence[str]) -> str:
            answers = self._shown(nodes[:count], texts[:count]).removeprefix("return ")
            return f"return {answers}, [*zip(STEPS, ({''.join(f'{bare(text)}, ' for text in texts[count:])}))]"

        lines = [*self._reading(False), *self._laws(writer), *self.form.asking_line()]
        lines += self.form.in_phases(writer, steps.nodes, tail)
        return writer.function("steps", ("facts", AS_OF), lines)


class _Numbers(dict[str, int]):
    """The numbers of choices, by their words."""

    def __init__(self, choices: Sequence[str]) -> None:
        super().__init__({word: number for number, word in enumerate(choices)})

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self))
