-- Grain: wave × indicator.
-- In which waves an indicator can be had from the responses: those that asked all its questions
-- and offered, of each, an option that counts as yes. In a wave that asked only some of them it
-- isn't the same indicator.
--
-- wave: wave id
-- indicator_id: indicator
-- n_questions: questions that it joins
-- n_options: options offered of which any counts as yes
-- from_counts: true where answer_counts is enough: one question, and either one option or no item
--   with more than one row, so that rows are items; else it is found for each response
WITH questions AS (
    SELECT
        wave,
        question_id,
        sum(n_rows) = sum(n_items) AS rows_are_items
    FROM indicators.answer_counts
    GROUP BY wave, question_id
),
parts AS (
    SELECT
        w.wave,
        i.indicator_id,
        i.question_id,
        count(*) AS n_options
    FROM input.indicator_options AS i
    INNER JOIN core.option_waves AS w
        ON i.question_id = w.question_id AND i.option_id = w.option_id
    GROUP BY w.wave, i.indicator_id, i.question_id
),
sizes AS (
    SELECT
        indicator_id,
        count(DISTINCT question_id) AS n_questions
    FROM input.indicator_options
    GROUP BY indicator_id
)
SELECT
    q.wave,
    s.indicator_id,
    s.n_questions,
    CAST(sum(p.n_options) AS BIGINT) AS n_options,
    s.n_questions = 1 AND (sum(p.n_options) = 1 OR bool_and(q.rows_are_items)) AS from_counts
FROM sizes AS s
INNER JOIN parts AS p ON s.indicator_id = p.indicator_id
INNER JOIN questions AS q ON p.wave = q.wave AND p.question_id = q.question_id
GROUP BY q.wave, s.indicator_id, s.n_questions
HAVING count(*) = s.n_questions
ORDER BY q.wave, s.indicator_id
