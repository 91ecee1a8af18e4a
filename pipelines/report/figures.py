"""Numbers on a page: each is a row of report.figures and carries its id.

`Printer` is the only way in which a template prints a number. It knows which figures were
printed, so that each part of a page can end with where its numbers come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
from markupsafe import Markup

from pipelines.errors import BuildError, Problem


@dataclass(frozen=True)
class Figure:
    """A row of report.figures, as far as a page shows it."""

    figure_id: str
    value: float | None
    text: str
    sql_model: str


def read_figures(con: duckdb.DuckDBPyConnection) -> dict[str, Figure]:
    """All figures by id."""
    rows = con.execute("SELECT figure_id, value, text, sql_model FROM report.figures").fetchall()
    return {row[0]: Figure(*row) for row in rows}


class Printer:
    """Prints figures into one page.

    The first time that a figure is printed it becomes the target of links to its id.
    """

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures
        self._anchored: set[str] = set()
        self._since: dict[str, Figure] = {}

    def __call__(self, *parts: str) -> Markup:
        """The figure whose id is these parts joined with dots."""
        figure = self._find(".".join(parts))
        anchor = Markup("")
        if figure.figure_id not in self._anchored:
            self._anchored.add(figure.figure_id)
            anchor = Markup(' id="{}"').format(figure.figure_id)
        self._since[figure.figure_id] = figure
        return self._element(figure, anchor)

    def again(self, figure: Figure) -> Markup:
        """A figure in a list of figures: the same number, not a place of its own."""
        return self._element(figure, Markup(""))

    def has(self, *parts: str) -> bool:
        """Whether there is such a figure, with something to print."""
        figure = self._figures.get(".".join(parts))
        return figure is not None and figure.value is not None

    def taken(self) -> list[Figure]:
        """The figures printed since this was asked last, each once, in order."""
        taken = list(self._since.values())
        self._since.clear()
        return taken

    def _find(self, figure_id: str) -> Figure:
        if figure_id not in self._figures:
            raise BuildError(
                Problem(
                    "report.figures",
                    f"no figure {figure_id}",
                    "a row for every number that a page prints",
                    "Compare the templates of pipelines/report with sql/report/*_figures.sql.",
                )
            )
        return self._figures[figure_id]

    @staticmethod
    def _element(figure: Figure, anchor: Markup) -> Markup:
        value = "" if figure.value is None else f"{figure.value:.12g}"
        return Markup('<data{} value="{}" data-figure="{}" title="{}">{}</data>').format(
            anchor, value, figure.figure_id, figure.figure_id, figure.text
        )
