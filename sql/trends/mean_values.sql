-- Grain: measure × wave × response.
-- What each counted response has of a score, net, rating or number: a value, or what an unknown
-- answer leaves of it, which may be none at all. Where the registry knows the respondents.
--
-- kind: score, net, rating or number
-- measure_id: id of the score or net, else of the question
-- wave: wave id
-- response_id: response
-- respondent_id: respondent
-- low: lowest value that it may have; NULL where there is no limit
-- high: highest value that it may have; NULL where there is no limit
-- certain: false where it may have none
WITH counted AS (
    -- nobody, and no question, where the registry knows nobody: no large survey is read
    SELECT r.response_id
    FROM core.responses AS r
    INNER JOIN input.survey AS s ON s.identified_by = 'registry'
    WHERE r.counted
),
questions AS (
    SELECT
        q.question_id,
        q.type,
        q.minimum,
        q.maximum
    FROM input.questions AS q
    CROSS JOIN input.survey AS s
    WHERE s.identified_by = 'registry'
),
-- of an answer that is known in part, between which values it lies
partly AS (
    SELECT
        l.wave,
        l.question_id,
        l.response_id,
        min(v.value) AS low,
        max(v.value) AS high
    FROM indicators.options_left AS l
    INNER JOIN indicators.scale_values AS v
        ON l.wave = v.wave AND l.question_id = v.question_id AND l.option_id = v.option_id
    GROUP BY l.wave, l.question_id, l.response_id
),
ratings AS (
    SELECT
        a.wave,
        a.question_id,
        a.response_id,
        a.respondent_id,
        coalesce(v.value, p.low, e.lowest) AS low,
        coalesce(v.value, p.high, e.highest) AS high,
        a.state = 'answered' OR p.response_id IS NOT NULL AS certain
    FROM core.answers AS a
    INNER JOIN questions AS q ON a.question_id = q.question_id AND q.type = 'rating'
    INNER JOIN (
        SELECT DISTINCT wave, question_id, lowest, highest FROM indicators.scale_values
    ) AS e
        ON a.wave = e.wave AND a.question_id = e.question_id
    LEFT JOIN indicators.scale_values AS v
        ON
            a.state = 'answered'
            AND a.wave = v.wave
            AND a.question_id = v.question_id
            AND a.option_id = v.option_id
    LEFT JOIN partly AS p
        ON
            a.state <> 'answered'
            AND a.wave = p.wave
            AND a.question_id = p.question_id
            AND a.response_id = p.response_id
    WHERE a.first_of_item AND a.state IN ('answered', 'unknown', 'rejected')
),
found AS (
    SELECT
        'score' AS kind,
        indicator_id AS measure_id,
        wave,
        response_id,
        respondent_id,
        score_low AS low,
        score_high AS high,
        certain
    FROM indicators.scores
    WHERE max_points > 0 AND (SELECT y.identified_by = 'registry' FROM input.survey AS y)
    UNION ALL
    SELECT
        'net' AS kind,
        n.indicator_id AS measure_id,
        t.wave,
        t.response_id,
        t.respondent_id,
        CASE WHEN t.answer = 'yes' THEN 1 ELSE 0 END
        - CASE WHEN b.answer <> 'no' THEN 1 ELSE 0 END AS low,
        CASE WHEN t.answer <> 'no' THEN 1 ELSE 0 END
        - CASE WHEN b.answer = 'yes' THEN 1 ELSE 0 END AS high,
        (t.answer <> 'unknown' AND b.answer <> 'unknown') OR l.response_id IS NOT NULL AS certain
    FROM input.nets AS n
    INNER JOIN input.survey AS s ON s.identified_by = 'registry'
    INNER JOIN indicators.by_response AS t ON n.top_id = t.indicator_id
    INNER JOIN indicators.by_response AS b
        ON n.bottom_id = b.indicator_id AND t.response_id = b.response_id
    LEFT JOIN (
        SELECT DISTINCT response_id, question_id FROM indicators.options_left
    ) AS l
        ON t.response_id = l.response_id AND n.question_id = l.question_id
    UNION ALL
    SELECT
        'rating' AS kind,
        question_id AS measure_id,
        wave,
        response_id,
        respondent_id,
        low,
        high,
        certain
    FROM ratings
    UNION ALL
    SELECT
        'number' AS kind,
        a.question_id AS measure_id,
        a.wave,
        a.response_id,
        a.respondent_id,
        coalesce(a.value_number, q.minimum) AS low,
        coalesce(a.value_number, q.maximum) AS high,
        a.state = 'answered' AS certain
    FROM core.number_answers AS a
    INNER JOIN questions AS q ON a.question_id = q.question_id
    WHERE a.state IN ('answered', 'unknown', 'rejected')
)
SELECT
    f.kind,
    f.measure_id,
    f.wave,
    f.response_id,
    f.respondent_id,
    CAST(f.low AS DOUBLE) AS low,
    CAST(f.high AS DOUBLE) AS high,
    f.certain
FROM found AS f
INNER JOIN counted AS r ON f.response_id = r.response_id
ORDER BY f.kind, f.measure_id, f.wave, f.response_id
