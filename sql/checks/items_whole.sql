-- Grain: item that is not whole.
-- An item has one state, one row that is its first, and no option twice. All items up to 10,000
-- responses; of more an even sample of some 10,000, as all of them would cost more than the build.
-- Severity: error
--
-- response_id: response
-- question_id: question
-- n_first: rows marked as the first of their item
-- n_states: states
-- n_repeated: rows that repeat an option
WITH sample AS (
    SELECT 1 + CAST(floor(count(*) / 10000) AS BIGINT) AS step
    FROM core.responses
),
options AS (
    SELECT
        a.response_id,
        a.question_id,
        a.option_id,
        count(*) AS n_rows,
        count(*) FILTER (WHERE a.first_of_item) AS n_first,
        min(CAST(a.state AS VARCHAR)) AS first_state,
        max(CAST(a.state AS VARCHAR)) AS last_state
    FROM core.answers AS a
    INNER JOIN sample AS s ON a.response_id % NULLIF(s.step, 0) = 0
    GROUP BY a.response_id, a.question_id, a.option_id
),
items AS (
    SELECT
        response_id,
        question_id,
        CAST(sum(n_first) AS BIGINT) AS n_first,
        CASE WHEN min(first_state) = max(last_state) THEN 1 ELSE 2 END AS n_states,
        CAST(sum(n_rows - 1) AS BIGINT) AS n_repeated
    FROM options
    GROUP BY response_id, question_id
)
SELECT
    response_id,
    question_id,
    n_first,
    n_states,
    n_repeated
FROM items
WHERE n_first <> 1 OR n_states <> 1 OR n_repeated > 0
