"""The published warehouse, opened for reading only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.errors import ConfigurationError, Problem
from pipelines.project import warehouse_of
from pipelines.warehouse.engine import connect
from pipelines.warehouse.publish import CURRENT, current

SYNTHETIC = "Synthetic data: every answer is made up, and about nobody."


def synthetic(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the data of a warehouse are made up."""
    return bool(con.execute("SELECT bool_or(synthetic) FROM input.survey").fetchall()[0][0])


def published_folder(project: Path) -> Path:
    """The folder `current`, by its stable name.

    Raises:
        ConfigurationError: nothing was published yet.
    """
    link = warehouse_of(project) / CURRENT
    if current(warehouse_of(project)) is None:
        raise ConfigurationError(
            Problem(str(link), "nothing published yet", "a published build", "Run: waves build")
        )
    return link


def published_database(project: Path) -> Path:
    """The published warehouse.

    Raises:
        ConfigurationError: nothing was published yet.
    """
    folder = published_folder(project)
    return next(iter(sorted(folder.glob("*.duckdb"))), folder / "warehouse.duckdb")


@contextmanager
def published_warehouse(project: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read the warehouse: no other file, no network.

    Raises:
        ConfigurationError: nothing was published yet, or by code that made other tables.
    """
    con = connect(published_database(project), read_only=True)
    try:
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise ConfigurationError(_other_code(project, error)) from error
    finally:
        con.close()


def _other_code(project: Path, error: duckdb.Error) -> Problem:
    return Problem(
        str(warehouse_of(project) / CURRENT),
        f"a build without a table or column that is to be read ({str(error).splitlines()[0]})",
        "a build by the code that reads it",
        "Run: waves build",
    )
