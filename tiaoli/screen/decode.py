"""The bits of a result as lists of codes: what decided each answer. It needs the result and the file of codes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_FAILS, _OPEN = 2**40, 2**20


class Decoder:
    """`codes` is the content of a result's file of codes."""

    def __init__(self, codes: Mapping[str, Any]) -> None:
        self.conditions = {one["code"]: one for one in codes["conditions"]}
        self.conclusions = {name: one for name, one in codes["conclusions"].items() if one["forms"]}

    def decided(self, row: Mapping[str, Any], name: str) -> list[str]:
        """Of a yes: the conditions of every way that is met; of a no: those that fail in the way that lacks least."""
        tree = _in_force(self.conclusions[name]["forms"], str(row.get("as_of") or ""))["tree"]
        if tree is None:
            return []
        reader = _Row(row, self.conditions)
        return sorted(set(reader.failing(tree) if reader.lacks(tree) else reader.met(tree)))


def _in_force(forms: Sequence[Mapping[str, Any]], day: str) -> Mapping[str, Any]:
    return next((f for f in reversed(forms) if f["since"] is None or (day and f["since"] <= day)), forms[-1])


class _Row:
    """One row's conditions."""

    def __init__(self, row: Mapping[str, Any], conditions: Mapping[str, Any]) -> None:
        self.row, self.conditions = row, conditions

    def _state(self, code: str) -> int:
        """As compiler/targets/reasons.py counts what a condition lacks."""
        one = self.conditions[code]
        bit = 1 << one["bit"]
        if int(self.row[f"holds {one['mask']}"]) & bit or ("given" in one and self.lacks(one["given"])):
            return 0
        return _FAILS + one["fixed"] if int(self.row[f"fails {one['mask']}"]) & bit else _OPEN

    def lacks(self, tree: Any) -> int:
        if isinstance(tree, str):
            return self._state(tree)
        ((kind, parts),) = tree.items()
        counts = [self.lacks(part) for part in parts]
        return sum(counts) if kind == "all" else min(counts, default=2**61)

    def met(self, tree: Any) -> Iterator[str]:
        if isinstance(tree, str):
            yield tree
            return
        ((kind, parts),) = tree.items()
        for part in parts:
            if kind == "all" or not self.lacks(part):
                yield from self.met(part)

    def failing(self, tree: Any) -> Iterator[str]:
        if isinstance(tree, str):
            if self._state(tree) >= _FAILS:
                yield tree
            return
        ((kind, parts),) = tree.items()
        wanted = parts if kind == "all" else [p for p in parts if self.lacks(p) == self.lacks(tree)][:1]
        for part in wanted:
            yield from self.failing(part)
