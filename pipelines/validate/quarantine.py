"""Names the cells that failed, with place, rule and reason, and records them.

Cells first: the table `failed` names (source_row, position, rule), the raw text is
taken from where it still stands. Rows that can't be trusted as a whole (`bad_rows`) go
with all their cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from pipelines.extract.delimited import read_csv_sql
from pipelines.extract.source import Extracted
from pipelines.mapping.plan import CHOICES, VALUES, ColumnPlan, SourcePlan
from pipelines.validate.expectations import Outcome
from pipelines.validate.rules import given, limits
from pipelines.validate.stage import has_text, kept_text, mark_rejected
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
    routed: Mapping[int, str],
) -> dict[int, list[str]]:
    """Record every failing cell in `rejected_cells` and every failing row in `bad_rows`.

    Args:
        con: holds the typed stage of the plan.
        plan: the source.
        extracted: its cells as they were read.
        outcomes: results of the rules; those of severity error are acted on.
        routed: for each column position that routing concerns, the SQL that says whether
            the question was asked.

    Returns:
        The failing texts that stand in the stage itself, by position of a choice column.
    """
    con.execute(REJECTED_CELLS)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE failed "
        "(source_row BIGINT, position INTEGER, rule_id VARCHAR, reason VARCHAR, raw VARCHAR)"
    )
    _find_bad_rows(con, plan, extracted)
    by_row: dict[int, ColumnPlan] = {}
    by_text: dict[int, Outcome] = {}
    for outcome in outcomes:
        rule, column = outcome.rule, outcome.rule.column
        if outcome.success or rule.severity != "error" or column is None:
            continue
        if rule.rule_id in ("routing.asked", "number.range", "date.range"):
            _find_rows(con, plan, column, outcome, _condition(plan, outcome, routed))
            by_row[column.position] = column
        elif not rule.rule_id.startswith("row."):
            by_text[column.position] = outcome
    failing = _find_texts(con, plan, by_text)
    for column in by_row.values():  # after all are found: routing reads other answers
        mark_rejected(con, plan, column, "failed")
    _take_raw_texts(con, plan, extracted)
    _record(con, plan, extracted)
    return failing


def _condition(plan: SourcePlan, outcome: Outcome, routed: Mapping[int, str]) -> str:
    """SQL: the row is one of those behind a rule's failing values."""
    column = outcome.rule.column
    if column is None:
        return "false"
    if outcome.rule.rule_id == "routing.asked":
        return f"{given(plan, column)} AND ({routed[column.position]}) IS FALSE"
    low, high = limits(column)
    bounds = [f"{column.name} < {_limit(low)}"] * (low is not None)
    bounds += [f"{column.name} > {_limit(high)}"] * (high is not None)
    return " OR ".join(bounds)


def _limit(value: object) -> str:
    return str(value) if isinstance(value, float) else f"DATE {literal(str(value))}"


def _failed(column: ColumnPlan, outcome: Outcome, raw: str) -> str:
    """The start of a SELECT of rows for `failed`."""
    reason = literal(f"expected {outcome.rule.expected}")
    rule_id = literal(outcome.rule.rule_id)
    return f"SELECT source_row, {column.position}, {rule_id}, {reason}, {raw}"


def _find_rows(
    con: duckdb.DuckDBPyConnection,
    plan: SourcePlan,
    column: ColumnPlan,
    outcome: Outcome,
    condition: str,
) -> None:
    con.execute(
        f"INSERT INTO failed {_failed(column, outcome, 'NULL')} FROM {plan.staged} AS s "
        f"WHERE {condition}"
    )


def _find_texts(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, by_text: Mapping[int, Outcome]
) -> dict[int, list[str]]:
    """The cells that hold a failing text: in the stage, or kept aside because it did not fit."""
    aside = set(con.execute(f"SELECT DISTINCT position, raw FROM {plan.leftover}").fetchall())
    staged: dict[int, list[str]] = {}
    selects = []
    for column in plan.columns:
        outcome = by_text.get(column.position)
        if outcome is None:
            continue
        kept = f"{_failed(column, outcome, 'raw')} FROM {plan.leftover}"
        selects.append(f"{kept} WHERE position = {column.position}")
        here = [text for text in outcome.unexpected if (column.position, text) not in aside]
        if here and column.kind in CHOICES:
            staged[column.position] = here
            raw = f"CAST({column.name} AS VARCHAR)"
            listed = ", ".join(map(literal, here))
            typed = f"{_failed(column, outcome, raw)} FROM {plan.staged}"
            selects.append(f"{typed} WHERE {column.name} IN ({listed})")
    if selects:
        con.execute(f"INSERT INTO failed {' UNION ALL '.join(selects)}")
    return staged


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
            f"FROM {plan.staged} WHERE ({rows_without_key(plan)}) "
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
    if column.kind in VALUES:
        return f"({column.name} IS NULL AND {column.state_name} IS NULL)"
    return f"{column.name} IS NULL"


def _take_raw_texts(con: duckdb.DuckDBPyConnection, plan: SourcePlan, extracted: Extracted) -> None:
    """Read the file again for the few rows whose cells were typed already."""
    columns = [column for column in plan.columns if column.kind != "counted_only"]
    needed = "SELECT source_row FROM failed WHERE raw IS NULL UNION SELECT source_row FROM bad_rows"
    if not con.execute(f"SELECT count(*) FROM ({needed})").fetchone()[0]:  # type: ignore[index]
        return
    data = read_csv_sql(extracted.data, len(extracted.header), extracted.delimiter)
    texts = [f"{kept_text(column, extracted)} AS {column.name}" for column in columns]
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE again AS SELECT * FROM (SELECT row_number() OVER () "
        f"+ {extracted.first_row - 1} AS source_row, {', '.join(texts)} FROM {data}) "
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
