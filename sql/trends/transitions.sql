-- Grain: question × pair of waves × answer in the earlier wave × answer in the later one.
-- What those who answered both waves said to a question then and now, states included: the full
-- table of answers to answers, for questions that take one answer. Waves that follow each other
-- with none missing in between, where both asked it, and the first with the last. Unweighted.
--
-- question_id: question
-- wave_from: the earlier wave
-- wave_to: the later wave
-- pair_kind: adjacent, or first_last where the two don't follow each other
-- option_from: option chosen in the earlier wave, NULL where none was
-- state_from: state of the item in the earlier wave
-- option_to: option chosen in the later wave
-- state_to: state of the item in the later wave
-- changed: true where it is another answer; options that were merged or split in between are one
--   and the same where their crosswalk joins them; NULL where an answer is unknown, and across a
--   break
-- n: respondents
-- n_from: respondents of both waves with this answer in the earlier one
-- n_both: respondents of both waves
-- comparable: true where the question doesn't break between the two
WITH ends AS (
    SELECT
        q.question_id,
        min(w.position) AS first_position,
        max(w.position) AS last_position
    FROM core.question_waves AS q
    INNER JOIN core.waves AS w ON q.wave = w.wave
    GROUP BY q.question_id
),
pairs AS (
    SELECT
        f.question_id,
        f.wave AS wave_from,
        t.wave AS wave_to,
        v.position AS position_from,
        w.position AS position_to,
        f.series_no = t.series_no AS comparable
    FROM core.question_waves AS f
    INNER JOIN core.question_waves AS t ON f.question_id = t.question_id
    INNER JOIN core.waves AS v ON f.wave = v.wave
    INNER JOIN core.waves AS w ON t.wave = w.wave AND v.position < w.position
    INNER JOIN ends AS e ON f.question_id = e.question_id
    WHERE
        w.position = v.position + 1
        OR (v.position = e.first_position AND w.position = e.last_position)
)
SELECT
    c.question_id,
    c.wave_from,
    c.wave_to,
    CASE
        WHEN p.position_to = p.position_from + 1 THEN 'adjacent' ELSE 'first_last'
    END AS pair_kind,
    c.option_from,
    c.state_from,
    c.option_to,
    c.state_to,
    CASE
        WHEN
            NOT p.comparable
            OR c.state_from IN ('unknown', 'rejected') OR c.state_to IN ('unknown', 'rejected')
            THEN NULL
        ELSE
            c.state_from <> c.state_to
            OR coalesce(sf.same_as, c.option_from, '') <> coalesce(st.same_as, c.option_to, '')
    END AS changed,
    c.n,
    CAST(sum(c.n) OVER (
        PARTITION BY c.question_id, c.wave_from, c.wave_to, c.option_from, c.state_from
    ) AS BIGINT) AS n_from,
    CAST(sum(c.n) OVER (
        PARTITION BY c.question_id, c.wave_from, c.wave_to
    ) AS BIGINT) AS n_both,
    p.comparable
FROM core.panel_counts AS c
INNER JOIN pairs AS p
    ON
        c.question_id = p.question_id
        AND c.wave_from = p.wave_from
        AND c.wave_to = p.wave_to
LEFT JOIN input.same_answers AS sf
    ON
        c.question_id = sf.question_id
        AND c.wave_from = sf.wave_from
        AND c.wave_to = sf.wave_to
        AND c.option_from = sf.option_id
LEFT JOIN input.same_answers AS st
    ON
        c.question_id = st.question_id
        AND c.wave_from = st.wave_from
        AND c.wave_to = st.wave_to
        AND c.option_to = st.option_id
LEFT JOIN core.options AS f ON c.question_id = f.question_id AND c.option_from = f.option_id
LEFT JOIN core.options AS t ON c.question_id = t.question_id AND c.option_to = t.option_id
ORDER BY
    c.question_id,
    p.position_from,
    p.position_to,
    f.position,
    c.state_from,
    t.position,
    c.state_to
