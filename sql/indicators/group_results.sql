-- Grain: wave × indicator × grouping × group.
-- Indicators within groups of respondents: by country, by kind, by years of membership and by each
-- attribute, as it was at the wave. Respondents of whom the registry doesn't tell the group are in
-- none.
--
-- wave: wave id
-- indicator_id: indicator
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- base: responses of the group of which yes or no is known
-- n: responses with yes
-- share: n of base by weight, NULL where n_unknown > 0
-- n_unknown: responses of which it is not known
-- share_low: share if no unknown response had it
-- share_high: share if every unknown response had it
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the share, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed
WITH answers AS (
    SELECT
        b.wave,
        b.indicator_id,
        g.group_by,
        g.group_value,
        b.answer,
        CAST(b.weight AS DECIMAL(38, 18)) AS weight,
        CAST(b.weight * b.weight AS DECIMAL(38, 18)) AS square
    FROM indicators.by_response AS b
    INNER JOIN indicators.respondent_groups AS g
        ON b.wave = g.wave AND b.respondent_id = g.respondent_id
),
counts AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        count(*) FILTER (WHERE answer <> 'unknown') AS base,
        count(*) FILTER (WHERE answer = 'yes') AS n,
        count(*) FILTER (WHERE answer = 'unknown') AS n_unknown,
        coalesce(sum(weight) FILTER (WHERE answer <> 'unknown'), 0) AS weight_base,
        coalesce(sum(weight) FILTER (WHERE answer = 'yes'), 0) AS weight_n,
        coalesce(sum(weight) FILTER (WHERE answer = 'unknown'), 0) AS weight_unknown,
        coalesce(sum(square) FILTER (WHERE answer <> 'unknown'), 0) AS squares_base,
        coalesce(sum(square) FILTER (WHERE answer = 'yes'), 0) AS squares_n,
        sum(square) AS squares
    FROM answers
    GROUP BY wave, indicator_id, group_by, group_value
),
shares AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        base,
        n,
        CASE WHEN n_unknown = 0
            THEN CAST(weight_n AS DOUBLE) / NULLIF(CAST(weight_base AS DOUBLE), 0)
        END AS share,
        n_unknown,
        CAST(weight_n AS DOUBLE)
        / NULLIF(CAST(weight_base + weight_unknown AS DOUBLE), 0) AS share_low,
        CAST(weight_n + weight_unknown AS DOUBLE)
        / NULLIF(CAST(weight_base + weight_unknown AS DOUBLE), 0) AS share_high,
        CAST(weight_base AS DOUBLE) * CAST(weight_base AS DOUBLE)
        / NULLIF(CAST(squares_base AS DOUBLE), 0) AS n_effective,
        CAST(weight_base AS DOUBLE) AS weight_base,
        CAST(squares_n AS DOUBLE) AS squares_n,
        CAST(squares_base - squares_n AS DOUBLE) AS squares_rest,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            base + n_unknown,
            coalesce(
                CAST(weight_base + weight_unknown AS DOUBLE)
                * CAST(weight_base + weight_unknown AS DOUBLE)
                / NULLIF(CAST(squares AS DOUBLE), 0), 0
            )
        ) + 0.000001) AS BIGINT) AS size
    FROM counts
)
SELECT
    s.wave,
    s.indicator_id,
    s.group_by,
    s.group_value,
    s.base,
    s.n,
    s.share,
    s.n_unknown,
    s.share_low,
    s.share_high,
    s.n_effective,
    sqrt(
        w.n_responses / NULLIF(w.n_responses - 1, 0)
        * (s.squares_n * (1 - s.share) * (1 - s.share) + s.squares_rest * s.share * s.share)
    ) / NULLIF(s.weight_base, 0) AS standard_error,
    s.size,
    d.shows
FROM shares AS s
INNER JOIN core.waves AS w ON s.wave = w.wave
LEFT JOIN indicators.display_rules AS d
    ON s.size >= d.size_from AND (s.size < d.size_below OR d.size_below IS NULL)
ORDER BY s.wave, s.indicator_id, s.group_by, s.group_value
