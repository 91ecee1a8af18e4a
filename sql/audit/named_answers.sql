-- Grain: wave × question × option.
-- Who is known from lists to have given an answer, whatever else the lists say of them: the
-- least that there can be.
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- n: different respondents named
-- n_lists: lists that name them
-- claim_id: the list that names most of them
-- place: its order over all ledgers
-- words: the number in words, such as 15 named
WITH lists AS (
    SELECT
        s.wave,
        s.question_id,
        s.option_id,
        s.claim_id,
        c.place,
        count(*) AS n
    FROM audit.statements AS s
    INNER JOIN audit.claims AS c ON s.claim_id = c.claim_id
    WHERE s.question_id IS NOT NULL
    GROUP BY s.wave, s.question_id, s.option_id, s.claim_id, c.place
),
largest AS (
    SELECT wave, question_id, option_id, claim_id, place
    FROM lists
    QUALIFY
        row_number() OVER (PARTITION BY wave, question_id, option_id ORDER BY n DESC, place) = 1
),
named AS (
    SELECT
        wave,
        question_id,
        option_id,
        count(DISTINCT respondent_id) AS n,
        count(DISTINCT claim_id) AS n_lists
    FROM audit.statements
    WHERE question_id IS NOT NULL
    GROUP BY wave, question_id, option_id
)
SELECT
    n.wave,
    n.question_id,
    n.option_id,
    n.n,
    n.n_lists,
    l.claim_id,
    l.place,
    CAST(n.n AS VARCHAR) || ' named' || CASE
        WHEN n.n_lists > 1 THEN ' in ' || CAST(n.n_lists AS VARCHAR) || ' lists' ELSE ''
    END AS words
FROM named AS n
INNER JOIN largest AS l
    ON n.wave = l.wave AND n.question_id = l.question_id AND n.option_id = l.option_id
