-- Grain: row with a share although answers are unknown.
-- Where an answer is unknown, there are bounds and no share.
-- Severity: error
--
-- wave: wave id
-- row_key: what it is of
-- n_unknown: responses of which it is not known
-- share: the share that should not be there
WITH shares AS (
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        n_unknown,
        share
    FROM indicators.option_shares
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        n_unknown,
        share
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || group_by || ' ' || group_value AS row_key,
        n_unknown,
        share
    FROM indicators.group_results
)
SELECT
    wave,
    row_key,
    n_unknown,
    share
FROM shares
WHERE n_unknown < 0 OR (n_unknown > 0 AND share IS NOT NULL)
