-- Grain: wave × net score.
-- The share of one indicator less that of another one of the same question, such as those who
-- are satisfied less those who are not. Both have the same base, so that all comes from their
-- sums. Where answers are unknown there are bounds: as if each of them were in the bottom set
-- where it may be, and in the top set.
--
-- wave: wave id
-- indicator_id: net score
-- base: responses of which it is known whether they are in the top and in the bottom set
-- n_top: responses in the top set
-- n_bottom: responses in the bottom set
-- net: share of the top set less share of the bottom set by weight, -1 to 1; NULL where
--   n_unknown > 0
-- n_unknown: responses of which it is not known
-- net_low: lower bound of the net
-- net_high: upper bound of the net
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the net, as in indicators.results
-- standard_error_members: the same, as if those who responded were a random draw from the members
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a net where percent
WITH below AS (
    -- known in part: not in the top set, and perhaps in the bottom set
    SELECT
        l.wave,
        n.indicator_id,
        max(l.weight) AS weight,
        max(l.square) AS square
    FROM input.nets AS n
    INNER JOIN indicators.options_left AS l ON n.question_id = l.question_id
    LEFT JOIN input.indicator_options AS t
        ON
            n.top_id = t.indicator_id
            AND l.question_id = t.question_id
            AND l.option_id = t.option_id
    LEFT JOIN input.indicator_options AS b
        ON
            n.bottom_id = b.indicator_id
            AND l.question_id = b.question_id
            AND l.option_id = b.option_id
    GROUP BY l.wave, n.indicator_id, l.response_id
    HAVING count(t.option_id) = 0 AND count(b.option_id) BETWEEN 1 AND max(l.n_left) - 1
),
unsettled AS (
    SELECT
        wave,
        indicator_id,
        count(*) AS n,
        sum(weight) AS weight,
        sum(square) AS square
    FROM below
    GROUP BY wave, indicator_id
),
sides AS (
    SELECT
        t.wave,
        n.indicator_id,
        t.base - coalesce(u.n, 0) AS base,
        t.n AS n_top,
        b.n AS n_bottom,
        t.n_unknown + coalesce(u.n, 0) AS n_unknown,
        CAST(t.weight_base - coalesce(u.weight, 0) AS DOUBLE) AS weight_base,
        CAST(t.weight_n - b.weight_n AS DOUBLE) AS weight_net,
        CAST(t.weight_n - b.weight_n - b.weight_unknown AS DOUBLE) AS weight_low,
        CAST(t.weight_n + t.weight_unknown - b.weight_n AS DOUBLE) AS weight_high,
        CAST(t.weight_base + t.weight_unknown AS DOUBLE) AS weight,
        CAST(t.squares_base + t.squares_unknown AS DOUBLE) AS squares,
        CAST(t.squares_n AS DOUBLE) AS squares_top,
        CAST(b.squares_n AS DOUBLE) AS squares_bottom,
        CAST(t.squares_base - t.squares_n - b.squares_n AS DOUBLE) AS squares_between,
        CAST(t.squares_base - coalesce(u.square, 0) AS DOUBLE) AS squares_base
    FROM input.nets AS n
    INNER JOIN indicators.from_responses AS t ON n.top_id = t.indicator_id
    INNER JOIN indicators.from_responses AS b
        ON n.bottom_id = b.indicator_id AND t.wave = b.wave
    LEFT JOIN unsettled AS u ON n.indicator_id = u.indicator_id AND t.wave = u.wave
),
nets AS (
    SELECT
        wave,
        indicator_id,
        CASE WHEN n_unknown = 0 THEN weight_net / NULLIF(weight_base, 0) END AS net,
        weight_low / NULLIF(weight, 0) AS net_low,
        weight_high / NULLIF(weight, 0) AS net_high,
        weight_base * weight_base / NULLIF(squares_base, 0) AS n_effective,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(
            least(base + n_unknown, coalesce(weight * weight / NULLIF(squares, 0), 0)) + 0.000001
        ) AS BIGINT) AS size
    FROM sides
),
errors AS (
    SELECT
        s.wave,
        s.indicator_id,
        w.n_responses,
        w.population_n,
        sqrt(
            w.n_responses / NULLIF(w.n_responses - 1, 0)
            * (
                s.squares_top * (1 - n.net) * (1 - n.net)
                + s.squares_bottom * (1 + n.net) * (1 + n.net)
                + s.squares_between * n.net * n.net
            )
        ) / NULLIF(s.weight_base, 0) AS standard_error
    FROM sides AS s
    INNER JOIN nets AS n ON s.wave = n.wave AND s.indicator_id = n.indicator_id
    INNER JOIN core.waves AS w ON s.wave = w.wave
)
SELECT
    s.wave,
    s.indicator_id,
    s.base,
    s.n_top,
    s.n_bottom,
    n.net,
    s.n_unknown,
    n.net_low,
    n.net_high,
    n.n_effective,
    e.standard_error,
    CASE WHEN e.n_responses <= e.population_n
        THEN e.standard_error
        * sqrt((e.population_n - e.n_responses) / NULLIF(e.population_n, 0))
    END AS standard_error_members,
    n.size,
    d.shows
FROM sides AS s
INNER JOIN nets AS n ON s.wave = n.wave AND s.indicator_id = n.indicator_id
INNER JOIN errors AS e ON s.wave = e.wave AND s.indicator_id = e.indicator_id
LEFT JOIN indicators.display_rules AS d
    ON n.size >= d.size_from AND (n.size < d.size_below OR d.size_below IS NULL)
ORDER BY s.wave, s.indicator_id
