-- Grain: respondent × pair of waves.
-- How alike the answers of one respondent are in a wave and in each earlier one: of the questions
-- that both asked and it answered both times. Only where respondents can be followed, only waves
-- with an export of their own, and only in a survey of up to 10,000 responses in all: beyond that
-- the answers are not read one by one.
--
-- respondent_id: respondent
-- wave_from: the earlier wave
-- wave_to: the later wave
-- adjacent: true where the two follow each other
-- n_items: questions answered in both waves, across no break
-- n_same: of them, those with the same answer
-- n_sided: of the questions of n_items that take one answer from a scale of the same options, those
--   with the same answer or the mirrored one; without a middle, which is its own mirror
-- n_mirrored: of n_sided, those with the mirrored answer
WITH small AS (
    SELECT w.wave, w.position
    FROM core.waves AS w
    CROSS JOIN input.survey AS s
    WHERE s.identified_by <> 'row' AND w.kind = 'responses'
    QUALIFY sum(w.n_responses) OVER () <= 10000
),
followed AS (
    SELECT r.response_id, w.wave, w.position
    FROM small AS w
    INNER JOIN core.responses AS r ON w.wave = r.wave AND r.counted
),
options AS (
    SELECT
        wave,
        question_id,
        option_id,
        row_number() OVER (
            PARTITION BY wave, question_id ORDER BY position, option_id
        ) AS rank,
        count(*) OVER (PARTITION BY wave, question_id) AS n_options
    FROM core.option_waves
    WHERE meaning = 'substantive'
),
items AS (
    SELECT
        a.wave,
        a.respondent_id,
        a.question_id,
        q.series_no,
        w.position,
        -- one text for all that was answered
        string_agg(
            coalesce(a.option_id, '') || ' ' || coalesce(CAST(a.value_number AS VARCHAR), '')
            || ' ' || coalesce(CAST(a.value_date AS VARCHAR), ''),
            ';' ORDER BY a.option_id
        ) AS answer,
        min(o.rank) FILTER (WHERE b.type IN ('single', 'rating')) AS rank,
        min(o.n_options) FILTER (WHERE b.type IN ('single', 'rating')) AS n_options
    FROM core.answers AS a
    INNER JOIN followed AS w ON a.response_id = w.response_id
    INNER JOIN core.questions AS b
        ON a.question_id = b.question_id AND b.type NOT IN ('text', 'coded_text')
    INNER JOIN core.question_waves AS q ON a.wave = q.wave AND a.question_id = q.question_id
    LEFT JOIN options AS o
        ON a.wave = o.wave AND a.question_id = o.question_id AND a.option_id = o.option_id
    WHERE a.state = 'answered'
    GROUP BY a.wave, a.respondent_id, a.question_id, q.series_no, w.position
)
SELECT
    f.respondent_id,
    f.wave AS wave_from,
    t.wave AS wave_to,
    t.position = f.position + 1 AS adjacent,
    count(*) AS n_items,
    count(*) FILTER (WHERE f.answer = t.answer) AS n_same,
    count(*) FILTER (
        WHERE f.n_options = t.n_options AND 2 * f.rank <> f.n_options + 1
        AND t.rank IN (f.rank, f.n_options + 1 - f.rank)
    ) AS n_sided,
    count(*) FILTER (
        WHERE f.n_options = t.n_options AND 2 * f.rank <> f.n_options + 1
        AND t.rank = f.n_options + 1 - f.rank
    ) AS n_mirrored
FROM items AS f
INNER JOIN items AS t
    ON
        f.respondent_id = t.respondent_id
        AND f.question_id = t.question_id
        AND f.series_no = t.series_no
        AND f.position < t.position
GROUP BY f.respondent_id, f.wave, f.position, t.wave, t.position
ORDER BY f.respondent_id, f.position, t.position
