-- Grain: respondent × pair of waves with all answers turned round.
-- A respondent does not answer the opposite of what it answered in the wave before: told where nine
-- of ten answers or more are the mirror image, of those that are this or the same, and where that
-- many would not be in one pair of waves of a thousand, for all its respondents, if each answer
-- were turned with a chance midway between the rate of them all and a coin (Hoeffding's bound).
-- Where respondents can be followed, up to 10,000 responses.
-- Severity: warning
--
-- respondent_id: respondent
-- wave_from: the earlier wave
-- wave_to: the later wave
-- n_sided: answers that are the same or the mirror image, of questions without a middle
-- n_mirrored: of them, those that are the mirror image
WITH pairs AS (
    SELECT
        respondent_id,
        wave_from,
        wave_to,
        n_sided,
        n_mirrored,
        count(*) OVER (PARTITION BY wave_from, wave_to) AS n_tests,
        (
            0.5 + sum(n_mirrored) OVER (PARTITION BY wave_from, wave_to)
            / NULLIF(CAST(sum(n_sided) OVER (PARTITION BY wave_from, wave_to) AS DOUBLE), 0)
        ) / 2 AS rate
    FROM trends.respondent_pairs
    WHERE adjacent AND n_sided > 0
)
SELECT
    respondent_id,
    wave_from,
    wave_to,
    n_sided,
    n_mirrored
FROM pairs
WHERE
    10 * n_mirrored >= 9 * n_sided
    AND CASE WHEN n_mirrored > 0
        THEN n_mirrored * ln(n_mirrored / NULLIF(n_sided * rate, 0))
        ELSE 0
    END
    + CASE WHEN n_mirrored < n_sided
        THEN (n_sided - n_mirrored)
            * ln((n_sided - n_mirrored) / NULLIF(n_sided * (1 - rate), 0))
        ELSE 0
    END >= ln(1000.0 * n_tests)
