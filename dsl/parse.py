"""Source -> Article and diagnostics; bad text never raises.

A file is cut into statements at column 0, and each is parsed alone and memoised by its text: one broken statement costs
one diagnostic, and an edit costs one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import VisitError
from lark.lexer import Lexer

from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.keywords import LINE, STATEMENT
from dsl.lexer import Unreadable, half_width, tokens
from dsl.mistakes import explain
from dsl.source import Place, Source
from dsl.tree import Builder

MAX_FILE = 1_000_000
"""Characters in a rule file."""

_STARTS = ("fact", "define", "norm", "service", "reading_of", "example", "note", "pending")
_HEADING = re.compile(
    r"#\s*(?P<part>(?P<number>第[一二三四五六七八九十百零]+条|(?:Section|Article)\s+\d+\w*)|\S+)\s*(?P<title>.*)"
)
_EXAMPLE = tuple(f"{word} " for word, row in STATEMENT.items() if row.value == "example")
_FIRST_WORD = re.compile(r"(?:all of|any of|none of)|\w+|\S")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came of a file: its statements, its faults, and the names that broken statements would have declared."""

    article: n.Article
    diagnostics: tuple[Diagnostic, ...]
    broken: frozenset[str]


class _Given(Lexer):
    """The tokens are made by dsl.lexer; lark only parses them."""

    def __init__(self, conf: object) -> None:
        pass

    def lex(self, data: Iterator[Token]) -> Iterator[Token]:  # type: ignore[override]
        return data


@cache
def _grammar() -> Lark:
    with_tokens = {"parser": "lalr", "lexer": _Given, "start": list(_STARTS), "transformer": Builder()}
    return Lark.open("grammar.lark", rel_to=__file__, **with_tokens)


def parse(source: Source, examples: bool = True) -> Parsed:
    """Read a rule file; without `examples` its examples are passed over, which answers need not wait for."""
    if len(source.text) > MAX_FILE:
        return Parsed(n.Article(source, ()), (_too_long(source),), frozenset())
    statements: list[n.Placed] = []
    faults: list[Diagnostic] = []
    broken: set[str] = set()
    for offset, text in _cut(source.text):
        if not examples and text.startswith(_EXAMPLE):
            continue
        try:
            node = statement(text)
        except Unreadable as fault:
            start = offset + fault.start
            faults.append(
                Diagnostic(fault.code, Place(source, start, offset + max(fault.end, fault.start)), fault.words)
            )
            broken.update(re.findall(r"[^\W\d]\w*", half_width(text.split("\n")[0]))[1:2])
            if fault.code == "E106" and statements and _adjoins(source.text, statements[-1].offset, offset):
                broken.update(_declared(statements.pop().node))
        else:
            statements.append(n.Placed(offset, node))
    return Parsed(n.Article(source, tuple(statements)), tuple(faults), frozenset(broken))


def _cut(text: str) -> Iterator[tuple[int, str]]:
    """Statements with their offsets: each begins in column 0; quotation lines that follow each other stay together."""
    start, offset, quoting = -1, 0, False
    for line in text.splitlines(keepends=True):
        blank = not line.strip()
        quote = line.startswith((">", "＞"))
        if not blank and (line[0] not in " \t\u3000\r" or start < 0) and not (quote and quoting):
            if start >= 0:
                yield start, text[start:offset].rstrip()
            start = offset
        quoting = quote
        offset += len(line)
    if start >= 0:
        yield start, text[start:offset].rstrip()


def _adjoins(text: str, earlier: int, offset: int) -> bool:
    return "\n\n" not in text[earlier:offset].replace("\r", "")


def _declared(node: n.AnyStatement) -> list[str]:
    return [node.name.text] if isinstance(node, n.Statement) and node.name else []


def _too_long(source: Source) -> Diagnostic:
    words = {
        "problem": f"文件超过 {MAX_FILE} 个字符",
        "problem_en": f"the file is longer than {MAX_FILE} characters",
        "advice": "每个条文写一个文件",
        "advice_en": "write one file an article",
    }
    return Diagnostic("E112", Place(source, 0, 1), words)


@lru_cache(maxsize=20_000)
def statement(text: str) -> n.AnyStatement:
    """One statement's tree; spans count from its start. Raises Unreadable."""
    if text.startswith("##"):
        return n.Comment((0, len(text)), text[2:].strip())
    if text.startswith(("#", "＃")):
        return _heading(text)
    if text.startswith((">", "＞")):
        return _quote(text)
    first = _FIRST_WORD.match(half_width(text))
    keyword = STATEMENT.get(first[0]) if first else None
    if keyword is None:
        raise _no_statement(text, first[0] if first else text[:1])
    made = list(tokens(text))
    try:
        tree = _grammar().parse(iter(made), start=keyword.value)
    except VisitError as wrapped:
        raise wrapped.orig_exc from None
    except UnexpectedInput as fault:
        raise explain(fault, text, made) from None
    assert isinstance(tree, n.Statement)
    return tree


def _heading(text: str) -> n.Heading:
    line, _, rest = text.partition("\n")
    match = _HEADING.fullmatch(line.replace("＃", "#").strip())
    if rest.strip() or match is None:
        problem, problem_en = ("标题只有一行", "a heading is one line") if match else ("没有条号", "no article number")
        raise Unreadable("E107", 0, len(line), problem=problem, problem_en=problem_en)
    return n.Heading((0, len(line)), match["part"], match["number"] or "", match["title"].strip())


def _quote(text: str) -> n.Quote:
    lines, offset = [], 0
    for line in text.split("\n"):
        if not line.startswith((">", "＞")):
            if line.strip():
                raise Unreadable("E101", offset, offset + len(line), got=line.strip(), **_QUOTE_ADVICE)
        else:
            body = line[1:].strip()
            lines.append((body, offset + line.index(body, 1) if body else offset + 1))
        offset += len(line) + 1
    return n.Quote((0, len(text)), tuple(lines))


_QUOTE_ADVICE = {
    "expected": "引文的每一行都以 “>” 开头；规则另起一行顶格写",
    "expected_en": 'begin each line of a quotation with ">", and a rule in the first column',
}


def _no_statement(text: str, word: str) -> Unreadable:
    start = len(text) - len(text.lstrip())
    end = start + len(word)
    if start or word in LINE or half_width(text[:1]) in "-•(" or not re.match(r"\w+\s+\w", text):
        return Unreadable(
            "E106",
            start,
            end,
            got=word,
            suggestion="如果它属于上面的语句，请缩进两个空格",
            suggestion_en="if it belongs to the statement above, indent it by two spaces",
        )
    close = nearest(word, STATEMENT)
    known = "事实、定义、规范、办事、读法、样例、注、未编码"
    return Unreadable(
        "E106",
        start,
        end,
        got=word,
        suggestion=f"是不是 “{close}”？" if close else f"语句以这些词开头：{known}；属于上面语句的行要缩进两个空格",
        suggestion_en=f'did you mean "{close}"?'
        if close
        else "a statement begins with fact, define, norm, service, reading, example, note or pending; "
        "indent a line that belongs to the statement above by two spaces",
    )
