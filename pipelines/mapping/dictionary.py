"""The dictionary of a source: each distinct cell text of a choice column with its meaning.

A table `meaning_<source>`: one row per column, text and option; `first` marks one row
of each text. Texts of choice and tick columns are known beforehand; those of columns
with several options in a cell are the distinct ones that the column holds, few
whatever the number of rows, each read once.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd

from pipelines.mapping.meaning import REJECTED, Meaning
from pipelines.mapping.plan import ColumnPlan, SourcePlan

Row = tuple[int, str, str | None, bool | None, str, bool]


def write_dictionary(con: duckdb.DuckDBPyConnection, plan: SourcePlan, mark: str) -> None:
    """Create the dictionary table of a typed stage; `mark` stands for quarantined cells."""
    rows: list[Row] = []
    for column in plan.columns:
        if column.vocabulary is None or column.kind not in ("choice", "tick", "several"):
            continue
        for text, meaning in _texts(con, plan, column):
            rows += _rows(column, text, meaning or Meaning(REJECTED))
        rows.append((column.position, mark, None, None, REJECTED, True))
    con.execute(
        f"CREATE OR REPLACE TABLE meaning_{plan.number} "
        "(position INTEGER, raw VARCHAR, option_id VARCHAR, selected BOOLEAN, state VARCHAR, "
        '"first" BOOLEAN)'
    )
    if rows:
        names = ["position", "raw", "option_id", "selected", "state", "first"]
        con.register("meaning_rows", pd.DataFrame(rows, columns=names).astype(object))
        con.execute(f"INSERT INTO meaning_{plan.number} SELECT * FROM meaning_rows")
        con.unregister("meaning_rows")


def _texts(
    con: duckdb.DuckDBPyConnection, plan: SourcePlan, column: ColumnPlan
) -> Iterator[tuple[str, Meaning | None]]:
    vocabulary = column.vocabulary
    if vocabulary is None:
        return
    if column.kind != "several":
        yield from vocabulary.known.items()
        return
    distinct = con.execute(
        f"SELECT DISTINCT CAST({column.name} AS VARCHAR) FROM {plan.table} "
        f"WHERE {column.name} IS NOT NULL"
    )
    for (text,) in distinct.fetchall():
        yield text, vocabulary.read(text)


def _rows(column: ColumnPlan, text: str, meaning: Meaning) -> Iterator[Row]:
    named = [(option, True) for option in meaning.options]
    named += [(option, False) for option in meaning.ruled_out]
    if not named:
        yield column.position, text, None, None, meaning.state, True
    for number, (option, selected) in enumerate(named):
        yield column.position, text, option, selected, meaning.state, number == 0
