-- Grain: wave × respondent × grouping × group.
-- In which groups of the registry each respondent was at a wave, whether it answered or not: its
-- country, its kind, its years of membership in the bands of survey.yml, and its attributes as
-- they were on the wave's day for facts. Whom the registry says nothing of is in no group; who
-- has two values of an attribute at a time is in both.
--
-- wave: wave id
-- respondent_id: respondent
-- group_by: country, kind, membership, or an attribute's id
-- group_value: the group
WITH registry AS (
    SELECT
        w.wave,
        r.respondent_id,
        r.country_code,
        r.kind,
        -- whole years on that day; before it joined, none
        CASE WHEN r.joined_on <= w.facts_on
            THEN floor((
                10000 * (extract(YEAR FROM w.facts_on) - extract(YEAR FROM r.joined_on))
                + 100 * (extract(MONTH FROM w.facts_on) - extract(MONTH FROM r.joined_on))
                + extract(DAY FROM w.facts_on) - extract(DAY FROM r.joined_on)
            ) / 10000.0)
        END AS years
    FROM core.respondents AS r
    CROSS JOIN core.waves AS w
)
SELECT
    wave,
    respondent_id,
    'country' AS group_by,
    country_code AS group_value
FROM registry
WHERE country_code IS NOT NULL
UNION ALL
SELECT
    wave,
    respondent_id,
    'kind' AS group_by,
    kind AS group_value
FROM registry
WHERE kind IS NOT NULL
UNION ALL
SELECT
    r.wave,
    r.respondent_id,
    'membership' AS group_by,
    b.label AS group_value
FROM registry AS r
INNER JOIN input.membership_bands AS b
    ON r.years >= b.years_from AND r.years < coalesce(b.years_below, r.years + 1)
UNION ALL
SELECT DISTINCT
    w.wave,
    a.respondent_id,
    a.attribute AS group_by,
    a.value AS group_value
FROM core.respondent_attributes AS a
INNER JOIN core.waves AS w
    ON
        (a.valid_from IS NULL OR a.valid_from <= w.facts_on)
        AND (a.valid_to IS NULL OR a.valid_to >= w.facts_on)
