"""Scores, nets, ratings and numbers through the waves, for `waves trend`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import duckdb

from pipelines.commands.trend_series import GAP, Line, Series
from pipelines.commands.trend_words import (
    Row,
    Survey,
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

_NOTES = """
    SELECT
        w.wave,
        string_agg(DISTINCT w.break_note, '; ' ORDER BY w.break_note) AS break_note,
        string_agg(DISTINCT w.comparable_note, '; ' ORDER BY w.comparable_note) AS comparable_note,
        string_agg(coalesce(q.short, q.question_id), ', ' ORDER BY q.position) AS questions
    FROM core.question_waves AS w
    JOIN core.questions AS q USING (question_id)
    WHERE q.question_id IN ({questions})
    GROUP BY w.wave
"""

_SCORED = "SELECT question_id FROM input.score_options WHERE indicator_id = $1"

_SCORES = f"""
    SELECT m.*, 0 AS lowest, 100 AS highest, n.break_note, n.comparable_note, n.questions
    FROM indicators.score_means AS m
    LEFT JOIN ({_NOTES.format(questions=_SCORED)}) AS n USING (wave)
    WHERE m.indicator_id = $1
"""

_RATINGS = f"""
    SELECT s.*, n.break_note, n.comparable_note
    FROM indicators.scales AS s
    JOIN ({_NOTES.format(questions="$1")}) AS n USING (wave)
    WHERE s.question_id = $1
"""

_NUMBERS = f"""
    SELECT s.*, s.mean AS mean_low, s.mean AS mean_high, n.break_note, n.comparable_note
    FROM indicators.numbers AS s
    JOIN ({_NOTES.format(questions="$1")}) AS n USING (wave)
    WHERE s.question_id = $1
"""

_NETS = """
    SELECT
        r.*,
        nullif(concat_ws('; ', t.break_note, nullif(b.break_note, t.break_note)), '') AS break_note,
        nullif(concat_ws('; ', t.comparable_note, nullif(b.comparable_note, t.comparable_note)),
            '') AS comparable_note
    FROM indicators.nets AS r
    JOIN input.nets AS n USING (indicator_id)
    JOIN trends.series AS t ON n.top_id = t.indicator_id AND r.wave = t.wave
    JOIN trends.series AS b ON n.bottom_id = b.indicator_id AND r.wave = b.wave
    WHERE r.indicator_id = ?
"""

_PANEL = """
    SELECT
        count(*) FILTER (WHERE f.low = f.high AND t.low = t.high) AS base,
        count(*) FILTER (WHERE f.low <> f.high OR t.low <> t.high) AS n_unknown,
        avg(f.low) FILTER (WHERE f.low = f.high AND t.low = t.high) AS mean_from,
        avg(t.low) FILTER (WHERE f.low = f.high AND t.low = t.high) AS mean_to
    FROM ({values}) AS f
    JOIN ({values}) AS t USING (respondent_id)
    WHERE f.wave = $2 AND t.wave = $3
"""

_SCORES_OF = """
    SELECT wave, respondent_id, score_low AS low, score_high AS high
    FROM indicators.scores
    WHERE indicator_id = $1 AND max_points > 0 AND wave IN ($2, $3)
"""

_RATINGS_OF = """
    SELECT a.wave, a.respondent_id,
        coalesce(v.value, e.lowest) AS low, coalesce(v.value, e.highest) AS high
    FROM core.answers AS a
    JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    JOIN (SELECT DISTINCT wave, question_id, lowest, highest FROM indicators.scale_values) AS e
        ON a.wave = e.wave AND a.question_id = e.question_id
    LEFT JOIN indicators.scale_values AS v
        ON a.state = 'answered' AND a.wave = v.wave AND a.question_id = v.question_id
        AND a.option_id = v.option_id
    WHERE a.question_id = $1 AND a.wave IN ($2, $3) AND a.first_of_item
        AND a.state IN ('answered', 'unknown', 'rejected')
"""

_NUMBERS_OF = """
    SELECT a.wave, a.respondent_id, a.value_number AS low, a.value_number AS high
    FROM core.number_answers AS a
    JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    WHERE a.question_id = $1 AND a.wave IN ($2, $3) AND a.value_number IS NOT NULL
