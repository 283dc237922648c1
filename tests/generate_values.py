"""Random values: numbers, amounts, days, months, what is said of a list of records."""

from collections.abc import Callable
from datetime import timedelta

from tests.generate_base import NUMBERS, Base, Symbol

ROUNDINGS = (
    ("四舍五入到", "rounded to"),
    ("四舍六入五成双到", "rounded half even to"),
    ("五舍六入到", "rounded half down to"),
    ("舍去到", "rounded down to"),
    ("进一到", "rounded up to"),
    ("向下取到", "floored to"),
    ("向上取到", "raised to"),
)


class Values(Base):
    """Writes expressions that have a value; `depth` is how deep they may go."""

    def value(self, kind: str, depth: int) -> str:
        writers: dict[str, Callable[[int], str]] = {
            "integer": self.number,
            "decimal": self.decimal,
            "percent": self.decimal,
            "money": self.money,
            "date": self.date,
            "month": self.month,
        }
        return writers[kind](depth)

    def known(self, *kinds: str) -> list[str]:
        """Names of a kind as an expression reads them: a parameter sometimes on another day, a conclusion sometimes by
        the text of another."""
        return [self.read(s) for s in self.of_kind(*kinds)]

    def read(self, symbol: Symbol) -> str:
        if symbol.parameter and self.chance(40):
            days = [s.name for s in self.of_kind("date") if not s.parameter]
            day = self.random.choice(days) if days and self.chance(70) else self.written(self.day(0))
            return self.say(f"{symbol.name} 于 {day}", f"{symbol.name} on {day}")
        if symbol.days and self.chance(30):
            return self.former(symbol)
        return symbol.name

    def former(self, symbol: Symbol) -> str:
        day = self.written(self.random.choice(symbol.days))
        return self.say(f"{symbol.name} 施行于 {day}", f"{symbol.name} as in force on {day}")

    # ---- numbers ----

    def number(self, depth: int) -> str:
        known = self.known("integer")
        forms = [lambda: str(self.random.randint(0, 6))]
        if known:
            forms += [lambda: self.random.choice(known)] * 4
        if self.lists() and self.chance(60):
            forms += [lambda: self.quantified("integer")] * 2
        if self.of_kind("month") and self.chance(30):
            forms.append(lambda: f"({self.month(0)} − {self.month(0)})")
        if depth and known:
            forms += [lambda: self.sum(self.number, depth), lambda: self.extreme(self.number, depth)]
            forms += [lambda: f"{self.random.choice(known)} {self.say('×', '*')} {self.random.randint(2, 3)}"]
        if depth > 1 and known and self.chance(25):
            forms += [lambda: f"({self.number(0)} × {self.number(0)})", lambda: f"(0 − {self.number(0)})"]
        return self.one(*forms)

    def decimal(self, depth: int) -> str:
        """A number that need not be whole."""
        known = self.known("decimal", "percent")
        forms = [lambda: self.rate()]
        if known:
            forms += [lambda: self.random.choice(known)] * 3
        if depth and self.of_kind(*NUMBERS):
            some = self.known(*NUMBERS)
            forms += [lambda: f"{self.random.choice(some)} × {self.rate()}", lambda: self.sum(self.decimal, depth)]
            forms += [lambda: f"(−{self.random.choice(some)})"]
        return self.one(*forms)

    def rate(self) -> str:
        return self.random.choice(("1%", "10%", "50%", "2.5%", "1.5", "0.25"))

    def money(self, depth: int) -> str:
        known = self.known("money")
        forms = [lambda: self.amount(self.cents())]
        if known:
            forms += [lambda: self.random.choice(known)] * 4
        if self.lists() and self.chance(60):
            forms += [lambda: self.quantified("money")] * 2
        if depth and known:
            forms += [lambda: self.sum(self.money, depth), lambda: self.extreme(self.money, depth)]
        return self.one(*forms)

    def amount(self, fen: int) -> str:
        return f"{fen // 100}.{fen % 100:02d}" + self.say("元", " yuan")

    def cents(self) -> int:
        return self.random.choice((50, 100, 5050)) + self.random.randint(-3, 3)

    def sum(self, value: Callable[[int], str], depth: int) -> str:
        return f"({value(depth - 1)} {self.random.choice('+−-')} {value(depth - 1)})"

    def extreme(self, value: Callable[[int], str], depth: int) -> str:
        function = self.say(*self.random.choice((("较大者", "larger of"), ("较小者", "smaller of"))))
        return f"{function}({self.listed(*(value(depth - 1) for _ in range(self.random.randint(2, 3))))})"

    # ---- rounding and tiers ----

    def rounding(self, kind: str) -> str:
        """A mode and what it rounds to: a unit or a multiple."""
        mode = self.say(*self.random.choice(ROUNDINGS)) + self.say("", " ")
        if self.chance(35):
            steps = {"money": (self.amount(5), self.amount(30)), "integer": ("2", "5"), "decimal": ("0.5", "0.01")}
            return mode + " " * self.zh + self.random.choice(steps[kind])
        if kind == "money":
            return mode + self.say(*self.random.choice((("分", "fen"), ("分", "fen"), ("角", "jiao"), ("元", "yuan"))))
        return mode + self.say("个", "units")

    def rounded(self, kind: str) -> str:
        """A value of a definition, rounded."""
        if kind == "money":
            value = f"{self.money(1)} × {self.decimal(0)}"
        elif self.chance(40):
            value = f"{self.number(1)} ÷ {self.random.randint(2, 5)}"
        else:
            value = f"{self.number(1)} × {self.decimal(0)}"
        if self.chance(20) and kind != "money":
            value = f"(0 − {self.number(0)}) × 0.25"
        return f"{value}{self.say('，', ' ')}{self.rounding(kind)}"

    def tiers(self, kind: str) -> str:
        """Marginal rates of a number or an amount."""
        amount = self.money(1) if kind == "money" else self.number(1)
        if kind == "money":
            bounds = sorted(self.random.sample(range(45, 130), 2))
            written = [self.amount(bound) for bound in bounds]
        else:
            written = [str(bound) for bound in sorted(self.random.sample(range(1, 7), 2))]
            known = self.known("integer")
            if known and self.chance(25):
                written[1] = self.random.choice(known)
        written = written[: self.random.randint(1, 2)]
        rates = [self.tier_rate(kind) for _ in range(len(written) + 1)]
        header = self.say("分级累进 ", "tiers of ") + amount
        if kind == "money" or (kind == "decimal" and self.chance(30)):
            header += self.say("，", " ") + self.rounding(kind)
        items = [self.say(f"至 {b}：{r}", f"to {b}: {r}") for b, r in zip(written, rates, strict=False)]
        items.append(self.say("以上部分：", "beyond: ") + rates[-1])
        return header + self.say("：", ":") + "".join(f"\n    - {item}" for item in items)

    def tier_rate(self, kind: str) -> str:
        if kind == "integer":
            known = self.known("integer")
            if known and self.chance(30):
                return self.one(lambda: self.random.choice(known), lambda: f"({self.random.choice(known)} − 2)")
            return str(self.random.randint(0, 3))
        known = self.known("percent", "decimal")
        return self.random.choice(known) if known and self.chance(20) else self.rate()

    # ---- lists of records ----

    def quantified(self, kind: str) -> str:
        """A number, amount, day … of a list."""
        records = self.random.choice(self.lists())
        ops = {"integer": ("count", "total", "largest", "smallest"), "money": ("total", "largest", "smallest")}
        op = self.random.choice(ops.get(kind, ("largest", "smallest")))
        with self.speaking_of(records):
            if op == "count":
                value = self.say("：", ": ") + self.condition(self.random.randint(0, 1)) if self.chance(70) else ""
                where = ""
            else:
                fields = [s.name for s in self.symbols if s.each == records and s.kind == kind]
                plain = fields and self.chance(70)
                value = self.say("：", ": ") + (self.random.choice(fields) if plain else self.value(kind, 0))
                where = self.where() if self.chance(40) else ""
        return self.of_list(op, records, where + value)

    def where(self) -> str:
        return self.say("，若 ", ", if ") + self.condition(0)

    def of_list(self, op: str, records: str, rest: str) -> str:
        words = {
            "some": "存在",
            "every": "全部",
            "count": "计数",
            "total": "合计",
            "largest": "最大",
            "smallest": "最小",
        }
        return f"{self.say(words[op], op + ' ')}({records}{rest})"

    # ---- days and months ----

    def date(self, depth: int, offset: int = 0) -> str:
        """A date that lies about `offset` months from the anchor."""
        sources = [(self.read(s), s.offset) for s in self.of_kind("date")] * 3
        sources += [(self.say("评估日", "as_of"), 0)]
        if not depth or self.chance(20):
            near = [name for name, lies in sources if lies == offset]
            return self.one(*[lambda n=n: n for n in near], lambda: self.written(self.day(offset)))
        if self.chance(15):
            function = self.say(*self.random.choice((("较晚者", "later of"), ("较早者", "earlier of"))))
            return f"{function}({self.listed(self.date(depth - 1, offset), self.date(depth - 1, offset))})"
        if not offset and self.chance(40 if self.of_kind("month") else 5):
            function = self.say(*self.random.choice((("首日", "first day of "), ("末日", "last day of "))))
            return f"{function}({self.month(depth - 1)})"
        if self.lists() and not offset and self.chance(20):
            return self.quantified("date")
        name, lies = self.random.choice(sources)
        if self.holidays and lies == offset and self.chance(35):
            return self.working(name)
        return self.shifted(name, offset - lies)

    def working(self, day: str) -> str:
        """A day some working days later or earlier, or the next working day."""
        if self.chance(40):
            later = f" + {self.random.randint(1, 3)}{self.say('日', ' days')}" if self.chance(50) else ""
            return self.say(f"顺延({day}{later})", f"rolled ({day}{later})")
        return f"({day} {self.random.choice('++-')} {self.work_period()})"

    def work_period(self) -> str:
        count = self.random.choice((1, 1, 2, 3, 5))
        return f"{count}" + self.say("个工作日", " working day" + "s" * (count > 1))

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

    def month(self, depth: int) -> str:
        known = self.known("month")
        forms = [lambda: self.written_month(self.day(0) + timedelta(self.random.choice((-31, 0, 0, 31, 62))))]
        if known:
            forms += [lambda: self.random.choice(known)] * 4
        if depth:
            forms += [lambda: self.say(f"所在月({self.date(0)})", f"month of ({self.date(0)})")] * 2
            if known:
                forms += [lambda: f"({self.random.choice(known)} {self.random.choice('+-')} {self.period(self.few())})"]
                forms += [lambda: self.extreme(self.month, depth)]
        return self.one(*forms)

    def few(self) -> int:
        """Some months."""
        return self.random.choice((1, 1, 2, 3, 12))
