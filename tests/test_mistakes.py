"""Mistakes in exceptions, parameters, holidays, records, tiers and calls: each gets one diagnostic, at its place, with
a next step in both languages. 【…】 marks the place, and the line's last word is the code."""

from __future__ import annotations

import pytest

from dsl.diagnostics import Diagnostic
from dsl.parse import parse
from dsl.source import Source

HEAD = "# 第一条  试验\n\n"
MISTAKES = """
例外 甲类 【乙类】 E101
  若 c
  1元
===
exception a 【of】 b E101
  if c
  reinstated
===
例外 【针对】 乙类 E101
  若 c
  1元
===
例外 甲类 针对【】 E118
  若 c
===
例外 甲类 【:】 是否 E101
  若 c
===
例外 【甲】 针对 乙类 E108
===
【例外 甲类 针对 乙类】 E115
  1元
===
【例外 甲类 针对 乙类】 E119
  若 c
===
exception a to b
  if c
  【reinstated】 E112
  1 yuan
===
例外 甲类 针对 乙类
  若 c
  【若 d】 E114
  恢复
===
例外 甲类 针对 乙类
  若 c【：】1元 E101
===
例外 甲类 针对 乙类
  若 c
  恢复 【乙类】 E101
===
例外 甲类 针对 乙类
  【若】 E110
    - c
  恢复
===
例外 甲类 针对 乙类
  若 【同时符合】 E110
    - c
  恢复
===
例外 甲类 针对 乙类
  【前提】 c E113
  恢复
===
例外 甲类 针对 乙类
  尽管【「c」】 E101
  若 c
  恢复
===
例外 甲类 针对 乙类
【若】 c E106
恢复
===
定义 甲类 : 金额
  【若】 c E113
  1元
===
define a : money
  【reinstated】 E113
===
define a : money
  【notwithstanding】  c E113
  1 yuan
===
norm a
  【subject  to b】 E113
===
规范 x
  【每一】 家庭成员 E113
===
施行 【2024-07-01】 E101
===
施行 自 【2024-07】 起 E101
===
施行 自 2024-07-01 起
  【备注】「x」 E113
===
施行 自 2024-07-01 起 至 2025-07-01【】 E118
===
in_force from 2024-07-01 【to】 2025-07-01 E101
===
注「x」

【施行 自 2024-07-01 起】 E120
===
in_force from 2024-07-01

【in_force until 2025-07-01】 E120
===
定义 x : 是否
  施行 【2024年】 E101
  c
===
定义 x : 是否
  c > a 施行于 【2024年6月】 E101
===
参数 x【】 E118
  自 2020-01-01 起：1元，出处「a」
===
参数 x : 金额
  自 2020-01-01 【起】 1元，出处「a」 E110
===
参数 x : 金额
  自 2020-01-01 起：1元【】 E118
===
参数 x : 金额
  自 2020-01-01 起：1元【「a」】 E101
===
参数 x : 金额
  自 2020-01-01 起 至 2020-12-31【：】1元，出处「a」 E101
===
参数 x : 金额
  自2020年1月1日【起至2020年12月31日止】：1元，出处「a」 E202
===
parameter x : money
  from 2020-01-01 until 【2020-12-31】 E110
===
parameter x : money
  from 2020-01-01 until 2020-12-31:【】 E118
===
parameter x : money
  from 2020-01-01 【to】 2020-12-31: 1 yuan, according to "a" E101
===
parameter x : money
  from 2020-01-01: a 【*】 3, according to "a" E101
===
parameter x : money
  【2200 yuan】 E101
===
参数 x : 金额
  【2020-01-01】起：2元，出处「a」 E101
===
parameter x : money
  from 【2020-02-30】: 3 yuan, according to "a" E104
===
参数 x : 金额
  【起】 2020：2元 E101
===
参数 x : 金额
【自】 2020-01-01 起：1元，出处「a」 E106
===
定义 x : 金额
  自 2020-01-01 起【：】1元 E101
===
【节假日 x】 E115
  放假 2024-01-01
===
节假日 x
  覆盖 2024-01-01 至 2024-12-31
  放假 【2024-02-30】 E104
===
节假日 x
  覆盖 2024-01-01 至 2024-12-31
  放假 2024-02-10 【-】 2024-02-12 E101
===
节假日 x
  覆盖 2024-01-01 至 2024-12-31
  放假 【春节】 E101
===
节假日 x
  覆盖 2024-01-01 至 2024-12-31
  放假【】 E118
===
节假日 x
  覆盖 2024-01-01 至 2024-12-31
  【休假】 2024-01-01 E113
===
节假日 x
  覆盖 2024-01-01【】 E118
===
holidays x
  covers 2024-01-01 to 2024-12-31
  closed 2024-02-10 【until】 2024-02-12 E101
===
样例 x
  【家庭成员】 E110
    - 年龄 为 4
===
样例 x
  家庭成员：
    【年龄】 为 4 E101
===
样例 x
  家庭成员：【无】 E101
===
样例 x
  【家庭成员：】 E111
  预期 y 为 是
===
样例 x
  家庭成员：
    - 年龄 【4】 E101
===
样例 x
  家庭成员：
    - 年龄 为 4、【年龄】 为 5 E114
===
样例 x
  家庭成员 为 空
  【家庭成员】 为 空 E114
===
定义 x : 金额
  分级累进 【y】 E110
    - 至 36000元：3%
===
定义 x : 金额
  分级累进 y，四舍五入到【分】 E110
    - 至 36000元：3%
===
定义 x : 金额
  分级累进【：】 E101
    - 至 36000元：3%
===
定义 x : 金额
  分级累进 y：
    - 至 【36000元】 3% E110
===
定义 x : 金额
  分级累进 y：
    - 至 36000元：3%，【舍去到】分 E101
===
define x : money
  tiers of y:
    - 【beyond】 3% E110
===
定义 x : 金额
  分级累进 y：
    - 【否则】：3% E101
===
定义 x : 金额
  【分级累进 y：】 E111
  至 36000元：3%
===
定义 x : 金额
  y，四舍五入到【】 E118
===
定义 x : 金额
  y，舍去到 【10%】 E101
===
define x : money
  y rounded to 【cents】 E101
===
定义 x : 是否
  存在（【家庭成员】 年龄 < 3） E110
===
定义 x : 是否
  存在（【家庭成员】，年龄 < 3） E110
===
定义 x : 金额
  合计（家庭成员，若 年龄 < 【3】，收入） E110
===
定义 x : 是否
  存在（家庭成员：年龄 < 3【】 E118
===
定义 x : 是否
  计数（家庭成员，若 c【】 E118
===
定义 x : 是否
  存在（家庭成员【】 E118
===
定义 x : 是否
  存在（【：】c） E101
===
定义 x : 是否
  【存在】 家庭成员：年龄 < 3 E101
===
define x : money
  1 yuan + 【total】 household: v E101
===
define x : money
  【larger of】 a, b E101
===
define x : year_month
  【first day of】 d E101
===
定义 x : 金额
  合计（家庭成员：收入，【四舍五入到】分） E101
===
定义 x : 是否
  分情况：
    - 若 存在（家庭成员：年龄 < 3【：】是 E101
    - 否则：否
===
定义 x : 日期
  D + 30日，【顺延】 E101
===
定义 x : 日期
  【顺延】 D E101
===
定义 【顺延】 : 日期 E108
===
定义 【合计】（x） : 金额 E108
===
定义 x : 是否
  【空】 E108
===
定义 x : 是否
  同时符合：
    【a】 E101
===
【常数】 x : 金额 E106
""".strip().split("\n===\n")


