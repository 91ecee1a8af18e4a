-- Grain: indicator × pair of waves × grouping × group.
-- What each group of respondents has to do with the change from one wave to another: its share and
-- its part of the base in both waves, and what the one and the other change by (Kitagawa 1955).
-- Counts of responses, unweighted, in waves whose respondents the registry knows. Whether the
-- effects of a grouping are the whole change is for trends.composition to say.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- base_from: responses of the group in the base of the earlier wave
-- n_from: of them, those with yes
-- base_to: responses of the group in the base of the later wave
-- n_to: of them, those with yes
-- n_unknown: responses of the group, in both waves, of which it is not known
-- rate_effect: what the group's other share brings: half the sum of its parts of the two bases ×
--   the change of its share
-- composition_effect: what its other part of the base brings: half the sum of its shares × the
--   change of its part; both NULL where the group is not in both bases or its answers are unknown,
--   and across a break
-- rate_numerator: rate_effect × effect_denominator, a whole number
-- composition_numerator: composition_effect × effect_denominator
-- effect_denominator: twice the product of the bases of both waves, the group's and everyone's
WITH pairs AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        p.position_from,
        p.position_to,
        p.comparable,
        f.base AS base_from,
        t.base AS base_to
    FROM trends.pairs AS p
    INNER JOIN indicators.from_responses AS f
        ON p.indicator_id = f.indicator_id AND p.wave_from = f.wave
    INNER JOIN indicators.from_responses AS t
        ON p.indicator_id = t.indicator_id AND p.wave_to = t.wave
    WHERE p.by_respondent
),
sides AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        g.group_by,
        g.group_value,
        g.base AS base_from,
        g.n AS n_from,
        0 AS base_to,
        0 AS n_to,
        g.n_unknown
    FROM pairs AS p
    INNER JOIN indicators.group_results AS g
        ON p.indicator_id = g.indicator_id AND p.wave_from = g.wave
    UNION ALL
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        g.group_by,
        g.group_value,
        0 AS base_from,
        0 AS n_from,
        g.base AS base_to,
        g.n AS n_to,
        g.n_unknown
    FROM pairs AS p
    INNER JOIN indicators.group_results AS g
        ON p.indicator_id = g.indicator_id AND p.wave_to = g.wave
),
groups AS (
    SELECT
        s.indicator_id,
        s.wave_from,
        s.wave_to,
        s.group_by,
        s.group_value,
        p.position_from,
        p.position_to,
        sum(s.base_from) AS base_from,
        sum(s.n_from) AS n_from,
        sum(s.base_to) AS base_to,
        sum(s.n_to) AS n_to,
        sum(s.n_unknown) AS n_unknown,
        p.comparable AND min(s.n_unknown) = 0 AND max(s.n_unknown) = 0
        AND sum(s.base_from) > 0 AND sum(s.base_to) > 0 AS whole,
        -- products of four: exact as whole numbers of 38 digits
        CAST(sum(s.base_from) AS DECIMAL(38, 0)) AS b1,
        CAST(sum(s.n_from) AS DECIMAL(38, 0)) AS n1,
        CAST(sum(s.base_to) AS DECIMAL(38, 0)) AS b2,
        CAST(sum(s.n_to) AS DECIMAL(38, 0)) AS n2,
        CAST(p.base_from AS DECIMAL(38, 0)) AS all1,
        CAST(p.base_to AS DECIMAL(38, 0)) AS all2
    FROM sides AS s
    INNER JOIN pairs AS p
        ON
            s.indicator_id = p.indicator_id
            AND s.wave_from = p.wave_from
            AND s.wave_to = p.wave_to
    GROUP BY
        s.indicator_id,
        s.wave_from,
        s.wave_to,
        s.group_by,
        s.group_value,
        p.position_from,
        p.position_to,
        p.comparable,
        p.base_from,
        p.base_to
),
effects AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        group_by,
        group_value,
        position_from,
        position_to,
        base_from,
        n_from,
        base_to,
        n_to,
        n_unknown,
        CASE WHEN whole
            THEN (b1 * all2 + b2 * all1) * (n2 * b1 - n1 * b2)
        END AS rate_numerator,
        CASE WHEN whole
            THEN (n1 * b2 + n2 * b1) * (b2 * all1 - b1 * all2)
        END AS composition_numerator,
        CASE WHEN whole THEN 2 * all1 * all2 * b1 * b2 END AS effect_denominator
    FROM groups
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    group_by,
    group_value,
    CAST(base_from AS BIGINT) AS base_from,
    CAST(n_from AS BIGINT) AS n_from,
    CAST(base_to AS BIGINT) AS base_to,
    CAST(n_to AS BIGINT) AS n_to,
    CAST(n_unknown AS BIGINT) AS n_unknown,
    CAST(rate_numerator AS DOUBLE)
    / NULLIF(CAST(effect_denominator AS DOUBLE), 0) AS rate_effect,
    CAST(composition_numerator AS DOUBLE)
    / NULLIF(CAST(effect_denominator AS DOUBLE), 0) AS composition_effect,
    CAST(rate_numerator AS DECIMAL(38, 0)) AS rate_numerator,
    CAST(composition_numerator AS DECIMAL(38, 0)) AS composition_numerator,
    CAST(effect_denominator AS DECIMAL(38, 0)) AS effect_denominator
FROM effects
ORDER BY indicator_id, position_from, position_to, group_by, group_value
