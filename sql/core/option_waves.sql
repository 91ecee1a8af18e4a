-- Grain: question × option × wave that offered it.
-- The answers that each wave offered to the questions that it asked.
--
-- question_id: question
-- option_id: option
-- wave: wave id
-- label: label as this wave offered it
-- position: order in the question, from 1
-- meaning: substantive, or the state that choosing it means
SELECT
    o.question_id,
    o.option_id,
    q.wave,
    coalesce(l.label, o.label) AS label,
    o.position,
    o.meaning
FROM input.options AS o
INNER JOIN input.question_waves AS q ON o.question_id = q.question_id
INNER JOIN input.waves AS w ON q.wave = w.wave
LEFT JOIN input.waves AS f ON o.since = f.wave
LEFT JOIN input.waves AS t ON o.until = t.wave
LEFT JOIN input.option_labels AS l
    ON q.wave = l.wave AND o.question_id = l.question_id AND o.option_id = l.option_id
WHERE
    w.position >= coalesce(f.position, w.position)
    AND w.position <= coalesce(t.position, w.position)
ORDER BY o.question_id, o.position, w.position
