"""The mapping file, checked in full against the policy before anything runs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from compiler import calendar
from compiler.program import Fact, Program
from compiler.request_values import read_value
from compiler.values import KIND_NAMES, Value, to_json
from dsl.diagnostics import nearest
from tiaoli.about import not_toml, read_text
from tiaoli.screen import unusable
from tiaoli.screen.mapping import DATES, UNITS, YES_NO, Faults, Mapping_, Reading

_TOP = ("policy", "key", "as_of", "as_of_column", "as_of_format", "empty", "encoding", "delimiter", "left_out", "facts")
_OF_FACT = ("column", "value", "codes", "format", "unit")


def read_mapping(path: Path, program: Program) -> Mapping_:
    """A mapping file, checked against the policy; its columns are checked by check_columns. Raises Unusable."""
    text = read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        said = not_toml(path, fault).text
        raise unusable(
            said["zh"],
            said["en"],
            "用 tiaoli screen --write-mapping 写一份来对照",
            "compare with what tiaoli screen --write-mapping writes",
        ) from None
    faults = Faults(str(path), text)
    made = _Reader(program, raw, faults).mapping()
    faults.stop()
    return made


class _Reader:
    def __init__(self, program: Program, raw: Mapping[str, object], faults: Faults) -> None:
        self.program, self.raw, self.faults = program, raw, faults

    def mapping(self) -> Mapping_:
        self._names(self.raw, _TOP, "")
        policy = self._text("policy")
        if policy and policy != self.program.about.name:
            self.faults.add(
                "policy",
                f"这份对照表是为“{policy}”写的，不是“{self.program.about.name}”",
                f'this mapping is for "{policy}", not "{self.program.about.name}"',
                "换一份对照表，或者换一个办法",
                "use another mapping or another policy",
            )
        readings, constants = self._facts()
        day = self._day()
        return Mapping_(
            self._text("key"),
            day,
            self._text("as_of_column"),
            self._choice("as_of_format", self.raw.get("as_of_format", "iso"), DATES["date"]),
            tuple(readings),
            constants,
            self._texts("empty", ("",)),
            self._texts("left_out", ()),
            self._choice("encoding", self.raw.get("encoding", "utf-8"), ("utf-8", "gb18030")),
            self._delimiter(),
        )

    def _bad(self, key: str, zh: str, en: str, shape: str) -> None:
        self.faults.add(key.rpartition(".")[2], f"{key}：{zh}", f"{key}: {en}", f"写成 {shape}", f"write {shape}")

    def _names(self, table: Mapping[str, object], known: Sequence[str], within: str) -> None:
        for name in table:
            if name not in known:
                close = nearest(name, known)
                self._bad(f"{within}{name}", "没有这一项", "there is no such entry", close or "、".join(known))

    def _text(self, key: str) -> str:
        value = self.raw.get(key, "")
        if not isinstance(value, str):
            self._bad(key, "应为文字", "this must be text", f'{key} = "…"')
        return str(value)

    def _texts(self, key: str, usual: tuple[str, ...]) -> tuple[str, ...]:
        value = self.raw.get(key, list(usual))
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            self._bad(key, "应为文字的列表", "this must be a list of texts", f'{key} = ["…"]')
            return usual
        return tuple(value)

    def _choice(self, key: str, value: object, known: Sequence[str]) -> str:
        if value in known:
            return str(value)
        shown = "、".join(f'"{k}"' for k in known)
        self._bad(key, f"不能是 {value!r}", f"this cannot be {value!r}", shown)
        return known[0]

    def _delimiter(self) -> str:
        value = self.raw.get("delimiter", ",")
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n':
            self._bad("delimiter", "应为一个字符", "this must be one character", 'delimiter = ","')
            return ","
        return value

    def _day(self) -> int | None:
        value = self.raw.get("as_of")
        if value is None:
            return None
        day = calendar.from_iso(value.isoformat() if type(value) is date else str(value))
        if day is None:
            self._bad("as_of", "不是存在的日期", "this is no existing date", "as_of = 2021-10-15")
        if self.raw.get("as_of_column"):
            self.faults.add(
                "as_of",
                "as_of 和 as_of_column 只能写一项",
                "as_of and as_of_column cannot both be given",
                "所有行同一天就写 as_of，一行一天就写 as_of_column",
                "as_of for one day for all rows, as_of_column for a day a row",
            )
        return day

    # ---- facts ----

    def _facts(self) -> tuple[list[Reading], dict[str, Value]]:
        raw = self.raw.get("facts", {})
        readings, constants, seen = list[Reading](), dict[str, Value](), dict[str, str]()
        if not isinstance(raw, dict):
            self._bad("facts", "应为一张表", "this must be a table", "[facts]")
            return readings, constants
        for given, table in raw.items():
            name = self.program.names.get(given, given)
            fact = self.program.facts.get(name)
            if fact is None:
                self._unknown(given)
            elif name in seen:
                self.faults.add(
                    given,
                    f"事实“{name}”写了两次：“{seen[name]}”和“{given}”",
                    f'the fact "{name}" is given twice: "{seen[name]}" and "{given}"',
                    "一项事实只对应一列；删去一处",
                    "one fact has one column; remove one of them",
                )
            elif not isinstance(table, dict) or ("column" in table) is ("value" in table):
                shape = f'"{given}" = {{ column = "…" }}'
                self._bad(given, "column 和 value 要写而且只写一项", "give one of column and value", shape)
            else:
                self._fact(given, fact, table, readings, constants)
            seen.setdefault(name, given)
        return readings, constants

    def _unknown(self, given: str) -> None:
        close = nearest(given, self.program.names)
        self.faults.add(
            given,
            f"没有叫“{given}”的事实",
            f'no fact is called "{given}"',
            f"是不是“{close}”？" if close else "对照 tiaoli screen --write-mapping 写出的名称",
            f'did you mean "{close}"?' if close else "compare with the names that tiaoli screen --write-mapping writes",
        )

    def _fact(
        self,
        given: str,
        fact: Fact,
        table: Mapping[str, object],
        readings: list[Reading],
        constants: dict[str, Value],
    ) -> None:
        self._names(table, _OF_FACT, f"{given}.")
        if "value" in table:
            value = _value(fact, table["value"])
            if value is None:
                shown = repr(table["value"])
                self._bad(given, f"{shown} 不是它的值", f"{shown} is no value of it", _shape(fact))
            else:
                constants[fact.name] = value
            return
        if not isinstance(table["column"], str):
            self._bad(given, "column 应为文字", "column must be text", 'column = "…"')
            return
        kind = fact.type.kind
        self._fits(given, fact, table)
        form = self._choice(given, table.get("format", "iso"), DATES[kind]) if kind in DATES else "iso"
        unit = self._choice(given, table.get("unit", "yuan"), UNITS) if kind == "money" else "yuan"
        readings.append(
            Reading(fact.name, table["column"], dict(self._codes(given, fact, table.get("codes"))), form, unit)
        )

    def _fits(self, given: str, fact: Fact, table: Mapping[str, object]) -> None:
        """Is each entry one that a fact of this kind can have?"""
        kind = fact.type.kind
        fitting = {"codes": ("bool", "enum"), "format": tuple(DATES), "unit": ("money",)}
        zh, en = KIND_NAMES[kind]
        for entry, kinds in fitting.items():
            if entry in table and kind not in kinds:
                self._bad(given, f"是{zh}，不能有 {entry}", f"is {en} and has no {entry}", f"没有 {entry} 的一行")

    def _codes(self, given: str, fact: Fact, raw: object) -> Iterator[tuple[str, Value]]:
        if raw is None:
            yield from (YES_NO if fact.type.kind == "bool" else {c: c for c in fact.type.choices}).items()
            return
        if not isinstance(raw, dict) or not raw:
            self._bad(given, "codes 应为一张表", "codes must be a table", 'codes = { "1" = … }')
            return
        for code, meant in raw.items():
            value = _value(fact, meant)
            if value is None:
                self._bad(
                    given,
                    f"代码“{code}”对应的 {meant!r} 不是它的值",
                    f'{meant!r}, for the code "{code}", is no value of it',
                    _shape(fact),
                )
            else:
                yield code, value


def _value(fact: Fact, raw: object) -> Value | None:
    """A value as TOML writes it; amounts and decimals as text, dates either way."""
    raw = raw.isoformat() if type(raw) is date else raw
    return read_value(fact, raw, [])


def _shape(fact: Fact) -> str:
    if fact.type.kind == "bool":
        return "true / false"
    if fact.type.kind == "enum":
        return "、".join(f'"{c}"' for c in fact.type.choices)
    samples: Mapping[str, Value] = {"date": 737_973, "money": 536_000, "month": 24_257, "integer": 12}
    return f'"{to_json(samples[fact.type.kind], fact.type.kind)}"' if fact.type.kind in samples else '"1.5"'
