-- Grain: wave × other wave.
-- How many answered both waves: counted where both lists are known, else as a published report
-- says. Figures of two waves that stand side by side are always read with it.
--
-- wave: wave id
-- other_wave: the wave it is set beside
-- n: respondents who answered both
-- n_only: respondents of the wave who did not answer the other one, NULL where it can't be told
-- source: responses or published
-- claim_id: the published claim, where the source is published
WITH who AS (
    SELECT DISTINCT r.wave, r.respondent_id
    FROM core.responses AS r
    CROSS JOIN input.survey AS s
    WHERE r.counted AND s.identified_by <> 'row'
),
counted AS (
    SELECT
        a.wave,
        b.wave AS other_wave,
        count(*) AS n
    FROM who AS a
    INNER JOIN who AS b ON a.respondent_id = b.respondent_id AND a.wave <> b.wave
    GROUP BY a.wave, b.wave
),
pairs AS (
    SELECT a.wave, b.wave AS other_wave
    FROM (SELECT DISTINCT wave FROM who) AS a
    INNER JOIN (SELECT DISTINCT wave FROM who) AS b ON a.wave <> b.wave
),
sizes AS (
    SELECT wave, count(*) AS n FROM who GROUP BY wave
),
printed AS (
    SELECT wave, wave_compared AS other_wave, value, claim_id, position
    FROM input.claims
    WHERE kind = 'overlap'
    UNION ALL
    SELECT wave_compared AS wave, wave AS other_wave, value, claim_id, position
    FROM input.claims
    WHERE kind = 'overlap'
)
SELECT
    p.wave,
    p.other_wave,
    coalesce(c.n, 0) AS n,
    s.n - coalesce(c.n, 0) AS n_only,
    'responses' AS source,
    CAST(NULL AS VARCHAR) AS claim_id
FROM pairs AS p
INNER JOIN sizes AS s ON p.wave = s.wave
LEFT JOIN counted AS c ON p.wave = c.wave AND p.other_wave = c.other_wave
UNION ALL
SELECT
    q.wave,
    q.other_wave,
    CAST(floor(q.value) AS BIGINT) AS n,
    s.n - CAST(floor(q.value) AS BIGINT) AS n_only,
    'published' AS source,
    q.claim_id
FROM printed AS q
LEFT JOIN sizes AS s ON q.wave = s.wave
LEFT JOIN pairs AS p ON q.wave = p.wave AND q.other_wave = p.other_wave
WHERE p.wave IS NULL
QUALIFY row_number() OVER (PARTITION BY q.wave, q.other_wave ORDER BY q.position) = 1
