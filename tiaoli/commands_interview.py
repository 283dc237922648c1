"""`tiaoli interview`: questions one by one, only those that can still change the answer, then the explanation."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from compiler.request import Refused, read
from tiaoli.commands_answers import refuse_alone
from tiaoli.front import (
    as_of_option,
    common,
    facts_option,
    language,
    main,
    policy_argument,
    reading_option,
    ready,
    refused_stop,
    say,
    stop,
)
from tiaoli.requests import request_of


@main.command()
@policy_argument
@click.option("--about", required=True, metavar="NAME", help="结论的名字 / the conclusion asked about")
@as_of_option
@facts_option
@reading_option
@click.option("--save", metavar="FILE", help="把您的回答存成 JSON / keep the facts as JSON")
@common
def interview(
    policy: str | None, about: str, as_of: str | None, facts: str | None, reading: tuple[str, ...], save: str | None
) -> None:
    """一问一答，只问还会影响结果的，然后解释 / one question at a time, then the explanation.

    也可以从管道回答，一行一个；不清楚写 dk，看用法写 ?。
    Answers may come from a pipe, one a line; dk where you do not know, ? for help.

    \b
    例 / example:  tiaoli interview jing-ren-she-jiu-fa-2020-19 --about 可以参加本市社会保险 --as-of 2021-10-15
    """
    from explain.interview.interview import Interview
    from tiaoli.talk import Talk

    if as_of is None or facts == "-":
        stop(
            say(
                "请用 --as-of 写明问哪一天，例如 --as-of 2021-10-15；--facts 要写文件名，标准输入是留给回答的。",
                "say which day with --as-of, such as 2021-10-15; --facts needs a file, standard input is for answers.",
            )
        )
    program = ready(policy).compiled.program
    refuse_alone(program, about)
    request = {**request_of(as_of, facts, reading), "only": [about]}
    try:
        known = read(program, request)
    except Refused as fault:
        refused_stop(fault)
    started = Interview.about(program, program.names[about], known.as_of, known.facts, known.readings)
    talk = Talk(program, started, language())
    result = talk.run()
    if save:
        text = json.dumps(talk.interview.as_json(), ensure_ascii=False, indent=1)
        Path(save).write_text(text + "\n", encoding="utf-8")
        click.echo(say(f"您的回答存在 {save}", f"your answers are kept in {save}"), err=True)
    sys.exit(0 if result.complete else 1)
