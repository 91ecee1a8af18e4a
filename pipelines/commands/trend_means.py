"""Scores, nets, ratings and numbers through the waves, for `waves trend`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import duckdb

from pipelines.commands.trend_series import Line, Series
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

_POINTS = """
    SELECT s.*{more}
    FROM trends.mean_series AS s
    {table}
    WHERE s.kind = $1 AND s.measure_id = $2
    ORDER BY s.position
"""

_QUARTILES = ", m.p25_low, m.p25_high, m.median_low, m.median_high, m.p75_low, m.p75_high"

_OF = {
    "score": _POINTS.format(more="", table=""),
    "net": _POINTS.format(
        more=", m.n_top, m.n_bottom",
        table="JOIN indicators.nets AS m ON s.wave = m.wave AND s.measure_id = m.indicator_id",
    ),
    "rating": _POINTS.format(
        more=_QUARTILES,
        table="JOIN indicators.scales AS m ON s.wave = m.wave AND s.measure_id = m.question_id",
    ),
    "number": _POINTS.format(
        more=_QUARTILES,
        table="JOIN indicators.numbers AS m ON s.wave = m.wave AND s.measure_id = m.question_id",
    ),
}
"""By kind: its value in each wave, with what else is said of it."""

_CHANGES = """
    SELECT c.*
    FROM trends.mean_changes AS c
    JOIN core.waves AS f ON c.wave_from = f.wave
    WHERE c.kind = $1 AND c.measure_id = $2
    ORDER BY f.position, c.pair_kind
"""

_NET_PANEL = """
    SELECT t.panel_n_from AS top_from, b.panel_n_from AS bottom_from,
        t.panel_n_to AS top_to, b.panel_n_to AS bottom_to
    FROM input.nets AS n
    JOIN trends.changes AS t ON n.top_id = t.indicator_id
    JOIN trends.changes AS b ON n.bottom_id = b.indicator_id
        AND t.wave_from = b.wave_from AND t.wave_to = b.wave_to
    WHERE n.indicator_id = $1 AND t.wave_from = $2 AND t.wave_to = $3
"""


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
            kind: score, net, rating or number.
            of: id of the score, net or question.
            title: its title.
            wave_from: first wave, default: the first one.
            wave_to: last wave, default: the last one.

        Raises:
            ConfigurationError: there is no such wave.
        """
        super().__init__(con, title, read_rows(con, _OF[kind], kind, of), wave_from, wave_to)
        self._kind, self._id = kind, of

    def value(self, row: Row) -> str:
        """The value of a wave, in words."""
        return _value(self.survey, self._kind, row)

    def pairs(self) -> Sequence[Row]:
        """The pairs of waves that are set side by side, in order."""
        return self._rows(_CHANGES, self._kind, self._id)

    def lines(self, pair: Row) -> Iterator[Line]:
        """What is said of a pair of waves that compare."""
        sides = [self.points[pair["wave_from"]], self.points[pair["wave_to"]]]
        yield "everyone", _everyone(self.survey, self._kind, pair, sides)
        if pair["panel_base"] is not None:
            yield "the same", self._panel(pair)
            yield from _open_panel(self.survey, self._kind, pair)
            yield from _turnover(self.survey, self._kind, pair)
        if pair["comparable_note"]:
            yield "compares", pair["comparable_note"]
        yield from _untold(self.survey, self._kind, pair, sides)

    def _panel(self, pair: Row) -> str:
        """Those who have a value in both waves, counted and not weighted."""
        size, unknown = pair["panel_base"], pair["panel_n_unknown"]
        if not size:
            return "nobody has a known value in both waves"
        text = f"of {self.survey.of(size)} with a known value in both, "
        large = size >= self.survey.counts_only_below
        if self._kind == "net":
            (n,) = self._rows(_NET_PANEL, self._id, pair["wave_from"], pair["wave_to"])
            text += (
                f"{n['top_from']} less {n['bottom_from']} in {pair['wave_from']} and "
                f"{n['top_to']} less {n['bottom_to']} in {pair['wave_to']}"
            )
        elif large:
            before, after = (tenths(exact(pair[f"panel_mean_{side}"])) for side in ("from", "to"))
            text += f"mean {before} in {pair['wave_from']} and {after} in {pair['wave_to']}"
        else:
            text = _few(self.survey, size)
        if large:
            moved = exact(pair["panel_mean_to"]) - exact(pair["panel_mean_from"])
            text += f": {_moved(self._kind, moved)}"
        return f"{text}; {unknown} more with an unknown answer" if unknown else text


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
        low, high = exact(row["mean_low"]), exact(row["mean_high"])
        return f"{text} ({span(low, high)}{weighted})"
    return f"{text} ({points(exact(row['mean'])) if row['mean'] else 'even'}{weighted})"


