"""`tiaoli screen`: a register through the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tiaoli.front import common, main, policy_argument, reading_option, ready, say
from tiaoli.screen import needs, unusable


@main.command()
@policy_argument
@click.option("--input", "source", metavar="FILE", help="人员数据 / the people: .parquet .csv .arrow .duckdb")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True)
@click.option("--table", default="", help="DuckDB 文件里的表 / the table of a DuckDB file")
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
@click.option("--parts", is_flag=True, help="结果是一个文件夹，一片一个文件 / the result is a folder of pieces")
@click.option("--rows", default=200_000, show_default=True, type=click.IntRange(1), help="一片多少行 / rows of a piece")
@click.option("--memory", default="2GB", show_default=True, help="DuckDB 最多用多少内存 / DuckDB's limit")
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
    rows: int,
    memory: str,
    decode: str | None,
) -> None:
    """政策找人：整本名册过一遍规则 / a whole register through the rules, with reasons for everyone.

    \b
    例 / example:  tiaoli screen jing-ren-she-jiu-fa-2020-19 --input people.csv --mapping mapping.toml
                     --output result.parquet
    """
    needs()
    from tiaoli.screen import job

    if decode is not None:
        job.decode(Path(decode), output)
        return
    program = ready(policy)
    if source is None:
        raise unusable(
            "没有写输入",
            "the input is not named",
            "加上 --input 文件",
            "add --input FILE",
        )
    if write_mapping is not None:
        job.propose(program, Path(source), table, Path(write_mapping))
        click.echo(say(f"对照表：{write_mapping}", f"mapping: {write_mapping}"))
        return
    if output is None:
        raise unusable(
            "没有写结果",
            "the result is not named",
            "加上 --output 文件",
            "add --output FILE",
        )
    made = job.Job(
        loaded=program,
        source=Path(source),
        table=table,
        output=Path(output),
        mapping=Path(mapping) if mapping else None,
        key=key,
        as_of=as_of,
        readings=reading,
        about=about,
        why=why,
        group=group,
        small=small_cells,
        compare=compare_readings,
        folder=parts,
        memory=memory,
        rows=rows,
    )
    counts = made.run(_progress)
    shown = (counts["in"], counts["out"], counts["rejected"])
    click.echo(say("{} 行读入，{} 行有结果，{} 行搁置", "{} rows in, {} with a result, {} set aside").format(*shown))
    for path in made.files:
        click.echo(f"  {path}")


def _progress(done: int, whole: int) -> None:
    """On a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{whole}", nl=done == whole, err=True)
