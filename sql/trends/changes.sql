-- Grain: indicator × pair of waves.
-- Two waves side by side, always as three things: everyone of each wave, the panel (those in the
-- base of both), and what entrants and leavers bring. change_of_counts = panel_change +
-- entrants_effect + leavers_effect, exactly; it is the change where nothing is weighted, and the
-- three effects are always of counts. Where answers are unknown there is no change but its bounds.
-- Across a break there is no change at all, only the note.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- pair_kind: adjacent, or first_last where the two don't follow each other
-- source_from: responses or published
-- n_from: responses with yes in the earlier wave; NULL where a published percentage doesn't tell
-- base_from: its base
-- share_from: its share, by weight; NULL where answers are unknown
-- n_unknown_from: responses of which it is not known
-- source_to: responses or published
-- n_to: responses with yes in the later wave
-- base_to: its base
-- share_to: its share
-- n_unknown_to: responses of which it is not known
-- change: share_to less share_from; NULL where one is unknown, or published without its count
-- change_low: smallest change that the unknown answers, or what is printed, allow
-- change_high: largest change
-- change_ci_low: Newcombe's interval for the change of two independent shares, at the survey's
--   confidence level: as if both waves were random draws from very many. Only where it is known
--   that nobody answered both
-- change_ci_high: its upper limit
-- shows: names, counts or percent: what may be printed of both shares and of their change
-- direction: of everyone's share: rise, fall or no change where the bounds settle it, else can't be
--   told; NULL across a break, and where nobody is in a base
-- change_of_counts: the change of n ÷ base, both from responses: what the three effects add up to
-- panel_evidence: what panel_change_low and panel_change_high stand on: responses, responses and
--   totals, totals, or totals and moves
-- n_both: respondents who answered both waves
-- panel_base: respondents whose answer is known in both waves, NULL where nobody can be followed
-- panel_n_unknown: respondents with an unknown answer in one or both, else in both bases
-- panel_n_from: of panel_base, those with yes in the earlier wave
-- panel_n_to: of panel_base, those with yes in the later wave
-- panel_change: change of the share in the panel, NULL where answers are unknown
-- panel_change_low: smallest change in the panel that what is known allows
-- panel_change_high: largest change in the panel
-- panel_shows: names, counts or percent: what the panel's size allows to print of its change;
--   NULL where nothing is known of it
-- panel_direction: of the panel's share: rise, fall or no change where the bounds settle it, else
--   can't be told; NULL across a break, and where nobody is in both bases
-- n_gained: of panel_base, those with no and then yes
-- n_lost: of panel_base, those with yes and then no
-- entrants_base: responses in the base of the later wave only
-- entrants_n: of them, those with yes
-- entrants_new: of entrants_base, those who did not answer the earlier wave; the others did, and
--   were not in its base
-- entrants_weight: part of the later base that they are
-- entrants_effect: entrants_weight × (their share less the panel's in the later wave); NULL where
--   answers are unknown
-- entrants_effect_low: the least that the unknown answers allow, of counts of responses
-- entrants_effect_high: the most
-- leavers_base: responses in the base of the earlier wave only
-- leavers_n: of them, those with yes
-- leavers_gone: of leavers_base, those who did not answer the later wave; the others did, and were
--   not in its base
-- leavers_weight: part of the earlier base that they were
-- leavers_effect: leavers_weight × (the panel's share in the earlier wave less theirs); NULL where
--   answers are unknown
-- leavers_effect_low: the least that the unknown answers allow
-- leavers_effect_high: the most
-- p_exact: McNemar's exact p for n_gained against n_lost
-- p_mid: its mid-p
-- p_holm: p_exact adjusted after Holm for all indicators of the pair of waves
-- panel_ci_low: Newcombe's paired interval for panel_change, at the survey's confidence level: as
--   if the panel were a random draw from very many
-- panel_ci_high: its upper limit
-- comparable: true where the series doesn't break between the waves
-- break_note: why it does
-- comparable_note: what changed in between and compares all the same
WITH panels AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        coalesce(sum(c.n) FILTER (WHERE c.answer_from = 'yes' AND c.answer_to = 'yes'), 0)
            AS n_kept,
        coalesce(sum(c.n) FILTER (WHERE c.answer_from = 'no' AND c.answer_to = 'yes'), 0)
            AS n_gained,
        coalesce(sum(c.n) FILTER (WHERE c.answer_from = 'yes' AND c.answer_to = 'no'), 0)
            AS n_lost,
        coalesce(sum(c.n) FILTER (WHERE c.answer_from = 'no' AND c.answer_to = 'no'), 0)
            AS n_neither,
        coalesce(sum(c.n) FILTER (
            WHERE (c.answer_from = 'unknown' AND c.answer_to IN ('yes', 'no', 'unknown'))
            OR (c.answer_to = 'unknown' AND c.answer_from IN ('yes', 'no'))
        ), 0) AS n_unknown,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_to IN ('yes', 'no') AND c.answer_from IN ('out', 'absent')
        ), 0) AS entrants_base,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_to = 'yes' AND c.answer_from IN ('out', 'absent')
        ), 0) AS entrants_n,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_to IN ('yes', 'no') AND c.answer_from = 'absent'
        ), 0) AS entrants_new,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_from IN ('yes', 'no') AND c.answer_to IN ('out', 'absent')
        ), 0) AS leavers_base,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_from = 'yes' AND c.answer_to IN ('out', 'absent')
        ), 0) AS leavers_n,
        coalesce(sum(c.n) FILTER (
            WHERE c.answer_from IN ('yes', 'no') AND c.answer_to = 'absent'
        ), 0) AS leavers_gone
    FROM trends.pairs AS p
    LEFT JOIN trends.panels AS c
        ON
            p.indicator_id = c.indicator_id
            AND p.wave_from = c.wave_from
            AND p.wave_to = c.wave_to
    WHERE p.by_respondent
    GROUP BY p.indicator_id, p.wave_from, p.wave_to
),
sides AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        p.pair_kind,
        p.position_from,
        p.position_to,
        p.comparable,
        p.break_note,
        p.comparable_note,
        f.source AS source_from,
        f.n AS n_from,
        f.base AS base_from,
        f.share AS share_from,
        f.n_unknown AS n_unknown_from,
        CASE
            WHEN 'names' IN (f.shows, t.shows) THEN 'names'
            WHEN 'counts' IN (f.shows, t.shows) THEN 'counts'
            ELSE 'percent'
        END AS shows,
        t.source AS source_to,
        t.n AS n_to,
        t.base AS base_to,
        t.share AS share_to,
        t.n_unknown AS n_unknown_to,
        CASE WHEN p.comparable THEN t.share_low - f.share_high END AS change_low,
        CASE WHEN p.comparable THEN t.share_high - f.share_low END AS change_high,
        -- what is printed without its count stays below where the next percentage begins
        f.n IS NULL AND f.share_high < 1 AS below_from,
        t.n IS NULL AND t.share_high < 1 AS below_to,
        o.n AS n_both,
        p.by_respondent,
        -- the effects are of responses, of which all is known
        p.by_respondent AND p.comparable AND f.source = 'responses' AND t.source = 'responses'
        AND f.n_unknown = 0 AND t.n_unknown = 0 AS whole,
        c.n_unknown,
        c.n_kept,
        c.n_gained,
        c.n_lost,
        c.n_neither,
        c.entrants_base,
        c.entrants_n,
        c.entrants_new,
        c.leavers_base,
        c.leavers_n,
        c.leavers_gone
    FROM trends.pairs AS p
    INNER JOIN trends.series AS f ON p.indicator_id = f.indicator_id AND p.wave_from = f.wave
    INNER JOIN trends.series AS t ON p.indicator_id = t.indicator_id AND p.wave_to = t.wave
    LEFT JOIN trends.wave_pairs AS o ON p.wave_from = o.wave_from AND p.wave_to = o.wave_to
    LEFT JOIN panels AS c
        ON
            p.indicator_id = c.indicator_id
            AND p.wave_from = c.wave_from
            AND p.wave_to = c.wave_to
),
bounds AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        change_low,
        change_high,
        base_low,
        CASE
            WHEN change_low > 0 THEN 'rise'
            WHEN change_high < 0 THEN 'fall'
            WHEN change_low = 0 AND change_high = 0 THEN 'no change'
            ELSE 'can''t be told'
        END AS direction
    FROM trends.panel_bounds
    QUALIFY row_number() OVER (
        PARTITION BY indicator_id, wave_from, wave_to
        ORDER BY CASE evidence
            WHEN 'responses and totals' THEN 1
            WHEN 'responses' THEN 2
            WHEN 'totals and moves' THEN 3
            ELSE 4
        END
    ) = 1
),
tested AS (
    SELECT
        s.indicator_id,
        s.wave_from,
        s.wave_to,
        q.p_exact,
        q.p_mid,
        h.p_holm,
        q.ci_low,
        q.ci_high
    FROM sides AS s
    INNER JOIN trends.adjusted_tests AS h
        ON
            s.indicator_id = h.indicator_id
            AND s.wave_from = h.wave_from
            AND s.wave_to = h.wave_to
    INNER JOIN trends.paired_tests AS q
        ON
            s.n_kept = q.kept
            AND s.n_gained = q.gained
            AND s.n_lost = q.lost
            AND s.n_neither = q.neither
),
-- Wilson's limits of both shares, squared and added
independent AS (
    SELECT
        s.indicator_id,
        s.wave_from,
        s.wave_to,
        s.share_to - s.share_from AS change,
        sqrt(
            (s.share_to - t.wilson_low) * (s.share_to - t.wilson_low)
            + (f.wilson_high - s.share_from) * (f.wilson_high - s.share_from)
        ) AS down,
        sqrt(
            (t.wilson_high - s.share_to) * (t.wilson_high - s.share_to)
            + (s.share_from - f.wilson_low) * (s.share_from - f.wilson_low)
        ) AS up
    FROM sides AS s
    INNER JOIN indicators.results AS f
        ON
            s.indicator_id = f.indicator_id
            AND s.wave_from = f.wave
            AND s.source_from = f.source
    INNER JOIN indicators.results AS t
        ON s.indicator_id = t.indicator_id AND s.wave_to = t.wave AND s.source_to = t.source
    WHERE s.comparable AND s.n_both = 0
),
effects AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        (CAST(n_to AS DOUBLE) * base_from - CAST(n_from AS DOUBLE) * base_to)
        / NULLIF(CAST(base_from AS DOUBLE) * base_to, 0) AS change_of_counts,
        entrants_base / NULLIF(CAST(base_to AS DOUBLE), 0) AS entrants_weight,
        leavers_base / NULLIF(CAST(base_from AS DOUBLE), 0) AS leavers_weight,
        -- over the base of the wave × the panel's
        (
            entrants_n * (n_kept + n_gained + n_lost + n_neither)
            - (n_kept + n_gained) * entrants_base
        ) / NULLIF(
            CAST(base_to AS DOUBLE) * (n_kept + n_gained + n_lost + n_neither), 0
        ) AS entrants_effect,
        (
            (n_kept + n_lost) * leavers_base
            - leavers_n * (n_kept + n_gained + n_lost + n_neither)
        ) / NULLIF(
            CAST(base_from AS DOUBLE) * (n_kept + n_gained + n_lost + n_neither), 0
        ) AS leavers_effect
    FROM sides
    WHERE whole
)
SELECT
    s.indicator_id,
    s.wave_from,
    s.wave_to,
    s.pair_kind,
    s.source_from,
    s.n_from,
    s.base_from,
    s.share_from,
    s.n_unknown_from,
    s.source_to,
    s.n_to,
    s.base_to,
    s.share_to,
    s.n_unknown_to,
    CASE WHEN s.comparable AND s.n_from IS NOT NULL AND s.n_to IS NOT NULL
        THEN s.share_to - s.share_from
    END AS change,
    s.change_low,
    s.change_high,
    CASE WHEN i.down IS NOT NULL THEN greatest(-1, i.change - i.down) END AS change_ci_low,
    CASE WHEN i.up IS NOT NULL THEN least(1, i.change + i.up) END AS change_ci_high,
    s.shows,
    -- shares of weights differ in the last bit where they are equal
    CASE
        WHEN
            s.change_low > 0.000000000000001
            OR (s.below_from AND s.change_low >= -0.000000000000001)
            THEN 'rise'
        WHEN
            s.change_high < -0.000000000000001
            OR (s.below_to AND s.change_high <= 0.000000000000001)
            THEN 'fall'
        WHEN
            s.change_low >= -0.000000000000001 AND s.change_high <= 0.000000000000001
            THEN 'no change'
        WHEN s.change_low <= s.change_high THEN 'can''t be told'
    END AS direction,
    e.change_of_counts,
    b.evidence AS panel_evidence,
    s.n_both,
    CAST(s.n_kept + s.n_gained + s.n_lost + s.n_neither AS BIGINT) AS panel_base,
    CAST(s.n_unknown AS BIGINT) AS panel_n_unknown,
    CASE WHEN s.comparable THEN CAST(s.n_kept + s.n_lost AS BIGINT) END AS panel_n_from,
    CASE WHEN s.comparable THEN CAST(s.n_kept + s.n_gained AS BIGINT) END AS panel_n_to,
    CASE WHEN s.comparable AND s.n_unknown = 0
        THEN (s.n_gained - s.n_lost)
            / NULLIF(CAST(s.n_kept + s.n_gained + s.n_lost + s.n_neither AS DOUBLE), 0)
    END AS panel_change,
    b.change_low AS panel_change_low,
    b.change_high AS panel_change_high,
    d.shows AS panel_shows,
    CASE
        WHEN s.comparable AND b.evidence IS NULL AND NOT s.by_respondent
            AND coalesce(s.n_both, 1) > 0
            THEN 'can''t be told'
        ELSE b.direction
    END AS panel_direction,
    CASE WHEN s.comparable THEN CAST(s.n_gained AS BIGINT) END AS n_gained,
    CASE WHEN s.comparable THEN CAST(s.n_lost AS BIGINT) END AS n_lost,
    CAST(s.entrants_base AS BIGINT) AS entrants_base,
    CAST(s.entrants_n AS BIGINT) AS entrants_n,
    CAST(s.entrants_new AS BIGINT) AS entrants_new,
    e.entrants_weight,
    e.entrants_effect,
    coalesce(e.entrants_effect, v.entrants_low) AS entrants_effect_low,
    coalesce(e.entrants_effect, v.entrants_high) AS entrants_effect_high,
    CAST(s.leavers_base AS BIGINT) AS leavers_base,
    CAST(s.leavers_n AS BIGINT) AS leavers_n,
    CAST(s.leavers_gone AS BIGINT) AS leavers_gone,
    e.leavers_weight,
    e.leavers_effect,
    coalesce(e.leavers_effect, v.leavers_low) AS leavers_effect_low,
    coalesce(e.leavers_effect, v.leavers_high) AS leavers_effect_high,
    a.p_exact,
    a.p_mid,
    a.p_holm,
    a.ci_low AS panel_ci_low,
    a.ci_high AS panel_ci_high,
    s.comparable,
    s.break_note,
    s.comparable_note
