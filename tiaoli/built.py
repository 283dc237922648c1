"""Built programs: a policy's program as one JSON file, from which answers are given without the rule files. Reading one
imports no more than evaluation does; writing one is for the command `build`.

The file says its format and the sha256 of each source. Its last line is the sha256 of all that is above it, so that a
file that was cut off or changed is not taken for what was built. That finds accidents, not forgers: who made a file is
for whoever runs it to know. Whatever a file holds is data: its names and values never become code."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from compiler.program import Program
from compiler.targets.restore import restore
from compiler.targets.rows import Damaged
from tiaoli.about import Unusable, read_text

if TYPE_CHECKING:
    from pathlib import Path

ENDING = ".json"
FORMAT = 2
"""Goes up whenever programs of before cannot be read any more."""
_KIND = "program"
_BEGINNING = f'{{"tiaoli":"{_KIND}",'
_SUM = '"sha256":'
_AGAIN = "请用 tiaoli build 重新生成", "build it again with tiaoli build"


def is_built(policy: str) -> bool:
    """Does a name of a policy mean a built program?"""
    return policy.endswith(ENDING)


def looks_built(path: Path) -> bool:
    """Is a file a built program, of whatever version?"""
    with open(path, "rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING.encode()


def written(program: Program, sources: Mapping[str, str]) -> str:
    """The text of a built program; `sources` has the sha256 of each file that it was made of. Equal programs give equal
    texts."""
    from compiler.targets.portable import portable

    head = {"tiaoli": _KIND, "format": FORMAT, "policy": program.about.name, "sources": dict(sources)}
    rows = [f"{_json(key)}:{_json(value)},\n" for key, value in {**head, **portable(program)}.items()]
    body = "".join(["{", *rows])
    return f"{body}{_SUM}{_json(_sum(body))}}}\n"


def read_built(path: str) -> Program:
    """The program of a built file. Raises Unusable."""
    text = read_text(path)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("tiaoli") != _KIND:
        raise Unusable(
            f"{path} 不是 tiaoli build 写的文件，或者没有写完、传完；{_AGAIN[0]}",
            f"{path} was not written by tiaoli build, or not to its end; {_AGAIN[1]}",
        )
    version = found.get("format")
    if type(version) is not int or version != FORMAT:
        shown = repr(version)[:20]
        raise Unusable(
            f"{path} 的格式是 {shown}，这个版本的 tiaoli 只读格式 {FORMAT}；{_AGAIN[0]}",
            f"{path} has the format {shown}, this version of tiaoli reads format {FORMAT} alone; {_AGAIN[1]}",
        )
    body, _, _ = text.rpartition(_SUM)
    if found.get("sha256") != _sum(body):
        raise Unusable(
            f"{path} 在生成以后被改动或者损坏了；改规则文件，再{_AGAIN[0]}",
            f"{path} was changed or damaged since it was built; change the rule files and {_AGAIN[1]}",
        )
    try:
        return restore(found)
    except Damaged as fault:
        raise _faulty(path, fault) from None


@contextmanager
def sound(path: str) -> Iterator[None]:
    """What goes wrong while the program of a file is run is the file's fault: the compiler writes no such program."""
    try:
        yield
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as fault:
        raise _faulty(path, fault) from None


def _faulty(path: str, fault: Exception) -> Unusable:
    why = f"{type(fault).__name__}: {fault}"[:80]
    return Unusable(
        f"{path} 里的程序有问题，不能运行（{why}）；{_AGAIN[0]}",
        f"the program in {path} is faulty and cannot be run ({why}); {_AGAIN[1]}",
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sum(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
