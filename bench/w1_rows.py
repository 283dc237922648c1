"""Made-up rows of the workload W1 (bench/w1) along the boundaries of its rules, a person each; and rows as requests."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

Row = Mapping[str, Any]
"""Columns by name: dates, Decimal yuan, yes/no, words; None where there is no graduation or no subsidy."""
TURNS = tuple(
    date(number // 10000, number // 100 % 100, number % 100)
    for number in (
        *(20200930, 20201001, 20201231, 20210101, 20210228, 20210301, 20211231),
        *(20220101, 20220228, 20220301, 20230101, 20240228, 20240229, 20240301),
    )
)
LIMITS = ((361300, 2654100), (361300, 2973200), (536000, 2822100), (586949, 3188451))
LEAP_DAYS = tuple(date(year, 2, 29) for year in range(1960, 2012, 4))
WORDS: Mapping[str, Sequence[str]] = {
    "sex": ("M", "F"),
    "hukou_region": ("BJ", "BJ", "BJ", "OTHER"),
    "hukou_type": ("RURAL", "URBAN"),
    "employment": ("NONE", "EMPLOYEE", "SELF_EMPLOYED", "PART_TIME", "PLATFORM", "OTHER_FLEXIBLE"),
    "registration": ("NONE", "EMPLOYMENT", "EMPLOYMENT", "UNEMPLOYMENT", "TRANSFER"),
    "school": ("NONE", "COLLEGE", "COLLEGE", "SECONDARY", "TECHNICAL"),
}


def rows(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many rows, which follow from the seed."""
    random = Random(f"W1 {seed}")
    for number in range(count):
        yield {"id": number, **_row(random)}


def _row(random: Random) -> dict[str, Any]:
    day = random.choice(TURNS) if random.random() < 0.6 else date(2020, 7, 1) + timedelta(random.randrange(1460))

    def flag(chance: float) -> bool:
        return random.random() < chance

    def near(one: date) -> date:
        return one + timedelta(random.randint(-1, 1))

    word = {name: random.choice(words) for name, words in WORDS.items()}
    birth = random.choice(
        (
            near(_years(day, -random.choice((16, 25, 50, 60)))),
            _years(day, -random.randint(15, 65)) - timedelta(random.randrange(365)),
        )
    )
    graduation = random.choice(
        (
            near(_years(day, -2)),
            near(date(2020, 1, 1)),
            day - timedelta(random.randrange(5 * 365)),
            near(day),
            date(2020, 2, 29),
        )
    )
    subsidy = random.choice((near(_years(day, -3)), near(_years(day, -4)), day - timedelta(random.randrange(6 * 365))))
    low, high = random.choice(LIMITS)
    base = random.choice((low, high, random.randrange(low // 200, high // 90) * 100 + 50, random.randrange(high)))
    return {
        "sex": word["sex"],
        "birth_date": random.choice(LEAP_DAYS) if flag(0.03) else birth,
        "hukou_region": word["hukou_region"],
        "hukou_type": word["hukou_type"],
        "origin_bj": flag(0.7),
        "employment": word["employment"],
        "registration": word["registration"],
        "school": word["school"],
        "graduation_date": None if flag(0.9 if word["school"] == "NONE" else 0.08) else graduation,
        "first_job": flag(0.7),
        "trainee": flag(0.45),
        "subsidy_start": None if flag(0.35) else subsidy,
        "insured_by_file": flag(0.7),
        "base": _yuan(max(0, base + random.randint(-1, 1))),
        "base_lower": _yuan(low),
        "base_upper": _yuan(high),
        "difficulty": flag(0.6),
        "resident": flag(0.6),
        "eval_date": day,
    }


def _years(day: date, years: int) -> date:
    year = day.year + years
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) and not isleap(year) else day.day)


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def facts_of(row: Row) -> dict[str, Any]:
    """A row as facts of bench/w1, in the form of the Python face: dates and Decimal yuan."""
    facts = {name: value for name, value in row.items() if name not in ("id", "eval_date")}
    return facts | {"graduated": row["graduation_date"] is not None, "subsidised": row["subsidy_start"] is not None}


def request_of(row: Row) -> dict[str, Any]:
    """A row as a request of `evaluate`: facts as JSON gives them."""
    facts = {
        name: value.isoformat() if isinstance(value, date) else f"{value:.2f}" if isinstance(value, Decimal) else value
        for name, value in facts_of(row).items()
        if value is not None
    }
    return {"as_of": row["eval_date"].isoformat(), "facts": facts}
