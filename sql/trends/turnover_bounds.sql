-- Grain: indicator × pair of waves.
-- How much entrants and leavers can bring to the change of everyone's counts, whatever the unknown
-- answers were: the least and the greatest of share less panel's share in the later wave, and of
-- panel's share less share in the earlier one. An unknown answer may be yes, no or none, and by one
-- that is none a respondent is in the base of the other wave only. Only pairs that compare, where
-- respondents can be followed; NULL where nobody can be in both bases. Unweighted.
--
-- Everyone's share is the farthest above the panel's where whoever may be an entrant with yes is
-- one, and whoever may have no in both bases has it. Two things are left to weigh: how many whose
-- answer is unknown take the panel's share down by a no, rather than to be in no base at all; and
-- how many do who may be entrants with yes instead. The one gains as long as (base ÷ panel)² is
-- above yes ÷ yes of the panel, the other as long as yes of the panel × base is above panel².
-- The least is the greatest with yes and no in each other's place; leavers are entrants backwards.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- entrants_low: the least that entrants can bring
-- entrants_high: the most
-- leavers_low: the least that leavers can bring
-- leavers_high: the most
WITH cells AS (
    SELECT
        c.indicator_id,
        c.wave_from,
        c.wave_to,
        s.side,
        CASE WHEN s.side = 'entrants' THEN c.answer_to ELSE c.answer_from END AS here,
        CASE WHEN s.side = 'entrants' THEN c.answer_from ELSE c.answer_to END AS other,
        c.n
    FROM trends.panels AS c
    INNER JOIN trends.pairs AS p
        ON
            c.indicator_id = p.indicator_id
            AND c.wave_from = p.wave_from
            AND c.wave_to = p.wave_to
            AND p.comparable
    CROSS JOIN (SELECT 'entrants' AS side UNION ALL SELECT 'leavers' AS side) AS s
),
-- by what is known of the two waves, with yes and no as they are and in each other's place
counts AS (
    SELECT
        c.indicator_id,
        c.wave_from,
        c.wave_to,
        c.side,
        e.yes,
        coalesce(sum(c.n) FILTER (WHERE c.here = e.yes), 0) AS n_yes,
        coalesce(sum(c.n) FILTER (WHERE c.here IN ('yes', 'no')), 0) AS base,
        coalesce(sum(c.n) FILTER (WHERE c.here = e.yes AND c.other IN ('yes', 'no')), 0)
            AS panel_yes,
        coalesce(sum(c.n) FILTER (WHERE c.here = e.yes AND c.other = 'unknown'), 0)
            AS perhaps_yes,
        coalesce(sum(c.n) FILTER (
            WHERE c.here = e.yes AND c.other IN ('yes', 'no')
            OR c.here = e.no AND c.other IN ('yes', 'no', 'unknown')
        ), 0) AS panel,
        coalesce(sum(c.n) FILTER (WHERE c.here = 'unknown' AND c.other IN ('yes', 'no')), 0)
            AS open,
        coalesce(sum(c.n) FILTER (WHERE c.here = 'unknown' AND c.other = 'unknown'), 0)
            AS open_both,
        coalesce(sum(c.n) FILTER (WHERE c.here = 'unknown' AND c.other IN ('out', 'absent')), 0)
            AS open_outside
    FROM cells AS c
    CROSS JOIN (
        SELECT 'yes' AS yes, 'no' AS no UNION ALL SELECT 'no' AS yes, 'yes' AS no
    ) AS e
    GROUP BY c.indicator_id, c.wave_from, c.wave_to, c.side, e.yes
),
sides AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        side,
        yes,
        CAST(n_yes + open_outside + open_both AS DOUBLE) AS n_yes,
        CAST(base + open_outside + open_both AS DOUBLE) AS base,
        CAST(panel_yes AS DOUBLE) AS panel_yes,
        CAST(panel AS DOUBLE) AS panel,
        perhaps_yes,
        CAST(open AS DOUBLE) AS open,
        CAST(open_both AS DOUBLE) AS open_both,
        -- a panel of nobody is none
        CASE WHEN panel = 0 THEN 1 ELSE 0 END AS fewest
    FROM counts
),
best AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        side,
        yes,
        n_yes,
        base,
        panel_yes,
        panel,
        perhaps_yes,
        open,
        open_both,
        fewest,
        floor(CASE
            WHEN panel_yes = 0 THEN fewest
            WHEN n_yes = panel_yes THEN open
            ELSE (base - panel * sqrt(n_yes / NULLIF(panel_yes, 0)))
                / NULLIF(sqrt(n_yes / NULLIF(panel_yes, 0)) - 1, 0)
        END) AS n_no,
        floor(sqrt(panel_yes * (base + open)) - panel - open) AS n_instead
    FROM sides
),
tried AS (
    SELECT
        b.indicator_id,
        b.wave_from,
        b.wave_to,
        b.side,
        b.yes,
        b.n_yes,
        b.base,
        b.panel_yes,
        b.panel,
        b.perhaps_yes,
        b.fewest,
        least(b.open, greatest(b.fewest, b.n_no + s.step)) AS n_no,
        0 AS n_instead
    FROM best AS b
    CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 1 AS step) AS s
    UNION ALL
    SELECT
        b.indicator_id,
        b.wave_from,
        b.wave_to,
        b.side,
        b.yes,
        b.n_yes,
        b.base,
        b.panel_yes,
        b.panel,
        b.perhaps_yes,
        b.fewest,
        b.open AS n_no,
        least(b.open_both, greatest(0, b.fewest - b.open, b.n_instead + s.step)) AS n_instead
    FROM best AS b
    CROSS JOIN (SELECT 0 AS step UNION ALL SELECT 1 AS step) AS s
),
farthest AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        side,
        yes,
        max(CASE
            WHEN panel + n_no + n_instead > 0
                THEN (n_yes - n_instead) / NULLIF(base + n_no, 0)
                    - panel_yes / NULLIF(panel + n_no + n_instead, 0)
            -- only of those with yes is one perhaps in both bases
            WHEN perhaps_yes > 0 THEN n_yes / NULLIF(base, 0) - 1
        END) AS above
    FROM tried
    GROUP BY indicator_id, wave_from, wave_to, side, yes
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    -max(above) FILTER (WHERE side = 'entrants' AND yes = 'no') AS entrants_low,
    max(above) FILTER (WHERE side = 'entrants' AND yes = 'yes') AS entrants_high,
    -max(above) FILTER (WHERE side = 'leavers' AND yes = 'yes') AS leavers_low,
    max(above) FILTER (WHERE side = 'leavers' AND yes = 'no') AS leavers_high
FROM farthest
GROUP BY indicator_id, wave_from, wave_to
ORDER BY indicator_id, wave_from, wave_to
