"""The typed stage: a source's rows with one typed column for each answer column.

DuckDB casts each cell to an ENUM of the texts that the wave knows, in the same pass
that reads the file. What doesn't cast is kept aside as it was (`leftover`), its
distinct texts are read by Python, and what has a meaning after all is put back. The
rest holds the mark REJECTED until the quarantine has taken it over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import duckdb

from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import REJECTED, Meaning, read_date, read_number
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.warehouse.tables import literal

REJECTED_MARK = "\ue000rejected"
"""Stands in an ENUM or text column for a cell that is quarantined; no survey tool writes it."""

STATES = ("dont_know", "refused", "not_applicable", "no_answer", "unknown", REJECTED)

BLANKS = " \t\r\n\v\f\u00a0"
"""A cell of nothing but these is blank."""

FIRST_ROW = 2
"""Row of the source in which the data begin, the header being row 1."""


def stage_source(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> int:
    """Create the typed stage of a source and the tables `leftover` and `meaning`.

    Returns:
        The number of data rows.

    Raises:
        duckdb.Error: the file can't be read as it lies; the caller reads it the careful way.
    """
    con.execute("CREATE TYPE IF NOT EXISTS item_state AS ENUM " + _enum(STATES))
    for column in plan.columns:
        if column.kind in ("choice", "tick") and column.vocabulary:
            con.execute(f"DROP TYPE IF EXISTS e_{plan.number}_{column.position}")
            con.execute(
                f"CREATE TYPE e_{plan.number}_{column.position} AS ENUM "
                + _enum([*column.vocabulary.known, REJECTED_MARK])
            )
    selected = [expression for column in plan.columns for expression in _typed(plan, column)]
    leftovers = [text for column in plan.columns if (text := _leftover(plan, column))]
    kept_aside = f"concat({', '.join(leftovers)})" if leftovers else "''"
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    con.execute(
        f"CREATE OR REPLACE TABLE {plan.table} AS "
        f"SELECT {', '.join([*selected, f'{kept_aside} AS leftover'])} FROM {data}"
    )
    con.execute(f"ALTER TABLE {plan.table} ADD COLUMN source_row BIGINT")
    con.execute(f"UPDATE {plan.table} SET source_row = rowid + {FIRST_ROW}")
    _keep_leftovers(con, plan)
    for column in plan.columns:
        _read_leftovers(con, plan, column)
    return int(_scalar(con, f"SELECT count(*) FROM {plan.table}"))


def has_text(name: str) -> str:
    """SQL: the cell is not blank."""
    return f"trim({name}, {literal(BLANKS)}) <> ''"


def _enum(values: Iterable[str]) -> str:
    return "(" + ", ".join(literal(value) for value in dict.fromkeys(values)) + ")"


def enum_type(plan: SourcePlan, column: ColumnPlan) -> str:
    """The ENUM of a choice or tick column."""
    return f"e_{plan.number}_{column.position}"


def _cast(plan: SourcePlan, column: ColumnPlan) -> str:
    """The column in its type, NULL where the text doesn't fit."""
    if column.kind in ("choice", "tick"):
        return f"TRY_CAST({column.name} AS {enum_type(plan, column)})"
    if column.kind == "date":
        return f"TRY_CAST({column.name} AS DATE)"
    number = f"TRY_CAST({column.name} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _missing_texts(column: ColumnPlan) -> dict[str, Meaning]:
    """Texts of a number or date column that stand for a state, -99 among them."""
    return dict(column.vocabulary.known) if column.vocabulary else {}


def _is_missing_text(column: ColumnPlan) -> str:
    texts = _missing_texts(column)
    return f"{column.name} IN {_enum(texts)}" if texts else "false"


