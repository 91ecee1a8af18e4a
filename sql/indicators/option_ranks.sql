-- Grain: wave × question × option.
-- The order of a question's options by share, as far as the answers settle it: unknown answers
-- leave an option several ranks, and then its rank can't be told. Options that mean a state have
-- none, nor have those of a question that nobody answered.
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
        s.share_low,
        s.share_high
    FROM indicators.option_shares AS s
    INNER JOIN core.options AS o ON s.question_id = o.question_id AND s.option_id = o.option_id
    WHERE o.meaning = 'substantive' AND s.share_low IS NOT NULL
),
-- shares of weights differ in the last bit where they are equal
ranked AS (
    SELECT
        s.wave,
        s.question_id,
        s.option_id,
        s.position,
        count(*) AS n_options,
        1 + count(*) FILTER (WHERE o.share_low > s.share_high + 0.000000000000001) AS rank_low,
        1 + count(*) FILTER (
            WHERE o.option_id <> s.option_id AND o.share_high > s.share_low + 0.000000000000001
        ) AS rank_high
    FROM shares AS s
    INNER JOIN shares AS o ON s.wave = o.wave AND s.question_id = o.question_id
    GROUP BY s.wave, s.question_id, s.option_id, s.position
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
