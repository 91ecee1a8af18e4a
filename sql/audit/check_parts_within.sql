-- Grain: set whose size is printed or listed, and of which parts are counted.
-- Counts and names of a part can't be more than the whole that they are said to be a part of.
--
-- claim_id: the claim that gives the size of the whole
-- related_claim_id: the first claim on a part of it
-- check_id: parts_within
-- verdict: holds or contradicted
-- arithmetic: the sum, in words
-- explanation: what it means
WITH wholes AS (
    SELECT b.within_id, b.n, b.claim_id, min(s.within_label) AS label
    FROM audit.bases AS b
    INNER JOIN audit.claim_sets AS s ON b.within_id = s.within_id
    WHERE b.claim_id IS NOT NULL AND b.source <> 'names'
    GROUP BY b.within_id, b.n, b.claim_id
),
parts AS (
    SELECT DISTINCT w.within_id, n.claim_id, n.kind, n.place, n.n_low, n.words
    FROM wholes AS w
    INNER JOIN audit.claim_sets AS s ON w.within_id = s.within_id AND s.role = 'about'
    INNER JOIN audit.numbers AS n ON s.claim_id = n.claim_id AND n.kind <> 'share'
),
named AS (
    SELECT
        p.within_id,
        count(DISTINCT r.respondent_id) AS n
    FROM parts AS p
    INNER JOIN audit.claim_respondents AS r ON p.claim_id = r.claim_id
    GROUP BY p.within_id
),
sums AS (
    SELECT
        within_id,
        max(n_low) AS largest,
        string_agg(words, ', ' ORDER BY place) AS words
    FROM parts
    GROUP BY within_id
),
first_parts AS (
    SELECT within_id, claim_id
    FROM parts
    QUALIFY row_number() OVER (PARTITION BY within_id ORDER BY place) = 1
),
judged AS (
    SELECT
        w.claim_id,
        f.claim_id AS related_claim_id,
        w.n,
        w.label,
        s.words,
        n.n AS names,
        greatest(s.largest, coalesce(n.n, 0)) AS least_n
    FROM wholes AS w
    INNER JOIN sums AS s ON w.within_id = s.within_id
    INNER JOIN first_parts AS f ON w.within_id = f.within_id
    LEFT JOIN named AS n ON w.within_id = n.within_id
)
SELECT
    claim_id,
    related_claim_id,
    'parts_within' AS check_id,
    CASE WHEN least_n > n THEN 'contradicted' ELSE 'holds' END AS verdict,
    words || coalesce(': ' || CAST(names AS VARCHAR) || ' different names', '')
    || ', of ' || CAST(n AS VARCHAR) AS arithmetic,
    CASE
        WHEN least_n > n THEN 'A part is larger than the whole, those with ' || label || '.'
        ELSE 'The parts fit into the whole, those with ' || label || '.'
    END AS explanation
FROM judged
