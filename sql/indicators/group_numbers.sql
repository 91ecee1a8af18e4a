-- Grain: wave × numeric question × grouping × group.
-- Numbers within groups of respondents: mean and quartiles as in indicators.numbers, by country, by
-- kind, by years of membership and by each attribute, as it was at the wave. Respondents of whom
-- the registry doesn't tell the group are in none.
--
-- wave: wave id
-- question_id: question
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- base: items with a number
-- n_unknown: items of which the number is not known
-- mean: mean by weight, NULL where n_unknown > 0
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
WITH grouped AS (
    SELECT
        r.response_id,
        r.wave,
        g.group_by,
        g.group_value,
        CAST(r.weight AS DECIMAL(38, 18)) AS weight,
        CAST(r.weight * r.weight AS DECIMAL(38, 18)) AS square
    FROM core.responses AS r
    INNER JOIN indicators.respondent_groups AS g
        ON r.wave = g.wave AND r.respondent_id = g.respondent_id
    WHERE r.counted
),
-- few rows where answers repeat: all that follows is on distinct values
counts AS (
    SELECT
        g.wave,
        CAST(a.question_id AS VARCHAR) AS question_id,
        g.group_by,
        g.group_value,
        a.value_number AS value,
        count(*) AS n,
        sum(g.weight) AS weight,
        sum(g.square) AS square
    FROM core.number_answers AS a
    INNER JOIN grouped AS g ON a.response_id = g.response_id
    WHERE
        a.value_number IS NOT NULL OR (a.first_of_item AND a.state IN ('unknown', 'rejected'))
    GROUP BY g.wave, a.question_id, g.group_by, g.group_value, a.value_number
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
-- all numbers, the unknown ones at their smallest and at their largest
spread AS (
    SELECT
        r.reading,
        r.unlimited,
        c.wave,
        c.question_id,
        c.group_by,
        c.group_value,
        coalesce(
            c.value, CASE r.reading WHEN 'low' THEN q.minimum ELSE q.maximum END, r.unlimited
        ) AS value,
        c.weight,
        c.square
    FROM counts AS c
    INNER JOIN input.questions AS q ON c.question_id = q.question_id
    CROSS JOIN readings AS r
    WHERE c.weight > 0
),
ordered AS (
    SELECT
        reading,
        unlimited,
        wave,
        question_id,
        group_by,
        group_value,
        value,
        weight,
        square,
        sum(weight) OVER (
            PARTITION BY reading, wave, question_id, group_by, group_value ORDER BY value
        ) AS reached,
        sum(weight) OVER (
            PARTITION BY reading, wave, question_id, group_by, group_value
        ) AS total
    FROM spread
),
summed AS (
    SELECT
        reading,
        unlimited,
        wave,
        question_id,
        group_by,
        group_value,
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
    GROUP BY reading, unlimited, wave, question_id, group_by, group_value
),
-- a bound without limit is none
bounds AS (
    SELECT
        reading,
        wave,
        question_id,
        group_by,
        group_value,
        NULLIF(mean, unlimited) AS mean,
        NULLIF(p25, unlimited) AS p25,
        NULLIF(median, unlimited) AS median,
        NULLIF(p75, unlimited) AS p75
    FROM summed
),
deviations AS (
    SELECT
        o.wave,
        o.question_id,
        o.group_by,
        o.group_value,
        sum(CAST(o.square AS DOUBLE) * (o.value - s.mean) * (o.value - s.mean)) AS square
    FROM ordered AS o
    INNER JOIN summed AS s
        ON
            o.reading = s.reading
            AND o.wave = s.wave
            AND o.question_id = s.question_id
            AND o.group_by = s.group_by
            AND o.group_value = s.group_value
    WHERE o.reading = 'low'
    GROUP BY o.wave, o.question_id, o.group_by, o.group_value
),
sums AS (
    SELECT
        wave,
        question_id,
        group_by,
        group_value,
        coalesce(sum(n) FILTER (WHERE value IS NOT NULL), 0) AS base,
        coalesce(sum(n) FILTER (WHERE value IS NULL), 0) AS n_unknown,
        CAST(sum(weight) AS DOUBLE) AS weight,
        CAST(sum(square) AS DOUBLE) AS square,
        CAST(coalesce(sum(weight) FILTER (WHERE value IS NOT NULL), 0) AS DOUBLE) AS weight_base,
        CAST(coalesce(sum(square) FILTER (WHERE value IS NOT NULL), 0) AS DOUBLE) AS square_base
    FROM counts
    GROUP BY wave, question_id, group_by, group_value
),
results AS (
    SELECT
        s.wave,
        s.question_id,
        s.group_by,
        s.group_value,
        s.base,
        s.n_unknown,
        s.weight_base * s.weight_base / NULLIF(s.square_base, 0) AS n_effective,
        CASE WHEN s.n_unknown = 0
            THEN sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
                / NULLIF(s.weight_base, 0)
        END AS standard_error,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            s.base + s.n_unknown, coalesce(s.weight * s.weight / NULLIF(s.square, 0), 0)
        ) + 0.000001) AS BIGINT) AS size
    FROM sums AS s
    INNER JOIN core.waves AS w ON s.wave = w.wave
    LEFT JOIN deviations AS v
        ON
            s.wave = v.wave
            AND s.question_id = v.question_id
            AND s.group_by = v.group_by
            AND s.group_value = v.group_value
)
SELECT
    r.wave,
    r.question_id,
    r.group_by,
    r.group_value,
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
    r.standard_error,
    r.size,
    d.shows
FROM results AS r
LEFT JOIN indicators.display_rules AS d
    ON r.size >= d.size_from AND (r.size < d.size_below OR d.size_below IS NULL)
LEFT JOIN bounds AS l
    ON
        r.wave = l.wave
        AND r.question_id = l.question_id
        AND r.group_by = l.group_by
        AND r.group_value = l.group_value
        AND l.reading = 'low'
LEFT JOIN bounds AS h
    ON
        r.wave = h.wave
        AND r.question_id = h.question_id
        AND r.group_by = h.group_by
        AND r.group_value = h.group_value
        AND h.reading = 'high'
ORDER BY r.wave, r.question_id, r.group_by, r.group_value
