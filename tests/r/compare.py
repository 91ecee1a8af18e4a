"""Pairs of rows for the same thing: from the warehouse, and from R."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from tests.r import rscript
from tests.r.surveys import ANSWERS, rows

Pair = tuple[str, dict[str, Any], dict[str, float | None]]


def _pairs(
    con: duckdb.DuckDBPyConnection, query: str, found: rscript.Found, *names: str
) -> Iterator[Pair]:
    """Rows of a query with a key, each with what R found; only some columns, where named."""
    for row in rows(con, query):
        theirs = found[row["key"]]
        yield row["key"], row, {name: theirs[name] for name in names or theirs}


def shares(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """Indicators of one question: share, standard errors, Wilson, hypergeometric limits."""
    names = ("set", "group", "weight", "y", "population")
    given = [{name: row[name] for name in names} for row in rows(con, ANSWERS)]
    query = """
        SELECT wave || ' ' || indicator_id AS key, * FROM indicators.results
        JOIN input.indicators USING (indicator_id)
        WHERE source = 'responses' AND n_unknown = 0 AND base > 0 AND question_id IS NOT NULL
        ORDER BY key
    """
    return list(_pairs(con, query, rscript.run("shares.R", given, folder)))


def groups(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """The same indicators by kind: share and standard error."""
    names = ("set", "group", "weight", "y", "population")
    given = [{name: row[name] for name in names} for row in rows(con, ANSWERS)]
    query = """
        SELECT wave || ' ' || indicator_id || ' ' || group_value AS key, *
        FROM indicators.group_results WHERE group_by = 'kind' AND base > 0 ORDER BY key
    """
    found = rscript.run("shares.R", given, folder)
    return list(_pairs(con, query, found, "share", "standard_error"))


_RATED = """
    SELECT r.wave || ' ' || s.question_id AS set, coalesce(g.kind, '') AS "group", r.weight,
        s.lowest, s.highest,
        CASE WHEN a.state = 'answered' THEN coalesce(o.value, o.position) END AS value
    FROM indicators.scales AS s JOIN core.responses AS r USING (wave)
    JOIN core.answers AS a
        ON a.response_id = r.response_id AND a.question_id = s.question_id
    LEFT JOIN core.options AS o
        ON o.question_id = a.question_id AND o.option_id = a.option_id
    LEFT JOIN core.respondents AS g ON g.respondent_id = r.respondent_id
    WHERE r.counted
"""
_NUMBERED = """
    SELECT r.wave || ' ' || a.question_id AS set, coalesce(g.kind, '') AS "group", r.weight,
        0 AS lowest, 1 AS highest, a.value_number AS value
    FROM core.answers AS a JOIN input.questions AS q USING (question_id)
    JOIN core.responses AS r ON a.response_id = r.response_id
    LEFT JOIN core.respondents AS g ON g.respondent_id = r.respondent_id
    WHERE r.counted AND q.type = 'number'
"""
_MEANS = ("mean", "standard_error", "p25", "median", "p75")


def scales(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """Ratings: mean with its standard error, quartiles, net of the ends; by kind, too."""
    found = rscript.run("scales.R", rows(con, _RATED), folder)
    query = "SELECT wave || ' ' || question_id AS key, * FROM indicators.scales ORDER BY key"
    return [
        *_pairs(con, query, found, *_MEANS, "net"),
        *_pairs(con, _by_kind("group_scales"), found, "mean", "standard_error", "net"),
    ]


def numbers(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """Questions for a number: mean with its standard error and quartiles; by kind, too."""
    found = rscript.run("scales.R", rows(con, _NUMBERED), folder)
    query = "SELECT wave || ' ' || question_id AS key, * FROM indicators.numbers ORDER BY key"
    return [
        *_pairs(con, query, found, *_MEANS),
        *_pairs(con, _by_kind("group_numbers"), found, *_MEANS),
    ]


def _by_kind(table: str) -> str:
    return f"""
        SELECT wave || ' ' || question_id || ' ' || group_value AS key, *
        FROM indicators.{table} WHERE group_by = 'kind' AND base > 0 ORDER BY key
    """


def nets(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """Net scores, which R has as a rating of 1, 0 and -1: its mean and its standard error."""
    given = rows(
        con,
        f"""
        WITH answers AS ({ANSWERS})
        SELECT t.wave || ' ' || n.indicator_id AS set, '' AS "group", t.weight,
            t.y - b.y AS value, -1 AS lowest, 1 AS highest
        FROM input.nets AS n JOIN answers AS t ON t.indicator_id = n.top_id
        JOIN answers AS b ON b.indicator_id = n.bottom_id AND b.wave = t.wave
            AND b.respondent_id = t.respondent_id
        """,
    )
    query = """
        SELECT wave || ' ' || indicator_id AS key, net AS mean, standard_error
        FROM indicators.nets ORDER BY key
    """
    found = rscript.run("scales.R", given, folder)
    return list(_pairs(con, query, found, "mean", "standard_error"))


def paired(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Pair]:
    """Panels: who moved, McNemar's exact p and mid-p."""
    given = rows(
        con,
        f"""
        WITH answers AS ({ANSWERS})
        SELECT f.indicator_id || ' ' || f.wave || ' ' || t.wave AS set,
            f.y AS before, t.y AS after
        FROM answers AS f JOIN answers AS t USING (indicator_id, respondent_id)
        WHERE f.wave < t.wave AND f.y IS NOT NULL AND t.y IS NOT NULL
        """,
    )
    query = """
        SELECT indicator_id || ' ' || wave_from || ' ' || wave_to AS key, n_gained AS gained,
            n_lost AS lost, p_exact, p_mid
        FROM trends.changes WHERE p_exact IS NOT NULL ORDER BY key
    """
    return list(_pairs(con, query, rscript.run("paired.R", given, folder)))
