"""Exceptions, judged straight from the statements: a small interpreter of what compiler/exceptions.py says of them
against the evaluator, over random trees of exceptions; and the check for exceptions in conflict against trying
everybody, on every day, under every reading."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from random import Random
from typing import Any

import pytest

from compiler.checks.conflicts import conflicting_exceptions
from compiler.compile import Compiled
from compiler.evaluate import evaluate
from compiler.expressions import Apply
from tests.generate import Generated, attempts, compiled
from tests.oracle import Facts, Oracle, completed, each
from tests.test_oracle import written

FIRST = date(2021, 1, 1)
READINGS = ("A", "B")
Person = Mapping[str, Any]
"""The facts, `day` (a date) and `reading` (a letter)."""


# ---- the judge ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A condition or a value: how it is written, and what it comes to; None is not applicable."""

    text: str
    of: Callable[[Person], Any]


@dataclass(frozen=True)
class Statement:
    """A rule, or an exception (then `condition` is when it holds, else a guard). `value` None: it reinstates."""

    name: str
    exception: bool
    condition: Part | None
    value: Part | None
    to: str = ""
    notwithstanding: tuple[str, ...] = ()
    subject_to: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        return (self.since or day) <= day <= (self.until or day)

    @property
    def text(self) -> str:
        target = f" 针对 {self.to}" if self.to else ""
        lines = [f"例外 {self.name}{target}" if self.exception else f"定义 {self.name} : 整数"]
        if self.since or self.until:
            since = f" 自 {self.since} 起" if self.since else ""
            lines.append(f"施行{since}" + (f" 至 {self.until} 止" if self.until else ""))
        for word, names in (("尽管", self.notwithstanding), ("受限于", self.subject_to)):
            lines += [f"{word} {'、'.join(names)}"] if names else []
        if self.condition is not None:
            lines.append(("若" if self.exception else "前提") + self.condition.text)
        lines.append(self.value.text if self.value is not None else "恢复")
        return "\n  ".join(lines)


class Judge:
    """What the statements in force on a person's day say of them."""

    def __init__(self, statements: Sequence[Statement], person: Person) -> None:
        self.person = person
        current = {s.name: s for s in statements if s.in_force(person["day"])}
        self.rules = {name: s for name, s in current.items() if not s.exception}
        self.exceptions = {name: s for name, s in current.items() if s.exception}
        self.rule_names = {s.name for s in statements if not s.exception}
        self.targets = {name: self._targets(s) for name, s in self.exceptions.items()}

    def _targets(self, e: Statement) -> set[str]:
        """What it is an exception to: by its header, by `subject to` there, or because it is a rule that stands back;
        if all that is nothing, the exceptions that stand back."""
        subject = {s.name for s in (*self.rules.values(), *self.exceptions.values()) if e.name in s.subject_to}
        return ({e.to} - {""} | subject | self.rule_names.intersection(e.notwithstanding)) or set(e.notwithstanding)

    def prevails_over(self, name: str) -> set[str]:
        """An exception with a value takes the place of what it is one to, and prevails over what that prevails over."""
        targets, own = self.targets.get(name, set()), self.exceptions.get(name)
        found = targets | set(own.notwithstanding if own else ())
        if own and own.value is not None:
            found = found.union(*(self.prevails_over(target) for target in targets))
        return found

    def acts(self, name: str) -> bool:
        """Its condition holds; so does that of an exception that it is one to, if it is none to a rule."""
        own = self.exceptions.get(name)
        if own is None or own.condition is None or own.condition.of(self.person) is not True:
            return False
        targets = self.targets[name]
        return not targets or bool(targets & self.rule_names) or any(map(self.acts, targets))

    def counts(self, name: str) -> bool:
        """It acts, and nothing that counts prevails over it."""
        others = (other for other in self.exceptions if name in self.prevails_over(other))
        return self.acts(name) and not any(map(self.counts, others))

    def about(self, name: str, rule: str) -> bool:
        return rule in self.targets.get(name, ()) or any(self.about(t, rule) for t in self.targets.get(name, ()))

    def applicable(self, rule: str) -> bool:
        guard = self.rules[rule].condition
        return guard is None or guard.of(self.person) is True

    def given(self, rule: str) -> dict[str, Any]:
        """The exceptions to a rule that count, and what each gives."""
        valued = {name: e.value for name, e in self.exceptions.items() if e.value is not None}
        return {
            name: value.of(self.person)
            for name, value in valued.items()
            if self.about(name, rule) and self.counts(name)
        }

    def answer(self, rule: str) -> Any:
        own = self.rules[rule].value
        assert own is not None
        return next(iter(self.given(rule).values()), own.of(self.person)) if self.applicable(rule) else None

    def conflicts(self) -> set[frozenset[str]]:
        found = set()
        for rule in filter(self.applicable, self.rules):
            given = self.given(rule)
            found |= {frozenset(pair) for pair in combinations(given, 2) if given[pair[0]] != given[pair[1]]}
        return found


