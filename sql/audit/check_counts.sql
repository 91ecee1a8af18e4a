-- Grain: count.
-- A count can't be more than the set that it is a part of.
--
-- claim_id: the count
-- related_claim_id: none
-- check_id: counts
-- verdict: holds or impossible
-- arithmetic: the sum, in words
-- explanation: what it means
SELECT
    n.claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'counts' AS check_id,
    CASE WHEN n.n_low > n.base THEN 'impossible' ELSE 'holds' END AS verdict,
    coalesce(r.words, CAST(n.n_low AS VARCHAR) || ' of ' || CAST(n.base AS VARCHAR)) AS arithmetic,
    CASE
        WHEN n.n_low > n.base THEN 'There are only ' ELSE 'It is a part of '
    END || CAST(n.base AS VARCHAR) || ': ' || s.within_label || '.' AS explanation
FROM audit.numbers AS n
INNER JOIN audit.claim_sets AS s ON n.claim_id = s.claim_id AND s.role = 'about'
LEFT JOIN audit.ratios AS r ON n.n_low = r.n AND n.base = r.base AND r.whole = 100
WHERE n.kind = 'count' AND n.base IS NOT NULL
