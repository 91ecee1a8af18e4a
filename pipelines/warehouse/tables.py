"""What a table that Python fills is: its columns, types and documentation in one place.

Everything else in the warehouse is a SELECT under `sql/`, which reads these tables as
declared sources:

* `input_tables.INPUT`: the survey folder as tables, schema `input` (filled by
  `pipelines.survey`);
* `core_tables.LOADED`: what comes out of the raw files, schema `core` (filled by
  `pipelines.harmonise`);
* `statistics_tables.STATISTICS`: lookup tables of what SQL can't compute (filled by
  `pipelines.statistics`: those of `indicators` once `core.waves` stands, those of `trends`
  once `trends.panels` does).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Table:
    """A documented table: `columns` maps a name to (DuckDB type, documentation)."""

    name: str
    grain: str
    description: str
    columns: dict[str, tuple[str, str]]


SYNTHETIC = "SYNTHETIC: these data are made up. No respondent gave these answers."


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of a block or nothing of it; many small statements wait for the disk once."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


def create(con: duckdb.DuckDBPyConnection, tables: list[Table]) -> None:
    """Create empty tables, their schemas and their comments."""
    for table in tables:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {table.name.split('.')[0]}")
        columns = ", ".join(f"{name} {kind}" for name, (kind, _) in table.columns.items())
        con.execute(f"CREATE TABLE {table.name} ({columns})")
        comment(con, table)


def comment(con: duckdb.DuckDBPyConnection, table: Table, kind: str = "TABLE") -> None:
    """Put the documentation into the database, where SQL users see it."""
    whole = literal(f"{table.description} Grain: {table.grain}.")
    con.execute(
        f"COMMENT ON {kind} {table.name} IS {whole};"
        + "".join(
            f"COMMENT ON COLUMN {table.name}.{name} IS {literal(text)};"
            for name, (_, text) in table.columns.items()
        )
    )


def mark_synthetic(con: duckdb.DuckDBPyConnection) -> None:
    """Say in the comment of every table that the data are made up."""
    found = con.execute(
        """
        SELECT 'TABLE', schema_name || '.' || table_name, comment
        FROM duckdb_tables() WHERE database_name = current_database()
        UNION ALL
        SELECT 'VIEW', schema_name || '.' || view_name, comment
        FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
        """
    ).fetchall()
    with transaction(con):
        for kind, name, text in found:
            marked = literal(f"{SYNTHETIC} {text or ''}".rstrip())
            con.execute(f"COMMENT ON {kind} {name} IS {marked}")


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


WAVE = ("VARCHAR", "wave id, text such as 2020")
RESPONDENT = ("VARCHAR", "respondent id, as in the registry")
QUESTION = ("VARCHAR", "question id, the same in every wave")
OPTION = ("VARCHAR", "option id within its question")
INDICATOR = ("VARCHAR", "indicator id")
CLAIM = ("VARCHAR", "claim id, unique in the warehouse: <wave of the ledger>/<id in the ledger>")
