"""Conditions as columns of a query: bits that say which hold and fail, and what is nearest to turning a no into a yes.

What a tree lacks is one number, the least over all ways to meet it: conditions that fail count 2^40 each, open ones
2^20. An "all" is the sum of its parts and an "any" the least of them, so that of two ways the nearer one is that in
which fewer conditions fail, of these that in which fewer are open, and of these that in which fewer of those that fail
are fixed for good (1 each): whoever is too old and a woman is not told to be a man. A condition on a value that is not
applicable unless others hold (`given`) fails where they do not, but is not counted beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from compiler.targets.cells import Cell, Sheet
from compiler.targets.query import Query
from compiler.targets.reasons import TRUE, WIDTH, Reasons, Tree

HOLDS, FAILS = "holds {}", "fails {}"
"""The columns of bits, numbered from 1."""
NEARLY, WHY = "{} nearly", "{} reasons"
"""The column of the one condition that stands in the way of a no, and of the list of conditions that decided."""
_FAILS, _OPEN = 2**40, 2**20
_SHORT = 31
"""So many bits an INT holds that is not below zero."""


class Told:
    """What the view with this number tells of the conditions. Where nothing is open, a yes/no conclusion is then read
    off the bits: two operations in place of as many as it has conditions."""

    def __init__(self, made: Reasons, at: int, query: Query) -> None:
        self.made, self.query, self.trees = made, query, made.trees[at]
        known = sorted(frozenset[int]().union(*(tree.numbers() for tree in self.trees.values())))
        self.states = {n: query.condition(made.outcomes[n]) for n in known}
        self.bits = Bits(query.sheet, self.states, made)
        for name, tree in self.trees.items():
            query.settle(name, self.bits.met(tree))

    def columns(self, nearly: bool, lists: bool) -> dict[str, Cell]:
        """The bits; with `nearly` for each yes/no conclusion the number of the one condition that stands in the way of
        a yes, NULL where none or several do; with `lists` the numbers of those that decided."""
        query, sheet = self.query, self.query.sheet
        found = {HOLDS.format(mask + 1): cell for mask, cell in enumerate(self.bits.holds)}
        found |= {FAILS.format(mask + 1): cell for mask, cell in enumerate(self.bits.fails)}
        lacking = Lacking(sheet, self.states, self.bits, self.made)
        asked = {form: ask for form, ask, on in ((NEARLY, lacking.alone, nearly), (WHY, lacking.decided, lists)) if on}
        for name, definition in self.made.program.conclusions.items():
            if not any(name in others for others in self.made.trees):
                continue
            tree = self.trees.get(name)
            early = (
                [] if definition.answered_before_force else [c for when, _ in query.force for c in (when, sheet.null)]
            )
            for form, ask in asked.items():
                found[form.format(name)] = sheet.case(*early, ask(tree)) if tree is not None else sheet.null
        return found


class Bits:
    """The columns of bits. A condition that is never open fails where it does not hold, so that one subtraction gives
    all of these."""

    def __init__(self, sheet: Sheet, states: Mapping[int, tuple[Cell, Cell]], made: Reasons) -> None:
        self.sheet, self.states = sheet, states
        self.kind = "INT" if len(made.conditions) <= _SHORT else "BIGINT"
        settled = {n for n, (holds, fails) in states.items() if fails is sheet.no(holds)}
        self.holds, self.fails, self.open = [], list[Cell](), list[Cell]()
        for mask in range(made.masks):
            own = [n for n in states if (n - 1) // WIDTH == mask]
            sure = self._joined([(n, states[n][0]) for n in own if n in settled])
            holds = self._joined([(n, states[n][0]) for n in own if n not in settled])
            fails = self._joined([(n, states[n][1]) for n in own if n not in settled])
            every = sum(_bit(n) for n in own if n in settled)
            self.holds.append(self._both(sure, holds))
            self.fails.append(self._both(self._rest(every, sure), fails))
            self.open.append(self._rest(sum(_bit(n) for n in own if n not in settled), self._both(holds, fails)))

    def _joined(self, parts: Sequence[tuple[int, Cell]]) -> Cell:
        if not parts:
            return self.sheet.number(0)
        bits = [self.sheet.cell("bit", cell, _bit(n), self.kind) for n, cell in parts]
        return self.sheet.cell("bits", *bits) if len(bits) > 1 else bits[0]

    def _both(self, left: Cell, right: Cell) -> Cell:
        zero = self.sheet.number(0)
        return right if left is zero else left if right is zero else self.sheet.cell("bits", left, right)

    def _rest(self, every: int, part: Cell) -> Cell:
        zero = self.sheet.number(0)
        return zero if not every else self.sheet.cell("sub", self.sheet.number(every), part)

    def of(self, masks: Sequence[Cell], numbers: Iterable[int]) -> Iterator[tuple[int, Cell, int]]:
        """What of these conditions is in a column, for each column that is not empty: its number and all their bits."""
        by: dict[int, int] = {}
        for n in numbers:
            by[(n - 1) // WIDTH] = by.get((n - 1) // WIDTH, 0) + _bit(n)
        for mask, bits in sorted(by.items()):
            if masks[mask] is not self.sheet.number(0):
                yield mask, self.sheet.cell("masked", masks[mask], bits), bits

    def met(self, tree: Tree) -> Cell:
        """Is it met for certain?"""
        if tree.kind == "one":
            return self.states[tree.number][0]
        every = tree.kind == "all"
        parts = [
            self.sheet.cell("eq", part, self.sheet.number(bits))
            if every
            else self.sheet.no(self.sheet.cell("eq", part, self.sheet.number(0)))
            for _, part, bits in self.of(self.holds, tree.singles)
        ]
        parts += map(self.met, tree.others)
        return self.sheet.all(*parts) if every else self.sheet.any(*parts)


def _bit(number: int) -> int:
    return int(2 ** ((number - 1) % WIDTH))


class Lacking:
    """`states`: for each condition the cells that say whether it holds and whether it fails; `bits`: the same."""

    def __init__(self, sheet: Sheet, states: Mapping[int, tuple[Cell, Cell]], bits: Bits, made: Reasons) -> None:
        self.sheet, self.states, self.bits = sheet, states, bits
        self.given = {one.number: one.given for one in made.conditions if one.given != TRUE}
        self.fixed = {one.number for one in made.conditions if one.fixed}
        self.zero, self.one = sheet.number(0), sheet.number(_FAILS)
        self._counts: dict[Tree, Cell] = {}
        self._lists: dict[tuple[Tree, bool], Cell] = {}

    def alone(self, tree: Tree) -> Cell:
        """The one condition that stands in the way."""
        count, sheet = self.count(tree), self.sheet
        one = sheet.all(sheet.cell("le", self.one, count), sheet.cell("lt", count, sheet.number(_FAILS + 2)))
        return sheet.case(one, self._number(tree), sheet.null)

    def count(self, tree: Tree) -> Cell:
        """What it lacks, as one number (above)."""
        if tree not in self._counts:
            self._counts[tree] = self._count(tree)
        return self._counts[tree]

    def _count(self, tree: Tree) -> Cell:
        sheet, singles, others = self.sheet, tree.singles, tree.others
        if tree.kind == "any":
            counts = [self._any(singles)] if singles else []
            return sheet.among("least", [*counts, *map(self.count, others)]) if tree.parts else sheet.number(2**61)
        plain = [n for n in singles if n not in self.given]
        parts = [*self._counted(self.bits.fails, plain, _FAILS), *self._counted(self.bits.open, plain, _OPEN)]
        parts += self._counted(self.bits.fails, [n for n in plain if n in self.fixed], 1)
        parts += [self._beside(n) for n in singles if n in self.given]
        parts += map(self.count, others)
        return sheet.cell("add", *parts) if len(parts) > 1 else parts[0] if parts else self.zero

    def _counted(self, masks: Sequence[Cell], numbers: Sequence[int], weight: int) -> Iterator[Cell]:
        for _, part, _ in self.bits.of(masks, numbers):
            yield self.sheet.cell("mul", self.sheet.cell("bit_count", part), self.sheet.number(weight))

    def _beside(self, number: int) -> Cell:
        """Of a condition that takes others for granted."""
        given = self.sheet.no(self.sheet.cell("eq", self.count(self.given[number]), self.zero))
        holds, fails = self.states[number]
        return self.sheet.case(self.sheet.any(given, holds), self.zero, fails, self._failing(number), self._open)

    def _failing(self, number: int) -> Cell:
        return self.sheet.number(_FAILS + (number in self.fixed))

    def _best(self, numbers: Sequence[int]) -> int:
        """Of alternatives that all fail."""
        return min(numbers, key=lambda n: (n in self.fixed, numbers.index(n)))

    def _any(self, numbers: Sequence[int]) -> Cell:
        holds = [
            self.sheet.no(self.sheet.cell("eq", p, self.zero)) for _, p, _ in self.bits.of(self.bits.holds, numbers)
        ]
        open_ = [
            self.sheet.no(self.sheet.cell("eq", p, self.zero)) for _, p, _ in self.bits.of(self.bits.open, numbers)
        ]
        best = self._failing(self._best(numbers))
        return self.sheet.case(self.sheet.any(*holds), self.zero, self.sheet.any(*open_), self._open, best)

    @property
    def _open(self) -> Cell:
        return self.sheet.number(_OPEN)

    def _number(self, tree: Tree) -> Cell:
        """Where one condition fails and none is open: which one, of alternatives the first. The cells are no others'
        (Sheet would make them a step before, for every row): only where a way lacks one condition is it looked for."""
        singles, others = tree.singles, tree.others
        pairs: list[Cell] = []
        if tree.kind == "any" and singles:
            best = self.sheet.number(self._best(singles))
            pairs += [Cell("eq", (self._any(singles), self.count(tree))), best]
        plain = [n for n in singles if n not in self.given and tree.kind != "any"]
        for n in singles:
            if n in self.given:
                pairs += [Cell("le", (self.one, self._beside(n))), self.sheet.number(n)]
        for mask, part, _ in self.bits.of(self.bits.fails, plain):
            position = Cell("bit_count", (Cell("sub", (part, self.sheet.number(1))),))
            number = Cell("add", (position, self.sheet.number(1 + mask * WIDTH)))
            pairs += [Cell("lt", (self.zero, part)), number]
        for inner in others:
            lacks = Cell("lt", (self.zero, self.count(inner)))
            nearest = Cell("eq", (self.count(inner), self.count(tree)))
            pairs += [nearest if tree.kind == "any" else lacks, self._number(inner)]
        return Cell("case", (*pairs, self.sheet.null)) if pairs else self.sheet.null

    # ---- lists ----

    def decided(self, tree: Tree) -> Cell:
        """Of what is met: the conditions of every way that is met. Else those that fail in the way that lacks least."""
        met = self.sheet.cell("eq", self.count(tree), self.zero)
        return self.sheet.case(met, self._list(tree, True), self._list(tree, False))

    def _list(self, tree: Tree, met: bool) -> Cell:
        key = (tree, met)
        if key not in self._lists:
            self._lists[key] = self._listed(tree, met)
        return self._lists[key]

    def _listed(self, tree: Tree, met: bool) -> Cell:
        sheet, none = self.sheet, self.sheet.cell("list")
        if tree.kind == "one":
            counts = self.states[tree.number][not met]
            if not met and tree.number in self.given:
                counts = sheet.cell("le", self.one, self._beside(tree.number))
            return sheet.case(counts, sheet.cell("list", tree.number), none)
        lists = [self._list(part, met) for part in tree.parts]
        wanted = [sheet.cell("eq", self.count(part), self.zero if met else self.count(tree)) for part in tree.parts]
        if tree.kind == "any" and met:
            lists = [sheet.case(when, of, none) for when, of in zip(wanted, lists, strict=True)]
        if tree.kind == "any" and not met and lists:
            pairs = [cell for pair in zip(wanted[:-1], lists[:-1], strict=True) for cell in pair]
            return sheet.case(*pairs, lists[-1])
        return sheet.cell("concat", *lists) if len(lists) > 1 else lists[0] if lists else none
