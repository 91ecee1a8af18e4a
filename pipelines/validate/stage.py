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

CHOICES = ("choice", "tick", "several")
"""Kinds of columns whose texts come from a list."""

SAMPLE_ROWS, SAMPLE_TEXTS = 20_000, 5_000
"""How much is looked at to find the usual texts of cells with several options."""

FIRST_ROW = 2
"""Row of the source in which the data begin, the header being row 1."""


def stage_source(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> int:
    """Create the typed stage of a source and the table of what did not fit, `leftover_<n>`.

    Returns:
        The number of data rows.

    Raises:
        duckdb.Error: the file can't be read as it lies; the caller reads it the careful way.
    """
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    con.execute("CREATE TYPE IF NOT EXISTS item_state AS ENUM " + _enum(STATES))
    _create_types(con, plan, data)
    selected = [expression for column in plan.columns for expression in _typed(plan, column)]
    leftovers = [text for column in plan.columns if (text := _leftover(plan, column))]
    kept_aside = f"concat({', '.join(leftovers)})" if leftovers else "''"
    respondent = f"trim({plan.key.name}, {literal(BLANKS)})" if plan.key else "NULL"
    con.execute(
        f"CREATE OR REPLACE TABLE {plan.table} AS SELECT {', '.join(selected)}, "
        f"CAST({respondent} AS VARCHAR) AS respondent_id, {kept_aside} AS leftover FROM {data}"
    )
    con.execute(f"ALTER TABLE {plan.table} ADD COLUMN source_row BIGINT")
    con.execute(f"UPDATE {plan.table} SET source_row = rowid + {FIRST_ROW}")
    _keep_leftovers(con, plan)
    for column in plan.columns:
        _read_leftovers(con, plan, column)
    return int(_scalar(con, f"SELECT count(*) FROM {plan.table}"))


def _create_types(con: duckdb.DuckDBPyConnection, plan: SourcePlan, data: str) -> None:
    """ENUMs of the texts that columns may hold; for several options in a cell, of a sample's."""
    several = [column for column in plan.columns if column.kind == "several"]
    if several:
        names = ", ".join(column.name for column in several)
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE sample AS SELECT {names} FROM {data} LIMIT {SAMPLE_ROWS}"
        )
    for column in plan.columns:
        if column.kind not in CHOICES or column.vocabulary is None:
            continue
        texts = list(column.vocabulary.known)
        if column.kind == "several":
            texts = [
                row[0]
                for row in con.execute(
                    f"SELECT DISTINCT {column.name} FROM sample "
                    f"WHERE {has_text(column.name)} ORDER BY 1 LIMIT {SAMPLE_TEXTS}"
                ).fetchall()
            ]
        con.execute(f"DROP TYPE IF EXISTS {_enum_type(plan, column)}")
        con.execute(
            f"CREATE TYPE {_enum_type(plan, column)} AS ENUM " + _enum([*texts, REJECTED_MARK])
        )


def has_text(name: str) -> str:
    """SQL: the cell is not blank."""
    return f"trim({name}, {literal(BLANKS)}) <> ''"


def _enum(values: Iterable[str]) -> str:
    return "(" + ", ".join(literal(value) for value in dict.fromkeys(values)) + ")"


def _enum_type(plan: SourcePlan, column: ColumnPlan) -> str:
    return f"e_{plan.number}_{column.position}"


