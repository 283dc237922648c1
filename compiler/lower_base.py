"""Syntax -> checked expressions: names are resolved and kinds are checked in one walk. A faulty part becomes an
expression of type `error`, which fits everywhere, so that one mistake costs one diagnostic.

Here is what every part needs, and the leaves; lower_values.py has what computes a value, lower.py conditions and
rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from compiler import calendar
from compiler.advice import NUMBERS, expected, is_records
from compiler.composites import Maker
from compiler.declared import KINDS, Declared, Named, day_of
from compiler.expressions import AsOf, Const, Expr, FactRef, RuleRef
from compiler.operators import apply
from compiler.sight import Sight
from compiler.values import (
    BOOL,
    DATE,
    DECIMAL,
    INTEGER,
    MONEY,
    MONTH,
    PERCENT,
    PERIOD,
    TEXT,
    WORKDAYS,
    Type,
)
from dsl import nodes as n
from dsl.source import Span

ERROR = Type("error")


@dataclass(frozen=True)
class Base:
    """What every part of the lowering of one statement needs."""

    sight: Sight
    here: Declared
    records: frozenset[str] = frozenset()
    """Lists one of whose records is spoken of: that of a definition about records, and those of quantifiers around."""

    # ---- helpers ----

    def make(self, span: Span) -> Maker:
        place, holidays = self.here.place(span), self.sight.holidays
        told = (holidays, FactRef(holidays.name, DATE, place)) if holidays else None
        return Maker(place, self.sight.options, told)

    def call(self, op: str, span: Span, *args: Expr, type_: Type = BOOL) -> Expr:
        if any(a.type.kind == "error" for a in args):
            return Const(False, ERROR, self.here.place(span))
        return apply(self.make(span), op, args, type_)

    def fault(self, code: str, span: Span, **words: str) -> Const:
        self.sight.report(code, self.here.place(span), **words)
        return Const(False, ERROR, self.here.place(span))

    def wanted(self, expr: Expr, node: n.Node, *kinds: str) -> Expr:
        """The expression if it is of one of the kinds; else a fault."""
        if expr.type.kind in (*kinds, "error"):
            return expr
        return self.fault("E301", node.span, **expected(kinds, expr.type.kind))

    # ---- the public three ----

    def condition(self, node: n.Expr) -> Expr:
        """A yes/no expression."""
        return self.wanted(self.expr(node, BOOL), node, "bool")

    def value(self, node: n.Expr, type_: Type) -> Expr:
        """An expression that can be the value of something of this type."""
        expr = self.expr(node, type_)
        if expr.type.kind == "error" or type_.kind == "error":
            return expr
        if type_.kind == "money" and expr.type.kind == "money" and not expr.type.exact:
            return self.fault("E304", node.span)
        if type_.kind in ("decimal", "percent") and expr.type.kind in NUMBERS:
            return expr
        return self.wanted(expr, node, type_.kind)

    def constant(self, node: n.Expr, type_: Type) -> Const | None:
        """A literal or choice of this type."""
        expr = self.value(node, type_)
        return expr if isinstance(expr, Const) and expr.type.kind != "error" else None

    def elsewhere(self, declared: Declared) -> Base:
        """The same for a line that stands in another statement. What it says wrongly is reported there."""
        return replace(self, here=declared, sight=self.sight.quiet())

    def expr(self, node: n.Expr, hint: Type | None = None) -> Expr:
        """Any expression; `hint` tells which choices a bare word may be."""
        method = getattr(self, "_" + type(node).__name__.lower())
        lowered: Expr = method(node, hint)
        return lowered

    # ---- leaves ----

    def _word(self, node: n.Word, hint: Type | None) -> Expr:
        place = self.here.place(node.span)
        if hint and node.text in hint.choices:
            return Const(node.text, Type("enum", hint.choices), place)
        if hint and hint.kind == "enum" and self.sight.named(node.text) is None:
            if not hint.choices:
                return Const(False, ERROR, place)
            known = {"known": "、".join(hint.choices), "known_en": ", ".join(hint.choices)}
            return self.fault("E209", node.span, got=node.text, **known)
        named = self.sight.resolve(node, self.here)
        return self.reference(named, node) if named else Const(False, ERROR, place)

    def reference(self, named: Named, node: n.Word) -> Expr:
        """A fact, a parameter on the day asked about, or another definition."""
        place = self.here.place(node.span)
        if named.each and named.each not in self.records:
            if self.sight.broken(self.here.name):
                return Const(False, ERROR, place)
            return self.fault("E312", node.span, got=node.text, records=named.each)
        if named.type.kind == "records":
            return self.fault("E313", node.span, got=node.text, **is_records(node.text))
        if not named.is_fact:
            return RuleRef(named.name, named.type, place)
        if named.kind == "holidays":
            zh, en = KINDS[named.kind]
            return self.fault("E204", node.span, got=node.text, kind=zh, kind_en=en)
        if named.declared is not None:
            return self.parameter(named, named.declared, AsOf(DATE, place), node.span)
        return FactRef(named.name, named.type, place)

    def parameter(self, named: Named, declared: Declared, day: Expr, span: Span) -> Expr:
        """A parameter's value on a day: of the row of its statement for it, else what is supplied."""
        type_ = named.type
        supplied = FactRef(named.name, type_, self.here.place(span))
        args: list[Expr] = [day, supplied]
        for row in declared.lines(n.Row):
            place = declared.place(row.span)
            first, last = day_of(row.since), day_of(row.until, last=True)
            value = self.elsewhere(declared).constant(row.value, type_)
            if value is None:
                return Const(False, Type("error", type_.choices), place)
            bounds = (calendar.FIRST if first is None else first, calendar.LAST if last is None else last)
            args += [*(Const(b, DATE, place) for b in bounds), value]
        return self.call("value_on", span, *args, type_=type_)

    def _text(self, node: n.Text, hint: Type | None) -> Expr:
        if hint and node.text in hint.choices:
            return Const(node.text, Type("enum", hint.choices), self.here.place(node.span))
        return Const(node.text, TEXT, self.here.place(node.span))

    def _asof(self, node: n.AsOf, hint: Type | None) -> Expr:
        return AsOf(DATE, self.here.place(node.span))

    def _literal(self, node: n.Literal, hint: Type | None) -> Expr:
        place, value = self.here.place(node.span), node.value
        if node.kind == "month":
            assert isinstance(value, tuple)
            return Const(value[0] * 12 + value[1] - 1, MONTH, place)
        if node.kind == "date":
            assert isinstance(value, tuple)
            return Const(calendar.day(*value), DATE, place)
        if node.kind == "number":
            assert isinstance(value, Fraction)
            if value.denominator == 1:
                return Const(value.numerator, INTEGER, place)
            return Const(value, DECIMAL, place)
        if node.kind == "age":
            assert isinstance(value, tuple)
            return Const((value[0], 0, 0), PERIOD, place)
        types = {"percent": PERCENT, "money": MONEY, "period": PERIOD, "workdays": WORKDAYS, "bool": BOOL}
        return Const(value, types[node.kind], place)
