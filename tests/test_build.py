"""A built program answers as its rule files do, byte for byte, without what reads rule files.
Files that are not what was built are in test_build_files.py."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from compiler.evaluate import evaluate
from compiler.program import Program
from compiler.request import Refused
from compiler.targets.portable import portable
from compiler.targets.restore import restore
from tests.generate import as_request, case, program
from tests.mixed import requests, without
from tests.proofs import DAYS
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.test_cases import ASKED, request
from tests.test_javascript import HOSTILE, STRANGE, cheapest
from tests.test_suite import GOOD, compiled, read
from tiaoli import run
from tiaoli.built import FORMAT
from tiaoli.cli import main
from tiaoli.requests import refusal

PEOPLE = {BEIJING: 120, MERROW: 40}
PROGRAMS, CASES = 50, 4
SOME = 5
PERSON = {BEIJING: ("2021-10-15", "sample-person.json"), MERROW: ("2024-08-05", "sample-resident.json")}
each_policy = pytest.mark.parametrize("name", [BEIJING, MERROW])


def again(program: Program) -> Program:
    """The program, written as JSON and read back."""
    return restore(json.loads(json.dumps(portable(program))))


@cache
def built(name: str) -> Program:
    return again(program_of(name))


def printed(program: Program, asked: object) -> list[str]:
    """What is printed for a request, in Chinese and in English."""
    try:
        answers = evaluate(program, asked)
    except Refused as fault:
        return [json.dumps(refusal(fault, lang)) for lang in ("zh", "en")]
    return [json.dumps(answers.as_json(1, lang)) for lang in ("zh", "en")]


def differences(one: Program, other: Program, asked: Iterable[object]) -> tuple[list[object], int, int]:
    """The requests for which two programs say different things; how many were answered and how many refused."""
    wrong, refused, count = [], 0, 0
    for request_ in asked:
        expected = printed(one, request_)
        wrong += [request_] if printed(other, request_) != expected else []
        refused += expected[0].startswith('{"error"')
        count += 1
    return wrong, count - refused, refused


# ---- the same answers -----------------------------------------------------------------------------------------------


def test_agreed_cases() -> None:
    """Each with the conclusions that it tells of; every fifth with all."""
    asked: list[dict[str, object]] = []
    for number, one in enumerate(ASKED):
        told = [name for name in one["expected"] if name in program_of(BEIJING).conclusions]
        asked.append({"only": told if number % 5 else [], **request(one)})
    wrong, given, refused = differences(program_of(BEIJING), built(BEIJING), asked)
    assert not wrong
    assert refused == sum(case["kind"] == "refusal" for case in ASKED)
    assert given == len(ASKED) - refused > 100


@each_policy
def test_examples(name: str) -> None:
    """Each with the conclusions that it tells of."""
    rules = program_of(name)
    asked = []
    for x in rules.examples:
        told = [expected.name for expected in x.expected if expected.name in rules.conclusions]
        asked.append({"as_of": x.as_of, "facts": x.facts, "readings": x.readings, "only": told})
    wrong, given, refused = differences(rules, built(name), asked)
    assert not wrong
    assert refused == sum(one.status == "refused" for x in rules.examples for one in x.expected)
    assert given + refused == len(rules.examples) > 10


@each_policy
def test_sample_people(name: str) -> None:
    """On several days, under several readings, with some facts missing; some of them are refused."""
    asked = requests(program_of(name), DAYS[name], PEOPLE[name], 8)
    wrong, given, refused = differences(program_of(name), built(name), asked)
    assert not wrong
    assert given > PEOPLE[name] // 2
    assert given + refused == PEOPLE[name]


@each_policy
def test_refusals(name: str) -> None:
    rules = program_of(name)
    usual = {"as_of": DAYS[name][-2], "only": [cheapest(rules)]}
    asked: list[object] = [each for each in HOSTILE if not isinstance(each, dict)]
    asked += [{**usual, **each} for each in HOSTILE if isinstance(each, dict)]
    for fact in rules.facts.values():
        for value in Random(fact.name).sample(STRANGE, SOME):
            facts = {fact.each: [{fact.name: value}]} if fact.each else {fact.name: value}
            asked.append({**usual, "facts": facts})
    asked += [{**usual, "readings": {id_: letter}} for id_ in rules.readings for letter in ("B", "Z", None)]
    wrong, _, refused = differences(rules, built(name), asked)
    assert not wrong
    assert refused > len(rules.facts) * SOME // 2


def test_what_the_law_does_not_let_compute_is_said() -> None:
    """A refused alternative of a reading, with the reason that its rule file gives."""
    reading = next(r for r in program_of(BEIJING).readings.values() if r.not_computable is not None)
    letter = next(letter for letter in reading.alternatives if letter != reading.adopted)
    with pytest.raises(Refused) as refused:
        evaluate(built(BEIJING), {"as_of": "2021-10-15", "readings": {reading.id: letter}})
    assert reading.not_computable is not None
    assert refused.value.faults[0].hint["zh"] == reading.not_computable.zh


def test_random_programs() -> None:
    compared = 0
    for seed in range(PROGRAMS):
        generated, result = program(seed)
        rules, random = result.program, Random(seed)
        asked = [as_request(case(generated, rules, random), rules) for _ in range(CASES)]
        wrong, given, _ = differences(rules, again(rules), asked)
        assert not wrong, seed
        compared += given
    assert compared > PROGRAMS * CASES // 2


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_small_rule_files(path: Path) -> None:
    rules, random = compiled(read(path))[0], Random(path.stem)
    asked = [
        {"as_of": x.as_of, "facts": without(random, x.facts, 0.2, False), "readings": x.readings}
        for x in rules.examples
    ]
    assert differences(rules, again(rules), asked)[0] == []


@each_policy
def test_definitions_know_what_they_may_depend_on(name: str) -> None:
    for view, other in zip(program_of(name).views, built(name).views, strict=True):
        assert [*view.definitions] == [*other.definitions]
        for one in view.definitions.values():
            assert other.definitions[one.name].facts == one.facts
            assert {*other.definitions[one.name].rules} == {*one.rules}


# ---- the command line -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both policies as `tiaoli build` writes them."""
    folder = tmp_path_factory.mktemp("built")
    found = {name: folder / f"{name}.json" for name in (BEIJING, MERROW)}
    for name, path in found.items():
        done = CliRunner().invoke(main, ["--lang", "en", "build", name, "-o", str(path)])
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout == f"wrote {path} ({path.stat().st_size} bytes)\n"
    return found


