"""机构.toml beside about.toml: what only an agency knows of itself, each value with its source and its day."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from compiler.program import Contact, Contacts, Institution, Program, Text
from dsl.diagnostics import nearest
from explain.actors import actors
from explain.contacts import KEYS
from tiaoli.about import Unusable, not_toml, read_text

FILE = "机构.toml"
SERVICES = "items"
_PARTS = ("value", "value_en", "source", "date", "office", "office_en")
_LONGEST = 1000
Fault = tuple[str, str]


class _Faults:
    """What is wrong with the file, all of it, each with its line."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.split("\n")
        self.found: list[tuple[int, str, str]] = []

    def add(self, words: Iterable[str], zh: str, en: str) -> None:
        """A fault at the first line that has the last of `words`, below those that have the ones before."""
        at = 0
        for word in words:
            pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
            at = next((i for i in range(at, len(self.lines)) if pattern.search(self.lines[i])), at)
        self.found.append((at + 1, zh, en))

    def stop(self) -> None:
        """Raises Unusable where there is any."""
        if self.found:
            zh, en = (f"{self.path}:{line}" for line in ("{}", "{}"))
            raise Unusable(
                "\n".join(f"{zh.format(line)}：{said}" for line, said, _ in self.found),
                "\n".join(f"{en.format(line)}: {said}" for line, _, said in self.found),
            )


def read_institutions(folder: Path) -> dict[str, Institution]:
    """The agencies of a policy's 机构.toml by name, none where there is no such file. Raises Unusable with every fault
    of its form; whether the names are known is found by `check_institutions`."""
    path = folder / FILE
    if not path.exists():
        return {}
    text = read_text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise not_toml(path, fault) from None
    faults = _Faults(path, text)
    found = {name: _institution(faults, name, table) for name, table in raw.items()}
    faults.stop()
    return found


def check_institutions(folder: Path, program: Program) -> None:
    """Raises Unusable where 机构.toml names agencies or services that the rules do not name."""
    if not program.about.institutions:
        return
    path = folder / FILE
    faults = _Faults(path, read_text(path))
    agencies, services = actors(program), service_names(program)
    for name, institution in program.about.institutions.items():
        if name not in agencies:
            faults.add([name], *unknown(name, agencies, ("机构", "agency")))
        for service in institution.services:
            if service not in services:
                faults.add([name, service], *unknown(service, services, ("事项", "service")))
    faults.stop()


def check_days(folder: Path, program: Program, last: int) -> None:
    """Raises Unusable where 机构.toml has a day after this one, on which the pages are made."""
    tables: list[tuple[list[str], Contacts]] = []
    for name, found in program.about.institutions.items():
        tables.append(([name], found.contacts))
        tables += [([name, service], table) for service, table in found.services.items()]
    contacts = [(where, key, c.day) for where, table in tables for key, row in table.items() for c in row]
    late = [(where, key, day) for where, key, day in contacts if day > last]
    if not late:
        return
    path, made = folder / FILE, date.fromordinal(last)
    faults = _Faults(path, read_text(path))
    for where, key, ordinal in late:
        day = date.fromordinal(ordinal)
        faults.add(
            [*where, key, day.isoformat()],
            f"{key} 的 date 是 {day}，晚于做网页的日子 {made}；写查到的那一天，或者用 --as-of 另写做网页的日子",
            f"{key} has the date {day}, but the pages are made on {made}; give the day on which it was looked up, or "
            "another day of the pages by --as-of",
        )
    faults.stop()


def service_names(program: Program) -> tuple[str, ...]:
    """Names and aliases."""
    return tuple(dict.fromkeys(word for s in program.every_service() for word in (s.name, s.alias) if word))


def unknown(name: str, known: Iterable[str], kind: tuple[str, str]) -> Fault:
    """“规则里没有……” with the nearest known name, or where there is none that is near, with all."""
    known = tuple(known)
    close = nearest(name, known)
    hint = f"是不是“{close}”？" if close else f"规则里有：{'、'.join(known)}"
    hint_en = f'did you mean "{close}"?' if close else f"the rules name: {', '.join(known)}"
    return f"规则里没有{kind[0]}“{name}”；{hint}", f'the rules name no {kind[1]} "{name}"; {hint_en}'


# ---- tables ------------------------------------------------------------------------------------------------------


