"""Properties of explanations (proofs.py) on 2,000 seeded pairs of a conclusion and a request; `make prove` tries many
more. That each property can fail is shown by explanations that were tampered with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from explain.proof import Proof
from explain.prospects import Advice, Course
from tests.proofs import BEIJING, DAYS, MERROW, PROPERTIES, Pair, cases, conclusions, named, prove, tried
from tests.proofs_base import VOCABULARY, program_of
from tests.proofs_form import SCHEMA

PARTS, EACH = 40, 50
SEED = 7
SHARES = (*[0.0] * 7, *[0.2] * 5, *[0.5] * 4, *[0.8] * 3, 1.0)
LEFT_OUT = (0.0, 0.05)
"""Of the second policy, whose lists make whatever is open expensive to settle."""


def pairs(numbers: Sequence[int] = range(PARTS * EACH)) -> list[Pair]:
    """All but one in forty ask about the first policy; conclusions and days in turn, agreed cases in between."""
    found: list[Pair] = []
    agreed = [id_ for id_, _ in cases()]
    for number in numbers:
        policy = MERROW if number % 40 == 9 else BEIJING
        names, days = conclusions(policy), DAYS[policy]
        round_ = number // 20
        day = days[round_ % len(days)]
        share = LEFT_OUT[round_ % 2] if policy == MERROW else SHARES[number % 20]
        origin = f"{SEED}/{day}/{share}/{1 + round_ // len(days)}"
        if number % 50 == 3:
            origin = agreed[(number // 50 * 7) % len(agreed)]
        found.append(Pair(policy, names[(number * 7 + round_) % len(names)], named(policy, origin), origin, 0))
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_every_property_holds(part: int) -> None:
    tallies = prove(pairs(range(part * EACH, (part + 1) * EACH)))
    faults = [
        f"{name}: {pair.policy} {pair.origin} {pair.name}: {fault}"
        for name, tally in tallies.items()
        for pair, fault in tally.faults
    ]
    assert not faults, f"{len(faults)} faults; the first:\n" + "\n".join(faults[:5])
    assert all(tallies[name].pairs == EACH for name in ("verdict", "changes", "timeline", "form"))
    assert all(tallies[name].pairs >= EACH // 5 for name in ("ticks", "missing"))
    assert sum(tally.claims for tally in tallies.values()) > 40 * EACH


# ---- each property can fail ------------------------------------------------------------------------------------------


def person(**changed: object) -> dict[str, object]:
    """第三条: a platform worker with an agricultural household, not registered."""
    facts = {
        "出生日期": "1982-03-15",
        "性别": "女",
        "本市户籍": True,
        "农业户籍": True,
        "个体经营者": False,
        "非全日制从业人员": False,
        "依托新业态平台实现就业": True,
        "与新业态平台相关企业建立劳动关系": False,
        "法律法规规章规定的其他灵活就业人员": False,
        "就业地在本市": True,
        "办理就业登记": False,
        "处于就业见习期间": False,
    }
    return {name: value for name, value in {**facts, **changed}.items() if value is not None}


def pair_of(facts: dict[str, object], about: str = "可以参加本市社会保险") -> Pair:
    return Pair(BEIJING, about, {"as_of": "2021-10-15", "facts": facts}, "a person", 1)


def tampered(pair: Pair, proof: Callable[[Proof], Proof] = lambda proof: proof, **prospects: Any) -> Pair:
    """The same pair with another explanation."""
    was = pair.explanation
    told = replace(was.prospects, **{key: make(getattr(was.prospects, key)) for key, make in prospects.items()})
    made = replace(was, proof=proof(was.proof))
    made.__dict__["prospects"] = told
    pair.__dict__["explanation"] = made
    return pair


def missing_less(proof: Proof) -> Proof:
    return replace(proof, missing=proof.missing[1:])


def test_what_is_true_is_let_pass() -> None:
    for facts in (person(), person(办理就业登记=True), person(办理就业登记=None, 农业户籍=None)):
        for name in PROPERTIES:
            assert not tried(pair_of(facts), name).faults


def test_a_fact_that_is_not_said_to_be_missing_is_found() -> None:
    pair = pair_of(person(办理就业登记=None, 农业户籍=None))
    pair.__dict__["told"] = replace(pair.told, missing=pair.told.missing[1:])
    assert any("missed" in fault for fault in tried(pair, "missing").faults)


def test_a_fact_that_is_said_to_be_missing_for_nothing_is_found() -> None:
    pair = pair_of(person(办理就业登记=None, 失业=None))
    pair.__dict__["told"] = replace(pair.told, missing=(*pair.told.missing, "失业"))
    assert any("needless" in fault for fault in tried(pair, "missing").faults)


def test_an_answer_that_is_not_settled_is_found() -> None:
    pair = pair_of(person(办理就业登记=None))
    pair.__dict__["told"] = replace(pair.told, status="value", value=True, missing=())
    assert any("not settled" in fault for fault in tried(pair, "missing").faults)


def test_a_wrong_verdict_is_found() -> None:
    def turned(proof: Proof) -> Proof:
        return replace(proof, verdict=replace(proof.verdict, value=True))

    assert tried(tampered(pair_of(person()), turned), "verdict").faults


@pytest.mark.parametrize("name", ["办理就业登记", "性别"])
def test_a_reason_too_many_or_too_few_is_found(name: str) -> None:
    def changed(proof: Proof) -> Proof:
        route = proof.routes[0]
        facts = tuple(p for p in route.facts if p != name) if name in route.facts else (*route.facts, name)
        other = replace(route, rests=lambda: facts)
        return replace(proof, routes=tuple(other if r is route else r for r in proof.routes))

    pair = pair_of(person())
    assert not tried(pair, "reasons").faults
    assert tried(tampered(pair, changed), "reasons").faults


def test_a_wrong_tick_is_found() -> None:
    def ticked(proof: Proof) -> Proof:
        return replace(proof, root=replace(proof.root, state="met"))

    assert tried(tampered(pair_of(person()), ticked), "ticks").faults


def test_a_condition_that_is_not_told_is_found() -> None:
    """Nothing but the first of two things that are lacking."""

    def shorter(proof: Proof) -> Proof:
        first, *others = proof.routes
        return replace(proof, routes=(replace(first, unmet=first.unmet[:1]), *others))

    facts = {"本市户籍": True, "个体经营者": False, "登记注册": False}
    pair = pair_of(facts, "创业担保贷款支持对象")
    assert not tried(pair, "blockers").faults
    assert tried(tampered(pair, shorter), "blockers").faults


@pytest.mark.parametrize("kind", ["fixed", "decision", "excepted", "dates"])
def test_a_wrong_kind_of_no_is_found(kind: str) -> None:
    pair = tampered(pair_of(person()), lambda proof: replace(proof, no=kind))
    assert tried(pair, "blockers").faults


def test_changes_that_do_not_help_or_are_too_many_are_found() -> None:
    def other(advice: Advice) -> Advice:
        ((one,),) = advice.ways
        return replace(advice, ways=((replace(one, new=False),),))

    def more(advice: Advice) -> Advice:
        ((one,),) = advice.ways
        return replace(advice, ways=((one, replace(one, fact="个体经营者", old=False, new=True)),))

    def harmful(advice: Advice) -> Advice:
        ((one,),) = advice.ways
        return replace(advice, ways=((one, replace(one, fact="农业户籍", old=True, new=True)),))

    for change, said in ((other, "does not help"), (more, "more than needed"), (harmful, "not for the person")):
        faults = tried(tampered(pair_of(person()), changes=change), "changes").faults
        assert any(said in fault for fault in faults), said


def test_a_span_that_is_too_wide_or_too_narrow_is_found() -> None:
    facts = {
        **person(个人委托存档=True, 参加社会保险=True, 个体经营者=True, 失业保险缴费基数="1000.00"),
        "企业职工养老保险缴费下限": "5360.00",
        "企业职工养老保险缴费上限": "28221.00",
    }
    for low, high in ((536001, 2822100), (536000, 2822099), (535999, 2822100), (536000, None)):

        def other(advice: Advice, low: int = low, high: int | None = high) -> Advice:
            ((one,),) = advice.ways
            return replace(advice, ways=((replace(one, low=low, high=high),),))

        assert not tried(pair_of(facts, "失业保险缴费基数符合规定"), "changes").faults
        assert tried(tampered(pair_of(facts, "失业保险缴费基数符合规定"), changes=other), "changes").faults, (low, high)


def test_a_turn_of_time_a_day_off_is_found() -> None:
    def later(course: Course) -> Course:
        stretches = list(course.stretches)
        at = next(i for i, one in enumerate(stretches) if one.first is not None)
        before, after = stretches[at - 1], stretches[at]
        assert after.first is not None
        stretches[at - 1 : at + 1] = [replace(before, last=after.first), replace(after, first=after.first + 1)]
        return replace(course, stretches=tuple(stretches))

    assert tried(tampered(pair_of(person(办理就业登记=True)), course=later), "timeline").faults


def test_a_wrong_outlook_reading_or_row_is_found() -> None:
    def swapped(proof: Proof) -> Proof:
        missing = tuple(
            replace(m, outlooks=tuple(replace(o, outcome=proof.label) for o in m.outlooks)) for m in proof.missing
        )
        readings = tuple(
            replace(use, others=tuple(replace(o, outcome=proof.label) if o.outcome.zh else o for o in use.others))
            for use in proof.readings
        )
        return replace(proof, missing=missing, readings=readings)

    pair = tampered(pair_of(person(办理就业登记=None)), swapped)
    assert tried(pair, "outlooks").faults
    assert tried(pair, "readings").faults

    def more(proof: Proof) -> Proof:
        assert proof.amount is not None
        (computed, result), *rows = proof.amount.rows
        other = replace(computed, zh=computed.zh.replace("1%", "2%"))
        return replace(proof, amount=replace(proof.amount, rows=((other, result), *rows)))

    facts = {
        **person(个人委托存档=True, 参加社会保险=True, 个体经营者=True, 失业保险缴费基数="6000.00"),
        "企业职工养老保险缴费下限": "5360.00",
        "企业职工养老保险缴费上限": "28221.00",
    }
    pair = pair_of(facts, "失业保险费月缴费额")
    assert not tried(pair, "amounts").faults
    assert tried(tampered(pair, more), "amounts").faults


# ---- what the properties stand on ------------------------------------------------------------------------------------


def test_the_json_form_is_the_documented_one(root: Any) -> None:
    """Every key that docs/explanations.md names is one of the form."""
    text = (root / "docs" / "explanations.md").read_text(encoding="utf-8").partition("## The JSON form")[2]
    tops = {name for row in re.findall(r"^\| (`[^|]+) \|", text, re.M) for name in re.findall(r"`([a-z_]+)`", row)}
    keys = {key.rstrip("?~") for key in SCHEMA}
    assert len(tops) >= 10
    assert tops <= keys, tops - keys


def test_the_classes_of_change_are_those_of_the_vocabulary() -> None:
    if not VOCABULARY.is_file():
        pytest.skip("no folder ../shared with the original material beside this repository")
    facts = json.loads(VOCABULARY.read_text(encoding="utf-8"))["facts"]
    agreed = {fact["name"]: (fact["change"], fact.get("change_if_future", "")) for fact in facts}
    ours = {fact.name: (fact.change, fact.change_if_future) for fact in program_of(BEIJING).facts.values()}
    assert ours == agreed


def test_a_household_of_students_is_in_hardship_on_any_day() -> None:
    """Section 2 (1) (c), (d): in full-time education and younger than 25 whenever they applied, all are dependent
    children, so that no income counts, and no day of application is needed to say so."""
    member = {"member_birth_date": "2005-06-30", "in_full_time_education": True, "receives_basic_assistance": False}
    household = [{**member, "member_income": f"{amount}.00"} for amount in range(10_000, 16_000, 1000)]
    facts = {"application_lodged_on": "2023-06-30", "household": household}
    pair = Pair(MERROW, "in_hardship", {"as_of": "2023-07-01", "facts": facts}, "six students", 1)
    each = ("member_birth_date", "in_full_time_education")
    cited = {f"household[{n}].{name}" for n in range(1, 7) for name in each}
    assert set(pair.explanation.proof.facts) == {"household", *cited}
