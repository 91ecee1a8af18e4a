-- Grain: indicator × pair of waves × respondent.
-- Who started and who stopped, by name, in a survey whose respondents the registry knows: those
-- of whom both answers are known and differ. Nobody across a break.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- respondent_id: respondent
-- direction: gained: no, then yes; lost: yes, then no
SELECT
    p.indicator_id,
    p.wave_from,
    p.wave_to,
    t.respondent_id,
    CASE WHEN t.answer = 'yes' THEN 'gained' ELSE 'lost' END AS direction
FROM trends.pairs AS p
INNER JOIN indicators.named AS f ON p.indicator_id = f.indicator_id AND p.wave_from = f.wave
INNER JOIN indicators.named AS t
    ON
        p.indicator_id = t.indicator_id
        AND p.wave_to = t.wave
        AND f.respondent_id = t.respondent_id
        AND f.answer <> t.answer
WHERE p.comparable AND f.answer <> 'unknown' AND t.answer <> 'unknown'
ORDER BY p.indicator_id, p.position_from, p.position_to, direction, t.respondent_id
