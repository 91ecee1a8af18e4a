-- Grain: respondent.
-- Who can answer: the registry. Where a survey has no registry and its respondents bring a key of
-- their own, everyone who answered; of anonymous responses there is nobody to list.
--
-- respondent_id: respondent id, as in the registry
-- name: name; the id where there is no registry
-- kind: kind, such as city, region, network
-- counted: true where this kind enters bases
-- country_code: ISO 3166-1 alpha-2
-- joined_on: member since, if known
-- left_on: member until, if known
SELECT
    respondent_id,
    name,
    kind,
    counted,
    country_code,
    joined_on,
    left_on,
FROM input.respondents
UNION ALL
SELECT
    r.respondent_id,
    r.respondent_id AS name,
    CAST(NULL AS VARCHAR) AS kind,
    true AS counted,
    CAST(NULL AS VARCHAR) AS country_code,
    CAST(NULL AS DATE) AS joined_on,
    CAST(NULL AS DATE) AS left_on,
FROM core.responses AS r
INNER JOIN input.survey AS s ON s.identified_by = 'key'
LEFT JOIN input.respondents AS i ON r.respondent_id = i.respondent_id
WHERE i.respondent_id IS NULL AND r.respondent_id IS NOT NULL
GROUP BY r.respondent_id
