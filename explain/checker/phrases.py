"""What a phrase means: tables from the words of a page to operators, written apart from those that the page was made
with. A form is a row of words and slots:

    T a term · L a list of terms · P a period · A an age · C a condition · V what a record has · N a list of records
    W its word for one (人, 项) · K a number · M a list divided by semicolons
    U what is rounded to · R tiers · Q a name in quotes

Comparisons: lt le gt ge eq ne member not_member between outside within not_within within_rolled not_within_rolled
age_ge age_lt age_in age_out. Quantifiers: some, every and what denies them. Values: the names of the operators."""

from __future__ import annotations

from typing import NamedTuple

SLOTS = frozenset("TLPACVNWURQKM")


class Form(NamedTuple):
    op: str
    parts: tuple[str, ...]


def _forms(text: str) -> tuple[Form, ...]:
    """op: words and slots, divided by |"""
    found = []
    for line in text.strip("\n").split("\n"):
        op, _, rest = line.partition(": ")
        found.append(Form(op.strip(), tuple(rest.split("|"))))
    return tuple(found)


# ---- comparisons: what is said of a subject ------------------------------------------------------------------------

PREDICATES = {
    "zh": _forms("""
ne: 不是|T
eq: 是|T
not_member: 不是|L
member: 是|L|之一
member: 是所列|K|项之一
not_member: 不是所列|K|项
not_member: 不是所列|K|项之一
lt: 低于|T
lt: 早于|T
ge: 不低于|T
ge: 至少是|T
ge: 在|T|或以后
le: 不超过|T
le: 最多是|T
le: 在|T|或以前
gt: 超过|T
gt: 晚于|T
between: 在|T|至|T|之间（含两端）
between: 从|T|到|T|（含两端）
outside: 不在|T|至|T|之间
outside: 不在|T|到|T|之间
within: 在|T|后|P|内
not_within: 不在|T|后|P|内
within_rolled: 在|T|后|P|内（最后一天遇到休息日就顺延）
not_within_rolled: 不在|T|后|P|内（最后一天遇到休息日就顺延）
within_rolled: 在|T|后|P|内（遇休息日顺延）
not_within_rolled: 不在|T|后|P|内（遇休息日顺延）
"""),
    "en": _forms("""
ne: not |T
eq: T
member: one of |L
not_member: none of |L
member: one of the |K| listed
not_member: none of the |K| listed
lt: below |T
lt: before |T
ge: at least |T
ge: on |T| or later
ge: in |T| or later
le: at most |T
le: on |T| or earlier
le: in |T| or earlier
gt: above |T
gt: after |T
between: between |T| and |T| (both included)
between: from |T| to |T| (both included)
outside: not between |T| and |T
outside: not from |T| to |T
within: within |P| after |T
not_within: not within |P| after |T
within_rolled: within |P| after |T| (or by the next working day)
not_within_rolled: not within |P| after |T| (or by the next working day)
"""),
}
BARE = {
    "zh": _forms("""
eq: T
member: L|之一
not_member: L
member: 所列|K|项之一：|M
not_member: 不是所列|K|项：|M
not_member: 不是所列|K|项之一：|M
"""),
    "en": _forms("""
member: one of the |K| listed: |M
not_member: none of the |K| listed: |M
"""),
}
"""What may stand in a column "required" without its verb: in Chinese, after 是 and 不是 are left out."""
PERIOD_FIRST = {"zh": False, "en": True}
"""Does the period come before the day that it is counted from?"""
AGES = {
    "zh": _forms("""
age_in: 满|A|、未满|A
age_in: 满|A|但未满|A
age_out: 未满|A|，或者已满|A
age_ge: 满|A
age_ge: 已满|A
age_lt: 未满|A
"""),
    "en": _forms("""
age_in: at least |A| and under |A
age_out: under |A|, or at least |A
age_ge: at least |A
age_lt: under |A
"""),
}
AGE_OF = {"zh": "年龄", "en": "Age: "}
"""What stands before an age."""
AGE_ON = {"zh": (("（", "那天）"), ("，看", "")), "en": ((" on ", ""), (", on: ", ""))}
"""Around the day that an age is counted on."""
AGE_IS = {"en": "the age is "}
COUNTED = {"zh": ("，到", "为止（含）"), "en": (", up to ", " (included)")}
"""Around the last day of a period."""

# ---- whole conditions ----------------------------------------------------------------------------------------------

