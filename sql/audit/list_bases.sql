-- Grain: list that illustrates a percentage.
-- The bases on which the number of names given makes the percentage printed: all whole numbers
-- from base_low to base_high, none where base_high is below base_low. Percentages of one part
-- of unknown size share a base, so that their lists narrow it down together.
--
-- claim_id: the list
-- share_claim_id: the percentage
-- wave: wave spoken of
-- within_id: the set that the percentage is a part of
-- exact: false where only examples are named
-- names: respondents named
-- base_low: smallest base
-- base_high: largest base; NULL where only examples are named, or the percentage is 0
-- base_known: true where the base of the percentage is printed or is everyone who answered
-- usable: true where the list is complete, and some base no larger than the wave fits it
-- joint_low: smallest base that fits all usable lists of the part
-- joint_high: largest base that does; below joint_low where none does
WITH named AS (
    SELECT claim_id, count(*) AS n
    FROM audit.claim_respondents
    GROUP BY claim_id
),
ranges AS (
    SELECT
        r.claim_id,
        r.related_claim_id AS share_claim_id,
        z.wave,
        z.within_id,
        l.list_complete AS exact,
        n.n AS names,
        greatest(
            CAST(floor(2 * c.whole * n.n / NULLIF(2 * c.printed + 1, 0)) AS BIGINT) + 1,
            n.n
        ) AS base_low,
        CASE
            WHEN l.list_complete AND c.printed > 0
                THEN CAST(floor(2 * c.whole * n.n / NULLIF(2 * c.printed - 1, 0)) AS BIGINT)
        END AS base_high,
        z.base IS NOT NULL AS base_known,
        w.n AS n_wave
    FROM input.claim_relations AS r
    INNER JOIN audit.claims AS l ON r.claim_id = l.claim_id AND l.kind = 'list'
    INNER JOIN named AS n ON r.claim_id = n.claim_id
    INNER JOIN audit.claims AS c ON r.related_claim_id = c.claim_id
    INNER JOIN audit.claim_sizes AS z ON r.related_claim_id = z.claim_id AND z.kind = 'share'
    LEFT JOIN audit.wave_sizes AS w ON z.wave = w.wave
    WHERE r.relation = 'illustrates'
),
judged AS (
    SELECT
        claim_id,
        share_claim_id,
        wave,
        within_id,
        exact,
        names,
        base_low,
        base_high,
        base_known,
        coalesce(
            NOT base_known AND exact AND base_low <= base_high AND base_low <= n_wave, FALSE
        ) AS usable
    FROM ranges
)
SELECT
    claim_id,
    share_claim_id,
    wave,
    within_id,
    exact,
    names,
    base_low,
    base_high,
    base_known,
    usable,
    max(CASE WHEN usable THEN base_low END) OVER (PARTITION BY within_id) AS joint_low,
    min(CASE WHEN usable THEN base_high END) OVER (PARTITION BY within_id) AS joint_high
FROM judged
