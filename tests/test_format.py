"""`tiaoli fmt`: parse ∘ format is the identity on trees, format is idempotent, every rule file is already formatted,
comments stay, keywords translate, and files are rewritten whole or not at all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from random import Random

import pytest

from compiler.compile import compile_program
from compiler.examples import run_examples
from dsl import nodes as n
from dsl.format import format_source, neutral
from dsl.parse import parse
from dsl.source import Source
from tiaoli.about import Unusable
from tiaoli.format import format_files
from tiaoli.load import load_policy

ROOT = Path(__file__).resolve().parent.parent
RULES = sorted([*(ROOT / "policies").glob("*/*.tiao"), *(ROOT / "tests" / "suite" / "good").glob("*.tiao")])
each_rule_file = pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)


def formatted(text: str, keywords: str | None = None) -> str:
    return format_source(Source("x", text), keywords)


def trees(text: str) -> list[n.AnyStatement]:
    nodes = [placed.node for placed in parse(Source("x", text)).article.statements]
    return [neutral(node) if isinstance(node, n.Statement) else node for node in nodes]


@each_rule_file
def test_rule_file_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


@each_rule_file
def test_translation_there_and_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    english = formatted(text, "en")
    chinese = formatted(english, "zh")
    assert trees(english) == trees(chinese) == trees(text)
    assert formatted(english) == formatted(english, "en") == english
    assert formatted(chinese) == chinese
    assert formatted(chinese, "en") == english


def test_translated_regulation_says_the_same() -> None:
    loaded = load_policy("jing-ren-she-jiu-fa-2020-19")
    about, official = loaded.compiled.program.about, (loaded.folder / "source.txt").read_text(encoding="utf-8")
    files = [parse(Source(s.name, format_source(s, "en"))) for s in loaded.sources]
    made = compile_program(about, official, files)
    assert not made.diagnostics, "\n".join(d.render() for d in made.diagnostics)
    assert not [fault for _, faults in run_examples(made.program) for fault in faults]


# ---- untidy text becomes tidy ------------------------------------------------------------------------------------

UNTIDY = {
    "spaces and signs": (
        "定义 甲类:是否\n   出生日期 未满60周岁,于  开始日期   并且 基数<=5 元  或者 月数 != 3",
        "定义 甲类 : 是否\n  出生日期 未满 60周岁，于 开始日期 且 基数 ≤ 5元 或 月数 ≠ 3\n",
    ),
    "full-width spaces and bullets": (
        "定义 甲类 : 是否\n　　同时符合:\n　　　　－本市户籍\n　　　　• 参加社会保险\n",
        "定义 甲类 : 是否\n  同时符合：\n    - 本市户籍\n    - 参加社会保险\n",
    ),
    "numbered items are numbered anew": (
        "定义 甲类 : 是否\n  符合其一：\n    (一) 本市户籍\n    (三) 参加社会保险\n    (三) 灵活就业\n",
        "定义 甲类 : 是否\n  符合其一：\n    （一）本市户籍\n    （二）参加社会保险\n    （三）灵活就业\n",
    ),
    "windows and periods": (
        "定义 x : 是否\n  同时符合：\n    - 自2021年1月起\n    - 至 2021 年 12 月 31 日 止\n    - a 在 b 后 2 年 内\n",
        "定义 x : 是否\n  同时符合：\n    - 自 2021年1月 起\n    - 至 2021年12月31日 止\n    - a 在 b 后 2年内\n",
    ),
    "one form of quotation marks": (
        '注 “甲” \n\nnote 「b」\n\n注"他说“好”"\n\nnote “say "b"”\n',
        '注「甲」\n\nnote "b"\n\n注「他说“好”」\n\nnote 「say "b"」\n',
    ),
    "quotations and headings": (
        "＃ 第一条 总则\n\n\n＞法律。\n>  第二行。\n##旁注\n注「总则」\n",
        "# 第一条  总则\n\n> 法律。\n> 第二行。\n## 旁注\n注「总则」\n",
    ),
    "brackets stay, spare ones go": (
        "定义 甲类 : 是否\n  ((a 且 b)) 或 (c) 且 较大者 ( x 、 (y) ) > (2 + 3) * 4\n",
        "定义 甲类 : 是否\n  （a 且 b）或 c 且 较大者（x、y）>（2 + 3）× 4\n",
    ),
    "a guard's block": (
        "定义 甲类 : 是否\n  前提 同时符合：\n      - a\n      - b\n  c\n",
        "定义 甲类 : 是否\n  前提：\n    - a\n    - b\n  c\n",
    ),
    "a body on the next line": (
        "定义 甲类 : 是否\n  按 R1 甲：\n    符合其一：  # 两项\n      - a\n      - b\n  按 R1 乙：c\n",
        "定义 甲类 : 是否\n  按 R1 甲：符合其一：  # 两项\n    - a\n    - b\n  按 R1 乙：c\n",
    ),
    "each statement keeps its language": (
        "定义 甲类 : yes_no\n  all of:\n    - a is yes\n\ndefine b : 是否\n  甲类 为 否\n",
        "定义 甲类 : 是否\n  同时符合：\n    - a 为 是\n\ndefine b : yes_no\n  甲类 is no\n",
    ),
    "examples": (
        "样例 标题\n  评估日  2021-03-01\n  均为 是: a ,b\n  预期 c 未知 缺 a,b\n  预期 拒绝 out_of_range : a\n",
        "样例 标题\n  评估日 2021-03-01\n  均为 是：a、b\n  预期 c 未知，缺 a、b\n  预期 拒绝 out_of_range：a\n",
    ),
    "exceptions": (
        "例外　甲类 针对　乙类\n　　尽管  a , b\n　　若:\n　　　　－c\n"
        "　　按 R1 甲：\n　　　　同时符合：\n　　　　　　－d\n",
        "例外 甲类 针对 乙类\n  尽管 a、b\n  若：\n    - c\n  按 R1 甲：同时符合：\n    - d\n",
    ),
    "quantifiers and calls": (
        "定义 x : 是否\n  存在 ( m : a＜１８ ) 且 合计（m 若 c:v）>((计数（m）)) 且 d 在 e 后10个工作日内 顺延\n",
        "定义 x : 是否\n  存在（m：a < 18）且 合计（m，若 c：v）> 计数（m）且 d 在 e 后 10个工作日内，顺延\n",
    ),
    "tiers without bullets, rounded to a step": (
        "定义 x : 金额\n  分级累进 y 舍去到10元:\n      至36000元 : 3%\n      以上部分 : 20 %\n",
        "定义 x : 金额\n  分级累进 y，舍去到 10元：\n    - 至 36000元：3%\n    - 以上部分：20%\n",
    ),
    "values by date": (
        "参数 x:金额\n  自2020年1月起:5 元 出处“a”\n  至2019年12月31日止：4元,出处「b」\n",
        "参数 x : 金额\n  自 2020年1月 起：5元，出处「a」\n  至 2019年12月31日 止：4元，出处「b」\n",
    ),
    "nothing": ("\n\n", ""),
}


@pytest.mark.parametrize("name", UNTIDY)
def test_untidy_text(name: str) -> None:
    untidy, tidy = UNTIDY[name]
    assert formatted(untidy) == tidy
    assert trees(untidy) == trees(tidy)
    assert formatted(tidy) == tidy


ENGLISH = """define x : yes_no
  given any of:
    - a
    - b
  all of:
    - D within 2 years after E
    - D between 2020-01-01 and 2020-12-31
    - B reached 16 years old younger than 60 years old, on D
    - from 2021-01 until 2021-12-31
    - D no later than as_of or m at most 3
    - fee ≤ 5.00 yuan
