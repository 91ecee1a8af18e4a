-- Grain: indicator × wave.
-- Each indicator through the waves, from its preferred results. Two waves compare where their
-- series_no is equal; whether a change is one of respondents or of who answered is not for this
-- table to say. A series breaks where the wave's file says so, and where the options that count
-- as yes were not the same.
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
-- series_no: 1, and one more with every break of its questions or options up to this wave
-- break_note: why it doesn't compare with the wave before; for the first wave, with earlier ones
-- comparable_note: why it compares with the wave before although a question changed since
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
questions AS (
    SELECT DISTINCT
        indicator_id,
        question_id
    FROM input.indicator_options
),
-- the first wave that asked a question: an option offered since then is no change
first_asked AS (
    SELECT
        q.question_id,
        min(w.position) AS position
    FROM core.question_waves AS q
    INNER JOIN input.waves AS w ON q.wave = w.wave
    GROUP BY q.question_id
),
breaks AS (
    SELECT
        o.indicator_id,
        q.question_id,
        q.break_note,
        w.position
    FROM questions AS o
    INNER JOIN core.question_waves AS q ON o.question_id = q.question_id AND q.breaks
    INNER JOIN core.waves AS w ON q.wave = w.wave
    UNION ALL
    SELECT
        o.indicator_id,
        o.question_id,
        '“' || i.label || '” is offered since ' || i.since AS break_note,
        w.position
    FROM input.indicator_options AS o
    INNER JOIN core.options AS i ON o.question_id = i.question_id AND o.option_id = i.option_id
    INNER JOIN input.waves AS w ON i.since = w.wave
    INNER JOIN first_asked AS f ON o.question_id = f.question_id AND w.position > f.position
    UNION ALL
    SELECT
        o.indicator_id,
        o.question_id,
        '“' || i.label || '” was offered until ' || i.until AS break_note,
        w.position + 1 AS position
    FROM input.indicator_options AS o
    INNER JOIN core.options AS i ON o.question_id = i.question_id AND o.option_id = i.option_id
    INNER JOIN input.waves AS w ON i.until = w.wave
    INNER JOIN first_asked AS f ON o.question_id = f.question_id AND w.position >= f.position
),
-- what changed and compares all the same, since the indicator's wave before
notes AS (
    SELECT
        p.indicator_id,
        p.wave,
        string_agg(q.comparable_note, '; ' ORDER BY w.position, q.question_id) AS comparable_note
    FROM points AS p
    INNER JOIN questions AS o ON p.indicator_id = o.indicator_id
    INNER JOIN core.question_waves AS q
        ON o.question_id = q.question_id AND q.comparable_note IS NOT NULL
    INNER JOIN input.waves AS w
        ON q.wave = w.wave AND w.position > p.position_before AND w.position <= p.position
    GROUP BY p.indicator_id, p.wave
),
broken AS (
    SELECT
        p.indicator_id,
        p.wave,
        count(*) AS n_breaks,
        string_agg(b.break_note, '; ' ORDER BY b.position, b.question_id, b.break_note)
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
    b.break_note,
    n.comparable_note
FROM points AS p
LEFT JOIN broken AS b ON p.indicator_id = b.indicator_id AND p.wave = b.wave
LEFT JOIN notes AS n ON p.indicator_id = n.indicator_id AND p.wave = n.wave
ORDER BY p.indicator_id, p.position
