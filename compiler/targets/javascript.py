"""The program as plain data, and the evaluator as one classic script that runs it in a browser.

The fragments in js/ are a port of this package's evaluator, file by file. They share one function scope, so that each
top-level name is there once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pkgutil import get_data
from typing import Any

from compiler.expressions import Apply, Const, Expr, FactRef, Quantified, RuleRef, Switch
from compiler.program import Definition, Fact, Norm, Program, Reading, Window
from compiler.values import Type
from compiler.workdays import Holidays
from dsl.source import Place

FRAGMENTS = (
    "values",
    "residual",
    "calendar",
    "unknowns",
    "operators",
    "partial",
    "load",
    "read_value",
    "constraints",
    "residuals",
    "regions",
    "modules",
    "witness",
    "exact",
    "evaluate",
)
REQUESTS = ("request", "answers")
"""What only callers from outside need: whole requests as JSON, and answers."""
_SAFE = 2**53 - 1
"""The greatest integer that a number of JavaScript surely holds."""
_KINDS = {FactRef: "fact", RuleRef: "rule", Const: "const", Apply: "apply", Switch: "switch", Quantified: "quantified"}
Row = dict[str, Any]


def engine(requests: bool = True) -> str:
    """The fragments of the evaluator, in their order; without `requests` only what pages need."""
    names = (*FRAGMENTS, *REQUESTS) if requests else FRAGMENTS
    return "".join(fragment("compiler.targets", name) for name in names)


def fragment(package: str, name: str) -> str:
    """One fragment of a package's folder `js`."""
    found = get_data(package, f"js/{name}.js")
    assert found is not None
    return found.decode("utf-8")


def script(program: Program, later: Iterable[str] = ()) -> str:
    """A script for a page: the evaluator, the fragments of the caller, and the program as `Tiaoli.data`."""
    return wrapped([engine(), *later], f"Tiaoli.data = {embedded(data(program))};")


def wrapped(code: Iterable[str], last: str = "") -> str:
    """Fragments in one function scope, made small, and what is to be run after them."""
    import minify

    scope = "\n".join(["(() => {", '"use strict";', *code, "})();"])
    small: str = minify.string("application/javascript", scope)
    return f"{small};\n{last}\n" if last else f"{small};\n"


