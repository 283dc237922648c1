"""What runs the queries of a screening. They are written once, as DuckDB has them; another engine translates them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tiaoli.screen.source import named

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = tuple[Any, ...]


class Engine(Protocol):
    """A database for the time of a run. `dialect` is its own, in which the query of the rules is written."""

    @property
    def dialect(self) -> str: ...

    def rows(self, query: str) -> list[Row]:
        """What a query finds."""

    def view(self, name: str, query: str, own: bool = False) -> None:
        """Call a query by a name; `own` if it is in the engine's dialect."""

    def table(self, name: str, query: str, own: bool = False) -> list[str]:
        """Keep what a query finds; the names of its columns."""

    def fill(self, name: str, shape: Mapping[str, str], rows: Sequence[Row]) -> None:
        """A table of these rows; `shape` are its columns with their types."""


@dataclass(frozen=True)
class Duck:
    """DuckDB."""

    connection: DuckDBPyConnection
    dialect: str = "duckdb"

    def rows(self, query: str) -> list[Row]:
        return self.connection.execute(query).fetchall()

    def view(self, name: str, query: str, own: bool = False) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def table(self, name: str, query: str, own: bool = False) -> list[str]:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
        return [row[0] for row in self.rows(f"DESCRIBE {name}")]

    def fill(self, name: str, shape: Mapping[str, str], rows: Sequence[Row]) -> None:
        typed = ", ".join(f"{named(column)} {kind}" for column, kind in shape.items())
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({typed})")
        if rows:
            lists = [list(column) for column in zip(*rows, strict=True)]
            each = ", ".join("unnest(?)" for _ in shape)
            self.connection.execute(f"INSERT INTO {name} SELECT {each}", lists)
