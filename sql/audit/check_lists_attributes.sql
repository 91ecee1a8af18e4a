-- Grain: list that states an attribute.
-- What a list says of an attribute against the facts of the registry at the time of the wave,
-- but for facts whose source is this list. No row where no fact of anyone named is left.
--
-- claim_id: the list
-- related_claim_id: none
-- check_id: lists_attributes
-- verdict: holds, contradicted or not_checkable (known of some only)
-- arithmetic: the names counted, in words
-- explanation: what it means
WITH facts AS (
    SELECT
        s.claim_id,
        s.respondent_id,
        s.condition,
        bool_or(
            coalesce(a.value = s.value OR a.value = t.read_as OR g.read_as = s.value, FALSE)
        ) AS same,
        string_agg(DISTINCT a.value, ', ' ORDER BY a.value) AS values_known
    FROM audit.statements AS s
    INNER JOIN core.waves AS w ON s.wave = w.wave
    LEFT JOIN input.attributes AS a
        ON
            s.attribute = a.attribute AND s.respondent_id = a.respondent_id
            AND (a.valid_from IS NULL OR a.valid_from <= w.facts_on)
            AND (a.valid_to IS NULL OR a.valid_to >= w.facts_on)
            AND a.source IS DISTINCT FROM s.claim_id
    LEFT JOIN input.readings AS g ON a.attribute = g.attribute AND a.value = g.value
    LEFT JOIN input.readings AS t ON s.attribute = t.attribute AND s.value = t.value
    WHERE s.attribute IS NOT NULL
    GROUP BY s.claim_id, s.respondent_id, s.condition
),
respondents AS (
    SELECT
        claim_id,
        respondent_id,
        bool_and(same) AS same,
        string_agg(values_known, ', ' ORDER BY condition)
            FILTER (WHERE NOT same AND values_known IS NOT NULL) AS otherwise
    FROM facts
    GROUP BY claim_id, respondent_id
),
compared AS (
    SELECT
        f.claim_id,
        count(*) AS n,
        count(*) FILTER (WHERE f.same) AS n_same,
        count(f.otherwise) AS n_other,
        string_agg(n.name || ' (' || f.otherwise || ')', ', ' ORDER BY n.position)
            FILTER (WHERE f.otherwise IS NOT NULL) AS names
    FROM respondents AS f
    INNER JOIN audit.claim_respondents AS n
        ON f.claim_id = n.claim_id AND f.respondent_id = n.respondent_id
    GROUP BY f.claim_id
)
SELECT
    claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'lists_attributes' AS check_id,
    CASE
        WHEN n_other > 0 THEN 'contradicted'
        WHEN n_same = n THEN 'holds'
        ELSE 'not_checkable'
    END AS verdict,
    CASE
        WHEN n_other > 0
            THEN CAST(n_other AS VARCHAR) || ' of ' || CAST(n AS VARCHAR)
            || ' otherwise in the registry: ' || names
        ELSE CAST(n_same AS VARCHAR) || ' of ' || CAST(n AS VARCHAR) || ' as in the registry'
    END AS arithmetic,
    CASE
        WHEN n_other > 0 THEN 'The registry holds another value at the time of the wave.'
        WHEN n_same = n THEN 'The registry says the same of everyone named.'
        ELSE 'The registry does not know it of everyone named.'
    END AS explanation
FROM compared
WHERE n_same + n_other > 0
