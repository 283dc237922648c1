"""The tree: closed, frozen, plain. Each docstring shows the syntax. Spans count from the start of the statement
(see dsl/source.py) and do not take part in equality."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from dsl.source import Source, Span


@dataclass(frozen=True, slots=True)
class Node:
    span: Span = field(compare=False, repr=False)


# ---- expressions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word(Node):
    """`本市户籍`: a name, wherever one stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    """`「…」`"""

    text: str


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """`36` number, `1%` percent, `5360.00元` money (fen), `2021-12-31` date (year, month, day), `2021年1月` month
    (year, month), `2年` period (years, months, days), `10个工作日` workdays (number,), `60周岁` age, `是` bool."""

    kind: str
    value: Fraction | int | bool | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AsOf(Node):
    """`评估日`"""


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`非 A`"""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`A 且 B`, `A 或 B`; op is and, or."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`X 为 V`, `X ≤ Y`; op is one of = != < <= > >=."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`X 属于 A、B、C`, `X 不属于 A、B`"""

    operand: Expr
    values: tuple[Expr, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`X 在 A 至 B 之间`"""

    operand: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class Within(Node):
    """`D 在 E 后 2年内`, `D 在 E 后 30日内，顺延`"""

    operand: Expr
    start: Expr
    period: Literal
    rolled: bool = False


@dataclass(frozen=True, slots=True)
class Aged(Node):
    """`B 满 16周岁 未满 25周岁，于 D`"""

    birth: Expr
    reached: Literal | None
    under: Literal | None
    at: Expr | None


@dataclass(frozen=True, slots=True)
class Window(Node):
    """`自 2021年1月 起`, `至 2020年12月31日 止`: a condition on the day asked about."""

    since: Expr | None
    until: Expr | None


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`A + B`; op is one of + - * /."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`−A`"""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`较大者（A、B）`, `所在月（D）`; op is the symbol of a function (keywords.py)."""

    op: str
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`存在（家庭成员：C）`, `合计（家庭成员，若 C：V）`; op is some, every, count, total, largest, smallest."""

    op: str
    records: Word
    condition: Expr | None
    value: Expr | None


@dataclass(frozen=True, slots=True)
class OnDate(Node):
    """`最低工资 于 D`: a parameter on another day than the one asked about."""

    name: Word
    day: Expr


@dataclass(frozen=True, slots=True)
class AsInForce(Node):
    """`停车费 施行于 2024-06-30`: a definition by the text in force on that day."""

    name: Word
    day: Literal


@dataclass(frozen=True, slots=True)
class Rounded(Node):
    """`V，四舍五入到分`, `V，舍去到 10.00元`; mode is a row of keywords.ROUNDINGS; unit is fen, jiao, yuan, unit or a
    literal of which the result is a multiple."""

    operand: Expr
    mode: str
    unit: str | Literal


@dataclass(frozen=True, slots=True)
class Values(Node):
    """`A、B、C`: a list."""

    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Under(Node):
    """`按 R6-1 甲`"""

    reading: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Item(Node):
    """`- 条件`, `- 按 R6-1 甲：条件`"""

    under: Under | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Block(Node):
    """`同时符合：` and its items; kind is all_of, any_of, none_of."""

    kind: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Branch(Node):
    """`- 若 C：V`; without condition `- 否则：V`."""

    condition: Expr | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """`分情况：` and its branches."""

    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Tier(Node):
    """`- 至 36000.00元：3%`; without bound `- 以上部分：20%`."""

    upto: Expr | None
    rate: Expr


@dataclass(frozen=True, slots=True)
class Tiers(Node):
    """`分级累进 X，四舍五入到分：` and its tiers; mode '' where it is not rounded."""

    operand: Expr
    tiers: tuple[Tier, ...]
    mode: str
    unit: str | Literal


Expr = (
    Word
    | Text
    | Literal
    | AsOf
    | Not
    | Logic
    | Compare
    | Member
    | Between
    | Within
    | Aged
    | Window
    | Arithmetic
    | Negative
    | Call
    | Quantified
    | OnDate
    | AsInForce
    | Rounded
    | Values
    | Block
    | Cases
    | Tiers
)

# ---- lines of a statement ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Property(Node):
    """`问「…」`, `来源 登记`, `施行前亦答`, `读法 R4-1、R4-2`: a key and its arguments."""

    key: str
    values: tuple[Word | Text, ...]


@dataclass(frozen=True, slots=True)
class English(Node):
    """`英文 birth_date「Date of birth」`; a reading has no alias."""

    alias: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class Choices(Node):
    """`取值 男「male」、女「female」`"""

    values: tuple[tuple[Word, Text | None], ...]


@dataclass(frozen=True, slots=True)
class Range(Node):
    """`范围 0 至 12`"""

    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class Constraint(Node):
    """`约束 C，否则 KIND`"""

    condition: Expr
    refusal: Word


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`前提 C`"""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Basis(Node):
    """`依据「…」第2处`"""

    text: Text
    ordinal: int | None


@dataclass(frozen=True, slots=True)
class Alternative(Node):
    """`甲「…」采用，因为「…」`"""

    letter: str
    text: Text
    because: Text | None


@dataclass(frozen=True, slots=True)
class Settled(Node):
    """`可由「…」明确`"""

    text: Text


@dataclass(frozen=True, slots=True)
class NotComputable(Node):
    """`不可计算，因为「…」`; English `英不可计算「…」`."""

    lang: str
    because: Text


@dataclass(frozen=True, slots=True)
class Calendar(Node):
    """`历法 满岁日：甲 当日、乙 次日`"""

    option: Word
    settings: tuple[tuple[str, Word], ...]


@dataclass(frozen=True, slots=True)
class Step(Node):
    """`- 借款人「…」`; who acts may be a text too: `- "Permit Office" "…"`."""

    who: Word | Text | None
    text: Text


@dataclass(frozen=True, slots=True)
class Steps(Node):
    """`步骤：` and its items."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Venue(Node):
    """`地点「…」`, `地点 若 C：「…」`"""

    condition: Expr | None
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Clause(Node):
    """`个人 可以「可」「按照1%的费率缴纳失业保险费」`, `未明示 人力资源和社会保障部门 给予「…」`"""

    implied: bool
    bearers: tuple[Word | Text, ...]
    modalities: tuple[str, ...]
    wording: Text | None
    action: Text


@dataclass(frozen=True, slots=True)
class Body(Node):
    """The rule of a definition, or its form under one alternative: `按 R6-4 甲：…`."""

    under: Under | None
    value: Expr


@dataclass(frozen=True, slots=True)
class Applies(Node):
    """`若 C`: when an exception counts."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Reinstated(Node):
    """`恢复`: the exception only takes away what it is an exception to."""


@dataclass(frozen=True, slots=True)
class Force(Node):
    """`施行 自 2024-07-01 起 至 2025-06-30 止`: when a version of a statement, or of a file's, is in force."""

    since: Literal | None
    until: Literal | None


@dataclass(frozen=True, slots=True)
class Row(Node):
    """`自 2021-08-01 起：2320.00元，出处「…」`: a parameter's value in a window; dates or months."""

    since: Literal | None
    until: Literal | None
    value: Expr
    cited: Text


@dataclass(frozen=True, slots=True)
class Covers(Node):
    """`覆盖 2024-01-01 至 2024-12-31`: the days that a holiday calendar knows."""

    first: Literal
    last: Literal


@dataclass(frozen=True, slots=True)
class Days(Node):
    """`放假 2024-01-01、2024-02-10 至 2024-02-17`; key is closed, open."""

    key: str
    spans: tuple[tuple[Literal, Literal | None], ...]


@dataclass(frozen=True, slots=True)
class Records(Node):
    """`家庭成员：` and `- 成员年龄 为 40、成员收入 为 3000.00元` a record; none: `家庭成员 为 空`."""

    name: Word
    records: tuple[tuple[tuple[Word, Expr], ...], ...]


@dataclass(frozen=True, slots=True)
class OnDay(Node):
    """`评估日 2021-03-01`"""

    date: Literal


@dataclass(frozen=True, slots=True)
class GivenFact(Node):
    """`个人委托存档 为 是`"""

    name: Word
    value: Expr


@dataclass(frozen=True, slots=True)
class AllAre(Node):
    """`均为 否：A、B`"""

    value: Literal
    names: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Switched(Node):
    """`按 R6-4 乙` in an example."""

    under: Under


@dataclass(frozen=True, slots=True)
class Expect(Node):
    """`预期 X 为 53.60元`, `预期 X 未知，缺 A、B`; status is value, unknown, not_applicable, not_in_force,
    no_longer_in_force, refused."""

    name: Word
    status: str
    values: tuple[Expr, ...]


Line = (
    Property
    | English
    | Choices
    | Range
    | Constraint
    | Given
    | Basis
    | Alternative
    | Settled
    | NotComputable
    | Calendar
    | Steps
    | Venue
    | Clause
    | Body
    | Applies
    | Reinstated
    | Force
    | Row
    | Covers
    | Days
    | Records
    | OnDay
    | GivenFact
    | AllAre
    | Switched
    | Expect
)


# ---- statements --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """`# 第三条  参加社会保险`; number is the part that belongs to the law's text, '' where there is none."""

    part: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """`> …`; several lines are one stretch. Each line has a text and an offset in the statement."""

    texts: tuple[str, ...]
    offsets: tuple[int, ...] = field(compare=False, repr=False)

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(self.texts, self.offsets, strict=True))


@dataclass(frozen=True, slots=True)
class Statement(Node):
    """`定义 灵活就业人员 : 是否` and its lines; kind is fact, parameter, holidays, define, exception, norm, service,
    reading_of, example, note, pending, force, or broken for one that could not be read. name is None for a note, a
    marker and force; text is a reading's question or a note's reason; target is what an exception's first line
    names."""

    kind: str
    name: Word | None
    type: str
    text: Text | None
    lines: tuple[Line, ...]
    target: Word | None = None


@dataclass(frozen=True, slots=True)
class Comment(Node):
    """`## …`"""

    text: str


AnyStatement = Heading | Quote | Statement | Comment


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement and where it starts in its file."""

    offset: int
    node: AnyStatement


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One rule file. The same text is read once (dsl.parse), so what is made of an article is remembered by it."""

    source: Source
    statements: tuple[Placed, ...]
