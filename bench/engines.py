"""Python's evaluator and the JavaScript engine on many requests: sample people and mixtures of them, with facts left
out at random (tests/mixed.py). `make engines` compares a million; `python bench/engines.py 20000` fewer.

Prints how many answers were compared and how long an evaluation takes, and every difference with its request. Exit code
1 where there is any."""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.arguments import asked
from compiler import calendar
from explain.question.people import people
from tests.javascript import Compared, Engine, Policy, judged
from tests.mixed import requests
from tests.proofs import DAYS
from tests.proofs_base import program_of

POLICIES = tuple(DAYS)
PARCEL = 400
SHOWN = 20
_EVERY = 5.0
Job = tuple[str, int, int]
"""A policy, a seed, and how many requests."""


@cache
def policy_of(name: str) -> Policy:
    """The policy in this process's own engine."""
    return engine().open(program_of(name))


@cache
def engine() -> Engine:
    return Engine()


def compare(job: Job) -> tuple[str, Compared]:
    """The requests of a job, by both engines."""
    name, seed, count = job
    asked = list(requests(program_of(name), DAYS[name], count, seed))
    return name, Compared().add(program_of(name), policy_of(name), asked)


def jobs_of(policies: Sequence[str], count: int, seed: int) -> list[Job]:
    """Parcels of requests, the policies in turn."""
    each = -(-count // len(policies))
    sizes = [min(PARCEL, each - start) for start in range(0, each, PARCEL)]
    return [(name, seed * 10**6 + i, size) for i, size in enumerate(sizes) for name in policies]


def run(jobs: Sequence[Job], processes: int) -> dict[str, Compared]:
    """What came of all jobs, by policy."""
    found = {name: Compared() for name, _, _ in jobs}
    start = shown = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, (name, compared) in enumerate(pool.imap_unordered(compare, jobs), start=1):
            found[name] += compared
            if sys.stderr.isatty() and time.perf_counter() - shown > _EVERY:
                shown = time.perf_counter()
                left = (shown - start) / done * (len(jobs) - done)
                differ = sum(len(one.wrong) for one in found.values())
                print(
                    f"\r{done}/{len(jobs)} parcels, {differ} differ, {left / 60:.0f} min left  ",
                    end="",
                    file=sys.stderr,
                )
    return found


def speed(name: str) -> str:
    """Processor time for all answers about people of whom all is known, by either engine, after a first round."""
    program, policy = program_of(name), policy_of(name)
    day = calendar.from_iso(DAYS[name][-2])
    assert day is not None
    crowd = list(people(program, 200, 1, day))
    asked = [{"as_of": person["as_of"], "facts": person["facts"]} for person in crowd]
    policy.time("evaluate", [[one] for one in asked])
    script = policy.time("evaluate", [[one] for one in asked])
    start = time.process_time()
    for one in asked:
        judged(program, one)
    python = (time.process_time() - start) / len(asked) * 10**6
    return f"{name}: Python {python:,.0f} µs, JavaScript {script:,.0f} µs an evaluation of a person all known"


def report(found: dict[str, Compared], seconds: float) -> int:
    """Print the counts and the differences; how many there are."""
    print(f"{'policy':<32}{'requests':>10}{'refused':>10}{'answers':>13}{'unknown':>10}{'differ':>8}")
    for name, one in found.items():
        row = (one.requests, one.refused, one.answers, one.unknown)
        print(f"{name:<32}{row[0]:>10,}{row[1]:>10,}{row[2]:>13,}{row[3]:>10,}{len(one.wrong):>8,}")
    print(f"in {seconds:,.0f} s")
    wrong = [(name, *one) for name, compared in found.items() for one in compared.wrong]
    for name, request, differences in wrong[:SHOWN]:
        print(f"\n{name} {json.dumps(request, ensure_ascii=False)}", *differences, sep="\n  ")
    if len(wrong) > SHOWN:
        print(f"\n… and {len(wrong) - SHOWN} more")
    return len(wrong)


def main() -> None:
    arguments, policies = asked(__doc__, 20_000, "requests", POLICIES)
    start = time.perf_counter()
    found = run(jobs_of(policies, arguments.count, arguments.seed), arguments.jobs)
    differ = report(found, time.perf_counter() - start)
    for name in policies:
        print(speed(name))
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
