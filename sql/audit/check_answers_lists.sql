-- Grain: list in a wave whose responses are at hand.
-- The names of a list against the answers that it was made from: nobody named may have answered
-- otherwise, and a complete list leaves nobody out. Only waves with an export of their own.
--
-- claim_id: the list
-- related_claim_id: none
-- check_id: answers_lists
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the names counted, in words
-- explanation: what it means
WITH lists AS (
    SELECT DISTINCT
        c.claim_id,
        c.list_complete,
        d.condition,
        d.wave,
        d.question_id,
        d.option_id
    FROM audit.claims AS c
    INNER JOIN audit.claim_conditions AS d
        ON
            c.claim_id = d.claim_id
            AND d.role IN ('about', 'within', 'implied about', 'implied within')
    INNER JOIN core.waves AS w ON d.wave = w.wave AND w.kind = 'responses'
    WHERE c.kind = 'list' AND NOT c.vague AND d.question_id IS NOT NULL
),
sizes AS (
    SELECT
        l.claim_id,
        l.list_complete,
        count(*) AS n_asked,
        max(z.n) AS n_conditions
    FROM lists AS l
    INNER JOIN (
        SELECT claim_id, count(DISTINCT condition) AS n
        FROM audit.claim_conditions
        WHERE role IN ('about', 'within', 'implied about', 'implied within')
        GROUP BY claim_id
    ) AS z ON l.claim_id = z.claim_id
    GROUP BY l.claim_id, l.list_complete
),
items AS (
    SELECT
        l.claim_id,
        l.condition,
        a.respondent_id,
        CASE
            WHEN bool_or(a.option_id = l.option_id AND a.selected) THEN 'yes'
            WHEN bool_or(coalesce(a.option_id = l.option_id AND NOT a.selected, FALSE)) THEN 'no'
            WHEN bool_or(a.state IN ('unknown', 'rejected')) THEN 'unknown'
            ELSE 'no'
        END AS status
    FROM lists AS l
    INNER JOIN core.answers AS a ON l.wave = a.wave AND l.question_id = a.question_id
    INNER JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    GROUP BY l.claim_id, l.condition, a.respondent_id
),
respondents AS (
    SELECT
        i.claim_id,
        i.respondent_id,
        bool_or(i.status = 'no') AS said_no,
        count(*) FILTER (WHERE i.status = 'yes') = max(z.n_asked) AS said_yes,
        bool_and(z.n_asked = z.n_conditions AND z.list_complete) AS must_stand
    FROM items AS i
    INNER JOIN sizes AS z ON i.claim_id = z.claim_id
    GROUP BY i.claim_id, i.respondent_id
),
named AS (
    SELECT
        n.claim_id,
        count(*) AS n,
        count(*) FILTER (WHERE r.said_yes) AS n_yes,
        count(*) FILTER (WHERE r.said_no) AS n_no,
        string_agg(n.name, ', ' ORDER BY n.position) FILTER (WHERE r.said_no) AS names
    FROM audit.claim_respondents AS n
    INNER JOIN sizes AS z ON n.claim_id = z.claim_id
    LEFT JOIN respondents AS r ON n.claim_id = r.claim_id AND n.respondent_id = r.respondent_id
    GROUP BY n.claim_id
),
left_out AS (
    SELECT
        r.claim_id,
        count(*) AS n,
        string_agg(
            coalesce(p.name, r.respondent_id), ', ' ORDER BY p.name, r.respondent_id
        ) AS names
    FROM respondents AS r
    LEFT JOIN input.respondents AS p ON r.respondent_id = p.respondent_id
    LEFT JOIN audit.claim_respondents AS n
        ON r.claim_id = n.claim_id AND r.respondent_id = n.respondent_id
    WHERE r.said_yes AND r.must_stand AND n.claim_id IS NULL
    GROUP BY r.claim_id
)
SELECT
    n.claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'answers_lists' AS check_id,
    CASE
        WHEN n.n_no > 0 OR o.n > 0 THEN 'contradicted'
        WHEN n.n_yes = n.n THEN 'holds'
        ELSE 'not_checkable'
    END AS verdict,
    CAST(n.n_yes AS VARCHAR) || ' of the ' || CAST(n.n AS VARCHAR) || ' named answered so'
    || CASE
        WHEN n.n_no > 0 THEN '; ' || CAST(n.n_no AS VARCHAR) || ' did not: ' || n.names ELSE ''
    END
    || coalesce('; ' || CAST(o.n AS VARCHAR) || ' more did, but are not named: ' || o.names, '')
        AS arithmetic,
    CASE
        WHEN n.n_no > 0 OR o.n > 0 THEN 'The names are not those of the responses.'
        WHEN n.n_yes = n.n THEN 'The names are those of the responses.'
        ELSE 'The answers of some of those named are not known.'
    END AS explanation
FROM named AS n
LEFT JOIN left_out AS o ON n.claim_id = o.claim_id
