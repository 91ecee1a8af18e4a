-- Grain: wave × question.
-- A public question as the report prints it: its place, its wording, who was asked and what is
-- known.
--
-- wave: wave id
-- question_id: question
-- section: section id
-- section_title: title of the section
-- section_intro: introduction of the section, if any
-- section_position: order of the section, from 1
-- position: order in the questionnaire
-- type: type of the question
-- wording: wording in this wave
-- short: short form for the heading
-- asked_if: the routing in words, NULL where everyone was asked
-- options_known: false where more answers were offered than are known
-- note: note from the question bank
-- break_note: why answers don't compare with earlier waves, NULL where they do
-- n_asked: respondents asked, or not known to have been left out
-- n_unknown: respondents whose answer is not known, or known in part only
-- base: known and unknown answers, the base that is printed; for questions without options, answers
-- shows: percent, counts or names, what the base allows to print
-- bars: true where bars may be drawn
-- known: all, some or none: what is known of the answers
WITH counts AS (
    SELECT
        wave,
        question_id,
        sum(n) FILTER (WHERE state NOT IN ('routed_out', 'not_asked')) AS n_asked,
        sum(n) FILTER (WHERE state IN ('unknown', 'rejected')) AS n_unknown,
        sum(n) FILTER (WHERE state = 'answered') AS n_answered
    FROM report.states
    GROUP BY wave, question_id
),
tables AS (
    SELECT
        wave,
        question_id,
        max(base_printed) AS base,
        max(base) AS base_known,
        min(shows) AS shows,
        max(CASE WHEN bar THEN 1 ELSE 0 END) = 1 AS bars
    FROM report.options
    GROUP BY wave, question_id
)
SELECT
    qw.wave,
    q.question_id,
    q.section,
    c.title AS section_title,
    c.intro AS section_intro,
    c.position AS section_position,
    q.position,
    q.type,
    coalesce(qw.wording, q.wording) AS wording,
    q.short,
    q.asked_if,
    coalesce(q.options_known, TRUE) AS options_known,
    q.note,
    qw.break_note,
    CAST(coalesce(n.n_asked, 0) AS BIGINT) AS n_asked,
    CAST(coalesce(n.n_unknown, 0) AS BIGINT) AS n_unknown,
    CAST(coalesce(t.base, n.n_answered, 0) AS BIGINT) AS base,
    coalesce(t.shows, 'percent') AS shows,
    coalesce(t.bars, FALSE) AS bars,
    CASE
        WHEN coalesce(n.n_unknown, 0) = 0 THEN 'all'
        WHEN t.base_known > 0 OR (t.base_known IS NULL AND n.n_answered > 0) THEN 'some'
        ELSE 'none'
    END AS known
FROM input.question_waves AS qw
INNER JOIN report.waves AS w ON qw.wave = w.wave AND w.has_answers
INNER JOIN report.open_questions AS z ON qw.question_id = z.question_id
INNER JOIN input.questions AS q ON qw.question_id = q.question_id
INNER JOIN input.sections AS c ON q.section = c.section
LEFT JOIN counts AS n ON qw.wave = n.wave AND q.question_id = n.question_id
LEFT JOIN tables AS t ON qw.wave = t.wave AND q.question_id = t.question_id
ORDER BY qw.wave, c.position, q.position
