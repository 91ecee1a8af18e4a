"""Scores, nets, ratings and numbers through the waves, for `waves trend`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import duckdb

from pipelines.commands.trend_series import GAP, Line, Series
from pipelines.commands.trend_values import KINDS, farthest
from pipelines.commands.trend_words import (
    Row,
    Survey,
    between,
    bound,
    by_weight,
    exact,
    points,
    settled,
    signed,
    span,
    span_of_means,
    tenths,
)
from pipelines.warehouse.rows import read_rows


class Means(Series):
    """A score, net, rating or number: everyone's, and that of those who answered both waves."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        kind: str,
        of: str,
        title: str,
        *,
        wave_from: str | None = None,
        wave_to: str | None = None,
    ) -> None:
        """Read it.

        Args:
            con: a warehouse.
            kind: one of `KINDS`.
            of: id of the score, net or question.
            title: its title.
            wave_from: first wave, default: the first one.
            wave_to: last wave, default: the last one.

        Raises:
            ConfigurationError: there is no such wave.
        """
        super().__init__(con, title, read_rows(con, KINDS[kind][0], of), wave_from, wave_to)
        self._kind, self._id = kind, of

    def value(self, row: Row) -> str:
        """The value of a wave, in words."""
        return _value(self.survey, self._kind, row)

    def changes(self) -> Iterator[tuple[str, list[Line]]]:
        """Heading and lines of each pair of waves that follow each other."""
        place = {wave["wave"]: number for number, wave in enumerate(self.waves)}
        for before, after in pairwise(self.points.values()):
            between = place[after["wave"]] - place[before["wave"]]
            waves = [self.waves[place[row["wave"]]] for row in (before, after)]
            apart = waves[1]["position"] - waves[0]["position"]
            heading = f"{before['wave']} to {after['wave']}"
            if between > 1 or apart > 1:
                yield heading, [("can't be told", GAP)]
            elif why := _incomparable(before, after):
                yield heading, [("can't be told", f"the answers don't compare: {why}")]
            else:
                yield heading, list(self._lines(before, after))

    def _lines(self, before: Row, after: Row) -> Iterator[Line]:
        yield "everyone", _everyone(self.survey, self._kind, before, after)
        of = (self._id, before["wave"], after["wave"])
        found = [] if self.anonymous else self._rows(KINDS[self._kind][1], *of)
        if found:
            yield "the same", _panel(self.survey, self._kind, found[0], before, after)
        if found and found[0]["n_unknown"]:
            moves = self._rows(KINDS[self._kind][2], *of)
            yield from _open_panel(self.survey, self._kind, found[0], moves)
        if after["comparable_note"]:
            yield "compares", after["comparable_note"]
        yield from _untold(self.survey, self._kind, before, after, followed=bool(found))


def _incomparable(before: Row, after: Row) -> str | None:
    """Why two waves that follow each other don't compare."""
    if after["break_note"]:
        return str(after["break_note"])
    if before.get("questions") != after.get("questions"):
        return f"it was made of {before['questions']}, and is of {after['questions']}"
    if before.get("max_points") != after.get("max_points"):
        was, is_ = (f"{row['max_points']:g}" for row in (before, after))
        return f"other options were offered: {was} points at most, and now {is_}"
    return None


def _few(survey: Survey, number: int) -> str:
    return f"{survey.of(number)}; too few for a mean"


def _value(survey: Survey, kind: str, row: Row) -> str:
    number = row["base"] + row["n_unknown"]
    if not number:
        return "nobody in the base"
    weighted = by_weight(row)
    if kind == "net":
        return _net(survey, row, weighted)
    if row["shows"] != "percent":
        return _few(survey, number)
    text = f"mean {_measured(row, 'mean')}{_scale(kind, row)} of {survey.of(number)}{weighted}"
    if kind in ("rating", "number"):
        quartiles = f"{_measured(row, 'p25')} and {_measured(row, 'p75')}"
        text += f"; median {_measured(row, 'median')}, quartiles {quartiles}"
    return text


def _measured(row: Row, measure: str) -> str:
    """A mean or quartile, or what the unknown answers leave of it."""
    return between(bound(row[f"{measure}_low"]), bound(row[f"{measure}_high"]))


def _scale(kind: str, row: Row) -> str:
    if kind == "number":
        return ""
    return f" on a scale of {row['lowest']:g} to {row['highest']:g},"


