-- Grain: finding with something missing, or a finding id that stands for several.
-- Every finding has an id of its own, a known verdict, its arithmetic and its explanation.
-- Severity: error
--
-- finding_id: finding
-- verdict: its verdict
-- n: rows with this id
SELECT
    finding_id,
    min(verdict) AS verdict,
    count(*) AS n
FROM audit.findings
GROUP BY finding_id
HAVING
    count(*) > 1
    OR bool_or(finding_id IS NULL OR arithmetic IS NULL OR explanation IS NULL OR verdict IS NULL)
    OR bool_or(
        verdict NOT IN ('holds', 'contradicted', 'impossible', 'unsupported', 'not_checkable')
    )
