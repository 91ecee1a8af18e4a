-- Grain: question.
-- The question bank: every question ever asked, with one id in every wave.
--
-- question_id: question
-- section: section id
-- position: order in the whole questionnaire, from 1
-- type: single, multiple, rating, number, date, text or coded_text
-- wording: wording as asked, where a wave has none of its own
-- short: short form for headings
-- asked_if: the routing in words, NULL where everyone is asked
-- publish_text: true where its free text may be published; that of the others stays here
-- note: note
SELECT
    question_id,
    section,
    position,
    type,
    wording,
    short,
    asked_if,
    coalesce(publish_text, FALSE) AS publish_text,
    note
FROM input.questions
ORDER BY position
