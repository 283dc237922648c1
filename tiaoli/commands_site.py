"""Commands that write pages: site."""

from __future__ import annotations

from pathlib import Path

import click

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
    request_of,
    say,
    stop,
)


@main.command()
@policy_argument
@click.option("-o", "--output", required=True, metavar="DIR", help="写到哪个文件夹 / the folder to write")
@as_of_option
@facts_option
@click.option("--about", metavar="NAME", help="附上一个人的解释 / also explain one conclusion for a person")
@common
def site(policy: str | None, output: str, as_of: str | None, facts: str | None, about: str | None) -> None:
    """写出每条已编码条文的网页 / one page an encoded article, as static HTML.

    \b
    例 / example:  tiaoli site jing-ren-she-jiu-fa-2020-19 -o build/site
    """
    from tiaoli.write import write_site

    program = ready(policy, examples=True).compiled.program
    if about:
        refuse_alone(program, about)
    person = {**request_of(as_of, facts, ()), "only": [about]} if about else None
    try:
        pages = write_site(program, Path(output), person)
    except Refused as fault:
        stop("\n".join(f.message[language()] for f in fault.faults))
    click.echo(say(f"写好 {len(pages)} 个网页，从这里打开：", f"{len(pages)} pages written; open "), nl=False)
    click.echo(Path(output) / "index.html")
