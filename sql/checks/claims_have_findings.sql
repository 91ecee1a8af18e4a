-- Grain: claim without a finding.
-- Every claim is looked at by some check, or said to be checkable by none.
-- Severity: error
--
-- claim_id: claim
-- kind: its kind
SELECT
    c.claim_id,
    c.kind
FROM audit.claims AS c
LEFT JOIN audit.findings AS f ON c.claim_id = f.claim_id OR c.claim_id = f.related_claim_id
WHERE f.finding_id IS NULL
