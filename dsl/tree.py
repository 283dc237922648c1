"""Lark's reductions of conditions and values -> nodes; statements and lines are in dsl/tree_lines.py. One method a rule
of grammar.lark, in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from lark import Token, Transformer

from dsl import nodes as n
from dsl.keywords import ANY, CALL, LETTERS, ROUNDINGS, UNITS
from dsl.lexer import Unreadable
from dsl.source import Span

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_PERIOD_UNITS = {
    "年": 0,
    "year": 0,
    "years": 0,
    "个月": 1,
    "month": 1,
    "months": 1,
    "日": 2,
    "天": 2,
    "day": 2,
    "days": 2,
}
_WORKDAYS = ("个工作日", "工作日", "working day", "working days")
_ROUNDINGS = {word.replace(" ", ""): mode for mode, words in ROUNDINGS.items() for word in words}
_UNITS = {word: unit for unit, words in UNITS.items() for word in words}
_MAX_DIGITS = {"PERIOD": 6, "ORDINAL": 6}
_COMPARISONS = {"≤": "<=", "≥": ">=", "≠": "!="}


def span_of(children: Sequence[Any]) -> Span:
    first, last = children[0], children[-1]
    start = first.start_pos if isinstance(first, Token) else first.span[0]
    end = last.end_pos if isinstance(last, Token) else last.span[1]
    return start or 0, end or 0


def built(children: Sequence[Any]) -> list[Any]:
    return [c for c in children if not isinstance(c, Token)]


def typed(children: Sequence[Any], kind: type) -> list[Any]:
    return [c for c in children if isinstance(c, kind)]


def tokens_of(children: Sequence[Any], *types: str) -> list[Token]:
    return [c for c in children if isinstance(c, Token) and c.type in types]


def chinese_number(text: str) -> int:
    """三十六 -> 36, 一千二百六十 -> 1260; below 100,000."""
    total = digit = 0
    for c in text:
        if c == "万":
            total, digit = (total + digit) * 10_000, 0
        elif c in _TENS:
            total, digit = total + (digit or 1) * _TENS[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


class Values(Transformer[Token, Any]):
    """Methods are called bottom-up with their children; Unreadable carries a fault of a literal out of the parse."""

    # ---- conditions ----

    def either(self, children: list[Any]) -> n.Logic:
        return n.Logic(span_of(children), "or", tuple(built(children)))

    def both(self, children: list[Any]) -> n.Logic:
        return n.Logic(span_of(children), "and", tuple(built(children)))

    def not_(self, children: list[Any]) -> n.Not:
        return n.Not(span_of(children), children[1])

    def compare(self, children: list[Any]) -> n.Compare:
        left, op, right = children
        word = ANY[op].value if op in ANY else _COMPARISONS.get(op, str(op))
        return n.Compare(span_of(children), ">" if word == "after" else word, left, right)

    def equal(self, children: list[Any]) -> n.Compare:
        return n.Compare(span_of(children), "=", children[0], children[2])

    def unequal(self, children: list[Any]) -> n.Compare:
        return n.Compare(span_of(children), "!=", children[0], children[2])

    def one_of(self, children: list[Any]) -> n.Member:
        operand, *values = built(children)
        return n.Member(span_of(children), operand, tuple(values), False)

    def none_in(self, children: list[Any]) -> n.Member:
        operand, *values = built(children)
        return n.Member(span_of(children), operand, tuple(values), True)

    def between(self, children: list[Any]) -> n.Between:
        operand, low, high = built(children)
        return n.Between(span_of(children), operand, low, high)

    def within(self, children: list[Any]) -> n.Within:
        operand, start, period = built(children)
        return n.Within(span_of(children), operand, start, period, bool(tokens_of(children, "ROLLED")))

    def within_en(self, children: list[Any]) -> n.Within:
        operand, period, start = built(children)
        return n.Within(span_of(children), operand, start, period, bool(tokens_of(children, "ROLLED")))

    def reached(self, children: list[Any]) -> n.Aged:
        parts = dict(zip([c.type for c in children if isinstance(c, Token)], built(children)[1:], strict=True))
        return n.Aged(span_of(children), children[0], parts["REACHED"], parts.get("UNDER_AGE"), parts.get("AT"))

    def younger(self, children: list[Any]) -> n.Aged:
        parts = dict(zip([c.type for c in children if isinstance(c, Token)], built(children)[1:], strict=True))
        return n.Aged(span_of(children), children[0], None, parts["UNDER_AGE"], parts.get("AT"))

    def window(self, children: list[Any]) -> n.Window:
        since, *until = built(children)
        return n.Window(span_of(children), since, until[0] if until else None)

    def window_until(self, children: list[Any]) -> n.Window:
        return n.Window(span_of(children), None, built(children)[0])

    # ---- values ----

    def arithmetic(self, children: list[Any]) -> n.Arithmetic:
        left, op, right = children
        sign = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/"}[op.type]
        return n.Arithmetic(span_of(children), sign, left, right)

    def negative(self, children: list[Any]) -> n.Negative:
        return n.Negative(span_of(children), children[1])

    def parenthesis(self, children: list[Any]) -> n.Expr:
        inner: n.Expr = children[1]
        return inner

    def call(self, children: list[Any]) -> n.Call:
        return n.Call(span_of(children), CALL[children[0]].value, tuple(built(children)))

    def quantified(self, children: list[Any]) -> n.Quantified:
        word, _, records, *rest = children
        parts = dict(zip([c.type for c in rest if isinstance(c, Token)], built(rest), strict=False))
        return n.Quantified(span_of(children), CALL[word].value, records, parts.get("IF"), parts.get("COLON"))

    def on_date(self, children: list[Any]) -> n.OnDate:
        return n.OnDate(span_of(children), children[0], children[2])

    def as_in_force(self, children: list[Any]) -> n.AsInForce:
        return n.AsInForce(span_of(children), children[0], children[2])

    def as_of(self, children: list[Any]) -> n.AsOf:
        return n.AsOf(span_of(children))

    def name(self, children: list[Any]) -> n.Word:
        return n.Word(span_of(children), str(children[0]))

    def text(self, children: list[Any]) -> n.Text:
        return n.Text(span_of(children), str(children[0])[1:-1])

    def literal(self, children: list[Any]) -> n.Literal:
        token = short(children[0])
        make = _LITERALS[token.type]
        kind, value = make(token)
        return n.Literal(span_of(children), kind, value)

    period = bool = moment = day = multiple = literal

    def rounded(self, children: list[Any]) -> n.Rounded:
        return n.Rounded(span_of(children), children[0], *self._rounding(children[1:]))

    def _rounding(self, children: list[Any]) -> tuple[str, str | n.Literal]:
        """The mode of a ROUND token, and the unit or the number that follows it."""
        mode, unit = children
        return _ROUNDINGS["".join(mode.split())], _UNITS[unit] if isinstance(unit, Token) else unit


def short(token: Token) -> Token:
    """The token, unless it is a number nobody means."""
    if len(re.sub(r"\D", "", token)) <= _MAX_DIGITS.get(token.type, 18):
        return token
    words = {
        "problem": f"数字 “{token[:12]}…” 太长",
        "problem_en": f'the number "{token[:12]}…" is too long',
        "advice": "检查是不是多写了数字",
        "advice_en": "see whether there are digits too many",
    }
    raise Unreadable("E112", token.start_pos or 0, token.end_pos or 0, **words)


def _unreadable(code: str, token: Token) -> Unreadable:
    return Unreadable(code, token.start_pos or 0, token.end_pos or 0, got=str(token))


def _date(token: Token) -> tuple[str, tuple[int, ...]]:
    parts = [int(p) for p in re.findall(r"\d+", token)]
    year, month, day = parts if len(parts) == 3 else (parts[0], 12, 31)
    try:
        date(year, month, day)
    except ValueError:
        raise _unreadable("E104", token) from None
    return "date", (year, month, day)


def _month(token: Token) -> tuple[str, tuple[int, ...]]:
    year, month = (int(p) for p in re.findall(r"\d+", token))
    if not (1 <= month <= 12 and year):
        raise _unreadable("E104", token)
    return "month", (year, month)


def _period(token: Token) -> tuple[str, tuple[int, ...]]:
    match = re.fullmatch(r"(\d+|\D+?)\s*(周岁|年|个月|个?工作日|日|天|[a-z ]+)", token)
    assert match is not None
    amount, unit = match[1], " ".join(match[2].split())
    if unit == "周岁" or unit.endswith("old"):
        return "age", (_number(amount),)
    if unit in _WORKDAYS:
        return "workdays", (_number(amount),)
    parts = [0, 0, 0]
    parts[_PERIOD_UNITS[unit]] = _number(amount)
    return "period", tuple(parts)


def _money(token: Token) -> tuple[str, int]:
    amount = re.sub(r"[^\d.]", "", token)
    if len(amount.partition(".")[2]) > 2:
        raise _unreadable("E105", token)
    return "money", int(Fraction(amount) * 100)


def _percent(token: Token) -> tuple[str, Fraction]:
    if token.startswith("百分之"):
        return "percent", Fraction(chinese_number(token[3:]), 100)
    return "percent", Fraction(token.rstrip("%").strip()) / 100


_LITERALS: dict[str, Any] = {
    "NUMBER": lambda t: ("number", Fraction(str(t))),
    "PERCENT": _percent,
    "MONEY": _money,
    "DATE": _date,
    "MONTH": _month,
    "PERIOD": _period,
    "YES": lambda t: ("bool", True),
    "NO": lambda t: ("bool", False),
}
LETTERS_BY_WORD = {word: row.value for row in LETTERS.values() for word in (*row.zh, *row.en)}
