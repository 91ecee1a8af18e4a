-- Grain: number about who answered that disagrees with another.
-- The new, the returning and the returned are all who answered; the returning and those who
-- stopped are all who answered the wave before; counted by name they are the same. Of a group no
-- more answered than are in it, and an index of dissimilarity lies between 0 and 1.
-- Severity: error
--
-- wave: wave id
-- promise: what is broken
-- found: the number
-- expected: what it was to be, or at most
WITH named AS (
    SELECT
        wave,
        count(*) FILTER (WHERE standing = 'new') AS n_new,
        count(*) FILTER (WHERE standing = 'returning') AS n_returning,
        count(*) FILTER (WHERE standing = 'returned') AS n_returned,
        count(*) FILTER (WHERE standing = 'stopped') AS n_stopped,
        count(*) FILTER (WHERE standing = 'lapsed') AS n_lapsed
    FROM indicators.participation
    GROUP BY wave
),
numbers AS (
    SELECT
        wave,
        'new, returning and returned are all who answered' AS promise,
        n_new + n_returning + n_returned AS found,
        n_answered AS expected
    FROM indicators.answered_before
    UNION ALL
    SELECT
        a.wave,
        'returning and stopped are all who answered the wave before' AS promise,
        a.n_returning + a.n_stopped AS found,
        b.n_answered AS expected
    FROM indicators.answered_before AS a
    INNER JOIN indicators.answered_before AS b ON a.wave_before = b.wave
    UNION ALL
    SELECT
        a.wave,
        c.standing || ' by name as in all' AS promise,
        CASE c.standing
            WHEN 'new' THEN n.n_new
            WHEN 'returning' THEN n.n_returning
            WHEN 'returned' THEN n.n_returned
            WHEN 'stopped' THEN n.n_stopped
            ELSE n.n_lapsed
        END AS found,
        CASE c.standing
            WHEN 'new' THEN a.n_new
            WHEN 'returning' THEN a.n_returning
            WHEN 'returned' THEN a.n_returned
            WHEN 'stopped' THEN a.n_stopped
            ELSE a.n_lapsed
        END AS expected
    FROM indicators.answered_before AS a
    INNER JOIN named AS n ON a.wave = n.wave
    CROSS JOIN (
        SELECT 'new' AS standing
        UNION ALL SELECT 'returning' AS standing
        UNION ALL SELECT 'returned' AS standing
        UNION ALL SELECT 'stopped' AS standing
        UNION ALL SELECT 'lapsed' AS standing
    ) AS c
)
SELECT
    wave,
    promise,
    found,
    expected
FROM numbers
WHERE found <> expected
UNION ALL
SELECT
    wave,
    'no more answered than are members: ' || group_by || ' ' || group_value AS promise,
    n_answered AS found,
    n_members AS expected
FROM indicators.response_rates
WHERE group_by <> 'all' AND n_answered > n_members
UNION ALL
SELECT
    wave,
    'between 0 and 1: ' || group_by AS promise,
    dissimilarity AS found,
    1 AS expected
FROM indicators.dissimilarity
WHERE dissimilarity NOT BETWEEN 0 AND 1
