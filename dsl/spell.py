"""Expressions -> canonical text, in Chinese or English keywords.

A tree says what is meant; how it was said (`不晚于` or `≤`, `2021年底` or `2021-12-31`, brackets for clarity) is read
from the statement's own tokens and kept where the language stays the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction

from lark import Token

from dsl import nodes as n
from dsl.keywords import ANY, CALL, ROUNDINGS, UNITS, spelling
from dsl.lexer import half_width, tokens

_CJK = re.compile(r"[\u4e00-\u9fff]")
_SYMBOLS = {"<=": "≤", ">=": "≥", "!=": "≠"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_QUOTES = {"zh": ("「」", '""', "“”"), "en": ('""', "「」", "“”")}
_TIGHT_LEFT = {"zh": '（）：，、」"”', "en": "("}
_TIGHT_RIGHT = {"zh": '（）：，、「"“', "en": "),:"}
_UNITS_ZH = ("年", "个月", "日")
_UNITS_EN = ("year{}", "month{}", "day{}")
_OTHER_UNITS = {"age": ("周岁", "year{} old"), "workdays": ("个工作日", "working day{}")}
_ATOMS = n.Word | n.Text | n.Literal | n.AsOf | n.Call | n.Quantified


class Speller:
    """Spells the parts of one statement."""

    def __init__(self, text: str, lang: str) -> None:
        self.source, self.lang = text, lang
        self.tokens = [t for t in tokens(text) if t.type not in ("_NL", "_INDENT", "_DEDENT")]
        self.starts = [t.start_pos or 0 for t in self.tokens]
        self.closing = dict(self._brackets())

    def _brackets(self) -> Iterable[tuple[int, int]]:
        """Each opening parenthesis with its closing one, as indexes of tokens."""
        opened: list[int] = []
        for i, token in enumerate(self.tokens):
            if token.type == "LPAR":
                opened.append(i)
            elif token.type == "RPAR" and opened:
                yield opened.pop(), i

    # ---- words ----

    def key(self, token: str, value: str = "") -> str:
        return spelling(token, value or token.lower(), self.lang)

    def join(self, *parts: str) -> str:
        """Parts with the spaces that belong between them."""
        line = ""
        for part in parts:
            tight = not line or not part or line[-1] in _TIGHT_LEFT[self.lang] or part[0] in _TIGHT_RIGHT[self.lang]
            line += part if tight else " " + part
        return line

    def series(self, parts: Iterable[str]) -> str:
        return {"zh": "、", "en": ", "}[self.lang].join(parts)

    def comma(self, *parts: str) -> str:
        """In Chinese a comma stands before 否则, 因为, 缺, 四舍五入 …; in English nothing does."""
        return self.join("，" if self.lang == "zh" else "", *parts)

    def pause(self, before: str, *parts: str) -> str:
        """With a comma between them in both languages."""
        return self.join(before, "，" if self.lang == "zh" else ",", *parts)

    def call(self, word: str, inside: str) -> str:
        return f"{word}（{inside}）" if self.lang == "zh" else f"{word} ({inside})"

    def colon(self, before: str, after: str = "") -> str:
        if self.lang == "zh":
            return f"{before}：{after}"
        return f"{before}: {after}" if after else f"{before}:"

    def text(self, node: n.Text | None) -> str:
        """In the language's quotation marks, or the first that the text itself does not contain."""
        if node is None:
            return ""
        plain = half_width(node.text)
        marks = next(m for m in _QUOTES[self.lang] if not set(m) & set(plain))
        return f"{marks[0]}{node.text}{marks[1]}"

    def name(self, node: n.Word | n.Text) -> str:
        return node.text if isinstance(node, n.Word) else self.text(node)

    def under(self, node: n.Under) -> str:
        return self.join(self.key("UNDER"), node.reading, self.key("ALT", node.alternative))

    def typed(self, after: int, before: int, *types: str) -> Token:
        """The token of one of these types between two places."""
        found = self.tokens[bisect_left(self.starts, after) : bisect_left(self.starts, before)]
        return next(t for t in found if t.type in types)

    # ---- expressions ----

    def expr(self, node: n.Expr) -> str:
        spelled = self._bare(node)
        if isinstance(node, _ATOMS) or not self._in_brackets(node):
            return spelled
        return f"（{spelled}）" if self.lang == "zh" else f"({spelled})"

    def _in_brackets(self, node: n.Expr) -> bool:
        """Did the author put the expression in parentheses? One pair is kept."""
        first, after = bisect_left(self.starts, node.span[0]), bisect_left(self.starts, node.span[1])
        while first > 0 and self.tokens[first - 1].type == "LPAR":
            first -= 1
            if self.closing.get(first, -1) >= after:
                rest = self.tokens[after : self.closing[first]]
                return all(t.type == "RPAR" for t in rest) and not self._is_call(first)
        return False

    def _is_call(self, index: int) -> bool:
        return index > 0 and self.tokens[index - 1].type in ("FUNCTION", "QUANTIFIER")

    def _bare(self, node: n.Expr) -> str:
        match node:
            case n.Word() | n.Text():
                return self.name(node)
            case n.Literal():
                return self.literal(node)
            case n.Values():
                return self.series(self.expr(x) for x in node.items)
            case n.Arithmetic():
                return self.join(self.expr(node.left), _SIGNS[node.op], self.expr(node.right))
            case n.Negative():
                return "−" + self.expr(node.operand)
            case n.Call():
                word = self._like(self.typed(node.span[0], node.span[1], "FUNCTION"))
                return self.call(word, self.series(self.expr(x) for x in node.operands))
            case n.Quantified():
                return self._quantified(node)
            case n.OnDate():
                return self.join(node.name.text, self.key("AT"), self.expr(node.day))
            case n.AsInForce():
                return self.join(node.name.text, self.key("AS_IN_FORCE"), self.literal(node.day))
            case n.Rounded():
                return self.rounded(node.operand, node.mode, node.unit)
            case n.Not():
                return self.join(self.key("NOT"), self.expr(node.operand))
            case n.Logic():
                return self._logic(node)
            case _:
                return self._condition(node)

    def rounded(self, operand: n.Expr, mode: str, unit: str | n.Literal) -> str:
        zh = self.lang == "zh"
        word = ROUNDINGS[mode][not zh]
        if isinstance(unit, n.Literal):
            return self.join(self.expr(operand), self.comma(word, self.literal(unit)))
        name = UNITS[unit][not zh]
        return self.join(self.expr(operand), self.comma(f"{word}{name}" if zh else f"{word} {name}"))

    def _quantified(self, node: n.Quantified) -> str:
        inside = node.records.text
        if node.condition is not None:
            inside = self.pause(inside, self.key("IF"), self.expr(node.condition))
        if node.value is not None:
            inside = self.colon(inside, self.expr(node.value))
        return self.call(self.key("QUANTIFIER", node.op), inside)

    def _logic(self, node: n.Logic) -> str:
        word = self.key(node.op.upper())
        parts = [part for operand in node.operands for part in (word, self.expr(operand))]
        return self.join(*parts[1:])

    def _condition(self, node: n.Expr) -> str:
        match node:
            case n.AsOf():
                return self.key("AS_OF")
            case n.Compare():
                token = self.typed(node.left.span[1], node.right.span[0], "CMP", "AFTER", "IS", "IS_NOT")
                return self.join(self.expr(node.left), self._like(token), self.expr(node.right))
            case n.Member():
                word = self.key("NONE_IN" if node.negated else "ONE_OF")
                return self.join(self.expr(node.operand), word, self.series(self.expr(v) for v in node.values))
            case n.Between() | n.Within():
                return self._placed(node)
            case n.Aged():
                return self._aged(node)
            case n.Window():
                return self.window(node)
            case _:
                raise AssertionError(node)

    def _placed(self, node: n.Between | n.Within) -> str:
        """Two forms whose words stand in another order in the other language."""
        e, k = self.expr, self.key
        match node, self.lang:
            case n.Between(), "zh":
                return self.join(e(node.operand), k("IN"), e(node.low), k("TO"), e(node.high), k("BETWEEN_END"))
            case n.Between(), _:
                return self.join(e(node.operand), k("BETWEEN"), e(node.low), k("AND"), e(node.high))
            case n.Within(), "zh":
                period = self.literal(node.period) + k("WITHIN_END")
                return self._rolled(node, self.join(e(node.operand), k("IN"), e(node.start), k("POST"), period))
            case n.Within(), _:
                period = self.literal(node.period)
                return self._rolled(node, self.join(e(node.operand), k("WITHIN"), period, k("AFTER"), e(node.start)))
            case _:
                raise AssertionError(node)

    def _rolled(self, node: n.Within, spelled: str) -> str:
        return self.pause(spelled, self.key("ROLLED")) if node.rolled else spelled

    def _aged(self, node: n.Aged) -> str:
        parts = [self.expr(node.birth)]
        for word, period in (("REACHED", node.reached), ("UNDER_AGE", node.under)):
            if period is not None:
                parts += [self.key(word), self.literal(period)]
        if node.at is not None:
            return self.pause(self.join(*parts), self.key("AT"), self.expr(node.at))
        return self.join(*parts)

    def window(self, node: n.Window | n.Force | n.Row) -> str:
        parts: list[str] = []
        zh = self.lang == "zh"
        if node.since is not None:
            parts += [self.key("SINCE"), self.expr(node.since), self.key("SINCE_END") if zh else ""]
        if node.until is not None:
            until = self.expr(node.until)
            parts += [self.key("TO"), until, self.key("UNTIL_END")] if zh else [self.key("UNTIL"), until]
        return self.join(*(part for part in parts if part))

    def _like(self, token: Token) -> str:
        """A comparison or choice of words as typed, in this language: 不超过 ↔ at most, ≤ stays."""
        typed = " ".join(token.split())
        row = CALL.get(typed) if token.type == "FUNCTION" else ANY.get(typed)
        if row is None:
            return _SYMBOLS.get(typed, typed)
        words, others = (row.zh, row.en) if self.lang == "zh" else (row.en, row.zh)
        at = words.index(typed) if typed in words else others.index(typed)
        return words[min(at, len(words) - 1)]

    # ---- literals ----

    def literal(self, node: n.Literal) -> str:
        """As typed, less its spaces; in the other language where it has words."""
        typed = half_width(self.source[node.span[0] : node.span[1]])
        foreign = bool(_CJK.search(typed)) == (self.lang == "en")
        match node.kind:
            case "bool":
                return self.key("YES" if node.value else "NO")
            case "money":
                amount = re.sub(r"[^\d.]", "", typed)
                return f"{amount}元" if self.lang == "zh" else f"{amount} yuan"
            case "period" | "age" | "workdays":
                return self._period(node, typed, foreign)
            case "date" | "month" if foreign and self.lang == "en":
                assert isinstance(node.value, tuple)
                return "-".join((f"{node.value[0]:04d}", *(f"{part:02d}" for part in node.value[1:])))
            case "percent" if foreign and self.lang == "en":
                assert isinstance(node.value, Fraction)
                return f"{node.value * 100}%"
            case _:
                return "".join(typed.split())

    def _period(self, node: n.Literal, typed: str, foreign: bool) -> str:
        assert isinstance(node.value, tuple)
        if not foreign:
            return (
                "".join(typed.split()) if self.lang == "zh" else re.sub(r"^(\d+)\s*", r"\1 ", " ".join(typed.split()))
            )
        at = next((i for i, part in enumerate(node.value) if part), len(node.value) - 1)
        amount = node.value[at]
        if self.lang == "zh":
            return f"{amount}{_UNITS_ZH[at] if node.kind == 'period' else _OTHER_UNITS[node.kind][0]}"
        unit = _UNITS_EN[at] if node.kind == "period" else _OTHER_UNITS[node.kind][1]
        return f"{amount} {unit.format('' if amount == 1 else 's')}"
