"""The trees of exceptions, parameters, holidays, records, tiers, versions and calls, written by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dsl import nodes as n
from dsl.parse import parse
from dsl.source import Source

HEAD = "# 第一条  试验\n\n"
AT = (0, 0)


def statement(text: str) -> n.Statement:
    parsed = parse(Source("x", HEAD + text))
    assert not parsed.diagnostics, [d.render() for d in parsed.diagnostics]
    node = parsed.article.statements[-1].node
    assert isinstance(node, n.Statement)
    return node


def body(expression: str) -> n.Expr:
    line = statement(f"定义 x : 是否\n  {expression}").lines[-1]
    assert isinstance(line, n.Body)
    return line.value


def word(text: str) -> n.Word:
    return n.Word(AT, text)


def number(value: int) -> n.Literal:
    return n.Literal(AT, "number", Fraction(value))


def day(year: int, month: int, of_month: int) -> n.Literal:
    return n.Literal(AT, "date", (year, month, of_month))


def compare(left: n.Expr, op: str, right: n.Expr) -> n.Compare:
    return n.Compare(AT, op, left, right)


@pytest.mark.parametrize(
    "text", ["全部（m，若 a 且 b：存在（m：v < 1））且 c", "every (m if a and b: some(m: v < 1)) and c"]
)
def test_a_condition_and_a_value_in_a_quantifier(text: str) -> None:
    inner = n.Quantified(AT, "some", word("m"), None, compare(word("v"), "<", number(1)))
    condition = n.Logic(AT, "and", (word("a"), word("b")))
    every = n.Quantified(AT, "every", word("m"), condition, inner)
    assert body(text) == n.Logic(AT, "and", (every, word("c")))


@pytest.mark.parametrize("op", ["count", "total", "largest", "smallest", "some", "every"])
def test_quantifiers_without_value(op: str) -> None:
    assert body(f"{op} (m) = 2") == compare(n.Quantified(AT, op, word("m"), None, None), "=", number(2))


def test_on_another_day() -> None:
    moved = n.Arithmetic(AT, "+", word("d"), n.Literal(AT, "period", (0, 1, 0)))
    assert body("w 于（d + 1个月）> w 于 评估日") == compare(
        n.OnDate(AT, word("w"), moved), ">", n.OnDate(AT, word("w"), n.AsOf(AT))
    )
    assert body("w 于 d + 1个月 > d") == compare(
        n.Arithmetic(AT, "+", n.OnDate(AT, word("w"), word("d")), n.Literal(AT, "period", (0, 1, 0))), ">", word("d")
    )
    aged = n.Aged(AT, word("b"), n.Literal(AT, "age", (16,)), None, n.OnDate(AT, word("w"), word("d")))
    assert body("b 满 16周岁，于 w 于 d") == aged


def test_in_another_version() -> None:
    fee = n.AsInForce(AT, word("fee_1"), day(2024, 6, 30))
    assert body("fee_1 as in force on 2024-06-30 > 2 × fee_1") == compare(
        fee, ">", n.Arithmetic(AT, "*", number(2), word("fee_1"))
    )


@pytest.mark.parametrize("text", ["d 在 e 后 十个工作日内，顺延", "d within 10 working days after e, rolled"])
def test_working_days(text: str) -> None:
    assert body(text) == n.Within(AT, word("d"), word("e"), n.Literal(AT, "workdays", (10,)), True)


def test_functions() -> None:
    month = n.Call(AT, "month_of", (n.Call(AT, "next_working_day", (word("d"),)),))
    assert body("末日（所在月（顺延（d）））") == n.Call(AT, "last_day", (month,))
    assert body("first day of (2021-01)") == n.Call(AT, "first_day", (n.Literal(AT, "month", (2021, 1)),))
    assert body("较晚者（a、b）") == body("larger of (a, b)") == n.Call(AT, "max", (word("a"), word("b")))


def test_function_words_are_names_elsewhere() -> None:
    assert body("合计 > 存在 且 首日 为 every") == n.Logic(
        AT,
        "and",
        (compare(word("合计"), ">", word("存在")), compare(word("首日"), "=", word("every"))),
    )
    assert statement("fact total : money").name == word("total")


def test_rounding() -> None:
    ten_yuan = n.Literal(AT, "money", 1000)
    assert body("a，舍去到 10.00元") == n.Rounded(AT, word("a"), "down", ten_yuan)
    assert body("a，四舍六入五成双到分") == n.Rounded(AT, word("a"), "half_even", "fen")
    assert body("a raised to 5") == n.Rounded(AT, word("a"), "ceiling", number(5))


@pytest.mark.parametrize("bullet", ["- ", "", "（一）"])
def test_tiers(bullet: str) -> None:
    text = f"分级累进 a + b，四舍五入到角：\n    {bullet}至 c × 2：3%\n    {bullet}以上部分：d"
    tiers = (
        n.Tier(AT, n.Arithmetic(AT, "*", word("c"), number(2)), n.Literal(AT, "percent", Fraction(3, 100))),
        n.Tier(AT, None, word("d")),
    )
    assert body(text) == n.Tiers(AT, n.Arithmetic(AT, "+", word("a"), word("b")), tiers, "half_up", "jiao")
    assert body(text.replace("，四舍五入到角", "")) == n.Tiers(
        AT, n.Arithmetic(AT, "+", word("a"), word("b")), tiers, "", ""
    )


@pytest.mark.parametrize("between", ["针对", "to"])
def test_an_exception(between: str) -> None:
    read = statement(
        f"例外 x {between} y\n  尽管 z、w\n  受限于 v\n  施行 至 2024-06-30 止\n  若 a\n"
        "  按 R1 甲：1元\n  按 R1 乙：2元"
    )
    assert (read.kind, read.name, read.target, read.type) == ("exception", word("x"), word("y"), "")
    assert read.lines == (
        n.Property(AT, "notwithstanding", (word("z"), word("w"))),
        n.Property(AT, "subject_to", (word("v"),)),
        n.Force(AT, None, day(2024, 6, 30)),
        n.Applies(AT, word("a")),
        n.Body(AT, n.Under(AT, "R1", "A"), n.Literal(AT, "money", 100)),
        n.Body(AT, n.Under(AT, "R1", "B"), n.Literal(AT, "money", 200)),
    )


@pytest.mark.parametrize(
    "lines",
    [
        "若：\n    - a\n    - b",
        "若 同时符合：\n    - a\n    - b",
        "若：\n    同时符合：\n      - a\n      - b",
        "if all of:\n    - a\n    - b",
    ],
)
def test_an_exception_without_target(lines: str) -> None:
    read = statement(f"例外 x\n  {lines}\n  恢复")
    both = n.Block(AT, "all_of", (n.Item(AT, None, word("a")), n.Item(AT, None, word("b"))))
    assert (read.target, read.lines) == (None, (n.Applies(AT, both), n.Reinstated(AT)))


def test_a_parameter() -> None:
    read = statement(
        "参数 x : 金额\n  至 2020-06 止：1元，出处「甲」\n  自2020-07-01起 至2021-07-31止：2元 出处「乙」\n"
        "  自 2021-08-01：3元，出处「丙」"
    )
    assert (read.kind, read.name, read.type) == ("parameter", word("x"), "money")
    money = [n.Literal(AT, "money", fen) for fen in (100, 200, 300)]
    assert read.lines == (
        n.Row(AT, None, n.Literal(AT, "month", (2020, 6)), money[0], n.Text(AT, "甲")),
        n.Row(AT, day(2020, 7, 1), day(2021, 7, 31), money[1], n.Text(AT, "乙")),
        n.Row(AT, day(2021, 8, 1), None, money[2], n.Text(AT, "丙")),
    )
    assert statement("parameter x : year_month").lines == ()


def test_holidays() -> None:
    read = statement(
        "holidays x\n  according to 「y」\n  covers 2024-01-01 to 2024-12-31\n"
        "  closed 2024-01-01, 2024-02-10 to 2024-02-17\n  open 2024-02-04"
    )
    assert read.lines == (
        n.Property(AT, "cited", (n.Text(AT, "y"),)),
        n.Covers(AT, day(2024, 1, 1), day(2024, 12, 31)),
        n.Days(AT, "closed", ((day(2024, 1, 1), None), (day(2024, 2, 10), day(2024, 2, 17)))),
        n.Days(AT, "open", ((day(2024, 2, 4), None),)),
    )


def test_records() -> None:
    read = statement("样例 x\n  家庭成员：\n    - a 为 40、b 为 是\n    - a 为 5\n  车辆 为 空\n  c 为 1、2")
    assert read.lines == (
        n.Records(
            AT,
            word("家庭成员"),
            (((word("a"), number(40)), (word("b"), n.Literal(AT, "bool", True))), ((word("a"), number(5)),)),
        ),
        n.Records(AT, word("车辆"), ()),
        n.GivenFact(AT, word("c"), n.Values(AT, (number(1), number(2)))),
    )


def test_versions() -> None:
    read = statement("施行 自 2024-07-01 起 至 2025-06-30 止")
    assert (read.kind, read.name) == ("force", None)
    assert read.lines == (n.Force(AT, day(2024, 7, 1), day(2025, 6, 30)),)
    assert statement("in_force until 2025-06-30").lines == (n.Force(AT, None, day(2025, 6, 30)),)


def test_spans() -> None:
    """Every line's span is its text, so that a diagnostic can point at it."""
    texts = {
        "例外 x": ["尽管 z、w", "施行 自 2024-07-01 起", "若 a", "恢复"],
        "参数 x : 整数": ["自 2020-07-01 起 至 2021-07-31 止：2，出处「甲」"],
        "节假日 x": ["覆盖 2024-01-01 至 2024-12-31", "放假 2024-01-01、2024-02-10 至 2024-02-17", "上班 2024-02-04"],
        "样例 x": ["y：\n    - a 为 40、b 为 是", "z 为 空"],
        "定义 x : 是否": ["存在（y，若 a：b）且 w 于 d > w 施行于 2024-06-30 且 d 在 e 后 3日内，顺延"],
    }
    for head, lines in texts.items():
        text = "\n  ".join([head, *lines])
        assert [text[slice(*line.span)] for line in statement(text).lines] == lines
