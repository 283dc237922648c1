"""The facts that a request may leave open, those of each record of a list among them, by their paths
(`household[2].member_age`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compiler.program import Fact


def stem(path: str) -> str:
    """`household[2].member_age` -> member_age"""
    return path.rpartition(".")[2]


def list_of(path: str) -> str:
    """`household[2].member_age` -> household"""
    return path.partition("[")[0]


def number_of(path: str) -> int:
    """`household[2].member_age` -> 2; 0 of what is no field of a record."""
    return int(path.partition("[")[2].partition("]")[0] or 0)


def ordered(names: Iterable[str], paths: Iterable[str]) -> list[str]:
    """Paths in the order of the vocabulary, whose names these are; records by their number."""
    order = list(names)
    return sorted(paths, key=lambda path: (order.index(list_of(path)), number_of(path), order.index(stem(path))))


class Everything(dict[str, Fact]):
    """The facts by name, and those of records by their paths."""

    def __missing__(self, path: str) -> Fact:
        self[path] = replace(self[stem(path)], name=path)
        return self[path]
