"""What follows from the words alone: your value held against the value required, both as they were read."""

from __future__ import annotations

import re
from fractions import Fraction

from compiler.calendar import add_period, add_years_rolling, civil
from explain.checker import phrases
from explain.checker.judge import Judge
from explain.checker.reader import Reader, Said
from explain.checker.values import Read, whole

_BORN = {
    "zh": re.compile(r"(?P<born>\d+年\d+月\d+日)生(?:，到(?P<day>\d+年\d+月\d+日)(?P<age>\d+周岁))?"),
    "en": re.compile(r"born (?P<born>\d+ \w+ \d+)(?:, (?P<age>\d+ years? old) on (?P<day>\d+ \w+ \d+))?"),
}


def _one(text: str, kind: str, lang: str) -> object:
    return next((read.value for read in whole(text, lang) if read.kind == kind), None)


def born(text: str, lang: str) -> tuple[object, object, object] | None:
    """Date of birth, age and the day of that age (None where they are not told)."""
    match = _BORN[lang].fullmatch(text)
    if match is None:
        return None
    age, day = match["age"], match["day"]
    return (
        _one(match["born"], "date", lang),
        _one(age, "age", lang) if age else None,
        _one(day, "date", lang) if day else None,
    )


def years_of(judge: Judge, birth: int, day: int) -> int | None:
    """Completed years on a day, as the readings in force count them; None before birth."""
    settings = {}
    for reading in judge.program.readings.values():
        if reading.calendar and not reading.not_computable:
            option, by_letter = reading.calendar
            settings[option] = by_letter[judge.environment.letter(reading.id)]

    def birthday(years: int) -> int:
        rolls = settings.get("leap_birthday") == "mar_1"
        reached = add_years_rolling(birth, years) if rolls else add_period(birth, years, 0, 0)
        return reached + (settings.get("age_day") == "next_day")

    years = civil(day)[0] - civil(birth)[0] + 1
    while years >= 0 and birthday(years) > day:
        years -= 1
    return years if years >= 0 else None


Comparable = int | Fraction | bool | str | frozenset[str]


def _known(said: Said, lang: str) -> object:
    """The value that a term has by its words; None where they give none."""
    if said.shown is not None:
        reads = whole(said.shown, lang)
        return _plain(reads[0]) if reads else None
    if said.op == "const" and said.read is not None:
        return _plain(said.read)
    if said.op == "choice":
        return said.names
    return None


def _plain(read: Read) -> object:
    return None if read.rough else read.value


def text_verdict(required: Said, yours: str, reader: Reader) -> bool | None:
    """Does your value meet what is required? None where the words do not give both."""
    lang = reader.lang
    if required.op.startswith("age_"):
        return _age_verdict(required, yours, lang)
    mine = _mine(yours, reader)
    bounds = [_known(said, lang) for said in required.args if said.op not in ("until", "number")]
    if mine is None:
        return None
    if "within" in required.op:
        return _within(required, mine, bounds[0])
    if any(bound is None for bound in bounds):
        return None
    return _compared(required.op, mine, bounds)


def _mine(yours: str, reader: Reader) -> object:
    """Your value: a value, or what a formula comes to."""
    if yours in phrases.UNKNOWN[reader.lang]:
        return None
    for read in whole(yours, reader.lang):
        return _plain(read)
    if yours in reader.lexicon.choices:
        return reader.lexicon.choices[yours]
    for said in reader.terms(yours):
        found = _known(said, reader.lang)
        if found is not None:
            return found
    return None


def _compared(op: str, mine: object, bounds: list[object]) -> bool | None:
    if isinstance(mine, frozenset):
        hit = any(isinstance(bound, frozenset) and bound & mine for bound in bounds)
        return hit if op in ("eq", "member") else not hit if op in ("ne", "not_member") else None
    if op in ("eq", "ne", "member", "not_member"):
        return any(bound == mine for bound in bounds) is (op in ("eq", "member"))
    numbers = [x for x in (mine, *bounds) if isinstance(x, int | Fraction)]
    if len(numbers) != len(bounds) + 1:
        return None
    value, low, high = numbers[0], numbers[1], numbers[-1]
    results = {
        "lt": value < low,
        "le": value <= low,
        "gt": value > low,
        "ge": value >= low,
        "between": low <= value <= high,
        "outside": not low <= value <= high,
    }
    return results.get(op)


def _within(required: Said, mine: object, start: object) -> bool | None:
    until = [said.args[0].read for said in required.args if said.op == "until"]
    if not until or until[0] is None or not isinstance(mine, int) or not isinstance(start, int):
        return None
    last = until[0].value
    assert isinstance(last, int)
    return (start <= mine <= last) is not required.op.startswith("not_")


def _age_verdict(required: Said, yours: str, lang: str) -> bool | None:
    found = born(yours, lang)
    years = found[1] if found is not None else None
    bounds = [said.read.value for said in required.args if said.read is not None and said.read.kind == "age"]
    if not isinstance(years, int) or not all(isinstance(bound, int) for bound in bounds):
        return None
    low, high = bounds[0], bounds[-1]
    assert isinstance(low, int)
    assert isinstance(high, int)
    results = {
        "age_ge": years >= low,
        "age_lt": years < low,
        "age_in": low <= years < high,
        "age_out": not low <= years < high,
    }
    return results.get(required.op)
