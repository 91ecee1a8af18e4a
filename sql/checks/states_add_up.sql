-- Grain: wave × question whose states don't add up.
-- Every item of a question is in one of the states that item_nonresponse counts, and the rate of
-- those without a usable answer lies between its bounds.
-- Severity: error
--
-- wave: wave id
-- question_id: question
-- n_items: items
-- n_in_states: items in all states together
-- rate: rate of those asked who gave no usable answer
-- rate_low: its lower bound
-- rate_high: its upper bound
SELECT
    wave,
    question_id,
    n_items,
    n_answered + n_no_answer + n_dont_know + n_refused + n_not_applicable + n_routed_out
    + n_rejected + n_unknown AS n_in_states,
    rate,
    rate_low,
    rate_high
FROM indicators.item_nonresponse
WHERE
    n_items <> n_answered + n_no_answer + n_dont_know + n_refused + n_not_applicable
    + n_routed_out + n_rejected + n_unknown
    OR rate_low NOT BETWEEN 0 AND 1
    OR rate_high NOT BETWEEN rate_low AND 1
    OR rate NOT BETWEEN rate_low AND rate_high
