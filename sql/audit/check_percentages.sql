-- Grain: percentage.
-- Can any count of the base give the percentage printed, rounded half up? Where none can, the
-- bases that could, up to the largest wave, together with the rest of the same question.
--
-- claim_id: the percentage
-- related_claim_id: none
-- check_id: percentages
-- verdict: holds or impossible
-- arithmetic: the sum, in words
-- explanation: what it means
WITH near AS (
    SELECT
        p.claim_id,
        p.base,
        p.n_low,
        p.n_high,
        p.others,
        p.fits_shares,
        p.fits_all,
        p.split_shares,
        p.split_all,
        row_number() OVER (
            PARTITION BY p.claim_id ORDER BY abs(p.base - coalesce(n.base, 0)), p.base
        ) AS nearness,
        row_number() OVER (
            PARTITION BY p.claim_id, p.fits_shares, p.fits_shares AND p.fits_all
            ORDER BY abs(p.base - coalesce(n.base, 0)), p.base
        ) AS nearness_fit
    FROM audit.possible_bases AS p
    INNER JOIN audit.numbers AS n ON p.claim_id = n.claim_id
),
bases AS (
    SELECT
        claim_id,
        count(*) AS n,
        max(others) AS others,
        bool_or(split_all <> split_shares) AS more,
        string_agg(
            CAST(base AS VARCHAR) || ' (' || CAST(n_low AS VARCHAR)
            || CASE WHEN n_high > n_low THEN ' to ' || CAST(n_high AS VARCHAR) ELSE '' END || ')',
            ', ' ORDER BY base
        ) FILTER (WHERE nearness <= 8) AS alone,
        string_agg(CAST(base AS VARCHAR) || ' (' || split_shares || ')', ' or ' ORDER BY base)
            FILTER (WHERE fits_shares AND nearness_fit <= 8) AS with_shares,
        string_agg(CAST(base AS VARCHAR) || ' (' || split_all || ')', ' or ' ORDER BY base)
            FILTER (WHERE fits_shares AND fits_all AND nearness_fit <= 8) AS with_all
    FROM near
    GROUP BY claim_id
),
percentages AS (
    SELECT
        n.claim_id,
        n.wave,
        n.base,
        n.base_source,
        n.n_low,
        n.n_high,
        a.names AS base_names,
        c.figure,
        c.whole
    FROM audit.numbers AS n
    INNER JOIN audit.claims AS c ON n.claim_id = c.claim_id
    LEFT JOIN audit.bases AS a ON n.within_id = a.within_id
    WHERE n.kind = 'share'
)
SELECT
    p.claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'percentages' AS check_id,
    CASE
        WHEN p.base IS NULL AND b.n > 0 THEN 'holds'
        WHEN p.n_low <= p.n_high THEN 'holds'
        ELSE 'impossible'
    END AS verdict,
    CASE
        WHEN p.base IS NULL
            THEN p.figure
            || coalesce(' is possible for a base of ' || b.alone, ': no base gives it')
            || CASE WHEN b.n > 8 THEN ' and ' || CAST(b.n - 8 AS VARCHAR) || ' more' ELSE '' END
        ELSE p.figure || ' of ' || CAST(p.base AS VARCHAR) || ': ' || CASE
                WHEN l.words IS NULL THEN u.words
                WHEN u.words IS NULL OR u.words = l.words THEN l.words
                ELSE l.words || ', ' || u.words
            END
    END AS arithmetic,
    CASE
        WHEN p.n_low <= p.n_high AND p.base_source = 'names'
            THEN 'A whole number of ' || CAST(p.base AS VARCHAR) || ' gives ' || p.figure
            || '. The base is not printed; it is the only one of which ' || p.base_names || '.'
        WHEN p.n_low <= p.n_high
            THEN 'A whole number of ' || CAST(p.base AS VARCHAR) || ' gives ' || p.figure || '.'
        WHEN p.base IS NULL
            THEN 'Neither the base of ' || p.figure
            || ' nor the size of the part that it speaks of is printed.'
            || CASE WHEN b.n > 0 THEN ' Some bases give it.' ELSE '' END
        ELSE
            'No whole number of ' || CAST(p.base AS VARCHAR) || ' gives ' || p.figure || '. '
            || coalesce(
                'Of these bases it would be right: ' || b.alone
                || CASE WHEN b.n > 8 THEN ' and ' || CAST(b.n - 8 AS VARCHAR) || ' more' ELSE '' END
                || ' (up to ' || CAST(w.largest AS VARCHAR) || ', the most ' || v.noun_many
                || ' that answered any wave).'
                || CASE
                    WHEN b.others = 0 THEN ''
                    ELSE
                        ' Together with the other percentages of the question: '
                        || coalesce(b.with_shares, 'none of these') || '.'
                END
                || CASE
                    WHEN b.more
                        THEN ' With its counts and names as well: '
                        || coalesce(b.with_all, 'none of these') || '.'
                    ELSE ''
                END,
                'No base up to ' || CAST(w.largest AS VARCHAR) || ' gives it.'
            )
    END AS explanation
FROM percentages AS p
CROSS JOIN input.survey AS v
INNER JOIN audit.wave_sizes AS w ON p.wave = w.wave
LEFT JOIN bases AS b ON p.claim_id = b.claim_id
-- Where no count gives the percentage, these are the counts below and above it.
LEFT JOIN audit.ratios AS l
    ON least(p.n_low, p.n_high) = l.n AND p.base = l.base AND p.whole = l.whole
LEFT JOIN audit.ratios AS u
    ON greatest(p.n_low, p.n_high) = u.n AND p.base = u.base AND p.whole = u.whole
