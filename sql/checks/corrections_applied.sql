-- Grain: correction that was not applied.
-- Every correction is applied; one is not where its wave keeps its last good content, or has no
-- response of that respondent.
-- Severity: warning
--
-- wave: wave id
-- respondent_id: respondent
-- question_id: question
-- reason: why the correction was made
SELECT
    wave,
    respondent_id,
    question_id,
    reason
FROM core.corrections
WHERE NOT applied
