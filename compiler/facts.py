"""Facts, dated parameters and holiday calendars: statements -> what a request is checked against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from compiler.advice import EXCHANGE, both_open, calendars_apart
from compiler.claims import Claim
from compiler.declared import Declared, choices_of, day_of
from compiler.expressions import FactRef, Quantified, everything
from compiler.lower import Lowering
from compiler.program import Constraint, Fact, Row, Text, Window
from compiler.request import KINDS
from compiler.scope import Scope
from compiler.sight import Sight
from compiler.values import KIND_NAMES, LIMITS, MILLIONTHS, Type
from compiler.workdays import Holidays
from dsl import nodes as n
from dsl.diagnostics import Diagnostic
from dsl.keywords import PROPERTY_VALUES, WORDS

_SUPPORTED = ("bool", "integer", "decimal", "percent", "money", "date", "month", "enum", "records")


def bad_value(declared: Declared, word: n.Word | n.Text, key: str, known: Mapping[str, str]) -> Diagnostic:
    """A word that is none of those known to a line."""
    line, line_en = WORDS[key]
    words = {"line": line, "line_en": line_en, "known": "、".join(known), "known_en": ", ".join(known.values())}
    return Diagnostic("E210", declared.place(word.span), {"got": word.text, **words})


@dataclass(frozen=True)
class Facts:
    """Makes the facts of a rule file; `lowering` and `claim` belong to one statement."""

    sight: Sight
    lowering: Callable[[Declared], Lowering]
    claim: Callable[[Declared], Claim | None]

    def made(self, declared: Declared) -> Fact | None:
        """The fact that a statement declares; None of a calendar of holidays that another one continues."""
        if declared.node.kind == "fact":
            return self._fact(declared)
        if declared.node.kind == "parameter":
            return self._parameter(declared)
        holidays = self.sight.holidays
        return self._calendar_fact(declared) if holidays and holidays.name == declared.name else None

    def _fact(self, declared: Declared) -> Fact:
        english, type_ = declared.one(n.English), self.sight.meant(declared.name).type
        constraints = tuple(self._constraint(declared, line) for line in declared.lines(n.Constraint))
        default = declared.texts("norm_default")
        self._may_be(declared, type_, "事实", "fact")
        return Fact(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            type_,
            declared.said("ask"),
            declared.said("hint"),
            choices_of(declared),
            declared.text("entity"),
            self._property(declared, "source"),
            self._property(declared, "change"),
            self._property(declared, "change_if_future"),
            self._limits(declared, type_),
            default[0] if default else None,
            constraints,
            declared.both("remark"),
            declared.place(),
            self.sight.meant(declared.name).each,
        )

    def _may_be(self, declared: Declared, type_: Type, zh: str, en: str) -> None:
        """Reports a type that no fact, or no parameter, has."""
        if type_.kind == "enum" and not type_.choices:
            self.sight.report(
                "E115", declared.place(), statement="选项", line="取值", statement_en="enum", line_en="values"
            )
        if type_.kind not in _SUPPORTED or (type_.kind == "records" and declared.node.kind == "parameter"):
            got, got_en = KIND_NAMES[type_.kind]
            self.sight.report("E311", declared.place(), line=zh, line_en=en, got=got, got_en=got_en)

    def _property(self, declared: Declared, key: str) -> str:
        line = next((p for p in declared.lines(n.Property) if p.key == key), None)
        if line is None:
            return ""
        known, word = PROPERTY_VALUES[key], line.values[0]
        if word.text in known:
            return known[word.text]
        if word.text not in known.values():
            self.sight.found.append(bad_value(declared, word, key, known))
        return word.text

    def _limits(self, declared: Declared, type_: Type) -> tuple[int, int] | None:
        line = declared.one(n.Range)
        if line is None:
            return None
        lowering = self.lowering(declared)
        like = Type("integer") if type_.kind == "records" else type_
        low, high = (_whole(lowering.constant(x, like), type_) for x in (line.low, line.high))
        if low is None or high is None:
            return None
        if low > high:
            self.sight.report("E309", declared.place(line.span), **_UPSIDE_DOWN)
            return None
        if type_.kind == "records" and (low or high > LIMITS["records"][1]):
            self.sight.report("E309", declared.place(line.span), **_TOO_MANY)
            return None
        return low, high

    def _constraint(self, declared: Declared, line: n.Constraint) -> Constraint:
        condition = self.lowering(declared).condition(line.condition)
        if line.refusal.text not in KINDS:
            known = ", ".join(KINDS)
            self.sight.report("E208", declared.place(line.refusal.span), got=line.refusal.text, known=known)
        parts = list(everything(condition))
        names = dict.fromkeys(
            x.name if isinstance(x, FactRef) else x.records for x in parts if isinstance(x, FactRef | Quantified)
        )
        return Constraint(condition, line.refusal.text, tuple(names))

    # ---- parameters: known from a table, or supplied ----

    def _parameter(self, declared: Declared) -> Fact:
        rows = tuple(self._rows(declared))
        return self._supplied(declared, rows)

    def _supplied(self, declared: Declared, rows: tuple[Row, ...]) -> Fact:
        english, type_ = declared.one(n.English), self.sight.meant(declared.name).type
        self._may_be(declared, type_, "参数", "parameter")
        return Fact(
            declared.name,
            english.alias if english and english.alias else "",
            declared.label(),
            type_,
            Text(""),
            Text(""),
            choices_of(declared),
            "",
            "register",
            "parameter",
            "",
            self._limits(declared, type_),
            None,
            (),
            declared.both("remark"),
            declared.place(),
            parameter=True,
            rows=rows,
            claim=self.claim(declared),
            part=declared.part,
        )

    def _rows(self, declared: Declared) -> Iterator[Row]:
        lowering, type_ = self.lowering(declared), self.sight.meant(declared.name).type
        before: list[tuple[Window, n.Row]] = []
        for line in declared.lines(n.Row):
            window = Window(day_of(line.since), day_of(line.until, last=True))
            if window.since is not None and window.until is not None and window.since > window.until:
                self.sight.report("E320", declared.place(line.span), **EXCHANGE)
                continue
            clash = next(((words, other) for w, other in before if (words := both_open(w, window))), None)
            if clash is not None:
                words, other = clash
                related = ((declared.place(other.span), declared.place(other.span).text),)
                self.sight.found.append(Diagnostic("E322", declared.place(line.span), words, related))
            before.append((window, line))
            value = lowering.constant(line.value, type_)
            if value is not None and not isinstance(value.value, tuple | Holidays):
                yield Row(window, value.value, line.cited.text, declared.place(line.span))

    # ---- holidays ----

    def _calendar_fact(self, declared: Declared) -> Fact:
        """What stands for a day that the calendar does not reach: an agency may say it."""
        return self._supplied(declared, ())


_UPSIDE_DOWN = {
    "problem": "范围的下限大于上限",
    "problem_en": "the range's low end is above its high end",
    "advice": "把两个数对调",
    "advice_en": "exchange the two numbers",
}
_MOST = LIMITS["records"][1]
_TOO_MANY = {
    "problem": f"记录的范围要从 0 写起，最多 {_MOST} 条",
    "problem_en": f"a range of records begins with 0 and ends with {_MOST} at most",
    "advice": "例如 “范围 0 至 12”",
    "advice_en": 'write for example "range 0 to 12"',
}


def _whole(constant: object, type_: Type) -> int | None:
    """A limit as the search counts it: a whole number, of millionths for decimals."""
    value = getattr(constant, "value", None)
    if type_.kind in ("decimal", "percent") and isinstance(value, int | Fraction):
        return int(Fraction(value) * MILLIONTHS)
    return value if isinstance(value, int) else None


def holidays_of(scope: Scope) -> Holidays | None:
    """The calendar that the regulation's holiday statements make together; each begins where the one before ends."""
    statements = [d for d, *_ in scope.facts.values() if d.node.kind == "holidays"]
    known = sorted(((*_covered(scope, d), d) for d in statements), key=lambda row: row[0])
    if not known:
        return None
    for (_, end, _), (start, last, declared) in pairwise(known):
        if start != end + 1:
            line = declared.one(n.Covers)
            assert line is not None
            scope.report("E323", declared.place(line.span), **calendars_apart(end, start, last))
    closed, opened = (frozenset(_days(scope, known, key)) for key in ("closed", "open"))
    return Holidays(known[-1][2].name, known[0][0], known[-1][1], closed, opened - closed)


def _covered(scope: Scope, declared: Declared) -> tuple[int, int]:
    line = declared.one(n.Covers)
    return (_span(scope, declared, line.first, line.last) if line else None) or (1, 0)


def _span(scope: Scope, declared: Declared, start: n.Literal, end: n.Literal | None) -> tuple[int, int] | None:
    """The first and the last day; they are exchanged, with a fault, where they are the wrong way round."""
    first, last = day_of(start), day_of(end or start)
    if first is None or last is None:
        return None
    if first > last:
        scope.report("E320", declared.place((start.span[0], (end or start).span[1])), **EXCHANGE)
    return min(first, last), max(first, last)


def _days(scope: Scope, known: list[tuple[int, int, Declared]], key: str) -> Iterator[int]:
    """The days of all lines of a kind: each within what its statement covers."""
    for first, last, declared in known:
        for line in declared.lines(n.Days):
            for start, end in line.spans if line.key == key else ():
                span = _span(scope, declared, start, end)
                if span is None:
                    continue
                if not first <= span[0] <= span[1] <= last:
                    scope.report("E324", declared.place((start.span[0], (end or start).span[1])))
                    continue
                yield from range(span[0], span[1] + 1)
