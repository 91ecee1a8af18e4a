-- Grain: figure.
-- The numbers about waves as a whole, their respondents, findings and files, unrounded.
-- report.figures rounds them and gives them their text.
--
-- figure_id: readable and stable id: wave, kind, subject, measure
-- wave: wave spoken of
-- kind: wave, country, panel, finding, source
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
WITH wave_measures AS (
    SELECT 'responses' AS measure, 'n_responses' AS sql_column
    UNION ALL SELECT 'published_responses', 'n_published'
    UNION ALL SELECT 'not_counted', 'n_not_counted'
    UNION ALL SELECT 'countries', 'n_countries'
    UNION ALL SELECT 'population', 'population_n'
    UNION ALL SELECT 'participation', 'n_responses, population_n'
    UNION ALL SELECT 'percent_from', 'counts_only_below'
    UNION ALL SELECT 'bars_from', 'bars_from'
),
who_measures AS (
    SELECT 'members' AS measure, 'n_members' AS sql_column
    UNION ALL SELECT 'members_answered', 'n_answered'
    UNION ALL SELECT 'response_rate', 'rate'
    UNION ALL SELECT 'new', 'n_new'
    UNION ALL SELECT 'returning', 'n_returning'
    UNION ALL SELECT 'returned', 'n_returned'
    UNION ALL SELECT 'stopped', 'n_stopped'
    UNION ALL SELECT 'left', 'n_left'
),
question_totals AS (
    SELECT
        wave,
        count(*) AS questions,
        count(*) FILTER (WHERE known = 'some') AS questions_in_part,
        count(*) FILTER (WHERE known = 'none') AS questions_unknown,
        sum(n_asked) AS items,
        sum(n_unknown) AS items_unknown
    FROM report.questions
    GROUP BY wave
),
total_measures AS (
    SELECT 'questions' AS measure
    UNION ALL SELECT 'questions_in_part'
    UNION ALL SELECT 'questions_unknown'
    UNION ALL SELECT 'items'
    UNION ALL SELECT 'items_unknown'
),
panel_measures AS (
    SELECT 'n' AS measure
    UNION ALL SELECT 'n_only'
),
country_measures AS (
    SELECT 'members' AS measure, 'n_members' AS sql_column
    UNION ALL SELECT 'members_answered', 'n_members_answered'
),
verdict_measures AS (
    SELECT 'n' AS measure, 'n_findings' AS sql_column
    UNION ALL SELECT 'claims', 'n_claims'
),
source_measures AS (
    SELECT 'rows' AS measure
    UNION ALL SELECT 'columns'
    UNION ALL SELECT 'cells'
    UNION ALL SELECT 'loaded'
    UNION ALL SELECT 'rejected'
    UNION ALL SELECT 'ignored'
    UNION ALL SELECT 'blank'
)
SELECT
    w.wave || '.wave.' || m.measure AS figure_id,
    w.wave,
    'wave' AS kind,
    m.measure,
    CASE WHEN m.measure IN ('population', 'participation')
        THEN 'members' || coalesce(', ' || w.population_basis, '') ELSE w.noun_many
    END AS label,
    CAST(NULL AS VARCHAR) AS question_id,
    CAST(NULL AS VARCHAR) AS option_id,
    CAST(NULL AS VARCHAR) AS indicator_id,
    CAST(NULL AS VARCHAR) AS claim_id,
    CASE WHEN m.measure = 'participation' THEN 'percent' ELSE 'count' END AS unit,
    CASE m.measure
        WHEN 'responses' THEN w.n_responses
        WHEN 'published_responses' THEN w.n_published
        WHEN 'not_counted' THEN w.n_not_counted
        WHEN 'countries' THEN w.n_countries
        WHEN 'population' THEN w.population_n
        WHEN 'participation' THEN w.n_responses / NULLIF(w.population_n, 0)
        WHEN 'percent_from' THEN w.counts_only_below
        WHEN 'bars_from' THEN w.bars_from
    END AS value,
    CASE WHEN m.measure = 'participation' THEN w.population_n END AS base,
    CASE WHEN m.measure = 'participation' THEN w.n_responses END AS k,
    'report.waves' AS sql_model,
    m.sql_column,
    'wave=' || w.wave AS row_key
FROM report.waves AS w
CROSS JOIN wave_measures AS m
WHERE w.has_page OR m.measure = 'published_responses'

