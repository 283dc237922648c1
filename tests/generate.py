"""Small random programs, written in the language itself, and random cases for them: fuel for comparing evaluators.

Everything follows from the seed. The domains of the facts are small enough to try every completion. Dates lie around
month ends and 29 February, and offsets are chosen so that `+ 1个月`, `+ 1年` and ages land where the dates lie.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import prod
from random import Random

from compiler.compile import Compiled, compile_program
from compiler.program import About, Program
from dsl.parse import parse
from dsl.source import Source
from tests.oracle import Facts, domain

OFFICIAL = "第一条 一切从此条。"
HEADING = ("# 第一条  测试", "> 一切从此条。")
ANCHORS = (
    date(2020, 2, 29),
    date(2021, 2, 28),
    date(2024, 2, 29),
    date(2020, 12, 31),
    date(2021, 8, 31),
    date(2021, 3, 30),
)
OFFSETS = (0, 0, 0, -1, -1, -12, -12, -24, -192, -204)
"""Months between the anchor and where a date fact lies."""
MAX_COMPLETIONS = 250


@dataclass(frozen=True)
class Generated:
    """A program as its statements, the fact statements first."""

    statements: tuple[str, ...]
    anchor: date

    @property
    def text(self) -> str:
        return "\n\n".join((*HEADING, *self.statements)) + "\n"

    def without(self, i: int) -> "Generated":
        return replace(self, statements=self.statements[:i] + self.statements[i + 1 :])

    def without_ranges(self) -> "Generated":
        lines = [statement.split("\n  ") for statement in self.statements]
        kept = [[line for line in each if not line.startswith(("范围", "range"))] for each in lines]
        return replace(self, statements=tuple("\n  ".join(each) for each in kept))


@dataclass(frozen=True)
class Case:
    as_of: date
    facts: Facts
    readings: dict[str, str]


def compiled(generated: Generated) -> Compiled:
    first = date(2000, 1, 1).toordinal()
    about = About("generated", "", "", "", "", "", first, first, None, None, ("一",))
    return compile_program(about, OFFICIAL, [parse(Source("一.tiao", generated.text))], draft=True)


# ---- the writer -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Symbol:
    """A fact or a definition that an expression may name; `offset` is where a date lies, in months from the anchor."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    offset: int = 0


