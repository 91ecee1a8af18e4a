"""Harmonise and load: typed stages to the tables of `core`.

`harmonise_wave` finishes a wave's own database: responses, texts, metadata and the SQL
of its answers. `load_core` brings the waves together in the build's database. A wave's
database depends on nothing but its own sources and the survey folder, so that an
unchanged wave is not made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from pipelines.extract.source import Extracted
from pipelines.harmonise.answers import answer_selects, response_base
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.mapping.routing import located
from pipelines.survey.load import SurveyFolder
from pipelines.validate.stage import REJECTED_MARK
from pipelines.warehouse.tables import LOADED, comment, create, literal

WAVE_DATABASE = "wave.duckdb"


def harmonise_wave(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    wave: str,
    extracts: Sequence[Extracted],
    rows: Mapping[str, int],
) -> None:
    """Write responses, texts, metadata, source_files and answer_sql beside the typed stages."""
    plans = [
        plan_source(folder, wave, number, extracted.header)
        for number, extracted in enumerate(extracts, start=1)
    ]
    _write_responses(con, folder, wave, list(zip(plans, extracts, strict=True)))
    _write_texts(con, folder, plans)
    con.execute(
        "CREATE OR REPLACE TABLE answer_sql (position INTEGER, source INTEGER, sql VARCHAR)"
    )
    selects = [(plan.number, sql) for plan in plans for sql in answer_selects(con, folder, plan)]
    if selects:
        con.executemany(
            "INSERT INTO answer_sql VALUES (?, ?, ?)",
            [(i, number, sql) for i, (number, sql) in enumerate(selects)],
        )
    con.execute(
        "CREATE OR REPLACE TABLE source_files (path VARCHAR, sha256 VARCHAR, bytes BIGINT, "
        '"rows" BIGINT, "columns" BIGINT, encoding VARCHAR, reader VARCHAR)'
    )
    con.executemany(
        "INSERT INTO source_files VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                e.raw.path,
                e.raw.sha256,
                e.raw.bytes,
                rows[e.raw.path],
                len(e.header),
                e.encoding,
                e.reader,
            )
            for e in extracts
        ],
    )


def _write_responses(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    wave: str,
    sources: list[tuple[SourcePlan, Extracted]],
) -> None:
    """One row per submission; of several by one respondent the wave's file says which counts."""
    parts = []
    for plan, extracted in sources:
        weight = plan.used_as("weight")
        value = f"{weight.name}" if weight else "1.0"
        blank_weight = f" AND {weight.state_name} IS NULL" if weight else ""
        texts = [_meta(plan, use) for use in ("submitted_at", "language")]
        parts.append(
            f"SELECT source_row + {response_base(folder, plan)} AS response_id, respondent_id, "
            f"{texts[0]} AS submitted_at, {texts[1]} AS language, "
            f"{literal(extracted.raw.path)} AS source_file, source_row, "
            f"CASE WHEN {value} IS NULL{blank_weight} THEN 1.0 ELSE {value} END AS weight "
            f"FROM {plan.table}"
        )
    order = "DESC" if folder.waves[wave].duplicates == "last" else "ASC"
    con.execute(
        "CREATE OR REPLACE TABLE responses AS SELECT *, CASE "
        "WHEN weight IS NULL THEN 'its weight is not readable' "
        "WHEN row_number() OVER (PARTITION BY respondent_id ORDER BY response_id "
        f"{order}) > 1 THEN 'another submission of the same respondent counts' END "
        f"AS why_not_counted FROM ({' UNION ALL '.join(parts)}) ORDER BY response_id"
    )


def _meta(plan: SourcePlan, use: str) -> str:
    column = plan.used_as(use)
    return column.name if column else "CAST(NULL AS VARCHAR)"


