"""How time and memory grow with a regulation: 10 to 10,000 synthetic articles. Run `make bench-scale`.

Each size is measured in a process of its own: reading the rule files as trees; compiling and checking the folder, its
files read as trees already; one conclusion for one person; and a check after one article was edited, or one sentence
of the official text and the article that quotes it, in the same process, as an editor does it. What an article holds is
said in `article`; its definitions use those of the article before it and of the third before it, within a chapter.
Times are of the processor; each is the median of the rounds, in each of which every size has its turn."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.synthetic import PERSON, numeral, write_policy
from compiler.evaluate import evaluate
from dsl.parse import parse
from dsl.source import Source
from tiaoli.load import load_policy

ROOT = Path(__file__).resolve().parent.parent
SIZES = (10, 100, 1_000, 10_000)
EDITS = 15
"""So many are timed; the median counts, and the longest is told."""


def edited(folder: Path, files: Iterable[str], old: str, new: str) -> float:
    """Other words in some files; the seconds of processor time that a check takes after it."""
    before = {folder / name: (folder / name).read_text(encoding="utf-8") for name in files}
    for path, text in before.items():
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    try:
        return seconds(lambda: load_policy(str(folder)))
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")


def seconds(call: Callable[[], object]) -> float:
    """Of processor time: other work on the machine disturbs it less than it does a clock."""
    start = time.process_time()
    call()
    return time.process_time() - start


def measure(size: int) -> dict[str, float]:
    """The figures of one size, by this process."""
    with tempfile.TemporaryDirectory() as temporary:
        load_policy(str(write_policy(Path(temporary, "first"), SIZES[0], seed=1)))
        folder = write_policy(Path(temporary, "policy"), size)
        sources = [Source(str(path), path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.tiao"))]
        parsed = seconds(lambda: [parse(source) for source in sources])
        checked = seconds(lambda: load_policy(str(folder)))
        program = load_policy(str(folder)).compiled.program
        request = {"as_of": "2024-05-01", "facts": PERSON, "only": [f"补贴{size}金额"]}
        asked = statistics.median(seconds(lambda: evaluate(program, request)) for _ in range(EDITS))
        rules, law, words = f"第{numeral(size // 2)}条.tiao", "source.txt", f"自受理{size // 2}号"
        again = [edited(folder, [rules], "月收入 低于 ", f"月收入 低于 {i}") for i in range(1, EDITS + 1)]
        reworded = [edited(folder, [rules, law], words, f"自依法{'、' * i}受理{size // 2}号") for i in range(EDITS)]
    return {
        PARSED: 1000 * parsed / size,
        CHECKED: 1000 * checked / size,
        "one conclusion, ms": 1000 * asked,
        "one article edited: check again, ms": 1000 * statistics.median(again),
        "the longest of these, ms": 1000 * max(again),
        "one sentence of the law edited, ms": 1000 * statistics.median(reworded),
        "the longest of those, ms": 1000 * max(reworded),
        "memory at most, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


PARSED, CHECKED = "parse, ms an article", "compile and check, ms an article"


def growth(rows: dict[int, dict[str, float]]) -> str:
    """How much more an article takes in the largest regulation than in one of a hundred."""
    small, large = (sum(rows[size][key] for key in (PARSED, CHECKED)) for size in (100, max(rows)))
    times = f"{large / small:.2f} times"
    return f"\nTo parse, compile and check an article of {max(rows):,} takes {times} as long as one of 100."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one)))
        return
    rounds: list[dict[int, dict[str, float]]] = []
    for _ in range(arguments.rounds):
        rounds.append({size: _in_a_process_of_its_own(size) for size in arguments.sizes})
    rows = {
        size: {key: statistics.median(each[size][key] for each in rounds) for key in rounds[0][size]}
        for size in arguments.sizes
    }
    names = list(rows[arguments.sizes[0]])
    print(f"| articles | {' | '.join(names)} |\n| ---: |{' ---: |' * len(names)}")
    for size, row in rows.items():
        print(f"| {size:,} | {' | '.join(f'{row[name]:,.2f}' for name in names)} |")
    if 100 in rows and len(rows) > 1:
        print(growth(rows))


def _in_a_process_of_its_own(size: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(size)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
