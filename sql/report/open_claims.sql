-- Grain: claim of a published report that rests on public questions alone.
-- What of the claims may be printed, with what was found about them.
--
-- claim_id: claim
WITH parts AS (
    SELECT claim_id, question_id FROM input.claim_sets
    UNION ALL
    SELECT claim_id, question_id FROM input.claim_among
),
closed AS (
    SELECT p.claim_id
    FROM parts AS p
    LEFT JOIN report.open_questions AS q ON p.question_id = q.question_id
    WHERE p.question_id IS NOT NULL AND q.question_id IS NULL
    UNION
    SELECT c.claim_id
    FROM input.claims AS c
    LEFT JOIN report.open_indicators AS i ON c.indicator_id = i.indicator_id
    WHERE c.indicator_id IS NOT NULL AND i.indicator_id IS NULL
)
SELECT c.claim_id
FROM input.claims AS c
LEFT JOIN closed AS x ON c.claim_id = x.claim_id
WHERE x.claim_id IS NULL
ORDER BY c.claim_id
