-- Grain: pair of waves × question whose options are reversed.
-- The order of a question's options is the same in two waves: the first option does not take the
-- place of the last. Told on either of two grounds. By the panel: of those who gave the same
-- answer or its mirror image, so many gave the mirror image that neither a coin nor, where earlier
-- waves tell more than that, their rate would do it in one pair of waves of a thousand (Hoeffding's
-- bound). By the distributions, where the panel doesn't say other: that the later one is the
-- mirror image is a thousand times as likely as that it is the same (ratio of likelihoods), and the
-- answers moved by a fifth or more, mirrored by at most half of that. For all questions of the two
-- waves.
-- Severity: warning
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- question_id: question
-- n_sided: respondents of both waves with the same answer or its mirror image, without a middle
-- n_mirrored: of them, those with the mirror image
-- moved: part of the answers by which the distribution moved, 0-1
-- moved_mirrored: the same, if it is mirrored
WITH distributions AS (
    SELECT
        f.wave_from,
        f.wave_to,
        f.question_id,
        sum(abs(f.n_from * CAST(f.base_to AS DOUBLE) - f.n_to * CAST(f.base_from AS DOUBLE))
        / NULLIF(2.0 * f.base_from * f.base_to, 0)) AS moved,
        sum(abs(f.n_from * CAST(f.base_to AS DOUBLE) - t.n_to * CAST(f.base_from AS DOUBLE))
        / NULLIF(2.0 * f.base_from * f.base_to, 0)) AS moved_mirrored,
        sum(
            (f.n_from + t.n_to) * ln(greatest(f.n_from + t.n_to, 1))
            - (f.n_from + f.n_to) * ln(greatest(f.n_from + f.n_to, 1))
        ) AS log_ratio
    FROM trends.option_pairs AS f
    INNER JOIN trends.question_pairs AS q
        ON
            f.question_id = q.question_id
            AND f.wave_from = q.wave_from
            AND f.wave_to = q.wave_to
            AND q.type IN ('single', 'rating')
    INNER JOIN trends.option_pairs AS t
        ON
            f.question_id = t.question_id
            AND f.wave_from = t.wave_from
            AND f.wave_to = t.wave_to
            AND f.n_options + 1 = f.rank + t.rank
    WHERE f.n_options > 1 AND f.base_from > 0 AND f.base_to > 0
    GROUP BY f.wave_from, f.wave_to, f.question_id
),
panels AS (
    SELECT
        c.wave_from,
        c.wave_to,
        c.question_id,
        sum(c.n) AS n_sided,
        coalesce(sum(c.n) FILTER (WHERE f.option_id <> t.option_id), 0) AS n_mirrored
    FROM core.panel_counts AS c
    INNER JOIN trends.option_pairs AS f
        ON
            c.question_id = f.question_id
            AND c.wave_from = f.wave_from
            AND c.wave_to = f.wave_to
            AND c.option_from = f.option_id
            AND 2 * f.rank <> f.n_options + 1
    INNER JOIN trends.option_pairs AS t
        ON
            c.question_id = t.question_id
            AND c.wave_from = t.wave_from
            AND c.wave_to = t.wave_to
            AND c.option_to = t.option_id
            AND t.rank IN (f.rank, f.n_options + 1 - f.rank)
    GROUP BY c.wave_from, c.wave_to, c.question_id
),
sides AS (
    SELECT
        d.wave_from,
        d.wave_to,
        d.question_id,
        d.moved,
        d.moved_mirrored,
        d.log_ratio,
        CAST(coalesce(p.n_sided, 0) AS BIGINT) AS n_sided,
        CAST(coalesce(p.n_mirrored, 0) AS BIGINT) AS n_mirrored,
        -- the rate of earlier waves, drawn towards a coin by eight throws
        (4 + coalesce(sum(p.n_mirrored) OVER before, 0))
        / NULLIF(8.0 + coalesce(sum(p.n_sided) OVER before, 0), 0) AS rate,
        count(*) OVER (PARTITION BY d.wave_from, d.wave_to) AS n_tests
    FROM distributions AS d
    INNER JOIN core.waves AS w ON d.wave_to = w.wave
    LEFT JOIN panels AS p
        ON
            d.wave_from = p.wave_from
            AND d.wave_to = p.wave_to
            AND d.question_id = p.question_id
    WINDOW before AS (
        PARTITION BY d.question_id ORDER BY w.position
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
judged AS (
    SELECT
        wave_from,
        wave_to,
        question_id,
        n_sided,
        n_mirrored,
        moved,
        moved_mirrored,
        log_ratio,
        ln(1000.0 * n_tests) AS asked_for,
        CASE WHEN n_mirrored > 0
            THEN n_mirrored * ln(n_mirrored / NULLIF(n_sided * least(rate, 0.5), 0))
            ELSE 0
        END
        + CASE WHEN n_mirrored < n_sided
            THEN (n_sided - n_mirrored)
                * ln((n_sided - n_mirrored) / NULLIF(n_sided * (1 - least(rate, 0.5)), 0))
            ELSE 0
        END AS log_chance
    FROM sides
)
SELECT
    wave_from,
    wave_to,
    question_id,
    n_sided,
    n_mirrored,
    moved,
    moved_mirrored
FROM judged
WHERE
    2 * n_mirrored >= n_sided
    AND (
        log_chance >= asked_for
        OR (log_ratio >= asked_for AND moved >= 0.2 AND 2 * moved_mirrored <= moved)
    )
