-- Grain: claim that gives a number.
-- What claims say of the size of a set, as far as it follows from the claim and from how many
-- answered: the counts that a percentage can mean, a count as printed, the length of a list.
--
-- claim_id: claim
-- wave: wave spoken of
-- kind: share, count, base or list
-- set_id: the set
-- within_id: the set that it is a part of
-- both_id: the respondents counted
-- question_id: question, where the set is one answer to one question
-- option_id: that answer
-- base: base: as printed, else all who answered; NULL for a part whose size the claim does not
--   tell
-- n_low: smallest count
-- n_high: largest count; NULL where only examples are named; below n_low where none is possible
-- exact: false where only examples are named
WITH named AS (
    SELECT claim_id, count(*) AS n
    FROM audit.claim_respondents
    GROUP BY claim_id
),
asked AS (
    SELECT s.wave, s.question_id, max(s.base) AS base
    FROM indicators.option_shares AS s
    INNER JOIN input.waves AS w ON s.wave = w.wave AND w.kind = 'responses'
    GROUP BY s.wave, s.question_id
    HAVING max(s.n_unknown) = 0
),
-- of an indicator, which may have another base than its option
named_shares AS (
    SELECT
        r.wave,
        r.indicator_id,
        CASE
            WHEN i.composite THEN r.wave || ': any of ' || r.indicator_id
            ELSE r.wave || ': ' || o.question_id || ' = ' || o.option_id
        END AS set_id,
        r.base
    FROM indicators.from_responses AS r
    INNER JOIN input.waves AS w ON r.wave = w.wave AND w.kind = 'responses'
    INNER JOIN input.indicators AS i ON r.indicator_id = i.indicator_id
    LEFT JOIN input.indicator_options AS o
        ON i.indicator_id = o.indicator_id AND NOT i.composite
    WHERE r.n_unknown = 0
),
subjects AS (
    SELECT
        c.claim_id,
        s.wave,
        c.kind,
        s.set_id,
        s.within_id,
        s.both_id,
        s.question_id,
        s.option_id,
        c.printed,
        c.whole,
        c.list_complete,
        CAST(round(c.value) AS BIGINT) AS value,
        n.n AS named,
        CASE
            WHEN c.base IS NOT NULL THEN c.base
            WHEN s.within_id = s.wave || ': all' THEN coalesce(j.base, a.base, w.n)
        END AS base
    FROM audit.claims AS c
    INNER JOIN audit.claim_sets AS s ON c.claim_id = s.claim_id AND s.role = 'about'
    LEFT JOIN audit.wave_sizes AS w ON s.wave = w.wave
    LEFT JOIN asked AS a ON s.wave = a.wave AND s.question_id = a.question_id
    LEFT JOIN named_shares AS j
        ON s.wave = j.wave AND s.set_id = j.set_id AND c.indicator_id = j.indicator_id
    LEFT JOIN named AS n ON c.claim_id = n.claim_id
    WHERE c.kind IN ('share', 'count', 'base') OR (c.kind = 'list' AND NOT c.vague AND n.n > 0)
)
SELECT
    claim_id,
    wave,
    kind,
    set_id,
    within_id,
    both_id,
    question_id,
    option_id,
    base,
    CASE
        WHEN kind = 'share' AND base IS NULL THEN NULL
        WHEN kind = 'share'
            THEN greatest(
                CAST(
                    floor(((2 * printed - 1) * base + 2 * whole - 1) / NULLIF(2 * whole, 0))
                    AS BIGINT
                ),
                0
            )
        WHEN kind = 'list' THEN named
        ELSE value
    END AS n_low,
    CASE
        WHEN kind = 'share'
            THEN least(
                CAST(floor(((2 * printed + 1) * base - 1) / NULLIF(2 * whole, 0)) AS BIGINT),
                base
            )
        WHEN kind = 'list' AND NOT list_complete THEN NULL
        WHEN kind = 'list' THEN named
        ELSE value
    END AS n_high,
    kind <> 'list' OR list_complete AS exact
FROM subjects
