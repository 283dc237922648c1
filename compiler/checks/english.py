"""What has no English, where the rest has: a page in English would show it in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.program import Program
from dsl.diagnostics import Diagnostic

_HAN = re.compile(r"[\u3400-\u9fff]")


def missing_labels(program: Program) -> Iterator[Diagnostic]:
    """A fact, conclusion, norm, service or reading with a Chinese name and no English label, though the document has an
    English title, or others in the same file have a label."""
    own = {name: d for name, d in program.definitions.items() if not d.internal}
    named = [
        (x.name, x.label, x.place)
        for table in (program.facts, own, program.norms, program.services)
        for x in table.values()
    ]
    named += [(x.id, x.question, x.place) for x in program.readings.values()]
    silent = [(name, place) for name, label, place in named if not label.en and _HAN.search(label.zh)]
    files = {place.source.name for _, label, place in named if label.en} if silent else set()
    for name, place in silent:
        if program.about.title_en or place.source.name in files:
            yield Diagnostic("W604", place, {"name": name})
