"""How soon a process gives its first answer: from a built program and from the rule files, beside a process of Python
that does nothing.

Each figure is the median of several rounds; a round starts every command once, one after the other. Modules are
compiled to bytecode beforehand, as in an installed package. Compare figures of one run only. Where the machine does
other work too, the time of the processor and the last column (how many times that of starting Python alone) say more
than the seconds that passed."""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from compiler import calendar
from explain.question.people import people
from tiaoli.built import written
from tiaoli.load import load_policy

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 21
DAYS = {"jing-ren-she-jiu-fa-2020-19": "2021-10-15", "port-merrow-2023-7": "2024-08-05", "bench/w1": "2021-10-15"}
DOCUMENTED = {"jing-ren-she-jiu-fa-2020-19": "sample-person.json", "port-merrow-2023-7": "sample-resident.json"}
"""People of docs, who leave more open."""
LEFT_OUT = 0.1
"""The share of the facts that the second person leaves out."""
NOTHING = "python -c pass"
Measured = tuple[float, float]


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured, by its name; built programs and people are written into the folder."""
    found = {NOTHING: ["-c", "pass"]}
    for policy, day in DAYS.items():
        program = load_policy(str(ROOT / policy) if "/" in policy else policy, draft=True).compiled.program
        built = folder / f"{program.about.name}.json"
        built.write_bytes(written(program, {}).encode())
        persons = {}
        for words, share in (("all facts known", 0.0), ("some facts missing", LEFT_OUT)):
            persons[words] = folder / f"{program.about.name} {words}.json"
            one = next(people(program, 1, 1, calendar.from_iso(day) or 0, share))
            persons[words].write_text(json.dumps(one["facts"], ensure_ascii=False), encoding="utf-8")
        if policy in DOCUMENTED:
            persons[f"docs/{DOCUMENTED[policy]}"] = ROOT / "docs" / DOCUMENTED[policy]
        for words, person in persons.items():
            asked = ["--as-of", day, "--facts", str(person)]
            found[f"{policy}, built, {words}"] = ["-m", "tiaoli.run", str(built), *asked]
            found[f"{policy}, rule files, {words}"] = ["-m", "tiaoli", "eval", policy, *asked]
    return found


def measured(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Seconds that pass, and seconds of the processor, from the start of a process to its end."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    passed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return passed, used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"so many times ({ROUNDS})")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        asked = commands(Path(name))
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(Path(name) / "bytecode")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in asked.values():
            measured(command, environment)
        found: dict[str, list[Measured]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, command in asked.items():
                found[name].append(measured(command, environment))
    print(f"| process, median of {rounds} | seconds | least | of the processor | times Python alone |")
    print("| --- | ---: | ---: | ---: | ---: |")
    alone = [statistics.median(values) for values in zip(*found[NOTHING], strict=True)]
    for name, times in found.items():
        passed, used = (statistics.median(values) for values in zip(*times, strict=True))
        print(f"| {name} | {passed:.3f} | {min(t for t, _ in times):.3f} | {used:.3f} | {used / alone[1]:.1f} |")


if __name__ == "__main__":
    main()
