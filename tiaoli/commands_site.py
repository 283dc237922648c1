"""Commands about pages: site, serve."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import click

from compiler import calendar
from compiler.request import Refused
from tiaoli.commands_answers import refuse_alone
from tiaoli.front import (
    as_of_option,
    common,
    facts_option,
    language,
    main,
    policy_argument,
    ready,
    refused_stop,
    say,
    stop,
)
from tiaoli.requests import request_of
from tiaoli.system import why


def built_on(as_of: str | None) -> int:
    """The day on which the pages are made: the one given, else today."""
    day = calendar.from_iso(as_of) if as_of else date.today().toordinal()
    if day is None:
        stop(
            say(
                f"--as-of 要写成 2021-10-15 这样的日期；这里是 “{as_of}”",
                f'--as-of must be a date such as 2021-10-15, not "{as_of}"',
            )
        )
    return day


@main.command()
@policy_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    help="写到哪个文件夹，没有会新建 / the folder to write; it is made where there is none",
)
@as_of_option
@facts_option
@click.option("--about", metavar="NAME", help="附上一个人的解释 / also explain one conclusion for a person")
@click.option("--url", metavar="BASE", help="网页将来的网址，写出 sitemap.xml / where they will be, for a sitemap.xml")
@common
def site(
    policy: str | None, output: str, as_of: str | None, facts: str | None, about: str | None, url: str | None
) -> None:
    """写出给群众看的网站 / the public site, as static HTML.

    \b
    例 / example:  tiaoli site jing-ren-she-jiu-fa-2020-19 -o build/site
    """
    from tiaoli.institutions import check_days
    from tiaoli.write import write_site

    built = built_on(as_of)
    if not output.strip():
        stop(
            say(
                "-o 是空的；写明放进哪个文件夹，例如 -o build/site", "-o is empty; name a folder, such as -o build/site"
            )
        )
    if url is not None and not url.startswith(("https://", "http://")):
        stop(
            say(
                f"--url 要写成 https://www.example.org/policy/ 这样的网址；这里是 “{url}”",
                f'--url must be an address such as https://www.example.org/policy/, not "{url}"',
            )
        )
    if facts and not about:
        stop(
            say(
                "--facts 是一个人的情况，要和 --about 一起用：写明解释哪个结论，例如 --about 可以参加本市社会保险",
                "--facts describes a person: name the conclusion to be explained too, such as --about charge_payable",
            )
        )
    loaded = ready(policy, examples=True)
    program = loaded.compiled.program
    check_days(loaded.folder, program, built)
    if about:
        refuse_alone(program, about)
    person = {**request_of(as_of, facts, ()), "only": [about]} if about else None
    try:
        pages = write_site(program, Path(output), person, folder=loaded.folder, built=built, url=url or "")
    except Refused as fault:
        refused_stop(fault)
    click.echo(say(f"写好 {len(pages)} 个文件，从这里打开：", f"{len(pages)} files written; open "), nl=False)
    click.echo(Path(output) / "index.html")


@main.command()
@policy_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="端口，0 为任意空闲端口 / the port, 0 for any that is free",
)
@as_of_option
@common
def serve(policy: str | None, port: int, as_of: str | None) -> None:
    """在浏览器里预览网站，规则一改就更新 / preview the site; it follows every change of the rule files.

    \b
    例 / example:  tiaoli serve jing-ren-she-jiu-fa-2020-19
    """
    from tiaoli.serve import Preview, Server

    lang = language()
    preview = Preview(policy, built_on(as_of), lambda zh, en: click.echo(zh if lang == "zh" else en))
    try:
        server = Server(preview, port)
    except OSError as fault:
        stop(_no_port(port, fault))
    click.echo(say(f"网页在 {server.address}，按 Ctrl-C 结束", f"pages at {server.address}; Ctrl-C ends"))
    try:
        server.run()
    except KeyboardInterrupt:
        click.echo(say("\n已结束", "\nended"))


def _no_port(port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return say(
            f"端口 {port} 已经有程序在用；换一个，例如 --port {port % 65535 + 1}，或者用 --port 0",
            f"port {port} is in use; take another, such as --port {port % 65535 + 1}, or --port 0",
        )
    zh, en = why(fault)
    return say(
        f"不能用端口 {port}：{zh}；端口要大于 1023，例如 --port 8000",
        f"cannot use port {port}: {en}; a port must be above 1023, such as --port 8000",
    )
