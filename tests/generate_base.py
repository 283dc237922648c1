"""What every part of the writer of random programs needs: names, chance, and the days around which everything lies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

ANCHORS = (
    date(2020, 2, 29),
    date(2021, 2, 28),
    date(2024, 2, 29),
    date(2020, 12, 31),
    date(2021, 8, 31),
    date(2021, 3, 30),
)
KIND_NAMES = {
    "bool": "是非",
    "enum": "选择",
    "integer": "count",
    "decimal": "小数点",
    "percent": "share",
    "money": "金钱",
    "date": "日子",
    "month": "月份",
}
TYPE_WORDS = {
    "bool": ("是否", "yes_no"),
    "integer": ("整数", "integer"),
    "decimal": ("小数", "decimal"),
    "percent": ("百分比", "percent"),
    "money": ("金额", "money"),
    "date": ("日期", "date"),
    "month": ("年月", "year_month"),
    "enum": ("选项", "enum"),
    "list": ("列表", "list"),
    "records": ("记录", "records"),
}
NUMBERS = ("integer", "decimal", "percent")
Limits = tuple[int, int]


@dataclass(frozen=True)
class Symbol:
    """A fact or a definition that an expression may name; `offset` is where a date lies, in months from the anchor,
    `each` the list of records that it speaks of, `days` those on which a text of it is in force."""

    name: str
    kind: str
    choices: tuple[str, ...] = ()
    offset: int = 0
    each: str = ""
    parameter: bool = False
    defined: bool = False
    days: tuple[date, ...] = ()


class Base:
    """Writes one program. `zh` is drawn anew for each statement: which keywords it uses. `record` is the list of which
    one record is spoken of."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.zh = True
        self.record = ""
        self.anchor = random.choice(ANCHORS)
        self.holidays = ""
        self.symbols: list[Symbol] = []
        self.switches: list[str] = []
        self.statements: list[str] = []
        self.limits: dict[str, Limits] = {}

    # ---- drawing ----

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def one(self, *forms: Callable[[], str]) -> str:
        return self.random.choice(forms)()

    def listed(self, *items: str) -> str:
        return self.say("、", ", ").join(items)

    def of_kind(self, *kinds: str) -> list[Symbol]:
        return [s for s in self.symbols if s.kind in kinds and s.each in ("", self.record)]

    def lists(self) -> list[str]:
        """The lists of records that may be spoken of here: none inside one."""
        return [] if self.record else [s.name for s in self.symbols if s.kind == "records"]

    @contextmanager
    def speaking_of(self, records: str) -> Iterator[None]:
        before, self.record = self.record, records
        yield
        self.record = before

    def state(self, *lines: str) -> None:
        """A statement: its first line and those below it."""
        self.statements.append("\n  ".join(lines))

    # ---- days ----

    def day(self, offset: int) -> date:
        """A day near the anchor, moved by some months."""
        count = self.anchor.year * 12 + self.anchor.month - 1 + offset
        first = date(count // 12, count % 12 + 1, 1)
        near = first + timedelta(self.anchor.day - 1)
        return near + timedelta(self.random.choice((-7, -2, -1, 0, 0, 1, 2, 9)))

    def written(self, day: date) -> str:
        return self.say(f"{day.year}年{day.month}月{day.day}日", day.isoformat())

    def written_month(self, day: date) -> str:
        return self.say(f"{day.year}年{day.month}月", f"{day.year}-{day.month:02d}")

    def days_from_to(self, first: str, last: str) -> str:
        """`自 A 起 至 B 止`; an end that is '' is open."""
        if not first:
            return self.say(f"至 {last} 止", f"until {last}")
        if not last:
            return self.say(f"自 {first} 起", f"from {first}")
        return self.say(f"自 {first} 起 至 {last} 止", f"from {first} until {last}")

    # ---- what other parts of the writer write ----

    def condition(self, depth: int) -> str:
        raise NotImplementedError
