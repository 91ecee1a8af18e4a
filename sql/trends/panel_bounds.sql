-- Grain: indicator × pair of waves × what is known.
-- Between which numbers the change within the panel lies: the smallest and the largest over every
-- pattern of answers that what is known allows. They are exact: of P respondents, a with yes
-- before and b after, each pair of an a and a b within its own limits has a pattern, so that the
-- smallest change is the least b less the largest a. Where P itself is not known, the smallest
-- over all that it may be. An unknown answer may have been none at all, and its respondent in no
-- panel: so beside the panel of all who may be in it stands the one without those who would have
-- stayed what they were, which is as far from no change as any. Only where nobody can be followed
-- and answers of both waves are unknown may the bounds be too wide. Only pairs that compare.
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
-- base_low: smallest panel, which may be nobody: unknown answers were none, except where a
--   published total counts them in
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
-- how many a report says to have moved: yes in the one wave, another answer in the other
moves AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        CASE WHEN s.wave = p.wave_to THEN 'gained' ELSE 'lost' END AS direction,
        CASE WHEN c.kind = 'count' THEN CAST(floor(c.value) AS BIGINT) ELSE l.n END AS n
    FROM pairs AS p
    INNER JOIN input.indicator_options AS o ON p.indicator_id = o.indicator_id
    INNER JOIN input.indicators AS i
        ON o.indicator_id = i.indicator_id AND o.question_id = i.question_id
    INNER JOIN input.questions AS q
        ON o.question_id = q.question_id AND q.type IN ('single', 'rating')
    INNER JOIN input.claim_sets AS s
        ON
            s.role IN ('about', 'within')
            AND s.wave IN (p.wave_from, p.wave_to)
            AND o.question_id = s.question_id
            AND o.option_id = s.option_id
    INNER JOIN input.claim_sets AS b
        ON
            s.claim_id = b.claim_id
            AND b.role IN ('about', 'within')
            AND b.wave IN (p.wave_from, p.wave_to)
            AND s.wave <> b.wave
            AND s.question_id = b.question_id
    INNER JOIN core.options AS n
        ON b.question_id = n.question_id AND b.option_id = n.option_id
    LEFT JOIN input.indicator_options AS y
        ON
            p.indicator_id = y.indicator_id
            AND b.question_id = y.question_id
            AND b.option_id = y.option_id
    LEFT JOIN input.indicator_states AS k
        ON p.indicator_id = k.indicator_id AND n.meaning = k.state
    INNER JOIN input.claims AS c
        ON
            s.claim_id = c.claim_id
            AND c.kind IN ('count', 'list')
            AND NOT coalesce(c.vague, FALSE)
    LEFT JOIN (
        SELECT claim_id, count(*) AS n FROM input.claim_respondents GROUP BY claim_id
    ) AS l ON c.claim_id = l.claim_id
    WHERE y.option_id IS NULL AND (n.meaning = 'substantive' OR k.state IS NOT NULL)
),
stated AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        coalesce(max(n) FILTER (WHERE direction = 'gained'), 0) AS n_gained,
        coalesce(max(n) FILTER (WHERE direction = 'lost'), 0) AS n_lost
    FROM moves
    GROUP BY indicator_id, wave_from, wave_to
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
        o.n - (f.n_responses - f.base) - (t.n_responses - t.base) AS base_low,
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
-- a panel of that size leaves room outside both bases for so many of the unknown ones, and the
-- rest of them are in
sized AS (
    SELECT
        o.indicator_id,
        o.wave_from,
        o.wave_to,
        i.i AS base,
        o.base_from + least(o.open_from, i.i - o.base_low) AS base_from,
        o.n_from_low,
        o.n_from_high + least(o.open_from, i.i - o.base_low) AS n_from_high,
        o.base_to + least(o.open_to, i.i - o.base_low) AS base_to,
        o.n_to_low,
        o.n_to_high + least(o.open_to, i.i - o.base_low) AS n_to_high
    FROM overlapping AS o
    INNER JOIN input.integers AS i ON i.i BETWEEN greatest(o.base_low, 1) AND o.base_high
),
sides AS (
    SELECT
        o.indicator_id,
        o.wave_from,
        o.wave_to,
        k.evidence,
        greatest(o.n_from_low - (o.base_from - o.base), k.n_lost) AS n_from_low,
        least(o.base - k.n_gained, o.n_from_high) AS n_from_high,
        greatest(o.n_to_low - (o.base_to - o.base), k.n_gained) AS n_to_low,
        least(o.base - k.n_lost, o.n_to_high) AS n_to_high,
        o.base,
        k.n_gained,
        k.n_lost
    FROM sized AS o
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
        FROM stated
        WHERE n_gained + n_lost > 0
    ) AS k
        ON
            o.indicator_id = k.indicator_id
            AND o.wave_from = k.wave_from
            AND o.wave_to = k.wave_to
),
boxes AS (
    SELECT
        indicator_id, wave_from, wave_to, evidence, n_from_low, n_from_high, n_to_low,
        n_to_high, base, base_low, 0 AS n_gained, 0 AS n_lost
    FROM responses
    UNION ALL
    SELECT
        indicator_id, wave_from, wave_to, evidence, n_from_low, n_from_high, n_to_low,
        n_to_high, base, base AS base_low, n_gained, n_lost
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
    CAST(min(n_to_low - n_from_high) AS BIGINT) AS moved_low,
    CAST(max(n_to_high - n_from_low) AS BIGINT) AS moved_high,
    CAST(max(n_gained) AS BIGINT) AS n_gained_stated,
    CAST(max(n_lost) AS BIGINT) AS n_lost_stated,
    min((n_to_low - n_from_high) / NULLIF(CAST(base AS DOUBLE), 0)) AS change_low,
    max((n_to_high - n_from_low) / NULLIF(CAST(base AS DOUBLE), 0)) AS change_high
FROM boxes
WHERE base > 0 AND n_from_low <= n_from_high AND n_to_low <= n_to_high
GROUP BY indicator_id, wave_from, wave_to, evidence
ORDER BY indicator_id, wave_from, wave_to, evidence
