"""The lexer: whole words only, spaces that may be left out, full-width signs, indentation."""

from __future__ import annotations

import pytest

from dsl.keywords import ANY, CALL, KEYWORDS, LINE, NORM, STATEMENT, TYPE, spelling
from dsl.lexer import MAX_DEPTH, Unreadable, comment_of, half_width, tokens


def line(text: str, head: str = "定义 X : 是否") -> list[tuple[str, str]]:
    """The tokens of one indented line."""
    made = [(t.type, str(t)) for t in tokens(f"{head}\n  {text}")]
    start = [kind for kind, _ in made].index("_INDENT") + 1
    return made[start:-2]


def kinds(text: str, head: str = "定义 X : 是否") -> str:
    return " ".join(kind for kind, _ in line(text, head))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未就业", "NAME"),
        ("未满 60周岁", "UNDER_AGE PERIOD"),
        ("未满60周岁", "UNDER_AGE PERIOD"),
        ("满16周岁未满25周岁", "REACHED PERIOD UNDER_AGE PERIOD"),
        ("在 甲日 后 2年内", "IN NAME POST PERIOD WITHIN_END"),
        ("在 甲日 后2年内", "IN NAME POST PERIOD WITHIN_END"),
        ("自2021年1月起", "SINCE MONTH SINCE_END"),
        ("至2020年12月31日止", "TO DATE UNTIL_END"),
        ("自2021年1月起可继续缴费", "NAME"),
        ("非全日制从业人员", "NAME"),
        ("是否有房", "NAME"),
        ("基数不低于5360.00元", "NAME"),
        ("不超过5360.00元", "CMP MONEY"),
        ("本市户籍且农业户籍", "NAME"),
        ("A1 and b_2", "NAME AND NAME"),
        ("android or notary", "NAME OR NAME"),
        ("D no  later than E", "NAME CMP NAME"),
        ("R6-4", "NAME"),
        ("按 R6-4 甲：V", "UNDER READING ALT COLON NAME"),
        ("under R6-4 A: V", "UNDER READING ALT COLON NAME"),
        ("X is one of A, B", "NAME ONE_OF NAME _SEP NAME"),
        ("存在（家庭成员：C）", "QUANTIFIER LPAR NAME COLON NAME RPAR"),
        ("合计(家庭成员，若 C：V)", "QUANTIFIER LPAR NAME IF NAME COLON NAME RPAR"),
        ("合计 > 全部", "NAME CMP NAME"),
        ("total (a, if c: v) > total", "QUANTIFIER LPAR NAME IF NAME COLON NAME RPAR CMP NAME"),
        ("存在的（", "NAME LPAR"),
        ("首日 早于 末日（M）", "NAME CMP FUNCTION LPAR NAME RPAR"),
        ("first  day of(M)", "FUNCTION LPAR NAME RPAR"),
        ("larger of (A, B)", "FUNCTION LPAR NAME _SEP NAME RPAR"),
        ("D 在 E 后 30日内，顺延", "NAME IN NAME POST PERIOD WITHIN_END ROLLED"),
        ("较大者（D、顺延（E））", "FUNCTION LPAR NAME _SEP FUNCTION LPAR NAME RPAR RPAR"),
        ("D within 30 days after E rolled", "NAME WITHIN PERIOD AFTER NAME ROLLED"),
        ("最低工资 于 合同日期", "NAME AT NAME"),
        ("停车费 施行于2024年6月30日", "NAME AS_IN_FORCE DATE"),
        ("dues as in  force on 2024-06-30", "NAME AS_IN_FORCE DATE"),
        ("分级累进 X，四舍五入到分：", "TIERS NAME ROUND UNIT COLON"),
        ("- 以上部分：20%", "BULLET BEYOND COLON PERCENT"),
        ("- beyond the end", "BULLET BEYOND NAME NAME"),
    ],
)
def test_keywords_are_whole_words(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021年12月31日", "DATE"),
        ("2021 年 12 月 31 日", "DATE"),
        ("2021-1-5", "DATE"),
        ("2021年底", "DATE"),
        ("2021年1月", "MONTH"),
        ("2021-01", "MONTH"),
        ("二年", "PERIOD"),
        ("36个月", "PERIOD"),
        ("2 years", "PERIOD"),
        ("60 years old", "PERIOD"),
        ("5360.00元", "MONEY"),
        ("5360.00 yuan", "MONEY"),
        ("百分之一", "PERCENT"),
        ("１.５％", "PERCENT"),
        ("36 − 月数", "NUMBER MINUS NAME"),
        ("A × 1%，四舍五入到分", "NAME TIMES PERCENT ROUND UNIT"),
        ("A rounded  down to fen", "NAME ROUND UNIT"),
        ("A，舍去到 10.00元", "NAME ROUND MONEY"),
        ("A，进一到5", "NAME ROUND NUMBER"),
        ("A rounded half even to 0.01", "NAME ROUND NUMBER"),
        ("A，四舍六入五成双到个", "NAME ROUND UNIT"),
        ("A 向下取到 角", "NAME ROUND UNIT"),
        ("A raised to yuan", "NAME ROUND UNIT"),
        ("四舍五入到分享", "NAME"),
        ("分 > 角", "NAME CMP NAME"),
        ("10个工作日", "PERIOD"),
        ("十个工作日", "PERIOD"),
        ("10 working  days", "PERIOD"),
        ("1 working day", "PERIOD"),
        ("D 在 E 后10个工作日内", "NAME IN NAME POST PERIOD WITHIN_END"),
        ("10个工作日志", "NUMBER NAME"),
        ("A ≤ B", "NAME CMP NAME"),
        ("A<=B", "NAME CMP NAME"),
    ],
)
def test_literals_and_signs(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("尽管 X、Y", "例外 Z 针对 W", "P_NAMES NAME _SEP NAME"),
        ("subject to X, Y", "define Z : yes_no", "P_NAMES NAME _SEP NAME"),
        ("subject X", "norm Z", "P_NAMES NAME"),
        ("恢复", "例外 Z 针对 W", "REINSTATED"),
        ("若 X", "例外 Z 针对 W", "IF NAME"),
        ("施行 自 2024-07-01 起", "例外 Z", "FORCE SINCE DATE SINCE_END"),
        ("in_force until 2024-07-01", "define Z : yes_no", "FORCE UNTIL DATE"),
        ("每一 家庭成员", "事实 Z : 整数", "P_NAMES NAME"),
        ("自2020年1月起：5元，出处「一」", "参数 Z : 金额", "SINCE MONTH SINCE_END COLON MONEY CITED TEXT"),
        ("from 2020-01 : 5 yuan, according to 「a」", "parameter Z : money", "SINCE MONTH COLON MONEY CITED TEXT"),
        ("出处「一」", "节假日 Z", "P_TEXTS TEXT"),
        ("覆盖 2024-01-01 至 2024-12-31", "节假日 Z", "COVERS DATE TO DATE"),
        ("closed 2024-01-01, 2024-02-10 to 2024-02-17", "holidays Z", "DAYS DATE _SEP DATE TO DATE"),
        ("x 为 open 且 closed", "定义 Z : 是否", "NAME IS NAME AND NAME"),
        ("家庭成员 为 空", "样例 Z", "NAME IS EMPTY"),
    ],
)
def test_words_that_begin_lines(text: str, head: str, expected: str) -> None:
    assert kinds(text, head) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("例外 X 针对 Y", "EXCEPTION NAME AGAINST NAME"),
        ("exception X to Y", "EXCEPTION NAME TO NAME"),
        ("参数 X：金额", "PARAMETER NAME COLON TYPE"),
        ("事实 X : 年月", "FACT NAME COLON TYPE"),
        ("fact X : records", "FACT NAME COLON TYPE"),
        ("施行 至 2024-06-30 止", "FORCE TO DATE UNTIL_END"),
        ("节假日 二〇二四年放假安排", "HOLIDAYS NAME"),
    ],
)
def test_first_lines(head: str, expected: str) -> None:
    assert " ".join(t.type for t in tokens(head)) == f"{expected} _NL"


