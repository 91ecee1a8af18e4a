-- Grain: wave × respondent counted more than once.
-- A respondent counts once in a wave, however often it submitted.
-- Severity: error
--
-- wave: wave id
-- respondent_id: respondent
-- n_counted: responses that are counted
SELECT
    wave,
    respondent_id,
    count(*) AS n_counted
FROM core.responses
WHERE counted
GROUP BY wave, respondent_id
HAVING count(*) > 1
