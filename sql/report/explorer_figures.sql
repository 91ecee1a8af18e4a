-- Grain: figure of the explorer.
-- The numbers that the explorer prints beside those of report.figures, with their texts: within
-- groups, and of those who answered two waves. Percentages are rounded half up on integers;
-- weighted shares, which have none, from nine decimals.
--
-- figure_id: readable and stable id: wave, kind, subject, measure
-- value: the number, shares 0-1; NULL where none is printed
-- base: base printed with it, NULL where it has none
-- text: the number as printed
-- sql_model: model whose row holds it
-- row_key: that row's key, as name=value pairs
-- sql_column: column of that row
-- wave: wave spoken of, the later one of two
-- kind: group, or both for those who answered two waves
-- measure: what is measured, such as n or share
-- indicator_id: indicator
-- unit: count or percent
-- group_by: country, kind, membership, or an attribute's id; NULL outside groups
-- group_value: the group
WITH group_measures AS (
    SELECT 'n' AS measure, 'n' AS sql_column
    UNION ALL SELECT 'n_high', 'n_high'
    UNION ALL SELECT 'base', 'base_printed'
    UNION ALL SELECT 'share', 'share'
),
panel_measures AS (
    SELECT 'base' AS measure, 'panel_base' AS sql_column
    UNION ALL SELECT 'unknown', 'panel_n_unknown'
    UNION ALL SELECT 'n_from', 'panel_n_from'
    UNION ALL SELECT 'n_to', 'panel_n_to'
    UNION ALL SELECT 'gained', 'n_gained'
    UNION ALL SELECT 'lost', 'n_lost'
),
unprinted AS (
    SELECT
        g.wave || '.group.' || g.group_by || '.' || g.group_value || '.' || g.indicator_id
        || '.' || m.measure AS figure_id,
        g.wave,
        'group' AS kind,
        m.measure,
        g.indicator_id,
        CASE WHEN m.measure = 'share' THEN 'percent' ELSE 'count' END AS unit,
        g.group_by,
        g.group_value,
        CASE m.measure
            WHEN 'n' THEN g.n
            WHEN 'n_high' THEN g.n_high
            WHEN 'base' THEN g.base_printed
            WHEN 'share' THEN g.share
        END AS value,
        CASE WHEN m.measure <> 'base' THEN g.base_printed END AS base,
        CASE WHEN NOT g.weighted THEN g.n END AS k,
        'report.explorer_groups' AS sql_model,
        'wave=' || g.wave || ', indicator_id=' || g.indicator_id || ', group_by=' || g.group_by
        || ', group_value=' || g.group_value AS row_key,
        m.sql_column
    FROM report.explorer_groups AS g
    CROSS JOIN group_measures AS m
    UNION ALL
    SELECT
        p.wave_to || '.both.' || p.wave_from || '.' || p.indicator_id || '.' || m.measure,
        p.wave_to,
        'both',
        m.measure,
        p.indicator_id,
        'count',
        NULL,
        NULL,
        CASE m.measure
            WHEN 'base' THEN p.panel_base
            WHEN 'unknown' THEN p.panel_n_unknown
            WHEN 'n_from' THEN p.panel_n_from
            WHEN 'n_to' THEN p.panel_n_to
            WHEN 'gained' THEN p.n_gained
            WHEN 'lost' THEN p.n_lost
        END,
        CASE WHEN m.measure NOT IN ('base', 'unknown') THEN p.panel_base END,
        NULL,
        'report.explorer_panels',
        'indicator_id=' || p.indicator_id || ', wave_from=' || p.wave_from
        || ', wave_to=' || p.wave_to,
        m.sql_column
    FROM report.explorer_panels AS p
    CROSS JOIN panel_measures AS m
),
rounded AS (
    SELECT
        figure_id,
        wave,
        kind,
        measure,
        indicator_id,
        unit,
        group_by,
        group_value,
        value,
        base,
        CAST(CASE
            WHEN unit = 'count' THEN floor(value)
            WHEN k IS NULL THEN floor(round(value * 100 * 1000000000) / 1000000000 + 0.5)
            ELSE floor((200 * k + base) / NULLIF(2 * base, 0))
        END AS BIGINT) AS whole,
        sql_model,
        row_key,
        sql_column
    FROM unprinted
)
SELECT
    figure_id,
    CAST(value AS DOUBLE) AS value,
    CAST(base AS BIGINT) AS base,
    CASE
        WHEN value IS NULL THEN '—'
        WHEN unit = 'percent' THEN CAST(whole AS VARCHAR) || '%'
        WHEN whole < 1000 THEN CAST(whole AS VARCHAR)
        WHEN whole < 1000000
            THEN CAST(CAST(floor(whole / 1000) AS BIGINT) AS VARCHAR) || ','
                || lpad(CAST(whole % 1000 AS VARCHAR), 3, '0')
        ELSE CAST(CAST(floor(whole / 1000000) AS BIGINT) AS VARCHAR) || ','
            || lpad(CAST(CAST(floor(whole / 1000) AS BIGINT) % 1000 AS VARCHAR), 3, '0') || ','
            || lpad(CAST(whole % 1000 AS VARCHAR), 3, '0')
    END AS text,
    sql_model,
    row_key,
    sql_column,
    wave,
    kind,
    measure,
    indicator_id,
    unit,
    group_by,
    group_value
FROM rounded
ORDER BY figure_id
