-- Grain: claim that gives a number.
-- audit.claim_sizes with the base of every part whose size is known.
--
-- claim_id: claim
-- wave: wave spoken of
-- kind: share, count, base or list
-- place: order over all ledgers
-- set_id: the set
-- within_id: the set that it is a part of
-- both_id: the respondents counted
-- question_id: question, where the set is one answer to one question
-- option_id: that answer
-- base: size of the set that it is a part of, NULL where nothing tells it
-- base_source: printed, or what tells the base (see audit.bases)
-- n_low: smallest count; NULL for a percentage of an unknown base
-- n_high: largest count; NULL where only examples are named; below n_low where none is possible
-- exact: false where only examples are named
-- words: the number in words, such as 62% of 37 (23), or 15 named
WITH based AS (
    SELECT
        z.claim_id,
        z.wave,
        z.kind,
        c.place,
        z.set_id,
        z.within_id,
        z.both_id,
        z.question_id,
        z.option_id,
        z.exact,
        z.n_low,
        z.n_high,
        z.base AS base_known,
        coalesce(z.base, b.n) AS base,
        CASE WHEN c.base IS NOT NULL THEN 'printed' ELSE b.source END AS base_source,
        c.printed,
        c.whole,
        c.figure
    FROM audit.claim_sizes AS z
    INNER JOIN audit.claims AS c ON z.claim_id = c.claim_id
    LEFT JOIN audit.bases AS b ON z.within_id = b.within_id
),
counted AS (
    SELECT
        claim_id,
        wave,
        kind,
        place,
        set_id,
        within_id,
        both_id,
        question_id,
        option_id,
        exact,
        figure,
        base,
        base_source,
        CASE
            WHEN kind = 'share' AND base_known IS NULL AND base IS NOT NULL
                THEN greatest(
                    CAST(
                        floor(((2 * printed - 1) * base + 2 * whole - 1) / NULLIF(2 * whole, 0))
                        AS BIGINT
                    ),
                    0
                )
            ELSE n_low
        END AS n_low,
        CASE
            WHEN kind = 'share' AND base_known IS NULL AND base IS NOT NULL
                THEN least(
                    CAST(floor(((2 * printed + 1) * base - 1) / NULLIF(2 * whole, 0)) AS BIGINT),
                    base
                )
            ELSE n_high
        END AS n_high
    FROM based
)
SELECT
    claim_id,
    wave,
    kind,
    place,
    set_id,
    within_id,
    both_id,
    question_id,
    option_id,
    base,
    base_source,
    n_low,
    n_high,
    exact,
    CASE
        WHEN kind = 'list' AND exact THEN CAST(n_low AS VARCHAR) || ' named'
        WHEN kind = 'list' THEN 'at least the ' || CAST(n_low AS VARCHAR) || ' named'
        WHEN kind <> 'share' THEN CAST(n_low AS VARCHAR)
        WHEN base IS NULL THEN figure
        WHEN n_low > n_high THEN figure || ' of ' || CAST(base AS VARCHAR)
        WHEN n_low = n_high
            THEN figure || ' of ' || CAST(base AS VARCHAR) || ' (' || CAST(n_low AS VARCHAR) || ')'
        ELSE
            figure || ' of ' || CAST(base AS VARCHAR) || ' (' || CAST(n_low AS VARCHAR)
            || ' to ' || CAST(n_high AS VARCHAR) || ')'
    END AS words
FROM counted
