"""The command that writes a built program."""

from __future__ import annotations

from pathlib import Path

import click

from tiaoli.about import Unusable
from tiaoli.built import ENDING, is_built, looks_built, written
from tiaoli.front import common, main, policy_argument, ready, say


@main.command()
@policy_argument
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="写到哪个 .json 文件，没有的文件夹会新建 / the .json file to write; folders are made where there are none",
)
@common
def build(policy: str | None, output: str) -> None:
    """编译成一个 JSON 文件，很快就能作答 / compile to one JSON file, from which answers come quickly.

    \b
    例 / example:
      tiaoli build jing-ren-she-jiu-fa-2020-19 -o beijing.json
      tiaoli eval beijing.json --as-of 2021-10-15 --facts person.json
    """
    from tiaoli.write import put, sums

    out = Path(output)
    _refuse_place(out)
    loaded = ready(policy)
    text = written(loaded.compiled.program, sums(loaded.folder))
    there = out.parent.exists()
    put(out, text)
    size = len(text.encode("utf-8"))
    click.echo(say(f"写好了 {out}（{size} 字节）", f"wrote {out} ({size} bytes)"))
    if not there:
        click.echo(say(f"文件夹 {out.parent} 是新建的", f"the folder {out.parent} was made for it"))


def _refuse_place(out: Path) -> None:
    """Raises Unusable where a built program would not be found by its name, or would replace something else."""
    if not is_built(out.name):
        raise Unusable(f"{out} 要以 {ENDING} 结尾", f"{out} must end with {ENDING}")
    if out.is_dir() or (out.exists() and not looks_built(out)):
        raise Unusable(
            f"{out} 已经存在，而且不是 tiaoli build 写的；请换一个名字",
            f"{out} exists and was not written by tiaoli build; choose another name",
        )
