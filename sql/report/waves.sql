-- Grain: wave.
-- What the report says of a wave as a whole. A wave has a page where it is known who answered;
-- names are printed where the registry knows them and the list can still be read.
--
-- wave: wave id
-- position: order in time, from 1
-- survey_title: title of the survey
-- publisher: who publishes the survey
-- language: language of the questionnaire
-- synthetic: true where the data are made up
-- noun_one: what one respondent is called
-- noun_many: what several respondents are called
-- kind: responses, reconstructed, published or participation
-- title: title of the wave, NULL where it has none
-- status: current or stale
-- fieldwork_start: first day of fieldwork
-- fieldwork_end: last day of fieldwork
-- fieldwork_precision: day, or month where only the months of fieldwork are known
-- population_n: members at the time, if known or assumed
-- population_basis: registry, stated or assumed
-- note: note on the wave
-- n_responses: responses that enter bases
-- n_published: responses as a published report states them, where nothing else is left
-- counts_only_below: base under which no percentage is printed
-- bars_from: base from which bars are drawn
-- n_not_counted: responses that are kept but enter no base
-- n_countries: countries of those counted
-- weighted: true where any response weighs other than 1
-- named: true where respondents are printed by name
-- has_page: true where a page is made for the wave
-- has_answers: true where answers are known, and not only who answered
SELECT
    w.wave,
    w.position,
    s.title AS survey_title,
    s.publisher,
    s.language,
    s.synthetic,
    s.noun_one,
    s.noun_many,
    w.kind,
    w.title,
    w.status,
    w.fieldwork_start,
    w.fieldwork_end,
    w.fieldwork_precision,
    w.population_n,
    w.population_basis,
    w.note,
    coalesce(r.n_responses, 0) AS n_responses,
    CASE WHEN r.wave IS NULL THEN c.n_responses END AS n_published,
    s.counts_only_below,
    s.percent_in_charts_from AS bars_from,
    coalesce(r.n_not_counted, 0) AS n_not_counted,
    coalesce(r.n_countries, 0) AS n_countries,
    coalesce(r.weighted, FALSE) AS weighted,
    s.identified_by = 'registry' AND coalesce(r.n_responses, 0) BETWEEN 1 AND 300 AS named,
    coalesce(r.n_responses, 0) > 0 AS has_page,
    coalesce(r.n_responses, 0) > 0 AND w.kind IN ('responses', 'reconstructed') AS has_answers
FROM input.waves AS w
INNER JOIN core.waves AS c ON w.wave = c.wave
CROSS JOIN input.survey AS s
LEFT JOIN (
    SELECT
        a.wave,
        count(*) FILTER (WHERE a.counted) AS n_responses,
        count(*) FILTER (WHERE NOT a.counted) AS n_not_counted,
        count(DISTINCT i.country_code) FILTER (WHERE a.counted) AS n_countries,
        count(*) FILTER (WHERE a.counted AND a.weight <> 1) > 0 AS weighted
    FROM core.responses AS a
    LEFT JOIN input.respondents AS i ON a.respondent_id = i.respondent_id
    GROUP BY a.wave
) AS r ON w.wave = r.wave
ORDER BY w.position
