-- Grain: pair of waves × question with more unknown answers.
-- The share of unknown and rejected answers does not jump from one wave to the next: by ten points
-- or more, and more than chance would bring about in one pair of waves of ten, by a bound that is
-- far above what chance does.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question
-- n_unknown_from: unknown and rejected answers of the earlier wave
-- n_given_from: answers given, known or not
-- n_unknown_to: unknown and rejected answers of the later wave
-- n_given_to: answers given, known or not
SELECT
    wave_from,
    wave_to,
    question_id,
    count_from AS n_unknown_from,
    size_from AS n_given_from,
    count_to AS n_unknown_to,
    size_to AS n_given_to
FROM trends.shifts
WHERE
    counted = 'unknown'
    AND 10 * (count_to * size_from - count_from * size_to) >= size_from * size_to
    AND chance <= 0.1
