-- Grain: indicator × pair of waves with an implausible change.
-- The change within a panel stays within what its history makes plausible. Told is one that is no
-- chance (McNemar's exact p, after Holm for all indicators of the pair of waves, at most 0.05) and
-- whose paired interval lies beyond 20 points and beyond twice the largest earlier change of the
-- same indicator in a panel, in either direction. Where nobody can be followed, where answers are
-- unknown and across a break there is no such change.
-- Severity: warning
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- panel_base: respondents of the panel
-- n_gained: no, then yes
-- n_lost: yes, then no
-- panel_change: change of the share in the panel
-- largest_before: largest earlier change in a panel, without its sign; NULL: none to compare with
WITH changes AS (
    SELECT
        c.indicator_id,
        c.wave_from,
        c.wave_to,
        c.panel_base,
        c.n_gained,
        c.n_lost,
        c.panel_change,
        c.p_holm,
        -- the end of the interval that is nearer to no change; 0 where it holds no change
        greatest(c.panel_ci_low, -c.panel_ci_high, 0) AS at_least,
        max(abs(c.panel_change)) OVER (
            PARTITION BY c.indicator_id ORDER BY w.position
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS largest_before
    FROM trends.changes AS c
    INNER JOIN core.waves AS w ON c.wave_to = w.wave
    WHERE c.pair_kind = 'adjacent' AND c.panel_change IS NOT NULL
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    panel_base,
    n_gained,
    n_lost,
    panel_change,
    largest_before
FROM changes
WHERE p_holm <= 0.05 AND at_least > greatest(0.2, 2 * coalesce(largest_before, 0))
