"""What `waves trend` shows of everything that goes through the waves: its values, and gaps."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

import duckdb

from pipelines.commands.trend_words import Row, Survey
from pipelines.errors import ConfigurationError, Problem
from pipelines.warehouse.rows import read_rows

Line = tuple[str, str]
"""A label, and what is said under it."""

GAP = "a wave in between is missing or has no value, and no change is drawn across a gap"


class Series(ABC):
    """A value in every wave that has one, read from a warehouse.

    Attributes:
        title: title and id.
        synthetic: whether the survey's data are made up.
        survey: what sentences need of survey.yml.
        waves: rows of core.waves, in order; only those asked for.
        points: row of each wave that has a value, in order.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        title: str,
        points: Sequence[Row],
        wave_from: str | None = None,
        wave_to: str | None = None,
    ) -> None:
        """Read the waves.

        Raises:
            ConfigurationError: there is no such wave.
        """
        self._con = con
        self.title = title
        (said,) = read_rows(con, "SELECT * FROM input.survey")
        self.synthetic = bool(said["synthetic"])
        self.anonymous = said["identified_by"] == "row"
        self.survey = Survey(
            said["noun_one"] or "respondent",
            said["noun_many"] or "respondents",
            said["counts_only_below"],
            said["confidence_level"],
        )
        waves = {row["wave"]: row for row in read_rows(con, "SELECT * FROM core.waves")}
        ordered = sorted(waves, key=lambda wave: waves[wave]["position"])
        places = [_place(ordered, wave) for wave in (wave_from, wave_to)]
        first, last = places[0] or 0, len(ordered) - 1 if places[1] is None else places[1]
        self.waves = [waves[wave] for wave in ordered[first : last + 1]]
        by_wave = {row["wave"]: row for row in points}
        self.points = {
            row["wave"]: by_wave[row["wave"]] for row in self.waves if row["wave"] in by_wave
        }

    @abstractmethod
    def value(self, row: Row) -> str:
        """The value of a point, in words."""

    @abstractmethod
    def pairs(self) -> Sequence[Row]:
        """The pairs of waves that are set side by side, in order."""

    @abstractmethod
    def lines(self, pair: Row) -> Iterator[Line]:
        """What is said of a pair of waves that compare."""

    def changes(self) -> Iterator[tuple[str, list[Line]]]:
        """Heading and lines of each pair of waves, and of the gaps that none bridges."""
        told = {
            ends: pair
            for pair in self.pairs()
            if self.points.keys() >= set(ends := (pair["wave_from"], pair["wave_to"]))
        }
        following = list(pairwise(self.points))
        for before, after in [*following, *(ends for ends in told if ends not in following)]:
            heading = f"{before} to {after}"
            if (before, after) not in following:
                heading += ", the first and the last"
            pair = told.get((before, after))
            if pair is None:
                yield heading, [("can't be told", GAP)]
            elif not pair["comparable"]:
                why = f"the answers don't compare: {pair['break_note']}"
                yield heading, [("can't be told", why)]
            else:
                yield heading, list(self.lines(pair))

    def members(self) -> Iterator[Line]:
        """What each wave says of all members: of shares alone."""
        yield from ()

    def series(self) -> list[tuple[str, str, str]]:
        """Wave, value and note, gaps between its first and its last wave included."""
        told = [place for place, row in enumerate(self.waves) if row["wave"] in self.points]
        between = self.waves[told[0] : told[-1] + 1] if told else []
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

    def _told(self, wave: Row) -> tuple[str, str, str]:
        row = self.points.get(wave["wave"])
        if row is None:
            return wave["wave"], "", _without_value(wave)
        notes = ["published"] if row.get("source") == "published" else []
        if row["n_unknown"]:
            notes.append(f"{row['n_unknown']} unknown")
        if row["break_note"]:
            notes.append(f"break: {row['break_note']}")
        if row["comparable_note"]:
            notes.append(f"compares: {row['comparable_note']}")
        return row["wave"], self.value(row), "; ".join(notes)

    def _rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        return read_rows(self._con, sql, *values)


def _without_value(wave: Row) -> str:
    return {
        "published": "no total was published",
        "participation": "only who answered is known",
    }.get(wave["kind"], "not asked")


def _place(waves: Sequence[str], wave: str | None) -> int | None:
    if wave is None or wave in waves:
        return None if wave is None else waves.index(wave)
    raise ConfigurationError(no_such("WAVE", "wave", wave, waves, ""))


def no_such(where: str, what: str, text: str, known: Collection[str], action: str) -> Problem:
    """A name that stands for nothing, with those that it is like."""
    near = get_close_matches(text, known, n=3, cutoff=0.4)
    expected = f"one of {', '.join(known)}" if known else f"a {what}; there is none"
    action = f"Did you mean {' or '.join(near)}?" if near else action
    return Problem(where, f"no {what} {text!r}", expected, action)
