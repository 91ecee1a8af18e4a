-- Grain: question that is public.
-- What of the questions may leave the warehouse: the report, the explorer and the open data hold
-- no other, nor what rests on another.
--
-- question_id: question
-- position: order in the questionnaire
-- open_text: true where its free text may be published
SELECT
    question_id,
    position,
    coalesce(publish_text, FALSE) AS open_text
FROM input.questions
WHERE coalesce(public, TRUE)
ORDER BY position
