"""What all commands share: the group, the language of messages, and options.

Exit code 0 done, 1 the thing examined has faults, 2 the request was refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from compiler.request import Refused
from dsl.diagnostics import Diagnostic
from tiaoli.about import Unusable
from tiaoli.load import Loaded, load_policy
from tiaoli.requests import sentence, spoken


def language() -> str:
    """--lang, else the locale: zh for Chinese ones, en otherwise."""
    chosen = (click.get_current_context().find_root().obj or {}).get("lang")
    if chosen:
        return str(chosen)
    return spoken()


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
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            sys.exit(0)
        except (Unusable, RecursionError, OSError, UnicodeError) as fault:
            stop(sentence(fault)[language()])


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


def refused_stop(fault: Refused) -> NoReturn:
    """What is wrong with a request, and what to do."""
    lang = language()
    stop("\n".join(f"{f.message[lang]}\n    {say('怎么办：', 'help: ')}{f.hint[lang]}" for f in fault.faults))
