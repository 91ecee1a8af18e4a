"""What `waves trend` reads of scores, nets, ratings and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite

from pipelines.commands.trend_words import Row, exact

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
    SELECT s.*, n.break_note, n.comparable_note
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

_BOTH = """
    SELECT f.low AS low_from, f.high AS high_from, t.low AS low_to, t.high AS high_to,
        f.certain AND t.certain AS certain,
        f.certain AND t.certain AND f.low = f.high AND t.low = t.high AS known
    FROM ({values}) AS f
    JOIN ({values}) AS t USING (respondent_id)
    WHERE f.wave = $2 AND t.wave = $3
"""

_PANEL = f"""
    SELECT
        count(*) FILTER (WHERE known) AS base,
        count(*) FILTER (WHERE NOT known) AS n_unknown,
        avg(low_from) FILTER (WHERE known) AS mean_from,
        avg(low_to) FILTER (WHERE known) AS mean_to
    FROM ({_BOTH})
"""

_SCORES_OF = """
    SELECT wave, respondent_id, score_low AS low, score_high AS high, certain
    FROM indicators.scores
    WHERE indicator_id = $1 AND max_points > 0 AND wave IN ($2, $3)
"""

_RATINGS_OF = """
    SELECT a.wave, a.respondent_id, min(v.value) AS low, max(v.value) AS high,
        a.state = 'answered' OR a.selected IS FALSE AS certain
    FROM core.answers AS a
    JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    JOIN indicators.scale_values AS v
        ON a.wave = v.wave AND a.question_id = v.question_id
        AND (a.state <> 'answered' OR a.option_id = v.option_id)
    LEFT JOIN core.answers AS o
        ON a.response_id = o.response_id AND a.question_id = o.question_id
        AND v.option_id = o.option_id AND NOT o.selected
    WHERE a.question_id = $1 AND a.wave IN ($2, $3) AND a.first_of_item
        AND a.state IN ('answered', 'unknown', 'rejected') AND o.response_id IS NULL
    GROUP BY ALL
"""

_NUMBERS_OF = """
    SELECT a.wave, a.respondent_id,
        coalesce(a.value_number, q.minimum, '-infinity') AS low,
        coalesce(a.value_number, q.maximum, 'infinity') AS high,
        a.state = 'answered' AS certain
    FROM core.number_answers AS a
    JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    JOIN input.questions AS q ON a.question_id = q.question_id
    WHERE a.question_id = $1 AND a.wave IN ($2, $3)
        AND a.state IN ('answered', 'unknown', 'rejected')
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
        (t.answer <> 'no')::INT - (b.answer = 'yes')::INT AS high,
        'unknown' NOT IN (t.answer, b.answer) AS certain
    FROM input.nets AS n
    JOIN indicators.by_response AS t ON n.top_id = t.indicator_id
    JOIN indicators.by_response AS b
        ON n.bottom_id = b.indicator_id AND t.response_id = b.response_id
    WHERE n.indicator_id = $1 AND t.wave IN ($2, $3)
"""

_OPEN = f"""
    SELECT
        low_to - high_from AS least, high_to - low_from AS most, certain, count(*) AS n
    FROM ({_BOTH})
    WHERE NOT known
    GROUP BY ALL
"""

KINDS = {
    "score": (_SCORES, _PANEL.format(values=_SCORES_OF), _OPEN.format(values=_SCORES_OF)),
    "rating": (_RATINGS, _PANEL.format(values=_RATINGS_OF), _OPEN.format(values=_RATINGS_OF)),
    "number": (_NUMBERS, _PANEL.format(values=_NUMBERS_OF), _OPEN.format(values=_NUMBERS_OF)),
    "net": (_NETS, _NET_PANEL, _OPEN.format(values=_NETS_OF)),
}
"""By kind: its points, those who have a known value in both of two waves, and how far the others
may have moved, who have a value in both for certain or perhaps."""


def farthest(
    moved: Fraction, size: int, moves: Sequence[Row], end: str, sign: int = 1
) -> Fraction | None:
    """The highest mean of a panel, some of whose values are not known; None: there is none.

    Those who have a value in both waves for certain are all taken in. An unknown answer may have
    been none: of the rest those who moved farthest are, as long as that raises the mean.

    Args:
        moved: how far those moved together who are known in both waves.
        size: how many they are, at least one.
        moves: how far the others may have moved, as `KINDS` reads it.
        end: which of `least` and `most` takes the mean farthest.
        sign: -1 for the lowest mean.
    """
    if not all(isfinite(row[end]) for row in moves):
        return None
    moved *= sign
    steps = [(row["certain"], sign * exact(row[end]), row["n"]) for row in moves]
    for certain, step, number in sorted(steps, reverse=True):
        if certain or step * size > moved:
            moved, size = moved + step * number, size + number
    return exact(float(sign * moved / size))