# ---- random trees ---------------------------------------------------------------------------------------------------

FACTS = (
    "事实 残 : 是否",
    "事实 住 : 是否\n  约束 住 或 非 残，否则 inconsistent_facts",
    "事实 老 : 是否",
    "事实 数 : 整数\n  范围 0 至 1",
    "读法 R1「问」\n  甲「一」采用，因为「明白」\n  乙「二」",
    "定义 守 : 整数\n  前提 老\n  1",
)
PEOPLE = [
    {"残": a, "住": b, "老": c, "数": n}
    for a, b, c, n in product((False, True), (False, True), (False, True), (0, 1))
    if b or not a
]


class Trees:
    """Writes rules and exceptions to them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.statements: list[Statement] = []

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def day(self) -> date:
        return FIRST + timedelta(self.random.choice((10, 20)))

    def condition(self) -> Part:
        """Yes or no, of everybody on every day."""
        name, day, low = self.random.choice(("残", "住", "老")), self.day(), self.random.randint(0, 1)
        return self.random.choice(
            (
                *[Part(f" {name}", lambda p: p[name])] * 4,
                *[Part(f" 非 {name}", lambda p: not p[name])] * 2,
                Part(f" 数 > {low}", lambda p: p["数"] > low),
                Part(f" 自 {day} 起", lambda p: p["day"] >= day),
                Part(f" 至 {day} 止", lambda p: p["day"] <= day),
                Part(f"：\n    - 按 R1 乙：{name}\n    - 住", lambda p: p["住"] and (p["reading"] == "A" or p[name])),
                Part(f" 守 = 1 或 {name}", lambda p: True if p["老"] or p[name] else None),
            )
        )

    def value(self) -> Part:
        number = self.random.randint(0, 2)
        return self.random.choice(
            (
                *[Part(f"{number}", lambda p: number)] * 5,
                Part("数", lambda p: p["数"]),
                Part(f"数 + {number}", lambda p: p["数"] + number),
                Part("守", lambda p: 1 if p["老"] else None),
            )
        )

    def versions(self, statement: Statement, again: Callable[[Statement], Statement]) -> None:
        """The statement, or two for different days."""
        if self.chance(80):
            self.statements.append(statement)
            return
        day = self.day()
        self.statements.append(replace(statement, until=day))
        if self.chance(70):
            self.statements.append(again(replace(statement, since=day + timedelta(self.random.choice((1, 1, 3))))))

    def rule(self, name: str, exceptions: Sequence[str]) -> None:
        def made(s: Statement) -> Statement:
            subject = [e for e in exceptions if self.chance(20)]
            return replace(s, value=self.value(), subject_to=tuple(subject))

        guard = self.condition() if self.chance(20) else None
        self.versions(made(Statement(name, False, guard, None)), made)

    def exception(self, name: str, earlier: Sequence[str], later: Sequence[str], rules: Sequence[str]) -> None:
        def made(s: Statement) -> Statement:
            to = self.random.choice((*rules, *earlier, *earlier)) if self.chance(85) else ""
            over = [e for e in earlier if e != to and self.chance(30)]
            over += [r for r in rules if r != to and self.chance(10)]
            return replace(
                s,
                to=to,
                notwithstanding=tuple(over or ([] if to else rules[:1])),
                subject_to=tuple(e for e in later if self.chance(12)),
                condition=self.condition(),
                value=None if self.chance(25) else self.value(),
            )

        self.versions(made(Statement(name, True, None, None)), made)

    def all(self) -> list[Statement]:
        names = [f"特{i + 1}" for i in range(self.random.randint(1, 5))]
        rules = ["规一", "规二"][: self.random.choice((1, 1, 2))]
        for rule in rules:
            self.rule(rule, names)
        for i, name in enumerate(names):
            self.exception(name, names[:i], names[i + 1 :], rules)
        return self.statements


def program(statements: Sequence[Statement]) -> Generated:
    return Generated((*FACTS, *(s.text for s in statements)), FIRST)


def everybody(statements: Sequence[Statement]) -> Iterator[Person]:
    """Everybody, on a day of every kind, under every reading."""
    days = [FIRST + timedelta(n) for n in (0, 9, 10, 11, 12, 13, 19, 20, 21, 22, 23)]
    used = [d for d in days if any(s.in_force(d) for s in statements)]
    for facts, day, reading in product(PEOPLE, used, READINGS):
        yield {**facts, "day": day, "reading": reading}


def reported(result: Compiled) -> set[frozenset[str]]:
    """The pairs that the check for conflicts finds. (Of two at one place, `check` shows one.)"""
    return {frozenset((d.words["first"], d.words["second"])) for d in conflicting_exceptions(result.program)}


def found(statements: Sequence[Statement], asked: Person, result: Compiled) -> dict[str, Any]:
    """The evaluator's answers, None for what is not applicable; without what is not in force."""
    facts = {name: asked[name] for name in ("残", "住", "老", "数")}
    request = {"as_of": asked["day"].isoformat(), "facts": facts, "readings": {"R1": asked["reading"]}}
    answers = evaluate(result.program, request).conclusions
    names = {s.name for s in statements}
    return {n: a.value for n, a in answers.items() if n in names and a.status in ("value", "not_applicable")}


