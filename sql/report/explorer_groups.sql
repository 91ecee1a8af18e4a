-- Grain: wave × indicator × grouping × group.
-- Indicators within groups of respondents as the explorer shows them: the count, or the bounds
-- where answers are unknown. Where the base allows no more than names, there is a number only in
-- waves whose respondents are printed by name.
--
-- wave: wave id
-- indicator_id: indicator
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- n: respondents known to be in it
-- n_high: the most that can be in it
-- base_printed: known and unknown ones, the base that is printed
-- share: n of base, NULL where answers are unknown or the base allows no percentage
-- share_low: lower bound of the share, for a bar; NULL where no bar may be drawn
-- share_high: upper bound of the share, for a bar
-- phrase: exact, between, at_least, at_most, unknown, or hidden where the base is too small
-- weighted: true where shares are weighted
SELECT
    g.wave,
    g.indicator_id,
    g.group_by,
    g.group_value,
    CASE WHEN g.shows <> 'names' OR w.named THEN g.n END AS n,
    CASE WHEN g.shows <> 'names' OR w.named THEN g.n + g.n_unknown END AS n_high,
    CASE WHEN g.shows <> 'names' OR w.named THEN g.base + g.n_unknown END AS base_printed,
    CASE WHEN g.shows = 'percent' THEN g.share END AS share,
    CASE WHEN g.size >= w.bars_from AND g.base > 0 THEN g.share_low END AS share_low,
    CASE WHEN g.size >= w.bars_from AND g.base > 0 THEN g.share_high END AS share_high,
    CASE
        WHEN g.shows = 'names' AND NOT w.named THEN 'hidden'
        WHEN g.n_unknown = 0 THEN 'exact'
        WHEN g.base = 0 THEN 'unknown'
        WHEN g.n = 0 THEN 'at_most'
        WHEN g.n = g.base THEN 'at_least'
        ELSE 'between'
    END AS phrase,
    w.weighted
FROM indicators.group_results AS g
INNER JOIN report.waves AS w ON g.wave = w.wave AND w.has_answers
INNER JOIN report.open_indicators AS z ON g.indicator_id = z.indicator_id
ORDER BY g.wave, g.indicator_id, g.group_by, g.group_value
