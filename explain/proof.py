"""The proof object: everything an explanation says, computed once. Templates and diagrams only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.program import Text


@dataclass(frozen=True, slots=True)
class Node:
    """One condition (or rule) and what it came to.

    kind: rule (a named conclusion; `parts` are its guard's and body's conditions), all, any, none, not, cases, test
    (a single condition or value), fact.
    state: met, unmet, open (cannot be said yet), not_applicable, value (a number, date, choice or list, in `yours`).
    label: the condition in plain words. yours: your value, '' where there is none to show. needed: the value required.
    decisive: it takes part in fixing the verdict. cite and quote: where the law says so, '' inside a rule.
    """

    id: str
    kind: str
    state: str
    label: Text
    yours: Text
    needed: Text
    facts: tuple[str, ...]
    readings: tuple[str, ...]
    cite: str
    quote: str
    decisive: bool
    parts: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        yield self
        for part in self.parts:
            yield from part.walk()
