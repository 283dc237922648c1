"""A syntax error -> the diagnostic that teaches. The parser says which token it met and which it could have read; the
table below turns typical pairs into what the drafter most likely did."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lark import Token, UnexpectedInput, UnexpectedToken

from dsl.diagnostics import nearest
from dsl.keywords import ANY, CALL, KEYWORDS, LINE, STATEMENT, TYPE
from dsl.lexer import Unreadable
from dsl.lines import foreign, line_words
from dsl.mistakes_lines import LAYOUT, SLIPS, Met

_BLOCKS = ("ALL_OF", "ANY_OF", "NONE_OF", "CASES")
_TYPED = {"fact": ("是否", "yes_no"), "define": ("是否", "yes_no"), "parameter": ("金额", "money")}
_NUMBERS = ("NUMBER", "PERIOD", "MONTH", "DATE", "MONEY", "PERCENT")
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
    "PERIOD": ("时间长度（例如 2年、18周岁）", "a period (such as 2 years, 18 years old)"),
    "NUMBER": ("数字", "a number"),
    "BULLET": ("以 “-” 开头的条目", 'an item beginning with "-"'),
    "UNIT": ("分、角、元 或 个", "fen, jiao, yuan or units"),
    "RPAR": ("右括号", "a closing parenthesis"),
    "MODALITY": (
        "情态词（应当、可以、不得、无需、给予、支持、鼓励、引导、指导、规定）",
        "a modality (must, may, must_not, need_not, shall_grant, supports, encourages, guides, directs, provides)",
    ),
    "_NL": ("行末", "the end of the line"),
}


def explain(fault: UnexpectedInput, text: str, tokens: Sequence[Token]) -> Unreadable:
    """The diagnostic for lark's complaint about one statement's text, read as these tokens."""
    assert isinstance(fault, UnexpectedToken)
    token, expected = fault.token, frozenset(fault.accepts or fault.expected)
    index = next((i for i, t in enumerate(tokens) if t is token), len(tokens))
    words = [t for t in tokens[:index] if t.type not in LAYOUT]
    begin = text.rfind("\n", 0, words[-1].start_pos or 0) if words else 0
    line = tuple(t for t in words if (t.start_pos or 0) > begin)
    met = Met(token, expected, tokens[index - 1], line, text, str(tokens[0].type).lower())
    for recognise in _TABLE:
        found = recognise(met)
        if found is not None:
            return found
    if met.first and "P_TEXTS" in expected:
        may = foreign(met.kind, str(token))
        return met.instead(token, may["suggestion"], may["suggestion_en"])
    return met.at(token, "E101", got=str(token), **_expected(expected))


def _expected(expected: frozenset[str]) -> dict[str, str]:
    known = [_DESCRIBED[name] for name in _DESCRIBED if name in expected]
    rows = [r for r in KEYWORDS if r.token in expected and r.token not in _DESCRIBED and r.where in ("any", "line")]
    zh = [zh for zh, _ in known] + [r.zh[0] for r in rows if not r.zh[0].startswith("(")]
    en = [en for _, en in known] + [r.en[0] for r in rows if not r.en[0].startswith("(")]
    if not zh:
        return {"expected": "对照 docs/language.md 里的写法", "expected_en": "compare with docs/language.md"}
    return {
        "expected": "这里可以写：" + "、".join(zh[:6]),
        "expected_en": "expected here: " + ", ".join((en or zh)[:6]),
    }


def _no_type(met: Met) -> Unreadable | None:
    """`定义 X` and the end of the line."""
    head = met.text.split("\n")[0]
    in_head = (met.token.start_pos or 0) <= len(head)
    if met.expected != {"COLON"} or met.token.type != "_NL" or not in_head or met.kind not in _TYPED:
        return None
    head, (type_zh, type_en) = head.strip(), _TYPED[met.kind]
    zh, en = f"写上类型，例如 “{head} : {type_zh}”", f'add the type, such as "{head} : {type_en}"'
    return met.at(met.token, "E118", expected=zh, expected_en=en)


def _missing_colon(met: Met) -> Unreadable | None:
    """`同时符合` and no colon; `定义 X 是否`, `若 C V`."""
    if "COLON" not in met.expected or not met.line or met.token.type == "_SEP":
        return None
    if "RPAR" in met.expected and met.token.type == "_NL":
        return None
    last = met.line[-1]
    if last.type in _BLOCKS:
        zh, en = (
            f"写成 “{last}：”，下面各项另起一行、缩进、以 “-” 开头",
            f'write "{last}:" and put each item on its own indented line',
        )
        return met.at(last, "E110", word=str(last), advice=zh, advice_en=f'{en}, beginning with "-"')
    if met.expected != {"COLON"} and not any(t.type in ("IF", "OTHERWISE", "BEYOND") for t in met.line):
        return None
    if met.token.type in _KEYWORD_TOKENS and met.token not in TYPE:
        return None
    advice = {"advice": f"在 “{last}” 后面加上冒号", "advice_en": f'add a colon after "{last}"'}
    return met.at(last, "E110", word=str(last), **advice)


def _no_items(met: Met) -> Unreadable | None:
    if met.expected != {"_INDENT"} or not met.line:
        return None
    start, end = met.line[0].start_pos or 0, met.line[-1].end_pos or 0
    return Unreadable("E111", start, end, word=met.text[start:end].rstrip("：: "))


def _stray_item(met: Met) -> Unreadable | None:
    return met.at(met.token, "E116") if met.token.type == "BULLET" else None


def _ragged(met: Met) -> Unreadable | None:
    return met.at(met.token, "E102") if met.token.type in ("_INDENT", "_DEDENT") else None


def _foreign_line(met: Met) -> Unreadable | None:
    if met.token.type not in _LINES or met.previous.type not in LAYOUT:
        return None
    return met.at(met.token, "E113", **foreign(met.kind, str(met.token)))


def _unknown_line(met: Met) -> Unreadable | None:
    """`问题「…」` for 问, `备住「…」` for 备注."""
    if met.token.type == "NAME" and met.previous.type in LAYOUT and "NAME" not in met.expected:
        word = met.token
    elif met.token.type == "TEXT" and [t.type for t in met.line] == ["NAME"]:
        word = met.line[0]
    else:
        return None
    close = nearest(str(word), line_words(met.kind))
    if not close and word is not met.token:
        return None
    words = foreign(met.kind, str(word))
    if close:
        words |= {"suggestion": f"是不是 “{close}”？", "suggestion_en": f'did you mean "{close}"?'}
    return met.at(word, "E113", **words)


def _twice(met: Met) -> Unreadable | None:
    """`为 为`, `且 且`, `==`"""
    if met.token.type != met.previous.type or met.token != met.previous or met.token.type == "NAME":
        return None
    advice = {"expected": f"“{met.token}” 写了两次，删去一个", "expected_en": f'"{met.token}" stands twice: remove one'}
    return met.at(met.token, "E101", got=str(met.token), **advice)


def _name_begins_with_digit(met: Met) -> Unreadable | None:
    if met.token.type not in _NUMBERS or "NAME" not in met.expected or "NUMBER" in met.expected:
        return None
    words = {"expected": "名字不能以数字开头", "expected_en": "a name cannot begin with a digit"}
    return met.at(met.token, "E101", got=str(met.token), **words)


def _glued_keyword(met: Met) -> Unreadable | None:
    """`户籍 为本市`, `在 毕业日期后2年内`: a keyword that would fit stands inside a word."""
    for token in (met.token, met.previous):
        inside = token is met.previous
        if token.type != "NAME" or (inside and met.token.type not in ("_NL", "$END")):
            continue
        for word in sorted((w for w, row in ANY.items() if row.token in met.expected and w in row.zh), key=len)[::-1]:
            at = token.find(word, 1) if inside else 0 if token.startswith(word) else -1
            if at >= 0 and len(token) > len(word):
                parts = (token[:at], word, token[at + len(word) :])
                return met.at(token, "E202", got=str(token), split=" ".join(p for p in parts if p))
    return None


def _keyword_as_name(met: Met) -> Unreadable | None:
    token = met.token
    if (
        token.type in _KEYWORD_TOKENS
        and "NAME" in met.expected
        and any(token in table for table in (ANY, CALL, STATEMENT, LINE))
    ):
        return met.at(token, "E108", got=str(token))
    return None


def _unfinished(met: Met) -> Unreadable | None:
    if met.token.type in ("_NL", "$END"):
        return met.at(met.token, "E118", **_expected(met.expected))
    return None


def _too_much(met: Met) -> Unreadable | None:
    return met.at(met.token, "E117", got=str(met.token)) if "_NL" in met.expected else None


_TABLE: tuple[Callable[[Met], Unreadable | None], ...] = (
    *SLIPS,
    _no_type,
    _missing_colon,
    _no_items,
    _stray_item,
    _ragged,
    _foreign_line,
    _unknown_line,
    _twice,
    _name_begins_with_digit,
    _glued_keyword,
    _keyword_as_name,
    _unfinished,
    _too_much,
)
