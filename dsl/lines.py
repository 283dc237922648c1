"""Which lines a statement may have, and how often: a line that nobody would read is a fault."""

from __future__ import annotations

from collections.abc import Iterator

from dsl import nodes as n
from dsl.keywords import STATEMENT, WORDS
from dsl.lexer import Unreadable
from dsl.source import Span

_REMARKS = ("remark", "remark_en")
_PROPERTIES = {
    "fact": (
        "ask",
        "ask_en",
        "hint",
        "hint_en",
        "entity",
        "source",
        "change",
        "change_if_future",
        "norm_default",
        "each",
        *_REMARKS,
    ),
    "parameter": _REMARKS,
    "holidays": ("cited", *_REMARKS),
    "define": ("readings", "answered_before_force", "each", "subject_to", *_REMARKS),
    "exception": ("readings", "notwithstanding", "subject_to", *_REMARKS),
    "norm": (
        "readings",
        "subject",
        "action_en",
        "beneficiary",
        "beneficiary_en",
        "addressees",
        "counterparts",
        "period",
        "period_en",
        *_REMARKS,
    ),
    "service": (
        "readings",
        "channels",
        "channels_en",
        "documents",
        "documents_en",
        "contents",
        "contents_en",
        "steps_en",
        "place_en",
        "fee",
        "fee_en",
        "result",
        "result_en",
        *_REMARKS,
    ),
    "reading_of": ("a_en", "b_en", "because_en", "consequence", "consequence_en", "settled_en", *_REMARKS),
    "example": _REMARKS,
    "note": ("readings", *_REMARKS),
}
_OTHERS = {
    "fact": ("english", "values", "range", "constraint"),
    "parameter": ("english", "values", "range", "basis", "force", "since"),
    "holidays": ("english", "basis", "covers", "closed", "open"),
    "define": ("english", "values", "basis", "force", "given", "under"),
    "exception": ("english", "basis", "force", "if", "reinstated", "under"),
    "norm": ("english", "basis", "force", "given", "implied"),
    "service": ("english", "basis", "force", "given", "steps", "place"),
    "reading_of": ("english", "A", "B", "not_computable", "settled", "calendar"),
    "example": ("english", "as_of", "all_are", "under", "expect"),
    "note": ("english", "basis"),
}
_ONCE: dict[type, str] = {
    n.English: "english",
    n.Choices: "values",
    n.Range: "range",
    n.Basis: "basis",
    n.Settled: "settled",
    n.Calendar: "calendar",
    n.Steps: "steps",
    n.OnDay: "as_of",
    n.Force: "force",
    n.Applies: "if",
    n.Reinstated: "reinstated",
    n.Covers: "covers",
}


def _may(kind: str) -> list[tuple[str, str]]:
    return [WORDS[value] for value in (*_OTHERS.get(kind, ()), *_PROPERTIES.get(kind, ()))]


def line_words(kind: str) -> list[str]:
    """What may begin a line of a statement of this kind, in both languages."""
    return [word for words in _may(kind) for word in words]


def foreign(kind: str, line: str) -> dict[str, str]:
    """The words that say: this line does not belong in a statement of this kind, but these do."""
    may = _may(kind)
    zh, en = next((row.zh[0], row.en[0]) for row in STATEMENT.values() if row.value == kind)
    return {
        "line": line,
        "statement": zh,
        "statement_en": en,
        "suggestion": "可以写：" + "、".join(zh for zh, _ in may) if may else "它没有下面的行",
        "suggestion_en": "it may have: " + ", ".join(en for _, en in may) if may else "it has no lines below",
    }


