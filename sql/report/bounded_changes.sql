-- Grain: wave × earlier wave × indicator.
-- What is known of a change where the answers of those who answered both waves are not all known:
-- between which numbers they lie in each wave. Only where the two waves compare.
--
-- wave: the later wave
-- wave_from: the earlier wave
-- indicator_id: indicator
-- title: title of the indicator
-- question_id: its question, NULL where it joins several
-- position: order of the indicator, from 1
-- base_low: fewest respondents who can have been in it, or out of it, in both waves
-- base_high: most
-- n_from_low: fewest of them in the indicator in the earlier wave
-- n_from_high: most
-- n_to_low: fewest of them in the indicator in the later wave
-- n_to_high: most
-- n_gained_stated: of them, at least so many are said to have moved to yes; NULL where none is
-- n_lost_stated: at least so many are said to have moved to no
-- direction: rise, fall or no change where the bounds settle it; no fall or no rise where they rule
--   out one of the two, else can't be told
SELECT
    c.wave_to AS wave,
    c.wave_from,
    c.indicator_id,
    i.title,
    i.question_id,
    i.position,
    b.base_low,
    b.base_high,
    b.n_from_low,
    b.n_from_high,
    b.n_to_low,
    b.n_to_high,
    NULLIF(b.n_gained_stated, 0) AS n_gained_stated,
    NULLIF(b.n_lost_stated, 0) AS n_lost_stated,
    CASE
        WHEN c.panel_direction <> 'can''t be told' THEN c.panel_direction
        WHEN b.change_low = 0 THEN 'no fall'
        WHEN b.change_high = 0 THEN 'no rise'
        ELSE c.panel_direction
    END AS direction
FROM trends.changes AS c
INNER JOIN trends.panel_bounds AS b
    ON
        c.indicator_id = b.indicator_id
        AND c.wave_from = b.wave_from
        AND c.wave_to = b.wave_to
        AND c.panel_evidence = b.evidence
INNER JOIN report.open_indicators AS z ON c.indicator_id = z.indicator_id
INNER JOIN input.indicators AS i ON c.indicator_id = i.indicator_id
INNER JOIN report.waves AS w ON c.wave_to = w.wave AND w.has_answers
WHERE c.comparable AND c.panel_change IS NULL
ORDER BY c.wave_to, i.position, c.wave_from
