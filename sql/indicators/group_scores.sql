-- Grain: wave × score × grouping × group.
-- Mean scores within groups of respondents: as in indicators.score_means, by country, by kind, by
-- years of membership and by each attribute, as it was at the wave. Respondents of whom the
-- registry doesn't tell the group are in none.
--
-- wave: wave id
-- indicator_id: score
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
-- base: responses of the group whose score is known
-- n_unknown: responses of which some answers are not known
-- mean: mean of the scores by weight, 0-100; NULL where n_unknown > 0
-- mean_low: lowest mean that the unknown answers allow, as in indicators.score_means
-- mean_high: highest mean that they allow
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the mean, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed; a mean where percent
WITH scores AS (
    SELECT
        s.wave,
        s.indicator_id,
        g.group_by,
        g.group_value,
        s.n_unknown = 0 AS known,
        s.certain,
        s.score_low,
        s.weight,
        -- exact decimals: a sum of floats would depend on the order of the rows
        CAST(s.weight AS DECIMAL(38, 12)) AS weight_one,
        CAST(s.weight * s.weight AS DECIMAL(38, 12)) AS square,
        CAST(s.weight * s.score_low AS DECIMAL(38, 12)) AS low,
        CAST(s.weight * s.score_high AS DECIMAL(38, 12)) AS high
    FROM indicators.scores AS s
    INNER JOIN indicators.respondent_groups AS g
        ON s.wave = g.wave AND s.respondent_id = g.respondent_id
    WHERE s.max_points > 0
),
sums AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        count(*) FILTER (WHERE known) AS base,
        count(*) FILTER (WHERE NOT known) AS n_unknown,
        CAST(sum(high) AS DOUBLE) AS high,
        CAST(sum(weight_one) AS DOUBLE) AS weight,
        CAST(sum(square) AS DOUBLE) AS square,
        CAST(coalesce(sum(weight_one) FILTER (WHERE known), 0) AS DOUBLE) AS weight_base,
        CAST(coalesce(sum(square) FILTER (WHERE known), 0) AS DOUBLE) AS square_base
    FROM scores
    GROUP BY wave, indicator_id, group_by, group_value
),
-- who surely has a score first, then those who may have none, as in indicators.score_means
steps AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        sum(low) OVER (
            PARTITION BY wave, indicator_id, group_by, group_value
            ORDER BY CASE WHEN certain THEN -1 ELSE score_low END
        ) AS low,
        sum(weight_one) OVER (
            PARTITION BY wave, indicator_id, group_by, group_value
            ORDER BY CASE WHEN certain THEN -1 ELSE score_low END
        ) AS weight
    FROM scores
),
lowest AS (
    SELECT
        wave,
        indicator_id,
        group_by,
        group_value,
        min(CAST(low AS DOUBLE) / NULLIF(CAST(weight AS DOUBLE), 0)) AS mean_low
    FROM steps
    GROUP BY wave, indicator_id, group_by, group_value
),
means AS (
    SELECT
        s.wave,
        s.indicator_id,
        s.group_by,
        s.group_value,
        s.base,
        s.n_unknown,
        l.mean_low,
        s.high / NULLIF(s.weight, 0) AS mean_high,
        s.weight_base,
        s.weight_base * s.weight_base / NULLIF(s.square_base, 0) AS n_effective,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            s.base + s.n_unknown, coalesce(s.weight * s.weight / NULLIF(s.square, 0), 0)
        ) + 0.000001) AS BIGINT) AS size
    FROM sums AS s
    INNER JOIN lowest AS l
        ON
            s.wave = l.wave
            AND s.indicator_id = l.indicator_id
            AND s.group_by = l.group_by
            AND s.group_value = l.group_value
),
deviations AS (
    SELECT
        s.wave,
        s.indicator_id,
        s.group_by,
        s.group_value,
        CAST(sum(CAST(
            s.weight * s.weight * (s.score_low - m.mean_low) * (s.score_low - m.mean_low)
            AS DECIMAL(38, 12)
        )) AS DOUBLE) AS square
    FROM scores AS s
    INNER JOIN means AS m
        ON
            s.wave = m.wave
            AND s.indicator_id = m.indicator_id
            AND s.group_by = m.group_by
            AND s.group_value = m.group_value
            AND m.n_unknown = 0
    GROUP BY s.wave, s.indicator_id, s.group_by, s.group_value
)
SELECT
    m.wave,
    m.indicator_id,
    m.group_by,
    m.group_value,
    m.base,
    m.n_unknown,
    CASE WHEN m.n_unknown = 0 THEN m.mean_low END AS mean,
    m.mean_low,
    m.mean_high,
    m.n_effective,
    sqrt(w.n_responses / NULLIF(w.n_responses - 1, 0) * v.square)
    / NULLIF(m.weight_base, 0) AS standard_error,
    m.size,
    d.shows
FROM means AS m
INNER JOIN core.waves AS w ON m.wave = w.wave
LEFT JOIN deviations AS v
    ON
        m.wave = v.wave
        AND m.indicator_id = v.indicator_id
        AND m.group_by = v.group_by
        AND m.group_value = v.group_value
LEFT JOIN indicators.display_rules AS d
    ON m.size >= d.size_from AND (m.size < d.size_below OR d.size_below IS NULL)
ORDER BY m.wave, m.indicator_id, m.group_by, m.group_value
