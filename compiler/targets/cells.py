"""A sheet of cells: expressions of SQL of which equal ones are one, each computed once.

So the text grows as the number of cells and never with the ways through them (statement.py). The operators are a closed
set, each one node of sqlglot: what a dialect writes for it is sqlglot's matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlglot import exp

from compiler.calendar import iso


class Cell:
    """`args` are cells or plain values."""

    __slots__ = ("args", "op")

    def __init__(self, op: str, args: tuple[Any, ...]) -> None:
        self.op, self.args = op, args


class Sheet:
    def __init__(self) -> None:
        self._cells: dict[tuple[Any, ...], Cell] = {}
        self.true, self.false, self.null = self.cell("true"), self.cell("false"), self.cell("null")

    def cell(self, op: str, *args: Any) -> Cell:
        key = (op, *((a if isinstance(a, Cell) else (type(a), a)) for a in args))
        if key not in self._cells:
            self._cells[key] = Cell(op, args)
        return self._cells[key]

    # ---- logic without NULL ----

    def all(self, *parts: Cell) -> Cell:
        return self._junction("and", parts, self.true, self.false)

    def any(self, *parts: Cell) -> Cell:
        return self._junction("or", parts, self.false, self.true)

    def _junction(self, op: str, parts: Sequence[Cell], neutral: Cell, dominant: Cell) -> Cell:
        left = tuple(dict.fromkeys(part for part in parts if part is not neutral))
        if dominant in left:
            return dominant
        return self.cell(op, *left) if len(left) > 1 else left[0] if left else neutral

    def no(self, part: Cell) -> Cell:
        constant = {self.true: self.false, self.false: self.true}.get(part)
        return constant or (part.args[0] if part.op == "not" else self.cell("not", part))

    def case(self, *parts: Cell) -> Cell:
        """condition, value, condition, value, …, value."""
        left: list[Cell] = []
        for condition, value in zip(parts[:-1:2], parts[1::2], strict=True):
            if condition is self.true:
                return self._case(left, value)
            if condition is not self.false:
                left += [condition, value]
        return self._case(left, parts[-1])

    def _case(self, left: list[Cell], last: Cell) -> Cell:
        return self.cell("case", *left, last) if any(value is not last for value in left[1::2]) else last

    # ---- values ----

    def column(self, name: str) -> Cell:
        return self.cell("column", name)

    def number(self, value: int, date: bool = False) -> Cell:
        return self.cell("date" if date else "number", value)

    def among(self, op: str, parts: Sequence[Cell]) -> Cell:
        """greatest, least (each passing over NULL) or coalesce."""
        left = tuple(dict.fromkeys(parts))
        return left[0] if len(left) == 1 else self.cell(op, *left)


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value) if value >= 0 else exp.Paren(this=exp.Neg(this=exp.Literal.number(-value)))


def _closed(part: exp.Expr) -> exp.Expr:
    """In parentheses where it is an operator."""
    operator = isinstance(part, exp.Connector | exp.Binary | exp.Unary | exp.In) and not isinstance(part, exp.Paren)
    return exp.Paren(this=part) if operator else part


def _binary(kind: type[exp.Binary]) -> Callable[..., exp.Expr]:
    def build(*parts: exp.Expr) -> exp.Expr:
        left, *others = map(_closed, parts)
        for other in others:
            left = kind(this=left, expression=other)
        return left

    return build


def _comparison(kind: type[exp.Binary]) -> Callable[..., exp.Expr]:
    """A sum of a date is compared as it is."""
    build = _binary(kind)

    def bare(part: exp.Expr) -> exp.Expr:
        return part.this if isinstance(part, exp.Cast) and isinstance(part.this, exp.DateAdd) else part

    return lambda left, right: build(bare(left), bare(right))


def _case(*parts: exp.Expr) -> exp.Expr:
    ifs = [exp.If(this=when, true=value) for when, value in zip(parts[:-1:2], parts[1::2], strict=True)]
    return exp.Case(ifs=ifs, default=parts[-1])


def _date(part: exp.Expr) -> exp.Expr:
    return exp.Cast(this=part, to=exp.DataType(this=exp.DataType.Type.DATE))


def _shift(unit: str) -> Callable[..., exp.Expr]:
    """Dates are only ever added to, and the sum made a date again."""

    def build(day: exp.Expr, count: int) -> exp.Expr:
        return _date(exp.DateAdd(this=_closed(day), expression=_number(count), unit=exp.var(unit)))

    return build


def _present(*parts: exp.Expr) -> exp.Expr:
    """The list of those that are not NULL."""
    name = exp.to_identifier("x")
    test = exp.Not(this=exp.Is(this=exp.column("x"), expression=exp.Null()))
    return exp.ArrayFilter(
        this=exp.Array(expressions=list(parts)), expression=exp.Lambda(this=test, expressions=[name])
    )


def _in(value: exp.Expr, *choices: str) -> exp.Expr:
    return exp.In(this=value, expressions=list(map(exp.Literal.string, choices)))


BUILD: Mapping[str, Callable[..., exp.Expr]] = {
    "true": exp.true,
    "false": exp.false,
    "null": exp.null,
    "column": lambda name: exp.column(name, quoted=True),
    "number": _number,
    "date": lambda day: _date(exp.Literal.string(iso(day))),
    "text": exp.Literal.string,
    "texts": lambda *texts: exp.Array(expressions=list(map(exp.Literal.string, texts))),
    "and": _binary(exp.And),
    "or": _binary(exp.Or),
    "not": lambda part: exp.Not(this=_closed(part)),
    "case": _case,
    "le": _comparison(exp.LTE),
    "lt": _comparison(exp.LT),
    "eq": _comparison(exp.EQ),
    "is_null": lambda part: exp.Is(this=_closed(part), expression=exp.Null()),
    "in": _in,
    "coalesce": lambda *parts: exp.Coalesce(this=parts[0], expressions=list(parts[1:])),
    "greatest": lambda *parts: exp.Greatest(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True),
    "least": lambda *parts: exp.Least(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True),
    "days": _shift("DAY"),
    "months": _shift("MONTH"),
    "add": _binary(exp.Add),
    "sub": _binary(exp.Sub),
    "mul": _binary(exp.Mul),
    "quotient": _binary(exp.IntDiv),
    "present": _present,
    "bit": lambda part, value, kind: exp.Mul(this=exp.cast(part, kind), expression=exp.Literal.number(value)),
    "bits": _binary(exp.BitwiseOr),
    "masked": lambda part, bits: exp.BitwiseAnd(this=_closed(part), expression=exp.Literal.number(bits)),
    "bit_count": lambda part: exp.cast(exp.BitwiseCount(this=part), "BIGINT"),
    "list": lambda *numbers: exp.Array(expressions=list(map(exp.Literal.number, numbers))),
    "concat": lambda first, *others: exp.ArrayConcat(this=first, expressions=list(others)),
}
"""The closed set. Logic and `quotient` (of numbers not below zero) mean in every dialect what they mean here."""
ATOMS = ("true", "false", "null", "column", "number", "date", "text", "texts", "list")
