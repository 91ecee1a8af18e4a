-- Grain: score printed.
-- A score that a report prints against the answers: of the respondents it names, else the mean of
-- all. Only of waves with an export of their own.
--
-- claim_id: the score
-- related_claim_id: none
-- check_id: scores
-- verdict: holds, contradicted or not_checkable
-- arithmetic: the two side by side
-- explanation: what it means
WITH answered AS (
    SELECT
        s.wave,
        s.indicator_id,
        s.respondent_id,
        s.points,
        s.max_points,
        s.score_low,
        s.score_high
    FROM indicators.scores AS s
    INNER JOIN core.waves AS w ON s.wave = w.wave AND w.kind = 'responses'
    UNION ALL
    SELECT
        m.wave,
        m.indicator_id,
        CAST(NULL AS VARCHAR) AS respondent_id,
        CAST(NULL AS DOUBLE) AS points,
        CAST(NULL AS DOUBLE) AS max_points,
        m.mean_low AS score_low,
        m.mean_high AS score_high
    FROM indicators.score_means AS m
    INNER JOIN core.waves AS w ON m.wave = w.wave AND w.kind = 'responses'
),
compared AS (
    SELECT
        c.claim_id,
        c.figure,
        c.printed,
        c.whole,
        coalesce(n.name, 'the mean') AS subject,
        a.points,
        a.max_points,
        -- the scores are floats: the half millionth keeps an exact half from rounding down
        CAST(floor(a.score_low * c.whole / 100 + 0.5000005) AS BIGINT) AS low,
        CAST(floor(a.score_high * c.whole / 100 + 0.5000005) AS BIGINT) AS high
    FROM audit.claims AS c
    LEFT JOIN audit.claim_respondents AS n ON c.claim_id = n.claim_id
    LEFT JOIN answered AS a
        ON
            c.wave = a.wave
            AND c.indicator_id = a.indicator_id
            AND coalesce(n.respondent_id, '') = coalesce(a.respondent_id, '')
    WHERE c.kind = 'score'
),
figures AS (
    SELECT
        claim_id,
        figure,
        subject,
        printed NOT BETWEEN low AND high AS wrong,
        coalesce(low <> high, TRUE) AS open,
        low IS NULL AS absent,
        CASE
            WHEN points = floor(points) THEN CAST(CAST(floor(points) AS BIGINT) AS VARCHAR)
            ELSE CAST(points AS VARCHAR)
        END || ' of ' || CASE
            WHEN max_points = floor(max_points)
                THEN CAST(CAST(floor(max_points) AS BIGINT) AS VARCHAR)
            ELSE CAST(max_points AS VARCHAR)
        END || ' points, ' AS points,
        CASE whole
            WHEN 100 THEN CAST(low AS VARCHAR)
            WHEN 1000 THEN CAST(low * 0.1 AS VARCHAR)
            ELSE CAST(low * 0.01 AS VARCHAR)
        END AS low,
        CASE whole
            WHEN 100 THEN CAST(high AS VARCHAR)
            WHEN 1000 THEN CAST(high * 0.1 AS VARCHAR)
            ELSE CAST(high * 0.01 AS VARCHAR)
        END AS high
    FROM compared
),
told AS (
    SELECT
        claim_id,
        figure,
        wrong,
        open,
        absent,
        subject || ': ' || CASE
            WHEN absent THEN 'no answers'
            ELSE
                coalesce(points, '') || low || CASE WHEN open THEN ' to ' || high ELSE '' END
        END AS words
    FROM figures
),
judged AS (
    SELECT
        claim_id,
        CASE
            WHEN bool_or(coalesce(wrong, FALSE)) THEN 'contradicted'
            WHEN bool_or(open) THEN 'not_checkable'
            ELSE 'holds'
        END AS verdict,
        bool_or(absent) AS absent,
        min(figure) || ' printed; ' || string_agg(words, ', ' ORDER BY words) AS arithmetic
    FROM told
    GROUP BY claim_id
)
SELECT
    claim_id,
    CAST(NULL AS VARCHAR) AS related_claim_id,
    'scores' AS check_id,
    verdict,
    arithmetic,
    CASE
        WHEN verdict = 'holds' THEN 'The answers give what is printed.'
        WHEN verdict = 'contradicted' THEN 'The answers give something else.'
        WHEN absent THEN 'There are no answers to compare it with.'
        ELSE 'The answers allow what is printed, but not all of them are known.'
    END AS explanation
FROM judged
