"""Settles a source: what is good goes into the wave's database, and the books are kept.

Every cell of a source has one fate: loaded, rejected, ignored or blank. The four are
counted apart from each other, blank and ignored before anything is taken out, loaded in
the table that is kept, so that a lost cell shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb

from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import REJECTED
from pipelines.mapping.plan import VALUES, ColumnPlan, SourcePlan
from pipelines.survey.pseudonyms import pseudonym_sql
from pipelines.validate.quarantine import blank_row
from pipelines.validate.stage import REJECTED_MARK, column_types, widen
from pipelines.warehouse.tables import literal

Texts = Mapping[int, Sequence[str]]
"""Failing texts that stand in the stage, by column position."""


def settle(con: duckdb.DuckDBPyConnection, plan: SourcePlan, failing: Texts) -> None:
    """Write the typed stage into the wave's database, quarantined cells as marks.

    Bad and blank rows stay behind, and so do columns that are only counted; of the key
    column it is kept where there was one, the respondent's id saying the rest. What was
    written freely for an option goes to `free_texts`, where the question keeps it.
    """
    _code_free_texts(con, plan)
    types = column_types(con, plan.staged)
    kept = [
        expression
        for column in plan.columns
        if column.kind != "counted_only"
        for expression in _settled(column, types, failing.get(column.position, ()))
    ]
    con.execute(
        f"CREATE OR REPLACE TABLE {plan.table} AS SELECT {', '.join(kept)}, respondent_id, "
        f"source_row FROM {plan.staged} WHERE {_good_row(con, plan)}"
    )
    # Only marks are left of what was rejected, and codes of what was written freely.
    con.execute(
        f"CREATE OR REPLACE TABLE {plan.dictionary} AS SELECT * FROM temp.{plan.dictionary} "
        f"WHERE (state <> {literal(REJECTED)} OR raw = {literal(REJECTED_MARK)}) "
        f"AND (position, raw) NOT IN (SELECT (position, raw) FROM {plan.written})"
    )
    con.execute(f"DROP TABLE temp.{plan.dictionary}")


def _code_free_texts(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> None:
    """Put codes in the place of cells with free text, and what is kept of it into a table."""
    con.execute(
        f"INSERT INTO {plan.dictionary} SELECT DISTINCT m.position, w.coded, m.option_id, "
        f'm.selected, m.state, m."first" FROM {plan.dictionary} AS m '
        f"JOIN {plan.written} AS w ON m.position = w.position AND m.raw = w.raw"
    )
    con.execute(
        f"CREATE OR REPLACE TABLE {plan.free_texts} "
        '(source_row BIGINT, question_id VARCHAR, "text" VARCHAR)'
    )
    for column in plan.choices:
        of_column = f"{plan.written} AS w WHERE w.position = {column.position}"
        if column.question is None or not _any(con, plan.written, f"position = {column.position}"):
            continue
        widen(con, plan, column)
        con.execute(
            f"INSERT INTO {plan.free_texts} SELECT s.source_row, {literal(column.question.id)}, "
            f"w.text FROM {plan.staged} AS s, {of_column} AND w.raw = s.{column.name} "
            "AND w.text IS NOT NULL"
        )
        con.execute(
            f"UPDATE {plan.staged} AS s SET {column.name} = w.coded FROM {of_column} "
            f"AND w.raw = s.{column.name}"
        )


def _settled(column: ColumnPlan, types: Mapping[str, str], failing: Sequence[str]) -> list[str]:
    if column.kind == "key":
        return [f"CASE WHEN {column.name} IS NOT NULL THEN 'given' END AS {column.name}"]
    if column.kind in VALUES:
        return [column.name, column.state_name]
    if not failing:
        return [column.name]
    mark = f"CAST({literal(REJECTED_MARK)} AS {types[column.name]})"
    listed = ", ".join(map(literal, failing))
    return [
        f"CASE WHEN {column.name} IN ({listed}) THEN {mark} ELSE {column.name} END AS {column.name}"
    ]


def _good_row(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> str:
    """SQL: the row is neither bad nor blank; looked for only where there may be such rows."""
    conditions = []
    if _any(con, "bad_rows", "true"):
        conditions.append("source_row NOT IN (SELECT source_row FROM bad_rows)")
    if plan.key is None or _any(con, plan.staged, f"{plan.key.name} IS NULL"):
        conditions.append(f"NOT ({blank_row(plan)})")
    return " AND ".join(conditions) or "true"


def _any(con: duckdb.DuckDBPyConnection, table: str, condition: str) -> bool:
    return bool(con.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1").fetchall())


def pass_over(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> dict[str, int]:
    """Take out the rows that the wave's file calls no respondent's: totals, tests, coordinators.

    Returns:
        Their cells by column, which are ignored.
    """
    if plan.key is None or not plan.source.not_respondents:
        return {}
    texts = ", ".join(
        pseudonym_sql(literal(text)) if plan.key.pseudonymise else literal(text)
        for text in plan.source.not_respondents
    )
    rows = f"respondent_id IN ({texts})"
    cells = count_text(con, plan, rows)
    con.execute(
        f"DELETE FROM {plan.leftover} "
        f"WHERE source_row IN (SELECT source_row FROM {plan.staged} WHERE {rows})"
    )
    con.execute(f"DELETE FROM {plan.staged} WHERE {rows}")
    return cells


def count_text(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, where: str = "true"
) -> dict[str, int]:
    """Cells by column that are not blank, counted before anything is taken out of the stage."""
    return _counts(con, plan.columns, plan.staged, _count_text, where)


def _count_text(column: ColumnPlan) -> str:
    if column.kind in VALUES:
        return f"count({column.name}) + count({column.state_name})"
    return f"count({column.name})"


def count_loaded(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> dict[str, int]:
    """Cells by column that the wave's database holds with a meaning."""
    types = column_types(con, plan.table)
    columns = [column for column in plan.columns if column.kind != "counted_only"]

    def count(column: ColumnPlan) -> str:
        name, state = column.name, column.state_name
        if column.kind in VALUES:
            return f"count({name}) + count(nullif({state}, '{REJECTED}'))"
        # ENUMs are compared as such: casting them is slow.
        return f"count(nullif({name}, CAST({literal(REJECTED_MARK)} AS {types[name]})))"

    return _counts(con, columns, plan.table, count)


