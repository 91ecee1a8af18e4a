-- Grain: indicator × pair of waves × what respondents were × what they became.
-- The respondents of two waves by their place in an indicator, counted: what every change within
-- a panel is made of, and what entrants and leavers bring. Unweighted. Where the registry knows
-- the respondents, response by response; else, as far as possible, from counts made at loading.
-- Across a break, too, where no change may be made of it: trends.pairs says which pairs compare.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- answer_from: yes, no or unknown; out: answered the wave and was not in the base; absent: did not
--   answer the wave
-- answer_to: the same in the later wave
-- n: respondents, at least one of the two waves having them in its base or perhaps in it
WITH counted_pairwise AS (
    SELECT i.indicator_id
    FROM input.indicator_options AS i
    CROSS JOIN input.survey AS s
    LEFT JOIN core.paired_questions AS p ON i.question_id = p.question_id
    WHERE s.identified_by = 'key'
    GROUP BY i.indicator_id
    HAVING count(DISTINCT i.question_id) = 1 AND count(p.question_id) = count(*)
),
pairs AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        c.indicator_id IS NOT NULL AS from_counts
    FROM trends.pairs AS p
    LEFT JOIN counted_pairwise AS c ON p.indicator_id = c.indicator_id
    WHERE p.by_respondent
),
-- response by response
befores AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        b.respondent_id,
        b.answer
    FROM pairs AS p
    INNER JOIN indicators.by_response AS b
        ON p.indicator_id = b.indicator_id AND p.wave_from = b.wave
    WHERE NOT p.from_counts
),
afters AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        b.respondent_id,
        b.answer
    FROM pairs AS p
    INNER JOIN indicators.by_response AS b
        ON p.indicator_id = b.indicator_id AND p.wave_to = b.wave
    WHERE NOT p.from_counts
),
followed AS (
    SELECT
        coalesce(f.indicator_id, t.indicator_id) AS indicator_id,
        coalesce(f.wave_from, t.wave_from) AS wave_from,
        coalesce(f.wave_to, t.wave_to) AS wave_to,
        f.answer AS answer_from,
        t.answer AS answer_to,
        -- in the base of one wave only: did they answer the other one at all?
        CASE WHEN t.answer IS NULL THEN f.wave_to WHEN f.answer IS NULL THEN t.wave_from
        END AS other_wave,
        coalesce(f.respondent_id, t.respondent_id) AS respondent_id
    FROM befores AS f
    FULL OUTER JOIN afters AS t
        ON
            f.indicator_id = t.indicator_id
            AND f.wave_from = t.wave_from
            AND f.wave_to = t.wave_to
            AND f.respondent_id = t.respondent_id
),
found AS (
    SELECT
        f.indicator_id,
        f.wave_from,
        f.wave_to,
        coalesce(
            f.answer_from, CASE WHEN r.respondent_id IS NULL THEN 'absent' ELSE 'out' END
        ) AS answer_from,
        coalesce(
            f.answer_to, CASE WHEN r.respondent_id IS NULL THEN 'absent' ELSE 'out' END
        ) AS answer_to,
        count(*) AS n
    FROM followed AS f
    LEFT JOIN core.responses AS r
        ON f.other_wave = r.wave AND f.respondent_id = r.respondent_id AND r.counted
    GROUP BY
        f.indicator_id,
        f.wave_from,
        f.wave_to,
        coalesce(
            f.answer_from, CASE WHEN r.respondent_id IS NULL THEN 'absent' ELSE 'out' END
        ),
        coalesce(
            f.answer_to, CASE WHEN r.respondent_id IS NULL THEN 'absent' ELSE 'out' END
        )
),
-- from counts: what each answer to the question is to the indicator
meanings AS (
    SELECT
        i.indicator_id,
        a.question_id,
        a.option_id,
        a.state,
        CASE
            WHEN o.option_id IS NOT NULL THEN 'yes'
            WHEN a.state IN ('unknown', 'rejected') THEN 'unknown'
            WHEN a.state = 'answered' OR t.state IS NOT NULL THEN 'no'
            ELSE 'out'
        END AS answer
    FROM counted_pairwise AS i
    INNER JOIN (
        SELECT DISTINCT indicator_id, question_id FROM input.indicator_options
    ) AS q ON i.indicator_id = q.indicator_id
    INNER JOIN (
        SELECT question_id, option_from AS option_id, state_from AS state FROM core.panel_counts
        UNION
        SELECT question_id, option_to AS option_id, state_to AS state FROM core.panel_counts
    ) AS a ON q.question_id = a.question_id
    LEFT JOIN input.indicator_options AS o
        ON
            i.indicator_id = o.indicator_id
            AND a.question_id = o.question_id
            AND a.option_id = o.option_id
    LEFT JOIN input.indicator_states AS t
        ON i.indicator_id = t.indicator_id AND a.state = t.state
),
moved AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        f.answer AS answer_from,
        t.answer AS answer_to,
        CAST(sum(c.n) AS BIGINT) AS n
    FROM pairs AS p
    INNER JOIN core.panel_counts AS c ON p.wave_from = c.wave_from AND p.wave_to = c.wave_to
    INNER JOIN meanings AS f
        ON
            p.indicator_id = f.indicator_id
            AND c.question_id = f.question_id
            AND coalesce(c.option_from, '') = coalesce(f.option_id, '')
            AND c.state_from = f.state
    INNER JOIN meanings AS t
        ON
            p.indicator_id = t.indicator_id
            AND c.question_id = t.question_id
            AND coalesce(c.option_to, '') = coalesce(t.option_id, '')
            AND c.state_to = t.state
    WHERE p.from_counts AND (f.answer <> 'out' OR t.answer <> 'out')
    GROUP BY p.indicator_id, p.wave_from, p.wave_to, f.answer, t.answer
),
totals AS (
    SELECT wave, indicator_id, 'yes' AS answer, n
    FROM indicators.from_responses
    UNION ALL
    SELECT wave, indicator_id, 'no' AS answer, base - n AS n
    FROM indicators.from_responses
    UNION ALL
    SELECT wave, indicator_id, 'unknown' AS answer, n_unknown AS n
    FROM indicators.from_responses
),
-- who is in a wave and not in the other one: what the counts of both leave
gone AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        t.answer AS answer_from,
        'absent' AS answer_to,
        t.n - coalesce(sum(m.n), 0) AS n
    FROM pairs AS p
    INNER JOIN totals AS t ON p.indicator_id = t.indicator_id AND p.wave_from = t.wave
    LEFT JOIN moved AS m
        ON
            p.indicator_id = m.indicator_id
            AND p.wave_from = m.wave_from
            AND p.wave_to = m.wave_to
            AND t.answer = m.answer_from
    WHERE p.from_counts
    GROUP BY p.indicator_id, p.wave_from, p.wave_to, t.answer, t.n
    UNION ALL
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        'absent' AS answer_from,
        t.answer AS answer_to,
        t.n - coalesce(sum(m.n), 0) AS n
    FROM pairs AS p
    INNER JOIN totals AS t ON p.indicator_id = t.indicator_id AND p.wave_to = t.wave
    LEFT JOIN moved AS m
        ON
            p.indicator_id = m.indicator_id
            AND p.wave_from = m.wave_from
            AND p.wave_to = m.wave_to
            AND t.answer = m.answer_to
    WHERE p.from_counts
    GROUP BY p.indicator_id, p.wave_from, p.wave_to, t.answer, t.n
)
SELECT indicator_id, wave_from, wave_to, answer_from, answer_to, n
FROM found
UNION ALL
SELECT indicator_id, wave_from, wave_to, answer_from, answer_to, n
FROM moved
UNION ALL
SELECT indicator_id, wave_from, wave_to, answer_from, answer_to, CAST(n AS BIGINT) AS n
FROM gone
WHERE n <> 0
ORDER BY indicator_id, wave_from, wave_to, answer_from, answer_to
