-- Grain: indicator × pair of waves × what is known.
-- Between which numbers the change within the panel lies: the least and the greatest of
--
--   (after - before) / size
--
-- over every pattern of answers that what is known allows, where a pattern says of each
-- respondent of both waves whether it has yes, no or nothing that counts in each of them, the
-- panel are those of yes or no in both, and before and after are how many of it have yes. An
-- unknown answer may be any of the three. Every bound is attained by a pattern, those of counts as
-- well; docs/method.md has the derivation. Only pairs that compare.
--
-- Without names a pattern must leave, for the others of each wave, what is missing to its totals,
-- and have at least so many moves as are stated. For a panel of a given size each wave then allows
-- a range of yes, which each of its unknown answers that was given widens by one at either end,
-- and the two waves share only how many of these were given: as many as leave the others of both
-- waves outside one of the bases. So one number, the size, is gone through.
--
-- By name, those with an unknown answer who would have stayed what they were are left out of the
-- panel, as if it was none, where that takes the change farther from 0. What is printed in all
-- counts where its base is all whose answer is known or unknown: then none of them is none.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- evidence: responses: each answer by name; responses and totals: also how many of the answers
--   that are unknown by name were yes, as published; totals: the two totals and the number of
--   respondents of both waves; totals and moves: also how many are said to have moved
-- n_from_low: fewest of the panel with yes in the earlier wave
-- n_from_high: most
-- n_to_low: fewest of the panel with yes in the later wave
-- n_to_high: most
-- base_low: smallest panel, which may be nobody; of nobody there is no change
-- base_high: largest panel
-- moved_low: smallest number by which those of the panel with yes became more
-- moved_high: largest number
-- n_gained_stated: at least so many are said to have moved to yes
-- n_lost_stated: at least so many are said to have moved to no
-- change_low: smallest change of the share in the panel
-- change_high: largest change
WITH pairs AS (
    SELECT indicator_id, wave_from, wave_to, by_respondent
    FROM trends.pairs
    WHERE comparable
),
-- what each wave says in all: base, how many of it have yes, and how many more may be in it
points AS (
    SELECT
        s.indicator_id,
        s.wave,
        s.source,
        s.base,
        s.n_unknown,
        greatest(coalesce(w.n_responses, 0), s.base + s.n_unknown) AS n_responses,
        coalesce(s.n, CAST(ceil(s.share_low * s.base - 0.000001) AS BIGINT)) AS n_low,
        coalesce(s.n, CAST(ceil(s.share_high * s.base - 0.000001) AS BIGINT) - 1) AS n_high
    FROM trends.series AS s
    INNER JOIN core.waves AS w ON s.wave = w.wave
),
-- by name: known and unknown ones, in the panel and outside
cells AS (
    SELECT
        c.indicator_id,
        c.wave_from,
        c.wave_to,
        c.n,
        c.answer_from,
        c.answer_to,
        c.answer_from IN ('yes', 'no', 'unknown') AS in_from,
        c.answer_to IN ('yes', 'no', 'unknown') AS in_to
    FROM trends.panels AS c
    INNER JOIN pairs AS p
        ON
            c.indicator_id = p.indicator_id
            AND c.wave_from = p.wave_from
            AND c.wave_to = p.wave_to
),
named AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        coalesce(sum(n) FILTER (WHERE in_from AND in_to), 0) AS base,
        coalesce(sum(n) FILTER (WHERE in_from), 0) AS base_from,
        coalesce(sum(n) FILTER (WHERE in_to), 0) AS base_to,
        coalesce(sum(n) FILTER (WHERE answer_from = 'yes' AND in_to), 0) AS yes_from,
        coalesce(sum(n) FILTER (WHERE answer_from = 'unknown' AND in_to), 0) AS open_from,
        coalesce(sum(n) FILTER (WHERE answer_from = 'yes' AND NOT in_to), 0) AS yes_gone,
        coalesce(sum(n) FILTER (WHERE answer_from = 'unknown' AND NOT in_to), 0) AS open_gone,
        coalesce(sum(n) FILTER (WHERE answer_to = 'yes' AND in_from), 0) AS yes_to,
        coalesce(sum(n) FILTER (WHERE answer_to = 'unknown' AND in_from), 0) AS open_to,
        coalesce(sum(n) FILTER (WHERE answer_to = 'yes' AND NOT in_from), 0) AS yes_new,
        coalesce(sum(n) FILTER (WHERE answer_to = 'unknown' AND NOT in_from), 0) AS open_new,
        coalesce(sum(n) FILTER (WHERE answer_from = 'yes' AND answer_to = 'unknown'), 0)
            AS yes_open,
        coalesce(sum(n) FILTER (WHERE answer_from = 'no' AND answer_to = 'unknown'), 0)
            AS no_open,
        coalesce(sum(n) FILTER (WHERE answer_from = 'unknown' AND answer_to = 'yes'), 0)
            AS open_yes,
        coalesce(sum(n) FILTER (WHERE answer_from = 'unknown' AND answer_to = 'no'), 0)
            AS open_no,
        coalesce(sum(n) FILTER (WHERE answer_from = 'unknown' AND answer_to = 'unknown'), 0)
            AS open_open
    FROM cells
    GROUP BY indicator_id, wave_from, wave_to
),
-- how many of the unknown ones had yes, and whether all of them are in the base
narrowed AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        'responses' AS evidence,
        FALSE AS all_from,
        FALSE AS all_to,
        yes_from AS n_from_low,
        yes_from + open_from AS n_from_high,
        yes_to AS n_to_low,
        yes_to + open_to AS n_to_high
    FROM named
    UNION ALL
    -- a published total of the same respondents narrows what is unknown by name
    SELECT
        n.indicator_id,
        n.wave_from,
        n.wave_to,
        'responses and totals' AS evidence,
        f.source = 'published' AND f.base = n.base_from AS all_from,
        t.source = 'published' AND t.base = n.base_to AS all_to,
        CASE WHEN f.source = 'published' AND f.base = n.base_from
            THEN greatest(n.yes_from, f.n_low - n.yes_gone - n.open_gone) ELSE n.yes_from
        END AS n_from_low,
        CASE WHEN f.source = 'published' AND f.base = n.base_from
            THEN least(n.yes_from + n.open_from, f.n_high - n.yes_gone)
            ELSE n.yes_from + n.open_from
        END AS n_from_high,
        CASE WHEN t.source = 'published' AND t.base = n.base_to
            THEN greatest(n.yes_to, t.n_low - n.yes_new - n.open_new) ELSE n.yes_to
        END AS n_to_low,
        CASE WHEN t.source = 'published' AND t.base = n.base_to
            THEN least(n.yes_to + n.open_to, t.n_high - n.yes_new) ELSE n.yes_to + n.open_to
        END AS n_to_high
    FROM named AS n
    INNER JOIN points AS f ON n.indicator_id = f.indicator_id AND n.wave_from = f.wave
    INNER JOIN points AS t ON n.indicator_id = t.indicator_id AND n.wave_to = t.wave
    WHERE
        (f.source = 'published' AND f.base = n.base_from AND n.open_from + n.open_gone > 0)
        OR (t.source = 'published' AND t.base = n.base_to AND n.open_to + n.open_new > 0)
),
-- of those who may be in no panel, the most that have yes twice or no twice where the others
-- rise as far as they can, and where they fall
unmoved AS (
    SELECT
        r.indicator_id,
        r.wave_from,
        r.wave_to,
        r.evidence,
        r.n_from_low,
        r.n_from_high,
        r.n_to_low,
        r.n_to_high,
        n.base,
        n.base
        - CASE WHEN r.all_to THEN 0 ELSE n.yes_open + n.no_open END
        - CASE WHEN r.all_from THEN 0 ELSE n.open_yes + n.open_no END
        - CASE WHEN r.all_from AND r.all_to THEN 0 ELSE n.open_open END AS base_low,
        CASE WHEN r.all_to THEN 0
            ELSE n.yes_open + least(n.open_open, r.n_from_low - n.yes_from)
        END AS rise_yes,
        CASE WHEN r.all_from THEN 0
            ELSE n.open_no + least(n.open_open, n.yes_to + n.open_to - r.n_to_high)
        END AS rise_no,
        CASE WHEN r.all_from THEN 0
            ELSE n.open_yes + least(n.open_open, r.n_to_low - n.yes_to)
        END AS fall_yes,
        CASE WHEN r.all_to THEN 0
            ELSE n.no_open + least(n.open_open, n.yes_from + n.open_from - r.n_from_high)
        END AS fall_no
    FROM narrowed AS r
    INNER JOIN named AS n
        ON
            r.indicator_id = n.indicator_id
            AND r.wave_from = n.wave_from
            AND r.wave_to = n.wave_to
    WHERE r.n_from_low <= r.n_from_high AND r.n_to_low <= r.n_to_high
),
responses AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        n_from_low,
        n_from_high,
        n_to_low,
        n_to_high,
        base,
        base_low
    FROM unmoved
    UNION ALL
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        n_from_low - rise_yes AS n_from_low,
        n_from_low - rise_yes AS n_from_high,
        n_to_high - rise_yes AS n_to_low,
        n_to_high - rise_yes AS n_to_high,
        base - rise_yes - rise_no AS base,
        base_low
    FROM unmoved
    UNION ALL
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        n_from_high - fall_yes AS n_from_low,
        n_from_high - fall_yes AS n_from_high,
        n_to_low - fall_yes AS n_to_low,
        n_to_low - fall_yes AS n_to_high,
        base - fall_yes - fall_no AS base,
        base_low
    FROM unmoved
),
-- without names on one side: totals, overlap, and the sizes that the panel may have
overlapping AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        f.base AS base_from,
        f.n_unknown AS open_from,
        f.n_low AS n_from_low,
        f.n_high AS n_from_high,
        t.base AS base_to,
        t.n_unknown AS open_to,
        t.n_low AS n_to_low,
        t.n_high AS n_to_high,
        -- as many of both bases if no unknown answer was given; below 0 where more are outside
        o.n - (f.n_responses - f.base) - (t.n_responses - t.base) AS base_known,
        least(o.n, f.base + f.n_unknown, t.base + t.n_unknown) AS base_high
    FROM pairs AS p
    INNER JOIN trends.wave_pairs AS o ON p.wave_from = o.wave_from AND p.wave_to = o.wave_to
    INNER JOIN points AS f ON p.indicator_id = f.indicator_id AND p.wave_from = f.wave
    INNER JOIN points AS t ON p.indicator_id = t.indicator_id AND p.wave_to = t.wave
    WHERE
        NOT p.by_respondent
        AND f.n_low <= f.n_high
        AND t.n_low <= t.n_high
        -- more in common than one of the two has: what is printed contradicts itself
        AND o.n <= least(f.n_responses, t.n_responses)
),
-- with each size that the panel may have
sizes AS (
    SELECT
        o.indicator_id,
        o.wave_from,
        o.wave_to,
        o.base_from,
        o.open_from,
        o.n_from_low,
        o.n_from_high,
        o.base_to,
        o.open_to,
        o.n_to_low,
        o.n_to_high,
        greatest(o.base_known, 0) + i.i AS base,
        greatest(o.base_known, 0) + i.i - o.base_known AS room
    FROM overlapping AS o
    CROSS JOIN (SELECT max(i) AS i FROM input.integers) AS m
    INNER JOIN input.integers AS i ON i.i <= o.base_high - greatest(o.base_known, 0)
    -- all sizes or none
    WHERE o.base_high - greatest(o.base_known, 0) <= m.i
),
-- the range of yes in each wave with no unknown answer given, and the fewest that must be given:
-- the others of both waves leave room for so many of them
sized AS (
    SELECT
        o.indicator_id,
        o.wave_from,
        o.wave_to,
        k.evidence,
        o.base,
        o.room,
        o.base - o.base_from + o.n_from_low AS n_from_low,
        o.n_from_high,
        o.open_from,
        greatest(
            0,
            o.base - o.base_from,
            k.n_lost - o.n_from_high,
            o.n_from_low + k.n_gained - o.base_from
        ) AS given_from,
        o.base - o.base_to + o.n_to_low AS n_to_low,
        o.n_to_high,
        o.open_to,
        greatest(
            0,
            o.base - o.base_to,
            k.n_gained - o.n_to_high,
            o.n_to_low + k.n_lost - o.base_to
        ) AS given_to,
        k.n_gained,
        k.n_lost
    FROM sizes AS o
    INNER JOIN (
        SELECT
            indicator_id,
            wave_from,
            wave_to,
            'totals' AS evidence,
            0 AS n_gained,
            0 AS n_lost
        FROM overlapping
        UNION ALL
        SELECT
            indicator_id,
            wave_from,
            wave_to,
            'totals and moves' AS evidence,
            n_gained,
            n_lost
        FROM trends.stated_moves
        WHERE n_gained + n_lost > 0
    ) AS k
        ON
            o.indicator_id = k.indicator_id
            AND o.wave_from = k.wave_from
            AND o.wave_to = k.wave_to
    WHERE k.n_gained + k.n_lost <= o.base
),
-- each side by itself, and what the two share: the room
sides AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        base,
        greatest(n_lost, n_from_low - least(open_from, room - given_to)) AS n_from_low,
        least(base - n_gained, n_from_high + least(open_from, room - given_to)) AS n_from_high,
        greatest(n_gained, n_to_low - least(open_to, room - given_from)) AS n_to_low,
        least(base - n_lost, n_to_high + least(open_to, room - given_from)) AS n_to_high,
        n_to_low - n_from_high - least(open_from + open_to, room) AS moved_low,
        n_to_high - n_from_low + least(open_from + open_to, room) AS moved_high,
        n_gained,
        n_lost
    FROM sized
    WHERE given_from <= open_from AND given_to <= open_to AND given_from + given_to <= room
),
boxes AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        n_from_low,
        n_from_high,
        n_to_low,
        n_to_high,
        base,
        base_low,
        n_to_low - n_from_high AS moved_low,
        n_to_high - n_from_low AS moved_high,
        0 AS n_gained,
        0 AS n_lost
    FROM responses
    UNION ALL
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        evidence,
        n_from_low,
        n_from_high,
        n_to_low,
        n_to_high,
        base,
        base AS base_low,
        greatest(n_to_low - n_from_high, moved_low) AS moved_low,
        least(n_to_high - n_from_low, moved_high) AS moved_high,
        n_gained,
        n_lost
    FROM sides
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    evidence,
    CAST(min(n_from_low) AS BIGINT) AS n_from_low,
    CAST(max(n_from_high) AS BIGINT) AS n_from_high,
    CAST(min(n_to_low) AS BIGINT) AS n_to_low,
    CAST(max(n_to_high) AS BIGINT) AS n_to_high,
    CAST(min(base_low) AS BIGINT) AS base_low,
    CAST(max(base) AS BIGINT) AS base_high,
    CAST(min(moved_low) AS BIGINT) AS moved_low,
    CAST(max(moved_high) AS BIGINT) AS moved_high,
    CAST(max(n_gained) AS BIGINT) AS n_gained_stated,
    CAST(max(n_lost) AS BIGINT) AS n_lost_stated,
    min(moved_low / NULLIF(CAST(base AS DOUBLE), 0)) AS change_low,
    max(moved_high / NULLIF(CAST(base AS DOUBLE), 0)) AS change_high
FROM boxes
GROUP BY indicator_id, wave_from, wave_to, evidence
HAVING max(base) > 0
ORDER BY indicator_id, wave_from, wave_to, evidence
