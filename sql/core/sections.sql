-- Grain: section.
-- Parts of the questionnaire, in order.
--
-- section: section id
-- position: order, from 1
-- title: title
-- intro: introduction shown in the report, if any
SELECT
    section,
    position,
    title,
    intro
FROM input.sections
ORDER BY position
