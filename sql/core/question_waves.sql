-- Grain: question × wave in which it was asked.
-- Which question was asked when, in which words, and where its series breaks. Answers of two
-- waves compare where their series_no is equal.
--
-- question_id: question
-- wave: wave id
-- wording: wording in this wave
-- series_no: 1, and one more with every break up to this wave
-- breaks: true where answers don't compare with earlier waves
-- break_note: why, where breaks is true
-- comparable_note: why answers compare with earlier waves although the question changed, if it did
SELECT
    q.question_id,
    q.wave,
    q.wording,
    1 + count(*) FILTER (WHERE q.breaks) OVER (
        PARTITION BY q.question_id ORDER BY w.position
    ) AS series_no,
    q.breaks,
    q.break_note,
    q.comparable_note
FROM input.question_waves AS q
INNER JOIN input.waves AS w ON q.wave = w.wave
ORDER BY q.question_id, w.position
