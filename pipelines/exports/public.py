"""What of a warehouse may leave it: public questions, and what rests on nothing else.

Everything here is asked the safe way round: an indicator or claim is open where all that it
rests on is known to be public, so that one that nobody thought of stays inside.
"""

from __future__ import annotations

import duckdb

from pipelines.errors import ConfigurationError, Problem

QUESTIONS, INDICATORS, CLAIMS = "open_questions", "open_indicators", "open_claims"
"""Temporary tables of the connection: ids of what is open; of questions also `open_text`."""

ROWS_AT_ONCE = 1_000_000
"""Items up to which a build writes the rows of the responses by itself."""

_OPEN = (
    (
        QUESTIONS,
        (
            "SELECT question_id, position, coalesce(publish_text, false) AS open_text "
            "FROM input.questions WHERE coalesce(public, true)"
        ),
    ),
    (
        INDICATORS,
        (
            "SELECT p.indicator_id FROM ("
            "SELECT indicator_id, question_id FROM input.indicator_options UNION "
            "SELECT indicator_id, question_id FROM input.score_options) AS p "
            f"LEFT JOIN {QUESTIONS} AS q ON p.question_id = q.question_id "
            "GROUP BY p.indicator_id HAVING count(*) = count(q.question_id)"
        ),
    ),
    (
        CLAIMS,
        (
            "SELECT c.claim_id FROM input.claims AS c "
            f"WHERE (c.indicator_id IS NULL OR c.indicator_id IN (FROM {INDICATORS})) "
            "AND c.claim_id NOT IN (SELECT s.claim_id FROM ("
            "SELECT claim_id, question_id FROM input.claim_sets UNION ALL "
            "SELECT claim_id, question_id FROM input.claim_among) AS s "
            f"LEFT JOIN {QUESTIONS} AS q ON s.question_id = q.question_id "
            "WHERE s.question_id IS NOT NULL AND q.question_id IS NULL)"
        ),
    ),
)


def find_open(con: duckdb.DuckDBPyConnection) -> None:
    """Make the three tables.

    Raises:
        ConfigurationError: the warehouse doesn't say what is public.
    """
    try:
        for name, select in _OPEN:
            con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise ConfigurationError(made_before(error)) from error


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
