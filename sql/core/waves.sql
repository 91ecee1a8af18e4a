-- Grain: wave.
-- The waves of the survey, with the number of responses that enter bases. Of a published wave
-- nothing is at hand but a report, so that its number of responses is the one that a report
-- states.
--
-- wave: wave id
-- position: order in time, from 1; where waves are missing, one number is left out
-- kind: responses, reconstructed, published or participation
-- title: title
-- status: current, or stale where the wave's last good content is kept
-- fieldwork_start: first day of fieldwork, if known
-- fieldwork_end: last day of fieldwork, if known
-- fieldwork_precision: day, or month where only the months of fieldwork are known
-- population_n: members at the time, if known or assumed
-- population_basis: registry, stated or assumed
-- n_responses: counted responses; for a published wave n_responses_stated
-- n_responses_stated: responses as published: in the wave's own report, else in the first that
--   states them; NULL where none does
-- facts_on: day on which dated facts about respondents are read: the last of fieldwork if known,
--   else the first; NULL: only facts without dates are
-- note: note
WITH stated AS (
    SELECT
        c.wave,
        CAST(floor(c.value) AS BIGINT) AS n_responses
    FROM input.claims AS c
    LEFT JOIN input.claim_sets AS s ON c.claim_id = s.claim_id
    LEFT JOIN input.waves AS l ON c.ledger_wave = l.wave
    WHERE c.kind = 'base' AND s.claim_id IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY c.wave
        ORDER BY c.wave <> c.ledger_wave, l.position, c.position, c.claim_id
    ) = 1
),
counted AS (
    SELECT
        wave,
        count(*) AS n_responses
    FROM core.responses
    WHERE counted
    GROUP BY wave
)
SELECT
    w.wave,
    w.position,
    w.kind,
    w.title,
    w.status,
    w.fieldwork_start,
    w.fieldwork_end,
    w.fieldwork_precision,
    w.population_n,
    w.population_basis,
    CASE
        WHEN w.kind = 'published' THEN s.n_responses ELSE coalesce(r.n_responses, 0)
    END AS n_responses,
    s.n_responses AS n_responses_stated,
    coalesce(w.fieldwork_end, w.fieldwork_start) AS facts_on,
    w.note
FROM input.waves AS w
LEFT JOIN stated AS s ON w.wave = s.wave
LEFT JOIN counted AS r ON w.wave = r.wave
ORDER BY w.position
