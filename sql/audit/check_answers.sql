-- Grain: figure of a wave whose responses are at hand.
-- What a report prints against the responses that it was made from: percentages, counts, the
-- number of responses, how many answered both waves. Percentages and counts only of waves with
-- an export of their own: reconstructed answers are made of the claims and prove nothing.
--
-- claim_id: the figure
-- related_claim_id: none
-- check_id: answers
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the two side by side
-- explanation: what it means
WITH shares AS (
    SELECT
        wave,
        wave || ': ' || question_id || ' = ' || option_id AS set_id,
        CAST(NULL AS VARCHAR) AS indicator_id,
        base,
        n,
        n_unknown,
        share_low,
        share_high
    FROM indicators.option_shares
    UNION ALL
    SELECT
        r.wave,
        CASE
            WHEN i.composite THEN r.wave || ': any of ' || r.indicator_id
            ELSE r.wave || ': ' || o.question_id || ' = ' || o.option_id
        END AS set_id,
        r.indicator_id,
        r.base,
        r.n,
        r.n_unknown,
        CAST(r.weight_n AS DOUBLE)
        / NULLIF(CAST(r.weight_base + r.weight_unknown AS DOUBLE), 0) AS share_low,
        CAST(r.weight_n + r.weight_unknown AS DOUBLE)
        / NULLIF(CAST(r.weight_base + r.weight_unknown AS DOUBLE), 0) AS share_high
    FROM indicators.from_responses AS r
    INNER JOIN input.indicators AS i ON r.indicator_id = i.indicator_id
    LEFT JOIN input.indicator_options AS o
        ON i.indicator_id = o.indicator_id AND NOT i.composite
),
sizes AS (
    SELECT
        c.claim_id,
        c.kind,
        c.figure,
        c.printed,
        coalesce(c.whole, 100) AS whole,
        c.base AS base_printed,
        CAST(round(c.value) AS BIGINT) AS value,
        o.base,
        o.n,
        o.n_unknown,
        -- the shares are floats: the half millionth keeps an exact half from rounding down
        CAST(floor(o.share_low * coalesce(c.whole, 100) + 0.5000005) AS BIGINT) AS share_low,
        CAST(floor(o.share_high * coalesce(c.whole, 100) + 0.5000005) AS BIGINT) AS share_high
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    INNER JOIN core.waves AS w ON s.wave = w.wave AND w.kind = 'responses'
    INNER JOIN shares AS o
        ON
            s.wave = o.wave AND s.set_id = o.set_id AND s.within_id = o.wave || ': all'
            AND (o.indicator_id IS NULL OR c.indicator_id = o.indicator_id)
    WHERE c.kind IN ('share', 'count')
    -- an indicator may have another base than its option: it can take in who doesn't know
    QUALIFY row_number() OVER (PARTITION BY c.claim_id ORDER BY o.indicator_id IS NULL) = 1
),
judged AS (
    SELECT
        claim_id,
        CASE
            WHEN base_printed NOT BETWEEN base AND base + n_unknown THEN 'contradicted'
            WHEN kind = 'share' AND printed NOT BETWEEN share_low AND share_high THEN 'contradicted'
            WHEN kind = 'count' AND value NOT BETWEEN n AND n + n_unknown THEN 'contradicted'
            WHEN n_unknown > 0 THEN 'not_checkable'
            ELSE 'holds'
        END AS verdict,
        figure || coalesce(' of ' || CAST(base_printed AS VARCHAR), '') AS printed,
        CAST(n AS VARCHAR) || ' of ' || CAST(base AS VARCHAR) || ' (' || CASE whole
            WHEN 100 THEN CAST(share_low AS VARCHAR)
            WHEN 1000 THEN CAST(share_low * 0.1 AS VARCHAR)
            ELSE CAST(share_low * 0.01 AS VARCHAR)
        END || '%)' || CASE
            WHEN n_unknown > 0 THEN ', ' || CAST(n_unknown AS VARCHAR) || ' more unknown' ELSE ''
        END AS answered
    FROM sizes
    UNION ALL
    SELECT
        c.claim_id,
        CASE WHEN round(c.value) = w.n_responses THEN 'holds' ELSE 'contradicted' END AS verdict,
        c.figure AS printed,
        CAST(w.n_responses AS VARCHAR) || ' responses that count' AS answered
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s
        ON c.claim_id = s.claim_id AND s.role = 'about' AND s.n_conditions = 0
    INNER JOIN core.waves AS v ON c.wave = v.wave AND v.kind IN ('responses', 'participation')
    INNER JOIN audit.wave_sizes AS w ON c.wave = w.wave AND w.n_responses > 0
    WHERE c.kind = 'base'
    UNION ALL
    SELECT
        o.claim_id,
        CASE WHEN round(o.value) = o.n THEN 'holds' ELSE 'contradicted' END AS verdict,
        o.figure AS printed,
        CAST(o.n AS VARCHAR) || ' in the responses of ' || o.wave || ' and ' || o.wave_compared
            AS answered
    FROM (
        SELECT
            c.claim_id,
            c.value,
            c.figure,
            c.wave,
            c.wave_compared,
            count(DISTINCT b.respondent_id) AS n
        FROM audit.claims AS c
        INNER JOIN input.survey AS v ON v.identified_by <> 'row'
        INNER JOIN audit.wave_sizes AS w ON c.wave_compared = w.wave AND w.n_responses > 0
        INNER JOIN core.responses AS a ON c.wave = a.wave AND a.counted
        LEFT JOIN core.responses AS b
            ON c.wave_compared = b.wave AND a.respondent_id = b.respondent_id AND b.counted
        WHERE c.kind = 'overlap'
        GROUP BY c.claim_id, c.value, c.figure, c.wave, c.wave_compared
    ) AS o
)
SELECT
    claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'answers' AS check_id,
    verdict,
    printed || ' printed; ' || answered AS arithmetic,
    CASE verdict
        WHEN 'holds' THEN 'The responses give what is printed.'
        WHEN 'contradicted' THEN 'The responses give something else.'
        ELSE 'The responses allow what is printed, but not all answers are known.'
    END AS explanation
FROM judged
