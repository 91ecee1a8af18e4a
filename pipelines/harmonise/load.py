"""Load: the waves' own databases to the tables of `core` in the build's database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from pipelines.harmonise import WAVE_DATABASE
from pipelines.harmonise.pairs import Panels
from pipelines.mapping.routing import located
from pipelines.survey.load import SurveyFolder
from pipelines.warehouse.core_tables import LOADED
from pipelines.warehouse.tables import comment, create, literal

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
    create(con, LOADED)
    items = 0
    for position, (wave, work) in enumerate(works.items()):
        con.execute(f"ATTACH {literal(str(work / WAVE_DATABASE))} AS w{position} (READ_ONLY)")
        _load_wave(con, wave, f"w{position}")
        items += _items(con, f"w{position}")
    panels = Panels(con, folder, {wave: f"w{n}.main" for n, wave in enumerate(works)})
    panels.count()
    stored = items <= folder.survey.store_answers_up_to
    _bring_answers(con, list(works), _read_singly(folder, panels.whole), stored=stored)
    for position in range(len(works)):
        con.execute(f"DETACH w{position}")
    return {
        table: n
        for table, n in con.execute(
            "SELECT 'core.' || table_name, estimated_size FROM duckdb_tables() "
            "WHERE schema_name = 'core'"
        ).fetchall()
        if table in _LOADED_NAMES
    }


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
    con: duckdb.DuckDBPyConnection, waves: list[str], read_singly: set[str], *, stored: bool
) -> None:
    """core.answers and core.indicator_answers, stored or as views on copies of the typed tables."""
    selects: list[tuple[str, str]] = []
    for position, wave in enumerate(waves):
        schema = f"w{position}.main"
        if not stored:
            schema = '"typed_' + wave + '"'
            _copy_typed(con, f"w{position}", schema)
        found = con.execute(
            f"SELECT question_id, sql FROM w{position}.answer_sql ORDER BY position"
        ).fetchall()
        selects += [(question, located(sql, schema)) for question, sql in found]
    if not selects:
        return
    listed = ", ".join(literal(question) for question in sorted(read_singly)) or "''"
    if stored:
        con.execute(f"INSERT INTO core.answers {_union(sql for _, sql in selects)}")
        few = f"SELECT * FROM core.answers WHERE question_id IN ({listed})"
    else:
        con.execute("DROP TABLE core.answers")
        con.execute(f"CREATE VIEW core.answers AS {_union(sql for _, sql in selects)}")
        parts = [sql for question, sql in selects if question in read_singly]
        few = _union(parts) if parts else "SELECT * FROM core.answers WHERE false"
    con.execute("DROP TABLE core.indicator_answers")
    con.execute(f"CREATE VIEW core.indicator_answers AS {few}")
    for table in LOADED:
        if table.name == "core.indicator_answers" or (table.name == "core.answers" and not stored):
            comment(con, table, "VIEW")


def _union(selects: Iterable[str]) -> str:
    return " UNION ALL ".join(selects)


def _read_singly(folder: SurveyFolder, followed: set[str]) -> set[str]:
    """Questions whose answers indicators read response by response.

    Args:
        folder: the survey.
        followed: questions of which core.panel_counts tells how respondents moved.
    """
    identified_by = folder.survey.respondents.identified_by
    by_name = identified_by == "registry"
    questions = {question.id for question in folder.bank.questions if question.type == "number"}
    for indicator in folder.indicators:
        joined = len(indicator.parts) != 1 or len(indicator.parts[0].options) > 1
        if by_name or joined:
            questions |= indicator.questions
        elif identified_by == "key":
            questions |= indicator.questions - followed
    return questions


def _copy_typed(con: duckdb.DuckDBPyConnection, database: str, schema: str) -> None:
    con.execute(f"CREATE SCHEMA {schema}")
    tables = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND "
        "(table_name LIKE 'stage_%' OR table_name LIKE 'meaning_%' OR table_name = 'attribute')",
        [database],
    ).fetchall()
    for (table,) in tables:
        con.execute(f"CREATE TABLE {schema}.{table} AS FROM {database}.main.{table}")