FROM sides AS s
LEFT JOIN bounds AS b
    ON s.indicator_id = b.indicator_id AND s.wave_from = b.wave_from AND s.wave_to = b.wave_to
LEFT JOIN indicators.display_rules AS d
    ON
        coalesce(s.n_kept + s.n_gained + s.n_lost + s.n_neither + s.n_unknown, b.base_low)
        >= d.size_from
        AND (
            coalesce(s.n_kept + s.n_gained + s.n_lost + s.n_neither + s.n_unknown, b.base_low)
            < d.size_below
            OR d.size_below IS NULL
        )
LEFT JOIN tested AS a
    ON s.indicator_id = a.indicator_id AND s.wave_from = a.wave_from AND s.wave_to = a.wave_to
LEFT JOIN independent AS i
    ON s.indicator_id = i.indicator_id AND s.wave_from = i.wave_from AND s.wave_to = i.wave_to
LEFT JOIN effects AS e
    ON s.indicator_id = e.indicator_id AND s.wave_from = e.wave_from AND s.wave_to = e.wave_to
LEFT JOIN trends.turnover_bounds AS v
    ON
        s.indicator_id = v.indicator_id
        AND s.wave_from = v.wave_from
        AND s.wave_to = v.wave_to
        -- of responses, as the effects are
        AND s.source_from = 'responses'
        AND s.source_to = 'responses'
ORDER BY s.indicator_id, s.position_from, s.position_to
