"""The text of a query out of a sheet: a cell that is used twice is computed once, in a step (a common table expression)
before. A step names what later ones need and nothing else, and each cell stands in the latest step that it can: engines
have a bound for the columns of a table, and carry every one from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from compiler.targets.cells import ATOMS, Cell
from compiler.targets.dialects import DIALECTS, Dialect

SOURCE = "step_0"


def select(
    source: exp.Select, outputs: Mapping[str, Cell], kept: Sequence[str], dialect: Dialect = DIALECTS["duckdb"]
) -> exp.Select:
    """The query: the columns kept and the outputs, over steps of what several of them use."""
    plan = _plan(tuple(outputs.values()), dialect.widest - len(kept))
    text = _Text(dialect, plan.names)
    kept_columns = [exp.column(k, quoted=True) for k in kept]
    steps = [(SOURCE, source)]
    for step in range(plan.last):
        carried = [*kept_columns, *map(text.written, plan.carried(step))]
        made = [exp.alias_(text.whole(c), plan.names[c], quoted=True, copy=False) for c in plan.steps.get(step, ())]
        dialect.admit(len(carried) + len(made))
        query = exp.select(*carried, *made, copy=False).from_(steps[-1][0], copy=False)
        steps.append((f"step_{step + 1}", query))
    made = [exp.alias_(text.written(c), dialect.name(n), quoted=True, copy=False) for n, c in outputs.items()]
    query = exp.select(*kept_columns, *made, copy=False).from_(steps[-1][0], copy=False)
    for name, step_query in steps:
        query = query.with_(name, as_=step_query, materialized=dialect.materialized, copy=False)
    return query


def _plan(outputs: tuple[Cell, ...], widest: int) -> _Plan:
    """The fewer groups the shorter the query, and the wider its steps."""
    for groups in _GROUPS:
        plan = _Plan(outputs, groups)
        if plan.width() <= widest:
            break
    return plan


_GROUPS = (1, 2, 4, 8, 16)


@dataclass
class _Plan:
    """`steps`: the cells by the step that computes them; the outputs one group after the other. `uses`: the last step
    in which a cell or column of the source is named, `last` in the outputs."""

    outputs: tuple[Cell, ...]
    groups: int
    names: dict[Cell, str] = field(default_factory=dict)
    steps: dict[int, list[Cell]] = field(default_factory=dict)
    uses: dict[Cell, int] = field(default_factory=dict)
    last: int = 0

    def __post_init__(self) -> None:
        named = _shared(self.outputs, whole=self.groups > 1)
        below = {cell: list(dict.fromkeys(_below(cell.args, named))) for cell in named}
        done: dict[Cell, int] = {}
        size = -(-len(self.outputs) // self.groups) or 1
        for first in range(0, len(self.outputs), size):
            reached = _reached(_below(self.outputs[first : first + size], named), below)
            self._schedule([cell for cell in named if cell in reached and cell not in done], below, done)
        self.uses.update(dict.fromkeys(_below(self.outputs, named), self.last))
        for cell in sorted(done, key=lambda c: done[c]):
            self.steps.setdefault(done[cell], []).append(cell)
            self.names[cell] = f"#{len(self.names) + 1}"

    def _schedule(self, cells: Sequence[Cell], below: Mapping[Cell, Sequence[Cell]], done: dict[Cell, int]) -> None:
        """Each cell as late as those that name it allow, after all that was done before."""
        depth: dict[Cell, int] = {}
        for cell in cells:
            depth[cell] = 1 + max((depth[c] for c in below[cell] if c in depth), default=-1)
        self.last += 1 + max(depth.values(), default=-1)
        step = dict.fromkeys(cells, self.last)
        for cell in reversed(cells):
            step[cell] -= 1
            for part in below[cell]:
                if part in step:
                    step[part] = min(step[part], step[cell])
                self.uses[part] = max(self.uses.get(part, 0), step[cell])
        done.update(step)

    def width(self) -> int:
        """The columns of the widest step, but for those kept."""
        return max((len(self.carried(s)) + len(self.steps.get(s, ())) for s in range(self.last)), default=0)

    def carried(self, step: int) -> list[Cell]:
        """What was there before this step and is named after it."""
        before = {cell for earlier in range(step) for cell in self.steps.get(earlier, ())}
        return [cell for cell, use in self.uses.items() if use > step and (cell in before or cell.op == "column")]


def _reached(cells: Iterable[Cell], below: Mapping[Cell, Sequence[Cell]]) -> set[Cell]:
    found: set[Cell] = set()
    open_ = list(cells)
    while open_:
        cell = open_.pop()
        if cell not in found:
            found.add(cell)
            open_ += below.get(cell, ())
    return found


def _shared(roots: Sequence[Cell], whole: bool) -> dict[Cell, None]:
    """The cells that are used more than once, each after those below it; with `whole` the roots too."""
    used: dict[Cell, int] = {}
    order: list[Cell] = []

    def visit(cell: Cell) -> None:
        used[cell] = used.get(cell, 0) + 1
        if used[cell] > 1 or cell.op in ATOMS:
            return
        for arg in cell.args:
            if isinstance(arg, Cell):
                visit(arg)
        order.append(cell)

    for root in roots:
        visit(root)
    kept = set(roots) if whole else set()
    return {cell: None for cell in order if used[cell] > 1 or cell in kept}


def _below(parts: Iterable[object], shared: Mapping[Cell, None]) -> Iterable[Cell]:
    """The shared cells and the columns of the source that the texts of these name."""
    for part in parts:
        if isinstance(part, Cell):
            if part in shared or part.op == "column":
                yield part
            else:
                yield from _below(part.args, shared)


@dataclass(frozen=True)
class _Text:
    dialect: Dialect
    names: Mapping[Cell, str]

    def written(self, cell: Cell) -> exp.Expr:
        return exp.column(self.names[cell], quoted=True) if cell in self.names else self.whole(cell)

    def whole(self, cell: Cell) -> exp.Expr:
        return self.dialect.build[cell.op](*(self.written(a) if isinstance(a, Cell) else a for a in cell.args))