def _institution(faults: _Faults, name: str, table: object) -> Institution:
    if not isinstance(table, dict):
        faults.add(
            [name], f'“{name}”应为一张表，以 ["{name}"] 开头', f'"{name}" must be a table: begin it with ["{name}"]'
        )
        return Institution({})
    special = table.get(SERVICES, {})
    contacts = {key: value for key, value in table.items() if key != SERVICES}
    if not isinstance(special, dict) or not all(isinstance(each, dict) for each in special.values()):
        zh = f'{SERVICES} 下面每个事项一张表，例如 ["{name}".{SERVICES}."事项名称"]'
        faults.add(
            [name, SERVICES],
            zh,
            f'below {SERVICES} write a table for each service, such as ["{name}".{SERVICES}."name"]',
        )
        special = {}
    return Institution(
        _contacts(faults, [name], contacts),
        {service: _contacts(faults, [name, service], each) for service, each in special.items()},
    )


def _contacts(faults: _Faults, where: list[str], table: Mapping[str, object]) -> Contacts:
    found: dict[str, tuple[Contact, ...]] = {}
    for key, value in table.items():
        if key not in KEYS:
            close = nearest(key, KEYS)
            zh, en = (f"是不是 {close}？", f"did you mean {close}? ") if close else ("", "")
            faults.add(
                [*where, key],
                f"没有 {key} 这一项；{zh}可以写：{'、'.join(KEYS)}",
                f"there is no key {key}; {en}known: {', '.join(KEYS)}",
            )
            continue
        rows = value if isinstance(value, list) else [value]
        found[key] = tuple(contact for row in rows for contact in _contact(faults, [*where, key], row))
        if not rows:
            faults.add([*where, key], f"{key} 是空的；没有就不写", f"{key} is empty; leave it out")
    return found


def _contact(faults: _Faults, where: list[str], row: object) -> Iterator[Contact]:
    """A value of the file; nothing where it has a fault."""
    key, before = where[-1], len(faults.found)
    if not isinstance(row, dict):
        form = '{value = "…", source = "…", date = 2021-10-01}'
        faults.add(where, f"{key} 应写成 {form}", f"{key} must be written as {form}")
        return
    for part in row:
        if part not in _PARTS:
            close = nearest(part, _PARTS)
            zh, en = (f"；是不是 {close}？", f"; did you mean {close}?") if close else ("", "")
            faults.add([*where, part], f"{key} 里没有 {part}{zh}", f"{key} has no {part}{en}")
    for part in ("value", "source"):
        if not _is_text(row.get(part)):
            missing = {"value": ("内容", "what it is"), "source": ("出处", "who says so")}[part]
            faults.add(where, f"{key} 缺 {part}：写明{missing[0]}", f"{key} lacks {part}: say {missing[1]}")
    for part in ("value_en", "office", "office_en"):
        if part in row and not _is_text(row[part]):
            faults.add([*where, part], f"{key} 的 {part} 应为文字", f"{part} of {key} must be text")
    for part, value in row.items():
        if isinstance(value, str) and not _is_printable(value):
            faults.add(
                [*where, part],
                f"{key} 的 {part} 有看不见的字符，或者长过 {_LONGEST} 个字；请重新写",
                f"{part} of {key} has characters that cannot be seen, or more than {_LONGEST}; write it anew",
            )
    day = row.get("date")
    if type(day) is not date:
        given = "缺 date" if day is None else "的 date 不是日期"
        given_en = "lacks date" if day is None else "has a date that is none"
        faults.add(
            where,
            f"{key} {given}：写查到的那一天，例如 date = 2021-10-01（不加引号）",
            f"{key} {given_en}: give the day on which it was looked up, such as date = 2021-10-01 (no quotes)",
        )
    if len(faults.found) == before and isinstance(day, date):
        said = {part: str(row.get(part, "")) for part in _PARTS}
        office = Text(said["office"] or said["office_en"], said["office_en"])
        yield Contact(Text(said["value"], said["value_en"]), said["source"], day.toordinal(), office)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_printable(text: str) -> bool:
    """May it be published: not endless, and without characters that no reader sees but that turn others round?"""
    return len(text) <= _LONGEST and not any(unicodedata.category(c) in ("Cc", "Cf") for c in text if c != "\n")
