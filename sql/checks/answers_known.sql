-- Grain: wave × question × option × selected × state that can't be.
-- Answers name options that their wave offered and states that exist, and they rule an option
-- out only where the item is otherwise unknown.
-- Severity: error
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- selected: true, false or NULL
-- state: state of the items
-- n_rows: rows of core.answers
SELECT
    c.wave,
    c.question_id,
    c.option_id,
    c.selected,
    c.state,
    c.n_rows
FROM indicators.answer_counts AS c
LEFT JOIN core.option_waves AS o
    ON c.wave = o.wave AND c.question_id = o.question_id AND c.option_id = o.option_id
WHERE
    (c.option_id IS NOT NULL AND o.option_id IS NULL)
    OR (c.option_id IS NULL) <> (c.selected IS NULL)
    OR (NOT c.selected AND c.state NOT IN ('unknown', 'rejected'))
    OR c.state NOT IN (
        'answered', 'no_answer', 'dont_know', 'refused', 'not_applicable', 'routed_out',
        'rejected', 'unknown'
    )
    OR c.state IS NULL
