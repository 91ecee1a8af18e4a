-- Grain: response that counts although it must not.
-- Kinds of respondents that are kept but not counted, such as a network beside its members, are
-- in no base; nor is any response that is marked as not counted.
-- Severity: error
--
-- wave: wave id
-- response_id: response
-- respondent_id: respondent
-- found: where it counts
SELECT
    r.wave,
    r.response_id,
    r.respondent_id,
    'core.responses.counted' AS found
FROM core.responses AS r
INNER JOIN input.respondents AS i ON r.respondent_id = i.respondent_id
WHERE r.counted AND NOT i.counted
UNION ALL
SELECT
    b.wave,
    b.response_id,
    b.respondent_id,
    'indicators.by_response ' || b.indicator_id AS found
FROM indicators.by_response AS b
INNER JOIN core.responses AS r ON b.response_id = r.response_id AND NOT r.counted
