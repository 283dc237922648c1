"""Properties of explanations, tried on every conclusion of both policies with every agreed case and seeded requests
that leave facts out. Run `make prove`; `python bench/prove.py --help` tells of the options.

What fails is printed with the command that tries it alone again. Of few completions all are tried, of many a seeded
sample (tests/proofs_*.py). With --log a run can be broken off and taken up again. Exit code 1 where anything failed."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.proofs import (
    BEIJING,
    DAYS,
    MERROW,
    PROPERTIES,
    SHARES,
    Pair,
    cases,
    conclusions,
    drawn,
    forget,
    named,
    tried,
)
from tests.proofs_base import Check

Job = tuple[str, str]
"""A policy, and a request by its name."""
Numbers = tuple[int, int, int, int]
"""Pairs, those that held, claims, and pairs that took too long and were given up."""
SHOWN = 20
_EVERY = 20.0


@dataclass
class Found:
    """Of one request: what came of each property; property, conclusion and fault."""

    job: Job
    counts: dict[str, Numbers]
    faults: list[tuple[str, str, str]]

    def line(self) -> str:
        return json.dumps([self.job, self.counts, self.faults], ensure_ascii=False)

    @classmethod
    def of(cls, line: str) -> Found:
        job, counts, faults = json.loads(line)
        return cls((job[0], job[1]), {name: tuple(n) for name, n in counts.items()}, [tuple(f) for f in faults])


class TooLong(Exception):
    """A property of one pair takes longer than is allowed."""


def _late(*_: object) -> None:
    raise TooLong


def _in_time(pair: Pair, name: str, limit: float) -> Check | None:
    """One property of one pair; None where it takes too long."""
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, limit, 1.0)  # again, where the first was lost in a finaliser
    try:
        return tried(pair, name)
    except TooLong:
        forget()
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def try_request(job: Job, limit: float, names: Sequence[str] = tuple(PROPERTIES), only: str = "") -> Found:
    """Every property of every conclusion for one request; each may take so many seconds, 0 for as long as it needs."""
    policy, origin = job
    request, found = named(policy, origin), Found(job, dict.fromkeys(names, (0, 0, 0, 0)), [])
    for conclusion in [only] if only else conclusions(policy):
        pair, explained = Pair(policy, conclusion, request, origin, 1), True
        for name in names:
            pairs, held, claims, late = found.counts[name]
            check = _in_time(pair, name, limit) if explained else None
            if check is None:
                # Without the explanation nothing can be tried; with it, other properties may be quicker.
                explained = explained and "explanation" in pair.__dict__
                found.counts[name] = (pairs, held, claims, late + 1)
                continue
            said = bool(check.claims)
            found.counts[name] = (pairs + said, held + (said and not check.faults), claims + check.claims, late)
            found.faults += [(name, conclusion, fault) for fault in check.faults]
    return found


def requests(policy: str, count: int, seed: int) -> list[Job]:
    agreed = [(policy, id_) for id_, _ in cases()] if policy == BEIJING else []
    return [*agreed, *((policy, origin) for origin, _ in drawn(policy, count, seed))]


def results(jobs: Sequence[Job], processes: int, limit: float) -> Iterator[Found]:
    one = partial(try_request, limit=limit)
    if processes == 1:
        yield from map(one, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(one, jobs)


def logged(path: Path | None, jobs: Sequence[Job]) -> list[Found]:
    """What an earlier run found of these; a line that was cut off is none."""
    lines = path.read_text(encoding="utf-8").split("\n") if path is not None and path.exists() else []
    found = [Found.of(line) for line in lines[:-1]]
    return [one for one in found if one.job in set(jobs)]


def prove(jobs: Sequence[Job], processes: int, limit: float, log: Path | None) -> int:
    """Print what held and what failed, those that the log tells of included; the number of failures. What is found is
    added to the log, so that the run can be broken off and taken up again."""
    done = logged(log, jobs)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    known = {one.job for one in done}
    left = [job for job in jobs if job not in known]
    start = shown = time.perf_counter()
    try:
        for found in results(left, processes, limit):
            done.append(found)
            if log is not None:
                with log.open("a", encoding="utf-8") as kept:
                    kept.write(found.line() + "\n")
            if time.perf_counter() - shown > _EVERY:
                shown = time.perf_counter()
                minutes = (shown - start) / (len(done) - len(known)) * (len(jobs) - len(done)) / 60
                faults = sum(len(one.faults) for one in done)
                print(f"{len(done)}/{len(jobs)} requests, {faults} faults, {minutes:.0f} min left", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"broken off after {len(done)} of {len(jobs)} requests")
    print(f"{len(done)} of {len(jobs)} requests; {time.perf_counter() - start:.0f} s for {len(done) - len(known)}")
    return told(done)


def told(done: Sequence[Found]) -> int:
    totals = dict.fromkeys(PROPERTIES, (0, 0, 0, 0))
    for one in done:
        for name, more in one.counts.items():
            totals[name] = tuple(map(sum, zip(totals[name], more, strict=True)))  # type: ignore[assignment]
    print(f"{'property':<10}{'pairs':>10}{'held':>10}{'claims':>12}{'given up':>10}")
    for name, (pairs, held, claims, late) in totals.items():
        print(f"{name:<10}{pairs:>10,}{held:>10,}{claims:>12,}{late:>10,}")
    failures = sorted((one.job, *fault) for one in done for fault in one.faults)
    for job, name, conclusion, fault in failures[:SHOWN]:
        again = f"--policy {job[0]} --request {job[1]} --about {conclusion} --property {name}"
        print(f"\n{name}: {fault}\n  python bench/prove.py {again}")
    if len(failures) > SHOWN:
        print(f"\n… and {len(failures) - SHOWN} more")
    return len(failures)


def one(arguments: argparse.Namespace) -> int:
    """One request again, and what fails of it."""
    names = [arguments.property] if arguments.property else list(PROPERTIES)
    found = try_request((arguments.policy, arguments.request), arguments.limit, names, arguments.about)
    for name, (pairs, held, claims, late) in found.counts.items():
        print(f"{name}: {held} of {pairs} pairs hold, {claims} claims, {late} pairs given up")
    for name, conclusion, fault in found.faults:
        print(f"{name}, {conclusion}: {fault}")
    return len(found.faults)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="seeded requests a policy (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the seeded requests (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
    parser.add_argument("--limit", type=float, default=60, help="seconds for a property of one pair, 0: none (60)")
    parser.add_argument("--log", type=Path, help="a file to which results are added; what it has is not tried again")
    parser.add_argument("--policy", choices=(BEIJING, MERROW), help="only this one")
    parser.add_argument("--request", help="only this one: the id of a case, or seed/day/share/number")
    parser.add_argument("--about", default="", help="with --request: only this conclusion")
    parser.add_argument("--property", choices=tuple(PROPERTIES), help="with --request: only this property")
    arguments = parser.parse_args()
    if arguments.count < 1 or arguments.jobs < 1:
        parser.error("--count and --jobs are 1 or more")
    if arguments.request:
        arguments.policy = arguments.policy or BEIJING
        sys.exit(1 if one(arguments) else 0)
    policies = [arguments.policy] if arguments.policy else [BEIJING, MERROW]
    jobs = [job for policy in policies for job in requests(policy, arguments.count, arguments.seed)]
    print(f"days {', '.join(day for policy in policies for day in DAYS[policy])}; shares left out {SHARES}")
    sys.exit(1 if prove(jobs, arguments.jobs, arguments.limit, arguments.log) else 0)


if __name__ == "__main__":
    main()
