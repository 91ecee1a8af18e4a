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
-- unit: count, percent, number, or percent as printed
-- value: the number, shares 0-1; NULL where none is printed
-- base: base printed with it, NULL where it has none
-- k: numerator of an unweighted share, so that it is rounded on integers
-- sql_model: model whose row holds it
-- sql_column: column or columns of that row that make it
-- row_key: that row's key, as name=value pairs
WITH measures AS (
    SELECT 'panel_base' AS measure
    UNION ALL SELECT 'panel_n_from'
    UNION ALL SELECT 'panel_n_to'
    UNION ALL SELECT 'n_gained'
    UNION ALL SELECT 'n_lost'
    UNION ALL SELECT 'n_from'
    UNION ALL SELECT 'base_from'
    UNION ALL SELECT 'n_to'
    UNION ALL SELECT 'base_to'
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
    'count' AS unit,
    CASE m.measure
        WHEN 'panel_base' THEN c.panel_base
        WHEN 'panel_n_from' THEN c.panel_n_from
        WHEN 'panel_n_to' THEN c.panel_n_to
        WHEN 'n_gained' THEN c.n_gained
        WHEN 'n_lost' THEN c.n_lost
        WHEN 'n_from' THEN c.n_from
        WHEN 'base_from' THEN c.base_from
        WHEN 'n_to' THEN c.n_to
        WHEN 'base_to' THEN c.base_to
    END AS value,
    CASE
        WHEN m.measure IN ('panel_n_from', 'panel_n_to', 'n_gained', 'n_lost') THEN c.panel_base
        WHEN m.measure = 'n_from' THEN c.base_from
        WHEN m.measure = 'n_to' THEN c.base_to
    END AS base,
    CAST(NULL AS BIGINT) AS k,
    'report.changes' AS sql_model,
    m.measure AS sql_column,
    'wave=' || c.wave || ', wave_from=' || c.wave_from || ', indicator_id=' || c.indicator_id
        AS row_key
FROM report.changes AS c
CROSS JOIN measures AS m
