"""`tiaoli sql`: one query that answers for a table of people."""

from __future__ import annotations

import click

from compiler import calendar
from compiler.program import Program
from compiler.request import Refused, read
from tiaoli.about import Unusable
from tiaoli.front import common, main, policy_argument, reading_option, ready, refused_stop
from tiaoli.requests import request_of

_SHOWN = 10


@main.command()
@policy_argument
@click.option("--dialect", type=click.Choice(["duckdb", "postgres", "spark"]), default="duckdb", show_default=True)
@click.option("--table", default="people", show_default=True, help="人员表 / the table of people")
@click.option("--key", default="id", show_default=True, help="区分各行的列 / the column that tells rows apart")
@click.option(
    "--as-of", metavar="DATE", help="所有行的评估日；不写就用 as_of 列 / one day for all, else the column as_of"
)
@click.option("--about", multiple=True, metavar="NAME", help="只问这些结论 / these conclusions alone")
@reading_option
@common
def sql(
    policy: str | None,
    dialect: str,
    table: str,
    key: str,
    as_of: str | None,
    about: tuple[str, ...],
    reading: tuple[str, ...],
) -> None:
    """写出一条 SQL 查询，给整张人员表作答 / one SQL query that answers for a whole table of people.

    \b
    例 / example:  tiaoli sql jing-ren-she-jiu-fa-2020-19 --dialect duckdb > answers.sql
    """
    program = ready(policy).compiled.program
    _refuse_names(program, table, key)
    try:
        from compiler.targets.sql import NotExpressible
        from compiler.targets.sql import sql as written
    except ModuleNotFoundError as lack:
        raise Unusable(
            f"缺少 {lack.name}：tiaoli sql 要用它写查询。安装 tiaoli[batch]",
            f"{lack.name} is missing: tiaoli sql writes queries with it. Install tiaoli[batch]",
        ) from None
    day = as_of if as_of is not None else calendar.iso(program.about.in_force_from)
    try:
        request = read(program, {**request_of(day, None, reading), "only": list(about)})
        one_day = None if as_of is None else request.as_of
        text = written(program, dialect, request.readings, table, key, one_day, only=about)
    except Refused as fault:
        refused_stop(fault)
    except NotExpressible as lack:
        zh, en = (_listed([(reason[0], reason[i]) for reason in lack.reasons], i) for i in (1, 2))
        raise Unusable(
            f"这些规则写不成 SQL：{zh}\n    怎么办：改用 tiaoli eval --lines，它答得了所有规则",
            f"these rules have no form in SQL: {en}\n    help: use tiaoli eval --lines, which answers all rules",
        ) from None
    click.echo(text, nl=False)


def _refuse_names(program: Program, table: str, key: str) -> None:
    """Raises Unusable where the query could not run: names that are empty, or that it uses itself."""
    for option, name in (("--table", table), ("--key", key)):
        if not name.strip():
            raise Unusable(
                f"{option} 是空的\n    怎么办：写一个名称，或者不写这个选项",
                f"{option} is empty\n    help: name one, or leave the option out",
            )
    if key.startswith("#") or key in {"as_of", *program.facts, *program.conclusions, *program.norms}:
        raise Unusable(
            f"--key 不能是“{key}”：查询自己用到这个列名\n    怎么办：给区分各行的列换一个名称",
            f'--key cannot be "{key}": the query has a column of this name\n    help: call the column that tells rows '
            "apart otherwise",
        )


def _listed(reasons: list[tuple[str, str]], lang: int) -> str:
    """One reason a line, the first ten."""
    more = len(reasons) - _SHOWN
    lines = [f"{name}{'：' if lang == 1 else ': '}{why}" for name, why in reasons[:_SHOWN]]
    if more > 0:
        lines.append(f"还有 {more} 项" if lang == 1 else f"{more} more")
    return "".join(f"\n    {line}" for line in lines)
