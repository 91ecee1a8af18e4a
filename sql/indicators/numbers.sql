-- Grain: wave × numeric question.
-- Mean and quartiles of the numbers that counted responses gave, by weight. A quartile is the
-- value at which the ordered weights reach that part of their sum; where one value ends exactly
-- there, the middle between it and the next. Where numbers are unknown there are bounds instead:
-- as if each of them were the smallest number that is believed, and the largest. A question
-- without such limits has no bounds of the mean, and of a quartile those that the known numbers
-- leave.
--
-- wave: wave id
-- question_id: question
-- base: items with a number
-- n_unknown: items of which the number is not known
-- mean: mean, NULL where n_unknown > 0 or the base is empty
-- p25: first quartile, NULL where n_unknown > 0
-- median: second quartile, NULL where n_unknown > 0
-- p75: third quartile, NULL where n_unknown > 0
-- mean_low: lower bound of the mean, NULL where the unknown numbers leave none
-- mean_high: upper bound of the mean, NULL where they leave none
-- p25_low: lower bound of the first quartile, NULL where they leave none
-- p25_high: upper bound of the first quartile, NULL where they leave none
-- median_low: lower bound of the median, NULL where they leave none
-- median_high: upper bound of the median, NULL where they leave none
-- p75_low: lower bound of the third quartile, NULL where they leave none
-- p75_high: upper bound of the third quartile, NULL where they leave none
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the mean, as in indicators.results
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
open AS (
    SELECT
        c.wave,
        c.question_id,
        q.minimum,
        q.maximum,
        coalesce(sum(c.n_items) FILTER (WHERE c.state IN ('unknown', 'rejected')), 0) AS n,
        coalesce(sum(c.weight_items) FILTER (WHERE c.state IN ('unknown', 'rejected')), 0)
            AS weight,
        coalesce(sum(c.squares_items) FILTER (WHERE c.state IN ('unknown', 'rejected')), 0)
            AS square
    FROM indicators.answer_counts AS c
    INNER JOIN input.questions AS q ON c.question_id = q.question_id AND q.type = 'number'
    GROUP BY c.wave, c.question_id, q.minimum, q.maximum
),
readings AS (
    SELECT
        'low' AS reading,
        CAST('-infinity' AS DOUBLE) AS unlimited
    UNION ALL
    SELECT
        'high' AS reading,
        CAST('infinity' AS DOUBLE) AS unlimited
),
-- all numbers, the unknown ones at their smallest and at their largest; where none is unknown the
-- low reading is the high one, too
spread AS (
    SELECT
        r.reading,
        a.wave,
        a.question_id,
        a.value,
        a.weight,
        a.square
    FROM answers AS a
    INNER JOIN open AS o ON a.wave = o.wave AND a.question_id = o.question_id
    INNER JOIN readings AS r ON o.n > 0 OR r.reading = 'low'
    UNION ALL
    SELECT
        r.reading,
        o.wave,
        o.question_id,
        coalesce(
            CASE r.reading WHEN 'low' THEN o.minimum ELSE o.maximum END, r.unlimited
        ) AS value,
        o.weight,
        o.square
    FROM open AS o
    CROSS JOIN readings AS r
),
ordered AS (
    SELECT
        reading,
        wave,
        question_id,
        value,
        weight,
        square,
        sum(weight) OVER (PARTITION BY reading, wave, question_id ORDER BY value) AS reached,
        sum(weight) OVER (PARTITION BY reading, wave, question_id) AS total
    FROM spread
    WHERE weight > 0
),
summed AS (
    SELECT
        reading,
        wave,
        question_id,
        sum(value * CAST(weight AS DOUBLE)) / NULLIF(sum(CAST(weight AS DOUBLE)), 0) AS mean,
        (
            min(value) FILTER (WHERE 4 * reached >= total)
            + min(value) FILTER (WHERE 4 * reached > total)
        ) / 2 AS p25,
        (
            min(value) FILTER (WHERE 2 * reached >= total)
            + min(value) FILTER (WHERE 2 * reached > total)
        ) / 2 AS median,
        (
            min(value) FILTER (WHERE 4 * reached >= 3 * total)
            + min(value) FILTER (WHERE 4 * reached > 3 * total)
        ) / 2 AS p75
    FROM ordered
    GROUP BY reading, wave, question_id
),
deviations AS (
    SELECT
        o.wave,
        o.question_id,
        sum(CAST(o.square AS DOUBLE) * (o.value - s.mean) * (o.value - s.mean)) AS square
    FROM ordered AS o
    INNER JOIN summed AS s
        ON o.reading = s.reading AND o.wave = s.wave AND o.question_id = s.question_id
    WHERE o.reading = 'low'
    GROUP BY o.wave, o.question_id
),
-- a bound without limit is none
bounds AS (
    SELECT
        s.reading,
        s.wave,
        s.question_id,
        NULLIF(s.mean, r.unlimited) AS mean,
        NULLIF(s.p25, r.unlimited) AS p25,
        NULLIF(s.median, r.unlimited) AS median,
        NULLIF(s.p75, r.unlimited) AS p75
    FROM summed AS s
    INNER JOIN readings AS r ON s.reading = r.reading
),
bases AS (
    SELECT
        wave,
        question_id,
        sum(n) AS base,
        CAST(sum(weight) AS DOUBLE) AS weight,
        CAST(sum(square) AS DOUBLE) AS square
    FROM answers
    GROUP BY wave, question_id
),
sized AS (
    SELECT
        o.wave,
        o.question_id,
        coalesce(b.base, 0) AS base,
        o.n AS n_unknown,
        b.weight,
        b.weight * b.weight / NULLIF(b.square, 0) AS n_effective,
        (coalesce(b.weight, 0) + CAST(o.weight AS DOUBLE))
        * (coalesce(b.weight, 0) + CAST(o.weight AS DOUBLE))
        / NULLIF(coalesce(b.square, 0) + CAST(o.square AS DOUBLE), 0) AS n_effective_of_all
    FROM open AS o
    LEFT JOIN bases AS b ON o.wave = b.wave AND o.question_id = b.question_id
),
results AS (
    SELECT
        s.wave,
        s.question_id,
        s.base,
        s.n_unknown,
        s.n_effective,
        sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
        / NULLIF(s.weight, 0) AS standard_error,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(
            least(s.base + s.n_unknown, coalesce(s.n_effective_of_all, 0)) + 0.000001
        ) AS BIGINT) AS size
    FROM sized AS s
    INNER JOIN core.waves AS w ON s.wave = w.wave
    LEFT JOIN deviations AS v ON s.wave = v.wave AND s.question_id = v.question_id
)
SELECT
    r.wave,
    r.question_id,
    CAST(r.base AS BIGINT) AS base,
    CAST(r.n_unknown AS BIGINT) AS n_unknown,
    CASE WHEN r.n_unknown = 0 THEN l.mean END AS mean,
    CASE WHEN r.n_unknown = 0 THEN l.p25 END AS p25,
    CASE WHEN r.n_unknown = 0 THEN l.median END AS median,
    CASE WHEN r.n_unknown = 0 THEN l.p75 END AS p75,
    l.mean AS mean_low,
    h.mean AS mean_high,
    l.p25 AS p25_low,
    h.p25 AS p25_high,
    l.median AS median_low,
    h.median AS median_high,
    l.p75 AS p75_low,
    h.p75 AS p75_high,
    r.n_effective,
    CASE WHEN r.n_unknown = 0 THEN r.standard_error END AS standard_error,
    r.size,
    d.shows
FROM results AS r
LEFT JOIN indicators.display_rules AS d
    ON r.size >= d.size_from AND (r.size < d.size_below OR d.size_below IS NULL)
LEFT JOIN bounds AS l
    ON r.wave = l.wave AND r.question_id = l.question_id AND l.reading = 'low'
-- where all is known both readings are the same, and one of them is enough
LEFT JOIN bounds AS h
    ON
        r.wave = h.wave
        AND r.question_id = h.question_id
        AND h.reading = CASE WHEN r.n_unknown = 0 THEN 'low' ELSE 'high' END
ORDER BY r.wave, r.question_id
