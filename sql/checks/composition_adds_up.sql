-- Grain: decomposed change that its parts don't add up to.
-- What a group's share and its part of the base bring is what the group has to do with the change,
-- multiplied out in whole numbers; and where a change is decomposable, the groups together are
-- those of the base, so that all of it is the change.
-- Severity: error
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- group_by: grouping
-- n_wrong: groups whose effects are not what they have to do with the change
-- grouped_from: responses of all groups in the earlier wave
-- base_from: base of the earlier wave
-- grouped_to: responses of all groups in the later wave
-- base_to: base of the later wave
WITH groups AS (
    SELECT
        g.indicator_id,
        g.wave_from,
        g.wave_to,
        g.group_by,
        c.decomposable,
        c.base_from,
        c.n_from,
        c.base_to,
        c.n_to,
        c.change,
        c.rate_effect,
        c.composition_effect,
        g.base_from AS grouped_from,
        g.n_from AS grouped_n_from,
        g.base_to AS grouped_to,
        g.n_to AS grouped_n_to,
        g.rate_numerator + g.composition_numerator
        <> 2 * CAST(g.base_from AS DECIMAL(38, 0)) * g.base_to
        * (CAST(g.n_to AS DECIMAL(38, 0)) * c.base_from
            - CAST(g.n_from AS DECIMAL(38, 0)) * c.base_to)
        OR g.effect_denominator
        <> 2 * CAST(g.base_from AS DECIMAL(38, 0)) * g.base_to * c.base_from * c.base_to AS wrong
    FROM trends.composition_groups AS g
    INNER JOIN trends.composition AS c
        ON
            g.indicator_id = c.indicator_id
            AND g.wave_from = c.wave_from
            AND g.wave_to = c.wave_to
            AND g.group_by = c.group_by
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    group_by,
    count(*) FILTER (WHERE wrong) AS n_wrong,
    CAST(sum(grouped_from) AS BIGINT) AS grouped_from,
    base_from,
    CAST(sum(grouped_to) AS BIGINT) AS grouped_to,
    base_to
FROM groups
GROUP BY
    indicator_id,
    wave_from,
    wave_to,
    group_by,
    decomposable,
    base_from,
    n_from,
    base_to,
    n_to,
    change,
    rate_effect,
    composition_effect
HAVING
    count(*) FILTER (WHERE wrong) > 0
    OR (
        decomposable
        AND (
            sum(grouped_from) <> base_from
            OR sum(grouped_n_from) <> n_from
            OR sum(grouped_to) <> base_to
            OR sum(grouped_n_to) <> n_to
            OR abs(change - rate_effect - composition_effect) > 0.000000000001
        )
    )