def embedded(value: object) -> str:
    """JSON that is safe inside a script element and as an expression of JavaScript."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def data(program: Program) -> dict[str, Any]:
    """The program without its words: what load.js reads."""
    return _Writer().program(program)


def numbers(program: Program) -> Callable[[Expr], int]:
    """Gives each expression the number that it has in `data`."""
    writer = _Writer()
    writer.program(program)
    return writer.expr


class _Writer:
    """Expressions, types and places are written once; a row names others by their number."""

    def __init__(self) -> None:
        self.types: dict[Type, int] = {}
        self.places: dict[Place, int] = {}
        self.exprs: dict[str, int] = {}
        self.rows: list[list[Any]] = []
        self.tables: dict[str, dict[str, int]] = {"definitions": {}, "norms": {}}

    def program(self, program: Program) -> dict[str, Any]:
        about, (reading, settings) = program.about, program.before_force
        days = ("in_force_from", "repealed_from", "last_verified")
        shown = {
            "about": {"name": about.name, **{day: getattr(about, day) for day in days}},
            "facts": [self.fact(fact) for fact in program.facts.values()],
            "readings": [
                {
                    "id": r.id,
                    "adopted": r.adopted,
                    "letters": [*r.alternatives],
                    "computable": r.not_computable is None,
                    "calendar": _option(r),
                }
                for r in program.readings.values()
            ],
            "before_force": [reading, [*settings.items()]],
            "names": [name if name == alias else [alias, name] for alias, name in program.names.items()],
            "holidays": _holidays(program.holidays),
            "epochs": [[first, self.view(view)] for first, view in program.epochs or ((1, program),)],
        }
        tables = {name: [json.loads(row) for row in table] for name, table in self.tables.items()}
        types = [_short([t.kind, [*t.choices], t.exact], [None, [], True]) for t in self.types]
        return {**shown, **tables, "types": types, "exprs": self.rows}

    def view(self, program: Program) -> Row:
        files = program.about.all_files
        gone = [[name, status, self.definition(d, files)] for name, (status, d) in program.gone.items()]
        return {
            "definitions": [self.definition(d, files) for d in program.definitions.values()],
            "norms": [self.norm(norm) for norm in program.norms.values()],
            "gone": gone,
            "gone_norms": [[id_, status, self.norm(norm)] for id_, (status, norm) in program.gone_norms.items()],
        }

    # ---- what is declared ----

    def fact(self, fact: Fact) -> Row:
        texts = ("name", "entity", "source", "change", "change_if_future", "each", "parameter")
        return _filled(
            {key: getattr(fact, key) for key in texts}
            | {
                "type": self.type(fact.type),
                "limits": fact.limits and [_value(end) for end in fact.limits],
                "norm_default": None if fact.norm_default is None else _value(fact.norm_default),
                "constraints": [[self.expr(c.condition), c.kind, [*c.facts]] for c in fact.constraints],
                "rows": [[row.window.since, row.window.until, _value(row.value)] for row in fact.rows],
            }
        )

    def definition(self, one: Definition, files: tuple[str, ...]) -> int:
        texts = ("name", "part", "each", "answered_before_force", "internal")
        return self._row(
            "definitions",
            {key: getattr(one, key) for key in texts}
            | {
                "type": self.type(one.type),
                "guard": None if one.guard is None else self.expr(one.guard),
                "body": self.expr(one.body),
                "readings": [*one.readings],
                "excepts": [*one.excepts],
                "order": _order(one.place, files),
                "place": self.place(one.place),
                "window": _window(one.window),
            },
        )

    def norm(self, norm: Norm) -> int:
        row = {key: getattr(norm, key) for key in ("id", "name", "part")} | {"subject": [*norm.subject]}
        condition = None if norm.condition is None else self.expr(norm.condition)
        more = {"cite": norm.claim.cite, "condition": condition, "window": _window(norm.window)}
        return self._row("norms", {**row, **more})

    def _row(self, table: str, row: Mapping[str, Any]) -> int:
        """The number of a row among those of its kind."""
        rows = self.tables[table]
        return rows.setdefault(json.dumps(_filled(row), ensure_ascii=False), len(rows))

    # ---- expressions ----

    def type(self, type_: Type) -> int:
        return self.types.setdefault(type_, len(self.types))

    def place(self, place: Place) -> int:
        return self.places.setdefault(place, len(self.places))

    def expr(self, expr: Expr) -> int:
        """The number of an expression; equal ones at one place have one number."""
        row = [_KINDS.get(type(expr), "as_of"), self.type(expr.type), self.place(expr.place), *self._parts(expr)]
        key = json.dumps(row)
        if key not in self.exprs:
            self.exprs[key] = len(self.rows)
            self.rows.append(row)
        return self.exprs[key]

    def _parts(self, expr: Expr) -> list[Any]:
        match expr:
            case Const():
                return [_value(expr.value)]
            case FactRef(number=number) if number:
                return [expr.name, number]
            case FactRef() | RuleRef():
                return [expr.name]
            case Apply():
                args = [self.expr(arg) for arg in expr.args]
                return [expr.op, args] if expr.meaning is None else [expr.op, args, self.expr(expr.meaning)]
            case Switch():
                return [expr.reading, [[letter, self.expr(part)] for letter, part in expr.by]]
            case Quantified():
                condition, value = (None if x is None else self.expr(x) for x in (expr.condition, expr.value))
                return _short([expr.op, expr.records, condition, value], [None, None, None, None])
        return []


def _value(value: object) -> object:
    """A run-time value; numbers that JavaScript cannot hold are written in words."""
    if isinstance(value, Holidays):
        return {"holidays": True}
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if isinstance(value, Fraction) and value.denominator == 1:
        return _value(value.numerator)
    if isinstance(value, Fraction) or (isinstance(value, int) and abs(value) > _SAFE):
        return {"number": str(value)}
    return value


def _holidays(holidays: Holidays | None) -> Row | None:
    if holidays is None:
        return None
    ends = {"name": holidays.name, "first": holidays.first, "last": holidays.last}
    return {**ends, "closed": sorted(holidays.closed), "opened": sorted(holidays.opened)}


def _option(reading: Reading) -> list[Any] | None:
    """The calendar option that a reading sets, and how each letter sets it."""
    return None if reading.calendar is None else [reading.calendar[0], [*reading.calendar[1].items()]]


def _window(window: Window) -> list[int | None]:
    return [] if window.since is window.until is None else [window.since, window.until]


def _order(place: Place, files: tuple[str, ...]) -> list[int]:
    """The file, and where it stands in it."""
    stem = place.source.name.rpartition("/")[2].removesuffix(".tiao")
    return [files.index(stem) if stem in files else len(files), place.start]


def _filled(row: Mapping[str, Any]) -> Row:
    """Without what is empty; a number is never empty."""
    return {key: value for key, value in row.items() if value not in ("", None, [], False) or type(value) is int}


def _short(row: list[Any], empty: list[Any]) -> list[Any]:
    """Without the empty ends."""
    while len(row) > 1 and row[-1] == empty[len(row) - 1]:
        row = row[:-1]
    return row
