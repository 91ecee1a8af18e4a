-- Grain: measure × wave.
-- Scores, nets, ratings and numbers through the waves: what trends.series is of shares. Two waves
-- compare where their series_no is equal. A series breaks where the wave's file says so of one of
-- its questions, where a score is of other questions or could give other points, and where a
-- rating offered another scale.
--
-- kind: score, net, rating or number
-- measure_id: id of the score or net, else of the question
-- wave: wave id
-- position: order of the wave in time
-- base: responses whose value is known
-- n_unknown: responses of which it is not known
-- mean: mean by weight, of a net the net; NULL where n_unknown > 0 or the base is empty
-- mean_low: lower bound of the mean, NULL where the unknown answers leave none
-- mean_high: upper bound of the mean, NULL where they leave none
-- lowest: lowest value that there can be, NULL where none is known
-- highest: highest value that there can be, NULL where none is known
-- n_effective: Kish's effective size of the base
-- size: respondents that decide what may be printed, see indicators.display_rules
-- shows: names, counts or percent: what may be printed; a mean where percent
-- wave_before: the measure's wave before, NULL for its first
-- after_gap: true where a wave in between is missing or hasn't the measure; NULL for the first
-- comparable: true where it compares with the wave before; NULL for the first wave
-- series_no: 1, and one more with every break up to this wave
-- break_note: why it doesn't compare with the wave before; for the first wave, with earlier ones
-- comparable_note: why it compares with the wave before although a question changed since
WITH scales AS (
    SELECT
        wave,
        question_id,
        string_agg(CAST(value AS VARCHAR), ' ' ORDER BY value) AS offered
    FROM (SELECT DISTINCT wave, question_id, value FROM indicators.scale_values) AS v
    GROUP BY wave, question_id
),
score_questions AS (
    SELECT
        q.indicator_id,
        q.wave,
        string_agg(coalesce(n.short, n.question_id), ', ' ORDER BY n.position) AS asked
    FROM indicators.score_questions AS q
    INNER JOIN core.questions AS n ON q.question_id = n.question_id
    GROUP BY q.indicator_id, q.wave
),
-- what a value is made of: waves in which it is another thing don't compare
points AS (
    SELECT
        'score' AS kind,
        m.indicator_id AS measure_id,
        m.wave,
        m.base,
        m.n_unknown,
        m.mean,
        m.mean_low,
        m.mean_high,
        CAST(0 AS DOUBLE) AS lowest,
        CAST(100 AS DOUBLE) AS highest,
        m.n_effective,
        m.size,
        m.shows,
        q.asked AS made_of,
        CAST(m.max_points AS VARCHAR) AS offered
    FROM indicators.score_means AS m
    LEFT JOIN score_questions AS q ON m.indicator_id = q.indicator_id AND m.wave = q.wave
    UNION ALL
    SELECT
        'net' AS kind,
        indicator_id AS measure_id,
        wave,
        base,
        n_unknown,
        net AS mean,
        net_low AS mean_low,
        net_high AS mean_high,
        -1 AS lowest,
        1 AS highest,
        n_effective,
        size,
        shows,
        '' AS made_of,
        '' AS offered
    FROM indicators.nets
    UNION ALL
    SELECT
        'rating' AS kind,
        r.question_id AS measure_id,
        r.wave,
        r.base,
        r.n_unknown,
        r.mean,
        r.mean_low,
        r.mean_high,
        r.lowest,
        r.highest,
        r.n_effective,
        r.size,
        r.shows,
        '' AS made_of,
        s.offered
    FROM indicators.scales AS r
    INNER JOIN scales AS s ON r.wave = s.wave AND r.question_id = s.question_id
    UNION ALL
    SELECT
        'number' AS kind,
        n.question_id AS measure_id,
        n.wave,
        n.base,
        n.n_unknown,
        n.mean,
        n.mean_low,
        n.mean_high,
        q.minimum AS lowest,
        q.maximum AS highest,
        n.n_effective,
        n.size,
        n.shows,
        '' AS made_of,
        '' AS offered
    FROM indicators.numbers AS n
    INNER JOIN input.questions AS q ON n.question_id = q.question_id
),
ordered AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave,
        p.base,
        p.n_unknown,
        p.mean,
        p.mean_low,
        p.mean_high,
        p.lowest,
        p.highest,
        p.n_effective,
        p.size,
        p.shows,
        w.position,
        p.made_of,
        p.offered,
        lag(p.wave) OVER (PARTITION BY p.kind, p.measure_id ORDER BY w.position) AS wave_before,
        lag(w.position, 1, w.position - 1) OVER (
            PARTITION BY p.kind, p.measure_id ORDER BY w.position
        ) AS position_before,
        lag(p.made_of, 1, p.made_of) OVER (
            PARTITION BY p.kind, p.measure_id ORDER BY w.position
        ) AS made_of_before,
        lag(p.offered, 1, p.offered) OVER (
            PARTITION BY p.kind, p.measure_id ORDER BY w.position
        ) AS offered_before
    FROM points AS p
    INNER JOIN core.waves AS w ON p.wave = w.wave
),
-- what the waves' files say of the questions, and trends.series of the two sides of a net
measures AS (
    SELECT DISTINCT
        'score' AS kind,
        indicator_id AS measure_id,
        question_id
    FROM input.score_options
    UNION ALL
    SELECT
        CASE type WHEN 'rating' THEN 'rating' ELSE 'number' END AS kind,
        question_id AS measure_id,
        question_id
    FROM core.questions
    WHERE type IN ('rating', 'number')
),
said AS (
    SELECT
        m.kind,
        m.measure_id,
        w.position,
        q.question_id AS part,
        q.breaks,
        q.break_note,
        q.comparable_note
    FROM measures AS m
    INNER JOIN core.question_waves AS q ON m.question_id = q.question_id
    INNER JOIN input.waves AS w ON q.wave = w.wave
    UNION ALL
    SELECT DISTINCT
        'net' AS kind,
        n.indicator_id AS measure_id,
        s.position,
        '' AS part,
        NOT coalesce(s.comparable, s.break_note IS NULL) AS breaks,
        s.break_note,
        s.comparable_note
    FROM input.nets AS n
    INNER JOIN trends.series AS s ON s.indicator_id IN (n.top_id, n.bottom_id)
),
notes AS (
    SELECT
        o.kind,
        o.measure_id,
        o.wave,
        count(*) FILTER (WHERE s.breaks) AS n_breaks,
        string_agg(DISTINCT s.break_note, '; ' ORDER BY s.break_note) AS break_note,
        string_agg(DISTINCT s.comparable_note, '; ' ORDER BY s.comparable_note) AS comparable_note
    FROM ordered AS o
    INNER JOIN said AS s
        ON
            o.kind = s.kind
            AND o.measure_id = s.measure_id
            AND o.position_before < s.position
            AND o.position >= s.position
    GROUP BY o.kind, o.measure_id, o.wave
),
judged AS (
    SELECT
        o.kind,
        o.measure_id,
        o.wave,
        o.position,
        o.base,
        o.n_unknown,
        o.mean,
        o.mean_low,
        o.mean_high,
        o.lowest,
        o.highest,
        o.n_effective,
        o.size,
        o.shows,
        o.wave_before,
        o.position_before,
        coalesce(n.n_breaks, 0) > 0
        OR o.made_of <> o.made_of_before
        OR o.offered <> o.offered_before AS breaks,
        CASE
            WHEN n.n_breaks > 0 THEN n.break_note
            WHEN o.made_of <> o.made_of_before
                THEN 'it was made of ' || o.made_of_before || ', and is of ' || o.made_of
            WHEN o.offered <> o.offered_before
                THEN CASE o.kind WHEN 'score' THEN 'other options were offered' ELSE
                    'another scale was offered' END
        END AS break_note,
        n.comparable_note
    FROM ordered AS o
    LEFT JOIN notes AS n
        ON o.kind = n.kind AND o.measure_id = n.measure_id AND o.wave = n.wave
)
SELECT
    kind,
    measure_id,
    wave,
    position,
    base,
    n_unknown,
    mean,
    mean_low,
    mean_high,
    lowest,
    highest,
    n_effective,
    size,
    shows,
    wave_before,
    CASE WHEN wave_before IS NOT NULL THEN position > position_before + 1 END AS after_gap,
    CASE WHEN wave_before IS NOT NULL THEN NOT breaks END AS comparable,
    1 + count(*) FILTER (WHERE breaks) OVER (
        PARTITION BY kind, measure_id ORDER BY position
    ) AS series_no,
    break_note,
    comparable_note
FROM judged
ORDER BY kind, measure_id, position
