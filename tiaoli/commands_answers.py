"""Commands that answer: eval and explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from compiler.program import Program
from compiler.request import Refused
from tiaoli import run
from tiaoli.about import Unusable
from tiaoli.built import is_built
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
)
from tiaoli.requests import answered, answered_line, asker, content_of, lines_of, request_of


@main.command("eval")
@policy_argument
@as_of_option
@facts_option
@click.option("--lines", metavar="FILE", help="JSON Lines，一行一个请求 / one request a line, - for stdin")
@reading_option
@common
def evaluate_command(
    policy: str | None, as_of: str | None, facts: str | None, lines: str | None, reading: tuple[str, ...]
) -> None:
    """算出全部结论，输出 JSON / JSON answers to everything the regulation answers.

    \b
    例 / example:  tiaoli eval jing-ren-she-jiu-fa-2020-19 --as-of 2021-10-15 --facts person.json
    """
    lang = language()
    if policy and is_built(policy):
        sys.exit(run.answer(policy, lang, as_of, facts, lines, reading))
    program = ready(policy).compiled.program
    if lines:
        asked = lines_of(content_of(lines))
        ask = asker(program, len(asked))
        faulty = [_print(answered_line(program, line, lang, ask)) for line in _requests(asked)]
        sys.exit(2 if any(faulty) else 0)
    if _print(answered(program, request_of(as_of, facts, reading), lang), 1):
        sys.exit(2)


def _print(answer: tuple[dict[str, Any], bool], indent: int | None = None) -> bool:
    """Prints an answer; was it refused?"""
    shown, refused = answer
    click.echo(json.dumps(shown, ensure_ascii=False, indent=indent))
    return refused


def _requests(found: list[str]) -> Iterator[str]:
    if not sys.stderr.isatty() or len(found) < 200:
        yield from found
        return
    with click.progressbar(found, file=sys.stderr) as bar:
        yield from bar


@main.command()
@policy_argument
@as_of_option
@facts_option
@click.option("--about", required=True, metavar="NAME", help="结论的名字 / the conclusion asked about")
@click.option("--format", "form", type=click.Choice(["text", "md", "html", "json", "svg"]), default="text")
@click.option("--detail", type=click.Choice(["short", "mid", "full"]), default="mid")
@click.option(
    "--for",
    "audience",
    type=click.Choice(["citizen", "reviewer", "drafter"]),
    default="citizen",
    help="写给谁：办事人、审核人、起草人 / whom it is for",
)
@click.option(
    "--verify", is_flag=True, help="读回网页，重新核对每一处 / read the page back and check every claim again"
)
@reading_option
@common
def explain(
    policy: str | None,
    as_of: str | None,
    facts: str | None,
    about: str,
    form: str,
    detail: str,
    audience: str,
    verify: bool,
    reading: tuple[str, ...],
) -> None:
    """解释一个结论：为什么、为什么不、还缺什么 / why, why not, and what is missing.

    \b
    例 / example:
      tiaoli explain jing-ren-she-jiu-fa-2020-19 --as-of 2021-10-15 --facts person.json --about 可以参加本市社会保险
    """
    from compiler.evaluate import evaluate
    from explain.explanation import explain as make

    program, lang = ready(policy).compiled.program, language()
    refuse_alone(program, about)
    try:
        answers = evaluate(program, {**request_of(as_of, facts, reading), "only": [about]})
    except Refused as fault:
        refused_stop(fault)
    explanation = make(answers, program.names[about], lang=lang, detail=detail, audience=audience)
    click.echo(explanation.render(form), nl=form != "svg")
    if verify:
        _verify(answers, explanation.to_html(), program.names[about], detail, lang)


def _verify(answers: Any, html: str, name: str, detail: str, lang: str) -> None:
    """Says on stderr how many claims were checked and which fail; ends with 1 where one does."""
    from explain.checker.check import Checker

    report = Checker(answers).check(html, name, detail, ahead=detail != "short")
    click.echo(report.summary().get(lang), err=True)
    for finding in report.findings:
        click.echo(f"  {finding.text(lang)}", err=True)
    if report.findings:
        sys.exit(1)


def refuse_alone(program: Program, about: str) -> None:
    """A conclusion about one record of a list is refused in words."""
    from explain.about import not_alone

    why = not_alone(program, about)
    if why is not None:
        raise Unusable(why.zh, why.get("en"))
