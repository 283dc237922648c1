"""`tiaoli screen`: a register through the rules."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from tiaoli.front import common, main, policy_argument, reading_option, ready, say
from tiaoli.screen import needs, unusable


@main.command()
@policy_argument
@click.option("--input", "source", metavar="FILE", help="人员数据 / the people: .parquet .csv .arrow .duckdb")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--table", default="", help="DuckDB 文件里、或 Spark 目录里的表 / a table of a DuckDB file, or of Spark's catalogue"
)
@click.option("--output", metavar="FILE", help="结果 / the result: .parquet .csv")
@click.option("--mapping", metavar="FILE", help="对照表（TOML）/ from columns and codes to facts")
@click.option("--write-mapping", metavar="FILE", help="按输入的列写一份对照表 / propose a mapping")
@click.option("--key", metavar="COLUMN", help="主键列 / the column that tells people apart")
@click.option("--as-of", metavar="DATE", help="所有行的评估日 / one day for all rows, YYYY-MM-DD")
@reading_option
@click.option("--about", multiple=True, metavar="NAME", help="只问这些结论 / these conclusions alone")
@click.option("--reasons", "why", type=click.Choice(["none", "masks", "text"]), default="masks", show_default=True)
@click.option("--group-by", "group", default="", metavar="COLUMN", help="汇总时按这一列分组 / groups of the summary")
@click.option("--small-cells/--no-small-cells", default=False, help="也显示不到 5 人的格 / show cells below 5 too")
@click.option("--compare-readings", is_flag=True, help="其他读法会改变多少人 / how many other readings would change")
@click.option(
    "--parts", is_flag=True, help="结果是一个文件夹，一片一个文件 / the result is a folder of pieces (DuckDB)"
)
@click.option("--rows", type=click.IntRange(1), help="一片多少行 / rows of a piece (DuckDB)  [200000]")
@click.option("--memory", help="最多用多少内存 / a limit (DuckDB)  [2GB]")
@click.option(
    "--master", default="", metavar="URL", help="Spark 在哪里运行 / where Spark runs: local[2], spark://…, yarn"
)
@click.option(
    "--format",
    "form",
    default="",
    metavar="NAME",
    help="输入的格式 / the form of the input (Spark): parquet csv orc json …",
)
@click.option("--decode", metavar="RESULT", help="把结果里的理由位译成代码和文字 / bits of a result as codes and words")
@common
def screen(
    policy: str | None,
    source: str | None,
    engine: str,
    table: str,
    output: str | None,
    mapping: str | None,
    write_mapping: str | None,
    key: str | None,
    as_of: str | None,
    reading: tuple[str, ...],
    about: tuple[str, ...],
    why: str,
    group: str,
    small_cells: bool,
    compare_readings: bool,
    parts: bool,
    rows: int | None,
    memory: str | None,
    master: str,
    form: str,
    decode: str | None,
) -> None:
    """政策找人：整本名册过一遍规则 / a whole register through the rules, with reasons for everyone.

    \b
    例 / example:  tiaoli screen jing-ren-she-jiu-fa-2020-19 --input people.csv --mapping mapping.toml
                     --output result.parquet
    """
    spark = engine == "spark" and decode is None
    needs(["sqlglot"] if spark else ["duckdb", "sqlglot"])
    from tiaoli.screen.job import Job, decode_result, propose

    if decode is not None:
        decode_result(Path(decode), output)
        return
    others = {"--parts": parts, "--rows": rows, "--memory": memory} if spark else {"--master": master, "--format": form}
    _refuse_others([name for name, given in others.items() if given], engine)
    program = ready(policy)
    if source is None and not (spark and table):
        raise unusable(
            "没有写输入",
            "the input is not named",
            "加上 --input 文件",
            "add --input FILE",
        )
    if write_mapping is not None:
        _refuse_others(["--write-mapping"] if spark else [], engine)
        propose(program, Path(source or ""), table, Path(write_mapping))
        click.echo(say(f"对照表：{write_mapping}", f"mapping: {write_mapping}"))
        return
    if output is None:
        raise unusable(
            "没有写结果",
            "the result is not named",
            "加上 --output 文件",
            "add --output FILE",
        )
    asked: dict[str, Any] = {
        "loaded": program,
        "mapping": Path(mapping) if mapping else None,
        "key": key,
        "as_of": as_of,
        "readings": reading,
        "about": about,
        "why": why,
        "group": group,
        "small": small_cells,
        "compare": compare_readings,
    }
    if spark:
        from tiaoli.screen.spark_job import SparkJob

        made: Job | SparkJob = SparkJob(source or "", table, output, master, form, **asked)
    else:
        limits = memory or Job.memory, rows or Job.rows
        made = Job(Path(source or ""), table, Path(output), parts, *limits, _progress, **asked)
    counts = made.run()
    shown = (counts["in"], counts["out"], counts["rejected"])
    click.echo(say("{} 行读入，{} 行有结果，{} 行搁置", "{} rows in, {} with a result, {} set aside").format(*shown))
    for path in made.files:
        click.echo(f"  {path}")


def _refuse_others(options: Sequence[str], engine: str) -> None:
    """Raises Unusable where an option says nothing to this engine."""
    if options:
        names = "、".join(options)
        raise unusable(
            f"--engine {engine} 用不上 {names}",
            f"--engine {engine} has no use for {names}",
            "去掉它们，或者换一个 --engine",
            "leave them out, or choose another --engine",
        )


def _progress(done: int, whole: int) -> None:
    """On a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{whole}", nl=done == whole, err=True)
