-- Grain: wave × question × state.
-- How many items of counted responses are in each state, of public questions.
--
-- wave: wave id
-- question_id: question
-- state: state of the items
-- label: the options that mean this state, as offered; NULL where no option does
-- n: items
SELECT
    a.wave,
    a.question_id,
    a.state,
    max(o.label) AS label,
    CAST(sum(a.n_items) AS BIGINT) AS n
FROM indicators.answer_counts AS a
INNER JOIN report.open_questions AS q ON a.question_id = q.question_id
LEFT JOIN (
    SELECT question_id, meaning, string_agg(label, ' / ' ORDER BY position) AS label
    FROM input.options
    WHERE meaning <> 'substantive'
    GROUP BY question_id, meaning
) AS o ON a.question_id = o.question_id AND a.state = o.meaning
GROUP BY a.wave, a.question_id, a.state
ORDER BY a.wave, a.question_id, a.state
