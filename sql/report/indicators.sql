-- Grain: wave × indicator × source.
-- An indicator in a wave, from the responses and as published, and which earlier wave stands
-- beside it. Two waves side by side say nothing of a change: report.panels is printed with them.
--
-- wave: wave id
-- indicator_id: indicator
-- source: responses or published
-- title: title
-- position: order, from 1
-- section: section of its question; of the first one where it joins several
-- question_id: its question, NULL where it joins several
-- claim_id: the claim, where published
-- n: respondents known to be in it, NULL where only a published percentage is known
-- n_high: the most that can be in it
-- n_unknown: respondents of whom it is not known
-- base: respondents whose answer is known
-- base_printed: known and unknown ones, the base that is printed
-- share: n of base, NULL where answers are unknown
-- share_low: lower bound of the share
-- share_high: upper bound of the share
-- phrase: exact, between, at_least, at_most or unknown
-- shows: percent, counts or names
-- bar: true where a bar may be drawn
-- printed: the value as printed, where published
-- unit: percent or respondents, where published
-- preferred: true on the row to show where there is room for one
-- wave_before: nearest earlier wave with this indicator, NULL where there is none
-- comparable: true where its question is the same in both waves
-- break_note: why it is not
-- comparable_note: why the two compare although the question changed
WITH results AS (
    SELECT
        r.wave,
        r.indicator_id,
        r.source,
        r.claim_id,
        r.n,
        r.n_unknown,
        r.base,
        r.base + r.n_unknown AS base_printed,
        r.share,
        r.share_low,
        r.share_high,
        r.size,
        r.shows,
        r.preferred,
        w.position
    FROM indicators.results AS r
    INNER JOIN report.waves AS w ON r.wave = w.wave
),
before AS (
    SELECT
        wave,
        indicator_id,
        lag(wave) OVER (PARTITION BY indicator_id ORDER BY position) AS wave_before
    FROM results
    WHERE preferred
),
sections AS (
    SELECT o.indicator_id, q.section
    FROM input.indicator_options AS o
    INNER JOIN input.questions AS q ON o.question_id = q.question_id
    QUALIFY row_number() OVER (PARTITION BY o.indicator_id ORDER BY q.position, o.option_id) = 1
),
series AS (
    SELECT
        indicator_id,
        wave,
        max(series_no) AS series_no,
        max(break_note) AS break_note,
        max(comparable_note) AS comparable_note
    FROM trends.series
    GROUP BY indicator_id, wave
)
SELECT
    r.wave,
    r.indicator_id,
    r.source,
    i.title,
    i.position,
    c.section,
    i.question_id,
    r.claim_id,
    r.n,
    r.n + r.n_unknown AS n_high,
    r.n_unknown,
    r.base,
    r.base_printed,
    r.share,
    r.share_low,
    r.share_high,
    CASE
        WHEN r.n_unknown = 0 THEN 'exact'
        WHEN r.base = 0 THEN 'unknown'
        WHEN r.n = 0 THEN 'at_most'
        WHEN r.n = r.base THEN 'at_least'
        ELSE 'between'
    END AS phrase,
    r.shows,
    r.size >= s.percent_in_charts_from AND r.base > 0 AS bar,
    p.value AS printed,
    p.unit,
    r.preferred,
    b.wave_before,
    t.series_no = e.series_no AS comparable,
    CASE WHEN t.series_no <> e.series_no THEN t.break_note END AS break_note,
    CASE WHEN t.series_no = e.series_no THEN t.comparable_note END AS comparable_note
FROM results AS r
CROSS JOIN input.survey AS s
INNER JOIN report.open_indicators AS z ON r.indicator_id = z.indicator_id
INNER JOIN input.indicators AS i ON r.indicator_id = i.indicator_id
INNER JOIN before AS b ON r.wave = b.wave AND r.indicator_id = b.indicator_id
LEFT JOIN sections AS c ON r.indicator_id = c.indicator_id
LEFT JOIN input.claims AS p ON r.claim_id = p.claim_id
LEFT JOIN series AS t ON r.indicator_id = t.indicator_id AND r.wave = t.wave
LEFT JOIN series AS e ON r.indicator_id = e.indicator_id AND b.wave_before = e.wave
ORDER BY r.wave, i.position, r.source
