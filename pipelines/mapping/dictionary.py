"""The dictionary of a source: each distinct cell text of a choice column with its meaning.

The inventory counts the texts that the columns hold; each is read once, however many
rows there are. The dictionary has one row per column, text and option; `first` marks
one row of each text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import duckdb

from pipelines.mapping.meaning import REJECTED, Meaning
from pipelines.mapping.plan import ColumnPlan, SourcePlan
from pipelines.warehouse.tables import literal

FREE_MARK = "\ue000other "
"""Begins the text that stands for a cell with free text: the ids of its options follow."""

Row = tuple[int, str, str | None, bool | None, str, bool]


def write_inventory(con: duckdb.DuckDBPyConnection, plan: SourcePlan, mark: str) -> None:
    """Count the distinct texts of each choice column, those that did not fit among them.

    Args:
        con: holds the typed stage of the plan.
        plan: the source.
        mark: stands in the stage for the cells that are in the table of leftovers.
    """
    counts = [
        f"SELECT {column.position} AS position, CAST({column.name} AS VARCHAR) AS raw, "
        f"count(*) AS cells FROM {plan.staged} GROUP BY {column.name}"
        for column in plan.choices
    ]
    kept_aside = f"SELECT position, raw, count(*) AS cells FROM {plan.leftover} GROUP BY ALL"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {plan.inventory} AS "
        f"SELECT * FROM ({' UNION ALL '.join([*counts, kept_aside])}) "
        f"WHERE raw IS NOT NULL AND raw <> {literal(mark)}"
    )


def write_dictionary(con: duckdb.DuckDBPyConnection, plan: SourcePlan, mark: str) -> None:
    """Create the dictionary of a typed stage from its inventory.

    Texts without a meaning have the state `rejected` until they are settled; `mark` is
    what they become then.
    """
    written: list[tuple[int, str, str, str | None]] = []
    found: dict[int, list[str]] = {}
    for position, raw in con.execute(
        f"SELECT position, raw FROM {plan.inventory} ORDER BY ALL"
    ).fetchall():
        found.setdefault(position, []).append(raw)
    rows: list[Row] = []
    for column in plan.choices:
        for text, meaning in _meanings(column, found.get(column.position, ())):
            rows += _rows(column, text, meaning or Meaning(REJECTED))
            if meaning and meaning.free:
                coded = FREE_MARK + ",".join(meaning.options)
                kept = meaning.free if column.question and column.question.keep_text else None
                written.append((column.position, text, coded, kept))
        rows.append((column.position, mark, None, None, REJECTED, True))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {plan.dictionary} "
        "(position INTEGER, raw VARCHAR, option_id VARCHAR, selected BOOLEAN, state VARCHAR, "
        '"first" BOOLEAN)'
    )
    _insert(con, plan.dictionary, rows)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {plan.written} "
        '(position INTEGER, raw VARCHAR, coded VARCHAR, "text" VARCHAR)'
    )
    _insert(con, plan.written, written)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Any]) -> None:
    if rows:
        from pandas import DataFrame  # slow: not before it is needed

        con.register("new_rows", DataFrame(rows, dtype=object))
        con.execute(f"INSERT INTO {table} SELECT * FROM new_rows")
        con.unregister("new_rows")


def _meanings(column: ColumnPlan, found: Iterable[str]) -> Iterator[tuple[str, Meaning | None]]:
    """The column's texts: those that it may hold, and those that it does hold."""
    vocabulary = column.vocabulary
    if vocabulary is None:
        return
    known = {} if column.kind == "several" else vocabulary.known
    yield from known.items()
    for text in found:
        if text not in known:
            yield text, vocabulary.read(text)


def _rows(column: ColumnPlan, text: str, meaning: Meaning) -> Iterator[Row]:
    named = [(option, True) for option in meaning.options]
    named += [(option, False) for option in meaning.ruled_out]
    if not named:
        yield column.position, text, None, None, meaning.state, True
    for number, (option, selected) in enumerate(named):
        yield column.position, text, option, selected, meaning.state, number == 0
