-- Grain: wave × numeric question.
-- Mean and quartiles of the numbers that counted responses gave, by weight. A quartile is the
-- value at which the ordered weights reach that part of their sum; where one value ends exactly
-- there, the middle between it and the next.
--
-- wave: wave id
-- question_id: question
-- base: items with a number
-- mean: mean, NULL where the base is empty
-- p25: first quartile
-- median: second quartile
-- p75: third quartile
-- n_unknown: items of which the number is not known
-- n_effective: Kish's effective size of the base
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; mean and quartiles where percent
WITH weights AS (
    SELECT
        response_id,
        counted,
        CAST(weight AS DECIMAL(38, 18)) AS weight,
        CAST(weight * weight AS DECIMAL(38, 18)) AS square
    FROM core.responses
    WHERE NOT counted OR weight <> 1
),
-- few rows where answers repeat: all that follows is on distinct values
answers AS (
    SELECT
        CAST(a.wave AS VARCHAR) AS wave,
        CAST(a.question_id AS VARCHAR) AS question_id,
        a.value_number AS value,
        count(*) AS n,
        count(*) - count(w.response_id) + coalesce(sum(w.weight), 0) AS weight,
        count(*) - count(w.response_id) + coalesce(sum(w.square), 0) AS square
    FROM core.number_answers AS a
    LEFT JOIN weights AS w ON a.response_id = w.response_id
    WHERE a.value_number IS NOT NULL AND coalesce(w.counted, TRUE)
    GROUP BY a.wave, a.question_id, a.value_number
),
ordered AS (
    SELECT
        wave,
        question_id,
        value,
        n,
        weight,
        sum(weight) OVER (PARTITION BY wave, question_id ORDER BY value) AS reached,
        sum(weight) OVER (PARTITION BY wave, question_id) AS total
    FROM answers
    WHERE weight > 0
),
quartiles AS (
    SELECT
        wave,
        question_id,
        sum(value * CAST(weight AS DOUBLE)) / NULLIF(sum(CAST(weight AS DOUBLE)), 0) AS mean,
        min(value) FILTER (WHERE 4 * reached >= total) AS p25_from,
        min(value) FILTER (WHERE 4 * reached > total) AS p25_to,
        min(value) FILTER (WHERE 2 * reached >= total) AS median_from,
        min(value) FILTER (WHERE 2 * reached > total) AS median_to,
        min(value) FILTER (WHERE 4 * reached >= 3 * total) AS p75_from,
        min(value) FILTER (WHERE 4 * reached > 3 * total) AS p75_to
    FROM ordered
    GROUP BY wave, question_id
),
bases AS (
    SELECT
        wave,
        question_id,
        sum(n) AS base,
        CAST(sum(weight) AS DOUBLE) * CAST(sum(weight) AS DOUBLE)
        / NULLIF(CAST(sum(square) AS DOUBLE), 0) AS n_effective
    FROM answers
    GROUP BY wave, question_id
),
asked AS (
    SELECT
        c.wave,
        c.question_id,
        sum(c.n_items) FILTER (WHERE c.state IN ('unknown', 'rejected')) AS n_unknown
    FROM indicators.answer_counts AS c
    INNER JOIN core.questions AS q ON c.question_id = q.question_id AND q.type = 'number'
    GROUP BY c.wave, c.question_id
),
sized AS (
    SELECT
        c.wave,
        c.question_id,
        b.base,
        b.n_effective,
        c.n_unknown,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(
            least(coalesce(b.base, 0), coalesce(b.n_effective, 0)) + 0.000001
        ) AS BIGINT) AS size
    FROM asked AS c
    LEFT JOIN bases AS b ON c.wave = b.wave AND c.question_id = b.question_id
)
SELECT
    c.wave,
    c.question_id,
    CAST(coalesce(c.base, 0) AS BIGINT) AS base,
    q.mean,
    (q.p25_from + q.p25_to) / 2 AS p25,
    (q.median_from + q.median_to) / 2 AS median,
    (q.p75_from + q.p75_to) / 2 AS p75,
    CAST(coalesce(c.n_unknown, 0) AS BIGINT) AS n_unknown,
    c.n_effective,
    c.size,
    d.shows
FROM sized AS c
LEFT JOIN indicators.display_rules AS d
    ON c.size >= d.size_from AND (c.size < d.size_below OR d.size_below IS NULL)
LEFT JOIN quartiles AS q ON c.wave = q.wave AND c.question_id = q.question_id
ORDER BY c.wave, c.question_id
