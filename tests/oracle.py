"""The plain oracle: what a program means, said as simply as possible, to judge the evaluator by.

It reads the surface form of the rules with Python's own dates and fractions, and finds what is unknown by trying every
completion of the missing facts. No cache, no graph, no residuals; nothing of the evaluator is used.
"""

import operator
from calendar import isleap, monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import ceil, floor, trunc
from typing import Any

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, RuleRef, Switch
from compiler.program import Definition, Fact, Program
from compiler.values import NA

Facts = Mapping[str, Any]
Meaning = Callable[[Facts], Any]


@dataclass(frozen=True)
class Told:
    """What the oracle says of one conclusion: value, not_applicable, or unknown with the facts that are missing."""

    status: str
    value: Any = None
    missing: tuple[str, ...] = ()


# ---- operations -----------------------------------------------------------------------------------------------------


def both(*parts: Any) -> Any:
    return False if any(p is False for p in parts) else NA if NA in parts else True


def either(*parts: Any) -> Any:
    return True if any(p is True for p in parts) else NA if NA in parts else False


def opposite(part: Any) -> Any:
    return NA if part is NA else not part


def choose(*parts: Any) -> Any:
    """condition, value, condition, value, …, value: that of the first condition that is not false."""
    for condition, value in zip(parts[:-1:2], parts[1::2], strict=True):
        if condition is not False:
            return value if condition is True else NA
    return parts[-1]


def strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """A comparison or arithmetic with a part that is not applicable is not applicable."""
    return lambda *parts: NA if NA in parts else function(*parts)


def plus(day: date, period: tuple[int, int, int], sign: int = 1) -> date:
    """The corresponding day, or the last day of the month where there is none; then the days."""
    years, months, days = period
    year, month = divmod(day.year * 12 + day.month - 1 + sign * (years * 12 + months), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + sign * timedelta(days)


def completed_years(birth: date, at: date, next_day: bool, march: bool) -> int:
    """The age on a day; `next_day` and `march` are the calendar's readings 满岁日 and 闰日生日."""
    at -= timedelta(next_day)
    month, day = birth.month, birth.day
    if (month, day) == (2, 29) and not isleap(at.year):
        month, day = (3, 1) if march else (2, 28)
    return at.year - birth.year - ((at.month, at.day) < (month, day))


def divide(left: Any, right: Any) -> Any:
    return NA if right == 0 else Fraction(left) / Fraction(right)


def half_up(number: Fraction) -> int:
    """Halves away from zero."""
    return floor(number + Fraction(1, 2)) if number >= 0 else ceil(number - Fraction(1, 2))


def to_step(rounding: Callable[[Fraction], int]) -> Callable[..., Any]:
    return lambda number, step: rounding(Fraction(number) / step) * step


PLAIN: dict[str, Callable[..., Any]] = {
    op: getattr(operator, op) for op in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "neg")
} | {"div": divide, "max": max, "min": min, "add_period": plus, "since": operator.ge, "until": operator.le}
PLAIN |= {
    "sub_period": lambda day, period: plus(day, period, -1),
    "member": lambda value, *choices: value in choices,
    "not_member": lambda value, *choices: value not in choices,
    "round_half_up": to_step(half_up),
    "round_down": to_step(trunc),
    "round_up": to_step(ceil),
}
OPERATIONS = {op: strict(function) for op, function in PLAIN.items()}
OPERATIONS |= {"and": both, "or": either, "not": opposite, "choose": choose}
OPERATIONS["none_of"] = lambda *parts: opposite(either(*parts))
OPERATIONS["between"] = lambda value, low, high: both(OPERATIONS["le"](low, value), OPERATIONS["le"](value, high))


# ---- rules ----------------------------------------------------------------------------------------------------------


