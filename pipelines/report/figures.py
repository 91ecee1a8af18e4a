"""Numbers of the report: each is a row of report.figures and carries its id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from pipelines.errors import BuildError, Problem


@dataclass(frozen=True)
class Figure:
    """A row of report.figures, as far as a page shows it."""

    figure_id: str
    value: float | None
    text: str
    sql_model: str
    label: str = ""
    sql_column: str = ""
    row_key: str = ""
    unit: str = ""

    @property
    def sql_file(self) -> str:
        """The file with the SELECT that makes its row."""
        return f"sql/{self.sql_model.replace('.', '/')}.sql"


def read_figures(con: duckdb.DuckDBPyConnection) -> dict[str, Figure]:
    """All figures by id."""
    rows = con.execute(
        "SELECT figure_id, value, text, sql_model, label, sql_column, row_key, unit "
        "FROM report.figures"
    )
    return {row[0]: Figure(*row) for row in rows.fetchall()}


def find_figure(figures: Mapping[str, Figure], figure_id: str) -> Figure:
    """The figure of this id.

    Raises:
        BuildError: if there is none, so that no number is printed without one.
    """
    if figure_id not in figures:
        raise BuildError(
            Problem(
                "report.figures",
                f"no figure {figure_id}",
                "a row for every number that a page prints",
                "Compare the templates of pipelines/report with sql/report/*_figures.sql.",
            )
        )
    return figures[figure_id]
