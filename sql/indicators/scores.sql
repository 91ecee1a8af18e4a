-- Grain: wave × score × response.
-- What each counted response scores: the points of the options chosen, each its value by the
-- weight of its question, in percent of the most that the questions could have given. Counted are
-- the questions that the wave asked and that were answered, or are in a state that the score takes
-- in, which gains nothing. Questions in any other state (not asked of this respondent, left blank)
-- are in neither sum. An answer that is not known may be any that the wave offered, or none at all,
-- and in neither sum; where something is known of it, it is one of those that are left. So the
-- bounds are those of all readings. No row where nothing is counted.
--
-- wave: wave id
-- indicator_id: score
-- response_id: response
-- respondent_id: respondent
-- points: points of the answers that are known
-- max_points: the most that the counted questions could have given, those of unknown answers too
-- score: points in percent of max_points, 0-100; NULL where n_unknown > 0
-- n_questions: counted questions of which the answer is known
-- n_unknown: counted questions of which it is not
-- score_low: lowest score that the unknown answers allow
-- score_high: highest score that they allow
-- certain: false where all counted answers are unknown and may be none, so that there is no score
-- weight: survey weight of the response
WITH answers AS (
    SELECT
        a.response_id,
        q.indicator_id,
        q.most,
        a.first_of_item,
        a.selected,
        o.points,
        a.state IN ('unknown', 'rejected') AS open,
        a.state = 'answered' OR t.state IS NOT NULL AS closed
    FROM core.indicator_answers AS a
    INNER JOIN indicators.score_questions AS q ON a.wave = q.wave AND a.question_id = q.question_id
    LEFT JOIN input.score_options AS o
        ON
            q.indicator_id = o.indicator_id
            AND q.question_id = o.question_id
            AND a.option_id = o.option_id
    LEFT JOIN input.indicator_states AS t
        ON q.indicator_id = t.indicator_id AND a.state = t.state
),
sums AS (
    SELECT
        response_id,
        indicator_id,
        coalesce(sum(points) FILTER (WHERE closed AND selected), 0) AS points,
        coalesce(sum(most) FILTER (WHERE closed AND first_of_item), 0) AS most,
        count(*) FILTER (WHERE closed AND first_of_item) AS n_questions
    FROM answers
    WHERE closed OR open
    GROUP BY response_id, indicator_id
),
-- the few that are not known, read by themselves: all the rest is only summed
open_answers AS (
    SELECT
        a.response_id,
        q.wave,
        q.indicator_id,
        q.question_id,
        q.several,
        q.least,
        q.most,
        a.option_id,
        a.selected,
        o.points
    FROM core.indicator_answers AS a
    INNER JOIN indicators.score_questions AS q ON a.wave = q.wave AND a.question_id = q.question_id
    LEFT JOIN input.score_options AS o
        ON
            q.indicator_id = o.indicator_id
            AND q.question_id = o.question_id
            AND a.option_id = o.option_id
    WHERE a.state IN ('unknown', 'rejected')
),
-- of an unknown item some options may be known, chosen or ruled out
open_items AS (
    SELECT
        response_id,
        wave,
        indicator_id,
        question_id,
        several,
        least,
        most,
        count(option_id) > 0 AS partly,
        coalesce(sum(points) FILTER (WHERE selected), 0) AS points_chosen,
        coalesce(sum(points) FILTER (WHERE NOT selected), 0) AS points_ruled_out
    FROM open_answers
    GROUP BY response_id, wave, indicator_id, question_id, several, least, most
),
-- the options that are left where one can be chosen
remaining AS (
    SELECT
        i.response_id,
        i.indicator_id,
        i.question_id,
        min(o.points) AS low,
        max(o.points) AS high
    FROM open_items AS i
    INNER JOIN core.option_waves AS f ON i.wave = f.wave AND i.question_id = f.question_id
    INNER JOIN input.score_options AS o
        ON
            i.indicator_id = o.indicator_id
            AND f.question_id = o.question_id
            AND f.option_id = o.option_id
    LEFT JOIN open_answers AS r
        ON
            i.response_id = r.response_id
            AND i.indicator_id = r.indicator_id
            AND i.question_id = r.question_id
            AND o.option_id = r.option_id
    WHERE i.partly AND NOT i.several AND r.response_id IS NULL
    GROUP BY i.response_id, i.indicator_id, i.question_id
),
-- the least and the most of each; a state that the score takes in gains nothing
ranges AS (
    SELECT
        i.response_id,
        i.indicator_id,
        i.partly OR t.indicator_id IS NOT NULL AS counts,
        CASE
            WHEN i.several THEN i.points_chosen
            WHEN i.partly THEN coalesce(r.low, i.least)
            WHEN t.indicator_id IS NULL THEN i.least
            ELSE 0
        END AS low,
        CASE
            WHEN i.several THEN i.most - i.points_ruled_out
            ELSE coalesce(r.high, i.most)
        END AS high,
        i.most
    FROM open_items AS i
    LEFT JOIN remaining AS r
        ON
            i.response_id = r.response_id
            AND i.indicator_id = r.indicator_id
            AND i.question_id = r.question_id
    LEFT JOIN (SELECT DISTINCT indicator_id FROM input.indicator_states) AS t
        ON i.indicator_id = t.indicator_id
),
-- what counts in any case first; then, of what may be none, ever more of its most is gained: the
-- lowest score is that of one of these sums
steps AS (
    SELECT
        response_id,
        indicator_id,
        most,
        sum(low) OVER (
            PARTITION BY response_id, indicator_id
            ORDER BY CASE WHEN counts THEN -1 ELSE low / NULLIF(CAST(most AS DOUBLE), 0) END
        ) AS low,
        sum(most) OVER (
            PARTITION BY response_id, indicator_id
            ORDER BY CASE WHEN counts THEN -1 ELSE low / NULLIF(CAST(most AS DOUBLE), 0) END
        ) AS reached,
        high,
        counts
    FROM ranges
),
bounds AS (
    SELECT
        p.response_id,
        p.indicator_id,
        min(
            100 * CAST(s.points + p.low AS DOUBLE)
            / NULLIF(CAST(s.most + p.reached AS DOUBLE), 0)
        ) AS low,
        sum(p.high) AS high,
        sum(p.most) AS most,
        count(*) AS n,
        bool_or(p.counts) AS certain
    FROM steps AS p
    INNER JOIN sums AS s ON p.response_id = s.response_id AND p.indicator_id = s.indicator_id
    GROUP BY p.response_id, p.indicator_id
)
SELECT
    r.wave,
    s.indicator_id,
    r.response_id,
    r.respondent_id,
    CAST(s.points AS DOUBLE) AS points,
    CAST(s.most + coalesce(b.most, 0) AS DOUBLE) AS max_points,
    CASE WHEN b.n IS NULL
        THEN 100 * CAST(s.points AS DOUBLE) / NULLIF(CAST(s.most AS DOUBLE), 0)
    END AS score,
    s.n_questions,
    coalesce(b.n, 0) AS n_unknown,
    -- without any of the answers that may be none, too
    least(
        b.low,
        CASE WHEN NOT coalesce(b.certain, FALSE)
            THEN 100 * CAST(s.points AS DOUBLE) / NULLIF(CAST(s.most AS DOUBLE), 0)
        END
    ) AS score_low,
    100 * CAST(s.points + coalesce(b.high, 0) AS DOUBLE)
    / NULLIF(CAST(s.most + coalesce(b.most, 0) AS DOUBLE), 0) AS score_high,
    s.most > 0 OR coalesce(b.certain, FALSE) AS certain,
    r.weight
FROM sums AS s
INNER JOIN core.responses AS r ON s.response_id = r.response_id
LEFT JOIN bounds AS b ON s.response_id = b.response_id AND s.indicator_id = b.indicator_id
WHERE r.counted
