"""Built files that are not what was built: cut off, edited, of another version, hostile. Each is refused in words."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest

from compiler.evaluate import evaluate
from compiler.targets.portable import portable
from compiler.targets.restore import restore
from compiler.targets.straight.engine import Engine
from tests.proofs_base import BEIJING, MERROW, program_of
from tests.test_build import PERSON, each_policy
from tests.test_javascript import cheapest
from tiaoli import run
from tiaoli.built import FORMAT, read_built, sound, written
from tiaoli.requests import answered

DAMAGES = 200


@cache
def built(name: str) -> str:
    return written(program_of(name), {})


def signed(said: dict[str, Any]) -> str:
    """A file with a right checksum, whatever it says."""
    rows = [f"{json.dumps(key)}:{json.dumps(value)},\n" for key, value in said.items() if key != "sha256"]
    body = "".join(["{", *rows])
    return f'{body}"sha256":"{sha256(body.encode()).hexdigest()}"}}\n'


def told(path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What is said of a file, in Chinese and in English."""
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    said = []
    for lang in ("zh", "en"):
        assert run.main([str(path), "--as-of", "2021-10-15", "--lang", lang]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        said.append(err)
    return said[0], said[1]


def test_cut_off_edited_and_of_another_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = built(BEIJING)
    said = json.loads(whole)
    path = tmp_path / "x.json"
    for cut in (0, 1, 100, len(whole) // 2, len(whole) - 3):
        assert "没有写完" in told(path, whole[:cut], capsys)[0]
    for other in ("[]", "5", "null", "{}", '{"as_of": "2021-10-15"}', "[" * 100_000, "\x00", "1" * 5000):
        zh, en = told(path, other, capsys)
        assert "不是 tiaoli build 写的文件" in zh
        assert "was not written by tiaoli build" in en
    for format_ in (FORMAT + 1, 0, "1", True, None, [1] * 500):
        zh, en = told(path, signed({**said, "format": format_}), capsys)
        assert f"只读格式 {FORMAT}" in zh
        assert f"reads format {FORMAT} alone" in en
    for old, new in (("2020", "2021"), ('"le"', '"lt"'), (said["policy"], "x"), (":", ": "), (said["sha256"], "0")):
        assert whole.count(old)
        zh, en = told(path, whole.replace(old, new, 1), capsys)
        assert "被改动或者损坏" in zh
        assert "was changed or damaged" in en


def test_line_ends_do_not_matter(tmp_path: Path) -> None:
    """Tools that change line ends, or put a mark at the beginning, change nothing that is said."""
    path = tmp_path / "x.json"
    path.write_bytes(b"\xef\xbb\xbf" + built(BEIJING).encode().replace(b"\n", b"\r\n"))
    asked = {"as_of": "2021-10-15"}
    assert answered(read_built(str(path)), asked, "zh") == answered(program_of(BEIJING), asked, "zh")


JUNK: list[Any] = [
    None, True, False, 0, -1, 1, 7, 10**6, 2**70, 1.5, "", "x", "and", "le", "choose", "tiered", "A", [], [0], [[0, 0]],
    {}, {"number": "1/0"}, {"number": "x"}, {"number": "9" * 5000}, {"holidays": True}, {"x": 1}, "\ud800",
]  # fmt: skip


def damaged(random: Random, node: Any) -> None:
    """One value somewhere in the data is replaced, left out or given twice."""
    while True:
        keys = [*node] if isinstance(node, dict) else range(len(node))
        key = random.choice(keys)
        inner = node[key]
        if not isinstance(inner, dict | list) or not inner or random.random() < 0.1:
            break
        node = inner
    way = random.random()
    if way < 0.1:
        del node[key]
    elif way < 0.2 and isinstance(node, list):
        node.insert(key, node[key])
    else:
        node[key] = random.choice(JUNK)


@each_policy
def test_hostile_files_are_answered_or_refused_in_words(
    name: str, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files with a right checksum and anything in them: an answer or one sentence, never anything else."""
    text = built(name)
    path = tmp_path / "x.json"
    day, person = PERSON[name]
    facts = json.loads((root / "docs" / person).read_text(encoding="utf-8"))
    line = json.dumps({"as_of": day, "facts": facts, "only": [next(iter(program_of(name).conclusions))]})
    (tmp_path / "lines").write_text(line, encoding="utf-8")
    ends = {0: 0, 2: 0}
    for seed in range(DAMAGES):
        said = json.loads(text)
        damaged(Random(seed), {key: said[key] for key in ("program", "words")})
        path.write_text(signed(said), encoding="utf-8")
        code = run.main([str(path), "--lines", str(tmp_path / "lines"), "--lang", "en"])
        out, err = capsys.readouterr()
        ends[code] += 1
        if err:
            assert (code, out, err.count("\n")) == (2, "", 1)
            assert "build it again with tiaoli build" in err
        else:
            assert json.loads(out).keys() & {"answers", "error"}
    assert min(ends.values()) > DAMAGES // 20


@pytest.mark.parametrize("number", [True, None, "1", [1], 1.5])
def test_a_day_beyond_the_calendar_has_a_whole_number(
    number: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(built(MERROW))
    row = next(row for row in said["program"]["exprs"] if row[0] == "fact" and len(row) == 5)
    assert type(row[4]) is int
    row[4] = number
    assert "tiaoli build" in told(tmp_path / "x.json", signed(said), capsys)[1]


def test_names_never_become_code(tmp_path: Path) -> None:
    """Neither in the evaluator nor in the code that is generated where many requests are asked."""
    rules, trap = program_of(BEIJING), tmp_path / "trap"
    choices = (choice for fact in rules.facts.values() for choice in fact.type.choices)
    names = {json.dumps(name) for name in (*rules.facts, *rules.definitions, *rules.readings, *choices)}
    text = json.dumps(portable(rules))
    for number, name in enumerate(sorted(names)):
        text = text.replace(name, json.dumps(f"{number}\n'\"\\');open({str(trap)!r}, 'w')#"))
    hostile = restore(json.loads(text))
    asked = {"as_of": "2021-10-15", "facts": {"beijing_hukou": True}, "only": [cheapest(hostile)]}
    expected = evaluate(hostile, asked).as_json()
    generated = Engine(hostile, after=0).answered(asked)
    assert generated is not None
    assert generated.as_json() == expected
    assert "open" in json.dumps(expected["answers"])
    assert not trap.exists()


def test_what_a_program_does_wrong_is_the_files_fault() -> None:
    said = json.loads(written(program_of(BEIJING), {}))
    for row in said["program"]["exprs"]:
        if row[0] == "fact":
            row[3] = "没有的事"
    wrong = restore(said)
    with pytest.raises(Exception, match=r"faulty and cannot be run \(KeyError") as fault, sound("x.json"):
        evaluate(wrong, {"as_of": "2021-10-15"})
    assert "里的程序有问题" in fault.value.text["zh"]  # type: ignore[attr-defined]
