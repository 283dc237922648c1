"""Modules: parts of a formula whose facts occur nowhere else (Birnbaum and Esary, 1965). If such a part can come out
either way, the rest of the formula sees nothing of it but yes or no: it may be searched as one yes/no fact, and what is
below it on its own. A list that a rule only asks whether somebody in it … is such a part, however long it may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from compiler.partial import Outcome, Residual
from compiler.residuals import connected, replace
from compiler.values import NA

MARK = "#"
"""What the name of a part that stands for a fact begins with; no fact's does."""


@dataclass(frozen=True)
class Module:
    """A part of a formula, the constraints that concern its facts alone, and the fact that stands for it."""

    part: Residual
    ties: tuple[Residual, ...]
    name: str


def modules(
    target: Residual, ties: Sequence[Residual], free: Callable[[Residual, Sequence[Residual]], bool]
) -> tuple[Outcome, list[Residual], list[Module]]:
    """The formula with its modules replaced, the constraints left to it, and the modules. `free` tells whether a part
    can come out either way under its constraints."""
    whole: Outcome = target
    left, found = list(ties), list[Module]()
    for part in _candidates(target):
        if not isinstance(whole, Residual) or not part.support <= whole.support:
            continue
        own = connected(part.support, left)
        if not all(tie.support <= part.support for tie in own):
            continue
        name = f"{MARK}{len(found)}"
        without = replace(whole, part, Residual("fact", (name,), frozenset((name,))))
        if isinstance(without, Residual) and without.support.isdisjoint(part.support) and free(part, own):
            found.append(Module(part, tuple(own), name))
            whole, left = without, [tie for tie in left if tie not in own]
    return whole, left, found


def _candidates(node: Outcome) -> Iterator[Residual]:
    """Yes/no parts of several facts, from the outside in; each once."""
    seen: set[Residual] = set()
    open_: list[Outcome] = list(reversed(node.args)) if isinstance(node, Residual) else []
    while open_:
        part = open_.pop()
        if not isinstance(part, Residual) or part in seen or part.op == "fact":
            continue
        seen.add(part)
        if part.op in ("and", "or", "le", "lt") and len(part.support) > 1 and not _inapplicable(part):
            yield part
        open_ += reversed(part.args)


def _inapplicable(node: Outcome) -> bool:
    """Can it come out as not applicable?"""
    if not isinstance(node, Residual):
        return node is NA
    return node.op in ("guard", "div") or any(map(_inapplicable, node.args))
