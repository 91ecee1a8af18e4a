"""Moves what failed out of the typed stage, with place, rule and reason; nothing is lost.

Cells first: the table `failed` names (source_row, position, rule), the raw text is
taken from where it still stands. Rows that can't be trusted as a whole go with all
their cells.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted
from pipelines.mapping.meaning import REJECTED
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.validate.expectations import Outcome
from pipelines.validate.rules import given, limits
from pipelines.validate.stage import FIRST_ROW, REJECTED_MARK, column_types, has_text, mark_rejected
from pipelines.warehouse.tables import literal

REJECTED_CELLS = (
    "CREATE TABLE IF NOT EXISTS rejected_cells (source_file VARCHAR, source_row BIGINT, "
    "source_column VARCHAR, raw_value VARCHAR, rule_id VARCHAR, severity VARCHAR, reason VARCHAR)"
)


def quarantine(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    extracted: Extracted,
    outcomes: Sequence[Outcome],
    routed: dict[int, str],
) -> None:
    """Record every failing cell in `rejected_cells` and mark it in the stage.

    Args:
        con: holds the typed stage of the plan.
        plan: the source.
        extracted: its cells as they were read.
        outcomes: results of the rules; those of severity error are acted on.
        routed: for each column position that routing concerns, the SQL that says whether
            the question was asked.
    """
    con.execute(REJECTED_CELLS)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE failed "
        "(source_row BIGINT, position INTEGER, rule_id VARCHAR, reason VARCHAR, raw VARCHAR)"
    )
    for outcome in outcomes:
        if not outcome.success and outcome.rule.severity == "error":
            _find_rows(con, plan, outcome, routed)
    _find_bad_rows(con, plan, extracted)
    _take_raw_texts(con, plan, extracted)
    _record(con, plan, extracted)
    _mark(con, plan)


def _find_rows(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, outcome: Outcome, routed: dict[int, str]
) -> None:
    """The rows behind a rule's failing values."""
    rule, column = outcome.rule, outcome.rule.column
    if column is None or rule.rule_id.startswith("row."):
        return
    reason = literal(f"expected {rule.expected}")
    head = (
        "INSERT INTO failed "
        f"SELECT source_row, {column.position}, {literal(rule.rule_id)}, {reason}"
    )
    if rule.rule_id == "routing.asked":
        con.execute(
            f"{head}, NULL FROM {plan.table} AS s "
            f"WHERE {given(column)} AND ({routed[column.position]}) IS FALSE"
        )
    elif rule.rule_id.endswith(".range"):
        low, high = limits(column)
        bounds = [f"{column.name} < {_limit(low)}"] * (low is not None)
        bounds += [f"{column.name} > {_limit(high)}"] * (high is not None)
        con.execute(f"{head}, NULL FROM {plan.table} WHERE {' OR '.join(bounds)}")
    elif column.kind == "several":
        con.execute(
            f"{head}, CAST({column.name} AS VARCHAR) FROM {plan.table} "
            f"WHERE CAST({column.name} AS VARCHAR) IN "
            f"(SELECT raw FROM meaning_{plan.number} WHERE position = {column.position} "
            f"AND state = {literal(REJECTED)})"
        )
    else:
        con.execute(f"{head}, raw FROM leftover_{plan.number} WHERE position = {column.position}")


def _limit(value: object) -> str:
    return str(value) if isinstance(value, float) else f"DATE {literal(str(value))}"


