-- Grain: pair of lists that exclude each other.
-- Lists that exclude each other must have no name in common: lists of different answers to one
-- question that takes one answer, and lists of which the ledger says that their wordings
-- exclude each other, vague ones included.
--
-- claim_id: the list that comes first
-- related_claim_id: the other one
-- check_id: lists_disjoint
-- verdict: holds or contradicted
-- arithmetic: the names counted, in words
-- explanation: what it means
WITH answers AS (
    SELECT DISTINCT s.claim_id, c.place, s.wave, s.question_id, s.option_id, s.label
    FROM audit.statements AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    INNER JOIN input.questions AS q
        ON s.question_id = q.question_id AND q.type IN ('single', 'rating')
),
pairs AS (
    SELECT
        a.claim_id,
        b.claim_id AS other_id,
        'They give different answers to one question: ' || a.label || ' and ' || b.label || '.'
            AS why
    FROM answers AS a
    INNER JOIN answers AS b
        ON
            a.wave = b.wave AND a.question_id = b.question_id AND a.option_id <> b.option_id
            AND a.place < b.place
    UNION ALL
    SELECT
        CASE WHEN a.place < b.place THEN a.claim_id ELSE b.claim_id END AS claim_id,
        CASE WHEN a.place < b.place THEN b.claim_id ELSE a.claim_id END AS other_id,
        'Their wordings exclude each other.' || coalesce(' ' || a.note, '') AS why
    FROM input.claim_relations AS r
    INNER JOIN audit.claims AS a ON r.claim_id = a.claim_id
    INNER JOIN audit.claims AS b ON r.related_claim_id = b.claim_id
    WHERE r.relation = 'excludes' AND a.kind = 'list' AND b.kind = 'list'
),
reasons AS (
    SELECT claim_id, other_id, min(why) AS why
    FROM pairs
    GROUP BY claim_id, other_id
),
named AS (
    SELECT claim_id, count(*) AS n
    FROM audit.claim_respondents
    GROUP BY claim_id
),
common AS (
    SELECT
        p.claim_id,
        p.other_id,
        count(*) AS n,
        string_agg(a.name, ', ' ORDER BY a.position) AS names
    FROM reasons AS p
    INNER JOIN audit.claim_respondents AS a ON p.claim_id = a.claim_id
    INNER JOIN audit.claim_respondents AS b
        ON p.other_id = b.claim_id AND a.respondent_id = b.respondent_id
    GROUP BY p.claim_id, p.other_id
)
SELECT
    p.claim_id,
    p.other_id AS related_claim_id,
    'lists_disjoint' AS check_id,
    CASE WHEN c.n > 0 THEN 'contradicted' ELSE 'holds' END AS verdict,
    CAST(n.n AS VARCHAR) || ' named in the first list, '
    || CAST(m.n AS VARCHAR) || ' in the second, '
    || coalesce(CAST(c.n AS VARCHAR) || ' in both: ' || c.names, 'none in both') AS arithmetic,
    p.why || CASE
        WHEN c.n > 0 AND (a.vague OR b.vague)
            THEN ' The wording of the ' || CASE WHEN a.vague THEN 'first' ELSE 'second' END
            || ' list is vague and leaves open what is said of each; read as it stands, the two'
            || ' can''t both be right.'
        WHEN c.n > 0 THEN ' They can''t both be right.'
        ELSE ''
    END AS explanation
FROM reasons AS p
INNER JOIN audit.claims AS a ON p.claim_id = a.claim_id
INNER JOIN audit.claims AS b ON p.other_id = b.claim_id
INNER JOIN named AS n ON p.claim_id = n.claim_id
INNER JOIN named AS m ON p.other_id = m.claim_id
LEFT JOIN common AS c ON p.claim_id = c.claim_id AND p.other_id = c.other_id
