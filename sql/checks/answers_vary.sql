-- Grain: pair of waves × question × answer that everyone gives of a sudden.
-- An answer from which others differed in one wave is not that of everyone in the next. Told where
-- chance would bring it about in at most one pair of waves of ten, by a bound that is far above
-- what chance does. Of numbers, where a quarter or more differed from any one of them.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question
-- option_id: the option that everyone chose; NULL for numbers
-- n_others_from: responses with another answer in the earlier wave, of numbers at least
-- base_from: its base
-- base_to: base of the later wave
WITH numbers AS (
    SELECT
        p.wave_from,
        p.wave_to,
        p.question_id,
        CAST(ceil(f.base / NULLIF(4.0, 0)) AS BIGINT) AS n_others_from,
        f.base AS base_from,
        t.base AS base_to,
        count(*) OVER (PARTITION BY p.wave_from, p.wave_to) AS n_tests
    FROM trends.question_pairs AS p
    INNER JOIN indicators.numbers AS f
        ON p.question_id = f.question_id AND p.wave_from = f.wave AND f.p25 < f.p75
    INNER JOIN indicators.numbers AS t
        ON
            p.question_id = t.question_id
            AND p.wave_to = t.wave
            AND t.p25 = t.p75
            AND abs(t.mean - t.median) <= 0.000000001 * abs(t.median)
)
SELECT
    wave_from,
    wave_to,
    question_id,
    option_id,
    count_from AS n_others_from,
    size_from AS base_from,
    size_to AS base_to
FROM trends.shifts
WHERE counted = 'not_chosen' AND count_to = 0 AND chance <= 0.1
UNION ALL
SELECT
    wave_from,
    wave_to,
    question_id,
    CAST(NULL AS VARCHAR) AS option_id,
    n_others_from,
    base_from,
    base_to
FROM numbers
WHERE
    n_tests * power(base_from / NULLIF(CAST(base_from + base_to AS DOUBLE), 0), n_others_from)
    <= 0.1
