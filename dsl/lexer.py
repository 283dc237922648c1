"""One statement's text -> tokens. Written by hand because a keyword must never be cut out of a longer Chinese word, and
because full-width punctuation, U+3000 indentation and commas before keywords are accepted everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from dsl.keywords import ALL_WORDS, ANY, CALL, LETTERS, LINE, NORM, ROUNDINGS, STATEMENT, TYPE, UNITS, Keyword

MAX_DEPTH = 40
"""Levels of indentation in one statement, and of parentheses in one line."""
_LINE_DEPTH = 3 * MAX_DEPTH
_DEPTH = {"LPAR": 3, "RPAR": -3} | dict.fromkeys(("NOT", "AT", "PLUS", "MINUS", "TIMES", "DIVIDE"), 1)
"""How much deeper a token makes a line's tree; at most _LINE_DEPTH, so that walking a tree never runs out of stack."""

_SPACES = (0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F)
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(_SPACES, 0x20)
_HALF |= {0x2212: 0x2D, 0x2013: 0x2D}
_PARTNERS = {"「": "」", "“": "”", '"': '"', "”": "“", "」": "「"}
_CHINESE_DIGITS = "一二三四五六七八九十百两零"

_phrases = sorted((w for w in ALL_WORDS if " " in w and w not in CALL), key=len, reverse=True)
_calls = sorted(CALL, key=len, reverse=True)
_UNIT_WORDS = frozenset(word for words in UNITS.values() for word in words)
_rounds_zh = "|".join(zh for zh, _ in ROUNDINGS.values())
_rounds_en = "|".join(en.replace(" ", "[ ]+") for _, en in ROUNDINGS.values())
_rounds = rf"(?:{_rounds_zh})(?=\s*(?:(?:{'|'.join(zh for zh, _ in UNITS.values())})(?!\w)|\d)|\W|$)|(?:{_rounds_en})\b"

_glue = "|".join(sorted((w for w in ANY if not w.isascii()), key=len, reverse=True))
_glued = r"\d+(?:\.\d+)?(?:年\d+月\d+日|年\d+月|年底|周岁|年|个月|个?工作日|日|天|元|%)?"