def check(statement: n.Statement, text: str) -> None:
    """Raises Unreadable where a name or a day is none, where a line does not belong, or stands twice."""
    if statement.name and "." in statement.name.text and statement.kind != "example":
        at = statement.name.span[0] + statement.name.text.index(".")
        raise Unreadable(
            "E109", at, at + 1, got=".", suggestion="名字里不能有小数点", suggestion_en="a name has no point"
        )
    _complete(statement)
    seen: set[tuple[str, str]] = set()
    for line in statement.lines:
        if isinstance(line, n.Property) and line.key not in _PROPERTIES[statement.kind]:
            start, end = line.span
            typed = next((w for w in WORDS[line.key] if text.startswith(w, start)), text[start:end])
            raise Unreadable("E113", start, start + len(typed), **foreign(statement.kind, typed))
        for start, end, advice in _faults(line):
            raise Unreadable("E101", start, end, got=text[start:end], **advice)
        for word in _twice(line):
            raise Unreadable("E114", *word.span, line=word.text, line_en=word.text)
        for span, *words in _keys(line):
            zh, en = words
            if (zh, en) in seen:
                raise Unreadable("E114", *span, line=zh, line_en=en)
            seen.add((zh, en))


_DAY = {"expected": "写一个日期，例如 2021-03-01", "expected_en": "write a date, such as 2021-03-01"}
_NAME = {
    "expected": "这里写定义或事实的名字，不加引号",
    "expected_en": "name a definition or a fact here, without quotation marks",
}
_NAMED = ("each", "notwithstanding", "subject_to")
"""Properties that name rules or records; the others of their token may have texts."""


def _faults(line: n.Line) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Places in a line where the grammar allows more than there may be, and what to write instead."""
    match line:
        case n.OnDay():
            days: tuple[n.Literal | None, ...] = (line.date,)
        case n.Force():
            days = (line.since, line.until)
        case n.Property() if line.key in _NAMED:
            yield from ((*value.span, _NAME) for value in line.values if isinstance(value, n.Text))
            return
        case _:
            return
    yield from ((*day.span, _DAY) for day in days if day is not None and day.kind != "date")


def _twice(line: n.Line) -> Iterator[n.Word]:
    """Facts that stand twice in one record."""
    for record in line.records if isinstance(line, n.Records) else ():
        names = [name.text for name, _ in record]
        yield from (name for i, (name, _) in enumerate(record) if name.text in names[:i])


def _complete(statement: n.Statement) -> None:
    """Raises Unreadable where a statement lacks a line without which it means nothing."""
    has = {type(line) for line in statement.lines}
    needed = {"exception": (n.Applies, "if"), "holidays": (n.Covers, "covers")}.get(statement.kind)
    if needed and needed[0] not in has:
        zh, en = next((row.zh[0], row.en[0]) for row in STATEMENT.values() if row.value == statement.kind)
        line, line_en = WORDS[needed[1]]
        raise Unreadable("E115", *statement.span, statement=zh, statement_en=en, line=line, line_en=line_en)
    if statement.kind != "exception" or (n.Body in has) != (n.Reinstated in has):
        return
    if n.Body not in has:
        assert statement.name is not None
        raise Unreadable("E119", *statement.span, name=statement.name.text)
    start, end = next(line.span for line in statement.lines if isinstance(line, n.Reinstated))
    raise Unreadable("E112", start, end, **_BOTH)


_BOTH = {
    "problem": "这个例外既写了 “恢复”，又写了结果",
    "problem_en": 'this exception says "reinstated" and has a result of its own',
    "advice": "只取消一般规定的，留下 “恢复”；另有结果的，删去 “恢复”",
    "advice_en": 'keep "reinstated" if the general rule is only taken away, else remove it',
}


def _keys(line: n.Line) -> Iterator[tuple[Span, str, str]]:
    """What a statement has once, as its author would name it in Chinese and in English."""
    match line:
        case n.Property() if line.key not in _REMARKS:
            yield line.span, *WORDS[line.key]
        case n.Alternative():
            yield line.span, *WORDS[line.letter]
        case n.NotComputable():
            yield line.span, *WORDS["not_computable" if line.lang == "zh" else "not_computable_en"]
        case n.GivenFact() | n.Records():
            yield line.name.span, line.name.text, line.name.text
        case n.AllAre():
            yield from ((word.span, word.text, word.text) for word in line.names)
        case n.Switched():
            yield line.span, f"按 {line.under.reading}", f"under {line.under.reading}"
        case _ if type(line) in _ONCE:
            yield line.span, *WORDS[_ONCE[type(line)]]
