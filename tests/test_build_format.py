"""The form of built programs: a file of another form is refused by its number, so a new form needs a new number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from tests.test_suite import GOOD, compiled, read
from tiaoli.built import FORMAT, written

SHAPES = {1: "98c950667b2e2cbf", 2: "d6a86678f164839b"}
"""For each format number the digest of the paths below. What stands here for a number stays: files of that number are
in use."""
BY_NAME = {"sources", "constraints", "rows", "not_computable"}
"""Tables, outside the program itself, whose keys are names in the rules."""


def paths(value: object, path: str = "") -> Iterator[str]:
    """Every key, and every place in the row of an expression, with the kind of value that stands there."""
    if isinstance(value, dict):
        named = path.rpartition(".")[2] in BY_NAME and not path.startswith(".program")
        for key, each in value.items():
            yield from paths(each, f"{path}.{'*' if named else key}")
    elif isinstance(value, list) and path == ".program.exprs[]":
        for place, each in enumerate(value[1:], start=1):
            yield from paths(each, f"{path}.{value[0]}.{place}")
    elif isinstance(value, list):
        for each in value:
            yield from paths(each, f"{path}[]")
    else:
        yield f"{path}: {type(value).__name__}"


def test_another_form_has_another_number() -> None:
    found = set()
    for path in GOOD:
        found |= {*paths(json.loads(written(compiled(read(path))[0], {path.name: ""})))}
    shape = "\n".join(sorted(found))
    digest = sha256(shape.encode()).hexdigest()[:16]
    assert SHAPES.get(FORMAT) == digest, (
        "The data of built programs has another form than files of this number. If only tests/suite/good now shows "
        f"more of it, put the digest {digest} here; else raise FORMAT in tiaoli/built.py by one, add the digest to "
        f"SHAPES for the new number, and name the number in docs/build.md. The form now:\n{shape}"
    )