class Writer:
    """Writes one program. `zh` is drawn anew for each statement: which keywords it uses."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.zh = True
        self.anchor = random.choice(ANCHORS)
        self.symbols: list[Symbol] = []
        self.switches: list[str] = []
        self.statements: list[str] = []

    # ---- drawing ----

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def one(self, *forms: Callable[[], str]) -> str:
        return self.random.choice(forms)()

    def of_kind(self, *kinds: str) -> list[Symbol]:
        return [s for s in self.symbols if s.kind in kinds]

    def day(self, offset: int) -> date:
        """A day near the anchor, moved by some months."""
        count = self.anchor.year * 12 + self.anchor.month - 1 + offset
        first = date(count // 12, count % 12 + 1, 1)
        near = first + timedelta(self.anchor.day - 1)
        return near + timedelta(self.random.choice((-7, -2, -1, 0, 0, 1, 2, 9)))

    # ---- values ----

    def number(self, depth: int) -> str:
        known = [s.name for s in self.of_kind("integer")]
        forms = [lambda: str(self.random.randint(0, 6))]
        if known:
            forms += [lambda: self.random.choice(known)] * 4
        if depth and known:
            forms += [lambda: self.sum(self.number, depth), lambda: self.extreme(self.number, depth)]
            forms += [lambda: f"{self.random.choice(known)} {self.say('×', '*')} {self.random.randint(2, 3)}"]
        if depth > 1 and known and self.chance(25):
            forms += [lambda: f"({self.number(0)} × {self.number(0)})", lambda: f"(0 − {self.number(0)})"]
        return self.one(*forms)

    def money(self, depth: int) -> str:
        known = [s.name for s in self.of_kind("money")]
        forms = [lambda: f"{self.cents() / 100:.2f}" + self.say("元", " yuan")]
        if known:
            forms += [lambda: self.random.choice(known)] * 4
        if depth and known:
            forms += [lambda: self.sum(self.money, depth), lambda: self.extreme(self.money, depth)]
        return self.one(*forms)

    def cents(self) -> int:
        return self.random.choice((50, 100, 5050)) + self.random.randint(-3, 3)

    def sum(self, value: Callable[[int], str], depth: int) -> str:
        return f"({value(depth - 1)} {self.random.choice('+−-')} {value(depth - 1)})"

    def extreme(self, value: Callable[[int], str], depth: int) -> str:
        zh, en = self.random.choice((("较大者", "larger of"), ("较小者", "smaller of")))
        separator = self.say("、", ", ")
        return f"{self.say(zh, en)}({separator.join(value(depth - 1) for _ in range(self.random.randint(2, 3)))})"

    def rounding(self) -> str:
        mode = self.random.choice(
            (("四舍五入到", "rounded to "), ("舍去到", "rounded down to "), ("进一到", "rounded up to "))
        )
        unit = self.random.choice((("分", "fen"), ("分", "fen"), ("角", "jiao")))
        return self.say("，", " ") + self.say(mode[0] + unit[0], mode[1] + unit[1])

    def rate(self) -> str:
        return self.random.choice(("1%", "10%", "50%", "2.5%", "1.5"))

    def date(self, depth: int, offset: int = 0) -> str:
        """A date that lies about `offset` months from the anchor."""
        sources = [Symbol(s.name, s.kind, (), s.offset) for s in self.of_kind("date")] * 3
        sources += [Symbol(self.say("评估日", "as_of"), "date")]
        if not depth or self.chance(20):
            near = [s.name for s in sources if s.offset == offset]
            return self.one(*[lambda n=n: n for n in near], lambda: self.written(self.day(offset)))
        if self.chance(15):
            zh, en = self.random.choice((("较晚者", "later of"), ("较早者", "earlier of")))
            parts = (self.date(depth - 1, offset), self.date(depth - 1, offset))
            return f"{self.say(zh, en)}({self.say('、', ', ').join(parts)})"
        source = self.random.choice(sources)
        return self.shifted(source.name, offset - source.offset)

    def written(self, day: date) -> str:
        return self.say(f"{day.year}年{day.month}月{day.day}日", day.isoformat())

    def period(self, months: int) -> str:
        amount = abs(months)
        if amount % 12 == 0 and self.chance(80):
            return f"{amount // 12}" + self.say("年", " years")
        return f"{amount}" + self.say("个月", " months")

    def shifted(self, name: str, months: int) -> str:
        if months:
            return f"{name} {'+' if months > 0 else '-'} {self.period(months)}"
        days = self.random.choice((0, 0, 0, 1, 3, 10))
        return f"{name} {self.random.choice('+-')} {days}" + self.say("日", " days") if days else name

    # ---- conditions ----

    def condition(self, depth: int) -> str:
        if depth > 0 and self.chance(55):
            joint = self.random.choice((self.say("且", "and"), self.say("或", "or")))
            return f"({self.condition(depth - 1)} {joint} {self.condition(depth - 1)})"
        if depth > 0 and self.chance(15):
            return f"{self.say('非', 'not')} ({self.condition(depth - 1)})"
        forms: list[Callable[[], str]] = []
        for kind, form in (
            ("bool", self.yes_no),
            ("enum", self.choice),
            ("integer", self.numbers),
            ("money", self.amounts),
            ("date", self.days),
        ):
            forms += [form] * (len(self.of_kind(kind)) + (kind == "date"))
        return self.one(*forms)

    def yes_no(self) -> str:
        name = self.random.choice(self.of_kind("bool")).name
        if self.chance(20):
            return f"{name} {self.say('为', 'is')} {self.say('否', 'no')}"
        return self.say(f"非 {name}", f"not {name}") if self.chance(20) else name

    def choice(self) -> str:
        symbol = self.random.choice(self.of_kind("enum"))
        some = self.random.sample(symbol.choices, self.random.randint(1, len(symbol.choices) - 1))
        if len(some) > 1:
            member = self.random.choice((("属于", "is one of"), ("不属于", "is none of")))
            return f"{symbol.name} {self.say(*member)} {self.say('、', ', ').join(some)}"
        twin = [s.name for s in self.of_kind("enum") if s.choices == symbol.choices and s.name != symbol.name]
        other = self.random.choice(twin) if twin and self.chance(30) else some[0]
        return f"{symbol.name} {self.say(*self.random.choice((('为', 'is'), ('不为', 'is not'))))} {other}"

    def compare(self, left: str, right: str, *words: tuple[str, str]) -> str:
        symbols = ("<", "≤", ">", "≥", "<=", "=", "≠")
        word = self.one(lambda: self.random.choice(symbols), lambda: self.say(*self.random.choice(words)))
        return f"{left} {word} {right}"

    def numbers(self) -> str:
        if self.chance(15):
            return self.between(self.number)
        if self.chance(8):
            values = self.say("、", ", ").join(str(n) for n in self.random.sample(range(7), 2))
            return f"{self.number(0)} {self.say('属于', 'is one of')} {values}"
        left, right = self.number(2), self.number(1)
        if self.chance(10):
            left = f"{self.number(0)} ÷ {self.number(0)}"
        return self.compare(left, right, ("不超过", "at most"), ("超过", "above"), ("不低于", "at least"))

    def amounts(self) -> str:
        if self.chance(20):
            return self.between(self.money)
        left = self.money(2)
        if self.chance(30):
            left = f"({left} × {self.rate()})"
        return self.compare(left, self.money(1), ("不超过", "at most"), ("低于", "below"), ("高于", "above"))

    def between(self, value: Callable[[int], str]) -> str:
        a, b, c = value(1), value(0), value(0)
        return self.say(f"{a} 在 {b} 至 {c} 之间", f"{a} between {b} and {c}")

    def days(self) -> str:
        return self.one(self.order, self.order, self.order, self.within, self.age, self.window)

    def order(self) -> str:
        offset = self.random.choice((0, 0, *(s.offset for s in self.of_kind("date"))))
        if self.chance(10):
            return self.between(lambda depth: self.date(depth, offset))
        words = (("早于", "before"), ("不晚于", "no later than"), ("晚于", "after"), ("不早于", "no earlier than"))
        return self.compare(self.date(1, offset), self.date(self.random.randint(0, 1), offset), *words)

    def earlier(self, multiple: int) -> tuple[str, int]:
        """A date some months (a multiple) before the anchor, and how many."""
        found = [s for s in self.of_kind("date") if s.offset < 0 and s.offset % multiple == 0]
        if found:
            symbol = self.random.choice(found)
            return symbol.name, -symbol.offset
        return self.written(self.day(-12)), 12

    def within(self) -> str:
        start, months = self.earlier(1)
        day, period = self.date(0), self.period(months)
        if self.chance(15):
            start, period = self.date(0), self.say("10日", "10 days")
        return self.say(f"{day} 在 {start} 后 {period}内", f"{day} within {period} after {start}")

    def age(self) -> str:
        birth, months = self.earlier(12)
        years, at = months // 12, "" if self.chance(50) else self.say("，于 ", ", on ") + self.date(0)
        low = self.say(f"满 {years}周岁", f"reached {years} years old")
        high = self.say(f"未满 {years + 1}周岁", f"younger than {years + 1} years old")
        if self.chance(50):
            return f"{birth} {low}{at}"
        if self.chance(50):
            return birth + " " + self.say(f"未满 {years}周岁", f"younger than {years} years old") + at
        return f"{birth} {low} {high}{at}"

    def window(self) -> str:
        day = self.day(0)
        if self.chance(30):
            month = self.say(f"{day.year}年{day.month}月", f"{day.year}-{day.month:02d}")
            return self.say(f"自 {month} 起", f"from {month}") if self.chance(50) else self.until(month)
        written = self.written(day)
        return self.say(f"自 {written} 起", f"from {written}") if self.chance(50) else self.until(written)

    def until(self, written: str) -> str:
        return self.say(f"至 {written} 止", f"until {written}")

    # ---- statements ----

    def fact(self, i: int, kind: str) -> None:
        self.zh = self.chance(60)
        lines: list[str] = []
        symbol = Symbol(f"{KIND_NAMES[kind]}{i}", kind)
        if kind == "enum":
            symbol = replace(
                symbol, choices=self.random.choice((("甲类", "乙类"), ("red", "green", "blue"), tuple("春夏秋冬")))
            )
            lines.append(self.say("取值 ", "values ") + self.say("、", ", ").join(symbol.choices))
        if kind in ("integer", "money", "date"):
            symbol, low, high = self.range(symbol)
            lines.append(self.say(f"范围 {low} 至 {high}", f"range {low} to {high}"))
        self.symbols.append(symbol)
        type_ = self.say(*TYPE_WORDS[kind])
        if self.chance(40):
            about = self.about(symbol)
            lines += (
                [self.say(f"约束 {about}，否则 ", f"constraint {about} otherwise ") + "inconsistent_facts"]
                if about
                else []
            )
        first = f"{self.say('事实', 'fact')} {symbol.name} : {type_}"
        self.statements.append("\n  ".join([first, *lines]))

    def range(self, symbol: Symbol) -> tuple[Symbol, str, str]:
        if symbol.kind == "integer":
            low = self.random.choice((0, 0, 0, 1))
            return symbol, str(low), str(self.random.randint(max(low, 2), 6) if self.chance(95) else low)
        if symbol.kind == "money":
            low = self.cents()
            words = [f"{fen / 100:.2f}" + self.say("元", " yuan") for fen in (low, low + self.random.randint(3, 6))]
            return symbol, words[0], words[1]
        offset = self.random.choice(OFFSETS)
        start = self.day(offset) - timedelta(self.random.randint(0, 8))
        end = start + timedelta(self.random.choice((9, 12, 15, 25, 39)))
        return replace(symbol, offset=offset), self.written(start), self.written(end)

    def about(self, symbol: Symbol) -> str:
        """A constraint that ties this fact to others of its kind, or to a yes/no fact."""
        peers = [s for s in self.symbols[:-1] if s.kind == symbol.kind]
        if symbol.kind == "date" and (peers or self.chance(50)):
            order = "=" if self.chance(15) else self.say("不晚于", "no later than")
            text = f"{self.date(1, symbol.offset)} {order} {symbol.name}"
        elif symbol.kind in ("integer", "money") and peers:
            value = self.number if symbol.kind == "integer" else self.money
            text = f"{self.random.choice(peers).name} {self.random.choice('<≤≤=')} {symbol.name}"
            text = text if self.chance(70) else f"{value(1)} ≤ {symbol.name}"
        elif symbol.kind == "bool" and len(self.symbols) > 1:
            text = f"({self.say('非', 'not')} {symbol.name} {self.say('或', 'or')} {self.condition(0)})"
        else:
            return ""
        flags = [s.name for s in self.symbols if s.kind == "bool"]
        if flags and symbol.kind != "bool" and self.chance(30):
            text = f"{self.say('非', 'not')} {self.random.choice(flags)} {self.say('或', 'or')} {text}"
        return text

    def reading(self, name: str, calendar: tuple[str, str] | None) -> None:
        self.zh = self.chance(60)
        lines = [
            self.say("甲「一」采用，因为「明白」", 'A "one" adopted because "plain"'),
            self.say("乙「二」", 'B "two"'),
        ]
        if calendar:
            lines.append(self.say(f"历法 {calendar[0]}", f"calendar {calendar[1]}"))
        else:
            self.switches.append(name)
        self.statements.append("\n  ".join([self.say(f"读法 {name}「问」", f'reading {name} "question"'), *lines]))

    def under(self, letter: str, name: str = "") -> str:
        word = {"A": ("甲", "A"), "B": ("乙", "B")}[letter]
        reading = name or self.random.choice(self.switches)
        return f"{self.say('按', 'under')} {reading} {self.say(*word)}{self.say('：', ': ')}"

    def block(self, depth: int, indent: str) -> str:
        kind = self.random.choice(
            (
                ("同时符合：", "all of:"),
                ("同时符合：", "all of:"),
                ("符合其一：", "any of:"),
                ("均不符合：", "none of:"),
            )
        )
        items = []
        for _ in range(self.random.randint(2, 4)):
            under = self.under(self.random.choice("AB")) if self.switches and self.chance(25) else ""
            nested = depth > 0 and self.chance(30)
            item = self.block(depth - 1, indent + "  ") if nested else self.condition(1)
            items.append(f"\n{indent}  - {under}{item}")
        return self.say(*kind) + "".join(items)

    def cases(self, value: Callable[[], str]) -> str:
        lines = [
            self.say("\n    - 若 ", "\n    - if ") + self.condition(1) + self.say("：", ": ") + value()
            for _ in range(self.random.randint(1, 2))
        ]
        return (
            self.say("分情况：", "cases:")
            + "".join(lines)
            + self.say("\n    - 否则：", "\n    - otherwise: ")
            + value()
        )

    def body(self, value: Callable[[], str], block: bool) -> str:
        """The lines of a definition's rule."""

        def form(may_block: bool) -> str:
            if self.chance(25):
                return self.cases(value)
            return self.block(1, "  ") if may_block and self.chance(50) else value()

        if self.switches and self.chance(20):
            name = self.random.choice(self.switches)
            return f"{self.under('A', name)}{form(block)}\n  {self.under('B', name)}{form(block)}"
        return form(block)

    def definition(self, i: int) -> None:
        self.zh = self.chance(60)
        kinds = ["bool"] * 6 + [k for k in ("integer", "money", "date") if self.of_kind(k)] * 2 + ["enum", "list"]
        if self.of_kind("integer"):
            kinds.append("decimal")
        kind = self.random.choice(kinds)
        symbol = Symbol(f"{self.say('结论', 'rule')}{i}", kind)
        lines = []
        if kind in ("enum", "list"):
            symbol = replace(symbol, choices=("左", "中", "右"))
            lines.append(self.say("取值 左、中、右", "values 左, 中, 右"))
        if self.chance(45):
            lines.append(self.say("前提", "given") + self.guard())
        lines.append(self.body(self.value_of(symbol), kind == "bool"))
        first = f"{self.say('定义', 'define')} {symbol.name} : {self.say(*TYPE_WORDS[kind])}"
        self.statements.append("\n  ".join([first, *lines]))
        self.symbols.append(symbol)

    def guard(self) -> str:
        if self.chance(75):
            return " " + self.condition(1)
        return self.say("：", ":") + "".join(f"\n    - {self.condition(1)}" for _ in range(2))

    def value_of(self, symbol: Symbol) -> Callable[[], str]:
        match symbol.kind:
            case "bool":
                return lambda: self.condition(2)
            case "integer":
                return lambda: self.number(2)
            case "decimal":
                return lambda: f"{self.number(1)} ÷ {self.number(0)}" if self.chance(40) else f"{self.number(1)} × 1.5"
            case "money":
                return lambda: self.money(2) if self.chance(50) else f"{self.money(1)} × {self.rate()}{self.rounding()}"
            case "date":
                return lambda: self.date(1)
            case "enum":
                return lambda: self.random.choice(symbol.choices)
        return lambda: self.say("、", ", ").join(self.random.sample(symbol.choices, 2))

    def extension(self) -> None:
        """A right that follows an expiry within a window, and lasts a while: the expiry stands in it four times."""
        symbol = self.random.choice(self.of_kind("date"))
        low, high, expiry = self.day(symbol.offset) - timedelta(9), self.day(symbol.offset), symbol.name
        flags = [f"\n    - 非 {s.name}" for s in self.of_kind("bool")[:1]]
        self.zh = True
        lasts = f"{expiry} + {self.period(symbol.offset or 1)}"
        self.statements += [
            f"定义 延长对象 : 是否\n  同时符合：\n    - {expiry} 在 {low} 至 {high} 之间"
            f"\n    - {expiry} 不晚于 评估日" + "".join(flags),
            f"定义 延长到 : 日期\n  前提 延长对象\n  {lasts}",
            f"define extended : yes_no\n  all of:\n    - 延长对象\n    - {expiry} before as_of"
            f"\n    - as_of no later than {self.random.choice(('延长到', lasts))}",
        ]
        self.symbols += [Symbol("延长对象", "bool"), Symbol("extended", "bool"), Symbol("延长到", "date")]


