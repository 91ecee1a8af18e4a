-- Grain: wave × question × option × selected × state that was not counted right.
-- The loader's counts equal those of core.answers. Looked at up to 10,000 responses: beyond that
-- core.answers is not read for a check.
-- Severity: error
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- state: state of the items
-- n_rows: rows of core.answers
-- n_rows_counted: rows according to core.answer_counts
WITH answers AS (
    SELECT
        a.wave,
        a.question_id,
        coalesce(a.option_id, '') AS option_id,
        coalesce(CAST(a.selected AS VARCHAR), '') AS selected,
        a.state,
        count(*) AS n_rows,
        count(*) FILTER (WHERE a.first_of_item) AS n_items
    FROM core.answers AS a
    CROSS JOIN (SELECT count(*) AS n FROM core.responses) AS r
    WHERE r.n <= 10000
    GROUP BY
        a.wave, a.question_id, coalesce(a.option_id, ''),
        coalesce(CAST(a.selected AS VARCHAR), ''), a.state
),

counts AS (
    SELECT
        c.wave,
        c.question_id,
        coalesce(c.option_id, '') AS option_id,
        coalesce(CAST(c.selected AS VARCHAR), '') AS selected,
        c.state,
        c.n_rows,
        c.n_items
    FROM core.answer_counts AS c
    CROSS JOIN (SELECT count(*) AS n FROM core.responses) AS r
    WHERE r.n <= 10000
)

SELECT
    coalesce(a.wave, c.wave) AS wave,
    coalesce(a.question_id, c.question_id) AS question_id,
    coalesce(a.option_id, c.option_id) AS option_id,
    coalesce(a.state, c.state) AS state,
    a.n_rows,
    c.n_rows AS n_rows_counted
FROM answers AS a
FULL OUTER JOIN counts AS c
    ON
        a.wave = c.wave
        AND a.question_id = c.question_id
        AND a.option_id = c.option_id
        AND a.selected = c.selected
        AND a.state = c.state
WHERE
    coalesce(a.n_rows, 0) <> coalesce(c.n_rows, 0)
    OR coalesce(a.n_items, 0) <> coalesce(c.n_items, 0)
