-- Grain: figure × the parts of the set that it counts.
-- Those who are counted or named as part of a set can't be more than the set.
--
-- claim_id: the figure
-- related_claim_id: the first claim on a part of the set
-- check_id: parts_within
-- verdict: holds or contradicted
-- arithmetic: the parts and the names, counted
-- explanation: what it means
WITH wholes AS (
    SELECT n.claim_id, n.both_id, n.n_high, n.words
    FROM audit.numbers AS n
    WHERE n.kind IN ('share', 'count') AND n.n_low <= n.n_high
    QUALIFY row_number() OVER (PARTITION BY n.both_id ORDER BY n.n_high, n.place) = 1
),
conditions AS (
    SELECT DISTINCT w.claim_id, d.condition, d.label
    FROM wholes AS w
    INNER JOIN audit.claim_conditions AS d
        ON
            w.claim_id = d.claim_id
            AND d.role IN ('about', 'within', 'implied about', 'implied within')
),
sizes AS (
    SELECT
        claim_id,
        count(*) AS n,
        string_agg(label, ' and ' ORDER BY condition) AS label
    FROM conditions
    GROUP BY claim_id
),
-- Counts and lists that speak of the set and of something more.
candidates AS (
    SELECT DISTINCT c.claim_id, d.claim_id AS part_id, c.condition
    FROM conditions AS c
    INNER JOIN audit.claim_conditions AS d
        ON
            c.condition = d.condition
            AND d.role IN ('about', 'within', 'implied about', 'implied within')
),
parts AS (
    SELECT p.claim_id, p.part_id, n.place, n.n_low, n.words
    FROM candidates AS p
    INNER JOIN sizes AS z ON p.claim_id = z.claim_id
    INNER JOIN wholes AS w ON p.claim_id = w.claim_id
    INNER JOIN audit.numbers AS n
        ON p.part_id = n.claim_id AND n.kind IN ('count', 'list') AND n.both_id <> w.both_id
    GROUP BY p.claim_id, p.part_id, n.place, n.n_low, n.words, z.n
    HAVING count(*) = z.n
),
members AS (
    SELECT c.claim_id, s.respondent_id
    FROM conditions AS c
    INNER JOIN audit.statements AS s ON c.condition = s.condition
    INNER JOIN sizes AS z ON c.claim_id = z.claim_id
    GROUP BY c.claim_id, s.respondent_id, z.n
    HAVING count(DISTINCT c.condition) = z.n
),
named AS (
    SELECT claim_id, count(*) AS n
    FROM members
    GROUP BY claim_id
),
sums AS (
    SELECT
        claim_id,
        max(n_low) AS n,
        min(place) AS place,
        string_agg(words, ', ' ORDER BY place) AS words
    FROM parts
    GROUP BY claim_id
),
judged AS (
    SELECT
        w.claim_id,
        p.part_id,
        w.n_high,
        w.words AS whole_words,
        s.words,
        n.n AS names,
        z.label,
        greatest(s.n, coalesce(n.n, 0)) > w.n_high AS too_many
    FROM wholes AS w
    INNER JOIN sums AS s ON w.claim_id = s.claim_id
    INNER JOIN parts AS p ON s.claim_id = p.claim_id AND s.place = p.place
    INNER JOIN sizes AS z ON w.claim_id = z.claim_id
    LEFT JOIN named AS n ON w.claim_id = n.claim_id
)
SELECT
    claim_id,
    part_id AS related_claim_id,
    'parts_within' AS check_id,
    CASE WHEN too_many THEN 'contradicted' ELSE 'holds' END AS verdict,
    'parts: ' || words
    || coalesce('; ' || CAST(names AS VARCHAR) || ' different names in all', '')
    || '; the whole: ' || whole_words AS arithmetic,
    CASE
        WHEN too_many THEN 'More are counted or named with ' ELSE 'The parts fit into those with '
    END || label || CASE WHEN too_many THEN ' than there are said to be.' ELSE '.' END
        AS explanation
FROM judged
