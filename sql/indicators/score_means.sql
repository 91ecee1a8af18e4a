-- Grain: wave × score.
-- The mean of a score over those who have one, by weight. Two waves that asked different questions
-- give different scores under one name: n_questions and max_points tell.
--
-- wave: wave id
-- indicator_id: score
-- base: responses whose score is known
-- mean: mean of the scores, 0-100; NULL where n_unknown > 0
-- n_unknown: responses of which some answers are not known
-- mean_low: mean if every unknown answer gained the least that it can
-- mean_high: mean if every unknown answer gained the most
-- n_questions: questions of the score that the wave asked
-- max_points: the most that they could have given
WITH asked AS (
    SELECT
        wave,
        indicator_id,
        count(*) AS n_questions,
        sum(most) AS max_points
    FROM indicators.score_questions
    GROUP BY wave, indicator_id
),
sums AS (
    SELECT
        wave,
        indicator_id,
        count(*) FILTER (WHERE n_unknown = 0) AS base,
        count(*) FILTER (WHERE n_unknown > 0) AS n_unknown,
        -- exact decimals: a sum of floats would depend on the order of the rows
        sum(CAST(weight AS DECIMAL(38, 12))) AS weight,
        sum(CAST(weight * score_low AS DECIMAL(38, 12))) AS low,
        sum(CAST(weight * score_high AS DECIMAL(38, 12))) AS high
    FROM indicators.scores
    WHERE max_points > 0
    GROUP BY wave, indicator_id
)
SELECT
    a.wave,
    a.indicator_id,
    coalesce(s.base, 0) AS base,
    CASE WHEN s.n_unknown = 0
        THEN CAST(s.low AS DOUBLE) / NULLIF(CAST(s.weight AS DOUBLE), 0)
    END AS mean,
    coalesce(s.n_unknown, 0) AS n_unknown,
    CAST(s.low AS DOUBLE) / NULLIF(CAST(s.weight AS DOUBLE), 0) AS mean_low,
    CAST(s.high AS DOUBLE) / NULLIF(CAST(s.weight AS DOUBLE), 0) AS mean_high,
    a.n_questions,
    CAST(a.max_points AS DOUBLE) AS max_points
FROM asked AS a
LEFT JOIN sums AS s ON a.wave = s.wave AND a.indicator_id = s.indicator_id
ORDER BY a.wave, a.indicator_id
