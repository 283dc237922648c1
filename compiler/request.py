"""A request -> facts, or every fault of it. Bad input is refused whole, before anything is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from compiler import calendar
from compiler.partial import Environment, Residual, run
from compiler.program import Fact, Program
from compiler.values import LIMITS, Value
from dsl.diagnostics import nearest

KINDS = (
    "malformed_request",
    "invalid_as_of",
    "unknown_conclusion",
    "unknown_reading",
    "unknown_fact",
    "duplicate_fact",
    "wrong_type",
    "invalid_enum",
    "invalid_date",
    "date_in_future",
    "negative_amount",
    "out_of_range",
    "inconsistent_facts",
)
"""In this order the first fault of a request is chosen."""

_MONEY = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
_JSON_TYPES = {
    "bool": ("true 或 false", "true or false"),
    "integer": ("整数", "an integer"),
    "money": ('金额，例如 "5360.00" 或整数元', 'money such as "5360.00", or whole yuan as an integer'),
    "date": ('日期，例如 "2021-06-30"', 'a date such as "2021-06-30"'),
    "enum": ("取值之一", "one of its values"),
    "text": ("文字", "text"),
    "list": ("取值的列表", "a list of its values"),
    "decimal": ('数字，写成文字，例如 "1.5"', 'a number as text, such as "1.5"'),
    "percent": ('数字，写成文字，例如 "0.01"', 'a number as text, such as "0.01"'),
}


class Doubled(dict[str, object]):
    """Facts as a JSON object gave them, with the names that it gave more than once."""

    repeated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason to refuse: its kind, the facts of the violated constraint, and what to do, in both languages."""

    kind: str
    facts: tuple[str, ...]
    message: Mapping[str, str]
    hint: Mapping[str, str]


