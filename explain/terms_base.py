"""Names and values of the steps of one evaluation, of the person or of one record of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from compiler.expressions import Const
from compiler.operators import OPERATORS
from compiler.partial import Environment
from compiler.program import Fact, Text
from compiler.steps import Step
from compiler.values import Value
from compiler.workdays import Holidays
from explain import words
from explain.judge import Judge
from explain.phrases import QUANTITIES
from explain.records import definition_of, kind_of

ROUNDINGS = (
    *("round_half_up", "round_half_even", "round_half_down", "round_down", "round_up"),
    *("round_floor", "round_ceiling"),
)
ARITHMETIC = (
    *("add", "sub", "mul", "div", "neg", "max", "min", "add_period", "sub_period", "tiered"),
    *("add_working_days", "sub_working_days"),
    *(op for op, row in OPERATORS.items() if row.signature is not None),
    *ROUNDINGS,
)
QUANTIFIERS = tuple(QUANTITIES)
NAMED = ("fact", "rule")

ASKED_ABOUT = Text("您问的那一天", "the day asked about")
UNKNOWN = {
    "asked": Text("还没有填", "not answered yet"),
    "judged": Text("还没有认定", "not decided yet"),
    "published": Text("公布的数额还没有录入", "published figure not entered yet"),
    "told": Text("放假安排还没有录入", "public holidays not entered yet"),
}
"""Unknowns that never look alike."""


@dataclass(frozen=True)
class Names:
    """`environment` is the person's, or that of one record of a list."""

    judge: Judge
    environment: Environment

    @classmethod
    def of(cls, judge: Judge) -> Self:
        """For the person."""
        return cls(judge, judge.environment)

    def within(self, records: str, number: int) -> Self:
        """For one record of a list."""
        return replace(self, environment=self.environment.record(records, number))

    def about(self, name: str) -> Self:
        """For a definition: it speaks of the record that is spoken of, or of the person."""
        each = definition_of(self.judge.program, name).each
        return self if each in self.environment.bound else replace(self, environment=self.judge.environment)

    # ---- names and values ----

    def name(self, name: str, lang: str) -> str:
        """A fact's or conclusion's name; of a field only the field's: the record is told by what stands around it."""
        fact = self.judge.program.facts.get(name)
        return (fact or definition_of(self.judge.program, name)).label.get(lang)

    def path(self, name: str) -> str:
        """The fact of the person, or of the record that is spoken of."""
        each = self.judge.program.facts[name].each
        return f"{self.environment.bound[each]}.{name}" if each else name

    def choices(self, step: Step) -> Mapping[str, str]:
        program = self.judge.program
        named = program.facts.get(step.name) or program.definitions.get(step.name)
        if (named is not None and named.choices) or not step.expr.type.choices:
            return named.choices if named else {}
        tables = (*(d.choices for d in program.definitions.values()), *(f.choices for f in program.facts.values()))
        return next((table for table in tables if tuple(table) == step.expr.type.choices), {})

    def known(self, step: Step) -> Value | None:
        return self.judge.settle(step.outcome)

    def parameter(self, step: Step) -> Fact:
        """The parameter that a value_on step reads."""
        return self.judge.program.facts[step.parts[1].name]

    def missing_word(self, step: Step, lang: str) -> str:
        """Why a value is not known."""
        name = step.name
        if step.op == "value_on" and self.known(step.parts[0]) is not None:
            name = step.parts[1].name
        if name in self.judge.program.facts and step.op != "record":
            return UNKNOWN[kind_of(self.judge.program, name)].get(lang)
        return words.STATES["open"][1].get(lang)

    def shown(self, step: Step, lang: str, choices: Mapping[str, str] | None = None) -> str:
        """A step's value, or why it is not known."""
        found = self.known(step)
        if found is None:
            return self.missing_word(step, lang)
        return words.value(found, step.expr.type, lang, choices or self.choices(step))


def constant(step: Step) -> Value | tuple[int, ...]:
    """The value of a literal."""
    assert isinstance(step.expr, Const)
    assert not isinstance(step.expr.value, Holidays)
    return step.expr.value


def bracket(text: str, lang: str) -> str:
    return f"（{text}）" if lang == "zh" else f" ({text})"


def denied(name: str, lang: str) -> str:
    return f"“{name}”为“否”" if lang == "zh" else f"“{name}”: no"
