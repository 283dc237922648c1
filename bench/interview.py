"""How many questions an interview asks. Run `make bench-interview`; or, with other numbers of people, some conclusions
alone, one policy alone:

    python bench/interview.py 60 可以参加本市社会保险 charge_payable
    python bench/interview.py --policy port-merrow-2023-7 --jobs 2

For every conclusion that facts decide, over sample people who are none of those that the interview plans with: the
questions on average, for 95 of 100 people at most, and at most. Groups of yes/no facts that are asked together are one
question, and so is the number of a list's records; each date or amount of each record is one.

- optimum: the fewest questions on average that any order needs for these very people, if it knew them all beforehand;
  computed over all orders of the same questions, where that takes no more than OPTIMUM steps. No strategy that has to
  serve others too can be expected to reach it, the less so the fewer they are; `ratio` is ours divided by it. Below
  some 200 people it says little. It counts a comparison as open until all its numbers are known; where what they may
  be tells it sooner, ours is less, and the ratio is below 1.
- least p95: where 95 of 100 people are asked more than the target: what they have to be asked at least in whatever
  order (least.py), counted for those who were asked more; – where the target is met.
- slowest: the longest time for one next question, in seconds, on this machine as it was."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.least import Least
from compiler import calendar
from compiler.program import Program
from compiler.unknowns import ordered
from compiler.values import Value
from explain.interview.interview import Interview, Result
from explain.interview.order import Order
from explain.interview.panel import Panel
from explain.interview.plan import Plan, Spent
from explain.question.draw import Draw
from explain.question.people import Crowd
from tiaoli.load import load_policy

DAYS = {"jing-ren-she-jiu-fa-2020-19": "2021-10-15", "port-merrow-2023-7": "2024-08-05"}
PEOPLE, SEED = 250, 7
OPTIMUM = 400_000
RATIO, MOST = 1.15, 12
"""The targets: the average divided by the optimum, and the questions for 95 of 100 people."""
Person = Mapping[str, Value]


@dataclass
class Measured:
    name: str
    counts: list[int] = field(default_factory=list)
    optimum: float | None = None
    least: int | None = None
    slowest: float = 0.0

    @property
    def mean(self) -> float:
        return sum(self.counts) / len(self.counts)

    @property
    def p95(self) -> int:
        return percentile(self.counts)

    @property
    def ratio(self) -> float | None:
        return self.mean / self.optimum if self.optimum else None


def percentile(counts: Sequence[int]) -> int:
    """What 95 of 100 do not exceed."""
    return sorted(counts)[-(-len(counts) * 95 // 100) - 1]


def persons(program: Program, day: int, count: int, seed: int = SEED) -> list[Person]:
    crowd = Crowd(program, day)
    return [crowd.person(Draw.of(seed, number)) for number in range(1, count + 1)]


def asked(interview: Interview, person: Person) -> tuple[Interview, float]:
    """The interview at its end, the person having answered all that they know; and the longest wait."""
    longest = 0.0
    while True:
        start = time.perf_counter()
        step = interview.next()
        longest = max(longest, time.perf_counter() - start)
        if isinstance(step, Result):
            return interview, longest
        known = {path: person[path] for path in step.paths if path in person}
        interview = interview.answer(known, frozenset(step.paths) - known.keys())


Job = tuple[str, str, int]
"""A policy, a conclusion, and how many people are asked about it."""


@cache
def population(policy: str, count: int) -> tuple[Program, int, list[Person]]:
    """A program, the day asked about, and people."""
    program, day = load_policy(policy, draft=True).compiled.program, calendar.from_iso(DAYS[policy])
    assert day is not None
    return program, day, persons(program, day, count)


def measured(job: Job) -> Measured | None:
    """None of a conclusion about which nothing is asked."""
    policy, name, count = job
    program, day, people = population(policy, count)
    started, found = Interview.about(program, name, day), Measured(name)
    if isinstance(started.next(), Result):
        return None
    for person in people:
        done, waited = asked(started, person)
        found.counts.append(len(done.said))
        found.slowest = max(found.slowest, waited)
    plan = plan_for(started.order, people)
    found.optimum = fewest(plan, plan.panel.everybody, OPTIMUM)
    if found.p95 > MOST:
        found.least = floor(Least(started.order), people, found.counts)
    return found


def floor(least: Least, people: Sequence[Person], counts: Sequence[int]) -> int:
    """What 95 of 100 do not exceed of the fewest questions, counted for those who were asked more than the target. One
    is the least of all: the rest are not looked at once it is known to be the answer."""
    over = [person for person, count in zip(people, counts, strict=True) if count > MOST]
    fewest_of, within = list[int](), len(counts) - len(over)
    for person in over:
        fewest_of.append(least.of(person))
        if percentile([1] * within + fewest_of + [MOST + 1] * (len(over) - len(fewest_of))) == 1:
            return 1
    return percentile([1] * within + fewest_of)


def plan_for(order: Order, people: Sequence[Person]) -> Plan:
    """All orders of the interview's questions, for these people."""
    view = order.program.at(order.day)
    published = {fact.name: row.value for fact in view.facts.values() for row in fact.rows if order.day in row.window}
    types = {name: fact.type.kind for name, fact in view.facts.items()}
    lists = [name for name, kind in types.items() if kind == "records"]
    lengths = {name: max((int(p.get(name, 0)) for p in people), default=0) for name in lists}  # type: ignore[arg-type]
    whole = [{**published, **person} for person in people]
    panel = Panel(form=order.question.form(order.day), people=whole, day=order.day, lengths=lengths, kinds=types)
    root = panel.stands(order.question.spread({}, order.day), {})[0]
    panel.root = root
    place = {path: at for at, path in enumerate(ordered(order.question.known, sorted(root.facts)))}
    return Plan(panel, order.topics, place, frozenset())


