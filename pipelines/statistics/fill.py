"""Fills the lookup tables of `STATISTICS` for the waves of a warehouse being built.

What those of the indicators need is known once `core.waves` stands, before any indicator; so
they hold every count that a wave could give, and SQL joins the one that it gave. Of panels
there are too many for that: `trends.paired_tests` holds those that `trends.panels` counted, and
`trends.adjusted_tests` what they mean for the indicators of a pair of waves together.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

import duckdb
import numpy as np

from pipelines.statistics.limits import member_limits, normal_quantile
from pipelines.warehouse.statistics_tables import STATISTICS
from pipelines.warehouse.tables import create, transaction

MOST_MEMBERS = 5000
"""Above it the limits for all members are left out: Wilson's interval says the same."""


def fill_statistics(con: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the lookup tables, from `input.survey` and `core.waves`."""
    with transaction(con):
        for table in STATISTICS:
            con.execute(f"DROP TABLE IF EXISTS {table.name}")
        create(con, STATISTICS)
    for (confidence,) in con.execute("SELECT confidence_level FROM input.survey").fetchall():
        con.execute(
            "INSERT INTO indicators.z_values VALUES (?, ?)",
            [confidence, normal_quantile(confidence)],
        )
        _fill_member_limits(con, confidence)


def _fill_member_limits(con: duckdb.DuckDBPyConnection, confidence: float) -> None:
    waves = con.execute(
        """
        SELECT DISTINCT population_n, n_responses
        FROM core.waves
        WHERE population_n <= ? AND n_responses BETWEEN 1 AND population_n
        ORDER BY population_n, n_responses
        """,
        [MOST_MEMBERS],
    ).fetchall()
    for population, base in waves:
        low, high = member_limits(population, base, confidence)
        rows = ", ".join(
            f"({population}, {base}, {n}, {low[n]}, {high[n]})" for n in range(base + 1)
        )
        con.execute(f"INSERT INTO indicators.member_limits VALUES {rows}")


def fill_panel_tests(con: duckdb.DuckDBPyConnection) -> None:
    """Fill both tables of tests, from the counts of `trends.panels`."""
    for fill in PANEL_TESTS.values():
        fill(con)


def fill_paired_tests(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `trends.paired_tests` for the distinct counts of `trends.panels`."""
    con.execute("DELETE FROM trends.paired_tests")
    cells = con.execute(_CELLS).fetchall()
    if not cells:
        return
    # takes a moment to import: only where there is something to compute
    from pipelines.statistics.paired import mcnemar, paired_interval

    kept, gained, lost, neither = np.array(cells, dtype=np.int64).T
    (confidence,) = con.execute("SELECT confidence_level FROM input.survey").fetchone() or (0.95,)
    tests = mcnemar(gained, lost)
    limits = paired_interval(kept, gained, lost, neither, confidence)
    numbers = zip(*(array.tolist() for array in (*tests, *limits)), strict=True)
    con.executemany(
        "INSERT INTO trends.paired_tests VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(*those, *four) for those, four in zip(cells, numbers, strict=True)],
    )


def fill_adjusted_tests(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `trends.adjusted_tests` from `trends.paired_tests`, pair of waves by pair of waves."""
    con.execute("DELETE FROM trends.adjusted_tests")
    tested = con.execute(_TESTED).fetchall()
    if not tested:
        return
    from pipelines.statistics.paired import holm

    for waves, rows in groupby(tested, key=itemgetter(0, 1)):
        indicators, p = zip(*(row[2:] for row in rows), strict=True)
        adjusted = holm(np.array(p)).tolist()
        con.executemany(
            "INSERT INTO trends.adjusted_tests VALUES (?, ?, ?, ?)",
            [(of, *waves, value) for of, value in zip(indicators, adjusted, strict=True)],
        )


PANEL_TESTS = {
    "trends.paired_tests": fill_paired_tests,
    "trends.adjusted_tests": fill_adjusted_tests,
}
"""What fills each table of tests, in order."""

_PANELS = """
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        CAST(coalesce(sum(n) FILTER (moves = 'yes yes'), 0) AS BIGINT) AS kept,
        CAST(coalesce(sum(n) FILTER (moves = 'no yes'), 0) AS BIGINT) AS gained,
        CAST(coalesce(sum(n) FILTER (moves = 'yes no'), 0) AS BIGINT) AS lost,
        CAST(coalesce(sum(n) FILTER (moves = 'no no'), 0) AS BIGINT) AS neither
    FROM (SELECT *, answer_from || ' ' || answer_to AS moves FROM trends.panels)
    WHERE moves NOT LIKE '%out%' AND moves NOT LIKE '%absent%'
    GROUP BY indicator_id, wave_from, wave_to
    HAVING count(*) FILTER (moves LIKE '%unknown%') = 0
"""
_CELLS = f"SELECT DISTINCT kept, gained, lost, neither FROM ({_PANELS}) ORDER BY ALL"
_TESTED = f"""
    SELECT wave_from, wave_to, indicator_id, t.p_exact
    FROM ({_PANELS}) AS p
    JOIN trends.pairs USING (indicator_id, wave_from, wave_to)
    JOIN trends.paired_tests AS t USING (kept, gained, lost, neither)
    WHERE comparable
    ORDER BY ALL
"""
