"""Diagnostics: where the carets stand, what is no fault at all, and that one fault costs one diagnostic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsl.codes import CODES
from dsl.diagnostics import Diagnostic, nearest, ordered
from dsl.parse import MAX_FILE, parse
from dsl.source import Place, Source, excerpt, width
from tests.test_suite import compiled, trees

GOOD = """# 第一条  试验

> 本市人员可以参加社会保险。

定义 可参加 : 是否
  英文 eligible「May join」
  同时符合：
    - 本市户籍
    - 符合其一：
      - 参加社会保险
      - 灵活就业
"""


def faults(text: str) -> list[str]:
    """What is wrong with a file: code and line of each fault."""
    _, found = compiled(Source("x.tiao", text))
    return [f"{d.code} {d.place.source.position(d.place.start)[0]}" for d in found]


# ---- no fault at all ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("  ", "\u3000"),
        GOOD.replace("  ", "\t"),
        GOOD.replace("  ", "\xa0\xa0"),
        GOOD.replace("  ", "    "),
        GOOD.replace("：", ":").replace("「", "“").replace("」", "”"),
        GOOD.replace("- ", "－").replace("# ", "＃").replace("> ", "＞"),
        GOOD.replace("\n", "  \n"),
        GOOD.replace("\n  ", "\n\n  # 注释\n  "),
        GOOD.rstrip("\n"),
    ],
)
def test_what_word_processors_do_is_no_fault(text: str) -> None:
    assert faults(text) == []
    assert trees(Source("", text)) == trees(Source("", GOOD))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["E107 1"]),
        ("\n\n  \n", ["E107 1"]),
        ("## 以后再写\n", ["E107 1"]),
        ("# 第一条\n", []),
        ("# 词汇\n\n## 以后再写\n", []),
        ("#\n", ["E107 1"]),
        ("# 第一条\n\n  缩进的话\n", ["E107 3"]),
        ("x" * (MAX_FILE + 1), ["E112 1"]),
    ],
)
def test_files_with_little_in_them(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


# ---- one fault, one diagnostic -----------------------------------------------------------------------------------

USES = "\n定义 另一个 : 是否\n  英文「Another」\n  可参加 且 本市户籍\n"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("定义 可参加 : 是否", "定义 可参加 是否"), "E110 5"),
        (("    - 本市户籍", "    - 本市户籍 且"), "E118 8"),
        (("  同时符合：", "同时符合："), "E106 7"),
        (("    - ", "- "), "E111 7"),
        (("  英文", "英文"), "E106 6"),
        (("    - 符合其一：", "    - 符合其一"), "E110 9"),
        (("「May join」", "「May join"), "E103 6"),
        (("> 本市", ">> 本市"), None),
        (("> 本市人员", "> 本市人员\n  另有"), "E101 4"),
        (("# 第一条  试验", "# 第一条  试验\n  续行"), "E107 2"),
        (("  同时符合：\n", "## 注释\n  同时符合：\n"), "E106 8"),
        (("    - 本市户籍\n", "    - 本市户藉\n"), "E201 8"),
    ],
)
def test_a_fault_does_not_spread(change: tuple[str, str], expected: str | None) -> None:
    """The names and the text of a broken statement are not missed as well."""
    assert faults(GOOD.replace(*change, 1) + USES) == ([expected] if expected else [])


def test_a_broken_reading_is_not_missed() -> None:
    text = (
        GOOD
        + USES.replace("可参加", "可参加 且 eligible")
        + "\n定义 三 : 是否\n  按 R5-1 甲：本市户籍\n  按 R5-1 乙：灵活就业\n"
    )
    assert faults(text + "\n读法 R5-1「怎样」\n  甲「一」采用\n  乙「二」\n") == ["E118 22"]


def test_names_of_a_broken_fact_are_not_missed() -> None:
    text = GOOD + "\n事实 有证 : 是否\n  英文 has_id「Card」\n  问 您有证吗\n\n定义 三 : 是否\n  有证 或 has_id\n"
    assert faults(text) == ["E101 15"]


def test_each_broken_statement_has_its_diagnostic() -> None:
    text = GOOD + "\n定义 甲一\n  本市户籍\n\n定义 甲二 : 是否\n  本市户籍。\n\n定义 甲三 : 是否\n  甲一 且 甲二\n"
    assert faults(text) == ["E118 13", "E109 17"]


# ---- carets ------------------------------------------------------------------------------------------------------


def test_rendered_in_both_languages() -> None:
    text = GOOD.replace("- 本市户籍", "- 本市户藉", 1)
    [diagnostic] = compiled(Source("第一条.tiao", text))[1]
    assert diagnostic.render("zh") == (
        "第一条.tiao:8:7: 错误 E201: 没有叫 “本市户藉” 的事实、定义或参数\n"
        "        - 本市户藉\n"
        "          ^^^^^^^^\n"
        "    怎么办：是不是 “本市户籍”？"
    )
    assert diagnostic.render("en") == (
        '第一条.tiao:8:7: error E201: no fact, definition or parameter is called "本市户藉"\n'
        "        - 本市户藉\n"
        "          ^^^^^^^^\n"
        '    help: did you mean "本市户籍"?'
    )


@pytest.mark.parametrize(
    ("line", "marked", "carets"),
    [
        ("  - 本市户籍", "本市", "    ^^^^"),
        ("　　－本市户籍", "本市", "　　  ^^^^"),
        ("\t- x = ①", "x", "   ^"),
        ("é e\u0301 甲", "甲", "    ^^"),
        ("「a」ｂ：c", "c", "         ^"),
    ],
)
def test_carets_count_columns_not_characters(line: str, marked: str, carets: str) -> None:
    source = Source("x", f"上一行\n{line}\n下一行")
    start = source.text.index(marked, 4)
    shown, drawn = excerpt(Place(source, start, start + len(marked)))
    assert shown == line.replace("\t", " ")
    assert drawn == carets
    assert width(drawn) == width(line.replace("\t", " ")[: line.index(marked) + len(marked)])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 1), (3, 99), (99, 100), (7, 7), (-1, 2)])
def test_any_place_can_be_shown(start: int, end: int) -> None:
    source = Source("x", "甲乙丙\n丁戊己\r\n")
    line, carets = excerpt(Place(source, start, end))
    assert "\n" not in line
    assert carets.strip()
    assert str(Place(source, start, end)).startswith("x:")


def test_related_places_are_shown() -> None:
    text = GOOD + "\n定义 圈一 : 是否\n  圈二\n\n定义 圈二 : 是否\n  圈一\n"
    [diagnostic] = compiled(Source("x.tiao", text))[1]
    assert "圈一 → 圈二 → 圈一" in diagnostic.message("zh")
    assert "x.tiao:14:3: 圈二" in diagnostic.render("zh")


# ---- the rest ----------------------------------------------------------------------------------------------------


def test_ordered_by_place_and_each_once() -> None:
    source = Source("x", "甲乙丙")
    first, second = (Diagnostic("E201", Place(source, at, at + 1), {"got": "甲"}) for at in (0, 2))
    other = replace(first, code="E109")
    assert ordered([second, first, replace(first), other]) == [other, first, second]


def test_did_you_mean() -> None:
    assert nearest("本市户藉", ["本市户籍", "农业户籍"]) == "本市户籍"
    assert nearest("定议", ["定义", "事实"]) == "定义"
    assert nearest("完全不同", ["本市户籍"]) == ""


def test_codes_are_numbered_by_stage() -> None:
    for code, entry in CODES.items():
        assert code[0] in "EW"
        assert code[1:].isdigit()
        assert set(entry.message) == set(entry.hint) == {"zh", "en"}
        for sentence in (*entry.message.values(), *entry.hint.values()):
            assert sentence == sentence.strip()
            assert sentence
            assert not sentence.endswith((".", "。"))
    assert list(CODES) == sorted(CODES, key=lambda code: code[1:])


def test_statements_are_read_alone() -> None:
    """A good statement after a broken one is read as if the broken one were not there."""
    parsed = parse(Source("x", "# 第一条\n\n定义 甲一\n\n注「好」\n"))
    assert [d.code for d in parsed.diagnostics] == ["E118"]
    assert parsed.broken == {"甲一"}
    assert [type(p.node).__name__ for p in parsed.article.statements] == ["Heading", "Statement", "Statement"]