def _typed(plan: SourcePlan, column: ColumnPlan) -> list[str]:
    """The stage's expressions for one source column."""
    name, cast = column.name, _cast(plan, column)
    if column.kind in ("choice", "tick"):
        mark = (
            f"CASE WHEN {name} <> '' THEN {literal(REJECTED_MARK)}::{enum_type(plan, column)} END"
        )
        return [f"coalesce({cast}, {mark}) AS {name}"]
    if column.kind in ("number", "date", "weight"):
        states = "".join(
            f" WHEN {literal(text)} THEN {literal(meaning.state)}"
            for text, meaning in _missing_texts(column).items()
        )
        state = f"CASE {name}{states} END" if states else "NULL"
        value = f"CASE WHEN NOT {_is_missing_text(column)} THEN {cast} END"
        rejected = f"CASE WHEN {name} <> '' AND {cast} IS NULL THEN '{REJECTED}' END"
        return [
            f"{value} AS {name}",
            f"CAST(coalesce({state}, {rejected}) AS item_state) AS {column.state_name}",
        ]
    if column.kind in ("given", "counted_only"):
        return [f"CASE WHEN {has_text(name)} THEN 'given' END AS {name}"]
    return [f"CASE WHEN {has_text(name)} THEN {name} END AS {name}"]


def _leftover(plan: SourcePlan, column: ColumnPlan) -> str | None:
    """Expression for what does not cast: column number and text, hexadecimal for safety."""
    name = column.name
    if column.kind in ("choice", "tick"):
        fails = f"{_cast(plan, column)} IS NULL"
    elif column.kind in ("number", "date", "weight"):
        fails = f"{_cast(plan, column)} IS NULL AND NOT {_is_missing_text(column)}"
    else:
        return None
    return f"CASE WHEN {name} <> '' AND {fails} THEN '{column.position}:' || hex({name}) || ';' END"


def _keep_leftovers(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> None:
    """The texts that didn't cast, one row each: (source_row, position, raw)."""
    con.execute(
        f"CREATE OR REPLACE TABLE leftover_{plan.number} AS "
        "SELECT source_row, CAST(split_part(part, ':', 1) AS INTEGER) AS position, "
        "decode(unhex(split_part(part, ':', 2))) AS raw FROM ("
        f"SELECT source_row, unnest(string_split(rtrim(leftover, ';'), ';')) AS part "
        f"FROM {plan.table} WHERE leftover <> '')"
    )
    con.execute(f"ALTER TABLE {plan.table} DROP COLUMN leftover")


def _read_leftovers(con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan) -> None:
    """Put back what has a meaning after all: other spellings, blanks, decimal commas."""
    texts = [
        row[0]
        for row in con.execute(
            f"SELECT DISTINCT raw FROM leftover_{plan.number} WHERE position = ?", [column.position]
        ).fetchall()
    ]
    if not texts:
        return
    readings: list[tuple[str, Any]] = []
    for text in texts:
        if not text.strip(BLANKS):
            readings.append((text, None))
            continue
        value = _reader(column)(text)
        if value is not None:
            readings.append((text, value))
    if not readings:
        return
    _put_back(con, plan, column, readings)


def _reader(column: ColumnPlan) -> Callable[[str], float | date | str | None]:
    if column.kind == "date":
        return read_date
    if column.kind in ("number", "weight"):
        return read_number
    vocabulary = column.vocabulary
    if vocabulary is None:
        return lambda _: None
    canonical = {meaning: text for text, meaning in reversed(list(vocabulary.known.items()))}

    def known_text(text: str) -> str | None:
        meaning = vocabulary.read(text)
        return canonical.get(meaning) if meaning else None

    return known_text


def _put_back(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    column: ColumnPlan,
    readings: list[tuple[str, Any]],
) -> None:
    kind = {"number": "DOUBLE", "weight": "DOUBLE", "date": "DATE"}.get(
        column.kind, enum_type(plan, column)
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE reading (raw VARCHAR, value {kind})")
    con.executemany("INSERT INTO reading VALUES (?, ?)", readings)
    values = f"{column.name} = found.value"
    if column.kind in ("number", "date", "weight"):
        values += f", {column.state_name} = NULL"
    rows = (
        "SELECT l.source_row, r.value FROM "
        f"leftover_{plan.number} AS l JOIN reading AS r USING (raw) "
        f"WHERE l.position = {column.position}"
    )
    con.execute(
        f"UPDATE {plan.table} AS s SET {values} FROM ({rows}) AS found "
        "WHERE s.source_row = found.source_row"
    )
    con.execute(
        f"DELETE FROM leftover_{plan.number} WHERE position = {column.position} "
        "AND raw IN (SELECT raw FROM reading)"
    )


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    return row[0] if row else None
