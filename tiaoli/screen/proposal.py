"""A mapping proposed from what a register looks like: columns that are called like a fact, with the codes and date
forms found in them. What it cannot tell stands there as a comment, to be filled in by whoever knows the register."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compiler.program import Fact, Program
from tiaoli.screen.mapping import YES_NO
from tiaoli.screen.source import Source

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LOOKED = 10_000
"""So many rows are looked at."""
_CODES = 20
_WORDS = {"是": True, "否": False, "有": True, "无": False, "Y": True, "N": False, "y": True, "n": False}
_WORDS |= {
    "yes": True,
    "no": False,
    "Yes": True,
    "No": False,
    "TRUE": True,
    "FALSE": False,
    "True": True,
    "False": False,
}
_FORMS = {
    "date": {"iso": r"\d{4}-\d{2}-\d{2}", "yyyymmdd": r"\d{8}", "yyyy/mm/dd": r"\d{4}/\d{1,2}/\d{1,2}"},
    "month": {"iso": r"\d{4}-\d{2}", "yyyymm": r"\d{6}", "yyyy/mm": r"\d{4}/\d{1,2}"},
}
_KEYS = ("id", "key", "身份证号", "身份证号码", "证件号码", "人员编号", "编号")
_DAYS = ("as_of", "评估日")


def proposed(connection: DuckDBPyConnection, program: Program, source: Source) -> str:
    """The text of a mapping file."""
    columns = source.columns
    names = _names(program)
    facts = {c: fact for c in columns if columns.count(c) == 1 and (fact := program.facts.get(names.get(c, "")))}
    chosen: dict[str, str] = {}
    for column, fact in facts.items():
        chosen.setdefault(fact.name, column)
    key = next((c for c in columns if c.lower() in _KEYS and c not in chosen.values()), "")
    day = next((c for c in columns if c in _DAYS), "")
    left = [c for c in dict.fromkeys(columns) if c not in (key, day, *chosen.values())]
    lines = [
        "# 对照表：名册的列和代码是哪些事实 / from the register's columns and codes to facts",
        f"policy = {_text(program.about.name)}",
        f"key = {_text(key)}" if key else '# key = "…"  # 主键列 / the column that tells people apart',
        f"as_of_column = {_text(day)}" if day else "# as_of = 2021-10-15  # 评估日 / the day asked about",
        'empty = ["", "NULL"]  # 这些写法表示不知道 / texts that mean: not known',
        f"left_out = [{', '.join(map(_text, left))}]  # 用不到的列 / columns that are not used",
        "",
        "[facts]",
    ]
    for name, fact in program.facts.items():
        if name in chosen:
            lines += _line(connection, source, fact, chosen[name])
    lines += ["", "# 名册里没有的事实 / facts that the register does not have:"]
    lines += [f'# {_text(name)} = {{ column = "…" }}' for name in program.facts if name not in chosen]
    return "\n".join(lines) + "\n"


def _names(program: Program) -> dict[str, str]:
    """Names, aliases and labels of facts."""
    found = {name: fact for name, fact in program.names.items() if fact in program.facts}
    for name, fact in program.facts.items():
        found.setdefault(fact.label.zh, name)
        found.setdefault(fact.label.en, name)
    return found


def _text(text: str) -> str:
    """As TOML writes text."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(connection: DuckDBPyConnection, source: Source, fact: Fact, column: str) -> Iterator[str]:
    seen = _seen(connection, source, column)
    kind, more, doubt = fact.type.kind, "", ""
    if kind in ("bool", "enum"):
        known = {**YES_NO, **_WORDS} if kind == "bool" else {choice: choice for choice in fact.type.choices}
        if not set(seen) <= set(YES_NO if kind == "bool" else known):
            pairs = [f"{_text(s)} = {_value(known[s])}" for s in seen[:_CODES] if s in known]
            more = f", codes = {{ {', '.join(pairs)} }}"
            strange = [s for s in seen[:_CODES] if s not in known]
            values = "true / false" if kind == "bool" else " / ".join(map(_text, fact.type.choices))
            doubt = f"  # 请补上 / add {', '.join(map(_text, strange))}: {values}" if strange else ""
    if kind in _FORMS:
        form = next((f for f, shape in _FORMS[kind].items() if seen and all(re.fullmatch(shape, s) for s in seen)), "")
        more = f", format = {_text(form)}" if form not in ("", "iso") else ""
        doubt = "" if form or not seen else "  # 请写明 format / give the format"
    if kind == "money":
        doubt = '  # 以分计就写 unit = "fen" / if in fen: unit = "fen"'
    yield f"{_text(fact.name)} = {{ column = {_text(column)}{more} }}{doubt}"


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else _text(str(value))


def _seen(connection: DuckDBPyConnection, source: Source, column: str) -> Sequence[str]:
    """Different texts of a column, those that are found in the first rows."""
    at = source.at(column)
    first = f"SELECT CAST({at} AS VARCHAR) AS x FROM {source.scan} LIMIT {_LOOKED}"
    rows = connection.execute(f"SELECT DISTINCT trim(x) FROM ({first}) WHERE trim(x) NOT IN ('', 'NULL') ORDER BY 1")
    return [row[0] for row in rows.fetchmany(1000)]
