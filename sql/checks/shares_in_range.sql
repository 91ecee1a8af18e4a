-- Grain: row of a table whose share or bound is not between 0 and 1.
-- Every share lies between 0 and 1.
-- Severity: error
--
-- table_name: table
-- wave: wave id
-- row_key: the rest of the row's key
-- share: share
-- share_low: lower bound
-- share_high: upper bound
WITH shares AS (
    SELECT
        'indicators.option_shares' AS table_name,
        wave,
        question_id || ' ' || option_id AS row_key,
        share,
        share_low,
        share_high
    FROM indicators.option_shares
    UNION ALL
    SELECT
        'indicators.results' AS table_name,
        wave,
        indicator_id || ' ' || source AS row_key,
        share,
        share_low,
        share_high
    FROM indicators.results
    UNION ALL
    SELECT
        'indicators.group_results' AS table_name,
        wave,
        indicator_id || ' ' || group_by || ' ' || group_value AS row_key,
        share,
        share_low,
        share_high
    FROM indicators.group_results
)
SELECT
    table_name,
    wave,
    row_key,
    share,
    share_low,
    share_high
FROM shares
WHERE
    share NOT BETWEEN 0 AND 1
    OR share_low NOT BETWEEN 0 AND 1
    OR share_high NOT BETWEEN 0 AND 1
