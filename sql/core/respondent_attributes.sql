-- Grain: respondent × attribute × period.
-- Dated facts about respondents.
--
-- respondent_id: respondent
-- attribute: attribute id
-- value: value
-- valid_from: first day on which it holds, NULL: always before
-- valid_to: last day on which it holds, NULL: still
-- source: where the fact comes from
SELECT
    respondent_id,
    attribute,
    value,
    valid_from,
    valid_to,
    source
FROM input.attributes
ORDER BY respondent_id, attribute, valid_from, value
