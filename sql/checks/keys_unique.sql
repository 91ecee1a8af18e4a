-- Grain: key that stands in a table more than once.
-- Each table has one row for each key that its documentation gives; items_whole looks at those of
-- core.answers.
-- Severity: error
--
-- table_name: table
-- row_key: the key
-- n_rows: rows with this key
WITH keys AS (
    SELECT 'core.waves' AS table_name, wave AS row_key
    FROM core.waves
    UNION ALL
    SELECT 'core.questions' AS table_name, question_id AS row_key
    FROM core.questions
    UNION ALL
    SELECT 'core.question_waves' AS table_name, question_id || ' ' || wave AS row_key
    FROM core.question_waves
    UNION ALL
    SELECT 'core.options' AS table_name, question_id || ' ' || option_id AS row_key
    FROM core.options
    UNION ALL
    SELECT
        'indicators.option_shares' AS table_name,
        wave || ' ' || question_id || ' ' || option_id AS row_key
    FROM indicators.option_shares
    UNION ALL
    SELECT
        'indicators.results' AS table_name,
        wave || ' ' || indicator_id || ' ' || source AS row_key
    FROM indicators.results
    UNION ALL
    SELECT
        'indicators.group_results' AS table_name,
        wave || ' ' || indicator_id || ' ' || group_by || ' ' || group_value AS row_key
    FROM indicators.group_results
    UNION ALL
    SELECT 'indicators.numbers' AS table_name, wave || ' ' || question_id AS row_key
    FROM indicators.numbers
    UNION ALL
    SELECT 'indicators.score_means' AS table_name, wave || ' ' || indicator_id AS row_key
    FROM indicators.score_means
    UNION ALL
    SELECT 'indicators.scales' AS table_name, wave || ' ' || question_id AS row_key
    FROM indicators.scales
    UNION ALL
    SELECT 'indicators.nets' AS table_name, wave || ' ' || indicator_id AS row_key
    FROM indicators.nets
    UNION ALL
    SELECT
        'indicators.scale_values' AS table_name,
        wave || ' ' || question_id || ' ' || option_id AS row_key
    FROM indicators.scale_values
    UNION ALL
    SELECT
        'indicators.group_scales' AS table_name,
        wave || ' ' || question_id || ' ' || group_by || ' ' || group_value AS row_key
    FROM indicators.group_scales
    UNION ALL
    SELECT
        'indicators.group_numbers' AS table_name,
        wave || ' ' || question_id || ' ' || group_by || ' ' || group_value AS row_key
    FROM indicators.group_numbers
    UNION ALL
    SELECT
        'indicators.group_nets' AS table_name,
        wave || ' ' || indicator_id || ' ' || group_by || ' ' || group_value AS row_key
    FROM indicators.group_nets
    UNION ALL
    SELECT
        'indicators.group_scores' AS table_name,
        wave || ' ' || indicator_id || ' ' || group_by || ' ' || group_value AS row_key
    FROM indicators.group_scores
    UNION ALL
    SELECT 'indicators.display_rules' AS table_name, shows AS row_key
    FROM indicators.display_rules
    UNION ALL
    SELECT 'indicators.item_nonresponse' AS table_name, wave || ' ' || question_id AS row_key
    FROM indicators.item_nonresponse
    UNION ALL
    SELECT 'indicators.dissimilarity' AS table_name, wave || ' ' || group_by AS row_key
    FROM indicators.dissimilarity
    UNION ALL
    SELECT 'indicators.answered_before' AS table_name, wave AS row_key
    FROM indicators.answered_before
    UNION ALL
    SELECT 'trends.series' AS table_name, indicator_id || ' ' || wave AS row_key
    FROM trends.series
    UNION ALL
    SELECT
        'indicators.option_ranks' AS table_name,
        wave || ' ' || question_id || ' ' || option_id AS row_key
    FROM indicators.option_ranks
    UNION ALL
    SELECT
        'trends.pairs' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to AS row_key
    FROM trends.pairs
    UNION ALL
    SELECT 'trends.wave_pairs' AS table_name, wave_from || ' ' || wave_to AS row_key
    FROM trends.wave_pairs
    UNION ALL
    SELECT
        'trends.panels' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to || ' ' || answer_from || ' '
        || answer_to AS row_key
    FROM trends.panels
    UNION ALL
    SELECT
        'trends.stated_moves' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to AS row_key
    FROM trends.stated_moves
    UNION ALL
    SELECT
        'trends.panel_bounds' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to || ' ' || evidence AS row_key
    FROM trends.panel_bounds
    UNION ALL
    SELECT
        'trends.turnover_bounds' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to AS row_key
    FROM trends.turnover_bounds
    UNION ALL
    SELECT
        'trends.changes' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to AS row_key
    FROM trends.changes
    UNION ALL
    SELECT
        'trends.mean_series' AS table_name,
        kind || ' ' || measure_id || ' ' || wave AS row_key
    FROM trends.mean_series
    UNION ALL
    SELECT
        'trends.mean_changes' AS table_name,
        kind || ' ' || measure_id || ' ' || wave_from || ' ' || wave_to AS row_key
    FROM trends.mean_changes
    UNION ALL
    SELECT
        'trends.composition' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to || ' ' || group_by AS row_key
    FROM trends.composition
    UNION ALL
    SELECT
        'trends.composition_groups' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to || ' ' || group_by || ' '
        || group_value AS row_key
    FROM trends.composition_groups
    UNION ALL
    SELECT
        'trends.transitions' AS table_name,
        question_id || ' ' || wave_from || ' ' || wave_to || ' '
        || state_from || ' ' || coalesce(option_from, '-') || ' '
        || state_to || ' ' || coalesce(option_to, '-') AS row_key
    FROM trends.transitions
),
-- the tables with a row a respondent or more, their keys left as they are
large AS (
    SELECT
        'core.respondents' AS table_name,
        respondent_id AS row_key,
        count(*) AS n_rows
    FROM core.respondents
    GROUP BY respondent_id
    HAVING count(*) > 1
    UNION ALL
    SELECT
        'core.responses' AS table_name,
        CAST(response_id AS VARCHAR) AS row_key,
        count(*) AS n_rows
    FROM core.responses
    GROUP BY response_id
    HAVING count(*) > 1
    UNION ALL
    SELECT
        'indicators.scores' AS table_name,
        indicator_id || ' ' || CAST(response_id AS VARCHAR) AS row_key,
        count(*) AS n_rows
    FROM indicators.scores
    GROUP BY indicator_id, response_id
    HAVING count(*) > 1
    UNION ALL
    SELECT
        'indicators.respondent_groups' AS table_name,
        wave || ' ' || respondent_id || ' ' || group_by || ' ' || group_value AS row_key,
        count(*) AS n_rows
    FROM indicators.respondent_groups
    GROUP BY wave, respondent_id, group_by, group_value
    HAVING count(*) > 1
    UNION ALL
    SELECT
        'trends.movers' AS table_name,
        indicator_id || ' ' || wave_from || ' ' || wave_to || ' ' || respondent_id AS row_key,
        count(*) AS n_rows
    FROM trends.movers
    GROUP BY indicator_id, wave_from, wave_to, respondent_id
    HAVING count(*) > 1
)
SELECT
    table_name,
    row_key,
    count(*) AS n_rows
FROM keys
GROUP BY table_name, row_key
HAVING count(*) > 1
UNION ALL
SELECT
    table_name,
    row_key,
    n_rows
FROM large
