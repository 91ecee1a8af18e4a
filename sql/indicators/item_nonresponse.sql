-- Grain: wave × question.
-- What became of a question's items, one for each counted response: how many are in each state,
-- and how many of those asked gave no usable answer. Where an option means don't know, refused
-- or not applicable, choosing it is that state. Whom a question does not apply to has answered
-- it; whom the routing led past it was not asked. An item that is known in part has an answer,
-- but for a reconstructed wave in which all that is known is an option that it doesn't have.
--
-- wave: wave id
-- question_id: question
-- n_items: items
-- n_answered: items answered
-- n_no_answer: left blank
-- n_dont_know: don't know
-- n_refused: refused
-- n_not_applicable: not applicable
-- n_routed_out: not asked because of an earlier answer or a fact about the respondent
-- n_rejected: in quarantine
-- n_unknown: the source can't tell
-- n_asked: items asked, or not known to have been passed over: n_items less n_routed_out
-- n_missing: asked and without a usable answer: left blank, don't know and refused
-- rate: n_missing of n_asked, NULL where it is not known whether an item has an answer
-- rate_low: rate if all of these had an answer
-- rate_high: rate if none of them had
-- shows: names, counts or percent: what n_asked allows to print, see display_rules
WITH states AS (
    SELECT
        c.wave,
        c.question_id,
        sum(c.n_items) AS n_items,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'answered'), 0) AS n_answered,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'no_answer'), 0) AS n_no_answer,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'dont_know'), 0) AS n_dont_know,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'refused'), 0) AS n_refused,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'not_applicable'), 0) AS n_not_applicable,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'routed_out'), 0) AS n_routed_out,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'rejected'), 0) AS n_rejected,
        coalesce(sum(c.n_items) FILTER (WHERE c.state = 'unknown'), 0) AS n_unknown,
        coalesce(sum(c.n_items) FILTER (
            WHERE c.state IN ('unknown', 'rejected')
            AND (c.option_id IS NULL OR (NOT c.selected AND w.kind = 'reconstructed'))
        ), 0) AS n_open
    FROM indicators.answer_counts AS c
    INNER JOIN input.waves AS w ON c.wave = w.wave
    GROUP BY c.wave, c.question_id
),
counts AS (
    SELECT
        wave,
        question_id,
        CAST(n_items AS BIGINT) AS n_items,
        CAST(n_answered AS BIGINT) AS n_answered,
        CAST(n_no_answer AS BIGINT) AS n_no_answer,
        CAST(n_dont_know AS BIGINT) AS n_dont_know,
        CAST(n_refused AS BIGINT) AS n_refused,
        CAST(n_not_applicable AS BIGINT) AS n_not_applicable,
        CAST(n_routed_out AS BIGINT) AS n_routed_out,
        CAST(n_rejected AS BIGINT) AS n_rejected,
        CAST(n_unknown AS BIGINT) AS n_unknown,
        CAST(n_items - n_routed_out AS BIGINT) AS n_asked,
        CAST(n_no_answer + n_dont_know + n_refused AS BIGINT) AS n_missing,
        CAST(n_open AS BIGINT) AS n_open
    FROM states
)
SELECT
    c.wave,
    c.question_id,
    c.n_items,
    c.n_answered,
    c.n_no_answer,
    c.n_dont_know,
    c.n_refused,
    c.n_not_applicable,
    c.n_routed_out,
    c.n_rejected,
    c.n_unknown,
    c.n_asked,
    c.n_missing,
    CASE WHEN c.n_open = 0 THEN c.n_missing / NULLIF(c.n_asked, 0) END AS rate,
    c.n_missing / NULLIF(c.n_asked, 0) AS rate_low,
    (c.n_missing + c.n_open) / NULLIF(c.n_asked, 0) AS rate_high,
    d.shows
FROM counts AS c
LEFT JOIN indicators.display_rules AS d
    ON c.n_asked >= d.size_from AND (c.n_asked < d.size_below OR d.size_below IS NULL)
ORDER BY c.wave, c.question_id
