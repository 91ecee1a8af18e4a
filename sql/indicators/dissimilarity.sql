-- Grain: wave × grouping.
-- How unlike the members those are who answered: the index of dissimilarity, half the sum over
-- all groups of |c - r|, c being the group's part of the members and r its part of those of them
-- who answered (Duncan and Duncan 1955). It is the part of those who answered that would have to
-- be of another group for both to be alike: 0 where every group answered at the same rate. With
-- few who answered it is above 0 by chance alone.
--
-- wave: wave id
-- group_by: country, kind, membership, or an attribute's id
-- dissimilarity: the index, 0-1; NULL where note says why
-- n_groups: groups that have members
-- n_members: members whose group the registry tells, each once for every group that it is in
-- n_answered: of them, those who answered
-- n_elsewhere: members of whom the registry doesn't tell the group
-- note: why there is no index
WITH groupings AS (
    SELECT DISTINCT wave, group_by
    FROM indicators.respondent_groups
),
sums AS (
    SELECT
        wave,
        group_by,
        group_value,
        n_members,
        n_answered,
        sum(n_members) OVER (PARTITION BY wave, group_by) AS members,
        sum(n_answered) OVER (PARTITION BY wave, group_by) AS answered
    FROM indicators.response_rates
    WHERE group_by <> 'all'
),
indices AS (
    SELECT
        wave,
        group_by,
        -- whole numbers as far as they go: |m / M - a / A| is |m A - a M| / (M A)
        sum(abs(n_members * answered - n_answered * members)) AS distance,
        count(*) AS n_groups,
        max(members) AS n_members,
        max(answered) AS n_answered
    FROM sums
    GROUP BY wave, group_by
),
placed AS (
    SELECT
        p.wave,
        g.group_by,
        count(DISTINCT p.respondent_id) AS n
    FROM indicators.participation AS p
    INNER JOIN indicators.respondent_groups AS g
        ON p.wave = g.wave AND p.respondent_id = g.respondent_id
    WHERE p.member
    GROUP BY p.wave, g.group_by
)
SELECT
    g.wave,
    g.group_by,
    CAST(i.distance AS DOUBLE)
    / NULLIF(2 * CAST(i.n_members AS DOUBLE) * CAST(i.n_answered AS DOUBLE), 0) AS dissimilarity,
    i.n_groups,
    CAST(i.n_members AS BIGINT) AS n_members,
    CAST(i.n_answered AS BIGINT) AS n_answered,
    CASE WHEN a.why_no_groups IS NULL THEN a.n_registry - coalesce(p.n, 0) END AS n_elsewhere,
    CASE
        WHEN a.why_no_groups IS NOT NULL THEN a.why_no_groups
        WHEN i.n_members IS NULL THEN 'the registry tells the group of no member'
        WHEN i.n_answered = 0 THEN 'nobody whose group is known answered'
    END AS note
FROM groupings AS g
INNER JOIN indicators.response_rates AS a ON g.wave = a.wave AND a.group_by = 'all'
LEFT JOIN indices AS i ON g.wave = i.wave AND g.group_by = i.group_by
LEFT JOIN placed AS p ON g.wave = p.wave AND g.group_by = p.group_by
ORDER BY g.wave, g.group_by
