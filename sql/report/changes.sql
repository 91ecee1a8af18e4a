-- Grain: wave × earlier wave × indicator.
-- What the answers of those who answered both waves say of a change; beside it everyone of each
-- wave. Only where the two waves compare and every answer of the panel is known: nothing else may
-- be called a change.
--
-- wave: the later wave
-- wave_from: the earlier wave
-- pair_kind: adjacent, or first_last where the two don't follow each other
-- indicator_id: indicator
-- title: title of the indicator
-- question_id: its question, NULL where it joins several
-- position: order of the indicator, from 1
-- panel_base: respondents whose answer is known in both waves
-- panel_n_from: of them, those in the indicator in the earlier wave
-- panel_n_to: of them, those in the indicator in the later wave
-- n_gained: of them, those in it in the later wave only
-- n_lost: of them, those in it in the earlier wave only
-- n_kept: of them, those in it in both
-- n_neither: of them, those in it in neither
-- shows: percent, counts or names, what the panel's base allows to print
-- n_from: everyone in the indicator in the earlier wave
-- base_from: everyone whose answer of the earlier wave is known
-- n_to: everyone in the indicator in the later wave
-- base_to: everyone whose answer of the later wave is known
-- whole: true where all of these four are counted and no answer is unknown
-- whole_shows: what the smaller of the two bases allows to print, NULL where answers are weighted
SELECT
    c.wave_to AS wave,
    c.wave_from,
    c.pair_kind,
    c.indicator_id,
    i.title,
    i.question_id,
    i.position,
    c.panel_base,
    c.panel_n_from,
    c.panel_n_to,
    c.n_gained,
    c.n_lost,
    c.panel_n_from - c.n_lost AS n_kept,
    c.panel_base - c.panel_n_from - c.n_gained AS n_neither,
    d.shows,
    CAST(c.n_from AS BIGINT) AS n_from,
    CAST(c.base_from AS BIGINT) AS base_from,
    CAST(c.n_to AS BIGINT) AS n_to,
    CAST(c.base_to AS BIGINT) AS base_to,
    c.source_from = 'responses'
    AND c.source_to = 'responses'
    AND c.n_unknown_from = 0
    AND c.n_unknown_to = 0 AS whole,
    CASE WHEN NOT w.weighted AND NOT v.weighted THEN e.shows END AS whole_shows
FROM trends.changes AS c
INNER JOIN report.open_indicators AS z ON c.indicator_id = z.indicator_id
INNER JOIN input.indicators AS i ON c.indicator_id = i.indicator_id
INNER JOIN report.waves AS w ON c.wave_to = w.wave AND w.has_answers
INNER JOIN report.waves AS v ON c.wave_from = v.wave
INNER JOIN indicators.display_rules AS d
    ON c.panel_base >= d.size_from AND (d.size_below IS NULL OR c.panel_base < d.size_below)
INNER JOIN indicators.display_rules AS e
    ON
        least(c.base_from, c.base_to) >= e.size_from
        AND (e.size_below IS NULL OR least(c.base_from, c.base_to) < e.size_below)
WHERE c.comparable AND c.panel_base > 0 AND c.panel_n_unknown = 0
ORDER BY c.wave_to, i.position, c.wave_from
