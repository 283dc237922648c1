"""Values, types and expressions out of the rows of plain data; restore.py reads the rest of a program. What is not as
portable.py writes it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from compiler.expressions import Apply, AsOf, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.operators import OPERATORS, RUN
from compiler.program import Window
from compiler.values import LIMITS, Type
from compiler.workdays import Holidays
from dsl.source import Place, Source

_PRIMITIVES = (*RUN, "and", "or", "not", "choose")
_QUANTIFIERS = ("some", "every", "count", "total", "largest", "smallest")
_KINDS = (*LIMITS, "bool", "period", "workdays", "calendar", "enum", "list", "text")
NOWHERE = Place(Source("", ""), 0, 0)
T = TypeVar("T")


class Damaged(Exception):
    """Data that is not as portable.py writes it; what is wrong, for those who look into it."""


class Rows:
    """Rows name others by their number, expressions earlier ones alone; what a row leaves out is empty."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.types = [_type(*row) for row in data["types"]]
        self.holidays = None if data["holidays"] is None else _holidays(**data["holidays"])
        self.exprs: list[Expr] = []
        self.needs: list[tuple[frozenset[str], dict[str, None]]] = []
        """Of each expression: the facts that it names, and the definitions."""
        for row in data["exprs"]:
            expr, parts = self.expr(*row)
            self.needs.append(self.needed(expr, parts))
            self.exprs.append(expr)

    def expr(self, kind: str, type: int, place: int, *more: Any) -> tuple[Expr, list[int]]:
        """An expression, and the numbers of its parts."""
        of = self.type(type)
        match kind, more:
            case "const", [shown]:
                return Const(self.value(shown), of, NOWHERE), []
            case "fact", [str(name)] | [str(name), _]:
                return FactRef(name, of, NOWHERE, *map(whole, more[1:])), []
            case "rule", [str(name)]:
                return RuleRef(name, of, NOWHERE), []
            case "as_of", []:
                return AsOf(of, NOWHERE), []
            case "apply", [op, [*args], *meaning]:
                if op not in (OPERATORS if meaning else _PRIMITIVES):
                    raise Damaged(op)
                parts = tuple(at(self.exprs, number) for number in args)
                return Apply(op, parts, of, NOWHERE, *(at(self.exprs, n) for n in meaning)), [*args, *meaning]
            case "switch", [str(reading), [*by]]:
                forms = tuple((text(letter), at(self.exprs, number)) for letter, number in by)
                return Switch(reading, forms, of, NOWHERE), [number for _, number in by]
            case "quantified", [op, str(records), *rest] if op in _QUANTIFIERS and len(rest) <= 2:
                numbers = [*rest, None, None][:2]
                condition, value = (None if number is None else at(self.exprs, number) for number in numbers)
                return Quantified(op, records, condition, value, of, NOWHERE), [n for n in rest if n is not None]
        raise Damaged(f"{kind} {more}")

    def needed(self, expr: Expr, parts: Iterable[int]) -> tuple[frozenset[str], dict[str, None]]:
        """The facts and the definitions that an expression names, its meaning included."""
        within = [self.needs[number] for number in parts]
        facts: frozenset[str] = frozenset().union(*(facts for facts, _ in within))
        rules = {rule: None for _, rules in within for rule in rules}
        if isinstance(expr, FactRef | Quantified):
            facts |= {expr.name if isinstance(expr, FactRef) else expr.records}
        return facts, {**rules, expr.name: None} if isinstance(expr, RuleRef) else rules

    def type(self, number: int) -> Type:
        return at(self.types, number)

    def value(self, shown: Any) -> Any:
        """A run-time value."""
        if isinstance(shown, list):
            return tuple(self.value(item) for item in shown)
        if isinstance(shown, dict):
            return self.holidays if "holidays" in shown else _ratio(**shown)
        if not isinstance(shown, bool | int | str):
            raise Damaged(f"{shown}")
        return shown


def _type(kind: str, choices: Sequence[str] = (), exact: bool = True) -> Type:
    if kind not in _KINDS:
        raise Damaged(kind)
    return Type(kind, texts(choices), exact is True)


def _holidays(name: str, first: int, last: int, closed: list[int], opened: list[int]) -> Holidays:
    days = [frozenset(map(whole, each)) for each in (closed, opened)]
    return Holidays(text(name), whole(first), whole(last), *days)


def window(days: Sequence[int | None]) -> Window:
    since, until = days or (None, None)
    return Window(day(since), day(until))


def _ratio(number: str) -> Fraction | int:
    """A number in words: 123456789012345678 or 1/3."""
    ratio = Fraction(*map(int, number.split("/")))
    return ratio.numerator if ratio.denominator == 1 else ratio


def at(rows: Sequence[T], number: int) -> T:
    """A row by its number; a negative one is none."""
    return rows[whole(number) if number >= 0 else len(rows)]


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise Damaged(f"{value}")
    return value


def texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(text, values))


def pairs(items: Iterable[Any]) -> dict[str, str]:
    return {text(key): text(value) for key, value in items}


def whole(value: Any) -> int:
    if type(value) is not int:
        raise Damaged(f"{value}")
    return value


def day(value: Any) -> int | None:
    return None if value is None else whole(value)
