"""CSV and Parquet: DuckDB writes the rows of the open tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from pipelines.exports.states import ANSWERED, STATES
from pipelines.exports.table import Column, OpenTable
from pipelines.exports.wide import Item, Wide, quoted
from pipelines.spreadsheet import as_text_sql
from pipelines.warehouse.tables import literal

_CSV = "FORMAT CSV, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NEW_LINE '\\r\\n'"
"""RFC 4180: commas, double quotes, CRLF; DuckDB writes UTF-8."""

_PARQUET = "FORMAT parquet, COMPRESSION zstd"


def write_csv(
    con: duckdb.DuckDBPyConnection,
    table: OpenTable,
    columns: list[Column],
    wide: Wide | None,
    file: Path,
) -> None:
    """Write a table, its text made safe for spreadsheets.

    Args:
        con: the warehouse.
        table: the table.
        columns: its columns.
        wide: the wave whose responses it is, if it is one: states then stand in the cells.
        file: the file to write.
    """
    written = _csv_items(wide) if wide else (_csv(column) for column in columns)
    con.execute(
        f"COPY (SELECT {', '.join(written)} FROM ({table.select})) TO {literal(str(file))} ({_CSV})"
    )


def write_parquet(
    con: duckdb.DuckDBPyConnection,
    table: OpenTable,
    columns: list[Column],
    description: str,
    file: Path,
) -> None:
    """Write a table as it is.

    Args:
        con: the warehouse.
        table: the table.
        columns: its columns.
        description: what holds for the whole package; it stands in the file's metadata.
        file: the file to write.
    """
    listed = ", ".join(
        f"CAST({quoted(column.name)} AS {column.type}) AS {quoted(column.name)}"
        for column in columns
    )
    about = f"KV_METADATA {{title: {literal(table.title)}, description: {literal(description)}}}"
    con.execute(
        f"COPY (SELECT {listed} FROM ({table.select})) TO {literal(str(file))} "
        f"({_PARQUET}, {about})"
    )


def _csv(column: Column) -> str:
    name = quoted(column.name)
    if column.type != "VARCHAR":
        return name
    return f"{as_text_sql(name)} AS {name}"


def _csv_items(wide: Wide) -> Iterator[str]:
    for own in wide.own:
        text = own in ("wave", "respondent_id", "name")
        yield _csv(Column(own, "VARCHAR" if text else "DOUBLE", ""))
    for item in wide.items:
        yield f"{_cell(item)} AS {quoted(item.name)}"


def _cell(item: Item) -> str:
    """The value, or the code of the state."""
    if item.kind == "text":
        return as_text_sql(quoted(item.name))
    state = quoted(item.state)
    codes = " ".join(f"WHEN {literal(each.id)} THEN {literal(each.code)}" for each in STATES)
    code = f"CASE {state} {codes} END"
    if item.kind == "state":
        return f"CASE {state} WHEN '{ANSWERED}' THEN '{ANSWERED}' {codes} END"
    return f"coalesce(CAST({quoted(item.name)} AS VARCHAR), {code})"
