-- Grain: indicator that rests on public questions alone.
-- Asked the safe way round: each question that it rests on has to be known as public, so that one
-- that nobody thought of stays inside.
--
-- indicator_id: indicator
WITH parts AS (
    SELECT indicator_id, question_id FROM input.indicator_options
    UNION
    SELECT indicator_id, question_id FROM input.score_options
)
SELECT p.indicator_id
FROM parts AS p
LEFT JOIN report.open_questions AS q ON p.question_id = q.question_id
GROUP BY p.indicator_id
HAVING count(*) = count(q.question_id)
ORDER BY p.indicator_id
