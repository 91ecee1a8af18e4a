-- Grain: respondent.
-- Who can answer: the registry, whether they did or not. Empty where a survey has no registry.
--
-- respondent_id: respondent id, as in the registry
-- name: name
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
    left_on
FROM input.respondents
ORDER BY respondent_id
