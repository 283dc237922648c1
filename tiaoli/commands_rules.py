"""Commands for who writes rules: check, test, fmt, new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tiaoli.front import common, language, main, policy_argument, ready, say, show
from tiaoli.load import load_policy


@main.command()
@policy_argument
@click.option("--draft", is_flag=True, help="接受 “未编码” 标记 / accept text marked as pending")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text")
@common
def check(policy: str | None, draft: bool, form: str) -> None:
    """检查规则文件 / parse, resolve, type, ledger and every static check; prints coverage per article.

    \b
    例 / example:  tiaoli check jing-ren-she-jiu-fa-2020-19 --draft
    """
    from tiaoli.reports import MACHINE_FORMS, coverage_table

    loaded = load_policy(policy, draft=draft)
    compiled = loaded.compiled
    if form in MACHINE_FORMS:
        click.echo(MACHINE_FORMS[form](compiled, language()))
    else:
        show(compiled.diagnostics)
        click.echo(coverage_table(compiled, language()))
    sys.exit(1 if compiled.errors else 0)


@main.command()
@policy_argument
@common
def test(policy: str | None) -> None:
    """运行规则文件里的样例 / run the examples written in the rule files.

    \b
    例 / example:  tiaoli test jing-ren-she-jiu-fa-2020-19
    """
    from compiler.examples import run_examples

    program = ready(policy, examples=True).compiled.program
    results = list(run_examples(program))
    show([fault for _, faults in results for fault in faults])
    count, failed = len(results), sum(1 for _, faults in results if faults)
    checked = sum(len(example.expected) for example, _ in results)
    click.echo(
        say(
            f"{count} 个样例，{checked} 个预期，{count - failed} 个样例成立，{failed} 个不成立",
            f"{count} examples, {checked} expectations: {count - failed} hold, {failed} fail",
        )
    )
    sys.exit(1 if failed else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--check", "only_check", is_flag=True, help="只检查，不改写 / exit 1 if a file would change")
@click.option("--keywords", type=click.Choice(["zh", "en"]), help="把关键字译成中文或英文 / translate keywords")
@common
def fmt(files: tuple[str, ...], only_check: bool, keywords: str | None) -> None:
    """把规则文件写成标准格式 / canonical form of rule files.

    \b
    例 / example:  tiaoli fmt policies/jing-ren-she-jiu-fa-2020-19/第六条.tiao
    """
    from tiaoli.format import format_files

    sys.exit(format_files([Path(f) for f in files], only_check, keywords, language()))


@main.command()
@click.argument("folder", metavar="FOLDER")
@click.option("--from", "official", required=True, metavar="LAW", help="官方文本 / the official text, UTF-8")
@common
def new(folder: str, official: str) -> None:
    """从官方文本开始一部新法规 / a skeleton: one rule file an article, quoted, every stretch waiting to be claimed.

    \b
    例 / example:  tiaoli new policies/my-regulation --from law.txt
    """
    from tiaoli.new import new_policy

    written = new_policy(Path(folder), Path(official))
    click.echo(
        say(
            f"写好 {len(written)} 个文件。接着核对 about.toml 和 source.txt，再运行 tiaoli check {folder} --draft",
            f"{len(written)} files written. Look over about.toml and source.txt, then: tiaoli check {folder} --draft",
        )
    )
