-- Grain: wave × country.
-- How many of those counted answered from each country, and of how many members, where the
-- registry tells. A country of members of whom none answered stands here too.
--
-- wave: wave id
-- country_code: country, ISO 3166-1 alpha-2, or 'unknown'
-- n: responses that enter bases
-- n_members: members in this country who could have answered, NULL where that isn't known
-- n_members_answered: of these, those who did
WITH answered AS (
    SELECT
        a.wave,
        coalesce(i.country_code, 'unknown') AS country_code,
        count(*) AS n
    FROM core.responses AS a
    INNER JOIN input.respondents AS i ON a.respondent_id = i.respondent_id
    WHERE a.counted
    GROUP BY a.wave, coalesce(i.country_code, 'unknown')
),
members AS (
    SELECT
        r.wave,
        r.group_value AS country_code,
        r.n_members,
        r.n_answered AS n_members_answered
    FROM indicators.response_rates AS r
    INNER JOIN report.waves AS w ON r.wave = w.wave AND w.has_page
    WHERE r.group_by = 'country'
)
SELECT
    coalesce(a.wave, m.wave) AS wave,
    coalesce(a.country_code, m.country_code) AS country_code,
    coalesce(a.n, 0) AS n,
    m.n_members,
    m.n_members_answered
FROM answered AS a
FULL JOIN members AS m ON a.wave = m.wave AND a.country_code = m.country_code
ORDER BY wave, country_code
