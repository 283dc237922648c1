"""What all commands share: the group, the language of messages, options, and how a request is read.

Exit code 0 done, 1 the thing examined has faults, 2 the request was refused."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from compiler.request import Doubled, Refused
from dsl.diagnostics import Diagnostic
from tiaoli.about import Unusable, read_text
from tiaoli.load import Loaded, load_policy


def language() -> str:
    """--lang, else the locale: zh for Chinese ones, en otherwise."""
    chosen = (click.get_current_context().find_root().obj or {}).get("lang")
    if chosen:
        return str(chosen)
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = name or (locale.getlocale()[0] or "")
    return "en" if name and not name.lower().startswith("zh") and name not in ("C", "POSIX", "C.UTF-8") else "zh"


def say(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


def stop(message: str, code: int = 2) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


class _Front(click.Group):
    """Whatever a user's input can make go wrong ends as a sentence, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Unusable as fault:
            stop(fault.text[language()])
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            sys.exit(0)
        except RecursionError:
            stop(say("嵌套太深，无法处理；请把它拆小", "nested too deeply to handle; split it up"))
        except (OSError, UnicodeError) as fault:
            stop(say(f"读写失败：{fault}", f"reading or writing failed: {fault}"))


@click.group(cls=_Front, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["zh", "en"]), help="消息语言 / language of messages (default: the locale's)")
@click.version_option(package_name="tiaoli")
@click.pass_context
def main(ctx: click.Context, lang: str | None) -> None:
    """条理：让法规可以运行、解释和公布。 A regulation that can be run, explained and published.

    \b
    例 / example:  tiaoli check --draft
    """
    ctx.obj = {"lang": lang}
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _lang(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        ctx.find_root().obj = {**(ctx.find_root().obj or {}), "lang": value}


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """--lang after the command's name too."""
    option = click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=_lang,
        expose_value=False,
        is_eager=True,
        help="消息语言 / language",
    )
    return option(command)


policy_argument = click.argument("policy", required=False)
as_of_option = click.option("--as-of", metavar="DATE", help="评估日 / the day asked about, YYYY-MM-DD")
facts_option = click.option(
    "--facts", metavar="FILE", help="事实的 JSON 文件，- 为标准输入 / facts as JSON, - for stdin"
)
reading_option = click.option("--reading", multiple=True, metavar="ID=ALT", help="切换读法 / switch a reading, R4-1=B")


def show(found: Sequence[Diagnostic]) -> None:
    """Diagnostics, and below them where more is said of their codes."""
    for diagnostic in found:
        click.echo(diagnostic.render(language()), err=True)
    if found:
        from tiaoli.help_pages import more

        if line := more((d.code for d in found), language()):
            click.echo(line, err=True)


def ready(policy: str | None, examples: bool = False) -> Loaded:
    """A policy without errors; else its diagnostics, and exit code 1."""
    loaded = load_policy(policy, draft=True, examples=examples)
    if loaded.compiled.errors:
        show(loaded.compiled.errors)
        sys.exit(1)
    return loaded


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
        return read_text(Path(path))
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("标准输入不是 UTF-8", "standard input is not UTF-8") from None


def request_of(as_of: str | None, facts: str | None, reading: tuple[str, ...]) -> dict[str, Any]:
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


def refused_stop(fault: Refused) -> NoReturn:
    """What is wrong with a request, and what to do."""
    lang = language()
    stop("\n".join(f"{f.message[lang]}\n    {say('怎么办：', 'help: ')}{f.hint[lang]}" for f in fault.faults))


def refusal(refused: Refused, lang: str) -> dict[str, Any]:
    """A refused request as the contract words it."""
    errors = [
        {"kind": f.kind, "facts": list(f.facts), "message": f.message[lang], "hint": f.hint[lang]}
        for f in refused.faults
    ]
    return {"error": errors[0], "errors": errors}
