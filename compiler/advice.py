"""The words of a diagnostic that depend on what its author most likely meant; the sentences are in dsl/codes.py."""

from __future__ import annotations

from collections.abc import Sequence

from compiler import calendar
from compiler.calendar import chinese, iso
from compiler.program import Window
from compiler.values import KIND_NAMES

Words = dict[str, str]

NUMBERS = ("integer", "decimal", "percent")
ORDERED = (*NUMBERS, "money", "date", "month")

# ---- of another kind (E301, E303) ------------------------------------------------------------------------------------

_SEE_NAME = ("检查名字是不是写错了", "see whether the name is right")
_SUGGESTIONS: dict[str, tuple[str, str]] = {
    "bool": (
        "检查名字是不是写错了，或者补上比较，例如 “… 为 …”“… 不超过 …”",
        'see whether the name is right, or add a comparison such as "… is …"',
    ),
    "money": ("金额写成 5360.00元；检查名字是不是写错了", "write money as 5360.00 yuan; see whether the name is right"),
    "date": ("日期写成 2021-12-31；检查名字是不是写错了", "write a date as 2021-12-31; see whether the name is right"),
    "integer": (
        "算出来不是整数的，补上取整，例如 “，舍去到个”",
        'where a formula gives no integer, round it, as in "rounded down to units"',
    ),
    "month": ("年月写成 2021-12；检查名字是不是写错了", "write a year-month as 2021-12; see whether the name is right"),
}
_DAYS_AND_MONTHS: dict[tuple[str, str], tuple[str, str]] = {
    ("month", "date"): ("一个日期所在的年月写成 “所在月（日期）”", 'the year-month of a date is "month of (date)"'),
    ("date", "month"): (
        "一个年月里的日子写成 “首日（年月）” 或 “末日（年月）”",
        'a day of a year-month is "first day of (month)" or "last day of (month)"',
    ),
}
_OF_MONTHS = {
    "suggestion": "年月可以加减月数，例如 “+ 3个月”；两个年月相减得月数",
    "suggestion_en": 'a year-month adds months ("+ 3 months"); one less another is a number of months',
}
_OF_OTHERS = {
    "suggestion": "金额可以加减金额、乘以数或百分比；日期可以加减时间长度，例如 “+ 2年”",
    "suggestion_en": 'money adds to money and multiplies by a number; a date adds a period ("+ 2 years")',
}


def expected(kinds: Sequence[str], got: str) -> Words:
    """This is of one kind, and one of others is needed."""
    wanted = KIND_NAMES[kinds[0]]
    if set(ORDERED) <= set(kinds):
        wanted = ("数、金额、日期或年月", "a number, money, a date or a year-month")
    elif {*NUMBERS, "money"} <= set(kinds):
        wanted = ("数或金额", "a number or money")
    elif set(NUMBERS) <= set(kinds):
        wanted = ("数", "a number")
    suggestion = _SEE_NAME if len(kinds) > 2 else _SUGGESTIONS.get(kinds[0], _SEE_NAME)
    suggestion = _DAYS_AND_MONTHS.get((kinds[0], got), suggestion)
    words = {"expected": wanted, "got": KIND_NAMES[got], "suggestion": suggestion}
    return {key: zh for key, (zh, _) in words.items()} | {f"{key}_en": en for key, (_, en) in words.items()}


def no_sum(left: str, right: str) -> Words:
    """Two kinds do not go together in an operation."""
    (lz, le), (rz, re) = KIND_NAMES[left], KIND_NAMES[right]
    words = {"left": lz, "left_en": le, "right": rz, "right_en": re}
    return words | (_OF_MONTHS if "month" in (left, right) else _OF_OTHERS)


def number_of_values(count: int, exactly: bool, got: int) -> Words:
    zh, en = f"{count} 个值", "one value" if count == 1 else f"{count} values"
    return {"count": zh if exactly else f"至少 {zh}", "count_en": en if exactly else f"at least {en}", "got": str(got)}


# ---- lists of records (E313, E314) -----------------------------------------------------------------------------------

NO_RECORDS = {
    "problem": "它不是记录的列表",
    "problem_en": "it is no list of records",
    "advice": "这里要写类型为 “记录” 的事实",
    "advice_en": 'name a fact of type "records" here',
}
NESTED_RECORDS = {
    "problem": "一条记录里面不能再有记录的列表",
    "problem_en": "a record cannot hold a list of records",
    "advice": "里面的列表写成本人的事实，不写 “每一”",
    "advice_en": 'make the inner list a fact of the person, without "each"',
}

EACH_RECORD = {
    "problem": "它说的是每一条记录，没有单独的结论",
    "problem_en": "it is about each record and has no answer of its own",
    "advice": "预期一个用到它的定义，例如 “计数（名单：…）” 的",
    "advice_en": 'expect a definition that uses it, such as one with "count (list: …)"',
}


def is_records(name: str) -> Words:
    return {
        "problem": "它是记录的列表",
        "problem_en": "it is a list of records",
        "advice": f"问它的记录：“存在（{name}：…）”“计数（{name}）”“合计（{name}：…）”",
        "advice_en": f'ask about its records: "some ({name}: …)", "count ({name})", "total ({name}: …)"',
    }


