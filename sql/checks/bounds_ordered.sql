-- Grain: pair of bounds in the wrong order.
-- A lower bound is not above its share, and the share not above its upper bound.
-- Severity: error
--
-- wave: wave id
-- row_key: what it is of
-- bounds: which bounds
-- low: lower bound
-- share: what lies between, NULL where unknown
-- high: upper bound
WITH bounds AS (
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        'share of option' AS bounds,
        share_low AS low,
        share,
        share_high AS high
    FROM indicators.option_shares
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'share' AS bounds,
        share_low AS low,
        share,
        share_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'wilson' AS bounds,
        wilson_low AS low,
        share,
        wilson_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'members' AS bounds,
        members_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        members_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'manski' AS bounds,
        manski_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        manski_high AS high
    FROM indicators.results
)
SELECT
    wave,
    row_key,
    bounds,
    low,
    share,
    high
FROM bounds
WHERE low > high OR share < low OR share > high OR (low IS NULL) <> (high IS NULL)