def unmarked(marked: str) -> tuple[str, str, int, int]:
    """The text, the code it announces, and where that must stand."""
    line = next(line for line in marked.split("\n") if "【" in line)
    marked = marked.replace(line, line[:-5])
    start, end = marked.index("【"), marked.index("】") - 1
    return marked.replace("【", "").replace("】", ""), line[-4:], start, end


def found(text: str) -> tuple[Diagnostic, ...]:
    return parse(Source("x", HEAD + text + "\n")).diagnostics


@pytest.mark.parametrize("marked", MISTAKES)
def test_a_mistake_gets_one_diagnostic_at_its_place(marked: str) -> None:
    text, code, start, end = unmarked(marked)
    faults = found(text)
    shown = "\n".join(d.render() for d in faults)
    assert [d.code for d in faults] == [code], shown
    place = faults[0].place
    assert place.start == len(HEAD) + start, shown
    assert start == end or place.end == len(HEAD) + end, shown
    for lang in ("zh", "en"):
        for said in (faults[0].message(lang), faults[0].hint(lang)):
            assert said
            assert "docs/language.md" not in said
            assert not any(sign in said for sign in "{}")


@pytest.mark.parametrize("marked", MISTAKES)
def test_the_rest_of_the_file_is_read(marked: str) -> None:
    text = unmarked(marked)[0]
    assert len(found(f"{text}\n\n注「之后」")) == 1
