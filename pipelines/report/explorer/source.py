"""Rows and texts that the explorer is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from pipelines.errors import BuildError, Problem
from pipelines.report import words
from pipelines.report.figures import read_figures
from pipelines.report.translations import translator
from pipelines.warehouse.rows import Row, read_rows

Data = dict[str, Any]


class Source:
    """The tables of `report.*` and the texts of all figures."""

    def __init__(self, con: duckdb.DuckDBPyConnection, code: str = "en") -> None:
        self._con = con
        self.translate = translator(con, code)
        self.words = self.translate.words
        self._texts = {key: figure.text for key, figure in read_figures(con).items()}
        own = con.execute("SELECT figure_id, text FROM report.explorer_figures").fetchall()
        self._texts.update(own)

    def rows(self, query: str) -> list[Row]:
        """The rows of a query, with their texts in the language of the page."""
        return [self.translate.row(row) for row in read_rows(self._con, query)]

    def text(self, *parts: str) -> str:
        """The text of the figure whose id is these parts joined with dots.

        Raises:
            BuildError: there is no such figure.
        """
        figure = ".".join(parts)
        if figure not in self._texts:
            raise BuildError(
                Problem(
                    "the explorer",
                    f"no figure {figure}",
                    "a row of report.figures or report.explorer_figures for every number",
                    "Compare pipelines/report/explorer with the models of sql/report.",
                )
            )
        return self.words.number(self._texts[figure])

    def labels(self, words: Mapping[str, str]) -> dict[str, str]:
        """Words for the warehouse's ids, which Python has in English."""
        return {key: self.words.page(text) for key, text in words.items()}

    def country(self, code: str) -> str:
        """The name of a country."""
        return self.words.country(code, words.country(code))

    def amount(self, row: Row, *start: str) -> Data:
        """A count with its base as printed, bounds where answers are unknown.

        `bar` has the bounds as shares, places in a chart, where the base is large enough for one.
        """
        bar = row["bar"]
        return {
            "phrase": row["phrase"],
            "n": self.text(*start, "n"),
            "high": self.text(*start, "n_high"),
            "base": self.text(*start, "base"),
            "share": self.text(*start, "share"),
            "bar": [row["share_low"], row["share_high"]] if bar else None,
        }


def by_keys(rows: Iterable[Row], *keys: str) -> dict[tuple[str, ...], list[Row]]:
    """Rows by the values of columns."""
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in keys)].append(row)
    return groups
