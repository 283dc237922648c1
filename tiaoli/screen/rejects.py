"""Rows that are set aside: which cell, the text as received, a reason code, and the reason in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compiler.program import Program
from compiler.request import KINDS, Refused, read
from compiler.targets.refusals import REFUSED
from compiler.values import to_json
from tiaoli.screen.engine import Engine, Row
from tiaoli.screen.plan import BAD, NUMBER, TEXT, Plan
from tiaoli.screen.source import GARBLED, RAGGED, named, quoted

REASONS: Mapping[str, tuple[str, str]] = {
    "empty_key": ("主键是空的", "the key is empty"),
    "duplicate_key": ("主键不止一行有", "more than one row has this key"),
    "no_day": ("没有评估日", "the day asked about is missing"),
    "unknown_code": ("不是对照表里的代码", "this is no code of the mapping"),
    "invalid_date": ("不是存在的日期，或者格式不对", "this is no existing date, or has another form"),
    "wrong_type": ("不是数字，或者格式不对", "this is no number, or has another form"),
    "negative_amount": ("金额是负数", "the amount is negative"),
    "out_of_range": ("超出允许的范围", "this is out of range"),
    RAGGED: ("格数和表头不一样", "the number of cells is not that of the header"),
    GARBLED: ("有读不出的字节", "there are bytes that are no text"),
}
"""Besides these, the kinds of fault of a whole request (broken constraints), whose words name the facts."""
COLUMNS = ("row", "key", "column", "value", "reason", "zh", "en")
SHAPE = {"n": "BIGINT"} | dict.fromkeys(("key", "col", "value", "reason", "zh", "en"), "VARCHAR")
"""The same in a table of such rows."""
_LIST = "、"


def set_aside(engine: Engine, plan: Plan, first: int, last: int) -> None:
    """From the table `checked`: the view `rejects` of those with cells at fault and of those whose facts cannot stand
    together, whose numbers are the table `refused`. The latter are asked of the evaluator's own check, so that its
    words are theirs."""
    if engine.rows(f'SELECT bool_or("{BAD}") FROM checked') == [(True,)]:
        each = ", ".join(f"({', '.join(map(quoted, (code, *said)))})" for code, said in REASONS.items())
        words = f"(VALUES {each}) AS words(reason, zh, en)"
        found = f"SELECT n, key, col, text AS value, reason, zh, en FROM ({plan.faults(first, last)}) AS found"
        engine.table("faulty", f"{found} JOIN {words} USING (reason)")
    else:
        engine.fill("faulty", SHAPE, [])
    engine.view("whole", plan.whole())
    engine.view("weighed", plan.refused, own=True)
    engine.table("refused", f'SELECT "{NUMBER}" FROM weighed WHERE "{REFUSED}"')
    engine.fill("contrary", SHAPE, list(_contrary(engine, plan)))
    names = ", ".join(SHAPE)
    engine.view("rejects", f"SELECT {names} FROM faulty UNION ALL SELECT {names} FROM contrary")


def _contrary(engine: Engine, plan: Plan) -> Iterator[Row]:
    program = plan.asked.program
    columns = {r.fact: r.column for r in plan.asked.mapping.readings}
    texts = [f"CAST({plan.source.text(c)} AS VARCHAR) AS {named(f)}" for f, c in columns.items()]
    facts = ", ".join(named(name) for name in program.facts)
    refused = f'IN (SELECT "{NUMBER}" FROM refused)'
    rows = engine.rows(
        f'SELECT "{NUMBER}", "{TEXT}", as_of, {facts} FROM checked WHERE "{NUMBER}" {refused} ORDER BY "{NUMBER}"'
    )
    if not rows:
        return
    raw = engine.rows(f"SELECT {', '.join(['n', *texts])} FROM {plan.source.scan} WHERE n {refused} ORDER BY n")
    for (number, key, day, *values), (_, *shown) in zip(rows, raw, strict=True):
        request = {"as_of": day.isoformat(), "facts": as_facts(program, values), "readings": plan.asked.readings}
        received_of = dict(zip(columns, shown, strict=True))
        try:
            read(program, request)
            raise AssertionError(f"row {number} is refused by the query alone")
        except Refused as fault:
            for one in fault.faults:
                said = [columns.get(name, "") for name in one.facts], [received_of.get(n) or "" for n in one.facts]
                yield (number, key, *(_LIST.join(x) for x in said), one.kind, one.message["zh"], one.message["en"])


def as_facts(program: Program, values: Sequence[Any]) -> dict[str, Any]:
    """The facts of a row of checked cells as a request has them."""
    found: dict[str, Any] = {}
    for (name, fact), value in zip(program.facts.items(), values, strict=True):
        kind = fact.type.kind
        if value is None:
            continue
        if kind == "date":
            found[name] = value.isoformat()
        elif kind in ("decimal", "percent"):
            found[name] = format(value, "f")
        else:
            found[name] = to_json(value, kind)
    return found


def listed() -> list[dict[str, str]]:
    """Every reason code with its words, for the file of codes."""
    kinds = {
        "inconsistent_facts": ("几项事实互相矛盾", "facts contradict each other"),
        "date_in_future": ("日期在将来", "a date is in the future"),
    }
    every = dict(REASONS) | {kind: kinds[kind] for kind in KINDS if kind in kinds}
    return [{"code": code, "zh": zh, "en": en} for code, (zh, en) in every.items()]
