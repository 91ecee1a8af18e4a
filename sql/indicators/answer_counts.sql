-- Grain: wave × question × option × selected × state.
-- The answers of counted responses, counted once: what option_shares and the simple indicators
-- are made of. Waves in which every response counts and weighs 1 were counted as they were
-- loaded; the answers of the others are read here, once.
--
-- wave: wave id
-- question_id: question
-- option_id: option, NULL where none was chosen
-- selected: true: chosen; false: ruled out, the rest of the item unknown; NULL: no option
-- state: state of the items
-- n_rows: rows, that is items with this option
-- n_items: items, that is rows that are the first of their item
-- weight_rows: sum of the weights of the rows
-- weight_items: sum of the weights of the items
-- squares_rows: sum of the squared weights of the rows
-- squares_items: sum of the squared weights of the items
WITH uneven AS (
    SELECT wave
    FROM core.responses
    WHERE NOT counted OR weight <> 1
    GROUP BY wave
),
weights AS (
    SELECT
        r.response_id,
        -- exact decimals: a sum of floats would depend on the order of the rows
        CAST(r.weight AS DECIMAL(38, 18)) AS weight,
        CAST(r.weight * r.weight AS DECIMAL(38, 18)) AS square
    FROM core.responses AS r
    INNER JOIN uneven AS u ON r.wave = u.wave
    WHERE r.counted
),
uneven_counts AS (
    SELECT
        a.wave,
        a.question_id,
        a.option_id,
        a.selected,
        a.state,
        count(*) AS n_rows,
        count(*) FILTER (WHERE a.first_of_item) AS n_items,
        sum(w.weight) AS weight_rows,
        sum(w.weight) FILTER (WHERE a.first_of_item) AS weight_items,
        sum(w.square) AS squares_rows,
        sum(w.square) FILTER (WHERE a.first_of_item) AS squares_items
    FROM core.answers AS a
    INNER JOIN weights AS w ON a.response_id = w.response_id
    GROUP BY a.wave, a.question_id, a.option_id, a.selected, a.state
)
SELECT
    CAST(e.wave AS VARCHAR) AS wave,
    CAST(e.question_id AS VARCHAR) AS question_id,
    CAST(e.option_id AS VARCHAR) AS option_id,
    e.selected,
    CAST(e.state AS VARCHAR) AS state,
    e.n_rows,
    e.n_items,
    CAST(e.n_rows AS DECIMAL(38, 18)) AS weight_rows,
    CAST(e.n_items AS DECIMAL(38, 18)) AS weight_items,
    CAST(e.n_rows AS DECIMAL(38, 18)) AS squares_rows,
    CAST(e.n_items AS DECIMAL(38, 18)) AS squares_items
FROM core.answer_counts AS e
LEFT JOIN uneven AS u ON e.wave = u.wave
WHERE u.wave IS NULL
UNION ALL
SELECT
    CAST(wave AS VARCHAR) AS wave,
    CAST(question_id AS VARCHAR) AS question_id,
    CAST(option_id AS VARCHAR) AS option_id,
    selected,
    CAST(state AS VARCHAR) AS state,
    n_rows,
    n_items,
    weight_rows,
    coalesce(weight_items, 0) AS weight_items,
    squares_rows,
    coalesce(squares_items, 0) AS squares_items
FROM uneven_counts
ORDER BY wave, question_id, option_id, selected, state
