-- Grain: succession × successor.
-- What became of respondents: renames, mergers and splits with their day. A respondent that was
-- renamed keeps its id, and so its place in every panel; one that was merged or split ends in
-- them, and what it became begins. Beside those who joined or left a panel, these rows say who
-- did so by a merger or a split.
--
-- date: first day on which it holds
-- respondent_id: respondent
-- kind: renamed, merged or split
-- successor_id: respondent that it became part of, or one of its parts; NULL for a rename
-- old_name: name before, for a rename
-- note: note
SELECT
    date,
    respondent_id,
    kind,
    successor_id,
    old_name,
    note
FROM input.successions
ORDER BY date, respondent_id, successor_id