def _counts(
    con: duckdb.DuckDBPyConnection,
    columns: Sequence[ColumnPlan],
    table: str,
    count: Callable[[ColumnPlan], str],
    where: str = "true",
) -> dict[str, int]:
    if not columns:
        return {}
    counts = ", ".join(map(count, columns))
    row = con.execute(f"SELECT {counts} FROM {table} WHERE {where}").fetchone() or ()
    return {column.header: int(n) for column, n in zip(columns, row, strict=True)}


CELL_FATES = (
    "CREATE TABLE IF NOT EXISTS cell_fates (source_file VARCHAR, source_column VARCHAR, "
    "cells BIGINT, loaded BIGINT, rejected BIGINT, ignored BIGINT, blank BIGINT)"
)


def write_fates(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    extracted: Extracted,
    *,
    rows: int,
    with_text: Mapping[str, int],
    ignored: Mapping[str, int],
) -> None:
    """Write `cell_fates`: for each column what became of its cells.

    Args:
        con: holds the settled stage and the rejected cells.
        plan: the source.
        extracted: its cells as they were read.
        rows: data rows of the source.
        with_text: cells that are not blank in the rows of respondents, by column.
        ignored: those in the other rows, by column.
    """
    path = extracted.raw.path
    loaded = count_loaded(con, plan)
    rejected = dict(
        con.execute(
            "SELECT source_column, count(*) FROM rejected_cells WHERE source_file = ? GROUP BY 1",
            [path],
        ).fetchall()
    )
    con.execute(CELL_FATES)
    fates: list[tuple[str, str, int, int, int, int, int]] = []
    for column in plan.columns:
        name = column.header
        passed_over = ignored.get(name, 0)
        blank = rows - with_text[name] - passed_over
        if column.kind == "counted_only":
            passed_over += with_text[name]
        kept = loaded.get(name, 0)
        fates.append((path, name, rows, kept, rejected.get(name, 0), passed_over, blank))
    beyond = {c.column for c in extracted.extra_cells}
    fates += [(path, name, rejected[name], 0, rejected[name], 0, 0) for name in sorted(beyond)]
    fates += [(path, place, n, 0, 0, n, 0) for place, n in extracted.passed_over.items()]
    columns_of = [list(values) for values in zip(*fates, strict=True)]
    con.execute(f"INSERT INTO cell_fates SELECT {', '.join(['unnest(?)'] * 7)}", columns_of)
