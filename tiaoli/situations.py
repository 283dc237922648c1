"""[[situation]] tables of about.toml: whether the services and conclusions that they name are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compiler.program import Program
from tiaoli.about import Unusable, read_text
from tiaoli.institutions import service_names, unknown


def check_situations(folder: Path, program: Program) -> None:
    """Raises Unusable with every name that the rules do not have, its line and the name nearest to it."""
    faults = list(_faults(program))
    if not faults:
        return
    path = folder / "about.toml"
    lines = read_text(path).split("\n")

    def line(name: str) -> int:
        start = next((i for i, line in enumerate(lines) if line.strip() == "[[situation]]"), 0)
        return next((i for i in range(start, len(lines)) if f'"{name}"' in lines[i]), start) + 1

    raise Unusable(
        "\n".join(f"{path}:{line(name)}：[[situation]] {zh}" for name, zh, _ in faults),
        "\n".join(f"{path}:{line(name)}: [[situation]] {en}" for name, _, en in faults),
    )


def _faults(program: Program) -> Iterator[tuple[str, str, str]]:
    if not program.about.situations:
        return
    services = service_names(program)
    names = {name for view in program.views for name in view.conclusions}
    conclusions = sorted({*names, *(alias for alias, name in program.names.items() if name in names)})
    for situation in program.about.situations:
        for name in situation.services:
            if name not in services:
                yield name, *unknown(name, services, ("事项", "service"))
        for name in situation.conclusions:
            if name not in conclusions:
                yield name, *unknown(name, conclusions, ("结论", "conclusion"))
