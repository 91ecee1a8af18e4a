-- Grain: list × respondent named × condition.
-- What lists state of those they name. A list whose wording is too vague states nothing.
--
-- claim_id: the list
-- respondent_id: respondent
-- condition: what is stated, by its key
-- label: what is stated, in words
-- wave: wave in which it holds
-- question_id: question, for an answer
-- option_id: option, for an answer
-- attribute: attribute, for a fact of the registry
-- value: value of the attribute
SELECT DISTINCT
    n.claim_id,
    n.respondent_id,
    d.condition,
    d.label,
    d.wave,
    d.question_id,
    d.option_id,
    d.attribute,
    d.value
FROM audit.claims AS c
INNER JOIN audit.claim_respondents AS n ON c.claim_id = n.claim_id
INNER JOIN audit.claim_conditions AS d
    ON
        c.claim_id = d.claim_id
        AND d.role IN ('about', 'within', 'implied about', 'implied within')
WHERE c.kind = 'list' AND NOT c.vague
