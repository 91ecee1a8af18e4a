-- Grain: wave × rating × option.
-- The number that each option of a rating stands for: its scale value (core.options), without one
-- its place among the substantive options that the wave offered. Ratings whose options are all
-- known, in waves that offered more than one value.
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- value: the number it stands for
-- lowest: lowest value that was offered
-- highest: highest value that was offered
WITH offered AS (
    SELECT
        w.wave,
        w.question_id,
        w.option_id,
        w.position,
        coalesce(
            o.value,
            row_number() OVER (PARTITION BY w.wave, w.question_id ORDER BY w.position)
        ) AS value
    FROM core.option_waves AS w
    INNER JOIN core.options AS o ON w.question_id = o.question_id AND w.option_id = o.option_id
    INNER JOIN input.questions AS q
        ON w.question_id = q.question_id AND q.type = 'rating' AND q.options_known
    WHERE w.meaning = 'substantive'
),
ends AS (
    SELECT
        wave,
        question_id,
        min(value) AS lowest,
        max(value) AS highest
    FROM offered
    GROUP BY wave, question_id
    HAVING min(value) < max(value)
)
SELECT
    o.wave,
    o.question_id,
    o.option_id,
    o.value,
    e.lowest,
    e.highest
FROM offered AS o
INNER JOIN ends AS e ON o.wave = e.wave AND o.question_id = e.question_id
ORDER BY o.wave, o.question_id, o.position
