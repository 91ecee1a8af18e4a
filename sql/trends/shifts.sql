-- Grain: pair of waves × question × option or none × what is counted.
-- Counts of one wave and of the next, each with the number that it is a part of, and the chance
-- that a count spreads over both as unevenly if nothing has changed. The chance is an upper bound
-- (Hoeffding 1963): of K = count_from + count_to, drawn without replacement, a part as large as
-- the one seen has at most exp(-sum of count × ln(count ÷ expected)). It is multiplied by the
-- number of rows of the pair of waves that count the same (Bonferroni). Where many answered both
-- waves, counts are steadier than that.
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question; NULL: of the whole wave
-- option_id: option, where one is counted
-- counted: chosen and not_chosen: of the base of an option; unknown: of the answers given, those
--   that are not known; not_given: of the responses, those without an answer, known or
--   not; responses: the responses of the wave, against as many
-- count_from: count in the earlier wave
-- size_from: what it is a part of
-- count_to: count in the later wave
-- size_to: what it is a part of
-- chance: chance of this or more, at most, for the pair of waves; 1 where sizes or counts are 0
-- noted: true where the survey says what changed in the later wave
WITH counts AS (
    SELECT
        wave_from,
        wave_to,
        question_id,
        option_id,
        'chosen' AS counted,
        n_from AS count_from,
        base_from AS size_from,
        n_to AS count_to,
        base_to AS size_to,
        noted
    FROM trends.option_pairs
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id,
        option_id,
        'not_chosen' AS counted,
        base_from - n_from AS count_from,
        base_from AS size_from,
        base_to - n_to AS count_to,
        base_to AS size_to,
        noted
    FROM trends.option_pairs
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id,
        CAST(NULL AS VARCHAR) AS option_id,
        'unknown' AS counted,
        n_unknown_from AS count_from,
        n_given_from AS size_from,
        n_unknown_to AS count_to,
        n_given_to AS size_to,
        comparable_note IS NOT NULL AS noted
    FROM trends.question_pairs
    UNION ALL
    SELECT
        wave_from,
        wave_to,
        question_id,
        CAST(NULL AS VARCHAR) AS option_id,
        'not_given' AS counted,
        n_responses_from - n_given_from AS count_from,
        n_responses_from AS size_from,
        n_responses_to - n_given_to AS count_to,
        n_responses_to AS size_to,
        comparable_note IS NOT NULL AS noted
    FROM trends.question_pairs
    UNION ALL
    SELECT
        f.wave AS wave_from,
        t.wave AS wave_to,
        CAST(NULL AS VARCHAR) AS question_id,
        CAST(NULL AS VARCHAR) AS option_id,
        'responses' AS counted,
        f.n_responses AS count_from,
        f.n_responses AS size_from,
        t.n_responses AS count_to,
        -- as if both waves should have as many
        f.n_responses AS size_to,
        FALSE AS noted
    FROM core.waves AS f
    INNER JOIN core.waves AS t ON t.position = f.position + 1 AND t.kind = 'responses'
    WHERE f.kind = 'responses' AND t.status <> 'absent'
),
logs AS (
    SELECT
        wave_from,
        wave_to,
        question_id,
        option_id,
        counted,
        count_from,
        size_from,
        count_to,
        size_to,
        noted,
        count(*) OVER (PARTITION BY wave_from, wave_to, counted) AS n_tests,
        CASE
            WHEN count_from > 0
                THEN count_from * ln(
                    CAST(count_from AS DOUBLE) * (size_from + size_to)
                    / NULLIF(CAST(count_from + count_to AS DOUBLE) * size_from, 0)
                )
            ELSE 0
        END AS log_from,
        CASE
            WHEN count_to > 0
                THEN count_to * ln(
                    CAST(count_to AS DOUBLE) * (size_from + size_to)
                    / NULLIF(CAST(count_from + count_to AS DOUBLE) * size_to, 0)
                )
            ELSE 0
        END AS log_to
    FROM counts
)
SELECT
    wave_from,
    wave_to,
    question_id,
    option_id,
    counted,
    count_from,
    size_from,
    count_to,
    size_to,
    CASE
        WHEN size_from > 0 AND size_to > 0
            THEN least(1, n_tests * exp(-(log_from + log_to)))
        ELSE 1
    END AS chance,
    noted
FROM logs
ORDER BY wave_from, wave_to, question_id, option_id, counted
