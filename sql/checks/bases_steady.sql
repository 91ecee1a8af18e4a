-- Grain: pair of waves × question that fewer answered, or wave with fewer responses.
-- The base of a question, as part of the responses, does not shrink by a third or more from one
-- wave to the next, nor the responses of a wave by half or more; told where it is more than chance
-- would bring about in one pair of waves of twenty, of responses of a thousand. Unknown answers
-- are in the base here.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question; NULL: the whole wave
-- n_given_from: answers given in the earlier wave, known or not; or its responses
-- n_responses_from: responses of the earlier wave
-- n_given_to: answers given in the later wave, known or not; or its responses
-- n_responses_to: responses of the later wave
SELECT
    wave_from,
    wave_to,
    question_id,
    size_from - count_from AS n_given_from,
    size_from AS n_responses_from,
    size_to - count_to AS n_given_to,
    size_to AS n_responses_to
FROM trends.shifts
WHERE
    counted = 'not_given'
    AND 3 * (size_to - count_to) * size_from <= 2 * (size_from - count_from) * size_to
    AND count_from < size_from
    AND chance <= 0.05
UNION ALL
SELECT
    wave_from,
    wave_to,
    question_id,
    count_from AS n_given_from,
    count_from AS n_responses_from,
    count_to AS n_given_to,
    count_to AS n_responses_to
FROM trends.shifts
-- who answers a wave is less of a chance than that each did so by itself: a stricter level
WHERE counted = 'responses' AND 2 * count_to <= count_from AND chance <= 0.001
