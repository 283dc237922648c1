"""Random conditions."""

from collections.abc import Callable

from tests.generate_values import Values


class Conditions(Values):
    """Writes yes/no expressions."""

    def condition(self, depth: int) -> str:
        if depth > 0 and self.chance(55):
            joint = self.random.choice((self.say("且", "and"), self.say("或", "or")))
            return f"({self.condition(depth - 1)} {joint} {self.condition(depth - 1)})"
        if depth > 0 and self.chance(15):
            return f"{self.say('非', 'not')} ({self.condition(depth - 1)})"
        forms: list[Callable[[], str]] = []
        for kinds, form in (
            (("bool",), self.yes_no),
            (("enum",), self.choice),
            (("integer",), self.numbers),
            (("decimal", "percent"), self.rates),
            (("money",), self.amounts),
            (("month",), self.months),
            (("date",), self.days),
        ):
            found = self.of_kind(*kinds)
            of_record = [s for s in found if s.each]
            forms += [form] * (len(found) + 3 * len(of_record) + (form == self.days and not self.record))
        forms += [self.of_records] * (2 * len(self.lists()))
        return self.one(*forms) if forms else self.window()

    def yes_no(self) -> str:
        name = self.random.choice(self.known("bool"))
        if self.chance(20):
            return f"{name} {self.say('为', 'is')} {self.say('否', 'no')}"
        return self.say(f"非 {name}", f"not {name}") if self.chance(20) else name

    def choice(self) -> str:
        symbol = self.random.choice(self.of_kind("enum"))
        name = self.read(symbol)
        some = self.random.sample(symbol.choices, self.random.randint(1, len(symbol.choices) - 1))
        if len(some) > 1:
            member = self.random.choice((("属于", "is one of"), ("不属于", "is none of")))
            return f"{name} {self.say(*member)} {self.listed(*some)}"
        twin = [s.name for s in self.of_kind("enum") if s.choices == symbol.choices and s.name != symbol.name]
        other = self.random.choice(twin) if twin and self.chance(30) else some[0]
        return f"{name} {self.say(*self.random.choice((('为', 'is'), ('不为', 'is not'))))} {other}"

    def compare(self, left: str, right: str, *words: tuple[str, str]) -> str:
        symbols = ("<", "≤", ">", "≥", "<=", "=", "≠")
        word = self.one(lambda: self.random.choice(symbols), lambda: self.say(*self.random.choice(words)))
        return f"{left} {word} {right}"

    def numbers(self) -> str:
        if self.chance(15):
            return self.between(self.number)
        if self.chance(8):
            values = self.listed(*(str(n) for n in self.random.sample(range(7), 2)))
            return f"{self.number(0)} {self.say('属于', 'is one of')} {values}"
        left, right = self.number(2), self.number(1)
        if self.chance(10):
            left = f"{self.number(0)} ÷ {self.number(0)}"
        return self.compare(left, right, ("不超过", "at most"), ("超过", "above"), ("不低于", "at least"))

    def rates(self) -> str:
        """A decimal against a number near what a fact may be."""
        known = self.known("decimal", "percent")
        left = self.random.choice(known)
        near = self.random.choice(("1.500002", "12.5001%", "0.125001", *known))
        right = near if self.chance(80) else self.decimal(1)
        return self.compare(left, right, ("不超过", "at most"), ("低于", "below"), ("不低于", "at least"))

    def amounts(self) -> str:
        if self.chance(20):
            return self.between(self.money)
        left = self.money(2)
        if self.chance(30):
            left = f"({left} × {self.decimal(0)})"
        return self.compare(left, self.money(1), ("不超过", "at most"), ("低于", "below"), ("高于", "above"))

    def between(self, value: Callable[[int], str]) -> str:
        a, b, c = value(1), value(0), value(0)
        return self.say(f"{a} 在 {b} 至 {c} 之间", f"{a} between {b} and {c}")

    def months(self) -> str:
        if self.chance(15):
            return self.between(self.month)
        words = (("早于", "before"), ("不晚于", "no later than"), ("晚于", "after"), ("不早于", "no earlier than"))
        return self.compare(self.month(1), self.month(1), *words)

    # ---- lists of records ----

    def of_records(self) -> str:
        """Something is so of some record, of every one, of so many."""
        records = self.random.choice(self.lists())
        op = self.random.choice(("some", "every", "count"))
        if op == "count":
            fields = [s.kind for s in self.symbols if s.each == records and s.kind in ("integer", "money", "date")]
            kind = self.random.choice(["integer", *fields])
            return self.compare(self.quantified(kind), self.value(kind, 0), ("不超过", "at most"), ("高于", "above"))
        with self.speaking_of(records):
            where = self.where() if self.chance(30) else ""
            said = self.say("：", ": ") + self.condition(self.random.randint(0, 1))
        return self.of_list(op, records, where + said)

    # ---- days ----

    def days(self) -> str:
        """A condition on a date."""
        return self.random.choice(
            (*[self.order] * 6, *[self.within] * 4, *[self.age] * 2, *[self.window] * 2, self.year)
        )()

    def order(self) -> str:
        offset = self.random.choice((0, 0, *(s.offset for s in self.of_kind("date"))))
        if self.chance(10):
            return self.between(lambda depth: self.date(depth, offset))
        words = (("早于", "before"), ("不晚于", "no later than"), ("晚于", "after"), ("不早于", "no earlier than"))
        return self.compare(self.date(1, offset), self.date(self.random.randint(0, 1), offset), *words)

    def year(self) -> str:
        """The year of a date against that of the anchor, or against another's."""
        day = self.say("年份", "year of ") + f"({self.date(0)})"
        other = self.say("年份", "year of ") + f"({self.date(1)})"
        return self.compare(day, other if self.chance(30) else str(self.day(0).year), ("不超过", "at most"))

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
        if self.chance(15) or (self.holidays and self.chance(50)):
            start, period = self.date(0), f"{self.random.choice((2, 5, 10))}" + self.say("日", " days")
            if self.holidays and self.chance(50):
                period = self.work_period()
        rolled = self.say("，顺延", ", rolled") if self.holidays and self.chance(50) else ""
        return self.say(f"{day} 在 {start} 后 {period}内{rolled}", f"{day} within {period} after {start}{rolled}")

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
        written = self.written_month(day) if self.chance(30) else self.written(day)
        return self.days_from_to(written, "") if self.chance(50) else self.days_from_to("", written)