# ---- the tests ------------------------------------------------------------------------------------------------------

TREES, CHUNKS, ASKED = 300, 10, 25


def differences(seed: int) -> Iterator[str]:
    """Where the evaluator, or the check for conflicts, and the judge differ."""
    statements = Trees(seed).all()
    generated = program(statements)
    result = compiled(generated)
    assert {d.code for d in result.errors} <= {"E215"}, f"{seed}\n{generated.text}\n{result.errors[0].render('en')}"
    people = list(everybody(statements))
    conflicts = set().union(*(Judge(statements, person).conflicts() for person in people))
    if reported(result) != conflicts:
        yield f"seed {seed}\n{generated.text}\nreported {reported(result)}\nfound    {conflicts}"
    if conflicts:
        return
    for person in Random(seed).sample(people, min(ASKED, len(people))):
        judge = Judge(statements, person)
        expected = {name: judge.answer(name) for name in judge.rules}
        expected |= {name: judge.counts(name) for name in judge.exceptions}
        got = found(statements, person, result)
        if got != expected:
            yield f"seed {seed}\n{generated.text}\n{dict(person)}\nevaluator {got}\njudge     {expected}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_exceptions_mean_what_their_statements_say(chunk: int) -> None:
    failures = [text for seed in range(chunk, TREES, CHUNKS) for text in differences(seed)]
    assert not failures, f"{len(failures)} differences; the first:\n{failures[0]}"


