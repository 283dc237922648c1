"""Which conclusions can be asked about: not those that only speak of one record of a list."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.program import Definition, Program, Text
from explain import words


def not_alone(program: Program, given: str) -> Text | None:
    """Why a conclusion cannot be asked about alone; None where it can, or where there is none of this name."""
    name = program.names.get(given, given)
    found = next((d for d in _all(program) if d.name == name and d.each), None)
    if found is None:
        return None
    label, users = program.facts[found.each].label, _users(program, name)
    zh = f"“{given}” 说的是 “{label.zh}” 里的一条记录，不能单独问"
    en = f'"{given}" speaks of one record of "{label.get("en")}" and cannot be asked alone'
    if users:
        zh += f"；可以问用到它的：{'、'.join(users)}"
        en += f"; ask what uses it: {words.listed(users, 'en')}"
    return Text(zh, en)


def _all(program: Program) -> Iterator[Definition]:
    """The definitions of all times."""
    for one in (program, *(epoch for _, epoch in program.epochs)):
        yield from one.definitions.values()


def _users(program: Program, name: str) -> list[str]:
    """The conclusions that use it, through others about one record as well."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop(0)
        seen.add(current)
        for d in _all(program):
            if current in d.rules and d.name not in seen:
                if d.each:
                    waiting.append(d.name)
                elif not d.internal:
                    found[d.name] = None
    return list(found)
