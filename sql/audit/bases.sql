-- Grain: set that something is a part of.
-- How large the whole is of which claims speak: everyone who answered, or a part whose size is
-- printed, named in full, known from the answers, or follows from percentages with their names.
--
-- within_id: the set
-- n: its size
-- source: everyone, count, share, list, answers, or names (the one base on which every list of
--   names makes its percentage)
-- claim_id: the claim that gives it, if one does
-- names: for a base that follows from names, what they are of it, such as 9 named are 41%
WITH sets AS (
    SELECT
        within_id,
        min(wave) AS wave
    FROM audit.claim_sets
    GROUP BY within_id
),
candidates AS (
    SELECT
        s.within_id,
        w.n,
        'everyone' AS source,
        CAST(NULL AS VARCHAR) AS claim_id,
        1 AS preference
    FROM sets AS s
    INNER JOIN audit.wave_sizes AS w ON s.wave = w.wave AND s.within_id = w.wave || ': all'
    UNION ALL
    SELECT
        s.within_id,
        z.n_low AS n,
        z.kind AS source,
        z.claim_id,
        CASE z.kind WHEN 'count' THEN 2 WHEN 'share' THEN 3 ELSE 4 END AS preference
    FROM sets AS s
    INNER JOIN audit.claim_sizes AS z ON s.within_id = z.both_id
    WHERE z.exact AND z.n_low = z.n_high AND z.kind <> 'base'
    UNION ALL
    SELECT
        s.within_id,
        o.n,
        'answers' AS source,
        CAST(NULL AS VARCHAR) AS claim_id,
        5 AS preference
    FROM sets AS s
    INNER JOIN indicators.option_shares AS o
        ON s.within_id = o.wave || ': ' || o.question_id || ' = ' || o.option_id
    WHERE o.n_unknown = 0 AND o.base > 0
    UNION ALL
    SELECT
        within_id,
        joint_low AS n,
        'names' AS source,
        share_claim_id AS claim_id,
        6 AS preference
    FROM audit.list_bases
    WHERE usable AND joint_low = joint_high
),
names AS (
    SELECT
        b.within_id,
        string_agg(
            CAST(b.names AS VARCHAR) || ' named are ' || c.figure,
            ' and ' ORDER BY c.place, b.claim_id
        ) AS words
    FROM audit.list_bases AS b
    INNER JOIN audit.claims AS c ON b.share_claim_id = c.claim_id
    WHERE b.usable
    GROUP BY b.within_id
)
SELECT
    c.within_id,
    c.n,
    c.source,
    c.claim_id,
    CASE WHEN c.source = 'names' THEN n.words END AS names
FROM candidates AS c
LEFT JOIN names AS n ON c.within_id = n.within_id
LEFT JOIN audit.claims AS l ON c.claim_id = l.claim_id
WHERE c.n IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY c.within_id ORDER BY c.preference, l.place) = 1
