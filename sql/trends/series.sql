-- Grain: indicator × wave.
-- Each indicator through the waves, from its preferred results. Two waves compare where their
-- series_no is equal; whether a change is one of respondents or of who answered is not for this
-- table to say.
--
-- indicator_id: indicator
-- wave: wave id
-- position: order of the wave in time
-- source: responses or published
-- base: responses of which yes or no is known
-- n: responses with yes; NULL where a published percentage doesn't tell
-- share: share, NULL where answers are unknown
-- n_unknown: responses of which it is not known
-- share_low: its lower bound
-- share_high: its upper bound
-- wave_before: the indicator's wave before, NULL for its first
-- comparable: true where it compares with the wave before; NULL for the first wave
-- series_no: 1, and one more with every break of one of its questions up to this wave
-- break_note: why it doesn't compare with the wave before; for the first wave, with earlier ones
WITH points AS (
    SELECT
        r.indicator_id,
        r.wave,
        w.position,
        r.source,
        r.base,
        r.n,
        r.share,
        r.n_unknown,
        r.share_low,
        r.share_high,
        lag(r.wave) OVER (PARTITION BY r.indicator_id ORDER BY w.position) AS wave_before,
        lag(w.position, 1, w.position - 1) OVER (
            PARTITION BY r.indicator_id ORDER BY w.position
        ) AS position_before
    FROM indicators.results AS r
    INNER JOIN core.waves AS w ON r.wave = w.wave
    WHERE r.preferred
),
breaks AS (
    SELECT
        o.indicator_id,
        q.question_id,
        q.break_note,
        w.position
    FROM (
        SELECT DISTINCT indicator_id, question_id FROM input.indicator_options
    ) AS o
    INNER JOIN core.question_waves AS q ON o.question_id = q.question_id AND q.breaks
    INNER JOIN core.waves AS w ON q.wave = w.wave
),
broken AS (
    SELECT
        p.indicator_id,
        p.wave,
        count(*) AS n_breaks,
        string_agg(b.break_note, '; ' ORDER BY b.position, b.question_id)
        FILTER (WHERE b.position > p.position_before) AS break_note,
        count(*) FILTER (WHERE b.position > p.position_before) AS n_since
    FROM points AS p
    INNER JOIN breaks AS b ON p.indicator_id = b.indicator_id AND b.position <= p.position
    GROUP BY p.indicator_id, p.wave
)
SELECT
    p.indicator_id,
    p.wave,
    p.position,
    p.source,
    p.base,
    p.n,
    p.share,
    p.n_unknown,
    p.share_low,
    p.share_high,
    p.wave_before,
    CASE WHEN p.wave_before IS NOT NULL THEN coalesce(b.n_since, 0) = 0 END AS comparable,
    1 + coalesce(b.n_breaks, 0) AS series_no,
    b.break_note
FROM points AS p
LEFT JOIN broken AS b ON p.indicator_id = b.indicator_id AND p.wave = b.wave
ORDER BY p.indicator_id, p.position
