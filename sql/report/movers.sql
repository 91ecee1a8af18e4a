-- Grain: wave × earlier wave × indicator × respondent, in waves whose respondents are printed by
-- name.
-- Who is behind each number of report.changes: those in an indicator in both waves, in one of
-- them, in neither.
--
-- wave: the later wave
-- wave_from: the earlier wave
-- indicator_id: indicator
-- cell: kept, gained, lost or neither
-- respondent_id: respondent
-- name: name as printed
SELECT
    c.wave,
    c.wave_from,
    c.indicator_id,
    CASE
        WHEN f.answer = 'yes' AND t.answer = 'yes' THEN 'kept'
        WHEN t.answer = 'yes' THEN 'gained'
        WHEN f.answer = 'yes' THEN 'lost'
        ELSE 'neither'
    END AS cell,
    t.respondent_id,
    p.name
FROM report.changes AS c
INNER JOIN indicators.named AS f ON c.indicator_id = f.indicator_id AND c.wave_from = f.wave
INNER JOIN indicators.named AS t
    ON
        c.indicator_id = t.indicator_id
        AND c.wave = t.wave
        AND f.respondent_id = t.respondent_id
INNER JOIN report.respondents AS p
    ON t.wave = p.wave AND t.respondent_id = p.respondent_id AND p.counted
WHERE f.answer <> 'unknown' AND t.answer <> 'unknown'
