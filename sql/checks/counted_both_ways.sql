-- Grain: wave × indicator that two ways of counting don't agree on.
-- An indicator counted from answer_counts is what its responses add up to, one by one; where both
-- are there, which is so where the registry knows the respondents.
-- Severity: error
--
-- wave: wave id
-- indicator_id: indicator
-- base: base from answer_counts
-- n: count from answer_counts
-- n_unknown: unknown from answer_counts
-- base_by_response: base from the responses
-- n_by_response: count from the responses
-- n_unknown_by_response: unknown from the responses
WITH responses AS (
    SELECT
        wave,
        indicator_id,
        count(*) FILTER (WHERE answer <> 'unknown') AS base,
        count(*) FILTER (WHERE answer = 'yes') AS n,
        count(*) FILTER (WHERE answer = 'unknown') AS n_unknown
    FROM indicators.by_response
    GROUP BY wave, indicator_id
)
SELECT
    c.wave,
    c.indicator_id,
    c.base,
    c.n,
    c.n_unknown,
    coalesce(r.base, 0) AS base_by_response,
    coalesce(r.n, 0) AS n_by_response,
    coalesce(r.n_unknown, 0) AS n_unknown_by_response
FROM indicators.from_responses AS c
INNER JOIN input.survey AS s ON s.identified_by = 'registry'
LEFT JOIN responses AS r ON c.wave = r.wave AND c.indicator_id = r.indicator_id
WHERE
    c.base <> coalesce(r.base, 0)
    OR c.n <> coalesce(r.n, 0)
    OR c.n_unknown <> coalesce(r.n_unknown, 0)
