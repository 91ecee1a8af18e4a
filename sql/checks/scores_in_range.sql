-- Grain: score that is out of its range.
-- A score lies between its bounds and these between 0 and 100; none is given where an answer is
-- not known.
-- Severity: error
--
-- table_name: table
-- wave: wave id
-- row_key: the rest of the row's key
-- score: score or mean
-- score_low: lower bound
-- score_high: upper bound
WITH found AS (
    SELECT
        'indicators.scores' AS table_name,
        wave,
        indicator_id || ' ' || CAST(response_id AS VARCHAR) AS row_key,
        score,
        score_low,
        score_high,
        n_unknown
    FROM indicators.scores
    UNION ALL
    SELECT
        'indicators.score_means' AS table_name,
        wave,
        indicator_id AS row_key,
        mean AS score,
        mean_low AS score_low,
        mean_high AS score_high,
        n_unknown
    FROM indicators.score_means
    UNION ALL
    SELECT
        'indicators.group_scores' AS table_name,
        wave,
        indicator_id || ' ' || group_by || ' ' || group_value AS row_key,
        mean AS score,
        mean_low AS score_low,
        mean_high AS score_high,
        n_unknown
    FROM indicators.group_scores
)
SELECT
    table_name,
    wave,
    row_key,
    score,
    score_low,
    score_high
FROM found
WHERE
    score NOT BETWEEN score_low AND score_high
    OR score_low > score_high
    OR score_low < 0
    OR score_high > 100
    OR (n_unknown > 0 AND score IS NOT NULL)
