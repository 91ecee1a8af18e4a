-- Grain: respondent who answered and isn't known.
-- Where the registry identifies respondents, everyone who answered is in it.
-- Severity: error
--
-- wave: wave id
-- respondent_id: respondent
-- n_responses: responses
SELECT
    r.wave,
    r.respondent_id,
    count(*) AS n_responses
FROM core.responses AS r
INNER JOIN input.survey AS s ON s.identified_by = 'registry'
LEFT JOIN input.respondents AS i ON r.respondent_id = i.respondent_id
WHERE i.respondent_id IS NULL
GROUP BY r.wave, r.respondent_id