"""
CHINESE = """定义 x : 是否
  前提 符合其一：
    - a
    - b
  同时符合：
    - D 在 E 后 2年内
    - D 在 2020-01-01 至 2020-12-31 之间
    - B 满 16周岁 未满 60周岁，于 D
    - 自 2021-01 起 至 2021-12-31 止
    - D 不晚于 评估日 或 m 不超过 3
    - fee ≤ 5.00元
"""


def test_words_change_their_order() -> None:
    assert formatted(ENGLISH, "zh") == CHINESE
    assert formatted(CHINESE, "en") == ENGLISH


PAIRS = {
    "exceptions": (
        """例外 残疾人免费 针对 停车费
  英文 disabled_free「Free」
  读法 R1
  尽管 夜间费、周末费
  受限于 违规
  施行 自 2024-07-01 起
  若 持证 且 登记
  0.00元

例外 x
  受限于 y
  若：
    - a
    - 非 b
  恢复

例外 x 针对 y
  若 符合其一：
    - a
    - b
  按 R1 甲：同时符合：
    - c
    - d
  按 R1 乙：分情况：
    - 若 c：是
    - 否则：否
""",
        """exception 残疾人免费 to 停车费
  english disabled_free "Free"
  readings R1
  notwithstanding 夜间费, 周末费
  subject to 违规
  in_force from 2024-07-01
  if 持证 and 登记
  0.00 yuan

