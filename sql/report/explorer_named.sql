-- Grain: wave × indicator × respondent, in waves whose respondents are printed by name.
-- What each respondent says to an indicator that rests on public questions alone: the marks of a
-- respondent through the waves. Nobody stands here who is not in the indicator's base or might be.
--
-- wave: wave id
-- indicator_id: indicator
-- respondent_id: respondent
-- answer: yes, no or unknown
SELECT
    n.wave,
    n.indicator_id,
    n.respondent_id,
    n.answer
FROM indicators.named AS n
INNER JOIN report.open_indicators AS z ON n.indicator_id = z.indicator_id
INNER JOIN report.respondents AS p
    ON n.wave = p.wave AND n.respondent_id = p.respondent_id AND p.counted
ORDER BY n.respondent_id, n.indicator_id, n.wave