_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t]+)
  | (?P<comment>\#.*)
  | (?P<TEXT>「[^「」]*」|“[^“”]*”|"[^"]*")
  | (?P<open>[「“"”」])
  | (?P<DATE>\d{{4}}\s*年\s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*日|\d{{4}}-\d{{1,2}}-\d{{1,2}}(?!\d)|\d{{4}}\s*年\s*底)
  | (?P<strange>\d{{4}}[./]\d{{1,2}}[./]\d{{1,2}}(?!\d)|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?\s*(?:元|yuan\b))
  | (?P<MONTH>\d{{4}}\s*年\s*\d{{1,2}}\s*月|\d{{4}}-\d{{2}}(?![\d.]))
  | (?P<PERIOD>(?:\d+|[{_CHINESE_DIGITS}]+)\s*(?:周岁|年|个月|个?工作日|日|天)(?=内|未满|不满|\W|$)
      |\d+\ *(?:years?\ +old|years?|months?|(?:working\ +)?days?)\b)
  | (?P<PERCENT>\d+(?:\.\d+)?\s*%|百分之[{_CHINESE_DIGITS}]+(?!\w))
  | (?P<MONEY>\d+(?:\.\d+)?\s*(?:元(?!\w)|yuan\b))
  | (?P<ORDINAL>第\s*\d+\s*处|no\.\s*\d+)
  | (?P<NUMBER>\d+(?:\.\d+)?)
  | (?P<round>{_rounds})
  | (?P<call>(?:{"|".join(_calls).replace(" ", "[ ]+")})(?=[ \t]*\())
  | (?P<phrase>(?:{"|".join(_phrases).replace(" ", "[ ]+")})\b)
  | (?P<READING>[A-Z]+\d+(?:-\d+)*\b)
  | (?P<glued>(?:{_glue})(?={_glued}(?:{_glue}|{_glued})*(?!\w)))
  | (?P<word>[^\W\d]\w*(?:(?<=\d)\.\d\w*)?)
  | (?P<COLON>:)
  | (?P<comma>[,、])
  | (?P<LPAR>\() | (?P<RPAR>\))
  | (?P<CMP><=|>=|≤|≥|!=|≠|<|>|=)
  | (?P<PLUS>\+) | (?P<MINUS>-) | (?P<TIMES>[×*]) | (?P<DIVIDE>[÷/])
  | (?P<other>.)
    """,
    re.VERBOSE,
)
_BULLET = re.compile(
    rf"[-•·*—](?![0-9])|\((?:[{_CHINESE_DIGITS}]+|\d+)\)|\d+\s*[.、)](?=\s*\D)|[{_CHINESE_DIGITS}]+、|[①-⑳]"
)
_WORDS = frozenset(("word", "phrase", "glued"))
_FAULTS = frozenset(("open", "strange", "other", "comment"))
_SIGNS = frozenset(("CMP", "PLUS", "MINUS", "TIMES", "DIVIDE", "comment"))
_PROPERTIES = frozenset(("P_TEXTS", "P_NAMES"))
_HAVE_BODIES = frozenset(("DEFINE", "EXCEPTION", "EXAMPLE"))
_BEFORE_LETTER = ("", "COLON", "_SEP")
_EATS_COMMA = frozenset(
    """AND OR AT IF OTHERWISE MISSING ROUND ROLLED REACHED UNDER_AGE CITED ADOPTED BECAUSE SETTLED SETTLED_END
    NOT_COMPUTABLE""".split()  # noqa: SIM905
)


class Unreadable(Exception):
    """A fault found before or while the tree is built: a diagnostic's code, its span in the statement and its words."""

    def __init__(self, code: str, start: int, end: int, **words: str) -> None:
        super().__init__(code)
        self.code, self.start, self.end, self.words = code, start, end, words


def half_width(text: str) -> str:
    """The same text, character for character, with half-width punctuation and digits."""
    return text.translate(_HALF)


def comment_of(line: str) -> int:
    """Where the comment of an indented line begins, or -1. The line must be readable."""
    plain = half_width(line).rstrip()
    position = len(plain) - len(plain.lstrip(" \t"))
    if plain[position : position + 1] == "#":
        return position
    while match := _TOKEN.match(plain, position):
        if match.lastgroup == "comment" and plain[match.start() - 1] in " \t":
            return match.start()
        position = match.end()
    return -1


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
        problem=f"嵌套太深，或者式子太长（超过 {MAX_DEPTH} 层）",
        problem_en=f"nested too deeply, or too long a formula (more than {MAX_DEPTH} levels)",
        advice="把里层写成单独的定义，在这里用它的名字",
        advice_en="make the inner part a definition of its own and use its name here",
    )


def _line(plain: str, text: str, begin: int, end: int, kind: str) -> Iterator[Token]:
    """The tokens of one line; a comma is dropped where a keyword follows it."""
    previous, comma, depth, colon_seen = "", None, 0, False
    for name, value, start, stop in _pieces(plain, text, begin, end, kind):
        if name == "comma":
            comma = Token("_SEP", value, start_pos=start, end_pos=stop)
            continue
        kind_of = _type(name, value, "_SEP" if comma else previous, kind, colon_seen)
        if kind_of in _PROPERTIES and kind in _HAVE_BODIES and _computes(plain[stop:end].lstrip()):
            kind_of = "NAME"
        if comma is not None and kind_of not in _EATS_COMMA:
            yield comma
        comma = None
        yield Token(kind_of, value, start_pos=start, end_pos=stop)
        previous, colon_seen = kind_of, colon_seen or name == "COLON"
        if kind_of in _DEPTH:
            depth += _DEPTH[kind_of]
            if depth > _LINE_DEPTH:
                raise _too_deep(start)
    if comma is not None:
        yield comma


def _pieces(plain: str, text: str, begin: int, end: int, kind: str) -> Iterator[tuple[str, str, int, int]]:
    """What one line is cut into: group of _TOKEN, value, start, end. Raises Unreadable."""
    position = begin
    if kind and (bullet := _BULLET.match(plain, begin, end)):
        position = bullet.end()
        yield "BULLET", bullet[0], begin, position
    while position < end:
        match = _TOKEN.match(plain, position, end)
        assert match is not None
        assert match.lastgroup is not None
        name, value, start, position = match.lastgroup, match[0], position, match.end()
        if name == "space" or (name == "comment" and plain[start - 1] in " \t"):
            continue
        if name in _FAULTS:
            raise _fault(name, text[start:position], start)
        if name == "TEXT":
            value = text[start:position]
        elif name in ("phrase", "call"):
            value = " ".join(value.split())
        yield name, value, start, position


def _computes(rest: str) -> bool:
    """Does a line go on as a condition or an amount does? Then `fee` in it is a name, not the line of a service."""
    match = _TOKEN.match(rest)
    if match is None:
        return True
    return match.lastgroup in _SIGNS or (match.lastgroup in _WORDS and " ".join(match[0].split()) in ANY)


def _type(name: str, value: str, previous: str, kind: str, colon_seen: bool) -> str:
    if name in _WORDS:
        if previous == "ROUND" and value in _UNIT_WORDS:
            return "UNIT"
        row = _keyword(value, previous, kind, colon_seen)
        return row.token if row else "NAME"
    if name == "READING":
        return "NAME" if previous in ("BULLET", "") else name
    if name == "round":
        return "ROUND"
    if name == "call":
        return CALL[value].token
    return name


def _fault(name: str, typed: str, start: int) -> Unreadable:
    if name == "open":
        return Unreadable("E103", start, start + 1, got=typed, partner=_PARTNERS[half_width(typed)])
    if name == "strange":
        return Unreadable("E112", start, start + len(typed), **_strange(half_width(typed)))
    shown = typed[0] if typed[0].isprintable() else f"U+{ord(typed[0]):04X}"
    zh, en = next((meant for signs, meant in _MEANT.items() if typed[0] in signs), _TEXT)
    return Unreadable("E109", start, start + 1, got=shown, suggestion=zh, suggestion_en=en)


_TEXT = ("要写成文字，请放进 「」 里；否则删去它", "put it inside 「」 if it is text, else remove it")
_MEANT = {
    "。.；;": ("行末不用标点，删去它", "a line ends without punctuation: remove it"),
    "&＆": ("写 “且”", 'write "and"'),
    "|｜": ("写 “或”", 'write "or"'),
    "!！": ("写 “非”", 'write "not"'),
    "#＃": ("注释前面要有空格", "put a space before a comment"),
    "¥￥$＄": ("金额写成 5360.00元", "write money as 5360.00 yuan"),
    "\u200b\u200c\u200d\u2060\ufeff": ("这是看不见的字符，删去它", "it is an invisible character: remove it"),
}


def _strange(value: str) -> dict[str, str]:
    if "," in value:
        return {
            "problem": f"金额 “{value}” 里有逗号",
            "problem_en": f'the money "{value}" contains a comma',
            "advice": f"去掉逗号，写成 {value.replace(',', '')}",
            "advice_en": f"leave the comma out: {value.replace(',', '')}",
        }
    year, month, day = re.split(r"[./]", value)
    return {
        "problem": f"日期 “{value}” 的写法看不懂",
        "problem_en": f'the date "{value}" is not written in a known form',
        "advice": f"写成 {year}年{int(month)}月{int(day)}日 或 {year}-{month:0>2}-{day:0>2}",
        "advice_en": f"write {year}-{month:0>2}-{day:0>2}",
    }


def _keyword(word: str, previous: str, kind: str, colon_seen: bool) -> Keyword | None:
    if not kind and not previous:
        return STATEMENT.get(word)
    if not kind and previous == "COLON" and colon_seen and word in TYPE:
        return TYPE[word]
    if not previous and word in LINE:
        return LINE[word]
    if kind == "NORM" and word in NORM and previous:
        return NORM[word]
    if word in LETTERS and (previous == "READING" or (kind == "READING_OF" and previous in _BEFORE_LETTER)):
        return LETTERS[word]
    return ANY.get(word)
