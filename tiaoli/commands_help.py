"""The command for who has met a diagnostic: help."""

from __future__ import annotations

import click

from tiaoli.about import Unusable
from tiaoli.front import common, language, main, say

_GROUPS = {
    "1": ("怎样写", "How it is written"),
    "2": ("名字", "Names"),
    "3": ("类别和规则", "Kinds and rules"),
    "4": ("引文和官方文本", "Quotations and the official text"),
    "5": ("样例", "Examples"),
    "6": ("提醒", "Warnings"),
}
"""What codes have in common, by their first digit."""


@main.command("help")
@click.argument("codes", nargs=-1, metavar="[CODE]…")
@common
def help_(codes: tuple[str, ...]) -> None:
    """说明一个错误编号 / what a diagnostic code means, how to put it right, with examples; without a code, all codes.

    \b
    例 / example:  tiaoli help E102
    """
    click.echo("\n\n\n".join(_page(code) for code in codes) if codes else _list())


def _page(typed: str) -> str:
    from tiaoli.help_pages import nearest_code, page

    found = page(typed.upper())
    if found is not None:
        return found.text(language())
    if typed in main.commands:
        hint = f"“{typed}” 是命令，看 tiaoli {typed} --help", f'"{typed}" is a command: tiaoli {typed} --help'
    elif near := nearest_code(typed.upper()):
        hint = f"是不是 “{near}”？全部编号：tiaoli help", f'did you mean "{near}"? All codes: tiaoli help'
    else:
        hint = "编号写成例如 E102；全部编号：tiaoli help", "a code looks like E102. All codes: tiaoli help"
    raise Unusable(f"没有编号 “{typed}”；{hint[0]}", f'no code "{typed}"; {hint[1]}')


def _list() -> str:
    from tiaoli.help_pages import codes, page

    lines: list[str] = []
    digit = ""
    for code in sorted(codes(), key=lambda code: code[1:]):
        if code[1] != digit:
            digit = code[1]
            lines += ["", say(*_GROUPS[digit])] if digit in _GROUPS else [""]
        found = page(code)
        assert found is not None
        lines.append(f"  {code}  {found.title[language()]}")
    last = say("一个编号的说明和例子：tiaoli help E102", "What a code means, with examples: tiaoli help E102")
    return "\n".join([*lines[1:], "", last])