def column_types(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> dict[str, str]:
    """Types of the stage's columns, ENUMs written out: their names end with the database."""
    return dict(
        con.execute(
            "SELECT column_name, data_type FROM duckdb_columns() "
            f"WHERE database_name = current_database() AND table_name = {literal(plan.table)}"
        ).fetchall()
    )


def widen(con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan) -> None:
    """Let a column of the stage hold any text."""
    con.execute(f"ALTER TABLE {plan.table} ALTER COLUMN {column.name} TYPE VARCHAR")


def _cast(plan: SourcePlan, column: ColumnPlan) -> str:
    """The column in its type, NULL where the text doesn't fit."""
    if column.kind in CHOICES:
        return f"TRY_CAST({column.name} AS {_enum_type(plan, column)})"
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
    name = column.name
    if column.kind in CHOICES:
        return [f"{_cast(plan, column)} AS {name}"]
    if column.kind in ("number", "date", "weight"):
        states = "".join(
            f" WHEN {literal(text)} THEN {literal(meaning.state)}"
            for text, meaning in _missing_texts(column).items()
        )
        state = f"CASE {name}{states} END" if states else "NULL"
        value = f"CASE WHEN NOT {_is_missing_text(column)} THEN {_cast(plan, column)} END"
        return [f"{value} AS {name}", f"CAST({state} AS item_state) AS {column.state_name}"]
    if column.kind in ("given", "counted_only"):
        return [f"CASE WHEN {has_text(name)} THEN 'given' END AS {name}"]
    return [f"CASE WHEN {has_text(name)} THEN {name} END AS {name}"]


def _leftover(plan: SourcePlan, column: ColumnPlan) -> str | None:
    """Expression for what does not cast: column number and text, hexadecimal for safety.

    DuckDB reads empty cells as NULL, quoted or not.
    """
    name = column.name
    if column.kind in CHOICES:
        fails = f"{_cast(plan, column)} IS NULL"
    elif column.kind in ("number", "date", "weight"):
        fails = f"{_cast(plan, column)} IS NULL AND NOT {_is_missing_text(column)}"
    else:
        return None
    kept = f"'{column.position}:' || hex({name}) || ';'"
    return f"CASE WHEN {name} IS NOT NULL AND {fails} THEN {kept} END"


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
    """Put back what has a meaning after all (spellings, decimal commas); mark the rest."""
    texts = [
        row[0]
        for row in con.execute(
            f"SELECT DISTINCT raw FROM leftover_{plan.number} WHERE position = ?", [column.position]
        ).fetchall()
    ]
    if not texts:
        return
    readings: list[tuple[str, Any]] = [(text, None) for text in texts if not text.strip(BLANKS)]
    rest = [text for text in texts if text.strip(BLANKS)]
    if column.kind == "several":
        # Rarer texts than the sample's; what they mean is the dictionary's to say.
        widen(con, plan, column)
        readings += [(text, text) for text in rest]
    else:
        read = _reader(column)
        readings += [(text, value) for text in rest if (value := read(text)) is not None]
    if readings:
        _put_back(con, plan, column, readings)
    mark_rejected(con, plan, column, f"leftover_{plan.number}")


def mark_rejected(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, rows: str
) -> None:
    """Mark a column's cells that the table `rows` names by source_row and position."""
    value = f"{column.name} = {literal(REJECTED_MARK)}"
    if column.kind in ("number", "date", "weight"):
        value = f"{column.name} = NULL, {column.state_name} = '{REJECTED}'"
    con.execute(
        f"UPDATE {plan.table} SET {value} WHERE source_row IN "
        f"(SELECT source_row FROM {rows} WHERE position = {column.position})"
    )


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
    kind = column_types(con, plan)[column.name]
    con.execute(f"CREATE OR REPLACE TEMP TABLE reading (raw VARCHAR, value {kind})")
    con.executemany("INSERT INTO reading VALUES (?, ?)", readings)
    rows = (
        "SELECT l.source_row, r.value FROM "
        f"leftover_{plan.number} AS l JOIN reading AS r USING (raw) "
        f"WHERE l.position = {column.position}"
    )
    con.execute(
        f"UPDATE {plan.table} AS s SET {column.name} = found.value FROM ({rows}) AS found "
        "WHERE s.source_row = found.source_row"
    )
    con.execute(
        f"DELETE FROM leftover_{plan.number} WHERE position = {column.position} "
        "AND raw IN (SELECT raw FROM reading)"
    )


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    return row[0] if row else None