exception x
  subject to y
  if:
    - a
    - not b
  reinstated

exception x to y
  if any of:
    - a
    - b
  under R1 A: all of:
    - c
    - d
  under R1 B: cases:
    - if c: yes
    - otherwise: no
""",
    ),
    "records": (
        """事实 家庭成员 : 记录
  范围 0 至 12

事实 年龄 : 整数
  每一 家庭成员

样例 x
  家庭成员：
    - 年龄 为 40、收入 为 3000.00元
    - 年龄 为 5
  车辆 为 空
""",
        """fact 家庭成员 : records
  range 0 to 12

fact 年龄 : integer
  each 家庭成员

example x
  家庭成员:
    - 年龄 is 40, 收入 is 3000.00 yuan
    - 年龄 is 5
  车辆 is empty
""",
    ),
    "quantifiers": (
        """定义 x : 是否
  同时符合：
    - 存在（m：年龄 < 18）
    - 全部（m：存在（m：a 且（b 或 c））或 d）
    - 计数（m）> 计数（m：c）
    - 合计（m，若 c 且 d：v + 1）≥ 最大（m：v）
    - （最小（m：v）+ 1）× 2 > 3
""",
        """define x : yes_no
  all of:
    - some (m: 年龄 < 18)
    - every (m: some (m: a and (b or c)) or d)
    - count (m) > count (m: c)
    - total (m, if c and d: v + 1) ≥ largest (m: v)
    - (smallest (m: v) + 1) × 2 > 3
""",
    ),
    "parameters": (
        """参数 最低工资 : 金额
  英文 minimum_wage「Minimum wage」
  至 2020-06 止：2000.00元，出处「甲」
  自 2020-07-01 起 至 2021-07-31 止：2200.00元，出处「乙」
  自 2021-08-01 起：2320.00元，出处「丙」

参数 x : 选项
  取值 a、b
  施行 至 2024-06-30 止
  自 2020-01-01 起：a，出处「乙」

定义 y : 是否
  最低工资 于 合同日期 > 最低工资 且（费 于（d + 1日））≥ 费 施行于 2024-06-30
""",
        """parameter 最低工资 : money
  english minimum_wage "Minimum wage"
  until 2020-06: 2000.00 yuan, according to "甲"
  from 2020-07-01 until 2021-07-31: 2200.00 yuan, according to "乙"
  from 2021-08-01: 2320.00 yuan, according to "丙"

parameter x : enum
  values a, b
  in_force until 2024-06-30
  from 2020-01-01: a, according to "乙"

define y : yes_no
  最低工资 on 合同日期 > 最低工资 and (费 on (d + 1 day)) ≥ 费 as in force on 2024-06-30
""",
    ),
    "versions of a file": (
        "# 第一条\n\n施行 自 2024-07-01 起 至 2025-06-30 止  # 试行\n\n> 一。\n",
        "# 第一条\n\nin_force from 2024-07-01 until 2025-06-30  # 试行\n\n> 一。\n",
    ),
    "tiers": (
        """定义 税 : 金额
  按 R1 甲：分级累进 所得 − 5000.00元，四舍五入到分：
    - 至 36000.00元：3%
    - 至（a + b）× 2：税率 + 1%
    - 以上部分：20%
  按 R1 乙：分级累进 所得：
    （1）至 36000.00元：3%
    （2）以上部分：20%
""",
        """define 税 : money
  under R1 A: tiers of 所得 − 5000.00 yuan rounded to fen:
    - to 36000.00 yuan: 3%
    - to (a + b) × 2: 税率 + 1%
    - beyond: 20%
  under R1 B: tiers of 所得:
    (1) to 36000.00 yuan: 3%
    (2) beyond: 20%
