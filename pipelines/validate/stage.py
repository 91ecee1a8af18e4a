"""The typed stage: a source's rows with one typed column for each answer column.

DuckDB casts each cell to an ENUM of the texts that the column may hold and of those
that the opening of the file shows, in the same pass that reads the file. What doesn't
cast is kept aside as it was (`leftover_<n>`), its distinct texts are read by Python,
and what has a meaning after all is put back. The stage is a temporary table
(`staged_<n>`); `settle` writes what is good of it into the wave's database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import duckdb

from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import REJECTED, Meaning, read_date, read_number
from pipelines.mapping.plan import CHOICES, VALUES, ColumnPlan, SourcePlan
from pipelines.survey.pseudonyms import pseudonym_sql
from pipelines.warehouse.tables import literal

REJECTED_MARK = "\ue000rejected"
"""Stands in an ENUM or text column for a cell that is quarantined; no survey tool writes it."""

STATES = (
    "dont_know", "refused", "not_applicable", "no_answer", "routed_out", "unknown", REJECTED,
)  # fmt: skip

BLANKS = " \t\r\n\v\f\u00a0"
"""A cell of nothing but these is blank."""

SAMPLE_ROWS, SAMPLE_TEXTS = 10_000, 5_000
"""How much is looked at to find the usual texts of choice columns."""


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
    casts = [
        f"{_cast(plan, column)} AS {_cast_name(column)}"
        for column in plan.columns
        if column.kind in (*CHOICES, *VALUES)
    ]
    respondent = kept_text(plan.key, extracted) if plan.key else "CAST(NULL AS VARCHAR)"
    casts.append(f"{respondent} AS respondent")
    selected = [each for column in plan.columns for each in _typed(column, extracted)]
    leftovers = [text for column in plan.columns if (text := _leftover(column))]
    kept_aside = f"concat({', '.join(leftovers)})" if leftovers else "''"
    # each cell is cast once, in the inner SELECT
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {plan.staged} AS SELECT {', '.join(selected)}, "
        f"{trimmed('respondent')} AS respondent_id, {kept_aside} AS leftover "
        f"FROM (SELECT *, {', '.join(casts)} FROM {data})"
    )
    con.execute(f"ALTER TABLE {plan.staged} ADD COLUMN source_row BIGINT")
    con.execute(f"UPDATE {plan.staged} SET source_row = rowid + {extracted.first_row}")
    _keep_leftovers(con, plan)
    _read_leftovers(con, plan)
    return int(_scalar(con, f"SELECT count(*) FROM {plan.staged}"))


def _create_types(con: duckdb.DuckDBPyConnection, plan: SourcePlan, data: str) -> None:
    """ENUMs of the texts that columns may hold: the known ones and those of a sample."""
    seen = _sample(con, plan.choices, data)
    for column in plan.choices:
        known = column.vocabulary.known if column.vocabulary else {}
        texts = [*known, *seen.get(column.position, ()), REJECTED_MARK]
        con.execute(f"DROP TYPE IF EXISTS {_enum_type(plan, column)}")
        con.execute(f"CREATE TEMP TYPE {_enum_type(plan, column)} AS ENUM {_enum(texts)}")


def _sample(
    con: duckdb.DuckDBPyConnection, columns: Sequence[ColumnPlan], data: str
) -> dict[int, list[str]]:
    """The distinct texts of the first rows, by column position."""
    if not columns:
        return {}
    names = ", ".join(column.name for column in columns)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE sample AS SELECT {names} FROM {data} LIMIT {SAMPLE_ROWS}"
    )
    distinct = " UNION ALL ".join(
        f"(SELECT {column.position}, {column.name} FROM sample WHERE {has_text(column.name)} "
        f"GROUP BY {column.name} ORDER BY {column.name} LIMIT {SAMPLE_TEXTS})"
        for column in columns
    )
    texts: dict[int, list[str]] = {}
    for position, text in con.execute(distinct).fetchall():
        texts.setdefault(position, []).append(text)
    con.execute("DROP TABLE sample")
    return texts


_BLANK_CODES = ", ".join(str(ord(blank)) for blank in BLANKS)


def has_text(name: str) -> str:
    """SQL: the cell is not blank; the first character nearly always tells, quicker than a trim."""
    return (
        f"CASE WHEN ascii({name}) NOT IN (0, {_BLANK_CODES}) THEN true "
        f"ELSE trim({name}, {literal(BLANKS)}) <> '' END"
    )


def trimmed(name: str) -> str:
    """SQL: the text without blanks around it, trimmed only where there are any."""
    return (
        f"CASE WHEN ascii({name}) IN ({_BLANK_CODES}) OR ascii(right({name}, 1)) IN "
        f"({_BLANK_CODES}) THEN trim({name}, {literal(BLANKS)}) ELSE {name} END"
    )


def _enum(values: Iterable[str]) -> str:
    return "(" + ", ".join(literal(value) for value in dict.fromkeys(values)) + ")"


def _enum_type(plan: SourcePlan, column: ColumnPlan) -> str:
    return f"e_{plan.number}_{column.position}"


def column_types(con: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Types of a table's columns, ENUMs written out: their names end with the database."""
    sql = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?"
    return dict(con.execute(sql, [table]).fetchall())


