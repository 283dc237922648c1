"""Amounts: formula, every row of the computation, sources, rounding and result, computed again from the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from compiler.calendar import add_period, first_day, last_day, month_of
from compiler.evaluate import Answer
from compiler.expressions import Quantified
from compiler.operators import RUN
from compiler.program import Reading
from compiler.steps import Step
from compiler.unknowns import number_of
from compiler.workdays import Holidays
from explain.checker.addresses import Item, split
from explain.checker.claims import Amount, Line, Page
from explain.checker.context import Context
from explain.checker.matching import ROUNDINGS
from explain.checker.notes import Notes
from explain.checker.reader import Said
from explain.checker.values import Read, whole

KINDS = ("integer", "decimal", "percent", "money", "date", "month")
COMPUTED = ("count", "total", "largest", "smallest")
ARITHMETIC = (
    *("add", "sub", "mul", "div", "neg", "max", "min", "add_period", "sub_period", "add_years_rolling", "tiered"),
    *("add_working_days", "sub_working_days", "next_working_day", "month_of", "first_day", "last_day", "year_of"),
    *ROUNDINGS,
)
_HEAD = {"zh": re.compile(r"(?P<first>先算：)?(?P<name>.+)"), "en": re.compile(r"(?P<first>First: )?(?P<name>.+)")}
_FORMULA = {"zh": "算法：", "en": "Formula: "}
_TIER = {
    "zh": re.compile(
        r"(?:(?:(?P<low>[^至]+))?至(?P<high>.+?)的部分|(?P<above>.+?)以上的部分|全部的部分)"
        r"：(?P<part>.+) × (?P<rate>.+)"
    ),
    "en": re.compile(
        r"(?:The part from (?P<low>.+?) to (?P<high>.+?)|The part up to (?P<upto>.+?)|The part above (?P<above>.+?)"
        r"|All of it): (?P<part>.+) × (?P<rate>.+)"
    ),
}
_RECORDS = {
    "zh": {
        "none": ("没有计入的", "没有记录"),
        "counted": re.compile(r"计入(?P<names>.+)"),
        "extreme": re.compile(r"(?P<items>.+)(?:；其)?中最(?P<how>大|小|晚|早)的(?:一个)?"),
        "item": re.compile(r"(?P<value>.+?)（第(?P<number>\d+)[人项]）"),
        "joint": "、",
    },
    "en": {
        "none": ("none counts", "there are no records"),
        "counted": re.compile(r"counted: (?P<names>.+)"),
        "extreme": re.compile(r"the (?P<how>largest|smallest|latest|earliest) of:? (?P<items>.+)"),
        "item": re.compile(r"(?P<value>.+?) \(record (?P<number>\d+)\)"),
        "joint": ", ",
    },
}
_LEFT_OUT = {"zh": re.compile(r"不计入：(?P<names>.+)。"), "en": re.compile(r"Not counted: (?P<names>.+)\.")}
_ROUNDED = {
    "zh": re.compile(r"按读法(?P<id>.+?)：(?P<text>.+?)。(?:理由：(?P<why>.+)。)?"),
    "en": re.compile(r"By reading (?P<id>.+?): (?P<text>.+?)\.(?: Why: (?P<why>.+)\.)?"),
}
_FIGURE = {
    "zh": re.compile(r"(?P<name>.+?)：(?P<value>[^（：]+)（(?P<row>.+)）"),
    "en": re.compile(r"(?P<name>.+?): (?P<value>[^(]+?) \((?P<row>.+)\)"),
}
Number = int | Fraction


class Amounts:
    def __init__(self, context: Context, page: Page, answer: Answer) -> None:
        self.context, self.page, self.answer = context, page, answer
        self.report, self.lang, self.notes = context.report, context.lang, Notes(context, frozenset())

    def check(self) -> None:
        for claim in self.page.amounts:
            item = self.context.item(claim.step)
            if item is None:
                zh, en = "程序里没有这一步。", "The program has no such step."
                self.report.claim(False, claim.step, claim.formula, zh, en)
                continue
            self._head(claim, item)
            self._formula(claim, item)
            self._rows(claim, item)
            for line in claim.asides:
                self._aside(line, item)
            self._sources(claim, item)
        self._complete()

    def _complete(self) -> None:
        """A number, date or month that a formula gives is computed on the page, and so are those that it rests on."""
        if self.answer.status != "value" or self.answer.kind == "bool":
            return
        items = [self.context.item(claim.step) for claim in self.page.amounts]
        places = [item.step.place for item in items if item is not None]
        for item in self._computed(self.context.root, set()):
            shown = item.step.place in places
            zh, en = "没有写怎么算的。", "How it was computed is not shown."
            self.report.needs(shown, item.address, self.page.about, zh, en)

    def _computed(self, rule: Item, seen: set[str]) -> Iterator[Item]:
        item = self._deciding(rule)
        for inner in self._all(item) if item is not None else ():
            definition = self.context.program.definitions.get(inner.step.name) if inner.kind == "rule" else None
            if definition is None or inner.step.name in seen:
                continue
            seen.add(inner.step.name)
            if not definition.each and definition.type.kind in KINDS:
                yield from self._computed(inner, seen)
        if item is not None and item.step.op in (*ARITHMETIC, *COMPUTED):
            yield item

    def _all(self, item: Item) -> Iterator[Item]:
        yield item
        if item.kind != "rule":
            for part in self.context.parts(item):
                yield from self._all(part)

    def _deciding(self, rule: Item) -> Item | None:
        """The part of a rule that gave its value."""
        parts = self.context.parts(rule)
        item = parts[-1] if parts else None
        while item is not None and item.kind in ("cases", "exceptions"):
            chosen = [p for p in self.context.parts(item) if self.context.decisive(p)]
            values = [p for p in chosen if p.role in ("then", "else", "instead", "general")]
            item = values[0] if values else None
        return item if item is not None and item.state == "value" else None

    def _rule(self, item: Item) -> Item | None:
        """The rule whose value a step gives."""
        address = item.address.rpartition(".")[0]
        while address:
            found = self.context.item(address)
            if found is not None and found.kind == "rule":
                return found
            address = address.rpartition(".")[0]
        return None

    def _head(self, claim: Amount, item: Item) -> None:
        rule = self._rule(item)
        label = self.context.judge.definition(rule.step.name).label.get(self.lang) if rule is not None else ""
        if not claim.head:
            zh, en = "没有说算的是什么。", "What is computed is not told."
            self.report.needs(len(self.page.amounts) == 1, claim.step, claim.formula, zh, en)
            return
        match = _HEAD[self.lang].fullmatch(claim.head)
        right = match is not None and match["name"] == label
        self.report.claim(right, claim.step, claim.head, f"这是{label}。", f"This is {label}.")

    def _formula(self, claim: Amount, item: Item) -> None:
        text = claim.formula.removeprefix(_FORMULA[self.lang].strip()).strip()
        found = self.context.reader.terms(text)
        if not found:
            self.report.unread(claim.step, claim.formula)
            return
        matching = self.context.matching(item)
        said = " ".join(item.step.expr.place.text.split())
        holds = any(matching.term(one, item.step) for one in found)
        self.report.claim(holds, claim.step, claim.formula, f"规则里写的是：{said}。", f"The rule says: {said}.")

    # ---- rows ----

    def _rows(self, claim: Amount, item: Item) -> None:
        """Every row computes its own result; the operations of the rule are all there, in order; the last is the
        result."""
        operations = list(_operations(item.step))
        results: list[str] = []
        sums: list[str] = []
        for computed, result in claim.rows:
            tier = _TIER[self.lang].fullmatch(computed)
            if tier is not None:
                self._tier(claim, tier, computed, result, item)
                sums.append(result)
                continue
            self._row(claim, computed, result, item, operations)
            results.append(result)
        final = claim.rows[-1][1] if claim.rows else ""
        matching = self.context.matching(item)
        self.report.claim(
            matching.shown(final, item.step), claim.step, final, f"其实是 {item.value}。", f"In fact {item.value}."
        )
        for step in operations:
            one_tier = step.op == "tiered" and len(sums) == 1
            shown = any(matching.shown(result, step) for result in [*results, *(sums if one_tier else ())])
            words = " ".join(step.expr.place.text.split())
            self.report.needs(shown, claim.step, words, "这一步没有算给人看。", "This step is not shown.")

    def _row(self, claim: Amount, computed: str, result: str, item: Item, operations: list[Step]) -> None:
        words = f"{computed} = {result}"
        if computed == result and not any(step.op in COMPUTED for step in operations):
            self.report.needs(False, claim.step, words, "没有写怎么算的。", "How it was computed is not shown.")
        if self._records(computed, result, claim, item, operations):
            return
        found = self.context.reader.terms(computed)
        values = [value for said in found if (value := self._value(said, item)) is not None]
        if not found:
            self.report.unread(claim.step, words)
            return
        rights = whole(result, self.lang)
        holds = any(_same(value, read) for value in values for read in rights)
        holds = holds or self._was_supplied(claim, item, operations, result)
        known = all(self._not_known(said) for said in found) and not values
        so = values[0].value if values else "?"
        self.report.claim(holds or known, claim.step, words, f"算出来是 {so}。", f"It comes to {so}.")

    def _was_supplied(self, claim: Amount, item: Item, operations: list[Step], result: str) -> bool:
        """A day beyond the calendar of holidays, where the page says so."""
        steps = [step for step in operations if self.notes.supplied(step)]
        told = any(self.notes.kind_of(line.text) == "beyond" for line in claim.asides)
        return told and any(self.context.matching(item).shown(result, step) for step in steps)

    def _not_known(self, said: Said) -> bool:
        return said.op in ("value_on",) or any(map(self._not_known, said.args))

    def _tier(self, claim: Amount, match: re.Match[str], computed: str, result: str, item: Item) -> None:
        """What lies between two bounds, times the rate for it."""
        by = match.groupdict()
        low, high = self._one(by.get("low") or by.get("above")), self._one(by.get("high") or by.get("upto"))
        part, rate, got = self._one(match["part"]), self._one(match["rate"]), self._one(result)
        words = f"{computed} = {result}"
        if part is None or rate is None or got is None:
            self.report.unread(claim.step, words)
            return
        step = next((s for s in _operations(item.step) if s.op == "tiered"), None)
        holds = _number(part) * _rate(rate) == _number(got) and step is not None
        if step is not None:
            holds = holds and self._fits_tier(step, low, high, part, rate)
        so = _number(part) * _rate(rate)
        self.report.claim(
            holds, claim.step, words, f"算出来是 {so}，或者分段不对。", f"It is {so}, or the tier is wrong."
        )

    def _fits_tier(self, step: Step, low: Read | None, high: Read | None, part: Read, rate: Read) -> bool:
        amount, *tiers = [self.context.judge.value(p.outcome) for p in step.parts]
        bounds, rates = [*tiers[:-1:2], None], [*tiers[1:-1:2], tiers[-1]]
        lower: object = 0
        for bound, each in zip(bounds, rates, strict=True):
            begins = _number(low) == lower if low is not None else lower == 0
            ends = high is None if bound is None else (high is not None and _number(high) == bound)
            if begins and ends and isinstance(amount, int | Fraction) and isinstance(lower, int | Fraction):
                top = amount if bound is None else min(amount, bound)  # type: ignore[type-var]
                return _number(part) == max(Fraction(top) - lower, Fraction(0)) and _rate(rate) == each  # type: ignore[arg-type]
            lower = bound
        return False

    def _one(self, text: str | None) -> Read | None:
        return next((read for read in whole(text or "", self.lang)), None)

    # ---- what a row comes to ----

    def _value(self, said: Said, item: Item) -> Read | None:
        """A formula with the numbers themselves, computed."""
        if said.op == "const":
            return said.read
        if said.op == "items":
            return None
        args = [self._value(arg, item) for arg in said.args if arg.op not in ("tiers",)]
        if any(arg is None for arg in args) or not args:
            return None
        return self._apply(said.op, [arg for arg in args if arg is not None], item)

    def _apply(self, op: str, args: list[Read], item: Item) -> Read | None:
        first = args[0]
        numbers = [_number(arg) for arg in args if isinstance(arg.value, int | Fraction)]
        if op in ROUNDINGS:
            return Read(first.kind, RUN[op](numbers[0], numbers[1]))
        if first.kind in ("date", "month") and op in ("add", "sub") and len(args) == 2:
            return self._dated(op, first, args[1])
        if op == "next_working_day":
            return Read("date", self._holidays.roll(int(numbers[0])))
        if op in ("first_day", "last_day", "month_of"):
            run = {"first_day": first_day, "last_day": last_day, "month_of": month_of}[op]
            return Read("month" if op == "month_of" else "date", run(int(numbers[0])))
        if op == "months":
            return Read("number", numbers[1] - numbers[0])
        if len(numbers) != len(args):
            return None
        kinds = [arg.kind for arg in args if arg.kind not in ("number", "percent")] or [first.kind]
        kind = "number" if op == "div" and len(kinds) == 2 else kinds[0]
        return _computed(op, numbers, kind)

    @property
    def _holidays(self) -> Holidays:
        assert self.context.program.holidays is not None
        return self.context.program.holidays

    def _dated(self, op: str, first: Read, other: Read) -> Read | None:
        sign = 1 if op == "add" else -1
        start = first.value
        assert isinstance(start, int)
        if first.kind == "month" and other.kind == "period" and isinstance(other.value, tuple):
            return Read("month", start + sign * (other.value[0] * 12 + other.value[1]))
        if first.kind == "month" and other.kind == "month":
            return Read("number", Fraction(start - int(_number(other))))
        if other.kind == "workdays":
            return Read("date", self._holidays.add(start, sign * int(_number(other))))
        if other.kind == "period" and isinstance(other.value, tuple):
            return Read("date", add_period(start, *(sign * part for part in other.value)))
        return None

    # ---- records ----

    def _records(self, computed: str, result: str, claim: Amount, item: Item, operations: list[Step]) -> bool:
        """3,100.00元（第1人） + 1,250.50元（第2人）: is it such a row? Then it is checked."""
        forms = _RECORDS[self.lang]
        steps = [step for step in operations if step.op in COMPUTED]
        if not steps:
            return False
        if computed in forms["none"]:  # type: ignore[operator]
            read: list[tuple[int, str]] = []
        elif counted := forms["counted"].fullmatch(computed):  # type: ignore[attr-defined]
            numbers = self.context.numbers(counted["names"])
            if numbers is None:
                return False
            read = [(number, "") for number in numbers]
        else:
            extreme = forms["extreme"].fullmatch(computed)  # type: ignore[attr-defined]
            body = extreme["items"] if extreme else computed
            pieces = [forms["item"].fullmatch(x) for x in _pieces(body)]  # type: ignore[attr-defined]
            if not pieces or any(piece is None for piece in pieces):
                return False
            read = [(int(piece["number"]), piece["value"]) for piece in pieces if piece is not None]
        holds = any(self._right_records(step, read, item, result) for step in steps)
        words = f"{computed} = {result}"
        self.report.claim(holds, claim.step, words, "计入的记录或者数不对。", "Records or numbers are wrong.")
        return True

    def _right_records(self, step: Step, read: list[tuple[int, str]], item: Item, result: str) -> bool:
        yes, _ = self._counting(step, item)
        if sorted(number for number, _ in read) != [_at(record) for record in yes]:
            return False
        expr = step.expr
        assert isinstance(expr, Quantified)
        matching = self.context.matching(item)
        for record in yes:
            said = next(value for number, value in read if number == _at(record))
            value = split(expr, record)[1]
            if value is not None and not matching.shown(said, value):
                return False
        return matching.shown(result, step)

    def _counting(self, step: Step, item: Item) -> tuple[list[Step], list[Step]]:
        expr = step.expr
        assert isinstance(expr, Quantified)
        yes: list[Step] = []
        no: list[Step] = []
        for record in step.parts:
            tests, _ = split(expr, record)
            known = [self.context.judge.value(test.outcome) for test in tests]
            (yes if all(value is True for value in known) else no).append(record)
        return yes, no

    # ---- notes ----

    def _aside(self, line: Line, item: Item) -> None:
        text = line.text
        left_out = _LEFT_OUT[self.lang].fullmatch(text)
        rounded, figure = _ROUNDED[self.lang].fullmatch(text), _FIGURE[self.lang].fullmatch(text)
        if left_out is not None:
            steps = [s for s in _operations(item.step) if s.op in COMPUTED]
            numbers = [[_at(r) for r in self._counting(s, item)[1]] for s in steps]
            holds = self.context.numbers(left_out["names"]) in numbers
            self.report.claim(holds, line.step, text, "不计入的不是这些。", "Others do not count.")
        elif rounded is not None:
            self._reading(rounded, item, line)
        elif figure is not None and any(self._is_figure(figure, step, item) is not None for step in item.step.walk()):
            holds = any(self._is_figure(figure, step, item) for step in item.step.walk())
            self.report.claim(holds, line.step, text, "公布的数额不是这样。", "The published figure is another.")
        else:
            self._days(line, item)

    def _days(self, line: Line, item: Item) -> None:
        before = len(self.report.findings)
        claim = self.page.verdict
        self.notes.check(line.text, item, claim)
        del before

    def _reading(self, match: re.Match[str], item: Item, line: Line) -> None:
        reading: Reading | None = self.context.program.readings.get(match["id"])
        used = {id_: letter for step in item.step.walk() for id_, letter in step.readings}
        letter = used.get(match["id"])
        holds = reading is not None and letter is not None
        if reading is not None and letter is not None:
            holds = reading.alternatives[letter].get(self.lang) == match["text"]
            adopted = letter == reading.adopted and bool(reading.because.zh)
            why = reading.because.get(self.lang) if adopted else None
            holds = holds and match["why"] == why
        self.report.claim(holds, line.step, line.text, "读法不是这样。", "The reading is another.")

    def _is_figure(self, match: re.Match[str], step: Step, item: Item) -> bool | None:
        """None where it is another figure."""
        if step.op != "value_on":
            return None
        label = self.context.program.facts[step.parts[1].name].label.get(self.lang)
        if label != match["name"]:
            return None
        row = re.fullmatch(
            r"(?:(?P<w>自.+?|至.+?)?；?出处：(?P<s>.+))|(?P<only>.+)"
            if self.lang == "zh"
            else r"(?:(?P<w>(?:from|until) .+?)?(?:; )?source: (?P<s>.+))|(?P<only>.+)",
            match["row"],
        )
        assert row is not None
        window, source = row["w"] or row["only"] or "", row["s"] or ""
        right = self.context.matching(item).shown(match["value"], step)
        return right and self.notes.is_row(step, window, source)

    def _sources(self, claim: Amount, item: Item) -> None:
        """Which records do not count, and by which reading was rounded, must be said."""
        said = " ".join(line.text for line in claim.asides)
        for step in _operations(item.step):
            no = self._counting(step, item)[1] if step.op in COMPUTED else []
            listed = [m["names"] for line in claim.asides if (m := _LEFT_OUT[self.lang].fullmatch(line.text))]
            told = {n for names in listed for n in self.context.numbers(names) or ()}
            for record in no:
                zh, en = "没有说它不计入。", "That it does not count is not said."
                self.report.needs(_at(record) in told, claim.step, self.context.ordinal(record.name), zh, en)
            for id_, _ in step.readings if step.op in ROUNDINGS else ():
                self.report.needs(id_ in said, claim.step, id_, "没有说是按哪种读法。", "The reading is not told.")


def _operations(step: Step) -> Iterator[Step]:
    """The operations of a formula, innermost first."""
    if step.op in ARITHMETIC:
        for part in step.parts:
            yield from _operations(part)
    if step.op in (*ARITHMETIC, *COMPUTED):
        yield step


def _pieces(text: str) -> list[str]:
    """The values of records, divided by plus signs, 、 or commas."""
    return re.split(r"(?<=）) \+ |(?<=\)) \+ |(?<=）)[、；]|(?<=\))[,;] |(?<=\)) and ", text.removesuffix("；其"))


def _at(record: Step) -> int:
    """The number of a record in its list."""
    return number_of(record.name)


def _number(read: Read) -> Fraction:
    assert isinstance(read.value, int | Fraction)
    return Fraction(read.value)


def _rate(read: Read) -> Fraction:
    return _number(read)


def _computed(op: str, numbers: list[Fraction], kind: str) -> Read | None:
    if op in ("max", "min"):
        return Read(kind, max(numbers) if op == "max" else min(numbers))
    if op == "neg":
        return Read(kind, -numbers[0])
    if len(numbers) != 2 or (op == "div" and numbers[1] == 0):
        return None
    left, right = numbers
    results = {"add": left + right, "sub": left - right, "mul": left * right}
    if op == "div":
        return Read(kind, left / right)
    return Read(kind, results[op]) if op in results else None


def _same(value: Read, read: Read) -> bool:
    """Is a result what was computed? Digits that were cut off may differ in the last place."""
    if not isinstance(value.value, int | Fraction) or not isinstance(read.value, int | Fraction):
        return value == read
    if value.kind != read.kind:
        return False
    if read.rough:
        return abs(Fraction(value.value) - Fraction(read.value)) <= Fraction(1, 100)
    return Fraction(value.value) == Fraction(read.value)
