-- Grain: list.
-- Who is named in a list of respondents must be among those who answered the wave.
--
-- claim_id: the list
-- related_claim_id: none
-- check_id: lists_answered
-- verdict: holds or contradicted
-- arithmetic: the names counted, in words
-- explanation: what it means
WITH answered AS (
    SELECT DISTINCT c.claim_id, n.respondent_id
    FROM audit.claims AS c
    INNER JOIN audit.claim_respondents AS n ON c.claim_id = n.claim_id
    INNER JOIN core.responses AS r ON c.wave = r.wave AND n.respondent_id = r.respondent_id
),
compared AS (
    SELECT
        c.claim_id,
        c.wave,
        w.n_responses,
        count(*) AS n,
        count(*) FILTER (WHERE a.respondent_id IS NULL) AS n_outside,
        string_agg(n.name, ', ' ORDER BY n.position) FILTER (WHERE a.respondent_id IS NULL) AS names
    FROM audit.claims AS c
    INNER JOIN audit.wave_sizes AS w ON c.wave = w.wave AND w.n_responses > 0
    INNER JOIN audit.claim_respondents AS n ON c.claim_id = n.claim_id
    LEFT JOIN answered AS a ON n.claim_id = a.claim_id AND n.respondent_id = a.respondent_id
    WHERE c.kind = 'list'
    GROUP BY c.claim_id, c.wave, w.n_responses
)
SELECT
    c.claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'lists_answered' AS check_id,
    CASE WHEN c.n_outside > 0 THEN 'contradicted' ELSE 'holds' END AS verdict,
    CASE
        WHEN c.n_outside > 0
            THEN CAST(c.n_outside AS VARCHAR) || ' of ' || CAST(c.n AS VARCHAR)
            || ' named did not answer: ' || c.names
        ELSE
            CAST(c.n AS VARCHAR) || ' of ' || CAST(c.n AS VARCHAR) || ' named are among the '
            || CAST(c.n_responses AS VARCHAR) || ' that answered'
    END AS arithmetic,
    CASE
        WHEN c.n_outside > 0 THEN 'The list speaks of answers to the survey of ' || c.wave || '.'
        ELSE 'Everyone named answered the survey of ' || c.wave || '.'
    END AS explanation
FROM compared AS c
