-- Grain: wave × numeric question.
-- The summary of a numeric question as the report prints it.
--
-- wave: wave id
-- question_id: question
-- base: numbers known
-- n_unknown: numbers not known
-- mean: mean, NULL where n_unknown > 0
-- p25: lower quartile, NULL where n_unknown > 0
-- median: median, NULL where n_unknown > 0
-- p75: upper quartile, NULL where n_unknown > 0
-- mean_low: lower bound of the mean, NULL where there is none
-- mean_high: upper bound of the mean, NULL where there is none
-- p25_low: lower bound of the lower quartile, NULL where there is none
-- p25_high: upper bound of the lower quartile, NULL where there is none
-- median_low: lower bound of the median, NULL where there is none
-- median_high: upper bound of the median, NULL where there is none
-- p75_low: lower bound of the upper quartile, NULL where there is none
-- p75_high: upper bound of the upper quartile, NULL where there is none
-- shown: true where the base allows to print the summary
SELECT
    n.wave,
    n.question_id,
    n.base,
    n.n_unknown,
    n.mean,
    n.p25,
    n.median,
    n.p75,
    n.mean_low,
    n.mean_high,
    n.p25_low,
    n.p25_high,
    n.median_low,
    n.median_high,
    n.p75_low,
    n.p75_high,
    n.shows = 'percent' AS shown
FROM indicators.numbers AS n
INNER JOIN report.waves AS w ON n.wave = w.wave AND w.has_answers
INNER JOIN report.open_questions AS q ON n.question_id = q.question_id
ORDER BY n.wave, n.question_id
