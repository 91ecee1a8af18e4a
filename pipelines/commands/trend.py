"""`waves trend`: how an indicator went, in words, with what can't be told and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
from rich.text import Text

from pipelines.commands import trend_words as words
from pipelines.commands.console import out, show_table
from pipelines.commands.published import published_warehouse
from pipelines.errors import ConfigurationError, Problem

Line = tuple[str, str]
"""A label, and what is said under it."""

SYNTHETIC = "Synthetic data: every answer is made up, and about nobody."

_GAP = "a wave in between is missing or has no value, and no change is drawn across a gap"

_SERIES = """
    SELECT s.*, r.shows
    FROM trends.series AS s
    INNER JOIN indicators.results AS r
        ON s.wave = r.wave AND s.indicator_id = r.indicator_id AND s.source = r.source
    WHERE s.indicator_id = ?
    ORDER BY s.position
"""

_CHANGES = """
    SELECT c.*
    FROM trends.changes AS c
    INNER JOIN core.waves AS f ON c.wave_from = f.wave
    WHERE c.indicator_id = ?
    ORDER BY f.position, c.pair_kind
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
    """Print an indicator's series and its changes.

    Raises:
        ConfigurationError: there is no such indicator or wave.
    """
    with published_warehouse(project) as con:
        told = Trend(con, indicator, wave_from, wave_to)
        console = out()
        console.print(Text(told.title, style="bold"))
        if told.synthetic:
            console.print(SYNTHETIC, markup=False)
        show_table(("wave", "value", "note"), told.series())
        for heading, lines in told.changes():
            console.print(Text(f"\n{heading}", style="bold"))
            for label, text in lines:
                console.print(f"  {label:<15}{text}", markup=False)


class Trend:
    """All that is said of one indicator, read from a warehouse."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        indicator: str,
        wave_from: str | None = None,
        wave_to: str | None = None,
    ) -> None:
        """Read the indicator's series.

        Raises:
            ConfigurationError: there is no such indicator or wave.
        """
        self._con, self._id = con, indicator
        self.title = _title(con, indicator)
        (said,) = self._rows("SELECT * FROM input.survey")
        self.synthetic = bool(said["synthetic"])
        self._survey = words.Survey(
            said["noun_one"] or "respondent",
            said["noun_many"] or "respondents",
            said["counts_only_below"],
            said["confidence_level"],
        )
        waves = {row["wave"]: row for row in self._rows("SELECT * FROM core.waves")}
        ordered = sorted(waves, key=lambda wave: waves[wave]["position"])
        places = [_place(ordered, wave) for wave in (wave_from, wave_to)]
        first, last = places[0] or 0, len(ordered) - 1 if places[1] is None else places[1]
        self._waves = [waves[wave] for wave in ordered[first : last + 1]]
        within = {row["wave"] for row in self._waves}
        points = [row for row in self._rows(_SERIES, indicator) if row["wave"] in within]
        self._points = {row["wave"]: row for row in points}

    def series(self) -> list[tuple[str, str, str]]:
        """Wave, value and note, gaps between its first and its last wave included."""
        told = [place for place, row in enumerate(self._waves) if row["wave"] in self._points]
        between = self._waves[told[0] : told[-1] + 1] if told else []
        found: list[tuple[str, str, str]] = []
        position = between[0]["position"] if between else 0
        for row in between:
            missing = row["position"] - position - 1
            if missing > 0:
                found.append(("–", "", "a wave is missing" if missing == 1
                              else f"{missing} waves are missing"))  # fmt: skip
            position = row["position"]
            found.append(self._told(row))
        return found

    def _told(self, wave: words.Row) -> tuple[str, str, str]:
        row = self._points.get(wave["wave"])
        if row is None:
            return wave["wave"], "", _without_value(wave)
        notes = ["published"] if row["source"] == "published" else []
        if row["n_unknown"]:
            notes.append(f"{row['n_unknown']} unknown")
        if row["break_note"]:
            notes.append(f"break: {row['break_note']}")
        if row["comparable_note"]:
            notes.append(f"compares: {row['comparable_note']}")
        return row["wave"], words.value(self._survey, row), "; ".join(notes)

    def changes(self) -> Iterator[tuple[str, list[Line]]]:
        """Heading and lines of each pair of waves, and of the gaps that none bridges."""
        pairs = [row for row in self._rows(_CHANGES, self._id)
                 if {row["wave_from"], row["wave_to"]} <= self._points.keys()]  # fmt: skip
        told = {(pair["wave_from"], pair["wave_to"]): pair for pair in pairs}
        following = list(pairwise(self._points))
        for before, after in [*following, *(ends for ends in told if ends not in following)]:
            heading = f"{before} to {after}"
            if pair := told.get((before, after)):
                last = ", the first and the last" if (before, after) not in following else ""
                yield heading + last, list(self._lines(pair))
            else:
                yield heading, [("can't be told", _GAP)]

    def _lines(self, pair: words.Row) -> Iterator[Line]:
        if not pair["comparable"]:
            yield "can't be told", f"the answers don't compare: {pair['break_note']}"
            return
        sides = [self._points[pair["wave_from"]], self._points[pair["wave_to"]]]
        yield "everyone", words.everyone(self._survey, pair, sides)
        bounds = self._rows(_BOUNDS, self._id, pair["wave_from"], pair["wave_to"])
        yield from _under("the same", words.panel(self._survey, pair, bounds))
        for direction, label, column in (
            ("gained", "started", "n_gained"),
            ("lost", "stopped", "n_lost"),
        ):
            if pair[column]:
                yield label, self._movers(pair, direction, pair[column])
        yield from words.turnover(self._survey, pair)
        if tested := words.tests(self._survey, pair):
            yield "tests", tested
        if pair["comparable_note"]:
            yield "compares", pair["comparable_note"]
        yield from _under("can't be told", words.untold(pair))

    def _movers(self, pair: words.Row, direction: str, number: int) -> str:
        of = (self._id, pair["wave_from"], pair["wave_to"], direction)
        names = [row["name"] for row in self._rows(_MOVERS, *of)]
        return ", ".join(names) if len(names) == number else f"{number}, whose names are not known"

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        cursor = self._con.execute(sql, list(values))
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _under(label: str, texts: Iterator[str]) -> Iterator[Line]:
    """The label once, before the first of several lines."""
    for number, text in enumerate(texts):
        yield "" if number else label, text


def _without_value(wave: words.Row) -> str:
    return {
        "published": "no total was published",
        "participation": "only who answered is known",
    }.get(wave["kind"], "not asked")


def _title(con: duckdb.DuckDBPyConnection, indicator: str) -> str:
    known = dict(con.execute("SELECT indicator_id, title FROM input.indicators").fetchall())
    if indicator in known:
        return f"{known[indicator] or indicator} ({indicator})"
    raise ConfigurationError(
        _no_such("INDICATOR", "indicator", indicator, known, "An indicator that is a share.")
    )


def _place(waves: Sequence[str], wave: str | None) -> int | None:
    if wave is None or wave in waves:
        return None if wave is None else waves.index(wave)
    raise ConfigurationError(_no_such("WAVE", "wave", wave, waves, ""))


def _no_such(where: str, what: str, text: str, known: Collection[str], action: str) -> Problem:
    near = get_close_matches(text, known, n=3, cutoff=0.4)
    expected = f"one of {', '.join(known)}" if known else f"a {what}; there is none"
    action = f"Did you mean {' or '.join(near)}?" if near else action
    return Problem(where, f"no {what} {text!r}", expected, action)
