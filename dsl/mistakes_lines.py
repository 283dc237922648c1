"""Syntax errors that one kind of statement or line invites: exceptions, parameters, holidays, records, tiers, calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lark import Token

from dsl.keywords import CALL
from dsl.lexer import Unreadable
from dsl.lines import foreign

LAYOUT = ("_NL", "_INDENT", "_DEDENT")
_LITERALS = ("NUMBER", "PERCENT", "MONEY", "DATE", "MONTH", "PERIOD", "YES", "NO")
_VALUES = (*_LITERALS, "NAME", "AS_OF", "LPAR", "MINUS", "NOT", "FUNCTION", "QUANTIFIER")
"""What a value may begin with."""
_WINDOW = ("SINCE", "UNTIL", "TO")


@dataclass(frozen=True)
class Met:
    """Where the parser stopped: the token, what it could have read, the token before and the words of that line."""

    token: Token
    expected: frozenset[str]
    previous: Token
    line: tuple[Token, ...]
    text: str
    kind: str

    @property
    def first(self) -> bool:
        """Does the token begin a line? Then `line` is the line above."""
        return self.previous.type in LAYOUT

    def at(self, token: Token, code: str, **words: str) -> Unreadable:
        end_of_text = len(self.text)
        start = end_of_text if token.type == "$END" else min(token.start_pos or 0, end_of_text)
        return Unreadable(code, start, max(token.end_pos or 0, start + (token.type != "$END")), **words)

    def instead(self, token: Token, zh: str, en: str) -> Unreadable:
        """This cannot be read; write that. At the end of a line: it is not complete."""
        if token.type in (*LAYOUT, "$END"):
            return self.at(token, "E118", expected=zh, expected_en=en)
        return self.at(token, "E101", got=str(token), expected=zh, expected_en=en)

    def no_colon(self, zh: str, en: str) -> Unreadable:
        last = self.line[-1]
        return self.at(last, "E110", word=str(last), advice=zh, advice_en=en)

    def begins(self, *types: str) -> bool:
        """Is the first word of this token's line, its bullet aside, one of these?"""
        if self.first:
            return False
        first = next((t for t in self.line if t.type != "BULLET"), None)
        return first is not None and first.type in types


# ---- statements --------------------------------------------------------------------------------------------------


def _exception_head(met: Met) -> Unreadable | None:
    """`例外 A B`, `例外 针对 B`, `例外 A : 是否`"""
    if met.kind != "exception" or "\n" in met.text[: met.token.start_pos] or met.token.type == "_NL":
        return None
    if met.token.type in ("AGAINST", "TO") and len(met.line) == 1:
        return met.instead(
            met.token,
            "先给例外一个名字，再写它针对什么：例外 残疾人免费 针对 停车费",
            "name the exception before what it is an exception to: exception disabled_free to parking_fee",
        )
    if "AGAINST" not in met.expected:
        return None
    name = met.line[-1]
    if met.token.type == "COLON":
        return met.instead(
            met.token,
            f"例外的类型就是所针对的定义的类型，不必写：例外 {name} 针对 …",
            f"an exception has the type of the definition it is an exception to: exception {name} to …",
        )
    last = met.token.type == "NAME" and not met.text[met.token.end_pos :].partition("\n")[0].strip()
    target = str(met.token) if last else "…"
    return met.instead(met.token, f"写成 “例外 {name} 针对 {target}”", f'write "exception {name} to {target}"')


def _below_a_single_line(met: Met) -> Unreadable | None:
    """`施行 …` and `未编码` have no lines below them."""
    if met.token.type != "_INDENT" or met.kind not in ("force", "pending") or met.expected - {"$END"}:
        return None
    start = met.token.start_pos or 0
    word = re.compile(r"\w+|\S").match(met.text, start)
    assert word is not None
    return Unreadable("E113", start, word.end(), **foreign(met.kind, word[0]))


def _exception_line(met: Met) -> Unreadable | None:
    """`若 C：V`, `恢复 X`"""
    if met.kind != "exception":
        return None
    if met.begins("IF") and met.token.type == "COLON":
        return met.instead(
            met.token,
            "条件单独写一行，下一行写这时的值",
            "leave the condition alone on its line; the value follows below",
        )
    if met.begins("REINSTATED"):
        return met.instead(
            met.token,
            "“恢复” 单独写一行；针对什么，写在第一行",
            '"reinstated" stands alone; the first line says of what',
        )
    return None


