-- Grain: wave × rating.
-- Mean, quartiles, top-box, bottom-box and net of each rating whose options are all known, by
-- weight, an option standing for its value in indicators.scale_values. A quartile is the value at
-- which the ordered weights reach that part of their sum; where one value ends exactly there, the
-- middle between it and the next. Where answers are unknown there are bounds instead: as if each
-- of them were the lowest value that it may be, and the highest.
--
-- wave: wave id
-- question_id: question
-- base: answers known
-- n_unknown: answers not known
-- mean: mean, NULL where n_unknown > 0
-- p25: first quartile, NULL where n_unknown > 0
-- median: second quartile, NULL where n_unknown > 0
-- p75: third quartile, NULL where n_unknown > 0
-- top_n: answers known to be the highest value that was offered
-- bottom_n: answers known to be the lowest one
-- net: share of the highest less share of the lowest value, -1 to 1; NULL where n_unknown > 0
-- mean_low: lower bound of the mean
-- mean_high: upper bound of the mean
-- p25_low: lower bound of the first quartile
-- p25_high: upper bound of the first quartile
-- median_low: lower bound of the median
-- median_high: upper bound of the median
-- p75_low: lower bound of the third quartile
-- p75_high: upper bound of the third quartile
-- net_low: lower bound of the net
-- net_high: upper bound of the net
-- lowest: lowest value that was offered
-- highest: highest value that was offered
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the mean, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a mean and the rest where percent
WITH ends AS (
    SELECT DISTINCT wave, question_id, lowest, highest
    FROM indicators.scale_values
),
-- between which values an answer lies that is known in part
remaining AS (
    SELECT
        l.wave,
        l.question_id,
        l.response_id,
        l.weight,
        l.square,
        min(o.value) AS low,
        max(o.value) AS high
    FROM indicators.options_left AS l
    INNER JOIN indicators.scale_values AS o
        ON l.wave = o.wave AND l.question_id = o.question_id AND l.option_id = o.option_id
    GROUP BY l.wave, l.question_id, l.response_id, l.weight, l.square
),
partly_counted AS (
    SELECT
        wave,
        question_id,
        count(*) AS n,
        sum(weight) AS weight,
        sum(square) AS square
    FROM remaining
    GROUP BY wave, question_id
),
open AS (
    SELECT
        c.wave,
        c.question_id,
        sum(c.n_items) AS n,
        sum(c.weight_items) AS weight,
        sum(c.squares_items) AS square
    FROM indicators.answer_counts AS c
    WHERE c.state IN ('unknown', 'rejected')
    GROUP BY c.wave, c.question_id
),
-- every answer between the lowest and the highest value that it may be
placed AS (
    SELECT
        c.wave,
        c.question_id,
        TRUE AS known,
        o.value AS low,
        o.value AS high,
        c.n_rows AS n,
        c.weight_rows AS weight,
        c.squares_rows AS square
    FROM indicators.answer_counts AS c
    INNER JOIN indicators.scale_values AS o
        ON c.wave = o.wave AND c.question_id = o.question_id AND c.option_id = o.option_id
    WHERE c.selected AND c.state = 'answered'
    UNION ALL
    SELECT
        e.wave,
        e.question_id,
        FALSE AS known,
        e.lowest AS low,
        e.highest AS high,
        o.n - coalesce(p.n, 0) AS n,
        o.weight - coalesce(p.weight, 0) AS weight,
        o.square - coalesce(p.square, 0) AS square
    FROM open AS o
    INNER JOIN ends AS e ON o.wave = e.wave AND o.question_id = e.question_id
    LEFT JOIN partly_counted AS p ON o.wave = p.wave AND o.question_id = p.question_id
    UNION ALL
    SELECT
        wave,
        question_id,
        FALSE AS known,
        low,
        high,
        1 AS n,
        weight,
        square
    FROM remaining
),
-- the known answers; and all of them, unknown ones at their lowest and at their highest
spread AS (
    SELECT
        'known' AS reading,
        wave,
        question_id,
        low AS value,
        sum(weight) AS weight,
        sum(square) AS square
    FROM placed
    WHERE known
    GROUP BY wave, question_id, low
    UNION ALL
    SELECT
        'low' AS reading,
        wave,
        question_id,
        low AS value,
        sum(weight) AS weight,
        sum(square) AS square
    FROM placed
    GROUP BY wave, question_id, low
    UNION ALL
    SELECT
        'high' AS reading,
        wave,
        question_id,
        high AS value,
        sum(weight) AS weight,
        sum(square) AS square
    FROM placed
    GROUP BY wave, question_id, high
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
        o.reading,
        o.wave,
        o.question_id,
        sum(CAST(o.weight AS DOUBLE)) AS weight,
        sum(CAST(o.square AS DOUBLE)) AS square,
        sum(o.value * CAST(o.weight AS DOUBLE))
        / NULLIF(sum(CAST(o.weight AS DOUBLE)), 0) AS mean,
        (
            min(o.value) FILTER (WHERE 4 * o.reached >= o.total)
            + min(o.value) FILTER (WHERE 4 * o.reached > o.total)
        ) / 2 AS p25,
        (
            min(o.value) FILTER (WHERE 2 * o.reached >= o.total)
            + min(o.value) FILTER (WHERE 2 * o.reached > o.total)
        ) / 2 AS median,
        (
            min(o.value) FILTER (WHERE 4 * o.reached >= 3 * o.total)
            + min(o.value) FILTER (WHERE 4 * o.reached > 3 * o.total)
        ) / 2 AS p75,
        (
            coalesce(sum(CAST(o.weight AS DOUBLE)) FILTER (WHERE o.value = e.highest), 0)
            - coalesce(sum(CAST(o.weight AS DOUBLE)) FILTER (WHERE o.value = e.lowest), 0)
        ) / NULLIF(sum(CAST(o.weight AS DOUBLE)), 0) AS net
    FROM ordered AS o
    INNER JOIN ends AS e ON o.wave = e.wave AND o.question_id = e.question_id
    GROUP BY o.reading, o.wave, o.question_id
),
deviations AS (
    SELECT
        o.wave,
        o.question_id,
        sum(CAST(o.square AS DOUBLE) * (o.value - s.mean) * (o.value - s.mean)) AS square
    FROM ordered AS o
    INNER JOIN summed AS s
        ON o.reading = s.reading AND o.wave = s.wave AND o.question_id = s.question_id
    WHERE o.reading = 'known'
    GROUP BY o.wave, o.question_id
),
counts AS (
    SELECT
        p.wave,
        p.question_id,
        coalesce(sum(p.n) FILTER (WHERE p.known), 0) AS base,
        coalesce(sum(p.n) FILTER (WHERE NOT p.known), 0) AS n_unknown,
        coalesce(sum(p.n) FILTER (WHERE p.known AND p.low = e.highest), 0) AS top_n,
        coalesce(sum(p.n) FILTER (WHERE p.known AND p.low = e.lowest), 0) AS bottom_n,
        e.lowest,
        e.highest
    FROM placed AS p
    INNER JOIN ends AS e ON p.wave = e.wave AND p.question_id = e.question_id
    GROUP BY p.wave, p.question_id, e.lowest, e.highest
),
results AS (
    SELECT
        c.wave,
        c.question_id,
        c.base,
        c.n_unknown,
        c.top_n,
        c.bottom_n,
        c.lowest,
        c.highest,
        k.mean,
        k.p25,
        k.median,
        k.p75,
        k.net,
        l.mean AS mean_low,
        h.mean AS mean_high,
        l.p25 AS p25_low,
        h.p25 AS p25_high,
        l.median AS median_low,
        h.median AS median_high,
        l.p75 AS p75_low,
        h.p75 AS p75_high,
        l.net AS net_low,
        h.net AS net_high,
        k.weight * k.weight / NULLIF(k.square, 0) AS n_effective,
        sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
        / NULLIF(k.weight, 0) AS standard_error,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            c.base + c.n_unknown, coalesce(l.weight * l.weight / NULLIF(l.square, 0), 0)
        ) + 0.000001) AS BIGINT) AS size
    FROM counts AS c
    INNER JOIN core.waves AS w ON c.wave = w.wave
    LEFT JOIN summed AS k
        ON c.wave = k.wave AND c.question_id = k.question_id AND k.reading = 'known'
    LEFT JOIN summed AS l
        ON c.wave = l.wave AND c.question_id = l.question_id AND l.reading = 'low'
    LEFT JOIN summed AS h
        ON c.wave = h.wave AND c.question_id = h.question_id AND h.reading = 'high'
    LEFT JOIN deviations AS v ON c.wave = v.wave AND c.question_id = v.question_id
)
SELECT
    r.wave,
    r.question_id,
    CAST(r.base AS BIGINT) AS base,
    CAST(r.n_unknown AS BIGINT) AS n_unknown,
    CASE WHEN r.n_unknown = 0 THEN r.mean END AS mean,
    CASE WHEN r.n_unknown = 0 THEN r.p25 END AS p25,
    CASE WHEN r.n_unknown = 0 THEN r.median END AS median,
    CASE WHEN r.n_unknown = 0 THEN r.p75 END AS p75,
    CAST(r.top_n AS BIGINT) AS top_n,
    CAST(r.bottom_n AS BIGINT) AS bottom_n,
    CASE WHEN r.n_unknown = 0 THEN r.net END AS net,
    r.mean_low,
    r.mean_high,
    r.p25_low,
    r.p25_high,
    r.median_low,
    r.median_high,
    r.p75_low,
    r.p75_high,
    r.net_low,
    r.net_high,
    r.lowest,
    r.highest,
    r.n_effective,
    CASE WHEN r.n_unknown = 0 THEN r.standard_error END AS standard_error,
    r.size,
    d.shows
FROM results AS r
LEFT JOIN indicators.display_rules AS d
    ON r.size >= d.size_from AND (r.size < d.size_below OR d.size_below IS NULL)
ORDER BY r.wave, r.question_id
