-- Grain: wave.
-- How many of those who answered had answered before, and how many do no more: against all
-- earlier waves of which it is known who answered, the nearest of which is the wave before.
-- Numbers are NULL where there is none, and where responses are anonymous.
--
-- wave: wave id
-- wave_before: nearest earlier wave of which it is known who answered
-- n_answered: counted responses
-- n_new: of them, who answered none of the earlier waves
-- n_returning: who answered the wave before
-- n_returned: who did not answer the wave before, but an earlier one
-- n_stopped: who answered the wave before and not this one
-- n_left: of n_stopped, who by the registry was a member no more; NULL where it isn't complete or
--   can't tell
-- n_lapsed: who answered an earlier wave, but neither the wave before nor this one
-- note: what the numbers can't tell, NULL where they tell all
WITH known AS (
    SELECT
        w.wave,
        row_number() OVER (ORDER BY w.position) AS place
    FROM core.waves AS w
    INNER JOIN input.survey AS s ON s.identified_by <> 'row'
    WHERE w.kind <> 'published' AND w.n_responses > 0
),
answered AS (
    SELECT
        k.place,
        lag(k.place) OVER (PARTITION BY r.respondent_id ORDER BY k.place) AS place_last,
        lead(k.place) OVER (PARTITION BY r.respondent_id ORDER BY k.place) AS place_next
    FROM core.responses AS r
    INNER JOIN known AS k ON r.wave = k.wave
    WHERE r.counted
),
counts AS (
    SELECT
        place,
        count(*) AS n,
        count(*) FILTER (WHERE place_last IS NULL) AS n_first,
        count(*) FILTER (WHERE place_last = place - 1) AS n_returning,
        count(*) FILTER (WHERE place_next = place + 1) AS n_staying
    FROM answered
    GROUP BY place
),
followed AS (
    SELECT
        k.wave,
        lag(k.wave) OVER (ORDER BY k.place) AS wave_before,
        c.n,
        c.n_first,
        c.n_returning,
        lag(c.n - c.n_staying) OVER (ORDER BY k.place) AS n_stopped,
        -- all who answered by now, each counted when it first did
        sum(c.n_first) OVER (
            ORDER BY k.place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS n_ever
    FROM known AS k
    INNER JOIN counts AS c ON k.place = c.place
),
gone AS (
    SELECT
        wave,
        count(*) FILTER (WHERE standing = 'stopped' AND NOT member) AS n_left,
        count(*) FILTER (WHERE standing = 'stopped' AND member IS NULL) AS n_untold
    FROM indicators.participation
    GROUP BY wave
),
-- earlier waves of which nobody knows who answered
hidden AS (
    SELECT
        w.wave,
        string_agg(e.wave, ', ' ORDER BY e.position) AS waves
    FROM core.waves AS w
    INNER JOIN core.waves AS e ON e.position < w.position
    LEFT JOIN known AS k ON e.wave = k.wave
    WHERE k.wave IS NULL
    GROUP BY w.wave
)
SELECT
    w.wave,
    f.wave_before,
    w.n_responses AS n_answered,
    CASE WHEN f.wave_before IS NOT NULL THEN f.n_first END AS n_new,
    CASE WHEN f.wave_before IS NOT NULL THEN f.n_returning END AS n_returning,
    CASE WHEN f.wave_before IS NOT NULL THEN f.n - f.n_first - f.n_returning END AS n_returned,
    f.n_stopped,
    CASE
        WHEN f.wave_before IS NOT NULL AND g.n_untold = 0 AND coalesce(s.registry_complete, TRUE)
            THEN g.n_left
    END AS n_left,
    CASE
        WHEN f.wave_before IS NOT NULL THEN CAST(f.n_ever AS BIGINT) - f.n - f.n_stopped
    END AS n_lapsed,
    CASE
        WHEN s.identified_by = 'row' THEN 'responses are anonymous'
        WHEN f.wave IS NULL THEN 'it is not known who answered'
        WHEN h.waves IS NOT NULL THEN 'not known who answered: ' || h.waves
    END AS note
FROM core.waves AS w
CROSS JOIN input.survey AS s
LEFT JOIN followed AS f ON w.wave = f.wave
LEFT JOIN gone AS g ON w.wave = g.wave
LEFT JOIN hidden AS h ON w.wave = h.wave
ORDER BY w.position
