"""The operations of straight-line forms, and what all that makes them knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compiler.calendar import civil
from compiler.values import NA

AS_OF = "as_of"
ASKING = "asking"
"""A fact that stands for the enquirer's kind, the usual one where none is given: norms speak of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An operation; `args` are nodes, and plain values where the operation takes constants. Equal ones are one object.
    `na` tells that it may come out as not applicable."""

    op: str
    args: tuple[Any, ...]
    na: bool = False


class Nodes:
    """All nodes of a form; equal ones are one object."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Any, ...], Node] = {}

    def node(self, op: str, *args: Any, na: bool | None = None) -> Node:
        """The node of an operation, not applicable where an argument is, unless told otherwise."""
        key = (op, *(a if isinstance(a, Node) else (a.__class__, a) for a in args))
        if key not in self._nodes:
            inherited = any(isinstance(a, Node) and a.na for a in args)
            self._nodes[key] = Node(op, args, inherited if na is None else na)
        return self._nodes[key]

    def constant(self, value: Any) -> Node:
        return self.node("const", value, na=value is NA)


def ymd(day: int) -> int:
    """A day number as yyyymmdd."""
    year, month, of_month = civil(day)
    return year * 10000 + month * 100 + of_month


def is_common(year: int) -> bool:
    """Has the year no 29 February?"""
    return year % 4 != 0 or (year % 100 == 0 and year % 400 != 0)