CONDITIONS = {
    "zh": _forms("""
false: Q|为“否”
counts: 例外|Q|成立
counts_not: 例外|Q|不成立
some: N|中至少有一|W|：|C
none: N|中没有一|W|：|C
some_where: N|中至少有一|W|：|C|，并且|C
none_where: N|中没有一|W|：|C|，并且|C
every: N|中每一|W|都符合：|C
not_every: N|中并非每一|W|都符合：|C
every_where: N|中凡是|C|的，都符合：|C
not_every_where: N|中凡是|C|的，并非都符合：|C
"""),
    "en": _forms("""
false: Q|: no
true: Q| is yes
false: Q| is no
counts: the exception |Q| applies
counts_not: the exception |Q| does not apply
some: in “|N|”, at least one record where |C
none: in “|N|”, no record where |C
some_where: in “|N|”, at least one record where |C| and |C
none_where: in “|N|”, no record where |C| and |C
every: in every record of “|N|”, |C
not_every: not in every record of “|N|”, |C
every_where: in every record of “|N|” where |C|, |C
not_every_where: not in every record of “|N|” where |C|, |C
"""),
}
JOINTS = {
    "zh": {"并且": "and", "且": "and", "或者": "or", "或": "or"},
    "en": {" and ": "and", " or ": "or"},
}
GROUPS = {
    "zh": {
        "以下都要符合": ("all", False),
        "以下没有全部符合": ("all", True),
        "以下至少符合一项": ("any", False),
        "以下一项也不符合": ("any", True),
        "以下不能成立": ("not", False),
        "以下要成立": ("not", True),
        "分情况": ("cases", False),
        "先看例外，再看一般规则": ("exceptions", False),
    },
    "en": {
        "all of these": ("all", False),
        "not all of these": ("all", True),
        "at least one of these": ("any", False),
        "none of these": ("any", True),
        "this must not hold": ("not", False),
        "this must hold": ("not", True),
        "by case": ("cases", False),
        "exceptions first, then the general rule": ("exceptions", False),
    },
}
"""What joins the conditions below it, and whether the opposite is said."""

# ---- values --------------------------------------------------------------------------------------------------------

PREFIXED = {
    "zh": _forms("""
months: 从|T|到|T|的月数
neg: −|T
total: N|的|V|合计
total_where: N|中|C|的，|V|合计
count_where: N|中|C|的|W|数
count: N|的|W|数
largest: N|中最大的|V
largest_where: N|中|C|的，最大的|V
smallest: N|中最小的|V
smallest_where: N|中|C|的，最小的|V
largest: N|中最晚的|V
largest_where: N|中|C|的，最晚的|V
smallest: N|中最早的|V
smallest_where: N|中|C|的，最早的|V
"""),
    "en": _forms("""
months: months from |T| to |T
neg: −|T
max: the larger of |L
min: the smaller of |L
max: the later of |L
min: the earlier of |L
month_of: the month of |T
first_day: the first day of |T
last_day: the last day of |T
year_of: the year of |T
count_where: number of records of “|N|” where |C
count: number of records of “|N|”
total: total of |V| in “|N|”
total_where: total of |V| in the records of “|N|” where |C
largest: largest |V| in “|N|”
largest_where: largest |V| in the records of “|N|” where |C
smallest: smallest |V| in “|N|”
smallest_where: smallest |V| in the records of “|N|” where |C
largest: latest |V| in “|N|”
largest_where: latest |V| in the records of “|N|” where |C
smallest: earliest |V| in “|N|”
smallest_where: earliest |V| in the records of “|N|” where |C
"""),
}
"""Values that are told by how they begin; in Chinese a list of records stands first."""
POSTFIXED = {
    "zh": {"所在的月份": "month_of", "的第一天": "first_day", "的最后一天": "last_day", "所在的年份": "year_of"},
    "en": {},
}
EXTREMES = {
    "zh": {
        "中较大的一个": "max",
        "中较小的一个": "min",
        "中较晚的一个": "max",
        "中较早的一个": "min",
        "中较大的": "max",
        "中较小的": "min",
        "中较晚的": "max",
        "中较早的": "min",
    },
    "en": {},
}
"""What ends a list of terms of which one is taken."""
SIGNS = {"+": "add", "−": "sub", "×": "mul", "÷": "div"}
SUFFIXES = {
    "zh": _forms("""
round_half_even: ，四舍五入到|U|，正好一半时取双数
round_half_down: ，四舍五入到|U|，但正好一半时舍去
round_half_up: ，四舍五入到|U
round_down: ，|U|以下舍去
round_up: ，|U|以下进一
round_down: ，零头舍去，取|U
round_up: ，零头进一，取|U
round_floor: ，向下取到|U
round_ceiling: ，向上取到|U
tiered: ，分段计算：|R
next_working_day: ，遇到休息日就顺延到下一个工作日
next_working_day: ，遇休息日顺延
"""),
    "en": _forms("""
round_half_even: , rounded to the nearest |U|, an exact half to the even one
round_half_down: , rounded to the nearest |U|, but an exact half down
round_half_up: , rounded to the nearest |U
round_down: , rounded down to the |U
round_up: , rounded up to the |U
round_down: , rounded down to a |U
round_up: , rounded up to a |U
round_floor: , rounded to the next lower |U
round_ceiling: , rounded to the next higher |U
tiered:  in tiers: |R
next_working_day: , or the next working day where that is none
"""),
}
UNITS = {
    "zh": {"分": ("money", 1), "角": ("money", 10), "元": ("money", 100), "整数": ("number", 1)},
    "en": {"fen": ("money", 1), "jiao": ("money", 10), "yuan": ("money", 100), "whole number": ("number", 1)},
}
MULTIPLE = {"zh": ("", "的整数倍"), "en": ("multiple of ", "")}
TODAY = {"zh": ("您问的那一天",), "en": ("the day asked about",)}
UNKNOWN = {
    "zh": {
        "还没有填": "asked",
        "还没有认定": "judged",
        "公布的数额还没有录入": "published",
        "放假安排还没有录入": "told",
        "待确定": "open",
        "不适用": "na",
    },
    "en": {
        "not answered yet": "asked",
        "not decided yet": "judged",
        "published figure not entered yet": "published",
        "public holidays not entered yet": "told",
        "to be settled": "open",
        "not applicable": "na",
    },
}
"""Why a value is not there."""
