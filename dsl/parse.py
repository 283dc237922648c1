"""Source -> Article and diagnostics; bad text never raises.

A file is cut into statements at column 0, and each is parsed alone and memoised by its text: one broken statement costs
one diagnostic, and an edit costs one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import VisitError
from lark.lexer import Lexer

from dsl import nodes as n
from dsl.diagnostics import Diagnostic, nearest
from dsl.keywords import ANY, LINE, STATEMENT
from dsl.lexer import Unreadable, half_width, tokens
from dsl.lines import check
from dsl.mistakes import explain
from dsl.source import Place, Source, Span
from dsl.tree_lines import Builder

MAX_FILE = 1_000_000
"""Characters in a rule file."""
FILES = 12_000
"""So many rule files are remembered, with what was made of each."""

_STARTS = tuple(dict.fromkeys(row.value for row in STATEMENT.values()))
_HEADING = re.compile(
    r"#\s*(?P<part>(?P<number>第[一二三四五六七八九十百千万零]+条|(?:Section|Article)\s+\d+\w*)|\S+)\s*(?P<title>.*)"
)
_EXAMPLE = re.compile(rf"(?:{'|'.join(word for word, row in STATEMENT.items() if row.value == 'example')})(?!\w)")
_NAMING = (*(word for word, row in STATEMENT.items() if row.value != "force"), "英文", "english")
_DECLARED = re.compile(rf"^\s*(?:{'|'.join(_NAMING)})\s*([A-Z]+\d+(?:-\d+)*|[^\W\d]\w*)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
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
    """Read a rule file, once. A broken statement leaves a placeholder, so that its names and its text are not missed as
    well. Without `examples` its examples are passed over, which answers need not wait for."""
    return _parse(source, examples)


def forget() -> None:
    """Read everything anew, so that reading can be timed."""
    _parse.cache_clear()
    statement.cache_clear()


@lru_cache(maxsize=FILES)
def _parse(source: Source, examples: bool) -> Parsed:
    if len(source.text) > MAX_FILE:
        return Parsed(n.Article(source, ()), (_too_long(source),), frozenset())
    reader = _Reader(source)
    for offset, text in cut(source.text):
        if examples or not _EXAMPLE.match(text):
            reader.read(offset, text)
    faults = (*reader.faults, *_headings(source, reader.statements), *_forces(source, reader.statements))
    return Parsed(n.Article(source, tuple(reader.statements)), faults, frozenset(reader.broken))


class _Reader:
    """What has been read of a file so far; `end` is where the last statement ended."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.statements: list[n.Placed] = []
        self.faults: list[Diagnostic] = []
        self.broken: set[str] = set()
        self.end = 0

    def read(self, offset: int, text: str) -> None:
        try:
            self.statements.append(n.Placed(offset, statement(text)))
        except Unreadable as fault:
            self.broken.update(_declared(text))
            stray = fault.code == "E106" and self.source.text.count("\n", self.end, offset) < 2
            if not (stray and self._belongs_above()):
                self.statements += [n.Placed(offset, node) for node in _remains(text)]
                self._report(offset, fault)
            elif self._break_above():
                self._report(offset, fault)
        self.end = offset + len(text)

    def _report(self, offset: int, fault: Unreadable) -> None:
        place = Place(self.source, offset + fault.start, offset + max(fault.start, fault.end))
        self.faults.append(Diagnostic(fault.code, place, fault.words))

    def _above(self) -> int:
        """The last statement, comments aside; -1 if there is none."""
        above = len(self.statements) - 1
        while above >= 0 and isinstance(self.statements[above].node, n.Comment):
            above -= 1
        return above

    def _belongs_above(self) -> bool:
        """May a line that lacks its indentation belong to the statement above?"""
        above = self._above()
        return above >= 0 and isinstance(self.statements[above].node, n.Statement)

    def _break_above(self) -> bool:
        """The statement above is not whole then; False where that was known."""
        placed = self.statements[self._above()]
        if isinstance(placed.node, n.Statement) and placed.node.kind == "broken":
            return self._lacked(placed)
        self.broken.update(_declared(self.source.text[placed.offset : self.end]))
        self.statements[self._above()] = n.Placed(placed.offset, _placeholder(placed.node.span))
        return True

    def _lacked(self, placed: n.Placed) -> bool:
        """Was the broken statement above found to lack a line? It lacks this one, so that fault is withdrawn."""
        last = self.faults[-1] if self.faults else None
        if last is None or last.code not in ("E115", "E119") or last.place.start != placed.offset:
            return False
        self.faults.pop()
        return True


def cut(text: str) -> Iterator[tuple[int, str]]:
    """Statements with their offsets: each begins in column 0; quotation lines that follow each other stay together."""
    start, offset, quoting = -1, 0, False
    for line in _LINE.findall(text):
        if start < 0 and line[0] == "\ufeff":
            offset += len(line) - len(line.lstrip("\ufeff"))
            line = line.lstrip("\ufeff")
        blank = not line.strip()
        quote = line.startswith((">", "＞"))
        if not blank and (not line[0].isspace() or start < 0) and not (quote and quoting):
            if start >= 0:
                yield start, text[start:offset].rstrip()
            start = offset
        quoting = quote
        offset += len(line)
    if start >= 0:
        yield start, text[start:offset].rstrip()


def _placeholder(span: Span) -> n.Statement:
    return n.Statement(span, "broken", None, "", None, ())


