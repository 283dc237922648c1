"""How fast: parse, check, one evaluation, an explanation. Run `make bench`.

Every figure is the median of several rounds; each round times all of them, one after the other, each in a process of
its own, beside a fixed loop that shows how fast the machine was in that round. Compare figures of one run only."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 7
POLICY = "jing-ren-she-jiu-fa-2020-19"
PERSON = ROOT / "docs" / "sample-person.json"

IN_PROCESS = """
import json, statistics, sys, time
from tiaoli.about import read_text
from tiaoli.load import find, load_policy
from dsl.parse import forget, parse
from dsl.source import Source
from compiler.evaluate import evaluate
from explain.question.ask import Question
from explain.question.changes import changes
from explain.explanation import explain
from explain.question.timeline import timeline
texts = [Source(p.name, read_text(p)) for p in sorted(find(sys.argv[2]).glob("*.tiao"))]
parse(texts[0]); forget()
clock = time.perf_counter
start = clock(); [parse(t) for t in texts]; parsed = clock() - start
forget()
start = clock(); program = load_policy(sys.argv[2], draft=True).compiled.program; checked = clock() - start
start = clock(); load_policy(sys.argv[2], draft=True); again = clock() - start
person = json.loads(open(sys.argv[1], encoding="utf-8").read())
request = {"as_of": "2021-10-15", "facts": person}
def median(call, rounds=15):
    times = []
    for _ in range(rounds):
        start = clock(); call(); times.append(clock() - start)
    return sorted(times)[rounds // 2]
known = median(lambda: evaluate(program, request))
nothing = median(lambda: evaluate(program, {"as_of": "2021-10-15", "facts": {}}))
names = [n for n, d in program.conclusions.items() if not d.each]
asked = [evaluate(program, {**request, "only": [n]}) for n in names]
def over_all(call):
    return statistics.median(median(lambda: call(a, n), 5) for a, n in zip(asked, names))
proved = over_all(lambda a, n: explain(a, n, ahead=False).to_text())
rests = over_all(lambda a, n: explain(a, n, ahead=False).proof.facts)
as_of = asked[0].request.as_of
denied = [(a, n) for a, n in zip(asked, names) if explain(a, n, ahead=False).proof.no]
changed = statistics.median(
    median(lambda: changes(Question(program, n), a.request.facts, as_of), 5) for a, n in denied
)
days = over_all(lambda a, n: timeline(Question(program, n), a.request.facts))
characters = sum(len(t.text) for t in texts)
print(json.dumps({
    "parse, characters a second": characters / parsed,
    "check in process, cold, s": checked,
    "check in process, after one edit at most, s": again,
    "evaluate 40 conclusions and the norms, sample person, s": known,
    "evaluate 40 conclusions and the norms, nothing known, s": nothing,
    "proof and mid explanation of one conclusion, median of all, ms": 1000 * proved,
    "the facts on which it rests, found as well, median of all, ms": 1000 * rests,
    "smallest changes, median of the conclusions that are no, ms": 1000 * changed,
    "timeline 1990 to 2100, median of all conclusions, ms": 1000 * days,
}))
"""


def loop() -> float:
    """A fixed piece of work: the yardstick of the round."""
    start = time.perf_counter()
    total = 0
    for i in range(2_000_000):
        total += i % 7
    assert total
    return time.perf_counter() - start


def whole_process() -> float:
    command = [sys.executable, "-m", "tiaoli", "eval", POLICY, "--as-of", "2021-10-15", "--facts", str(PERSON)]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    rounds: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        row = {"fixed loop, s": loop()}
        inside = subprocess.run(
            [sys.executable, "-c", IN_PROCESS, str(PERSON), POLICY],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        row |= json.loads(inside.stdout)
        row["`tiaoli eval`, all conclusions, process start included, s"] = whole_process()
        rounds.append(row)
    print(f"| measured | median of {ROUNDS} | least | most |\n| --- | ---: | ---: | ---: |")
    for name in rounds[0]:
        values = [row[name] for row in rounds]
        shown = [statistics.median(values), min(values), max(values)]
        print(f"| {name} | " + " | ".join(f"{v:,.0f}" if v > 100 else f"{v:.3f}" for v in shown) + " |")


if __name__ == "__main__":
    main()
