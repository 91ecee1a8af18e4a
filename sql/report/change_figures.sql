-- Grain: figure.
-- The numbers about changes between waves, unrounded.
-- report.figures rounds them and gives them their text.
--
-- figure_id: readable and stable id: wave, kind, subject, measure
-- wave: wave spoken of
-- kind: change
-- measure: what is measured, such as n or share
-- label: what it is a number of, in words of the survey
-- question_id: question, if any
-- option_id: option, if any
-- indicator_id: indicator, if any
-- claim_id: claim of a published report, if any
-- unit: count, or points: a difference of two shares
-- value: the number, differences of shares -1 to 1; NULL where none is printed
-- base: base printed with it, NULL where it has none
-- k: numerator of a difference, so that it is rounded on integers
-- denominator: what k is of
-- sql_model: model whose row holds it
-- sql_column: column or columns of that row that make it
-- row_key: that row's key, as name=value pairs
WITH measures AS (
    SELECT 'panel_base' AS measure
    UNION ALL SELECT 'panel_n_from'
    UNION ALL SELECT 'panel_n_to'
    UNION ALL SELECT 'n_gained'
    UNION ALL SELECT 'n_lost'
    UNION ALL SELECT 'n_kept'
    UNION ALL SELECT 'n_neither'
    UNION ALL SELECT 'panel_points'
    UNION ALL SELECT 'n_from'
    UNION ALL SELECT 'base_from'
    UNION ALL SELECT 'n_to'
    UNION ALL SELECT 'base_to'
    UNION ALL SELECT 'points'
),
-- differences as fractions of integers: of one base, and of two
differences AS (
    SELECT
        wave,
        wave_from,
        indicator_id,
        'panel_points' AS measure,
        panel_n_to - panel_n_from AS k,
        panel_base AS denominator,
        shows = 'percent' AS shown
    FROM report.changes
    UNION ALL
    SELECT
        wave,
        wave_from,
        indicator_id,
        'points' AS measure,
        n_to * base_from - n_from * base_to AS k,
        base_from * base_to AS denominator,
        whole AND whole_shows = 'percent' AS shown
    FROM report.changes
),
bound_measures AS (
    SELECT 'base_low' AS measure
    UNION ALL SELECT 'base_high'
    UNION ALL SELECT 'n_from_low'
    UNION ALL SELECT 'n_from_high'
    UNION ALL SELECT 'n_to_low'
    UNION ALL SELECT 'n_to_high'
    UNION ALL SELECT 'n_gained_stated'
    UNION ALL SELECT 'n_lost_stated'
)
SELECT
    c.wave || '.change.' || c.indicator_id || '.' || c.wave_from || '.' || m.measure AS figure_id,
    c.wave,
    'change' AS kind,
    m.measure,
    c.title AS label,
    c.question_id,
    CAST(NULL AS VARCHAR) AS option_id,
    c.indicator_id,
    CAST(NULL AS VARCHAR) AS claim_id,
    CASE WHEN d.k IS NULL THEN 'count' ELSE 'points' END AS unit,
    CASE m.measure
        WHEN 'panel_base' THEN c.panel_base
        WHEN 'panel_n_from' THEN c.panel_n_from
        WHEN 'panel_n_to' THEN c.panel_n_to
        WHEN 'n_gained' THEN c.n_gained
        WHEN 'n_lost' THEN c.n_lost
        WHEN 'n_kept' THEN c.n_kept
        WHEN 'n_neither' THEN c.n_neither
        WHEN 'n_from' THEN c.n_from
        WHEN 'base_from' THEN c.base_from
        WHEN 'n_to' THEN c.n_to
        WHEN 'base_to' THEN c.base_to
        ELSE CASE WHEN d.shown THEN d.k / NULLIF(CAST(d.denominator AS DOUBLE), 0) END
    END AS value,
    CASE
        WHEN m.measure LIKE 'n!_%' ESCAPE '!' AND m.measure NOT IN ('n_from', 'n_to')
            OR m.measure IN ('panel_n_from', 'panel_n_to', 'panel_points')
            THEN c.panel_base
        WHEN m.measure = 'n_from' THEN c.base_from
        WHEN m.measure = 'n_to' THEN c.base_to
    END AS base,
    d.k,
    d.denominator,
    'report.changes' AS sql_model,
    CASE m.measure
        WHEN 'panel_points' THEN 'panel_n_from, panel_n_to, panel_base'
        WHEN 'points' THEN 'n_from, base_from, n_to, base_to'
        ELSE m.measure
    END AS sql_column,
    'wave=' || c.wave || ', wave_from=' || c.wave_from || ', indicator_id=' || c.indicator_id
        AS row_key
FROM report.changes AS c
CROSS JOIN measures AS m
LEFT JOIN differences AS d
    ON
        c.wave = d.wave
        AND c.wave_from = d.wave_from
        AND c.indicator_id = d.indicator_id
        AND m.measure = d.measure

UNION ALL
SELECT
    b.wave || '.change.' || b.indicator_id || '.' || b.wave_from || '.' || m.measure,
    b.wave,
    'change',
    m.measure,
    b.title,
    b.question_id,
    NULL,
    b.indicator_id,
    NULL,
    'count',
    CASE m.measure
        WHEN 'base_low' THEN b.base_low
        WHEN 'base_high' THEN b.base_high
        WHEN 'n_from_low' THEN b.n_from_low
        WHEN 'n_from_high' THEN b.n_from_high
        WHEN 'n_to_low' THEN b.n_to_low
        WHEN 'n_to_high' THEN b.n_to_high
        WHEN 'n_gained_stated' THEN b.n_gained_stated
        WHEN 'n_lost_stated' THEN b.n_lost_stated
    END,
    NULL,
    NULL,
    NULL,
    'report.bounded_changes',
    m.measure AS sql_column,
    'wave=' || b.wave || ', wave_from=' || b.wave_from || ', indicator_id=' || b.indicator_id
FROM report.bounded_changes AS b
INNER JOIN bound_measures AS m
    ON
        (m.measure <> 'n_gained_stated' OR b.n_gained_stated IS NOT NULL)
        AND (m.measure <> 'n_lost_stated' OR b.n_lost_stated IS NOT NULL)