def clashes(oracle: Oracle, person: Facts) -> set[frozenset[str]]:
    """The exceptions of a program that count together for somebody and give different values."""
    found: set[frozenset[str]] = set()
    for definition in oracle.program.definitions.values():
        body = definition.body
        if not isinstance(body, Apply) or body.op != "with_exceptions":
            continue
        pairs = list(zip(body.args[1::2], body.args[2::2], strict=True))
        for one in each(person, definition.each) if definition.each else [person]:
            if oracle.meaning(definition.guard)(one) is True:
                given = {e.name: oracle.meaning(v)(one) for e, v in pairs if oracle.meaning(e)(one)}  # type: ignore[union-attr]
                found |= {frozenset(pair) for pair in combinations(given, 2) if given[pair[0]] != given[pair[1]]}
    return {frozenset(name.partition("@")[0] for name in pair) for pair in found}


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_generated_programs_conflict_only_where_it_is_reported(seed: int) -> None:
    """Everybody cannot be tried here; many are."""
    random = Random(seed)
    for generated in attempts(seed):
        result = compiled(generated)
        rules, known = result.program, reported(result)
        for _ in range(150):
            day = generated.anchor + timedelta(random.choice((-400, -30, -9, -2, -1, 0, 1, 2, 9, 30, 400)))
            oracle = Oracle(rules, day, {r: random.choice("AB") for r in rules.readings})
            slots = dict(oracle.slots({}))
            person = completed({}, {slot: random.choice(values) for slot, values in slots.items()})
            if not oracle.refuses(person):
                assert clashes(oracle, person) <= known, f"{generated.text}\n{day} {person}"
        if not known:
            break


# ---- sentence by sentence -------------------------------------------------------------------------------------------

BASE = """
        事实 残 : 是否
        事实 区 : 是否
        事实 民 : 是否
        定义 费 : 整数
          12
        """


def answers(text: str, *true: str, day: str = "2021-06-01") -> dict[str, Any]:
    """What each conclusion comes to for somebody for whom these facts are so and no others; None: not applicable."""
    result = compiled(written(text))
    assert not result.errors, result.errors[0].render("en")
    facts = {name: name in true for name, fact in result.program.facts.items() if fact.type.kind == "bool"}
    found = evaluate(result.program, {"as_of": day, "facts": facts}).conclusions
    return {name: answer.value for name, answer in found.items()}


def conflicts(text: str) -> set[frozenset[str]]:
    result = compiled(written(text))
    assert {d.code for d in result.errors} <= {"E215"}, result.errors[0].render("en")
    assert bool(result.errors) is bool(reported(result))
    return reported(result)


FREE = """
        例外 免 针对 费
          若 残
          0
        """
IN_ZONE = """
        例外 区价 针对 免
          若 区
          5
        """


def test_the_value_of_an_exception_that_counts_else_the_rules_own() -> None:
    assert answers(BASE + FREE, "残") == {"费": 0, "免": True}
    assert answers(BASE + FREE) == {"费": 12, "免": False}


def test_a_condition_that_is_not_applicable_does_not_hold() -> None:
    guarded = """
        定义 老 : 是否
          前提 区
          民
        例外 免 针对 费
          若 老
          0
        例外 全免 针对 费
          若 残
          0
        """
    assert answers(BASE + guarded) == {"费": 12, "老": None, "免": False, "全免": False}
    assert answers(BASE + guarded, "残")["费"] == 0
    assert answers(BASE + guarded, "区", "民")["费"] == 0


def test_a_guard_of_the_rule_comes_first() -> None:
    text = BASE.replace("          12", "          前提 区\n          12") + FREE
    assert answers(text, "残") == {"费": None, "免": True}
    assert answers(text, "残", "区")["费"] == 0


def test_an_exception_to_an_exception_acts_only_where_that_one_would() -> None:
    assert answers(BASE + FREE + IN_ZONE, "残", "区") == {"费": 5, "免": False, "区价": True}
    assert answers(BASE + FREE + IN_ZONE, "区") == {"费": 12, "免": False, "区价": False}


def test_one_that_is_an_exception_to_a_rule_as_well_acts_everywhere() -> None:
    text = BASE + FREE + IN_ZONE.replace("若 区", "尽管 费\n          若 区")
    assert answers(text, "区") == {"费": 5, "免": False, "区价": True}


@pytest.mark.parametrize(
    "said", ["例外 优惠\n          若 区\n          3", "例外 优惠 针对 费\n          若 区\n          3"]
)
def test_subject_to_says_the_same_as_exception_to(said: str) -> None:
    text = BASE.replace("          12", "          受限于 优惠\n          12") + f"\n        {said}\n"
    assert answers(text, "区") == {"费": 3, "优惠": True}
    assert answers(text) == {"费": 12, "优惠": False}


