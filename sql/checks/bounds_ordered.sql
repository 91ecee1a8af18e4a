-- Grain: pair of bounds in the wrong order.
-- A lower bound is not above its share, and the share not above its upper bound.
-- Severity: error
--
-- wave: wave id, the later one of a pair
-- row_key: what it is of
-- bounds: which bounds
-- low: lower bound
-- share: what lies between, NULL where unknown
-- high: upper bound
WITH bounds AS (
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        'share of option' AS bounds,
        share_low AS low,
        share,
        share_high AS high
    FROM indicators.option_shares
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        'share of selections' AS bounds,
        share_of_selections_low AS low,
        share_of_selections AS share,
        share_of_selections_high AS high
    FROM indicators.option_shares
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' ' || wave_from AS row_key,
        'what entrants bring' AS bounds,
        entrants_effect_low AS low,
        entrants_effect AS share,
        entrants_effect_high AS high
    FROM trends.changes
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' ' || wave_from AS row_key,
        'what leavers bring' AS bounds,
        leavers_effect_low AS low,
        leavers_effect AS share,
        leavers_effect_high AS high
    FROM trends.changes
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'share' AS bounds,
        share_low AS low,
        share,
        share_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'wilson' AS bounds,
        wilson_low AS low,
        share,
        wilson_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'members' AS bounds,
        members_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        members_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || source AS row_key,
        'manski' AS bounds,
        manski_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        manski_high AS high
    FROM indicators.results
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || option_id AS row_key,
        'rank' AS bounds,
        rank_low AS low,
        rank AS share,
        rank_high AS high
    FROM indicators.option_ranks
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from AS row_key,
        'change' AS bounds,
        change_low AS low,
        change AS share,
        change_high AS high
    FROM trends.changes
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from AS row_key,
        'change in the panel' AS bounds,
        panel_change_low AS low,
        panel_change AS share,
        panel_change_high AS high
    FROM trends.changes
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from AS row_key,
        'independent interval' AS bounds,
        change_ci_low AS low,
        change AS share,
        change_ci_high AS high
    FROM trends.changes
    -- where unknown numbers leave no bound, it is open
    UNION ALL
    SELECT
        wave_to AS wave,
        kind || ' ' || measure_id || ' from ' || wave_from AS row_key,
        'change of a mean' AS bounds,
        coalesce(change_low, CAST('-infinity' AS DOUBLE)) AS low,
        change AS share,
        coalesce(change_high, CAST('infinity' AS DOUBLE)) AS high
    FROM trends.mean_changes
    UNION ALL
    SELECT
        wave_to AS wave,
        kind || ' ' || measure_id || ' from ' || wave_from AS row_key,
        'change of a mean in the panel' AS bounds,
        coalesce(panel_change_low, CAST('-infinity' AS DOUBLE)) AS low,
        panel_change AS share,
        coalesce(panel_change_high, CAST('infinity' AS DOUBLE)) AS high
    FROM trends.mean_changes
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from AS row_key,
        'paired interval' AS bounds,
        panel_ci_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        panel_ci_high AS high
    FROM trends.changes
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from || ' by ' || evidence AS row_key,
        'change in the panel' AS bounds,
        change_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        change_high AS high
    FROM trends.panel_bounds
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from || ' by ' || evidence AS row_key,
        'size of the panel' AS bounds,
        base_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        base_high AS high
    FROM trends.panel_bounds
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from || ' by ' || evidence AS row_key,
        'yes before' AS bounds,
        n_from_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        n_from_high AS high
    FROM trends.panel_bounds
    UNION ALL
    SELECT
        wave_to AS wave,
        indicator_id || ' from ' || wave_from || ' by ' || evidence AS row_key,
        'yes after' AS bounds,
        n_to_low AS low,
        CAST(NULL AS DOUBLE) AS share,
        n_to_high AS high
    FROM trends.panel_bounds
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        'mean' AS bounds,
        mean_low AS low,
        mean AS share,
        mean_high AS high
    FROM indicators.scales
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        'median' AS bounds,
        median_low AS low,
        median AS share,
        median_high AS high
    FROM indicators.scales
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        'net' AS bounds,
        net_low AS low,
        net AS share,
        net_high AS high
    FROM indicators.scales
    -- where unknown numbers leave no bound, it is open
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        'mean' AS bounds,
        coalesce(mean_low, CAST('-infinity' AS DOUBLE)) AS low,
        mean AS share,
        coalesce(mean_high, CAST('infinity' AS DOUBLE)) AS high
    FROM indicators.numbers
    UNION ALL
    SELECT
        wave,
        question_id AS row_key,
        'median' AS bounds,
        coalesce(median_low, CAST('-infinity' AS DOUBLE)) AS low,
        median AS share,
        coalesce(median_high, CAST('infinity' AS DOUBLE)) AS high
    FROM indicators.numbers
    UNION ALL
    SELECT
        wave,
        indicator_id AS row_key,
        'net score' AS bounds,
        net_low AS low,
        net AS share,
        net_high AS high
    FROM indicators.nets
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || group_by || ' ' || group_value AS row_key,
        'mean of a group' AS bounds,
        mean_low AS low,
        mean AS share,
        mean_high AS high
    FROM indicators.group_scales
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || group_by || ' ' || group_value AS row_key,
        'mean' AS bounds,
        coalesce(mean_low, CAST('-infinity' AS DOUBLE)) AS low,
        mean AS share,
        coalesce(mean_high, CAST('infinity' AS DOUBLE)) AS high
    FROM indicators.group_numbers
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || group_by || ' ' || group_value AS row_key,
        'median' AS bounds,
        coalesce(median_low, CAST('-infinity' AS DOUBLE)) AS low,
        median AS share,
        coalesce(median_high, CAST('infinity' AS DOUBLE)) AS high
    FROM indicators.group_numbers
    UNION ALL
    SELECT
        wave,
        question_id || ' ' || group_by || ' ' || group_value AS row_key,
        'net of a group' AS bounds,
        net_low AS low,
        net AS share,
        net_high AS high
    FROM indicators.group_scales
    UNION ALL
    SELECT
        wave,
        indicator_id || ' ' || group_by || ' ' || group_value AS row_key,
        'net score of a group' AS bounds,
        net_low AS low,
        net AS share,
        net_high AS high
    FROM indicators.group_nets
)
SELECT
    wave,
    row_key,
    bounds,
    low,
    share,
    high
FROM bounds
-- but for the last bits of sums of floats
WHERE
    low > high + 0.000000001 * greatest(1, abs(high))
    OR share < low - 0.000000001 * greatest(1, abs(share))
    OR share > high + 0.000000001 * greatest(1, abs(share))
    OR (low IS NULL) <> (high IS NULL)
