"""A rule as it stands while facts become known: cells that fold as answers come in, each with two bit masks that say
for which of the sample people it is true, and for which false.

A bit is a person, so a chance is a number of bits. Numbers are not computed here: of a comparison it is known for whom
it is true, and which facts it waits for; a number 0 is like a "no", since 0 is often all that is to be found out. All
is strong Kleene, as in spans.py; what exactly can still matter is for compiler/exact.py to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

Paths = frozenset[str]
NOTHING: Paths = frozenset()
EVERYBODY = -1
_MARK = "*"


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """`op`: constant, fact (a yes/no fact, or that a list has so many records), number (a fact), test (a comparison of
    its parts), all (a number made of its parts), least (the same, 0 as soon as a part is 0), and, or, not, holds,
    guard, choose, as in plain.py, or ready: all that it waits for is known, but people differ in it. `facts`: what it
    waits for; of what is ready, a mark of its own."""

    op: str
    parts: tuple[Cell, ...]
    facts: Paths
    yes: int
    no: int

    @property
    def known(self) -> bool:
        return self.op == "constant"


YES, NO = Cell("constant", (), NOTHING, EVERYBODY, 0), Cell("constant", (), NOTHING, 0, EVERYBODY)
NOT_APPLICABLE, VALUE = Cell("constant", (), NOTHING, 0, 0), Cell("constant", (), NOTHING, 0, 0)
"""NO: also 0. VALUE: another number, or a choice, that is known, whatever it is."""


def number(path: str) -> Cell:
    return Cell("number", (), frozenset((path,)), 0, 0)


def facts_of(parts: Sequence[Cell]) -> Paths:
    return NOTHING.union(*(part.facts for part in parts))


@dataclass
class Cells:
    """Makes cells, equal ones once, so that what was worked out for one is known for the other."""

    _made: dict[tuple[object, ...], Cell] = field(default_factory=dict)
    _ready: dict[str, Cell] = field(default_factory=dict)
    _folded: dict[tuple[str, tuple[Cell, ...]], Cell] = field(default_factory=dict)

    def make(self, op: str, parts: tuple[Cell, ...]) -> Cell:
        """A cell of these parts, or what it comes to already."""
        key = (op, parts)
        if key not in self._folded:
            self._folded[key] = self._left(op, _FOLDS[op](parts))
        return self._folded[key]

    def _left(self, op: str, folded: Cell | tuple[Cell, ...]) -> Cell:
        if isinstance(folded, Cell):
            return folded
        return self.kept((op, *map(id, folded)), lambda: Cell(op, folded, facts_of(folded), *MASKS[op](folded)))

    def kept(self, key: tuple[object, ...], build: Callable[[], Cell]) -> Cell:
        if key not in self._made:
            self._made[key] = build()
        return self._made[key]

    def changed(self, cell: Cell, facts: Paths, leaf: Callable[[Cell], Cell]) -> Cell:
        """The cell with others for its leaves of these facts, wherever they stand."""
        memo: dict[Cell, Cell] = {}

        def change(cell: Cell) -> Cell:
            if cell.facts.isdisjoint(facts):
                return cell
            if cell not in memo:
                memo[cell] = self._again(cell, change) if cell.parts else leaf(cell)
            return memo[cell]

        return change(cell)

    def answers(self, cell: Cell, facts: Paths, people: int) -> Iterator[tuple[Cell, int]]:
        """What is left once these facts are known, for each way in which people answer, with those people."""
        yield from self._split(self.changed(cell, facts, self._learnt), people)

    def _split(self, cell: Cell, people: int) -> Iterator[tuple[Cell, int]]:
        mark = min((fact for fact in cell.facts if fact.startswith(_MARK)), default="")
        if not mark:
            yield cell, people
            return
        leaf = self._ready[mark]
        for value, those in ((YES, leaf.yes), (NO, leaf.no), (NOT_APPLICABLE, ~(leaf.yes | leaf.no))):
            if people & those:
                yield from self._split(self._put(cell, leaf, value), people & those)

    def _put(self, cell: Cell, leaf: Cell, value: Cell) -> Cell:
        return self.changed(cell, leaf.facts, lambda _: value)

    def _learnt(self, cell: Cell) -> Cell:
        return VALUE if cell.op == "number" else self._as_ready(cell)

    def _as_ready(self, cell: Cell) -> Cell:
        key = ("ready", cell.yes, cell.no)
        if key not in self._made:
            mark = f"{_MARK}{len(self._ready)}"
            self._ready[mark] = self._made[key] = Cell("ready", (), frozenset((mark,)), cell.yes, cell.no)
        return self._made[key]

    def _again(self, cell: Cell, change: Callable[[Cell], Cell]) -> Cell:
        """The cell of changed parts."""
        parts = tuple(map(change, cell.parts))
        if cell.op != "test":
            return self.make(cell.op, parts)
        if NOT_APPLICABLE in parts or all(part.known for part in parts):
            return self._as_ready(cell)
        key = ("test", cell.yes, cell.no, *map(id, parts))
        return self.kept(key, lambda: Cell("test", parts, facts_of(parts), cell.yes, cell.no))


# ---- what a cell comes to, one function a connective ----------------------------------------------------------------

Parts = tuple[Cell, ...]


def _junction(parts: Parts, dominant: Cell, neutral: Cell) -> Cell | Parts:
    if dominant in parts:
        return dominant
    left = tuple(dict.fromkeys(part for part in parts if part is not neutral))
    if all(part is NOT_APPLICABLE for part in left):
        return NOT_APPLICABLE if left else neutral
    return left[0] if len(left) == 1 else left


def _not(parts: Parts) -> Cell | Parts:
    (part,) = parts
    if part.known:
        return NO if part is YES else YES if part is NO else part
    return part.parts[0] if part.op == "not" else parts


def _holds(parts: Parts) -> Cell | Parts:
    (part,) = parts
    return (YES if part is YES else NO) if part.known else parts


def _guard(parts: Parts) -> Cell | Parts:
    guard, body = parts
    if guard is NO or guard is NOT_APPLICABLE or body is NOT_APPLICABLE:
        return NOT_APPLICABLE
    return body if guard is YES else parts


def _choose(parts: Parts) -> Cell | Parts:
    left: list[Cell] = []
    for condition, value in zip(parts[:-1:2], parts[1::2], strict=True):
        if condition is NO:
            continue
        if condition.known:
            return _cases(left, value if condition is YES else NOT_APPLICABLE)
        left += (condition, value)
    return _cases(left, parts[-1])


def _cases(left: list[Cell], last: Cell) -> Cell | Parts:
    alike = last.known and last is not VALUE and all(value is last for value in left[1::2])
    return last if not left or alike else (*left, last)


def _all(parts: Parts) -> Cell | Parts:
    if NOT_APPLICABLE in parts:
        return NOT_APPLICABLE
    return tuple(dict.fromkeys(part for part in parts if not part.known)) or VALUE


def _least(parts: Parts) -> Cell | Parts:
    return NO if NO in parts and NOT_APPLICABLE not in parts else _all(parts)


_FOLDS: dict[str, Callable[[Parts], Cell | Parts]] = {
    "and": lambda parts: _junction(parts, NO, YES),
    "or": lambda parts: _junction(parts, YES, NO),
    "not": _not,
    "holds": _holds,
    "guard": _guard,
    "choose": _choose,
    "all": _all,
    "least": _least,
}

Masks = tuple[int, int]


def _every(parts: Parts) -> Masks:
    yes, no = EVERYBODY, 0
    for part in parts:
        yes, no = yes & part.yes, no | part.no
    return yes, no


def _any(parts: Parts) -> Masks:
    yes, no = 0, EVERYBODY
    for part in parts:
        yes, no = yes | part.yes, no & part.no
    return yes, no


def _chosen(parts: Parts) -> Masks:
    yes, no, rest = 0, 0, EVERYBODY
    for condition, value in (*zip(parts[:-1:2], parts[1::2], strict=True), (YES, parts[-1])):
        here = rest & condition.yes
        yes, no, rest = yes | (here & value.yes), no | (here & value.no), rest & condition.no
    return yes, no


MASKS: dict[str, Callable[[Parts], Masks]] = {
    "and": _every,
    "or": _any,
    "not": lambda parts: (parts[0].no, parts[0].yes),
    "holds": lambda parts: (parts[0].yes, ~parts[0].yes),
    "guard": lambda parts: (parts[0].yes & parts[1].yes, parts[0].yes & parts[1].no),
    "choose": _chosen,
    "all": lambda parts: (0, 0),
    "least": lambda parts: (0, _every(parts)[1]),
}
CONNECTIVES = tuple(_FOLDS)
