"""`waves query`: SQL on the published warehouse."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines.commands.console import err, show_table
from pipelines.commands.published import published_warehouse
from pipelines.errors import ConfigurationError, Problem

Format = Literal["table", "csv", "json"]
SHOWN = 1000
"""Rows of a table on the screen; CSV and JSON are whole."""

_BATCH = 10_000


def query(project: Path, sql: str, form: Format) -> None:
    """Run a statement and print what it returns.

    Raises:
        ConfigurationError: DuckDB refuses the statement.
    """
    with published_warehouse(project) as con:
        try:
            if len(duckdb.extract_statements(sql)) != 1:
                raise duckdb.ParserException("not one statement")
            cursor = con.execute(sql)
            names = [column[0] for column in cursor.description or []]
            _PRINTERS[form](cursor, names)
        except duckdb.Error as error:
            raise ConfigurationError(_refused(error)) from error


def _refused(error: duckdb.Error) -> Problem:
    text, _, place = str(error).partition("\n\nLINE ")
    lines = [line for line in text.splitlines() if line.strip()]
    shown = place.partition(":")[2].strip().partition("\n")[0] or "the statement"
    return Problem(
        shown,
        " ".join(lines),
        "one statement that reads the warehouse, in DuckDB's SQL",
        'The tables: waves query "SHOW ALL TABLES"; their meaning: docs/data-dictionary.md',
    )


def _print_table(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    rows = cursor.fetchmany(SHOWN + 1)
    show_table(names, rows[:SHOWN])
    if len(rows) > SHOWN:
        err().print(f"The first {SHOWN} rows; all of them with --format csv or json.")


def _print_csv(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    while rows := cursor.fetchmany(_BATCH):
        writer.writerows(rows)


def _print_json(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    separator = "["
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            record: dict[str, Any] = dict(zip(names, row, strict=True))
            sys.stdout.write(
                f"{separator}\n  {json.dumps(record, default=str, ensure_ascii=False)}"
            )
            separator = ","
    sys.stdout.write("[]\n" if separator == "[" else "\n]\n")


_PRINTERS = {"table": _print_table, "csv": _print_csv, "json": _print_json}
