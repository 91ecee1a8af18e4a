-- Grain: figure.
-- The numbers about questions, options, indicators and published values, unrounded.
-- report.figures rounds them and gives them their text.
--
-- figure_id: readable and stable id: wave, kind, subject, measure
-- wave: wave spoken of
-- kind: question, state, option, indicator, number, claim
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
WITH question_measures AS (
    SELECT 'asked' AS measure, 'n_asked' AS sql_column
    UNION ALL SELECT 'base', 'base'
    UNION ALL SELECT 'unknown', 'n_unknown'
),
share_measures AS (
    SELECT 'n' AS measure, 'n' AS sql_column
    UNION ALL SELECT 'n_high', 'n_high'
    UNION ALL SELECT 'base', 'base_printed'
    UNION ALL SELECT 'share', 'share'
),
published_measures AS (
    SELECT 'published' AS measure, 'printed' AS sql_column
    UNION ALL SELECT 'published_base', 'base'
),
claim_measures AS (
    SELECT 'value' AS measure
    UNION ALL SELECT 'base'
),
-- bounds are figures only where numbers are unknown: elsewhere both are the number itself
number_measures AS (
    SELECT
        'mean' AS measure,
        FALSE AS bound
    UNION ALL SELECT 'p25', FALSE
    UNION ALL SELECT 'median', FALSE
    UNION ALL SELECT 'p75', FALSE
    UNION ALL SELECT 'mean_low', TRUE
    UNION ALL SELECT 'mean_high', TRUE
    UNION ALL SELECT 'p25_low', TRUE
    UNION ALL SELECT 'p25_high', TRUE
    UNION ALL SELECT 'median_low', TRUE
    UNION ALL SELECT 'median_high', TRUE
    UNION ALL SELECT 'p75_low', TRUE
    UNION ALL SELECT 'p75_high', TRUE
)
SELECT
    q.wave || '.question.' || q.question_id || '.' || m.measure AS figure_id,
    q.wave,
    'question' AS kind,
    m.measure,
    q.short AS label,
    q.question_id,
    CAST(NULL AS VARCHAR) AS option_id,
    CAST(NULL AS VARCHAR) AS indicator_id,
    CAST(NULL AS VARCHAR) AS claim_id,
    'count' AS unit,
    CASE m.measure
        WHEN 'asked' THEN q.n_asked
        WHEN 'base' THEN q.base
        WHEN 'unknown' THEN q.n_unknown
    END AS value,
    CAST(NULL AS BIGINT) AS base,
    CAST(NULL AS BIGINT) AS k,
    'report.questions' AS sql_model,
    m.sql_column,
    'wave=' || q.wave || ', question_id=' || q.question_id AS row_key
FROM report.questions AS q
CROSS JOIN question_measures AS m

UNION ALL
SELECT
    s.wave || '.question.' || s.question_id || '.state.' || s.state,
    s.wave,
    'state',
    'n',
    s.state,
    s.question_id,
    NULL,
    NULL,
    NULL,
    'count',
    s.n,
    NULL,
    NULL,
    'report.states',
    'n',
    'wave=' || s.wave || ', question_id=' || s.question_id || ', state=' || s.state
FROM report.states AS s
INNER JOIN report.waves AS w ON s.wave = w.wave AND w.has_answers
WHERE s.state <> 'answered'

UNION ALL
SELECT
    o.wave || '.option.' || o.question_id || '.' || o.option_id || '.' || m.measure,
    o.wave,
    'option',
    m.measure,
    o.label,
    o.question_id,
    o.option_id,
    NULL,
    NULL,
    CASE WHEN m.measure = 'share' THEN 'percent' ELSE 'count' END,
    CASE
        WHEN m.measure = 'n' THEN o.n
        WHEN m.measure = 'n_high' THEN o.n_high
        WHEN m.measure = 'base' THEN o.base_printed
        WHEN m.measure = 'share' AND o.shows = 'percent' THEN o.share
    END,
    CASE WHEN m.measure <> 'base' THEN o.base_printed END,
    CASE WHEN NOT w.weighted THEN o.n END,
    'report.options',
    m.sql_column,
    'wave=' || o.wave || ', question_id=' || o.question_id || ', option_id=' || o.option_id
FROM report.options AS o
INNER JOIN report.waves AS w ON o.wave = w.wave
CROSS JOIN share_measures AS m

UNION ALL
SELECT
    n.wave || '.option.' || n.question_id || '.' || n.option_id || '.ruled_out',
    n.wave,
    'option',
    'ruled_out',
    max(o.label),
    n.question_id,
    n.option_id,
    NULL,
    NULL,
    'count',
    count(*),
    NULL,
    NULL,
    'report.names',
    'list',
    'wave=' || n.wave || ', question_id=' || n.question_id
    || ', list=ruled_out, option_id=' || n.option_id
