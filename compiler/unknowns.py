"""The facts that a request may leave open, those of each record of a list among them, by their paths
(`household[2].member_age`)."""

from __future__ import annotations

from dataclasses import replace

from compiler.program import Fact


def stem(path: str) -> str:
    """`household[2].member_age` -> member_age"""
    return path.rpartition(".")[2]


def list_of(path: str) -> str:
    """`household[2].member_age` -> household"""
    return path.partition("[")[0]


class Everything(dict[str, Fact]):
    """The facts by name, and those of records by their paths."""

    def __missing__(self, path: str) -> Fact:
        self[path] = replace(self[stem(path)], name=path)
        return self[path]
