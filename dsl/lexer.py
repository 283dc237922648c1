"""One statement's text -> tokens. Written by hand because a keyword must never be cut out of a longer Chinese word, and
because full-width punctuation, U+3000 indentation and commas before keywords are accepted everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from dsl.keywords import ALL_WORDS, ANY, LETTERS, LINE, NORM, ROUNDINGS, STATEMENT, TYPE, UNITS, Keyword

MAX_DEPTH = 40
"""Levels of indentation and of parentheses in one statement."""

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D, 0x2013: 0x2D}
_PARTNERS = {"「": "」", "“": "”", '"': '"', "”": "“", "」": "「"}
_CHINESE_DIGITS = "一二三四五六七八九十百两零"

_phrases = sorted((w for w in ALL_WORDS if " " in w), key=len, reverse=True)
_ROUNDS = {
    "".join((mode_words[lang] + unit_words[lang]).split()): (mode, unit)
    for mode, mode_words in ROUNDINGS.items()
    for unit, unit_words in UNITS.items()
    for lang in (0, 1)
}
_rounds = "|".join(
    rf"{zh}\s*{unit_zh}(?!\w)|{en}\s+{unit_en}\b".replace(" ", r"\s+")
    for zh, en in ROUNDINGS.values()
    for unit_zh, unit_en in UNITS.values()
)

_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t]+)
  | (?P<comment>\#.*)
  | (?P<TEXT>「[^「」]*」|“[^“”]*”|"[^"]*")
  | (?P<open>[「“"”」])
  | (?P<DATE>\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)|\d{{4}}\s*年\s*底)
  | (?P<MONTH>\d{{4}}\s*年\s*\d{{1,2}}\s*月|\d{{4}}-\d{{2}}(?![\d.]))
  | (?P<PERIOD>(?:\d+|[{_CHINESE_DIGITS}]+)\s*(?:周岁|年|个月|日|天)(?=内|[^\w]|$)
      |\d+\ *(?:years?\ old|years?|months?|days?)\b)
  | (?P<PERCENT>\d+(?:\.\d+)?\s*%|百分之[{_CHINESE_DIGITS}]+(?!\w))
  | (?P<MONEY>\d+(?:\.\d+)?\s*(?:元(?!\w)|yuan\b))
  | (?P<ORDINAL>第\s*\d+\s*处|no\.\s*\d+)
  | (?P<NUMBER>\d+(?:\.\d+)?)
  | (?P<round>{_rounds})
  | (?P<phrase>(?:{"|".join(_phrases).replace(" ", "[ ]+")})\b)
  | (?P<READING>[A-Z]+\d+(?:-\d+)*\b)
  | (?P<word>[^\W\d]\w*)
  | (?P<COLON>:)
  | (?P<comma>[,、])
  | (?P<LPAR>\() | (?P<RPAR>\))
  | (?P<CMP><=|>=|≤|≥|!=|≠|<|>|=)
  | (?P<PLUS>\+) | (?P<MINUS>-) | (?P<TIMES>[×*]) | (?P<DIVIDE>[÷/])
  | (?P<other>.)
    """,
    re.VERBOSE,
)
_BULLET = re.compile(rf"[-•·*—](?![0-9])|\((?:[{_CHINESE_DIGITS}]+|\d+)\)|\d+\s*[.、](?=\s*\D)|[{_CHINESE_DIGITS}]+、")
_EATS_COMMA = frozenset(
    "AND OR AT OTHERWISE MISSING ROUND REACHED UNDER_AGE ADOPTED BECAUSE SETTLED NOT_COMPUTABLE SETTLED_END".split()  # noqa: SIM905
)


class Unreadable(Exception):
    """A fault found before or while the tree is built: a diagnostic's code, its span in the statement and its words."""

    def __init__(self, code: str, start: int, end: int, **words: str) -> None:
        super().__init__(code)
        self.code, self.start, self.end, self.words = code, start, end, words


