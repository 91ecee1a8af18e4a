-- Grain: wave × response, in waves whose respondents are printed by name.
-- Who answered, and who of them had answered the wave before.
--
-- wave: wave id
-- respondent_id: respondent
-- name: name as printed
-- kind: kind of respondent
-- country_code: country, ISO 3166-1 alpha-2
-- counted: true where the response enters bases
-- why_not_counted: reason where it does not
-- wave_before: nearest earlier wave of which it is known who answered, NULL where there is none
-- answered_before: true where the respondent answered that wave, NULL where there is none
WITH participation AS (
    SELECT
        wave,
        lag(wave) OVER (ORDER BY position) AS wave_before
    FROM report.waves
    WHERE named
)
SELECT
    a.wave,
    a.respondent_id,
    coalesce(i.name, a.respondent_id) AS name,
    i.kind,
    i.country_code,
    a.counted,
    a.why_not_counted,
    p.wave_before,
    CASE WHEN p.wave_before IS NOT NULL THEN e.respondent_id IS NOT NULL END AS answered_before
FROM core.responses AS a
INNER JOIN participation AS p ON a.wave = p.wave
LEFT JOIN input.respondents AS i ON a.respondent_id = i.respondent_id
LEFT JOIN (
    SELECT DISTINCT wave, respondent_id FROM core.responses WHERE counted
) AS e ON p.wave_before = e.wave AND a.respondent_id = e.respondent_id
ORDER BY a.wave, a.respondent_id
