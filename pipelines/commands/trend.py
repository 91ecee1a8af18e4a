"""`waves trend`: how an indicator went, in words, with what can't be told and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
from rich.text import Text

from pipelines.commands import trend_words as words
from pipelines.commands.console import out, show_table
from pipelines.commands.published import SYNTHETIC, published_warehouse
from pipelines.commands.trend_means import Means
from pipelines.commands.trend_series import Line, Series, no_such
from pipelines.errors import ConfigurationError
from pipelines.warehouse.rows import read_rows

_KNOWN = """
    SELECT kind, id, title FROM (
        SELECT 'share' AS kind, indicator_id AS id, title, 1 AS place, position
        FROM input.indicators
        UNION ALL
        SELECT 'score', indicator_id, title, 1, position FROM input.scores
        UNION ALL
        SELECT 'net', indicator_id, title, 1, position FROM input.nets
        UNION ALL
        SELECT type, question_id, coalesce(short, wording), 2, position FROM core.questions
        WHERE type IN ('rating', 'number')
    )
    ORDER BY place, position
"""
"""All that has a series; where an indicator and a question share an id, the indicator first."""

_SERIES = "SELECT * FROM trends.series WHERE indicator_id = ? ORDER BY position"

_CHANGES = """
    SELECT c.*
    FROM trends.changes AS c
    INNER JOIN core.waves AS f ON c.wave_from = f.wave
    WHERE c.indicator_id = ?
    ORDER BY f.position, c.pair_kind
"""

_OF_MEMBERS = """
    SELECT r.*, w.population_n
    FROM indicators.results AS r
    INNER JOIN core.waves AS w ON r.wave = w.wave
    WHERE r.indicator_id = ? AND r.preferred AND r.manski_low IS NOT NULL AND r.shows = 'percent'
    ORDER BY w.position
"""

_BOUNDS = """
    SELECT b.*, CASE
        WHEN change_low > 0 THEN 'rise'
        WHEN change_high < 0 THEN 'fall'
        WHEN change_low = 0 AND change_high = 0 THEN 'no change'
    END AS direction
    FROM trends.panel_bounds AS b
    WHERE indicator_id = ? AND wave_from = ? AND wave_to = ?
    ORDER BY evidence
"""

_MOVERS = """
    SELECT coalesce(r.name, m.respondent_id) AS name
    FROM trends.movers AS m
    LEFT JOIN core.respondents AS r ON m.respondent_id = r.respondent_id
    WHERE m.indicator_id = ? AND m.wave_from = ? AND m.wave_to = ? AND m.direction = ?
    ORDER BY name
"""


def trend(
    project: Path, indicator: str, wave_from: str | None = None, wave_to: str | None = None
) -> None:
    """Print the series of an indicator, rating or number, and its changes.

    Raises:
        ConfigurationError: there is no such indicator or wave.
    """
    with published_warehouse(project) as con:
        told = find(con, indicator, wave_from, wave_to)
        console = out()
        console.print(Text(told.title, style="bold"))
        if told.synthetic:
            console.print(SYNTHETIC, markup=False)
        show_table(("wave", "value", "note"), told.series())
        for heading, lines in told.changes():
            console.print(Text(f"\n{heading}", style="bold"))
            _show_lines(lines)
        if members := list(told.members()):
            console.print(Text("\nOf all members", style="bold"))
            _show_lines(members)


def _show_lines(lines: list[Line]) -> None:
    for label, text in lines:
        out().print(f"  {label:<15}{text}", markup=False)


def find(
    con: duckdb.DuckDBPyConnection,
    indicator: str,
    wave_from: str | None = None,
    wave_to: str | None = None,
) -> Series:
    """The share, score, net, rating or number of an id.

    Raises:
        ConfigurationError: there is no such indicator or wave.
    """
    known = read_rows(con, _KNOWN)
    for row in known:
        if row["id"] == indicator:
            if row["kind"] == "share":
                return Trend(con, indicator, wave_from, wave_to)
            title = f"{row['title'] or indicator} ({indicator})"
            return Means(con, row["kind"], indicator, title, wave_from=wave_from, wave_to=wave_to)
    ids = list(dict.fromkeys(row["id"] for row in known))
    action = "An indicator, or a question that is a rating or for a number."
    raise ConfigurationError(no_such("INDICATOR", "indicator", indicator, ids, action))


class Trend(Series):
    """All that is said of one share, read from a warehouse."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        indicator: str,
        wave_from: str | None = None,
        wave_to: str | None = None,
    ) -> None:
        """Read the indicator's series.

        Raises:
            ConfigurationError: there is no such wave.
        """
        (said,) = read_rows(
            con, "SELECT title FROM input.indicators WHERE indicator_id = ?", indicator
        )
        title = f"{said['title'] or indicator} ({indicator})"
        super().__init__(con, title, read_rows(con, _SERIES, indicator), wave_from, wave_to)
        self._id = indicator

    def value(self, row: words.Row) -> str:
        """The share of a wave, in words."""
        return words.value(self.survey, row)

    def pairs(self) -> Sequence[words.Row]:
        """The pairs of waves that are set side by side, in order."""
        return self._rows(_CHANGES, self._id)

    def members(self) -> Iterator[Line]:
        """What each wave says of all members, those who did not answer included."""
        for row in self._rows(_OF_MEMBERS, self._id):
            if row["wave"] in self.points:
                yield row["wave"], words.of_members(self.survey, row)

    def lines(self, pair: words.Row) -> Iterator[Line]:
        """What is said of a pair of waves that compare."""
        sides = [self.points[pair["wave_from"]], self.points[pair["wave_to"]]]
        yield "everyone", words.everyone(self.survey, pair, sides)
        bounds = self._rows(_BOUNDS, self._id, pair["wave_from"], pair["wave_to"])
        yield from _under("the same", words.panel(self.survey, pair, bounds))
        for direction, label, column in (
            ("gained", "started", "n_gained"),
            ("lost", "stopped", "n_lost"),
        ):
            if pair[column]:
                yield label, self._movers(pair, direction, pair[column])
        yield from words.turnover(self.survey, pair)
        if tested := words.tests(self.survey, pair):
            yield "tests", tested
        if pair["comparable_note"]:
            yield "compares", pair["comparable_note"]
        yield from _under("can't be told", words.untold(pair))

    def _movers(self, pair: words.Row, direction: str, number: int) -> str:
        of = (self._id, pair["wave_from"], pair["wave_to"], direction)
        names = [row["name"] for row in self._rows(_MOVERS, *of)]
        return ", ".join(names) if len(names) == number else f"{number}, whose names are not known"


def _under(label: str, texts: Iterator[str]) -> Iterator[Line]:
    """The label once, before the first of several lines."""
    for number, text in enumerate(texts):
        yield "" if number else label, text