FROM report.names AS n
INNER JOIN input.options AS o
    ON n.question_id = o.question_id AND n.option_id = o.option_id
WHERE n.list = 'ruled_out'
GROUP BY n.wave, n.question_id, n.option_id

UNION ALL
SELECT
    i.wave || '.indicator.' || i.indicator_id || '.' || m.measure,
    i.wave,
    'indicator',
    m.measure,
    i.title,
    i.question_id,
    NULL,
    i.indicator_id,
    NULL,
    CASE WHEN m.measure = 'share' THEN 'percent' ELSE 'count' END,
    CASE
        WHEN m.measure = 'n' THEN i.n
        WHEN m.measure = 'n_high' THEN i.n_high
        WHEN m.measure = 'base' THEN i.base_printed
        WHEN m.measure = 'share' AND i.shows = 'percent' THEN i.share
    END,
    CASE WHEN m.measure <> 'base' THEN i.base_printed END,
    CASE WHEN NOT w.weighted THEN i.n END,
    'report.indicators',
    m.sql_column,
    'wave=' || i.wave || ', indicator_id=' || i.indicator_id || ', source=responses'
FROM report.indicators AS i
INNER JOIN report.waves AS w ON i.wave = w.wave
CROSS JOIN share_measures AS m
WHERE i.source = 'responses'

UNION ALL
SELECT
    i.wave || '.indicator.' || i.indicator_id || '.' || m.measure,
    i.wave,
    'indicator',
    m.measure,
    i.title,
    i.question_id,
    NULL,
    i.indicator_id,
    i.claim_id,
    CASE
        WHEN m.measure = 'published' AND i.unit = 'percent' THEN 'percent as printed'
        ELSE 'count'
    END,
    CASE
        WHEN m.measure = 'published_base' THEN i.base
        WHEN i.unit = 'percent' THEN i.printed / 100
        ELSE i.printed
    END,
    CASE WHEN m.measure = 'published' THEN i.base END,
    NULL,
    'report.indicators',
    m.sql_column,
    'wave=' || i.wave || ', indicator_id=' || i.indicator_id || ', source=published'
FROM report.indicators AS i
CROSS JOIN published_measures AS m
WHERE i.source = 'published'

UNION ALL
SELECT
    n.wave || '.number.' || n.question_id || '.' || m.measure,
    n.wave,
    'number',
    m.measure,
    m.measure AS label,
    n.question_id,
    NULL,
    NULL,
    NULL,
    'number',
    CASE
        WHEN NOT n.shown THEN NULL
        WHEN m.measure = 'mean' THEN n.mean
        WHEN m.measure = 'p25' THEN n.p25
        WHEN m.measure = 'median' THEN n.median
        WHEN m.measure = 'p75' THEN n.p75
        WHEN m.measure = 'mean_low' THEN n.mean_low
        WHEN m.measure = 'mean_high' THEN n.mean_high
        WHEN m.measure = 'p25_low' THEN n.p25_low
        WHEN m.measure = 'p25_high' THEN n.p25_high
        WHEN m.measure = 'median_low' THEN n.median_low
        WHEN m.measure = 'median_high' THEN n.median_high
        WHEN m.measure = 'p75_low' THEN n.p75_low
        WHEN m.measure = 'p75_high' THEN n.p75_high
    END,
    n.base + n.n_unknown,
    NULL,
    'report.numbers',
    m.measure AS sql_column,
    'wave=' || n.wave || ', question_id=' || n.question_id
FROM report.numbers AS n
INNER JOIN number_measures AS m ON NOT m.bound OR n.n_unknown > 0

UNION ALL
SELECT
    replace(p.claim_id, '/', '.claim.') || '.' || m.measure,
    p.wave,
    'claim',
    m.measure,
    p.quote,
    p.question_id,
    p.option_id,
    NULL,
    p.claim_id,
    CASE
        WHEN m.measure = 'value' AND p.unit = 'percent' THEN 'percent as printed'
        ELSE 'count'
    END,
    CASE
        WHEN m.measure = 'base' THEN p.base
        WHEN p.unit = 'percent' THEN p.value / 100
        ELSE p.value
    END,
    CASE WHEN m.measure = 'value' THEN p.base END,
    NULL,
    'report.published',
    m.measure AS sql_column,
    'claim_id=' || p.claim_id
FROM report.published AS p
CROSS JOIN claim_measures AS m
WHERE p.value IS NOT NULL AND (m.measure = 'value' OR p.base IS NOT NULL)
