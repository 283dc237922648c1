"""A sheet of cells: expressions of SQL of which equal ones are one, each computed once.

A cell that is used twice becomes a column of a common table expression; these stand in layers, each over the one
before, so that the text grows as the number of cells and never with the ways through them. The operators are a closed
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
    "le": _binary(exp.LTE),
    "lt": _binary(exp.LT),
    "eq": _binary(exp.EQ),
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
}
"""The closed set. Logic and `quotient` (of numbers not below zero) mean in every dialect what they mean here."""
_ATOMS = ("true", "false", "null", "column", "number", "date", "text", "texts")


def select(source: exp.Select, outputs: Mapping[str, Cell], kept: Sequence[str]) -> exp.Select:
    """The query: the columns kept and the outputs, over steps of what several of them use."""
    shared = _shared(list(outputs.values()))
    layers: dict[Cell, int] = {}
    for cell in shared:
        layers[cell] = 1 + max((layers[c] for c in _below(cell, layers)), default=-1)
    names = {cell: f"#{n}" for n, cell in enumerate(sorted(shared, key=lambda c: layers[c]), start=1)}
    steps = [("row", source)]
    for layer in range(max(layers.values(), default=-1) + 1):
        own = {names[cell]: cell for cell in shared if layers[cell] == layer}
        columns = [exp.alias_(_written(cell, names, whole=True), n, quoted=True, copy=False) for n, cell in own.items()]
        steps.append((f"step_{layer + 1}", exp.select("*", *columns, copy=False).from_(steps[-1][0], copy=False)))
    made = [exp.alias_(_written(cell, names), n, quoted=True, copy=False) for n, cell in outputs.items()]
    query = exp.select(*(exp.column(k, quoted=True) for k in kept), *made, copy=False).from_(steps[-1][0], copy=False)
    for name, step in steps:
        query = query.with_(name, as_=step, copy=False)
    return query


def _shared(roots: Sequence[Cell]) -> list[Cell]:
    """The cells that are used more than once, each after those below it."""
    used: dict[Cell, int] = {}
    order: list[Cell] = []

    def visit(cell: Cell) -> None:
        used[cell] = used.get(cell, 0) + 1
        if used[cell] > 1 or cell.op in _ATOMS:
            return
        for arg in cell.args:
            if isinstance(arg, Cell):
                visit(arg)
        order.append(cell)

    for root in roots:
        visit(root)
    return [cell for cell in order if used[cell] > 1]


def _below(cell: Cell, named: Mapping[Cell, Any]) -> list[Cell]:
    """The named cells that its text names."""
    found: list[Cell] = []
    for arg in cell.args:
        if isinstance(arg, Cell):
            found += [arg] if arg in named else _below(arg, named)
    return found


def _written(cell: Cell, names: Mapping[Cell, str], whole: bool = False) -> exp.Expr:
    if cell in names and not whole:
        return exp.column(names[cell], quoted=True)
    args = [_written(a, names) if isinstance(a, Cell) else a for a in cell.args]
    return BUILD[cell.op](*args)