class Refused(Exception):
    """A request that cannot be answered; `faults` in the order of KINDS, the first one decides."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda f: KINDS.index(f.kind)))
        super().__init__("; ".join(f.message["en"] for f in self.faults))


@dataclass(frozen=True, slots=True)
class Request:
    """A valid request. Facts hold run-time values; `only` is () for all conclusions."""

    as_of: int
    facts: Mapping[str, Value]
    readings: Mapping[str, str]
    only: tuple[str, ...]


def read(program: Program, raw: object) -> Request:
    """Check a request {"as_of", "facts", "readings", "only"}. Raises Refused."""
    if (
        not isinstance(raw, Mapping)
        or not all(isinstance(raw.get(key, {}), Mapping) for key in ("facts", "readings"))
        or not _is_names(raw.get("only", []))
    ):
        shape = '{"as_of": "2021-10-15", "facts": {…}}'
        raise Refused(
            [
                _fault(
                    "malformed_request",
                    (),
                    "请求的形状不对",
                    "the request is malformed",
                    f"写成 {shape}",
                    f"write {shape}",
                )
            ]
        )
    faults: list[Fault] = []
    as_of = _as_of(raw.get("as_of"), faults)
    only = tuple(_only(program, raw.get("only") or (), faults))
    readings = dict(_readings(program, raw.get("readings") or {}, faults))
    facts = dict(_facts(program, raw.get("facts") or {}, faults))
    faults += _violations(program, facts, as_of, readings)
    if faults or as_of is None:
        raise Refused(faults)
    return Request(as_of, facts, readings, only)


def _fault(kind: str, facts: tuple[str, ...], zh: str, en: str, hint_zh: str, hint_en: str) -> Fault:
    return Fault(kind, facts, {"zh": zh, "en": en}, {"zh": hint_zh, "en": hint_en})


def _is_names(value: object) -> bool:
    return value is None or (isinstance(value, list | tuple) and all(isinstance(x, str) for x in value))


def _as_of(value: object, faults: list[Fault]) -> int | None:
    day = calendar.from_iso(value) if isinstance(value, str) else None
    if day is None:
        shown = "" if value is None else f" “{value}”"
        faults.append(
            _fault(
                "invalid_as_of",
                (),
                f"评估日{shown} 缺失或不是存在的日期",
                f"as_of{shown} is absent or no existing date",
                "写成 YYYY-MM-DD，例如 2021-10-15",
                "write YYYY-MM-DD, such as 2021-10-15",
            )
        )
    return day


def _suggest(given: str, known: Iterable[str]) -> tuple[str, str]:
    close = nearest(given, known)
    return (
        (f"是不是 “{close}”？", f'did you mean "{close}"?')
        if close
        else ("对照词汇表里的名字", "compare with the vocabulary")
    )


def _only(program: Program, names: Iterable[str], faults: list[Fault]) -> Iterator[str]:
    for given in names:
        name = program.names.get(given, given)
        if name in program.definitions:
            yield name
        else:
            hints = _suggest(given, program.definitions)
            zh, en = f"没有叫 “{given}” 的结论", f'no conclusion is called "{given}"'
            faults.append(_fault("unknown_conclusion", (given,), zh, en, *hints))


def _readings(program: Program, given: Mapping[str, object], faults: list[Fault]) -> Iterator[tuple[str, str]]:
    for id_, letter in given.items():
        reading = program.readings.get(id_)
        if reading is not None and letter == reading.adopted:
            yield id_, str(letter)
        elif reading is None or letter not in reading.alternatives:
            known = "、".join(program.readings)
            zh, en = f"没有读法 “{id_}” 的选项 “{letter}”", f'reading "{id_}" has no alternative "{letter}"'
            faults.append(_fault("unknown_reading", (id_,), zh, en, f"已声明的读法：{known}", f"declared: {known}"))
        elif reading.not_computable is not None:
            why = reading.not_computable
            zh, en = f"读法 {id_} 的另一选项不可计算", f"the other alternative of reading {id_} is not computable"
            faults.append(_fault("unknown_reading", (id_,), zh, en, why.zh, why.get("en")))
        else:
            yield id_, str(letter)


# ---- facts -------------------------------------------------------------------------------------------------------


def _facts(program: Program, given: Mapping[str, object], faults: list[Fault]) -> Iterator[tuple[str, Value]]:
    seen: set[str] = set()
    repeated = set(getattr(given, "repeated", ()))
    found: dict[str, Value] = {}
    order = list(program.facts)
    for raw_name, raw in given.items():
        name = program.names.get(raw_name, raw_name)
        if name not in program.facts:
            hints = _suggest(raw_name, program.names)
            zh, en = f"没有叫 “{raw_name}” 的事实", f'no fact is called "{raw_name}"'
            faults.append(_fault("unknown_fact", (raw_name,), zh, en, *hints))
            continue
        if name in seen or raw_name in repeated:
            zh, en = f"事实 “{name}” 给了两次", f'the fact "{name}" is given twice'
            faults.append(_fault("duplicate_fact", (name,), zh, en, "只用一个名字给一次", "give it once, by one name"))
        seen.add(name)
        if raw is not None:
            value = _value(program.facts[name], raw, faults)
            if value is not None:
                found[name] = value
    faults.sort(key=lambda f: order.index(f.facts[0]) if f.facts and f.facts[0] in program.facts else -1)
    yield from found.items()


def _value(fact: Fact, raw: object, faults: list[Fault]) -> Value | None:
    kind = fact.type.kind
    value, fault = _READERS[kind](fact, raw)
    if fault:
        faults.append(_bad(fault, fact, raw))
        return None
    limits = fact.limits or LIMITS.get(kind)
    if limits and isinstance(value, int) and not isinstance(value, bool) and not limits[0] <= value <= limits[1]:
        faults.append(_bad("out_of_range", fact, raw))
        return None
    return value


Read = tuple[Value | None, str]


def _bool(fact: Fact, raw: object) -> Read:
    return (raw, "") if isinstance(raw, bool) else (None, "wrong_type")


def _integer(fact: Fact, raw: object) -> Read:
    return (raw, "") if isinstance(raw, int) and not isinstance(raw, bool) else (None, "wrong_type")


def _money(fact: Fact, raw: object) -> Read:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return (None, "negative_amount") if raw < 0 else (raw * 100, "")
    if not isinstance(raw, str):
        return None, "wrong_type"
    if raw.startswith("-") and _MONEY.fullmatch(raw[1:]):
        return None, "negative_amount"
    if not _MONEY.fullmatch(raw):
        return None, "wrong_type"
    whole, _, cents = raw.partition(".")
    if len(whole) > 40:
        return None, "out_of_range"
    return int(whole) * 100 + int(cents.ljust(2, "0")), ""


def _date(fact: Fact, raw: object) -> Read:
    if not isinstance(raw, str):
        return None, "wrong_type"
    day = calendar.from_iso(raw)
    return (day, "") if day is not None else (None, "invalid_date")


def _enum(fact: Fact, raw: object) -> Read:
    if not isinstance(raw, str):
        return None, "wrong_type"
    return (raw, "") if raw in fact.type.choices else (None, "invalid_enum")


def _text(fact: Fact, raw: object) -> Read:
    return (raw, "") if isinstance(raw, str) else (None, "wrong_type")


_READERS = {"bool": _bool, "integer": _integer, "money": _money, "date": _date, "enum": _enum, "text": _text}


def _bad(kind: str, fact: Fact, raw: object) -> Fault:
    shown = repr(raw) if not isinstance(raw, str) else f"“{raw}”"
    shown = shown if len(shown) <= 60 else shown[:58] + "……"
    zh_type, en_type = _JSON_TYPES[fact.type.kind]
    known = "、".join(fact.type.choices)
    limits = fact.limits or (0, 0)
    texts = {
        "wrong_type": (f"{shown} 的类型不对", f"{shown} is of the wrong type", f"应为{zh_type}", f"give {en_type}"),
        "invalid_enum": (
            f"{shown} 不在取值之中",
            f"{shown} is not among its values",
            f"可用：{known}",
            f"use one of {known}",
        ),
        "invalid_date": (
            f"{shown} 不是存在的日期",
            f"{shown} is no existing date",
            "写成 YYYY-MM-DD，例如 2021-06-30",
            "write YYYY-MM-DD, such as 2021-06-30",
        ),
        "negative_amount": (
            f"{shown} 是负数",
            f"{shown} is negative",
            "金额不能小于零",
            "an amount cannot be below zero",
        ),
        "out_of_range": (
            f"{shown} 超出范围",
            f"{shown} is out of range",
            f"应在 {limits[0]} 至 {limits[1]} 之间" if fact.limits else "数值过大",
            f"it must be between {limits[0]} and {limits[1]}" if fact.limits else "the number is too large",
        ),
    }
    zh, en, hint_zh, hint_en = texts[kind]
    return _fault(kind, (fact.name,), f"{fact.name}：{zh}", f"{fact.name}: {en}", hint_zh, hint_en)


def constraint_values(program: Program, environment: Environment) -> list[tuple[Fact, int, Value | Residual]]:
    """Every constraint of the facts under what is known: its fact, its index there, and its value."""
    return [
        (fact, i, run(constraint.condition, environment))
        for fact in program.facts.values()
        for i, constraint in enumerate(fact.constraints)
    ]


def _violations(
    program: Program, facts: Mapping[str, Value], as_of: int | None, readings: Mapping[str, str]
) -> Iterator[Fault]:
    if as_of is None:
        return
    for fact, index, value in constraint_values(program, Environment(program, facts, as_of, readings)):
        if value is not False:
            continue
        constraint = fact.constraints[index]
        names = "、".join(constraint.facts)
        yield _fault(
            constraint.kind,
            constraint.facts,
            f"{names} 不符合要求：{constraint.condition.place.text}",
            f"{names}: this must hold: {constraint.condition.place.text}",
            "改正其中一项；不知道的就不填",
            "correct one of them; leave out what you do not know",
        )
