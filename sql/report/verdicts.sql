-- Grain: wave × verdict.
-- How many findings and claims of the wave's published report have each verdict; the verdict
-- 'any' counts all claims of the ledger, 'broken' those with a finding that does not hold.
--
-- wave: wave whose report makes the claims
-- verdict: verdict, or any, or broken
-- n_findings: findings
-- n_claims: claims
SELECT
    f.wave,
    f.verdict,
    count(*) AS n_findings,
    count(DISTINCT f.claim_id) AS n_claims
FROM report.findings AS f
GROUP BY f.wave, f.verdict
UNION ALL
SELECT
    f.wave,
    'broken' AS verdict,
    count(*) AS n_findings,
    count(DISTINCT f.claim_id) AS n_claims
FROM report.findings AS f
WHERE f.verdict IN ('contradicted', 'impossible', 'unsupported')
GROUP BY f.wave
UNION ALL
SELECT
    c.ledger_wave AS wave,
    'any' AS verdict,
    0 AS n_findings,
    count(*) AS n_claims
FROM input.claims AS c
INNER JOIN report.open_claims AS z ON c.claim_id = z.claim_id
GROUP BY c.ledger_wave
