-- Grain: wave × indicator.
-- Indicators counted from the responses. An indicator of one option is that option's row of
-- option_shares, but for the states that the indicator takes into its base.
--
-- wave: wave id
-- indicator_id: indicator
-- base: responses of which yes or no is known
-- n: responses with yes
-- n_unknown: responses of which it is not known
-- weight_base: sum of the weights of the base
-- weight_n: sum of the weights of n
-- weight_unknown: sum of the weights of n_unknown
-- squares_base: sum of the squared weights of the base
-- squares_n: sum of the squared weights of n
-- squares_unknown: sum of the squared weights of n_unknown
WITH groups AS (
    SELECT
        c.wave,
        a.indicator_id,
        c.n_rows,
        c.n_items,
        c.weight_rows,
        c.weight_items,
        c.squares_rows,
        c.squares_items,
        o.option_id IS NOT NULL AND c.selected AS chosen,
        c.state = 'answered' OR t.state IS NOT NULL AS closed,
        c.state IN ('unknown', 'rejected') AS open,
        -- rows in which the option's fate is known whatever the state of the item
        o.option_id IS NOT NULL AND (c.selected OR a.n_options = 1) AS told
    FROM indicators.asked AS a
    INNER JOIN (
        SELECT DISTINCT indicator_id, question_id FROM input.indicator_options
    ) AS q ON a.indicator_id = q.indicator_id
    INNER JOIN indicators.answer_counts AS c
        ON a.wave = c.wave AND q.question_id = c.question_id
    LEFT JOIN input.indicator_options AS o
        ON
            a.indicator_id = o.indicator_id
            AND c.question_id = o.question_id
            AND c.option_id = o.option_id
    LEFT JOIN input.indicator_states AS t
        ON a.indicator_id = t.indicator_id AND c.state = t.state
    WHERE a.from_counts
    UNION ALL
    -- known in part, and all that is left counts: as if it had been chosen
    SELECT
        l.wave,
        a.indicator_id,
        1 AS n_rows,
        0 AS n_items,
        max(l.weight) AS weight_rows,
        0 AS weight_items,
        max(l.square) AS squares_rows,
        0 AS squares_items,
        TRUE AS chosen,
        FALSE AS closed,
        TRUE AS open,
        TRUE AS told
    FROM indicators.options_left AS l
    INNER JOIN indicators.asked AS a ON l.wave = a.wave AND a.from_counts
    INNER JOIN input.indicator_options AS o
        ON
            a.indicator_id = o.indicator_id
            AND l.question_id = o.question_id
            AND l.option_id = o.option_id
    GROUP BY l.wave, a.indicator_id, l.response_id
    HAVING count(*) = max(l.n_left)
),
counted AS (
    SELECT
        wave,
        indicator_id,
        sum(n_items) FILTER (WHERE closed) AS n_closed,
        sum(weight_items) FILTER (WHERE closed) AS weight_closed,
        sum(squares_items) FILTER (WHERE closed) AS squares_closed,
        sum(n_rows) FILTER (WHERE told AND NOT closed) AS n_beyond,
        sum(weight_rows) FILTER (WHERE told AND NOT closed) AS weight_beyond,
        sum(squares_rows) FILTER (WHERE told AND NOT closed) AS squares_beyond,
        sum(n_rows) FILTER (WHERE chosen) AS n,
        sum(weight_rows) FILTER (WHERE chosen) AS weight_n,
        sum(squares_rows) FILTER (WHERE chosen) AS squares_n,
        sum(n_items) FILTER (WHERE open) AS n_open,
        sum(weight_items) FILTER (WHERE open) AS weight_open,
        sum(squares_items) FILTER (WHERE open) AS squares_open,
        sum(n_rows) FILTER (WHERE told AND open) AS n_told,
        sum(weight_rows) FILTER (WHERE told AND open) AS weight_told,
        sum(squares_rows) FILTER (WHERE told AND open) AS squares_told
    FROM groups
    GROUP BY wave, indicator_id
),
responses AS (
    SELECT
        wave,
        indicator_id,
        answer,
        CAST(weight AS DECIMAL(38, 18)) AS weight,
        CAST(weight * weight AS DECIMAL(38, 18)) AS square
    FROM indicators.by_response
),
found AS (
    SELECT
        wave,
        indicator_id,
        count(*) FILTER (WHERE answer <> 'unknown') AS base,
        count(*) FILTER (WHERE answer = 'yes') AS n,
        count(*) FILTER (WHERE answer = 'unknown') AS n_unknown,
        sum(weight) FILTER (WHERE answer <> 'unknown') AS weight_base,
        sum(weight) FILTER (WHERE answer = 'yes') AS weight_n,
        sum(weight) FILTER (WHERE answer = 'unknown') AS weight_unknown,
        sum(square) FILTER (WHERE answer <> 'unknown') AS squares_base,
        sum(square) FILTER (WHERE answer = 'yes') AS squares_n,
        sum(square) FILTER (WHERE answer = 'unknown') AS squares_unknown
    FROM responses
    GROUP BY wave, indicator_id
)
SELECT
    wave,
    indicator_id,
    CAST(coalesce(n_closed, 0) + coalesce(n_beyond, 0) AS BIGINT) AS base,
    CAST(coalesce(n, 0) AS BIGINT) AS n,
    CAST(coalesce(n_open, 0) - coalesce(n_told, 0) AS BIGINT) AS n_unknown,
    coalesce(weight_closed, 0) + coalesce(weight_beyond, 0) AS weight_base,
    coalesce(weight_n, 0) AS weight_n,
    coalesce(weight_open, 0) - coalesce(weight_told, 0) AS weight_unknown,
    coalesce(squares_closed, 0) + coalesce(squares_beyond, 0) AS squares_base,
    coalesce(squares_n, 0) AS squares_n,
    coalesce(squares_open, 0) - coalesce(squares_told, 0) AS squares_unknown
FROM counted
UNION ALL
SELECT
    a.wave,
    a.indicator_id,
    coalesce(f.base, 0) AS base,
    coalesce(f.n, 0) AS n,
    coalesce(f.n_unknown, 0) AS n_unknown,
    coalesce(f.weight_base, 0) AS weight_base,
    coalesce(f.weight_n, 0) AS weight_n,
    coalesce(f.weight_unknown, 0) AS weight_unknown,
    coalesce(f.squares_base, 0) AS squares_base,
    coalesce(f.squares_n, 0) AS squares_n,
    coalesce(f.squares_unknown, 0) AS squares_unknown
FROM indicators.asked AS a
LEFT JOIN found AS f ON a.wave = f.wave AND a.indicator_id = f.indicator_id
WHERE NOT a.from_counts
ORDER BY wave, indicator_id
