-- Grain: wave × indicator.
-- Indicators as published reports state them: of all responses of the wave, with a base. A wave's
-- own report goes before later ones, a count before a percentage. A percentage that only one
-- count gives, rounded half up, is that count; else it stands as printed, for all that rounds to
-- it.
--
-- wave: wave id
-- indicator_id: indicator
-- claim_id: the claim
-- base: base as printed, else the number of responses that a report states for the wave
-- n: the count, NULL where no single one gives the percentage
-- share: n of base, as printed where n is NULL
-- share_low: share, or the least that rounds to the percentage printed
-- share_high: share, or where what rounds to the next percentage begins
WITH claims AS (
    SELECT
        c.claim_id,
        c.wave,
        c.indicator_id,
        c.kind,
        c.value,
        coalesce(c.base, w.n_responses_stated) AS base,
        row_number() OVER (
            PARTITION BY c.wave, c.indicator_id
            ORDER BY
                c.wave <> c.ledger_wave, c.kind <> 'count', l.position, c.position, c.claim_id
        ) AS preference
    FROM input.claims AS c
    INNER JOIN core.waves AS w ON c.wave = w.wave
    LEFT JOIN core.waves AS l ON c.ledger_wave = l.wave
    LEFT JOIN (
        SELECT DISTINCT claim_id FROM input.claim_sets WHERE role = 'within'
    ) AS s ON c.claim_id = s.claim_id
    WHERE
        c.kind IN ('share', 'count')
        AND c.indicator_id IS NOT NULL
        AND NOT coalesce(c.vague, FALSE)
        AND s.claim_id IS NULL
        -- what can't be at all is the audit's, not an indicator's
        AND coalesce(c.base, w.n_responses_stated) > 0
        AND c.value >= 0
        AND c.value <= CASE WHEN c.kind = 'share'
            THEN 100 ELSE coalesce(c.base, w.n_responses_stated)
        END
),
-- a percentage of d decimals as integers: percent × 10^d, and the 10^d
scaled AS (
    SELECT
        claim_id,
        wave,
        indicator_id,
        kind,
        value,
        base,
        CASE
            WHEN value = floor(value) THEN 1
            WHEN abs(value * 10 - round(value * 10)) < 0.000001 THEN 10
            ELSE 100
        END AS scale
    FROM claims
    WHERE preference = 1
),
printed AS (
    SELECT
        claim_id,
        wave,
        indicator_id,
        kind,
        base,
        scale,
        CAST(round(value * scale) AS BIGINT) AS value
    FROM scaled
),
possible AS (
    SELECT
        claim_id,
        wave,
        indicator_id,
        base,
        scale,
        value,
        CASE WHEN kind = 'count' THEN value ELSE greatest(
            0, CAST(floor(
                (base * (2 * value - 1) + 200 * scale - 1) / NULLIF(200 * scale, 0)
            ) AS BIGINT)
        ) END AS n_least,
        CASE WHEN kind = 'count' THEN value ELSE least(
            base, CAST(floor((base * (2 * value + 1) - 1) / NULLIF(200 * scale, 0)) AS BIGINT)
        ) END AS n_most
    FROM printed
)
SELECT
    wave,
    indicator_id,
    claim_id,
    base,
    CASE WHEN n_least = n_most THEN n_least END AS n,
    CASE WHEN n_least = n_most
        THEN n_least / NULLIF(base, 0) ELSE value / NULLIF(100.0 * scale, 0)
    END AS share,
    CASE WHEN n_least = n_most
        THEN n_least / NULLIF(base, 0) ELSE greatest(0, (2 * value - 1) / NULLIF(200.0 * scale, 0))
    END AS share_low,
    CASE WHEN n_least = n_most
        THEN n_least / NULLIF(base, 0) ELSE least(1, (2 * value + 1) / NULLIF(200.0 * scale, 0))
    END AS share_high
FROM possible
ORDER BY wave, indicator_id
