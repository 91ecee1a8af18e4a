-- Grain: wave × rating × grouping × group.
-- Ratings within groups of respondents: mean and net as in indicators.scales, by country, by kind,
-- by years of membership and by each attribute, as it was at the wave. Respondents of whom the
-- registry doesn't tell the group are in none.
--
-- wave: wave id
-- question_id: question
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- base: answers known
-- n_unknown: answers not known
-- mean: mean by weight, NULL where n_unknown > 0
-- mean_low: mean if every unknown answer were the lowest value that it may be
-- mean_high: mean if every unknown answer were the highest
-- top_n: answers known to be the highest value that was offered
-- bottom_n: answers known to be the lowest one
-- net: share of the highest less share of the lowest value, -1 to 1; NULL where n_unknown > 0
-- net_low: lower bound of the net
-- net_high: upper bound of the net
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the mean, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a mean and a net where percent
WITH ends AS (
    SELECT DISTINCT wave, question_id, lowest, highest
    FROM indicators.scale_values
),
grouped AS (
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
-- between which values an answer lies that is known in part
remaining AS (
    SELECT
        l.response_id,
        l.question_id,
        min(v.value) AS low,
        max(v.value) AS high
    FROM indicators.options_left AS l
    INNER JOIN indicators.scale_values AS v
        ON l.wave = v.wave AND l.question_id = v.question_id AND l.option_id = v.option_id
    GROUP BY l.response_id, l.question_id
),
-- few rows where answers repeat: all that follows is on distinct values; in surveys without a
-- registry nobody is in a group, and no answer is read
items AS (
    SELECT
        e.wave,
        e.question_id,
        e.lowest,
        e.highest,
        g.group_by,
        g.group_value,
        a.state = 'answered' AS known,
        CASE WHEN a.state = 'answered' THEN a.option_id END AS option_id,
        r.low,
        r.high,
        count(*) AS n,
        CAST(sum(g.weight) AS DOUBLE) AS weight,
        CAST(sum(g.square) AS DOUBLE) AS square
    FROM core.answers AS a
    INNER JOIN grouped AS g ON a.response_id = g.response_id
    INNER JOIN ends AS e ON g.wave = e.wave AND a.question_id = e.question_id
    LEFT JOIN remaining AS r
        ON a.response_id = r.response_id AND a.question_id = r.question_id
    WHERE
        (a.state = 'answered' AND a.selected)
        OR (a.state IN ('unknown', 'rejected') AND a.first_of_item)
    GROUP BY
        e.wave, e.question_id, e.lowest, e.highest, g.group_by, g.group_value,
        a.state = 'answered', CASE WHEN a.state = 'answered' THEN a.option_id END, r.low, r.high
),
counts AS (
    SELECT
        i.wave,
        i.question_id,
        i.group_by,
        i.group_value,
        i.known,
        coalesce(v.value, i.low, i.lowest) AS low,
        coalesce(v.value, i.high, i.highest) AS high,
        i.lowest,
        i.highest,
        i.n,
        i.weight,
        i.square
    FROM items AS i
    LEFT JOIN indicators.scale_values AS v
        ON i.wave = v.wave AND i.question_id = v.question_id AND i.option_id = v.option_id
    WHERE NOT i.known OR v.option_id IS NOT NULL
),
sums AS (
    SELECT
        wave,
        question_id,
        group_by,
        group_value,
        coalesce(sum(n) FILTER (WHERE known), 0) AS base,
        coalesce(sum(n) FILTER (WHERE NOT known), 0) AS n_unknown,
        coalesce(sum(n) FILTER (WHERE known AND low = highest), 0) AS top_n,
        coalesce(sum(n) FILTER (WHERE known AND low = lowest), 0) AS bottom_n,
        sum(weight * low) AS weight_low,
        sum(weight * high) AS weight_high,
        coalesce(sum(weight) FILTER (WHERE low = highest), 0)
        - coalesce(sum(weight) FILTER (WHERE low = lowest), 0) AS net_low,
        coalesce(sum(weight) FILTER (WHERE high = highest), 0)
        - coalesce(sum(weight) FILTER (WHERE high = lowest), 0) AS net_high,
        sum(weight) AS weight,
        sum(square) AS square,
        coalesce(sum(weight) FILTER (WHERE known), 0) AS weight_base,
        coalesce(sum(square) FILTER (WHERE known), 0) AS square_base
    FROM counts
    GROUP BY wave, question_id, group_by, group_value
),
results AS (
    SELECT
        wave,
        question_id,
        group_by,
        group_value,
        base,
        n_unknown,
        top_n,
        bottom_n,
        weight_low / NULLIF(weight, 0) AS mean_low,
        weight_high / NULLIF(weight, 0) AS mean_high,
        net_low / NULLIF(weight, 0) AS net_low,
        net_high / NULLIF(weight, 0) AS net_high,
        weight_base,
        weight_base * weight_base / NULLIF(square_base, 0) AS n_effective,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            base + n_unknown, coalesce(weight * weight / NULLIF(square, 0), 0)
        ) + 0.000001) AS BIGINT) AS size
    FROM sums
),
deviations AS (
    SELECT
        c.wave,
        c.question_id,
        c.group_by,
        c.group_value,
        sum(c.square * (c.low - r.mean_low) * (c.low - r.mean_low)) AS square
    FROM counts AS c
    INNER JOIN results AS r
        ON
            c.wave = r.wave
            AND c.question_id = r.question_id
            AND c.group_by = r.group_by
            AND c.group_value = r.group_value
            AND r.n_unknown = 0
    GROUP BY c.wave, c.question_id, c.group_by, c.group_value
)
SELECT
    r.wave,
    r.question_id,
    r.group_by,
    r.group_value,
    CAST(r.base AS BIGINT) AS base,
    CAST(r.n_unknown AS BIGINT) AS n_unknown,
    CASE WHEN r.n_unknown = 0 THEN r.mean_low END AS mean,
    r.mean_low,
    r.mean_high,
    CAST(r.top_n AS BIGINT) AS top_n,
    CAST(r.bottom_n AS BIGINT) AS bottom_n,
    CASE WHEN r.n_unknown = 0 THEN r.net_low END AS net,
    r.net_low,
    r.net_high,
    r.n_effective,
    sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
    / NULLIF(r.weight_base, 0) AS standard_error,
    r.size,
    d.shows
FROM results AS r
INNER JOIN core.waves AS w ON r.wave = w.wave
LEFT JOIN deviations AS v
    ON
        r.wave = v.wave
        AND r.question_id = v.question_id
        AND r.group_by = v.group_by
        AND r.group_value = v.group_value
LEFT JOIN indicators.display_rules AS d
    ON r.size >= d.size_from AND (r.size < d.size_below OR d.size_below IS NULL)
ORDER BY r.wave, r.question_id, r.group_by, r.group_value
