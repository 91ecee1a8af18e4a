-- Grain: set × respondent.
-- Who is in a set, as far as answers, facts of the registry and lists tell: the sets of which
-- everyone is said to be something, and sets of several conditions. Where the sources of a
-- condition disagree, the respondent's place is unknown.
--
-- set_id: the set
-- wave: wave whose respondents are looked at
-- respondent_id: respondent
-- status: yes, no, unknown, or out (was not to answer)
-- no_claim_id: the first list that says a condition does not hold, if one does
-- read_as: the vague value that had to be read as another one, if one had to
WITH conditions AS (
    SELECT DISTINCT
        CASE WHEN d.role = s.role THEN s.set_id ELSE s.within_id END AS set_id,
        s.wave AS set_wave,
        d.condition,
        d.wave,
        d.question_id,
        d.option_id,
        d.attribute,
        d.value,
        d.indicator_id
    FROM audit.claim_sets AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    INNER JOIN audit.claim_conditions AS d
        ON
            s.claim_id = d.claim_id
            AND d.role IN (
                s.role, CASE WHEN s.role = 'before' THEN 'within_before' ELSE 'within' END
            )
    WHERE
        c.kind = 'universal'
        OR (c.kind = 'comparison' AND c.wave_compared IS NOT NULL)
        OR (
            c.kind IN ('quantity', 'comparison', 'rank')
            AND (s.question_id IS NULL OR s.within_id <> s.wave || ': all')
        )
),
wanted AS (
    SELECT DISTINCT condition, wave, question_id, option_id, attribute, value, indicator_id
    FROM conditions
),
answered AS (
    SELECT
        w.condition,
        a.respondent_id,
        CASE
            WHEN bool_or(a.option_id = w.option_id AND a.selected) THEN 'yes'
            WHEN bool_or(a.option_id = w.option_id AND NOT a.selected) THEN 'no'
            WHEN bool_or(a.state = 'answered') THEN 'no'
            WHEN bool_or(a.state IN ('unknown', 'rejected')) THEN 'unknown'
            ELSE 'out'
        END AS status
    FROM wanted AS w
    INNER JOIN core.answers AS a ON w.wave = a.wave AND w.question_id = a.question_id
    INNER JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
    GROUP BY w.condition, a.respondent_id
),
listed AS (
    SELECT
        w.condition,
        s.respondent_id,
        CASE WHEN w.condition = s.condition THEN 'yes' ELSE 'no' END AS status,
        s.claim_id,
        CAST(NULL AS VARCHAR) AS read_as
    FROM wanted AS w
    INNER JOIN audit.statements AS s ON w.wave = s.wave AND w.question_id = s.question_id
    INNER JOIN input.questions AS q ON w.question_id = q.question_id
    WHERE w.condition = s.condition OR q.type IN ('single', 'rating')
    UNION ALL
    SELECT
        w.condition,
        s.respondent_id,
        'yes' AS status,
        s.claim_id,
        CASE WHEN s.value <> w.value THEN s.value END AS read_as
    FROM wanted AS w
    INNER JOIN audit.statements AS s ON w.wave = s.wave AND w.attribute = s.attribute
    LEFT JOIN input.readings AS g ON s.attribute = g.attribute AND s.value = g.value
    WHERE w.value = s.value OR w.value = g.read_as
),
facts AS (
    SELECT
        w.condition,
        a.respondent_id,
        'yes' AS status,
        CASE WHEN a.value <> w.value THEN a.value END AS read_as
    FROM wanted AS w
    INNER JOIN core.waves AS v ON w.wave = v.wave
    INNER JOIN input.attributes AS a ON w.attribute = a.attribute
    LEFT JOIN input.readings AS g ON a.attribute = g.attribute AND a.value = g.value
    WHERE
        (w.value = a.value OR w.value = g.read_as)
        AND (a.valid_from IS NULL OR a.valid_from <= v.facts_on)
        AND (a.valid_to IS NULL OR a.valid_to >= v.facts_on)
),
evidence AS (
    SELECT
        condition,
        respondent_id,
        status,
        CAST(NULL AS VARCHAR) AS claim_id,
        CAST(NULL AS VARCHAR) AS read_as
    FROM answered
    UNION ALL
    SELECT
        w.condition,
        i.respondent_id,
        i.answer AS status,
        CAST(NULL AS VARCHAR) AS claim_id,
        CAST(NULL AS VARCHAR) AS read_as
    FROM wanted AS w
    INNER JOIN indicators.by_response AS i ON w.wave = i.wave AND w.indicator_id = i.indicator_id
    UNION ALL
    SELECT condition, respondent_id, status, claim_id, read_as
    FROM listed
    UNION ALL
    SELECT
        condition,
        respondent_id,
        status,
        CAST(NULL AS VARCHAR) AS claim_id,
        read_as
    FROM facts
),
judged AS (
    SELECT
        e.condition,
        e.respondent_id,
        CASE
            WHEN bool_or(e.status = 'yes') AND bool_or(e.status = 'no') THEN 'unknown'
            WHEN bool_or(e.status = 'yes') THEN 'yes'
            WHEN bool_or(e.status = 'no') THEN 'no'
            WHEN bool_or(e.status = 'out') THEN 'out'
            ELSE 'unknown'
        END AS status,
        min(c.place) FILTER (WHERE e.status = 'no') AS no_place,
        CASE
            WHEN bool_and(e.status <> 'yes' OR e.read_as IS NOT NULL) THEN min(e.read_as)
        END AS read_as
    FROM evidence AS e
    LEFT JOIN audit.claims AS c ON e.claim_id = c.claim_id
    GROUP BY e.condition, e.respondent_id
),
respondents AS (
    SELECT r.wave, r.respondent_id
    FROM core.responses AS r
    INNER JOIN (SELECT DISTINCT set_wave FROM conditions) AS c ON r.wave = c.set_wave
    WHERE r.counted
    UNION
    SELECT s.wave, s.respondent_id
    FROM audit.statements AS s
    INNER JOIN audit.wave_sizes AS w ON s.wave = w.wave AND w.n_responses = 0
),
members AS (
    SELECT
        c.set_id,
        c.set_wave,
        r.respondent_id,
        CASE
            WHEN bool_or(j.status = 'no') THEN 'no'
            WHEN bool_or(j.status = 'out') THEN 'out'
            -- of an indicator that was asked, those in no base have no row
            WHEN bool_or(j.status IS NULL AND a.indicator_id IS NOT NULL) THEN 'out'
            WHEN bool_and(coalesce(j.status = 'yes', FALSE)) THEN 'yes'
            ELSE 'unknown'
        END AS status,
        min(j.no_place) AS no_place,
        min(j.read_as) AS read_as
    FROM conditions AS c
    INNER JOIN respondents AS r ON c.set_wave = r.wave
    CROSS JOIN input.survey AS v
    LEFT JOIN indicators.asked AS a
        ON c.wave = a.wave AND c.indicator_id = a.indicator_id AND v.identified_by = 'registry'
    LEFT JOIN judged AS j ON c.condition = j.condition AND r.respondent_id = j.respondent_id
    GROUP BY c.set_id, c.set_wave, r.respondent_id
)
SELECT
    m.set_id,
    m.set_wave AS wave,
    m.respondent_id,
    m.status,
    c.claim_id AS no_claim_id,
    m.read_as
FROM members AS m
LEFT JOIN audit.claims AS c ON m.no_place = c.place