def widen(con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan) -> None:
    """Let a column of the stage hold any text."""
    con.execute(f"ALTER TABLE {plan.staged} ALTER COLUMN {column.name} TYPE VARCHAR")


def _cast(plan: SourcePlan, column: ColumnPlan) -> str:
    """The column in its type, NULL where the text doesn't fit."""
    if column.kind in CHOICES:
        return f"TRY_CAST({column.name} AS {_enum_type(plan, column)})"
    if column.kind == "date":
        return f"TRY_CAST({column.name} AS DATE)"
    number = f"TRY_CAST({_pointed(plan, column)} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def _pointed(plan: SourcePlan, column: ColumnPlan) -> str:
    """A number with a point before its fraction; what holds both signs is read later."""
    name = column.name
    if plan.source.decimal != ",":
        return name
    return f"CASE WHEN NOT contains({name}, '.') THEN replace({name}, ',', '.') END"


def _missing_texts(column: ColumnPlan) -> dict[str, Meaning]:
    """Texts of a number or date column that stand for a state, -99 among them."""
    return dict(column.vocabulary.known) if column.vocabulary else {}


def _cast_name(column: ColumnPlan) -> str:
    return f"cast_{column.position}"


def _is_missing_text(column: ColumnPlan) -> str:
    texts = _missing_texts(column)
    return f"{column.name} IN {_enum(texts)}" if texts else "false"


def _typed(column: ColumnPlan, extracted: Extracted) -> list[str]:
    """The stage's expressions for one source column."""
    name = column.name
    if column.kind in CHOICES:
        return [f"{_cast_name(column)} AS {name}"]
    if column.kind in VALUES:
        states = "".join(
            f" WHEN {literal(text)} THEN {literal(meaning.state)}"
            for text, meaning in _missing_texts(column).items()
        )
        state = f"CASE {name}{states} END" if states else "NULL"
        times = f" * {column.times}" if column.times else ""
        value = f"CASE WHEN NOT {_is_missing_text(column)} THEN {_cast_name(column)}{times} END"
        return [f"{value} AS {name}", f"CAST({state} AS item_state) AS {column.state_name}"]
    if column.kind in ("given", "counted_only"):
        return [f"CASE WHEN {has_text(name)} THEN 'given' END AS {name}"]
    return [f"CASE WHEN {has_text(name)} THEN {kept_text(column, extracted)} END AS {name}"]


def kept_text(column: ColumnPlan, extracted: Extracted) -> str:
    """SQL: the text of a cell as it may be kept; what was spooled holds pseudonyms already."""
    is_raw = column.pseudonymise and not extracted.is_spooled
    return pseudonym_sql(column.name) if is_raw else column.name


