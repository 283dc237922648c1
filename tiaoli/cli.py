"""`tiaoli`: the command line. Exit code 0 done, 1 the thing examined has faults, 2 the request was refused."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import click

from compiler.request import Doubled, Refused
from tiaoli.load import Loaded, Unusable, load_policy, read_text


def language() -> str:
    """--lang, else the locale: zh for Chinese ones, en otherwise."""
    chosen = (click.get_current_context().find_root().obj or {}).get("lang")
    if chosen:
        return str(chosen)
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    name = name or (locale.getlocale()[0] or "")
    return "en" if name and not name.lower().startswith("zh") and name not in ("C", "POSIX", "C.UTF-8") else "zh"


def say(zh: str, en: str) -> str:
    return zh if language() == "zh" else en


def stop(message: str, code: int = 2) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


class _Front(click.Group):
    """Whatever a user's input can make go wrong ends as a sentence, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Unusable as fault:
            stop(fault.text[language()])
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115
            sys.exit(0)
        except RecursionError:
            stop(say("嵌套太深，无法处理；请把它拆小", "nested too deeply to handle; split it up"))
        except (OSError, UnicodeError) as fault:
            stop(say(f"读写失败：{fault}", f"reading or writing failed: {fault}"))


@click.group(cls=_Front, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--lang", type=click.Choice(["zh", "en"]), help="消息语言 / language of messages (default: the locale's)")
@click.version_option(package_name="tiaoli")
@click.pass_context
def main(ctx: click.Context, lang: str | None) -> None:
    """条理：让法规可以运行、解释和公布。 A regulation that can be run, explained and published.

    \b
    例 / example:  tiaoli check --draft
    """
    ctx.obj = {"lang": lang}
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _lang(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        ctx.find_root().obj = {**(ctx.find_root().obj or {}), "lang": value}


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """--lang after the command's name too."""
    option = click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=_lang,
        expose_value=False,
        is_eager=True,
        help="消息语言 / language",
    )
    return option(command)


policy_argument = click.argument("policy", required=False)
as_of_option = click.option("--as-of", metavar="DATE", help="评估日 / the day asked about, YYYY-MM-DD")
facts_option = click.option(
    "--facts", metavar="FILE", help="事实的 JSON 文件，- 为标准输入 / facts as JSON, - for stdin"
)
reading_option = click.option("--reading", multiple=True, metavar="ID=ALT", help="切换读法 / switch a reading, R4-1=B")


def ready(policy: str | None, examples: bool = False) -> Loaded:
    """A policy without errors; else its diagnostics, and exit code 1."""
    loaded = load_policy(policy, draft=True, examples=examples)
    if loaded.compiled.errors:
        for diagnostic in loaded.compiled.errors:
            click.echo(diagnostic.render(language()), err=True)
        sys.exit(1)
    return loaded


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
        for diagnostic in compiled.diagnostics:
            click.echo(diagnostic.render(language()), err=True)
        click.echo(coverage_table(compiled, language()))
    sys.exit(1 if compiled.errors else 0)


@main.command()
@policy_argument
@common
def test(policy: str | None) -> None:
    """运行规则文件里的样例 / run the examples written in the rule files.

    \b
    例 / example:  tiaoli test
    """
    from compiler.examples import run_examples

    program = ready(policy, examples=True).compiled.program
    failed = checked = 0
    for example, faults in run_examples(program):
        checked += len(example.expected)
        failed += bool(faults)
        for fault in faults:
            click.echo(fault.render(language()), err=True)
    count = len(program.examples)
    click.echo(
        say(
            f"{count} 个样例，{checked} 个预期，{count - failed} 个样例成立，{failed} 个不成立",
            f"{count} examples, {checked} expectations: {count - failed} hold, {failed} fail",
        )
    )
    sys.exit(1 if failed else 0)


def _json(text: str, where: str) -> Any:
    """JSON, with names given twice remembered; not strictly JSON numbers (NaN) are refused."""

    def pairs(items: list[tuple[str, Any]]) -> Doubled:
        table = Doubled(items)
        names = [name for name, _ in items]
        table.repeated = tuple(name for name in table if names.count(name) > 1)
        return table

    def constant(name: str) -> NoReturn:
        raise ValueError(name)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as fault:
        at = (fault.lineno, fault.colno)
        raise Unusable(
            f"{where} 不是正确的 JSON：第 {at[0]} 行第 {at[1]} 列起读不懂。写成例如 {{\"本市户籍\": true, \"性别\": \"女\"}}",
            f"{where} is no valid JSON: line {at[0]}, column {at[1]}. Write for example "
            f"{{\"beijing_hukou\": true, \"sex\": \"女\"}}",
        ) from None
    except (ValueError, RecursionError):
        raise Unusable(
            f"{where} 里有 JSON 不允许的数，或者嵌套太深", f"{where} holds a number that JSON forbids, or is nested too deeply"
        ) from None


def _content(path: str) -> str:
    if path != "-":
        return read_text(Path(path))
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unusable("标准输入不是 UTF-8", "standard input is not UTF-8") from None


def request_of(as_of: str | None, facts: str | None, reading: tuple[str, ...]) -> dict[str, Any]:
    """The request that the options of a command make."""
    switches = {}
    for item in reading:
        id_, equals, letter = item.partition("=")
        if not equals:
            raise Unusable(
                f"--reading 写成 ID=选项，例如 R4-1=B；这里是 “{item}”", f'write --reading ID=ALT, not "{item}"'
            )
        switches[id_] = letter
    content = _json(_content(facts), facts) if facts else {}
    return {"as_of": as_of, "facts": content, "readings": switches}


def refusal(refused: Refused, lang: str) -> dict[str, Any]:
    """A refused request as the contract words it."""
    errors = [
        {"kind": f.kind, "facts": list(f.facts), "message": f.message[lang], "hint": f.hint[lang]}
        for f in refused.faults
    ]
    return {"error": errors[0], "errors": errors}


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
    例 / example:  tiaoli eval --as-of 2021-10-15 --facts person.json
    """
    from compiler.evaluate import evaluate

    program, lang = ready(policy).compiled.program, language()
    if lines:
        refused = sum(_print_line(program, line, lang) for line in _requests(_content(lines)))
        sys.exit(2 if refused else 0)
    try:
        answers = evaluate(program, request_of(as_of, facts, reading))
    except Refused as fault:
        click.echo(json.dumps(refusal(fault, lang), ensure_ascii=False, indent=1))
        sys.exit(2)
    click.echo(json.dumps(answers.as_json(lang=lang), ensure_ascii=False, indent=1))


def _requests(text: str) -> Iterator[str]:
    found = [line for line in text.split("\n") if line.strip()]
    if not sys.stderr.isatty() or len(found) < 200:
        yield from found
        return
    with click.progressbar(found, file=sys.stderr) as bar:
        yield from bar


def _print_line(program: Any, line: str, lang: str) -> bool:
    """Answer one line of JSON Lines; True where it was refused."""
    from compiler.evaluate import evaluate

    id_ = None
    try:
        request = _json(line, "line")
        id_ = request.get("id") if isinstance(request, dict) else None
    except Unusable:
        request = None
    try:
        shown = evaluate(program, request).as_json(id_, lang)
    except Refused as fault:
        shown = ({} if id_ is None else {"id": id_}) | refusal(fault, lang)
        click.echo(json.dumps(shown, ensure_ascii=False))
        return True
    click.echo(json.dumps(shown, ensure_ascii=False))
    return False


@main.command()
@policy_argument
@as_of_option
@facts_option
@click.option("--about", required=True, metavar="NAME", help="结论的名字 / the conclusion asked about")
@click.option("--format", "form", type=click.Choice(["text", "md", "html", "json", "svg"]), default="text")
@click.option("--detail", type=click.Choice(["short", "mid", "full"]), default="mid")
@reading_option
@common
def explain(
    policy: str | None,
    as_of: str | None,
    facts: str | None,
    about: str,
    form: str,
    detail: str,
    reading: tuple[str, ...],
) -> None:
    """解释一个结论：为什么、为什么不、还缺什么 / why, why not, and what is missing.

    \b
    例 / example:  tiaoli explain --as-of 2021-10-15 --facts person.json --about 可以参加本市社会保险
    """
    from explain.explanation import explain as make

    from compiler.evaluate import evaluate

    program, lang = ready(policy).compiled.program, language()
    try:
        answers = evaluate(program, {**request_of(as_of, facts, reading), "only": [about]})
    except Refused as fault:
        stop("\n".join(f"{f.message[lang]}\n    {say('怎么办：', 'help: ')}{f.hint[lang]}" for f in fault.faults))
    explanation = make(answers, program.names[about], lang=lang, detail=detail)
    click.echo(explanation.render(form), nl=form != "svg")


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
            f"{len(written)} files written. Next, look over about.toml and source.txt, and run tiaoli check {folder} --draft",
        )
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
    例 / example:  tiaoli site -o build/site
    """
    from tiaoli.write import write_site

    program = ready(policy, examples=True).compiled.program
    person = {**request_of(as_of, facts, ()), "only": [about]} if about else None
    try:
        pages = write_site(program, Path(output), person)
    except Refused as fault:
        stop("\n".join(f.message[language()] for f in fault.faults))
    click.echo(say(f"写好 {len(pages)} 个网页，从这里打开：", f"{len(pages)} pages written; open "), nl=False)
    click.echo(Path(output) / "index.html")



from tiaoli import commands_graph as commands_graph  # noqa: E402, the commands graph and norms register themselves
