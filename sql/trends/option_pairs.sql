-- Grain: question × option × pair of waves that follow each other.
-- The substantive options that two waves both offered, side by side, where the question compares.
-- Counts of responses, without weights.
--
-- question_id: question
-- option_id: option
-- wave_from: the earlier wave
-- wave_to: the later wave
-- rank: order among the question's substantive options, from 1
-- n_options: how many there are; NULL where the two waves did not offer the same ones
-- n_from: responses that chose it in the earlier wave
-- base_from: its base
-- n_to: responses that chose it in the later wave
-- base_to: its base
-- noted: true where the survey says of the later wave that the question changed or the option was
--   merged or split, or of either wave that the option had another text there
WITH crossed AS (
    SELECT DISTINCT wave, question_id, option_id
    FROM input.crosswalks
),
offered AS (
    SELECT
        o.wave,
        o.question_id,
        o.option_id,
        row_number() OVER (
            PARTITION BY o.wave, o.question_id ORDER BY o.position, o.option_id
        ) AS rank,
        count(*) OVER (PARTITION BY o.wave, o.question_id) AS n_options,
        l.option_id IS NOT NULL AS labelled,
        s.n,
        s.base
    FROM core.option_waves AS o
    INNER JOIN indicators.option_shares AS s
        ON o.wave = s.wave AND o.question_id = s.question_id AND o.option_id = s.option_id
    LEFT JOIN input.option_labels AS l
        ON o.wave = l.wave AND o.question_id = l.question_id AND o.option_id = l.option_id
    WHERE o.meaning = 'substantive'
),
both_waves AS (
    SELECT
        p.question_id,
        f.option_id,
        p.wave_from,
        p.wave_to,
        p.position_from,
        f.rank,
        f.n_options AS n_options_from,
        t.n_options AS n_options_to,
        count(*) OVER (PARTITION BY p.question_id, p.wave_from) AS n_options_both,
        f.n AS n_from,
        f.base AS base_from,
        t.n AS n_to,
        t.base AS base_to,
        p.comparable_note IS NOT NULL OR f.labelled OR t.labelled
        OR c.option_id IS NOT NULL AS noted
    FROM trends.question_pairs AS p
    INNER JOIN offered AS f ON p.question_id = f.question_id AND p.wave_from = f.wave
    INNER JOIN offered AS t
        ON
            p.question_id = t.question_id
            AND p.wave_to = t.wave
            AND f.option_id = t.option_id
    LEFT JOIN crossed AS c
        ON
            p.question_id = c.question_id
            AND p.wave_to = c.wave
            AND f.option_id = c.option_id
)
SELECT
    question_id,
    option_id,
    wave_from,
    wave_to,
    rank,
    CASE
        WHEN n_options_both = n_options_from AND n_options_both = n_options_to THEN n_options_both
    END AS n_options,
    n_from,
    base_from,
    n_to,
    base_to,
    noted
FROM both_waves
ORDER BY question_id, position_from, rank
