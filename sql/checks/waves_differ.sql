-- Grain: pair of waves that are the same.
-- A wave is not a copy of an earlier one. In whole: both have as many responses, and every option
-- of every question that both asked was chosen as often, of as many answers. By most respondents:
-- more than half of those of both waves gave the same answers throughout. Told where that would be
-- so in one pair of waves of a thousand, at most, if two answers of a hundred change from wave to
-- wave; for most respondents also by how often the same ones changed nothing in earlier waves. The
-- second, where respondents can be followed and up to 10,000 responses.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- same: in whole, or by most respondents
-- n_same: answers, or respondents, that are the same
-- n_both: of so many
WITH wholes AS (
    SELECT
        f.wave AS wave_from,
        t.wave AS wave_to,
        sum(t.n) AS n_answers
    FROM indicators.option_shares AS f
    INNER JOIN core.waves AS v ON f.wave = v.wave AND v.kind = 'responses'
    INNER JOIN indicators.option_shares AS t
        ON f.question_id = t.question_id AND f.option_id = t.option_id
    INNER JOIN core.waves AS w
        ON t.wave = w.wave AND w.kind = 'responses' AND v.position < w.position
    GROUP BY f.wave, t.wave
    HAVING
        bool_and(f.n = t.n AND f.base = t.base AND f.n_unknown = t.n_unknown)
        AND min(v.n_responses) = min(w.n_responses)
),
respondents AS (
    SELECT
        p.respondent_id,
        p.wave_from,
        p.wave_to,
        p.adjacent,
        w.position,
        p.n_items,
        CASE WHEN p.n_same = p.n_items THEN 1 ELSE 0 END AS same
    FROM trends.respondent_pairs AS p
    INNER JOIN core.waves AS w ON p.wave_to = w.wave
),
-- how often the same respondents changed nothing in earlier waves
followed AS (
    SELECT
        r.respondent_id,
        r.wave_from,
        r.wave_to,
        r.n_items,
        r.same,
        count(b.respondent_id) AS n_before,
        coalesce(sum(b.same), 0) AS same_before
    FROM respondents AS r
    LEFT JOIN respondents AS b
        ON r.respondent_id = b.respondent_id AND b.adjacent AND r.position > b.position
    GROUP BY r.respondent_id, r.wave_from, r.wave_to, r.n_items, r.same
),
rates AS (
    SELECT
        wave_from,
        wave_to,
        count(*) AS n_both,
        CAST(sum(same) AS BIGINT) AS n_same,
        -- what is usual counts like eight respondents
        (8 * avg(power(0.98, n_items)) + sum(same_before))
        / NULLIF(8.0 + sum(n_before), 0) AS rate
    FROM followed
    GROUP BY wave_from, wave_to
)
SELECT
    wave_from,
    wave_to,
    'in whole' AS same,
    CAST(n_answers AS BIGINT) AS n_same,
    CAST(n_answers AS BIGINT) AS n_both
FROM wholes
WHERE n_answers * ln(0.98) <= ln(0.001)
UNION ALL
SELECT
    wave_from,
    wave_to,
    'by most respondents' AS same,
    n_same,
    n_both
FROM rates
WHERE
    2 * n_same > n_both
    AND n_same > n_both * rate
    AND CASE WHEN n_same > 0 THEN n_same * ln(n_same / NULLIF(n_both * rate, 0)) ELSE 0 END
    + CASE WHEN n_same < n_both
        THEN (n_both - n_same) * ln((n_both - n_same) / NULLIF(n_both * (1 - rate), 0))
        ELSE 0
    END >= ln(1000.0)
