-- Grain: comparison within a wave.
-- Do the sizes of the two sets bear out what is said of them? “The same” is the same count,
-- unless input.quantity_words has the word of the claim (or the word same) with the largest
-- difference that it allows.
--
-- claim_id: the comparison
-- related_claim_id: the claim that gives the size of the other set, if one does
-- check_id: comparisons_within
-- verdict: holds, contradicted, unsupported or not_checkable
-- arithmetic: the two sizes, in words
-- explanation: what it means
WITH compared AS (
    SELECT
        c.claim_id,
        c.direction,
        s.n_conditions,
        s.label,
        o.label AS other_label,
        z.words,
        y.words AS other_words,
        y.claim_id AS other_claim_id,
        z.n_low * coalesce(y.base, 1) AS low,
        z.n_high * coalesce(y.base, 1) AS high,
        y.n_low * coalesce(z.base, 1) AS other_low,
        y.n_high * coalesce(z.base, 1) AS other_high,
        z.base * y.base * q.at_most_num AS allowed_num,
        q.at_most_den AS allowed_den
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    LEFT JOIN audit.claim_sets AS o ON c.claim_id = o.claim_id AND o.role = 'compared_with'
    LEFT JOIN audit.set_sizes AS z ON s.set_id = z.set_id AND s.within_id = z.within_id
    LEFT JOIN audit.set_sizes AS y ON o.set_id = y.set_id AND o.within_id = y.within_id
    LEFT JOIN input.quantity_words AS q ON coalesce(c.word, 'same') = q.word
    WHERE c.kind = 'comparison' AND c.wave_compared IS NULL
),
judged AS (
    SELECT
        claim_id,
        direction,
        n_conditions,
        label,
        other_label,
        words,
        other_words,
        other_claim_id,
        CASE
            WHEN low + high + other_low + other_high IS NULL THEN 'unsupported'
            WHEN direction = 'up' AND low > other_high THEN 'holds'
            WHEN direction = 'up' AND high <= other_low THEN 'contradicted'
            WHEN direction = 'down' AND high < other_low THEN 'holds'
            WHEN direction = 'down' AND low >= other_high THEN 'contradicted'
            WHEN direction <> 'same' THEN 'not_checkable'
            WHEN low = other_high AND high = other_low THEN 'holds'
            WHEN greatest(high - other_low, other_high - low) * allowed_den <= allowed_num
                THEN 'holds'
            WHEN greatest(low - other_high, other_low - high) * allowed_den > allowed_num
                THEN 'contradicted'
            ELSE 'not_checkable'
        END AS verdict
    FROM compared
)
SELECT
    claim_id,
    other_claim_id AS related_claim_id,
    'comparisons_within' AS check_id,
    verdict,
    CASE
        WHEN coalesce(words, other_words) IS NULL THEN 'no number for either'
        ELSE coalesce(words, 'no number') || ' against ' || coalesce(other_words, 'no number')
    END AS arithmetic,
    CASE
        WHEN n_conditions = 0 OR other_label IS NULL
            THEN 'What is compared was not asked as an answer, and no numbers are given.'
        WHEN verdict = 'unsupported' THEN 'Of one side no number is given.'
        ELSE label || ' against ' || other_label || ': ' || CASE direction
            WHEN 'up' THEN 'the first is said to be larger'
            WHEN 'down' THEN 'the first is said to be smaller'
            ELSE 'they are said to be alike'
        END || CASE verdict
            WHEN 'holds' THEN ', and so it is.'
            WHEN 'contradicted' THEN ', and it is not so.'
            ELSE ', and the numbers leave it open.'
        END
    END AS explanation
FROM judged
