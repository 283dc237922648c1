"""Small cells of a table are not shown, and neither is any other from which one of them could be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LEAST = 5
HIDDEN = "<5"
ALSO = "×"


def suppressed(table: Mapping[str, Sequence[int]]) -> dict[str, list[str]]:
    """Each number as text, those from 1 to 4 as HIDDEN. The sums of rows and columns are known elsewhere: where a
    single cell of a row or column is hidden, the least of the others above zero is hidden too (ALSO)."""
    rows = [list(row) for row in table.values()]
    hidden = {(r, c) for r, row in enumerate(rows) for c, n in enumerate(row) if 0 < n < LEAST}
    small = set(hidden)
    lines = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
    lines += [[(r, c) for r in range(len(rows))] for c in range(len(rows[0]) if rows else 0)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            others = [(rows[r][c], (r, c)) for r, c in line if rows[r][c] and (r, c) not in hidden]
            if sum(cell in hidden for cell in line) == 1 and others:
                hidden.add(min(others)[1])
                changed = True
    return {name: [_shown(n, (r, c), hidden, small) for c, n in enumerate(rows[r])] for r, name in enumerate(table)}


def _shown(count: int, cell: tuple[int, int], hidden: set[tuple[int, int]], small: set[tuple[int, int]]) -> str:
    if cell in small:
        return HIDDEN
    return ALSO if cell in hidden else f"{count:,}"
