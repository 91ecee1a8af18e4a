-- Grain: wave × question × substantive option.
-- A row of a question's table: the count, or the bounds where answers are unknown, and what may
-- be printed of it by the base rules (indicators.display_rules).
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- label: label as this wave offered it
-- position: order in which the options are printed, from 1: as offered; a multi-select and coded
--   text by count where every count is known
-- n: respondents known to have chosen it
-- n_high: the most that can have chosen it, n and all unknown ones
-- n_unknown: respondents of whom it is not known
-- base: respondents whose answer is known
-- base_printed: known and unknown ones, the base that is printed
-- share: n of base, NULL where answers are unknown
-- share_low: lower bound of the share
-- share_high: upper bound of the share
-- phrase: exact, between, at_least (nobody known not to), at_most (nobody known to) or unknown
-- shows: percent, counts or names, what the base allows to print beside the names
-- bar: true where a bar may be drawn; not of themes that only some are known to have named
WITH sized AS (
    SELECT
        o.wave,
        o.question_id,
        o.option_id,
        o.n,
        o.n_unknown,
        o.base,
        o.share,
        o.share_low,
        o.share_high,
        o.base + o.n_unknown AS base_printed,
        o.size,
        o.shows
    FROM indicators.option_shares AS o
    INNER JOIN report.waves AS w ON o.wave = w.wave AND w.has_answers
    INNER JOIN report.open_questions AS q ON o.question_id = q.question_id
),
ordered AS (
    SELECT
        z.wave,
        z.question_id,
        z.option_id,
        z.n,
        z.n_unknown,
        z.base,
        z.share,
        z.share_low,
        z.share_high,
        z.base_printed,
        z.size,
        z.shows,
        coalesce(l.label, p.label) AS label,
        q.type = 'coded_text' AS coded,
        q.type IN ('multiple', 'coded_text')
        AND max(z.n_unknown) OVER (PARTITION BY z.wave, z.question_id) = 0 AS by_count,
        p.position AS offered_position
    FROM sized AS z
    INNER JOIN input.options AS p
        ON z.question_id = p.question_id AND z.option_id = p.option_id
    INNER JOIN input.questions AS q ON z.question_id = q.question_id
    LEFT JOIN input.option_labels AS l
        ON z.wave = l.wave AND z.question_id = l.question_id AND z.option_id = l.option_id
    WHERE p.meaning = 'substantive'
)
SELECT
    o.wave,
    o.question_id,
    o.option_id,
    o.label,
    row_number() OVER (
        PARTITION BY o.wave, o.question_id
        ORDER BY CASE WHEN o.by_count THEN -o.n ELSE 0 END, o.offered_position
    ) AS position,
    o.n,
    o.n + o.n_unknown AS n_high,
    o.n_unknown,
    o.base,
    o.base_printed,
    o.share,
    o.share_low,
    o.share_high,
    CASE
        WHEN o.n_unknown = 0 THEN 'exact'
        WHEN o.base = 0 THEN 'unknown'
        WHEN o.n = 0 THEN 'at_most'
        WHEN o.n = o.base THEN 'at_least'
        ELSE 'between'
    END AS phrase,
    o.shows,
    o.size >= s.percent_in_charts_from
    AND o.base > 0
    AND NOT (o.coded AND o.n_unknown > 0) AS bar
FROM ordered AS o
CROSS JOIN input.survey AS s
ORDER BY o.wave, o.question_id, position
