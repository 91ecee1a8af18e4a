-- Grain: claim about everyone in a set.
-- Is everyone in the one set in the other? Known members outside it contradict the claim: by
-- their answers, by a list that says otherwise, or by a complete list of those in both that
-- leaves them out. Unknown ones leave it open.
--
-- claim_id: the claim about everyone
-- related_claim_id: a list that says otherwise, if one does
-- check_id: universals
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the respondents counted, in words
-- explanation: what it means
WITH universals AS (
    SELECT c.claim_id, s.wave, s.set_id, s.within_id, s.both_id, s.label, s.within_label
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    WHERE c.kind = 'universal'
),
complete AS (
    SELECT u.claim_id, min(s.claim_id) AS list_id
    FROM universals AS u
    INNER JOIN audit.claim_sets AS s ON u.both_id = s.both_id AND s.role = 'about'
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    WHERE c.kind = 'list' AND c.list_complete AND NOT c.vague
    GROUP BY u.claim_id
),
members AS (
    SELECT
        u.claim_id,
        i.respondent_id,
        i.status AS status_within,
        i.read_as,
        CASE
            WHEN a.status IN ('yes', 'no', 'out') THEN a.status
            WHEN l.list_id IS NULL THEN 'unknown'
            WHEN n.respondent_id IS NULL THEN 'no'
            ELSE 'yes'
        END AS status,
        CASE
            WHEN a.status = 'no' THEN a.no_claim_id
            WHEN a.status = 'unknown' AND n.respondent_id IS NULL THEN l.list_id
        END AS list_id
    FROM universals AS u
    INNER JOIN audit.set_members AS i ON u.within_id = i.set_id AND u.wave = i.wave
    INNER JOIN audit.set_members AS a
        ON u.set_id = a.set_id AND u.wave = a.wave AND i.respondent_id = a.respondent_id
    LEFT JOIN complete AS l ON u.claim_id = l.claim_id
    LEFT JOIN audit.claim_respondents AS n
        ON l.list_id = n.claim_id AND i.respondent_id = n.respondent_id
),
counted AS (
    SELECT
        m.claim_id,
        count(*) FILTER (WHERE m.status_within = 'yes') AS n_within,
        count(*) FILTER (WHERE m.status_within = 'yes' AND m.status = 'yes') AS n_yes,
        count(*) FILTER (WHERE m.status_within = 'yes' AND m.status = 'no') AS n_no,
        count(*) FILTER (WHERE m.status_within = 'unknown' AND m.status <> 'yes') AS n_open,
        min(m.list_id) FILTER (WHERE m.status_within = 'yes' AND m.status = 'no') AS list_id,
        min(m.read_as) FILTER (WHERE m.status_within = 'yes' AND m.status = 'no') AS read_as,
        string_agg(coalesce(r.name, m.respondent_id), ', ' ORDER BY r.name, m.respondent_id)
            FILTER (WHERE m.status_within = 'yes' AND m.status = 'no') AS names
    FROM members AS m
    LEFT JOIN input.respondents AS r ON m.respondent_id = r.respondent_id
    GROUP BY m.claim_id
),
readings AS (
    SELECT d.claim_id, min(g.value) AS value, min(g.read_as) AS read_as, min(g.reason) AS reason
    FROM audit.claim_conditions AS d
    INNER JOIN input.readings AS g ON d.attribute = g.attribute AND d.value = g.read_as
    WHERE d.role = 'within'
    GROUP BY d.claim_id
)
SELECT
    u.claim_id,
    CASE WHEN c.n_no > 0 THEN c.list_id END AS related_claim_id,
    'universals' AS check_id,
    CASE
        WHEN c.n_no > 0 THEN 'contradicted'
        WHEN c.n_within > 0 AND c.n_yes = c.n_within AND c.n_open = 0 THEN 'holds'
        ELSE 'not_checkable'
    END AS verdict,
    CASE
        WHEN coalesce(c.n_within, 0) = 0 THEN 'nobody is known to be in the first set'
        WHEN c.n_no > 0
            THEN CAST(c.n_within AS VARCHAR) || ' known in the first set, '
            || CAST(c.n_no AS VARCHAR) || ' of them not in the second: ' || c.names
        ELSE
            CAST(c.n_within AS VARCHAR) || ' known in the first set, ' || CAST(c.n_yes AS VARCHAR)
            || ' of them known in the second; ' || CAST(c.n_open AS VARCHAR)
            || ' more may be in the first'
    END AS arithmetic,
    'Everyone with ' || u.within_label || ' is said to have ' || u.label || '.' || CASE
        WHEN c.n_no > 0 AND c.list_id = l.list_id
            THEN ' The complete list of those with both leaves these out.'
        ELSE ''
    END || CASE
        WHEN c.n_no > 0 AND c.read_as IS NOT NULL
            THEN ' Some are in the first set only if “' || g.value || '” is read as “'
            || g.read_as || '”: ' || g.reason
        ELSE ''
    END AS explanation
FROM universals AS u
LEFT JOIN counted AS c ON u.claim_id = c.claim_id
LEFT JOIN complete AS l ON u.claim_id = l.claim_id
LEFT JOIN readings AS g ON u.claim_id = g.claim_id
