"""Load: the waves' own databases to the tables of `core` in the build's database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.harmonise import WAVE_DATABASE
from pipelines.harmonise.pairs import Panels
from pipelines.mapping.routing import located
from pipelines.survey.folder import SurveyFolder
from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.tables import comment, create, literal, transaction

_LOADED_NAMES = {table.name for table in LOADED}


def load_core(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, works: Mapping[str, Path]
) -> dict[str, int]:
    """Fill the loader's tables of `core` from the waves' own databases.

    Args:
        con: the build's database, with the tables of `input` filled.
        folder: the survey.
        works: for each wave that has content, the folder of its database.

    Returns:
        Rows by table.
    """
    with transaction(con):
        create(con, LOADED)
    with _attached(con, works) as databases:
        items = 0
        for wave, database in databases.items():
            _load_wave(con, wave, database)
            items += _items(con, database)
        whole = Panels(con, folder, databases).whole
        con.execute(
            "INSERT INTO core.paired_questions SELECT * FROM unnest(?::VARCHAR[])", [sorted(whole)]
        )
        stored = items <= folder.survey.store_answers_up_to
        parts = _read_by_row(folder, whole, _several_rows(con))
        _bring_answers(con, databases, parts, stored=stored)
    return {
        table: n
        for table, n in con.execute(
            "SELECT 'core.' || table_name, estimated_size FROM duckdb_tables() "
            "WHERE schema_name = 'core'"
        ).fetchall()
        if table in _LOADED_NAMES
    }


def count_panels(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, works: Mapping[str, Path]
) -> int:
    """Fill core.panel_counts, what respondents answered in one wave and in another.

    Args:
        con: the build's database, loaded by `load_core`.
        folder: the survey.
        works: the same folders.

    Returns:
        Its rows.
    """
    with _attached(con, works) as databases:
        return Panels(con, folder, databases).count()


@contextmanager
def _attached(
    con: duckdb.DuckDBPyConnection, works: Mapping[str, Path]
) -> Iterator[dict[str, str]]:
    """The waves' own databases, by wave the name under which each can be read."""
    databases = {wave: f"w{position}" for position, wave in enumerate(works)}
    for wave, work in works.items():
        file = literal(str(work / WAVE_DATABASE))
        con.execute(f"ATTACH {file} AS {databases[wave]} (READ_ONLY)")
    yield databases
    for database in databases.values():
        con.execute(f"DETACH {database}")


def _load_wave(con: duckdb.DuckDBPyConnection, wave: str, database: str) -> None:
    year = literal(wave)
    con.execute(
        "INSERT INTO core.responses SELECT response_id, "
        f"{year}, w.respondent_id, submitted_at, language, source_file, source_row, "
        "coalesce(weight, 1.0), why_not_counted IS NULL AND coalesce(r.counted, true), "
        "coalesce(why_not_counted, CASE WHEN NOT r.counted "
        "THEN 'its kind is not counted: ' || r.kind END) "
        f"FROM {database}.responses AS w LEFT JOIN input.respondents AS r USING (respondent_id)"
    )
    tables = {
        "texts": "response_id, {wave}, respondent_id, question_id, text",
        "response_metadata": "response_id, {wave}, source_column, value",
        "rejected_cells": "{wave}, *",
        "cell_fates": "{wave}, *",
        "answer_counts": "{wave}, *",
        "source_files": "{wave}, *",
    }
    for table, columns in tables.items():
        con.execute(
            f"INSERT INTO core.{table} SELECT {columns.format(wave=year)} FROM {database}.{table}"
        )


def _items(con: duckdb.DuckDBPyConnection, database: str) -> int:
    row = con.execute(
        f"SELECT (SELECT count(*) FROM {database}.responses) * "
        f"(SELECT count(*) FROM {database}.answer_sql)"
    ).fetchone()
    return int(row[0]) if row else 0


def _bring_answers(
    con: duckdb.DuckDBPyConnection,
    databases: Mapping[str, str],
    parts: Mapping[str, set[str]],
    *,
    stored: bool,
) -> None:
    """core.answers, stored or as a view on copies of the typed tables, and views of parts of it.

    Args:
        con: the build's database.
        databases: by wave the name of its own database.
        parts: the questions of each view.
        stored: whether core.answers is stored.
    """
    selects: list[tuple[str, str]] = []
    for wave, database in databases.items():
        schema = f"{database}.main"
        if not stored:
            schema = '"typed_' + wave + '"'
            _copy_typed(con, database, schema)
        found = con.execute(
            f"SELECT question_id, sql FROM {database}.answer_sql ORDER BY position"
        ).fetchall()
        selects += [(question, located(sql, schema)) for question, sql in found]
    if not selects:
        return
    views = {}
    if stored:
        con.execute(f"INSERT INTO core.answers {_union(sql for _, sql in selects)}")
    else:
        views["core.answers"] = _union(sql for _, sql in selects)
    for view, questions in parts.items():
        listed = ", ".join(map(literal, sorted(questions))) or "''"
        views[view] = f"SELECT * FROM core.answers WHERE question_id IN ({listed})"
        if questions and not stored:  # the others' SELECTs are not even planned
            views[view] = _union(sql for question, sql in selects if question in questions)
    tables = {table.name: table for table in LOADED}
    with transaction(con):
        for view, sql in views.items():
            con.execute(f"DROP TABLE {view}")
            con.execute(f"CREATE VIEW {view} AS {sql}")
            comment(con, tables[view], "VIEW")


def _union(selects: Iterable[str]) -> str:
    return " UNION ALL ".join(selects)


def _several_rows(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Questions of which some wave has items of more than one row: their rows count no items."""
    found = con.execute(
        "SELECT DISTINCT question_id FROM core.answer_counts GROUP BY wave, question_id "
        "HAVING sum(n_rows) <> sum(n_items)"
    )
    return {question for (question,) in found.fetchall()}


def _read_by_row(
    folder: SurveyFolder, followed: set[str], several_rows: set[str]
) -> dict[str, set[str]]:
    """The questions of each view of answers that models read row by row.

    Args:
        folder: the survey.
        followed: questions of which core.panel_counts tells how respondents moved.
        several_rows: questions of which counted rows aren't items.
    """
    identified_by = folder.survey.respondents.identified_by
    singly: set[str] = set()
    for indicator in folder.indicators:
        first = indicator.parts[0] if len(indicator.parts) == 1 else None
        counted = first and (len(first.options) == 1 or first.question not in several_rows)
        if identified_by == "registry" or not counted:
            singly |= indicator.questions
        elif identified_by == "key":
            singly |= indicator.questions - followed
    numbers = {question.id for question in folder.bank.questions if question.type == "number"}
    return {"core.indicator_answers": singly, "core.number_answers": numbers}


def _copy_typed(con: duckdb.DuckDBPyConnection, database: str, schema: str) -> None:
    """Copy a wave's typed tables, quickly: the one compression that fits codes, in any order."""
    con.execute("SET force_compression = 'bitpacking'")
    con.execute("SET preserve_insertion_order = false")
    con.execute(f"CREATE SCHEMA {schema}")
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND "
        "(table_name LIKE 'stage_%' OR table_name LIKE 'meaning_%' OR table_name = 'attribute')",
        [database],
    ).fetchall()
    for (table,) in tables:
        con.execute(f"CREATE TABLE {schema}.{table} AS FROM {database}.main.{table}")
    con.execute("RESET force_compression")
    con.execute("RESET preserve_insertion_order")