def _leftover(column: ColumnPlan) -> str | None:
    """Expression for what does not cast: column number and text, hexadecimal for safety.

    DuckDB reads empty cells as NULL, quoted or not. Blanks are looked for last and by a
    plain trim, because few cells come that far.
    """
    name = column.name
    if column.kind in CHOICES:
        fails = f"{_cast_name(column)} IS NULL"
    elif column.kind in VALUES:
        fails = f"{_cast_name(column)} IS NULL AND NOT {_is_missing_text(column)}"
    else:
        return None
    kept = f"'{column.position}:' || hex({name}) || ';'"
    return (
        f"CASE WHEN {name} IS NOT NULL AND {fails} THEN "
        f"CASE WHEN trim({name}, {literal(BLANKS)}) <> '' THEN {kept} END END"
    )


def _keep_leftovers(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> None:
    """The texts that didn't cast, one row each: (source_row, position, raw)."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {plan.leftover} AS "
        "SELECT source_row, CAST(split_part(part, ':', 1) AS INTEGER) AS position, "
        "decode(unhex(split_part(part, ':', 2))) AS raw FROM ("
        f"SELECT source_row, unnest(string_split(rtrim(leftover, ';'), ';')) AS part "
        f"FROM {plan.staged} WHERE leftover <> '')"
    )
    con.execute(f"ALTER TABLE {plan.staged} DROP COLUMN leftover")


def _read_leftovers(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> None:
    """Put back what has a meaning after all (spellings, decimal commas); mark the rest."""
    texts: dict[int, list[str]] = {}
    for position, raw in con.execute(
        f"SELECT DISTINCT position, raw FROM {plan.leftover} ORDER BY ALL"
    ).fetchall():
        texts.setdefault(position, []).append(raw)
    for column in plan.columns:
        if column.position not in texts:
            continue
        read = _reader(column, plan.source.decimal)
        readings = [(text, v) for text in texts[column.position] if (v := read(text)) is not None]
        if readings:
            if column.kind in CHOICES:
                widen(con, plan, column)
            _put_back(con, plan, column, readings)
        mark_rejected(con, plan, column, plan.leftover)


def mark_rejected(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan, rows: str
) -> None:
    """Mark a column's cells that the table `rows` names by source_row and position."""
    value = f"{column.name} = {literal(REJECTED_MARK)}"
    if column.kind in VALUES:
        value = f"{column.name} = NULL, {column.state_name} = '{REJECTED}'"
    con.execute(
        f"UPDATE {plan.staged} SET {value} WHERE source_row IN "
        f"(SELECT source_row FROM {rows} WHERE position = {column.position})"
    )


def _reader(column: ColumnPlan, decimal: str | None) -> Callable[[str], float | date | str | None]:
    if column.kind == "date":
        return read_date
    if column.kind in VALUES:
        factor = column.times or 1.0
        return lambda text: None if (n := read_number(text, decimal)) is None else n * factor
    vocabulary = column.vocabulary
    return lambda text: text if vocabulary and vocabulary.read(text) else None


def _put_back(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    column: ColumnPlan,
    readings: list[tuple[str, Any]],
) -> None:
    kind = column_types(con, plan.staged)[column.name]
    from pandas import DataFrame  # slow: not before it is needed

    con.register("reading", DataFrame(readings, columns=["raw", "value"], dtype=object))
    rows = (
        f"SELECT l.source_row, CAST(r.value AS {kind}) AS value FROM "
        f"{plan.leftover} AS l JOIN reading AS r USING (raw) "
        f"WHERE l.position = {column.position}"
    )
    con.execute(
        f"UPDATE {plan.staged} AS s SET {column.name} = found.value FROM ({rows}) AS found "
        "WHERE s.source_row = found.source_row"
    )
    con.execute(
        f"DELETE FROM {plan.leftover} WHERE position = {column.position} "
        "AND raw IN (SELECT raw FROM reading)"
    )
    con.unregister("reading")


def _scalar(con: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = con.execute(sql).fetchone()
    return row[0] if row else None
