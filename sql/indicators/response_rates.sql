-- Grain: wave × grouping × group.
-- How many of the members answered: one row for all of them, and one for each group of the
-- registry on the wave's day for facts. For all, the number of members is the one that the wave's
-- file gives; where it gives none, the registry's, if that is complete. By group it is always the
-- registry's, and members of whom it doesn't tell the group are in none.
--
-- wave: wave id
-- group_by: all, country, kind, membership, or an attribute's id
-- group_value: the group; all
-- n_members: members who could have answered
-- n_answered: responses that count; by group, and for all of a registry, those of members
-- rate: n_answered of n_members, NULL where there are more responses than members
-- shows: names, counts or percent: what n_members allows to print, see display_rules
-- population_basis: where n_members is from: registry, stated or assumed; NULL where it is not
--   known
-- n_registry: members that the registry has on that day, NULL where it isn't complete or can't tell
-- n_outside: responses that count of respondents who were no members on that day, NULL likewise
-- note: what is to be said with the rate
-- why_no_groups: on the row for all: why there are no rates by group, NULL where there are
WITH registry AS (
    SELECT
        wave,
        count(*) FILTER (WHERE member) AS n_members,
        count(*) FILTER (WHERE member AND answered) AS n_answered,
        count(*) FILTER (WHERE answered AND NOT member) AS n_outside,
        count(*) FILTER (WHERE member IS NULL) AS n_untold
    FROM indicators.participation
    GROUP BY wave
),
told AS (
    SELECT
        w.wave,
        w.position,
        w.facts_on,
        w.population_n,
        w.population_basis,
        w.n_responses,
        CASE
            WHEN s.identified_by <> 'registry' THEN 'there is no registry'
            WHEN NOT coalesce(s.registry_complete, TRUE)
                THEN 'the registry lists only some of the members'
            WHEN r.wave IS NULL THEN 'it is not known who answered'
            WHEN r.n_untold > 0
                THEN 'the wave has no date, so that nobody can tell who was a member'
        END AS why_no_groups,
        r.n_members,
        r.n_answered,
        r.n_outside
    FROM core.waves AS w
    CROSS JOIN input.survey AS s
    LEFT JOIN registry AS r ON w.wave = r.wave
),
overall AS (
    SELECT
        wave,
        position,
        facts_on,
        population_n,
        coalesce(population_n, CASE WHEN why_no_groups IS NULL THEN n_members END) AS n_members,
        CASE
            WHEN population_n IS NULL AND why_no_groups IS NULL THEN n_answered ELSE n_responses
        END AS n_answered,
        CASE
            WHEN population_n IS NOT NULL THEN population_basis
            WHEN why_no_groups IS NULL THEN 'registry'
        END AS population_basis,
        CASE WHEN why_no_groups IS NULL THEN n_members END AS n_registry,
        CASE WHEN why_no_groups IS NULL THEN n_outside END AS n_outside,
        why_no_groups
    FROM told
),
grouped AS (
    SELECT
        p.wave,
        g.group_by,
        g.group_value,
        count(*) AS n_members,
        count(*) FILTER (WHERE p.answered) AS n_answered
    FROM told AS t
    INNER JOIN indicators.participation AS p ON t.wave = p.wave
    INNER JOIN indicators.respondent_groups AS g
        ON p.wave = g.wave AND p.respondent_id = g.respondent_id
    WHERE t.why_no_groups IS NULL AND p.member
    GROUP BY p.wave, g.group_by, g.group_value
),
rates AS (
    SELECT
        wave,
        'all' AS group_by,
        'all' AS group_value,
        n_members,
        n_answered,
        CASE WHEN n_answered <= n_members THEN n_answered / NULLIF(n_members, 0) END AS rate,
        population_basis,
        n_registry,
        n_outside,
        CASE
            WHEN n_members IS NULL THEN 'the number of members is not known'
            WHEN n_answered > n_members THEN 'more responses than members'
            WHEN population_basis = 'assumed' THEN 'the number of members is assumed'
            WHEN population_n <> n_registry
                THEN 'the registry has ' || CAST(n_registry AS VARCHAR) || ' members'
                    || coalesce(' on ' || CAST(facts_on AS VARCHAR), '')
            WHEN population_n IS NULL AND n_outside > 0
                THEN CAST(n_outside AS VARCHAR) || ' more answered and were no members'
                    || coalesce(' on ' || CAST(facts_on AS VARCHAR), '')
        END AS note,
        why_no_groups
    FROM overall
    UNION ALL
    SELECT
        wave,
        group_by,
        group_value,
        n_members,
        n_answered,
        n_answered / NULLIF(n_members, 0) AS rate,
        'registry' AS population_basis,
        n_members AS n_registry,
        CAST(NULL AS BIGINT) AS n_outside,
        CAST(NULL AS VARCHAR) AS note,
        CAST(NULL AS VARCHAR) AS why_no_groups
    FROM grouped
)
SELECT
    r.wave,
    r.group_by,
    r.group_value,
    r.n_members,
    r.n_answered,
    r.rate,
    d.shows,
    r.population_basis,
    r.n_registry,
    r.n_outside,
    r.note,
    r.why_no_groups
FROM rates AS r
LEFT JOIN indicators.display_rules AS d
    ON r.n_members >= d.size_from AND (r.n_members < d.size_below OR d.size_below IS NULL)
ORDER BY r.wave, r.group_by, r.group_value
