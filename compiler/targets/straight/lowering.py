"""The straight-line form of a program: what is left of its formulas where nothing is known yet (partial.py), as
primitive operations over whole numbers, yes/no and words. A printer makes a language of it.

Dates are numbers yyyymmdd. `d + n years` is then `d + 10000 n`; where that names a 29 February that does not exist, the
day meant is the 28th (or 1 March), and a comparison with a real day `e` need not mend it:

    d + n years ≤ e    is  d + 10000 n ≤ reach(e), which is e, but the 29th on a 28 February of a common year
    d + n years < e    is  d + 10000 n < e
    the same with ≥ and > the other way round; rolling on to 1 March it is ≤ that needs no reach.

Amounts are whole numbers over a constant denominator, so that no fraction is left where a rule rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Any

from compiler.partial import Residual, strict
from compiler.program import Fact
from compiler.targets.straight.amounts import Amounts, NoRatio
from compiler.targets.straight.nodes import AS_OF, ASKING, Node, is_common, ymd
from compiler.unknowns import Everything

DATED = ("add_period", "sub_period", "add_years_rolling", "count_working_days", "roll", "first_day", "last_day")
_CONDITIONS = ("and", "or", "not", "le", "lt", "eq", "in")


class Lowering(Amounts):
    """Residuals -> nodes. A fact's node is `var` with its path; choices are numbered in the order of the fact, unless
    they are `words`. Where `raw` names amounts, their variables hold Decimal yuan, and `fen` makes whole fen of one."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        enquirer: Fact | None = None,
        raw: frozenset[str] = frozenset(),
        words: bool = False,
    ) -> None:
        super().__init__()
        self.facts, self.enquirer, self.raw, self.words = Everything(facts), enquirer, raw, words
        self._made: dict[tuple[Any, str], Node] = {}

    def fact(self, name: str) -> Fact | None:
        """The fact of a variable; None of the day asked about."""
        return self.enquirer if name == ASKING else None if name == AS_OF else self.facts[name]

    # ---- kinds ----

    def kind(self, part: Any) -> str:
        """date, text, bool, number, or '' where it cannot be told."""
        if not isinstance(part, Residual):
            if isinstance(part, bool):
                return "bool"
            return "text" if isinstance(part, str) else ""
        if part.op == "fact":
            fact = self.fact(part.args[0])
            kind = "date" if fact is None else fact.type.kind
            return "text" if kind == "enum" else kind if kind in ("date", "bool") else "number"
        if part.op in _CONDITIONS:
            return "bool"
        if part.op in DATED:
            return "date"
        if part.op in ("choose", "guard"):
            values = (*part.args[1::2], part.args[-1]) if part.op == "choose" else part.args[1:]
            return next((kind for kind in map(self.kind, values) if kind), "")
        if part.op in ("max", "min"):
            return next((kind for kind in map(self.kind, part.args) if kind), "number")
        return "number"

    def lower(self, part: Any, kind: str = "") -> Node:
        """The node of a formula; `kind` says what a constant in it is."""
        kind = self.kind(part) or kind
        key = (part if isinstance(part, Residual) else (part.__class__, part), kind)
        if key not in self._made:
            self._made[key] = self._lower(part, kind)
        return self._made[key]

    def _lower(self, part: Any, kind: str) -> Node:
        if not isinstance(part, Residual):
            dated = kind == "date" and isinstance(part, int) and not isinstance(part, bool)
            return self.constant(ymd(part) if dated else part)
        op, args = part.op, part.args
        if op == "fact":
            return self.given(args[0])
        if op in ("and", "or", "not"):
            return self.node(op, *(self.lower(a) for a in args))
        if op in ("le", "lt", "eq", "in"):
            return self._comparison(op, args)
        if op == "guard":
            return self.node("guard", self.lower(args[0]), self.lower(args[1], kind), na=True)
        if op == "choose" and kind != "number":
            last = len(args) - 1
            parts = [self.lower(a, kind if i % 2 or i == last else "bool") for i, a in enumerate(args)]
            return self.node("choose", *parts)
        return self._day(op, args) if kind == "date" else self.number(part)

    def given(self, name: str) -> Node:
        fact = self.fact(name)
        var = self.node("var", name)
        if fact is not None and fact.type.kind == "enum" and not self.words:
            return self.node("word", var, fact.type.choices)
        return self.node("fen", var) if name in self.raw else var

    # ---- comparisons ----

    def _comparison(self, op: str, args: Sequence[Any]) -> Node:
        kinds = [self.kind(a) for a in args]
        if "text" in kinds:
            return self._words(op, args)
        if "date" in kinds and op != "eq":
            return self._days(op, args[0], args[1])
        if "date" in kinds or "bool" in kinds:
            return self.node(op, *(self.lower(a, "date" if "date" in kinds else "bool") for a in args))
        try:
            (left, below), (right, under) = self.ratio(args[0]), self.ratio(args[1])
        except NoRatio:
            return self.node(op, *(self.polymorphic(a) for a in args))
        common = gcd(below, under)
        return self.node(op, self.times(left, under // common), self.times(right, below // common))

    def _words(self, op: str, args: Sequence[Any]) -> Node:
        """Of a choice its number is compared, where its values are constants."""
        first, *rest = args if not isinstance(args[0], str) or op == "in" else reversed(args)
        constant = all(isinstance(a, str) for a in rest)
        if isinstance(first, Residual) and first.op == "fact" and constant and not self.words:
            fact = self.fact(first.args[0])
            assert fact is not None
            numbers = sorted(fact.type.choices.index(a) for a in rest if a in fact.type.choices)
            if not numbers:
                return self.constant(False)
            return self.member(self.node("var", first.args[0]), numbers, len(fact.type.choices))
        if op == "in":
            return self.node("in", self.lower(first, "text"), *rest)
        return self.node(op, *(self.lower(a, "text") for a in args))

    def member(self, var: Node, numbers: Sequence[int], count: int) -> Node:
        """Is a choice one of these? Neighbours are a range."""
        low, high = numbers[0], numbers[-1]
        if len(numbers) == 1:
            return self.node("eq", var, self.constant(low))
        if len(numbers) < high - low + 1:
            return self.node("in", var, *numbers)
        bounds = [self.node("le", self.constant(low), var)] if low else []
        bounds += [self.node("le", var, self.constant(high))] if high < count - 1 else []
        return bounds[0] if len(bounds) == 1 else self.node("and", *bounds) if bounds else self.constant(True)

    def _days(self, op: str, left: Any, right: Any) -> Node:
        """A comparison of two days; a day more or less makes ≤ of <, or < of ≤."""
        for at_left, (turned, days) in ((True, ("le", 1)), (True, ("lt", -1)), (False, ("lt", 1)), (False, ("le", -1))):
            base, more = _without_days(left if at_left else right)
            if more == days and op == turned:
                other = "lt" if op == "le" else "le"
                return self._days(other, base, right) if at_left else self._days(other, left, base)
        early, late = self._shifted(left), self._shifted(right)
        if early is not None and (not early[1] or op == "le"):
            day = self.lower(right, "date")
            reach = self._reach(day) if op == "le" and not early[1] else day
            return self.node(op, early[0], reach)
        if late is not None and (not late[1] or op == "lt"):
            day = self.lower(left, "date")
            reach = self._reach(day) if op == "lt" and not late[1] else day
            return self.node(op, reach, late[0])
        return self.node(op, self.lower(left, "date"), self.lower(right, "date"))

    def _shifted(self, part: Any) -> tuple[Node, bool] | None:
        """A day some years on, not mended; and whether it would be rolled on to 1 March."""
        if not isinstance(part, Residual) or part.op not in DATED[:3] or isinstance(part.args[1], Residual):
            return None
        years, months, days = _period(part.op, part.args[1])
        if days or months % 12:
            return None
        return self._later(self.lower(part.args[0], "date"), years + months // 12), part.op == "add_years_rolling"

    def _later(self, day: Node, years: int) -> Node:
        if day.op == "const" and not day.na:
            return self.constant(day.args[0] + 10000 * years)
        return self.node("add", day, self.constant(10000 * years))

    def _reach(self, day: Node) -> Node:
        if day.op == "const" and not day.na:
            value = day.args[0]
            return self.constant(value + 1 if value % 10000 == 228 and is_common(value // 10000) else value)
        return self.node("reach", day)

    # ---- days ----

    def _day(self, op: str, args: Sequence[Any]) -> Node:
        if op in ("max", "min"):
            return self.node(op, *(self.lower(a, "date") for a in args))
        if op in ("first_day", "last_day"):
            return self.node(op, self.polymorphic(args[0]))
        day = self.lower(args[0], "date")
        if op not in DATED[:3]:
            return self.node(op, day, *args[1:])
        years, months, days = _period(op, args[1])
        if op == "add_years_rolling":
            return self.node("rolled", self._later(day, years))
        if years or months:
            count = years * 12 + months
            day = self.node("later", day, count) if count % 12 else self.node("clamped", self._later(day, count // 12))
        return self.node("days_after", day, days) if days else day


def _period(op: str, period: Any) -> tuple[int, int, int]:
    years, months, days = period
    return (-years, -months, -days) if op == "sub_period" else (years, months, days)


def _without_days(part: Any) -> tuple[Any, int]:
    """A day without the days that are added to it last, and their number."""
    if not isinstance(part, Residual) or part.op not in ("add_period", "sub_period"):
        return part, 0
    years, months, days = _period(part.op, part.args[1])
    base = part.args[0]
    period: Any = (years, months, 0)
    return (strict("add_period", [base, period]) if years or months else base), days
