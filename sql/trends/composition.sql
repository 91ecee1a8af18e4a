-- Grain: indicator × pair of waves × grouping.
-- How much of a change is that groups answer otherwise, and how much that other groups answer:
-- change = rate_effect + composition_effect, exactly, over the groups of trends.composition_groups
-- (Kitagawa 1955). Counts of responses, unweighted, in waves whose respondents the registry knows.
-- Decomposable only where every response in the base is in one group, each group is in the base
-- of both waves, and no answer is unknown; else the note says what is in the way.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- group_by: country, kind, membership, or an attribute's id
-- n_groups: groups in the base of one wave or both
-- n_from: responses with yes in the earlier wave
-- base_from: its base
-- n_to: responses with yes in the later wave
-- base_to: its base
-- change: change of n ÷ base; NULL across a break and where answers are unknown
-- rate_effect: what the other shares of the groups bring, NULL where it is not decomposable
-- composition_effect: what the other parts of the groups bring
-- decomposable: true where the two effects are the change
-- note: why not
WITH sums AS (
    SELECT
        g.indicator_id,
        g.wave_from,
        g.wave_to,
        g.group_by,
        count(*) FILTER (WHERE g.base_from > 0 OR g.base_to > 0) AS n_groups,
        sum(g.base_from) AS grouped_from,
        sum(g.base_to) AS grouped_to,
        string_agg(g.group_value, ', ' ORDER BY g.group_value)
        FILTER (WHERE g.base_from > 0 AND g.base_to = 0) AS groups_gone,
        string_agg(g.group_value, ', ' ORDER BY g.group_value)
        FILTER (WHERE g.base_to > 0 AND g.base_from = 0) AS groups_new,
        -- fixed digits: the sum doesn't depend on the order of its parts
        sum(CAST(g.rate_effect AS DECIMAL(38, 18))) AS rate_effect,
        sum(CAST(g.composition_effect AS DECIMAL(38, 18))) AS composition_effect
    FROM trends.composition_groups AS g
    GROUP BY g.indicator_id, g.wave_from, g.wave_to, g.group_by
),
-- only attributes can have two values at a time
twice AS (
    SELECT
        g.wave,
        g.respondent_id,
        g.group_by
    FROM indicators.respondent_groups AS g
    INNER JOIN core.responses AS r
        ON g.wave = r.wave AND g.respondent_id = r.respondent_id AND r.counted
    WHERE g.group_by NOT IN ('country', 'kind', 'membership')
    GROUP BY g.wave, g.respondent_id, g.group_by
    HAVING count(*) > 1
),
overlapping AS (
    SELECT DISTINCT
        wave,
        group_by
    FROM twice
),
judged AS (
    SELECT
        s.indicator_id,
        s.wave_from,
        s.wave_to,
        s.group_by,
        p.position_from,
        p.position_to,
        s.n_groups,
        f.n AS n_from,
        f.base AS base_from,
        t.n AS n_to,
        t.base AS base_to,
        s.rate_effect,
        s.composition_effect,
        p.comparable AND f.n_unknown = 0 AND t.n_unknown = 0 AS told,
        CASE
            WHEN NOT p.comparable THEN p.break_note
            WHEN f.n_unknown > 0 OR t.n_unknown > 0 THEN 'answers are unknown'
            WHEN o.wave IS NOT NULL OR u.wave IS NOT NULL THEN 'respondents in two groups'
            WHEN s.grouped_from < f.base OR s.grouped_to < t.base
                THEN 'in no group: '
                    || CAST(f.base - s.grouped_from AS VARCHAR) || ' of '
                    || CAST(f.base AS VARCHAR) || ' in ' || s.wave_from || ', '
                    || CAST(t.base - s.grouped_to AS VARCHAR) || ' of '
                    || CAST(t.base AS VARCHAR) || ' in ' || s.wave_to
            WHEN f.base = 0 OR t.base = 0
                THEN 'nobody in the base of '
                    || CASE WHEN f.base = 0 THEN s.wave_from ELSE s.wave_to END
            WHEN s.groups_gone IS NOT NULL OR s.groups_new IS NOT NULL
                THEN coalesce('only in ' || s.wave_from || ': ' || s.groups_gone, '')
                    || CASE
                        WHEN s.groups_gone IS NULL OR s.groups_new IS NULL THEN '' ELSE '; '
                    END
                    || coalesce('only in ' || s.wave_to || ': ' || s.groups_new, '')
        END AS note
    FROM sums AS s
    INNER JOIN trends.pairs AS p
        ON
            s.indicator_id = p.indicator_id
            AND s.wave_from = p.wave_from
            AND s.wave_to = p.wave_to
    INNER JOIN indicators.from_responses AS f
        ON s.indicator_id = f.indicator_id AND s.wave_from = f.wave
    INNER JOIN indicators.from_responses AS t
        ON s.indicator_id = t.indicator_id AND s.wave_to = t.wave
    LEFT JOIN overlapping AS o ON s.wave_from = o.wave AND s.group_by = o.group_by
    LEFT JOIN overlapping AS u ON s.wave_to = u.wave AND s.group_by = u.group_by
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    group_by,
    n_groups,
    n_from,
    base_from,
    n_to,
    base_to,
    CASE WHEN told
        THEN (CAST(n_to AS DOUBLE) * base_from - CAST(n_from AS DOUBLE) * base_to)
            / NULLIF(CAST(base_from AS DOUBLE) * base_to, 0)
    END AS change,
    CASE WHEN note IS NULL THEN CAST(rate_effect AS DOUBLE) END AS rate_effect,
    CASE WHEN note IS NULL THEN CAST(composition_effect AS DOUBLE) END AS composition_effect,
    note IS NULL AS decomposable,
    note
FROM judged
ORDER BY indicator_id, position_from, position_to, group_by
