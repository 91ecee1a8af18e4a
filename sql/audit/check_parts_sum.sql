-- Grain: wave × question × the set that was counted.
-- The answers to a question that takes one answer can't sum to more than its base, and to no
-- less where every answer offered has a number. Names are the least that there can be.
--
-- claim_id: the first of the numbers summed
-- related_claim_id: the second
-- check_id: parts_sum
-- verdict: holds or contradicted
-- arithmetic: the sum, in words
-- explanation: what it means
WITH numbers AS (
    SELECT
        wave,
        within_id,
        question_id,
        option_id,
        claim_id,
        kind,
        place,
        base,
        n_low,
        n_high,
        exact,
        words
    FROM audit.numbers
    WHERE option_id IS NOT NULL AND n_low <= coalesce(n_high, n_low)
    UNION ALL
    SELECT
        a.wave,
        b.within_id,
        a.question_id,
        a.option_id,
        a.claim_id,
        'names' AS kind,
        a.place,
        b.n AS base,
        a.n AS n_low,
        CAST(NULL AS BIGINT) AS n_high,
        FALSE AS exact,
        a.words
    FROM audit.named_answers AS a
    INNER JOIN audit.bases AS b ON b.within_id = a.wave || ': all'
),
parts AS (
    SELECT
        wave,
        within_id,
        question_id,
        option_id,
        claim_id,
        place,
        n_low,
        words,
        bool_or(kind IN ('share', 'count'))
            OVER (PARTITION BY wave, within_id, question_id, option_id) AS figured,
        max(CASE WHEN exact THEN 1 ELSE 0 END)
            OVER (PARTITION BY wave, within_id, question_id, option_id) AS exact,
        min(n_high) OVER (PARTITION BY wave, within_id, question_id, option_id) AS n_high,
        min(base) OVER (PARTITION BY wave, within_id, question_id) AS base
    FROM numbers
    QUALIFY
        row_number() OVER (
            PARTITION BY wave, within_id, question_id, option_id
            ORDER BY n_low DESC, exact DESC, place
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
        p.claim_id,
        p.place,
        p.n_low,
        p.n_high,
        p.exact,
        p.base,
        p.figured,
        t.position,
        p.words || ' “' || t.label || '”' AS words,
        row_number() OVER (
            PARTITION BY p.wave, p.within_id, p.question_id ORDER BY p.place, t.position
        ) AS nth
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
        string_agg(o.words, ' + ' ORDER BY o.position) AS words
    FROM ordered AS o
    INNER JOIN offered AS f ON o.question_id = f.question_id
    GROUP BY o.wave, o.within_id, o.question_id, f.options_known, f.n
    HAVING count(*) > 1 AND min(o.base) IS NOT NULL AND bool_or(o.figured)
)
SELECT
    claim_id,
    related_claim_id,
    'parts_sum' AS check_id,
    CASE
        WHEN n_low > base OR (whole AND n_high < base) THEN 'contradicted'
        ELSE 'holds'
    END AS verdict,
    words || ': ' || CASE
        WHEN whole AND n_low < n_high
            THEN CAST(n_low AS VARCHAR) || ' to ' || CAST(n_high AS VARCHAR)
        WHEN whole THEN CAST(n_low AS VARCHAR)
        ELSE 'at least ' || CAST(n_low AS VARCHAR)
    END || ' of ' || CAST(base AS VARCHAR) AS arithmetic,
    CASE
        WHEN n_low > base
            THEN 'With one answer each there can be ' || CAST(base AS VARCHAR)
            || ' at the most; this is ' || CAST(n_low - base AS VARCHAR) || ' too many.'
        WHEN whole AND n_high < base
            THEN 'Every answer offered has a number, and ' || CAST(base - n_high AS VARCHAR)
            || ' of ' || CAST(base AS VARCHAR)
            || ' are missing; that they did not answer is not said.'
        WHEN whole THEN 'Every answer offered has a number, and they make up the whole.'
        ELSE 'The answers with a number fit into the whole.'
    END AS explanation
FROM sums