def _net(survey: Survey, row: Row, weighted: str) -> str:
    text = f"{row['n_top']} less {row['n_bottom']} of {survey.of(row['base'] + row['n_unknown'])}"
    if row["shows"] != "percent":
        return text
    if row["n_unknown"]:
        low, high = exact(row["net_low"]), exact(row["net_high"])
        return f"{text} ({span(low, high)}{weighted})"
    return f"{text} ({points(exact(row['net'])) if row['net'] else 'even'}{weighted})"


def _everyone(survey: Survey, kind: str, before: Row, after: Row) -> str:
    """The two cross-sections, and what lies between them."""
    text = " and ".join(
        f"{_value(survey, kind, row).partition(';')[0]} in {row['wave']}" for row in (before, after)
    )
    if any(row["shows"] != "percent" for row in (before, after)):
        return f"{text}; too few to compare" if kind == "net" else text
    name = "net" if kind == "net" else "mean"
    (was_low, was_high), (low, high) = (
        [bound(row[f"{name}_{end}"]) for end in ("low", "high")] for row in (before, after)
    )
    least = None if low is None or was_high is None else low - was_high
    most = None if high is None or was_low is None else high - was_low
    if least is not None and least == most:
        return f"{text}: {_moved(kind, least)}"
    return f"{text}: {_span(kind, least, most)}"


def _span(kind: str, least: Fraction | None, most: Fraction | None) -> str:
    """The bounds of a change, and what they settle."""
    if least is None and most is None:
        return "how far it moved can't be told"
    if kind == "net" and least is not None and most is not None:
        return f"{span(least, most)}{settled(least, most)}"
    return f"{span_of_means(least, most)}{settled(least, most)}"


def _moved(kind: str, change: Fraction) -> str:
    if not change:
        return "no change"
    return points(change) if kind == "net" else signed(change)


def _panel(survey: Survey, kind: str, found: Row, before: Row, after: Row) -> str:
    """Those who have a value in both waves, counted and not weighted."""
    size, unknown = found["base"], found["n_unknown"] or 0
    if not size:
        return "nobody has a known value in both waves"
    text = f"of {survey.of(size)} with a known value in both, "
    if kind == "net":
        text += (
            f"{found['top_from']} less {found['bottom_from']} in {before['wave']} and "
            f"{found['top_to']} less {found['bottom_to']} in {after['wave']}"
        )
        moved = found["top_to"] - found["bottom_to"] - found["top_from"] + found["bottom_from"]
        if size >= survey.counts_only_below:
            text += f": {_moved(kind, Fraction(moved, size))}"
    elif size < survey.counts_only_below:
        return _few(survey, size)
    else:
        means = [exact(found["mean_from"]), exact(found["mean_to"])]
        text += f"mean {tenths(means[0])} in {before['wave']} and {tenths(means[1])} in "
        text += f"{after['wave']}: {_moved(kind, means[1] - means[0])}"
    return f"{text}; {unknown} more with an unknown answer" if unknown else text


def _open_panel(survey: Survey, kind: str, found: Row, moves: Sequence[Row]) -> Iterator[Line]:
    """How far the panel may have moved, where it is large enough to tell and can be looked into."""
    size = found["base"]
    if size < survey.counts_only_below or sum(row["n"] for row in moves) != found["n_unknown"]:
        return
    if kind == "net":
        moved = Fraction(found["top_to"] - found["bottom_to"] - found["top_from"]
                         + found["bottom_from"])  # fmt: skip
    else:
        moved = (exact(found["mean_to"]) - exact(found["mean_from"])) * size
    least, most = farthest(moved, size, moves, "least", -1), farthest(moved, size, moves, "most")
    yield "", f"Whatever the unknown answers were: {_span(kind, least, most)}"


def _untold(
    survey: Survey, kind: str, before: Row, after: Row, *, followed: bool
) -> Iterator[Line]:
    said = [
        _unknown(survey, kind, row["n_unknown"], row["wave"])
        for row in (before, after)
        if row["n_unknown"]
    ]
    if not followed:
        said.append(f"what of this is other {survey.many} answering: nobody can be followed")
    elif any(by_weight(row) for row in (before, after)):
        said.append("weights enter everyone's value; those in both waves are counted")
    for number, text in enumerate(said):
        yield "" if number else "can't be told", text


def _unknown(survey: Survey, kind: str, number: int, wave: str) -> str:
    """Of a score it is respondents that are counted, who answered the rest of its questions."""
    if kind == "score":
        return f"{survey.of(number)} of {wave} {_is(number)} not known in every question"
    answers = "one answer" if number == 1 else f"{number} answers"
    return f"{answers} of {wave} {_is(number)} unknown"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
