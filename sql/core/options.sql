-- Grain: question × option.
-- The answers that a question offers.
--
-- question_id: question
-- option_id: option
-- label: label as offered
-- position: order in the question, from 1
-- meaning: substantive, or the state that choosing it means
-- since: first wave that offered it, NULL: all before until did
-- until: last wave that offered it, NULL: all from since on did
-- value: of a rating: the number that it stands for; NULL where only the order is known
SELECT
    question_id,
    option_id,
    label,
    position,
    meaning,
    since,
    until,
    value
FROM input.options
ORDER BY question_id, position
