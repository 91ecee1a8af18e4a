-- Grain: wave × score.
-- The mean of a score over those who have one, by weight. Two waves that asked different questions
-- give different scores under one name: n_questions and max_points tell.
--
-- wave: wave id
-- indicator_id: score
-- base: responses whose score is known
-- mean: mean of the scores, 0-100; NULL where n_unknown > 0
-- n_unknown: responses of which some answers are not known
-- mean_low: lowest mean that the unknown answers allow; who may have no score is left out of it
--   where that makes it lower
-- mean_high: highest mean that they allow
-- n_questions: questions of the score that the wave asked
-- max_points: the most that they could have given
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the mean, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a mean where percent
WITH asked AS (
    SELECT
        q.wave,
        q.indicator_id,
        count(*) AS n_questions,
        sum(q.most) AS max_points
    FROM indicators.score_questions AS q
    -- of a wave of which only totals are left there is no score
    INNER JOIN core.waves AS w ON q.wave = w.wave AND w.kind <> 'published'
    GROUP BY q.wave, q.indicator_id
),
sums AS (
    SELECT
        wave,
        indicator_id,
        count(*) FILTER (WHERE n_unknown = 0) AS base,
        count(*) FILTER (WHERE n_unknown > 0) AS n_unknown,
        -- exact decimals: a sum of floats would depend on the order of the rows
        sum(CAST(weight AS DECIMAL(38, 12))) AS weight,
        sum(CAST(weight * weight AS DECIMAL(38, 12))) AS square,
        sum(CAST(weight AS DECIMAL(38, 12))) FILTER (WHERE n_unknown = 0) AS weight_base,
        sum(CAST(weight * weight AS DECIMAL(38, 12))) FILTER (WHERE n_unknown = 0) AS square_base,
        sum(CAST(weight * score_high AS DECIMAL(38, 12))) AS high
    FROM indicators.scores
    WHERE max_points > 0
    GROUP BY wave, indicator_id
),
-- who surely has a score first; then, of those who may have none, ever higher ones: the lowest mean
-- is that of one of these sums
steps AS (
    SELECT
        wave,
        indicator_id,
        sum(CAST(weight * score_low AS DECIMAL(38, 12))) OVER (
            PARTITION BY wave, indicator_id ORDER BY CASE WHEN certain THEN -1 ELSE score_low END
        ) AS low,
        sum(CAST(weight AS DECIMAL(38, 12))) OVER (
            PARTITION BY wave, indicator_id ORDER BY CASE WHEN certain THEN -1 ELSE score_low END
        ) AS weight
    FROM indicators.scores
    WHERE max_points > 0
),
lowest AS (
    SELECT
        wave,
        indicator_id,
        min(CAST(low AS DOUBLE) / NULLIF(CAST(weight AS DOUBLE), 0)) AS mean_low
    FROM steps
    GROUP BY wave, indicator_id
),
sized AS (
    SELECT
        a.wave,
        a.indicator_id,
        coalesce(s.base, 0) AS base,
        coalesce(s.n_unknown, 0) AS n_unknown,
        l.mean_low,
        CAST(s.high AS DOUBLE) / NULLIF(CAST(s.weight AS DOUBLE), 0) AS mean_high,
        a.n_questions,
        CAST(a.max_points AS DOUBLE) AS max_points,
        CAST(s.weight_base AS DOUBLE) * CAST(s.weight_base AS DOUBLE)
        / NULLIF(CAST(s.square_base AS DOUBLE), 0) AS n_effective,
        CAST(s.weight_base AS DOUBLE) AS weight_base,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            coalesce(s.base + s.n_unknown, 0),
            coalesce(
                CAST(s.weight AS DOUBLE) * CAST(s.weight AS DOUBLE)
                / NULLIF(CAST(s.square AS DOUBLE), 0), 0
            )
        ) + 0.000001) AS BIGINT) AS size
    FROM asked AS a
    LEFT JOIN sums AS s ON a.wave = s.wave AND a.indicator_id = s.indicator_id
    LEFT JOIN lowest AS l ON a.wave = l.wave AND a.indicator_id = l.indicator_id
),
deviations AS (
    SELECT
        s.wave,
        s.indicator_id,
        CAST(sum(CAST(
            s.weight * s.weight * (s.score - m.mean_low) * (s.score - m.mean_low)
            AS DECIMAL(38, 12)
        )) AS DOUBLE) AS square
    FROM indicators.scores AS s
    INNER JOIN sized AS m
        ON s.wave = m.wave AND s.indicator_id = m.indicator_id AND m.n_unknown = 0
    WHERE s.max_points > 0
    GROUP BY s.wave, s.indicator_id
)
SELECT
    s.wave,
    s.indicator_id,
    s.base,
    CASE WHEN s.n_unknown = 0 THEN s.mean_low END AS mean,
    s.n_unknown,
    s.mean_low,
    s.mean_high,
    s.n_questions,
    s.max_points,
    s.n_effective,
    sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
    / NULLIF(s.weight_base, 0) AS standard_error,
    s.size,
    d.shows
FROM sized AS s
INNER JOIN core.waves AS w ON s.wave = w.wave
LEFT JOIN deviations AS v ON s.wave = v.wave AND s.indicator_id = v.indicator_id
LEFT JOIN indicators.display_rules AS d
    ON s.size >= d.size_from AND (s.size < d.size_below OR d.size_below IS NULL)
ORDER BY s.wave, s.indicator_id
