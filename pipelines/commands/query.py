"""`waves query`: SQL on the published warehouse."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipelines.commands.console import err, show_table
from pipelines.commands.published import SYNTHETIC, published_warehouse, synthetic
from pipelines.errors import ConfigurationError, Problem
from pipelines.spreadsheet import as_text

Format = Literal["table", "csv", "json"]
SHOWN = 1000
"""Rows of a table on the screen; CSV and JSON are whole."""

_BATCH = 10_000


def query(project: Path, sql: str, form: Format, exact: bool = False) -> None:
    """Run a statement and print what it returns, as far as anybody reads it.

    Args:
        project: the survey's project.
        sql: one statement that reads.
        form: how the rows are printed.
        exact: print CSV for programs, with text that a spreadsheet would take for a formula.

    Raises:
        ConfigurationError: DuckDB refuses the statement.
    """
    with published_warehouse(project) as con:
        if synthetic(con):
            err().print(SYNTHETIC, markup=False)
        try:
            if len(duckdb.extract_statements(sql)) != 1:
                raise duckdb.ParserException("not one statement")
            cursor = con.execute(sql)
            names = [column[0] for column in cursor.description or []]
            printer = _print_exact_csv if exact and form == "csv" else _PRINTERS[form]
            printer(cursor, names)
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
    _write_csv(cursor, names, as_text)


def _print_exact_csv(cursor: duckdb.DuckDBPyConnection, names: list[str]) -> None:
    _write_csv(cursor, names, lambda value: value)


def _write_csv(
    cursor: duckdb.DuckDBPyConnection, names: list[str], written: Callable[[Any], Any]
) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(written, names))
    while rows := cursor.fetchmany(_BATCH):
        writer.writerows([written(value) for value in row] for row in rows)


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
