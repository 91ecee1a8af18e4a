-- Grain: wave × indicator × response.
-- What each counted response means for an indicator; no row where it is not in the base. Yes: any
-- option of the indicator was chosen, or is all that is left. Unknown: none, but one may have
-- been. Not in the base: else, if a question was left blank, refused or answered with don't know
-- (unless the indicator takes that in), or if none was to be answered. No: the rest. Every
-- indicator where the registry knows the respondents; otherwise only what can't be had from
-- answer_counts, and what is needed to follow respondents from wave to wave and can't be had from
-- panel_counts.
--
-- wave: wave id
-- indicator_id: indicator
-- response_id: response
-- respondent_id: respondent
-- answer: yes, no or unknown
-- weight: survey weight of the response
WITH parts AS (
    SELECT
        a.wave,
        o.indicator_id,
        o.question_id,
        count(*) AS n_options
    FROM indicators.asked AS a
    INNER JOIN input.indicator_options AS o ON a.indicator_id = o.indicator_id
    INNER JOIN core.option_waves AS f
        ON a.wave = f.wave AND o.question_id = f.question_id AND o.option_id = f.option_id
    CROSS JOIN input.survey AS s
    LEFT JOIN core.paired_questions AS c ON o.question_id = c.question_id
    WHERE
        s.identified_by = 'registry'
        OR NOT a.from_counts
        OR (s.identified_by = 'key' AND c.question_id IS NULL)
    GROUP BY a.wave, o.indicator_id, o.question_id
),
answers AS (
    SELECT
        a.response_id,
        p.indicator_id,
        p.n_options,
        a.first_of_item,
        o.option_id IS NOT NULL AND a.selected AS chosen,
        o.option_id IS NOT NULL AND NOT a.selected AS ruled_out,
        a.state IN ('unknown', 'rejected') AS open,
        a.state = 'answered' OR t.state IS NOT NULL AS closed,
        a.state IN ('no_answer', 'dont_know', 'refused') AND t.state IS NULL AS missing
    FROM core.indicator_answers AS a
    INNER JOIN parts AS p ON a.wave = p.wave AND a.question_id = p.question_id
    LEFT JOIN input.indicator_options AS o
        ON
            p.indicator_id = o.indicator_id
            AND p.question_id = o.question_id
            AND a.option_id = o.option_id
    LEFT JOIN input.indicator_states AS t
        ON p.indicator_id = t.indicator_id AND a.state = t.state
),
tallies AS (
    SELECT
        response_id,
        indicator_id,
        count(*) FILTER (WHERE chosen) AS n_chosen,
        -- options that may have been chosen: all of an unknown item, less those ruled out
        coalesce(sum(n_options) FILTER (WHERE open AND first_of_item), 0)
        - count(*) FILTER (WHERE open AND ruled_out) AS n_open,
        count(*) FILTER (WHERE missing) AS n_missing,
        count(*) FILTER (WHERE closed OR open) AS n_to_answer
    FROM answers
    GROUP BY response_id, indicator_id
),
-- known in part, and all that is left counts
settled AS (
    SELECT
        l.response_id,
        p.indicator_id
    FROM indicators.options_left AS l
    INNER JOIN parts AS p ON l.wave = p.wave AND l.question_id = p.question_id
    INNER JOIN input.indicator_options AS o
        ON
            p.indicator_id = o.indicator_id
            AND l.question_id = o.question_id
            AND l.option_id = o.option_id
    GROUP BY l.response_id, p.indicator_id, l.question_id
    HAVING count(*) = max(l.n_left)
),
judged AS (
    SELECT
        t.response_id,
        t.indicator_id,
        CASE
            WHEN t.n_chosen > 0 OR s.response_id IS NOT NULL THEN 'yes'
            WHEN t.n_open > 0 THEN 'unknown'
            WHEN t.n_missing = 0 AND t.n_to_answer > 0 THEN 'no'
        END AS answer
    FROM tallies AS t
    LEFT JOIN (SELECT DISTINCT response_id, indicator_id FROM settled) AS s
        ON t.response_id = s.response_id AND t.indicator_id = s.indicator_id
)
SELECT
    r.wave,
    j.indicator_id,
    r.response_id,
    r.respondent_id,
    j.answer,
    r.weight
FROM judged AS j
INNER JOIN core.responses AS r ON j.response_id = r.response_id
WHERE r.counted AND j.answer IS NOT NULL
