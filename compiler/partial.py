"""Evaluation and partial evaluation are one thing: `run` folds everything that the known facts decide. What is left is
a value, or a Residual: the same formula over the missing facts alone. Connectives are strong Kleene with NA:

    false 且 NA = false      true 或 NA = true      otherwise NA where a part is NA

A comparison or arithmetic with NA is NA: reading a guarded value adds its guard to the reader's guard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial, reduce
from typing import Any
from weakref import WeakValueDictionary

from compiler.expressions import Apply, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.operators import RUN
from compiler.program import Definition, Program
from compiler.unknowns import number_of, stem
from compiler.values import LIMITS, MILLIONTHS, NA, Value


class Residual:
    """What is left of a formula: `op` is fact, and, or, not, choose, guard, or a primitive; `args` are residuals and
    values. `support` are the facts in it; `whole` tells that it cannot come out as NA. Equal formulas are one object,
    so `is` compares them."""

    __slots__ = ("__weakref__", "args", "op", "support", "whole")
    op: str
    args: tuple[Any, ...]
    support: frozenset[str]
    whole: bool

    def __new__(cls, op: str, args: Sequence[Any], support: frozenset[str] | None = None) -> Residual:
        key = (op, *((a if isinstance(a, Residual) else (a.__class__, a)) for a in args))
        found = _INTERNED.get(key)
        if found is None:
            found = object.__new__(cls)
            found.op, found.args = op, tuple(args)
            if support is None:
                support = frozenset().union(*(a.support for a in found.args if isinstance(a, Residual)))
            found.support = support
            divides = op == "div" and isinstance(found.args[1], Residual)
            found.whole = (
                op != "guard"
                and not divides
                and all(a.whole if isinstance(a, Residual) else a is not NA for a in found.args)
            )
            _INTERNED[key] = found
        return found

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"


_INTERNED: WeakValueDictionary[tuple[Any, ...], Residual] = WeakValueDictionary()

Outcome = Value | Residual
CONDITIONS = ("and", "or", "not", "le", "lt", "eq", "in")
"""What a residual is that is surely true or false, or not applicable."""


class Environment:
    """One evaluation: what is known, on which day, under which readings; what was computed is kept."""

    def __init__(
        self, program: Program, facts: Mapping[str, Value], as_of: int, readings: Mapping[str, str] | None = None
    ) -> None:
        self.program = program
        self.facts = facts
        self.as_of = as_of
        self.readings = readings or {}
        self.rules: dict[str, Outcome] = {}
        self.missing: dict[str, Residual] = {}
        self.person: Environment | None = None
        self.bound: dict[str, str] = {}
        self.each: dict[str, Environment] = {}

    def fact(self, name: str, number: int = 0) -> Outcome:
        """What is known of a fact; of a field, for the record that is spoken of. A decimal that is not known is a
        whole number of millionths over a million (values.py). Days beyond the calendar of holidays, each with its
        number, are like the records of a list that is not known."""
        fact = self.program.facts[name]
        if fact.each:
            name = f"{self.bound[fact.each]}.{name}"
        value = self.facts.get(name)
        if value is not None:
            return value
        if number:
            for record in self.bound.values():
                number = 1_000 * number + number_of(record)
            name = f"{name}[{number}].{name}"
        if name not in self.missing:
            self.missing[name] = Residual("fact", (name,), frozenset((name,)))
        missing = self.missing[name]
        return strict("div", (missing, MILLIONTHS)) if fact.type.kind in ("decimal", "percent") else missing

    def rule(self, name: str) -> Outcome:
        """A definition's outcome, NA where no version of it is in force; one about records is of the record that is
        spoken of, and kept with it."""
        definition = self.program.definitions.get(name)
        if definition is None:
            return NA
        if not definition.each and self.person is not None:
            return self.person.rule(name)
        if name not in self.rules:
            self.rules[name] = define(definition, self)
        return self.rules[name]

    def but(self, facts: Mapping[str, Value] | None = None, as_of: int | None = None) -> Environment:
        """Another evaluation, of other facts or on another day; nothing of this one is kept."""
        known, day = self.facts if facts is None else facts, self.as_of if as_of is None else as_of
        return Environment(self.program, known, day, self.readings)

    def record(self, records: str, number: int) -> Environment:
        """The same where one record of a list is spoken of."""
        key = f"{records}[{number}]"
        if key not in self.each:
            inner = self.but()
            inner.missing, inner.person = self.missing, self.person or self
            inner.bound = {**self.bound, records: key}
            self.each[key] = inner
        return self.each[key]

    def where(self, bound: Mapping[str, str]) -> Environment:
        """The same where these records are spoken of, by the names of their lists."""
        found = self
        for records, key in bound.items():
            found = found.record(records, number_of(key))
        return found

    def records(self, records: str) -> Iterator[tuple[int, Outcome, Environment]]:
        """The records of a list, as many as there may be: number, whether it is there, and its environment."""
        number = self.fact(records)
        most = number if isinstance(number, int) else (self.program.facts[records].limits or LIMITS["records"])[1]
        for i in range(1, most + 1):
            yield i, strict("le", (i, number)), self.record(records, i)

    def letter(self, reading: str) -> str:
        return self.readings.get(reading) or self.program.readings[reading].adopted

    def assuming(self, name: str, value: Value) -> Environment:
        """The same with one more fact; definitions that cannot depend on it are not computed again."""
        other = self.but({**self.facts, name: value})
        other.missing = self.missing
        other.rules = {r: v for r, v in self.rules.items() if stem(name) not in self.program.definitions[r].facts}
        return other


def in_variables(program: Program) -> dict[str, Any]:
    """Facts of an environment whose formulas become code with a variable for each fact, which is told all or decides
    nothing: there a day beyond the calendar of holidays is one fact, whichever day it is."""
    names = [program.holidays.name] if program.holidays is not None else []
    return {name: Residual("fact", (name,), frozenset((name,))) for name in names}


def define(definition: Definition, environment: Environment) -> Outcome:
    """A definition's outcome: its body's where the guard is true, NA where it is false or NA. An exception counts where
    its condition holds, not where it is not applicable."""
    if definition.excepts:
        return holds(run(definition.body, environment))
    if definition.guard is None:
        return run(definition.body, environment)
    return guarded(run(definition.guard, environment), lambda: run(definition.body, environment))


def run(expr: Expr, environment: Environment) -> Outcome:
    """The value of an expression, or what is left of it."""
    if isinstance(expr, Apply):
        return run(expr.meaning, environment) if expr.meaning is not None else _apply(expr, environment)
    if isinstance(expr, FactRef):
        return environment.fact(expr.name, expr.number)
    if isinstance(expr, Const):
        return expr.value  # type: ignore[return-value]
    if isinstance(expr, RuleRef):
        return environment.rule(expr.name)
    if isinstance(expr, Switch):
        return run(expr.under(environment.letter(expr.reading)), environment)
    if isinstance(expr, Quantified):
        return quantified(expr, environment)
    return environment.as_of


def _apply(expr: Apply, environment: Environment) -> Outcome:
    op, args = expr.op, expr.args
    if op in ("and", "or"):
        return junction(op, (run(a, environment) for a in args))
    if op == "not":
        return negation(run(args[0], environment))
    if op == "choose":
        return choose([partial(run, a, environment) for a in args])
    return strict(op, [run(a, environment) for a in args])


# ---- one function a connective; exact.py uses the same ones to put values into residuals ---------------------------


def junction(op: str, parts: Iterable[Outcome]) -> Outcome:
    """且 and 或 of any number of parts."""
    dominant = op == "or"
    left: list[Residual] = []
    inapplicable = False
    for part in parts:
        if part is dominant:
            return dominant
        if part is NA:
            inapplicable = True
        elif isinstance(part, Residual):
            if part.op == op:
                inapplicable = inapplicable or NA in part.args
                left += [a for a in part.args if a is not NA and a not in left]
            elif part not in left:
                left.append(part)
    if not left:
        return NA if inapplicable else not dominant
    if len(left) == 1 and not inapplicable:
        return left[0]
    return Residual(op, (*left, NA) if inapplicable else left)


def negation(part: Outcome) -> Outcome:
    if isinstance(part, Residual):
        return part.args[0] if part.op == "not" else Residual("not", (part,))
    return NA if part is NA else not part


def holds(part: Outcome, truth: bool = True) -> Outcome:
    """Does a condition hold (is it, with `truth` false, surely not so)? One that is not applicable is neither."""
    if not isinstance(part, Residual):
        return part is truth
    if part.whole:
        return part if truth else negation(part)
    if part.op in ("and", "or"):
        return junction(part.op if truth else _OPPOSITE[part.op], (holds(a, truth) for a in part.args))
    if part.op == "not":
        return holds(part.args[0], not truth)
    if part.op in ("guard", "choose"):
        return _of_cases(part, lambda value: holds(value, truth))
    return junction("and", [applicable(part), part if truth else negation(part)])


def applicable(part: Outcome) -> Outcome:
    """Is something applicable?"""
    if not isinstance(part, Residual):
        return part is not NA
    if part.whole:
        return True
    if part.op in ("and", "or", "not"):
        return junction("or", [holds(part), holds(part, False)])
    if part.op in ("guard", "choose"):
        return _of_cases(part, applicable)
    return junction("and", (applicable(a) for a in part.args))


def _of_cases(part: Residual, ask: Callable[[Outcome], Outcome]) -> Outcome:
    """What is asked of the value of the case that is so; no where none is."""
    *cases, last = part.args if part.op == "choose" else (*part.args, NA)
    answer = ask(last)
    for condition, value in zip(cases[-2::-2], cases[-1::-2], strict=True):
        otherwise = junction("and", [holds(condition, False), answer])
        answer = junction("or", [junction("and", [holds(condition), ask(value)]), otherwise])
    return answer


_OPPOSITE = {"and": "or", "or": "and"}


def guarded(guard: Outcome, body: Callable[[], Outcome]) -> Outcome:
    if guard is False or guard is NA:
        return NA
    value = body()
    if guard is True or value is NA:
        return value
    return Residual("guard", (guard, value))


def choose(parts: Sequence[Callable[[], Outcome]]) -> Outcome:
    """condition, value, condition, value, …, value: the value of the first condition that is true."""
    left: list[Outcome] = []
    for i in range(0, len(parts) - 1, 2):
        condition = parts[i]()
        if condition is False:
            continue
        if condition is NA:
            return Residual("choose", (*left, NA)) if left else NA
        value = parts[i + 1]()
        if condition is True:
            return _case(left, value)
        left += [condition, value]
    return _case(left, parts[-1]())


def _case(left: Sequence[Outcome], last: Outcome) -> Outcome:
    """Cases from the last one up: two with one value are one; a yes or no that a condition decides is logic."""
    for condition, value in zip(left[-2::-2], left[-1::-2], strict=True):
        last = _either(condition, value, last)
    return last


def _either(condition: Outcome, value: Outcome, other: Outcome) -> Outcome:
    if isinstance(condition, Residual) and condition.whole:
        if value is other or (not isinstance(value, Residual) and type(value) is type(other) and value == other):
            return value
        if isinstance(value, bool):
            return junction("or", [condition, other]) if value else junction("and", [negation(condition), other])
        if isinstance(other, bool):
            return junction("or", [negation(condition), value]) if other else junction("and", [condition, value])
    if isinstance(other, Residual) and other.op == "choose":
        return Residual("choose", (condition, value, *other.args))
    return Residual("choose", (condition, value, other))


def strict(op: str, args: Sequence[Outcome]) -> Outcome:
    """A primitive: NA where an argument is NA or the divisor is zero, a residual where an argument is unknown."""
    if any(a is NA for a in args) or (op == "div" and args[1] == 0):
        return NA
    if op == "div" and isinstance(args[1], Residual):
        return guarded(negation(strict("eq", (args[1], 0))), lambda: Residual(op, args))
    if any(isinstance(a, Residual) for a in args):
        return _open(op, args) if op != "tiered" or _rising(args) else _tiers(args)
    result: Value = RUN[op](*args)
    return result.numerator if isinstance(result, Fraction) and result.denominator == 1 else result


def _open(op: str, args: Sequence[Outcome]) -> Outcome:
    """A residual; but a comparison that is decided by how much its sides can be at all is decided."""
    made = Residual(op, args)
    if op in ("le", "lt") and made.whole:
        (low, high), (least, most) = ((_bound(a, "min"), _bound(a, "max")) for a in args)
        if high is not None and least is not None and RUN[op](high, least):
            return True
        if low is not None and most is not None and not RUN[op](low, most):
            return False
    return made


def _bound(number: Outcome, end: str) -> Any:
    """The least (`min`) or the most (`max`) that a number is which cases make of constants; None of others."""
    if not isinstance(number, Residual):
        return number
    if number.op not in ("add", "choose"):
        return None
    parts = number.args if number.op == "add" else (*number.args[1::2], number.args[-1])
    bounds = [_bound(part, end) for part in parts]
    return None if None in bounds else reduce(RUN["add" if number.op == "add" else end], bounds)


def _rising(args: Sequence[Outcome]) -> bool:
    """Do marginal rates surely make an amount no smaller? Then their sum is monotone in the amount."""
    _, *tiers = args
    return all(not isinstance(a, Residual) for a in tiers) and all(rate >= 0 for rate in [*tiers[1::2], tiers[-1]])  # type: ignore[operator]


def _tiers(args: Sequence[Outcome]) -> Outcome:
    """Marginal rates as a sum of products, each monotone in what it is made of."""
    amount, *tiers = args
    total: Outcome = 0
    low: Outcome = 0
    for bound, rate in zip((*tiers[:-1:2], amount), (*tiers[1::2], tiers[-1]), strict=True):
        high = amount if bound is amount else strict("min", [amount, bound])
        share = strict("mul", [strict("max", [0, strict("sub", [high, low])]), rate])
        total = share if total == 0 else strict("add", [total, share])
        low = bound if low == 0 else strict("max", [low, bound])
    return total


# ---- lists of records: unfolded, so that nothing below knows of them -------------------------------------------------


def quantified(expr: Quantified, environment: Environment) -> Outcome:
    """What is said of a list: of its records if their number is known, else of as many as there may be, each if it
    is there."""
    counted: list[Outcome] = []
    values: list[Callable[[], Outcome]] = []
    for _, there, record in environment.records(expr.records):
        tests = [there] if expr.condition is None else [there, run(expr.condition, record)]
        counted.append(junction("and", tests))
        if expr.value is not None:
            values.append(partial(run, expr.value, record))
    return _QUANTIFIERS[expr.op](counted, values)


Counted = Sequence[Outcome]
Each = Sequence[Callable[[], Outcome]]


def _some(counted: Counted, values: Each) -> Outcome:
    return junction("or", (junction("and", [c, v()]) for c, v in zip(counted, values, strict=True) if c is not False))


def _every(counted: Counted, values: Each) -> Outcome:
    parts = (junction("or", [negation(c), v()]) for c, v in zip(counted, values, strict=True) if c is not False)
    return junction("and", parts)


def _count(counted: Counted, values: Each) -> Outcome:
    if values:
        counted = [junction("and", [c, v()]) if c is not False else c for c, v in zip(counted, values, strict=True)]
    return _sum([choose([partial(_same, c), partial(_same, 1), partial(_same, 0)]) for c in counted])


def _total(counted: Counted, values: Each) -> Outcome:
    return _sum([choose([partial(_same, c), v, partial(_same, 0)]) for c, v in zip(counted, values, strict=True)])


def _sum(parts: Sequence[Outcome]) -> Outcome:
    total: Outcome = 0
    for part in parts:
        total = part if total == 0 else total if part == 0 else strict("add", [total, part])
    return total


def _extreme(op: str, counted: Counted, values: Each) -> Outcome:
    """The largest (smallest) of what counts; not applicable where nothing counts."""
    least = -_ENDLESS if op == "max" else _ENDLESS
    parts = [choose([partial(_same, c), v, partial(_same, least)]) for c, v in zip(counted, values, strict=True)]
    return guarded(junction("or", counted), lambda: strict(op, parts) if len(parts) > 1 else parts[0])


def _same(outcome: Outcome) -> Outcome:
    return outcome


_ENDLESS = 10**60
"""Beyond any amount or day."""
_QUANTIFIERS: dict[str, Callable[[Counted, Each], Outcome]] = {
    "some": _some,
    "every": _every,
    "count": _count,
    "total": _total,
    "largest": partial(_extreme, "max"),
    "smallest": partial(_extreme, "min"),
}
