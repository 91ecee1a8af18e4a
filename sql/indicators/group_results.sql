-- Grain: wave × indicator × grouping × group.
-- Indicators within groups of respondents: by country, by kind and by each attribute, as it was
-- at the wave. Respondents of whom the registry doesn't tell the group are in none.
--
-- wave: wave id
-- indicator_id: indicator
-- group_by: country, kind, or an attribute's id
-- group_value: the group
-- base: responses of the group of which yes or no is known
-- n: responses with yes
-- share: n of base by weight, NULL where n_unknown > 0
-- n_unknown: responses of which it is not known
-- share_low: share if no unknown response had it
-- share_high: share if every unknown response had it
-- n_effective: Kish's effective size of the base
WITH groups AS (
    SELECT
        w.wave,
        r.respondent_id,
        'country' AS group_by,
        r.country_code AS group_value
    FROM core.respondents AS r
    CROSS JOIN core.waves AS w
    WHERE r.country_code IS NOT NULL
    UNION ALL
    SELECT
        w.wave,
        r.respondent_id,
        'kind' AS group_by,
        r.kind AS group_value
    FROM core.respondents AS r
    CROSS JOIN core.waves AS w
    WHERE r.kind IS NOT NULL
    UNION ALL
    SELECT DISTINCT
        w.wave,
        a.respondent_id,
        a.attribute AS group_by,
        a.value AS group_value
    FROM core.respondent_attributes AS a
    INNER JOIN core.waves AS w
        ON
            (a.valid_from IS NULL OR a.valid_from <= w.facts_on)
            AND (a.valid_to IS NULL OR a.valid_to >= w.facts_on)
),
answers AS (
    SELECT
        b.wave,
        b.indicator_id,
        g.group_by,
        g.group_value,
        b.answer,
        CAST(b.weight AS DECIMAL(38, 18)) AS weight,
        CAST(b.weight * b.weight AS DECIMAL(38, 18)) AS square
    FROM indicators.by_response AS b
    INNER JOIN groups AS g ON b.wave = g.wave AND b.respondent_id = g.respondent_id
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
        coalesce(sum(square) FILTER (WHERE answer <> 'unknown'), 0) AS squares_base
    FROM answers
    GROUP BY wave, indicator_id, group_by, group_value
)
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
    / NULLIF(CAST(squares_base AS DOUBLE), 0) AS n_effective
FROM counts
ORDER BY wave, indicator_id, group_by, group_value
