-- Grain: question × pair of waves that follow each other.
-- How a question was answered in two waves that compare: what the checks of the series stand on.
-- Only waves with an export of their own; questions that both asked, across no break. A wave that
-- did not ask is a gap that nothing bridges. Without free text: whether somebody has more to say
-- is nobody's fault.
--
-- question_id: question
-- wave_from: the earlier wave
-- wave_to: the later wave
-- position_from: order of the earlier wave in time
-- position_to: order of the later wave in time
-- type: single, multiple, rating, number or date
-- comparable_note: what changed in between and compares all the same
-- n_responses_from: counted responses of the earlier wave
-- n_given_from: of them, those that gave an answer, known or not: all but those that left it blank,
--   refused, didn't know or were not to answer
-- n_unknown_from: of n_given_from, those whose answer is unknown or rejected
-- n_responses_to: counted responses of the later wave
-- n_given_to: of them, those that gave an answer, known or not
-- n_unknown_to: of n_given_to, those whose answer is unknown or rejected
WITH items AS (
    SELECT
        wave,
        question_id,
        sum(n_items) FILTER (WHERE state IN ('answered', 'unknown', 'rejected')) AS n_given,
        sum(n_items) FILTER (WHERE state IN ('unknown', 'rejected')) AS n_unknown
    FROM indicators.answer_counts
    GROUP BY wave, question_id
),
asked AS (
    SELECT
        q.question_id,
        q.wave,
        w.position,
        q.series_no,
        q.comparable_note,
        w.n_responses,
        CAST(coalesce(i.n_given, 0) AS BIGINT) AS n_given,
        CAST(coalesce(i.n_unknown, 0) AS BIGINT) AS n_unknown
    FROM core.question_waves AS q
    INNER JOIN core.waves AS w ON q.wave = w.wave AND w.kind = 'responses'
    -- a wave without content has no items at all
    INNER JOIN items AS i ON q.wave = i.wave AND q.question_id = i.question_id
)
SELECT
    f.question_id,
    f.wave AS wave_from,
    t.wave AS wave_to,
    f.position AS position_from,
    t.position AS position_to,
    q.type,
    t.comparable_note,
    f.n_responses AS n_responses_from,
    f.n_given AS n_given_from,
    f.n_unknown AS n_unknown_from,
    t.n_responses AS n_responses_to,
    t.n_given AS n_given_to,
    t.n_unknown AS n_unknown_to
FROM asked AS f
INNER JOIN asked AS t
    ON
        f.question_id = t.question_id
        AND t.position = f.position + 1
        AND f.series_no = t.series_no
INNER JOIN core.questions AS q
    ON f.question_id = q.question_id AND q.type NOT IN ('text', 'coded_text')
ORDER BY f.question_id, f.position
