"""`tiaoli people`: sample people, to be asked about with `eval --lines`."""

from __future__ import annotations

import json

import click

from compiler import calendar
from tiaoli.about import Unusable
from tiaoli.front import common, main, policy_argument, ready, say


@main.command()
@policy_argument
@click.option("--count", type=click.IntRange(min=1), default=100, show_default=True, help="几个人 / how many")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="随机数种子 / random seed")
@click.option("--as-of", metavar="DATE", required=True, help="评估日 / the day asked about, YYYY-MM-DD")
@click.option(
    "--missing",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="留空的事实所占的份额，0 至 1 / share of facts left out, 0 to 1",
)
@common
def people(policy: str | None, count: int, seed: int, as_of: str, missing: float) -> None:
    """造出样本人群，一行一个请求 / sample people, one request a line, for eval --lines.

    他们集中在规则的分界线上，不代表真实的人，不能用来预测。
    They crowd the boundaries of the rules; they stand for nobody, and nothing can be forecast from them.

    \b
    例 / example:  tiaoli people jing-ren-she-jiu-fa-2020-19 --count 100 --seed 7 --as-of 2021-10-15 > people.jsonl
    """
    from explain.question.people import people as make

    day = calendar.from_iso(as_of)
    if day is None:
        raise Unusable(
            f"评估日 “{as_of}” 不是存在的日期；写成 YYYY-MM-DD", f'"{as_of}" is no existing date; write YYYY-MM-DD'
        )
    program = ready(policy).compiled.program
    for request in make(program, count, seed, day, missing):
        click.echo(json.dumps(request, ensure_ascii=False))
    click.echo(
        say(
            "说明：这些人是照着规则的分界线造出来的，不代表真实的人，不能用来预测有多少人符合条件。",
            "note: these people are made up along the boundaries of the rules; they forecast nothing.",
        ),
        err=True,
    )
