"""Syntax -> checked expressions: names are resolved and kinds are checked in one walk. A faulty part becomes an
expression of type `error`, which fits everywhere, so that one mistake costs one diagnostic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from compiler import calendar
from compiler.expressions import AsOf, Const, Expr, FactRef, RuleRef, Switch
from compiler.operators import Maker, apply
from compiler.scope import Declared, Scope
from compiler.values import (
    BOOL,
    DATE,
    DECIMAL,
    INTEGER,
    KIND_NAMES,
    MONEY,
    PERCENT,
    PERIOD,
    TEXT,
    UNROUNDED,
    Type,
)
from dsl import nodes as n
from dsl.keywords import LETTERS
from dsl.source import Span

ERROR = Type("error")
_NUMBERS = ("integer", "decimal", "percent")
_ORDERED = (*_NUMBERS, "money", "date")
_COMPARE = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_ARITHMETIC = {"+": "add", "-": "sub", "*": "mul", "/": "div"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_STEPS = {"fen": 1, "jiao": 10, "yuan": 100, "unit": 1}

Options = dict[str, tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class Lowering:
    """Lowers the expressions of one statement."""

    scope: Scope
    here: Declared
    options: Options
    letters: Mapping[str, tuple[str, ...]]

    # ---- helpers ----

    def _make(self, span: Span) -> Maker:
        return Maker(self.here.place(span), self.options)

    def _call(self, op: str, span: Span, *args: Expr, type_: Type = BOOL) -> Expr:
        if any(a.type.kind == "error" for a in args):
            return Const(False, ERROR, self.here.place(span))
        return apply(self._make(span), op, args, type_)

    def _fault(self, code: str, span: Span, **words: str) -> Const:
        self.scope.report(code, self.here.place(span), **words)
        return Const(False, ERROR, self.here.place(span))

    def _wanted(self, expr: Expr, node: n.Node, *kinds: str) -> Expr:
        """The expression if it is of one of the kinds; else a fault."""
        if expr.type.kind in (*kinds, "error"):
            return expr
        wanted, got = KIND_NAMES[kinds[0]], KIND_NAMES[expr.type.kind]
        return self._fault(
            "E301",
            node.span,
            expected=wanted[0],
            expected_en=wanted[1],
            got=got[0],
            got_en=got[1],
            suggestion="检查名字是不是写错了，或者补上比较，例如 “… 为 …”“… 不超过 …”",
            suggestion_en='see whether the name is right, or add a comparison such as "… is …"',
        )

    # ---- the public three ----

    def condition(self, node: n.Expr) -> Expr:
        """A yes/no expression."""
        return self._wanted(self.expr(node, BOOL), node, "bool")

    def value(self, node: n.Expr, type_: Type) -> Expr:
        """An expression that can be the value of something of this type."""
        expr = self.expr(node, type_)
        if expr.type.kind == "error" or type_.kind == "error":
            return expr
        if type_.kind == "money" and expr.type.kind == "money" and not expr.type.exact:
            return self._fault("E304", node.span)
        if type_.kind in ("decimal", "percent") and expr.type.kind in _NUMBERS:
            return expr
        return self._wanted(expr, node, type_.kind)

    def constant(self, node: n.Expr, type_: Type) -> Const | None:
        """A literal or choice of this type."""
        expr = self.value(node, type_)
        return expr if isinstance(expr, Const) and expr.type.kind != "error" else None

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
        if hint and hint.kind == "enum" and node.text not in self.scope.names:
            if not hint.choices:
                return Const(False, ERROR, place)
            return self._fault("E209", node.span, got=node.text, known="、".join(hint.choices))
        name = self.scope.resolve(node, self.here)
        if name is None:
            return Const(False, ERROR, place)
        make = FactRef if name in self.scope.facts else RuleRef
        return make(name, self.scope.types[name], place)

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
            return self._fault("E308", node.span, got=f"{value[0]}年{value[1]}月", got_en=f"{value[0]}-{value[1]:02d}")
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
        types = {"percent": PERCENT, "money": MONEY, "period": PERIOD, "bool": BOOL}
        return Const(value, types[node.kind], place)

    # ---- conditions ----

    def _not(self, node: n.Not, hint: Type | None) -> Expr:
        return self._call("not", node.span, self.condition(node.operand))

    def _logic(self, node: n.Logic, hint: Type | None) -> Expr:
        return self._call(node.op, node.span, *(self.condition(x) for x in node.operands))

    def _compare(self, node: n.Compare, hint: Type | None) -> Expr:
        left = self.expr(node.left)
        right = self.expr(node.right, left.type)
        if {left.type.kind, right.type.kind} == {"bool"} and node.op in "=!=" and isinstance(right, Const):
            positive = (right.value is True) == (node.op == "=")
            return left if positive else self._call("not", node.span, left)
        if not self._comparable(left, right, node.op):
            (lz, le), (rz, re) = KIND_NAMES[left.type.kind], KIND_NAMES[right.type.kind]
            return self._fault("E302", node.span, left=lz, left_en=le, right=rz, right_en=re)
        return self._call(_COMPARE[node.op], node.span, left, right)

    def _comparable(self, left: Expr, right: Expr, op: str) -> bool:
        kinds = {left.type.kind, right.type.kind}
        if "error" in kinds or (kinds <= set(_NUMBERS)):
            return True
        if len(kinds) > 1:
            return False
        return (op in ("=", "!=") and kinds <= {"enum", "bool", "text"}) or kinds <= set(_ORDERED)

    def _member(self, node: n.Member, hint: Type | None) -> Expr:
        operand = self._wanted(self.expr(node.operand), node.operand, "enum", "integer", "date", "text")
        if operand.type.kind == "error":
            return operand
        values = [self._wanted(self.expr(v, operand.type), v, operand.type.kind) for v in node.values]
        return self._call("not_member" if node.negated else "member", node.span, operand, *values)

    def _ordered(self, node: n.Expr, like: Expr) -> Expr:
        expr = self.expr(node, like.type)
        kinds = _NUMBERS if like.type.kind in _NUMBERS else (like.type.kind,)
        return self._wanted(expr, node, *kinds) if like.type.kind != "error" else expr

    def _between(self, node: n.Between, hint: Type | None) -> Expr:
        operand = self._wanted(self.expr(node.operand), node.operand, *_ORDERED)
        return self._call(
            "between", node.span, operand, self._ordered(node.low, operand), self._ordered(node.high, operand)
        )

    def _within(self, node: n.Within, hint: Type | None) -> Expr:
        operand = self._wanted(self.expr(node.operand), node.operand, "date")
        start = self._wanted(self.expr(node.start), node.start, "date")
        return self._call("within", node.span, operand, start, self._wanted(self.expr(node.period), node, "period"))

    def _aged(self, node: n.Aged, hint: Type | None) -> Expr:
        birth = self._wanted(self.expr(node.birth), node.birth, "date")
        at: Expr = AsOf(DATE, self.here.place((node.span[1], node.span[1])))
        if node.at is not None:
            at = self._wanted(self.expr(node.at), node.at, "date")
        reached = self.expr(node.reached) if node.reached else None
        under = self.expr(node.under) if node.under else None
        if reached and under:
            return self._call("aged", node.span, birth, reached, under, at)
        years = reached or under
        assert years is not None
        return self._call("reached" if reached else "younger", node.span, birth, years, at)

    def _window(self, node: n.Window, hint: Type | None) -> Expr:
        tests = []
        for op, bound in (("since", node.since), ("until", node.until)):
            if bound is not None:
                day = self._bound(bound, last=op == "until")
                as_of = AsOf(DATE, self.here.place((node.span[0], node.span[0])))
                tests.append(self._call(op, node.span, as_of, self._wanted(day, bound, "date")))
        return tests[0] if len(tests) == 1 else self._call("and", node.span, *tests)

    def _bound(self, node: n.Expr, last: bool) -> Expr:
        """自 2021年1月 起: its first day; 至 2021年1月 止: its last."""
        if isinstance(node, n.Literal) and node.kind == "month":
            assert isinstance(node.value, tuple)
            year, month = node.value
            of_month = calendar.days_in_month(year, month) if last else 1
            return Const(calendar.day(year, month, of_month), DATE, self.here.place(node.span))
        return self.expr(node)

    # ---- values ----

    def _arithmetic(self, node: n.Arithmetic, hint: Type | None) -> Expr:
        left, right = self.expr(node.left), self.expr(node.right)
        if "error" in (left.type.kind, right.type.kind):
            return Const(False, ERROR, self.here.place(node.span))
        if left.type.kind == "date" and right.type.kind == "period" and node.op in "+-":
            op = "add_period" if node.op == "+" else "sub_period"
            return self._call(op, node.span, left, right, type_=DATE)
        type_ = _arithmetic_type(node.op, left.type, right.type)
        if type_ is None:
            (lz, le), (rz, re) = KIND_NAMES[left.type.kind], KIND_NAMES[right.type.kind]
            return self._fault(
                "E303",
                node.span,
                left=lz,
                left_en=le,
                right=rz,
                right_en=re,
                op=_SIGNS[node.op],
                suggestion="金额可以加减金额、乘以数或百分比；日期可以加减时间长度，例如 “+ 2年”",
                suggestion_en='money adds to money and multiplies by a number; a date adds a period ("+ 2 years")',
            )
        return self._call(_ARITHMETIC[node.op], node.span, left, right, type_=type_)

    def _negative(self, node: n.Negative, hint: Type | None) -> Expr:
        operand = self._wanted(self.expr(node.operand), node.operand, *_NUMBERS, "money")
        return self._call("neg", node.span, operand, type_=operand.type)

    def _extreme(self, node: n.Extreme, hint: Type | None) -> Expr:
        first = self._wanted(self.expr(node.operands[0], hint), node.operands[0], *_ORDERED)
        args = [first, *(self._ordered(x, first) for x in node.operands[1:])]
        types = [a.type for a in args]
        type_ = next((t for t in types if t.kind != "integer"), types[0])
        exact = all(t.exact for t in types)
        return self._call(node.op, node.span, *args, type_=Type(type_.kind, exact=exact))

    def _rounded(self, node: n.Rounded, hint: Type | None) -> Expr:
        operand = self._wanted(self.expr(node.operand), node.operand, "money", *_NUMBERS)
        step = Const(_STEPS[node.unit], INTEGER, self.here.place(node.span))
        type_ = MONEY if operand.type.kind == "money" else INTEGER
        return self._call("round_" + node.mode, node.span, operand, step, type_=type_)

    def _values(self, node: n.Values, hint: Type | None) -> Expr:
        items = [self.expr(x, hint) for x in node.items]
        if any(i.type.kind == "error" for i in items):
            return Const(False, ERROR, self.here.place(node.span))
        words = tuple(str(i.value) for i in items if isinstance(i, Const))
        return Const(words, Type("list", hint.choices if hint else ()), self.here.place(node.span))

    # ---- blocks ----

    def _block(self, node: n.Block, hint: Type | None) -> Expr:
        neutral = node.kind == "all_of"
        items = [self._item(item, neutral) for item in node.items]
        op = {"all_of": "and", "any_of": "or", "none_of": "none_of"}[node.kind]
        return self._call(op, node.span, *items)

    def _item(self, item: n.Item, neutral: bool) -> Expr:
        """An item under an alternative counts only there; elsewhere it is the block's neutral element."""
        value = self.condition(item.value)
        if item.under is None or not self._known(item.under):
            return value
        other = Const(neutral, BOOL, self.here.place(item.span))
        letters = self.letters[item.under.reading]
        by = tuple((x, value if x == item.under.alternative else other) for x in letters)
        return Switch(item.under.reading, by, BOOL, self.here.place(item.span))

    def _cases(self, node: n.Cases, hint: Type | None) -> Expr:
        args: list[Expr] = []
        last = node.branches[-1]
        if last.condition is not None or any(b.condition is None for b in node.branches[:-1]):
            return self._fault("E307", last.span)
        for branch in node.branches:
            if branch.condition is not None:
                args.append(self.condition(branch.condition))
            args.append(self.value(branch.value, hint) if hint else self.expr(branch.value))
        return self._call("choose", node.span, *args, type_=hint or args[-1].type)

    def _known(self, under: n.Under) -> bool:
        """Is the alternative declared, and of a computable reading? Else a fault."""
        place = self.here.place(under.span)
        if under.reading in self.scope.broken:
            return False
        if under.reading not in self.letters:
            close = ", ".join(sorted(self.letters))
            self.scope.report(
                "E205",
                place,
                got=under.reading,
                suggestion=f"已声明：{close}" if close else "先写 “读法 …” 语句",
                suggestion_en=f"declared: {close}" if close else 'write a "reading …" statement first',
            )
            return False
        if self.scope.readings[under.reading].one(n.NotComputable):
            self.scope.report("E211", place, reading=under.reading)
            return False
        if under.alternative not in self.letters[under.reading]:
            known = "、".join(LETTERS[x].zh[0] for x in self.letters[under.reading])
            got, known_en = LETTERS[under.alternative].zh[0], ", ".join(self.letters[under.reading])
            words = {"got": got, "got_en": under.alternative, "known": known, "known_en": known_en}
            self.scope.report("E206", place, reading=under.reading, **words)
            return False
        return True

    def body(self, bodies: list[n.Body], type_: Type) -> Expr | None:
        """The rule of a definition; None, with a fault, where it has none, or more than one."""
        if not bodies:
            self.scope.report("E305", self.here.place(), name=self.here.name)
            return None
        if bodies[0].under is None:
            if len(bodies) > 1:
                self.scope.report("E306", self.here.place(bodies[1].span), name=self.here.name)
            return self._typed_body(bodies[0], type_)
        reading = bodies[0].under.reading
        by = []
        for body in bodies:
            value = self._typed_body(body, type_)
            if body.under is None or body.under.reading != reading:
                self.scope.report("E306", self.here.place(body.span), name=self.here.name)
            elif not self._known(body.under):
                return None
            else:
                by.append((body.under.alternative, value))
        missing = [x for x in self.letters[reading] if x not in dict(by)]
        if missing:
            got = LETTERS[missing[0]].zh[0]
            self.scope.report("E310", self.here.place(bodies[0].span), reading=reading, got=got, got_en=missing[0])
            return None
        return Switch(reading, tuple(by), type_, self.here.place(bodies[0].span))

    def _typed_body(self, body: n.Body, type_: Type) -> Expr:
        if type_.kind == "bool":
            return self.condition(body.value)
        if type_.kind == "list" and not isinstance(body.value, n.Values | n.Cases):
            return self._values(n.Values(body.value.span, (body.value,)), type_)
        return self.value(body.value, type_)


def _arithmetic_type(op: str, left: Type, right: Type) -> Type | None:
    kinds = (left.kind, right.kind)
    if op in "+-":
        if kinds == ("money", "money"):
            return MONEY if left.exact and right.exact else UNROUNDED
        if all(k in _NUMBERS for k in kinds):
            return INTEGER if kinds == ("integer", "integer") else DECIMAL
        return None
    if kinds[0] == "money" and kinds[1] in _NUMBERS:
        return MONEY if op == "*" and kinds[1] == "integer" and left.exact else UNROUNDED
    if op == "*" and kinds[1] == "money" and kinds[0] in _NUMBERS:
        return MONEY if kinds[0] == "integer" and right.exact else UNROUNDED
    if all(k in _NUMBERS for k in kinds):
        return INTEGER if op == "*" and kinds == ("integer", "integer") else DECIMAL
    return None