@pytest.mark.parametrize(
    "bullet", ["-", "－", "–", "—", "•", "·", "*", "（一）", "(二)", "(3)", "1.", "2、", "3)", "四、", "①"]
)
def test_bullets(bullet: str) -> None:
    assert kinds(f"{bullet} 甲乙") == kinds(f"{bullet}甲乙") == "BULLET NAME"


@pytest.mark.parametrize("text", ["「a “b” 《c》」", "“a 「b」”", '"a"', "＂a＂", "「,：（）」"])
def test_texts_are_verbatim(text: str) -> None:
    assert line(f"备注{text}") == [("P_TEXTS", "备注"), ("TEXT", text)]


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("a，且 b", "a 且 b"),
        ("a、或 b", "a 或 b"),
        ("a 满 1周岁，于 b", "a 满 1周岁 于 b"),
        ("a × 2，舍去到分", "a × 2 舍去到分"),
        ("a, and b", "a and b"),
        ("合计（a，若 b：c）", "合计（a 若 b：c）"),
        ("a within 3 days after b, rolled", "a within 3 days after b rolled"),
        ("5元，出处「a」", "5元 出处「a」"),
    ],
)
def test_a_comma_before_a_keyword_may_be_left_out(text: str, without: str) -> None:
    assert kinds(text) == kinds(without)


