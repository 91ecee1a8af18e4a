-- Grain: row whose base is larger than its wave.
-- Known and unknown answers together are not more than the responses that count, and n not more
-- than its base.
-- Severity: error
--
-- wave: wave id
-- row_key: what it is of
-- n: count
-- base: base
-- n_unknown: responses of which it is not known
-- n_responses: counted responses of the wave
WITH bases AS (
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        n,
        base,
        n_unknown
    FROM indicators.option_shares
    UNION ALL
    SELECT
        wave,
        indicator_id AS row_key,
        n,
        base,
        n_unknown
    FROM indicators.from_responses
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || group_by || ' ' || group_value AS row_key,
        n,
        base,
        n_unknown
    FROM indicators.group_results
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        0 AS n,
        base,
        n_unknown
    FROM indicators.numbers
)
SELECT
    b.wave,
    b.row_key,
    b.n,
    b.base,
    b.n_unknown,
    w.n_responses
FROM bases AS b
INNER JOIN core.waves AS w ON b.wave = w.wave
WHERE b.n > b.base OR b.base + b.n_unknown > w.n_responses
