-- Grain: complete list × list that must lie in it.
-- Of whom a list says all that a complete list is about, the complete list must name them. What
-- a list leaves open may be known from another list or from an answer.
--
-- claim_id: the list that must lie inside
-- related_claim_id: the complete list
-- check_id: lists_inside
-- verdict: holds or contradicted
-- arithmetic: the names counted, in words
-- explanation: what it means
WITH complete AS (
    SELECT s.claim_id, s.both_id, c.place
    FROM audit.claim_sets AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    WHERE s.role = 'about' AND c.kind = 'list' AND c.list_complete AND NOT c.vague
),
asked AS (
    SELECT DISTINCT
        f.claim_id,
        f.both_id,
        d.condition,
        d.wave,
        d.question_id,
        d.option_id
    FROM complete AS f
    INNER JOIN audit.claim_conditions AS d
        ON
            f.claim_id = d.claim_id
            AND d.role IN ('about', 'within', 'implied about', 'implied within')
),
sizes AS (
    SELECT claim_id, count(*) AS n
    FROM asked
    GROUP BY claim_id
),
-- What is known of each respondent, by the list that states it or by an answer.
stated AS (
    SELECT a.claim_id, s.claim_id AS by_claim, s.respondent_id, a.condition
    FROM asked AS a
    INNER JOIN audit.statements AS s ON a.condition = s.condition
),
candidates AS (
    SELECT DISTINCT s.claim_id, s.by_claim, s.respondent_id
    FROM stated AS s
    INNER JOIN complete AS f ON s.claim_id = f.claim_id
    INNER JOIN audit.claim_sets AS o ON s.by_claim = o.claim_id AND o.role = 'about'
    INNER JOIN audit.claims AS c ON s.by_claim = c.claim_id
    -- of two complete lists of the same thing, another check compares the names
    WHERE s.by_claim <> s.claim_id AND (o.both_id <> f.both_id OR NOT c.list_complete)
),
known AS (
    SELECT claim_id, respondent_id, condition
    FROM stated
    UNION
    SELECT a.claim_id, w.respondent_id, a.condition
    FROM asked AS a
    INNER JOIN core.answers AS w
        ON
            a.wave = w.wave AND a.question_id = w.question_id AND a.option_id = w.option_id
            AND w.selected
),
members AS (
    SELECT
        p.claim_id,
        p.by_claim,
        p.respondent_id
    FROM candidates AS p
    INNER JOIN known AS k ON p.claim_id = k.claim_id AND p.respondent_id = k.respondent_id
    INNER JOIN sizes AS z ON p.claim_id = z.claim_id
    GROUP BY p.claim_id, p.by_claim, p.respondent_id, z.n
    HAVING count(*) = z.n
),
compared AS (
    SELECT
        m.claim_id,
        m.by_claim,
        count(*) AS n,
        count(*) FILTER (WHERE i.respondent_id IS NULL) AS n_outside,
        string_agg(r.name, ', ' ORDER BY r.position) FILTER (WHERE i.respondent_id IS NULL) AS names
    FROM members AS m
    INNER JOIN audit.claim_respondents AS r
        ON m.by_claim = r.claim_id AND m.respondent_id = r.respondent_id
    LEFT JOIN audit.claim_respondents AS i
        ON m.claim_id = i.claim_id AND m.respondent_id = i.respondent_id
    GROUP BY m.claim_id, m.by_claim
)
SELECT
    c.by_claim AS claim_id,
    c.claim_id AS related_claim_id,
    'lists_inside' AS check_id,
    CASE WHEN c.n_outside > 0 THEN 'contradicted' ELSE 'holds' END AS verdict,
    CASE
        WHEN c.n_outside > 0
            THEN CAST(c.n_outside AS VARCHAR) || ' of ' || CAST(c.n AS VARCHAR)
            || ' missing from the complete list of ' || CAST(n.n_low AS VARCHAR) || ': ' || c.names
        ELSE
            CAST(c.n AS VARCHAR) || ' of ' || CAST(c.n AS VARCHAR) || ' in the complete list of '
            || CAST(n.n_low AS VARCHAR)
    END AS arithmetic,
    'The complete list is of those with ' || s.label || CASE
        WHEN s.within_id = s.wave || ': all' THEN ''
        ELSE ' among those with ' || s.within_label
    END || CASE
        WHEN c.n_outside > 0 THEN '; the same is said of others whom it does not name.' ELSE '.'
    END AS explanation
FROM compared AS c
INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
INNER JOIN audit.numbers AS n ON c.claim_id = n.claim_id
