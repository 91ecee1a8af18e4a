-- Grain: indicator × pair of waves of which reports say who moved.
-- How many are said to have moved: yes in the one wave, another answer in the other. The least
-- that all such claims make together. Only pairs that compare.
--
-- indicator_id: indicator
-- wave_from: the earlier wave
-- wave_to: the later wave
-- n_gained: at least so many are said to have moved to yes
-- n_lost: at least so many are said to have moved to no
WITH moves AS (
    SELECT
        p.indicator_id,
        p.wave_from,
        p.wave_to,
        CASE WHEN s.wave = p.wave_to THEN 'gained' ELSE 'lost' END AS direction,
        s.option_id AS option_yes,
        b.option_id AS option_other,
        CASE WHEN c.kind = 'count' THEN CAST(floor(c.value) AS BIGINT) END AS n,
        l.respondent_id
    FROM trends.pairs AS p
    INNER JOIN input.indicator_options AS o ON p.indicator_id = o.indicator_id
    INNER JOIN input.indicators AS i
        ON o.indicator_id = i.indicator_id AND o.question_id = i.question_id
    INNER JOIN input.questions AS q
        ON o.question_id = q.question_id AND q.type IN ('single', 'rating')
    INNER JOIN input.claim_sets AS s
        ON
            s.role IN ('about', 'within')
            AND s.wave IN (p.wave_from, p.wave_to)
            AND o.question_id = s.question_id
            AND o.option_id = s.option_id
    INNER JOIN input.claim_sets AS b
        ON
            s.claim_id = b.claim_id
            AND b.role IN ('about', 'within')
            AND b.wave IN (p.wave_from, p.wave_to)
            AND s.wave <> b.wave
            AND s.question_id = b.question_id
    INNER JOIN core.options AS n
        ON b.question_id = n.question_id AND b.option_id = n.option_id
    LEFT JOIN input.indicator_options AS y
        ON
            p.indicator_id = y.indicator_id
            AND b.question_id = y.question_id
            AND b.option_id = y.option_id
    LEFT JOIN input.indicator_states AS k
        ON p.indicator_id = k.indicator_id AND n.meaning = k.state
    INNER JOIN input.claims AS c
        ON
            s.claim_id = c.claim_id
            AND c.kind IN ('count', 'list')
            AND NOT coalesce(c.vague, FALSE)
    LEFT JOIN input.claim_respondents AS l ON c.claim_id = l.claim_id AND c.kind = 'list'
    WHERE
        p.comparable
        AND y.option_id IS NULL
        AND (n.meaning = 'substantive' OR k.state IS NOT NULL)
),
-- the least that all of them make together: names of several lists, and other answers, add up
moves_by_answer AS (
    SELECT
        indicator_id,
        wave_from,
        wave_to,
        direction,
        greatest(coalesce(max(n), 0), count(DISTINCT respondent_id)) AS n
    FROM moves
    GROUP BY indicator_id, wave_from, wave_to, direction, option_yes, option_other
)
SELECT
    indicator_id,
    wave_from,
    wave_to,
    CAST(coalesce(sum(n) FILTER (WHERE direction = 'gained'), 0) AS BIGINT) AS n_gained,
    CAST(coalesce(sum(n) FILTER (WHERE direction = 'lost'), 0) AS BIGINT) AS n_lost
FROM moves_by_answer
GROUP BY indicator_id, wave_from, wave_to
ORDER BY indicator_id, wave_from, wave_to
