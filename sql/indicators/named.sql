-- Grain: wave × indicator × respondent.
-- Who is behind each indicator, in a survey whose respondents the registry knows by name. Nobody
-- stands here who is not in the indicator's base or might be.
--
-- wave: wave id
-- indicator_id: indicator
-- respondent_id: respondent
-- answer: yes, no or unknown
-- response_id: the response that says so
SELECT
    b.wave,
    b.indicator_id,
    b.respondent_id,
    b.answer,
    b.response_id
FROM indicators.by_response AS b
INNER JOIN input.survey AS s ON s.identified_by = 'registry'
ORDER BY b.wave, b.indicator_id, b.respondent_id