CONDITION = {"what": "条件", "what_en": "condition"}
AMOUNT = {"what": "数额", "what_en": "amount"}

# ---- tiers (E316) ----------------------------------------------------------------------------------------------------

LAST_TIER = {
    "problem": "最后一级（也只有最后一级）写 “以上部分：”",
    "problem_en": 'the last tier, and no other, is written "beyond:"',
}
NEGATIVE_RATE = {"problem": "比率不能是负数", "problem_en": "a rate cannot be negative"}
FALLING_BOUND = {
    "problem": "各级的上限要从小到大，并大于零",
    "problem_en": "the bounds of the tiers must rise, and be above zero",
}

# ---- on another day (E318) -------------------------------------------------------------------------------------------

_NO_DEFINITION = {
    "problem": "不是定义，没有哪一天施行的文本",
    "problem_en": "is no definition: it has no text that is in force on a day",
    "advice": "“施行于” 前面写定义的名字；参数在另一天的值写成 “X 于 2024-06-30”",
    "advice_en": 'name a definition before "as in force on"; a parameter of another day is "X on 2024-06-30"',
}


def no_parameter(name: str, is_fact: bool) -> Words:
    if is_fact:
        return {
            "problem": "是事实，不是参数，没有另一天的值",
            "problem_en": "is a fact, not a parameter: it has no value of another day",
            "advice": "删去 “于 …”；由机关公布、随日期变化的值，把它声明成 “参数”",
            "advice_en": 'remove "on …"; declare a value that is published and changes as a "parameter"',
        }
    return {
        "problem": "是定义，不是参数，没有另一天的值",
        "problem_en": "is a definition, not a parameter: it has no value of another day",
        "advice": f"要用那一天的文本，写成 “{name} 施行于 2024-06-30”；否则删去 “于 …”",
        "advice_en": f'to apply the text of that day write "{name} as in force on 2024-06-30"; else remove "on …"',
    }


def no_text(windows: Sequence[Window]) -> Words:
    """A definition has no text in force on a day, but in these windows; where there are none it is no definition."""
    if not windows:
        return _NO_DEFINITION
    return {
        "problem": "那一天没有施行的文本",
        "problem_en": "has no text in force on that day",
        "advice": "它施行的日子：" + "；".join(_window(w, "zh") for w in windows),
        "advice_en": "it is in force " + "; ".join(_window(w, "en") for w in windows),
    }


def _window(window: Window, lang: str) -> str:
    since, until = window.since, window.until
    if lang == "zh":
        parts = (f"自 {chinese(since)} 起" if since else "", f"至 {chinese(until)} 止" if until else "")
    else:
        parts = (f"from {iso(since)}" if since else "", f"until {iso(until)}" if until else "")
    return " ".join(part for part in parts if part)


# ---- windows the wrong way round or overlapping, calendars that do not meet (E212, E320, E322, E323) -----------------

EXCHANGE = {
    "advice": "把两个日子对调，或者改正其中一个",
    "advice_en": "exchange the two days, or correct one of them",
}
OF_THE_FILE = {
    "advice": "另一个日子是整个文件的 “施行” 所写的：改正这一行，或者改正那一行",
    "advice_en": 'the other day is that of the "in_force" of the whole file: correct this line or that one',
}


def both_open(one: Window, other: Window, line: tuple[str, str] = ("", "")) -> Words | None:
    """When two windows are both open, and what would keep them apart; None where they never are. `line` is what a line
    with a window begins with."""
    day = one.meets(other)
    if day is None:
        return None
    ends = [w.until for w in (one, other) if w.until is not None]
    advice = ("删去一个，或者改其中一个的日子", "remove one of them, or change the days of one")
    if (one.since or 0) != (other.since or 0):
        advice = (
            f"给较早的一个写上 “{line[0]}至 {chinese(day - 1)} 止”",
            f'write "{line[1]}until {iso(day - 1)}" in the earlier one',
        )
    elif one.until != other.until:
        after = min(ends) + 1
        advice = (
            f"给较晚的一个写上 “{line[0]}自 {chinese(after)} 起”",
            f'write "{line[1]}from {iso(after)}" in the later one',
        )
    when, when_en = chinese(day), iso(day)
    if day == calendar.FIRST:
        when = f"{chinese(min(ends))}及以前" if ends else "每一天"
        when_en = f"every day until {iso(min(ends))}" if ends else "every day"
    return {"day": when, "day_en": when_en, "advice": advice[0], "advice_en": advice[1]}


def calendars_apart(end: int, start: int, last: int) -> Words:
    """The calendar that covers the days from `start` to `last` leaves a gap after `end`, where the one before ends, or
    overlaps it."""
    gap = start > end
    first, final = (end + 1, start - 1) if gap else (start, min(end, last))
    many, many_en = ("没有", "no") if gap else ("不止一条", "more than one")
    days = {"first": first, "last": final, "next": end + 1}
    words = {"how_many": many, "how_many_en": many_en}
    words |= {key: chinese(day) for key, day in days.items()}
    return words | {f"{key}_en": iso(day) for key, day in days.items()}
