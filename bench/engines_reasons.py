"""Proofs of conclusions by Python and by the JavaScript engine, held beside each other on seeded pairs of a conclusion
and a request (tests/javascript_both.py). `python bench/engines_reasons.py 100000` compares so many of each policy.

Prints how many were compared, how long a proof of one conclusion takes, and every difference with its request. Exit
code 1 where there is any."""

from __future__ import annotations

import multiprocessing
import sys
import time
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.arguments import asked
from explain.javascript import proof
from tests.javascript import Engine
from tests.javascript_both import Both, explained, jobs
from tests.proofs_base import BEIJING, MERROW, program_of

POLICIES = (BEIJING, MERROW)
PARCEL = 50
SHOWN = 20
TIMED = 200
Parcel = tuple[str, int, int]
"""A policy, a seed, and how many pairs."""


@cache
def both_of(policy: str) -> Both:
    """The engines of this process."""
    return Both(_engine(), program_of(policy))


@cache
def _engine() -> Engine:
    return Engine(proof())


def compare(parcel: Parcel) -> tuple[str, int, list[str]]:
    """How many proofs were compared, and what differs."""
    policy, seed, count = parcel
    both = both_of(policy)
    return policy, count, [fault for job in jobs(policy, seed, count) for fault in both.differences(job)]


def speed(policy: str) -> str:
    """Of one conclusion, after a first round: milliseconds on the average and of the slowest tenth."""
    both, asked = both_of(policy), list(jobs(policy, 1, TIMED))
    calls = [[job.only, job.name] for job in asked]
    both.policy.time("explain", calls)
    script = sorted(both.policy.time("explain", [call]) / 1000 for call in calls)
    start = time.perf_counter()
    for job in asked:
        explained(both.program, job).as_json()
    python = (time.perf_counter() - start) / len(asked) * 1000
    mean, tenth = sum(script) / len(script), script[len(script) * 9 // 10]
    return (
        f"{policy}: a proof takes JavaScript {mean:.1f} ms (slowest tenth from {tenth:.1f} ms), Python {python:.1f} ms"
    )


def main() -> None:
    arguments, policies = asked(__doc__, 2_000, "pairs of each policy", POLICIES)
    sizes = [min(PARCEL, arguments.count - start) for start in range(0, arguments.count, PARCEL)]
    parcels = [(name, arguments.seed * 10**6 + i, size) for i, size in enumerate(sizes) for name in policies]
    compared, faults = dict.fromkeys(policies, 0), []
    with multiprocessing.get_context("spawn").Pool(arguments.jobs) as pool:
        for name, count, found in pool.imap_unordered(compare, parcels):
            compared[name] += count
            faults += [f"{name}: {fault}" for fault in found]
    for name in policies:
        print(f"{name}: {compared[name]:,} proofs compared")
        print(speed(name))
    print(f"{len(faults)} differences", *faults[:SHOWN], sep="\n  ")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
