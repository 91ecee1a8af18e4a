-- Grain: wave × question × option.
-- The order of a question's options by share, as far as the answers settle it: unknown answers
-- leave an option several ranks, and then its rank can't be told. Options that mean a state have
-- none, nor have those of a question that nobody answered.
--
-- At its best an option has all unknown answers that it may have, and only options surely above it
-- stay there. At its worst it has none of them, and they lift as many others past it as they can:
-- of a question of several answers each that they can lift at all; of one answer, where each lifts
-- one option, those that need the fewest. These are the ranks that all readings of the answers
-- give; where something is ruled out of an answer, or answers of one choice weigh differently, the
-- true ones may lie closer, never farther apart.
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- rank: 1 for the highest share, equal shares with the same; NULL where it can't be told
-- rank_low: the best rank that unknown answers allow
-- rank_high: the worst rank that they allow
-- n_options: options that are ranked
WITH shares AS (
    SELECT
        s.wave,
        s.question_id,
        s.option_id,
        o.position,
        s.weight_n,
        s.share_low,
        s.share_high
    FROM indicators.option_shares AS s
    INNER JOIN core.options AS o ON s.question_id = o.question_id AND s.option_id = o.option_id
    WHERE o.meaning = 'substantive' AND s.share_low IS NOT NULL
),
-- what unknown answers of a question can lift
open AS (
    SELECT
        c.wave,
        c.question_id,
        q.type IN ('single', 'rating') AS lift_one,
        sum(c.weight_items) = sum(c.n_items) AND sum(c.squares_items) = sum(c.n_items) AS even,
        sum(CASE WHEN c.state IN ('unknown', 'rejected') THEN c.n_items ELSE 0 END) AS n,
        CAST(sum(
            CASE WHEN c.state IN ('unknown', 'rejected') THEN c.weight_items ELSE 0 END
        ) AS DOUBLE) AS weight
    FROM indicators.answer_counts AS c
    INNER JOIN input.questions AS q ON c.question_id = q.question_id
    GROUP BY c.wave, c.question_id, q.type
),
settled AS (
    SELECT
        wave,
        question_id,
        count(*) AS n,
        CAST(sum(weight) AS DOUBLE) AS weight
    FROM indicators.options_left
    WHERE n_left = 1
    GROUP BY wave, question_id
),
-- each option with those that may be above it; shares of weights differ in the last bit where
-- they are equal
pairs AS (
    SELECT
        s.wave,
        s.question_id,
        s.option_id,
        o.option_id AS other_id,
        o.share_low > s.share_high + 0.000000000000001 AS surely,
        o.share_low > s.share_low + 0.000000000000001 AS already,
        CASE
            WHEN o.share_low > s.share_low + 0.000000000000001 THEN 0
            ELSE s.weight_n - o.weight_n
        END AS needed
    FROM shares AS s
    INNER JOIN shares AS o
        ON
            s.wave = o.wave
            AND s.question_id = o.question_id
            AND o.share_high > s.share_low + 0.000000000000001
    WHERE s.option_id <> o.option_id
),
ordered AS (
    SELECT
        wave,
        question_id,
        option_id,
        surely,
        sum(needed) OVER (
            PARTITION BY wave, question_id, option_id ORDER BY needed, already DESC, other_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS needed,
        sum(CASE WHEN already THEN 0 ELSE 1 END) OVER (
            PARTITION BY wave, question_id, option_id ORDER BY needed, already DESC, other_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS n_lifted
    FROM pairs
),
above AS (
    SELECT
        o.wave,
        o.question_id,
        o.option_id,
        count(*) FILTER (WHERE o.surely) AS n_surely,
        count(*) FILTER (
            WHERE NOT a.lift_one
            OR o.n_lifted = 0
            OR (
                o.n_lifted <= a.n - coalesce(s.n, 0)
                -- more than as many; of whole answers one more each
                AND o.needed + CASE WHEN a.even THEN o.n_lifted ELSE 0.000000000001 END
                <= a.weight - coalesce(s.weight, 0)
            )
        ) AS n_perhaps
    FROM ordered AS o
    INNER JOIN open AS a ON o.wave = a.wave AND o.question_id = a.question_id
    LEFT JOIN settled AS s ON o.wave = s.wave AND o.question_id = s.question_id
    GROUP BY o.wave, o.question_id, o.option_id
),
ranked AS (
    SELECT
        s.wave,
        s.question_id,
        s.option_id,
        s.position,
        1 + coalesce(a.n_surely, 0) AS rank_low,
        1 + coalesce(a.n_perhaps, 0) AS rank_high,
        count(*) OVER (PARTITION BY s.wave, s.question_id) AS n_options
    FROM shares AS s
    LEFT JOIN above AS a
        ON s.wave = a.wave AND s.question_id = a.question_id AND s.option_id = a.option_id
)
SELECT
    wave,
    question_id,
    option_id,
    CASE WHEN rank_low = rank_high THEN rank_low END AS rank,
    rank_low,
    rank_high,
    n_options
FROM ranked
ORDER BY wave, question_id, position, option_id
