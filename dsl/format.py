"""Source -> canonical text: one blank line between statements, two spaces a level, one spelling of each sign.

    statement's text ──dsl.parse──▶ tree ──dsl.write──▶ lines ──┐
                     └────────────── comments, blank lines ─────┴──▶ canonical text

A statement that cannot be read is left exactly as it is, and so is one whose canonical text would not be read as the
same tree: formatting never changes what a file says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dsl import nodes as n
from dsl.keywords import CALENDAR_OPTIONS, PROPERTY_VALUES
from dsl.lexer import Unreadable, comment_of, half_width
from dsl.parse import MAX_FILE, cut, statement
from dsl.source import Source
from dsl.write import STEP, Line, language, lines_of


def format_source(source: Source, keywords: str | None = None) -> str:
    """The canonical text; `keywords` zh or en translates them, None keeps the language of each statement."""
    if len(source.text) > MAX_FILE:
        return source.text
    parts: list[str] = []
    above: n.AnyStatement | None = None
    end = 0
    for offset, text in cut(source.text):
        node = _read(text)
        if parts:
            blank = source.text.count("\n", end, offset) > 1
            parts.append("\n\n" if blank or _apart(above, node) else "\n")
        parts.append(text if node is None else _canonical(node, text, keywords))
        above, end = node, offset + len(text)
    return "".join([*parts, "\n"]) if parts else ""


def _read(text: str) -> n.AnyStatement | None:
    try:
        return statement(text)
    except Unreadable:
        return None


def _apart(above: n.AnyStatement | None, below: n.AnyStatement | None) -> bool:
    """Must a blank line stand between two statements? Comments and notes of one line may stand close."""
    if above is None or below is None:
        return False
    return not (isinstance(above, n.Comment) or isinstance(below, n.Comment) or (_is_short(above) and _is_short(below)))


def _is_short(node: n.AnyStatement) -> bool:
    return isinstance(node, n.Statement) and (not node.lines or node.kind == "force")


def _canonical(node: n.AnyStatement, text: str, keywords: str | None) -> str:
    match node:
        case n.Heading():
            return f"# {node.part}  {node.title}".rstrip()
        case n.Quote():
            return "\n".join(f"> {line}".rstrip() for line in node.texts)
        case n.Comment():
            return f"##{'' if node.text.startswith('#') else ' '}{node.text}".rstrip()
        case n.Statement():
            written = _laid_out(lines_of(node, text, keywords or language(text)), text)
            again = _read(written)
            same = isinstance(again, n.Statement) and neutral(again) == neutral(node)
            return written if same else text


# ---- comments and blank lines ------------------------------------------------------------------------------------


def _laid_out(lines: Sequence[Line], text: str) -> str:
    """The lines, with what stood at their ends and between them in the text."""
    typed = text.split("\n")
    rows = [text.count("\n", 0, line.at) for line in lines] + [len(typed)]
    written: list[str] = []
    for i, line in enumerate(lines):
        here = typed[rows[i] : rows[i + 1]]
        remarks = [r for r in (_remark(row) for row in here if not _alone(row)) if r]
        written.append(" " * line.depth + line.text + (f"  {remarks[0]}" if remarks else ""))
        written += [" " * max(line.depth, STEP) + remark for remark in remarks[1:]]
        near = [(_column(here[0]), line.depth)]
        if i + 1 < len(lines):
            near.append((_column(typed[rows[i + 1]]), lines[i + 1].depth))
        written += _between([row for row in here if _alone(row)], near, line.text.endswith((":", "：")))
    return "\n".join(written)


def _between(typed: Sequence[str], near: Sequence[tuple[int, int]], below_colon: bool) -> Iterator[str]:
    """Lines of comment, indented as the nearer of the lines around them, and at most one blank line at a time."""
    was_blank = below_colon
    for line in typed:
        body = line.strip()
        if body:
            depth = min(reversed(near), key=lambda place: abs(place[0] - _column(line)))[1]
            yield " " * max(depth, STEP) + body
        elif not was_blank:
            yield ""
        was_blank = not body


def _alone(line: str) -> bool:
    """Blank, or nothing but a comment."""
    return half_width(line).lstrip()[:1] in ("", "#")


def _remark(line: str) -> str:
    """The comment at the end of a line, or ''."""
    at = comment_of(line)
    return line[at:].rstrip() if at >= 0 else ""


def _column(line: str) -> int:
    blank = line[: len(line) - len(line.lstrip())]
    return sum(2 if c in "\u3000\t" else 1 for c in blank)


# ---- equality up to translation ----------------------------------------------------------------------------------


def neutral(statement: n.Statement) -> n.Statement:
    """The statement with the language's own words (登记, register) in one language, so that translations are equal."""
    return replace(statement, lines=tuple(_neutral(line) for line in statement.lines))


def _neutral(line: n.Line) -> n.Line:
    match line:
        case n.Property() if line.key in PROPERTY_VALUES:
            table = PROPERTY_VALUES[line.key]
            return replace(line, values=tuple(replace(v, text=table.get(v.text, v.text)) for v in line.values))
        case n.Calendar():
            return _neutral_calendar(line)
        case _:
            return line


def _neutral_calendar(line: n.Calendar) -> n.Calendar:
    option, values = CALENDAR_OPTIONS.get(line.option.text, (line.option.text, {}))
    table = values or next((v for en, v in CALENDAR_OPTIONS.values() if en == option), {})
    settings = tuple((letter, replace(word, text=table.get(word.text, word.text))) for letter, word in line.settings)
    return replace(line, option=replace(line.option, text=option), settings=settings)
