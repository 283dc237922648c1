"""What the dialects of SQL do not have in common: the few operators that one writes otherwise than sqlglot would, and
the bounds of an engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlglot import exp

from compiler.targets.cells import BUILD
from compiler.targets.diagrams import Unsupported

Build = Mapping[str, Callable[..., exp.Expr]]


@dataclass(frozen=True)
class Dialect:
    """`longest` name, in bytes; `widest` table, in columns; `materialized`: steps that are computed once have to say
    so."""

    key: str
    build: Build
    longest: int = 1_000
    widest: int = 100_000
    materialized: bool | None = None

    def name(self, name: str) -> str:
        """A name that is too long is cut, before ` status` and the like, and told apart by a sum of its letters."""
        if len(name.encode()) <= self.longest:
            return name
        own, space, last = name.rpartition(" ")
        mark = f"…{sha256(name.encode()).hexdigest()[:6]}{space}{last if space else ''}"
        cut = (own or last).encode()[: self.longest - len(mark.encode())]
        return cut.decode(errors="ignore") + mark

    def type(self, kind: str) -> str:
        """A type of DuckDB's in this dialect."""
        return exp.DataType.build(kind, dialect="duckdb").sql(dialect=self.key)

    def admit(self, columns: int) -> None:
        if columns > self.widest:
            raise Unsupported(f"要 {columns} 列，{self.key} 装不下", f"{columns} columns, too many for {self.key}")


def _postgres() -> Build:
    def named(name: str) -> exp.Expr:
        return exp.column(DIALECTS["postgres"].name(name), quoted=True)

    def texts(*parts: str) -> exp.Expr:
        return exp.cast(exp.Array(expressions=list(map(exp.Literal.string, parts))), "TEXT[]")

    def present(*parts: exp.Expr) -> exp.Expr:
        return exp.func("ARRAY_REMOVE", exp.cast(exp.Array(expressions=list(parts)), "TEXT[]"), exp.Null())

    def quotient(left: exp.Expr, right: exp.Expr) -> exp.Expr:
        return exp.Div(this=exp.paren(left), expression=exp.paren(right), typed=True, safe=False)

    return {"column": named, "texts": texts, "present": present, "quotient": quotient}


DIALECTS = {
    "duckdb": Dialect("duckdb", BUILD),
    "postgres": Dialect("postgres", {**BUILD, **_postgres()}, longest=63, widest=1_664, materialized=True),
    "spark": Dialect("spark", BUILD),
}
"""Those whose every answer is compared with evaluate.py by the tests."""
