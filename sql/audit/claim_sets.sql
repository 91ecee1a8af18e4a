-- Grain: claim × set.
-- The sets whose size a claim speaks of: the conditions of one role together, and the set that
-- it is a part of. Sets are equal where their ids are equal; everyone who answered is a set too.
--
-- claim_id: claim
-- role: about, before, compared_with, or among <question or option>
-- wave: wave spoken of
-- set_id: the set
-- label: the set in words
-- question_id: question, where the set is one answer to one question of this wave
-- option_id: that answer
-- within_id: the set that it is a part of
-- within_label: that set in words
-- both_id: the respondents who are in both: two claims count the same where this is equal
-- n_conditions: conditions of the set, 0 for everyone
WITH roles AS (
    SELECT
        claim_id,
        'about' AS role,
        'within' AS within_role,
        wave
    FROM audit.claims
    UNION ALL
    SELECT
        claim_id,
        'before' AS role,
        'within_before' AS within_role,
        wave_compared AS wave
    FROM audit.claims
    WHERE kind = 'comparison' AND wave_compared IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        d.claim_id,
        d.role,
        'within' AS within_role,
        c.wave
    FROM audit.claim_conditions AS d
    INNER JOIN audit.claims AS c ON d.claim_id = c.claim_id
    WHERE d.role = 'compared_with' OR d.role LIKE 'among %'
),
links AS (
    SELECT claim_id, role, 'set' AS part, role AS spoken FROM roles
    UNION ALL
    SELECT claim_id, role, 'within' AS part, within_role AS spoken FROM roles
    UNION ALL
    SELECT claim_id, role, 'both' AS part, role AS spoken FROM roles
    UNION ALL
    SELECT claim_id, role, 'both' AS part, within_role AS spoken FROM roles
    UNION ALL
    SELECT claim_id, role, 'both' AS part, 'implied ' || role AS spoken FROM roles
    UNION ALL
    SELECT claim_id, role, 'both' AS part, 'implied ' || within_role AS spoken FROM roles
),
parts AS (
    SELECT DISTINCT
        l.claim_id,
        l.role,
        l.part,
        d.condition,
        d.label,
        d.wave,
        d.question_id,
        d.option_id
    FROM links AS l
    INNER JOIN audit.claim_conditions AS d ON l.claim_id = d.claim_id AND l.spoken = d.role
),
sets AS (
    SELECT
        claim_id,
        role,
        part,
        string_agg(condition, ' and ' ORDER BY condition) AS set_id,
        string_agg(label, ' and ' ORDER BY condition) AS label,
        count(*) AS n_conditions,
        min(wave) AS wave,
        min(question_id) AS question_id,
        min(option_id) AS option_id
    FROM parts
    GROUP BY claim_id, role, part
)
SELECT
    r.claim_id,
    r.role,
    r.wave,
    coalesce(s.set_id, r.wave || ': all') AS set_id,
    coalesce(s.label, 'all ' || v.noun_many || ' that answered in ' || r.wave) AS label,
    CASE WHEN s.n_conditions = 1 AND s.wave = r.wave THEN s.question_id END AS question_id,
    CASE WHEN s.n_conditions = 1 AND s.wave = r.wave THEN s.option_id END AS option_id,
    coalesce(w.set_id, r.wave || ': all') AS within_id,
    coalesce(w.label, 'all ' || v.noun_many || ' that answered in ' || r.wave) AS within_label,
    coalesce(b.set_id, r.wave || ': all') AS both_id,
    coalesce(s.n_conditions, 0) AS n_conditions
FROM roles AS r
CROSS JOIN input.survey AS v
LEFT JOIN sets AS s ON r.claim_id = s.claim_id AND r.role = s.role AND s.part = 'set'
LEFT JOIN sets AS w ON r.claim_id = w.claim_id AND r.role = w.role AND w.part = 'within'
LEFT JOIN sets AS b ON r.claim_id = b.claim_id AND r.role = b.role AND b.part = 'both'
