-- Grain: quantity word used.
-- A word for a quantity against the numbers at hand, by the thresholds of input.quantity_words.
-- Where the size of the set is not known, the word stands or falls only if all possible sizes
-- agree.
--
-- claim_id: the word
-- related_claim_id: the claim that gives the number, if one does
-- check_id: quantity_words
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the sum, in words
-- explanation: what it means
WITH words AS (
    SELECT
        c.claim_id,
        c.word,
        s.label,
        s.n_conditions,
        q.word IS NOT NULL AS has_threshold,
        z.claim_id AS related_claim_id,
        z.source,
        z.base,
        z.n_low,
        z.n_high,
        z.words,
        greatest(
            coalesce(CAST(ceil(q.at_least_num * z.base / NULLIF(q.at_least_den, 0)) AS BIGINT), 0),
            coalesce(
                CAST(floor(q.more_than_num * z.base / NULLIF(q.more_than_den, 0)) AS BIGINT) + 1, 0
            )
        ) AS fits_from,
        least(
            coalesce(
                CAST(floor(q.at_most_num * z.base / NULLIF(q.at_most_den, 0)) AS BIGINT), z.base
            ),
            coalesce(
                CAST(ceil(q.less_than_num * z.base / NULLIF(q.less_than_den, 0)) AS BIGINT) - 1,
                z.base
            )
        ) AS fits_to
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    LEFT JOIN input.quantity_words AS q ON c.word = q.word
    LEFT JOIN audit.set_sizes AS z ON s.set_id = z.set_id AND s.within_id = z.within_id
    WHERE c.kind = 'quantity'
),
judged AS (
    SELECT
        w.claim_id,
        w.word,
        w.label,
        w.n_conditions,
        w.has_threshold,
        w.related_claim_id,
        w.source,
        w.base,
        w.words,
        w.n_high,
        w.fits_from,
        w.fits_to,
        CASE
            WHEN NOT w.has_threshold OR w.base IS NULL OR w.n_high IS NULL THEN 'not_checkable'
            WHEN w.n_low >= w.fits_from AND w.n_high <= w.fits_to THEN 'holds'
            WHEN w.n_high < w.fits_from OR w.n_low > w.fits_to THEN 'contradicted'
            ELSE 'not_checkable'
        END AS verdict,
        CASE
            WHEN l.words IS NULL THEN NULL
            WHEN w.n_low = w.n_high THEN l.words
            ELSE 'from ' || l.words || ' to ' || h.words
        END AS sums
    FROM words AS w
    LEFT JOIN audit.ratios AS l ON w.n_low = l.n AND w.base = l.base AND l.whole = 100
    LEFT JOIN audit.ratios AS h ON w.n_high = h.n AND w.base = h.base AND h.whole = 100
)
SELECT
    claim_id,
    related_claim_id,
    'quantity_words' AS check_id,
    verdict,
    CASE
        WHEN n_conditions = 0 THEN 'no set of answers to count'
        WHEN source = 'percent' THEN words || ', whatever its base'
        WHEN sums IS NULL THEN 'no number at hand'
        ELSE words || ': ' || sums
    END AS arithmetic,
    CASE
        WHEN n_conditions = 0 THEN 'What “' || word || '” speaks of was not asked as an answer.'
        WHEN NOT has_threshold THEN 'No threshold is set for “' || word || '”.'
        WHEN source = 'percent' THEN 'What is printed ' || CASE verdict
            WHEN 'holds' THEN 'fits “'
            WHEN 'contradicted' THEN 'does not fit “'
            ELSE 'is too near to the threshold of “'
        END || word || '”.'
        WHEN sums IS NULL THEN 'Nothing tells how many are in ' || label || '.'
        ELSE
            '“' || word || '” fits ' || CASE
                WHEN fits_from > fits_to THEN 'no count'
                WHEN fits_to = base THEN CAST(fits_from AS VARCHAR) || ' or more'
                WHEN fits_from = 0 THEN CAST(fits_to AS VARCHAR) || ' or fewer'
                ELSE CAST(fits_from AS VARCHAR) || ' to ' || CAST(fits_to AS VARCHAR)
            END || ' of ' || CAST(base AS VARCHAR) || CASE
                WHEN verdict = 'holds' THEN '.'
                WHEN verdict <> 'contradicted' THEN '; what is known leaves it open.'
                WHEN n_high < fits_from THEN '; these are fewer.'
                ELSE '; these are more.'
            END
    END AS explanation
FROM judged
