"""The official text in policies/ is the text as it was received, and nothing else."""

import re
from pathlib import Path

import pytest

NAME = "jing-ren-she-jiu-fa-2020-19"
DIGITS = "一二三四五六七八九"
ARTICLES = [f"第{number}条" for number in [*DIGITS, "十", *(f"十{digit}" for digit in DIGITS), "二十"]]
PARAGRAPHS = {"第二条": 5, "第三条": 2}
"""Lines of the parts that have more than one: a lead line with four 项, and two 款."""


@pytest.fixture(scope="module")
def lines(root: Path) -> list[str]:
    data = (root / "policies" / NAME / "source.txt").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    assert b"\r" not in data
    assert data.endswith("。\n".encode())
    return data.decode("utf-8").removesuffix("\n").split("\n")


@pytest.fixture(scope="module")
def parts(lines: list[str]) -> dict[str, list[str]]:
    """Each part's lines of law, marked lines left out."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if start := re.match(r"%部分 (\S+)$|(第\S+条) ", line):
            part = start[1] or start[2]
            assert part not in found, f"{part} comes twice"
            found[part] = []
        if not line.startswith("%"):
            found[part].append(line)
    return found


def test_equals_the_received_text_character_by_character(shared: Path, lines: list[str]) -> None:
    received = (shared / "source" / f"{NAME}.txt").read_text(encoding="utf-8")
    expected = "".join(
        character
        for line in received.splitlines()
        for character in line.strip().removeprefix("- ")
        if not character.isspace()
    )
    kept = [re.sub(r"^%\S+ ", "", line) for line in lines if not line.startswith("%部分 ")]
    assert "".join("".join(kept).split()) == expected


def test_parts_in_order(parts: dict[str, list[str]]) -> None:
    assert list(parts) == ["印发通知", *ARTICLES, "施行条款"]


def test_one_paragraph_or_item_a_line(parts: dict[str, list[str]]) -> None:
    assert {part: len(lines) for part, lines in parts.items()} == {part: PARAGRAPHS.get(part, 1) for part in parts}
    lead, *items = parts["第二条"]
    assert lead.endswith("主要包括:")
    assert [item[:3] for item in items] == ["(一)", "(二)", "(三)", "(四)"]
    assert [item[-1] for item in items] == [";", ";", ";", "。"]
    assert parts["第三条"][1].startswith("前款中所称社会保险,")
    assert all(line.endswith("。") for part in parts if part != "第二条" for line in parts[part])


def test_head_and_foot_are_marked(lines: list[str]) -> None:
    marks = [re.match(r"%(\S+) \S+$", line) for line in lines if line.startswith("%")]
    assert [mark and mark[1] for mark in marks] == [
        *("部分", "发文机关", "文件标题", "文号", "主送", "落款", "日期", "标题"),
        "部分",
    ]


def test_no_stray_space(lines: list[str]) -> None:
    """A space only follows an article's number or a mark."""
    bodies = [re.sub(r"^(%\S+|第[一二三四五六七八九十]+条) ", "", line) for line in lines]
    assert [body for body in bodies if re.search(r"\s", body)] == []
    assert all(bodies), "no empty line"