""",
    ),
    "rounding": (
        "".join(
            f"定义 x : 金额\n  a × 3，{word}\n\n"
            for word in (
                "四舍五入到分",
                "四舍六入五成双到角",
                "五舍六入到元",
                "舍去到 10.00元",
                "进一到 5",
                "向下取到 0.01",
                "向上取到个",
            )
        )[:-1],
        "".join(
            f"define x : money\n  a × 3 {word}\n\n"
            for word in (
                "rounded to fen",
                "rounded half even to jiao",
                "rounded half down to yuan",
                "rounded down to 10.00 yuan",
                "rounded up to 5",
                "floored to 0.01",
                "raised to units",
            )
        )[:-1],
    ),
    "holidays": (
        """节假日 二〇二四年
  出处「通知」
  覆盖 2024-01-01 至 2024-12-31
  放假 2024-01-01  # 元旦
  放假 2024-02-10 至 2024-02-17、2024-04-04
  上班 2024-02-04、2024-02-18
""",
        """holidays 二〇二四年
  according to "通知"
  covers 2024-01-01 to 2024-12-31
  closed 2024-01-01  # 元旦
  closed 2024-02-10 to 2024-02-17, 2024-04-04
  open 2024-02-04, 2024-02-18
""",
    ),
    "working days and months": (
        """定义 x : 年月
  所在月（d）+ 3个月

定义 y : 是否
  同时符合：
    - d 在 e 后 10个工作日内
    - d 在 e 后 1个工作日内，顺延
    - 顺延（d + 30日）≤ e + 2个工作日
    - 首日（2021-01）早于 末日（所在月（d））
    - b 满 16周岁，于 顺延（d）
""",
        """define x : year_month
  month of (d) + 3 months

define y : yes_no
  all of:
    - d within 10 working days after e
    - d within 1 working day after e, rolled
    - rolled (d + 30 days) ≤ e + 2 working days
    - first day of (2021-01) before last day of (month of (d))
    - b reached 16 years old, on rolled (d)
