"""Fills the lookup tables of `STATISTICS` for the waves of a warehouse being built.

What they need is known once `core.waves` stands, before any indicator; so they hold every
count that a wave could give, and SQL joins the one that it gave.
"""

from __future__ import annotations

import duckdb

from pipelines.statistics.limits import member_limits, normal_quantile
from pipelines.warehouse.tables import STATISTICS, create

MOST_MEMBERS = 5000
"""Above it the limits for all members are left out: Wilson's interval says the same."""


def fill_statistics(con: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the lookup tables, from `input.survey` and `core.waves`."""
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
