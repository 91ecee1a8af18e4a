-- Grain: claim that no check could take.
-- Every claim has a finding; of these it is that nothing here can check them.
--
-- claim_id: the claim
-- related_claim_id: none
-- check_id: none
-- verdict: not_checkable
-- arithmetic: that there is none
-- explanation: why
WITH checked AS (
    SELECT claim_id, related_claim_id FROM audit.check_percentages
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_counts
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_list_length
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_lists_disjoint
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_lists_inside
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_lists_answered
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_lists_attributes
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_parts_sum
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_parts_within
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_same_statement
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_quantity_words
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_comparisons
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_comparisons_within
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_ranks
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_universals
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_answers
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_answers_lists
    UNION ALL
    SELECT claim_id, related_claim_id FROM audit.check_scores
),
taken AS (
    SELECT claim_id FROM checked
    UNION
    SELECT related_claim_id AS claim_id FROM checked WHERE related_claim_id IS NOT NULL
)
SELECT
    c.claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'none' AS check_id,
    'not_checkable' AS verdict,
    'nothing to compare it with' AS arithmetic,
    CASE
        WHEN c.kind = 'statement' THEN 'A statement that no number can check.'
        WHEN c.kind = 'list' AND c.vague
            THEN 'The wording is too vague to be an answer, and nothing excludes it.'
        WHEN c.kind = 'list' THEN 'Names that nothing else speaks of.'
        ELSE 'Nothing else speaks of the same.'
    END AS explanation
FROM audit.claims AS c
LEFT JOIN taken AS t ON c.claim_id = t.claim_id
WHERE t.claim_id IS NULL