def _stray_if(met: Met) -> Unreadable | None:
    """`若 C` as a line of a definition."""
    if met.token.type != "IF" or not met.first or met.kind == "exception":
        return None
    words = foreign(met.kind, str(met.token))
    if met.kind == "define":
        words |= {
            "suggestion": "整条定义的条件写 “前提 …”；各种情况写在 “分情况：” 下面；例外另写一条 “例外”",
            "suggestion_en": 'write "given …" if the whole definition depends on it, put cases below "cases:", '
            'and make an exception a statement "exception" of its own',
        }
    return met.at(met.token, "E113", **words)


# ---- windows -----------------------------------------------------------------------------------------------------


def _force(met: Met) -> Unreadable | None:
    """`施行 2024-07-01`"""
    if not met.begins("FORCE") or not met.expected >= {"SINCE", "TO"}:
        return None
    return met.instead(
        met.token,
        "写成 “施行 自 2024-07-01 起” 或 “施行 至 2024-06-30 止”",
        'write "in_force from 2024-07-01" or "in_force until 2024-06-30"',
    )


def _no_end(met: Met) -> Unreadable | None:
    """`自 A 起 至 B：V`, `from A to B: V`, `施行 自 A 起 至 B`"""
    if met.expected != {"UNTIL_END"} or not met.begins("FORCE", *_WINDOW):
        return None
    token = next((t for t in met.line if t == "to"), met.token)
    return met.instead(token, "写成 “自 … 起 至 … 止”", 'write "from … until …"')


def _row(met: Met) -> Unreadable | None:
    """`自 A 起 V`, `自 A 起：V` without 出处, `2200.00元`; `自 A 起：V` in a definition."""
    if met.kind != "parameter":
        if met.token.type == "COLON" and met.begins(*_WINDOW) and "COLON" not in met.expected:
            return met.instead(
                met.token,
                "随日期变化的值写在 “参数” 里；这里用 “分情况：” 和 “若 …：”",
                'values that change by date are written in a "parameter"; here use "cases:" and "if …:"',
            )
        return None
    if met.first and met.token.type in ("DATE", "MONTH"):
        day = met.token
        return met.instead(day, f"写成 “自 {day} 起：值，出处「…」”", f'write: from {day}: value, according to "…"')
    if met.first and met.token.type in _VALUES and met.token.type != "NAME":
        return met.instead(
            met.token,
            f"参数的每个值都要写明何时起、出自哪里：自 2024-01-01 起：{met.token}，出处「…」",
            f'say from when a value holds and where it is published: from 2024-01-01: {met.token}, according to "…"',
        )
    if not met.begins(*_WINDOW):
        return None
    glued = met.token.type == "NAME" and met.previous.type not in ("SINCE_END", "UNTIL_END")
    if "COLON" in met.expected and met.token.type in (*_VALUES, "_NL", "$END", "CITED") and not glued:
        return met.no_colon("写成 “自 … 起：值，出处「…」”", 'write: from …: value, according to "…"')
    if met.expected == {"CITED"} and met.token.type in ("_NL", "$END", "TEXT"):
        return met.instead(
            met.token,
            "写明值的出处，例如 “，出处「某年第 3 号公告」”",
            'say where the value is published, such as: , according to "Notice No. 3"',
        )
    if met.expected == {"CITED"}:
        return met.instead(
            met.token,
            "参数的值是公布的一个数、日期或选项；要计算的写成 “定义”",
            "a parameter's value is a number, date or choice as published; what is computed is a definition",
        )
    return None


def _days(met: Met) -> Unreadable | None:
    """`放假 A - B`, `放假 春节`, `覆盖 2024-01-01`"""
    if not met.begins("DAYS", "COVERS") or met.token.type == "MONTH":
        return None
    if met.begins("COVERS"):
        return met.instead(met.token, "写成 “覆盖 2024-01-01 至 2024-12-31”", 'write "covers 2024-01-01 to 2024-12-31"')
    word = met.line[0]
    return met.instead(
        met.token,
        f"写日期，几天用 “、” 隔开，连着的几天用 “至”：{word} 2024-01-01、2024-02-10 至 2024-02-17",
        f'write days, with "," between them and "to" for a stretch: {word} 2024-01-01, 2024-02-10 to 2024-02-17',
    )


# ---- records -----------------------------------------------------------------------------------------------------


def _records(met: Met) -> Unreadable | None:
    """`家庭成员` and no colon above records; `家庭成员：无`; a record without its bullet."""
    if met.kind != "example":
        return None
    if [t.type for t in met.line] == ["NAME"] and met.expected == {"COLON", "IS"} and met.token.type == "_NL":
        below = met.text[met.token.start_pos :].lstrip("\r\n")
        name = met.line[0]
        if re.match(r"\s+[-－–—•·*]", below):
            return met.no_colon(f"在 “{name}” 后面加上冒号", f'add a colon after "{name}"')
    if [t.type for t in met.line] == ["NAME", "COLON"] and not met.first and met.token.type != "_NL":
        name = met.line[0]
        return met.instead(
            met.token,
            f"每条记录另起一行、缩进、以 “-” 开头；一条也没有的，写 “{name} 为 空”",
            f'put each record on its own indented line beginning with "-"; if there are none, write "{name} is empty"',
        )
    return None


