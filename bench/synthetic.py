"""A made-up regulation of any number of articles, in Chinese, with every kind of statement that is common."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

CHAPTER = 20
"""Articles whose definitions may use each other."""
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """12 -> 十二, 1001 -> 一千零一, as articles are numbered; below 100,000."""
    words, rest = "", number
    for value, unit in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, value)
        if digit:
            words += _DIGITS[digit] + unit
        elif words and not words.endswith("零"):
            words += "零"
    words = words.rstrip("零")
    return words.removeprefix("一") if words.startswith("一十") else words


def article(number: int, seed: int = 0) -> tuple[str, str]:
    """The official text of an article and its rule file: two definitions, a norm and an example; in some a fact of
    their own, a reading or an exception."""
    random = Random(f"{seed}:{number}")
    name = f"第{numeral(number)}条"
    months, limit, days = random.randint(1, 60), random.randint(2_000, 30_000), random.randint(5, 60)
    first = f"本市登记满{months}个月，月收入低于{limit}元的，可以领取{number}号补贴，每月不超过{limit // 10}元。"
    second = f"主管部门应当自受理{number}号补贴申请之日起{days}日内办理。"
    parts = [f"# {name}  {number}号补贴", f"> {first}", *_own(number), _eligible(number, months, limit, random)]
    parts += [_amount(number, limit), f"> {second}", _norm(number, days), _example(number, limit)]
    return f"{name} {first}{second}", "\n\n".join(parts) + "\n"


def _earlier(number: int) -> list[int]:
    return [n for n in (number - 1, number - 3) if n > 0 and (n - 1) // CHAPTER == (number - 1) // CHAPTER]


def _own(number: int) -> list[str]:
    """What only some articles have."""
    found = []
    if number % 5 == 0:
        found.append(
            f"事实 材料{number}齐全 : 是否\n  英文 papers_{number}「Papers {number} complete」\n"
            f"  问「{number}号补贴的材料齐全吗？」\n  英问「Are the papers for benefit {number} complete?」"
        )
    if number % 10 == 0:
        found.append(
            f"读法 R{number}-1「{number}号补贴的“满”算不算当天」\n  英文「Does the day itself count?」\n"
            "  甲「算」采用，因为「民法上期间届满之日算在内」\n  英甲「Yes」\n"
            "  英因为「the last day of a period counts」\n  乙「不算」\n  英乙「No」\n"
            "  后果「差一天」\n  英后果「a day」\n  可由「主管部门」明确\n  英可由「the department」"
        )
        found.append(
            f"例外 低保不限{number} 针对 补贴{number}金额\n  英文 assisted_{number}「Assisted: no limit {number}」\n"
            f"  若 享受最低生活保障\n  月收入 × {number % 7 + 1}%，四舍五入到分"
        )
    if number % 20 == 0:
        found.append(
            f"例外 停发{number} 针对 补贴{number}金额\n  英文 stopped_{number}「Stopped {number}」\n"
            f"  尽管 低保不限{number}\n  若 就业形式 为 全职 且 月收入 不低于 5000.00元\n  0.00元"
        )
    return found


def _eligible(number: int, months: int, limit: int, random: Random) -> str:
    tests = [f"登记日期 + {months}个月 不晚于 评估日", f"月收入 低于 {limit}.00元", "本市户籍 或 居住证有效"]
    tests += [f"非 补贴{n}条件 或 就业形式 不为 {random.choice(('全职', '兼职', '灵活'))}" for n in _earlier(number)]
    if number % 5 == 0:
        tests.append(f"材料{number}齐全")
    if number % 10 == 0:
        tests.append(f"按 R{number}-1 乙：登记日期 + {months}个月 早于 评估日")
    lines = "".join(f"\n    - {test}" for test in tests)
    readings = f"\n  读法 R{number}-1" if number % 10 == 0 else ""
    return (
        f"定义 补贴{number}条件 : 是否\n  英文 eligible_{number}「Entitled to benefit {number}」\n"
        f"  依据「可以领取{number}号补贴」{readings}\n  同时符合：{lines}"
    )


def _amount(number: int, limit: int) -> str:
    used = _earlier(number)
    added = f" + 补贴{used[-1]}金额 × 10%" if used else ""
    return (
        f"定义 补贴{number}金额 : 金额\n  英文 amount_{number}「Amount of benefit {number}」\n"
        "  分情况：\n"
        f"    - 若 补贴{number}条件：较小者（{limit // 10}.00元、月收入 × {number % 9 + 1}%{added}），四舍五入到分\n"
        "    - 否则：0.00元"
    )


def _norm(number: int, days: int) -> str:
    return (
        f"规范 办理{number}号补贴\n  英文 handle_{number}「Handle benefit {number}」\n"
        f"  主管部门 应当「应当」「自受理之日起{days}日内办理」\n  英行为「decide within {days} days」\n"
        f"  受益「申请人」\n  英受益「the applicant」\n  前提 补贴{number}条件"
    )


def _example(number: int, limit: int) -> str:
    return (
        f"样例「{number}号：收入太高」\n  英文「{number}: income too high」\n  评估日 2024-05-01\n"
        f"  月收入 为 {limit}.00元\n  预期 补贴{number}条件 为 否"
    )


VOCABULARY = """# 词汇

事实 登记日期 : 日期
  英文 registered_on「Day of registration」
  问「您哪一天登记的？」
  英问「On which day did you register?」

事实 月收入 : 金额
  英文 income「Monthly income」
  问「您每月收入多少？」
  英问「What is your monthly income?」

事实 本市户籍 : 是否
  英文 local「Local household」
  问「您是本市户籍吗？」
  英问「Is your household registered here?」

事实 居住证有效 : 是否
  英文 resident「Residence permit in force」
  问「您的居住证有效吗？」
  英问「Is your residence permit in force?」

事实 享受最低生活保障 : 是否
  英文 assisted「Receives social assistance」
  问「您享受最低生活保障吗？」
  英问「Do you receive social assistance?」

事实 就业形式 : 选项
  英文 employment「Employment」
  问「您怎样就业？」
  英问「How are you employed?」
  取值 全职「full time」、兼职「part time」、灵活「flexible」
"""
PERSON = {
    "登记日期": "2015-03-01",
    "月收入": "1500.00",
    "本市户籍": True,
    "居住证有效": False,
    "享受最低生活保障": False,
    "就业形式": "灵活",
}


def write_policy(folder: Path, size: int, seed: int = 0) -> Path:
    """A policy of so many articles."""
    folder.mkdir(parents=True, exist_ok=True)
    names, official = ["词汇"], []
    (folder / "词汇.tiao").write_text(VOCABULARY, encoding="utf-8")
    for number in range(1, size + 1):
        text, rules = article(number, seed)
        names.append(f"第{numeral(number)}条")
        official.append(text)
        (folder / f"{names[-1]}.tiao").write_text(rules, encoding="utf-8")
    (folder / "source.txt").write_text("\n".join(official) + "\n", encoding="utf-8")
    files = json.dumps(names, ensure_ascii=False)
    (folder / "about.toml").write_text(
        'title = "合成法规"\ntitle_en = "Synthetic regulation"\nissued = 2020-01-01\nin_force_from = 2020-01-01\n'
        f"files = {files}\n",
        encoding="utf-8",
    )
    return folder
