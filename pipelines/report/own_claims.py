"""The report's own sentences as claims, in the shape in which ledgers of published reports are.

`assertions.py` reads what a sentence claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from pipelines.warehouse.rows import Row

Ids = Mapping[tuple[str, ...], list[str]]


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: on the page of a wave, under a question or under `who`."""

    wave: str
    subject: str
    nth: int


@dataclass(frozen=True)
class Panel:
    """Those whose answers to an indicator are known in two waves."""

    indicator: str
    before: str
    wave: str

    @property
    def value(self) -> str:
        """Value of the attribute that marks them."""
        return f"{self.before} and {self.wave}: {self.indicator}"


@dataclass
class Claims:
    """Rows of `input.claims` and the tables beside it.

    Attributes:
        rows: by table.
        words: rows of `input.quantity_words` for bounds, such as at least 8 of 37.
        panels: those of whom changes are told.
        sentences: the sentence that made each claim, by the claim's id.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, Row] = field(default_factory=dict)
    panels: set[Panel] = field(default_factory=set)
    sentences: dict[str, tuple[Place, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What stands for what on a page: the ids behind labels, titles and names.

    Attributes:
        options: options by wave, question and label.
        indicators: indicators by question and title.
        respondents: respondents by wave and name.
        follows: whether the registry says who is who from wave to wave.
    """

    options: Ids
    indicators: Ids
    respondents: Ids
    follows: bool


def read_names(con: duckdb.DuckDBPyConnection) -> Names:
    """The names that a build's pages print."""
    identified = con.execute("SELECT identified_by FROM input.survey").fetchone()
    return Names(
        _ids(con, "SELECT wave, question_id, label, option_id FROM core.option_waves"),
        _ids(con, "SELECT question_id, title, indicator_id FROM input.indicators"),
        _ids(con, "SELECT wave, name, respondent_id FROM report.respondents"),
        identified == ("registry",),
    )


def _ids(con: duckdb.DuckDBPyConnection, query: str) -> Ids:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for *key, value in con.execute(query).fetchall():
        found[tuple(key)].append(value)
    return dict(found)
