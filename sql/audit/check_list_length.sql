-- Grain: list × the figure that it illustrates.
-- The number of names against the count or percentage that they illustrate. A complete list has
-- as many names as the figure says, examples are no more than it says. Where the base of a
-- percentage is unknown, some base must make it of the names, and the same one for all
-- percentages of that part.
--
-- claim_id: the list
-- related_claim_id: the figure
-- check_id: list_length
-- verdict: holds or contradicted
-- arithmetic: the sum, in words
-- explanation: what it means
WITH named AS (
    SELECT claim_id, count(*) AS n
    FROM audit.claim_respondents
    GROUP BY claim_id
),
pairs AS (
    SELECT
        r.claim_id,
        r.related_claim_id,
        l.list_complete AS exact,
        m.n AS names,
        n.kind,
        n.base,
        n.base_source,
        a.names AS base_names,
        n.words,
        n.n_low,
        n.n_high,
        c.figure,
        c.whole,
        b.base_low,
        b.base_high,
        b.joint_low,
        b.joint_high,
        b.usable,
        w.largest,
        n.n_low <= n.n_high AS possible
    FROM input.claim_relations AS r
    INNER JOIN audit.claims AS l ON r.claim_id = l.claim_id AND l.kind = 'list'
    INNER JOIN named AS m ON r.claim_id = m.claim_id
    INNER JOIN audit.numbers AS n ON r.related_claim_id = n.claim_id AND n.kind <> 'list'
    INNER JOIN audit.claims AS c ON r.related_claim_id = c.claim_id
    INNER JOIN audit.wave_sizes AS w ON n.wave = w.wave
    LEFT JOIN audit.bases AS a ON n.within_id = a.within_id
    LEFT JOIN audit.list_bases AS b
        ON r.claim_id = b.claim_id AND r.related_claim_id = b.share_claim_id
    WHERE r.relation = 'illustrates'
),
judged AS (
    SELECT
        p.claim_id,
        p.related_claim_id,
        p.exact,
        p.names,
        p.kind,
        p.base,
        p.base_source,
        p.base_names,
        p.words,
        p.figure,
        p.whole,
        p.base_low,
        p.base_high,
        p.possible,
        p.largest,
        CASE
            WHEN p.possible AND p.names > p.n_high THEN 'too many'
            WHEN p.possible AND p.exact AND p.names < p.n_low THEN 'too few'
            WHEN p.possible THEN 'fits'
            WHEN p.exact AND p.base_low > p.base_high THEN 'no base'
            WHEN p.base_low > p.largest THEN 'base too large'
            WHEN p.usable AND p.joint_low > p.joint_high THEN 'no common base'
            ELSE 'fits a base'
        END AS outcome
    FROM pairs AS p
)
SELECT
    j.claim_id,
    j.related_claim_id,
    'list_length' AS check_id,
    CASE WHEN j.outcome IN ('fits', 'fits a base') THEN 'holds' ELSE 'contradicted' END AS verdict,
    CASE
        WHEN j.possible AND j.kind = 'share'
            THEN j.words || ', ' || CAST(j.names AS VARCHAR) || ' named'
            || coalesce('; ' || o.words, '')
        WHEN j.possible THEN j.words || ' printed, ' || CAST(j.names AS VARCHAR) || ' named'
        ELSE j.figure || ', ' || CAST(j.names AS VARCHAR) || ' named'
    END || CASE
        WHEN
            j.kind = 'share' AND j.base_low > j.base_high
            AND (NOT coalesce(j.possible, FALSE) OR j.base_source = 'names')
            THEN coalesce('; ' || h.words, '') || coalesce(', ' || l.words, '')
        WHEN NOT coalesce(j.possible, FALSE) AND j.exact
            THEN coalesce('; ' || l.words, '')
            || CASE WHEN j.base_high > j.base_low THEN coalesce(', ' || h.words, '') ELSE '' END
        ELSE ''
    END AS arithmetic,
    CASE j.outcome
        WHEN 'fits' THEN CASE
            WHEN j.exact THEN 'The list has as many names as the figure says.'
            ELSE 'The examples are no more than the figure says.'
        END || CASE
            WHEN j.base_source = 'names'
                THEN ' No base is printed; ' || CAST(j.base AS VARCHAR)
                || ' is the only one of which ' || j.base_names || '.'
            ELSE ''
        END
        WHEN 'fits a base' THEN CASE
            WHEN j.exact AND j.base_low = j.base_high
                THEN 'No base is printed that fits; of ' || CAST(j.base_low AS VARCHAR)
                || ' the names would be the percentage printed.'
            WHEN j.exact
                THEN 'No base is printed that fits; of ' || CAST(j.base_low AS VARCHAR) || ' to '
                || CAST(j.base_high AS VARCHAR) || ' the names would be the percentage printed.'
            ELSE
                'No base is printed that fits; from a base of ' || CAST(j.base_low AS VARCHAR)
                || ' on the examples are no more than the percentage printed.'
        END
        WHEN 'no base'
            THEN 'There is no base of which ' || CAST(j.names AS VARCHAR) || ' are '
            || j.figure || '.'
        WHEN 'base too large'
            THEN CAST(j.names AS VARCHAR) || ' named would need a base of at least '
            || CAST(j.base_low AS VARCHAR) || ', more than ever answered ('
            || CAST(j.largest AS VARCHAR) || ').'
        WHEN 'no common base'
            THEN CAST(j.names AS VARCHAR) || ' are ' || j.figure || ' of '
            || CAST(j.base_low AS VARCHAR)
            || CASE
                WHEN j.base_high > j.base_low THEN ' to ' || CAST(j.base_high AS VARCHAR) ELSE ''
            END
            || ', but the other percentages of the same part need another base for their names.'
        WHEN 'too many' THEN CASE
            WHEN j.exact THEN 'The list has more names than the figure says.'
            ELSE 'There are more examples than the figure says there are in all.'
        END
        ELSE 'The list has fewer names than the figure says, though its wording makes it complete.'
    END || CASE
        WHEN j.outcome IN ('too many', 'too few') AND j.base_source = 'names'
            THEN ' No base is printed; ' || CAST(j.base AS VARCHAR)
            || ' is the only one of which ' || j.base_names
            || CASE
                WHEN j.base_low > j.base_high
                    THEN ', and ' || CAST(j.names AS VARCHAR) || ' are not ' || j.figure
                    || ' of any base'
                ELSE ''
            END || '.'
        ELSE ''
    END AS explanation
FROM judged AS j
LEFT JOIN audit.ratios AS o ON j.names = o.n AND j.base = o.base AND j.whole = o.whole
LEFT JOIN audit.ratios AS l ON j.names = l.n AND j.base_low = l.base AND j.whole = l.whole
LEFT JOIN audit.ratios AS h ON j.names = h.n AND j.base_high = h.base AND j.whole = h.whole
