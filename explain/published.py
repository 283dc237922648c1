"""What authorities publish, for a page: dated parameters and calendars of public holidays."""

from __future__ import annotations

from collections.abc import Iterator

from compiler import calendar
from compiler.program import Fact, Program, Row
from dsl import nodes as n
from dsl.parse import parse
from explain import law, words
from explain.views import HolidaysView, ParameterView, Value


def values(fact: Fact, lang: str) -> tuple[Value, ...]:
    """A parameter's table."""
    return tuple(_value(fact, row, lang) for row in fact.rows)


def _value(fact: Fact, row: Row, lang: str) -> Value:
    return Value(words.value(row.value, fact.type, lang, fact.choices), words.window(row.window, lang), row.cited)


def parameter(fact: Fact, lang: str, source: str = "") -> ParameterView:
    remarks = tuple(text.get(lang) for text in fact.remarks)
    return ParameterView(anchor(fact.alias or fact.name), fact.label.get(lang), values(fact, lang), remarks, source)


def anchor(name: str) -> str:
    return f"parameter-{name}"


# ---- holidays ----------------------------------------------------------------------------------------------------


def holidays(node: n.Statement, lang: str, source: str = "") -> HolidaysView:
    """A calendar as its statement has it."""
    name = node.name.text if node.name else ""
    english = next((line for line in node.lines if isinstance(line, n.English)), None)
    covers = next((line for line in node.lines if isinstance(line, n.Covers)), None)
    said = english.text.text if english else ""
    label = name if lang == "zh" and words.HAN.search(name) else said or name.replace("_", " ")
    return HolidaysView(
        anchor(english.alias if english and english.alias else name),
        label,
        words.span(_day(covers.first), _day(covers.last), lang) if covers else "",
        tuple(_days(node, "closed", lang)),
        tuple(_days(node, "open", lang)),
        _texts(node, "cited"),
        _texts(node, "remark_en" if lang == "en" and _texts(node, "remark_en") else "remark"),
        source,
    )


def calendar_of(program: Program, lang: str) -> HolidaysView | None:
    """The calendar that the rules count working days by, from wherever it stands."""
    known = program.holidays
    fact = program.facts.get(known.name) if known is not None else None
    if fact is None:
        return None
    for placed in parse(fact.place.source, examples=False).article.statements:
        node = placed.node
        if isinstance(node, n.Statement) and node.kind == "holidays" and node.name and node.name.text == fact.name:
            return holidays(node, lang, law.verbatim(fact.place.source, placed))
    return None


def _texts(node: n.Statement, key: str) -> tuple[str, ...]:
    lines = (line for line in node.lines if isinstance(line, n.Property) and line.key == key)
    return tuple(value.text for line in lines for value in line.values)


def _day(literal: n.Literal) -> int:
    assert isinstance(literal.value, tuple)
    return calendar.day(*literal.value)


def _days(node: n.Statement, key: str, lang: str) -> Iterator[str]:
    for line in node.lines:
        if isinstance(line, n.Days) and line.key == key:
            for first, last in line.spans:
                yield words.span(_day(first), _day(last or first), lang)
