"""Properties of explanations, tried on every conclusion of both policies with every agreed case and seeded requests
that leave facts out. Run `make prove`; `python bench/prove.py --help` tells of the options.

What fails is printed with the command that tries it alone again. Exit code 1 where anything failed."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.proofs import BEIJING, DAYS, MERROW, PROPERTIES, SHARES, Pair, cases, conclusions, drawn, named, tried

Job = tuple[str, str, int]
"""A policy, a request by its name, and the effort."""
Found = tuple[Job, dict[str, tuple[int, int, int]], list[tuple[str, str, str]], float]
"""Of one request: by property the pairs, those that held and the claims; property, conclusion and fault; seconds."""
SHOWN = 20
_EVERY = 5.0


def try_request(job: Job, names: Sequence[str] = tuple(PROPERTIES), only: str = "") -> Found:
    """Every property of every conclusion for one request."""
    policy, origin, effort = job
    start, request = time.perf_counter(), named(policy, origin)
    counts = dict.fromkeys(names, (0, 0, 0))
    faults: list[tuple[str, str, str]] = []
    for conclusion in [only] if only else conclusions(policy):
        pair = Pair(policy, conclusion, request, origin, effort)
        for name in names:
            check = tried(pair, name)
            pairs, held, claims = counts[name]
            said = bool(check.claims)
            counts[name] = (pairs + said, held + (said and not check.faults), claims + check.claims)
            faults += [(name, conclusion, fault) for fault in check.faults]
    return job, counts, faults, time.perf_counter() - start


def requests(policy: str, count: int, seed: int) -> list[Job]:
    agreed = [(policy, id_, 1) for id_, _ in cases()] if policy == BEIJING else []
    return [*agreed, *((policy, origin, 1) for origin, _ in drawn(policy, count, seed))]


def results(jobs: Sequence[Job], processes: int) -> Iterator[Found]:
    if processes == 1:
        yield from map(try_request, jobs)
        return
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(try_request, jobs)


def prove(jobs: Sequence[Job], processes: int) -> int:
    """Print what held and what failed; the number of failures."""
    totals = dict.fromkeys(PROPERTIES, (0, 0, 0))
    failures: list[tuple[Job, str, str, str]] = []
    start = shown = time.perf_counter()
    for done, (job, counts, faults, _) in enumerate(results(jobs, processes), start=1):
        for name, more in counts.items():
            totals[name] = tuple(map(sum, zip(totals[name], more, strict=True)))  # type: ignore[assignment]
        failures += [(job, *fault) for fault in faults]
        if sys.stderr.isatty() and time.perf_counter() - shown > _EVERY:
            shown = time.perf_counter()
            left = (shown - start) / done * (len(jobs) - done)
            print(
                f"\r{done}/{len(jobs)} requests, {len(failures)} faults, {left / 60:.0f} min left  ",
                end="",
                file=sys.stderr,
            )
    print(f"{len(jobs)} requests in {time.perf_counter() - start:.0f} s")
    print(f"{'property':<10}{'pairs':>10}{'held':>10}{'claims':>12}")
    for name, (pairs, held, claims) in totals.items():
        print(f"{name:<10}{pairs:>10,}{held:>10,}{claims:>12,}")
    for job, name, conclusion, fault in sorted(failures)[:SHOWN]:
        again = f"--policy {job[0]} --request {job[1]} --about {conclusion} --property {name}"
        print(f"\n{name}: {fault}\n  python bench/prove.py {again}")
    if len(failures) > SHOWN:
        print(f"\n… and {len(failures) - SHOWN} more")
    return len(failures)


def one(arguments: argparse.Namespace) -> int:
    """One request again, and what fails of it."""
    names = [arguments.property] if arguments.property else list(PROPERTIES)
    _, counts, faults, _ = try_request((arguments.policy, arguments.request, 1), names, arguments.about)
    for name, (pairs, held, claims) in counts.items():
        print(f"{name}: {held} of {pairs} pairs hold, {claims} claims")
    for name, conclusion, fault in faults:
        print(f"{name}, {conclusion}: {fault}")
    return len(faults)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="seeded requests a policy (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the seeded requests (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
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
    sys.exit(1 if prove(jobs, arguments.jobs) else 0)


if __name__ == "__main__":
    main()