def _find_bad_rows(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> None:
    """Whole rows: those of a wrong shape, and answers without a respondent."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE bad_rows (source_row BIGINT, rule_id VARCHAR, reason VARCHAR)"
    )
    if extracted.row_problems:
        con.executemany(
            "INSERT INTO bad_rows VALUES (?, ?, ?)",
            [(item.row, item.rule_id, item.reason) for item in extracted.row_problems],
        )
    if plan.key:
        con.execute(
            f"INSERT INTO bad_rows SELECT source_row, 'row.respondent', "
            f"'expected a respondent in the column ' || {literal(plan.key.header)} "
            f"FROM {plan.table} WHERE ({rows_without_key(plan)}) "
            "AND source_row NOT IN (SELECT source_row FROM bad_rows)"
        )


def rows_without_key(plan: SourcePlan) -> str:
    """SQL: the row names no respondent and is not blank."""
    if plan.key is None:
        return "false"
    return f"{plan.key.name} IS NULL AND NOT ({blank_row(plan)})"


def blank_row(plan: SourcePlan) -> str:
    """SQL: the row has no cell with text."""
    return " AND ".join(_is_blank(column) for column in plan.columns)


def _is_blank(column: ColumnPlan) -> str:
    if column.kind in ("number", "date", "weight"):
        return f"({column.name} IS NULL AND {column.state_name} IS NULL)"
    return f"{column.name} IS NULL"


def _take_raw_texts(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> None:
    """Read the file again for the few rows whose cells were typed already."""
    columns = [column for column in plan.columns if column.kind != "counted_only"]
    needed = "SELECT source_row FROM failed WHERE raw IS NULL UNION SELECT source_row FROM bad_rows"
    if not con.execute(f"SELECT count(*) FROM ({needed})").fetchone()[0]:  # type: ignore[index]
        return
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE again AS SELECT * FROM (SELECT row_number() OVER () "
        f"+ {FIRST_ROW - 1} AS source_row, {', '.join(c.name for c in columns)} FROM {data}) "
        f"WHERE source_row IN ({needed})"
    )
    for column in columns:
        con.execute(
            f"UPDATE failed SET raw = again.{column.name} FROM again WHERE failed.raw IS NULL "
            f"AND failed.position = {column.position} AND failed.source_row = again.source_row"
        )
        con.execute(
            f"INSERT INTO failed SELECT source_row, {column.position}, bad_rows.rule_id, "
            f"bad_rows.reason, again.{column.name} FROM bad_rows JOIN again USING (source_row) "
            f"WHERE {has_text(f'again.{column.name}')}"
        )


def _record(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> None:
    """One row in rejected_cells for each cell, by one of the rules it broke; rows before cells."""
    headers = ", ".join(f"({c.position}, {literal(c.header)})" for c in plan.columns)
    con.execute(
        "INSERT INTO rejected_cells "
        f"SELECT {literal(extracted.raw.path)}, f.source_row, h.header, f.raw, f.rule_id, "
        f"'error', f.reason FROM failed AS f "
        f"JOIN (VALUES {headers}) AS h(position, header) USING (position) "
        "QUALIFY row_number() OVER (PARTITION BY f.source_row, f.position "
        "ORDER BY f.rule_id LIKE 'row.%' DESC, f.rule_id) = 1 ORDER BY f.source_row, f.position"
    )
    if extracted.extra_cells:
        con.executemany(
            "INSERT INTO rejected_cells VALUES (?, ?, ?, ?, 'row.shape', 'error', ?)",
            [
                (
                    extracted.raw.path,
                    c.row,
                    c.column,
                    c.raw,
                    "a cell beyond the last column of the header",
                )
                for c in extracted.extra_cells
            ],
        )


def _mark(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> None:
    """Mark quarantined cells, then take out bad and blank rows."""
    failed = set(con.execute("SELECT DISTINCT position, rule_id FROM failed").fetchall())
    for column in plan.columns:
        rules = {rule for position, rule in failed if position == column.position}
        if column.kind != "several":
            # What could not be read was marked when it was staged.
            rules -= {"option.known", "number.readable", "date.readable"}
        if rules:
            mark_rejected(con, plan, column, "failed")
    con.execute(f"DELETE FROM {plan.table} WHERE source_row IN (SELECT source_row FROM bad_rows)")
    con.execute(f"DELETE FROM {plan.table} WHERE {blank_row(plan)}")


def count_blank(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> dict[str, int]:
    """Blank cells by column, counted before anything is taken out of the stage."""
    counts = ", ".join(f"count(*) FILTER ({_is_blank(column)})" for column in plan.columns)
    row = con.execute(f"SELECT {counts} FROM {plan.table}").fetchone() or ()
    return {column.header: int(n) for column, n in zip(plan.columns, row, strict=True)}


def count_loaded(con: duckdb.DuckDBPyConnection, plan: SourcePlan) -> dict[str, int]:
    """Cells by column that the stage still holds with a meaning."""
    if not plan.columns:
        return {}
    types = column_types(con, plan)
    counts = ", ".join(_count_loaded(column, types[column.name]) for column in plan.columns)
    row = con.execute(f"SELECT {counts} FROM {plan.table}").fetchone() or ()
    return {column.header: int(n) for column, n in zip(plan.columns, row, strict=True)}


def _count_loaded(column: ColumnPlan, kind: str) -> str:
    """SQL: how many cells have a meaning. ENUMs are compared as such: casting them is slow."""
    name, state = column.name, column.state_name
    if column.kind in ("number", "date", "weight"):
        return (
            f"count(*) FILTER ({name} IS NOT NULL OR ({state} IS NOT NULL "
            f"AND {state} <> '{REJECTED}'))"
        )
    return f"count(nullif({name}, CAST({literal(REJECTED_MARK)} AS {kind})))"
