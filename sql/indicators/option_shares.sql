-- Grain: wave × question × option.
-- Each option that a wave offered: how many chose it, of those of whom it is known. Known are
-- answered items and, of partly known ones, the options chosen or ruled out, and the only one left.
-- Items that were not to be answered, that were left blank, refused or answered with don't know
-- are in no base, but in that of the option which says so.
--
-- wave: wave id
-- question_id: question
-- option_id: option
-- base: items of which it is known whether the option was chosen
-- n: items in which it was chosen
-- share: n of base by weight, NULL where n_unknown > 0
-- n_unknown: items of which it is not known
-- share_low: share if no unknown item had it
-- share_high: share if every unknown item had it
-- n_selections: substantive options chosen in the question by all, the base of share_of_selections
-- share_of_selections: part of all selections by weight, NULL for options that mean a state and
--   where items of the question are unknown
-- share_of_selections_low: its least, where those of unknown items are of other options
-- share_of_selections_high: its greatest, where unknown items that may have the option have it and
--   nothing else
-- weight_base: sum of the weights of the base; base where the wave has no weights
-- weight_n: sum of the weights of n
-- n_effective: Kish's effective size of the base
-- standard_error: linearised standard error of the share, as in indicators.results
-- size: respondents that decide what may be printed, see display_rules
-- shows: names, counts or percent: what may be printed
WITH questions AS (
    SELECT
        wave,
        question_id,
        sum(n_items) FILTER (WHERE state = 'answered') AS n_answered,
        sum(weight_items) FILTER (WHERE state = 'answered') AS weight_answered,
        sum(squares_items) FILTER (WHERE state = 'answered') AS squares_answered,
        sum(n_items) FILTER (WHERE state IN ('unknown', 'rejected')) AS n_open,
        sum(weight_items) FILTER (WHERE state IN ('unknown', 'rejected')) AS weight_open,
        sum(squares_items) FILTER (WHERE state IN ('unknown', 'rejected')) AS squares_open
    FROM indicators.answer_counts
    GROUP BY wave, question_id
),
told AS (
    SELECT
        wave,
        question_id,
        option_id,
        selected,
        state,
        n_rows,
        weight_rows,
        squares_rows
    FROM indicators.answer_counts
    WHERE option_id IS NOT NULL
    UNION ALL
    SELECT
        wave,
        question_id,
        option_id,
        TRUE AS selected,
        'unknown' AS state,
        1 AS n_rows,
        weight AS weight_rows,
        square AS squares_rows
    FROM indicators.options_left
    WHERE n_left = 1
),
-- beyond the answered items: those in another state of which this option is known all the same
options AS (
    SELECT
        wave,
        question_id,
        option_id,
        sum(n_rows) FILTER (WHERE selected) AS n,
        sum(weight_rows) FILTER (WHERE selected) AS weight_n,
        sum(squares_rows) FILTER (WHERE selected) AS squares_n,
        sum(n_rows) FILTER (WHERE state <> 'answered') AS n_beyond,
        sum(weight_rows) FILTER (WHERE state <> 'answered') AS weight_beyond,
        sum(squares_rows) FILTER (WHERE state <> 'answered') AS squares_beyond,
        sum(weight_rows) FILTER (WHERE selected AND state <> 'answered') AS weight_told,
        sum(n_rows) FILTER (WHERE state IN ('unknown', 'rejected')) AS n_closed,
        sum(weight_rows) FILTER (WHERE state IN ('unknown', 'rejected')) AS weight_closed,
        sum(squares_rows) FILTER (WHERE state IN ('unknown', 'rejected')) AS squares_closed
    FROM told
    GROUP BY wave, question_id, option_id
),
counts AS (
    SELECT
        q.wave,
        q.question_id,
        i.option_id,
        i.position,
        i.meaning = 'substantive' AS substantive,
        coalesce(q.n_open, 0) AS n_open,
        coalesce(q.weight_open, 0) AS weight_open,
        coalesce(o.weight_told, 0) AS weight_told,
        coalesce(o.n, 0) AS n,
        coalesce(o.weight_n, 0) AS weight_n,
        coalesce(q.n_answered, 0) + coalesce(o.n_beyond, 0) AS base,
        coalesce(q.weight_answered, 0) + coalesce(o.weight_beyond, 0) AS weight_base,
        coalesce(q.squares_answered, 0) + coalesce(o.squares_beyond, 0) AS squares_base,
        coalesce(q.n_open, 0) - coalesce(o.n_closed, 0) AS n_unknown,
        coalesce(q.weight_open, 0) - coalesce(o.weight_closed, 0) AS weight_unknown,
        coalesce(o.squares_n, 0) AS squares_n,
        coalesce(q.squares_open, 0) - coalesce(o.squares_closed, 0) AS squares_unknown
    FROM questions AS q
    INNER JOIN core.option_waves AS i ON q.question_id = i.question_id AND q.wave = i.wave
    LEFT JOIN options AS o
        ON q.wave = o.wave AND i.question_id = o.question_id AND i.option_id = o.option_id
),
selections AS (
    SELECT
        wave,
        question_id,
        sum(n) AS n,
        sum(weight_n) AS weight_n,
        sum(weight_unknown) AS weight_unknown,
        max(weight_open) - sum(weight_told) AS weight_open
    FROM counts
    WHERE substantive
    GROUP BY wave, question_id
),
-- selections that unknown items add: at most of other options, at least where all that may have
-- an option have it. A single choice adds one, and for certain where some of it is known
added AS (
    SELECT
        c.wave,
        c.question_id,
        c.option_id,
        s.n,
        s.weight_n,
        CAST(c.weight_n AS DOUBLE) / NULLIF(CAST(
            s.weight_n
            + CASE WHEN q.type IN ('single', 'rating') THEN s.weight_open
                ELSE s.weight_unknown - c.weight_unknown
            END AS DOUBLE
        ), 0) AS share_low,
        CAST(c.weight_n + c.weight_unknown AS DOUBLE) / NULLIF(CAST(
            s.weight_n
            + CASE WHEN q.type IN ('single', 'rating') AND q.options_known THEN s.weight_open
                ELSE c.weight_unknown
            END AS DOUBLE
        ), 0) AS share_high
    FROM counts AS c
    INNER JOIN selections AS s ON c.wave = s.wave AND c.question_id = s.question_id
    INNER JOIN input.questions AS q ON c.question_id = q.question_id
),
sized AS (
    SELECT
        c.wave,
        c.question_id,
        c.option_id,
        w.n_responses,
        CASE WHEN c.n_unknown = 0
            THEN CAST(c.weight_n AS DOUBLE) / NULLIF(CAST(c.weight_base AS DOUBLE), 0)
        END AS share,
        -- a number that floats put just below a whole one is the whole one
        CAST(floor(least(
            c.base + c.n_unknown,
            coalesce(
                CAST(c.weight_base + c.weight_unknown AS DOUBLE)
                * CAST(c.weight_base + c.weight_unknown AS DOUBLE)
                / NULLIF(CAST(c.squares_base + c.squares_unknown AS DOUBLE), 0), 0
            )
        ) + 0.000001) AS BIGINT) AS size
    FROM counts AS c
    INNER JOIN core.waves AS w ON c.wave = w.wave
)
SELECT
    c.wave,
    c.question_id,
    c.option_id,
    CAST(c.base AS BIGINT) AS base,
    CAST(c.n AS BIGINT) AS n,
    z.share,
    CAST(c.n_unknown AS BIGINT) AS n_unknown,
    CAST(c.weight_n AS DOUBLE)
    / NULLIF(CAST(c.weight_base + c.weight_unknown AS DOUBLE), 0) AS share_low,
    CAST(c.weight_n + c.weight_unknown AS DOUBLE)
    / NULLIF(CAST(c.weight_base + c.weight_unknown AS DOUBLE), 0) AS share_high,
    CAST(coalesce(s.n, 0) AS BIGINT) AS n_selections,
    CASE WHEN c.substantive AND c.n_open = 0
        THEN CAST(c.weight_n AS DOUBLE) / NULLIF(CAST(s.weight_n AS DOUBLE), 0)
    END AS share_of_selections,
    -- where the one leaves no selection at all, the other one does
    CASE WHEN c.substantive THEN coalesce(s.share_low, s.share_high) END
        AS share_of_selections_low,
    CASE WHEN c.substantive THEN coalesce(s.share_high, s.share_low) END
        AS share_of_selections_high,
    CAST(c.weight_base AS DOUBLE) AS weight_base,
    CAST(c.weight_n AS DOUBLE) AS weight_n,
    CAST(c.weight_base AS DOUBLE) * CAST(c.weight_base AS DOUBLE)
    / NULLIF(CAST(c.squares_base AS DOUBLE), 0) AS n_effective,
    sqrt(
        z.n_responses / NULLIF(z.n_responses - 1, 0)
        * (
            CAST(c.squares_n AS DOUBLE) * (1 - z.share) * (1 - z.share)
            + CAST(c.squares_base - c.squares_n AS DOUBLE) * z.share * z.share
        )
    ) / NULLIF(CAST(c.weight_base AS DOUBLE), 0) AS standard_error,
    z.size,
    d.shows
FROM counts AS c
INNER JOIN sized AS z
    ON c.wave = z.wave AND c.question_id = z.question_id AND c.option_id = z.option_id
LEFT JOIN indicators.display_rules AS d
    ON z.size >= d.size_from AND (z.size < d.size_below OR d.size_below IS NULL)
LEFT JOIN added AS s
    ON c.wave = s.wave AND c.question_id = s.question_id AND c.option_id = s.option_id
ORDER BY c.wave, c.question_id, c.position, c.option_id