def _everyone(survey: Survey, kind: str, pair: Row, sides: Sequence[Row]) -> str:
    """The two cross-sections, and what lies between them."""
    text = " and ".join(
        f"{_value(survey, kind, row).partition(';')[0]} in {row['wave']}" for row in sides
    )
    if any(row["shows"] != "percent" for row in sides):
        return f"{text}; too few to compare" if kind == "net" else text
    if pair["change"] is not None:
        return f"{text}: {_moved(kind, exact(pair['change']))}"
    return f"{text}: {_span(kind, pair['change_low'], pair['change_high'])}"


def _span(kind: str, least: float | None, most: float | None) -> str:
    """The bounds of a change, and what they settle."""
    low, high = bound(least), bound(most)
    if low is None and high is None:
        return "how far it moved can't be told"
    if kind == "net" and low is not None and high is not None:
        return f"{span(low, high)}{settled(low, high)}"
    return f"{span_of_means(low, high)}{settled(low, high)}"


def _moved(kind: str, change: Fraction) -> str:
    if not change:
        return "no change"
    return points(change) if kind == "net" else signed(change)


def _open_panel(survey: Survey, kind: str, pair: Row) -> Iterator[Line]:
    """How far the panel may have moved, where it is large enough to tell."""
    if pair["panel_n_unknown"] and pair["panel_base"] >= survey.counts_only_below:
        moved = _span(kind, pair["panel_change_low"], pair["panel_change_high"])
        yield "", f"Whatever the unknown answers were: {moved}"


def _turnover(survey: Survey, kind: str, pair: Row) -> Iterator[Line]:
    """What entrants and leavers bring to everyone's change, where their own bases allow it."""
    sizes = [pair["panel_base"], pair["base_from"], pair["base_to"]]
    if pair["entrants_effect"] is None or min(sizes) < survey.counts_only_below:
        return
    for label, wave in (("entrants", "wave_to"), ("leavers", "wave_from")):
        base = pair[f"{label}_base"]
        if not base:
            yield label, "none"
            continue
        brought = _moved(kind, exact(pair[f"{label}_effect"]))
        value = "net" if kind == "net" else "mean"
        text = f"{survey.of(base)} with a value in {pair[wave]} only"
        yield label, f"{text}: {brought} on everyone's {value}"


def _untold(survey: Survey, kind: str, pair: Row, sides: Sequence[Row]) -> Iterator[Line]:
    said = [
        _unknown(survey, kind, row["n_unknown"], row["wave"]) for row in sides if row["n_unknown"]
    ]
    if pair["panel_base"] is None:
        said.append(f"what of this is other {survey.many} answering: nobody can be followed")
    elif pair["entrants_effect"] is None:
        value = "net" if kind == "net" else "mean"
        said.append(f"what entrants and leavers bring to everyone's {value}")
    if pair["panel_base"] is not None and any(by_weight(row) for row in sides):
        said.append("weights enter everyone's value; panel, entrants and leavers are counted")
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
