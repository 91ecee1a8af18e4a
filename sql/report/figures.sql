-- Grain: figure.
-- Every number that the report prints, one row each: pages, charts and documents print `text` and
-- compute nothing. Percentages and points are rounded half away from
-- zero, on integers; weighted shares and numbers, which
-- have none, from nine decimals. What the base rules or unknown answers forbid to print has no
-- value and the text '—'.
--
-- figure_id: readable and stable id: wave, kind, subject, measure
-- wave: wave spoken of
-- value: the number, shares 0-1, differences of shares -1 to 1; NULL where none is printed
-- base: base printed with it, NULL where it has none
-- text: the number as printed
-- sql_model: model whose row holds it
-- row_key: that row's key, as name=value pairs
-- sql_column: column or columns of that row that make it
-- kind: wave, country, panel, question, state, option, indicator, number, claim, change, finding,
--   source
-- measure: what is measured, such as n or share
-- label: what it is a number of, in words of the survey
-- question_id: question, if any
-- option_id: option, if any
-- indicator_id: indicator, if any
-- claim_id: claim of a published report, if any
-- unit: count, percent, points (percentage points), number, or percent as printed
WITH unprinted AS (
    SELECT
        figure_id,
        wave,
        kind,
        measure,
        label,
        question_id,
        option_id,
        indicator_id,
        claim_id,
        unit,
        value,
        base,
        k,
        base AS denominator,
        sql_model,
        sql_column,
        row_key
    FROM report.wave_figures
    UNION ALL
    SELECT
        figure_id,
        wave,
        kind,
        measure,
        label,
        question_id,
        option_id,
        indicator_id,
        claim_id,
        unit,
        value,
        base,
        k,
        base AS denominator,
        sql_model,
        sql_column,
        row_key
    FROM report.answer_figures
    UNION ALL
    SELECT
        figure_id,
        wave,
        kind,
        measure,
        label,
        question_id,
        option_id,
        indicator_id,
        claim_id,
        unit,
        value,
        base,
        k,
        denominator,
        sql_model,
        sql_column,
        row_key
    FROM report.change_figures
),
-- percentages are printed whole, all else that has a fraction with one decimal
scaled AS (
    SELECT
        figure_id,
        unit,
        value,
        k,
        denominator,
        CASE unit
            WHEN 'percent' THEN 100
            WHEN 'percent as printed' THEN 1000
            ELSE 10
        END AS scale
    FROM unprinted
),
rounded AS (
    SELECT
        figure_id,
        CAST(CASE
            WHEN unit = 'count' THEN floor(value)
            WHEN k IS NULL THEN floor(round(abs(value) * scale * 1000000000) / 1000000000 + 0.5)
            ELSE floor((200 * abs(k) + denominator) / NULLIF(2 * denominator, 0))
        END AS BIGINT) AS whole
    FROM scaled
),
parts AS (
    SELECT
        figure_id,
        CAST(whole AS VARCHAR) AS whole,
        whole AS size,
        CAST(CAST(floor(whole / 1000000) AS BIGINT) AS VARCHAR) AS millions,
        CAST(CAST(floor(whole / 1000) AS BIGINT) AS VARCHAR) AS thousands,
        lpad(CAST(CAST(floor(whole / 1000) AS BIGINT) % 1000 AS VARCHAR), 3, '0') AS thousand,
        lpad(CAST(whole % 1000 AS VARCHAR), 3, '0') AS rest,
        CAST(CAST(floor(whole / 10) AS BIGINT) AS VARCHAR)
        || CASE WHEN whole % 10 > 0 THEN '.' || CAST(whole % 10 AS VARCHAR) ELSE '' END AS decimal
    FROM rounded
)
SELECT
    u.figure_id,
    u.wave,
    CAST(u.value AS DOUBLE) AS value,
    CAST(u.base AS BIGINT) AS base,
    CASE
        WHEN u.value IS NULL THEN '—'
        WHEN u.unit = 'percent' THEN p.whole || '%'
        WHEN u.unit = 'points' AND u.value < 0 AND p.size > 0 THEN '−' || p.whole
        WHEN u.unit = 'points' AND p.size > 0 THEN '+' || p.whole
        WHEN u.unit = 'percent as printed' THEN p.decimal || '%'
        WHEN u.unit = 'number' AND u.value < 0 AND p.size > 0 THEN '−' || p.decimal
        WHEN u.unit = 'number' THEN p.decimal
        WHEN p.size < 1000 THEN p.whole
        WHEN p.size < 1000000 THEN p.thousands || ',' || p.rest
        ELSE p.millions || ',' || p.thousand || ',' || p.rest
    END AS text,
    u.sql_model,
    u.row_key,
    u.sql_column,
    u.kind,
    u.measure,
    u.label,
    u.question_id,
    u.option_id,
    u.indicator_id,
    u.claim_id,
    u.unit
FROM unprinted AS u
INNER JOIN parts AS p ON u.figure_id = p.figure_id
ORDER BY u.figure_id