KIND_NAMES = {"bool": "是非", "enum": "选择", "integer": "count", "money": "金钱", "date": "日子"}
TYPE_WORDS = {
    "bool": ("是否", "yes_no"),
    "enum": ("选项", "enum"),
    "integer": ("整数", "integer"),
    "decimal": ("小数", "decimal"),
    "money": ("金额", "money"),
    "date": ("日期", "date"),
    "list": ("列表", "list"),
}
PROFILES = (
    ("bool", "bool", "enum", "date"),
    ("bool", "date", "date"),
    ("bool", "integer", "money"),
    ("bool", "enum", "integer", "money", "date", "date"),
)
CALENDARS = (
    ("满岁日：甲 当日、乙 次日", "age_day: A same_day, B next_day"),
    ("闰日生日：甲 二月末、乙 三月一日", "leap_birthday: A feb_end, B mar_1"),
    ("年内末日：甲 对应日、乙 前一日", "within_last_day: A corresponding, B day_before"),
)


def program(seed: int) -> Generated:
    """The program of a seed."""
    writer = Writer(Random(seed))
    profile = writer.random.choice(PROFILES)
    for i in range(writer.random.randint(3, 6)):
        writer.fact(i + 1, writer.random.choice(profile))
    for i in range(writer.random.randint(0, 2)):
        writer.reading(f"R{i + 1}", None)
    for i, calendar in enumerate(CALENDARS):
        if writer.chance(35):
            writer.reading(f"K{i + 1}", calendar)
    if writer.of_kind("date") and writer.chance(20):
        writer.extension()
    for i in range(writer.random.randint(2, 4)):
        writer.definition(i + 1)
    return Generated(tuple(writer.statements), writer.anchor)


