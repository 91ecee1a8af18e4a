-- Grain: percentage × base.
-- For percentages that have no base, or one on which they are impossible: every base up to the
-- largest wave on which some count makes them, and whether the other percentages of the same
-- question fit it too, and then the counts and names as well. Answers to a single-choice
-- question share one base and can't sum to more.
--
-- claim_id: the percentage
-- base: the base
-- n_low: smallest count that makes the percentage
-- n_high: largest count that does
-- others: other percentages of the same question
-- fits_shares: true where they are all possible on this base together
-- fits_all: true where the counts and names of the question fit it as well
-- split_shares: the counts that the percentages make of this base, in words
-- split_all: the same with the counts and names of the question
WITH searched AS (
    SELECT n.claim_id, n.wave, n.question_id, n.within_id, w.largest
    FROM audit.numbers AS n
    INNER JOIN audit.wave_sizes AS w ON n.wave = w.wave
    WHERE n.kind = 'share' AND (n.base IS NULL OR n.n_low > n.n_high)
),
related AS (
    SELECT
        s.claim_id AS searched_id,
        n.claim_id,
        n.kind,
        coalesce(n.option_id, n.set_id) AS part,
        n.question_id,
        n.option_id,
        n.n_low,
        n.n_high,
        c.printed,
        c.whole
    FROM searched AS s
    INNER JOIN audit.numbers AS n
        ON
            s.claim_id = n.claim_id
            OR (
                s.wave = n.wave AND s.question_id = n.question_id
                AND s.within_id = n.within_id AND n.option_id IS NOT NULL
            )
    INNER JOIN audit.claims AS c ON n.claim_id = c.claim_id
    UNION ALL
    SELECT
        s.claim_id AS searched_id,
        a.claim_id,
        'names' AS kind,
        a.option_id AS part,
        a.question_id,
        a.option_id,
        a.n AS n_low,
        CAST(NULL AS BIGINT) AS n_high,
        CAST(NULL AS BIGINT) AS printed,
        CAST(NULL AS BIGINT) AS whole
    FROM searched AS s
    INNER JOIN audit.named_answers AS a
        ON s.wave = a.wave AND s.question_id = a.question_id AND s.within_id = s.wave || ': all'
),
scaled AS (
    SELECT
        s.claim_id AS searched_id,
        i.i AS base,
        r.part,
        r.question_id,
        r.option_id,
        r.claim_id,
        r.kind,
        r.n_low,
        r.n_high,
        floor(((2 * r.printed - 1) * i.i + 2 * r.whole - 1) / NULLIF(2 * r.whole, 0)) AS share_low,
        floor(((2 * r.printed + 1) * i.i - 1) / NULLIF(2 * r.whole, 0)) AS share_high
    FROM searched AS s
    INNER JOIN input.integers AS i ON i.i BETWEEN 1 AND s.largest
    INNER JOIN related AS r ON s.claim_id = r.searched_id
),
ranges AS (
    SELECT
        searched_id,
        base,
        part,
        question_id,
        option_id,
        claim_id,
        kind,
        CASE
            WHEN kind = 'share' THEN greatest(CAST(floor(share_low) AS BIGINT), 0) ELSE n_low
        END AS n_low,
        CASE
            WHEN kind = 'share' THEN least(CAST(floor(share_high) AS BIGINT), base) ELSE n_high
        END AS n_high
    FROM scaled
),
parts AS (
    SELECT
        r.searched_id,
        r.base,
        r.part,
        min(r.question_id) AS question_id,
        min(r.option_id) AS option_id,
        max(r.n_low) FILTER (WHERE r.kind = 'share') AS share_low,
        min(r.n_high) FILTER (WHERE r.kind = 'share') AS share_high,
        max(r.n_low) AS n_low,
        least(coalesce(min(r.n_high), r.base), r.base) AS n_high,
        max(r.n_low) FILTER (WHERE r.claim_id = r.searched_id) AS own_low,
        min(r.n_high) FILTER (WHERE r.claim_id = r.searched_id) AS own_high,
        count(*) FILTER (WHERE r.claim_id <> r.searched_id AND r.kind = 'share') AS others
    FROM ranges AS r
    GROUP BY r.searched_id, r.base, r.part
),
offered AS (
    SELECT question_id, count(*) AS n
    FROM input.options
    GROUP BY question_id
)
SELECT
    p.searched_id AS claim_id,
    p.base,
    max(p.own_low) AS n_low,
    max(p.own_high) AS n_high,
    CAST(sum(p.others) AS BIGINT) AS others,
    bool_and(p.share_low IS NULL OR p.share_low <= p.share_high)
    AND (
        coalesce(max(q.type), '') NOT IN ('single', 'rating')
        OR sum(coalesce(p.share_low, 0)) <= p.base
    ) AS fits_shares,
    bool_and(p.n_low <= p.n_high)
    AND (
        coalesce(max(q.type), '') NOT IN ('single', 'rating')
        OR (
            sum(p.n_low) <= p.base
            AND (
                count(*) < max(o.n) OR sum(p.n_high) >= p.base
                OR NOT bool_and(coalesce(q.options_known, FALSE))
            )
        )
    ) AS fits_all,
    string_agg(
        CASE
            WHEN p.share_low = p.share_high THEN CAST(p.share_low AS VARCHAR)
            ELSE CAST(p.share_low AS VARCHAR) || ' to ' || CAST(p.share_high AS VARCHAR)
        END || coalesce(' “' || t.label || '”', ''),
        ', ' ORDER BY t.position, p.part
    ) AS split_shares,
    string_agg(
        CASE
            WHEN p.n_low = p.n_high THEN CAST(p.n_low AS VARCHAR)
            WHEN p.n_high = p.base THEN 'at least ' || CAST(p.n_low AS VARCHAR)
            ELSE CAST(p.n_low AS VARCHAR) || ' to ' || CAST(p.n_high AS VARCHAR)
        END || coalesce(' “' || t.label || '”', ''),
        ', ' ORDER BY t.position, p.part
    ) AS split_all
FROM parts AS p
LEFT JOIN input.questions AS q ON p.question_id = q.question_id
LEFT JOIN input.options AS t ON p.question_id = t.question_id AND p.option_id = t.option_id
LEFT JOIN offered AS o ON p.question_id = o.question_id
GROUP BY p.searched_id, p.base
HAVING max(p.own_low) <= max(p.own_high)
