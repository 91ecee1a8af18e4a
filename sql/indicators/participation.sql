-- Grain: wave × respondent.
-- Who could answer and who did, in a survey whose respondents a registry names: the members of a
-- kind that counts, whoever answered, and whoever did in an earlier wave. Only waves of which it
-- is known who answered; what came before the first of them nobody can tell.
--
-- wave: wave id
-- respondent_id: respondent
-- member: true where the registry has it as a member on the wave's day for facts, joined_on and
--   left_on included, an empty one being no limit; NULL where it has dates and the wave has none
-- answered: true where a response counts
-- answered_last: nearest earlier wave that it answered, NULL where there is none
-- standing: new: answers for the first time; returning: did in the wave before, too; returned:
--   not in the wave before, but earlier; stopped: answered the wave before and not this one;
--   lapsed: answered neither, but earlier; never: not yet; NULL in the first wave
WITH known AS (
    SELECT
        w.wave,
        w.facts_on,
        row_number() OVER (ORDER BY w.position) AS place
    FROM core.waves AS w
    INNER JOIN input.survey AS s ON s.identified_by = 'registry'
    WHERE w.kind <> 'published' AND w.n_responses > 0
),
answered AS (
    SELECT DISTINCT wave, respondent_id
    FROM core.responses
    WHERE counted
),
everyone AS (
    SELECT
        k.wave,
        k.place,
        r.respondent_id,
        CASE
            WHEN k.facts_on IS NULL AND (r.joined_on IS NOT NULL OR r.left_on IS NOT NULL)
                THEN NULL
            ELSE coalesce(r.joined_on <= k.facts_on, TRUE)
                AND coalesce(r.left_on >= k.facts_on, TRUE)
        END AS member,
        a.respondent_id IS NOT NULL AS answered
    FROM known AS k
    CROSS JOIN core.respondents AS r
    LEFT JOIN answered AS a ON k.wave = a.wave AND r.respondent_id = a.respondent_id
    WHERE r.counted
),
followed AS (
    SELECT
        wave,
        place,
        respondent_id,
        member,
        answered,
        max(CASE WHEN answered THEN place END) OVER (
            PARTITION BY respondent_id
            ORDER BY place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS place_last
    FROM everyone
)
SELECT
    f.wave,
    f.respondent_id,
    f.member,
    f.answered,
    l.wave AS answered_last,
    CASE
        WHEN f.place = 1 THEN NULL
        WHEN f.answered AND f.place_last IS NULL THEN 'new'
        WHEN f.answered AND f.place_last = f.place - 1 THEN 'returning'
        WHEN f.answered THEN 'returned'
        WHEN f.place_last IS NULL THEN 'never'
        WHEN f.place_last = f.place - 1 THEN 'stopped'
        ELSE 'lapsed'
    END AS standing
FROM followed AS f
LEFT JOIN known AS l ON f.place_last = l.place
WHERE f.answered OR f.place_last IS NOT NULL OR coalesce(f.member, TRUE)
ORDER BY f.wave, f.respondent_id
