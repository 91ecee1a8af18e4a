-- Grain: indicator × wave.
-- Each indicator through the waves, from its preferred results. Two waves compare where their
-- series_no is equal; whether a change is one of respondents or of who answered is not for this
-- table to say. A series breaks where the wave's file says so, and where the options that count
-- as yes were not the same. Options merged or split go through the crosswalk of the wave's file:
-- the series goes on where all of them count as yes, and breaks where only a part of them does.
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
-- shows: names, counts or percent: what may be printed, as in indicators.results
-- wave_before: the indicator's wave before, NULL for its first
-- after_gap: true where a wave in between is missing or hasn't the indicator; NULL for the first
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
        r.shows,
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
asked AS (
    SELECT
        q.question_id,
        q.wave,
        w.position,
        q.break_note,
        q.breaks,
        q.comparable_note,
        lag(q.wave) OVER (PARTITION BY q.question_id ORDER BY w.position) AS wave_before
    FROM core.question_waves AS q
    INNER JOIN input.waves AS w ON q.wave = w.wave
),
-- options that count as yes and came or went since the wave before that asked the question
offered AS (
    SELECT
        o.indicator_id,
        o.question_id,
        o.option_id,
        a.wave,
        a.position,
        t.option_id IS NOT NULL AS now,
        CASE
            WHEN t.option_id IS NOT NULL THEN '“' || t.label || '” is offered since ' || a.wave
            ELSE '“' || f.label || '” was offered until ' || a.wave_before
        END AS break_note
    FROM input.indicator_options AS o
    INNER JOIN asked AS a ON o.question_id = a.question_id AND a.wave_before IS NOT NULL
    LEFT JOIN core.option_waves AS f
        ON
            o.question_id = f.question_id
            AND o.option_id = f.option_id
            AND a.wave_before = f.wave
    LEFT JOIN core.option_waves AS t
        ON o.question_id = t.question_id AND o.option_id = t.option_id AND a.wave = t.wave
    WHERE (f.option_id IS NULL) <> (t.option_id IS NULL)
),
-- what was merged or split, in words, and how much of it counts as yes
crossed AS (
    SELECT
        n.indicator_id,
        c.question_id,
        a.position,
        count(*) AS n_options,
        count(o.option_id) AS n_counted,
        string_agg('“' || l.label || '”', ' and ' ORDER BY l.position, l.option_id)
        FILTER (WHERE c.side = 'before')
        || ' became '
        || string_agg('“' || l.label || '”', ' and ' ORDER BY l.position, l.option_id)
        FILTER (WHERE c.side = 'now') AS note
    FROM questions AS n
    INNER JOIN input.crosswalks AS c ON n.question_id = c.question_id
    INNER JOIN asked AS a ON c.question_id = a.question_id AND c.wave = a.wave
    INNER JOIN core.option_waves AS l
        ON
            c.question_id = l.question_id
            AND c.option_id = l.option_id
            AND l.wave = CASE c.side WHEN 'now' THEN a.wave ELSE a.wave_before END
    LEFT JOIN input.indicator_options AS o
        ON
            n.indicator_id = o.indicator_id
            AND c.question_id = o.question_id
            AND c.option_id = o.option_id
    GROUP BY n.indicator_id, c.question_id, c.part, a.wave, a.position
    HAVING count(o.option_id) > 0
),
breaks AS (
    SELECT
        n.indicator_id,
        a.question_id,
        a.break_note,
        a.position
    FROM questions AS n
    INNER JOIN asked AS a ON n.question_id = a.question_id AND a.breaks
    UNION ALL
    SELECT
        o.indicator_id,
        o.question_id,
        o.break_note,
        o.position
    FROM offered AS o
    LEFT JOIN input.crosswalks AS c
        ON
            o.wave = c.wave
            AND o.question_id = c.question_id
            AND o.option_id = c.option_id
            AND c.side = CASE WHEN o.now THEN 'now' ELSE 'before' END
    WHERE c.option_id IS NULL
    UNION ALL
    SELECT
        indicator_id,
        question_id,
        note || ', and only a part of it counts' AS break_note,
        position
    FROM crossed
    WHERE n_counted < n_options
),
-- what changed and compares all the same
kept AS (
    SELECT
        n.indicator_id,
        a.question_id,
        a.comparable_note,
        a.position
    FROM questions AS n
    INNER JOIN asked AS a ON n.question_id = a.question_id AND a.comparable_note IS NOT NULL
    UNION ALL
    SELECT
        indicator_id,
        question_id,
        note AS comparable_note,
        position
    FROM crossed
    WHERE n_counted = n_options
),
notes AS (
    SELECT
        p.indicator_id,
        p.wave,
        string_agg(
            k.comparable_note, '; ' ORDER BY k.position, k.question_id, k.comparable_note
        ) AS comparable_note
    FROM points AS p
    INNER JOIN kept AS k
        ON
            p.indicator_id = k.indicator_id
            AND p.position_before < k.position
            AND p.position >= k.position
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
    p.shows,
    p.wave_before,
    CASE WHEN p.wave_before IS NOT NULL THEN p.position > p.position_before + 1 END AS after_gap,
    CASE WHEN p.wave_before IS NOT NULL THEN coalesce(b.n_since, 0) = 0 END AS comparable,
    1 + coalesce(b.n_breaks, 0) AS series_no,
    b.break_note,
    n.comparable_note
FROM points AS p
LEFT JOIN broken AS b ON p.indicator_id = b.indicator_id AND p.wave = b.wave
LEFT JOIN notes AS n ON p.indicator_id = n.indicator_id AND p.wave = n.wave
ORDER BY p.indicator_id, p.position
