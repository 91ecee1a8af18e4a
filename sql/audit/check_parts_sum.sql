-- Grain: wave × question × the set that was counted.
-- The answers to a question that takes one answer can't sum to more than its base, and to no
-- less where every answer offered has a number. Examples count as the least there can be.
--
-- claim_id: the first of the numbers summed
-- related_claim_id: the second
-- check_id: parts_sum
-- verdict: holds or contradicted
-- arithmetic: the sum, in words
-- explanation: what it means
WITH parts AS (
    SELECT
        n.wave,
        n.within_id,
        n.question_id,
        n.option_id,
        n.claim_id,
        n.place,
        n.n_low,
        n.words,
        max(CASE WHEN n.exact THEN 1 ELSE 0 END)
            OVER (PARTITION BY n.wave, n.within_id, n.question_id, n.option_id) AS exact,
        min(n.n_high) OVER (PARTITION BY n.wave, n.within_id, n.question_id, n.option_id) AS n_high,
        min(n.base) OVER (PARTITION BY n.wave, n.within_id, n.question_id) AS base
    FROM audit.numbers AS n
    WHERE n.option_id IS NOT NULL AND n.n_low <= coalesce(n.n_high, n.n_low)
    QUALIFY
        row_number() OVER (
            PARTITION BY n.wave, n.within_id, n.question_id, n.option_id
            ORDER BY n.n_low DESC, n.exact DESC, n.place
        ) = 1
),
offered AS (
    SELECT
        q.question_id,
        coalesce(q.options_known, FALSE) AS options_known,
        count(*) AS n
    FROM input.questions AS q
    INNER JOIN input.options AS o ON q.question_id = o.question_id
    WHERE q.type IN ('single', 'rating')
    GROUP BY q.question_id, coalesce(q.options_known, FALSE)
),
ordered AS (
    SELECT
        p.wave,
        p.within_id,
        p.question_id,
        p.option_id,
        p.claim_id,
        p.place,
        p.n_low,
        p.n_high,
        p.exact,
        p.base,
        p.words,
        t.label,
        row_number() OVER (PARTITION BY p.wave, p.within_id, p.question_id ORDER BY p.place) AS nth
    FROM parts AS p
    INNER JOIN input.options AS t ON p.question_id = t.question_id AND p.option_id = t.option_id
),
sums AS (
    SELECT
        o.wave,
        o.within_id,
        o.question_id,
        min(o.base) AS base,
        CAST(sum(o.n_low) AS BIGINT) AS n_low,
        CAST(sum(o.n_high) AS BIGINT) AS n_high,
        f.options_known AND count(*) = f.n AND min(o.exact) = 1 AS whole,
        min(CASE WHEN o.nth = 1 THEN o.claim_id END) AS claim_id,
        min(CASE WHEN o.nth = 2 THEN o.claim_id END) AS related_claim_id,
        string_agg(o.words || ' “' || o.label || '”', ' + ' ORDER BY o.place) AS words
    FROM ordered AS o
    INNER JOIN offered AS f ON o.question_id = f.question_id
    GROUP BY o.wave, o.within_id, o.question_id, f.options_known, f.n
    HAVING count(*) > 1 AND min(o.base) IS NOT NULL
)
SELECT
    s.claim_id,
    s.related_claim_id,
    'parts_sum' AS check_id,
    CASE
        WHEN s.n_low > s.base OR (s.whole AND s.n_high < s.base) THEN 'contradicted'
        ELSE 'holds'
    END AS verdict,
    s.words || ': ' || CASE
        WHEN s.whole AND s.n_low < s.n_high
            THEN CAST(s.n_low AS VARCHAR) || ' to ' || CAST(s.n_high AS VARCHAR)
        WHEN s.whole THEN CAST(s.n_low AS VARCHAR)
        ELSE 'at least ' || CAST(s.n_low AS VARCHAR)
    END || ' of ' || CAST(s.base AS VARCHAR) AS arithmetic,
    CASE
        WHEN s.n_low > s.base
            THEN 'One answer each makes ' || CAST(s.base AS VARCHAR) || ' at the most, and these are '
            || CAST(s.n_low - s.base AS VARCHAR) || ' more.'
        WHEN s.whole AND s.n_high < s.base
            THEN 'All answers offered have a number, and ' || CAST(s.base - s.n_high AS VARCHAR)
            || ' of ' || CAST(s.base AS VARCHAR)
            || ' are missing; that they did not answer is not said.'
        WHEN s.whole THEN 'All answers offered have a number, and they make up the whole.'
        ELSE 'The answers with a number fit into the whole.'
    END AS explanation
FROM sums AS s
