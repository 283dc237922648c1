"""`python bench/w1_script.py > ours.js`: the code for the workload W1 as a module of JavaScript, for a harness of
peers: `load`, `person` (a row of texts) and `single`."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.ours import OUTPUTS  # noqa: E402
from compiler.program import Program  # noqa: E402
from compiler.targets.javascript import embedded  # noqa: E402
from compiler.targets.straight.form import Form  # noqa: E402
from compiler.targets.straight.printed import script  # noqa: E402
from compiler.targets.straight.program import Asked  # noqa: E402
from tiaoli.load import load_policy  # noqa: E402

READERS = {"bool": "flag", "date": "day", "money": "fen", "enum": "text"}
HELPERS = """\
const text = t => t
const flag = t => t === 'true'
const day = t => t === '' ? null : +t.slice(0, 4) * 10000 + +t.slice(5, 7) * 100 + +t.slice(8, 10)
const fen = t => +t.replace('.', '')
"""
SHOWN = {"graduated": "r.graduation_date !== ''", "subsidised": "r.subsidy_start !== ''"}
"""Facts that are no columns."""


def module(program: Program) -> str:
    """The text of the module."""
    code = script(Form(Asked(program, {}, {}, OUTPUTS)), "evaluate")
    reads = {
        name: SHOWN.get(name) or f"{READERS[fact.type.kind]}(r[{embedded(name)}])"
        for name, fact in program.facts.items()
    }
    fields = ", ".join(f"{embedded(name)}: {read}" for name, read in reads.items())
    person = f"r => ({{ {fields}, as_of: day(r.eval_date) }})"
    exports = f"module.exports = {{ load: () => evaluate, person: {person}, single: (ready, p) => evaluate(p) }}\n"
    return code + HELPERS + exports


if __name__ == "__main__":
    print(module(load_policy(str(ROOT / "bench" / "w1")).compiled.program), end="")
