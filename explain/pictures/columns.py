"""A tree in columns: each box with what hangs from it below, as in an indented stack, but side by side where that is
lower. Reading order is down a column, then the next; a part never leaves the columns of the box that it hangs from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from explain.pictures.layout import INDENT, Box, Layout, Line

GAP, GUTTER, RAIL = 10.0, 16.0, 9.0
ENOUGH, NEARLY = 560.0, 1.25
"""A picture no higher than ENOUGH needs no further column; NEARLY as low is a quarter higher."""
WIDEST = 420.0
Size = Callable[[str, float], Box]


@dataclass(frozen=True, slots=True)
class Branch:
    key: str
    parts: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours that share a column, or one that has `columns` for itself, the first of them `at`."""

    branches: tuple[Branch, ...]
    at: int
    columns: int


def spread(root: Branch, size: Size, room: float, high: float, most: int) -> Layout:
    """A layout in at most `most` columns that are together no wider than `room`, and no higher than `high` if that can
    be; `size` gives the box of a key for a width. Of those nearly as low as the lowest, that with the fewest columns
    is taken."""
    tries: list[tuple[float, int, _Columns]] = []
    for columns in range(1, most + 1):
        made = _Columns(size, round(min(WIDEST, (room - GUTTER * (columns - 1)) / columns), 1))
        tries.append((made.height(root, columns, 0), columns, made))
    lowest = min(height for height, _, _ in tries)
    enough = max(ENOUGH, lowest, min(NEARLY * lowest, high))
    height, columns, made = next(found for found in tries if found[0] <= enough)
    made.place(root, columns, 0, 0.0, 0.0)
    width = max(box.x + box.width for box in made.boxes.values())
    return Layout(round(width, 1), round(height, 1), made.boxes, tuple(made.lines))


@dataclass
class _Columns:
    """All columns are `width` wide. Heights are those of the best way to put the parts of a box into its columns."""

    size: Size
    width: float
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    _heights: dict[tuple[str, int, int], float] = field(default_factory=dict)
    _runs: dict[tuple[str, int, int], tuple[_Run, ...]] = field(default_factory=dict)

    def _box(self, branch: Branch, depth: int) -> Box:
        return self.size(branch.key, round(self.width - INDENT * depth, 1))

    def height(self, branch: Branch, columns: int, depth: int) -> float:
        key = (branch.key, columns, depth)
        if key not in self._heights:
            below, self._runs[key] = self._best(branch.parts, columns, depth)
            self._heights[key] = self._box(branch, depth).height + below
        return self._heights[key]

    def _best(self, parts: tuple[Branch, ...], columns: int, depth: int) -> tuple[float, tuple[_Run, ...]]:
        """The height below a box, and how its parts are put into columns."""
        memo: dict[tuple[int, int], tuple[float, tuple[_Run, ...]]] = {}

        def rest(start: int, at: int) -> tuple[float, tuple[_Run, ...]]:
            if start == len(parts):
                return 0.0, ()
            if at == columns:
                return float("inf"), ()
            if (start, at) not in memo:
                inner = depth + 1 if at == 0 else 1
                found = [_Run(parts[start:end], at, 1) for end in range(start + 1, len(parts) + 1)] + [
                    _Run(parts[start : start + 1], at, n) for n in range(2, columns - at + 1)
                ]
                options = []
                for run in found:
                    high = sum(self.height(part, run.columns, inner) + GAP for part in run.branches)
                    below, runs = rest(start + len(run.branches), at + run.columns)
                    options.append((max(high, below), (run, *runs)))
                memo[start, at] = min(options, key=lambda option: (option[0], len(option[1])))
            return memo[start, at]

        height, runs = rest(0, 0)
        return height + (GAP if len(runs) > 1 else 0.0), runs

    def place(self, branch: Branch, columns: int, depth: int, x: float, y: float) -> None:
        """A box whose first column begins at `x`, and all below it."""
        self.height(branch, columns, depth)
        box = self.boxes[branch.key] = self._box(branch, depth).at(x + INDENT * depth, y)
        runs = self._runs[branch.key, columns, depth]
        bottom, rail = box.y + box.height, box.x + RAIL
        bend = bottom + GAP
        start = f"M{_n(rail)} {_n(bottom)}"
        for run in runs:
            left = x + run.at * (self.width + GUTTER)
            inner = depth + 1 if run.at == 0 else 1
            top = bottom + GAP + (GAP if len(runs) > 1 else 0.0)
            if run.at:
                start = f"M{_n(rail)} {_n(bend)} H{_n(left + RAIL)}"
                rail = left + RAIL
            for part in run.branches:
                self.place(part, run.columns, inner, left, top)
                child = self.boxes[part.key]
                middle = child.y + child.height / 2
                self.lines.append(Line(branch.key, part.key, f"{start} V{_n(middle)} H{_n(child.x)}"))
                start = f"M{_n(rail)} {_n(middle)}"
                top += self.height(part, run.columns, inner) + GAP


def _n(number: float) -> float:
    return round(number + 0.0, 1)
