"""A PostgreSQL of our own for the tests: a cluster in a temporary directory, reached through a socket there alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from compiler.program import Program
from compiler.targets.dialects import DIALECTS
from compiler.targets.sql import columns
from tests.sql_rows import Requests, facts_of, outputs

USER = "postgres"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "jit": "off",
    "shared_buffers": "32MB",
    "work_mem": "512MB",
    "max_parallel_workers_per_gather": "0",
}


def programs() -> Path | None:
    """Where initdb is, of the newest version installed."""
    found = shutil.which("initdb")
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return Path(found).parent if found else newest[-1].parent if newest else None


@contextmanager
def cluster() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection to a cluster that is gone afterwards. The server refuses to run as root: an unprivileged user runs
    it there."""
    bin_ = programs()
    assert bin_ is not None
    root = os.geteuid() == 0
    as_user = ["runuser", "-u", USER, "--"] if root else []
    run = partial(subprocess.run, check=True, capture_output=True, text=True, cwd="/")
    with tempfile.TemporaryDirectory(prefix="tiaoli") as folder:
        data = Path(folder) / "data"
        if root:
            shutil.chown(folder, USER)
        initdb = [bin_ / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        run([*as_user, *initdb])
        settings = " ".join(f"-c {name}={value or repr(value)}" for name, value in SETTINGS.items())
        control = [*as_user, bin_ / "pg_ctl", "-D", data, "-s", "-w"]
        run([*control, "-l", data / "log", "-o", f"{settings} -k {folder}", "start"])
        try:
            with psycopg.connect(host=folder, user=USER, dbname="postgres", autocommit=True) as connection:
                yield connection
        finally:
            run([*control, "-m", "immediate", "stop"])


def rows(
    connection: psycopg.Connection[tuple[Any, ...]], program: Program, requests: Requests, query: str
) -> Iterator[dict[str, Any]]:
    """What the query says of each request, in their order."""
    fill(connection, program, requests)
    found = connection.execute(query)  # type: ignore[call-overload]
    whole = {DIALECTS["postgres"].name(name): name for name in outputs(program)}
    names = [whole.get(column.name, column.name) for column in found.description or ()]
    made = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
    assert len(made) == len(requests)
    for number in range(len(requests)):
        yield made[number]


def fill(connection: psycopg.Connection[tuple[Any, ...]], program: Program, requests: Requests) -> None:
    typed = {"id": "BIGINT", "as_of": "DATE", **columns(program, "postgres")}
    shape = ", ".join(f'"{name}" {kind}' for name, kind in typed.items())
    connection.execute(f"DROP TABLE IF EXISTS people; CREATE TABLE people ({shape})")  # type: ignore[call-overload]
    with connection.cursor().copy("COPY people FROM STDIN") as copy:
        for number, one in enumerate(requests):
            copy.write_row([number, one["as_of"], *facts_of(program, one["facts"])])
