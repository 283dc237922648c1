"""What the results of generated code stand for: answers, and values as a program of Python has them."""

from __future__ import annotations

from datetime import date
from decimal import Context, Decimal
from typing import Any

from compiler import calendar
from compiler.evaluate import Answer
from compiler.program import Definition
from compiler.targets.straight.program import Output
from compiler.targets.straight.runtime import Early, ordinal
from compiler.values import NA

FEN = Decimal("0.01")
EXACT = Context(prec=60)
"""Whatever the precision of the thread is."""


class Told(dict[Any, Any]):
    """The answer for each result of an output; None for one that is open."""

    def __init__(self, output: Output) -> None:
        super().__init__({None: None})
        self.output = output
        some: list[Any] = [NA, *Early]
        for value in [*some, False, True] if output.kind == "bool" else some:
            self[value] = self._answer(value)

    def __missing__(self, result: Any) -> Answer:
        return self._answer(ordinal(result) if self.output.kind == "date" else result)

    def _answer(self, value: Any) -> Answer:
        of, name = self.output.of, self.output.name
        articles = (of.part,) if of.part else ()
        status = value.value if isinstance(value, Early) else "not_applicable" if value is NA else ""
        if not isinstance(of, Definition):
            return Answer(name, status or ("applies" if value is True else "not_applies"), None, (), articles)
        return Answer(name, status or "value", None if status else value, (), articles, self.output.kind)

    def value(self, result: Any) -> Any:
        """The result as Python has it."""
        return as_python(self[result])


def as_python(answer: Answer) -> Any:
    """The value of an answer: Decimal yuan, a date, a year-month as text; the answer itself where it has none."""
    if answer.status != "value":
        return answer
    value: Any = answer.value
    if answer.kind == "money":
        return EXACT.multiply(value, FEN)
    if answer.kind == "month":
        return calendar.iso_month(value)
    return date.fromordinal(value) if answer.kind == "date" and value <= calendar.LAST else value
