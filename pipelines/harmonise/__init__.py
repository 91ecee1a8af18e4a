"""Harmonise and load: typed stages to the tables of `core`.

`harmonise_wave` finishes a wave's own database: responses, texts, metadata and the SQL
of its answers. `load_core` (in `load`) brings the waves together in the build's database. A wave's
database depends on nothing but its own sources and the survey folder, so that an
unchanged wave is not made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple

import duckdb

from pipelines.extract.source import Extracted
from pipelines.harmonise.answers import AnswerSql, answer_selects, response_base
from pipelines.mapping.plan import SourcePlan, plan_source
from pipelines.mapping.routing import located
from pipelines.survey.folder import SurveyFolder
from pipelines.validate.stage import REJECTED_MARK
from pipelines.warehouse.tables import literal

WAVE_DATABASE = "wave.duckdb"
FORMAT = "2"
"""Of the wave's database; raised with every change that `load` can't read."""


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
    _write_answers(con, [sql for plan in plans for sql in answer_selects(con, folder, plan)])
    _drop_settled(con, plans)
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


def _drop_settled(con: duckdb.DuckDBPyConnection, plans: Sequence[SourcePlan]) -> None:
    """Take out of the typed stage what has its place elsewhere now, or nowhere."""
    for plan in plans:
        for column in plan.columns:
            if column.use not in ("answer", "basis") and column.kind != "counted_only":
                con.execute(f"ALTER TABLE {plan.table} DROP COLUMN {column.name}")


def _write_answers(con: duckdb.DuckDBPyConnection, selects: Sequence[AnswerSql]) -> None:
    """Keep the SQL of the answers, and count them."""
    con.execute(
        "CREATE OR REPLACE TABLE answer_sql (position INTEGER, question_id VARCHAR, sql VARCHAR)"
    )
    con.execute(
        "CREATE OR REPLACE TABLE answer_counts (question_id VARCHAR, option_id VARCHAR, "
        "selected BOOLEAN, state VARCHAR, n_rows BIGINT, n_items BIGINT)"
    )
    con.execute(
        "CREATE OR REPLACE TABLE item_sql (question_id VARCHAR, stage VARCHAR, base BIGINT, "
        "cell VARCHAR, blank VARCHAR, dictionary VARCHAR)"
    )
    if not selects:  # a wave of which only the respondents are known
        return
    con.executemany(
        "INSERT INTO answer_sql VALUES (?, ?, ?)",
        [(number, select.question_id, select.rows) for number, select in enumerate(selects)],
    )
    items = [(select.question_id, *astuple(select.item)) for select in selects if select.item]
    if items:
        con.executemany("INSERT INTO item_sql VALUES (?, ?, ?, ?, ?, ?)", items)
    counts = [
        f"SELECT {literal(select.question_id)}, * FROM ({located(select.counts)})"
        for select in selects
    ]
    con.execute(f"INSERT INTO answer_counts {' UNION ALL '.join(counts)}")


def _write_responses(
    con: duckdb.DuckDBPyConnection,
    folder: SurveyFolder,
    wave: str,
    sources: list[tuple[SourcePlan, Extracted]],
) -> None:
    """One row per submission; of several by one respondent the wave's file says which counts.

    Those without a time of submission, where their source tells one, were begun and not
    submitted: they come after the others.
    """
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
            f"CASE WHEN {value} IS NULL{blank_weight} THEN 1.0 ELSE {value} END AS weight, "
            f"{'submitted_at IS NOT NULL' if plan.used_as('submitted_at') else 'true'} AS complete "
            f"FROM {plan.table}"
        )
    order = "DESC" if folder.waves[wave].duplicates == "last" else "ASC"
    con.execute(
        f"CREATE OR REPLACE TABLE responses AS WITH part AS ({' UNION ALL '.join(parts)}), "
        f"pick AS ({_picks(folder, wave)}), "
        f"several AS (SELECT *, {_MOMENT} AS moment FROM part "
        "WHERE respondent_id IN (SELECT respondent_id FROM repeated)), "
        f"timed AS (SELECT *, {_WHERE_ALL_TELL} AS told_at FROM several), "
        "place AS (SELECT timed.response_id, pick.reason, row_number() OVER ("
        "PARTITION BY timed.respondent_id ORDER BY coalesce(timed.source_file = pick.source_file "
        "AND timed.source_row = pick.source_row, false) DESC, timed.complete DESC, "
        f"timed.told_at {order}, timed.response_id {order}) AS place "
        "FROM timed LEFT JOIN pick ON timed.respondent_id = pick.respondent_id) "
        "SELECT part.* EXCLUDE (complete), "
        "CASE WHEN weight IS NULL THEN 'its weight is not readable' "
        "WHEN place > 1 AND reason IS NOT NULL "
        "THEN 'another submission of the same respondent was picked: ' || reason "
        "WHEN place > 1 THEN 'another submission of the same respondent counts' END "
        "AS why_not_counted FROM part LEFT JOIN place USING (response_id)"
    )


_MOMENT = (
    "coalesce(TRY_CAST(submitted_at AS TIMESTAMP), "
    "try_strptime(submitted_at, ['%d.%m.%Y %H:%M:%S', '%d.%m.%Y %H:%M']))"
)
"""When it was submitted, NULL where the text leaves a doubt, as to what is the month."""

_WHERE_ALL_TELL = (
    "CASE WHEN count(*) FILTER (complete) OVER (PARTITION BY respondent_id) "
    "= count(moment) OVER (PARTITION BY respondent_id) THEN moment END"
)
"""The moment, where all submissions of the respondent tell one; else they stand in order."""


def _picks(folder: SurveyFolder, wave: str) -> str:
    """SELECT of the wave's picks: respondent_id, source_file, source_row, reason."""
    rows = [
        f"SELECT {literal(who)} AS respondent_id, {literal(pick.file)} AS source_file, "
        f"{pick.row} AS source_row, {literal(pick.reason)} AS reason"
        for who, pick in folder.waves[wave].submissions.items()
    ]
    nothing = (
        "SELECT '' AS respondent_id, '' AS source_file, 0 AS source_row, '' AS reason WHERE false"
    )
    return " UNION ALL ".join(rows or [nothing])


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
        con.execute(
            f"INSERT INTO texts SELECT {response}, s.respondent_id, t.question_id, t.text "
            f"FROM {plan.free_texts} AS t JOIN {plan.table} AS s USING (source_row)"
        )
        con.execute(f"DROP TABLE {plan.free_texts}")
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
