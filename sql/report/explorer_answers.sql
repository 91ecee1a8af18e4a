-- Grain: wave × respondent × question × option, in waves whose respondents are printed by name.
-- What each respondent answered, public questions only: one row for each option chosen or ruled
-- out, one without an option where there is none. Free text only where it may be published.
--
-- wave: wave id
-- respondent_id: respondent
-- question_id: question
-- option_id: option, NULL where none is known
-- selected: true: chosen; false: ruled out, the rest of the answer being unknown
-- state: state of the item
-- answer: a number or a free text as given, where there is one
SELECT
    a.wave,
    p.respondent_id,
    a.question_id,
    a.option_id,
    a.selected,
    a.state,
    CASE
        WHEN a.value_number = floor(a.value_number)
            THEN CAST(CAST(floor(a.value_number) AS BIGINT) AS VARCHAR)
        WHEN a.value_number IS NOT NULL THEN CAST(a.value_number AS VARCHAR)
        WHEN q.open_text AND a.first_of_item THEN t.text
    END AS answer
FROM core.answers AS a
INNER JOIN core.responses AS r ON a.response_id = r.response_id AND r.counted
INNER JOIN report.respondents AS p
    ON r.wave = p.wave AND r.respondent_id = p.respondent_id AND p.counted
INNER JOIN report.open_questions AS q ON a.question_id = q.question_id
LEFT JOIN core.texts AS t
    ON a.response_id = t.response_id AND a.question_id = t.question_id
