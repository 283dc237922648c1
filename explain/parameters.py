"""A dated parameter's value in words: since when it holds, and the source that says so."""

from __future__ import annotations

from compiler.program import Fact, Row, Text
from compiler.steps import Step
from explain import words
from explain.terms import Terms
from explain.words import both


def row_of(step: Step, terms: Terms) -> Row | None:
    """The row that gave a value_on step its value; None where it was supplied, or where the day is not known."""
    day = terms.known(step.parts[0])
    fact = terms.parameter(step)
    return next((row for row in fact.rows if isinstance(day, int) and day in row.window), None)


def source(step: Step, terms: Terms) -> Text | None:
    """自2021年8月1日起；出处：……"""
    row = row_of(step, terms)
    if row is not None:
        return cited(row)
    if terms.known(step.parts[1]) is not None:
        return Text(
            "这是填入的数，不是从公布的表里取的", "this was supplied with the request, not taken from the table"
        )
    return None


def cited(row: Row) -> Text:
    """In which window a row holds, and its source."""

    def said(lang: str) -> str:
        return joint(lang).join(part for part in (words.window(row.window, lang), _source(row, lang)) if part)

    return both(said)


def joint(lang: str) -> str:
    return "；" if lang == "zh" else "; "


def _source(row: Row, lang: str) -> str:
    if not row.cited:
        return ""
    return f"出处：{row.cited}" if lang == "zh" else f"source: {row.cited}"


def line(fact: Fact, row: Row) -> Text:
    """参考收入：4,360.00元（自2024年4月1日至2025年3月31日；出处：……）"""

    def said(lang: str) -> str:
        value = words.value(row.value, fact.type, lang, fact.choices)
        colon, (left, right) = ("：", "（）") if lang == "zh" else (": ", (" (", ")"))
        return f"{fact.label.get(lang)}{colon}{value}{left}{cited(row).get(lang)}{right}"

    return both(said)
