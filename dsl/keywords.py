"""THE table of keywords: what the lexer knows, what the formatter writes, in Chinese and in English.

A row: token type, canonical value, Chinese spellings, English spellings (the first of each is the one the formatter
writes), and where the word is a keyword: `statement` (first in a statement), `line` (first in an indented line),
`type` (after the colon of a first line), `norm` (in a norm), `call` (before a parenthesis), `any`.
"""

from __future__ import annotations

from typing import NamedTuple


class Keyword(NamedTuple):
    token: str
    value: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    where: str


def _rows(where: str, token: str, table: str) -> list[Keyword]:
    """One row a line: value | Chinese spellings | English spellings; a token '' is named after the value."""
    rows = []
    for line in table.strip().splitlines():
        value, zh, en = (part.strip() for part in line.split("|"))
        rows.append(Keyword(token or value.upper(), value, tuple(zh.split("，")), tuple(en.split(", ")), where))
    return rows


KEYWORDS: tuple[Keyword, ...] = (
    *_rows(
        "statement",
        "",
        """
        fact | 事实 | fact
        parameter | 参数 | parameter
        holidays | 节假日 | holidays
        define | 定义 | define
        exception | 例外 | exception
        norm | 规范 | norm
        service | 办事 | service
        reading_of | 读法 | reading
        example | 样例 | example
        note | 注 | note
        pending | 未编码 | pending
        force | 施行 | in_force
        """,
    ),
    *_rows(
        "type",
        "TYPE",
        """
        bool | 是否 | yes_no
        integer | 整数 | integer
        decimal | 小数 | decimal
        percent | 百分比 | percent
        money | 金额 | money
        date | 日期 | date
        month | 年月 | year_month
        enum | 选项 | enum
        list | 列表 | list
        text | 文本 | text
        records | 记录 | records
        """,
    ),
    *_rows(
        "line",
        "P_TEXTS",
        """
        ask | 问 | ask
        ask_en | 英问 | ask_en
        hint | 提示 | hint
        hint_en | 英提示 | hint_en
        remark | 备注 | remark
        remark_en | 英备注 | remark_en
        beneficiary | 受益 | beneficiary
        beneficiary_en | 英受益 | beneficiary_en
        action_en | 英行为 | action_en
        period | 期间 | period
        period_en | 英期间 | period_en
        consequence | 后果 | consequence
        consequence_en | 英后果 | consequence_en
        a_en | 英甲 | a_en
        b_en | 英乙 | b_en
        because_en | 英因为 | because_en
        settled_en | 英可由 | settled_by_en
        channels | 渠道 | channels
        channels_en | 英渠道 | channels_en
        documents | 材料 | documents
        documents_en | 英材料 | documents_en
        contents | 内容 | contents
        contents_en | 英内容 | contents_en
        steps_en | 英步骤 | steps_en
        place_en | 英地点 | place_en
        fee | 费用 | fee
        fee_en | 英费用 | fee_en
        result | 结果 | result
        result_en | 英结果 | result_en
        cited | 出处 | according to
        """,
    ),
    *_rows(
        "line",
        "P_NAMES",
        """
        entity | 主体 | entity
        source | 来源 | source
        change | 变化 | change
        change_if_future | 未来变化 | change_if_future
        norm_default | 规范缺省 | norm_default
        subject | 对象 | subject
        addressees | 提及 | addressees
        counterparts | 窗口 | counterparts
        each | 每一 | each
        notwithstanding | 尽管 | notwithstanding
        subject_to | 受限于 | subject to
        """,
    ),
    *_rows(
        "line",
        "DAYS",
        """
        closed | 放假 | closed
        open | 上班 | open
        """,
    ),
    *_rows("line", "P_FLAG", "answered_before_force | 施行前亦答 | answered_before_force"),
    *_rows(
        "line",
        "",
        """
        english | 英文 | english
        values | 取值 | values
        range | 范围 | range
        constraint | 约束 | constraint
        given | 前提 | given
        basis | 依据 | basis
        readings | 读法 | readings
        settled | 可由 | settled by
        calendar | 历法 | calendar
        steps | 步骤 | steps
        place | 地点 | place
        expect | 预期 | expect
        all_are | 均为 | all are
        implied | 未明示 | implied
        force | 施行 | in_force
        reinstated | 恢复 | reinstated
        covers | 覆盖 | covers
        """,
    ),
    *_rows(
        "norm",
        "MODALITY",
        """
        must | 应当 | must
        may | 可以 | may
        must_not | 不得 | must_not
        need_not | 无需 | need_not
        shall_grant | 给予 | shall_grant
        supports | 支持 | supports
        encourages | 鼓励 | encourages
        guides | 引导 | guides
        directs | 指导 | directs
        directs_and_helps | 指导和帮助 | directs_and_helps
        provides | 规定 | provides
        """,
    ),
    *_rows(
        "any",
        "",
        """
        all_of | 同时符合 | all of
        any_of | 符合其一 | any of
        none_of | 均不符合 | none of
        cases | 分情况 | cases
        tiers | 分级累进 | tiers of
        beyond | 以上部分 | beyond
        under | 按 | under
        if | 若 | if
        otherwise | 否则 | otherwise
        and | 且，并且 | and
        or | 或，或者 | or
        not | 非 | not
        is | 为 | is
        is_not | 不为 | is not
        one_of | 属于 | is one of
        none_in | 不属于 | is none of
        in | 在 | (in)
        between | (介于) | between
        to | 至 | to
        between_end | 之间 | (between)
        post | 后 | (after)
        within | (以内) | within
        within_end | 内 | (within)
        since | 自 | from
        since_end | 起 | (on)
        until | (截至) | until
        until_end | 止 | (end)
        reached | 满 | reached
        under_age | 未满，不满 | younger than
        at | 于 | on
        yes | 是 | yes
        no | 否 | no
        as_of | 评估日 | as_of
        because | 因为 | because
        adopted | 采用 | adopted
        not_computable | 不可计算 | not computable
        not_computable_en | 英不可计算 | not_computable_en
        settled_end | 明确 | (settled)
        unknown | 未知 | unknown
        missing | 缺 | missing
        not_applicable | 不适用 | not_applicable
        not_in_force | 尚未施行 | not_in_force
        no_longer_in_force | 已经失效 | no_longer_in_force
        refused | 拒绝 | refused
        after | 晚于 | after
        against | 针对 | (to)
        cited | 出处 | according to
        as_in_force | 施行于 | as in force on
        empty | 空 | empty
        rolled | 顺延 | rolled
        """,
    ),
    *_rows(
        "any",
        "CMP",
        """
        < | 早于，低于，少于 | before, below, less than
        <= | 不晚于，不超过，不多于 | no later than, at most
        > | 超过，多于，高于 | above, more than
        >= | 不早于，不低于，不少于 | no earlier than, at least
        """,
    ),
    *_rows(
        "call",
        "FUNCTION",
        """
        max | 较大者，较晚者 | larger of, later of
        min | 较小者，较早者 | smaller of, earlier of
        month_of | 所在月 | month of
        first_day | 首日 | first day of
        last_day | 末日 | last day of
        year_of | 年份 | year of
        next_working_day | 顺延 | rolled
        """,
    ),
    *_rows(
        "call",
        "QUANTIFIER",
        """
        some | 存在 | some
        every | 全部 | every
        count | 计数 | count
        total | 合计 | total
        largest | 最大 | largest
        smallest | 最小 | smallest
        """,
    ),
    *_rows(
        "any",
        "ALT",
        """
        A | 甲 | A
        B | 乙 | B
        C | 丙 | C
        D | 丁 | D
        """,
    ),
)

