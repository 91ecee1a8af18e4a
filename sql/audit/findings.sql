-- Grain: finding.
-- What all checks found, one row each: the claims that hold as well as those that do not, and
-- those that nothing can check.
--
-- finding_id: check and claims, the same in every build
-- claim_id: claim
-- related_claim_id: the other claim, if there is one
-- check_id: the check, the end of the name of its table audit.check_<check>
-- verdict: holds, contradicted, impossible, unsupported or not_checkable
-- arithmetic: the sum, in words that can be followed with a pencil
-- explanation: what it means
WITH findings AS (
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_percentages
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_counts
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_list_length
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_lists_disjoint
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_lists_inside
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_lists_answered
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_lists_attributes
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_parts_sum
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_parts_within
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_same_statement
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_quantity_words
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_comparisons
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_comparisons_within
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_ranks
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_universals
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_answers
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_answers_lists
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_scores
    UNION ALL
    SELECT claim_id, related_claim_id, check_id, verdict, arithmetic, explanation
    FROM audit.check_none
)
SELECT
    check_id || ':' || claim_id || coalesce('~' || related_claim_id, '') AS finding_id,
    claim_id,
    related_claim_id,
    check_id,
    verdict,
    arithmetic,
    explanation
FROM findings