def fewest(plan: Plan, people: int, work: int) -> float | None:
    """The fewest questions for these people; None where that is too much work."""
    plan.work = work
    try:
        return plan.best(plan.panel.root, people)[0]
    except Spent:
        return None


def row(found: Measured) -> str:
    optimum = "–" if found.optimum is None else f"{found.optimum:.2f}"
    ratio = "–" if found.ratio is None else f"{found.ratio:.2f}"
    least = "–" if found.least is None else str(found.least)
    numbers = [f"{found.mean:.2f}", found.p95, max(found.counts), optimum, ratio, least, f"{found.slowest:.2f}"]
    return f"| {found.name} | " + " | ".join(map(str, numbers)) + " |"


def missed(found: Measured) -> Iterator[str]:
    """The targets that a conclusion misses."""
    if found.ratio is not None and found.ratio > RATIO:
        yield f"{found.name}: ratio {found.ratio:.2f} > {RATIO}"
    if found.p95 > MOST:
        yield f"{found.name}: p95 {found.p95} > {MOST} (at least {found.least} whatever the order)"


def wanted() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=PEOPLE, help=f"people ({PEOPLE})")
    parser.add_argument("names", nargs="*", help="conclusions (all)")
    parser.add_argument("--policy", choices=DAYS, help="only this one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
    arguments = parser.parse_args()
    if arguments.count < 1 or arguments.jobs < 1:
        parser.error("count and --jobs are 1 or more")
    return arguments


def main() -> None:
    arguments, lines, longest = wanted(), list[str](), (0, "")
    with multiprocessing.get_context("spawn").Pool(arguments.jobs) as pool:
        for policy in [arguments.policy] if arguments.policy else DAYS:
            program, day, _ = population(policy, 0)
            names = [name for name in program.at(day).conclusions if name in (arguments.names or [name])]
            print(f"\n{policy}, {DAYS[policy]}, {arguments.count} people\n")
            print("| conclusion | mean | p95 | worst | optimum | ratio | least p95 | slowest, s |")
            print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
            for found in pool.imap(measured, [(policy, name, arguments.count) for name in names]):
                if found is not None:
                    print(row(found), flush=True)
                    lines += missed(found)
                    longest = max(longest, (max(found.counts), found.name))
    print(f"\nThe longest interview: {longest[0]} questions, about {longest[1]}")
    print("Targets missed: " + ("none" if not lines else ""))
    for line in lines:
        print(f"- {line}")


if __name__ == "__main__":
    main()
