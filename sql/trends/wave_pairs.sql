-- Grain: pair of waves.
-- How many answered both of two waves that are set side by side: counted where both lists of
-- respondents are at hand, else as the first report states it.
--
-- wave_from: the earlier wave
-- wave_to: the later wave
-- n: respondents of both
-- source: responses or published
-- claim_id: the claim that states it, where published
WITH pairs AS (
    SELECT DISTINCT wave_from, wave_to
    FROM trends.pairs
),
listed AS (
    SELECT DISTINCT r.wave
    FROM core.responses AS r
    CROSS JOIN input.survey AS s
    WHERE r.counted AND s.identified_by <> 'row'
),
shared AS (
    SELECT
        p.wave_from,
        p.wave_to,
        count(*) AS n
    FROM pairs AS p
    CROSS JOIN input.survey AS s
    INNER JOIN core.responses AS f ON p.wave_from = f.wave AND f.counted
    INNER JOIN core.responses AS t
        ON p.wave_to = t.wave AND f.respondent_id = t.respondent_id AND t.counted
    WHERE s.identified_by <> 'row'
    GROUP BY p.wave_from, p.wave_to
),
stated AS (
    SELECT
        p.wave_from,
        p.wave_to,
        CAST(floor(c.value) AS BIGINT) AS n,
        c.claim_id
    FROM pairs AS p
    INNER JOIN input.claims AS c
        ON
            c.kind = 'overlap'
            AND (
                (p.wave_from = c.wave AND p.wave_to = c.wave_compared)
                OR (p.wave_from = c.wave_compared AND p.wave_to = c.wave)
            )
    LEFT JOIN input.waves AS w ON c.ledger_wave = w.wave
    QUALIFY row_number() OVER (
        PARTITION BY p.wave_from, p.wave_to ORDER BY w.position, c.position, c.claim_id
    ) = 1
)
SELECT
    p.wave_from,
    p.wave_to,
    CASE WHEN f.wave IS NOT NULL AND t.wave IS NOT NULL
        THEN coalesce(c.n, 0) ELSE s.n
    END AS n,
    CASE WHEN f.wave IS NOT NULL AND t.wave IS NOT NULL
        THEN 'responses' ELSE 'published'
    END AS source,
    CASE WHEN f.wave IS NULL OR t.wave IS NULL THEN s.claim_id END AS claim_id
FROM pairs AS p
LEFT JOIN listed AS f ON p.wave_from = f.wave
LEFT JOIN listed AS t ON p.wave_to = t.wave
LEFT JOIN shared AS c ON p.wave_from = c.wave_from AND p.wave_to = c.wave_to
LEFT JOIN stated AS s ON p.wave_from = s.wave_from AND p.wave_to = s.wave_to
WHERE s.n IS NOT NULL OR (f.wave IS NOT NULL AND t.wave IS NOT NULL)
ORDER BY p.wave_from, p.wave_to
