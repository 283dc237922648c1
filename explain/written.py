"""A rule as its drafter wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.program import Definition


@dataclass(frozen=True, slots=True)
class Written:
    """Where a statement stands (file:line:column), and its lines."""

    place: str
    lines: tuple[str, ...]


def written(definition: Definition) -> Written:
    """A statement reaches to the next line that is not indented."""
    place = definition.place
    lines = place.source.text.splitlines()
    first = place.source.position(place.start)[0] - 1
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or lines[last][0] in " \t\u3000"):
        last += 1
    return Written(str(place), tuple("\n".join(lines[first:last]).rstrip().split("\n")))
