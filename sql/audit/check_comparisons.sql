-- Grain: comparison between waves.
-- Is a comparison borne out by those who answered both waves? A change of the totals alone may
-- come from different respondents, and supports nothing.
--
-- claim_id: the comparison
-- related_claim_id: the claim that gives the overlap, if one does
-- check_id: comparisons
-- verdict: holds, contradicted or unsupported
-- arithmetic: the sum, in words
-- explanation: what it means
WITH compared AS (
    SELECT
        c.claim_id,
        c.wave,
        c.wave_compared,
        c.direction,
        s.n_conditions,
        z.words AS now_words,
        y.words AS before_words,
        z.base AS now_base,
        y.base AS before_base,
        p.source,
        p.overlap_claim_id,
        p.n,
        p.before_low,
        p.before_high,
        p.now_low,
        p.now_high,
        p.change_low,
        p.change_high,
        p.n_gained,
        p.n_lost,
        coalesce(
            (c.direction = 'up' AND z.n_high * y.base <= y.n_low * z.base)
            OR (c.direction = 'down' AND z.n_low * y.base >= y.n_high * z.base),
            FALSE
        ) AS totals_oppose,
        CASE c.direction
            WHEN 'up' THEN p.change_low > 0
            WHEN 'down' THEN p.change_high < 0
            ELSE p.change_low = 0 AND p.change_high = 0
        END AS borne_out,
        CASE c.direction
            WHEN 'up' THEN 'a rise' WHEN 'down' THEN 'a fall' ELSE 'no change'
        END AS what
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    INNER JOIN audit.claim_sets AS b ON c.claim_id = b.claim_id AND b.role = 'before'
    LEFT JOIN audit.set_sizes AS z ON s.set_id = z.set_id AND s.within_id = z.within_id
    LEFT JOIN audit.set_sizes AS y ON b.set_id = y.set_id AND b.within_id = y.within_id
    LEFT JOIN audit.panels AS p ON c.claim_id = p.claim_id
    WHERE c.kind = 'comparison'
),
signed AS (
    SELECT
        claim_id,
        sign_low || CAST(abs(change_low) AS VARCHAR) AS low,
        sign_high || CAST(abs(change_high) AS VARCHAR) AS high,
        sign_low || CAST(
            CAST(floor((200 * abs(change_low) + n) / NULLIF(2 * n, 0)) AS BIGINT) AS VARCHAR
        ) AS low_points,
        sign_high || CAST(
            CAST(floor((200 * abs(change_high) + n) / NULLIF(2 * n, 0)) AS BIGINT) AS VARCHAR
        ) AS high_points
    FROM (
        SELECT
            claim_id,
            n,
            change_low,
            change_high,
            CASE WHEN change_low > 0 THEN '+' WHEN change_low < 0 THEN '−' ELSE '' END
                AS sign_low,
            CASE WHEN change_high > 0 THEN '+' WHEN change_high < 0 THEN '−' ELSE '' END
                AS sign_high
        FROM audit.panels
    ) AS p
)
SELECT
    c.claim_id,
    c.overlap_claim_id AS related_claim_id,
    'comparisons' AS check_id,
    CASE
        WHEN c.totals_oppose THEN 'contradicted'
        WHEN c.borne_out THEN 'holds'
        ELSE 'unsupported'
    END AS verdict,
    coalesce(c.before_words, 'no number') || ' in ' || c.wave_compared || ', '
    || coalesce(c.now_words, 'no number') || ' in ' || c.wave
    || coalesce(
        '; of the ' || CAST(c.n AS VARCHAR) || ' in both, '
        || CASE
            WHEN c.before_low = c.before_high THEN CAST(c.before_low AS VARCHAR)
            ELSE
                'between ' || CAST(c.before_low AS VARCHAR) || ' and '
                || CAST(c.before_high AS VARCHAR)
        END || ' in ' || c.wave_compared || ' and '
        || CASE
            WHEN c.now_low = c.now_high THEN CAST(c.now_low AS VARCHAR)
            ELSE
                'between ' || CAST(c.now_low AS VARCHAR) || ' and ' || CAST(c.now_high AS VARCHAR)
        END || ' in ' || c.wave || ': '
        || CASE WHEN g.low = g.high THEN g.low ELSE g.low || ' to ' || g.high END || ' '
        || v.noun_many || ', '
        || CASE
            WHEN g.low_points = g.high_points THEN g.low_points
            ELSE g.low_points || ' to ' || g.high_points
        END || ' points',
        CASE
            WHEN c.before_words IS NULL OR c.now_words IS NULL THEN ''
            ELSE '; how many answered both is not known'
        END
    ) AS arithmetic,
    CASE
        WHEN c.n_conditions = 0 OR (c.now_words IS NULL AND c.before_words IS NULL AND c.n IS NULL)
            THEN 'No numbers are given.'
        WHEN c.totals_oppose THEN 'The totals themselves show no such change.'
        WHEN c.n IS NULL AND (c.before_words IS NULL OR c.now_words IS NULL)
            THEN 'Of one wave no number is given.'
        WHEN c.n IS NULL
            THEN 'Without the answers of those who answered both, ' || c.what
            || ' may come from different ' || v.noun_many || ' answering.'
        ELSE
            CASE
                WHEN c.source = 'answers'
                    THEN 'Of those who answered both, ' || CAST(c.n_gained AS VARCHAR)
                    || ' came to it and ' || CAST(c.n_lost AS VARCHAR) || ' left it.'
                ELSE
                    CAST(c.before_base AS VARCHAR) || ' − ' || CAST(c.n AS VARCHAR) || ' = '
                    || CAST(c.before_base - c.n AS VARCHAR) || ' answered only in '
                    || c.wave_compared || ', '
                    || CAST(c.now_base AS VARCHAR) || ' − ' || CAST(c.n AS VARCHAR) || ' = '
                    || CAST(c.now_base - c.n AS VARCHAR) || ' only in ' || c.wave || '.'
                    || CASE
                        WHEN c.n_gained > 0
                            THEN ' ' || CAST(c.n_gained AS VARCHAR)
                            || ' are said to have come to it.'
                        ELSE ''
                    END || CASE
                        WHEN c.n_lost > 0
                            THEN ' ' || CAST(c.n_lost AS VARCHAR)
                            || ' are said to have left it.'
                        ELSE ''
                    END
            END || CASE
                WHEN c.borne_out
                    THEN ' Those who answered both show ' || c.what || ' by themselves.'
                ELSE
                    ' So ' || c.what || ' among those who answered both is not shown; the totals'
                    || ' may differ because different ' || v.noun_many || ' answered.'
            END
    END AS explanation
FROM compared AS c
CROSS JOIN input.survey AS v
LEFT JOIN signed AS g ON c.claim_id = g.claim_id
