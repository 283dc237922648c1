"""Formulas as SQL's own logic reads them. Its NULL stands for NA, with which it does what partial.py does: false and NA
are false, true or NA is true, what is computed of NA is NA. It also stands for what is open where a fact is missing;
that says too little of a formula, but nothing false. Where no fact is missing it is all there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from compiler.partial import Residual
from compiler.residuals import spread
from compiler.targets.cells import Cell, Sheet
from compiler.targets.diagrams import Diagrams, Unsupported
from compiler.targets.terms import Amount, Terms, Valued
from compiler.values import NA

_LOGIC = ("and", "or", "not", "le", "lt", "eq", "in")


class Plain:
    """`known`: facts that are never missing where they count."""

    def __init__(self, sheet: Sheet, diagrams: Diagrams, known: frozenset[str]) -> None:
        self.sheet, self.diagrams, self.known = sheet, diagrams, known
        self.terms = _Terms(self)
        self.conditions: dict[Residual, Cell] = {}
        self._shifting: dict[Cell, bool] = {}

    def sure(self, node: Any) -> bool:
        """Is it never NULL?"""
        return node.whole and node.support <= self.known if isinstance(node, Residual) else node is not NA

    def value(self, node: Any, kind: str) -> Cell:
        """What a formula of this kind comes to."""
        if not isinstance(node, Residual):
            return self._constant(node, kind)
        if kind == "bool":
            return self.condition(node)
        if kind not in ("enum", "list", "text"):
            return self.terms.term(node, self.sheet.column, kind == "date")
        if node.op in ("choose", "guard"):
            return self.cases(node, [self.value(a, kind) for a in outcomes(node)])
        if node.op == "fact":
            return self.sheet.column(node.args[0])
        raise Unsupported(f"运算“{node.op}”", f'the operation "{node.op}"')

    def _constant(self, value: Any, kind: str) -> Cell:
        if value is NA:
            return self.sheet.null
        if isinstance(value, bool):
            return self.sheet.true if value else self.sheet.false
        if isinstance(value, tuple):
            return self.sheet.cell("texts", *value)
        if isinstance(value, str):
            return self.sheet.cell("text", value)
        if isinstance(value, Fraction):
            raise Unsupported("结果可能不是整数", "a result that may not be whole")
        return self.sheet.number(int(value), kind == "date")

    def cases(self, node: Residual, values: Sequence[Cell]) -> Cell:
        """A choice between these; NULL where a condition is that comes to be asked."""
        conditions = node.args[::2] if node.op == "guard" else node.args[:-1:2]
        parts = []
        for asked, value in zip(conditions, values, strict=False):
            condition = self.condition(asked)
            if not self.sure(asked):
                parts += [self.sheet.cell("is_null", condition), self.sheet.null]
            parts += [condition, value]
        return self.sheet.case(*parts, values[-1])

    def condition(self, node: Any) -> Cell:
        """A yes or no."""
        if not isinstance(node, Residual):
            return self._constant(node, "bool")
        if node not in self.conditions:
            self.conditions[node] = self._condition(node)
        return self.conditions[node]

    def _condition(self, node: Residual) -> Cell:
        op, args = node.op, node.args
        if op in ("and", "or"):
            return self._junction(op, [self.condition(a) for a in args], self.sure(node))
        if op == "not":
            return self.sheet.no(self.condition(args[0]))
        if op in ("choose", "guard"):
            return self.cases(node, [self.condition(a) for a in outcomes(node)])
        if op == "fact":
            return self.sheet.column(args[0])
        if op in ("le", "lt", "eq") and any(map(self._measures, args)):
            return self._compared(node)
        if op in ("in", "eq") and all(isinstance(a, str) for a in args[1:]):
            return self.sheet.cell("in", self.value(args[0], "enum"), *args[1:])
        if op == "eq" and not any(isinstance(a, tuple) for a in args):
            return self.sheet.cell("eq", *(self.value(a, "bool" if self._asks(a) else "enum") for a in args))
        raise Unsupported(f"条件“{op}”", f'the condition "{op}"')

    def _junction(self, op: str, parts: Sequence[Cell], sure: bool) -> Cell:
        """Engines work out every part of an "and", but of a case only what comes to be asked: dates come last."""
        sheet = self.sheet
        join = sheet.all if op == "and" else sheet.any
        costly = [part for part in parts if self._shifts(part)]
        if not sure or len(costly) == len(parts) or not costly:
            return join(*parts)
        easy, hard = join(*(part for part in parts if part not in costly)), join(*costly)
        return sheet.case(easy, hard, sheet.false) if op == "and" else sheet.case(easy, sheet.true, hard)

    def _shifts(self, cell: Cell) -> bool:
        """Does it count days or months on?"""
        if cell not in self._shifting:
            parts = (a for a in cell.args if isinstance(a, Cell))
            self._shifting[cell] = cell.op in ("months", "days") or any(map(self._shifts, parts))
        return self._shifting[cell]

    def _compared(self, node: Residual) -> Cell:
        wider = spread(node) if node.op != "eq" else node
        return self.terms.compared(node) if wider is node else self.condition(wider)

    def _measures(self, node: Any) -> bool:
        """Is it a number or date?"""
        if not isinstance(node, Residual):
            return isinstance(node, int | Fraction) and not isinstance(node, bool)
        if node.op == "fact":
            return self.diagrams.numeric(node.args[0])
        return any(map(self._measures, outcomes(node))) if node.op in ("choose", "guard") else node.op not in _LOGIC

    def _asks(self, node: Any) -> bool:
        """Is it a yes or no?"""
        if not isinstance(node, Residual):
            return isinstance(node, bool)
        if node.op == "fact":
            return self.diagrams.facts[node.args[0]].type.kind == "bool"
        return any(map(self._asks, outcomes(node))) if node.op in ("choose", "guard") else node.op in _LOGIC


def outcomes(node: Residual) -> tuple[Any, ...]:
    """What a choice may come to."""
    return (node.args[1], NA) if node.op == "guard" else (*node.args[1::2], node.args[-1])


class _Terms(Terms):
    """Numbers and dates with cases in them."""

    def __init__(self, plain: Plain) -> None:
        super().__init__(plain.sheet, plain.diagrams)
        self.plain = plain

    def compared(self, node: Residual) -> Cell:
        """A comparison of numbers or dates."""
        if any(map(self.dated, node.args)):
            return self.sheet.cell(node.op, *(self._day(a, self.sheet.column) for a in node.args))
        parts = self._common([self._amount(a, self.sheet.column) for a in node.args])
        return self.sheet.cell(node.op, *(part.numerator for part in parts))

    def dated(self, term: Any) -> bool:
        if isinstance(term, Residual) and term.op in ("choose", "guard"):
            return any(map(self.dated, outcomes(term)))
        return super().dated(term)

    def _day(self, term: Any, value: Valued) -> Cell:
        if term is NA:
            return self.sheet.null
        if isinstance(term, Residual) and term.op in ("choose", "guard"):
            return self.plain.cases(term, [self._day(a, value) for a in outcomes(term)])
        return super()._day(term, value)

    def _amount(self, term: Any, value: Valued) -> Amount:
        if term is NA:
            return Amount(self.sheet.null, 1, 0, 0)
        if not isinstance(term, Residual) or term.op not in ("choose", "guard"):
            return super()._amount(term, value)
        parts = self._common([self._amount(a, value) for a in outcomes(term)])
        low, high = min(p.low for p in parts), max(p.high for p in parts)
        return Amount(self.plain.cases(term, [p.numerator for p in parts]), parts[0].denominator, low, high)

    def _among(self, term: Residual, parts: Sequence[Cell]) -> Cell:
        """NULL where one of them is."""
        open_ = [
            self.sheet.cell("is_null", part) for a, part in zip(term.args, parts, strict=True) if not self.plain.sure(a)
        ]
        return self.sheet.case(self.sheet.any(*open_), self.sheet.null, super()._among(term, parts))
