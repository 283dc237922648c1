"""Syntax -> checked expressions: what computes a number, an amount, a day; see lower_base.py."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from compiler import advice, calendar
from compiler.advice import NUMBERS, ORDERED
from compiler.declared import day_of
from compiler.expressions import Apply, Const, Expr, Quantified, RuleRef
from compiler.lower_base import ERROR, Base
from compiler.operators import OPERATORS
from compiler.values import BOOL, DATE, DECIMAL, INTEGER, MONEY, MONTH, UNROUNDED, Type
from dsl import nodes as n
from dsl.keywords import spelling
from dsl.source import Span

_ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_STEPS = {"fen": 1, "jiao": 10, "yuan": 100, "unit": 1}


@dataclass(frozen=True)
class Values(Base):
    """Lowers expressions that compute a value."""

    def _arithmetic(self, node: n.Arithmetic, hint: Type | None) -> Expr:
        left, right = self.expr(node.left), self.expr(node.right)
        if "error" in (left.type.kind, right.type.kind):
            return Const(False, ERROR, self.here.place(node.span))
        moved = self._moved(node, left, right)
        if moved is not None:
            return moved
        type_ = _arithmetic_type(node.op, left.type, right.type)
        if type_ is None:
            words = advice.no_sum(left.type.kind, right.type.kind)
            return self.fault("E303", node.span, op=_SIGNS[node.op], **words)
        return self.call(_ARITHMETIC[node.op], node.span, left, right, type_=type_)

    def _moved(self, node: n.Arithmetic, left: Expr, right: Expr) -> Expr | None:
        """A date plus a period or working days, a month plus months; None where it is something else."""
        kinds = (left.type.kind, right.type.kind)
        if node.op not in "+-":
            return None
        if kinds == ("date", "period"):
            return self.call("add_period" if node.op == "+" else "sub_period", node.span, left, right, type_=DATE)
        if kinds == ("date", "workdays"):
            op = "add_working_days" if node.op == "+" else "sub_working_days"
            return self.on_working_days(op, node.span, left, right, type_=DATE)
        if kinds == ("month", "period") and isinstance(right, Const) and isinstance(right.value, tuple):
            years, months, days = (int(x) for x in right.value)
            if not days:
                number = Const(years * 12 + months, INTEGER, right.place)
                return self.call(_ARITHMETIC[node.op], node.span, left, number, type_=MONTH)
        if kinds == ("month", "month") and node.op == "-":
            return self.call("sub", node.span, left, right, type_=INTEGER)
        return None

    def on_working_days(self, op: str, span: Span, *args: Expr, type_: Type = BOOL) -> Expr:
        """An operation that counts working days; a regulation without a calendar of holidays cannot."""
        if self.sight.holidays is None:
            return Const(False, ERROR, self.here.place(span)) if self.sight.lost_holidays else self.fault("E315", span)
        return self.call(op, span, *args, type_=type_)

    def _negative(self, node: n.Negative, hint: Type | None) -> Expr:
        operand = self.wanted(self.expr(node.operand), node.operand, *NUMBERS, "money")
        return self.call("neg", node.span, operand, type_=operand.type)

    def _call(self, node: n.Call, hint: Type | None) -> Expr:
        signature = OPERATORS[node.op].signature
        given, least = len(node.operands), 2 if signature is None else len(signature[0])
        if given < least or (signature is not None and given > least):
            word, word_en = (spelling("FUNCTION", node.op, lang) for lang in ("zh", "en"))
            words = advice.number_of_values(least, signature is not None, given)
            return self.fault("E321", node.span, op=word, op_en=word_en, **words)
        if signature is None:
            return self._extreme(node, hint)
        kinds, type_ = signature
        args = [self.wanted(self.expr(x), x, kind) for x, kind in zip(node.operands, kinds, strict=True)]
        if node.op == "next_working_day":
            return self.on_working_days(node.op, node.span, *args, type_=type_)
        return self.call(node.op, node.span, *args, type_=type_)

    def _extreme(self, node: n.Call, hint: Type | None) -> Expr:
        first = self.wanted(self.expr(node.operands[0], hint), node.operands[0], *ORDERED)
        args = [first, *(self.like(x, first) for x in node.operands[1:])]
        types = [a.type for a in args]
        type_ = next((t for t in types if t.kind != "integer"), types[0])
        exact = all(t.exact for t in types)
        return self.call(node.op, node.span, *args, type_=Type(type_.kind, exact=exact))

    def like(self, node: n.Expr, other: Expr) -> Expr:
        """An expression that can be compared with another."""
        expr = self.expr(node, other.type)
        kinds = NUMBERS if other.type.kind in NUMBERS else (other.type.kind,)
        return self.wanted(expr, node, *kinds) if other.type.kind != "error" else expr

    def _rounded(self, node: n.Rounded, hint: Type | None) -> Expr:
        operand = self.wanted(self.expr(node.operand), node.operand, "money", *NUMBERS)
        return self.rounded(operand, node.mode, node.unit, node)

    def rounded(self, operand: Expr, mode: str, unit: str | n.Literal, node: n.Node) -> Expr:
        """Rounded to a unit, or to a multiple of an amount or number."""
        money = operand.type.kind == "money"
        step: Expr
        if isinstance(unit, str):
            step = Const(_STEPS[unit], INTEGER, self.here.place(node.span))
        else:
            step = self.wanted(self.expr(unit), unit, *(("money",) if money else NUMBERS))
            if isinstance(step, Const) and step.type.kind != "error" and not step.value:
                return self.fault("E317", unit.span)
        whole = isinstance(step, Const) and isinstance(step.value, int)
        type_ = MONEY if money else INTEGER if whole else DECIMAL
        return self.call("round_" + mode, node.span, operand, step, type_=type_)

    def _tiers(self, node: n.Tiers, hint: Type | None) -> Expr:
        """Marginal rates: each of the part of the amount that lies in its tier."""
        operand = self.wanted(self.expr(node.operand), node.operand, "money", *NUMBERS)
        args, kinds = [operand], set()
        for tier in node.tiers:
            if tier.upto is not None:
                args.append(self.like(tier.upto, operand))
            rate = self.expr(tier.rate)
            wanted = NUMBERS if operand.type.kind == "money" else (*NUMBERS, "money")
            args.append(self.wanted(rate, tier.rate, *wanted))
            kinds.add(args[-1].type.kind)
        fault = self._unordered(node, args)
        if fault is not None:
            return fault
        money = "money" in (operand.type.kind, *kinds)
        exact = kinds <= {"money"} and operand.type.kind == "integer"
        type_ = (MONEY if exact else UNROUNDED) if money else INTEGER if kinds == {"integer"} else DECIMAL
        value = self.call("tiered", node.span, *args, type_=type_)
        return self.rounded(value, node.mode, node.unit, node) if node.mode and value.type.kind != "error" else value

    def _unordered(self, node: n.Tiers, args: list[Expr]) -> Expr | None:
        """The last tier is open above, bounds rise, rates are not negative: as far as they are plain numbers."""
        if node.tiers[-1].upto is not None or any(t.upto is None for t in node.tiers[:-1]):
            return self.fault("E316", node.tiers[-1].span, **advice.LAST_TIER)
        low: int | Fraction = 0
        for at, tier in enumerate(node.tiers):
            bound, rate = args[1 + 2 * at], args[min(2 + 2 * at, len(args) - 1)]
            if isinstance(rate, Apply) and rate.op == "neg":
                return self.fault("E316", tier.span, **advice.NEGATIVE_RATE)
            if tier.upto is not None and isinstance(bound, Const) and isinstance(bound.value, int | Fraction):
                if bound.value <= low and bound.type.kind != "error":
                    return self.fault("E316", tier.span, **advice.FALLING_BOUND)
                low = bound.value
        return None

    def _quantified(self, node: n.Quantified, hint: Type | None) -> Expr:
        """What is said of a list of records: in it the fields are those of one record."""
        named = self.sight.resolve(node.records, self.here)
        if named is None:
            return Const(False, ERROR, self.here.place(node.span))
        if named.type.kind != "records":
            return self.fault("E313", node.records.span, got=node.records.text, **advice.NO_RECORDS)
        inner = replace(self, records=self.records | {named.name})
        condition = inner.condition(node.condition) if node.condition else None
        return self._of_each(inner, node, named.name, condition)

    def _of_each(self, inner: Values, node: n.Quantified, name: str, condition: Expr | None) -> Expr:
        place, kind = self.here.place(node.span), node.op
        if node.value is None:
            if kind != "count":
                zh, en = (spelling("QUANTIFIER", kind, lang) for lang in ("zh", "en"))
                words = advice.CONDITION if kind in ("some", "every") else advice.AMOUNT
                return self.fault("E314", node.span, op=zh, op_en=en, records=node.records.text, **words)
            return Quantified(kind, name, condition, None, INTEGER, place)
        if kind in ("some", "every", "count"):
            value, type_ = inner.condition(node.value), INTEGER if kind == "count" else BOOL
        else:
            wanted = (*NUMBERS, "money") if kind == "total" else ORDERED
            value = inner.wanted(inner.expr(node.value), node.value, *wanted)
            type_ = value.type
        if "error" in (value.type.kind, condition.type.kind if condition else ""):
            return Const(False, ERROR, place)
        return Quantified(kind, name, condition, value, type_, place)

    def _ondate(self, node: n.OnDate, hint: Type | None) -> Expr:
        named = self.sight.resolve(node.name, self.here)
        day = self.wanted(self.expr(node.day), node.day, "date")
        if named is None or day.type.kind == "error":
            return Const(False, ERROR, self.here.place(node.span))
        if named.declared is None:
            words = advice.no_parameter(node.name.text, named.is_fact)
            return self.fault("E318", node.name.span, got=node.name.text, **words)
        return self.parameter(named, named.declared, day, node.span)

    def _asinforce(self, node: n.AsInForce, hint: Type | None) -> Expr:
        named = self.sight.resolve(node.name, self.here)
        if named is None:
            return Const(False, ERROR, self.here.place(node.span))
        day = day_of(node.day)
        windows = () if named.is_fact else named.windows
        if day is None or not any(day in window for window in windows):
            return self.fault("E318", node.name.span, got=node.name.text, **advice.no_text(windows))
        former = f"{named.name}@{calendar.iso(day)}"
        self.sight.former[former] = (named.name, day)
        return RuleRef(former, named.type, self.here.place(node.span))

    def _values(self, node: n.Values, hint: Type | None) -> Expr:
        items = [self.expr(x, hint) for x in node.items]
        if any(i.type.kind == "error" for i in items):
            return Const(False, ERROR, self.here.place(node.span))
        words = tuple(str(i.value) for i in items if isinstance(i, Const))
        return Const(words, Type("list", hint.choices if hint else ()), self.here.place(node.span))


def _arithmetic_type(op: str, left: Type, right: Type) -> Type | None:
    kinds = (left.kind, right.kind)
    if op in "+-":
        if kinds == ("money", "money"):
            return MONEY if left.exact and right.exact else UNROUNDED
        if all(k in NUMBERS for k in kinds):
            return INTEGER if kinds == ("integer", "integer") else DECIMAL
        return None
    if kinds[0] == "money" and kinds[1] in NUMBERS:
        return MONEY if op == "*" and kinds[1] == "integer" and left.exact else UNROUNDED
    if op == "*" and kinds[1] == "money" and kinds[0] in NUMBERS:
        return MONEY if kinds[0] == "integer" and right.exact else UNROUNDED
    if all(k in NUMBERS for k in kinds):
        return INTEGER if op == "*" and kinds == ("integer", "integer") else DECIMAL
    return None
