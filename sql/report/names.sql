-- Grain: wave × question × list × respondent, in waves whose respondents are printed by name.
-- The named lists: who is known to have chosen an option (or has no other one left), who is known
-- not to have chosen it while the rest of the answer is unknown, and who is in a state that is no
-- answer.
--
-- wave: wave id
-- question_id: question
-- list: chosen, ruled_out, or a state (no_answer, dont_know, refused, not_applicable,
--   routed_out, not_asked, rejected, unknown)
-- option_id: option of a list chosen or ruled_out, else NULL
-- respondent_id: respondent
-- name: name as printed
WITH items AS (
    SELECT
        a.wave,
        a.question_id,
        a.response_id,
        p.respondent_id,
        p.name,
        a.state,
        a.option_id,
        a.selected,
        a.first_of_item,
        o.meaning = 'substantive' AS substantive,
        max(CASE WHEN o.meaning = 'substantive' THEN 1 ELSE 0 END) OVER (
            PARTITION BY a.response_id, a.question_id
        ) AS names_option
    FROM core.answers AS a
    INNER JOIN report.open_questions AS q ON a.question_id = q.question_id
    INNER JOIN core.responses AS r ON a.response_id = r.response_id
    INNER JOIN report.respondents AS p
        ON r.wave = p.wave AND r.respondent_id = p.respondent_id AND p.counted
    LEFT JOIN input.options AS o
        ON a.question_id = o.question_id AND a.option_id = o.option_id
    WHERE r.counted
)
SELECT
    wave,
    question_id,
    CASE WHEN selected THEN 'chosen' ELSE 'ruled_out' END AS list,
    option_id,
    respondent_id,
    name
FROM items
WHERE substantive AND selected IS NOT NULL
UNION ALL
SELECT
    i.wave,
    i.question_id,
    'chosen' AS list,
    l.option_id,
    i.respondent_id,
    i.name
FROM items AS i
INNER JOIN indicators.options_left AS l
    ON i.response_id = l.response_id AND i.question_id = l.question_id AND l.n_left = 1
WHERE i.first_of_item
UNION ALL
SELECT
    wave,
    question_id,
    state AS list,
    CAST(NULL AS VARCHAR) AS option_id,
    respondent_id,
    name
FROM items
WHERE first_of_item AND state <> 'answered' AND names_option = 0