def half_width(text: str) -> str:
    """The same text, character for character, with half-width punctuation and digits."""
    return text.translate(_HALF)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of one statement, with _NL, _INDENT and _DEDENT. Raises Unreadable."""
    plain = half_width(text)
    kind = ""
    levels = [0]
    offset = 0
    for raw in plain.split("\n"):
        line, start = raw.rstrip(), offset
        offset += len(raw) + 1
        body = line.lstrip(" \t")
        if not body or (body.startswith("#") and start):
            continue
        begin = start + len(line) - len(body)
        if start:
            yield from _indentation(levels, _column(text[start:begin]), begin)
        first = ""
        for token in _line(plain, text, begin, start + len(line), kind):
            first = first or token.type
            yield token
        if not start:
            kind = first
        yield Token("_NL", "\n", start_pos=start + len(line), end_pos=start + len(line))
    for _ in levels[1:]:
        yield Token("_DEDENT", "", start_pos=len(text), end_pos=len(text))


def _column(blank: str) -> int:
    return sum(2 if c in "\u3000\t" else 1 for c in blank)


def _indentation(levels: list[int], column: int, begin: int) -> Iterator[Token]:
    if column > levels[-1]:
        if len(levels) > MAX_DEPTH:
            raise _too_deep(begin)
        levels.append(column)
        yield Token("_INDENT", "", start_pos=begin, end_pos=begin)
    while column < levels[-1]:
        levels.pop()
        yield Token("_DEDENT", "", start_pos=begin, end_pos=begin)
    if column != levels[-1]:
        raise Unreadable("E102", begin, begin + 1)


def _too_deep(at: int) -> Unreadable:
    return Unreadable(
        "E112",
        at,
        at + 1,
        problem=f"嵌套超过 {MAX_DEPTH} 层",
        problem_en=f"nested more than {MAX_DEPTH} levels deep",
        advice="把里层写成单独的定义，在这里用它的名字",
        advice_en="make the inner part a definition of its own and use its name here",
    )


def _line(plain: str, text: str, begin: int, end: int, kind: str) -> Iterator[Token]:
    """The tokens of one line; a comma is dropped where a keyword follows it."""
    position, previous, comma, depth, colon_seen = begin, "", None, 0, False
    if kind and (bullet := _BULLET.match(plain, begin, end)):
        yield Token("BULLET", bullet[0], start_pos=begin, end_pos=bullet.end())
        position, previous = bullet.end(), "BULLET"
    while position < end:
        match = _TOKEN.match(plain, position, end)
        assert match is not None
        assert match.lastgroup is not None
        name, value, start, position = match.lastgroup, match[0], position, match.end()
        if name == "space" or (name == "comment" and plain[start - 1] in " \t"):
            continue
        if name == "comma":
            comma = Token("_SEP", value, start_pos=start, end_pos=position)
            continue
        kind_of = _type(name, value, start, previous, kind, colon_seen)
        if comma is not None and kind_of not in _EATS_COMMA:
            yield comma
        comma = None
        if kind_of == "ROUND":
            value, unit = _ROUNDS["".join(value.split())]
            yield Token("ROUND", value, start_pos=start, end_pos=position)
            kind_of, value = "UNIT", unit
        yield Token(kind_of, text[start:position] if kind_of == "TEXT" else value, start_pos=start, end_pos=position)
        previous, colon_seen = kind_of, colon_seen or name == "COLON"
        depth += {"LPAR": 1, "RPAR": -1}.get(name, 0)
        if depth > MAX_DEPTH:
            raise _too_deep(start)
    if comma is not None:
        yield comma


def _type(name: str, value: str, start: int, previous: str, kind: str, colon_seen: bool) -> str:
    if name in ("word", "phrase"):
        row = _keyword(value, previous, kind, colon_seen)
        return row.token if row else "NAME"
    if name == "READING":
        return "NAME" if previous in ("BULLET", "") else name
    if name == "round":
        return "ROUND"
    if name == "open":
        raise Unreadable("E103", start, start + 1, got=value, partner=_PARTNERS[value])
    if name in ("other", "comment"):
        raise Unreadable("E109", start, start + 1, got=value[0])
    return name


def _keyword(word: str, previous: str, kind: str, colon_seen: bool) -> Keyword | None:
    if not kind and not previous:
        return STATEMENT.get(word)
    if not kind and previous == "COLON" and colon_seen and word in TYPE:
        return TYPE[word]
    if not previous and word in LINE:
        return LINE[word]
    if kind == "NORM" and word in NORM and previous:
        return NORM[word]
    if word in LETTERS and (previous in ("READING", "COLON", "_SEP") or (not previous and kind == "READING_OF")):
        return LETTERS[word]
    return ANY.get(word)
