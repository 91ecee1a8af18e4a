-- Grain: wave × score × response.
-- What each counted response scores: the points of the options chosen, each its value by the
-- weight of its question, in percent of the most that the questions could have given. Counted are
-- the questions that the wave asked and that were answered, or are in a state that the score takes
-- in, which gains nothing. Questions in any other state (not asked of this respondent, left blank)
-- are in neither sum; those whose answer is not known are, and give bounds. No row where nothing
-- is counted.
--
-- wave: wave id
-- indicator_id: score
-- response_id: response
-- respondent_id: respondent
-- points: points of the answers that are known
-- max_points: the most that the counted questions could have given
-- score: points in percent of max_points, 0-100; NULL where n_unknown > 0
-- n_questions: counted questions of which the answer is known
-- n_unknown: counted questions of which it is not
-- score_low: score if every unknown answer gained the least that it can
-- score_high: score if every unknown answer gained the most
-- weight: survey weight of the response
WITH answers AS (
    SELECT
        a.response_id,
        q.indicator_id,
        q.several,
        q.least,
        q.most,
        a.first_of_item,
        a.selected,
        o.points,
        a.state IN ('unknown', 'rejected') AS open,
        a.state = 'answered' OR t.state IS NOT NULL AS closed
    FROM core.indicator_answers AS a
    INNER JOIN indicators.score_questions AS q ON a.wave = q.wave AND a.question_id = q.question_id
    LEFT JOIN input.score_options AS o
        ON
            q.indicator_id = o.indicator_id
            AND q.question_id = o.question_id
            AND a.option_id = o.option_id
    LEFT JOIN input.indicator_states AS t
        ON q.indicator_id = t.indicator_id AND a.state = t.state
),
sums AS (
    SELECT
        response_id,
        indicator_id,
        coalesce(sum(points) FILTER (WHERE closed AND selected), 0) AS points,
        sum(most) FILTER (WHERE first_of_item) AS max_points,
        count(*) FILTER (WHERE closed AND first_of_item) AS n_questions,
        count(*) FILTER (WHERE open AND first_of_item) AS n_unknown,
        -- of an unknown item of several options some may be known, chosen or ruled out
        coalesce(sum(least) FILTER (WHERE open AND first_of_item), 0)
        + coalesce(sum(points) FILTER (WHERE open AND several AND selected), 0) AS open_low,
        coalesce(sum(most) FILTER (WHERE open AND first_of_item), 0)
        - coalesce(sum(points) FILTER (WHERE open AND several AND NOT selected), 0) AS open_high
    FROM answers
    WHERE closed OR open
    GROUP BY response_id, indicator_id
)
SELECT
    r.wave,
    s.indicator_id,
    r.response_id,
    r.respondent_id,
    CAST(s.points AS DOUBLE) AS points,
    CAST(s.max_points AS DOUBLE) AS max_points,
    CASE WHEN s.n_unknown = 0
        THEN 100 * CAST(s.points AS DOUBLE) / NULLIF(CAST(s.max_points AS DOUBLE), 0)
    END AS score,
    s.n_questions,
    s.n_unknown,
    100 * CAST(s.points + s.open_low AS DOUBLE)
    / NULLIF(CAST(s.max_points AS DOUBLE), 0) AS score_low,
    100 * CAST(s.points + s.open_high AS DOUBLE)
    / NULLIF(CAST(s.max_points AS DOUBLE), 0) AS score_high,
    r.weight
FROM sums AS s
INNER JOIN core.responses AS r ON s.response_id = r.response_id
WHERE r.counted
