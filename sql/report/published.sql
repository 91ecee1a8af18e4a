-- Grain: claim about one answer to one question.
-- What a published report says of an answer, as a number or in words: shown, as published, where
-- the answers themselves are not known in full.
--
-- wave: wave spoken of
-- question_id: question
-- option_id: option
-- claim_id: claim
-- position: order in the report
-- value: the count or percentage as printed, NULL where it is said in words
-- unit: percent or respondents
-- base: base as printed, if printed
-- quote: the phrase that carries it
SELECT
    c.wave,
    s.question_id,
    s.option_id,
    c.claim_id,
    c.position,
    CASE WHEN c.kind IN ('share', 'count') THEN c.value END AS value,
    c.unit,
    c.base,
    c.quote
FROM input.claims AS c
INNER JOIN report.open_claims AS z ON c.claim_id = z.claim_id
INNER JOIN (
    SELECT
        claim_id,
        max(question_id) AS question_id,
        max(option_id) AS option_id
    FROM input.claim_sets
    WHERE role = 'about'
    GROUP BY claim_id
    HAVING count(*) = 1 AND count(question_id) = 1
) AS s ON c.claim_id = s.claim_id
WHERE c.kind IN ('share', 'count', 'quantity', 'rank')
ORDER BY c.wave, s.question_id, c.position
