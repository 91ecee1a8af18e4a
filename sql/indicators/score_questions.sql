-- Grain: wave × score × question.
-- The questions of a score that a wave asked, and what an answer could gain with the options that
-- the wave offered.
--
-- wave: wave id
-- indicator_id: score
-- question_id: question
-- several: true where several options can be chosen, each adding up
-- least: points of the option that gains the least; 0 where none need be chosen
-- most: points of the option that gains the most; of all together where several can be chosen
SELECT
    f.wave,
    o.indicator_id,
    o.question_id,
    q.type IN ('multiple', 'coded_text') AS several,
    CASE WHEN q.type IN ('multiple', 'coded_text') THEN 0 ELSE min(o.points) END AS least,
    CASE
        WHEN q.type IN ('multiple', 'coded_text') THEN sum(o.points) ELSE max(o.points)
    END AS most
FROM input.score_options AS o
INNER JOIN core.option_waves AS f ON o.question_id = f.question_id AND o.option_id = f.option_id
INNER JOIN input.questions AS q ON o.question_id = q.question_id
GROUP BY f.wave, o.indicator_id, o.question_id, q.type
