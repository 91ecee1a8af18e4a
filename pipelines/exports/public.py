"""What of a warehouse may leave it: public questions, and what rests on nothing else.

What is open stands in three tables of the warehouse, which the report is limited to as well.
"""

from __future__ import annotations

import duckdb

from pipelines.errors import Problem

QUESTIONS, INDICATORS, CLAIMS = (
    "report.open_questions",
    "report.open_indicators",
    "report.open_claims",
)
"""Tables with the ids of what is open; of questions also `open_text`."""

ROWS_AT_ONCE = 1_000_000
"""Items up to which a build writes the rows of the responses by itself."""


def made_before(error: duckdb.Error) -> Problem:
    """The problem of a warehouse that lacks a table or a column."""
    return Problem(
        "the published warehouse",
        str(error).splitlines()[0],
        "a warehouse that this version has built",
        "Run: waves build",
    )


def rows_in_build(con: duckdb.DuckDBPyConnection, store_answers_up_to: int) -> bool:
    """Whether a build writes row-level data by itself, or leaves it to `waves export`.

    Args:
        con: the build's database.
        store_answers_up_to: items above which even the warehouse doesn't store answers.
    """
    row = con.execute("SELECT coalesce(sum(n_items), 0) FROM core.answer_counts").fetchone()
    return int(row[0] if row else 0) <= min(store_answers_up_to, ROWS_AT_ONCE)
