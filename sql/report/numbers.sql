-- Grain: wave × numeric question.
-- The summary of a numeric question as the report prints it.
--
-- wave: wave id
-- question_id: question
-- base: numbers known
-- n_unknown: numbers not known
-- mean: mean
-- p25: lower quartile
-- median: median
-- p75: upper quartile
-- shown: true where the base allows to print the summary and no number is unknown
SELECT
    n.wave,
    n.question_id,
    n.base,
    n.n_unknown,
    n.mean,
    n.p25,
    n.median,
    n.p75,
    n.n_unknown = 0 AND n.shows = 'percent' AS shown
FROM indicators.numbers AS n
INNER JOIN report.waves AS w ON n.wave = w.wave AND w.has_answers
INNER JOIN report.open_questions AS q ON n.question_id = q.question_id
ORDER BY n.wave, n.question_id