class Oracle:
    """The meaning of a program's rules on one day under some readings."""

    def __init__(self, program: Program, as_of: date, readings: Mapping[str, str]) -> None:
        self.program, self.as_of, self.readings = program, as_of, readings
        self.rules: dict[str, Meaning] = {}
        for name, definition in program.definitions.items():
            self.rules[name] = self.rule(definition)
        self.constraints = [self.meaning(c.condition) for f in program.facts.values() for c in f.constraints]

    def rule(self, definition: Definition) -> Meaning:
        body = self.meaning(definition.body)
        if definition.guard is None:
            return body
        guard = self.meaning(definition.guard)
        return lambda facts: body(facts) if guard(facts) is True else NA

    def meaning(self, expr: Expr) -> Meaning:
        """What an expression comes to, given all facts."""
        match expr:
            case Const(value, kind):
                constant: Any = date.fromordinal(value) if kind.kind == "date" else value  # type: ignore[arg-type]
                return lambda facts: constant
            case AsOf():
                return lambda facts: self.as_of
            case FactRef(name):
                return operator.itemgetter(name)
            case RuleRef(name):
                return self.rules[name]
            case Switch(reading):
                return self.meaning(expr.under(self.letter(reading)))
            case Apply(op, args):
                operation, parts = self.operation(op), [self.meaning(a) for a in args]
                return lambda facts: operation(*[part(facts) for part in parts])

    def letter(self, reading: str) -> str:
        return self.readings.get(reading, self.program.readings[reading].adopted)

    def set(self, option: str, value: str) -> bool:
        """Is an option of the calendar set to this by a reading?"""
        calendars = [(r.id, *r.calendar) for r in self.program.readings.values() if r.calendar]
        return any(name == option and by[self.letter(id_)] == value for id_, name, by in calendars)

    def operation(self, op: str) -> Callable[..., Any]:
        if op == "within":
            spare = timedelta(self.set("within_last_day", "day_before"))
            return strict(lambda day, start, period: start <= day <= plus(start, period) - spare)
        if op in ("reached", "younger", "aged"):
            next_day, march = self.set("age_day", "next_day"), self.set("leap_birthday", "mar_1")

            def age(birth: date, *limits: Any) -> bool:
                years = completed_years(birth, limits[-1], next_day, march)
                return (op == "younger" or limits[0][0] <= years) and (op == "reached" or years < limits[-2][0])

            return strict(age)
        return OPERATIONS[op]

    def answers(self, known: Facts) -> dict[str, Told]:
        """What is known of every conclusion, given some facts: all completions that no constraint refuses."""
        missing = tuple(name for name in self.program.facts if name not in known)
        completions = list(product(*(domain(self.program.facts[name]) for name in missing)))
        people = [{**known, **dict(zip(missing, values, strict=True))} for values in completions]
        refused = [any(c(person) is False for c in self.constraints) for person in people]
        chosen = [i for i, no in enumerate(refused) if not no] or range(len(people))
        values, people = [completions[i] for i in chosen], [people[i] for i in chosen]
        return {name: tell(missing, values, [rule(p) for p in people]) for name, rule in self.rules.items()}


def domain(fact: Fact) -> Sequence[Any]:
    """Every value that the fact may have."""
    if fact.limits is None:
        return fact.type.choices or (False, True)
    numbers = range(fact.limits[0], fact.limits[1] + 1)
    return [date.fromordinal(n) for n in numbers] if fact.type.kind == "date" else numbers


def tell(missing: Sequence[str], completions: Sequence[tuple[Any, ...]], outcomes: Sequence[Any]) -> Told:
    """One outcome is the answer; else the facts in which two completions that are alike in all others differ."""
    if all(outcome == outcomes[0] for outcome in outcomes):
        return Told("not_applicable") if outcomes[0] is NA else Told("value", outcomes[0])
    return Told("unknown", None, tuple(n for i, n in enumerate(missing) if differs(i, completions, outcomes)))


def differs(i: int, completions: Sequence[tuple[Any, ...]], outcomes: Sequence[Any]) -> bool:
    seen: dict[tuple[Any, ...], Any] = {}
    for values, outcome in zip(completions, outcomes, strict=True):
        if seen.setdefault(values[:i] + values[i + 1 :], outcome) != outcome:
            return True
    return False