def test_notwithstanding_a_rule_says_it_too() -> None:
    text = BASE + FREE.replace(" 针对 费", "").replace("若 残", "尽管 费\n          若 残")
    assert answers(text, "残") == {"费": 0, "免": True}


@pytest.mark.parametrize("order", [1, -1])
def test_notwithstanding_an_exception_orders_the_two_and_does_not_widen_where_one_acts(order: int) -> None:
    """Whichever of the two stands first."""
    late = """
        例外 优惠 针对 费
          尽管 免
          若 区
          3
        """
    text = BASE + "\n".join((FREE, late)[::order])
    assert answers(text, "残", "区") == {"费": 3, "免": False, "优惠": True}
    assert answers(text, "区") == {"费": 3, "免": False, "优惠": True}
    assert answers(text, "残") == {"费": 0, "免": True, "优惠": False}


def test_notwithstanding_alone_makes_an_exception_to_that_one() -> None:
    text = BASE + FREE + IN_ZONE.replace(" 针对 免", "").replace("若 区", "尽管 免\n          若 区")
    assert answers(text, "区") == {"费": 12, "免": False, "区价": False}
    assert answers(text, "残", "区")["费"] == 5


def test_reinstated_keeps_an_exception_from_counting_and_gives_nothing() -> None:
    back = """
        例外 违规 针对 免
          若 区
          恢复
        """
    assert answers(BASE + FREE + back, "残", "区") == {"费": 12, "免": False, "违规": True}
    again = (
        back
        + """
        例外 赦 针对 违规
          若 民
          恢复
        """
    )
    assert answers(BASE + FREE + again, "残", "区", "民") == {"费": 0, "免": True, "违规": False, "赦": True}


def test_an_exception_with_a_value_takes_the_place_of_what_it_is_one_to() -> None:
    resident = """
        例外 民价 针对 区价
          若 民
          3
        """
    answered = answers(BASE + FREE + IN_ZONE + resident, "残", "区", "民")
    assert answered == {"费": 3, "免": False, "区价": False, "民价": True}


def test_and_prevails_over_what_that_one_prevailed_over() -> None:
    other = """
        例外 优惠 针对 费
          若 民
          1
        例外 免 针对 费
          尽管 优惠
          若 残
          0
        """
    assert answers(BASE + other + IN_ZONE, "残", "区", "民") == {"费": 5, "优惠": False, "免": False, "区价": True}
    unordered = other.replace("          尽管 优惠\n", "").replace("          0", "          1")
    assert conflicts(BASE + unordered + IN_ZONE) == {frozenset(("优惠", "区价"))}


def test_an_exception_may_be_one_to_several_rules() -> None:
    text = BASE + FREE.replace("若 残", "尽管 押金\n          若 残") + "\n        定义 押金 : 整数\n          50\n"
    assert answers(text, "残") == {"费": 0, "免": True, "押金": 0}


def test_but_not_to_one_about_records_and_one_about_the_person() -> None:
    text = """
        事实 名单 : 记录
        事实 大 : 是否
          每一 名单
        定义 份 : 整数
          每一 名单
          1
        定义 总 : 整数
          5
        例外 免 针对 份
          尽管 总
          若 大
          0
        """
    assert [d.code for d in compiled(written(text)).errors] == ["E217"]


# ---- conflicts ------------------------------------------------------------------------------------------------------

OTHER = """
        例外 优惠 针对 费
          若 区
          3
        """


def test_two_exceptions_that_disagree_are_found() -> None:
    assert conflicts(BASE + FREE + OTHER) == {frozenset(("免", "优惠"))}
    assert not conflicts(BASE + FREE + OTHER.replace("3", "0"))
    assert not conflicts(BASE + FREE + OTHER.replace("若 区", "若 区 且 非 残"))
    assert not conflicts(BASE.replace("          12", "          前提 非 残\n          12") + FREE + OTHER)


def test_a_constraint_may_keep_them_apart() -> None:
    apart = "        事实 区 : 是否\n          约束 非 残 或 非 区，否则 inconsistent_facts"
    assert not conflicts(BASE.replace("        事实 区 : 是否", apart) + FREE + OTHER)