""",
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_there_and_back(name: str) -> None:
    chinese, english = PAIRS[name]
    for text in (chinese, english):
        assert "broken" not in [node.kind for node in trees(text) if isinstance(node, n.Statement)]
        assert formatted(text) == text
        assert formatted(text, "zh") == chinese
        assert formatted(text, "en") == english
    assert trees(chinese) == trees(english)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("lang", [0, 1])
def test_there_and_back_untidy(name: str, lang: int) -> None:
    text = PAIRS[name][lang]
    if "  # " not in text:
        messy = untidied(Random(f"{name} {lang}"), text)
        assert trees(messy) == trees(text)
        assert re.sub("  # 备注$", "", formatted(messy), flags=re.MULTILINE) == text


def test_comments_and_blank_lines_stay() -> None:
    text = (
        "定义 甲类 : 是否   # 一\n  # 二\n\n\n  同时符合：\n\n      # 三\n      - a # 四\n"
        "      #五\n\n      - b\n    # 六\n\n## 七\n注「好」 # 八\n"
    )
    assert formatted(text) == (
        "定义 甲类 : 是否  # 一\n  # 二\n\n  同时符合：\n    # 三\n    - a  # 四\n"
        "    #五\n\n    - b\n    # 六\n\n## 七\n注「好」  # 八\n"
    )


def test_what_cannot_be_read_is_left_alone() -> None:
    broken = "定义 甲类 是否\n   同时符合\n     －a"
    text = f"注「甲」\n\n\n\n{broken}\n\n\n注  「乙」\n"
    assert formatted(text) == f"注「甲」\n\n{broken}\n\n注「乙」\n"


def test_what_would_read_differently_is_left_alone() -> None:
    """`一、二` at the start of a line is a bullet, so the comma of this list of names must stay."""
    text = "定义 甲类 : 列表\n  取值 一、二\n  一，二\n"
    assert formatted(text) == text


# ---- made untidy at random, every rule file comes back -----------------------------------------------------------

WIDE = str.maketrans({"，": ",", "：": ":", "（": "(", "）": ")", "、": ","})


def untidied(random: Random, text: str) -> str:
    """The same statements with other spaces, other punctuation outside 「」, and comments."""
    lines = []
    for line in text.split("\n"):
        if line and line[0] not in ">#":
            body = line.lstrip(" ")
            levels = (len(line) - len(body)) // 2
            parts = re.split(r"(「[^」]*」|\"[^\"]*\")", body)
            parts[::2] = [random.choice((str, lambda p: p.translate(WIDE), _spaced))(p) for p in parts[::2]]
            mark = random.choice(("", "", " ", "  # 备注", "\t"))
            line = random.choice(("　", "  ", "\t")) * levels + "".join(parts) + mark
        lines += [line, *random.choice(((), ("",))) * (not line)]
    return "\n".join(lines)


def _spaced(part: str) -> str:
    return re.sub(r" (?=[^-])", "  ", part)


@pytest.mark.parametrize("path", [p for p in RULES if "  # " not in p.read_text("utf-8")], ids=lambda p: p.stem)
def test_made_untidy_it_comes_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    messy = untidied(Random(path.stem), text)
    assert trees(messy) == trees(text)
    tidy = formatted(messy)
    assert formatted(tidy) == tidy
    assert re.sub("  # 备注$", "", tidy, flags=re.MULTILINE) == text
    assert tidy.count("# 备注") == messy.count("# 备注")


# ---- files -------------------------------------------------------------------------------------------------------

UNTIDY_FILE = "# 第一条 总则\n\n> 法律。\n\n注 「总则」\n"
TIDY_FILE = "# 第一条  总则\n\n> 法律。\n\n注「总则」\n"


def made(folder: Path, text: str | bytes, name: str = "第一条.tiao") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_is_rewritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(tmp_path, UNTIDY_FILE)
    path.chmod(0o640)
    assert format_files([path], False, None, "zh") == 0
    assert path.read_bytes() == TIDY_FILE.encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == [path.name], "nothing is left beside it"
    assert str(path) in capsys.readouterr().out
    assert format_files([path], False, None, "zh") == 0
    assert capsys.readouterr().out == "", "nothing to do, nothing to say"


def test_check_names_what_would_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    untidy, tidy = made(tmp_path, UNTIDY_FILE), made(tmp_path, TIDY_FILE, "第二条.tiao")
    assert format_files([untidy, tidy], True, None, "en") == 1
    out = capsys.readouterr().out
    assert untidy.name in out
    assert tidy.name not in out
    assert untidy.read_text("utf-8") == UNTIDY_FILE
    assert format_files([tidy], True, None, "en") == 0


def test_byte_order_mark_and_line_ends_go(tmp_path: Path) -> None:
    path = made(tmp_path, b"\xef\xbb\xbf" + TIDY_FILE.replace("\n", "\r\n").encode())
    assert format_files([path], True, None, "zh") == 1
    assert format_files([path], False, None, "zh") == 0
    assert path.read_bytes() == TIDY_FILE.encode()


def test_keywords_are_translated(tmp_path: Path) -> None:
    path = made(tmp_path, TIDY_FILE)
    assert format_files([path], False, "en", "zh") == 0
    assert path.read_text("utf-8") == TIDY_FILE.replace("注「总则」", 'note "总则"')


def test_a_file_with_faults_is_not_rewritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken, untidy = made(tmp_path, UNTIDY_FILE + "\n定义 可参加\n"), made(tmp_path, UNTIDY_FILE, "第二条.tiao")
    assert format_files([broken, untidy], False, None, "en") == 1
    assert broken.read_text("utf-8") == UNTIDY_FILE + "\n定义 可参加\n"
    assert untidy.read_text("utf-8") == TIDY_FILE
    assert "E118" in capsys.readouterr().err


def test_nothing_is_written_where_a_file_is_missing(tmp_path: Path) -> None:
    path = made(tmp_path, UNTIDY_FILE)
    for other in (tmp_path / "不存在.tiao", tmp_path):
        with pytest.raises(Unusable) as fault:
            format_files([path, other], False, None, "zh")
        assert str(other) in fault.value.text["zh"]
        assert str(other) in fault.value.text["en"]
    assert path.read_text("utf-8") == UNTIDY_FILE


def test_nothing_is_lost_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, UNTIDY_FILE)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        format_files([path], False, None, "zh")
    assert path.read_text("utf-8") == UNTIDY_FILE
    assert os.listdir(tmp_path) == [path.name]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = made(tmp_path, UNTIDY_FILE)
    link = tmp_path / "链接.tiao"
    link.symlink_to(path)
    assert format_files([link], False, None, "zh") == 0
    assert link.is_symlink()
    assert path.read_text("utf-8") == TIDY_FILE