def levels(*indents: str) -> list[str]:
    text = "\n".join(["定义 X : 是否", *(f"{indent}a" for indent in indents)])
    return [t.type for t in tokens(text) if t.type in ("_INDENT", "_DEDENT")]


def test_indentation() -> None:
    assert levels("  ", "    ", "  ") == ["_INDENT", "_INDENT", "_DEDENT", "_DEDENT"]
    assert levels("\u3000", "\u3000\u3000", "  ") == levels("\t", "\t\t", "\t") == levels("  ", "    ", "  ")
    assert levels("\xa0\xa0", "\xa0\xa0\xa0\xa0") == levels("  ", "    ")
    assert levels("   ", "       ", "   ") == levels("  ", "    ", "  "), "any width will do"
    with pytest.raises(Unreadable) as fault:
        levels("    ", "  ", "   ", " ")
    assert fault.value.code == "E102"


@pytest.mark.parametrize(
    "text",
    [
        "（" * (MAX_DEPTH + 1) + "a",
        "非 " * 1000 + "a",
        "a" + " + a" * 1000,
        "a" + " 于 a" * 1000,
        "存在（a：" * (MAX_DEPTH + 1) + "a",
        "− " * 1000 + "a",
    ],
)
def test_depth_is_limited(text: str) -> None:
    with pytest.raises(Unreadable) as fault:
        line(f"x = {text}")
    assert fault.value.code == "E112"


def test_blocks_nest_to_a_limit() -> None:
    deep = "\n".join(["定义 X : 是否", *("  " * i + "- 同时符合：" for i in range(1, MAX_DEPTH + 3))])
    with pytest.raises(Unreadable) as fault:
        list(tokens(deep))
    assert fault.value.code == "E112"


def test_half_width_keeps_places() -> None:
    text = "　（Ａ）：１２％，「x」\xa0−–。、"
    assert half_width(text) == " (A):12%,「x」 --。、"
    assert len(half_width(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("  a # b", 4),
        ("  备注「a # b」", -1),
        ("  备注「a # b」 # c", 12),
        ("  # a", 2),
        ("　a　＃ b", 3),
        ("  a", -1),
    ],
)
def test_where_a_comment_begins(text: str, at: int) -> None:
    assert comment_of(text) == at


def test_the_table_of_keywords_is_sound() -> None:
    for row in KEYWORDS:
        assert spelling(row.token, row.value, "zh") == row.zh[0]
        assert spelling(row.token, row.value, "en") == row.en[0]
    for table in (STATEMENT, LINE, TYPE, NORM, CALL, ANY):
        for word, row in table.items():
            assert word in (*row.zh, *row.en)
    for where in ("statement", "line", "type", "norm", "call", "any"):
        words = [w for r in KEYWORDS if r.where == where for w in (*r.zh, *r.en) if w[0] != "("]
        assert len(words) == len(set(words)), f"a word of {where} has two meanings"
