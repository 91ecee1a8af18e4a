-- Grain: wave × net score × grouping × group.
-- Net scores within groups of respondents: as in indicators.nets, by country, by kind, by years of
-- membership and by each attribute, as it was at the wave. Respondents of whom the registry
-- doesn't tell the group are in none.
--
-- wave: wave id
-- indicator_id: net score
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
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
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a net where percent
WITH answers AS (
    SELECT
        t.wave,
        n.indicator_id,
        g.group_by,
        g.group_value,
        t.answer AS top,
        b.answer AS bottom,
        t.answer <> 'unknown' AND b.answer <> 'unknown' AS known,
        -- 1, 0 or -1; of unknown answers the least and the most that they may be
        CASE WHEN t.answer = 'yes' THEN 1 ELSE 0 END
        - CASE WHEN b.answer = 'no' THEN 0 ELSE 1 END AS low,
        CASE WHEN t.answer = 'no' THEN 0 ELSE 1 END
        - CASE WHEN b.answer = 'yes' THEN 1 ELSE 0 END AS high,
        CAST(t.weight AS DECIMAL(38, 18)) AS weight,
        CAST(t.weight * t.weight AS DECIMAL(38, 18)) AS square
    FROM input.nets AS n
    INNER JOIN indicators.by_response AS t ON n.top_id = t.indicator_id
    INNER JOIN indicators.by_response AS b
        ON n.bottom_id = b.indicator_id AND t.response_id = b.response_id
    INNER JOIN indicators.respondent_groups AS g
        ON t.wave = g.wave AND t.respondent_id = g.respondent_id
),
counts AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        count(*) FILTER (WHERE known) AS base,
        count(*) FILTER (WHERE NOT known) AS n_unknown,
        count(*) FILTER (WHERE top = 'yes') AS n_top,
        count(*) FILTER (WHERE bottom = 'yes') AS n_bottom,
        CAST(sum(weight) AS DOUBLE) AS weight,
        CAST(sum(square) AS DOUBLE) AS square,
        CAST(sum(weight * low) AS DOUBLE) AS weight_low,
        CAST(sum(weight * high) AS DOUBLE) AS weight_high,
        CAST(coalesce(sum(weight) FILTER (WHERE known), 0) AS DOUBLE) AS weight_base,
        CAST(coalesce(sum(square) FILTER (WHERE known), 0) AS DOUBLE) AS squares_base,
        CAST(coalesce(sum(square) FILTER (WHERE known AND low = 1), 0) AS DOUBLE) AS squares_top,
        CAST(
            coalesce(sum(square) FILTER (WHERE known AND low = -1), 0) AS DOUBLE
        ) AS squares_bottom,
        CAST(
            coalesce(sum(square) FILTER (WHERE known AND low = 0), 0) AS DOUBLE
        ) AS squares_between
    FROM answers
    GROUP BY wave, indicator_id, group_by, group_value
),
nets AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        base,
        n_top,
        n_bottom,
        CASE WHEN n_unknown = 0 THEN weight_low / NULLIF(weight, 0) END AS net,
        n_unknown,
        weight_low / NULLIF(weight, 0) AS net_low,
        weight_high / NULLIF(weight, 0) AS net_high,
        weight_base,
        squares_top,
        squares_bottom,
        squares_between,
        weight_base * weight_base / NULLIF(squares_base, 0) AS n_effective,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            base + n_unknown, coalesce(weight * weight / NULLIF(square, 0), 0)
        ) + 0.000001) AS BIGINT) AS size
    FROM counts
)
SELECT
    n.wave,
    n.indicator_id,
    n.group_by,
    n.group_value,
    n.base,
    n.n_top,
    n.n_bottom,
    n.net,
    n.n_unknown,
    n.net_low,
    n.net_high,
    n.n_effective,
    sqrt(
        w.n_responses / NULLIF(w.n_responses - 1, 0)
        * (
            n.squares_top * (1 - n.net) * (1 - n.net)
            + n.squares_bottom * (1 + n.net) * (1 + n.net)
            + n.squares_between * n.net * n.net
        )
    ) / NULLIF(n.weight_base, 0) AS standard_error,
    n.size,
    d.shows
FROM nets AS n
INNER JOIN core.waves AS w ON n.wave = w.wave
LEFT JOIN indicators.display_rules AS d
    ON n.size >= d.size_from AND (n.size < d.size_below OR d.size_below IS NULL)
ORDER BY n.wave, n.indicator_id, n.group_by, n.group_value
