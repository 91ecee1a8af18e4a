-- Grain: measure × pair of waves.
-- What trends.changes is of shares, of scores, nets, ratings and numbers: everyone of each wave,
-- the panel (those with a value in both), and what entrants and leavers bring.
-- change_of_values = panel_change + entrants_effect + leavers_effect, all unweighted. Where answers
-- are unknown there is no change but its bounds. Across a break there is no change, only the note.
-- The bounds of the panel are those of all readings of the unknown answers: an answer may have been
-- none, which leaves its respondent out of the panel. Where respondents are known by a key, and not
-- by the registry, ratings have a panel, from trends.transitions, and the rest has none.
--
-- kind: score, net, rating or number
-- measure_id: id of the score or net, else of the question
-- wave_from: the earlier wave
-- wave_to: the later wave
-- pair_kind: adjacent, or first_last where the two don't follow each other
-- base_from: responses of the earlier wave whose value is known
-- n_unknown_from: responses of which it is not known
-- mean_from: their mean, by weight; NULL where values are unknown
-- base_to: responses of the later wave whose value is known
-- n_unknown_to: responses of which it is not known
-- mean_to: their mean, by weight; NULL where values are unknown
-- change: mean_to less mean_from
-- change_low: smallest change that the unknown answers allow, NULL where there is no limit
-- change_high: largest change that they allow, NULL where there is no limit
-- shows: names, counts or percent: what may be printed of both means and of their change
-- direction: of everyone's mean: rise, fall or no change where the bounds settle it, else can't be
--   told; NULL across a break, and where nobody has a value
-- change_of_values: the change of unweighted means: what the three effects add up to
-- panel_base: respondents whose value is known in both waves, NULL where nobody can be followed
-- panel_n_unknown: respondents with a value in both waves, or perhaps, who are not in panel_base
-- panel_mean_from: mean of panel_base in the earlier wave
-- panel_mean_to: mean of panel_base in the later wave
-- panel_change: change of the mean in the panel, NULL where values are unknown
-- panel_change_low: smallest change in the panel that is possible, NULL where there is no limit
-- panel_change_high: largest change in the panel, NULL where there is no limit
-- panel_shows: names, counts or percent: what the panel's size allows to print of its means; NULL
--   where nobody can be followed
-- panel_direction: of the panel's mean: rise, fall or no change where the bounds settle it, else
--   can't be told; NULL across a break, and where nobody has a value in both waves
-- entrants_base: responses with a value in the later wave only
-- entrants_mean: their mean
-- entrants_effect: entrants_base ÷ base_to × (entrants_mean less the panel's in the later wave)
-- leavers_base: responses with a value in the earlier wave only
-- leavers_mean: their mean
-- leavers_effect: leavers_base ÷ base_from × (the panel's mean in the earlier wave less theirs)
-- comparable: true where the series doesn't break between the waves
-- break_note: why it does, each time
-- comparable_note: what changed in between and compares all the same
WITH ends AS (
    SELECT
        kind,
        measure_id,
        min(position) AS first_position,
        max(position) AS last_position
    FROM trends.mean_series
    GROUP BY kind, measure_id
),
pairs AS (
    SELECT
        f.kind,
        f.measure_id,
        f.wave AS wave_from,
        t.wave AS wave_to,
        f.position AS position_from,
        t.position AS position_to,
        f.series_no = t.series_no AS comparable,
        f.base AS base_from,
        f.n_unknown AS n_unknown_from,
        f.mean AS mean_from,
        t.base AS base_to,
        t.n_unknown AS n_unknown_to,
        t.mean AS mean_to,
        CASE
            WHEN 'names' IN (f.shows, t.shows) THEN 'names'
            WHEN 'counts' IN (f.shows, t.shows) THEN 'counts'
            ELSE 'percent'
        END AS shows,
        t.mean_low - f.mean_high AS change_low,
        t.mean_high - f.mean_low AS change_high
    FROM trends.mean_series AS f
    INNER JOIN trends.mean_series AS t
        ON f.kind = t.kind AND f.measure_id = t.measure_id AND f.position < t.position
    INNER JOIN ends AS e ON f.kind = e.kind AND f.measure_id = e.measure_id
    WHERE
        t.position = f.position + 1
        OR (f.position = e.first_position AND t.position = e.last_position)
),
notes AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        string_agg(s.break_note, '; ' ORDER BY s.position) AS break_note,
        string_agg(s.comparable_note, '; ' ORDER BY s.position) AS comparable_note
    FROM pairs AS p
    INNER JOIN trends.mean_series AS s
        ON
            p.kind = s.kind
            AND p.measure_id = s.measure_id
            AND p.position_from < s.position
            AND p.position_to >= s.position
    GROUP BY p.kind, p.measure_id, p.wave_from, p.wave_to
),
befores AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        v.respondent_id,
        v.low,
        v.high,
        v.certain
    FROM pairs AS p
    INNER JOIN trends.mean_values AS v
        ON p.kind = v.kind AND p.measure_id = v.measure_id AND p.wave_from = v.wave
    WHERE p.comparable
),
afters AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        v.respondent_id,
        v.low,
        v.high,
        v.certain
    FROM pairs AS p
    INNER JOIN trends.mean_values AS v
        ON p.kind = v.kind AND p.measure_id = v.measure_id AND p.wave_to = v.wave
    WHERE p.comparable
),
scale_ends AS (
    SELECT DISTINCT wave, question_id, lowest, highest
    FROM indicators.scale_values
),
followed AS (
    SELECT
        coalesce(f.kind, t.kind) AS kind,
        coalesce(f.measure_id, t.measure_id) AS measure_id,
        coalesce(f.wave_from, t.wave_from) AS wave_from,
        coalesce(f.wave_to, t.wave_to) AS wave_to,
        f.respondent_id IS NOT NULL AS before,
        t.respondent_id IS NOT NULL AS after,
        f.low AS low_from,
        f.high AS high_from,
        t.low AS low_to,
        t.high AS high_to,
        f.certain AND t.certain AS certain,
        1 AS n
    FROM befores AS f
    FULL OUTER JOIN afters AS t
        ON
            f.kind = t.kind
            AND f.measure_id = t.measure_id
            AND f.wave_from = t.wave_from
            AND f.wave_to = t.wave_to
            AND f.respondent_id = t.respondent_id
    UNION ALL
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        TRUE AS before,
        TRUE AS after,
        coalesce(vf.value, ef.lowest) AS low_from,
        coalesce(vf.value, ef.highest) AS high_from,
        coalesce(vt.value, et.lowest) AS low_to,
        coalesce(vt.value, et.highest) AS high_to,
        c.state_from = 'answered' AND c.state_to = 'answered' AS certain,
        c.n
    FROM pairs AS p
    INNER JOIN input.survey AS s ON s.identified_by = 'key'
    INNER JOIN trends.transitions AS c
        ON
            p.kind = 'rating'
            AND p.measure_id = c.question_id
            AND p.wave_from = c.wave_from
            AND p.wave_to = c.wave_to
            AND c.state_from IN ('answered', 'unknown', 'rejected')
            AND c.state_to IN ('answered', 'unknown', 'rejected')
    INNER JOIN scale_ends AS ef ON c.wave_from = ef.wave AND c.question_id = ef.question_id
    INNER JOIN scale_ends AS et ON c.wave_to = et.wave AND c.question_id = et.question_id
    LEFT JOIN indicators.scale_values AS vf
        ON
            c.wave_from = vf.wave
            AND c.question_id = vf.question_id
            AND c.option_from = vf.option_id
    LEFT JOIN indicators.scale_values AS vt
        ON c.wave_to = vt.wave AND c.question_id = vt.question_id AND c.option_to = vt.option_id
    WHERE p.comparable
),
judged AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        before,
        after,
        low_from,
        high_from,
        low_to,
        high_to,
        certain,
        n,
        coalesce(certain AND low_from = high_from AND low_to = high_to, FALSE) AS known
    FROM followed
),
panels AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        coalesce(sum(n) FILTER (WHERE known), 0) AS panel_base,
        coalesce(sum(n) FILTER (WHERE before AND after), 0) AS panel_n,
        sum(low_from * n) FILTER (WHERE known) AS panel_from,
        sum(low_to * n) FILTER (WHERE known) AS panel_to,
        coalesce(sum(n) FILTER (WHERE before), 0) AS n_from,
        sum(low_from * n) AS all_from,
        coalesce(sum(n) FILTER (WHERE after), 0) AS n_to,
        sum(low_to * n) AS all_to,
        coalesce(sum(n) FILTER (WHERE NOT before), 0) AS entrants_base,
        sum(low_to * n) FILTER (WHERE NOT before) AS entrants,
        coalesce(sum(n) FILTER (WHERE NOT after), 0) AS leavers_base,
        sum(low_from * n) FILTER (WHERE NOT after) AS leavers
    FROM judged
    GROUP BY kind, measure_id, wave_from, wave_to
),
-- who is in the panel for certain first; then, of those who may not be, those who moved ever less
-- far: the farthest mean is that of one of these sums
moves AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        certain,
        low_to - high_from AS least,
        high_to - low_from AS most,
        n
    FROM judged
    WHERE before AND after
),
steps AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        least IS NULL AS without_least,
        most IS NULL AS without_most,
        sum(least * n) OVER (
            PARTITION BY kind, measure_id, wave_from, wave_to
            ORDER BY CASE WHEN certain THEN 0 ELSE 1 END, CASE WHEN NOT certain THEN least END
        ) AS fallen,
        sum(n) OVER (
            PARTITION BY kind, measure_id, wave_from, wave_to
            ORDER BY CASE WHEN certain THEN 0 ELSE 1 END, CASE WHEN NOT certain THEN least END
        ) AS n_fallen,
        sum(most * n) OVER (
            PARTITION BY kind, measure_id, wave_from, wave_to
            ORDER BY CASE WHEN certain THEN 0 ELSE 1 END, CASE WHEN NOT certain THEN -most END
        ) AS risen,
        sum(n) OVER (
            PARTITION BY kind, measure_id, wave_from, wave_to
            ORDER BY CASE WHEN certain THEN 0 ELSE 1 END, CASE WHEN NOT certain THEN -most END
        ) AS n_risen
    FROM moves
),
bounds AS (
    SELECT
        kind,
        measure_id,
        wave_from,
        wave_to,
        CASE WHEN NOT bool_or(without_least)
            THEN min(fallen / NULLIF(n_fallen, 0))
        END AS change_low,
        CASE WHEN NOT bool_or(without_most)
            THEN max(risen / NULLIF(n_risen, 0))
        END AS change_high
    FROM steps
    GROUP BY kind, measure_id, wave_from, wave_to
),
means AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        CAST(p.panel_base AS BIGINT) AS panel_base,
        CAST(p.panel_n - p.panel_base AS BIGINT) AS panel_n_unknown,
        p.panel_from / NULLIF(p.panel_base, 0) AS panel_from,
        p.panel_to / NULLIF(p.panel_base, 0) AS panel_to,
        p.n_from,
        p.n_to,
        p.all_to / NULLIF(p.n_to, 0) - p.all_from / NULLIF(p.n_from, 0) AS change_of_values,
        CAST(p.entrants_base AS BIGINT) AS entrants_base,
        p.entrants / NULLIF(p.entrants_base, 0) AS entrants_mean,
        CAST(p.leavers_base AS BIGINT) AS leavers_base,
        p.leavers / NULLIF(p.leavers_base, 0) AS leavers_mean,
        b.change_low,
        b.change_high
    FROM panels AS p
    LEFT JOIN bounds AS b
        ON
            p.kind = b.kind
            AND p.measure_id = b.measure_id
            AND p.wave_from = b.wave_from
            AND p.wave_to = b.wave_to
),
changes AS (
    SELECT
        p.kind,
        p.measure_id,
        p.wave_from,
        p.wave_to,
        p.position_from,
        p.position_to,
        p.base_from,
        p.n_unknown_from,
        p.mean_from,
        p.base_to,
        p.n_unknown_to,
        p.mean_to,
        p.shows,
        CASE WHEN p.comparable THEN p.mean_to - p.mean_from END AS change,
        CASE WHEN p.comparable THEN p.change_low END AS change_low,
        CASE WHEN p.comparable THEN p.change_high END AS change_high,
        p.comparable AND p.base_from + p.n_unknown_from > 0
        AND p.base_to + p.n_unknown_to > 0 AS told,
        p.n_unknown_from = 0 AND p.n_unknown_to = 0 AND y.identified_by = 'registry' AS whole,
        m.panel_base,
        m.panel_n_unknown,
        d.shows AS panel_shows,
        m.panel_from,
        m.panel_to,
        m.n_from,
        m.n_to,
        m.change_of_values,
        m.change_low AS panel_change_low,
        m.change_high AS panel_change_high,
        m.entrants_base,
        m.entrants_mean,
        m.leavers_base,
        m.leavers_mean,
        p.comparable,
        n.break_note,
        n.comparable_note
    FROM pairs AS p
    CROSS JOIN input.survey AS y
    INNER JOIN notes AS n
        ON
            p.kind = n.kind
            AND p.measure_id = n.measure_id
            AND p.wave_from = n.wave_from
            AND p.wave_to = n.wave_to
    LEFT JOIN means AS m
        ON
            p.kind = m.kind
            AND p.measure_id = m.measure_id
            AND p.wave_from = m.wave_from
            AND p.wave_to = m.wave_to
    LEFT JOIN indicators.display_rules AS d
        ON
            m.panel_base + m.panel_n_unknown >= d.size_from
            AND (m.panel_base + m.panel_n_unknown < d.size_below OR d.size_below IS NULL)
)
SELECT
    kind,
    measure_id,
    wave_from,
    wave_to,
    CASE WHEN position_to = position_from + 1 THEN 'adjacent' ELSE 'first_last' END AS pair_kind,
    base_from,
    n_unknown_from,
    mean_from,
    base_to,
    n_unknown_to,
    mean_to,
    change,
    change_low,
    change_high,
    shows,
    -- means of equal numbers may differ in the last bits
    CASE
        WHEN NOT told THEN NULL
        WHEN change_low > 0.000000000001 THEN 'rise'
        WHEN change_high < -0.000000000001 THEN 'fall'
        WHEN change_low >= -0.000000000001 AND change_high <= 0.000000000001 THEN 'no change'
        ELSE 'can''t be told'
    END AS direction,
    CASE WHEN whole THEN change_of_values END AS change_of_values,
    panel_base,
    panel_n_unknown,
    panel_from AS panel_mean_from,
    panel_to AS panel_mean_to,
    CASE WHEN panel_n_unknown = 0 THEN panel_to - panel_from END AS panel_change,
    CASE WHEN panel_n_unknown = 0 THEN panel_to - panel_from ELSE panel_change_low
    END AS panel_change_low,
    CASE WHEN panel_n_unknown = 0 THEN panel_to - panel_from ELSE panel_change_high
    END AS panel_change_high,
    panel_shows,
    CASE
        WHEN panel_base + panel_n_unknown = 0 OR panel_base IS NULL THEN NULL
        WHEN panel_change_low > 0.000000000001 THEN 'rise'
        WHEN panel_change_high < -0.000000000001 THEN 'fall'
        WHEN
            panel_change_low >= -0.000000000001 AND panel_change_high <= 0.000000000001
            THEN 'no change'
        ELSE 'can''t be told'
    END AS panel_direction,
    CASE WHEN whole THEN entrants_base END AS entrants_base,
    CASE WHEN whole THEN entrants_mean END AS entrants_mean,
    CASE WHEN whole AND entrants_base = 0 AND panel_base > 0 THEN 0
        WHEN whole THEN entrants_base / NULLIF(CAST(n_to AS DOUBLE), 0) * (entrants_mean - panel_to)
    END AS entrants_effect,
    CASE WHEN whole THEN leavers_base END AS leavers_base,
    CASE WHEN whole THEN leavers_mean END AS leavers_mean,
    CASE WHEN whole AND leavers_base = 0 AND panel_base > 0 THEN 0
        WHEN whole
            THEN leavers_base / NULLIF(CAST(n_from AS DOUBLE), 0) * (panel_from - leavers_mean)
    END AS leavers_effect,
    comparable,
    break_note,
    comparable_note
FROM changes
ORDER BY kind, measure_id, position_from, position_to
