"""Requests as the command line and its files give them, and what is printed for them. Imports no more than evaluation
does, so that a built program answers at once (run.py)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from compiler.evaluate import Answers, evaluate
from compiler.program import Program
from compiler.request import Doubled, Refused
from tiaoli.about import Unusable, read_text

Ask = Callable[[Program, object], Answers]
_MANY = 100
"""So many requests are many: with fewer, to generate code takes longer than it saves."""


def spoken() -> str:
    """The language of the locale: zh for Chinese ones and where none is set, en otherwise."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not name:
        import locale

        name = locale.getlocale()[0] or ""
    return "en" if name and not name.lower().startswith("zh") and name not in ("C", "POSIX", "C.UTF-8") else "zh"


def sentence(fault: Exception) -> dict[str, str]:
    """What is said of whatever a user's input made go wrong, in both languages."""
    if isinstance(fault, Unusable):
        return fault.text
    if isinstance(fault, RecursionError):
        return {"zh": "嵌套太深，无法处理；请把它拆小", "en": "nested too deeply to handle; split it up"}
    if isinstance(fault, OSError):
        from tiaoli.system import why

        zh, en = why(fault)
        named = f" {fault.filename}" if fault.filename else ""
        return {"zh": f"读写失败{named}：{zh}", "en": f"reading or writing failed{named}: {en}"}
    return {
        "zh": "文字的编码不对；请把文件另存为 UTF-8，终端也用 UTF-8",
        "en": "text in a wrong encoding; save the file as UTF-8, and let the terminal be UTF-8 too",
    }


def as_json(text: str, where: str) -> Any:
    """JSON, with names given twice remembered; not strictly JSON numbers (NaN) are refused."""

    def pairs(items: list[tuple[str, Any]]) -> Doubled:
        table = Doubled(items)
        names = [name for name, _ in items]
        table.repeated = tuple(name for name in table if names.count(name) > 1)
        return table

    def constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as fault:
        at = (fault.lineno, fault.colno)
        raise Unusable(
            f'{where} 不是正确的 JSON：第 {at[0]} 行第 {at[1]} 列起读不懂。写成例如 {{"本市户籍": true, "性别": "女"}}',
            f"{where} is no valid JSON: line {at[0]}, column {at[1]}. Write for example "
            f'{{"beijing_hukou": true, "sex": "女"}}',
        ) from None
    except (ValueError, RecursionError):
        raise Unusable(
            f"{where} 里有 JSON 不允许的数，或者嵌套太深",
            f"{where} holds a number that JSON forbids, or is nested too deeply",
        ) from None


def content_of(path: str) -> str:
    if path != "-":
        return read_text(path)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("标准输入不是 UTF-8", "standard input is not UTF-8") from None


def request_of(as_of: str | None, facts: str | None, reading: Iterable[str]) -> dict[str, Any]:
    """The request that the options of a command make."""
    switches = {}
    for item in reading:
        id_, equals, letter = item.partition("=")
        if not equals:
            raise Unusable(
                f"--reading 写成 ID=选项，例如 R4-1=B；这里是 “{item}”", f'write --reading ID=ALT, not "{item}"'
            )
        switches[id_] = letter
    content = as_json(content_of(facts), facts) if facts else {}
    return {"as_of": as_of, "facts": content, "readings": switches}


def refusal(refused: Refused, lang: str) -> dict[str, Any]:
    """A refused request as the contract words it."""
    errors = [
        {"kind": f.kind, "facts": list(f.facts), "message": f.message[lang], "hint": f.hint[lang]}
        for f in refused.faults
    ]
    return {"error": errors[0], "errors": errors}


def lines_of(text: str) -> list[str]:
    """The requests of JSON Lines."""
    return [line for line in text.split("\n") if line.strip()]


def asker(program: Program, count: int) -> Ask:
    """What answers so many requests about a program: where they are many, generated code, with the same words."""
    if count < _MANY:
        return evaluate
    from compiler.targets.straight.engine import Engine

    engine = Engine(program)
    return lambda _, request: engine.evaluate(request)


def answered(
    program: Program, request: object, lang: str, id_: object = None, ask: Ask = evaluate
) -> tuple[dict[str, Any], bool]:
    """What is printed for a request, and whether it was refused."""
    try:
        return ask(program, request).as_json(id_, lang), False
    except Refused as fault:
        return ({} if id_ is None else {"id": id_}) | refusal(fault, lang), True


def answered_line(program: Program, line: str, lang: str, ask: Ask = evaluate) -> tuple[dict[str, Any], bool]:
    """The same for a line of JSON Lines; one that is no JSON is refused as a request."""
    try:
        request = as_json(line, "line")
    except Unusable:
        request = None
    return answered(program, request, lang, request.get("id") if isinstance(request, dict) else None, ask)