def test_one_that_gives_nothing_applicable_differs_from_one_that_gives_a_value() -> None:
    guarded = """
        定义 半价 : 整数
          前提 民
          0
        """
    assert conflicts(BASE + guarded + FREE + OTHER.replace("3", "半价")) == {frozenset(("免", "优惠"))}


def test_versions_on_different_days_do_not_conflict() -> None:
    old = FREE.replace("若 残", "施行 至 2020-12-31 止\n          若 残")
    assert not conflicts(BASE + old + OTHER.replace("若 区", "施行 自 2021-01-01 起\n          若 区"))
    assert conflicts(BASE + old + OTHER.replace("若 区", "施行 自 2020-12-31 起\n          若 区"))


def test_a_former_text_may_conflict_on_a_later_day() -> None:
    """In its own days the two exclude each other; but it is asked for today."""
    text = """
        事实 残 : 是否
        定义 费 : 整数
          施行 至 2020-12-31 止
          12
        例外 免 针对 费
          施行 至 2020-12-31 止
          若 残
          0
        例外 优惠 针对 费
          施行 至 2020-12-31 止
          若 残 且 自 2021-01-01 起
          3
        """
    assert not conflicts(text)
    former = "\n        定义 旧费 : 整数\n          费 施行于 2020-06-30\n"
    assert conflicts(text + former) == {frozenset(("免", "优惠"))}


def test_only_records_that_are_there_conflict() -> None:
    text = """
        事实 名单 : 记录
          范围 0 至 2
        事实 大 : 是否
          每一 名单
        事实 小 : 是否
          每一 名单
          约束 非 大 或 非 小，否则 inconsistent_facts
        定义 份 : 整数
          每一 名单
          1
        例外 多 针对 份
          若 大
          2
        例外 少 针对 份
          若 小
          0
        定义 共 : 整数
          合计（名单：份）
        """
    assert not conflicts(text)
    free = text.replace("\n          约束 非 大 或 非 小，否则 inconsistent_facts", "")
    assert conflicts(free) == {frozenset(("多", "少"))}


# ---- versions -------------------------------------------------------------------------------------------------------


def test_what_is_an_exception_to_what_is_said_by_the_text_of_the_day() -> None:
    text = """
        事实 残 : 是否
        定义 费 : 整数
          施行 至 2020-12-31 止
          12
        定义 费 : 整数
          施行 自 2021-01-01 起
          受限于 免
          12
        定义 停车费 : 整数
          受限于 免
          5
        例外 免
          若 残
          0
        """
    assert answers(text, "残", day="2020-12-31")["费"] == 12
    assert answers(text, "残", day="2021-01-01")["费"] == 0


def test_an_exception_to_one_that_is_not_in_force_has_nothing_to_act_on() -> None:
    text = BASE + FREE.replace("若 残", "施行 至 2020-12-31 止\n          若 残") + IN_ZONE
    assert answers(text, "残", "区", day="2020-12-31") == {"费": 5, "免": False, "区价": True}
    assert answers(text, "残", "区") == {"费": 12, "免": None, "区价": False}


def test_a_former_text_has_the_exceptions_of_its_day() -> None:
    """The exception to the exception is the same on both days; what it acts within is not."""
    text = """
        事实 残 : 是否
        事实 区 : 是否
        定义 费 : 整数
          10
        例外 免 针对 费
          施行 至 2020-12-31 止
          若 残
          0
        例外 免 针对 费
          施行 自 2021-01-01 起
          若 非 残
          0
        例外 区价 针对 免
          若 区
          5
        定义 旧费 : 整数
          费 施行于 2020-06-30
        """
    assert answers(text, "残", "区") == {"费": 10, "免": False, "区价": False, "旧费": 5}


def test_what_a_former_text_names_may_have_no_text_of_that_day() -> None:
    text = """
        事实 残 : 是否
        定义 优惠 : 整数
          施行 自 2021-01-01 起
          3
        定义 费 : 整数
          优惠 + 1
        定义 旧费 : 整数
          费 施行于 2020-06-30
        """
    assert answers(text) == {"优惠": 3, "费": 4, "旧费": None}