def _remains(text: str) -> list[n.AnyStatement]:
    """What can still be said of a statement that cannot be read: a heading's number, a quotation's lines."""
    first = text.split("\n")[0]
    if first.startswith(("#", "＃")) and half_width(first[:2]) != "##":
        match = _HEADING.fullmatch("#" + first[1:].strip())
        return (
            [n.Heading((0, len(first)), match["part"], match["number"] or "", match["title"].strip())] if match else []
        )
    quote = [_quote(text, lenient=True)] if first.startswith((">", "＞")) else []
    return [*quote, _placeholder((0, len(text)))]


def _declared(text: str) -> list[str]:
    """The names that a broken statement, or what was pasted into it, would have declared."""
    return [name for line in half_width(text).split("\n") for name in _DECLARED.findall(line)]


def _headings(source: Source, statements: Sequence[n.Placed]) -> list[Diagnostic]:
    """A file has one heading, at the top; a file that quotes the law needs it."""
    said = [p for p in statements if not isinstance(p.node, n.Comment)]
    late = next((p for p in said[1:] if isinstance(p.node, n.Heading)), None)
    if late is not None:
        second = isinstance(said[0].node, n.Heading)
        words = ("标题写了两次", "there are two headings") if second else ("标题不在最前面", "it does not stand first")
        place = Place(source, late.offset, late.offset + late.node.span[1])
    elif not said or (not isinstance(said[0].node, n.Heading) and any(isinstance(p.node, n.Quote) for p in said)):
        words = ("没有标题", "the file has none") if said else ("文件是空的", "the file is empty")
        start = said[0].offset if said else 0
        place = Place(source, start, start + 1)
    else:
        return []
    return [Diagnostic("E107", place, {"problem": words[0], "problem_en": words[1]})]


def _forces(source: Source, statements: Sequence[n.Placed]) -> Iterator[Diagnostic]:
    """`施行 …` for the whole file stands once, below the heading and above everything else."""
    first, below = True, False
    for placed in statements:
        node = placed.node
        if not (isinstance(node, n.Statement) and node.kind == "force"):
            broken = isinstance(node, n.Statement) and node.kind == "broken"
            below = below or not (broken or isinstance(node, n.Comment | n.Heading))
            continue
        if below or not first:
            problem = ("写了两次", "stands twice") if not first else ("放错了位置", "stands in the wrong place")
            line = "in_force" if source.text.startswith("in_force", placed.offset) else "施行"
            place = Place(source, placed.offset, placed.offset + node.span[1])
            yield Diagnostic("E120", place, {"line": line, "problem": problem[0], "problem_en": problem[1]})
        first = False


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
    if half_width(text[:2]) == "##":
        return _comment(text)
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
    check(tree, text)
    return tree


def _comment(text: str) -> n.Comment:
    line, _, rest = text.partition("\n")
    if rest.strip():
        start = len(text) - len(rest.lstrip())
        end = start + len(rest.split()[0])
        raise Unreadable("E106", start, end, got=text[start:end], **_COMMENT_ADVICE)
    return n.Comment((0, len(line)), line[2:].strip())


_COMMENT_ADVICE = {
    "suggestion": "上面顶格的注释把语句截断了：注释也要缩进",
    "suggestion_en": "the comment in the first column above cuts the statement in two: indent the comment as well",
}


def _heading(text: str) -> n.Heading:
    line, _, rest = text.partition("\n")
    match = _HEADING.fullmatch("#" + line[1:].strip())
    if rest.strip() or match is None:
        problem, problem_en = ("标题只有一行", "a heading is one line") if match else ("没有条号", "no article number")
        start = len(text) - len(rest.lstrip()) if match else 0
        raise Unreadable(
            "E107", start, len(text.rstrip()) if match else len(line), problem=problem, problem_en=problem_en
        )
    return n.Heading((0, len(line)), match["part"], match["number"] or "", match["title"].strip())


def _quote(text: str, lenient: bool = False) -> n.Quote:
    lines, offset = [], 0
    for line in text.split("\n"):
        if line.startswith((">", "＞")):
            body = line[1:].strip()
            lines.append((body, offset + line.index(body, 1) if body else offset + 1))
        elif line.strip() and not lenient:
            start = offset + len(line) - len(line.lstrip())
            raise Unreadable("E101", start, offset + len(line.rstrip()), got=line.strip(), **_QUOTE_ADVICE)
        offset += len(line) + 1
    return n.Quote((0, len(text)), tuple(t for t, _ in lines), tuple(at for _, at in lines))


_QUOTE_ADVICE = {
    "expected": "引文的每一行都以 “>” 开头；规则另起一行顶格写",
    "expected_en": 'begin each line of a quotation with ">", and a rule in the first column',
}


def _no_statement(text: str, word: str) -> Unreadable:
    start = len(text) - len(text.lstrip())
    belongs = start > 0 or word in LINE or word in ANY or half_width(text[:1]) in "-•("
    close = "" if belongs else nearest(word, STATEMENT)
    if belongs:
        advice = "如果它属于上面的语句，请缩进两个空格", "if it belongs to the statement above, indent it by two spaces"
    elif close:
        advice = f"是不是 “{close}”？", f'did you mean "{close}"?'
    else:
        rows = dict.fromkeys(STATEMENT.values())
        advice = (
            f"语句以这些词开头：{'、'.join(row.zh[0] for row in rows)}；属于上面语句的行要缩进两个空格",
            f"a statement begins with one of {', '.join(row.en[0] for row in rows)}; "
            "indent a line that belongs to the statement above by two spaces",
        )
    return Unreadable("E106", start, start + len(word), got=word, suggestion=advice[0], suggestion_en=advice[1])
