"""Why a question is asked: the rules in which its facts stand, on the way from the conclusion, where that is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from explain.interview.cells import Paths
from explain.question.plain import LISTS, NOBODY, Bound, Form, Node, path
from explain.question.spans import Spot, World, found, sure


@dataclass(frozen=True)
class Way:
    """`facts`: with the span of every missing number."""

    form: Form
    facts: Mapping[str, Spot]
    day: int

    def rules(self, name: str, asked: Paths) -> tuple[str, ...]:
        """The innermost rules, from the conclusion `name` on, in which one of the facts stands."""
        world = World(self.form, self.facts, self.day)
        if self.form.root is None:
            return ()
        return tuple(dict.fromkeys(self._walk(self.form.root, name, asked, world, NOBODY, set())))

    def _walk(
        self, node: Node, rule: str, asked: Paths, world: World, bound: Bound, seen: set[tuple[str, str]]
    ) -> Iterator[str]:
        spot = found(node, world, bound)
        if node.op != "fact" and sure(spot):
            return
        if node.op == "rule":
            key = (node.name, "".join(bound.values()))
            if key not in seen:
                seen.add(key)
                yield from self._walk(self.form.rules[node.name], node.name, asked, world, bound, seen)
        elif node.op == "fact":
            if path(node, bound) in asked:
                yield rule
        elif node.op in LISTS:
            if node.name in asked:
                yield rule
            length = world.facts.get(node.name)
            for at in range(1, length + 1 if isinstance(length, int) else 1):
                for part in node.parts:
                    yield from self._walk(part, rule, asked, world, {**bound, node.name: f"{node.name}[{at}]"}, seen)
        else:
            for part in _alive(node, world, bound):
                yield from self._walk(part, rule, asked, world, bound, seen)


def _alive(node: Node, world: World, bound: Bound) -> Iterator[Node]:
    """The parts; of cases, those that may still be so."""
    if node.op != "choose":
        yield from node.parts
        return
    for condition, value in zip(node.parts[:-1:2], node.parts[1::2], strict=True):
        holds = found(condition, world, bound)
        yield condition
        if holds is not False:
            yield value
        if holds is True:
            return
    yield node.parts[-1]
