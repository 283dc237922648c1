"""Hostile and careless text: whatever a file holds, reading, compiling and formatting it and showing its faults never
raise.

Every case follows from its seed. `TIAOLI_FUZZ=20000` runs that many of each kind instead of a few hundred."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from random import Random

import pytest

from dsl import nodes as n
from dsl.format import format_source, neutral
from dsl.parse import forget, parse
from dsl.source import Source
from tests.test_suite import compiled

ROOT = Path(__file__).resolve().parent.parent
POLICY = ROOT / "policies" / "jing-ren-she-jiu-fa-2020-19"
RUNS = int(os.environ.get("TIAOLI_FUZZ", "0"))
SIGNS = (
    "\t\u3000\xa0\r\n\x0b\x0c\x85\u2028\ufeff\u200b\x00\ud800😀é٣²①「」“”\"'：:；;，,、。.（）()[]{}#>＞＃-－−–—+*/÷×=<>≤≥≠%％&|!?"
    "0189甲乙AB"
)
WORDS = re.findall(
    r"\S+",
    """同时符合： 符合其一： 若 否则 否则： 且 或 非 为 不为 属于 在 至 之间 后 2年内 满 未满 60周岁 自 起 止 按 甲 R1
    2020-02-30 1% 5.00元 5,000元 四舍五入到分 较大者 事实 定义 规范 读法 样例 注 未编码 评估日 预期 未知 缺
    all of: if is within between and not under define norm""",
)


def seeds(few: int) -> range:
    return range(RUNS or few)


@cache
def texts() -> tuple[str, ...]:
    files = [*POLICY.glob("*.tiao"), *(ROOT / "tests" / "suite").rglob("*.tiao")]
    return tuple(path.read_text(encoding="utf-8") for path in sorted(files))


def mutated(random: Random) -> str:
    """Some lines of a real file with a few of them moved, and a few characters deleted, inserted or replaced."""
    lines = random.choice(texts()).split("\n")
    start = random.randrange(max(1, len(lines) - 40))
    lines = lines[start : start + random.randrange(5, 50)]
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        a, b = (random.randrange(len(lines)) for _ in "ab")
        match random.randrange(6):
            case 0:
                lines[a], lines[b] = lines[b], lines[a]
            case 1:
                lines.insert(a, lines[b])
            case 2 if len(lines) > 1:
                del lines[a]
            case kind:
                at = random.randrange(len(lines[a]) + 1)
                cut = random.randrange(4) if kind < 5 else 0
                put = random.choice(("", random.choice(SIGNS), random.choice(WORDS)))
                lines[a] = lines[a][:at] + put + lines[a][at + cut :]
    return "\n".join(lines)


def trees(text: str) -> list[n.AnyStatement]:
    nodes = [placed.node for placed in parse(Source("x", text)).article.statements]
    return [neutral(node) if isinstance(node, n.Statement) else node for node in nodes]


def survives(text: str) -> None:
    """Reading, compiling and formatting the text come to an end, and every fault can be shown."""
    source = Source("x.tiao", text)
    _, found = compiled(source)
    for diagnostic in found:
        for lang in ("zh", "en"):
            assert diagnostic.message(lang)
            assert diagnostic.hint(lang)
            assert diagnostic.render(lang)
    for keywords in (None, "zh", "en"):
        tidy = format_source(source, keywords)
        again = format_source(Source("x", tidy), keywords) == tidy
        assert again, ascii(text)
        same = trees(tidy) == trees(text)
        assert same, ascii(text)


def each(few: int) -> pytest.MarkDecorator:
    """Seeds in a few parcels, so that processes can share them."""
    parcels = [seeds(few)[i::8] for i in range(8)]
    return pytest.mark.parametrize("parcel", parcels, ids=[str(i) for i in range(8)])


@each(400)
def test_mutated_files(parcel: range) -> None:
    for seed in parcel:
        survives(mutated(Random(seed)))


@each(160)
def test_random_characters(parcel: range) -> None:
    for seed in parcel:
        random = Random(f"characters {seed}")
        alphabet = random.choice((SIGNS, SIGNS + "".join(WORDS), "".join(map(chr, range(0x3000)))))
        survives("".join(random.choices(alphabet, k=random.randrange(400))))


@each(160)
def test_random_words(parcel: range) -> None:
    for seed in parcel:
        random = Random(f"words {seed}")
        gaps = random.choices((" ", "", "\n", "\n  ", "\n    - ", "、"), (6, 1, 1, 3, 2, 1), k=60)
        survives("定义 甲类 : 是否\n  " + "".join(random.choice(WORDS) + gap for gap in gaps))


def test_random_bytes() -> None:
    for seed in seeds(100):
        data = Random(f"bytes {seed}").randbytes(300)
        survives(data.decode("utf-8", errors="surrogateescape"))
        survives(data.decode("gb18030", errors="replace"))


HEAD = "# 第一条\n\n> 一。\n\n定义 甲类 : 是否\n"
EXTREMES = {
    "parentheses": HEAD + "  " + "（" * 5000 + "本市户籍" + "）" * 5000,
    "forty parentheses": HEAD + "  " + "（非 " * 29 + "本市户籍" + "）" * 29,
    "negations": HEAD + "  " + "非 " * 50_000 + "本市户籍",
    "a hundred negations": HEAD + "  " + "非 " * 118 + "本市户籍",
    "a long sum": HEAD + "  " + "未缴月数 + " * 50_000 + "1 > 2",
    "a hundred terms": HEAD + "  " + "未缴月数 + " * 118 + "1 > 2",
    "a long conjunction": HEAD + "  " + "本市户籍 且 " * 5000 + "灵活就业",
    "nested blocks": HEAD + "\n".join("  " * i + "- 同时符合：" for i in range(1, 600)),
    "forty blocks": HEAD
    + "  同时符合：\n"
    + "\n".join("  " * i + "- 同时符合：" for i in range(2, 40))
    + f"\n{'  ' * 40}- 本市户籍",
    "many items": HEAD + "  同时符合：\n" + "    - 本市户籍\n" * 5000,
    "a long line": HEAD + "  " + "本市户籍" * 50_000,
    "a long line of keywords": HEAD + "  " + "是" * 100_000,
    "a long text": HEAD + "  备注「" + "长" * 200_000 + "」\n  本市户籍",
    "an endless text": HEAD + "  备注「" + "长" * 200_000,
    "a huge number": HEAD + "  未缴月数 > " + "9" * 100_000,
    "a huge amount": HEAD + "  缴费基数 > " + "9" * 5000 + ".99元",
    "a huge percentage": HEAD + "  未缴月数 > 0." + "0" * 5000 + "1%",
    "a huge period": HEAD + "  毕业日期 + " + "9" * 5000 + "年 > 评估日",
    "a huge age": HEAD + "  出生日期 满 999999周岁",
    "a huge place": HEAD + "  依据「一」第" + "9" * 5000 + "处\n  本市户籍",
    "a huge reading": HEAD + "  读法 R" + "9" * 10_000 + "\n  本市户籍",
    "Chinese digits": HEAD + "  未缴月数 > 百分之" + "百" * 10_000,
    "the last year": HEAD + "  毕业日期 + 9999年 > 9999-12-31",
    "year zero": HEAD + "  毕业日期 > 0000-01-01",
    "many statements": HEAD + "  本市户籍\n" + "\n注「一」\n" * 3000,
    "many broken statements": "定义\n\n" * 500,
    "many stray lines": "- 甲\n" * 3000,
    "many readings": HEAD + "  读法 " + "、".join(f"R{i}" for i in range(200)) + "\n  本市户籍",
    "a long circle": HEAD
    + "  定义0\n"
    + "".join(f"\n定义 定义{i} : 是否\n  定义{(i + 1) % 300}\n" for i in range(300)),
    "quotations": "# 第一条\n\n" + "> 甲乙丙丁。\n\n" * 2000,
    "control characters": HEAD + "".join(map(chr, range(32))) + "  本市户籍",
    "line ends of all kinds": HEAD.replace("\n", "\r") + "\x0b  本市户籍\u2028  乙\u2029\x85",
}


@pytest.mark.parametrize("name", EXTREMES)
def test_extremes(name: str) -> None:
    start = time.perf_counter()
    survives(EXTREMES[name])
    assert time.perf_counter() - start < 10, "slow"


def test_speed_of_reading() -> None:
    """Far below what bench/ measures, so that only a blunder fails."""
    sources = [Source("x", text) for text in texts()]
    forget()
    start = time.perf_counter()
    for source in sources:
        parse(source)
    assert sum(len(s.text) for s in sources) / (time.perf_counter() - start) > 50_000


# ---- the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "办法"
    made.mkdir()
    (made / "about.toml").write_text('in_force_from = 2020-01-01\nfiles = ["第一条"]\n', encoding="utf-8")
    (made / "source.txt").write_text("第一条 本市人员可以参加社会保险。\n", encoding="utf-8")
    (made / "第一条.tiao").write_text(
        "# 第一条  试验\n\n> 本市人员可以参加社会保险。\n\n注「总则」\n", encoding="utf-8"
    )
    return made


def tiaoli(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tiaoli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def spoilt(folder: Path, how: str) -> Path:
    rule = folder / "第一条.tiao"
    match how:
        case "syntax":
            rule.write_text("# 第一条\n\n> 本市人员可以参加社会保险。\n\n定义 甲\n同时符合", encoding="utf-8")
        case "not UTF-8":
            rule.write_bytes("# 第一条  试验".encode("gb18030"))
        case "random bytes":
            rule.write_bytes(Random(1).randbytes(2000))
        case "empty file":
            rule.write_bytes(b"")
        case "folder instead of file":
            rule.unlink()
            rule.mkdir()
        case "missing file":
            rule.unlink()
        case "about.toml broken":
            (folder / "about.toml").write_text("files = [", encoding="utf-8")
        case "about.toml of wrong kinds":
            (folder / "about.toml").write_text('files = "第一条"\nin_force_from = 1\n', encoding="utf-8")
        case "no source.txt":
            (folder / "source.txt").unlink()
        case "empty source.txt":
            (folder / "source.txt").write_bytes(b"")
        case "empty folder":
            shutil.rmtree(folder)
            folder.mkdir()
        case "no folder":
            shutil.rmtree(folder)
    return folder


def test_check_of_a_good_folder(folder: Path) -> None:
    done = tiaoli("check", folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("syntax", 1),
        ("not UTF-8", 2),
        ("random bytes", 2),
        ("empty file", 1),
        ("folder instead of file", 2),
        ("missing file", 1),
        ("about.toml broken", 2),
        ("about.toml of wrong kinds", 2),
        ("no source.txt", 2),
        ("empty source.txt", 1),
        ("empty folder", 2),
        ("no folder", 2),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_check_of_a_broken_folder(folder: Path, how: str, code: int, lang: str) -> None:
    done = tiaoli("check", spoilt(folder, how), "--lang", lang)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    assert done.stderr.strip(), "it says what is wrong"


def test_fmt_of_a_broken_file(folder: Path) -> None:
    rule = spoilt(folder, "syntax") / "第一条.tiao"
    before = rule.read_bytes()
    for arguments in (("fmt", rule), ("fmt", "--check", rule), ("fmt", "--keywords", "en", rule)):
        done = tiaoli(*arguments)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert rule.read_bytes() == before
    assert tiaoli("fmt", folder / "不存在.tiao").returncode == 2
