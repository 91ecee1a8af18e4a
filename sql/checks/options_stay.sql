-- Grain: pair of waves × question × option that vanished or appeared.
-- An option that many chose in one wave is not chosen by nobody in the next, nor the other way
-- round, unless the survey says why: since and until, another text of it in one of the waves, a
-- crosswalk, a note on the question. Told where chance would bring it about in at most one pair of
-- waves of a thousand.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question
-- option_id: option
-- n_from: responses that chose it in the earlier wave
-- base_from: its base
-- n_to: responses that chose it in the later wave
-- base_to: its base
SELECT
    wave_from,
    wave_to,
    question_id,
    option_id,
    count_from AS n_from,
    size_from AS base_from,
    count_to AS n_to,
    size_to AS base_to
FROM trends.shifts
WHERE
    counted = 'chosen'
    AND (count_from = 0 OR count_to = 0)
    AND NOT noted
    AND chance <= 0.001
