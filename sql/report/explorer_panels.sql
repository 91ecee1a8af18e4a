-- Grain: indicator × pair of waves.
-- Those who answered both of two waves, as the explorer sets them beside one respondent: known
-- answers then and now. No row where nobody can be followed, across a break, or where so few are
-- in both waves that the base rules allow no count.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- position_from: place of the earlier wave in time, from 1
-- position_to: place of the later wave in time
-- panel_base: respondents whose answer is known in both waves
-- panel_n_unknown: respondents in both bases with an unknown answer in one or both
-- panel_n_from: of panel_base, those with yes in the earlier wave
-- panel_n_to: of panel_base, those with yes in the later wave
-- share_from: panel_n_from of panel_base, for a chart; NULL where the base carries no bar
-- share_to: panel_n_to of panel_base, for a chart; NULL where the base carries no bar
-- n_gained: of panel_base, those with no and then yes
-- n_lost: of panel_base, those with yes and then no
SELECT
    c.indicator_id,
    c.wave_from,
    c.wave_to,
    f.position AS position_from,
    t.position AS position_to,
    c.panel_base,
    c.panel_n_unknown,
    c.panel_n_from,
    c.panel_n_to,
    CASE
        WHEN c.panel_base >= t.bars_from
            THEN CAST(c.panel_n_from AS DOUBLE) / NULLIF(c.panel_base, 0)
    END AS share_from,
    CASE
        WHEN c.panel_base >= t.bars_from
            THEN CAST(c.panel_n_to AS DOUBLE) / NULLIF(c.panel_base, 0)
    END AS share_to,
    c.n_gained,
    c.n_lost
FROM trends.changes AS c
INNER JOIN report.open_indicators AS z ON c.indicator_id = z.indicator_id
INNER JOIN report.waves AS f ON c.wave_from = f.wave AND f.has_answers
INNER JOIN report.waves AS t ON c.wave_to = t.wave AND t.has_answers
INNER JOIN indicators.display_rules AS d
    ON
        c.panel_base >= d.size_from
        AND (c.panel_base < d.size_below OR d.size_below IS NULL)
WHERE
    c.panel_base > 0
    AND c.comparable
    AND (d.shows <> 'names' OR (f.named AND t.named))
ORDER BY c.indicator_id, f.position, t.position