ROUNDINGS = {
    "half_up": ("四舍五入到", "rounded to"),
    "half_even": ("四舍六入五成双到", "rounded half even to"),
    "half_down": ("五舍六入到", "rounded half down to"),
    "down": ("舍去到", "rounded down to"),
    "up": ("进一到", "rounded up to"),
    "floor": ("向下取到", "floored to"),
    "ceiling": ("向上取到", "raised to"),
}
UNITS = {"fen": ("分", "fen"), "jiao": ("角", "jiao"), "yuan": ("元", "yuan"), "unit": ("个", "units")}

PROPERTY_VALUES: dict[str, dict[str, str]] = {
    "source": {"自行申报": "self_declared", "登记": "register", "机关认定": "authority_judgement"},
    "change": {
        "不可变": "immutable",
        "随时间": "time",
        "可登记": "registration",
        "可选择": "choice",
        "有害": "harmful",
        "第三方": "third_party",
        "机关认定": "judgement",
        "公布": "parameter",
    },
}
PROPERTY_VALUES["change_if_future"] = PROPERTY_VALUES["change"]

CALENDAR_OPTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "满岁日": ("age_day", {"当日": "same_day", "次日": "next_day"}),
    "闰日生日": ("leap_birthday", {"二月末": "feb_end", "三月一日": "mar_1"}),
    "年内末日": ("within_last_day", {"对应日": "corresponding", "前一日": "day_before"}),
    "施行前": ("before_force", {"尚未施行": "not_in_force", "否": "no"}),
}
"""What a calendar reading may set, and its values; the first of each holds where no reading sets it."""


def _spellings(where: str) -> dict[str, Keyword]:
    found: dict[str, Keyword] = {}
    for row in KEYWORDS:
        if row.where == where:
            found.update(dict.fromkeys((w for w in (*row.zh, *row.en) if not w.startswith("(")), row))
    return found


STATEMENT = _spellings("statement")
LINE = _spellings("line")
TYPE = _spellings("type")
NORM = _spellings("norm")
CALL = _spellings("call")
ANY = _spellings("any")
for _letter in "ABCD":
    del ANY[_letter]
WORDS = {row.value: (row.zh[0], row.en[0]) for row in KEYWORDS}
"""The formatter's two words for a value."""
_ROWS = {(row.token, row.value): row for row in KEYWORDS}
LETTERS = {row.value: row for row in KEYWORDS if row.token == "ALT"}
ALL_WORDS = frozenset({*STATEMENT, *LINE, *TYPE, *CALL, *ANY})


def spelling(token: str, value: str, lang: str) -> str:
    """The formatter's word for a keyword, in `zh` or `en`."""
    row = _ROWS[token, value]
    return (row.zh if lang == "zh" else row.en)[0]
