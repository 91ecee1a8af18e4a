-- Grain: wave × country.
-- How many of those counted answered from each country.
--
-- wave: wave id
-- country_code: country, ISO 3166-1 alpha-2, or 'unknown'
-- n: responses that enter bases
SELECT
    a.wave,
    coalesce(i.country_code, 'unknown') AS country_code,
    count(*) AS n
FROM core.responses AS a
INNER JOIN input.respondents AS i ON a.respondent_id = i.respondent_id
WHERE a.counted
GROUP BY a.wave, coalesce(i.country_code, 'unknown')
ORDER BY a.wave, coalesce(i.country_code, 'unknown')
