-- Grain: rank.
-- A rank against the sizes of all that it is taken among. Where a size is not known, the rank
-- stands or falls only if all possible sizes agree; equal sizes share their ranks.
--
-- claim_id: the rank
-- related_claim_id: a claim that gives a larger size, where too many are larger
-- check_id: ranks
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the sizes, in words
-- explanation: what it means
WITH ranked AS (
    SELECT
        c.claim_id,
        CAST(round(c.value) AS BIGINT) AS place_said,
        s.label,
        s.n_conditions,
        z.words,
        z.n_low,
        z.n_high,
        z.base
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    LEFT JOIN audit.set_sizes AS z ON s.set_id = z.set_id AND s.within_id = z.within_id
    WHERE c.kind = 'rank'
),
others AS (
    SELECT
        r.claim_id,
        z.claim_id AS other_claim_id,
        o.label,
        z.words,
        coalesce(z.n_low, 0) AS n_low,
        z.n_high,
        -- without a size anything is possible
        coalesce(z.n_low * r.base > r.n_high * z.base, z.n_low > r.n_high, FALSE) AS surely_more,
        coalesce(z.n_high * r.base > r.n_low * z.base, z.n_high > r.n_low, TRUE) AS perhaps_more,
        coalesce(z.n_high * r.base < r.n_low * z.base, z.n_high < r.n_low, FALSE) AS surely_less,
        coalesce(z.n_low * r.base < r.n_high * z.base, z.n_low < r.n_high, TRUE) AS perhaps_less
    FROM ranked AS r
    INNER JOIN audit.claim_sets AS o ON r.claim_id = o.claim_id AND o.role LIKE 'among %'
    LEFT JOIN audit.set_sizes AS z ON o.set_id = z.set_id AND o.within_id = z.within_id
),
counted AS (
    SELECT
        claim_id,
        count(*) AS n,
        count(*) FILTER (WHERE surely_more) AS n_surely_more,
        count(*) FILTER (WHERE perhaps_more) AS n_perhaps_more,
        count(*) FILTER (WHERE surely_less) AS n_surely_less,
        count(*) FILTER (WHERE perhaps_less) AS n_perhaps_less,
        min(other_claim_id) FILTER (WHERE surely_more) AS other_claim_id,
        string_agg(words || ' for ' || label, '; ' ORDER BY n_low DESC, label)
            FILTER (WHERE surely_more) AS larger,
        string_agg(
            coalesce(words, 'no number') || ' for ' || label, '; ' ORDER BY n_low DESC, label
        ) AS all_words
    FROM others
    GROUP BY claim_id
),
judged AS (
    SELECT
        r.claim_id,
        r.place_said,
        r.label,
        r.n_conditions,
        r.words,
        c.n,
        c.n_surely_more,
        c.n_surely_less,
        c.other_claim_id,
        c.larger,
        c.all_words,
        CASE
            WHEN c.n IS NULL OR r.n_low IS NULL THEN 'not_checkable'
            WHEN r.place_said <= c.n_surely_more OR r.place_said > 1 + c.n - c.n_surely_less
                THEN 'contradicted'
            WHEN r.place_said > c.n_perhaps_more AND r.place_said <= 1 + c.n - c.n_perhaps_less
                THEN 'holds'
            ELSE 'not_checkable'
        END AS verdict
    FROM ranked AS r
    LEFT JOIN counted AS c ON r.claim_id = c.claim_id
)
SELECT
    claim_id,
    CASE WHEN verdict = 'contradicted' THEN other_claim_id END AS related_claim_id,
    'ranks' AS check_id,
    verdict,
    CASE
        WHEN n IS NULL OR words IS NULL THEN 'no number at hand'
        WHEN verdict = 'contradicted' AND n_surely_more > 0
            THEN words || ' for ' || label || ', but ' || larger
        ELSE words || ' for ' || label || '; ' || all_words
    END AS arithmetic,
    CASE
        WHEN n IS NULL OR words IS NULL THEN 'Nothing tells the sizes that the rank compares.'
        ELSE
            'Said to be number ' || CAST(place_said AS VARCHAR) || ' of ' || CAST(n + 1 AS VARCHAR)
            || CASE verdict
                WHEN 'holds' THEN ', and so it is.'
                WHEN 'contradicted'
                    THEN ', but ' || CAST(n_surely_more AS VARCHAR) || CASE n_surely_more
                        WHEN 1 THEN ' is' ELSE ' are'
                    END || ' larger for certain and ' || CAST(n_surely_less AS VARCHAR)
                    || ' smaller.'
                ELSE '; what is known leaves it open.'
            END
    END AS explanation
FROM judged
