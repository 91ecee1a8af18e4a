-- Grain: indicator × pair of waves.
-- The pairs of waves that are set side by side: waves that follow each other, where both have the
-- indicator, and its first with its last one. A wave that is missing or without it is a gap: those
-- around it are no pair, unless they are the first and the last.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- pair_kind: adjacent, or first_last where the two don't follow each other
-- position_from: order of the earlier wave in time
-- position_to: order of the later wave in time
-- comparable: true where the series doesn't break between them
-- break_note: why it does, each time
-- comparable_note: what changed in between and compares all the same
-- by_respondent: true where both waves have responses that tell who gave them: a panel can be
--   followed
WITH ends AS (
    SELECT
        indicator_id,
        min(position) AS first_position,
        max(position) AS last_position
    FROM trends.series
    GROUP BY indicator_id
),
pairs AS (
    SELECT
        f.indicator_id,
        f.wave AS wave_from,
        t.wave AS wave_to,
        f.position AS position_from,
        t.position AS position_to,
        f.series_no = t.series_no AS comparable
    FROM trends.series AS f
    INNER JOIN trends.series AS t ON f.indicator_id = t.indicator_id AND f.position < t.position
    INNER JOIN ends AS e ON f.indicator_id = e.indicator_id
    WHERE
        t.position = f.position + 1
        OR (f.position = e.first_position AND t.position = e.last_position)
),
notes AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        string_agg(s.break_note, '; ' ORDER BY s.position) AS break_note,
        string_agg(s.comparable_note, '; ' ORDER BY s.position) AS comparable_note
    FROM pairs AS p
    INNER JOIN trends.series AS s
        ON
            p.indicator_id = s.indicator_id
            AND p.position_from < s.position
            AND p.position_to >= s.position
    GROUP BY p.indicator_id, p.wave_from, p.wave_to
)
SELECT
    p.indicator_id,
    p.wave_from,
    p.wave_to,
    CASE
        WHEN p.position_to = p.position_from + 1 THEN 'adjacent' ELSE 'first_last'
    END AS pair_kind,
    p.position_from,
    p.position_to,
    p.comparable,
    n.break_note,
    n.comparable_note,
    s.identified_by <> 'row' AND f.wave IS NOT NULL AND t.wave IS NOT NULL AS by_respondent
FROM pairs AS p
CROSS JOIN input.survey AS s
INNER JOIN notes AS n
    ON p.indicator_id = n.indicator_id AND p.wave_from = n.wave_from AND p.wave_to = n.wave_to
LEFT JOIN indicators.asked AS f ON p.indicator_id = f.indicator_id AND p.wave_from = f.wave
LEFT JOIN indicators.asked AS t ON p.indicator_id = t.indicator_id AND p.wave_to = t.wave
ORDER BY p.indicator_id, p.position_from, p.position_to
