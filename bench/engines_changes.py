"""What Python and the JavaScript engine find would change a conclusion, and when time does: of sample people who know
all, much or little of themselves, or of random programs. `python bench/engines_changes.py 20000` compares so many pairs
of a person and a conclusion, and tells how long JavaScript takes.

Prints every difference. Exit code 1 where there is any."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compiler.program import Program
from compiler.request import Refused
from compiler.targets.javascript import numbers
from explain.javascript import proof, prospects
from tests.generate import as_request, case
from tests.generate import program as generated
from tests.javascript import Engine, Policy
from tests.javascript_changes import BEIJING, MERROW, Number, compared, requests
from tests.proofs_base import program_of

SHARES = (0.0, 0.1, 0.0, 0.3, 0.05)
"""Of the facts that are missing, person by person."""
CASES = 2
Asked = tuple[Policy, Program, Number, dict[str, Any], str]


def of_people(engine: Engine, name: str, seed: int) -> Iterator[Asked]:
    """Requests about a policy without end; each has an origin by which it is found again."""
    program = program_of(name)
    policy, number = engine.open(program), numbers(program)
    for person in count(seed):
        share = SHARES[person % len(SHARES)]
        for raw in requests(name, program, 3, person, share):
            yield policy, program, number, raw, f"{name} --seed {person}"


def of_programs(engine: Engine, seed: int) -> Iterator[Asked]:
    """Requests about random programs without end."""
    for at in count(seed):
        made, result = generated(at)
        policy, number, random = engine.open(result.program), numbers(result.program), Random(at)
        for _ in range(CASES):
            raw = as_request(case(made, result.program, random), result.program)
            yield policy, result.program, number, raw, f"--random --seed {at}"
        policy.close()


def compare(asked: Iterator[Asked], pairs: int) -> tuple[int, int]:
    """How many pairs were compared, and how many requests differ."""
    done = differ = 0
    for policy, program, number, raw, origin in asked:
        try:
            done += compared(policy, program, raw, number)
        except Refused:
            continue
        except AssertionError as difference:
            differ += 1
            print(f"\n{origin}\n  {difference}", flush=True)
        if done >= pairs:
            break
    return done, differ


def speed(engine: Engine, name: str, people: int = 6) -> str:
    """Milliseconds of a conclusion of a person all known, after a first round."""
    program = program_of(name)
    policy = engine.open(program)
    calls = [[raw, about] for raw in requests(name, program, people, 1, 0) for about in program.conclusions]
    shown = []
    for part in ("changes", "timeline"):
        policy.time(part, calls)
        each = sorted(policy.time(part, [call]) / 1000 for call in calls)
        longest = each[-1 - len(each) // 20]
        shown.append(f"{part} median {statistics.median(each):.1f} ms, 95 of 100 within {longest:.1f} ms")
    return f"{name}: JavaScript {'; '.join(shown)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=2000, help="pairs of each policy (2000)")
    parser.add_argument("--seed", type=int, default=1, help="of the first request (1)")
    parser.add_argument("--policy", choices=(BEIJING, MERROW), help="only this one")
    parser.add_argument("--random", action="store_true", help="random programs")
    arguments = parser.parse_args()
    differ = 0
    with Engine([*proof(), *prospects()]) as engine:
        policies = [arguments.policy] if arguments.policy else [BEIJING, MERROW]
        for name in ["random programs"] if arguments.random else policies:
            start = time.perf_counter()
            random = arguments.random
            asked = of_programs(engine, arguments.seed) if random else of_people(engine, name, arguments.seed)
            done, wrong = compare(asked, arguments.count)
            differ += wrong
            print(
                f"{name}: {done:,} pairs, {wrong} requests differ, in {time.perf_counter() - start:,.0f} s", flush=True
            )
        for name in () if arguments.random else policies:
            print(speed(engine, name))
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
