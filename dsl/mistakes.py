"""A syntax error -> the diagnostic that teaches. The parser says which token it met and which it could have read; the
table below turns typical pairs into what the drafter most likely did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lark import Token, UnexpectedInput, UnexpectedToken

from dsl.keywords import ANY, KEYWORDS, LINE, STATEMENT
from dsl.lexer import Unreadable

_BLOCKS = ("ALL_OF", "ANY_OF", "NONE_OF", "CASES")
_LINES = frozenset(row.token for row in KEYWORDS if row.where == "line")
_KEYWORD_TOKENS = frozenset(row.token for row in KEYWORDS)
_DESCRIBED = {
    "NAME": ("名字", "a name"),
    "TEXT": ("「文字」", "「text」"),
    "COLON": ("冒号", "a colon"),
    "TYPE": ("类型（是否、整数、金额、日期、选项 …）", "a type (yes_no, integer, money, date, enum …)"),
    "READING": ("读法编号（例如 R4-1）", "a reading's number (such as R4-1)"),
    "ALT": ("甲 或 乙", "A or B"),
    "DATE": ("日期", "a date"),
    "PERIOD": ("时间长度（例如 2年、60周岁）", "a period (such as 2 years)"),
    "NUMBER": ("数字", "a number"),
    "BULLET": ("以 “-” 开头的条目", 'an item beginning with "-"'),
    "RPAR": ("右括号", "a closing parenthesis"),
    "MODALITY": ("情态词（应当、可以、给予 …）", "a modality (must, may, shall_grant …)"),
    "_NL": ("行末", "the end of the line"),
}


def explain(fault: UnexpectedInput, text: str, tokens: Sequence[Token]) -> Unreadable:
    """The diagnostic for lark's complaint about one statement's text, read as these tokens."""
    assert isinstance(fault, UnexpectedToken)
    token, expected = fault.token, frozenset(fault.accepts or fault.expected)
    before = [t for t in tokens if t is not token and (t.start_pos or 0) <= (token.start_pos or 0)]
    previous = before[-1] if token.type != "$END" and before else tokens[-1]
    for recognise in _TABLE:
        found = recognise(token, expected, previous, text)
        if found is not None:
            return found
    return _at(token, text, "E101", got=_shown(token), **_expected(expected))


def _at(token: Token, text: str, code: str, **words: str) -> Unreadable:
    start = min(token.start_pos or 0, len(text)) if token.type != "$END" else len(text)
    end = max(token.end_pos or 0, start + 1) if token.type != "$END" else len(text)
    return Unreadable(code, start, end, **words)


def _shown(token: Token) -> str:
    return str(token).strip() or "行末"


def _expected(expected: frozenset[str]) -> dict[str, str]:
    known = [_DESCRIBED[name] for name in _DESCRIBED if name in expected]
    words = [(row.zh[0], row.en[0]) for row in KEYWORDS if row.token in expected and row.where in ("any", "line")]
    shown = (known + words)[:6]
    if not shown:
        return {"expected": "对照 docs/language.md 里的写法", "expected_en": "compare with docs/language.md"}
    return {
        "expected": "这里可以写：" + "、".join(zh for zh, _ in shown),
        "expected_en": "expected here: " + ", ".join(en for _, en in shown),
    }


def _missing_colon(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    if previous is not None and previous.type in _BLOCKS and "COLON" in expected:
        return _at(previous, text, "E110", word=str(previous))
    return None


def _no_items(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    if expected != {"_INDENT"}:
        return None
    end = text.rfind("\n", 0, token.start_pos or 0)
    head = text[text.rfind("\n", 0, end) + 1 : end].strip()
    return _at(token, text, "E111", word=head.rstrip("：: "))


def _stray_item(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    return _at(token, text, "E116") if token.type == "BULLET" else None


def _too_deep_line(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    return _at(token, text, "E102") if token.type in ("_INDENT", "_DEDENT") else None


def _foreign_line(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    if token.type not in _LINES or (previous is not None and previous.type not in ("_NL", "_INDENT", "_DEDENT")):
        return None
    kind = text.split()[0]
    lines = [row.zh[0] for row in KEYWORDS if row.where == "line" and row.token in expected]
    lines_en = [row.en[0] for row in KEYWORDS if row.where == "line" and row.token in expected]
    return _at(
        token,
        text,
        "E113",
        line=str(token),
        statement=kind,
        suggestion="可以写：" + "、".join(lines[:12]),
        suggestion_en="it may have: " + ", ".join(lines_en[:12]),
    )


def _glued_keyword(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    """`本市户籍 为是`: a word that begins or ends with a keyword which would fit."""
    if token.type != "NAME":
        return None
    for word, row in ANY.items():
        if row.token in expected and word in row.zh and token.startswith(word) and len(token) > len(word):
            return _at(token, text, "E202", got=str(token), split=f"{word} {token[len(word) :]}")
    return None


def _keyword_as_name(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    if token.type in _KEYWORD_TOKENS and "NAME" in expected and (token in ANY or token in STATEMENT or token in LINE):
        return _at(token, text, "E108", got=str(token))
    return None


def _unfinished(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    if token.type in ("_NL", "$END"):
        return _at(token, text, "E118", **_expected(expected))
    return None


def _too_much(token: Token, expected: frozenset[str], previous: Token | None, text: str) -> Unreadable | None:
    return _at(token, text, "E117", got=_shown(token)) if "_NL" in expected else None


_TABLE: tuple[Callable[[Token, frozenset[str], Token | None, str], Unreadable | None], ...] = (
    _missing_colon,
    _no_items,
    _stray_item,
    _too_deep_line,
    _foreign_line,
    _glued_keyword,
    _keyword_as_name,
    _unfinished,
    _too_much,
)
