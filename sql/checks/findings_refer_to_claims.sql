-- Grain: finding that refers to no claim.
-- A finding speaks of a claim of the ledger, and of another one where it names one.
-- Severity: error
--
-- finding_id: finding
-- claim_id: claim
-- related_claim_id: the other claim, if any
SELECT
    f.finding_id,
    f.claim_id,
    f.related_claim_id
FROM audit.findings AS f
LEFT JOIN audit.claims AS c ON f.claim_id = c.claim_id
LEFT JOIN audit.claims AS r ON f.related_claim_id = r.claim_id
WHERE c.claim_id IS NULL OR (f.related_claim_id IS NOT NULL AND r.claim_id IS NULL)
