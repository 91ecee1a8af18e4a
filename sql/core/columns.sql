-- Grain: source column.
-- What each column of each source is.
--
-- wave: wave id
-- source_file: path below data/raw/<wave>/
-- source_column: header of the column
-- position: order in the wave's file, from 1
-- question_id: question it answers, if any
-- option_id: option it stands for, where a question has one column an option
-- use: answer, key, basis, weight, submitted_at, language, metadata, ignored or personal
-- reason: why a column is ignored
SELECT
    wave,
    source_file,
    source_column,
    position,
    question_id,
    option_id,
    use,
    reason
FROM input.columns
ORDER BY wave, position, source_file, source_column
