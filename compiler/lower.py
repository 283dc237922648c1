"""Syntax -> checked expressions: conditions, blocks and the bodies of rules; see lower_base.py."""

from __future__ import annotations

from dataclasses import dataclass

from compiler import calendar
from compiler.advice import NUMBERS, ORDERED
from compiler.expressions import AsOf, Const, Expr, Switch
from compiler.lower_base import ERROR
from compiler.lower_values import Values
from compiler.values import BOOL, DATE, KIND_NAMES, Type
from dsl import nodes as n
from dsl.keywords import LETTERS

_COMPARE = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}

__all__ = ["ERROR", "Lowering"]


@dataclass(frozen=True)
class Lowering(Values):
    """Lowers the expressions of one statement."""

    def _not(self, node: n.Not, hint: Type | None) -> Expr:
        return self.call("not", node.span, self.condition(node.operand))

    def _logic(self, node: n.Logic, hint: Type | None) -> Expr:
        return self.call(node.op, node.span, *(self.condition(x) for x in node.operands))

    def _compare(self, node: n.Compare, hint: Type | None) -> Expr:
        left = self.expr(node.left)
        right = self.expr(node.right, left.type)
        if {left.type.kind, right.type.kind} == {"bool"} and node.op in "=!=" and isinstance(right, Const):
            positive = (right.value is True) == (node.op == "=")
            return left if positive else self.call("not", node.span, left)
        if {left.type.kind, right.type.kind} == {"date", "month"}:
            return self.fault("E308", node.span)
        if not self._comparable(left, right, node.op):
            (lz, le), (rz, re) = KIND_NAMES[left.type.kind], KIND_NAMES[right.type.kind]
            return self.fault("E302", node.span, left=lz, left_en=le, right=rz, right_en=re)
        return self.call(_COMPARE[node.op], node.span, left, right)

    def _comparable(self, left: Expr, right: Expr, op: str) -> bool:
        kinds = {left.type.kind, right.type.kind}
        if "error" in kinds or (kinds <= set(NUMBERS)):
            return True
        if len(kinds) > 1:
            return False
        return (op in ("=", "!=") and kinds <= {"enum", "bool", "text"}) or kinds <= set(ORDERED)

    def _member(self, node: n.Member, hint: Type | None) -> Expr:
        operand = self.wanted(self.expr(node.operand), node.operand, "enum", "integer", "date", "month", "text")
        if operand.type.kind == "error":
            return operand
        values = [self.wanted(self.expr(v, operand.type), v, operand.type.kind) for v in node.values]
        return self.call("not_member" if node.negated else "member", node.span, operand, *values)

    def _between(self, node: n.Between, hint: Type | None) -> Expr:
        operand = self.wanted(self.expr(node.operand), node.operand, *ORDERED)
        return self.call("between", node.span, operand, self.like(node.low, operand), self.like(node.high, operand))

    def _within(self, node: n.Within, hint: Type | None) -> Expr:
        operand = self.wanted(self.expr(node.operand), node.operand, "date")
        start = self.wanted(self.expr(node.start), node.start, "date")
        period = self.wanted(self.expr(node.period), node, "period", "workdays")
        op = "within_rolled" if node.rolled else "within"
        if node.rolled or period.type.kind == "workdays":
            return self.on_working_days(op, node.span, operand, start, period)
        return self.call(op, node.span, operand, start, period)

    def _aged(self, node: n.Aged, hint: Type | None) -> Expr:
        birth = self.wanted(self.expr(node.birth), node.birth, "date")
        at: Expr = AsOf(DATE, self.here.place((node.span[1], node.span[1])))
        if node.at is not None:
            at = self.wanted(self.expr(node.at), node.at, "date")
        reached = self.expr(node.reached) if node.reached else None
        under = self.expr(node.under) if node.under else None
        if reached and under:
            return self.call("aged", node.span, birth, reached, under, at)
        years = reached or under
        assert years is not None
        return self.call("reached" if reached else "younger", node.span, birth, years, at)

    def _window(self, node: n.Window, hint: Type | None) -> Expr:
        tests = []
        for op, bound in (("since", node.since), ("until", node.until)):
            if bound is not None:
                day = self._bound(bound, last=op == "until")
                as_of = AsOf(DATE, self.here.place((node.span[0], node.span[0])))
                tests.append(self.call(op, node.span, as_of, self.wanted(day, bound, "date")))
        return tests[0] if len(tests) == 1 else self.call("and", node.span, *tests)

    def _bound(self, node: n.Expr, last: bool) -> Expr:
        """自 2021年1月 起: its first day; 至 2021年1月 止: its last."""
        if isinstance(node, n.Literal) and node.kind == "month":
            assert isinstance(node.value, tuple)
            year, month = node.value
            of_month = calendar.days_in_month(year, month) if last else 1
            return Const(calendar.day(year, month, of_month), DATE, self.here.place(node.span))
        return self.expr(node)

    # ---- blocks ----

    def _block(self, node: n.Block, hint: Type | None) -> Expr:
        neutral = node.kind == "all_of"
        items = [self._item(item, neutral) for item in node.items]
        op = {"all_of": "and", "any_of": "or", "none_of": "none_of"}[node.kind]
        return self.call(op, node.span, *items)

    def _item(self, item: n.Item, neutral: bool) -> Expr:
        """An item under an alternative counts only there; elsewhere it is the block's neutral element."""
        value = self.condition(item.value)
        if item.under is None or not self._known(item.under):
            return value
        other = Const(neutral, BOOL, self.here.place(item.span))
        letters = self._letters(item.under.reading)
        by = tuple((x, value if x == item.under.alternative else other) for x in letters)
        return Switch(item.under.reading, by, BOOL, self.here.place(item.span))

    def _cases(self, node: n.Cases, hint: Type | None) -> Expr:
        args: list[Expr] = []
        last = node.branches[-1]
        if last.condition is not None or any(b.condition is None for b in node.branches[:-1]):
            return self.fault("E307", last.span)
        for branch in node.branches:
            if branch.condition is not None:
                args.append(self.condition(branch.condition))
            args.append(self.value(branch.value, hint) if hint else self.expr(branch.value))
        return self.call("choose", node.span, *args, type_=hint or args[-1].type)

    def _known(self, under: n.Under) -> bool:
        """Is the alternative declared, and of a computable reading? Else a fault."""
        place = self.here.place(under.span)
        if self.sight.broken(under.reading):
            return False
        found = self.sight.letters(under.reading)
        if found is None:
            close = ", ".join(sorted(self.sight.world.letters))
            self.sight.report(
                "E205",
                place,
                got=under.reading,
                suggestion=f"已声明：{close}" if close else "先写 “读法 …” 语句",
                suggestion_en=f"declared: {close}" if close else 'write a "reading …" statement first',
            )
            return False
        letters, computable = found
        if not computable:
            self.sight.report("E211", place, reading=under.reading)
            return False
        if under.alternative not in letters:
            known = "、".join(LETTERS[x].zh[0] for x in letters)
            got, known_en = LETTERS[under.alternative].zh[0], ", ".join(letters)
            words = {"got": got, "got_en": under.alternative, "known": known, "known_en": known_en}
            self.sight.report("E206", place, reading=under.reading, **words)
            return False
        return True

    def _letters(self, reading: str) -> tuple[str, ...]:
        """The alternatives of a reading that is declared."""
        found = self.sight.letters(reading)
        assert found is not None
        return found[0]

    def body(self, bodies: list[n.Body], type_: Type) -> Expr | None:
        """The rule of a definition; None, with a fault, where it has none, or more than one."""
        if not bodies:
            self.sight.report("E305", self.here.place(), name=self.here.name)
            return None
        if bodies[0].under is None:
            if len(bodies) > 1:
                self.sight.report("E306", self.here.place(bodies[1].span), name=self.here.name)
            return self._typed_body(bodies[0], type_)
        reading = bodies[0].under.reading
        by = []
        for body in bodies:
            value = self._typed_body(body, type_)
            if body.under is None or body.under.reading != reading:
                self.sight.report("E306", self.here.place(body.span), name=self.here.name)
            elif not self._known(body.under):
                return None
            else:
                by.append((body.under.alternative, value))
        missing = [x for x in self._letters(reading) if x not in dict(by)]
        if missing:
            got = LETTERS[missing[0]].zh[0]
            self.sight.report("E310", self.here.place(bodies[0].span), reading=reading, got=got, got_en=missing[0])
            return None
        return Switch(reading, tuple(by), type_, self.here.place(bodies[0].span))

    def _typed_body(self, body: n.Body, type_: Type) -> Expr:
        if type_.kind == "bool":
            return self.condition(body.value)
        if type_.kind == "list" and not isinstance(body.value, n.Values | n.Cases):
            return self._values(n.Values(body.value.span, (body.value,)), type_)
        return self.value(body.value, type_)
