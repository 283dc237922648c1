"""Random definitions: their forms, their versions, and exceptions to them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.generate_base import TYPE_WORDS, Symbol
from tests.generate_facts import Facts

Window = tuple[date | None, date | None]
ALWAYS: Window = (None, None)


@dataclass
class Exceptional:
    """An exception before it is written: `over` are what it is an exception to, each said by the header, by 尽管 here
    (`here`), or by 受限于 there."""

    name: str
    over: list[str]
    reinstates: bool
    header: str = ""
    here: list[str] = field(default_factory=list)


class Rules(Facts):
    """Writes conclusions."""

    # ---- forms ----

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
        for _ in range(self.random.choice((2, 2, 3, 4))):
            under = self.under(self.random.choice("AB")) if self.switches and self.chance(25) else ""
            nested = depth > 0 and self.chance(20)
            item = self.block(depth - 1, indent + "  ") if nested else self.condition(1)
            items.append(f"\n{indent}  - {under}{item}")
        return self.say(*kind) + "".join(items)

    def cases(self, value: Callable[[], str]) -> str:
        lines = [
            self.say("\n    - 若 ", "\n    - if ") + self.condition(1) + self.say("：", ": ") + value()
            for _ in range(self.random.randint(1, 2))
        ]
        otherwise = self.say("\n    - 否则：", "\n    - otherwise: ")
        return self.say("分情况：", "cases:") + "".join(lines) + otherwise + value()

    def body(self, symbol: Symbol) -> str:
        """The lines of a definition's rule."""
        value = self.value_of(symbol)

        def form() -> str:
            if self.chance(25):
                return self.cases(value)
            if symbol.kind == "bool" and self.chance(50):
                return self.block(1, "  ")
            if symbol.kind in ("money", "integer", "decimal") and self.chance(30):
                return self.tiers(symbol.kind)
            return value()

        if self.switches and self.chance(20):
            name = self.random.choice(self.switches)
            return f"{self.under('A', name)}{form()}\n  {self.under('B', name)}{form()}"
        return form()

    def value_of(self, symbol: Symbol) -> Callable[[], str]:
        """Writes a value of a kind."""
        match symbol.kind:
            case "bool":
                return lambda: self.condition(2)
            case "enum":
                return lambda: self.random.choice(symbol.choices)
            case "list":
                return lambda: self.listed(*self.random.sample(symbol.choices, 2))
            case "decimal":
                return lambda: self.one(
                    lambda: f"{self.number(1)} ÷ {self.number(0)}",
                    lambda: self.decimal(1),
                    lambda: self.rounded("decimal"),
                )
            case "money" | "integer":
                return lambda: self.rounded(symbol.kind) if self.chance(50) else self.value(symbol.kind, 2)
        return lambda: self.value(symbol.kind, 1)

    def guard(self) -> str:
        if self.chance(75):
            return " " + self.condition(1)
        return self.say("：", ":") + "".join(f"\n    - {self.condition(1)}" for _ in range(2))

    # ---- definitions and their versions ----

    def definition(self, i: int) -> None:
        self.zh = self.chance(60)
        kinds = ["bool"] * 5 + [k for k in ("integer", "money", "date", "month") if self.of_kind(k)] * 2
        kinds += ["enum", "list"] + ["decimal", "percent"] * bool(self.of_kind("integer", "decimal", "percent"))
        kind = self.random.choice(kinds)
        each = self.random.choice(self.lists()) if self.lists() and self.chance(35) else ""
        choices = ("左", "中", "右") if kind in ("enum", "list") else ()
        symbol = Symbol(f"{self.say('结论', 'rule')}{i}", kind, choices, each=each, defined=True)
        windows = self.versions()
        with self.speaking_of(each):
            plan = self.plan(symbol) if self.chance(35) else []
            over = [e.name for e in plan if symbol.name in e.over and e.header != symbol.name]
            for at, window in enumerate(windows):
                self.version(symbol, window, over, windows[:at])
            self.exceptions(symbol, plan)
        days = [day for window in windows if window != ALWAYS for day in within(window)]
        if not days and self.chance(20) and not self.from_day:
            days = [self.anchor + timedelta(n) for n in (-15, 0, 15)]
        self.symbols.append(replace(symbol, days=tuple(days)))
        self.symbols += [Symbol(e.name, "bool", each=each) for e in plan[-1:]]

    from_day: date | None = None
    """From when all rules are in force, where the file says so."""

    def from_some_day(self) -> str:
        self.zh = self.chance(60)
        self.from_day = self.day(0) - timedelta(self.random.choice((0, 10)))
        return self.in_force((self.from_day, None))[0]

    def versions(self) -> list[Window]:
        if self.from_day or not self.chance(25):
            return [ALWAYS]
        ends = sorted({self.day(0) + timedelta(self.random.choice((-10, 0, 10))) for _ in range(2)})
        starts = [day + timedelta(self.random.choice((1, 1, 1, 4))) for day in ends]
        windows = list(zip([None, *starts], [*ends, None], strict=True))
        windows = [w for w in windows if None in w or w[0] <= w[1]]  # type: ignore[operator]
        return windows if self.chance(60) else self.random.sample(windows, 1)

    def in_force(self, window: Window) -> list[str]:
        if window == ALWAYS:
            return []
        first, last = ("" if day is None else self.written(day) for day in window)
        return [self.say("施行 ", "in_force ") + self.days_from_to(first, last)]

    def version(self, symbol: Symbol, window: Window, subject_to: Sequence[str], before: Sequence[Window]) -> None:
        lines = self.in_force(window)
        if symbol.choices:
            lines.append(self.say("取值 ", "values ") + self.listed(*symbol.choices))
        if symbol.each:
            lines.append(self.say("每一 ", "each ") + symbol.each)
        if subject_to:
            lines.append(self.say("受限于 ", "subject to ") + self.listed(*subject_to))
        if self.chance(35):
            lines.append(self.say("前提", "given") + self.guard())
        if before and symbol.kind != "list" and self.chance(30):
            days = tuple(day for earlier in before for day in within(earlier))
            former = self.former(replace(symbol, days=days))
            lines.append(former if symbol.kind != "bool" else f"{former} {self.say('或', 'or')} {self.condition(1)}")
        else:
            lines.append(self.body(symbol))
        self.state(f"{self.say('定义', 'define')} {symbol.name} : {self.say(*TYPE_WORDS[symbol.kind])}", *lines)

    # ---- exceptions ----

    def plan(self, symbol: Symbol) -> list[Exceptional]:
        """Exceptions to a rule, to one another, sometimes to another rule of the same kind too."""
        plan: list[Exceptional] = []
        for i in range(self.random.choice((1, 1, 2, 2, 3))):
            target = self.random.choice(plan).name if plan and self.chance(45) else symbol.name
            over = [target]
            reinstates = target != symbol.name and self.chance(45)
            if not reinstates:
                over += [e.name for e in plan if e.name != target and not e.reinstates and self.chance(75)]
            exceptional = Exceptional(f"{symbol.name}{self.say('特例', 'special')}{i + 1}", over, reinstates)
            if self.chance(75):
                exceptional.header = target
            exceptional.here = [name for name in over if name != exceptional.header and self.chance(60)]
            plan.append(exceptional)
        return plan

    def exceptions(self, symbol: Symbol, plan: Sequence[Exceptional]) -> None:
        others = [
            s
            for s in self.symbols
            if s.defined and (s.kind, s.choices, s.each) == (symbol.kind, symbol.choices, symbol.each)
        ]
        every = self.symbols
        if plan and others and self.chance(35):
            other = self.random.choice(others)
            plan[0].here.append(other.name)
            self.symbols = every[: every.index(other)]
        values: list[str] = []
        for at, exceptional in enumerate(plan):
            later = [e.name for e in plan[at + 1 :] if exceptional.name in self.said_there(e)]
            for window in self.versions():
                self.zh = self.chance(60)
                self.exception(symbol, exceptional, window, later, values)
        self.symbols = every

    def said_there(self, exceptional: Exceptional) -> list[str]:
        return [name for name in exceptional.over if name not in (exceptional.header, *exceptional.here)]

    def exception(
        self, symbol: Symbol, exceptional: Exceptional, window: Window, subject_to: Sequence[str], values: list[str]
    ) -> None:
        first = f"{self.say('例外', 'exception')} {exceptional.name}"
        if exceptional.header:
            first += f" {self.say('针对', 'to')} {exceptional.header}"
        lines = self.in_force(window)
        if exceptional.here:
            lines.append(self.say("尽管 ", "notwithstanding ") + self.listed(*exceptional.here))
        if subject_to:
            lines.append(self.say("受限于 ", "subject to ") + self.listed(*subject_to))
        lines.append(self.say("若", "if") + self.applies())
        if exceptional.reinstates:
            lines.append(self.say("恢复", "reinstated"))
        elif values and self.chance(25):
            lines.append(values[-1])
        else:
            values.append(self.excepted(symbol))
            lines.append(values[-1])
        self.state(first, *lines)

    def excepted(self, symbol: Symbol) -> str:
        """The value that an exception gives."""
        if self.chance(8):
            return self.body(symbol)
        if symbol.kind in ("bool", "enum", "list"):
            return self.condition(0) if symbol.kind == "bool" else self.value_of(symbol)()
        return self.value(symbol.kind, self.random.choice((0, 0, 1)))

    def applies(self) -> str:
        """When an exception counts: in few words, for the check of exceptions tries everybody on every day."""
        if self.chance(80):
            return " " + self.condition(self.random.choice((0, 0, 1)))
        items = "".join(f"\n    - {self.condition(0)}" for _ in range(2))
        return (self.say(" 同时符合：", " all of:") if self.chance(50) else self.say("：", ":")) + items

    # ---- a rule of some length ----

    def extension(self) -> None:
        """A right that follows an expiry within a window, and lasts a while: the expiry stands in it four times."""
        symbol = self.random.choice([s for s in self.of_kind("date") if not s.parameter])
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


def within(window: Window) -> Iterator[date]:
    """Some days in a window."""
    first, last = window
    if first is not None:
        yield first
    if last is not None:
        yield last
    if first is None and last is not None:
        yield last - timedelta(4)
    if last is None and first is not None:
        yield first + timedelta(4)
