-- Grain: correction.
-- Corrections of single cells. One whose cell doesn't hold what it expects stops its wave; so
-- those of a wave that was built from its sources are applied.
--
-- wave: wave id
-- respondent_id: respondent
-- question_id: question
-- expected: what the cell must hold for the correction to apply
-- corrected: what it is replaced by
-- reason: why
-- decided_by: who decided
-- decided_on: when
-- applied: true where the wave was built with it; false where the wave keeps its last good content
--   or has no response of this respondent
SELECT
    c.wave,
    c.respondent_id,
    c.question_id,
    c.expected,
    c.corrected,
    c.reason,
    c.decided_by,
    c.decided_on,
    coalesce(w.status = 'current', FALSE) AND EXISTS (
        SELECT r.response_id FROM core.responses AS r
        WHERE r.wave = c.wave AND r.respondent_id = c.respondent_id
    ) AS applied
FROM input.corrections AS c
LEFT JOIN input.waves AS w ON c.wave = w.wave
ORDER BY c.wave, c.respondent_id, c.question_id
