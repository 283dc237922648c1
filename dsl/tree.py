"""Lark's reductions -> nodes. One method a rule of grammar.lark, in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from lark import Token, Transformer

from dsl import nodes as n
from dsl.keywords import ANY, LETTERS, LINE, NORM, TYPE
from dsl.lexer import Unreadable
from dsl.source import Span

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
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
_MAX_DIGITS = {"PERIOD": 6, "ORDINAL": 6}
_COMPARISONS = {"≤": "<=", "≥": ">=", "≠": "!="}


def _span(children: Sequence[Any]) -> Span:
    first, last = children[0], children[-1]
    start = first.start_pos if isinstance(first, Token) else first.span[0]
    end = last.end_pos if isinstance(last, Token) else last.span[1]
    return start or 0, end or 0


def _built(children: Sequence[Any]) -> list[Any]:
    return [c for c in children if not isinstance(c, Token)]


def _typed(children: Sequence[Any], kind: type) -> list[Any]:
    return [c for c in children if isinstance(c, kind)]


def _tokens(children: Sequence[Any], *types: str) -> list[Token]:
    return [c for c in children if isinstance(c, Token) and c.type in types]


def chinese_number(text: str) -> int:
    """三十六 -> 36; up to 百."""
    total = digit = 0
    for c in text:
        if c in "十百":
            total += (digit or 1) * {"十": 10, "百": 100}[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


class Builder(Transformer[Token, Any]):
    """Methods are called bottom-up with their children; Unreadable carries a fault of a literal out of the parse."""

    # ---- statements ----

    def _statement(self, children: list[Any]) -> n.Statement:
        keyword = children[0]
        words, texts, bodies = (_typed(children[1:], k) for k in (n.Word, n.Text, tuple))
        types = _tokens(children, "TYPE")
        return n.Statement(
            _span([c for c in children if not isinstance(c, tuple)]),
            str(keyword.type).lower(),
            words[0] if words else None,
            TYPE[types[0]].value if types else "",
            texts[0] if texts else None,
            bodies[0] if bodies else (),
        )

    fact = define = norm = service = note = pending = _statement

    def reading_of(self, children: list[Any]) -> n.Statement:
        token = children[1]
        name = n.Word((token.start_pos, token.end_pos), str(token))
        return self._statement([children[0], name, *children[2:]])

    def example(self, children: list[Any]) -> n.Statement:
        title = children[1]
        if isinstance(title, n.Word):
            return self._statement(children)
        return self._statement([children[0], n.Word(title.span, title.text), *children[2:]])

    def _lines(self, children: list[Any]) -> tuple[n.Line, ...]:
        return tuple(children)

    body_of_fact = body_of_definition = body_of_norm = body_of_service = _lines
    body_of_reading = body_of_example = body_of_note = _lines

    # ---- lines ----

    def property(self, children: list[Any]) -> n.Property:
        key = children[0]
        values = tuple(_built(children))
        return n.Property(_span(children), LINE[key].value, values)

    def reading(self, children: list[Any]) -> n.Word:
        return n.Word(_span(children), str(children[0]))

    def english(self, children: list[Any]) -> n.English:
        alias = _tokens(children, "NAME")
        return n.English(_span(children), str(alias[0]) if alias else None, children[-1])

    def choices(self, children: list[Any]) -> n.Choices:
        return n.Choices(_span([children[0], children[-1][1] or children[-1][0]]), tuple(_built(children)))

    def choice(self, children: list[Any]) -> tuple[n.Word, n.Text | None]:
        return children[0], (children[1] if len(children) > 1 else None)

    def range(self, children: list[Any]) -> n.Range:
        low, high = _built(children)
        return n.Range(_span(children), low, high)

    def constraint(self, children: list[Any]) -> n.Constraint:
        condition, refusal = _built(children)
        return n.Constraint(_span(children), condition, refusal)

    def given(self, children: list[Any]) -> n.Given:
        return n.Given(_span(children), children[-1])

    given_block = given

    def given_items(self, children: list[Any]) -> n.Given:
        items = _typed(children, n.Item)
        return n.Given(_span(children), n.Block(_span(items), "all_of", tuple(items)))

    def basis(self, children: list[Any]) -> n.Basis:
        ordinal = _tokens(children, "ORDINAL")
        number = int(re.sub(r"\D", "", _short(ordinal[0]))) if ordinal else None
        return n.Basis(_span(children), children[1], number)

    def alternative(self, children: list[Any]) -> n.Alternative:
        texts = _typed(children, n.Text)
        return n.Alternative(_span(children), LETTERS_BY_WORD[children[0]], texts[0], (texts[1:] or [None])[0])

    def settled(self, children: list[Any]) -> n.Settled:
        return n.Settled(_span(children), _built(children)[0])

    def not_computable(self, children: list[Any]) -> n.NotComputable:
        lang = "zh" if children[0].type == "NOT_COMPUTABLE" else "en"
        return n.NotComputable(_span(children), lang, children[-1])

    def calendar(self, children: list[Any]) -> n.Calendar:
        settings = tuple(_typed(children, tuple))
        return n.Calendar(_span([children[0], settings[-1][1]]), children[1], settings)

    def setting(self, children: list[Any]) -> tuple[str, n.Word]:
        return LETTERS_BY_WORD[children[0]], n.Word(_span(children[1:]), str(children[1]))

    def steps(self, children: list[Any]) -> n.Steps:
        return n.Steps(_span(children), tuple(_typed(children, n.Step)))

    def step(self, children: list[Any]) -> n.Step:
        words = _typed(children, n.Word)
        return n.Step(_span(children), words[0] if words else None, children[-1])

    def venue(self, children: list[Any]) -> n.Venue:
        return n.Venue(_span(children), None, tuple(_built(children)))

    def venue_if(self, children: list[Any]) -> n.Venue:
        condition, *texts = _built(children)
        return n.Venue(_span(children), condition, tuple(texts))

    def clause(self, children: list[Any]) -> n.Clause:
        modal = [i for i, c in enumerate(children) if isinstance(c, Token) and c.type == "MODALITY"]
        texts = children[modal[-1] + 1 :]
        return n.Clause(
            _span(children),
            bool(_tokens(children, "IMPLIED")),
            tuple(_built(children[: modal[0]])),
            tuple(NORM[children[i]].value for i in modal),
            texts[0] if len(texts) > 1 else None,
            texts[-1],
        )

    def on_day(self, children: list[Any]) -> n.OnDay:
        return n.OnDay(_span(children), children[1])

    def given_fact(self, children: list[Any]) -> n.GivenFact:
        return n.GivenFact(_span(children), children[0], children[2])

    def all_are(self, children: list[Any]) -> n.AllAre:
        value, *names = _built(children)
        return n.AllAre(_span(children), value, tuple(names))

    def switched(self, children: list[Any]) -> n.Switched:
        return n.Switched(_span(children), children[0])

    def expect_value(self, children: list[Any]) -> n.Expect:
        value = children[-1]
        values = value.items if isinstance(value, n.Values) else (value,)
        return n.Expect(_span(children), children[1], "value", values)

    def expect_unknown(self, children: list[Any]) -> n.Expect:
        names = _typed(children, tuple)
        end = [names[0][-1]] if names else []
        span = _span([c for c in children if not isinstance(c, tuple)] + end)
        return n.Expect(span, children[1], "unknown", names[0] if names else ())

    def missing(self, children: list[Any]) -> tuple[n.Word, ...]:
        return tuple(_built(children))

    def expect_not_applicable(self, children: list[Any]) -> n.Expect:
        return n.Expect(_span(children), children[1], "not_applicable", ())

    def expect_not_in_force(self, children: list[Any]) -> n.Expect:
        return n.Expect(_span(children), children[1], "not_in_force", ())

    def expect_refused(self, children: list[Any]) -> n.Expect:
        kind, *names = _built(children)
        return n.Expect(_span(children), kind, "refused", tuple(names))

    # ---- bodies ----

    def body(self, children: list[Any]) -> n.Body:
        under = _typed(children, n.Under)
        return n.Body(_span(children), under[0] if under else None, children[-1])

    body_below = body

    def under(self, children: list[Any]) -> n.Under:
        return n.Under(_span(children), str(children[1]), LETTERS_BY_WORD[children[2]])

    def block_kind(self, children: list[Any]) -> Token:
        keyword: Token = children[0]
        return keyword

    def block(self, children: list[Any]) -> n.Block:
        return n.Block(_span(children), str(children[0].type).lower(), tuple(_typed(children, n.Item)))

    def item(self, children: list[Any]) -> n.Item:
        under = _typed(children, n.Under)
        return n.Item(_span(children), under[0] if under else None, children[-1])

    def cases(self, children: list[Any]) -> n.Cases:
        return n.Cases(_span(children), tuple(_typed(children, n.Branch)))

    def branch(self, children: list[Any]) -> n.Branch:
        condition, value = _built(children)
        return n.Branch(_span(children), condition, value)

    def otherwise(self, children: list[Any]) -> n.Branch:
        return n.Branch(_span(children), None, children[-1])

    def rounded(self, children: list[Any]) -> n.Rounded:
        return n.Rounded(_span(children), children[0], str(children[1]), str(children[2]))

    def values(self, children: list[Any]) -> n.Values:
        return n.Values(_span(children), tuple(children))

    # ---- conditions ----

    def either(self, children: list[Any]) -> n.Logic:
        return n.Logic(_span(children), "or", tuple(_built(children)))

    def both(self, children: list[Any]) -> n.Logic:
        return n.Logic(_span(children), "and", tuple(_built(children)))

    def not_(self, children: list[Any]) -> n.Not:
        return n.Not(_span(children), children[1])

    def compare(self, children: list[Any]) -> n.Compare:
        left, op, right = children
        word = ANY[op].value if op in ANY else _COMPARISONS.get(op, str(op))
        return n.Compare(_span(children), ">" if word == "after" else word, left, right)

    def equal(self, children: list[Any]) -> n.Compare:
        return n.Compare(_span(children), "=", children[0], children[2])

    def unequal(self, children: list[Any]) -> n.Compare:
        return n.Compare(_span(children), "!=", children[0], children[2])

    def one_of(self, children: list[Any]) -> n.Member:
        operand, *values = _built(children)
        return n.Member(_span(children), operand, tuple(values), False)

    def none_in(self, children: list[Any]) -> n.Member:
        operand, *values = _built(children)
        return n.Member(_span(children), operand, tuple(values), True)

    def between(self, children: list[Any]) -> n.Between:
        operand, low, high = _built(children)
        return n.Between(_span(children), operand, low, high)

    def within(self, children: list[Any]) -> n.Within:
        operand, start, period = _built(children)
        return n.Within(_span(children), operand, start, period)

    def within_en(self, children: list[Any]) -> n.Within:
        operand, period, start = _built(children)
        return n.Within(_span(children), operand, start, period)

    def reached(self, children: list[Any]) -> n.Aged:
        parts = dict(zip([c.type for c in children if isinstance(c, Token)], _built(children)[1:], strict=True))
        return n.Aged(_span(children), children[0], parts["REACHED"], parts.get("UNDER_AGE"), parts.get("AT"))

    def younger(self, children: list[Any]) -> n.Aged:
        parts = dict(zip([c.type for c in children if isinstance(c, Token)], _built(children)[1:], strict=True))
        return n.Aged(_span(children), children[0], None, parts["UNDER_AGE"], parts.get("AT"))

    def window(self, children: list[Any]) -> n.Window:
        since, *until = _built(children)
        return n.Window(_span(children), since, until[0] if until else None)

    def window_until(self, children: list[Any]) -> n.Window:
        return n.Window(_span(children), None, _built(children)[0])

    # ---- values ----

    def arithmetic(self, children: list[Any]) -> n.Arithmetic:
        left, op, right = children
        sign = {"PLUS": "+", "MINUS": "-", "TIMES": "*", "DIVIDE": "/"}[op.type]
        return n.Arithmetic(_span(children), sign, left, right)

    def negative(self, children: list[Any]) -> n.Negative:
        return n.Negative(_span(children), children[1])

    def parenthesis(self, children: list[Any]) -> n.Expr:
        inner: n.Expr = children[1]
        return inner

    def extreme(self, children: list[Any]) -> n.Extreme:
        return n.Extreme(_span(children), ANY[" ".join(children[0].split())].value, tuple(_built(children)))

    def as_of(self, children: list[Any]) -> n.AsOf:
        return n.AsOf(_span(children))

    def name(self, children: list[Any]) -> n.Word:
        return n.Word(_span(children), str(children[0]))

    def text(self, children: list[Any]) -> n.Text:
        return n.Text(_span(children), str(children[0])[1:-1])

    def literal(self, children: list[Any]) -> n.Literal:
        token = _short(children[0])
        make = _LITERALS[token.type]
        kind, value = make(token)
        return n.Literal(_span(children), kind, value)

    period = bool = literal


def _short(token: Token) -> Token:
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
    match = re.fullmatch(r"(\d+|\D+?)\s*(周岁|年|个月|日|天|[a-z ]+)", token)
    assert match is not None
    amount, unit = match.groups()
    if unit == "周岁" or unit.endswith("old"):
        return "age", (_number(amount),)
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
