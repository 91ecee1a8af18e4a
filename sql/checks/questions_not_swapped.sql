-- Grain: pair of waves × two questions that have swapped their answers.
-- Two questions with the same options, or two options of a question that takes several, do not
-- swap their distributions from one wave to the next, as they do where their columns are mapped to
-- each other. Told where "each goes on as the other" is a thousand times as likely as "each goes
-- on as itself" (ratio of likelihoods, for all such pairs of the two waves), where each of them
-- would have moved by a fifth of its answers or more, and where swapped they moved by at most half
-- of that together.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question
-- option_id: option, of a question that takes several
-- other_question_id: the other question
-- other_option_id: the other option, of a question that takes several
-- moved: part of the answers by which the first would have moved, 0-1
-- other_moved: the same of the other
-- moved_swapped: the same of both together, if they are swapped
WITH options AS (
    SELECT
        o.wave_from,
        o.wave_to,
        o.question_id,
        o.option_id,
        o.rank,
        q.type,
        o.n_from,
        o.base_from,
        o.n_to,
        o.base_to
    FROM trends.option_pairs AS o
    INNER JOIN trends.question_pairs AS q
        ON
            o.question_id = q.question_id
            AND o.wave_from = q.wave_from
            AND o.wave_to = q.wave_to
    WHERE o.n_options > 1
),
-- what can be swapped: a question, or a tick; and with which others
units AS (
    SELECT
        wave_from,
        wave_to,
        question_id,
        CAST(NULL AS VARCHAR) AS option_id,
        question_id AS unit,
        string_agg(option_id, ' ' ORDER BY rank) AS family,
        sum(n_from) AS sum_from,
        sum(n_to) AS sum_to
    FROM options
    WHERE type <> 'multiple'
    GROUP BY wave_from, wave_to, question_id
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id,
        option_id,
        question_id || ' ' || option_id AS unit,
        'several ' || question_id AS family,
        base_from AS sum_from,
        base_to AS sum_to
    FROM options
    WHERE type = 'multiple'
),
cells AS (
    SELECT wave_from, wave_to, question_id AS unit, option_id AS answer, n_from, n_to
    FROM options
    WHERE type <> 'multiple'
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id || ' ' || option_id AS unit,
        'yes' AS answer,
        n_from,
        n_to
    FROM options
    WHERE type = 'multiple'
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id || ' ' || option_id AS unit,
        'no' AS answer,
        base_from - n_from AS n_from,
        base_to - n_to AS n_to
    FROM options
    WHERE type = 'multiple'
),
pairs AS (
    SELECT
        a.wave_from,
        a.wave_to,
        a.question_id,
        a.option_id,
        a.unit,
        CAST(a.sum_from AS DOUBLE) AS a_from,
        CAST(a.sum_to AS DOUBLE) AS a_to,
        b.question_id AS other_question_id,
        b.option_id AS other_option_id,
        b.unit AS other_unit,
        CAST(b.sum_from AS DOUBLE) AS b_from,
        CAST(b.sum_to AS DOUBLE) AS b_to,
        count(*) OVER (PARTITION BY a.wave_from, a.wave_to) AS n_tests
    FROM units AS a
    INNER JOIN units AS b
        ON
            a.wave_from = b.wave_from
            AND a.wave_to = b.wave_to
            AND a.family = b.family
            AND a.unit < b.unit
    WHERE a.sum_from > 0 AND a.sum_to > 0 AND b.sum_from > 0 AND b.sum_to > 0
),
-- x ln x of the four ways to put two of the counts together
sums AS (
    SELECT
        p.wave_from,
        p.wave_to,
        p.unit,
        p.other_unit,
        abs(a.n_from / NULLIF(p.a_from, 0) - a.n_to / NULLIF(p.a_to, 0)) AS moved,
        abs(b.n_from / NULLIF(p.b_from, 0) - b.n_to / NULLIF(p.b_to, 0)) AS other_moved,
        abs(a.n_from / NULLIF(p.a_from, 0) - b.n_to / NULLIF(p.b_to, 0)) AS moved_over,
        abs(b.n_from / NULLIF(p.b_from, 0) - a.n_to / NULLIF(p.a_to, 0)) AS other_moved_over,
        (a.n_from + b.n_to) * ln(greatest(a.n_from + b.n_to, 1))
        + (b.n_from + a.n_to) * ln(greatest(b.n_from + a.n_to, 1))
        - (a.n_from + a.n_to) * ln(greatest(a.n_from + a.n_to, 1))
        - (b.n_from + b.n_to) * ln(greatest(b.n_from + b.n_to, 1)) AS log_ratio
    FROM pairs AS p
    INNER JOIN cells AS a
        ON p.wave_from = a.wave_from AND p.wave_to = a.wave_to AND p.unit = a.unit
    INNER JOIN cells AS b
        ON
            p.wave_from = b.wave_from
            AND p.wave_to = b.wave_to
            AND p.other_unit = b.unit
            AND a.answer = b.answer
),
judged AS (
    SELECT
        wave_from,
        wave_to,
        unit,
        other_unit,
        -- half of the differences of all answers: what moved
        sum(moved) / 2 AS moved,
        sum(other_moved) / 2 AS other_moved,
        sum(moved_over + other_moved_over) / 2 AS moved_swapped,
        sum(log_ratio) AS log_ratio
    FROM sums
    GROUP BY wave_from, wave_to, unit, other_unit
)
SELECT
    p.wave_from,
    p.wave_to,
    p.question_id,
    p.option_id,
    p.other_question_id,
    p.other_option_id,
    j.moved,
    j.other_moved,
    j.moved_swapped
FROM pairs AS p
INNER JOIN judged AS j
    ON
        p.wave_from = j.wave_from
        AND p.wave_to = j.wave_to
        AND p.unit = j.unit
        AND p.other_unit = j.other_unit
WHERE
    j.moved >= 0.2
    AND j.other_moved >= 0.2
    AND 2 * j.moved_swapped <= j.moved + j.other_moved
    AND j.log_ratio
    - (p.a_from + p.b_to) * ln(p.a_from + p.b_to)
    - (p.b_from + p.a_to) * ln(p.b_from + p.a_to)
    + (p.a_from + p.a_to) * ln(p.a_from + p.a_to)
    + (p.b_from + p.b_to) * ln(p.b_from + p.b_to) >= ln(1000 * CAST(p.n_tests AS DOUBLE))