# ---- cases ----------------------------------------------------------------------------------------------------------


def case(generated: Generated, program: Program, random: Random) -> Case:
    """Some facts known, so many that few completions are left."""
    as_of = generated.anchor + timedelta(random.choice((-30, -9, -2, -1, 0, 0, 1, 2, 9, 30)))
    readings = {r: random.choice("AB") for r in program.readings if random.random() < 0.5}
    names = list(program.facts)
    random.shuffle(names)
    missing: list[str] = []
    for name in names[: random.randint(0, len(names))]:
        if prod(len(domain(program.facts[n])) for n in (*missing, name)) <= MAX_COMPLETIONS:
            missing.append(name)
    known = {n: random.choice(domain(program.facts[n])) for n in program.facts if n not in missing}
    return Case(as_of, known, readings)


def as_request(case: Case, program: Program) -> dict[str, object]:
    """The case as a request of the evaluator."""

    def plain(name: str, value: object) -> object:
        kind = program.facts[name].type.kind
        if isinstance(value, int) and kind == "money":
            return f"{value // 100}.{value % 100:02d}"
        return value.isoformat() if isinstance(value, date) else value

    facts = {name: plain(name, value) for name, value in case.facts.items()}
    return {"as_of": case.as_of.isoformat(), "facts": facts, "readings": case.readings}
