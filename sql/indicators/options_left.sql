-- Grain: wave × question × response × option.
-- Of counted responses that are known in part, to questions that take one answer: the options
-- that are left when those ruled out are gone. The answer is one of them; where a single one is
-- left, that one. Only in a reconstructed wave nobody said so: who is not in the list of those who
-- chose an option may have left the question blank. Most surveys have no such answers.
--
-- wave: wave id
-- question_id: question of one answer
-- response_id: response
-- option_id: substantive option that the wave offered and nothing rules out
-- n_left: how many are left; one more where there may be another one, because not all options of
--   the question are known, or none, because the wave is reconstructed
-- weight: survey weight of the response
-- square: its square
WITH narrowed AS (
    SELECT
        c.wave,
        c.question_id,
        q.options_known AND w.kind <> 'reconstructed' AS one_of_them
    FROM indicators.answer_counts AS c
    INNER JOIN input.questions AS q
        ON c.question_id = q.question_id AND q.type IN ('single', 'rating')
    INNER JOIN input.waves AS w ON c.wave = w.wave
    WHERE NOT c.selected AND c.state IN ('unknown', 'rejected')
    GROUP BY c.wave, c.question_id, q.options_known, w.kind
),
ruled_out AS (
    SELECT
        n.wave,
        n.question_id,
        n.one_of_them,
        a.response_id,
        CAST(a.option_id AS VARCHAR) AS option_id,
        CAST(r.weight AS DECIMAL(38, 18)) AS weight,
        CAST(r.weight * r.weight AS DECIMAL(38, 18)) AS square
    FROM core.answers AS a
    INNER JOIN narrowed AS n ON a.wave = n.wave AND a.question_id = n.question_id
    INNER JOIN core.responses AS r ON a.response_id = r.response_id
    WHERE r.counted AND NOT a.selected AND a.state IN ('unknown', 'rejected')
),
items AS (
    SELECT DISTINCT
        wave,
        question_id,
        one_of_them,
        response_id,
        weight,
        square
    FROM ruled_out
)
SELECT
    i.wave,
    i.question_id,
    i.response_id,
    o.option_id,
    count(*) OVER (PARTITION BY i.question_id, i.response_id)
    + CASE WHEN i.one_of_them THEN 0 ELSE 1 END AS n_left,
    i.weight,
    i.square
FROM items AS i
INNER JOIN core.option_waves AS o
    ON i.wave = o.wave AND i.question_id = o.question_id AND o.meaning = 'substantive'
LEFT JOIN ruled_out AS r
    ON
        i.question_id = r.question_id
        AND i.response_id = r.response_id
        AND o.option_id = r.option_id
WHERE r.response_id IS NULL
ORDER BY i.wave, i.question_id, i.response_id, o.position