UNION ALL
SELECT
    a.wave || '.wave.' || m.measure,
    a.wave,
    'wave',
    m.measure,
    -- a number of members that nobody counted says so wherever it is printed
    CASE WHEN m.measure IN ('members', 'response_rate')
        THEN 'members' || coalesce(', ' || a.population_basis, '') ELSE m.measure
    END AS label,
    NULL,
    NULL,
    NULL,
    NULL,
    CASE WHEN m.measure = 'response_rate' THEN 'percent' ELSE 'count' END AS unit,
    CASE m.measure
        WHEN 'members' THEN a.n_members
        WHEN 'members_answered' THEN a.n_answered
        WHEN 'response_rate' THEN a.rate
        WHEN 'new' THEN a.n_new
        WHEN 'returning' THEN a.n_returning
        WHEN 'returned' THEN a.n_returned
        WHEN 'stopped' THEN a.n_stopped
        WHEN 'left' THEN a.n_left
    END,
    CASE WHEN m.measure = 'response_rate' THEN a.n_members END,
    CASE WHEN m.measure = 'response_rate' THEN a.n_answered END,
    'report.who_answered',
    m.sql_column,
    'wave=' || a.wave
FROM report.who_answered AS a
CROSS JOIN who_measures AS m

UNION ALL
SELECT
    t.wave || '.wave.' || m.measure,
    t.wave,
    'wave',
    m.measure,
    m.measure AS label,
    NULL,
    NULL,
    NULL,
    NULL,
    'count',
    CASE m.measure
        WHEN 'questions' THEN t.questions
        WHEN 'questions_in_part' THEN t.questions_in_part
        WHEN 'questions_unknown' THEN t.questions_unknown
        WHEN 'items' THEN t.items
        WHEN 'items_unknown' THEN t.items_unknown
    END,
    NULL,
    NULL,
    'report.questions',
    m.measure AS sql_column,
    'wave=' || t.wave
FROM question_totals AS t
CROSS JOIN total_measures AS m

UNION ALL
SELECT
    c.wave || '.country.' || c.country_code,
    c.wave,
    'country',
    'n',
    c.country_code,
    NULL,
    NULL,
    NULL,
    NULL,
    'count',
    c.n,
    NULL,
    NULL,
    'report.countries',
    'n',
    'wave=' || c.wave || ', country_code=' || c.country_code
FROM report.countries AS c

UNION ALL
SELECT
    c.wave || '.country.' || c.country_code || '.' || m.measure,
    c.wave,
    'country',
    m.measure,
    c.country_code,
    NULL,
    NULL,
    NULL,
    NULL,
    'count',
    CASE m.measure WHEN 'members' THEN c.n_members ELSE c.n_members_answered END,
    CASE WHEN m.measure = 'members_answered' THEN c.n_members END,
    NULL,
    'report.countries',
    m.sql_column,
    'wave=' || c.wave || ', country_code=' || c.country_code
FROM report.countries AS c
CROSS JOIN country_measures AS m
WHERE c.n_members IS NOT NULL

UNION ALL
SELECT
    o.wave || '.panel.' || o.other_wave || '.' || m.measure,
    o.wave,
    'panel',
    m.measure,
    o.other_wave,
    NULL,
    NULL,
    NULL,
    o.claim_id,
    'count',
    CASE WHEN m.measure = 'n' THEN o.n ELSE o.n_only END,
    NULL,
    NULL,
    'report.panels',
    m.measure AS sql_column,
    'wave=' || o.wave || ', other_wave=' || o.other_wave
FROM report.panels AS o
CROSS JOIN panel_measures AS m

UNION ALL
SELECT
    v.wave || '.finding.' || v.verdict || '.' || m.measure,
    v.wave,
    'finding',
    m.measure,
    v.verdict,
    NULL,
    NULL,
    NULL,
    NULL,
    'count',
    CASE WHEN m.measure = 'n' THEN v.n_findings ELSE v.n_claims END,
    NULL,
    NULL,
    'report.verdicts',
    m.sql_column,
    'wave=' || v.wave || ', verdict=' || v.verdict
FROM report.verdicts AS v
CROSS JOIN verdict_measures AS m
WHERE m.measure = 'claims' OR v.verdict <> 'any'

UNION ALL
SELECT
    s.wave || '.source.' || replace(s.path, ' ', '_') || '.' || m.measure,
    s.wave,
    'source',
    m.measure,
    s.path,
    NULL,
    NULL,
    NULL,
    NULL,
    'count',
    CASE m.measure
        WHEN 'rows' THEN s.rows
        WHEN 'columns' THEN s.columns
        WHEN 'cells' THEN s.cells
        WHEN 'loaded' THEN s.loaded
        WHEN 'rejected' THEN s.rejected
        WHEN 'ignored' THEN s.ignored
        WHEN 'blank' THEN s.blank
    END,
    NULL,
    NULL,
    'report.sources',
    m.measure AS sql_column,
    'wave=' || s.wave || ', path=' || s.path
FROM report.sources AS s
CROSS JOIN source_measures AS m