def _write_texts(
    con: duckdb.DuckDBPyConnection, folder: SurveyFolder, plans: list[SourcePlan]
) -> None:
    con.execute(
        "CREATE OR REPLACE TABLE texts (response_id BIGINT, respondent_id VARCHAR, "
        'question_id VARCHAR, "text" VARCHAR)'
    )
    con.execute(
        "CREATE OR REPLACE TABLE response_metadata "
        "(response_id BIGINT, source_column VARCHAR, value VARCHAR)"
    )
    for plan in plans:
        response = f"source_row + {response_base(folder, plan)}"
        for column in plan.columns:
            kept = f"FROM {plan.table} WHERE {column.name} IS NOT NULL"
            if column.kind == "text" and column.question:
                con.execute(
                    f"INSERT INTO texts SELECT {response}, respondent_id, "
                    f"{literal(column.question.id)}, {column.name} {kept} "
                    f"AND {column.name} <> {literal(REJECTED_MARK)}"
                )
            elif column.use == "metadata":
                con.execute(
                    f"INSERT INTO response_metadata SELECT {response}, "
                    f"{literal(column.header)}, {column.name} {kept}"
                )


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
    stored = items <= folder.survey.store_answers_up_to
    if stored:
        _store_answers(con, list(works))
    else:
        _view_answers(con, list(works))
    for position in range(len(works)):
        con.execute(f"DETACH w{position}")
    counts = {
        table.name: f"SELECT count(*) FROM {table.name}"
        for table in LOADED
        if stored or table.name != "core.answers"
    }
    found = {name: con.execute(sql).fetchone() for name, sql in counts.items()}
    return {name: row[0] for name, row in found.items() if row}


def _load_wave(con: duckdb.DuckDBPyConnection, wave: str, database: str) -> None:
    year = literal(wave)
    con.execute(
        "INSERT INTO core.responses SELECT response_id, "
        f"{year}, w.respondent_id, submitted_at, language, source_file, source_row, "
        "coalesce(weight, 1.0), why_not_counted IS NULL AND coalesce(r.counted, true), "
        "coalesce(why_not_counted, CASE WHEN NOT r.counted "
        "THEN 'its kind is not counted: ' || r.kind END) "
        f"FROM {database}.responses AS w LEFT JOIN input.respondents AS r USING (respondent_id) "
        "ORDER BY response_id"
    )
    tables = {
        "texts": "response_id, {wave}, respondent_id, question_id, text",
        "response_metadata": "response_id, {wave}, source_column, value",
        "rejected_cells": "{wave}, *",
        "cell_fates": "{wave}, *",
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


def _selects(con: duckdb.DuckDBPyConnection, database: str, schema: str) -> list[str]:
    found = con.execute(f"SELECT sql FROM {database}.answer_sql ORDER BY position").fetchall()
    return [located(sql, schema) for (sql,) in found]


def _store_answers(con: duckdb.DuckDBPyConnection, waves: list[str]) -> None:
    for position in range(len(waves)):
        for select in _selects(con, f"w{position}", f"w{position}.main"):
            con.execute(f"INSERT INTO core.answers {select}")


def _view_answers(con: duckdb.DuckDBPyConnection, waves: list[str]) -> None:
    """Copy the typed tables and let core.answers be a view on them."""
    selects: list[str] = []
    for position, wave in enumerate(waves):
        schema = '"typed_' + wave + '"'
        con.execute(f"CREATE SCHEMA {schema}")
        tables = con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND "
            "(table_name LIKE 'stage_%' OR table_name LIKE 'meaning_%' "
            "OR table_name = 'attribute')",
            [f"w{position}"],
        ).fetchall()
        for (table,) in tables:
            con.execute(f"CREATE TABLE {schema}.{table} AS FROM w{position}.main.{table}")
        selects += _selects(con, f"w{position}", schema)
    con.execute("DROP TABLE core.answers")
    con.execute(f"CREATE VIEW core.answers AS {' UNION ALL '.join(selects)}")
    comment(con, next(table for table in LOADED if table.name == "core.answers"), "VIEW")
