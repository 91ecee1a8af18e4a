-- Grain: wave × indicator × source.
-- Every indicator in every wave, from the responses and as published, with what it says of more
-- than those who answered. A share among those who answered is a fact; each interval stands on an
-- assumption of its own, and is NULL where that can't hold.
--
-- wave: wave id
-- indicator_id: indicator
-- source: responses or published
-- base: responses of which yes or no is known
-- n: responses with yes; NULL where a published percentage doesn't tell
-- share: n of base by weight, NULL where n_unknown > 0; as printed where a published n is NULL
-- n_unknown: responses of which it is not known; 0 where published
-- share_low: share if no unknown response had it; the least that rounds to the published one
-- share_high: share if every unknown response had it; where the next published one begins
-- n_effective: Kish's effective size of the base; the base where published
-- standard_error: linearised standard error of the share, as if those who responded were a
--   random draw from very many; NULL without a share and a count
-- standard_error_members: the same, as if they were a random draw from the members (with the
--   finite population correction)
-- wilson_low: Wilson score interval at the survey's confidence level, on the effective base: as if
--   those who answered were a random draw from very many
-- wilson_high: its upper limit
-- members_low: exact hypergeometric limits, as if they were a random draw from the members; a
--   number of members. Only where all who responded are in the base, none weighted
-- members_high: its upper limit
-- manski_low: share of all members if no other member had it: no assumption
-- manski_high: share of all members if every other member had it
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed
-- preferred: true on the row to show: the responses where all is known, else the published one
--   where there is one, else the responses
-- weight_base: sum of the weights of the base; base where nothing is weighted
-- weight_n: sum of the weights of n
-- claim_id: the claim, where published
-- population_basis: what the number of members behind members_low to manski_high is: registry,
--   stated or assumed; NULL where there is none of these
WITH results AS (
    SELECT
        wave,
        indicator_id,
        'responses' AS source,
        base,
        n,
        CASE WHEN n_unknown = 0
            THEN CAST(weight_n AS DOUBLE) / NULLIF(CAST(weight_base AS DOUBLE), 0)
        END AS share,
        n_unknown,
        CAST(weight_n AS DOUBLE)
        / NULLIF(CAST(weight_base + weight_unknown AS DOUBLE), 0) AS share_low,
        CAST(weight_n + weight_unknown AS DOUBLE)
        / NULLIF(CAST(weight_base + weight_unknown AS DOUBLE), 0) AS share_high,
        CAST(weight_base AS DOUBLE) AS weight_base,
        CAST(weight_n AS DOUBLE) AS weight_n,
        CAST(weight_base AS DOUBLE) * CAST(weight_base AS DOUBLE)
        / NULLIF(CAST(squares_base AS DOUBLE), 0) AS n_effective,
        CAST(weight_base + weight_unknown AS DOUBLE)
        * CAST(weight_base + weight_unknown AS DOUBLE)
        / NULLIF(CAST(squares_base + squares_unknown AS DOUBLE), 0) AS n_effective_printed,
        CAST(squares_base AS DOUBLE) AS squares_base,
        CAST(squares_n AS DOUBLE) AS squares_n,
        CAST(NULL AS VARCHAR) AS claim_id
    FROM indicators.from_responses
    UNION ALL
    SELECT
        wave,
        indicator_id,
        'published' AS source,
        base,
        n,
        share,
        0 AS n_unknown,
        share_low,
        share_high,
        CAST(base AS DOUBLE) AS weight_base,
        CAST(n AS DOUBLE) AS weight_n,
        CAST(base AS DOUBLE) AS n_effective,
        CAST(base AS DOUBLE) AS n_effective_printed,
        CAST(base AS DOUBLE) AS squares_base,
        CAST(n AS DOUBLE) AS squares_n,
        claim_id
    FROM indicators.from_reports
),
sized AS (
    SELECT
        wave,
        indicator_id,
        source,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(
            least(base + n_unknown, coalesce(n_effective_printed, 0)) + 0.000001
        ) AS BIGINT) AS size
    FROM results
),
-- a share is a ratio of two sums over all responses, those outside its base with 0 in both: the
-- square root of n/(n - 1) × Σ (w (y - share) / Σw)²
errors AS (
    SELECT
        r.wave,
        r.indicator_id,
        r.source,
        greatest(w.n_responses, r.base) AS n_responses,
        w.population_n,
        sqrt(
            greatest(w.n_responses, r.base)
            / NULLIF(greatest(w.n_responses, r.base) - 1, 0)
            * (
                r.squares_n * (1 - r.share) * (1 - r.share)
                + (r.squares_base - r.squares_n) * r.share * r.share
            )
        ) / NULLIF(r.weight_base, 0) AS standard_error
    FROM results AS r
    INNER JOIN core.waves AS w ON r.wave = w.wave
),
-- the centre and half width of the Wilson interval, where there is a share to draw it around
wilson AS (
    SELECT
        r.wave,
        r.indicator_id,
        r.source,
        (r.share + z.z * z.z / NULLIF(2 * r.n_effective, 0))
        / NULLIF(1 + z.z * z.z / NULLIF(r.n_effective, 0), 0) AS centre,
        z.z * sqrt(
            r.share * (1 - r.share) / NULLIF(r.n_effective, 0)
            + z.z * z.z / NULLIF(4 * r.n_effective * r.n_effective, 0)
        ) / NULLIF(1 + z.z * z.z / NULLIF(r.n_effective, 0), 0) AS half_width
    FROM results AS r
    CROSS JOIN input.survey AS s
    INNER JOIN indicators.z_values AS z ON s.confidence_level = z.confidence_level
    WHERE r.n IS NOT NULL
)
SELECT
    r.wave,
    r.indicator_id,
    r.source,
    r.base,
    r.n,
    r.share,
    r.n_unknown,
    r.share_low,
    r.share_high,
    r.n_effective,
    e.standard_error,
    CASE WHEN e.n_responses <= e.population_n
        THEN e.standard_error
        * sqrt((e.population_n - e.n_responses) / NULLIF(e.population_n, 0))
    END AS standard_error_members,
    -- never past 0, 1 or the share itself by the last bit of a float
    CASE WHEN i.centre IS NOT NULL
        THEN least(r.share, greatest(0, i.centre - i.half_width))
    END AS wilson_low,
    CASE WHEN i.centre IS NOT NULL
        THEN greatest(r.share, least(1, i.centre + i.half_width))
    END AS wilson_high,
    m.members_low,
    m.members_high,
    CASE WHEN r.base <= w.population_n
        THEN r.n / NULLIF(w.population_n, 0)
    END AS manski_low,
    CASE WHEN r.base <= w.population_n
        THEN (r.n + w.population_n - r.base) / NULLIF(w.population_n, 0)
    END AS manski_high,
    z.size,
    d.shows,
    row_number() OVER (
        PARTITION BY r.wave, r.indicator_id
        ORDER BY CASE
            WHEN r.source = 'responses' AND r.share IS NOT NULL THEN 1
            WHEN r.source = 'published' THEN 2
            ELSE 3
        END
    ) = 1 AS preferred,
    r.weight_base,
    r.weight_n,
    r.claim_id,
    CASE WHEN r.base <= w.population_n THEN w.population_basis END AS population_basis
FROM results AS r
INNER JOIN core.waves AS w ON r.wave = w.wave
INNER JOIN errors AS e
    ON r.wave = e.wave AND r.indicator_id = e.indicator_id AND r.source = e.source
INNER JOIN sized AS z
    ON r.wave = z.wave AND r.indicator_id = z.indicator_id AND r.source = z.source
LEFT JOIN indicators.display_rules AS d
    ON z.size >= d.size_from AND (z.size < d.size_below OR d.size_below IS NULL)
LEFT JOIN wilson AS i
    ON r.wave = i.wave AND r.indicator_id = i.indicator_id AND r.source = i.source
LEFT JOIN indicators.member_limits AS m
    ON
        r.base = w.n_responses
        AND r.weight_base = r.base
        AND r.n_effective = r.base
        AND r.n_unknown = 0
        AND w.population_n = m.population_n
        AND r.base = m.base
        AND r.n = m.n
ORDER BY r.wave, r.indicator_id, r.source
