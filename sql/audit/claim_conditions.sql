-- Grain: claim × role × condition.
-- The conditions that claims speak of, each with one readable key, so that two claims speak of
-- the same thing where their keys are equal. Besides the roles of the ledger there are those
-- that a check needs: before and within_before (the sets of a comparison in the other wave),
-- among <id> (the sets that a rank is taken among, of one question the answers that the wave
-- offered) and implied <role> (who answers a question that is asked only after one answer to
-- another has given that answer).
--
-- claim_id: claim
-- role: about, within, compared_with, before, within_before, among <question or option>, or one
--   of these after the word implied
-- condition: key of the condition
-- label: the condition in words
-- wave: wave in which it holds
-- question_id: question, for an answer
-- option_id: option, for an answer
-- attribute: attribute, for a fact of the registry
-- value: value of the attribute
-- indicator_id: indicator that joins several options, any of which counts
WITH joined AS (
    SELECT c.claim_id, c.wave, c.indicator_id
    FROM audit.claims AS c
    INNER JOIN input.indicators AS i ON c.indicator_id = i.indicator_id AND i.composite
),
spoken AS (
    SELECT
        s.claim_id,
        s.role,
        coalesce(s.wave, c.wave) AS wave,
        s.question_id,
        s.option_id,
        s.attribute,
        s.value,
        CAST(NULL AS VARCHAR) AS indicator_id
    FROM input.claim_sets AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    LEFT JOIN joined AS j ON s.claim_id = j.claim_id
    WHERE s.role <> 'about' OR j.claim_id IS NULL
    UNION
    SELECT
        j.claim_id,
        'about' AS role,
        j.wave,
        CAST(NULL AS VARCHAR) AS question_id,
        CAST(NULL AS VARCHAR) AS option_id,
        CAST(NULL AS VARCHAR) AS attribute,
        CAST(NULL AS VARCHAR) AS value,
        j.indicator_id
    FROM joined AS j
    UNION
    SELECT
        c.claim_id,
        'about' AS role,
        c.wave,
        o.question_id,
        o.option_id,
        CAST(NULL AS VARCHAR) AS attribute,
        CAST(NULL AS VARCHAR) AS value,
        CAST(NULL AS VARCHAR) AS indicator_id
    FROM audit.claims AS c
    INNER JOIN input.indicators AS i ON c.indicator_id = i.indicator_id AND NOT i.composite
    INNER JOIN input.indicator_options AS o ON i.indicator_id = o.indicator_id
    LEFT JOIN input.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    WHERE s.claim_id IS NULL
),
ranked AS (
    SELECT s.claim_id, s.wave, s.question_id, s.option_id
    FROM spoken AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id AND c.kind = 'rank'
    WHERE s.role = 'about' AND s.question_id IS NOT NULL
),
roles AS (
    SELECT claim_id, role, wave, question_id, option_id, attribute, value, indicator_id
    FROM spoken
    UNION ALL
    SELECT
        s.claim_id,
        CASE WHEN s.role = 'about' THEN 'before' ELSE 'within_before' END AS role,
        CASE WHEN s.wave = c.wave THEN c.wave_compared ELSE s.wave END AS wave,
        s.question_id,
        s.option_id,
        s.attribute,
        s.value,
        s.indicator_id
    FROM spoken AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id AND c.kind = 'comparison'
    WHERE c.wave_compared IS NOT NULL AND s.role IN ('about', 'within')
    UNION ALL
    SELECT
        r.claim_id,
        'among ' || a.question_id AS role,
        r.wave,
        a.question_id,
        r.option_id,
        CAST(NULL AS VARCHAR) AS attribute,
        CAST(NULL AS VARCHAR) AS value,
        CAST(NULL AS VARCHAR) AS indicator_id
    FROM ranked AS r
    INNER JOIN input.claim_among AS a ON r.claim_id = a.claim_id AND r.question_id <> a.question_id
    INNER JOIN input.options AS o ON a.question_id = o.question_id AND r.option_id = o.option_id
    UNION ALL
    SELECT
        r.claim_id,
        'among ' || o.option_id AS role,
        r.wave,
        r.question_id,
        o.option_id,
        CAST(NULL AS VARCHAR) AS attribute,
        CAST(NULL AS VARCHAR) AS value,
        CAST(NULL AS VARCHAR) AS indicator_id
    FROM ranked AS r
    INNER JOIN core.option_waves AS o
        ON
            r.wave = o.wave AND r.question_id = o.question_id AND r.option_id <> o.option_id
            AND o.meaning = 'substantive'
    LEFT JOIN input.claim_among AS a ON r.claim_id = a.claim_id AND r.question_id <> a.question_id
    WHERE a.claim_id IS NULL
),
gates AS (
    SELECT
        question_id,
        min(asked_question_id) AS asked_question_id,
        min(asked_option_id) AS asked_option_id,
        min(attribute) AS attribute,
        min(value) AS value
    FROM input.routes
    GROUP BY question_id, position
    HAVING count(*) = 1
),
complete AS (
    SELECT claim_id, role, wave, question_id, option_id, attribute, value, indicator_id
    FROM roles
    UNION ALL
    SELECT DISTINCT
        r.claim_id,
        'implied ' || r.role AS role,
        r.wave,
        g.asked_question_id AS question_id,
        g.asked_option_id AS option_id,
        g.attribute,
        g.value,
        CAST(NULL AS VARCHAR) AS indicator_id
    FROM roles AS r
    INNER JOIN gates AS g ON r.question_id = g.question_id
    INNER JOIN input.options AS o
        ON r.question_id = o.question_id AND r.option_id = o.option_id AND o.meaning = 'substantive'
)
SELECT
    r.claim_id,
    r.role,
    r.wave || ': ' || coalesce(
        r.question_id || ' = ' || r.option_id,
        r.attribute || ' is ' || r.value,
        'any of ' || r.indicator_id
    ) AS condition,
    '“' || coalesce(
        coalesce(q.short, q.wording, r.question_id) || ': ' || coalesce(o.label, r.option_id),
        replace(r.attribute, '_', ' ') || ': ' || r.value,
        coalesce(i.title, r.indicator_id)
    ) || '”' || CASE WHEN r.wave <> c.wave THEN ' in ' || r.wave ELSE '' END AS label,
    r.wave,
    r.question_id,
    r.option_id,
    r.attribute,
    r.value,
    r.indicator_id
FROM complete AS r
INNER JOIN audit.claims AS c ON r.claim_id = c.claim_id
LEFT JOIN input.questions AS q ON r.question_id = q.question_id
LEFT JOIN input.options AS o ON r.question_id = o.question_id AND r.option_id = o.option_id
LEFT JOIN input.indicators AS i ON r.indicator_id = i.indicator_id
