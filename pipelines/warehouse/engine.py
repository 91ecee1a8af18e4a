"""DuckDB: connections, and SQL models made into tables.

One connection serves a whole run. What DuckDB refuses becomes a `BuildError` that
names the file and the line.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.errors import BuildError, Problem
from pipelines.warehouse.models import Check, Model
from pipelines.warehouse.rows import Row, read_rows
from pipelines.warehouse.tables import Table, comment, literal, transaction

ROWS_SHOWN = 50
"""How many rows of a failing check are kept; all are counted."""


def connect(
    path: Path,
    *,
    read_only: bool = False,
    memory_limit: str | None = None,
    temp_directory: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open a database; the caller closes it.

    Links are followed first: DuckDB keeps databases apart by path, and a process that
    opened a published warehouse would go on reading the old one under the same name.

    Args:
        path: the database file, made where it is missing unless `read_only`.
        read_only: several processes may then read the file.
        memory_limit: as DuckDB writes it, such as '2GB'.
        temp_directory: where DuckDB puts what doesn't fit into memory.

    Raises:
        BuildError: when the file can't be opened.
    """
    try:
        con = duckdb.connect(path.resolve(), read_only=read_only)
    except duckdb.Error as error:
        raise BuildError(_cannot_open(path, error)) from error
    # As settings, not as configuration: two connections of one process to one file
    # must not differ in configuration.
    if memory_limit:
        con.execute(f"SET memory_limit = {literal(memory_limit)}")
    if temp_directory:
        con.execute(f"SET temp_directory = {literal(str(temp_directory))}")
    return con


def _cannot_open(path: Path, error: duckdb.Error) -> Problem:
    text = str(error)
    if "lock" in text.lower():
        action = "Another program has the file open for writing; close it there and try again."
    elif "does not exist" in text:
        action = "Build the warehouse first."
    else:
        action = "Check the path, the rights on it and the space on its disk."
    return Problem(str(path), text.splitlines()[0], "a DuckDB database that can be opened", action)


@contextmanager
def _told(model: Model) -> Iterator[None]:
    """Turn DuckDB's errors into one that names the file and the line."""
    try:
        yield
    except duckdb.Error as error:
        raise BuildError(_sql_problem(model, error)) from error


def _sql_problem(model: Model, error: duckdb.Error) -> Problem:
    text = str(error)
    if isinstance(error, duckdb.OutOfMemoryException):
        action = "Give DuckDB more memory, or room in its temporary folder."
        return Problem(model.place(), text.splitlines()[0], "enough memory", action)
    if isinstance(error, duckdb.IOException):
        action = "Free space on the disk, or check the rights on the warehouse folder."
        return Problem(model.place(), text.splitlines()[0], "a disk that can be written", action)
    message, _, rest = text.partition("\n\nLINE ")
    line = re.match(r"\d+", rest)
    found = " ".join(message.split())
    return Problem(model.place(int(line[0]) if line else None), found, "SQL that DuckDB runs")


@dataclass(frozen=True)
class Made:
    """A table that was just made: its rows, the type of each column, the time it took."""

    rows: int
    types: dict[str, str]
    seconds: float


def materialise(con: duckdb.DuckDBPyConnection, model: Model) -> Made:
    """Make a model's table, with comments.

    One transaction, so that a dozen comments don't each wait for the disk, and so that
    a table that fails leaves the one before it. The statement begins on the line on
    which the file begins: the line numbers of DuckDB's messages are those of the file.

    Raises:
        BuildError: when DuckDB refuses, or the columns are not the documented ones.
    """
    begun = time.monotonic()
    with _told(model), transaction(con):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {model.schema}")
        made = con.execute(f"CREATE OR REPLACE TABLE {model.name} AS {model.sql}").fetchone()
        described = con.execute(f"DESCRIBE {model.name}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        if list(types) != list(model.columns):
            found, expected = ", ".join(types), ", ".join(model.columns)
            raise BuildError(
                Problem(model.place(), f"columns {found}", f"as documented: {expected}")
            )
        documented = {name: ("", text) for name, text in model.columns.items()}
        comment(con, Table(model.name, model.grain, model.description, documented))
    return Made(int(made[0]) if made else 0, types, time.monotonic() - begun)


@dataclass(frozen=True)
class CheckResult:
    """The rows that break a promise: `total` of them, the first of which are `rows`."""

    total: int
    rows: list[Row]

    @property
    def passed(self) -> bool:
        """Whether no row breaks the promise."""
        return not self.total


def run_check(con: duckdb.DuckDBPyConnection, check: Check, limit: int = ROWS_SHOWN) -> CheckResult:
    """Run a check, also on a connection that is read-only.

    Raises:
        BuildError: when DuckDB refuses it.
    """
    with _told(check):
        # As a table, because of a SELECT alone DuckDB doesn't tell in which line it is wrong
        made = con.execute(f"CREATE OR REPLACE TEMP TABLE broken_promises AS {check.sql}")
        [total] = made.fetchone() or [0]
        rows: list[Row] = []
        if total:
            rows = read_rows(con, f"SELECT * FROM broken_promises LIMIT {int(limit)}")
        con.execute("DROP TABLE broken_promises")
        return CheckResult(int(total), rows)
