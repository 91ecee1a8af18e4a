-- Grain: wave × question with too many or too few items.
-- Every counted response of a wave has one item for every question that the wave asked. A stale
-- wave may have been built with other questions.
-- Severity: error
--
-- wave: wave id
-- question_id: question
-- n_items: items of counted responses
-- n_responses: counted responses
WITH items AS (
    SELECT
        wave,
        question_id,
        sum(n_items) AS n_items
    FROM indicators.answer_counts
    GROUP BY wave, question_id
)
SELECT
    w.wave,
    q.question_id,
    coalesce(i.n_items, 0) AS n_items,
    w.n_responses
FROM core.waves AS w
INNER JOIN core.question_waves AS q ON w.wave = q.wave
LEFT JOIN items AS i ON q.wave = i.wave AND q.question_id = i.question_id
WHERE
    w.kind IN ('responses', 'reconstructed')
    AND w.status = 'current'
    AND coalesce(i.n_items, 0) <> w.n_responses
UNION ALL
SELECT
    i.wave,
    i.question_id,
    i.n_items,
    w.n_responses
FROM items AS i
INNER JOIN core.waves AS w ON i.wave = w.wave
LEFT JOIN core.question_waves AS q ON i.wave = q.wave AND i.question_id = q.question_id
WHERE q.question_id IS NULL AND w.status = 'current'
