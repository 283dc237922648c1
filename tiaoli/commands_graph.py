"""`tiaoli graph` and `tiaoli norms`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from compiler import calendar
from compiler.program import Program
from compiler.request import Refused
from dsl.diagnostics import nearest
from tiaoli.about import Unusable
from tiaoli.front import (
    as_of_option,
    common,
    facts_option,
    language,
    main,
    policy_argument,
    reading_option,
    ready,
    say,
    stop,
)
from tiaoli.requests import refusal, request_of

_FORMS = click.Choice(["svg", "mermaid", "dot", "json"])


@main.command()
@policy_argument
@click.option("--article", metavar="ARTICLE", help="一条：四、4、第四条、A04、施行条款 / one text")
@click.option("--about", metavar="NAME", help="一个结论或事实 / one conclusion or fact")
@click.option("--format", "form", type=_FORMS, default="svg", show_default=True)
@click.option("--narrow", is_flag=True, help="手机宽度的 SVG / an SVG that fits a phone")
@click.option("-o", "--output", metavar="FILE", help="写到文件 / write to a file")
@common
def graph(
    policy: str | None, article: str | None, about: str | None, form: str, narrow: bool, output: str | None
) -> None:
    """依赖图：谁用到谁 / the dependency graph: of the regulation, of one article, of one conclusion.

    \b
    例 / example:  tiaoli graph jing-ren-she-jiu-fa-2020-19 --article 四 --format svg -o article-4.svg
    """
    if article is not None and about is not None:
        raise Unusable("--article 和 --about 只能选一个", "choose one of --article and --about")
    text = _graph(ready(policy).compiled.program, article, about, form, narrow)
    if output:
        Path(output).write_text(text, encoding="utf-8", newline="\n")
        click.echo(say(f"写好 {output}", f"{output} written"), err=True)
    else:
        click.echo(text, nl=False)


def _graph(program: Program, article: str | None, about: str | None, form: str, narrow: bool) -> str:
    from explain import dependency, dependency_svg, dependency_text
    from explain.versions import Versions

    lang = language()
    if form == "svg" and article is None and about is None:
        return dependency_svg.overview_svg(dependency.overview(program), lang, narrow)
    if article is not None:
        part = _part(program, article)
        view = dependency.of_article(Versions(program).program_of(part), part)
    else:
        view = dependency.of_name(program, _name(program, about)) if about is not None else dependency.whole(program)
    if form == "svg":
        return dependency_svg.view_svg(view, lang, narrow)
    if form == "json":
        return dependency_text.to_json(view)
    return dependency_text.to_mermaid(view, lang) if form == "mermaid" else dependency_text.to_dot(view, lang)


def _part(program: Program, given: str) -> str:
    """The name of a text, however the user calls it."""
    from explain.parts import find_part
    from explain.words import english, part_name

    part = find_part(program, given)
    if part is not None:
        return part.name
    names = [part_name(part.name, english(program.about)).get(language()) for part in program.ledger.parts]
    close = nearest(given, names)
    known_zh, known_en = "、".join(names), ", ".join(names)
    raise Unusable(
        f"没有条文 “{given}”" + (f"；是不是 “{close}”？" if close else "") + f"\n    有：{known_zh}",
        f'no text "{given}"' + (f'; did you mean "{close}"?' if close else "") + f"\n    there are: {known_en}",
    )


def _name(program: Program, given: str) -> str:
    """The name of a conclusion or fact, by its name or alias."""
    if given in program.names:
        return program.names[given]
    close = nearest(given, program.names)
    zh = f"是不是 “{close}”？" if close else "tiaoli graph --format json 列出全部"
    en = f'did you mean "{close}"?' if close else "tiaoli graph --format json lists them all"
    raise Unusable(f"没有叫 “{given}” 的结论或事实；{zh}", f'no conclusion or fact "{given}"; {en}')


@main.command()
@policy_argument
@as_of_option
@facts_option
@click.option("--addressee", metavar="WHO", help="机关或者其他被点名的 / an agency, or whoever the text names")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@reading_option
@common
def norms(
    policy: str | None,
    as_of: str | None,
    facts: str | None,
    addressee: str | None,
    form: str,
    reading: tuple[str, ...],
) -> None:
    """哪些规范与一个人有关，机关要做什么 / which norms concern a person; what an agency has to do.

    不带 --facts 和 --addressee 时，按承担者列出全部规范 / without either, all norms by who bears them.

    \b
    例 / example:  tiaoli norms jing-ren-she-jiu-fa-2020-19 --as-of 2021-10-15 --facts person.json
                   tiaoli norms --addressee 各级公共就业服务机构
    """
    if facts is not None and addressee is not None:
        raise Unusable("--facts 和 --addressee 只能选一个", "choose one of --facts and --addressee")
    program = ready(policy).compiled.program
    request = request_of(as_of, facts, reading)
    try:
        if facts is not None:
            click.echo(_concerning(program, request, form))
        else:
            caveats = _caveats(program, request) if as_of is not None or reading else []
            day = calendar.from_iso(as_of or "")
            click.echo(_addressed(program.at(day) if day is not None else program, addressee, caveats, form))
    except Refused as fault:
        _refuse(fault, form)


def _refuse(fault: Refused, form: str) -> None:
    lang = language()
    if form == "json":
        click.echo(_json(refusal(fault, lang)))
    stop("\n".join(f"{f.message[lang]}\n    {say('怎么办：', 'help: ')}{f.hint[lang]}" for f in fault.faults))


def _concerning(program: Program, request: dict[str, object], form: str) -> str:
    from compiler.evaluate import evaluate
    from explain.norms import concerning_json, concerning_text

    answers = evaluate(program, request)
    return _json(concerning_json(answers, language())) if form == "json" else concerning_text(answers, language())


def _caveats(program: Program, request: dict[str, object]) -> list[str]:
    """What has to be said of the day asked about. Raises Refused where it is no day."""
    from compiler.evaluate import evaluate

    some = next(iter(program.conclusions), None)
    answers = evaluate(program, {**request, "only": [some] if some else []})
    return [caveat[language()] for caveat in answers.caveats]


def _addressed(program: Program, who: str | None, caveats: list[str], form: str) -> str:
    from explain.norms import addressed, addressed_text, bearers_text, find_name, norm_json

    lang = language()
    if who is None:
        if form == "text":
            return "\n".join([bearers_text(program, lang), *(f"※ {caveat}" for caveat in caveats)])
        return _json({"norms": [norm_json(program, n, lang) for n in program.norms.values()], "caveats": caveats})
    who = find_name(program, who)
    found = addressed(program, who)
    if not found.named and not found.implied:
        _hint(program, who)
    if form == "text":
        return "\n".join([addressed_text(program, found, who, lang), *(f"※ {caveat}" for caveat in caveats)])
    named, implied = ([norm_json(program, n, lang) for n in norms] for norms in (found.named, found.implied))
    return _json({"norms": named, "implied": implied, "caveats": caveats})


def _hint(program: Program, who: str) -> None:
    """Whom the text does name."""
    from explain.norms import known_addressees
    from explain.words import name

    shown = {
        word: name(program, x, language()) for x in known_addressees(program) for word in (x, name(program, x, "en"))
    }
    close, known = shown.get(nearest(who, shown), ""), dict.fromkeys(shown.values())
    zh = f"没有点名 “{who}” 的规范" + (f"；是不是 “{close}”？" if close else "") + f"\n    点名的有：{'、'.join(known)}"
    en = f'no norm names "{who}"' + (f'; did you mean "{close}"?' if close else "") + f"\n    named: {', '.join(known)}"
    click.echo(say(zh, en), err=True)


def _json(shown: object) -> str:
    return json.dumps(shown, ensure_ascii=False, indent=1)
