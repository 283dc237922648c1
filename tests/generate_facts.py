"""Random facts, lists of records, dated parameters, holidays and readings: few values each, to be tried one by one."""

from dataclasses import replace
from datetime import date, timedelta

from tests.generate_base import KIND_NAMES, NUMBERS, TYPE_WORDS, Symbol
from tests.generate_conditions import Conditions

OFFSETS = (0, 0, 0, -1, -1, -12, -12, -24, -192, -204)
"""Months between the anchor and where a date fact lies."""
CHOICES = (("甲类", "乙类"), ("red", "green", "blue"), tuple("春夏秋冬"))
CALENDARS = (
    ("满岁日：甲 当日、乙 次日", "age_day: A same_day, B next_day"),
    ("闰日生日：甲 二月末、乙 三月一日", "leap_birthday: A feb_end, B mar_1"),
    ("年内末日：甲 对应日、乙 前一日", "within_last_day: A corresponding, B day_before"),
)


class Facts(Conditions):
    """Writes what a request may say."""

    def fact(self, i: int, kind: str, each: str = "") -> None:
        self.zh = self.chance(60)
        lines: list[str] = []
        symbol = Symbol(f"{KIND_NAMES[kind]}{i}", kind, each=each)
        if kind == "enum":
            symbol = replace(symbol, choices=self.random.choice(CHOICES[: 2 if each else 3]))
            lines.append(self.say("取值 ", "values ") + self.listed(*symbol.choices))
        if kind not in ("bool", "enum"):
            symbol, low, high = self.range(symbol)
            lines.append(self.say(f"范围 {low} 至 {high}", f"range {low} to {high}"))
        if each:
            lines.insert(0, self.say("每一 ", "each ") + each)
        self.symbols.append(symbol)
        with self.speaking_of(each):
            about = self.about(symbol) if self.chance(30 if each else 40) else ""
        if about:
            lines.append(self.say(f"约束 {about}，否则 ", f"constraint {about} otherwise ") + "inconsistent_facts")
        self.state(f"{self.say('事实', 'fact')} {symbol.name} : {self.say(*TYPE_WORDS[kind])}", *lines)

    def range(self, symbol: Symbol) -> tuple[Symbol, str, str]:
        """The symbol, the lowest and the highest value."""
        width = self.random.randint(1, 2) if symbol.each else self.random.randint(3, 6)
        match symbol.kind:
            case "integer":
                low = self.random.choice((0, 0, 0, 1))
                return symbol, str(low), str(low + width if self.chance(95) else low)
            case "money":
                fen = self.cents()
                return symbol, self.amount(fen), self.amount(fen + width)
            case "decimal":
                return symbol, "1.5", f"1.50000{min(width, 4)}"
            case "percent":
                return symbol, "12.5%", f"12.500{min(width, 4)}%"
            case "month":
                first = self.day(0) - timedelta(self.random.choice((0, 31, 62)))
                return symbol, self.written_month(first), self.written_month(first + timedelta(31 * min(width, 4)))
        offset = 0 if symbol.each else self.random.choice(OFFSETS)
        start = self.day(offset) - timedelta(self.random.randint(0, 3 if symbol.each else 8))
        end = start + timedelta(width + 1 if symbol.each else self.random.choice((6, 8, 10, 14, 24)))
        return replace(symbol, offset=offset), self.written(start), self.written(end)

    def about(self, symbol: Symbol) -> str:
        """A constraint that ties this fact to others of its kind, or to a yes/no fact."""
        peers = [s for s in self.of_kind(symbol.kind) if s is not symbol and not s.parameter]
        if symbol.kind == "date" and (peers or self.chance(50)):
            order = "=" if self.chance(15) else self.say("不晚于", "no later than")
            text = f"{self.date(1, symbol.offset)} {order} {symbol.name}"
        elif symbol.kind in (*NUMBERS, "money", "month") and peers:
            text = f"{self.random.choice(peers).name} {self.random.choice('<≤≤=')} {symbol.name}"
            text = text if self.chance(70) else f"{self.value(symbol.kind, 1)} ≤ {symbol.name}"
        elif symbol.kind == "bool" and len(self.symbols) > 1:
            text = f"({self.say('非', 'not')} {symbol.name} {self.say('或', 'or')} {self.condition(0)})"
        else:
            return ""
        flags = [s.name for s in self.of_kind("bool") if not s.parameter]
        if flags and symbol.kind != "bool" and self.chance(30):
            text = f"{self.say('非', 'not')} {self.random.choice(flags)} {self.say('或', 'or')} {text}"
        return text

    # ---- lists of records ----

    def records(self) -> None:
        self.zh = self.chance(60)
        name = self.say("名单", "household")
        self.symbols.append(Symbol(name, "records"))
        most = self.random.choice((1, 2, 2, 2))
        self.state(
            f"{self.say('事实', 'fact')} {name} : {self.say(*TYPE_WORDS['records'])}",
            self.say(f"范围 0 至 {most}", f"range 0 to {most}"),
        )
        kinds = [self.random.choice(("bool", "integer", "enum", "money", "date"))]
        if self.chance(60):
            kinds.append("bool" if kinds[0] != "bool" else self.random.choice(("integer", "money")))
        for i, kind in enumerate(kinds):
            self.fact(i + 10, kind, name)

    # ---- dated parameters ----

    def parameter(self, i: int, kind: str) -> None:
        self.zh = self.chance(60)
        choices = self.random.choice(CHOICES) if kind == "enum" else ()
        symbol = Symbol(f"{self.say('标准', 'standard')}{i}", kind, choices, parameter=True)
        lines = [self.say("取值 ", "values ") + self.listed(*choices)] if choices else []
        ends = sorted({self.day(0) + timedelta(self.random.choice((0, 10, 20))) for _ in range(4)})
        rows = list(
            zip(["", *map(self.written, ends)], [*(self.written(d - timedelta(1)) for d in ends), ""], strict=True)
        )
        cited = self.say("，出处「公报」", ', according to "gazette"')
        base = self.base(kind)
        if kind not in ("bool", "enum"):
            self.limits[symbol.name] = base, base + self.random.randint(1, 3)
        for first, last in rows:
            if self.chance(60):
                value = self.literal(kind, base + self.random.randint(0, 3), choices)
                lines.append(f"{self.days_from_to(first, last)}{self.say('：', ': ')}{value}{cited}")
        self.state(f"{self.say('参数', 'parameter')} {symbol.name} : {self.say(*TYPE_WORDS[kind])}", *lines)
        self.symbols.append(symbol)

    def base(self, kind: str) -> int:
        """The lowest value of a parameter, as the search counts it."""
        day = self.day(0)
        months = day.year * 12 + day.month - 1
        bases = {"money": self.cents(), "decimal": 1500000, "percent": 125000, "date": day.toordinal(), "month": months}
        return bases.get(kind, 0)

    def literal(self, kind: str, number: int, choices: tuple[str, ...]) -> str:
        match kind:
            case "bool":
                return self.say(*(("是", "yes") if number % 2 else ("否", "no")))
            case "enum":
                return choices[number % len(choices)]
            case "money":
                return self.amount(number)
            case "decimal":
                return f"{number / 10**6:.6f}"
            case "percent":
                return f"{number / 10**4:.4f}%"
            case "date":
                return self.written(date.fromordinal(number))
            case "month":
                return self.written_month(date(number // 12, number % 12 + 1, 1))
        return str(number)

    # ---- holidays ----

    def calendar(self) -> None:
        """One or two calendars that follow each other, not long; what stands for the days beyond is called after the
        last."""
        first = self.anchor - timedelta(self.random.randint(3, 25))
        for i in range(self.random.choice((1, 1, 2))):
            last = first + timedelta(self.random.randint(8, 30))
            self.holidays_from_to(f"year{i + 1}", first, last)
            first = last + timedelta(1)
        told = self.day(0).toordinal()
        self.limits[self.holidays] = told, told + self.random.randint(1, 3)

    def holidays_from_to(self, name: str, first: date, last: date) -> None:
        self.zh = self.chance(60)
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        lines = [
            self.say("出处「通知」", 'according to "notice"'),
            self.say(f"覆盖 {self.written(first)} 至 {self.written(last)}", f"covers {first} to {last}"),
        ]
        if self.chance(80):
            spans = []
            for _ in range(self.random.randint(1, 2)):
                start, length = self.random.choice(days[:-3]), self.random.choice((0, 0, 2, 3))
                end = self.say(" 至 ", " to ") + self.written(start + timedelta(length)) if length else ""
                spans.append(self.written(start) + end)
            lines.append(self.say("放假 ", "closed ") + self.listed(*spans))
        weekend = [day for day in days if day.weekday() > 4]
        if self.chance(60):
            lines.append(self.say("上班 ", "open ") + self.written(self.random.choice(weekend)))
        self.state(f"{self.say('节假日', 'holidays')} {name}", *lines)
        self.holidays = name

    # ---- readings ----

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
        self.state(self.say(f"读法 {name}「问」", f'reading {name} "question"'), *lines)
