-- Grain: wave.
-- How many answered each wave, as the audit takes it: what a report prints, else the responses
-- at hand. A report is held to its own number first.
--
-- wave: wave id
-- n: number of responses, NULL where nothing tells it
-- n_responses: counted responses at hand
-- largest: the largest number of responses, or base printed, of any wave
WITH sizes AS (
    SELECT
        wave,
        coalesce(n_responses_stated, NULLIF(n_responses, 0)) AS n,
        CASE WHEN kind = 'published' THEN 0 ELSE coalesce(n_responses, 0) END AS n_responses
    FROM core.waves
),
printed AS (
    SELECT max(base) AS base FROM audit.claims
)
SELECT
    s.wave,
    s.n,
    s.n_responses,
    greatest(coalesce(max(s.n) OVER (), 0), coalesce(p.base, 0)) AS largest
FROM sizes AS s
CROSS JOIN printed AS p
