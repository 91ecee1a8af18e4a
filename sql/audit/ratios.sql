-- Grain: count × base × precision.
-- The percentages that the checks print, worked out once: rounded half up, and with one more
-- decimal so that the rounding can be followed.
--
-- n: count
-- base: base
-- whole: what 100% is in the last place printed: 100, 1000 or 10000
-- percent: the percentage, such as 65%
-- words: the sum, such as 24 of 37 is 65% (64.9)
WITH pairs AS (
    SELECT n.n_low AS n, n.base, coalesce(c.whole, 100) AS whole
    FROM audit.numbers AS n
    INNER JOIN audit.claims AS c ON n.claim_id = c.claim_id
    UNION
    SELECT n.n_high AS n, n.base, coalesce(c.whole, 100) AS whole
    FROM audit.numbers AS n
    INNER JOIN audit.claims AS c ON n.claim_id = c.claim_id
    UNION
    SELECT b.names AS n, b.base_low AS base, c.whole
    FROM audit.list_bases AS b
    INNER JOIN audit.claims AS c ON b.share_claim_id = c.claim_id
    UNION
    SELECT b.names AS n, b.base_high AS base, c.whole
    FROM audit.list_bases AS b
    INNER JOIN audit.claims AS c ON b.share_claim_id = c.claim_id
    UNION
    SELECT b.names AS n, n.base, c.whole
    FROM audit.list_bases AS b
    INNER JOIN audit.claims AS c ON b.share_claim_id = c.claim_id
    INNER JOIN audit.numbers AS n ON b.share_claim_id = n.claim_id
    UNION
    SELECT n_low AS n, base, 100 AS whole FROM audit.set_sizes
    UNION
    SELECT n_high AS n, base, 100 AS whole FROM audit.set_sizes
),
rounded AS (
    SELECT
        n,
        base,
        whole,
        CAST(floor((2 * whole * n + base) / NULLIF(2 * base, 0)) AS BIGINT) AS printed,
        CAST(floor((20 * whole * n + base) / NULLIF(2 * base, 0)) AS BIGINT) AS finer
    FROM pairs
    WHERE n BETWEEN 0 AND base
),
worded AS (
    SELECT
        n,
        base,
        whole,
        CASE whole
            WHEN 100 THEN CAST(printed AS VARCHAR)
            WHEN 1000 THEN CAST(printed * 0.1 AS VARCHAR)
            ELSE CAST(printed * 0.01 AS VARCHAR)
        END || '%' AS percent,
        CASE whole
            WHEN 100 THEN CAST(finer * 0.1 AS VARCHAR)
            WHEN 1000 THEN CAST(finer * 0.01 AS VARCHAR)
            ELSE CAST(finer * 0.001 AS VARCHAR)
        END AS finer
    FROM rounded
)
SELECT
    n,
    base,
    whole,
    percent,
    CAST(n AS VARCHAR) || ' of ' || CAST(base AS VARCHAR) || ' is ' || percent
    || ' (' || finer || ')' AS words
FROM worded