def test_folders_that_are_made_are_told(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deeper" / "x.json"
    for lang, said in (("zh", f"文件夹 {path.parent} 是新建的\n"), ("en", "")):
        done = CliRunner().invoke(main, ["--lang", lang, "build", MERROW, "-o", str(path)])
        assert done.exit_code == 0
        assert done.stdout.partition("\n")[2] == said


def python(*arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """A process of Python that has no third-party package at all: without `site` there is no site-packages."""
    environment = {**os.environ, "PYTHONPATH": str(Path(run.__file__).parent.parent), **settings}
    return subprocess.run([sys.executable, "-S", *arguments], env=environment, capture_output=True, timeout=120)


@each_policy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_bytes(name: str, lang: str, files: dict[str, Path], root: Path) -> None:
    day, person = PERSON[name]
    asked = ["--as-of", day, "--facts", str(root / "docs" / person), "--lang", lang]
    expected = CliRunner().invoke(main, ["eval", name, *asked])
    assert expected.exit_code == 0
    assert CliRunner().invoke(main, ["eval", str(files[name]), *asked]).stdout_bytes == expected.stdout_bytes
    done = python("-m", "tiaoli.run", str(files[name]), *asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, expected.stdout_bytes, b"")


def test_the_same_lines(files: dict[str, Path], tmp_path: Path) -> None:
    """Answers, refusals and what is no request at all, in their order; exit code 2, since some were refused. So many
    that code is generated for them."""
    lines = tmp_path / "requests.jsonl"
    cases = [case for number, case in enumerate(ASKED) if case["kind"] == "refusal" or number % 8 == 0]
    asked = [json.dumps(request(case), ensure_ascii=False) for case in cases]
    asked += [json.dumps({"id": i, "as_of": "2021-10-15", "only": [cheapest(program_of(BEIJING))]}) for i in range(100)]
    lines.write_text("\n".join([*asked, "", "{", "5", '{"id": 7, "as_of": NaN}']), encoding="utf-8")
    expected = CliRunner().invoke(main, ["eval", BEIJING, "--lines", str(lines)])
    assert expected.exit_code == 2
    assert len(expected.stdout.splitlines()) == len(asked) + 3
    assert CliRunner().invoke(main, ["eval", str(files[BEIJING]), "--lines", str(lines)]).stdout == expected.stdout
    done = python("-m", "tiaoli.run", str(files[BEIJING]), f"--lines={lines}")
    assert (done.returncode, done.stdout) == (2, expected.stdout_bytes)


def test_a_refusal_and_a_reading(files: dict[str, Path], tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text('{"出生日期": "2031-01-01", "没有的事": 1}', encoding="utf-8")
    for more in (["--facts", str(facts)], ["--reading", "R4-1=B"], ["--reading", "R4-1=Z"], ["--reading", "R4-1"]):
        asked = ["--as-of", "2021-10-15", "--lang", "zh", *more]
        expected = CliRunner().invoke(main, ["eval", BEIJING, *asked])
        done = python("-m", "tiaoli.run", str(files[BEIJING]), *asked)
        assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (
            *(expected.exit_code, expected.stdout, expected.stderr),
        )


def test_nothing_but_the_standard_library_and_what_evaluates(files: dict[str, Path], root: Path) -> None:
    """Also where the other packages are there to be imported."""
    script = (
        "import json, sys; before = {*sys.modules}; from tiaoli.run import main; code = main(sys.argv[1:]);"
        "print(json.dumps([code, sorted({*sys.modules} - before)]), file=sys.stderr)"
    )
    day, person = PERSON[BEIJING]
    asked = [str(files[BEIJING]), "--as-of", day, "--facts", str(root / "docs" / person)]
    done = subprocess.run([sys.executable, "-c", script, *asked], cwd=root, capture_output=True, timeout=120)
    code, loaded = json.loads(done.stderr)
    assert code == 0
    tops = {name.partition(".")[0] for name in loaded}
    assert tops - sys.stdlib_module_names == {"compiler", "dsl", "tiaoli"}
    assert {name for name in loaded if name.startswith("dsl.")} == {"dsl.source"}
    assert not {"compiler.compile", "compiler.ledger", "compiler.targets.javascript"} & {*loaded}
    assert {"compiler.evaluate", "tiaoli.run"} <= {*loaded}


@each_policy
def test_the_same_file_under_every_hash_seed(name: str, files: dict[str, Path], root: Path, tmp_path: Path) -> None:
    for seed in ("0", "42", "4294967295"):
        out = tmp_path / f"{seed}.json"
        done = subprocess.run(
            [sys.executable, "-c", "from tiaoli.cli import main; main()", "build", name, "-o", str(out)],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert out.read_bytes() == files[name].read_bytes()


@each_policy
def test_what_the_file_says_of_itself(name: str, files: dict[str, Path], root: Path) -> None:
    said = json.loads(files[name].read_bytes())
    assert [*said] == ["tiaoli", "format", "policy", "sources", "program", "words", "sha256"]
    assert (said["tiaoli"], said["format"], said["policy"]) == ("program", FORMAT, name)
    folder = root / "policies" / name
    assert said["sources"] == {p: sha256((folder / p).read_bytes()).hexdigest() for p in said["sources"]}
    assert {p.name for p in folder.iterdir() if p.suffix in (".tiao", ".toml", ".txt")} == {*said["sources"]}


def needed(command: Any) -> list[str]:
    """Options that a command does not do without."""
    options = {p.opts[0]: "x.json" for p in command.params if p.required and p.opts[0].startswith("-")}
    if any("--as-of" in p.opts for p in command.params):
        options["--as-of"] = "2021-10-15"
    return [word for option in options.items() for word in option]


ASKING = sorted(name for name, command in main.commands.items() if any(p.name == "policy" for p in command.params))


@pytest.mark.parametrize("command", [name for name in ASKING if name != "eval"])
def test_other_commands_need_the_rule_files(
    command: str, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for lang, words in (("zh", "这个命令要用规则文件"), ("en", "this command needs the rule files")):
        asked = [command, str(files[BEIJING]), *needed(main.commands[command])]
        done = CliRunner().invoke(main, ["--lang", lang, *asked])
        assert (done.exit_code, done.stdout) == (2, "")
        assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rules.tiao", None, "以 .json 结尾"),
        ("rules", None, "以 .json 结尾"),
        ("facts.json", "{}", "不是 tiaoli build 写的"),
    ],
)
def test_nothing_else_is_overwritten(name: str, content: str | None, words: str, tmp_path: Path) -> None:
    out = tmp_path / name
    if content is not None:
        out.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(main, ["--lang", "zh", "build", BEIJING, "-o", str(out)])
    assert done.exit_code == 2
    assert words in done.stderr
    assert (out.read_text(encoding="utf-8") if out.exists() else None) == content


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], ("用法", "usage")),
        (["one.json", "two.json"], ("用法", "usage")),
        (["one.json", "--fact", "x"], ("没有 --fact 这个选项", "there is no option --fact")),
        (["nowhere.json"], ("没有文件 nowhere.json", "no file nowhere.json")),
        (["folder.tiao"], ("用法", "usage")),
    ],
)
def test_what_cannot_be_run_is_said(
    asked: list[str], words: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for lang, word in zip(("zh", "en"), words, strict=True):
        monkeypatch.setenv("LC_ALL", {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
        assert run.main(asked) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert word in err
