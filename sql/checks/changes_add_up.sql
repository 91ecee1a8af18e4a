-- Grain: change that its parts don't add up to.
-- A change is what the panel did and what entrants and leavers bring, exactly: multiplied out, on
-- integers; base and count of each wave are those of the panel and of the others; and the effects
-- that are shown are these.
-- Severity: error
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- change: the change, over the product of the three bases
-- parts: what panel, entrants and leavers give, over the same
-- panel_base: respondents in both bases
-- base_from: base of the earlier wave
-- base_to: base of the later wave
WITH counts AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        -- exact as far as a product of three goes
        CAST(n_from AS DECIMAL(38, 0)) AS n_from,
        CAST(base_from AS DECIMAL(38, 0)) AS base_from,
        CAST(n_to AS DECIMAL(38, 0)) AS n_to,
        CAST(base_to AS DECIMAL(38, 0)) AS base_to,
        CAST(panel_base AS DECIMAL(38, 0)) AS panel_base,
        CAST(panel_n_from AS DECIMAL(38, 0)) AS panel_n_from,
        CAST(panel_n_to AS DECIMAL(38, 0)) AS panel_n_to,
        CAST(entrants_base AS DECIMAL(38, 0)) AS entrants_base,
        CAST(entrants_n AS DECIMAL(38, 0)) AS entrants_n,
        CAST(leavers_base AS DECIMAL(38, 0)) AS leavers_base,
        CAST(leavers_n AS DECIMAL(38, 0)) AS leavers_n,
        n_gained,
        n_lost,
        panel_base AS respondents_both,
        base_from AS responses_from,
        base_to AS responses_to,
        panel_base = 0 OR coalesce(
            abs(change_of_counts - panel_change - entrants_effect - leavers_effect)
            < 0.000000000001,
            FALSE
        ) AS as_shown
    FROM trends.changes
    WHERE
        comparable AND panel_base IS NOT NULL
        AND source_from = 'responses' AND source_to = 'responses'
        AND n_unknown_from = 0 AND n_unknown_to = 0
),
sums AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        n_to * base_from * panel_base - n_from * base_to * panel_base AS change,
        panel_n_to * base_to * base_from - panel_n_from * base_to * base_from
        + entrants_n * panel_base * base_from - panel_n_to * entrants_base * base_from
        + panel_n_from * leavers_base * base_to - leavers_n * panel_base * base_to AS parts,
        respondents_both,
        responses_from,
        responses_to,
        panel_base + entrants_base = base_to
        AND panel_base + leavers_base = base_from
        AND panel_n_to + entrants_n = n_to
        AND panel_n_from + leavers_n = n_from
        AND panel_n_to - panel_n_from = n_gained - n_lost
        AND as_shown AS whole
    FROM counts
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    CAST(change AS VARCHAR) AS change,
    CAST(parts AS VARCHAR) AS parts,
    respondents_both AS panel_base,
    responses_from AS base_from,
    responses_to AS base_to
FROM sums
WHERE change <> parts OR NOT whole
