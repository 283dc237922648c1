"""The workload W1 in our engines and in tools of others, side by side in rounds. Run `make bench-w1`.

The peers are those of ../shared/bench/peers (its README.md says what they are and what W1 is); where they are absent
there is nothing to do. What they need is installed under build/peers. First the answers of ours are compared with those
of plain Python, person by person; then every cell (peer, mode, number of persons) is run once a round, each in a
process of its own. The table and the charts of docs/bench are written from that run and no other."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from bench.charts import bars
from bench.figures import MODES, ratios, skipped, table

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT.parent / "shared" / "bench" / "peers"
BUILD = ROOT / "build" / "peers"
DOCS = ROOT / "docs" / "bench"
PYTHON = BUILD / "venv" / "bin" / "python"
OURS = ("ours", "ours_tight", "ours_sql", "ours_sql_reasons")
OTHERS = (
    *("py_plain", "py_tight", "numpy_vec", "numpy_tight", "duckdb_sql", "polars_expr", "openfisca_w1", "zen_jdm"),
    *("cel_rust", "js_plain", "cel_python", "rego_cpp", "publicodes_w1"),
)
ONE_BY_ONE = ("cel_python", "rego_cpp", "publicodes_w1")
"""Answer persons one by one, in a third of a millisecond or more each: left out where a million are asked about."""
CAP = 30
"""Seconds that a cell is expected to take at most, else it is left out."""
RUNS = {"one": (("cold", "single", "trace"), OTHERS), "many": (("eval", "file"), OTHERS[: -len(ONE_BY_ONE)])}
"""Each is a run of its own: its modes, and the peers beside ours."""


def run(*command: object, **options: Any) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PEERS_NODE": str(BUILD)}
    return subprocess.run([str(each) for each in command], env=env, check=True, text=True, **options)


def prepare() -> None:
    """The peers' packages (but Spark, which needs Java), ours beside them, and the persons."""
    if not PYTHON.is_file():
        run(sys.executable, "-m", "venv", BUILD / "venv")
    wanted = (PEERS / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (BUILD / "requirements.txt").write_text("\n".join(w for w in wanted if "spark" not in w) + "\n", encoding="utf-8")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", BUILD / "requirements.txt")
    (BUILD / "package.json").write_bytes((PEERS / "package.json").read_bytes())
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", BUILD)
    found = run(PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", stdout=subprocess.PIPE)
    Path(found.stdout.strip(), "tiaoli.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    if not (BUILD / "data" / "persons_1000000.parquet").is_file():
        run(PYTHON, PEERS / "generate.py", "--out", BUILD / "data")


def peers(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """run_peers.py with our engines added."""
    ours = f"env PYTHONPATH={ROOT / 'bench'} {PYTHON} {PEERS / 'harness.py'}"
    added = [f"--add={name}={ours} {name}" for name in OURS]
    return run(PYTHON, PEERS / "run_peers.py", "--data", BUILD / "data", *added, *arguments, **options)


def verify(persons: int) -> list[str]:
    """Our engines whose answers are not those of plain Python, or that gave none."""
    done = peers("--peers", ",".join(OURS), "--verify", persons, "--timeout", 1800, stdout=subprocess.PIPE)
    print(done.stdout, end="", flush=True)
    same = f'{{"rows": {persons}, "differences": {{}}}}'
    (BUILD / "verified.json").write_text(json.dumps(persons), encoding="utf-8")
    return [name for name in OURS if f"verify_{name}.parquet {same}" not in done.stdout]


def measure(rounds: int, sizes: str) -> None:
    """Both runs, to build/peers."""
    for name, (modes, others) in RUNS.items():
        asked = {"peers": ",".join(others), "modes": ",".join(modes), "sizes": sizes, "rounds": rounds, "cap": CAP}
        peers(*(f"--{key}={value}" for key, value in asked.items()), "--verbose", "--json", BUILD / f"{name}.json")


def publish() -> None:
    """The table and a chart a mode, from the runs in build/peers."""
    DOCS.mkdir(parents=True, exist_ok=True)
    persons, *reports = (json.loads((BUILD / f"{x}.json").read_text(encoding="utf-8")) for x in ("verified", *RUNS))
    figures = [figure for report in reports for figure in report["figures"]]
    rows = ratios(figures)
    machines = [report["machine"] for report in reports]
    rounds = len(machines[0]["load_before_each_round"])
    command = f"make bench-w1 VERIFY={persons} ROUNDS={rounds}"
    (DOCS / "w1.md").write_text(table(rows, skipped(figures), machines, persons, command), encoding="utf-8")
    for mode in MODES:
        of_mode = [row for row in rows if row.mode == mode.key and row.size == mode.size]
        if of_mode:
            (DOCS / f"w1-{mode.key}.svg").write_text(bars(mode.title, of_mode), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", default="10000,1000000", help="numbers of persons, the least first")
    parser.add_argument("--verify", type=int, default=1_000_000, help="so many persons are compared (1,000,000)")
    parser.add_argument("--publish", action="store_true", help="only write docs/bench anew, from the last run")
    arguments = parser.parse_args()
    if not PEERS.is_dir():
        print(f"没有同类工具，跳过：{PEERS} / no peers, nothing to compare with: {PEERS}")
        return 0
    if not arguments.publish:
        prepare()
        if wrong := verify(arguments.verify):
            print(f"答案与普通 Python 不同 / answers differ from plain Python: {', '.join(wrong)}", file=sys.stderr)
            return 1
        measure(arguments.rounds, arguments.sizes)
    publish()
    return 0


if __name__ == "__main__":
    sys.exit(main())
