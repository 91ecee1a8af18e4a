-- Grain: wave × indicator without exactly one preferred result.
-- Exactly one result of an indicator in a wave is the preferred one.
-- Severity: error
--
-- wave: wave id
-- indicator_id: indicator
-- n_preferred: preferred rows
SELECT
    wave,
    indicator_id,
    count(*) FILTER (WHERE preferred) AS n_preferred
FROM indicators.results
GROUP BY wave, indicator_id
HAVING count(*) FILTER (WHERE preferred) <> 1
