"""What an explanation computes besides its verdict: what an answer, or another reading, would give, and amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from compiler.program import Text
from compiler.workdays import Holidays
from explain import sentences, words
from explain.judge import TOO_OPEN
from explain.proof import Amount, Missing, Outlook
from explain.question.ask import Finding
from explain.records import fact_of
from tests.proofs_base import Check, Evaluator, Pair, Told
from tests.proofs_recompute import Unreadable, agrees, recomputed, value

_OPEN, _ANY = "待确定", ("0.00元", "1.00元", "99,999,999.00元")
"""An amount that is not known may be any: what is said to come of it must come of each of these."""
READINGS, OUTLOOKS = (2, 50), (2, 50)
"""So many other readings are switched, so many missing facts answered: with little effort, and with much."""


# ---- if the answer is … ----------------------------------------------------------------------------------------------


def outlooks(pair: Pair, check: Check) -> None:
    """“If the answer is …” is what the evaluator says with that answer; no answer that settles it is left out, where
    so few facts are open then that it is looked into."""
    facts = pair.explanation.proof.missing
    if len(facts) > OUTLOOKS[pair.effort]:
        facts = tuple(pair.random("outlooks").sample(facts, OUTLOOKS[pair.effort]))
    for fact in facts:
        kind = fact_of(pair.program, fact.fact)
        if kind.type.kind not in ("bool", "enum") or fact.kind not in ("asked", "judged"):
            check.that(not fact.outlooks, "an outlook for", fact.fact)
            continue
        for answer in kind.type.choices or (True, False):
            shown = words.value(answer, kind.type, "zh", kind.choices)
            told = pair.ask({**pair.facts, fact.fact: answer}, pair.day)
            said = [one for one in fact.outlooks if _names(one, shown)]
            check.that(len(said) <= 1, fact.fact, shown, "is spoken of twice")
            if said:
                check.that(said[0].outcome == claim(pair, told), fact.fact, shown, said[0].outcome.zh, "but", told)
            elif told.settled:
                few = len(pair.told.missing) <= 1 + TOO_OPEN
                check.that(not few or _open(pair, fact, answer), fact.fact, shown, "would settle it:", told)


def _names(one: Outlook, shown: str) -> bool:
    """Does an outlook speak of this answer? “anything but …” names those that it does not speak of."""
    quoted = f"“{shown}”" in one.answers.zh
    return not quoted if "anything but" in one.answers.en else quoted


def _open(pair: Pair, fact: Missing, answer: object) -> bool:
    """Is so much open, even with this answer, that only a search settles it?"""
    judge = pair.explanation.judge.assuming(fact.fact, answer)  # type: ignore[arg-type]
    return judge.find(pair.name) is None


def claim(pair: Pair, told: Told) -> Text:
    """The words for what the evaluator says."""
    return sentences.claim(pair.then, pair.definition, Finding(told.status, told.value))


# ---- readings --------------------------------------------------------------------------------------------------------


def readings(pair: Pair, check: Check) -> None:
    """“The other would give” is what the evaluator says with the reading switched."""
    uses = [(use, other) for use in pair.explanation.proof.readings for other in use.others if other.outcome.zh]
    if len(uses) > READINGS[pair.effort]:
        uses = pair.random("readings").sample(uses, READINGS[pair.effort])
    for use, other in uses:
        switched = {**pair.readings, use.id: other.letter}
        told = Evaluator(pair.program, pair.name, switched)(pair.facts, pair.day)
        if told.same(pair.told):
            wanted = sentences.STILL_OPEN if told.status == "unknown" else sentences.SAME
        else:
            wanted = sentences.changed(claim(pair, told))
        check.that(other.outcome == wanted, use.id, other.letter, other.outcome.zh, "but", told)


# ---- amounts ---------------------------------------------------------------------------------------------------------


def amounts(pair: Pair, check: Check) -> None:
    """Every row of a formula comes to what is written beside it, the last one to the amount; that is the answer."""
    amount = pair.explanation.proof.amount
    if amount is None:
        return
    shown = words.value(pair.told.value, pair.definition.type, "zh")  # type: ignore[arg-type]
    check.that(amount.result.zh == shown or not _own(pair, amount), "the amount is", amount.result.zh, "not", shown)
    holidays = pair.then.holidays
    told = pair.facts.get(holidays.name) if holidays is not None else None
    day = date.fromordinal(int(told)) if told is not None else None  # type: ignore[arg-type]
    for one in _all(amount):
        for computed, result in one.rows:
            for said in [computed.zh.replace(_OPEN, some) for some in _ANY] if _OPEN in computed.zh else [computed.zh]:
                _row(said, result.zh, holidays, day, check)
        if one.rows:
            check.that(value(one.rows[-1][1].zh) == value(one.result.zh), "the last row is not", one.result.zh)


def _row(computed: str, result: str, holidays: Holidays | None, day: date | None, check: Check) -> None:
    try:
        found = recomputed(computed, holidays, day)
        held = agrees(found, result, "…" in computed)
    except Unreadable as text:
        check.that(False, "cannot be worked out:", computed, "=", result, f"({text})")
        return
    check.that(held, computed, "is not", result, "but", found)


def _own(pair: Pair, amount: Amount) -> bool:
    """Is it the conclusion's own, not one that it rests on?"""
    return amount.label == pair.definition.label


def _all(amount: Amount) -> Iterator[Amount]:
    for one in amount.before:
        yield from _all(one)
    yield amount


# ---- the verdict -----------------------------------------------------------------------------------------------------


def verdict(pair: Pair, check: Check) -> None:
    """The explanation's verdict is what the evaluator says of the same request, asked once more."""
    proof, told = pair.explanation.proof, pair.ask.whole(pair.facts, pair.day)
    check.that(Told(proof.verdict.status, proof.verdict.value).same(told), proof.verdict.status, "but", told)
    check.that(tuple(one.fact for one in proof.missing) == told.missing, "missing", told.missing)
    days = re.findall(r"[0-9]+年[0-9]+月[0-9]+日", proof.verdict.headline.zh)
    check.that(words.date(pair.day, "zh") in days, "no day in", proof.verdict.headline.zh)
    wanted = {True: ("why_yes",), False: ("why_no", "why_yes")}
    if isinstance(told.value, bool) and not pair.dated:
        check.that(proof.why in wanted[told.value][:1], proof.why, "but", told)
    check.that((proof.no is not None) is told.no or told.status.endswith("in_force"), "kind of no", proof.no, told)
