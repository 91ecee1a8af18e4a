-- Grain: public question × condition × answer that leads to it.
-- The routing of questions in its parts, for languages that word it in their own way.
--
-- question_id: question
-- position: order of the condition, from 1; all conditions of a question must hold
-- asked_question_id: the earlier question, NULL where an attribute decides
-- asked_short: its short form
-- attribute: the attribute of the respondent, NULL where an earlier question decides
-- answer_position: order of the answers of a condition, any of which leads to the question
-- answer: label of the answer, or value of the attribute
SELECT
    r.question_id,
    r.position,
    r.asked_question_id,
    a.short AS asked_short,
    r.attribute,
    row_number() OVER (
        PARTITION BY r.question_id, r.position
        ORDER BY o.position, r.value
    ) AS answer_position,
    coalesce(o.label, r.value) AS answer
FROM input.routes AS r
INNER JOIN report.open_questions AS z ON r.question_id = z.question_id
LEFT JOIN input.questions AS a ON r.asked_question_id = a.question_id
LEFT JOIN input.options AS o
    ON r.asked_question_id = o.question_id AND r.asked_option_id = o.option_id
ORDER BY r.question_id, r.position, answer_position