"""

_NET_PANEL = """
    SELECT t.panel_base AS base, t.panel_n_unknown AS n_unknown,
        t.panel_n_from AS top_from, b.panel_n_from AS bottom_from,
        t.panel_n_to AS top_to, b.panel_n_to AS bottom_to
    FROM input.nets AS n
    JOIN trends.changes AS t ON n.top_id = t.indicator_id
    JOIN trends.changes AS b ON n.bottom_id = b.indicator_id
        AND t.wave_from = b.wave_from AND t.wave_to = b.wave_to
    WHERE n.indicator_id = ? AND t.wave_from = ? AND t.wave_to = ? AND t.panel_base = b.panel_base
"""

_NETS_OF = """
    SELECT t.wave, t.respondent_id,
        (t.answer = 'yes')::INT - (b.answer <> 'no')::INT AS low,
        (t.answer <> 'no')::INT - (b.answer = 'yes')::INT AS high
    FROM input.nets AS n
    JOIN indicators.by_response AS t ON n.top_id = t.indicator_id
    JOIN indicators.by_response AS b
        ON n.bottom_id = b.indicator_id AND t.response_id = b.response_id
    WHERE n.indicator_id = $1 AND t.wave IN ($2, $3)
"""

_OPEN = """
    SELECT least, most, count(*) AS n
    FROM (
        SELECT t.low - f.high AS least, t.high - f.low AS most
        FROM ({values}) AS f
        JOIN ({values}) AS t USING (respondent_id)
        WHERE f.wave = $2 AND t.wave = $3 AND (f.low <> f.high OR t.low <> t.high)
    )
    GROUP BY least, most
"""

KINDS = {
    "score": (_SCORES, _PANEL.format(values=_SCORES_OF), _OPEN.format(values=_SCORES_OF)),
    "rating": (_RATINGS, _PANEL.format(values=_RATINGS_OF), _OPEN.format(values=_RATINGS_OF)),
    "number": (_NUMBERS, _PANEL.format(values=_NUMBERS_OF), _OPEN.format(values=_NUMBERS_OF)),
    "net": (_NETS, _NET_PANEL, _OPEN.format(values=_NETS_OF)),
}
"""By kind: its points, those who have a value in both of two waves, and how far those of them
whose value is not known may have moved."""


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
    number = row["base"] if kind == "number" else row["base"] + row["n_unknown"]
    if not number:
        return "nobody in the base"
    weighted = by_weight(row)
    if kind == "net":
        return _net(survey, row, weighted)
    if row["shows"] != "percent":
        return _few(survey, number)
    low, high = (exact(row[f"mean_{end}"]) for end in ("low", "high"))
    mean = tenths(low) if low == high else f"{tenths(low)} to {tenths(high)}"
    text = f"mean {mean}{_scale(kind, row)} of {survey.of(number)}{weighted}"
    if kind in ("rating", "number") and row["median"] is not None:
        quartiles = [tenths(exact(row[name])) for name in ("p25", "median", "p75")]
        text += f"; median {quartiles[1]}, quartiles {quartiles[0]} and {quartiles[2]}"
    return text


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
    ends = [[row[f"{name}_{end}"] for end in ("low", "high")] for row in (before, after)]
    if any(end is None for side in ends for end in side):
        return text
    (was_low, was_high), (low, high) = ([exact(end) for end in side] for side in ends)
    if was_low == was_high and low == high:
        return f"{text}: {_moved(kind, low - was_low)}"
    least, most = low - was_high, high - was_low
    if kind == "net":
        return f"{text}: {span(least, most)}{settled(least, most)}"
    return f"{text}: {span_of_means(least, most)}{settled(least, most)}"


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
    ends = (
        sign * _farthest(sign * moved, size, [(sign * exact(row[end]), row["n"]) for row in moves])
        for sign, end in ((-1, "least"), (1, "most"))
    )
    least, most = (exact(float(end)) for end in ends)
    between = span(least, most) if kind == "net" else span_of_means(least, most)
    yield "", f"Whatever the unknown answers were: {between}{settled(least, most)}"


def _farthest(moved: Fraction, size: int, more: list[tuple[Fraction, int]]) -> Fraction:
    """The highest mean of those who moved so far together, with all or some of the others.

    An unknown answer may have been none: those who moved farthest are taken in, as long as that
    raises the mean.
    """
    for step, number in sorted(more, reverse=True):
        if step * size <= moved:
            break
        moved, size = moved + step * number, size + number
    return moved / size


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
    without = ", and not in its mean" if kind == "number" else ""
    return f"{answers} of {wave} {_is(number)} unknown{without}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