def _no_bullet(met: Met) -> Unreadable | None:
    """An item of a block, or a record, that does not begin with `-`."""
    if "BULLET" not in met.expected or met.expected - {"BULLET", "_DEDENT"} or met.token.type not in _VALUES:
        return None
    return met.instead(met.token, "每一项以 “-” 开头", 'begin each item with "-"')


# ---- tiers -------------------------------------------------------------------------------------------------------


def _tiers(met: Met) -> Unreadable | None:
    """`分级累进 X` without colon, `- 至 X 3%`, `- 至 X：3%，舍去到分`"""
    if any(t.type == "TIERS" for t in met.line) and "COLON" in met.expected and met.token.type in ("_NL", "$END"):
        return met.no_colon(
            f"在 “{met.line[-1]}” 后面加上冒号，各级另起一行、缩进、以 “-” 开头",
            f'add a colon after "{met.line[-1]}" and put each tier on its own indented line beginning with "-"',
        )
    if not met.begins("TO", "BEYOND") or met.kind == "parameter":
        return None
    colon = any(t.type == "COLON" for t in met.line)
    if colon and met.token.type == "ROUND":
        return met.instead(
            met.token,
            "取整只写一次，写在 “分级累进 …” 那一行的冒号前面",
            'rounding is written once, in the line "tiers of …", before its colon',
        )
    if not colon and "COLON" in met.expected and met.token.type in (*_VALUES, "_NL", "$END"):
        return met.no_colon("写成 “至 36000.00元：3%”", 'write "to 36000.00 yuan: 3%"')
    return None


# ---- calls -------------------------------------------------------------------------------------------------------


def _no_parentheses(met: Met) -> Unreadable | None:
    """`合计 家庭成员：V`, `较大者 A、B`, `顺延 D`, `D + 30日，顺延`"""
    token, previous = met.token, met.previous
    if met.kind == "example" or met.expected == {"NAME"}:
        return None
    if token.type == "ROLLED":
        word, at = str(token), token
    elif previous.type == "NAME" and previous in CALL and token.type in _VALUES:
        word, at = str(previous), previous
    elif previous.type == token.type == "NAME":
        found = (w for w in CALL if f"{w} ".startswith(f"{previous} {token} "))
        word, at = next(found, ""), previous
    else:
        return None
    if not word:
        return None
    return met.instead(
        Token(at.type, word, start_pos=at.start_pos, end_pos=(at.start_pos or 0) + len(word)),
        f"“{word}” 后面要有括号：{word}（…）",
        f'put parentheses after "{word}": {word} (…)',
    )


def _quantifier(met: Met) -> Unreadable | None:
    """`存在（家庭成员 C）`, `存在（家庭成员，C）`, `合计（家庭成员，若 C，V）`"""
    opened: list[int] = []
    for i, token in enumerate(met.line):
        if token.type == "LPAR":
            opened.append(i)
        elif token.type == "RPAR" and opened:
            opened.pop()
    if not opened or not opened[-1] or met.line[opened[-1] - 1].type != "QUANTIFIER":
        return None
    if "COLON" not in met.expected or met.token.type not in (*_VALUES, "_SEP"):
        return None
    word = met.line[opened[-1] - 1]
    return met.no_colon(
        f"写成 “{word}（记录：…）” 或 “{word}（记录，若 …：…）”",
        f'write "{word} (records: …)" or "{word} (records, if …: …)"',
    )


def _round_inside(met: Met) -> Unreadable | None:
    """`合计（家庭成员：V，四舍五入到分）`"""
    if met.token.type != "ROUND" or "RPAR" not in met.expected:
        return None
    return met.instead(
        met.token,
        "取整写在公式最后、括号外面；里面的数要先取整的，把它写成单独的定义",
        "rounding ends a formula, outside its parentheses; make what is to be rounded first a definition of its own",
    )


SLIPS: tuple[Callable[[Met], Unreadable | None], ...] = (
    _exception_head,
    _below_a_single_line,
    _exception_line,
    _stray_if,
    _force,
    _no_end,
    _quantifier,
    _row,
    _days,
    _records,
    _no_bullet,
    _tiers,
    _no_parentheses,
    _round_inside,
)
